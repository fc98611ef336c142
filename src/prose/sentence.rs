//! Sentences, as Unicode (UAX #29) divides text, but for common abbreviations.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{USentenceBoundIndices, UnicodeSegmentation as _};

/// Abbreviations that no sentence ends with, in lower case and without their last dot.
const NEVER_LAST: [&str; 24] = [
    "e.g", "eg", "i.e", "ie", "dr", "mr", "mrs", "ms", "mx", "prof", "approx", "vs", "st", "cf",
    "incl", "al", "viz", "esp", "fig", "figs", "pp", "vol", "messrs", "ca",
];
/// Those that no sentence ends with when a number follows.
const BEFORE_NUMBERS: [&str; 10] =
    ["no", "nos", "p", "c", "art", "para", "ch", "sec", "tel", "ext"];
/// The longest of them, in bytes.
const LONGEST: usize = 8;
/// Most marks and spaces in a row behind a dot: what follows more of them is another sentence.
const MOST_MARKS: usize = 64;

/// The sentences of `text`, in order, without the spaces around them.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    Sentences { text, chunk: 0..0, bounds: "".split_sentence_bound_indices(), waiting: None }
}

struct Sentences<'t> {
    text: &'t str,
    /// The part of the text whose bounds are being looked at.
    chunk: Range<usize>,
    bounds: USentenceBoundIndices<'t>,
    /// A sentence that may go on.
    waiting: Option<Range<usize>>,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let Some((offset, sentence)) = self.bounds.next() else {
                if self.chunk.end == self.text.len() {
                    let last = self.waiting.take()?;
                    return Some(trimmed(self.text, last)).filter(|last| !last.is_empty());
                }
                self.chunk = self.chunk.end..chunk_end(self.text, self.chunk.end);
                self.bounds = self.text[self.chunk.clone()].split_sentence_bound_indices();
                continue;
            };
            let start = self.chunk.start + offset;
            let end = start + sentence.len();
            let Some(before) = self.waiting.take() else {
                self.waiting = Some(start..end);
                continue;
            };
            if goes_on(&self.text[before.clone()], sentence) {
                self.waiting = Some(before.start..end);
                continue;
            }
            self.waiting = Some(start..end);
            let before = trimmed(self.text, before);
            if !before.is_empty() {
                return Some(before);
            }
        }
    }
}

/// Whether a sentence that seems to end goes on with `next`.
fn goes_on(before: &str, next: &str) -> bool {
    let Some(word) = before.trim_end().strip_suffix('.') else { return false };
    // A line break ends whatever stands before it.
    if before.ends_with('\n') {
        return false;
    }
    let from = word.floor_char_boundary(word.len().saturating_sub(LONGEST + 1));
    let tail = &word[from..];
    let is_edge = |one: char| !one.is_alphanumeric() && one != '.';
    let word = match tail.rfind(is_edge) {
        Some(at) => tail[at..].trim_start_matches(is_edge),
        None if from == 0 => tail,
        None => return false,
    };
    let is_in = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    is_in(&NEVER_LAST)
        || next.starts_with(|one: char| one.is_ascii_digit()) && is_in(&BEFORE_NUMBERS)
}

/// Where the part of `text` ends that begins at `start`: nearly always the end of the text. Behind a dot, every
/// mark is compared with all that follow, so that there must not be too many of them.
fn chunk_end(text: &str, start: usize) -> usize {
    let mut marks = None;
    for (offset, character) in text[start..].char_indices() {
        if matches!(character, '.' | '\u{2024}' | '\u{fe52}' | '\u{ff0e}') {
            marks = Some(0);
        } else if let Some(count) = &mut marks {
            *count += 1;
            if is_letter(character) {
                marks = None;
            } else if *count > MOST_MARKS {
                return start + offset;
            }
        }
    }
    text.len()
}

/// Whether a character is a letter or digit of its own, and no mark upon another.
fn is_letter(character: char) -> bool {
    character.is_alphanumeric()
        && !is_combining_mark(character)
        && !matches!(character, '\u{ff9e}' | '\u{ff9f}')
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_are_divided() {
        assert_eq!(
            split("It hurts. Does it?  Yes! \u{201c}It does.\u{201d} So ask."),
            ["It hurts.", "Does it?", "Yes!", "\u{201c}It does.\u{201d}", "So ask."]
        );
        assert_eq!(split("At 3.5 weeks, ok. then"), ["At 3.5 weeks, ok. then"]);
        assert_eq!(split("one\ntwo"), ["one", "two"]);
        assert_eq!(split("  "), [""; 0]);
        assert_eq!(split(""), [""; 0]);
    }

    #[test]
    fn abbreviations_end_nothing() {
        for text in [
            "Some kinds (e.g. Swedish massage) are gentle.",
            "See Dr. Smith or Mrs. Jones of St. Mary’s.",
            "It takes approx. 30 minutes.",
            "Oil vs. Balm, i.e. What to use.",
            "See no. 5 and p. 12.",
            "Smith et al. Found little.",
        ] {
            assert_eq!(split(text), [text]);
        }
        assert_eq!(split("Can it cure? No. Nothing can."), ["Can it cure?", "No.", "Nothing can."]);
        assert_eq!(split("It is just. It was."), ["It is just.", "It was."]);
        assert_eq!(split("Ask Dr.\nSmith"), ["Ask Dr.", "Smith"]);
    }

    #[test]
    fn long_rows_of_marks_take_no_time() {
        for unit in ["(", ". ", " (", ".)", "1 ", "\u{345}", "\u{ff9e}", "\u{903}", "e.g. "] {
            let text = format!("a. {}", unit.repeat(1_000_000 / unit.len()));
            assert!(sentences(&text).count() < 1_000_000);
        }
        let text = "Dr. A ".repeat(150_000);
        assert!(sentences(&text).count() > 0);
    }

    proptest! {
        #[test]
        fn nothing_but_spaces_is_lost(text in "[a-cA-C .!?()\u{e9}1\n\u{301}]{0,300}") {
            let mut at = 0;
            for range in sentences(&text) {
                prop_assert!(range.start >= at && text[at..range.start].trim().is_empty());
                prop_assert!(!range.is_empty());
                at = range.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
