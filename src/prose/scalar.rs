//! Where the bytes of a field stand in the file, though quotes, escapes and folded lines move them.

use std::ops::Range;

use super::Text;

/// How a field is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// The words `text` of a field that stands at `span` in `whole`. Where the two cannot be followed side by side, all
/// of the words stand for all of the place. With `collapse`, white space is one space, as on a page.
pub(super) fn locate(whole: &str, span: Range<usize>, text: &str, collapse: bool) -> Text {
    let end = whole.ceil_char_boundary(span.end.min(whole.len()));
    let start = whole.floor_char_boundary(span.start.min(end));
    let source = &whole[start..end];
    let text = text.trim();
    let quoted = match source.bytes().next() {
        Some(b'"') => Some((1, Style::Double)),
        Some(b'\'') => Some((1, Style::Single)),
        Some(b'|' | b'>') => source.find('\n').map(|line| (line, Style::Plain)),
        _ => None,
    };
    let ways = quoted.into_iter().chain([(0, Style::Plain)]);
    for (skip, style) in ways {
        let mut aligner = Aligner { source, at: skip, base: start, style, text: Text::default() };
        if aligner.follow(text, collapse).is_some() {
            return aligner.text;
        }
    }
    let mut all = Text::default();
    let mut rest = text;
    while let Some(word) = rest.split_whitespace().next().filter(|_| collapse) {
        if !all.is_empty() {
            all.push(" ", start..end, false);
        }
        all.push(word, start..end, false);
        rest = rest.trim_start().get(word.len()..).unwrap_or_default();
    }
    if !collapse {
        all.push(text, start..end, false);
    }
    all
}

struct Aligner<'a> {
    source: &'a str,
    at: usize,
    base: usize,
    style: Style,
    text: Text,
}

impl Aligner<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    /// Goes through `text` and the source side by side; `None` if they part.
    fn follow(&mut self, text: &str, collapse: bool) -> Option<()> {
        self.spaces();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let is_space = character.is_whitespace();
            let (from, length) = if is_space {
                let from = self.at;
                self.spaces();
                if self.at == from {
                    return None;
                }
                (from, rest.len() - rest.trim_start().len())
            } else {
                (self.character(character)?, character.len_utf8())
            };
            let (words, behind) = rest.split_at(length);
            let words = if collapse && is_space { " " } else { words };
            let literal = self.source[from..self.at] == *words;
            self.text.push(words, self.base + from..self.base + self.at, literal);
            rest = behind;
        }
        Some(())
    }

    /// Passes white space, however it is written.
    fn spaces(&mut self) {
        loop {
            let rest = &self.source[self.at..];
            let mut characters = rest.chars();
            let Some(first) = characters.next() else { return };
            let is_space = |one: char| one.is_whitespace() || "ntr_NLP".contains(one);
            if first.is_whitespace() {
                self.at += first.len_utf8();
            } else if self.style == Style::Double
                && first == '\\'
                && let Some(second) = characters.next().filter(|second| is_space(*second))
            {
                self.at += 1 + second.len_utf8();
            } else {
                return;
            }
        }
    }

    /// Passes `character`, however it is written; gives where it begins.
    fn character(&mut self, character: char) -> Option<usize> {
        if self.style == Style::Double {
            // The line goes on, and nothing stands between.
            while self.rest().starts_with("\\\n") || self.rest().starts_with("\\\r") {
                let behind = &self.source[self.at + 1..];
                self.at += 1 + behind.len() - behind.trim_start().len();
            }
        }
        let rest = self.rest();
        let length = if self.style == Style::Single && character == '\'' {
            rest.starts_with("''").then_some(2)?
        } else if self.style == Style::Double && rest.starts_with('\\') {
            let (decoded, length) = escape(rest)?;
            (decoded == character).then_some(length)?
        } else {
            rest.starts_with(character).then_some(character.len_utf8())?
        };
        let start = self.at;
        self.at += length;
        Some(start)
    }
}

/// The character that an escape stands for, and the length of the escape.
fn escape(source: &str) -> Option<(char, usize)> {
    let kind = source[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '"' | '\\' | '/' => return Some((kind, 2)),
        'e' => return Some(('\u{1b}', 2)),
        '0' => return Some(('\0', 2)),
        _ => return None,
    };
    let code = source.get(2..2 + digits)?;
    let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
    Some((character, 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(source: &str, text: &str, words: &[&str]) -> Vec<String> {
        let found = locate(source, 0..source.len(), text, true);
        let place = |word: &&str| {
            let at = found.find(*word).expect("the word");
            source[found.place(at..at + word.len())].to_owned()
        };
        words.iter().map(place).collect()
    }

    #[test]
    fn fields_are_followed_however_they_are_written() {
        assert_eq!(places("a b c", "a b c", &["b", "b c"]), ["b", "b c"]);
        assert_eq!(places("\"a \\\"b\\\" c\"", "a \"b\" c", &["\"b", "c"]), ["\\\"b", "c"]);
        assert_eq!(places("'it''s c'", "it's c", &["it's", "c"]), ["it''s", "c"]);
        assert_eq!(places("\"a\n  b\"", "a b", &["b", "a b"]), ["b", "a\n  b"]);
        assert_eq!(places(">-\n  a\n  b\n", "a b", &["b", "a b"]), ["b", "a\n  b"]);
        assert_eq!(places("|\n  a\n  b\n", "a\nb\n", &["b", "a b"]), ["b", "a\n  b"]);
        assert_eq!(
            places("\"a\\\n  b \\u00e9 d\"", "ab é d", &["b", "é", "d"]),
            ["b", "\\u00e9", "d"]
        );
        assert_eq!(places("\" a\\tb\"", " a\tb", &["b", "a b"]), ["b", "a\\tb"]);
    }

    #[test]
    fn what_cannot_be_followed_is_the_whole_place() {
        assert_eq!(places("*name", "a b", &["a", "b", "a b"]), ["*name"; 3]);
        assert_eq!(places("", "a", &["a"]), [""]);
    }
}
