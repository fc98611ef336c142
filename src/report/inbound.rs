//! What leads to each page: links in texts, and the lists that relations make.

use super::Site;
use crate::graph::{Destination, EntryId};

/// How many pages lead to a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inbound {
    /// Pages with a link in their text, by hand or automatic.
    pub texts: u32,
    /// Pages that show it in a list of relations: what they are about, what to read next, causes, cautions.
    pub lists: u32,
}

/// By entry: what leads to it. A page that leads to itself does not count.
pub(super) fn inbound(site: Site<'_>) -> Vec<Inbound> {
    let graph = site.graph;
    let mut all = vec![Inbound::default(); graph.entries.len()];
    let mut in_text: Vec<Option<EntryId>> = vec![None; graph.entries.len()];
    let mut in_list = in_text.clone();
    let mut add_list = |all: &mut [Inbound], from: EntryId, to: EntryId| {
        if from != to && in_list[to.index()] != Some(from) {
            in_list[to.index()] = Some(from);
            all[to.index()].lists += 1;
        }
    };
    for from in graph.ids() {
        let mut add_text = |to: EntryId| {
            if from != to && in_text[to.index()] != Some(from) {
                in_text[to.index()] = Some(from);
                all[to.index()].texts += 1;
            }
        };
        text_targets(site, from).for_each(&mut add_text);
        for to in listed(site, from) {
            add_list(&mut all, from, to);
        }
    }
    all
}

/// Pages that the text of `from` leads to, maybe more than once.
fn text_targets(site: Site<'_>, from: EntryId) -> impl Iterator<Item = EntryId> {
    let links = site.graph.links.get(from.index()).into_iter();
    let by_hand = links.flat_map(|links| links.body.iter().chain(links.answers.iter().flatten()));
    let by_hand = by_hand.filter_map(|destination| match destination {
        Destination::Page(to, _) => Some(*to),
        _ => None,
    });
    let auto = site.linked.auto.get(from.index()).into_iter().flat_map(|links| links.iter());
    by_hand.chain(auto.map(|link| link.target))
}

/// Pages that lists of relations on `from` lead to.
fn listed(site: Site<'_>, from: EntryId) -> impl Iterator<Item = EntryId> {
    let graph = site.graph;
    let relations = &graph.relations;
    let terms = graph.terms.get(from.index()).into_iter().flatten().map(|(_, term)| *term);
    let related = graph.related.get(from.index()).into_iter().flatten().map(|one| one.page);
    let filed = graph.filed.get(from.index()).into_iter().flatten().copied();
    let lists = [&relations.caused_by, &relations.causes, &relations.body];
    let lists = lists.into_iter().filter_map(move |list| list.get(&from)).flatten().copied();
    let wider = relations.is_a.get(&from).copied();
    let is_section = graph.entry(from).kind == crate::schema::Kind::Section;
    let narrower = graph.children.get(from.index()).into_iter().flatten().copied();
    let narrower = narrower.filter(move |_| !is_section);
    let cautions =
        relations.cautions.get(&from).into_iter().flat_map(|facts| facts.keys().copied());
    let helps = relations.helps.get(&from).into_iter().flat_map(|facts| facts.keys().copied());
    terms
        .chain(related)
        .chain(filed)
        .chain(lists)
        .chain(wider)
        .chain(narrower)
        .chain(cautions)
        .chain(helps)
}
