//! Finds a pattern in a sentence, in time that grows with the length of the sentence only.

use super::fold::{Ending, Token};
use super::grammar::Grammar;
use super::lexicon::Classes;
use super::pattern::{Atom, Gap, Pattern, Step};
use super::scene::Scene;

/// The words of each step of a pattern that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub spans: Vec<Span>,
}

/// Where one step ended, and from which of the ends of the step before.
#[derive(Debug, Clone, Copy)]
struct Reached {
    start: usize,
    end: usize,
    before: usize,
}

/// Words of a sentence: the first, and one past the last.
type Span = (usize, usize);

/// Finds patterns. What a step shares with the same step of other patterns is found once.
#[derive(Debug)]
pub(super) struct Finder {
    sentence: usize,
    /// For each kind of step the sentence it was last looked for in, and its part of `places`.
    spots: Vec<(usize, usize, usize)>,
    places: Vec<Span>,
    layers: Vec<Vec<Reached>>,
    ends: Vec<usize>,
}

impl Finder {
    /// `kinds` is how many different steps there are.
    pub(super) fn new(kinds: usize) -> Self {
        let spots = vec![(0, 0, 0); kinds];
        let (places, layers, ends) = (Vec::new(), Vec::new(), Vec::new());
        Self { sentence: 1, spots, places, layers, ends }
    }

    /// The next calls are about another sentence.
    pub(super) fn turn(&mut self) {
        self.sentence += 1;
        self.places.clear();
    }

    /// Every place where the pattern ends, each with the nearest words before it.
    pub(super) fn find(&mut self, pattern: &Pattern, scene: &Scene, grammar: &Grammar) -> Vec<Hit> {
        let sentence = self.sentence;
        for step in &pattern.steps {
            let Some(spot) = self.spots.get_mut(step.kind) else { return Vec::new() };
            if spot.0 != sentence {
                let from = self.places.len();
                places(step, scene, &mut self.places);
                *spot = (sentence, from, self.places.len());
            }
            if spot.1 == spot.2 {
                return Vec::new();
            }
        }
        if self.layers.len() < pattern.steps.len() {
            self.layers.resize(pattern.steps.len(), Vec::new());
        }
        let mut before: Option<&Step> = None;
        for (number, step) in pattern.steps.iter().enumerate() {
            let Some(&(_, from, to)) = self.spots.get(step.kind) else { break };
            let places = self.places.get(from..to).unwrap_or_default();
            let Some((done, rest)) = self.layers.split_at_mut_checked(number) else { break };
            let Some(reached) = rest.first_mut() else { break };
            reached.clear();
            if let (Some(last), Some(before)) = (done.last(), before) {
                let link = Link { last, gap: step.gap, before };
                link.join(places, scene, grammar, &mut self.ends, reached);
            } else {
                let first = |&&(start, _): &&Span| !pattern.at_start || starts(scene, start);
                let places = places.iter().filter(first);
                reached.extend(places.map(|&(start, end)| Reached { start, end, before: 0 }));
            }
            if reached.is_empty() {
                return Vec::new();
            }
            before = Some(step);
        }
        let layers = self.layers.get(..pattern.steps.len()).unwrap_or_default();
        let Some(last) = layers.last() else { return Vec::new() };
        let words = scene.tokens.len();
        let ends = last.iter().filter(|one| !pattern.at_end || one.end == words);
        ends.map(|one| trace(layers, *one)).collect()
    }
}

fn trace(layers: &[Vec<Reached>], last: Reached) -> Hit {
    let mut spans = vec![(last.start, last.end)];
    let mut before = last.before;
    for layer in layers.iter().rev().skip(1) {
        let Some(one) = layer.get(before) else { break };
        spans.push((one.start, one.end));
        before = one.before;
    }
    spans.reverse();
    Hit { spans }
}

