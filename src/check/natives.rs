//! The tests that rules of pages name: which function is meant by `check: red-flags`.

use std::sync::Arc;

use crate::rules::{Rule, Test};

use super::facts::Facts;
use super::page::Found;
use super::{cautions, density, evidence, jargon, people};

/// A test of one page.
type PageTest = fn(&Facts<'_>, &Arc<Rule>) -> Vec<Found>;

/// Tests of one page, by name.
const PAGE_TESTS: [(&str, PageTest); 14] = [
    ("author", evidence::author),
    ("contraindication", cautions::contraindications),
    ("date", evidence::date),
    ("disclosure", evidence::disclosure),
    ("emergency-link", cautions::emergency_links),
    ("link-density", density::dense),
    ("protected-title", people::protected_title),
    ("red-flags", cautions::red_flags),
    ("review-seal", evidence::changed),
    ("reviewer", evidence::reviewer),
    ("source-age", evidence::source_age),
    ("source-grade", evidence::source_grade),
    ("sources", evidence::sources),
    ("stale-review", evidence::stale),
];

/// Tests that belong to another part of the check, by name.
const ELSEWHERE: [&str; 10] = [
    "empty-acknowledgement",
    "forbidden-acknowledgement",
    "one-way-cause",
    "orphan-entity",
    "spelling",
    "stale-acknowledgement",
    "structured-data",
    "structured-data-claim",
    "undefined-term",
    jargon::TEST,
];

/// Whether there is a test called `name`.
pub(super) fn is_known(name: &str) -> bool {
    names().any(|known| known == name)
}

/// The names of all tests.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PAGE_TESTS.into_iter().map(|(name, _)| name).chain(ELSEWHERE)
}

/// What the rules of pages find on one.
pub(super) fn run(facts: &Facts<'_>, rules: &[Arc<Rule>]) -> Vec<Found> {
    let mut found = Vec::new();
    for rule in rules {
        let (Test::Requires(native) | Test::Graph(native)) = &rule.test else { continue };
        let test = PAGE_TESTS.iter().find(|(name, _)| *name == native.check.text);
        if let Some((_, test)) = test {
            found.extend(test(facts, rule));
        }
    }
    found
}
