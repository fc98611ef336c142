//! Titles in pictures: cut into lines that fit, and safe to put into SVG.

use unicode_normalization::char::is_combining_mark;

/// How wide a letter is, in halves of a letter of Chinese.
fn width(letter: char) -> usize {
    match letter {
        _ if is_combining_mark(letter) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

fn length(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// `title` on at most `most` lines of `room` letters; what does not fit ends in an ellipsis.
pub(super) fn lines(title: &str, room: usize, most: usize) -> Vec<String> {
    let title: String =
        title.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        for piece in pieces(word, room) {
            let last = lines.last().map_or(0, |line| length(line));
            let gap = usize::from(last > 0);
            if last > 0 && last + gap + length(piece) > room {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(piece);
            }
        }
        // A title of a million words takes no longer than one of a hundred.
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(line) = lines.last_mut() {
            while length(line) >= room {
                line.pop();
            }
            line.truncate(line.trim_end().len());
            line.push('…');
        }
    }
    lines
}

/// A word in pieces that fit on a line.
fn pieces(word: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut used) = (0, 0);
    for (at, letter) in word.char_indices() {
        if used + width(letter) > room {
            pieces.push(&word[from..at]);
            (from, used) = (at, 0);
        }
        used += width(letter);
    }
    pieces.push(&word[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_fit_their_boxes() {
        assert_eq!(lines("Lower back pain", 20, 2), ["Lower back pain"]);
        assert_eq!(lines("Repetitive strain injury", 20, 2), ["Repetitive strain", "injury"]);
        assert_eq!(lines("one two three four five six", 9, 2), ["one two", "three…"]);
        assert_eq!(lines("Donaudampfschiff", 9, 2), ["Donaudamp", "fschiff"]);
        assert_eq!(lines("腰痛の原因になるもの", 10, 2), ["腰痛の原因", "になるもの"]);
        assert_eq!(lines("a\u{0}\u{1b}b\n\tc", 9, 2), ["a b c"]);
        assert_eq!(lines("", 9, 2), [""]);
        for line in lines(&"x".repeat(1_000_000), 20, 2) {
            assert!(length(&line) <= 20, "{line}");
        }
    }
}
