//! Where sentences end by the rules of Unicode (UAX #29), fast for the characters English needs.

use unicode_segmentation::UnicodeSegmentation;

/// What a character is to those rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Other,
    Lower,
    Upper,
    Digit,
    Space,
    Line,
    Stop,
    End,
    Close,
    Goes,
}

/// The pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    quick(text).unwrap_or_else(|| text.split_sentence_bounds().collect())
}

/// `None` for a character that is not in the small table.
fn sort(c: char) -> Option<Sort> {
    Some(match c {
        'a'..='z' | '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{ff}' => Sort::Lower,
        'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' => Sort::Upper,
        '0'..='9' => Sort::Digit,
        ' ' | '\t' | '\u{a0}' => Sort::Space,
        '\n' => Sort::Line,
        '.' => Sort::Stop,
        '!' | '?' => Sort::End,
        '\'' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '\u{2018}' | '\u{2019}' | '\u{201c}'
        | '\u{201d}' => Sort::Close,
        ',' | '-' | ':' | ';' | '\u{2013}' | '\u{2014}' => Sort::Goes,
        '!'..='~' | '\u{a3}' | '\u{b0}' | '\u{bd}' | '\u{d7}' | '\u{20ac}' | '\u{2026}' => {
            Sort::Other
        }
        _ => return None,
    })
}

/// How far an end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Inside,
    Ended,
    Spaced,
    Over,
}

fn quick(text: &str) -> Option<Vec<&str>> {
    let mut all = Vec::with_capacity(text.len() / 64 + 1);
    let mut from = 0;
    let mut state = State::Inside;
    let mut stop = false;
    let (mut last, mut before) = (Sort::Other, Sort::Other);
    for (at, c) in text.char_indices() {
        let sort = sort(c)?;
        let letter = matches!(before, Sort::Lower | Sort::Upper);
        let ends = match (state, sort) {
            (State::Over, _) => true,
            (State::Inside, _)
            | (State::Ended, Sort::Close)
            | (_, Sort::Space | Sort::Line | Sort::Goes | Sort::Stop | Sort::End) => false,
            (State::Ended, Sort::Digit) if last == Sort::Stop => false,
            (State::Ended, Sort::Upper) if last == Sort::Stop && letter => false,
            _ => !(stop && small_follows(text.get(at..).unwrap_or_default())),
        };
        if ends {
            all.extend(text.get(from..at));
            from = at;
        }
        state = match sort {
            Sort::Stop | Sort::End => State::Ended,
            Sort::Line => State::Over,
            Sort::Close if state == State::Ended => State::Ended,
            Sort::Space if matches!(state, State::Ended | State::Spaced) => State::Spaced,
            _ => State::Inside,
        };
        stop = sort == Sort::Stop || sort != Sort::End && stop;
        (before, last) = (last, sort);
    }
    all.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    Some(all)
}

/// Whether a small letter comes before any other letter, line end or full stop.
fn small_follows(rest: &str) -> bool {
    let mut sorts = rest.chars().map(|c| sort(c).unwrap_or(Sort::Other));
    let told = |sort: &Sort| {
        matches!(sort, Sort::Lower | Sort::Upper | Sort::Line | Sort::Stop | Sort::End)
    };
    sorts.find(told) == Some(Sort::Lower)
}

#[cfg(test)]
mod tests {
    use super::{UnicodeSegmentation, quick};

    #[test]
    fn the_quick_way_gives_the_same() {
        let known: Vec<char> = (' '..='~')
            .chain("\n\t\u{a0}\u{a3}\u{b0}\u{bd}\u{d7}\u{20ac}\u{2026}\u{2018}\u{2019}".chars())
            .chain("\u{201c}\u{201d}\u{2013}\u{2014}\u{e9}\u{c9}".chars())
            .collect();
        let often: Vec<char> = "aB1 .!?\"')\n,\u{2026}".chars().collect();
        let mut seed = 1_u32;
        let mut next = |most: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            super::super::fold::place(seed >> 8) % most
        };
        for round in 0..60_000 {
            let from = if round % 2 == 0 { &known } else { &often };
            let text: String = (0..=next(14)).map(|_| from[next(from.len())]).collect();
            let slow: Vec<&str> = text.split_sentence_bounds().collect();
            assert_eq!(quick(&text), Some(slow), "{text:?}");
        }
        assert_eq!(quick("\u{4e00}"), None);
    }
}
