//! Spelling, where there is a dictionary.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::prose::{Prose, UnitKind};
use crate::rules::Rule;

use super::page::Found;
use super::ruler::Ruler;

/// Suggestions are looked for so often at most on a page: each takes long.
const SUGGESTED: usize = 8;

/// Words that no dictionary has, each once a page.
pub(super) fn read(ruler: &Ruler, rule: &Arc<Rule>, prose: &Prose) -> Vec<Found> {
    let Some(speller) = &ruler.speller else { return Vec::new() };
    let mut suggester = speller.suggester(SUGGESTED);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (at, unit) in prose.units.iter().enumerate() {
        if unit.kind == UnitKind::Note {
            continue;
        }
        let text = unit.text.as_str();
        for range in speller.unknown(text) {
            let is_code =
                unit.code.iter().any(|code| code.start < range.end && range.start < code.end);
            let Some(word) = text.get(range.clone()).filter(|_| !is_code) else { continue };
            if !seen.insert(word.to_lowercase()) || ruler.known.contains(&word.to_lowercase()) {
                continue;
            }
            let suggestion = suggester.suggest(word);
            let help = match suggestion {
                Some(better) => format!(
                    "Did you mean “{better}”? If the word is right, add it to `check: words:` in anma.yaml."
                ),
                None => "If the word is right, add it to `check: words:` in anma.yaml.".to_owned(),
            };
            found.push(Found {
                help: Some(help),
                unit: Some(at),
                range: range.clone(),
                ..Found::at(rule, unit.text.place(range), word)
            });
        }
    }
    found
}
