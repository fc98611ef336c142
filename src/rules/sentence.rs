//! Sentences and words of a piece of text.
//!
//! Sentences end as UAX #29 says, at `.`, `!`, `?` and their like before a space, with three differences that prose
//! needs: not after "e.g.", "Dr." and the initial of a name, not before a small letter, and not at a single line
//! break, which in Markdown is a space.

use std::ops::Range;

/// Words that end in a dot and do not end a sentence.
const SHORT: &[&str] = &[
    "al", "approx", "c.f", "ca", "cf", "dr", "e.g", "eg", "esp", "fig", "i.e", "ie", "incl", "mr",
    "mrs", "ms", "mx", "no", "nos", "p", "pp", "prof", "rev", "sr", "sra", "st", "tel", "viz",
    "vol", "vs",
];

/// Words that end in a dot and end a sentence only before a capital.
const MAYBE: &[&str] = &["a.m", "etc", "jr", "ltd", "max", "min", "p.m"];

/// The sentences of `text`, without the spaces between them; a text without any sign of one is one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(at) = next_sign(text, from) {
        let rest = text.get(at..).unwrap_or_default();
        let Some(sign) = rest.chars().next() else { break };
        from = at + sign.len_utf8();
        let blank = rest.starts_with("\n\n");
        if !blank && !ends(sign) {
            continue;
        }
        let after = text.get(from..).unwrap_or_default();
        from += after.len() - after.trim_start_matches(|sign| ends(sign) || closes(sign)).len();
        if blank || is_end(text, at, sign, from) {
            push(&mut found, text, start..from);
            start = from;
        }
    }
    push(&mut found, text, start..text.len());
    found
}

/// The next sign that may end a sentence; most bytes are letters, and are not looked at twice.
fn next_sign(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let may_end = |byte: &u8| !byte.is_ascii() || matches!(byte, b'.' | b'!' | b'?' | b'\n');
    Some(from + bytes.iter().position(may_end)?)
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if end > start {
        found.push(start..end);
    }
}

/// Signs that end a sentence, in several scripts.
fn ends(sign: char) -> bool {
    matches!(
        sign,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
    )
}

/// Signs of scripts that put no space between sentences.
fn ends_alone(sign: char) -> bool {
    matches!(sign, '。' | '！' | '？' | '।' | '॥')
}

/// Signs that belong to the sentence before them; also marks of notes, and what stands in their place.
fn closes(sign: char) -> bool {
    matches!(
        sign,
        '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』' | '¹' | '²' | '³' | '⁰'
            ..='⁹' | '\u{fffc}'
    )
}

/// Whether the sign at `at` ends a sentence that goes on to `end`, with its closing signs.
fn is_end(text: &str, at: usize, sign: char, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    if ends_alone(sign) || after.trim_start().is_empty() {
        return true;
    }
    if !after.starts_with(char::is_whitespace) {
        return false;
    }
    let next =
        after.trim_start().trim_start_matches(['"', '\'', '“', '‘', '(', '[', '«', '¿', '¡']);
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    sign != '.' || end > at + 1 || !is_short(text, at, next.starts_with(char::is_uppercase))
}

/// Whether the word before the dot at `at` is a short form or the initial of a name.
fn is_short(text: &str, at: usize, capital: bool) -> bool {
    let before = text.get(..at).unwrap_or_default();
    // No short form is long: a megabyte without a space is not searched again and again.
    let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(16))..);
    let near = near.unwrap_or_default();
    let word = near.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '(' | '[' | '/'));
    let word = word.into_iter().next().unwrap_or_default().trim_start_matches(['"', '“', '‘']);
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(|letter| letter.is_uppercase() && letter != 'I')
        && letters.next().is_none();
    let small = word.to_lowercase();
    (initial && capital)
        || SHORT.contains(&small.as_str())
        || (!capital && MAYBE.contains(&small.as_str()))
}

/// Whether a letter is a word by itself, as in Chinese and Japanese.
fn is_word_alone(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// The words of `text`: what stands between spaces, dashes and ends of sentences, and has a letter or digit.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let between =
        |sign: char| sign.is_whitespace() || matches!(sign, '–' | '—') || ends_alone(sign);
    text.split(between).flat_map(parts).filter(|word| {
        word.bytes().any(|byte| byte.is_ascii_alphanumeric())
            || (!word.is_ascii() && word.chars().any(char::is_alphanumeric))
    })
}

/// What stands between spaces, cut at letters that are words by themselves.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let text = rest.filter(|text| !text.is_empty())?;
        if text.is_ascii() {
            return rest.take();
        }
        let cut = match text.char_indices().find(|(_, letter)| is_word_alone(*letter)) {
            Some((0, letter)) => letter.len_utf8(),
            Some((at, _)) => at,
            None => text.len(),
        };
        let (part, left) = text.split_at(cut);
        rest = Some(left);
        Some(part)
    })
}

/// How many words `text` has.
pub(super) fn count_words(text: &str) -> u32 {
    u32::try_from(words(text).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        assert_eq!(split("It hurts. See a GP!  Why? "), ["It hurts.", "See a GP!", "Why?"]);
        assert_eq!(
            split("Move, e.g. Walk. Ask Dr. Jones at 9 a.m. or 1.5 hours later."),
            ["Move, e.g. Walk.", "Ask Dr. Jones at 9 a.m. or 1.5 hours later."]
        );
        assert_eq!(split("He said \"Stop.\" She left."), ["He said \"Stop.\"", "She left."]);
        assert_eq!(split("We close at 9 p.m. Come early."), ["We close at 9 p.m.", "Come early."]);
        assert_eq!(split("By J. E. Smith and others."), ["By J. E. Smith and others."]);
        assert_eq!(
            split("Wait … and see. See anma.example.com today"),
            ["Wait … and see.", "See anma.example.com today"]
        );
        assert_eq!(split("背中が痛い。医者に行く！"), ["背中が痛い。", "医者に行く！"]);
        assert_eq!(split("هل تؤلم؟ نعم."), ["هل تؤلم؟", "نعم."]);
        assert_eq!(split(""), Vec::<&str>::new());
        assert_eq!(split(" \n "), Vec::<&str>::new());
        assert_eq!(split("no end"), ["no end"]);
        assert_eq!(
            split("It eases pain.² It is safe.\u{fffc} Rest."),
            ["It eases pain.²", "It is safe.\u{fffc}", "Rest."]
        );
        assert_eq!(split("one\n\ntwo\nthree"), ["one", "two\nthree"]);
    }

    #[test]
    fn words_are_counted_as_people_count() {
        for (text, count) in [
            ("long-term pain", 2),
            ("rest – and move", 3),
            ("rest—move", 2),
            ("and/or", 1),
            ("… !", 0),
            ("15 minutes, don’t", 3),
            ("肩が痛", 3),
            ("ölig", 1),
            ("", 0),
        ] {
            assert_eq!(count_words(text), count, "{text}");
        }
    }
}
