//! The pattern language: from a line of a rule file to steps that can be matched.

use super::fold;
use super::lexicon::{Classes, Lexicon};

/// The most words a gap may pass over.
pub(super) const GAP: usize = 40;
/// The same for a gap that may leave its clause.
const WIDE_GAP: usize = 80;
const MOST_STEPS: usize = 10;
const MOST_FORMS: usize = 64;

/// One word or one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Atom {
    Word(u32),
    Class(u8),
}

/// What lies between a step and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    Next,
    /// Up to so many words of the same clause.
    Clause(usize),
    /// Up to so many words of the sentence.
    Sentence(usize),
}

/// A step: one of several phrases.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub gap: Gap,
    pub phrases: Vec<Vec<Atom>>,
    /// Classes a phrase may begin with.
    pub classes: Classes,
    /// Words a phrase may begin with, one bit of 128 each.
    pub bloom: u128,
    /// The same words.
    pub words: Vec<u32>,
    /// The same for all steps with the same phrases.
    pub kind: usize,
}

/// A pattern without options: every step must be met.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub steps: Vec<Step>,
    /// Starts where a clause starts.
    pub at_start: bool,
    /// Ends where the sentence ends.
    pub at_end: bool,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// In characters from the start of the pattern.
    pub at: usize,
    pub message: String,
}

struct Part {
    gap: Gap,
    optional: bool,
    phrases: Vec<Vec<Atom>>,
}

/// Reads a pattern. Optional parts are written out, so there may be several.
pub(super) fn parse(source: &str, lexicon: &mut Lexicon) -> Result<Vec<Pattern>, Fault> {
    let chars: Vec<char> = source.chars().collect();
    let mut reader = Reader { chars: &chars, at: 0, lexicon };
    let mut parts: Vec<Part> = Vec::new();
    let (mut at_start, mut at_end, mut gap) = (false, false, Gap::Next);
    while let Some(c) = reader.peek() {
        let fault = |message: &str| Fault { at: reader.at, message: message.to_owned() };
        match c {
            _ if c.is_whitespace() => reader.at += 1,
            '^' if parts.is_empty() => {
                at_start = true;
                reader.at += 1;
            }
            '^' => return Err(fault("`^` can only stand first")),
            '$' => {
                at_end = true;
                reader.at += 1;
            }
            _ if at_end => return Err(fault("nothing can follow `$`")),
            '\u{2026}' | '.' | '~' => {
                if parts.is_empty() {
                    return Err(fault("a pattern cannot begin with a gap"));
                }
                gap = reader.gap()?;
            }
            _ => {
                let part = reader.part(gap)?;
                gap = Gap::Next;
                parts.push(part);
            }
        }
    }
    let end = chars.len();
    let fault = |message: &str| Fault { at: end, message: message.to_owned() };
    if gap != Gap::Next {
        return Err(fault("a pattern cannot end with a gap"));
    }
    if parts.len() > MOST_STEPS {
        return Err(fault("the pattern has too many parts; ten are the most"));
    }
    if parts.iter().all(|part| part.optional) {
        return Err(fault("the pattern has no part that must be there"));
    }
    forms(&parts, at_start, at_end).ok_or_else(|| fault("the pattern has too many optional parts"))
}

/// Every way to leave optional parts out.
fn forms(parts: &[Part], at_start: bool, at_end: bool) -> Option<Vec<Pattern>> {
    let mut all: Vec<(Vec<Step>, Option<Gap>)> = vec![(Vec::new(), None)];
    for part in parts {
        let mut next = Vec::new();
        for (steps, held) in all {
            if part.optional {
                // What is left out leaves its gap to the part behind it.
                next.push((steps.clone(), Some(wider(held.unwrap_or(Gap::Next), part.gap))));
            }
            let gap = wider(held.unwrap_or(Gap::Next), part.gap);
            let mut steps = steps;
            let gap = if steps.is_empty() { Gap::Next } else { gap };
            steps.push(step(gap, part.phrases.clone()));
            next.push((steps, None));
        }
        if next.len() > MOST_FORMS {
            return None;
        }
        all = next;
    }
    let all = all.into_iter().filter(|(steps, _)| !steps.is_empty());
    Some(all.map(|(steps, _)| Pattern { steps, at_start, at_end }).collect())
}

fn wider(one: Gap, other: Gap) -> Gap {
    match (one, other) {
        (Gap::Sentence(n), _) | (_, Gap::Sentence(n)) => Gap::Sentence(n),
        (Gap::Clause(a), Gap::Clause(b)) => Gap::Clause(a.max(b)),
        (Gap::Clause(n), Gap::Next) | (Gap::Next, Gap::Clause(n)) => Gap::Clause(n),
        (Gap::Next, Gap::Next) => Gap::Next,
    }
}

