//! Words that are in no dictionary.
//!
//! The dictionaries are those of Hunspell, which most systems have. Nothing is read from disk here: whoever
//! uses this reads the files at [`PLACES`] and hands them over.

mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashSet;
use spellbook::Dictionary;

use words::{Word, known_prefix, words};

/// Words of the trade that British dictionaries lack; one a line, lines with `#` are remarks.
const TRADE: &str = include_str!("trade.txt");

/// Where a dictionary is looked for, in this order: `(rules, words)`. What does not begin with a stroke is
/// seen from the folder of the site.
pub const PLACES: &[(&str, &str)] = &[
    ("dictionaries/en_GB.aff", "dictionaries/en_GB.dic"),
    ("dictionaries/index.aff", "dictionaries/index.dic"),
    ("node_modules/dictionary-en-gb/index.aff", "node_modules/dictionary-en-gb/index.dic"),
    ("/usr/share/hunspell/en_GB.aff", "/usr/share/hunspell/en_GB.dic"),
    ("/usr/share/hunspell/en_GB-large.aff", "/usr/share/hunspell/en_GB-large.dic"),
    ("/usr/share/myspell/dicts/en_GB.aff", "/usr/share/myspell/dicts/en_GB.dic"),
    ("/opt/homebrew/share/hunspell/en_GB.aff", "/opt/homebrew/share/hunspell/en_GB.dic"),
    ("/Library/Spelling/en_GB.aff", "/Library/Spelling/en_GB.dic"),
];

/// A shorter word looks like too many others.
const SHORTEST: usize = 4;

/// A longer word gets no suggestion: looking for one takes long, and it is rarely found.
const LONGEST: usize = 24;

/// The text of a dictionary's file. Older ones are not in UTF-8 but in Latin-1.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Knows which words there are.
pub struct Speller {
    dictionary: Dictionary,
    /// In small letters.
    extra: BTreeSet<String>,
    /// Words that were found to be known: a site says most of its words again and again.
    met: RwLock<FxHashSet<Box<str>>>,
}

/// So many words are remembered at most.
const MET: usize = 200_000;

impl Speller {
    /// Takes the two files of a dictionary, and words of the site: names of its entities, its own list.
    /// An entry of several words gives each of them.
    pub fn new<W: AsRef<str>>(
        aff: &str,
        dic: &str,
        extra: impl Iterator<Item = W>,
    ) -> Result<Self, String> {
        let plain = |text: &str| text.trim_start_matches('\u{FEFF}').replace('\r', "");
        let mut dictionary = Dictionary::new(&plain(aff), &plain(dic)).map_err(|_| {
            "The spelling dictionary cannot be read. Install it again, or choose another one."
                .to_owned()
        })?;
        let mut known = BTreeSet::new();
        let trade = TRADE.lines().filter(|line| !line.starts_with('#'));
        for entry in trade {
            known.extend(parts(entry));
        }
        for entry in extra {
            known.extend(parts(entry.as_ref()));
        }
        for word in &known {
            // In the dictionary they can be suggested too. A word that it cannot take is still known here.
            if word.chars().all(char::is_alphabetic) && !dictionary.check(word) {
                drop(dictionary.add(word));
            }
        }
        Ok(Self { dictionary, extra: known, met: RwLock::default() })
    }

