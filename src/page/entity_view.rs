//! What the pages of conditions, causes, treatments, body areas and people show besides their text.

use tera::Value;

use super::value::{map, text, text_or_empty, texts};
use super::verdict;
use super::view::Viewer;
use crate::document::Document;
use crate::graph::EntryId;
use crate::matter::{Level, Name};

impl Viewer<'_> {
    /// The facts of an entity.
    pub(super) fn entity(&self, id: EntryId) -> Value {
        let relations = &self.graph.relations;
        let facts = self.graph.document(id).and_then(|document| document.matter.entity.as_ref());
        let names: Vec<&str> = facts.map_or_else(Vec::new, |facts| {
            facts.also.iter().chain(&facts.abbr).map(|name: &Name| &*name.text).collect()
        });
        let list = |of: &std::collections::BTreeMap<EntryId, Vec<EntryId>>| {
            self.cards(of.get(&id).into_iter().flatten().copied())
        };
        map([
            ("also", texts(&names)),
            (
                "group",
                text(facts.and_then(|facts| facts.group).map(crate::matter::CauseGroup::word)),
            ),
            ("cap", text(facts.and_then(|facts| facts.cap).map(crate::matter::Cap::word))),
            ("pressure", text(facts.and_then(|facts| facts.pressure.as_deref()))),
            ("is_a", self.card_or_none(relations.is_a.get(&id).copied())),
            ("body", list(&relations.body)),
            ("caused_by", list(&relations.caused_by)),
            ("causes", list(&relations.causes)),
            ("cautions", self.cautions(id)),
            ("red_flags", self.red_flags(id)),
        ])
    }

    /// When a massage is not suitable, the strictest first, then by the alphabet.
    fn cautions(&self, id: EntryId) -> Value {
        let facts = self.graph.relations.cautions.get(&id);
        let mut facts: Vec<_> = facts.into_iter().flatten().collect();
        facts.sort_by_key(|(condition, fact)| {
            (order(fact.level), &self.graph.entry(**condition).title)
        });
        let one = |(condition, fact): (&EntryId, &crate::graph::CautionFact)| {
            map([
                ("level", Value::from(fact.level.word())),
                ("words", Value::from(self.level_words(fact.level))),
                ("entity", self.card(*condition)),
                ("why", text_or_empty(fact.why.as_deref())),
                ("sources", self.sources_of(&fact.sources)),
            ])
        };
        Value::from(facts.into_iter().map(one).collect::<Vec<_>>())
    }

    /// A level in words for readers.
    pub(super) fn level_words(&self, level: Level) -> String {
        verdict::words(self.graph, self.theme, level.into())
    }

    /// The red flags of an entity, of all its sets together.
    fn red_flags(&self, id: EntryId) -> Value {
        let facts = self.graph.document(id).and_then(|document| document.matter.entity.as_ref());
        let sets = || {
            let names = facts.into_iter().flat_map(|facts| &facts.red_flags);
            names.filter_map(|name| self.graph.data.red_flags.get(&name.text))
        };
        let emergency: Vec<&Box<str>> = sets().flat_map(|set| &set.emergency).collect();
        let urgent: Vec<&Box<str>> = sets().flat_map(|set| &set.urgent).collect();
        map([("emergency", texts(&emergency)), ("urgent", texts(&urgent))])
    }

    /// The facts of a person, or null.
    pub(super) fn person(document: Option<&Document>) -> Value {
        let Some(document) =
            document.filter(|document| document.kind == crate::schema::Kind::Person)
        else {
            return Value::none();
        };
        let facts = document.matter.person.as_ref();
        let register =
            facts.and_then(|facts| facts.register.as_ref()).map_or_else(Value::none, |register| {
                map([
                    ("body", Value::from(&*register.body.text)),
                    ("number", text(register.number.as_deref())),
                ])
            });
        map([
            ("role", text_or_empty(facts.and_then(|facts| facts.role.as_deref()))),
            (
                "qualifications",
                facts.map_or_else(|| texts::<&str>(&[]), |facts| texts(&facts.qualifications)),
            ),
            ("register", register),
            ("same_as", facts.map_or_else(|| texts::<&str>(&[]), |facts| texts(&facts.same_as))),
            ("email", text_or_empty(facts.and_then(|facts| facts.email.as_deref()))),
            ("works_here", Value::from(facts.is_some_and(|facts| facts.works_here))),
        ])
    }
}

/// The strictest level first.
fn order(level: Level) -> u8 {
    match level {
        Level::Stop => 0,
        Level::Ask => 1,
        Level::Local => 2,
        Level::Adapt => 3,
    }
}
