//! Words of the trade that not all readers know.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::prose::{Prose, Unit, UnitKind};
use crate::rules::{Rule, Test};

use super::page::Found;
use super::ruler::Ruler;

/// The name of the test.
pub(super) const TEST: &str = "unexplained-jargon";

/// How an explanation begins.
const EXPLAINS: [&str; 5] = [" (", ", which", ", or ", ", that is", ": "];

/// The words that `rule` is about.
pub(super) fn words(rule: &Rule) -> &[String] {
    let Test::Requires(native) = &rule.test else { return &[] };
    native.words.get("words").map(Vec::as_slice).unwrap_or_default()
}

/// `TERM-JARGON-UNEXPLAINED`: the first use of a word that is neither explained nor leads to a page that does.
pub(super) fn unexplained(ruler: &Ruler, rule: &Arc<Rule>, prose: &Prose) -> Vec<Found> {
    let title = prose.units.iter().find(|unit| unit.kind == UnitKind::Title);
    let title = title.map(|unit| unit.text.as_str().to_lowercase()).unwrap_or_default();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (at, unit) in prose.units.iter().enumerate() {
        if !matches!(unit.kind, UnitKind::Paragraph | UnitKind::Item | UnitKind::Answer) {
            continue;
        }
        for range in ruler.jargon_in(unit.text.as_str()) {
            let Some(word) = unit.text.as_str().get(range.clone()) else { continue };
            let small = word.to_lowercase();
            let is_known = title.contains(&small) || ruler.names.contains(&small);
            if seen.insert(small) && !is_known && !is_explained(unit, &range) {
                found.push(Found {
                    unit: Some(at),
                    range: range.clone(),
                    ..Found::at(rule, unit.text.place(range), word)
                });
            }
        }
    }
    found
}

/// Whether the word at `range` is explained, is an explanation, or leads to a page.
fn is_explained(unit: &Unit, range: &Range<usize>) -> bool {
    let text = unit.text.as_str();
    let behind = text.get(range.end..).unwrap_or_default();
    let before = text.get(..range.start).unwrap_or_default();
    let is_inside = |link: &Range<usize>| link.start <= range.start && range.end <= link.end;
    EXPLAINS.iter().any(|sign| behind.starts_with(sign))
        || before.ends_with('(')
        || unit.links.iter().any(|link| is_inside(&link.range))
}
