//! Where a page says when to get help: its red flags, or the care cards of its text.

use crate::graph::{EntryId, Graph};

/// The address of the place where the page of `id` says when to get help; `None` when it does not.
pub(in crate::page) fn help_url(graph: &Graph, id: EntryId) -> Option<String> {
    let document = graph.document(id)?;
    let url = &graph.entry(id).url;
    if let Some(heading) = document.body.help() {
        return Some(heading.map_or_else(|| url.to_string(), |id| format!("{url}#{id}")));
    }
    let (emergency, urgent) = red_flags(graph, [id]);
    match (emergency.is_empty(), urgent.is_empty()) {
        (false, _) => Some(format!("{url}#_emergency")),
        (true, false) => Some(format!("{url}#_urgent")),
        (true, true) => None,
    }
}

/// The signs of all red flags of `entries`, each once: those for an emergency, and those for an urgent visit.
pub(in crate::page) fn red_flags(
    graph: &Graph,
    entries: impl IntoIterator<Item = EntryId>,
) -> (Vec<&str>, Vec<&str>) {
    let mut sets = Vec::new();
    for id in entries {
        let facts = graph.document(id).and_then(|document| document.matter.entity.as_ref());
        for name in facts.into_iter().flat_map(|facts| &facts.red_flags) {
            if !sets.contains(&&*name.text) {
                sets.push(&*name.text);
            }
        }
    }
    let (mut emergency, mut urgent) = (Vec::new(), Vec::new());
    let add = |signs: &mut Vec<_>, sign| {
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    };
    for set in sets.iter().filter_map(|id| graph.data.red_flags.get(*id)) {
        set.emergency.iter().for_each(|sign| add(&mut emergency, &**sign));
        set.urgent.iter().for_each(|sign| add(&mut urgent, &**sign));
    }
    (emergency, urgent)
}
