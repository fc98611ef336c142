//! Which documents have the links that they had, though the graph is another: those in which no name stands that came,
//! went or changed.
//!
//! Comes in: the last graph with its links, and the new one. Goes out: links that are still right. Whatever else could
//! change a link makes all documents be looked at again.

use std::sync::Arc;

use super::dictionary::Dictionary;
use super::find::{Scratch, find};
use super::{AutoLink, Linked, Linker};
use crate::graph::{EntryId, Graph, Relations};
use crate::markdown::Edges;
use crate::matter::Level;

/// A site that was linked before.
pub(crate) struct Before<'a> {
    /// Its graph.
    pub(crate) graph: &'a Graph,
    /// Its links.
    pub(crate) linked: &'a Linked,
    /// The names that were looked for.
    pub(crate) dictionary: &'a Dictionary,
}

/// What is needed to tell whether a document must be linked again.
pub(super) struct Unlinked<'a> {
    graph: &'a Graph,
    before: &'a Before<'a>,
    /// Names that came, went or changed.
    names: Dictionary,
}

impl<'a> Unlinked<'a> {
    /// Nothing when pages, their relations or their rules are others than before, so that any link may be.
    pub(super) fn new(linker: &'a Linker<'_>, before: &'a Before<'a>) -> Option<Self> {
        let (graph, old) = (linker.graph, before.graph);
        let same_pages = graph.documents.len() == old.documents.len()
            && graph.entries.len() == old.entries.len()
            && graph
                .entries
                .iter()
                .zip(old.entries.iter())
                .all(|(one, other)| one.kind == other.kind && one.route == other.route);
        let is_same = same_pages
            && graph.link_rules == old.link_rules
            && cautions(&graph.relations) == cautions(&old.relations)
            && graph.relations.is_a == old.relations.is_a;
        let names = is_same.then(|| linker.dictionary.difference(before.dictionary))?;
        Some(Self { graph, before, names })
    }

    /// The links that the document had, if it still has them.
    pub(super) fn links(&self, id: EntryId, scratch: &mut Scratch) -> Option<Arc<[AutoLink]>> {
        let (at, old) = (id.index(), self.before.graph);
        let is_same = Arc::ptr_eq(&self.graph.documents[at], &old.documents[at])
            && self.graph.terms[at] == old.terms[at]
            && self.graph.links[at] == old.links[at]
            && self.before.linked.unsafe_offers[at].is_empty()
            && !self.has_changed_name(id, scratch);
        is_same.then(|| Arc::clone(&self.before.linked.auto[at]))
    }

    fn has_changed_name(&self, id: EntryId, scratch: &mut Scratch) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let body = &self.graph.documents[id.index()].body;
        // What stands beside a stretch can only keep names from being found.
        let edges = Edges::default();
        body.stretches.iter().any(|stretch| {
            let text = body.text.get(stretch.text.start as usize..stretch.text.end as usize);
            let mut is_found = false;
            find(&self.names, (text.unwrap_or_default(), &edges), scratch, |_, _| is_found = true);
            is_found
        })
    }
}

/// What links depend on of the relations: what rules out which massage, and how strictly.
fn cautions(relations: &Relations) -> Vec<(EntryId, EntryId, Level)> {
    let of = relations.cautions.iter();
    of.flat_map(|(treatment, facts)| facts.iter().map(|(of, fact)| (*treatment, *of, fact.level)))
        .collect()
}