    /// The words of a text that are not known, each with its place in bytes. Code between backticks,
    /// addresses, words with digits, short words in capitals, names and other scripts are passed over.
    pub fn unknown(&self, text: &str) -> Vec<Range<usize>> {
        let words = words(text);
        let strange: Vec<&Word<'_>> = {
            let met = self.met.read().unwrap_or_else(PoisonError::into_inner);
            words.iter().filter(|word| !met.contains(word.text)).collect()
        };
        if strange.is_empty() {
            return Vec::new();
        }
        // What is capital in the middle of a sentence is a name, and stays one at the beginning of the next.
        let names: BTreeSet<&str> = words
            .iter()
            .filter(|word| word.capital && !word.first)
            .map(|word| bare(word.text))
            .collect();
        let mut found = Vec::new();
        for word in strange {
            if word.capital && (!word.first || names.contains(bare(word.text))) {
                continue;
            }
            self.look_at(word, &mut found);
        }
        found
    }

    /// Looks at a word with hyphens as a whole first, then at each of its parts.
    fn look_at(&self, word: &Word<'_>, found: &mut Vec<Range<usize>>) {
        if self.knows(word.text) {
            return;
        }
        let parts = word.text.split('-').count();
        if parts > 1 && self.knows(&word.text.replace('-', "")) {
            return;
        }
        let mut at = word.start;
        for (place, part) in word.text.split('-').enumerate() {
            let is_prefix = place + 1 < parts && known_prefix(part);
            if !is_prefix && !self.knows(part) {
                let part = bare(part);
                found.push(at..at + part.len());
            }
            at += part.len() + 1;
        }
    }

    /// Whether a single word is known.
    fn knows(&self, word: &str) -> bool {
        if self.met.read().unwrap_or_else(PoisonError::into_inner).contains(word) {
            return true;
        }
        let is_known = self.is_in_a_list(word);
        if is_known {
            let mut met = self.met.write().unwrap_or_else(PoisonError::into_inner);
            if met.len() < MET {
                met.insert(word.into());
            }
        }
        is_known
    }

    fn is_in_a_list(&self, word: &str) -> bool {
        let word = word.replace(['\u{2019}', '\u{02BC}'], "'");
        let bare = bare(&word);
        if bare.chars().count() < 2 || self.dictionary.check(&word) || self.dictionary.check(bare) {
            return true;
        }
        let small = bare.to_lowercase();
        let one = small.strip_suffix("es").filter(|one| self.extra.contains(*one));
        let one = one.or_else(|| small.strip_suffix('s').filter(|one| self.extra.contains(*one)));
        one.is_some()
            || self.extra.contains(&small)
            || (word_in_capitals(bare) && self.dictionary.check(&small))
    }

    /// Somebody who suggests other words, at most so many in all.
    pub fn suggester(&self, most: usize) -> Suggester<'_> {
        Suggester { speller: self, left: most, known: BTreeMap::new() }
    }
}

impl std::fmt::Debug for Speller {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Speller").field("extra", &self.extra.len()).finish_non_exhaustive()
    }
}

fn word_in_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// The words of an entry, in small letters; with hyphens as a whole too.
fn parts(entry: &str) -> Vec<String> {
    let entry = entry.trim().to_lowercase().replace('\u{2019}', "'");
    let mut all: Vec<String> = Vec::new();
    for word in entry.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '-') {
        all.extend(word.split('-').filter(|part| !part.is_empty()).map(str::to_owned));
        all.push(word.to_owned());
    }
    all.retain(|word| !word.is_empty());
    all
}

/// A word without the `'s` of an owner.
fn bare(word: &str) -> &str {
    ["'s", "\u{2019}s", "'S", "\u{2019}S", "'", "\u{2019}"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word)
}

/// Suggests words, but not for ever: looking for one takes much longer than seeing that one is wrong.
#[derive(Debug)]
pub struct Suggester<'a> {
    speller: &'a Speller,
    left: usize,
    known: BTreeMap<String, Option<String>>,
}

impl Suggester<'_> {
    /// The word that was most likely meant. The same word costs nothing the second time.
    pub fn suggest(&mut self, word: &str) -> Option<String> {
        let word = word.replace('\u{2019}', "'");
        if let Some(known) = self.known.get(&word) {
            return known.clone();
        }
        let letters = word.chars().count();
        if self.left == 0 || !(SHORTEST..=LONGEST).contains(&letters) {
            return None;
        }
        self.left -= 1;
        let mut all = Vec::new();
        // The commonest slip of all comes first: `dont`.
        for (end, right) in [("nt", "n't"), ("ve", "'ve")] {
            let whole = word.strip_suffix(end).map(|start| format!("{start}{right}"));
            if let Some(whole) = whole.filter(|whole| self.speller.dictionary.check(whole)) {
                self.known.insert(word, Some(whole.clone()));
                return Some(whole);
            }
        }
        // Without a search through the whole dictionary for words that look alike in some way.
        self.speller.dictionary.suggester().with_ngram_suggestions(false).suggest(&word, &mut all);
        all.retain(|other| *other != word);
        // Of several the one from the trade or the site is the likeliest.
        let own = all.iter().position(|other| self.speller.extra.contains(&other.to_lowercase()));
        let first = all.into_iter().nth(own.unwrap_or_default());
        self.known.insert(word, first.clone());
        first
    }
}

#[cfg(test)]
mod tests;
