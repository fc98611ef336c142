//! Paragraphs with so many links that no reader knows which to follow.

use std::sync::Arc;

use crate::prose::{Unit, UnitKind};
use crate::rules::Rule;

use super::evidence::number;
use super::facts::Facts;
use super::page::Found;

/// `LINK-DENSITY`: a paragraph with many links and few words between them.
pub(super) fn dense(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let count = |name: &str, otherwise: i32| {
        usize::try_from(number(rule, name, otherwise)).unwrap_or_default()
    };
    let (links, words) = (count("links", 5), count("words", 8));
    let is_dense = |unit: &Unit| {
        let is_text = matches!(unit.kind, UnitKind::Paragraph | UnitKind::Item);
        is_text
            && unit.links.len() >= links
            && unit.text.as_str().split_whitespace().count() < unit.links.len() * words
    };
    // A home page or a list of pages is there to lead on.
    if !facts.is_health() {
        return Vec::new();
    }
    let units = facts.text.prose.units.iter().enumerate().filter(|(_, unit)| is_dense(unit));
    units
        .filter_map(|(at, unit)| {
            let range = unit.links.first()?.range.start..unit.links.last()?.range.end;
            let found =
                Found::at(rule, unit.text.place(range.clone()), &unit.links.len().to_string());
            Some(Found { unit: Some(at), range, ..found })
        })
        .collect()
}
