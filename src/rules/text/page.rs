//! Rules that need the whole page: one form of a word throughout, short forms explained, how hard it is to read.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::formula::{Condition, Formula};
use super::super::measure::Counts;
use super::super::pattern::Pattern;
use super::super::tester::Page;
use super::place::like;
use super::{Spot, TextTest};

/// The form of each pair that the page uses less; of equals the one that came later.
pub(super) fn consistency(
    test: &TextTest,
    pattern: &Pattern,
    forms: &[Option<String>],
    page: &Page<'_>,
    at: &[usize],
) -> Vec<Spot> {
    let mut places: Vec<Vec<(usize, Range<usize>)>> = vec![Vec::new(); forms.len()];
    for unit in at {
        let text = page.text(*unit);
        for found in pattern.all(text) {
            if let Some(of_form) = places.get_mut(found.which)
                && !test.is_fine(text, found.range.clone())
            {
                of_form.push((*unit, found.range));
            }
        }
    }
    let mut spots = Vec::new();
    for (both, forms) in places.chunks(2).zip(forms.chunks(2)) {
        let ([one, two], [first, second]) = (both, forms) else { continue };
        let start = |places: &[(usize, Range<usize>)]| {
            places.first().map(|(unit, range)| (*unit, range.start))
        };
        if one.is_empty() || two.is_empty() {
            continue;
        }
        let two_is_wrong =
            two.len() < one.len() || (two.len() == one.len() && start(two) > start(one));
        let (wrong, good) = if two_is_wrong { (two, first) } else { (one, second) };
        for (unit, range) in wrong {
            let written = page.text(*unit).get(range.clone()).unwrap_or_default();
            let suggestion = good.as_deref().map(|good| like(written, good));
            spots.push(Spot { suggestion, ..Spot::at(*unit, range.clone()) });
        }
    }
    spots
}

/// Where `first` is found, `second` must name the same somewhere.
pub(super) fn conditional(
    test: &TextTest,
    first: &Pattern,
    second: &Pattern,
    page: &Page<'_>,
    at: &[usize],
) -> Vec<Spot> {
    let mut known = BTreeSet::new();
    for unit in at {
        let text = page.text(*unit);
        for found in second.all(text) {
            known.insert(text.get(second.first_group(text, &found.range)).unwrap_or_default());
        }
    }
    let mut spots = Vec::new();
    for unit in at {
        let text = page.text(*unit);
        for found in first.all(text) {
            let range = first.first_group(text, &found.range);
            let word = text.get(range.clone()).unwrap_or_default();
            if !known.contains(word) && !test.is_fine(text, range.clone()) {
                spots.push(Spot::at(*unit, range));
            }
        }
    }
    spots
}

/// One finding for the page, at its longest sentence.
pub(super) fn metric(
    formula: &Formula,
    condition: Condition,
    page: &Page<'_>,
    at: &[usize],
) -> Vec<Spot> {
    let mut counts = Counts::default();
    let mut longest: Option<(u32, usize, Range<usize>)> = None;
    for unit in at {
        let sentences = page.sentences(*unit);
        counts.add_unit(sentences.all.iter().map(|(_, counts)| counts), page.scope(*unit));
        for (range, Counts { words, .. }) in &sentences.all {
            if longest.as_ref().is_none_or(|(most, ..)| words > most) {
                longest = Some((*words, *unit, range.clone()));
            }
        }
    }
    let value = formula.value(&counts.numbers());
    let Some((_, unit, range)) = longest.filter(|_| condition.holds(value)) else {
        return Vec::new();
    };
    // A round number stands without ".0".
    let number = format!("{value:.1}");
    let number = number.strip_suffix(".0").unwrap_or(&number).to_owned();
    vec![Spot { number: Some(number), ..Spot::at(unit, range) }]
}
