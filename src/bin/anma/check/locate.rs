//! Lines and columns of many places in one file, each found without reading the file from its start again.

use std::collections::BTreeMap;
use std::sync::Arc;

use anma::base::Span;
use anma::engine::text_of;
use anma::findings::Position;
use anma::source::Sources;
use camino::Utf8Path;

/// Characters of a long line that are told on each side of a place.
const AROUND: usize = 200;

/// Finds lines and columns.
pub(super) struct Locator<'s> {
    sources: &'s Sources,
    files: BTreeMap<Arc<Utf8Path>, File<'s>>,
}

struct File<'s> {
    text: &'s str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The place that was found last: its line, its offset, and the characters before it on the line.
    last: (usize, usize, usize),
}

/// The part of a line round a place.
pub(super) struct Part {
    pub(super) text: String,
    /// Characters of the line before it.
    pub(super) cut: usize,
}

impl<'s> Locator<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, files: BTreeMap::new() }
    }

    /// Where `span` begins and ends, and the line that it begins on.
    pub(super) fn find(&mut self, span: &Span) -> (Position, Position, Part) {
        let sources = self.sources;
        let file = self.files.entry(Arc::clone(&span.path)).or_insert_with(|| {
            let text = text_of(sources, span).unwrap_or_default();
            let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
            File { text, starts, last: (0, 0, 0) }
        });
        let start = file.position(span.start as usize);
        let part = file.part(start, span);
        (start, file.position(span.end as usize), part)
    }
}

impl File<'_> {
    fn position(&mut self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let begin = self.starts.get(line).copied().unwrap_or_default();
        let (last_line, last, before) = self.last;
        let (from, known) = if last_line == line && (begin..=offset).contains(&last) {
            (last, before)
        } else {
            (begin, 0)
        };
        let count = known + self.text.get(from..offset).unwrap_or_default().chars().count();
        self.last = (line, offset, count);
        let mark = usize::from(line == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        Position { line: line + 1, column: count.saturating_sub(mark) + 1 }
    }

    /// The line at `start`; of a long one the part round `span`.
    fn part(&self, start: Position, span: &Span) -> Part {
        let begin = self.starts.get(start.line - 1).copied().unwrap_or_default();
        let end = self.starts.get(start.line).copied().unwrap_or(self.text.len());
        let line = self.text.get(begin..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        if line.len() <= 4 * AROUND {
            return Part { text: line.trim_start_matches('\u{feff}').to_owned(), cut: 0 };
        }
        let place = (span.start as usize).saturating_sub(begin).min(line.len());
        let before = line.get(..line.floor_char_boundary(place)).unwrap_or_default();
        let kept = before.chars().rev().take(AROUND).count();
        let from = before.char_indices().rev().nth(kept.saturating_sub(1)).map_or(0, |(at, _)| at);
        let from = if kept == 0 { before.len() } else { from };
        let text: String = line.get(from..).unwrap_or_default().chars().take(2 * AROUND).collect();
        Part { text, cut: (start.column - 1).saturating_sub(kept) }
    }
}
