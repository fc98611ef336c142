//! Who or what "it", "they" and nothing at all stand for.

use super::fold::{Ending, Token};
use super::grammar::{self, Grammar};
use super::lexicon::{Mention, NO_NAME};
use super::scene::{Meant, Past, Scene};

/// Adds the treatments and conditions that are only understood, and remembers what was named.
pub(super) fn resolve(
    scene: &mut Scene,
    at: &[usize],
    starts: &[usize],
    grammar: &Grammar,
    past: &mut Past,
) {
    let mut added = Vec::new();
    let mut object = past.object;
    let mut here = None;
    let mut having = false;
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(scene.tokens.len());
        let clause = Clause { scene, at, grammar, start, end };
        let subject = clause.pronouns(past, &mut added);
        clause.unsaid(number, past, here, &mut added);
        clause.objects(object, past.asked && number == 0 || having, &mut added);
        having = clause.has_condition();
        here = subject.or(here.filter(|_| !clause.other_leads()));
        object = clause.last_object().or(object);
        clause.remember(past);
    }
    // A treatment somebody is asked about is not the one who acts.
    let treat = grammar.treat;
    let oblique: Vec<usize> = (0..scene.mentions.len())
        .filter(|&number| {
            scene.mentions.get(number).is_some_and(|one| {
                one.classes & treat != 0 && scene.after(one.start, grammar::OBLIQUE, grammar)
            })
        })
        .collect();
    for number in oblique {
        if let Some(mention) = scene.mentions.get_mut(number) {
            mention.classes &= !treat;
        }
    }
    scene.mentions.extend(added);
    scene.mentions.sort_by_key(|one| (one.start, one.end));
    let named = grammar.cond | grammar.med;
    past.asked = scene.question && scene.mentions.iter().any(|one| one.classes & named != 0);
    past.object = object;
}

struct Clause<'a> {
    scene: &'a Scene,
    at: &'a [usize],
    grammar: &'a Grammar,
    start: usize,
    end: usize,
}

