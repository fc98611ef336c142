//! Words and phrases that texts use again and again, and that no page is called.
//!
//! Comes in: all texts. Goes out: candidates for a page of their own. Phrases are counted twice: first roughly, by
//! their hash in a table of fixed size, then exactly those that the rough count lets through. So memory does not grow
//! with the number of different phrases, which is nearly that of all words.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::Site;
use super::place::text_span;
use crate::base::Span;
use crate::document::Document;
use crate::graph::EntryId;
use crate::link::{Named, words};
use crate::markdown::Stretch;

/// A word or a phrase that many texts use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, in small letters.
    pub words: Box<str>,
    /// How often it is used.
    pub count: u32,
    /// On how many pages.
    pub pages: u32,
    /// Where first.
    pub first: Span,
}

/// The words and phrases that may deserve a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrases {
    /// The most used: phrases before words.
    pub shown: Vec<Phrase>,
    /// How many more there are.
    pub more: usize,
}

/// How often a phrase is used at least.
const USES: u32 = 3;
/// On how many pages at least.
const PAGES: u32 = 2;
/// How many are shown.
const SHOWN: usize = 20;
/// Words of a phrase at most.
const LONGEST: usize = 3;
/// Letters that a word by itself has at least; shorter ones are hardly ever names.
const LETTERS: usize = 5;
/// Counters of the rough count.
const COUNTERS: usize = 1 << 21;
/// Counters that may be let through.
const LET_THROUGH: usize = 1 << 16;

/// Words that begin or end no name, and are none.
const STOP_WORDS: &str = include_str!("stop-words.txt");

/// A use of a phrase: where it stands in the text of its document.
struct Use<'a> {
    words: &'a [Token],
}

/// A word of a text.
struct Token {
    start: u32,
    end: u32,
    folded: Box<str>,
    /// Whether it may begin or end a phrase.
    is_content: bool,
    /// Whether it is joined to the word before it by nothing but a space or a hyphen.
    joined: bool,
}

#[derive(Clone)]
struct Count {
    words: Box<str>,
    uses: u32,
    pages: u32,
    first: (EntryId, u32, u32),
}

/// Finds the words and phrases that are used often and named by no page.
pub(super) fn phrases(site: Site<'_>) -> Phrases {
    let stop: FxHashSet<&str> = STOP_WORDS.split_whitespace().collect();
    let documents: Vec<(EntryId, &Document)> = site.documents().collect();
    let rough: Vec<AtomicU32> = (0..COUNTERS).map(|_| AtomicU32::new(0)).collect();
    documents.par_iter().for_each(|(_, document)| {
        let mut seen = FxHashSet::default();
        each_use(site, document, &stop, |one| {
            let hash = hash(&one);
            if seen.insert(hash) {
                rough[counter(hash)].fetch_add(1, Ordering::Relaxed);
            }
        });
    });
    let rough: Vec<u32> = rough.into_iter().map(AtomicU32::into_inner).collect();
    let least = threshold(&rough);
    let counts = documents.par_iter().map(|(id, document)| {
        let mut counts: FxHashMap<u64, Count> = FxHashMap::default();
        each_use(site, document, &stop, |one| {
            let hash = hash(&one);
            if rough[counter(hash)] >= least {
                let known = counts.entry(hash).or_insert_with(|| count(*id, &one));
                known.uses += 1;
            }
        });
        counts
    });
    let counts = counts.reduce(FxHashMap::default, add);
    choose(site, counts.into_values().collect())
}

/// A phrase on its first use.
fn count(id: EntryId, one: &Use<'_>) -> Count {
    let words: Vec<&str> = one.words.iter().map(|word| &*word.folded).collect();
    let (start, end) = (
        one.words.first().map_or(0, |word| word.start),
        one.words.last().map_or(0, |word| word.end),
    );
    Count { words: words.join(" ").into(), uses: 0, pages: 1, first: (id, start, end) }
}

/// Counts of two groups of documents together. The order of the two does not show.
fn add(mut one: FxHashMap<u64, Count>, mut other: FxHashMap<u64, Count>) -> FxHashMap<u64, Count> {
    if one.len() < other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    #[expect(
        clippy::iter_over_hash_type,
        reason = "sums and the least of all do not depend on order"
    )]
    for (hash, count) in other {
        match one.get_mut(&hash) {
            Some(known) => {
                known.uses += count.uses;
                known.pages += count.pages;
                known.first = known.first.min(count.first);
            }
            None => {
                one.insert(hash, count);
            }
        }
    }
    one
}

/// The rough count from which a phrase is counted exactly: two pages, or more where that would be too many.
fn threshold(rough: &[u32]) -> u32 {
    let mut by_count = vec![0_usize; 4096];
    for count in rough {
        by_count[(*count as usize).min(4095)] += 1;
    }
    let mut sum = 0;
    for count in (PAGES as usize..by_count.len()).rev() {
        sum += by_count[count];
        if sum > LET_THROUGH {
            return u32::try_from(count + 1).unwrap_or(u32::MAX);
        }
    }
    PAGES
}

