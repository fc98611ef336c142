//! Words: where they begin and end, and what they are when case and spelling habits are put aside.
//!
//! Words are those of Unicode (UAX #29). They are compared in NFC and folded case, with straight apostrophes
//! and without invisible characters such as soft hyphens. Text of Latin letters takes a short way.

use std::ops::Range;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

/// What a character does to the words around it (UAX #29, table 3): a set of the bits below, or nothing when it
/// parts words.
type Class = u8;
const LETTER: Class = 1;
const DIGIT: Class = 2;
/// `_`
const JOINER: Class = 4;
/// It is a part of a word by itself.
const WORDLY: Class = LETTER | DIGIT | JOINER;
/// Holds letters together, as `:` does.
const MID_LETTER: Class = 8;
/// Holds digits together, as `,` and `;` do; `.` and apostrophes hold either.
const MID_NUMBER: Class = 16;
/// Needs the whole of Unicode's rules.
const UNKNOWN: Class = 32;

const fn class(character: char) -> Class {
    match character {
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' => LETTER,
        '0'..='9' => DIGIT,
        '_' => JOINER,
        ':' => MID_LETTER,
        ',' | ';' => MID_NUMBER,
        '.' | '\'' | '‘' | '’' => MID_LETTER | MID_NUMBER,
        '\0'..='\u{7f}'
        | '\u{a0}'..='\u{a9}'
        | '×'
        | '÷'
        | '‐'
        | '‑'
        | '–'
        | '—'
        | '“'
        | '”'
        | '…'
        | '€'
        | '\u{fffc}' => 0,
        _ => UNKNOWN,
    }
}

/// Whether a character is not there as far as words are concerned.
pub(super) fn is_invisible(character: char) -> bool {
    // Soft hyphens, joiners, and marks that only say in which direction to write.
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The form of a character in which it is compared.
pub(super) fn tidy(character: char) -> char {
    match character {
        '’' | '‘' | 'ʼ' | '＇' => '\'',
        // Unicode joins words at the narrow space, which holds numbers together; here it is a space.
        '\u{202f}' => ' ',
        other => other,
    }
}

/// Calls `each` with every word of `text`: its place, and its folded form.
pub fn words(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    if !short_way(text, &mut each) {
        long_way(text, &mut each);
    }
}

/// Words of text whose characters are all well known; `false`, and nothing was done, if they are not.
fn short_way(text: &str, each: &mut impl FnMut(Range<usize>, &str)) -> bool {
    if !is_plain(text) {
        return false;
    }
    let mut folded = String::new();
    plain_words(text, |word| {
        fold_into(&text[word.clone()], &mut folded);
        each(word, &folded);
    });
    true
}

/// Whether the short way knows all characters of `text`.
pub(super) fn is_plain(text: &str) -> bool {
    text.is_ascii() || !text.chars().any(|character| class(character) == UNKNOWN)
}

/// What each byte does: one that is not a character by itself needs a look at its neighbours.
const BYTES: [Class; 256] = {
    let mut classes = [UNKNOWN; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte as usize] = class(byte as char);
        byte += 1_u8;
    }
    classes
};

/// Calls `each` with the place of every word of a text that [`is_plain`].
pub(super) fn plain_words(text: &str, mut each: impl FnMut(Range<usize>)) {
    let mut at = 0;
    while at < text.len() {
        let (now, length) = class_at(text, at);
        if now & WORDLY == 0 {
            at += length;
            continue;
        }
        let (end, is_word) = end_of_word(text, at);
        if is_word {
            each(at..end);
        }
        at = end;
    }
}

/// What the character at `at` does, and its length; nothing at the end.
#[inline]
fn class_at(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => (BYTES[usize::from(*byte)], 1),
        _ => {
            let character = text.get(at..).and_then(|rest| rest.chars().next());
            character.map_or((0, 1), |one| (class(one), one.len_utf8()))
        }
    }
}

/// Where the word that begins at `start` ends, and whether it is one and not `_` alone.
#[inline]
fn end_of_word(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        let is_over = |byte: &u8| BYTES[usize::from(*byte)] & WORDLY == 0;
        end = bytes[end..].iter().position(is_over).map_or(bytes.len(), |length| end + length);
        let (now, length) = class_at(text, end);
        if now & WORDLY == 0 && !holds_together(text, end, now, length) {
            let is_word = bytes[start] != b'_' || text[start..end].contains(|one| one != '_');
            return (end, is_word);
        }
        end += length;
    }
}

/// Whether the character at `at`, a `now` of this length, holds what stands before it and behind it together.
fn holds_together(text: &str, at: usize, now: Class, length: usize) -> bool {
    if now & (MID_LETTER | MID_NUMBER) == 0 {
        return false;
    }
    let before = text[..at].chars().next_back().map_or(0, class);
    let behind = class_at(text, at + length).0;
    (now & MID_LETTER != 0 && before == LETTER && behind == LETTER)
        || (now & MID_NUMBER != 0 && before == DIGIT && behind == DIGIT)
}

