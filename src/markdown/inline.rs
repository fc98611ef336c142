//! Running text: words, code spans, shortcode calls.

use std::ops::Range;

use super::body::{Call, HoleKind};
use super::escape::escape_text;
use super::mask::SiteKind;
use super::shortcode::{Draft, Mistake};
use super::writer::{Writer, offset};
use crate::diagnostic::{Code, Diagnostic};

impl<'a> Writer<'a> {
    pub(super) fn text(&mut self, text: &str, place: Range<usize>) {
        if self.site_start < place.end && text.len() == place.len() {
            return self.text_with_sites(place);
        }
        if place.start < self.written_to {
            return;
        }
        if text == "[" && self.options.extensions {
            self.check_footnote_mark(&place);
        }
        self.words(text, &place);
    }

    /// Text in which something was hidden from the parser.
    fn text_with_sites(&mut self, place: Range<usize>) {
        self.misplaced_calls(place.start);
        let mut at = place.start;
        while self.site_start < place.end {
            let site = &mut self.sites[self.next_site];
            let range = site.place.clone();
            match &mut site.kind {
                SiteKind::Call(draft) if range.end <= place.end => {
                    let draft = draft.take();
                    self.literal(at..range.start);
                    if let Some(draft) = draft {
                        self.call(*draft, range.clone());
                    }
                    at = range.end;
                }
                SiteKind::Broken(mistake) => {
                    if let Some(mistake) = mistake.take() {
                        self.broken_call(*mistake);
                    }
                    // What looks like a tag right behind `{{` is a part of the same mistake.
                    self.raw.excused = range.start + 2;
                }
                // A block line that Markdown reads as text stays text.
                SiteKind::Call(_) | SiteKind::Open | SiteKind::Close => {}
            }
            self.advance();
        }
        self.literal(at..place.end);
    }

    fn literal(&mut self, place: Range<usize>) {
        let source = self.source;
        self.words(&source[place.clone()], &place);
    }

    fn advance(&mut self) {
        self.next_site += 1;
        self.site_start =
            self.sites.get(self.next_site).map_or(usize::MAX, |site| site.place.start);
    }

    /// Passes the sites before `place` that no text was found for.
    pub(super) fn misplaced_calls(&mut self, before: usize) {
        while self.site_start < before {
            let site = &mut self.sites[self.next_site];
            let range = site.place.clone();
            if let SiteKind::Call(Some(_)) | SiteKind::Broken(Some(_)) = site.kind {
                let problem = Diagnostic::error(
                    Code::SHORTCODE_SYNTAX,
                    self.span(range),
                    "a shortcode cannot stand in an address, a title or the description of a picture",
                )
                .help("Put it between words, or in a paragraph of its own.");
                self.note(problem);
            }
            self.advance();
        }
    }

    /// Passes the sites inside code and the like, where they mean nothing.
    pub(super) fn discard_sites(&mut self, place: &Range<usize>) {
        self.misplaced_calls(place.start);
        while self.site_start < place.end {
            self.advance();
        }
    }

    /// What the writer typed, in place of `text` in which something is hidden.
    pub(super) fn original<'t>(&mut self, text: &'t str, place: Range<usize>) -> &'t str
    where
        'a: 't,
    {
        self.discard_sites(&place);
        if text.len() == place.len() { &self.source[place] } else { text }
    }

    pub(super) fn code_span(&mut self, code: &str, place: Range<usize>) {
        self.part_words();
        self.page.html.push_str("<code>");
        if self.site_start < place.end {
            self.discard_sites(&place);
            let typed = typed_code(&self.source[place]);
            escape_text(&mut self.page.html, &typed);
            self.text.push_str(&typed);
        } else {
            escape_text(&mut self.page.html, code);
            self.text.push_str(code);
        }
        self.page.html.push_str("</code>");
    }

    /// `~~struck~~`; a single tilde is the sign for "about" and stays one.
    pub(super) fn strikethrough(&mut self, tag: &str, place: &Range<usize>) {
        if self.source[place.start..].starts_with("~~") {
            self.page.html.push_str(tag);
            if tag.starts_with("</") {
                self.reading.closed -= 1;
            } else {
                self.reading.closed += 1;
            }
        } else {
            self.page.html.push('~');
            self.text.push('~');
        }
    }

    /// Ends the text of a paragraph, heading or cell.
    pub(super) fn end_leaf(&mut self) {
        if self.text.len() > self.leaf {
            if !self.text.ends_with('\n') {
                self.text.push('\n');
            }
            self.leaf = self.text.len();
            self.end_stretch();
        }
    }

    /// Whether the paragraph at hand has nothing but calls.
    fn stands_alone(&self, call: &Range<usize>) -> bool {
        let paragraph = &self.paragraph.place;
        if call.end > paragraph.end {
            return false;
        }
        if self.paragraph.end == Some("\n") {
            return true;
        }
        // A box to tick stands before the call, though not in the paragraph's source.
        if self.page.html.len() != self.paragraph.html {
            return false;
        }
        let mut at = paragraph.start;
        for site in &self.sites[self.next_site..] {
            if site.place.start >= paragraph.end
                || !self.source[at..site.place.start].trim_ascii().is_empty()
                || !matches!(site.kind, SiteKind::Call(_))
            {
                break;
            }
            at = site.place.end;
        }
        at == paragraph.end && call.start == paragraph.start
    }

    fn broken_call(&mut self, mistake: Mistake) {
        let problem =
            Diagnostic::error(Code::SHORTCODE_SYNTAX, self.span(mistake.place), mistake.message)
                .help(mistake.help);
        self.note(problem);
    }

    fn call(&mut self, draft: Draft, place: Range<usize>) {
        let alone = self.stands_alone(&place);
        if alone && self.paragraph.end.is_none() {
            self.replace_paragraph("\n");
        }
        let arguments = draft
            .arguments
            .into_iter()
            .map(|(key, value, place)| (key, value, self.span(place)))
            .collect();
        let span = self.span(place);
        self.part_words();
        self.hole(HoleKind::Call(offset(self.calls.len())));
        self.calls.push(Call { name: draft.name, arguments, span, inline: !alone });
    }
}

/// The content of a code span, from the source with its backticks.
pub(super) fn typed_code(source: &str) -> String {
    let code = source.trim_matches('`').replace("\r\n", " ").replace('\n', " ");
    match code.strip_prefix(' ').and_then(|rest| rest.strip_suffix(' ')) {
        Some(inner) if !inner.trim().is_empty() => inner.to_owned(),
        _ => code,
    }
}
