//! Footnotes: numbered in the order they are used, and gathered below the article.

use std::fmt::Write as _;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::body::Hole;
use super::escape::escape_text;
use super::writer::{Sheet, Writer, offset};
use crate::diagnostic::{Code, Diagnostic};

/// The footnotes of an article.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// The notes as HTML, in the order they are written.
    pub(super) sheet: Sheet,
    by_label: FxHashMap<String, usize>,
    notes: Vec<Note>,
    /// The notes in the order they are used.
    order: Vec<usize>,
    /// The note that is being written, unless it is thrown away.
    open: Option<usize>,
}

#[derive(Debug, Default)]
struct Note {
    label: String,
    references: u32,
    number: u32,
    /// Its HTML and its holes in the sheet, and its first line in the source.
    written: Option<(Range<usize>, Range<usize>, Range<usize>)>,
}

impl Footnotes {
    fn note(&mut self, label: &str) -> usize {
        let key = label.to_lowercase();
        let notes = &mut self.notes;
        *self.by_label.entry(key).or_insert_with(|| {
            notes.push(Note { label: label.to_owned(), ..Note::default() });
            notes.len() - 1
        })
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        self.part_words();
        let index = self.footnotes.note(label);
        let note = &mut self.footnotes.notes[index];
        note.references += 1;
        if note.number == 0 {
            self.footnotes.order.push(index);
            note.number = offset(self.footnotes.order.len());
        }
        let (number, reference) = (note.number, note.references);
        let html = &mut self.page.html;
        let _written = write!(html, "<sup class=\"footnote-ref\"><a href=\"#fn:{number}\" id=\"");
        write_reference(html, number, reference);
        html.push_str("\" role=\"doc-noteref\" aria-label=\"");
        escape_text(html, &self.options.words.footnote);
        let _written = write!(html, " {number}\">{number}</a></sup>");
    }

    /// The parser takes `[^x]` for text when there is no note `x`.
    pub(super) fn check_footnote_mark(&mut self, place: &Range<usize>) {
        let rest = &self.source[place.start..];
        let Some(label) = rest.strip_prefix("[^") else { return };
        let label = &label[..label.floor_char_boundary(60)];
        let Some(end) = label.find([']', '[', '\n']) else { return };
        if end == 0 || !label[end..].starts_with(']') || label[end..].starts_with("](") {
            return;
        }
        let problem = Diagnostic::warning(
            Code::FOOTNOTE,
            self.span(place.start..place.start + end + 3),
            format!("the footnote `{}` is used but not written", &label[..end]),
        )
        .help(format!("Write it on a line of its own: `[^{}]: …`.", &label[..end]));
        self.note(problem);
    }

    pub(super) fn start_footnote(&mut self, label: &str, place: Range<usize>) {
        self.end_leaf();
        self.reading.closed += 1;
        let index = self.footnotes.note(label);
        std::mem::swap(&mut self.page, &mut self.footnotes.sheet);
        let first_line = self.source[place.clone()].lines().next().map_or(0, str::len);
        let place = place.start..place.start + first_line;
        if let Some((_, _, first)) = &self.footnotes.notes[index].written {
            let first = self.span(first.clone());
            let problem = Diagnostic::warning(
                Code::FOOTNOTE,
                self.span(place),
                format!("the footnote `{label}` is written twice"),
            )
            .also(first, "only this one is shown");
            self.note(problem);
            self.footnotes.open = None;
            return;
        }
        let (html, holes) = (self.page.html.len(), self.page.holes.len());
        self.footnotes.notes[index].written = Some((html..html, holes..holes, place));
        self.footnotes.open = Some(index);
    }

    pub(super) fn end_footnote(&mut self) {
        self.end_leaf();
        self.reading.closed -= 1;
        self.fresh_line();
        if let Some(index) = self.footnotes.open.take()
            && let Some((html, holes, _)) = &mut self.footnotes.notes[index].written
        {
            html.end = self.page.html.len();
            holes.end = self.page.holes.len();
        }
        std::mem::swap(&mut self.page, &mut self.footnotes.sheet);
    }

    /// Puts the notes below the article.
    pub(super) fn write_footnotes(&mut self) {
        let notes = std::mem::take(&mut self.footnotes.notes);
        for note in &notes {
            if let (0, Some((_, _, place))) = (note.references, &note.written) {
                let problem = Diagnostic::warning(
                    Code::FOOTNOTE,
                    self.span(place.clone()),
                    format!("the footnote `{}` is written but not used", note.label),
                )
                .help(format!(
                    "It is not shown. Put `[^{}]` where it belongs in the text.",
                    note.label
                ));
                self.note(problem);
            }
        }
        if self.footnotes.order.is_empty() {
            return;
        }
        self.fresh_line();
        self.page.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape_text(&mut self.page.html, &self.options.words.footnotes);
        self.page.html.push_str("\">\n<ol>\n");
        let order = std::mem::take(&mut self.footnotes.order);
        for index in order {
            self.write_footnote(&notes[index]);
        }
        self.page.html.push_str("</ol>\n</section>\n");
    }

    fn write_footnote(&mut self, note: &Note) {
        let Some((html, holes, _)) = &note.written else { return };
        let number = note.number;
        let _written = writeln!(self.page.html, "<li id=\"fn:{number}\">");
        let start = self.page.html.len();
        let content = &self.footnotes.sheet.html[html.clone()];
        let is_paragraph = content.ends_with("</p>\n");
        self.page.html.push_str(content.strip_suffix("</p>\n").unwrap_or(content));
        for hole in &self.footnotes.sheet.holes[holes.clone()] {
            let at = offset(start + hole.at as usize - html.start);
            self.page.holes.push(Hole { at, what: hole.what });
        }
        if !is_paragraph {
            self.page.html.push_str("<p>");
        }
        for reference in 1..=note.references {
            self.write_back_link(
                number,
                reference,
                note.references > 1,
                is_paragraph || reference > 1,
            );
        }
        self.page.html.push_str("</p>\n</li>\n");
        self.ids.insert(format!("fn:{number}"), 1);
    }

    fn write_back_link(&mut self, number: u32, reference: u32, is_one_of_many: bool, space: bool) {
        let html = &mut self.page.html;
        html.push_str(if space { " <a href=\"#" } else { "<a href=\"#" });
        write_reference(html, number, reference);
        html.push_str("\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"");
        escape_text(html, &self.options.words.back);
        let _written = write!(html, " {number}");
        if is_one_of_many {
            let _written = write!(html, "-{reference}");
        }
        html.push_str("\">↩");
        if is_one_of_many {
            let _written = write!(html, "<sup>{reference}</sup>");
        }
        html.push_str("</a>");
    }
}

/// The id of a place where a note is used.
fn write_reference(html: &mut String, number: u32, reference: u32) {
    let _written = write!(html, "fnref:{number}");
    if reference > 1 {
        let _written = write!(html, "-{reference}");
    }
}
