//! The panels of a page as templates see them: `page.panels` (docs/themes.md).
//!
//! Thousands of articles share a few subjects, so each subject's panel is made once and shared.

use std::sync::PoisonError;

use tera::Value;

use super::value::{date, map, text, text_or_empty};
use super::verdict;
use super::view::{Viewer, source_view};
use crate::graph::{Cause, Check, Connections, EntryId, Panel, Panels, Row, Verdict};
use crate::matter::{CauseGroup, Level};

impl Viewer<'_> {
    /// The panel of a page, or null.
    pub(super) fn panel_of(&self, id: EntryId) -> Value {
        let connections = &self.shared.related.connections;
        let connections = connections.get_or_init(|| Connections::new(self.graph));
        let panels = Panels::new(self.graph, connections);
        let Some(subject) = panels.subject(id) else { return Value::none() };
        let known = || self.shared.panels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(panel) = known().get(&subject) {
            return panel.clone();
        }
        // Made outside of the lock: two threads may make the same, which does no harm.
        let panel = self.panel(&panels.panel(&subject));
        known().insert(subject, panel.clone());
        panel
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
