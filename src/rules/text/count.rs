//! Rules that count: words in a sentence, sentences in a paragraph, exclamation marks on a page.

use std::ops::Range;

use super::super::model::Scopes;
use super::super::sentence::count_words;
use super::super::tester::Page;
use super::{Count, Spot, TextTest};

type Limits<'a> = (&'a Count, Option<u32>, Option<u32>);

pub(super) fn occurrence(
    test: &TextTest,
    scope: Scopes,
    limits: Limits<'_>,
    page: &Page<'_>,
    at: &[usize],
) -> Vec<Spot> {
    if scope.page {
        return whole(test, limits, page, at);
    }
    let mut found = Vec::new();
    for unit in at {
        let text = page.text(*unit);
        if scope.sentence {
            let sentences = page.sentences(*unit);
            for (range, counts) in &sentences.all {
                let part = text.get(range.clone()).unwrap_or_default();
                let (count, over) = match limits.0 {
                    Count::Words => (counts.words, None),
                    Count::Sentences => (1, None),
                    Count::Pattern(_) => places(test, limits, part),
                };
                let over = over.map(|over| range.start + over.start..range.start + over.end);
                judge(limits, *unit, range.clone(), (count, over), &mut found);
            }
        } else {
            let counted = match limits.0 {
                Count::Words => (count_words(text), None),
                Count::Sentences => (page.sentences(*unit).count(), None),
                Count::Pattern(_) => places(test, limits, text),
            };
            judge(limits, *unit, 0..text.len(), counted, &mut found);
        }
    }
    found
}

/// How often the pattern is found, and the first place that is too many.
fn places(test: &TextTest, limits: Limits<'_>, text: &str) -> (u32, Option<Range<usize>>) {
    let (Count::Pattern(pattern), _, max) = limits else { return (0, None) };
    let (mut count, mut over) = (0, None);
    for place in pattern.all(text) {
        if test.is_fine(text, place.range.clone()) {
            continue;
        }
        count += 1;
        if over.is_none() && max.is_some_and(|max| count > max) {
            over = Some(place.range);
        }
    }
    (count, over)
}

fn judge(
    (_, min, max): Limits<'_>,
    unit: usize,
    range: Range<usize>,
    (count, over): (u32, Option<Range<usize>>),
    found: &mut Vec<Spot>,
) {
    if max.is_some_and(|max| count > max) || min.is_some_and(|min| count < min) {
        let number = Some(count.to_string());
        found.push(Spot { number, ..Spot::at(unit, over.unwrap_or(range)) });
    }
}

/// The page as one text.
fn whole(test: &TextTest, limits: Limits<'_>, page: &Page<'_>, at: &[usize]) -> Vec<Spot> {
    let (mut count, mut over) = (0_u32, None);
    for unit in at {
        let text = page.text(*unit);
        let left = limits.2.map(|max| max.saturating_sub(count));
        let (more, place) = match limits.0 {
            Count::Words => (count_words(text), None),
            Count::Sentences => (page.sentences(*unit).count(), None),
            Count::Pattern(_) => places(test, (limits.0, limits.1, left), text),
        };
        count = count.saturating_add(more);
        if over.is_none() && limits.2.is_some_and(|max| count > max) {
            over = Some((*unit, place.unwrap_or(0..text.len())));
        }
    }
    let mut found = Vec::new();
    let first = at.first().map(|unit| (*unit, 0..page.text(*unit).len()));
    if let Some((unit, range)) = over.or(first) {
        judge(limits, unit, range, (count, None), &mut found);
    }
    found
}