fn hash(one: &Use<'_>) -> u64 {
    use std::hash::Hasher as _;
    let mut hasher = FxHasher::default();
    for word in one.words {
        hasher.write(word.folded.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

fn counter(hash: u64) -> usize {
    usize::try_from(hash >> 8).unwrap_or_default() % COUNTERS
}

/// Calls `each` with every word and phrase of the running text that is not a part of a name.
fn each_use(
    site: Site<'_>,
    document: &Document,
    stop: &FxHashSet<&str>,
    mut each: impl FnMut(Use<'_>),
) {
    let body = &document.body;
    // Cautions and booking calls say the same on page after page, and are meant to.
    let is_free = |stretch: &&Stretch| !stretch.booking && !stretch.advice;
    for stretch in body.stretches.iter().filter(is_free) {
        let Some(text) = body.text.get(stretch.text.start as usize..stretch.text.end as usize)
        else {
            continue;
        };
        let tokens = tokens(text, stretch.text.start, &site.linker.names(text), stop);
        for start in 0..tokens.len() {
            for length in 1..=LONGEST.min(tokens.len() - start) {
                let words = &tokens[start..start + length];
                if length > 1 && !words[length - 1].joined {
                    break;
                }
                if words[0].is_content && words[length - 1].is_content && is_enough(words) {
                    each(Use { words });
                }
            }
        }
    }
}

/// A word by itself must be long enough to be a name.
fn is_enough(words: &[Token]) -> bool {
    words.len() > 1 || words[0].folded.chars().count() >= LETTERS
}

/// The words of `text`, which begins at `base`, without those of names.
fn tokens(text: &str, base: u32, names: &[Named], stop: &FxHashSet<&str>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    let mut next = 0;
    let mut is_parted = true;
    words(text, |place, folded| {
        while names.get(next).is_some_and(|name| name.place.end <= place.start) {
            next += 1;
        }
        let is_named = names.get(next).is_some_and(|name| name.place.start < place.end);
        let gap = &text[end..place.start];
        let is_near = gap == "-" || gap.chars().all(char::is_whitespace);
        end = place.end;
        if is_named || !folded.chars().all(|one| one.is_alphabetic() || one == '\'') {
            is_parted = true;
            return;
        }
        let is_content =
            folded.chars().count() > 2 && !folded.contains('\'') && !stop.contains(folded);
        let at = |offset: usize| base + u32::try_from(offset).unwrap_or(u32::MAX);
        let joined = is_near && !is_parted;
        is_parted = false;
        tokens.push(Token {
            start: at(place.start),
            end: at(place.end),
            folded: folded.into(),
            is_content,
            joined,
        });
    });
    tokens
}

/// The best of all counted phrases.
fn choose(site: Site<'_>, mut all: Vec<Count>) -> Phrases {
    all.retain(|one| one.uses >= USES && one.pages >= PAGES);
    let is_phrase = |one: &Count| one.words.contains(' ');
    let length = |one: &Count| one.words.matches(' ').count();
    // Longer ones first, so that a part of a phrase can be told from a word that also stands alone.
    all.sort_by(|one, other| {
        length(other).cmp(&length(one)).then_with(|| one.words.cmp(&other.words))
    });
    let mut inside: FxHashMap<String, u32> = FxHashMap::default();
    all.retain(|one| {
        let alone = one.uses.saturating_sub(inside.get(&*one.words).copied().unwrap_or(0));
        if alone < USES {
            return false;
        }
        for part in parts(&one.words) {
            let uses = inside.entry(part).or_default();
            *uses = (*uses).max(one.uses);
        }
        true
    });
    all.sort_by(|one, other| {
        let rank = |count: &Count| (is_phrase(count), count.uses, count.pages);
        rank(other).cmp(&rank(one)).then_with(|| one.words.cmp(&other.words))
    });
    let more = all.len().saturating_sub(SHOWN);
    let shown = all.into_iter().take(SHOWN).filter_map(|one| {
        let (id, start, end) = one.first;
        let first = text_span(site.graph.document(id)?, start, end);
        Some(Phrase { words: one.words, count: one.uses, pages: one.pages, first })
    });
    Phrases { shown: shown.collect(), more }
}

/// The shorter phrases and words in a phrase.
fn parts(phrase: &str) -> Vec<String> {
    let words: Vec<&str> = phrase.split(' ').collect();
    let mut parts = Vec::new();
    for length in 1..words.len() {
        parts.extend(words.windows(length).map(|part| part.join(" ")));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_phrase_are_all_that_stand_in_it() {
        assert_eq!(parts("range of motion"), ["range", "of", "motion", "range of", "of motion"]);
        assert_eq!(parts("posture"), [""; 0]);
    }

    #[test]
    fn the_rough_count_lets_only_so_many_through() {
        let mut rough = vec![1; 1000];
        assert_eq!(threshold(&rough), 2);
        rough.extend(vec![2; LET_THROUGH + 1]);
        rough.extend(vec![5; 10]);
        assert_eq!(threshold(&rough), 3);
        rough.extend(vec![9_000; LET_THROUGH]);
        assert_eq!(threshold(&rough), 6);
    }

    #[test]
    fn names_and_marks_part_phrases() {
        let stop: FxHashSet<&str> = ["of"].into_iter().collect();
        let text = "range of-motion, sciatica nerve 12 pain";
        let names = [Named { place: 17..25, target: EntryId(0), term: 0 }];
        let tokens = tokens(text, 10, &names, &stop);
        let shown: Vec<(&str, bool, bool)> =
            tokens.iter().map(|one| (&*one.folded, one.is_content, one.joined)).collect();
        assert_eq!(
            shown,
            [
                ("range", true, false),
                ("of", false, true),
                ("motion", true, true),
                ("nerve", true, false),
                ("pain", true, false)
            ]
        );
        assert_eq!(tokens[0].start, 10);
    }
}
