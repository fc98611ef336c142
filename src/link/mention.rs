//! Where each page is mentioned: by links of writers and by automatic ones.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{AutoLink, number};
use crate::document::Document;
use crate::graph::{Destination, EntryId, Graph, Links};

/// A page that mentions another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The page.
    pub from: EntryId,
    /// Where on it.
    pub place: Place,
}

/// Where a page mentions another first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At this link of its text.
    Link(u32),
    /// At these words of its text.
    Words(Range<u32>),
}

/// The pages that mention a page, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// How many there are.
    pub total: u32,
    /// The first of them, in the order of lists.
    pub shown: Vec<Mention>,
}

/// Collects, for every entry, the pages that link to it; of each only the first link, those by hand first. `most` are shown.
pub(super) fn collect(graph: &Graph, auto: &[Arc<[AutoLink]>], most: usize) -> Vec<Arc<Mentions>> {
    let mut all = vec![Mentions::default(); graph.entries.len()];
    let mut last: Vec<Option<EntryId>> = vec![None; graph.entries.len()];
    for (from, (links, document)) in graph.ids().zip(graph.links.iter().zip(&graph.documents)) {
        each(from, links, document, auto.get(from.index()), |to, place| {
            if last[to.index()] == Some(from) {
                return;
            }
            last[to.index()] = Some(from);
            let mentions = &mut all[to.index()];
            mentions.total += 1;
            if mentions.shown.len() < most {
                mentions.shown.push(Mention { from, place });
            }
        });
    }
    all.into_iter().map(Arc::new).collect()
}

/// The pages that a document mentions, with the first place of each; those by hand first.
pub(super) fn of(
    graph: &Graph,
    auto: &[Arc<[AutoLink]>],
    from: EntryId,
) -> BTreeMap<EntryId, Place> {
    let mut all = BTreeMap::new();
    if let (Some(links), Some(document)) = (graph.links.get(from.index()), graph.document(from)) {
        each(from, links, document, auto.get(from.index()), |to, place| {
            all.entry(to).or_insert(place);
        });
    }
    all
}

/// Calls `add` for every mention on a page.
fn each(
    from: EntryId,
    links: &Links,
    document: &Document,
    auto: Option<&Arc<[AutoLink]>>,
    mut add: impl FnMut(EntryId, Place),
) {
    for (index, destination) in links.body.iter().enumerate() {
        if let Destination::Page(to, _) = destination
            && *to != from
            && !document.body.links[index].image
        {
            add(*to, Place::Link(number(index)));
        }
    }
    for link in auto.into_iter().flat_map(|links| links.iter()) {
        if link.target != from {
            add(link.target, Place::Words(link.text.clone()));
        }
    }
}
