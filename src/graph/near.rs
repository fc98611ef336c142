//! Names that readers cannot tell apart: "sport massage" and "sports-massage", "neck and back" and "back and
//! neck", "fibromyalgia" and "fibromialgia".
//!
//! Comes in: the names of entities. Goes out: warnings. Every name is looked up under keys that near names share,
//! so the work grows with the number of names and not with the number of pairs.
//!
//! A slip of the keyboard is looked for word by word: two names are near when they differ in one word only, which
//! begins with the same letter in both and has at least six letters for one slip and ten for two. "Upper back pain"
//! and "lower back pain" are few letters apart, and no two readers would take one for the other.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::EntryId;
use super::checks::Facts;
use crate::base::{Span, normalise_name};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::schema::Kind;

/// How many of those with the same key each is held against, so that a thousand alike cost no million comparisons.
const NEIGHBOURS: usize = 4;

/// Words that do not tell names apart.
const SMALL_WORDS: &[&str] = &["a", "an", "and", "in", "of", "on", "or", "the", "to", "with"];

/// Letters that make two words of medicine out of one; no slip of the keyboard.
const OPPOSITES: &[(&str, &str)] = &[
    ("hyper", "hypo"),
    ("inter", "intra"),
    ("abduct", "adduct"),
    ("sprain", "strain"),
    ("medial", "median"),
    ("perone", "perine"),
];

/// A name of an entity.
struct Named<'a> {
    owner: EntryId,
    text: &'a str,
    span: Cow<'a, Span>,
    /// In lower case, without hyphens.
    normal: Cow<'a, str>,
}

impl Named<'_> {
    fn words(&self) -> impl Iterator<Item = &str> {
        self.normal.split(' ')
    }
}

/// Notes names of different entities that are nearly the same.
pub(super) fn check(facts: &Facts<'_>, notes: &mut Notes) {
    let names = names(facts);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut by_key: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for key in [squeezed, sorted] {
        by_key.clear();
        for (index, name) in names.iter().enumerate() {
            meet(by_key.entry(key(name)).or_default(), index, &mut pairs, |_| true);
        }
    }
    by_key.clear();
    let classes = classes(&names);
    for (index, name) in names.iter().enumerate() {
        let class = |word| classes.get(word).copied().unwrap_or(word);
        if name.words().any(|word| classes.contains_key(word)) {
            let key = name.words().map(class).collect::<Vec<_>>().join(" ");
            let is_slip = |other: usize| is_slip(&names[other], name);
            meet(by_key.entry(key).or_default(), index, &mut pairs, is_slip);
        }
    }
    pairs.retain(|(one, other)| is_reported(facts, &names[*one], &names[*other]));
    // One report for each pair of entities, at the first of their names.
    pairs.sort_unstable();
    let mut seen = rustc_hash::FxHashSet::default();
    for (one, other) in pairs {
        let (one, other) = (&names[one], &names[other]);
        if seen.insert((one.owner, other.owner)) {
            notes.push(report(facts, one, other));
        }
    }
}

/// The titles and synonyms of all entities but topics, which may well be called what a body area is called.
fn names<'a>(facts: &Facts<'a>) -> Vec<Named<'a>> {
    let mut names = Vec::new();
    for (owner, document) in facts.site.ids().zip(facts.documents) {
        if !document.kind.is_entity() || document.kind == Kind::Topic {
            continue;
        }
        let matter = &document.matter;
        let title = matter.place_of("title").map(|place| place.span(&document.path));
        let own = || document.key.as_ref().map(|key| key.span.clone());
        let title = title.or_else(own).unwrap_or_else(|| Span::file(&document.path));
        names.push(Named {
            owner,
            text: &matter.title,
            span: Cow::Owned(title),
            normal: normalise_name(&matter.title),
        });
        names.extend(matter.entity.iter().flat_map(|entity| &entity.also).map(|name| Named {
            owner,
            text: &name.text,
            span: Cow::Borrowed(&name.span),
            normal: normalise_name(&name.text),
        }));
    }
    names
}

