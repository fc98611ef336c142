//! Words of the trade that not all readers know.

use std::sync::Arc;

use crate::prose::UnitKind;
use crate::rules::{Rule, Test};

use super::facts::Facts;
use super::page::Found;

/// How far behind a word its explanation may begin, in bytes.
const NEAR: usize = 3;

/// `TERM-JARGON-UNEXPLAINED`: the first use of a word that is neither explained nor leads to a page that does.
pub(super) fn unexplained(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let Test::Requires(native) = &rule.test else { return Vec::new() };
    let words = native.words.get("words").map(Vec::as_slice).unwrap_or_default();
    let own = facts.document.matter.title.to_lowercase();
    let mut found = Vec::new();
    for word in words.iter().filter(|word| !own.contains(word.as_str())) {
        let units = facts.text.prose.units.iter().enumerate();
        let read = units.filter(|(_, unit)| {
            matches!(unit.kind, UnitKind::Paragraph | UnitKind::Item | UnitKind::Answer)
        });
        let first =
            read.filter_map(|(at, unit)| Some((at, unit, place(unit.text.as_str(), word)?)));
        let Some((at, unit, range)) = first.into_iter().next() else { continue };
        let text = unit.text.as_str();
        let behind = text.get(range.end..).unwrap_or_default();
        let is_explained = behind
            .get(..NEAR.min(behind.len()))
            .is_none_or(|near| near.contains('('))
            || [", which", ", or ", ", that is", ": "].iter().any(|sign| behind.starts_with(sign))
            || text.get(..range.start).is_some_and(|before| before.ends_with('('));
        let is_linked = unit
            .links
            .iter()
            .any(|link| link.range.start <= range.start && range.end <= link.range.end);
        if is_explained || is_linked || facts.is_known(word) {
            continue;
        }
        let words = text.get(range.clone()).unwrap_or_default();
        found.push(Found {
            unit: Some(at),
            range: range.clone(),
            ..Found::at(rule, unit.text.place(range), words)
        });
    }
    found
}

/// Where a text has a word, with nothing of another word at its ends.
fn place(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    lower.match_indices(word).map(|(at, _)| at..at + word.len()).find(|range| {
        !is_letter(lower[..range.start].chars().next_back())
            && !is_letter(lower[range.end..].chars().next())
    })
}
