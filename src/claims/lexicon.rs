//! The words that rules know: numbers for words, a trie of phrases, the classes they belong to.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::fold::{self, Ending, Token, UNKNOWN};

/// A set of classes, one bit each.
pub(super) type Classes = u128;

/// The most classes there can be.
pub(super) const MOST_CLASSES: usize = 120;

/// No name of the site's vocabulary.
pub(super) const NO_NAME: u32 = u32::MAX;

/// A phrase found in a text, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// First word.
    pub start: usize,
    /// One past the last word; equal to `start` where the words are only understood.
    pub end: usize,
    /// What it is.
    pub classes: Classes,
    /// Its place in the vocabulary.
    pub name: u32,
}

#[derive(Debug, Default, Clone, Copy)]
struct Node {
    classes: Classes,
    name: Option<u32>,
}

/// Words, phrases and classes.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: FxHashMap<Box<str>, u32>,
    endings: Vec<Ending>,
    steps: FxHashMap<(u32, u32), u32>,
    /// Whether a phrase begins with a word, by its number.
    begins: Vec<bool>,
    nodes: Vec<Node>,
    classes: BTreeMap<Box<str>, u8>,
}

impl Lexicon {
    pub(super) fn new() -> Self {
        let mut lexicon = Self { nodes: vec![Node::default()], ..Self::default() };
        lexicon.endings.push(Ending::Plain);
        lexicon
    }

    /// The number of a folded word, made when there is none.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = u32::try_from(self.endings.len()).unwrap_or(UNKNOWN);
        self.ids.insert(word.into(), id);
        self.endings.push(fold::ending(word));
        id
    }

    /// The number of a class, made when there is none. `None` when there are too many.
    pub(super) fn class(&mut self, name: &str) -> Option<u8> {
        if let Some(&class) = self.classes.get(name) {
            return Some(class);
        }
        let class = u8::try_from(self.classes.len()).ok()?;
        if usize::from(class) >= MOST_CLASSES {
            return None;
        }
        self.classes.insert(name.into(), class);
        Some(class)
    }

    /// The bit of a class; no bit when nothing is in it.
    pub(super) fn bit(&self, name: &str) -> Classes {
        self.classes.get(name).map_or(0, |class| 1 << class)
    }

    /// The number of a class that exists.
    pub(super) fn known_class(&self, name: &str) -> Option<u8> {
        self.classes.get(name).copied()
    }

    /// The names of the classes.
    pub(super) fn class_names(&self) -> Vec<&str> {
        self.classes.keys().map(|name| &**name).collect()
    }

    /// Adds a phrase to a class.
    pub(super) fn add(&mut self, phrase: &str, class: u8, name: Option<u32>) {
        let mut ids = Vec::new();
        fold::words(phrase, |word, _, _| ids.push(word.to_owned()));
        let mut node = 0_u32;
        for word in &ids {
            let id = self.intern(word);
            let fresh = u32::try_from(self.nodes.len()).unwrap_or(0);
            if node == 0 {
                let at = fold::place(id);
                if self.begins.len() <= at {
                    self.begins.resize(at + 1, false);
                }
                if let Some(begins) = self.begins.get_mut(at) {
                    *begins = true;
                }
            }
            let next = *self.steps.entry((node, id)).or_insert(fresh);
            if next == fresh {
                self.nodes.push(Node::default());
            }
            node = next;
        }
        if node == 0 {
            return;
        }
        if let Some(node) = self.nodes.get_mut(fold::place(node)) {
            node.classes |= 1 << class;
            node.name = node.name.or(name);
        }
    }

    /// Adds a name, and its plural.
    pub(super) fn add_name(&mut self, phrase: &str, class: u8, name: Option<u32>) {
        self.add(phrase, class, name);
        if let Some(plural) = plural(phrase) {
            self.add(&plural, class, name);
        }
    }

    /// The words of a text; `base` is where the text starts.
    pub(super) fn tokens(&self, text: &str, base: usize, into: &mut Vec<Token>) {
        fold::words(text, |word, start, end| {
            let (id, ending) = match self.ids.get(word) {
                Some(&id) => {
                    (id, self.endings.get(fold::place(id)).copied().unwrap_or(Ending::Plain))
                }
                None => (UNKNOWN, fold::ending(word)),
            };
            into.push(Token { id, start: base + start, end: base + end, ending });
        });
    }

    /// The phrases of a text: at each place the longest one, none inside another.
    pub(super) fn mentions(&self, tokens: &[Token]) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = tokens.get(at) {
            let begins = self.begins.get(fold::place(first.id)).is_some_and(|begins| *begins);
            if !begins {
                at += 1;
                continue;
            }
            let mut node = 0;
            let mut best = None;
            let mut end = at;
            while let Some(next) =
                tokens.get(end).and_then(|token| self.steps.get(&(node, token.id)).copied())
            {
                node = next;
                end += 1;
                if let Some(&Node { classes, name }) = self.nodes.get(fold::place(node))
                    && classes != 0
                {
                    let name = name.unwrap_or(NO_NAME);
                    best = Some(Mention { start: at, end, classes, name });
                }
            }
            at = best.map_or(at + 1, |mention| mention.end);
            found.extend(best);
        }
        found
    }
}

/// The regular plural of a name, where there can be one.
fn plural(name: &str) -> Option<String> {
    let name = name.trim();
    if name.ends_with('s') || name.ends_with(|c: char| !c.is_alphabetic()) {
        return None;
    }
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|end| name.ends_with(end));
    match name.strip_suffix('y') {
        Some(stem) if !vowel_y => Some(format!("{stem}ies")),
        _ if ["ch", "sh", "x"].iter().any(|end| name.ends_with(end)) && !name.ends_with("ach") => {
            Some(format!("{name}es"))
        }
        _ => Some(format!("{name}s")),
    }
}
