//! Runs all rules that look at the text alone over a page.
//!
//! One automaton goes over each text first and tells which rules can find something there; most find nothing, and
//! cost nothing. It looks at no more than it can at full speed, so the rules themselves have the last word.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use regex_automata::{Input, MatchKind, PatternSet, meta};
use regex_syntax::hir::Hir;

use super::measure::Counts;
use super::model::{Once, Rule, Rules, Test, Unit};
use super::sentence::sentences;
use super::text::{Spot, TextTest};

/// How large the first look may grow, in bytes; beyond that, each rule looks for itself.
const LARGEST: usize = 64 << 20;

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which of the texts.
    pub unit: usize,
    /// Where in it.
    pub range: Range<usize>,
    /// What stands there.
    pub found: String,
    /// What to write there.
    pub suggestion: Option<String>,
    /// What is wrong, with the found words put in.
    pub message: String,
}

/// All rules that look at the text alone.
#[derive(Clone, Debug)]
pub struct Tester {
    rules: Vec<Arc<Rule>>,
    /// Tells which rules can find something; its patterns are those of `of_pattern`.
    first: Option<meta::Regex>,
    /// The rule of each pattern.
    of_pattern: Vec<usize>,
    /// The rules that look at every text.
    always: Vec<usize>,
}

fn test_of(rule: &Rule) -> Option<&TextTest> {
    match &rule.test {
        Test::Text(test) => Some(test),
        _ => None,
    }
}

impl Tester {
    /// Puts the rules together.
    pub fn new(rules: &Rules) -> Self {
        let rules: Vec<Arc<Rule>> =
            rules.all.iter().filter(|rule| test_of(rule).is_some()).cloned().collect();
        let (mut hirs, mut of_pattern, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (at, rule) in rules.iter().enumerate() {
            match test_of(rule).and_then(TextTest::rough) {
                Some(hir) => {
                    hirs.push(hir);
                    of_pattern.push(at);
                }
                None => always.push(at),
            }
        }
        let first = first_look(&hirs);
        if first.is_none() {
            always = (0..rules.len()).collect();
        }
        Self { rules, first, of_pattern, always }
    }

    /// The same, with each rule looking for itself.
    #[cfg(test)]
    pub(super) fn without_first_look(mut self) -> Self {
        self.first = None;
        self.always = (0..self.rules.len()).collect();
        self
    }

    /// What the rules find on a page, in the order of the places.
    pub fn run(&self, units: &[Unit<'_>]) -> Vec<(Arc<Rule>, Hit)> {
        self.look(&Page::new(units))
    }

    /// The same, of a page of which more is asked.
    pub fn look(&self, page: &Page<'_>) -> Vec<(Arc<Rule>, Hit)> {
        let places = self.candidates(page.units);
        let mut found = Vec::new();
        for (rule, at) in self.rules.iter().zip(places) {
            let Some(test) = test_of(rule).filter(|_| !at.is_empty()) else { continue };
            let mut spots = test.find(rule, page, &at);
            spots.sort_by_key(|spot| (spot.unit, spot.range.start, spot.range.end));
            let mut seen = BTreeSet::new();
            for spot in spots {
                let text = page.text(spot.unit).get(spot.range.clone()).unwrap_or_default();
                let new = match rule.once {
                    Once::Each => true,
                    Once::Page => seen.insert(text.to_lowercase()),
                    Once::Rule => seen.insert(String::new()),
                };
                if new {
                    found.push((Arc::clone(rule), hit(rule, text, spot)));
                }
            }
        }
        found.sort_by(|(one_rule, one), (two_rule, two)| {
            let key = |hit: &Hit| (hit.unit, hit.range.start, hit.range.end);
            key(one).cmp(&key(two)).then_with(|| one_rule.name.cmp(&two_rule.name))
        });
        found
    }

    /// For each rule the texts in which it can find something.
    fn candidates(&self, units: &[Unit<'_>]) -> Vec<Vec<usize>> {
        let mut places = vec![Vec::new(); self.rules.len()];
        let mut note = |rule: usize, unit: usize, of: &Unit<'_>| {
            let looks = self.rules.get(rule).is_some_and(|rule| rule.scope.has(of));
            if let Some(places) = places.get_mut(rule).filter(|_| looks) {
                places.push(unit);
            }
        };
        let mut patterns = PatternSet::new(self.of_pattern.len());
        for (at, unit) in units.iter().enumerate() {
            for rule in &self.always {
                note(*rule, at, unit);
            }
            let Some(first) = &self.first else { continue };
            patterns.clear();
            first.which_overlapping_matches(&Input::new(unit.text), &mut patterns);
            for rule in patterns.iter().filter_map(|id| self.of_pattern.get(id.as_usize())) {
                note(*rule, at, unit);
            }
        }
        places
    }
}

/// The automaton of the first look, if it does not grow too large.
fn first_look(hirs: &[Hir]) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .match_kind(MatchKind::All)
        .which_captures(regex_automata::nfa::thompson::WhichCaptures::None)
        .nfa_size_limit(Some(LARGEST))
        .hybrid_cache_capacity(8 << 20);
    meta::Builder::new().configure(config).build_many_from_hir(hirs).ok()
}

fn hit(rule: &Rule, text: &str, spot: Spot) -> Hit {
    let first = spot.number.as_deref().unwrap_or(text);
    let suggestion = spot.suggestion.as_deref();
    let message = match (rule.extends, rule.message.matches("%s").count()) {
        // As in Vale: the suggestion first.
        ("substitution", _) | (_, 2) => fill(
            &rule.message,
            suggestion.unwrap_or(first),
            if spot.number.is_some() { text } else { first },
        ),
        _ => fill(&rule.message, first, first),
    };
    Hit {
        unit: spot.unit,
        range: spot.range,
        found: text.to_owned(),
        suggestion: spot.suggestion,
        message,
    }
}

/// The message with its first and second `%s` filled in.
fn fill(message: &str, first: &str, second: &str) -> String {
    let mut parts = message.split("%s");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (part, word) in parts.zip([first, second]) {
        filled.push_str(&one_line(word));
        filled.push_str(part);
    }
    filled
}

/// A text short enough for a message.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().all(char::is_whitespace) {
        text.clone_into(&mut line);
    }
    if let Some((at, _)) = line.char_indices().nth(LONGEST) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// A page while it is looked at: what is worked out for one rule serves the others.
