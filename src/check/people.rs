//! Titles that the law keeps for those on a register.

use std::sync::Arc;

use crate::rules::{Rule, Test};
use crate::schema::Kind;

use super::facts::Facts;
use super::page::Found;

/// `CLAIM-TITLE`: a person of the salon who has such a title says in which register, with the number.
pub(super) fn protected_title(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let Some(person) = facts.document.matter.person.as_deref() else { return Vec::new() };
    let is_registered = person.register.as_ref().is_some_and(|register| register.number.is_some());
    if facts.document.kind != Kind::Person || is_registered {
        return Vec::new();
    }
    let Test::Requires(native) = &rule.test else { return Vec::new() };
    let titles = native.words.get("titles").map(Vec::as_slice).unwrap_or_default();
    let name = facts.document.matter.title.trim().to_lowercase();
    if name.starts_with("dr ") || name.starts_with("dr. ") {
        return vec![Found::at(rule, facts.field("title"), "Dr")];
    }
    let role = person.role.as_deref().unwrap_or_default();
    let texts = std::iter::once(("role", role))
        .chain(person.qualifications.iter().map(|text| ("qualifications", &**text)));
    for (field, text) in texts {
        let lower = text.to_lowercase();
        let has = |title: &&String| {
            lower.match_indices(&title.to_lowercase()).any(|(at, _)| {
                let before = lower[..at].chars().next_back();
                !before.is_some_and(char::is_alphabetic)
            }) && !lower.contains("assistant")
                && !lower.contains("retired")
        };
        if let Some(title) = titles.iter().find(|title| *title != "Dr" && has(title)) {
            return vec![Found::at(rule, facts.field(field), title)];
        }
    }
    Vec::new()
}