fn starts(scene: &Scene, word: usize) -> bool {
    if word == 0 || !scene.together(word - 1, word) {
        return true;
    }
    // Only a mark or a small joining word may stand before the start of a clause.
    let at = word - 1;
    let first = at == 0 || !scene.together(at - 1, at);
    let small = |token: &Token| token.ending == Ending::Mark || token.end - token.start <= 3;
    first && scene.tokens.get(at).is_some_and(small)
}

/// Where a step can stand, by start.
fn places(step: &Step, scene: &Scene, places: &mut Vec<Span>) {
    let from = places.len();
    if step.classes & scene.present != 0 {
        for mention in &scene.mentions {
            if mention.classes & step.classes != 0 {
                for phrase in &step.phrases {
                    match phrase.split_first() {
                        Some((Atom::Class(class), rest)) if mention.classes & (1 << class) != 0 => {
                            if let Some(end) = follow(rest, mention.end, scene) {
                                places.push((mention.start, end));
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    if step.bloom & scene.bloom != 0 && step.words.iter().any(|&id| scene.has(id)) {
        for (word, token) in scene.tokens.iter().enumerate() {
            if step.bloom & (1 << (token.id % 128)) == 0 {
                continue;
            }
            for phrase in &step.phrases {
                if let Some((Atom::Word(id), rest)) = phrase.split_first()
                    && *id == token.id
                    && let Some(end) = follow(rest, word + 1, scene)
                {
                    places.push((word, end));
                }
            }
        }
    }
    // Each start has one end for a phrase, so what is double stands side by side once sorted.
    let Some(own) = places.get_mut(from..) else { return };
    own.sort_unstable();
    let (mut kept, mut last) = (from, None);
    for at in from..places.len() {
        let span = places.get(at).copied();
        if span != last
            && let Some(slot) = places.get_mut(kept)
        {
            slot.clone_from(&span.unwrap_or_default());
            kept += 1;
        }
        last = span;
    }
    places.truncate(kept);
}

fn follow(atoms: &[Atom], mut word: usize, scene: &Scene) -> Option<usize> {
    for atom in atoms {
        word = match atom {
            Atom::Word(id) => {
                scene.tokens.get(word).filter(|token| token.id == *id)?;
                word + 1
            }
            Atom::Class(class) => {
                let bit: Classes = 1 << class;
                let first = scene.mentions.partition_point(|one| one.start < word);
                let mut here =
                    scene.mentions.get(first..)?.iter().take_while(|one| one.start == word);
                here.find(|one| one.classes & bit != 0)?.end
            }
        };
    }
    Some(word)
}

/// A step that follows another one.
struct Link<'a> {
    last: &'a [Reached],
    before: &'a Step,
    gap: Gap,
}

impl Link<'_> {
    /// The places of the step that follow a place of the step before.
    fn join(
        &self,
        places: &[Span],
        scene: &Scene,
        grammar: &Grammar,
        ends: &mut Vec<usize>,
        reached: &mut Vec<Reached>,
    ) {
        let last = self.last;
        ends.clear();
        ends.extend(0..last.len());
        ends.sort_by_key(|&number| last.get(number).map(|one| (one.end, one.start)));
        let subject = self.before.classes & grammar.treat != 0;
        let verb = self.before.classes & grammar.verbs != 0;
        let mut next = 0;
        let mut latest = None;
        for &(start, end) in places {
            while let Some(&number) = ends.get(next)
                && last.get(number).is_some_and(|one| one.end <= start)
            {
                latest = Some(number);
                next += 1;
            }
            let Some(number) = latest else { continue };
            let Some(one) = last.get(number) else { continue };
            let fits = match self.gap {
                Gap::Next => one.end == start,
                Gap::Clause(most) => {
                    let from = if one.end > one.start { one.end - 1 } else { one.end };
                    start - one.end <= most
                        && scene.together(from, start.min(scene.tokens.len().saturating_sub(1)))
                        && (!subject || !scene.barred(one.end, start))
                        && (!verb || !scene.spent(one.end, start))
                }
                Gap::Sentence(most) => start - one.end <= most,
            };
            if fits {
                reached.push(Reached { start, end, before: number });
            }
        }
    }
}