pub struct Page<'a> {
    units: &'a [Unit<'a>],
    sentences: Vec<OnceCell<Sentences>>,
}

/// The sentences of a text, each with what was counted in it.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    pub(super) all: Vec<(Range<usize>, Counts)>,
}

impl Sentences {
    /// How many there are that have words.
    pub(super) fn count(&self) -> u32 {
        let count = self.all.iter().filter(|(_, counts)| counts.words > 0).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

impl<'a> Page<'a> {
    /// A page of these texts.
    pub fn new(units: &'a [Unit<'a>]) -> Self {
        let mut sentences = Vec::new();
        sentences.resize_with(units.len(), OnceCell::new);
        Self { units, sentences }
    }

    /// The units, each with its number.
    pub(super) fn units(&self) -> impl Iterator<Item = (usize, &'a Unit<'a>)> {
        self.units.iter().enumerate()
    }

    /// The text of a unit.
    pub(super) fn text(&self, unit: usize) -> &'a str {
        self.units.get(unit).map_or("", |unit| unit.text)
    }

    /// What a unit is.
    pub(super) fn scope(&self, unit: usize) -> &'a str {
        self.units.get(unit).map_or("", |unit| unit.scope)
    }

    /// The sentences of a unit.
    pub(super) fn sentences(&self, unit: usize) -> &Sentences {
        static NONE: Sentences = Sentences { all: Vec::new() };
        let Some(cell) = self.sentences.get(unit) else { return &NONE };
        cell.get_or_init(|| {
            let text = self.text(unit);
            let counted = sentences(text).into_iter().map(|range| {
                let counts = Counts::of(text.get(range.clone()).unwrap_or_default());
                (range, counts)
            });
            Sentences { all: counted.collect() }
        })
    }
}
