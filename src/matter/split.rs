//! Where front matter ends and the text of the page begins.

use std::ops::Range;

use super::Split;

/// Finds front matter and body in `text`.
///
/// Front matter begins with a line `---`, which only empty lines and a byte order mark may precede, and
/// ends with a line `---` or `...`.
pub fn split(text: &str) -> Split {
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let blank = text[begin..].len() - text[begin..].trim_start_matches(['\r', '\n']).len();
    let fence = line(text, begin + blank);
    if text[fence.clone()].trim_end() != "---" {
        return Split { matter: None, body: begin..text.len(), unclosed: false };
    }
    let start = after(text, fence.end);
    for found in memchr::memchr_iter(b'\n', &text.as_bytes()[fence.end..]) {
        let at = fence.end + found + 1;
        // Few lines begin so; the rest of the line is looked at only then.
        if !matches!(text.as_bytes().get(at), Some(b'-' | b'.')) {
            continue;
        }
        let end = line(text, at);
        if matches!(text[end.clone()].trim_end(), "---" | "...") {
            return Split {
                matter: Some(start..at),
                body: after(text, end.end)..text.len(),
                unclosed: false,
            };
        }
    }
    Split { matter: Some(start..text.len()), body: text.len()..text.len(), unclosed: true }
}

/// The line that begins at `start`, without its line break.
fn line(text: &str, start: usize) -> Range<usize> {
    let rest = &text.as_bytes()[start..];
    start..memchr::memchr(b'\n', rest).map_or(text.len(), |length| start + length)
}

/// The start of the line after the one that ends at `end`.
fn after(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> (Option<&str>, &str, bool) {
        let split = split(text);
        (split.matter.map(|range| &text[range]), &text[split.body], split.unclosed)
    }

    #[test]
    fn fences_are_found_however_the_file_is_saved() {
        assert_eq!(parts("---\na: b\n---\ntext\n"), (Some("a: b\n"), "text\n", false));
        assert_eq!(parts("\u{feff}---\r\na: b\r\n---\r\ntext"), (Some("a: b\r\n"), "text", false));
        assert_eq!(parts("---  \na: b\n...\n---\n"), (Some("a: b\n"), "---\n", false));
        assert_eq!(parts("\n\n---\n---"), (Some(""), "", false));
        assert_eq!(parts("---\na: b\n--- \t"), (Some("a: b\n"), "", false));
    }

    #[test]
    fn a_page_may_do_without() {
        assert_eq!(parts(""), (None, "", false));
        assert_eq!(parts("\u{feff}Text"), (None, "Text", false));
        assert_eq!(parts("----\na: b\n"), (None, "----\na: b\n", false));
        assert_eq!(parts(" ---\n"), (None, " ---\n", false));
    }

    #[test]
    fn a_missing_end_is_told() {
        assert_eq!(parts("---\na: b\n"), (Some("a: b\n"), "", true));
        assert_eq!(parts("---"), (Some(""), "", true));
        assert_eq!(parts("---\na: b\n ---\n----\n"), (Some("a: b\n ---\n----\n"), "", true));
    }

    proptest! {
        #[test]
        fn the_parts_are_inside(text in "[-.\n\r a\u{feff}é]{0,40}") {
            let split = split(&text);
            prop_assert!(text.get(split.body.clone()).is_some());
            if let Some(matter) = split.matter {
                prop_assert!(text.get(matter.clone()).is_some() && matter.end <= split.body.start);
            }
        }
    }
}
