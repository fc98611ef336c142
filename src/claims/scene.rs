//! One sentence, understood as far as claims need it: clauses, negation, who is meant by "it".

use super::fold::{self, Token};
use super::grammar::{self, Grammar};
use super::lexicon::{Classes, Mention};

/// What a pronoun means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Meant {
    /// Nothing was named yet.
    #[default]
    Nothing,
    /// A treatment, by its place in the vocabulary.
    Treatment(u32),
    /// Something else.
    Other,
}

/// What earlier sentences leave behind.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    /// What "it" means.
    pub it: Meant,
    /// What "they" means.
    pub they: Meant,
    /// The condition last named.
    pub object: Option<Mention>,
    /// The last sentence asked, and named a condition.
    pub asked: bool,
    /// The text goes before a list item that lacks a subject, or nothing goes before it.
    pub implied: bool,
}

/// A sentence ready for patterns.
#[derive(Debug, Default)]
pub(super) struct Scene {
    pub tokens: Vec<Token>,
    pub mentions: Vec<Mention>,
    /// The clause each word is in.
    pub clause: Vec<u32>,
    /// How far a negator reaches.
    pub scope: Vec<u32>,
    /// The same for "it is a myth that".
    pub major: Vec<u32>,
    pub negators: Vec<usize>,
    pub frames: Vec<usize>,
    pub refutes: Vec<usize>,
    /// Running counts, one longer than the words.
    barriers: Vec<u32>,
    blocks: Vec<u32>,
    /// One past the last accepted phrase, and the last joining word, before each word.
    fine: Vec<usize>,
    joins: Vec<usize>,
    /// Someone else is the subject: a GP, exercise.
    pub led: Vec<bool>,
    pub present: Classes,
    pub bloom: u128,
    pub question: bool,
    /// The words there are, one bit each.
    seen: Vec<u64>,
}

const NONE: usize = usize::MAX;

impl Scene {
    /// Reads one sentence.
    pub(super) fn new(
        tokens: Vec<Token>,
        mut mentions: Vec<Mention>,
        question: bool,
        grammar: &Grammar,
        past: &mut Past,
    ) -> Self {
        drop_tails(&mut mentions, grammar);
        let mut scene = Self { tokens, mentions, question, ..Self::default() };
        let at = scene.index();
        let starts = super::clauses::split(&mut scene, &at, grammar);
        super::people::resolve(&mut scene, &at, &starts, grammar, past);
        scene.count(grammar);
        scene.collect(grammar);
        scene
    }

    /// For each word the mention it is in.
    pub(super) fn index(&self) -> Vec<usize> {
        let mut at = vec![NONE; self.tokens.len()];
        for (number, mention) in self.mentions.iter().enumerate() {
            for slot in at.iter_mut().take(mention.end).skip(mention.start) {
                *slot = number;
            }
        }
        at
    }

    pub(super) fn mention(&self, at: &[usize], word: usize) -> Option<&Mention> {
        self.mentions.get(*at.get(word)?)
    }

    /// Whether the words before a mention, articles left out, make it no subject.
    pub(super) fn after(&self, word: usize, flag: u16, grammar: &Grammar) -> bool {
        for token in self.tokens.get(..word).unwrap_or_default().iter().rev().take(5) {
            if grammar.is(token, flag) {
                return true;
            }
            if !grammar.is(token, grammar::DET | grammar::ADVERB) {
                return false;
            }
        }
        false
    }

