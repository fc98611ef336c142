//! Massages: a service that the salon sells; and a medical therapy only where the site says so and has evidence on file.

use tera::Value;

use super::node::{Graph as Nodes, Node};
use super::vocabulary::{
    ABOUT, CONTRAINDICATION, IN_DEFINED_TERM_SET, MENTIONS, MedicalContraindication, NAME, OFFERS,
    POTENTIAL_ACTION, PROVIDER, SERVICE_TYPE, Service, URL, WebPage,
};
use crate::graph::EntryId;
use crate::matter::Level;
use crate::page::value::field;
use crate::page::view::Viewer;
use crate::schema::Overview;

impl Viewer<'_> {
    /// Adds a massage.
    pub(super) fn add_treatment(&self, id: EntryId, nodes: &mut Nodes) {
        if self.is_therapy(id) {
            let facts = self.graph.relations.cautions.get(&id).into_iter().flatten();
            let strict = facts.filter(|(_, fact)| matches!(fact.level, Level::Stop | Level::Ask));
            let strict = strict.map(|(condition, _)| {
                let condition = *condition;
                Node::<MedicalContraindication>::new()
                    .text(&NAME, &self.graph.entry(condition).title)
                    .url(&URL, &self.address_of(condition))
            });
            let strict: Vec<Node<MedicalContraindication>> = strict.collect();
            let node = self.with_names(id, self.therapy_stub(id));
            nodes.push(&node.nodes(&CONTRAINDICATION, &strict));
        }
        nodes.push(&self.service(id));
    }

    fn service(&self, id: EntryId) -> Node<Service> {
        let title = &self.graph.entry(id).title;
        let node = Node::named(&self.id_of::<Service>(id, "service"))
            .text(&NAME, title)
            .text(&SERVICE_TYPE, title)
            .url(&URL, &self.address_of(id));
        let node = self
            .with_names(id, node)
            .node(&PROVIDER, self.salon_stub())
            .nodes(&OFFERS, &self.offers(self.prices_of(id)));
        // The page leads to booking only if the theme is told to.
        let shows_booking = field(&self.theme.options, "show_booking").and_then(Value::as_bool);
        if shows_booking == Some(true) {
            node.nodes(&POTENTIAL_ACTION, &self.reservation())
        } else {
            node
        }
    }

    /// The page of a massage: a therapy is sold as a service as well; what is none is at least the name of a technique.
    pub(super) fn with_technique(&self, id: EntryId, node: Node<WebPage>) -> Node<WebPage> {
        if self.is_therapy(id) {
            return node.refer(&MENTIONS, &self.id_of::<Service>(id, "service"));
        }
        let is_list = |page: &&crate::graph::OverviewPage| page.overview == Overview::AToZ;
        let mut overviews = self.graph.overviews.iter();
        let list =
            overviews.find(|(_, page)| is_list(page)).map(|(list, _)| self.address_of(*list));
        let term = self.term_stub(id).url(&IN_DEFINED_TERM_SET, &list.unwrap_or_default());
        node.node(&ABOUT, &term)
    }
}
