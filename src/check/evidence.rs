//! Who wrote a page, who checked it, when, and what it rests on.

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::matter::{Grade, SourceRef};
use crate::prose::Unit;
use crate::rules::{Rule, Test};
use crate::schema::Kind;

use super::facts::Facts;
use super::page::Found;

/// `META-AUTHOR`
pub(super) fn author(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let is_missing = facts.is_health() && facts.document.matter.author.is_empty();
    missing(facts, rule, is_missing)
}

/// `META-REVIEWER`: a site that tells every reader that nobody qualified has reviewed it hides nothing.
pub(super) fn reviewer(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let notice = facts.config.notice.to_lowercase();
    let denies = ["not ", "nobody", "no "].iter().any(|word| notice.contains(word));
    let is_told = notice.contains("review") && denies;
    let is_missing = facts.is_health() && facts.document.matter.reviewed.is_none() && !is_told;
    missing(facts, rule, is_missing)
}

/// `META-DATE`: articles only; facts about a condition are dated by their sources.
pub(super) fn date(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let is_article = facts.document.kind == Kind::Article;
    missing(facts, rule, is_article && facts.document.matter.date.is_none())
}

/// `META-SOURCES`
pub(super) fn sources(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let is_asked = match facts.document.kind {
        Kind::Condition | Kind::Treatment => facts.is_health() && facts.has_text(),
        Kind::Article => facts.claims(),
        _ => false,
    };
    missing(facts, rule, is_asked && !facts.has_sources())
}

/// `META-DISCLOSE`: a page that asks readers to book says who publishes it.
pub(super) fn disclosure(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let units = &facts.text.prose.units;
    let asks = units.iter().any(|unit| unit.block.as_deref() == Some("booking"));
    let is_silent = asks && facts.config.salon.name.is_empty();
    let says = |unit: &Unit| unit.text.as_str().to_lowercase().contains("published by");
    missing(facts, rule, is_silent && !units.iter().any(says))
}

fn missing(facts: &Facts<'_>, rule: &Arc<Rule>, is_missing: bool) -> Vec<Found> {
    let found = || Found::at(rule, facts.field("title"), &facts.document.matter.title);
    is_missing.then(found).into_iter().collect()
}

/// `EVID-GRADE`: a claim rests on more than the page of a clinic.
pub(super) fn source_grade(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    if !facts.claims() {
        return Vec::new();
    }
    let data = &facts.graph.data.sources;
    let given = facts.document.matter.sources.iter().map(|one| match one {
        SourceRef::Id(id) => (data.get(&id.text), &id.span),
        SourceRef::Inline(source) => (Some(&**source), &source.title.span),
    });
    let given: Vec<_> = given.collect();
    let of = |grade: Option<Grade>| matches!(grade, Some(Grade::C | Grade::Own));
    let is_better = given.iter().any(|(source, _)| {
        source.is_some_and(|source| !of(source.grade) && source.grade.is_some())
    });
    if is_better {
        return Vec::new();
    }
    let poor = given.into_iter().filter(|(source, _)| source.is_some_and(|one| of(one.grade)));
    poor.filter(|(_, span)| span.path == facts.document.path)
        .filter_map(|(source, span)| {
            let place = span.start as usize..span.end as usize;
            Some(Found::at(rule, place, &source?.title.text))
        })
        .collect()
}

/// `EVID-DEAD`: a source on the web says when it was last looked at, and that is not long ago.
pub(super) fn source_age(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let months = number(rule, "months", 24);
    let oldest = facts.today.months_before(months);
    let inline = facts.document.matter.sources.iter().filter_map(|one| match one {
        SourceRef::Inline(source) => Some(&**source),
        SourceRef::Id(_) => None,
    });
    let is_old = |source: &&crate::matter::Source| {
        source.url.is_some() && source.seen.is_none_or(|seen| seen < oldest)
    };
    inline
        .filter(is_old)
        .map(|source| {
            let span = &source.title.span;
            Found::at(rule, span.start as usize..span.end as usize, &source.title.text)
        })
        .collect()
}

/// A number that the rule gives.
pub(super) fn number(rule: &Rule, name: &str, otherwise: i32) -> i32 {
    let (Test::Requires(native) | Test::Graph(native) | Test::Page(native)) = &rule.test else {
        return otherwise;
    };
    let number = native.numbers.get(name).copied().unwrap_or(f64::from(otherwise));
    #[expect(clippy::cast_possible_truncation, reason = "kept within bounds")]
    let whole = number.clamp(0.0, 1e6) as i32;
    whole
}

/// `META-STALE`: the review is too old; after some more months that is an error.
pub(super) fn stale(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let review = facts.document.review(facts.today, facts.config.reviews);
    let Some(on) = review.on.filter(|_| review.is_overdue) else { return Vec::new() };
    let severity = if review.is_late { Severity::Error } else { rule.level };
    let day = format!("on {}", on.human());
    vec![Found { severity, ..Found::at(rule, facts.field("reviewed"), &day) }]
}

/// `SEAL-CHANGED`: the text is another than the one that was reviewed.
pub(super) fn changed(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let review = facts.document.review(facts.today, facts.config.reviews);
    let found = || Found::at(rule, facts.field("reviewed"), &facts.document.matter.title);
    review.is_changed.then(found).into_iter().collect()
}