    /// Counts, word by word, what a gap may not pass over.
    fn count(&mut self, grammar: &Grammar) {
        let words = self.tokens.len();
        let at = self.index();
        let room = words + 1;
        (self.barriers, self.blocks) = (Vec::with_capacity(room), Vec::with_capacity(room));
        (self.fine, self.joins) = (Vec::with_capacity(room), Vec::with_capacity(room));
        self.barriers.push(0);
        self.blocks.push(0);
        self.fine.push(0);
        self.joins.push(0);
        self.led = Vec::with_capacity(words);
        self.seen = Vec::with_capacity(64);
        let (mut barriers, mut blocks, mut fine, mut joins) = (0, 0, 0, 0);
        let (mut led, mut acts) = (false, false);
        let mut clause = u32::MAX;
        for word in 0..words {
            let Some(token) = self.tokens.get(word).copied() else { break };
            self.bloom |= 1 << (token.id % 128);
            let (slot, bit) = (fold::place(token.id / 64), 1 << (token.id % 64));
            if self.seen.len() <= slot {
                self.seen.resize(slot + 1, 0);
            }
            if let Some(slot) = self.seen.get_mut(slot) {
                *slot |= bit;
            }
            let now = self.clause.get(word).copied().unwrap_or(0);
            if now != clause {
                clause = now;
                led = false;
            }
            if grammar.is(&token, grammar::RELATIVE) {
                led = false;
            }
            acts &= led;
            acts |= led && grammar.is(&token, grammar::AUX);
            self.led.push(led);
            if grammar.is(&token, grammar::JOIN) {
                joins = word + 1;
            }
            if let Some(mention) = self.mention(&at, word).copied().filter(|one| one.start == word)
            {
                let beside = self.after(word, grammar::BESIDE, grammar);
                if mention.classes & (grammar.other | grammar.person) != 0 && !beside {
                    barriers += 1;
                    led |= !self.after(word, grammar::OBLIQUE | grammar::PREP, grammar);
                }
                acts |= led && mention.classes & grammar.verbs != 0;
                // "Exercise and massage help": both act. "A GP can use heat and massage": one does.
                let joined = !acts && self.after(word, grammar::JOIN, grammar);
                if mention.classes & grammar.treat != 0 && joined {
                    led = false;
                    if let Some(slot) = self.led.last_mut() {
                        *slot = false;
                    }
                }
                blocks += u32::from(mention.classes & grammar.block != 0);
                if mention.classes & grammar.fine != 0 {
                    fine = mention.end;
                }
            }
            self.barriers.push(barriers);
            self.blocks.push(blocks);
            self.fine.push(fine);
            self.joins.push(joins);
        }
    }

    /// What there is, and where the negators stand.
    fn collect(&mut self, grammar: &Grammar) {
        for mention in &self.mentions {
            self.present |= mention.classes;
            if mention.classes & grammar.neg != 0 {
                self.negators.push(mention.start);
            }
            // "It is a myth that" and "is a myth" are the same words.
            if mention.classes & (grammar.frame | grammar.refute) != 0 {
                self.frames.push(mention.start);
            }
            if mention.classes & grammar.refute != 0 {
                self.refutes.push(mention.start);
            }
        }
        // "If massage eases it" states nothing: the clause counts as negated.
        for (word, token) in self.tokens.iter().enumerate() {
            if grammar.is(token, grammar::COND) {
                self.negators.push(word);
            }
        }
        self.negators.sort_unstable();
        self.negators.dedup();
    }

    /// Whether a word is in the sentence.
    pub(super) fn has(&self, id: u32) -> bool {
        let slot = self.seen.get(fold::place(id / 64));
        slot.is_some_and(|slot| slot & (1 << (id % 64)) != 0)
    }

    fn passed(counts: &[u32], from: usize, to: usize) -> bool {
        counts.get(from) != counts.get(to)
    }

    /// Whether someone else comes between two words.
    pub(super) fn barred(&self, from: usize, to: usize) -> bool {
        Self::passed(&self.barriers, from, to)
    }

    /// Whether what helps is spent between two words: "helps you relax with arthritis".
    pub(super) fn spent(&self, from: usize, to: usize) -> bool {
        if Self::passed(&self.blocks, from, to) {
            return true;
        }
        let fine = self.fine.get(to).copied().unwrap_or(0);
        fine > from && self.joins.get(to).copied().unwrap_or(0) <= fine
    }

    /// Whether two words are in one clause.
    pub(super) fn together(&self, one: usize, other: usize) -> bool {
        self.clause.get(one) == self.clause.get(other)
    }
}

/// "An arthritis charity" is no condition.
fn drop_tails(mentions: &mut [Mention], grammar: &Grammar) {
    for number in 0..mentions.len() {
        let Some(next) = mentions.get(number + 1).copied() else { break };
        if next.classes & grammar.tail == 0 {
            continue;
        }
        if let Some(mention) = mentions.get_mut(number)
            && mention.end == next.start
        {
            mention.classes &= !(grammar.cond | grammar.med);
        }
    }
}
