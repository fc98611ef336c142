//! Rules that find words at their place, whatever else the page says.

use std::ops::Range;

use super::super::pattern::{Found, Pattern};
use super::Spot;

/// Places that one rule finds in one text.
const MOST: usize = 500;

pub(super) fn existence(ways: &[Pattern], unit: usize, text: &str, found: &mut Vec<Spot>) {
    for pattern in ways {
        found.extend(pattern.all(text).map(|place| Spot::at(unit, place.range)));
    }
}

pub(super) fn substitution(
    pattern: &Pattern,
    good: &[String],
    unit: usize,
    text: &str,
    found: &mut Vec<Spot>,
) {
    for Found { range, which } in pattern.all(text) {
        let Some(template) = good.get(which) else { continue };
        let written = text.get(range.clone()).unwrap_or_default();
        let plain = if template.contains('$') {
            pattern.expand(text, &range, template)
        } else {
            template.clone()
        };
        // `this|that` offers two words.
        let words: Vec<String> = plain.split('|').map(|word| like(written, word)).collect();
        if words.iter().any(|word| word == written) {
            continue;
        }
        let suggestion = Some(words.join(" or "));
        found.push(Spot { suggestion, ..Spot::at(unit, range) });
    }
}

/// The suggestion with the capitals of what it takes the place of.
pub(super) fn like(written: &str, suggestion: &str) -> String {
    let mut letters = written.chars().filter(|letter| letter.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let mut rest = letters.peekable();
    let all = first && rest.peek().is_some() && rest.all(char::is_uppercase);
    let mut signs = suggestion.chars();
    match signs.next() {
        Some(_) if all => suggestion.to_uppercase(),
        Some(sign) if first => sign.to_uppercase().chain(signs).collect(),
        _ => suggestion.to_owned(),
    }
}

pub(super) fn repetition(
    pattern: Option<&Pattern>,
    alpha: bool,
    unit: usize,
    text: &str,
    found: &mut Vec<Spot>,
) {
    let mut before: Option<Range<usize>> = None;
    let mut from = 0;
    let next = |from: usize| match pattern {
        Some(pattern) => pattern.next(text, from).map(|place| place.range),
        None => next_word(text, from),
    };
    // Every word is looked at, so there is no limit to how many.
    while let Some(place) = next(from).filter(|_| found.len() < MOST) {
        from = place.end.max(place.start + 1);
        if let Some(last) = before.replace(place.clone())
            && same(text.get(last.clone()).unwrap_or(" "), text.get(place.clone()).unwrap_or(""))
            && is_repeated(text, &last, &place, alpha)
        {
            let suggestion = text.get(last.clone()).map(str::to_owned);
            found.push(Spot { suggestion, ..Spot::at(unit, last.start..place.end) });
        }
    }
}

/// Whether nothing but space stands between two words, and they are of letters where that counts.
fn is_repeated(text: &str, last: &Range<usize>, place: &Range<usize>, alpha: bool) -> bool {
    let between = text.get(last.end..place.start).unwrap_or("x");
    let word = text.get(place.clone()).unwrap_or_default();
    let is_letter = |sign: char| sign.is_alphabetic() || matches!(sign, '\'' | '’');
    !between.is_empty()
        && between.trim().is_empty()
        && !between.contains("\n\n")
        && (!alpha || word.chars().all(is_letter))
}

/// The next run of letters and digits, with the apostrophes and hyphens inside it.
fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.find(char::is_alphanumeric)?;
    let inside = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '\'' | '’' | '-');
    let word = text.get(start..)?;
    let word = word.find(|sign| !inside(sign)).map_or(word, |end| &word[..end]);
    Some(start..start + word.trim_end_matches(['\'', '’', '-']).len())
}

fn same(one: &str, two: &str) -> bool {
    if one.is_ascii() && two.is_ascii() {
        one.eq_ignore_ascii_case(two)
    } else {
        one.to_lowercase() == two.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_have_the_capitals_of_what_was_written() {
        for (written, suggestion, result) in [
            ("prior to", "before", "before"),
            ("Prior to", "before", "Before"),
            ("PRIOR TO", "before", "BEFORE"),
            ("A", "one", "One"),
            ("GP", "doctor", "DOCTOR"),
            ("Über", "äpfel", "Äpfel"),
            ("  ", " ", " "),
            ("X", "", ""),
        ] {
            assert_eq!(like(written, suggestion), result);
        }
    }
}
