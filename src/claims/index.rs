//! Which patterns are worth a try in a sentence: those whose rarest step can stand there.

use super::fold;
use super::grammar::Grammar;
use super::lexicon::{Classes, MOST_CLASSES};
use super::pattern::{Atom, Pattern, Step};
use super::scene::Scene;

/// The numbers of patterns by a word or class that must be there.
#[derive(Debug, Default)]
pub(super) struct Index {
    words: Vec<Vec<usize>>,
    classes: Vec<Vec<usize>>,
    blocks: usize,
}

/// Patterns by number, one bit each.
pub(super) struct Wanted(Vec<u64>);

impl Index {
    /// Patterns are numbered in the order they come.
    pub(super) fn new<'a>(patterns: impl Iterator<Item = &'a Pattern>, grammar: &Grammar) -> Self {
        let mut index = Self { classes: vec![Vec::new(); MOST_CLASSES], ..Self::default() };
        for (number, pattern) in patterns.enumerate() {
            index.blocks = number / 64 + 1;
            let rarest = pattern.steps.iter().min_by_key(|step| cost(step, grammar));
            for atom in rarest.into_iter().flat_map(|step| needs(step, grammar)) {
                let list = match atom {
                    Atom::Word(id) => {
                        let at = fold::place(id);
                        if index.words.len() <= at {
                            index.words.resize(at + 1, Vec::new());
                        }
                        index.words.get_mut(at)
                    }
                    Atom::Class(class) => index.classes.get_mut(usize::from(class)),
                };
                if let Some(list) = list
                    && list.last() != Some(&number)
                {
                    list.push(number);
                }
            }
        }
        index
    }

    /// The patterns that may be in a sentence.
    pub(super) fn wanted(&self, scene: &Scene) -> Wanted {
        let mut wanted = Wanted(vec![0; self.blocks]);
        for token in &scene.tokens {
            for &number in self.words.get(fold::place(token.id)).into_iter().flatten() {
                wanted.add(number);
            }
        }
        for (class, list) in self.classes.iter().enumerate() {
            if scene.present >> class & 1 != 0 {
                for &number in list {
                    wanted.add(number);
                }
            }
        }
        wanted
    }
}

impl Wanted {
    fn add(&mut self, number: usize) {
        if let Some(block) = self.0.get_mut(number / 64) {
            *block |= 1 << (number % 64);
        }
    }

    /// Those of a list of patterns that are wanted; `first` is the number of the first.
    pub(super) fn of<'a, T>(&'a self, first: usize, list: &'a [T]) -> impl Iterator<Item = &'a T> {
        let end = first + list.len();
        let mut at = first;
        std::iter::from_fn(move || {
            while at < end {
                let rest = self.0.get(at / 64)? >> (at % 64);
                if rest == 0 {
                    at = (at / 64 + 1) * 64;
                    continue;
                }
                let found = at + usize::try_from(rest.trailing_zeros()).ok()?;
                at = found + 1;
                return if found < end { list.get(found - first) } else { None };
            }
            None
        })
    }
}

/// One atom of each phrase of a step: the rarest.
fn needs<'a>(step: &'a Step, grammar: &'a Grammar) -> impl Iterator<Item = Atom> + 'a {
    let rarest =
        |phrase: &'a Vec<Atom>| phrase.iter().copied().min_by_key(|atom| common(*atom, grammar));
    step.phrases.iter().filter_map(rarest)
}

fn cost(step: &Step, grammar: &Grammar) -> u32 {
    needs(step, grammar).map(|atom| common(atom, grammar)).sum()
}

/// How common a word or class is, roughly.
fn common(atom: Atom, grammar: &Grammar) -> u32 {
    match atom {
        Atom::Word(id) if grammar.has(id, u16::MAX) => 50,
        Atom::Word(_) => 2,
        Atom::Class(class) => {
            let bit: Classes = 1 << class;
            if bit & grammar.treat != 0 {
                100
            } else if bit & grammar.verbs != 0 {
                60
            } else if bit & grammar.med != 0 {
                15
            } else {
                30
            }
        }
    }
}
