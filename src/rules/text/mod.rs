//! Rules that look at the words of a text.

mod capital;
mod count;
mod page;
mod place;

use std::ops::Range;

use regex_syntax::hir::Hir;

use super::formula::{Condition, Formula};
use super::model::Rule;
use super::pattern::Pattern;
use super::tester::Page;

/// What a rule looks for in a text.
#[derive(Clone, Debug)]
pub struct TextTest {
    pub(super) kind: Kind,
    /// What is fine.
    pub(super) except: Option<Pattern>,
}

/// The ways to look, by what a rule extends.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Existence(Vec<Pattern>),
    Substitution {
        pattern: Pattern,
        /// What to say, for each pattern.
        good: Vec<String>,
    },
    Occurrence {
        count: Count,
        min: Option<u32>,
        max: Option<u32>,
    },
    Repetition {
        /// What stands twice; nothing for any word.
        pattern: Option<Pattern>,
        /// Whether only words of letters count.
        alpha: bool,
    },
    Consistency {
        /// Two patterns for each pair.
        pattern: Pattern,
        /// What to write for each, where it is plain words.
        forms: Vec<Option<String>>,
    },
    Conditional {
        first: Pattern,
        second: Pattern,
    },
    Capitalization {
        style: Style,
        exceptions: Vec<String>,
    },
    Metric {
        formula: Formula,
        condition: Condition,
    },
}

/// What is counted.
#[derive(Clone, Debug)]
pub(super) enum Count {
    Words,
    Sentences,
    Pattern(Pattern),
}

/// How headings are written.
#[derive(Clone, Debug)]
pub(super) enum Style {
    Sentence,
    Title,
    Lower,
    Upper,
    Pattern(Pattern),
}

/// A place that a rule found, before its message is made.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) unit: usize,
    pub(super) range: Range<usize>,
    /// What to say there.
    pub(super) suggestion: Option<String>,
    /// What the message counts, in the place of what was found.
    pub(super) number: Option<String>,
}

impl Spot {
    fn at(unit: usize, range: Range<usize>) -> Self {
        Self { unit, range, suggestion: None, number: None }
    }
}

impl TextTest {
    /// What every text has in which the rule can find something; `None` when that can be any text.
    pub(super) fn rough(&self) -> Option<Hir> {
        let all = |patterns: &mut dyn Iterator<Item = &Pattern>| {
            Hir::alternation(patterns.map(|pattern| pattern.rough().clone()).collect())
        };
        match &self.kind {
            Kind::Existence(ways) => Some(all(&mut ways.iter())),
            Kind::Substitution { pattern, .. }
            | Kind::Consistency { pattern, .. }
            | Kind::Occurrence { count: Count::Pattern(pattern), min: None, .. } => {
                Some(pattern.rough().clone())
            }
            Kind::Conditional { first, second } => Some(all(&mut [first, second].into_iter())),
            Kind::Occurrence { .. }
            | Kind::Repetition { .. }
            | Kind::Capitalization { .. }
            | Kind::Metric { .. } => None,
        }
    }

    /// What the rule finds on a page, looking at the texts `at` alone.
    pub(super) fn find(&self, rule: &Rule, page: &Page<'_>, at: &[usize]) -> Vec<Spot> {
        match &self.kind {
            Kind::Existence(ways) => self.each(page, at, |unit, text, found| {
                place::existence(ways, unit, text, found);
            }),
            Kind::Substitution { pattern, good } => self.each(page, at, |unit, text, found| {
                place::substitution(pattern, good, unit, text, found);
            }),
            Kind::Repetition { pattern, alpha } => self.each(page, at, |unit, text, found| {
                place::repetition(pattern.as_ref(), *alpha, unit, text, found);
            }),
            Kind::Capitalization { style, exceptions } => {
                self.each(page, at, |unit, text, found| {
                    if !capital::is_written(style, exceptions, text) {
                        found.push(Spot::at(unit, 0..text.len()));
                    }
                })
            }
            Kind::Occurrence { count, min, max } => {
                count::occurrence(self, rule.scope, (count, *min, *max), page, at)
            }
            Kind::Consistency { pattern, forms } => {
                page::consistency(self, pattern, forms, page, at)
            }
            Kind::Conditional { first, second } => page::conditional(self, first, second, page, at),
            Kind::Metric { formula, condition } => page::metric(formula, *condition, page, at),
        }
    }

    /// Looks at one text after the other, and leaves out what is fine.
    fn each(
        &self,
        page: &Page<'_>,
        at: &[usize],
        mut look: impl FnMut(usize, &str, &mut Vec<Spot>),
    ) -> Vec<Spot> {
        let mut found = Vec::new();
        for unit in at {
            let text = page.text(*unit);
            let before = found.len();
            look(*unit, text, &mut found);
            self.keep_wrong(text, &mut found, before);
        }
        found
    }

    /// Leaves out what is fine among those from `before` on: an exception covers the place, or stands in it.
    fn keep_wrong(&self, text: &str, found: &mut Vec<Spot>, before: usize) {
        let Some(except) = self.except.as_ref().filter(|_| found.len() > before) else { return };
        let fine: Vec<Range<usize>> = except.all(text).map(|found| found.range).collect();
        let inside =
            |one: &Range<usize>, two: &Range<usize>| one.start >= two.start && one.end <= two.end;
        let mut at = 0;
        found.retain(|spot| {
            at += 1;
            at <= before
                || !fine.iter().any(|fine| inside(&spot.range, fine) || inside(fine, &spot.range))
        });
    }

    /// Whether what stands at `range` is fine.
    fn is_fine(&self, text: &str, range: Range<usize>) -> bool {
        let mut one = vec![Spot::at(0, range)];
        self.keep_wrong(text, &mut one, 0);
        one.is_empty()
    }
}