/// Pairs `index` with those that have the same key and belong together by `is_near`.
fn meet(
    met: &mut Vec<usize>,
    index: usize,
    pairs: &mut Vec<(usize, usize)>,
    is_near: impl Fn(usize) -> bool,
) {
    pairs.extend(met.iter().filter(|other| is_near(**other)).map(|other| (*other, index)));
    if met.len() < NEIGHBOURS {
        met.push(index);
    }
}

/// A name without spaces and plurals.
fn squeezed(name: &Named<'_>) -> String {
    name.words().map(singular).collect()
}

/// The words of a name that count, in the order of the alphabet.
fn sorted(name: &Named<'_>) -> String {
    let mut words: Vec<&str> = name.words().filter(|word| !SMALL_WORDS.contains(word)).collect();
    words.sort_unstable();
    words.join(" ")
}

/// A word without the `s` of its plural; "stress", "arthritis" and "lumbus" have none.
fn singular(word: &str) -> &str {
    let is_plural = word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    word.strip_suffix('s').filter(|_| is_plural).unwrap_or(word)
}

/// Whether two names differ in one word only, and that by a slip.
fn is_slip(one: &Named<'_>, other: &Named<'_>) -> bool {
    let mut different = one.words().zip(other.words()).filter(|(one, other)| one != other);
    one.words().count() == other.words().count()
        && different.next().is_some_and(|(one, other)| is_near(one, other))
        && different.next().is_none()
}

/// How many slips are looked for in a word.
fn slips(word: &str) -> usize {
    if !word.chars().all(char::is_alphabetic) {
        return 0;
    }
    match word.chars().count() {
        0..6 => 0,
        6..10 => 1,
        _ => 2,
    }
}

fn is_near(one: &str, other: &str) -> bool {
    let is_opposite =
        |(a, b): &(&str, &str)| one.replacen(a, b, 1) == other || other.replacen(a, b, 1) == one;
    one.chars().next() == other.chars().next()
        && strsim::damerau_levenshtein(one, other) <= slips(one).min(slips(other))
        && !OPPOSITES.iter().any(is_opposite)
}

/// Every word that is near another, with one that stands for it and all its like.
fn classes<'a>(names: &'a [Named<'_>]) -> FxHashMap<&'a str, &'a str> {
    let mut words: Vec<&str> = names.iter().flat_map(Named::words).collect();
    words.sort_unstable();
    words.dedup();
    words.retain(|word| slips(word) > 0);
    // Two words are near only if some letters can be left out of both so that the same is left.
    let mut left: Vec<(u64, usize)> = Vec::with_capacity(words.len() * 16);
    for (index, word) in words.iter().enumerate() {
        let letters: Vec<char> = word.chars().collect();
        leave_out(&letters, slips(word), &mut |hash| left.push((hash, index)));
    }
    left.sort_unstable();
    left.dedup();
    let mut classes: FxHashMap<&str, &str> = FxHashMap::default();
    for group in left.chunk_by(|(one, _), (other, _)| one == other) {
        for (at, (_, one)) in group.iter().enumerate() {
            for (_, other) in group[at + 1..].iter().take(NEIGHBOURS) {
                let (one, other) = (words[*one], words[*other]);
                if is_near(one, other) {
                    let class = *classes.entry(one).or_insert(one);
                    let known = *classes.entry(other).or_insert(class);
                    if known != class {
                        // Rare: two groups turn out to be one.
                        classes.values_mut().filter(|of| **of == known).for_each(|of| *of = class);
                    }
                }
            }
        }
    }
    classes
}

/// Calls `see` with a hash of `letters`, and of what is left of them without one letter or `slips`; the first stays.
fn leave_out(letters: &[char], slips: usize, see: &mut impl FnMut(u64)) {
    let hash = |without: [usize; 2]| {
        use std::hash::Hasher as _;
        let mut hasher = rustc_hash::FxHasher::default();
        let kept = letters.iter().enumerate().filter(|(at, _)| !without.contains(at));
        kept.for_each(|(_, letter)| hasher.write_u32(u32::from(*letter)));
        hasher.finish()
    };
    let none = usize::MAX;
    see(hash([none, none]));
    for one in 1..letters.len() {
        see(hash([one, none]));
        if slips > 1 {
            (one + 1..letters.len()).for_each(|other| see(hash([one, other])));
        }
    }
}

