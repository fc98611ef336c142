//! A text that knows where each of its bytes stands in the file.

use std::ops::{Deref, Range};

/// Words as a reader reads them, with the way back to the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the text; it ends where the next one begins.
    at: usize,
    /// Where it stands in the file.
    file: Range<usize>,
    /// Whether text and file are the same, byte for byte. If not, all of the text stands for all of the place.
    literal: bool,
}

impl Text {
    /// A text that stands in the file at `start` just as it is.
    pub fn literal(text: &str, start: usize) -> Self {
        let mut all = Self::default();
        all.push(text, start..start + text.len(), true);
        all
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the bytes `range` of the text stand in the file: from the first byte of the first character to the
    /// last byte of the last. What lies between in the file, such as the stars of emphasis, is inside. An empty
    /// range gives the empty place where it stands. A range that is not inside, or that cuts a character, is
    /// made to fit.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(range.start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(range.end.min(self.text.len())).max(start);
        let Some(last) = self.pieces.last() else { return 0..0 };
        if start == self.text.len() {
            return last.file.end..last.file.end;
        }
        let first = &self.pieces[self.piece_at(start)];
        let from =
            if first.literal { first.file.start + (start - first.at) } else { first.file.start };
        if end == start {
            return from..from;
        }
        let last = &self.pieces[self.piece_at(end - 1)];
        let to = if last.literal { last.file.start + (end - last.at) } else { last.file.end };
        from..to.max(from)
    }

    /// The number of the piece in which the byte `at` of the text stands.
    fn piece_at(&self, at: usize) -> usize {
        self.pieces.partition_point(|piece| piece.at <= at).saturating_sub(1)
    }

    /// Adds words that stand at `file`.
    pub(super) fn push(&mut self, text: &str, file: Range<usize>, literal: bool) {
        if text.is_empty() {
            return;
        }
        let at = self.text.len();
        self.text.push_str(text);
        let Some(last) = self.pieces.last_mut() else {
            self.pieces.push(Piece { at, file, literal });
            return;
        };
        let literal = literal && file.start >= last.file.end;
        let goes_on = if literal {
            last.literal && last.file.end == file.start
        } else {
            !last.literal && last.file == file
        };
        if goes_on {
            last.file.end = file.end;
            return;
        }
        // Places stay in order, whatever comes.
        let least = if literal || last.literal { last.file.end } else { last.file.start };
        let start = file.start.max(least);
        let end = file.end.max(last.file.end).max(start);
        self.pieces.push(Piece { at, file: start..end, literal });
    }

    /// Takes white space away from the end.
    pub(super) fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        while self.pieces.last().is_some_and(|piece| piece.at >= length) {
            self.pieces.pop();
        }
        if let Some(last) = self.pieces.last_mut()
            && last.literal
        {
            last.file.end = last.file.start + (length - last.at);
        }
    }

    /// The same words, when what the places were counted in is itself a text that stands in the file.
    pub(super) fn through(&self, outer: &Text) -> Self {
        let mut text = Self::default();
        let ends = self.pieces.iter().skip(1).map(|piece| piece.at).chain([self.text.len()]);
        for (piece, end) in self.pieces.iter().zip(ends) {
            let words = &self.text[piece.at..end];
            if piece.literal {
                outer.parts(piece.file.clone(), |part, file, literal| {
                    let from = part.start - piece.file.start;
                    text.push(&words[from..from + part.len()], file, literal);
                });
            } else {
                text.push(words, outer.place(piece.file.clone()), false);
            }
        }
        text
    }

    /// Gives the pieces of the bytes `range` of the text, with their places in the file.
    fn parts(&self, range: Range<usize>, mut take: impl FnMut(Range<usize>, Range<usize>, bool)) {
        let mut index = self.piece_at(range.start);
        let mut at = range.start;
        while at < range.end
            && let Some(piece) = self.pieces.get(index)
        {
            let behind = self.pieces.get(index + 1).map_or(self.text.len(), |piece| piece.at);
            let end = behind.min(range.end);
            let file = if piece.literal {
                let start = piece.file.start + (at - piece.at);
                start..start + (end - at)
            } else {
                piece.file.clone()
            };
            take(at..end, file, piece.literal);
            at = end;
            index += 1;
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}