impl Clause<'_> {
    fn token(&self, word: usize) -> Option<&Token> {
        (word < self.end).then(|| self.scene.tokens.get(word)).flatten()
    }

    fn is(&self, word: usize, flag: u16) -> bool {
        self.token(word).is_some_and(|token| self.grammar.is(token, flag))
    }

    fn classes(&self, word: usize) -> u128 {
        self.scene.mention(self.at, word).map_or(0, |mention| mention.classes)
    }

    fn verb(&self, word: usize) -> bool {
        self.is(word, grammar::AUX) || self.classes(word) & self.grammar.verbs != 0
    }

    fn skip(&self, mut word: usize) -> usize {
        while self.token(word).is_some_and(|token| {
            token.ending == Ending::Ly
                || self.grammar.is(token, grammar::ADVERB | grammar::JOIN | grammar::CONTRAST)
                || token.id == self.grammar.semicolon
                || token.id == self.grammar.colon
        }) {
            word += 1;
        }
        word
    }

    fn mentions(&self) -> impl Iterator<Item = &Mention> {
        let first = self.scene.mentions.partition_point(|one| one.start < self.start);
        let rest = self.scene.mentions.get(first..).unwrap_or_default();
        rest.iter().take_while(|one| one.start < self.end)
    }

    /// Pronouns that stand for a treatment. Gives the treatment the clause is about.
    fn pronouns(&self, past: &Past, added: &mut Vec<Mention>) -> Option<u32> {
        let grammar = self.grammar;
        let mut subject = None;
        for word in self.start..self.end {
            let Some(token) = self.token(word) else { break };
            let (it, they) = (grammar.is(token, grammar::IT), grammar.is(token, grammar::THEY));
            if !it && !they {
                continue;
            }
            if self.classes(word) != 0 || !self.verb(self.skip(word + 1)) || self.expletive(word) {
                continue;
            }
            let meant = if it || past.they == Meant::Nothing { past.it } else { past.they };
            if let Meant::Treatment(name) = meant {
                let classes = grammar.treat;
                added.push(Mention { start: word, end: word + 1, classes, name });
                subject.get_or_insert(name);
            }
        }
        let named = self.mentions().find(|one| {
            one.classes & grammar.treat != 0
                && !self.scene.after(one.start, grammar::OBLIQUE, grammar)
        });
        subject.or(named.map(|one| one.name))
    }

    /// "It helps to keep moving" is about nothing.
    fn expletive(&self, word: usize) -> bool {
        let mut next = self.skip(word + 1);
        while self.is(next, grammar::AUX) {
            next += 1;
        }
        let help = self.classes(next) & self.grammar.help != 0;
        let to = self.token(next + 1).is_some_and(|token| token.id == self.grammar.to);
        help && to && !self.verb(next + 2)
    }

    fn other_leads(&self) -> bool {
        let other = self.grammar.other | self.grammar.person;
        let first = self.mentions().find(|one| {
            one.classes & (other | self.grammar.treat | self.grammar.cond | self.grammar.med) != 0
        });
        first.is_some_and(|one| one.classes & self.grammar.treat == 0)
    }

    /// A clause without a subject of its own: "but relieves back pain".
    fn unsaid(&self, number: usize, past: &Past, here: Option<u32>, added: &mut Vec<Mention>) {
        let mut word = self.skip(self.start);
        let relative = self.is(word, grammar::RELATIVE) && number > 0;
        word += usize::from(relative);
        let Some(token) = self.token(word) else { return };
        let mention = self.scene.mention(self.at, word);
        let name = if number == 0 {
            let says = mention.is_some_and(|one| one.classes & self.grammar.verbs != 0)
                && token.ending == Ending::S;
            (past.implied && says).then_some(NO_NAME)
        } else {
            here.filter(|_| self.verb(word) && !self.is(self.start, grammar::SUBORD))
        };
        if let Some(name) = name {
            added.push(Mention { start: word, end: word, classes: self.grammar.treat, name });
        }
    }

    fn has_condition(&self) -> bool {
        let named = self.grammar.cond | self.grammar.med;
        self.is(self.start, grammar::SUBORD | grammar::PREP)
            && (self.start..self.end).any(|word| self.is(word, grammar::HAVE))
            && self.mentions().any(|one| one.classes & named != 0)
            && !self.mentions().any(|one| one.classes & self.grammar.neg != 0)
    }

    fn last_object(&self) -> Option<Mention> {
        let named = self.grammar.cond | self.grammar.med;
        let last =
            self.mentions().filter(|one| one.classes & (named | self.grammar.fine) != 0).last();
        last.copied()
    }

    /// "Massage can relieve it", and "we can help" after a question or "if you have …".
    fn objects(&self, object: Option<Mention>, open: bool, added: &mut Vec<Mention>) {
        let grammar = self.grammar;
        let named = grammar.cond | grammar.med;
        let Some(object) = object.filter(|one| one.classes & named != 0) else { return };
        let first = self.mentions().find(|one| one.classes & named != 0).map(|one| one.start);
        for mention in self.mentions().filter(|one| one.classes & grammar.eff != 0) {
            let next = mention.end;
            let ends = |word: usize| {
                self.token(word).is_none_or(|token| {
                    token.ending == Ending::Mark
                        || grammar.is(token, grammar::JOIN | grammar::PREP)
                        || token.id == grammar.too
                })
            };
            let pronoun = self.is(next, grammar::IT | grammar::THEY)
                || self.token(next).is_some_and(|token| token.id == grammar.you);
            let own = first.is_some_and(|start| start < mention.start);
            let classes = object.classes & named;
            let name = object.name;
            let you = self.token(next).is_some_and(|token| token.id == grammar.you);
            if pronoun && !you && ends(next + 1) && !own {
                added.push(Mention { start: next, end: next + 1, classes, name });
            }
            let help = mention.classes & grammar.help != 0;
            let bare = self.token(next).is_none() || you && self.token(next + 1).is_none();
            let so = self.token(self.start).is_some_and(|token| token.id == grammar.so);
            if open && help && bare && !so && !own {
                added.push(Mention { start: next, end: next, classes, name });
            }
        }
    }

    /// What the clause leaves for "it" and "they".
    fn remember(&self, past: &mut Past) {
        let grammar = self.grammar;
        let all = grammar.treat | grammar.other | grammar.person | grammar.cond | grammar.med;
        let oblique = grammar::OBLIQUE | grammar::PREP;
        let things: Vec<&Mention> = self
            .mentions()
            .filter(|one| one.classes & all != 0 && one.classes & grammar.us == 0)
            .collect();
        let leads = |one: &&&Mention| !self.scene.after(one.start, oblique, grammar);
        let meant = |one: &Mention| match one.classes & grammar.treat {
            0 => Meant::Other,
            _ => Meant::Treatment(one.name),
        };
        let people = grammar.person | grammar.staff;
        let thing = |one: &&&Mention| one.classes & people == 0;
        let first = things.iter().filter(thing).find(leads);
        let last = things.iter().rfind(thing);
        if let Some(one) = first.or(last) {
            past.it = meant(one);
        }
        if let Some(one) = things.iter().find(leads).or(things.last()) {
            past.they = meant(one);
        }
    }
}
