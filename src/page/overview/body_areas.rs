//! Where it hurts: symptoms and conditions by part of the body.

use std::collections::BTreeMap;

use super::table::by_title;
use crate::graph::{EntryId, Graph};
use crate::schema::Kind;

/// An area with what is felt there; without an area, what is felt nowhere in particular.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) id: Option<EntryId>,
    pub(super) entries: Vec<EntryId>,
}

/// Every area of the body in the order of lists, then whatever has none.
pub(super) fn body_areas(graph: &Graph) -> Vec<Area> {
    let is_felt = |id: &EntryId| matches!(graph.entry(*id).kind, Kind::Symptom | Kind::Condition);
    let mut by_area: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for id in graph.ids().filter(is_felt) {
        let areas = graph.relations.body.get(&id).map_or(&[][..], |areas| areas);
        if areas.is_empty() {
            elsewhere.push(id);
        }
        for area in areas {
            let known = by_area.entry(*area).or_default();
            if known.last() != Some(&id) {
                known.push(id);
            }
        }
    }
    let mut areas: Vec<EntryId> =
        graph.ids().filter(|id| graph.entry(*id).kind == Kind::Body).collect();
    by_title(graph, &mut areas);
    let area = |id: Option<EntryId>, mut entries: Vec<EntryId>| {
        by_title(graph, &mut entries);
        Area { id, entries }
    };
    let named = areas
        .into_iter()
        .map(|id| area(Some(id), by_area.remove(&id).unwrap_or_default()))
        .filter(|area| !area.entries.is_empty())
        .collect::<Vec<_>>();
    let rest = (!elsewhere.is_empty()).then(|| area(None, elsewhere));
    named.into_iter().chain(rest).collect()
}
