//! The words of a text that are worth looking up.

use unicode_segmentation::UnicodeSegmentation as _;

/// Words in capitals up to this length are abbreviations.
const SHORT: usize = 5;

/// Beginnings that are put before any word with a hyphen.
const PREFIXES: &[&str] = &[
    "anti", "auto", "bi", "bio", "co", "de", "ex", "extra", "hydro", "hyper", "hypo", "inter",
    "intra", "macro", "meta", "micro", "mid", "mini", "multi", "musculo", "myo", "neuro", "non",
    "para", "peri", "poly", "post", "pre", "pro", "pseudo", "psycho", "re", "semi", "socio", "sub",
    "super", "thermo", "trans", "tri", "ultra", "un",
];

/// A word, or several joined by hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    pub(super) text: &'a str,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether a sentence, a line or a quotation begins with it.
    pub(super) first: bool,
}

/// Whether this is a beginning that is put before other words.
pub(super) fn known_prefix(part: &str) -> bool {
    PREFIXES.contains(&&*part.to_lowercase())
}

/// All words worth looking up, in their order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    gather(text, plain_word)
}

/// A word that nothing is special about, at the start of a chunk that has nothing else but marks after it. Most chunks are
/// such; what it says of them is what [`chunk_words`] finds out the long way.
fn plain_word(chunk: &str) -> Option<&str> {
    let bytes = chunk.as_bytes();
    let is_capital = bytes.first()?.is_ascii_uppercase();
    let small = bytes
        .iter()
        .skip(usize::from(is_capital))
        .take_while(|byte| byte.is_ascii_lowercase())
        .count();
    let (word, marks) = chunk.split_at_checked(small + usize::from(is_capital))?;
    let is_mark =
        |byte: u8| matches!(byte, b' ' | b'\n' | b',' | b'.' | b';' | b':' | b'!' | b'?' | b')');
    // `As` could be two letters that stand for something.
    (small > 1 && marks.bytes().all(is_mark)).then_some(word)
}

fn gather(text: &str, plain: impl Fn(&str) -> Option<&str>) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    let mut first = true;
    let mut in_code = false;
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += chunk.len();
        if let Some(word) = plain(chunk).filter(|_| !in_code) {
            let capital = word.starts_with(|letter: char| letter.is_ascii_uppercase());
            all.push(Word { start, text: word, capital, first });
            first = chunk.len() > word.len() + 1 && ends_sentence(chunk) || chunk.ends_with('\n');
            continue;
        }
        let ticks = chunk.matches('`').count();
        let was_code = in_code;
        in_code ^= ticks % 2 == 1;
        if was_code || ticks > 0 {
            first = ends_sentence(chunk);
            continue;
        }
        if !is_address(chunk) {
            chunk_words(chunk, start, &mut first, &mut all);
        }
        if !chunk.trim().is_empty() {
            first = (first && !chunk.contains(char::is_alphanumeric)) || ends_sentence(chunk);
        } else if chunk.contains('\n') {
            first = true;
        }
    }
    all
}

/// The words of a stretch without blanks.
fn chunk_words<'a>(chunk: &'a str, at: usize, first: &mut bool, all: &mut Vec<Word<'a>>) {
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    for (start, word) in chunk.unicode_word_indices() {
        // Words right after one another with nothing but a hyphen between are one.
        if let Some((from, last)) = pieces.last_mut()
            && chunk.get(*from + last.len()..start) == Some("-")
        {
            *last = chunk.get(*from..start + word.len()).unwrap_or_default();
        } else {
            pieces.push((start, word));
        }
    }
    for (start, text) in pieces {
        // After an opening quotation mark a sentence may begin.
        let before = chunk.get(..start).unwrap_or_default();
        let opens = before.ends_with(['"', '\u{201C}', '\u{2018}', '\'', '(', '[']);
        if is_worth(text) {
            let capital = text.starts_with(char::is_uppercase);
            all.push(Word { start: at + start, text, capital, first: *first || opens });
        }
        *first = false;
    }
}

/// Whether a sentence ends here, or something after which a capital says nothing.
fn ends_sentence(chunk: &str) -> bool {
    if chunk.contains('\n') {
        return true;
    }
    let end =
        chunk.trim_end().trim_end_matches(['"', '\'', ')', ']', '*', '_', '\u{2019}', '\u{201D}']);
    end.ends_with([
        '.', '!', '?', ':', ';', '\u{2026}', '\u{2013}', '\u{2014}', '\u{2022}', '|', '#',
    ])
}

/// Addresses of pages and letters, names of files, paths.
fn is_address(chunk: &str) -> bool {
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    chunk.contains("://")
        || chunk.contains('@')
        || chunk.contains('\\')
        || chunk.to_ascii_lowercase().starts_with("www.")
        || chunk.to_ascii_lowercase().starts_with("mailto:")
        || chunk.matches('/').count() > 1
        || is_dotted(chunk)
}

/// Whether letters stand right after a full stop, as in `example.com` and `e.g`.
fn is_dotted(chunk: &str) -> bool {
    let mut parts = chunk.split('.');
    parts.next().is_some_and(|part| !part.is_empty())
        && parts.any(|part| part.starts_with(|c: char| c.is_lowercase() || c.is_numeric()))
}

/// Whether a dictionary can say anything about a word.
fn is_worth(word: &str) -> bool {
    // Full stops, colons and low lines join words too; such things are no words.
    if word.contains(|c: char| c.is_numeric() || "_.:".contains(c)) {
        return false;
    }
    if word.chars().any(|c| c.is_alphabetic() && !is_latin(c)) {
        return false;
    }
    let letters =
        word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
    // `CNHC`, and several: `GPs`.
    let capitals = letters.strip_suffix('s').unwrap_or(letters);
    let is_short =
        |part: &str| part.chars().count() <= SHORT && part.chars().all(char::is_uppercase);
    if capitals.split('-').all(is_short) {
        return false;
    }
    // `iPhone`, `YouTube`: capitals inside a word belong to names.
    let inner = |part: &str| {
        let mut rest = part.chars().skip(1);
        rest.any(char::is_uppercase) && part.chars().any(char::is_lowercase)
    };
    !letters.split(['-', '\'', '\u{2019}']).any(inner)
}

fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_words_are_found_the_short_way_as_the_long_way(
            text in "([A-Za-z]{0,4}[ \n.,:;!?)('`’éß_@/-]{0,3}|As |I |word |Word[.] |e[.]g[.] |www[.] ){0,30}",
        ) {
            prop_assert_eq!(words(&text), gather(&text, |_| None));
        }
    }
}
