//! Places in text: bytes inside the program, lines and columns at its edge.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

/// A place in one source file, in bytes from the start of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file, relative to the site's root.
    pub path: Arc<Utf8Path>,
    /// First byte of the place.
    pub start: u32,
    /// First byte after the place.
    pub end: u32,
}

impl Ord for Span {
    /// By file, then by place.
    fn cmp(&self, other: &Self) -> Ordering {
        // Places in one file share its path, and comparing paths part by part takes long.
        let path = if Arc::ptr_eq(&self.path, &other.path) {
            Ordering::Equal
        } else {
            self.path.cmp(&other.path)
        };
        path.then_with(|| (self.start, self.end).cmp(&(other.start, other.end)))
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Span {
    /// The place `range` in the file `path`. Offsets past 4 GiB are cut off (files are far smaller).
    pub fn new(path: &Arc<Utf8Path>, range: Range<usize>) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            path: Arc::clone(path),
            start: cut(range.start),
            end: cut(range.end.max(range.start)),
        }
    }

    /// The very start of a file: for problems that concern all of it.
    pub fn file(path: &Arc<Utf8Path>) -> Self {
        Self { path: Arc::clone(path), start: 0, end: 0 }
    }
}

/// A line and a column as an editor shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Where byte `offset` of `text` stands. An offset past the end is the end; one inside a character
/// is that character's start.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = text.floor_char_boundary(offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1,
        column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "é1\nzwei\n";
        assert_eq!(position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(position(text, 2), Position { line: 1, column: 2 });
        assert_eq!(position(text, 4), Position { line: 2, column: 1 });
        assert_eq!(position(text, 99), Position { line: 3, column: 1 });
        assert_eq!(position("é", 1), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(position("\u{feff}---", 3), Position { line: 1, column: 1 });
    }
}
