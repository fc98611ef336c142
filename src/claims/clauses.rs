//! Where clauses start, so that negation and gaps stay inside them.

use super::fold::{Ending, Token};
use super::grammar::{self, Grammar};
use super::lexicon::Mention;
use super::scene::Scene;

/// How far a split reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    /// A new clause, but negation goes on.
    Clause,
    /// Negation ends as well.
    Scope,
    /// "It is a myth that" ends as well.
    Major,
}

struct Splitter<'a> {
    tokens: &'a [Token],
    mentions: &'a [Mention],
    at: &'a [usize],
    grammar: &'a Grammar,
}

/// Numbers the clauses of a sentence; gives the first word of each.
pub(super) fn split(scene: &mut Scene, at: &[usize], grammar: &Grammar) -> Vec<usize> {
    let splitter = Splitter { tokens: &scene.tokens, mentions: &scene.mentions, at, grammar };
    let words = scene.tokens.len();
    let (mut clause, mut scope, mut major) = (0_u32, 0_u32, 0_u32);
    let mut fresh = 0_u32;
    let mut outer = Vec::new();
    let mut starts = vec![0];
    let mut verb = false;
    let mut led_in = splitter.leads_in(0);
    let room = || Vec::with_capacity(words);
    let (mut clauses, mut scopes, mut majors) = (room(), room(), room());
    for word in 0..words {
        let Some(token) = scene.tokens.get(word) else { break };
        if token.id == grammar.open && outer.len() < 8 {
            outer.push((clause, scope, verb, led_in));
            fresh += 1;
            (clause, scope, verb, led_in) = (fresh, fresh, false, false);
        }
        if let Some(cut) = splitter.cut(word, verb, led_in) {
            fresh += 1;
            clause = fresh;
            if cut >= Cut::Scope {
                scope = fresh;
            }
            if cut == Cut::Major {
                major = fresh;
            }
            starts.push(word);
            verb = false;
            led_in = splitter.leads_in(word);
        }
        verb |= splitter.verb(word);
        clauses.push(clause);
        scopes.push(scope);
        majors.push(major);
        if token.id == grammar.close
            && let Some(before) = outer.pop()
        {
            (clause, scope, verb, led_in) = before;
        }
    }
    scene.clause = clauses;
    scene.scope = scopes;
    scene.major = majors;
    starts
}

