//! Words and sentences of the plain text: how long a page is, and what is said around a link.
//!
//! Comes in: the plain text of one paragraph, and a place in it. Goes out: a short piece of the same
//! text. It never looks further than a few hundred bytes to each side, so its cost is bounded however
//! long the paragraph is.

/// Longest sentence that is kept, in bytes: a backlink shows one line or two.
const LONGEST: usize = 300;

/// How many words `text` has: runs of anything between ASCII spaces.
pub(super) fn count_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else { return 0 };
    // Nothing below the space is a part of a word.
    let is_space = |byte: u8| byte <= b' ';
    // A word begins where a space is followed by something else. Blocks of 255 pairs keep the count
    // of a block in one byte, which is what lets the compiler compare sixteen pairs at once.
    let mut words = u32::from(!is_space(*first));
    for (before, after) in bytes.chunks(255).zip(bytes[1..].chunks(255)) {
        let begun = before.iter().zip(after).fold(0_u8, |count, (before, after)| {
            count.wrapping_add(u8::from(is_space(*before) & !is_space(*after)))
        });
        words += u32::from(begun);
    }
    words
}

/// The sentence of `text` around the bytes `start..end`, at most 300 bytes long.
///
/// A sentence ends with `.`, `!` or `?` before a space and a capital letter.
pub(super) fn sentence_around(text: &str, start: usize, end: usize) -> String {
    let lowest = text.floor_char_boundary(start.saturating_sub(LONGEST));
    let highest = text.ceil_char_boundary(end.saturating_add(LONGEST).min(text.len()));
    // The mark right before the link may be closed by a bracket or a quote, so the end is looked for
    // in the whole window.
    let window = &text[lowest..highest];
    let ends_at = |mark: usize| {
        // Of "?!" and "..." only the last mark counts, so that long rows of dots cost nothing.
        if matches!(window.as_bytes().get(mark + 1), Some(b'.' | b'!' | b'?')) {
            return None;
        }
        let after = mark + 1 + closing_marks(&window[mark + 1..]);
        ends_sentence(window, mark).then_some(lowest + after)
    };
    let bytes = window.as_bytes();
    let from = memchr::memrchr3_iter(b'.', b'!', b'?', &bytes[..start - lowest])
        .find_map(|mark| ends_at(mark).filter(|after| *after <= start))
        .unwrap_or(lowest);
    let behind = end.saturating_sub(1).max(start) - lowest;
    let to = memchr::memchr3_iter(b'.', b'!', b'?', &bytes[behind..])
        .find_map(|mark| ends_at(behind + mark).filter(|after| *after >= end))
        .unwrap_or(highest);
    shorten(text, from..to, start, end)
}

/// Whether the mark at `offset` is followed by a space and the beginning of a sentence.
fn ends_sentence(window: &str, offset: usize) -> bool {
    let mut before = window[..offset].chars().rev();
    // "e.g. Swedish massage": a single letter between marks is an abbreviation.
    if before.next().is_some_and(char::is_alphabetic) && before.next().is_none_or(|one| one == '.')
    {
        return false;
    }
    let rest = &window[offset + 1..];
    let rest = &rest[closing_marks(rest)..];
    let trimmed = rest.trim_start();
    trimmed.len() < rest.len()
        && trimmed
            .chars()
            .next()
            .is_some_and(|one| one.is_uppercase() || one.is_numeric() || "“‘\"'(".contains(one))
}

fn closing_marks(text: &str) -> usize {
    text.len() - text.trim_start_matches(['”', '’', '"', '\'', ')', '.', '!', '?']).len()
}

/// Cuts a sentence that is too long at spaces, with an ellipsis, and keeps the place in it.
fn shorten(text: &str, whole: std::ops::Range<usize>, start: usize, end: usize) -> String {
    let sentence = text[whole.clone()].trim();
    if sentence.len() <= LONGEST && whole.start + LONGEST > start {
        return sentence.to_owned();
    }
    // The ellipses take three bytes each.
    let room = LONGEST - 6;
    let end = end.min(text.floor_char_boundary(start + room));
    let spare = room - (end - start);
    let mut from = text.ceil_char_boundary(start.saturating_sub(spare / 2).max(whole.start));
    let mut to = text.floor_char_boundary((from + room).min(whole.end)).max(end);
    if from > whole.start {
        from = text[from..start].find(' ').map_or(start, |space| from + space + 1);
    }
    if to < whole.end {
        to = text[end..to].rfind(' ').map_or(end, |space| end + space);
    }
    let mut short = String::with_capacity(LONGEST);
    if from > whole.start {
        short.push('…');
    }
    short.push_str(text[from..to].trim());
    if to < whole.end {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn around(text: &str, link: &str) -> String {
        let start = text.find(link).expect("the link is in the text");
        sentence_around(text, start, start + link.len())
    }

    #[test]
    fn words_are_counted_however_they_are_spaced() {
        assert_eq!(count_words(""), 0);
        assert_eq!(count_words("  one\ttwo\nthree  "), 3);
        assert_eq!(count_words(&"word ".repeat(1_000)), 1_000);
        assert_eq!(count_words(&"a ".repeat(127)), 127);
        assert_eq!(count_words(&"a ".repeat(128)), 128);
    }

    #[test]
    fn a_sentence_ends_before_a_capital_letter() {
        let text = "It hurts. Many people with sciatica feel better in 4.5 weeks! Really?";
        assert_eq!(around(text, "sciatica"), "Many people with sciatica feel better in 4.5 weeks!");
        assert_eq!(around(text, "It"), "It hurts.");
        assert_eq!(around(text, "Really"), "Really?");
        let text = "Some kinds, e.g. Swedish massage, are gentle. “Others are not.” So ask.";
        assert_eq!(around(text, "massage"), "Some kinds, e.g. Swedish massage, are gentle.");
        assert_eq!(around(text, "Others"), "“Others are not.”");
    }

    #[test]
    fn a_long_sentence_is_cut_at_words_and_keeps_the_link() {
        let text = format!("{}sciatica {}", "before ".repeat(200), "after ".repeat(200));
        let short = around(&text, "sciatica");
        assert!(short.len() <= 300, "{}", short.len());
        assert!(short.starts_with("…before "), "{short}");
        assert!(short.contains(" sciatica ") && short.ends_with(" after…"), "{short}");
    }

    proptest! {
        #[test]
        fn a_sentence_is_never_too_long(text in ".{0,80}( [.!?]? ?[A-Z“é]{0,90}){0,12}", from in 0usize..900, length in 0usize..500) {
            let start = text.floor_char_boundary(from.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            prop_assert!(sentence_around(&text, start, end).len() <= 306);
        }

        #[test]
        fn words_are_what_splitting_gives(text in "[a é\t\n]{0,600}") {
            prop_assert_eq!(count_words(&text) as usize, text.split_ascii_whitespace().count());
        }
    }
}