/// What is the same name is said elsewhere, and a kind of something may well be called almost like it.
fn is_reported(facts: &Facts<'_>, one: &Named<'_>, other: &Named<'_>) -> bool {
    let is_kind_of =
        |one: EntryId, other: EntryId| facts.relations.line(one).any(|wider| wider == other);
    one.normal != other.normal
        && !is_kind_of(one.owner, other.owner)
        && !is_kind_of(other.owner, one.owner)
}

fn report(facts: &Facts<'_>, one: &Named<'_>, other: &Named<'_>) -> Diagnostic {
    let place = |name: &Named<'_>| {
        let title = &*facts.site.entries[name.owner.index()].title;
        if title == name.text {
            "the title of a page".to_owned()
        } else {
            format!("a synonym of `{title}`")
        }
    };
    let message = format!("`{}` and `{}` are nearly the same name", other.text, one.text);
    Diagnostic::warning(Code::NEAR_DUPLICATE, other.span.clone().into_owned(), message)
        .because(place(other))
        .also(one.span.clone().into_owned(), place(one))
        .help("if they are one thing, keep one page and put the other name under `also`; if one is a kind of the other, say so with `is_a`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(owner: u32, text: &str) -> Named<'_> {
        let span = Span::file(&camino::Utf8Path::new("content/conditions/a.md").into());
        Named { owner: EntryId(owner), text, span: Cow::Owned(span), normal: normalise_name(text) }
    }

    #[test]
    fn hyphens_plurals_and_the_order_of_words_do_not_tell_names_apart() {
        assert_eq!(squeezed(&name(0, "Sport-massages")), squeezed(&name(1, "sports massage")));
        assert_eq!(sorted(&name(0, "neck and back")), sorted(&name(1, "the back and neck")));
        assert_ne!(squeezed(&name(0, "stress")), squeezed(&name(1, "stres")));
    }

    #[test]
    fn a_slip_is_noticed_and_another_word_is_not() {
        for (one, other) in [
            ("fibromyalgia", "fibromialgai"),
            ("sciatica", "sciatcia"),
            ("frozen shoulder", "frozen sholder"),
        ] {
            assert!(is_slip(&name(0, one), &name(1, other)), "{one} {other}");
        }
        for (one, other) in [
            ("upper back pain", "lower back pain"),
            ("arthritis", "arthrosis"),
            ("hypertension", "hypotension"),
            ("ankle sprain", "ankle strain"),
            ("neck pain", "leg pain"),
            ("type 1 diabetes", "type 2 diabetes"),
            ("condition 100001", "condition 100002"),
        ] {
            assert!(!is_slip(&name(0, one), &name(1, other)), "{one} {other}");
        }
    }

    #[test]
    fn near_words_share_a_class_and_others_have_none() {
        let names = [name(0, "sciatica"), name(1, "sciatcia"), name(2, "scoliosis pain")];
        let classes = classes(&names);
        assert_eq!(classes["sciatica"], classes["sciatcia"]);
        assert_eq!(classes.len(), 2);
    }

    #[test]
    fn many_names_are_looked_through_without_comparing_all() {
        // Words of 5 to 12 letters that look like none and are all different.
        let letters = |mut number: u64| {
            let mut word = String::new();
            for _ in 0..5 + number % 8 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
                word.push(char::from(b'a' + u8::try_from((number >> 33) % 26).expect("a letter")));
            }
            word
        };
        let texts: Vec<String> =
            (0..20_000).map(|n| format!("{} {} pain", letters(n), letters(n / 7))).collect();
        let names: Vec<Named<'_>> =
            texts.iter().zip(0..).map(|(text, n)| name(n / 5, text)).collect();
        let started = std::time::Instant::now();
        let found = classes(&names);
        // All pairs would be hundreds of millions of comparisons, each of about a microsecond.
        assert!(started.elapsed().as_secs() < 60, "{:?} {}", started.elapsed(), found.len());
    }
}
