//! The panels of a page as templates see them: `page.panels` (docs/templates.md).
//!
//! Thousands of articles share a few subjects, so each subject's panel is made once and shared.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tera::Value;

use super::value::{date, map, text, text_or_empty};
use super::verdict;
use super::view::{Viewer, source_view};
use crate::graph::{Cause, Check, EntryId, Panel, Panels, Row, Subject, Verdict};
use crate::matter::{CauseGroup, Level};

impl Viewer<'_> {
    /// The panels of all pages, by [`EntryId`].
    pub(super) fn panels(&self) -> Vec<Value> {
        let panels = Panels::new(self.graph);
        let subjects: Vec<Option<Subject>> =
            self.graph.ids().map(|id| panels.subject(id)).collect();
        let distinct: BTreeSet<&Subject> = subjects.iter().flatten().collect();
        let distinct: Vec<&Subject> = distinct.into_iter().collect();
        let made: Vec<Value> = distinct
            .par_iter()
            .with_min_len(16)
            .map(|subject| self.panel(&panels.panel(subject)))
            .collect();
        let by_subject: BTreeMap<&Subject, Value> = distinct.into_iter().zip(made).collect();
        let of = |subject: &Option<Subject>| {
            subject.as_ref().and_then(|subject| by_subject.get(subject).cloned())
        };
        subjects.iter().map(|subject| of(subject).unwrap_or_else(Value::none)).collect()
    }

    fn panel(&self, panel: &Panel<'_>) -> Value {
        let nothing = |of: Option<Verdict>| {
            let words = of.map(|of| verdict::words(self.graph, self.theme, of));
            text(words.as_deref())
        };
        let causes = panel.causes.iter().map(|(group, causes)| self.causes(*group, causes));
        let effects = panel.effects.iter().map(|effect| {
            map([
                ("effect", self.card(effect.effect)),
                ("checks", self.checks(&effect.checks)),
                ("none", nothing(effect.nothing)),
                ("treatments", self.rows(&effect.treatments)),
            ])
        });
        map([
            ("body", self.cards(panel.body.iter().copied())),
            ("causes", self.list(causes)),
            ("checks", self.checks(&panel.checks)),
            ("choose_for", self.rows(&panel.choose_for)),
            ("effects", self.list(effects)),
            ("none", nothing(panel.nothing)),
            ("treatments", self.rows(&panel.treatments)),
        ])
    }

    fn causes(&self, group: CauseGroup, causes: &[Cause]) -> Value {
        let against = |(level, treatments): &(Level, Vec<EntryId>)| {
            map([
                ("level", Value::from(level.word())),
                ("words", Value::from(self.level_words(*level))),
                ("treatments", self.cards(treatments.iter().copied())),
            ])
        };
        let one = |cause: &Cause| {
            map([
                ("cause", self.card(cause.cause)),
                ("against", self.list(cause.against.iter().map(against))),
            ])
        };
        let name = format!("causes_{}", group.word());
        let words = self.theme.strings.get(name.as_str()).map_or("", |text| text);
        map([
            ("group", Value::from(group.word())),
            ("words", Value::from(words)),
            ("items", self.list(causes.iter().map(one))),
        ])
    }

    fn rows(&self, rows: &[Row<'_>]) -> Value {
        let one = |row: &Row<'_>| {
            let owner = match row.verdict {
                Verdict::General(owner) => Some(owner),
                _ => None,
            };
            let sources = match (row.caution, row.help) {
                (Some(caution), _) => &caution.sources[..],
                (None, Some(help)) => &help.sources,
                (None, None) => &[],
            };
            let why = row.caution.and_then(|caution| caution.why.as_deref());
            let only_with = row.help.and_then(|help| help.only_with.as_deref());
            let words = verdict::words(self.graph, self.theme, row.verdict);
            map([
                ("checked", date(row.help.and_then(|help| help.checked))),
                ("for", self.cards(row.conditions.iter().copied())),
                ("general", self.card_or_none(owner)),
                ("only_with", text_or_empty(only_with)),
                ("sources", self.sources_of(sources)),
                ("treatments", self.cards(row.treatments.iter().copied())),
                ("verdict", Value::from(verdict::key(row.verdict))),
                ("why", text_or_empty(why)),
                ("words", Value::from(words)),
            ])
        };
        self.list(rows.iter().map(one))
    }

    fn checks(&self, checks: &[Check<'_>]) -> Value {
        let one = |check: &Check<'_>| {
            map([
                ("entity", self.card(check.condition)),
                ("kinds", Value::from(check.kinds)),
                ("level", Value::from(check.fact.level.word())),
                ("sources", self.sources_of(&check.fact.sources)),
                ("treatments", self.cards(check.treatments.iter().copied())),
                ("why", text_or_empty(check.fact.why.as_deref())),
                ("words", Value::from(self.level_words(check.fact.level))),
            ])
        };
        self.list(checks.iter().map(one))
    }

    /// The sources with these ids; an id that is not known has been reported.
    pub(super) fn sources_of(&self, ids: &[Box<str>]) -> Value {
        let known = |id: &str| Some(source_view(id, self.graph.data.sources.get(id)?));
        self.list(ids.iter().filter_map(|id| known(id)))
    }
}
