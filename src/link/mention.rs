//! Where each page is mentioned: by links of writers and by automatic ones.

use std::ops::Range;
use std::sync::Arc;

use super::{AutoLink, number};
use crate::graph::{Destination, EntryId, Graph};

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
pub(super) fn collect(graph: &Graph, auto: &[Arc<[AutoLink]>], most: usize) -> Vec<Mentions> {
    let mut all = vec![Mentions::default(); graph.entries.len()];
    let mut last: Vec<Option<EntryId>> = vec![None; graph.entries.len()];
    for (from, (links, document)) in graph.ids().zip(graph.links.iter().zip(&graph.documents)) {
        let mut add = |to: EntryId, place: Place| {
            if to == from || last[to.index()] == Some(from) {
                return;
            }
            last[to.index()] = Some(from);
            let mentions = &mut all[to.index()];
            mentions.total += 1;
            if mentions.shown.len() < most {
                mentions.shown.push(Mention { from, place });
            }
        };
        for (index, destination) in links.body.iter().enumerate() {
            if let Destination::Page(to, _) = destination
                && !document.body.links[index].image
            {
                add(*to, Place::Link(number(index)));
            }
        }
        for link in auto.get(from.index()).map_or(&[][..], |links| links) {
            add(link.target, Place::Words(link.text.clone()));
        }
    }
    all
}