fn step(gap: Gap, phrases: Vec<Vec<Atom>>) -> Step {
    let (mut classes, mut bloom) = (0, 0);
    let mut words = Vec::new();
    for phrase in &phrases {
        match phrase.first() {
            Some(Atom::Word(id)) => {
                bloom |= 1 << (id % 128);
                words.push(*id);
            }
            Some(Atom::Class(class)) => classes |= 1 << class,
            None => {}
        }
    }
    words.sort_unstable();
    words.dedup();
    Step { gap, phrases, classes, bloom, words, kind: 0 }
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    lexicon: &'a mut Lexicon,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn fault(&self, at: usize, message: impl Into<String>) -> Fault {
        let _ = self.at;
        Fault { at, message: message.into() }
    }

    fn gap(&mut self) -> Result<Gap, Fault> {
        let start = self.at;
        if self.peek() == Some('~') {
            self.at += 1;
            let mut digits = String::new();
            while let Some(c) = self.peek().filter(char::is_ascii_digit) {
                digits.push(c);
                self.at += 1;
            }
            return match digits.parse::<usize>() {
                Ok(n) if (1..=GAP).contains(&n) => Ok(Gap::Clause(n)),
                _ => Err(self.fault(start, "`~` needs a number from 1 to 40, such as `~3`")),
            };
        }
        let mut dots = 0;
        while let Some(c) = self.peek().filter(|c| matches!(c, '.' | '\u{2026}')) {
            dots += if c == '.' { 1 } else { 3 };
            self.at += 1;
        }
        match dots {
            3 => Ok(Gap::Clause(GAP)),
            6 => Ok(Gap::Sentence(WIDE_GAP)),
            _ => {
                Err(self.fault(start, "a gap is `\u{2026}`, or `\u{2026}\u{2026}` for a wider one"))
            }
        }
    }

    fn part(&mut self, gap: Gap) -> Result<Part, Fault> {
        let (optional, close) = match self.peek() {
            Some('(') => (true, ')'),
            Some('[') => (false, ']'),
            _ => return Ok(Part { gap, optional: false, phrases: self.choices()? }),
        };
        let start = self.at;
        self.at += 1;
        let mut phrases = Vec::new();
        let mut phrase = Vec::new();
        loop {
            match self.peek() {
                None => return Err(self.fault(start, format!("the bracket has no `{close}`"))),
                Some(c) if c == close => {
                    self.at += 1;
                    break;
                }
                Some(c) if c.is_whitespace() => self.at += 1,
                Some('|') => {
                    self.at += 1;
                    phrases.push(std::mem::take(&mut phrase));
                }
                Some(_) => phrase.extend(self.atom()?),
            }
        }
        phrases.push(phrase);
        if phrases.iter().any(Vec::is_empty) {
            return Err(self.fault(start, "there is nothing on one side of `|` or in the bracket"));
        }
        Ok(Part { gap, optional, phrases })
    }

    /// `a|b|{C}` without spaces.
    fn choices(&mut self) -> Result<Vec<Vec<Atom>>, Fault> {
        let mut phrases = vec![self.atom()?];
        while self.peek() == Some('|') {
            self.at += 1;
            phrases.push(self.atom()?);
        }
        Ok(phrases)
    }

    /// A class, or a word; a word such as `don't` is two.
    fn atom(&mut self) -> Result<Vec<Atom>, Fault> {
        let start = self.at;
        if self.peek() == Some('{') {
            let mut name = String::new();
            self.at += 1;
            loop {
                match self.peek() {
                    Some('}') => break,
                    Some(c) => name.push(c),
                    None => return Err(self.fault(start, "the class has no `}`")),
                }
                self.at += 1;
            }
            self.at += 1;
            return match self.lexicon.known_class(name.trim()) {
                Some(class) => Ok(vec![Atom::Class(class)]),
                None => Err(self.fault(start, format!("there is no class `{}`", name.trim()))),
            };
        }
        let mut word = String::new();
        while let Some(c) = self.peek() {
            if c.is_whitespace() || "{}()[]|~^$\u{2026}".contains(c) {
                break;
            }
            word.push(c);
            self.at += 1;
        }
        let mut atoms = Vec::new();
        fold::words(&word, |word, _, _| atoms.push(word.to_owned()));
        if atoms.is_empty() {
            let found = self.peek().map_or_else(|| word.clone(), String::from);
            return Err(self.fault(start, format!("`{found}` cannot stand here")));
        }
        Ok(atoms.iter().map(|word| Atom::Word(self.lexicon.intern(word))).collect())
    }
}
