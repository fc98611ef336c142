//! The two sides of every table of treatments and conditions, and how much of it is shown.

use std::collections::BTreeSet;

use super::folded;
use crate::graph::{EntryId, Graph};
use crate::schema::Kind;

/// Most cells of a table. Beyond it, only conditions are shown of which something is known, and of these
/// those with cautions before all others.
pub(super) const MOST_CELLS: usize = 20_000;

/// The kinds of the rows, in their order.
pub(super) const KINDS: [Kind; 3] = [Kind::Symptom, Kind::Condition, Kind::Caution];

/// Puts `ids` in the order in which lists show entities: by weight, then by title.
pub(in crate::page) fn by_title(graph: &Graph, ids: &mut [EntryId]) {
    let weight = |id: EntryId| {
        graph.document(id).and_then(|document| document.matter.weight).unwrap_or(i64::MAX)
    };
    ids.sort_by_cached_key(|id| (weight(*id), folded(graph, *id), *id));
}

/// The treatments that one can book: those that no other is a kind of.
pub(in crate::page) fn treatments(graph: &Graph) -> Vec<EntryId> {
    let is_treatment = |id: EntryId| graph.entry(id).kind == Kind::Treatment;
    let pairs = graph.relations.is_a.iter().filter(|(one, _)| is_treatment(**one));
    let wider: BTreeSet<EntryId> = pairs.map(|(_, wider)| *wider).collect();
    let mut all: Vec<EntryId> =
        graph.ids().filter(|id| is_treatment(*id) && !wider.contains(id)).collect();
    by_title(graph, &mut all);
    all
}

/// The rows of a table with `columns` columns, by kind and title; and how many are left out.
pub(super) fn conditions(graph: &Graph, columns: usize) -> (Vec<EntryId>, usize) {
    let kinds = |id: &EntryId| KINDS.contains(&graph.entry(*id).kind);
    let mut rows: Vec<EntryId> = graph.ids().filter(kinds).collect();
    let all = rows.len();
    let most = MOST_CELLS / columns.max(1);
    if all > most {
        let cautioned =
            concerned(graph, graph.relations.cautions.values().flat_map(|map| map.keys()));
        let helped = concerned(graph, graph.relations.helps.values().flat_map(|map| map.keys()));
        rows.retain(|id| cautioned.contains(id) || helped.contains(id));
        rows.sort_by_key(|id| !cautioned.contains(id));
        rows.truncate(most);
    }
    by_title(graph, &mut rows);
    let place = |id: &EntryId| KINDS.iter().position(|kind| *kind == graph.entry(*id).kind);
    rows.sort_by_key(place);
    let left_out = all - rows.len();
    (rows, left_out)
}

/// `conditions`, and everything that is one of them.
fn concerned<'a>(
    graph: &Graph,
    conditions: impl Iterator<Item = &'a EntryId>,
) -> BTreeSet<EntryId> {
    let named: BTreeSet<EntryId> = conditions.copied().collect();
    let is_one = |id: &EntryId| graph.relations.line(*id).any(|one| named.contains(&one));
    graph.ids().filter(is_one).collect()
}
