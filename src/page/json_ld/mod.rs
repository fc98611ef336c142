//! What a page tells search engines about itself: one graph of JSON-LD in the words of schema.org.
//!
//! Comes in: the graph of the site and its settings. Goes out: the text of a `<script>`. Nothing is said that readers do not
//! see on the page with the default theme, and no massage is named as a treatment of anything unless
//! [`Graph::may_claim`](crate::graph::Graph::may_claim) allows it. Only types and properties of [`vocabulary`] can be said,
//! and only where they belong: anything else does not compile.

mod address;
mod article;
mod condition;
mod hours;
mod list;
mod node;
mod person;
mod salon;
mod stub;
mod treatment;
mod vocabulary;
mod web_page;

#[cfg(test)]
mod tests;

pub(super) use stub::Stubs;

use tera::Value;

use self::node::{Graph as Nodes, Node};
use self::vocabulary::{
    ACCEPTED_ANSWER, Answer, FAQPage, IS_PART_OF, MAIN_ENTITY, NAME, Question, TEXT,
};
use self::web_page::Role;
use super::view::Viewer;
use crate::graph::EntryId;
use crate::schema::Kind;

/// What is asked for: a page of an entry.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The entry.
    pub(super) id: EntryId,
    /// Which page of its list, from 1.
    pub(super) number: u32,
    /// The whole address of that page.
    pub(super) permalink: &'a str,
    /// What it lists.
    pub(super) items: &'a [EntryId],
}

impl Asked<'_> {
    /// Later pages of a list show the list alone.
    fn is_first(&self) -> bool {
        self.number == 1
    }
}

impl Viewer<'_> {
    /// The graph of a page.
    pub(super) fn json_ld(&self, asked: &Asked<'_>) -> Value {
        let mut nodes = Nodes::default();
        let id = asked.id;
        let kind = self.graph.entry(id).kind;
        // Later pages of the home page list articles, and no more.
        let role = match self.role(id) {
            Role::Home if !asked.is_first() => Role::List,
            role => role,
        };
        self.add_web_page(asked, role, &mut nodes);
        if asked.is_first() {
            match kind {
                Kind::Article => nodes.push(&self.article(id)),
                Kind::Condition | Kind::Symptom => nodes.push(&self.condition(id)),
                Kind::Cause => self.add_cause(id, &mut nodes),
                Kind::Caution => nodes.push(&self.contraindication(id)),
                Kind::Body => nodes.push(&self.body_area(id)),
                Kind::Treatment => self.add_treatment(id, &mut nodes),
                Kind::Person => nodes.push(&self.profile(id)),
                Kind::Topic | Kind::Page | Kind::Section => {}
            }
            match role {
                Role::Contact => self.add_contact(id, &mut nodes),
                Role::Home | Role::About => nodes.push(&self.salon()),
                _ => {}
            }
            self.add_faq(id, &mut nodes);
        }
        if role == Role::Home {
            nodes.push(&self.web_site());
        } else if id != self.graph.home {
            nodes.push(&self.trail(id));
        }
        Value::safe_string(&nodes.finish())
    }

    /// The questions and answers of a page, if the site wants them marked up.
    fn add_faq(&self, id: EntryId, nodes: &mut Nodes) {
        let Some(document) =
            self.graph.document(id).filter(|_| self.config.hosts.structured_data.faq)
        else {
            return;
        };
        let asked = document.matter.faq.iter().zip(&document.answers);
        let questions: Vec<Node<Question>> = asked
            .filter(|(_, answer)| !answer.text.trim().is_empty())
            .map(|(faq, answer)| {
                let answer = Node::<Answer>::new().text(&TEXT, &answer.text);
                Node::new().text(&NAME, &faq.question.text).node(&ACCEPTED_ANSWER, &answer)
            })
            .collect();
        if !questions.is_empty() {
            let page = self.page_id(id);
            nodes.push(
                &Node::named(&self.id_of::<FAQPage>(id, "faq"))
                    .refer(&IS_PART_OF, &page)
                    .nodes(&MAIN_ENTITY, &questions),
            );
        }
    }
}
