//! Lists: what a section has, all names, and the way to a page.

use super::Asked;
use super::node::{Id, Node};
use super::vocabulary::{
    ALTERNATE_NAME, BreadcrumbList, DEFINED_TERM, DefinedTerm, DefinedTermSet, ITEM,
    ITEM_LIST_ELEMENT, ItemList, ListItem, MAIN_ENTITY, NAME, NUMBER_OF_ITEMS, POSITION, URL,
    WebPage,
};
use crate::graph::EntryId;
use crate::page::view::Viewer;

/// Longest list: readers of more have the page.
const LONGEST: usize = 200;

impl Viewer<'_> {
    /// The page of a list with what it lists.
    pub(super) fn with_list(&self, asked: &Asked<'_>, node: Node<WebPage>) -> Node<WebPage> {
        let children = &self.graph.children[asked.id.index()];
        let children = children.iter().filter(|_| asked.is_first());
        let listed: Vec<EntryId> = children.chain(asked.items).copied().collect();
        if listed.is_empty() {
            return node;
        }
        let item = |(at, id): (usize, &EntryId)| {
            Node::new()
                .number(&POSITION, at + 1)
                .text(&NAME, &self.graph.entry(*id).title)
                .url(&URL, &self.address_of(*id))
        };
        let items: Vec<Node<ListItem>> =
            listed.iter().take(LONGEST).enumerate().map(item).collect();
        let list = Node::<ItemList>::new()
            .number(&NUMBER_OF_ITEMS, items.len())
            .nodes(&ITEM_LIST_ELEMENT, &items);
        node.node(&MAIN_ENTITY, &list)
    }

    /// The names of everything that has a page of its own as an entity.
    pub(super) fn term_set(&self, id: EntryId) -> Node<DefinedTermSet> {
        let entities = self.graph.ids().filter(|id| self.graph.entry(*id).kind.is_entity());
        let term = |id: EntryId| -> Node<DefinedTerm> {
            let facts = self.graph.document(id).and_then(|page| page.matter.entity.as_ref());
            let names = facts.into_iter().flat_map(|facts| facts.also.iter().chain(&facts.abbr));
            self.term_stub(id).texts(&ALTERNATE_NAME, names.map(|name| &*name.text))
        };
        let terms: Vec<Node<DefinedTerm>> = entities.take(LONGEST).map(term).collect();
        Node::named(&self.id_of::<DefinedTermSet>(id, "terms"))
            .text(&NAME, &self.graph.entry(id).title)
            .nodes(&DEFINED_TERM, &terms)
    }

    /// The way from the home page to a page. Where a page stands at the end of its own way, it needs no address.
    pub(super) fn trail(&self, id: EntryId) -> Node<BreadcrumbList> {
        let graph = self.graph;
        let above = std::iter::successors(graph.entry(id).section, |id| graph.entry(*id).section);
        let mut trail: Vec<EntryId> = above.collect();
        trail.reverse();
        let place = |at: usize, id: EntryId| {
            Node::<ListItem>::new().number(&POSITION, at + 1).text(&NAME, &graph.entry(id).title)
        };
        let mut items: Vec<Node<ListItem>> = trail
            .iter()
            .enumerate()
            .map(|(at, id)| place(at, *id).url(&ITEM, &self.address_of(*id)))
            .collect();
        items.push(place(trail.len(), id));
        let trail: Id<BreadcrumbList> = self.id_of(id, "breadcrumb");
        Node::named(&trail).nodes(&ITEM_LIST_ELEMENT, &items)
    }
}