impl Splitter<'_> {
    fn token(&self, word: usize) -> Option<&Token> {
        self.tokens.get(word)
    }

    fn mention(&self, word: usize) -> Option<&Mention> {
        self.mentions.get(*self.at.get(word)?)
    }

    fn is(&self, word: usize, flag: u16) -> bool {
        self.token(word).is_some_and(|token| self.grammar.is(token, flag))
    }

    fn classes(&self, word: usize) -> u128 {
        self.mention(word).map_or(0, |mention| mention.classes)
    }

    fn verb(&self, word: usize) -> bool {
        self.is(word, grammar::AUX) || self.classes(word) & self.grammar.verbs != 0
    }

    /// A part that ends at its comma: "If …,", "With …,", "Before …,".
    fn leads_in(&self, word: usize) -> bool {
        let word = if self.is(word, grammar::JOIN | grammar::CONTRAST) { word + 1 } else { word };
        self.is(word, grammar::SUBORD | grammar::PREP | grammar::CONTRAST)
            || self.classes(word) & self.grammar.neg != 0
                && self.token(word).is_some_and(|token| token.ending != Ending::Mark)
                && self.before_comma(word)
    }

    /// Whether a comma comes within a few words, without a verb before it.
    fn before_comma(&self, word: usize) -> bool {
        for next in word + 1..word + 8 {
            match self.token(next) {
                Some(token) if token.id == self.grammar.comma => return self.subject(next + 1),
                Some(_) if self.verb(next) => return false,
                Some(_) => {}
                None => return false,
            }
        }
        false
    }

    fn cut(&self, word: usize, verb: bool, led_in: bool) -> Option<Cut> {
        let token = self.token(word)?;
        let grammar = self.grammar;
        if word == 0 || self.mention(word).is_some_and(|one| one.start < word) {
            return None;
        }
        if token.id == grammar.semicolon {
            return Some(Cut::Major);
        }
        if token.id == grammar.colon {
            let list = self.classes(word - 1) & (grammar.eff | grammar.cond | grammar.med) != 0
                || self.token(word - 1).is_some_and(|before| {
                    before.ending == Ending::S || self.grammar.is(before, grammar::PREP)
                })
                || self.is(word - 1, grammar::AUX);
            let list = list && !self.subject(word + 1);
            return (!list).then_some(Cut::Major);
        }
        if grammar.is(token, grammar::CONTRAST) {
            let gerund = self.token(word + 1).is_some_and(|next| next.ending == Ending::Ing);
            return (!gerund).then_some(Cut::Major);
        }
        if grammar.is(token, grammar::SUBORD) {
            // "whether or not" and "even if" need no care: the clause after them is conditional.
            return Some(Cut::Scope);
        }
        if token.id == grammar.so {
            return self.is(word + 1, grammar::PERSON | grammar::DET).then_some(Cut::Scope);
        }
        if token.id == grammar.comma {
            return self.comma(word, led_in);
        }
        if token.id == grammar.and {
            let pair = self.classes(word - 1) & (grammar.treat | grammar.other) != 0
                && self.classes(word + 1) & (grammar.treat | grammar.other) != 0
                && !self.is(word + 1, grammar::PERSON);
            let verb = verb || self.is(word + 1, grammar::PERSON);
            return (verb && !pair && self.subject(word + 1)).then_some(Cut::Scope);
        }
        None
    }

    fn comma(&self, word: usize, led_in: bool) -> Option<Cut> {
        if led_in {
            return Some(Cut::Scope);
        }
        let mut next = word + 1;
        if self.is(next, grammar::RELATIVE) {
            return Some(Cut::Clause);
        }
        if self
            .token(next)
            .is_some_and(|token| token.id == self.grammar.and || token.id == self.grammar.or)
            || self.is(next, grammar::CONTRAST | grammar::SUBORD)
        {
            return None;
        }
        while self.is(next, grammar::ADVERB) {
            next += 1;
        }
        let order = self.is(next, grammar::ORDER)
            && !self.is(next, grammar::AUX)
            && self.token(next + 1).is_some_and(|token| token.ending != Ending::Mark);
        (order || self.subject(next)).then_some(Cut::Scope)
    }

    /// Whether a subject and its verb come next: "it relieves", "back pain is".
    fn subject(&self, word: usize) -> bool {
        let mut person = self.is(word, grammar::PERSON);
        if self.is(word, grammar::AUX) || self.classes(word) & self.grammar.verbs != 0 {
            return false;
        }
        // A verb that ends in -ing goes on with the same subject.
        let named = self.classes(word) != 0;
        if self.token(word).is_some_and(|token| token.ending == Ending::Ing) && !named {
            return false;
        }
        for next in word..word + 7 {
            let Some(token) = self.token(next) else { return false };
            let mention = self.mention(next);
            if next > word && self.grammar.finite(token, mention) {
                return true;
            }
            if next > word
                && person
                && mention.is_some_and(|one| one.classes & self.grammar.verbs != 0)
            {
                return true;
            }
            if next > word
                && person
                && !self.is(next, grammar::ADVERB)
                && token.ending != Ending::Ly
            {
                person = false;
            }
            let stop = self.is(
                next,
                grammar::JOIN
                    | grammar::CONTRAST
                    | grammar::SUBORD
                    | grammar::RELATIVE
                    | grammar::PREP,
            );
            if token.ending == Ending::Mark || next > word && stop {
                return false;
            }
        }
        false
    }
}
