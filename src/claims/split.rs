//! Text to sentences: the rules of Unicode (UAX #29), but not after abbreviations and line ends.

use std::ops::Range;

use super::bounds;

/// A sentence and whether it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its bytes.
    pub range: Range<usize>,
    /// It ends with a question mark.
    pub question: bool,
}

const SHORT: [&str; 34] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "approx", "no", "nos", "e.g", "eg", "i.e", "ie", "etc",
    "vs", "fig", "inc", "ltd", "dept", "tel", "min", "mins", "hr", "hrs", "max", "est", "incl",
    "jr", "sr", "cf", "al", "ed", "vol", "pp",
];

/// The sentences of a text, in order.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    let mut open = false;
    let mut end = 0;
    for piece in bounds::pieces(text) {
        let start = end;
        end = start + piece.len();
        let question = asks(piece);
        let goes_on = goes_on(piece, text.get(end..).unwrap_or_default());
        match all.last_mut() {
            Some(last) if open => {
                last.range.end = end;
                last.question = question;
            }
            _ => all.push(Sentence { range: start..end, question }),
        }
        open = goes_on;
    }
    all.retain(|one| text.get(one.range.clone()).is_some_and(|text| !text.trim().is_empty()));
    all
}

fn bare(piece: &str) -> &str {
    piece.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '\u{201d}' | '\u{2019}' | ')' | ']' | '*' | '_')
    })
}

fn asks(piece: &str) -> bool {
    bare(piece).trim_end_matches(['!', '.']).ends_with(['?', '\u{ff1f}'])
}

/// Whether the sentence is not over: an abbreviation, or a line end amid words.
fn goes_on(piece: &str, rest: &str) -> bool {
    let end = bare(piece);
    if !end.ends_with(['.', '!', '?', '\u{2026}', ':', ';']) {
        return true;
    }
    let Some(stem) = end.strip_suffix('.') else { return end.ends_with([':', ';']) };
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"'))
        .next()
        .unwrap_or(stem);
    let short = SHORT.iter().any(|short| short.eq_ignore_ascii_case(word));
    if !short {
        // An initial: J. Smith.
        return word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    }
    // "No." and "etc." may well end a sentence: only a number or a small letter carries on.
    match word.to_ascii_lowercase().as_str() {
        "no" | "nos" => rest.starts_with(|c: char| c.is_ascii_digit()),
        "etc" | "al" | "min" | "mins" | "hr" | "hrs" | "max" | "inc" | "ltd" => {
            !rest.trim_start().starts_with(char::is_uppercase)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).iter().map(|one| text[one.range.clone()].trim()).collect()
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            split("Ask Dr. Smith about it. She knows."),
            ["Ask Dr. Smith about it.", "She knows."]
        );
        assert_eq!(
            split("Rooms, e.g. No. 5, open at approx. 9."),
            ["Rooms, e.g. No. 5, open at approx. 9."]
        );
        assert_eq!(split("Does it cure? No. Ask."), ["Does it cure?", "No.", "Ask."]);
        assert_eq!(split("Massage can\nrelieve pain. Yes"), ["Massage can\nrelieve pain.", "Yes"]);
        assert!(sentences("Can it? \u{201c}Yes?\u{201d}").iter().all(|one| one.question));
    }
}