/// Words by all of Unicode's rules.
pub(super) fn long_way(text: &str, each: &mut impl FnMut(Range<usize>, &str)) {
    let (clean, places) = clean(text);
    let mut folded = String::new();
    let mut end = 0;
    let place = |at: usize| {
        let behind = places.partition_point(|(clean, _)| *clean <= at);
        places[behind - 1].1
    };
    for (start, word) in clean.unicode_word_indices() {
        fold_into(word, &mut folded);
        // The end is where the last character ends, which invisible ones may follow.
        let last = word.chars().next_back().map_or(0, char::len_utf8);
        let last = place(start + word.len() - last);
        let word = place(start).max(end)..last + cluster(&text[last..]);
        // Characters that could be one may be two words, such as a number and a letter of Korean.
        if !word.is_empty() {
            end = word.end;
            each(word, &folded);
        }
    }
}

/// The length of the first character of `text` with the marks that belong to it.
fn cluster(text: &str) -> usize {
    let mut characters = text.char_indices();
    characters.next();
    characters.find(|(_, character)| !joins(*character)).map_or(text.len(), |(at, _)| at)
}

/// Whether a character may become one with the one before it.
fn joins(character: char) -> bool {
    is_combining_mark(character) || matches!(character, '\u{1160}'..='\u{11ff}')
}

/// `text` in NFC, without invisible characters and with straight apostrophes; and where pieces of it stand in
/// the original: pairs of an offset here and one there, for every character with its marks.
fn clean(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut clean = String::with_capacity(text.len());
    let mut places = vec![(0, 0)];
    let mut at = 0;
    while at < text.len() {
        let length = cluster(&text[at..]);
        let cluster = &text[at..at + length];
        if !cluster.starts_with(is_invisible)
            || length > cluster.chars().next().map_or(0, char::len_utf8)
        {
            places.push((clean.len(), at));
            clean.extend(cluster.chars().filter(|one| !is_invisible(*one)).map(tidy).nfc());
        }
        at += length;
    }
    (clean, places)
}

/// A word as it is compared, but with its capitals.
pub(super) fn exact(word: &str) -> String {
    word.chars().filter(|one| !is_invisible(*one)).map(tidy).nfc().collect()
}

/// Puts the folded form of `word` into `folded`.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    let tidied = exact(word);
    folded.extend(UniCase::unicode(tidied).to_folded_case().nfc());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        words(text, |place, folded| found.push((text[place].to_owned(), folded.to_owned())));
        found
    }

    fn folded(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(_, folded)| folded).collect()
    }

    #[test]
    fn spelling_habits_are_put_aside() {
        assert_eq!(folded("Deep-tissue  Massage"), ["deep", "tissue", "massage"]);
        assert_eq!(folded("Parkinson’s and Parkinson's"), ["parkinson's", "and", "parkinson's"]);
        assert_eq!(folded("cafe\u{301} Café CAFÉ"), ["café", "café", "café"]);
        assert_eq!(folded("mas\u{ad}sage mas\u{200b}sage"), ["massage", "massage"]);
        assert_eq!(folded("Weiß WEISS ẞ İ"), ["weiss", "weiss", "ss", "i\u{307}"]);
        assert_eq!(folded("按摩 תחבושת"), ["按", "摩", "תחבושת"]);
        assert_eq!(folded("-- ... ___ !"), [""; 0]);
    }

    #[test]
    fn a_word_is_found_where_it_stands() {
        let text = "x\u{ad}y\u{ad} cafe\u{301}\u{ad}s, end\u{200d}";
        let places: Vec<String> = found(text).into_iter().map(|(place, _)| place).collect();
        assert_eq!(places, ["x\u{ad}y", "cafe\u{301}\u{ad}s", "end"]);
        assert_eq!(found("\u{10b58}\u{1160} x").len(), 2);
    }

    proptest! {
        #[test]
        fn the_short_way_finds_what_the_long_way_finds(text in "[a-cA-C0-2 _:;,.'’“–é×ßŉİ\u{a0}-]{0,24}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            prop_assert!(short_way(&text, &mut |place, word| short.push((place, word.to_owned()))));
            long_way(&text, &mut |place, word| long.push((place, word.to_owned())));
            prop_assert_eq!(short, long);
        }

        #[test]
        fn any_text_has_words_in_order_and_inside(text in "\\PC{0,40}") {
            let mut end = 0;
            words(&text, |place, folded| {
                assert!(place.start >= end && place.end > place.start && !folded.is_empty());
                assert!(text.get(place.clone()).is_some());
                end = place.end;
            });
        }
    }
}
