//! Turns the events of the Markdown parser into HTML, one after the other and without recursion.

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;
use pulldown_cmark::{Event, TagEnd};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::body::{Body, Call, Heading, Hole, HoleKind, Link};
use super::container;
use super::escape::escape_text;
use super::footnote::Footnotes;
use super::heading::OpenHeading;
use super::html::RawHtml;
use super::image::OpenImage;
use super::link::OpenLink;
use super::mask::Site;
use super::options::Options;
use super::sentence::count_words;
use super::stretch::Reading;
use super::table::Table;
use crate::base::Span;
use crate::diagnostic::{Diagnostic, Notes};

/// How many headings or links an article has room for at first.
const USUAL: usize = 12;
/// Most diagnostics that one article gives: enough for a person, and bounded for a machine.
const MOST_NOTES: u32 = 500;

/// HTML that grows: the page itself, or the footnotes that are put below it later.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) html: String,
    pub(super) holes: Vec<Hole>,
    /// Where the level of each heading stands, in its start tag and in its end tag.
    pub(super) levels: Vec<[u32; 2]>,
}

/// What the events at hand belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Text that is read.
    Flow,
    /// The alternative text of a picture, this many elements deep.
    Alternative(u32),
    /// A code block.
    Code,
    /// Nothing more is wanted until the end of an HTML block.
    Skip,
}

/// A paragraph that is open, for pictures and calls that stand alone in it.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// Length of the HTML behind `<p>`.
    pub(super) html: usize,
    /// The paragraph in the source, without the line break at its end.
    pub(super) place: Range<usize>,
    /// What is written at its end instead of `</p>`.
    pub(super) end: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) source: &'a str,
    pub(super) base: usize,
    path: &'a Arc<Utf8Path>,
    pub(super) options: &'a Options,
    notes: &'a mut Notes,
    noted: u32,

    pub(super) page: Sheet,
    pub(super) links: Vec<Link>,
    pub(super) calls: Vec<Call>,
    pub(super) outline: Vec<Heading>,
    pub(super) ids: FxHashMap<String, u32>,
    pub(super) text: String,
    pub(super) reading: Reading,

    pub(super) sites: Vec<Site>,
    pub(super) next_site: usize,
    /// Where the next site begins; no text before it needs a closer look.
    pub(super) site_start: usize,
    /// Text that begins before this place was written already.
    pub(super) written_to: usize,

    pub(super) mode: Mode,
    pub(super) depth: u32,
    /// Where the text of the paragraph, heading or cell at hand begins.
    pub(super) leaf: usize,
    pub(super) paragraph: Paragraph,
    pub(super) blocks: Vec<container::Open>,
    /// The level of the heading above: blocks have headings one below it.
    pub(super) level: u8,
    pub(super) heading: OpenHeading,
    /// Whether a writer used `#`, the level of the title of the page.
    pub(super) has_top_level: bool,
    pub(super) open_links: Vec<OpenLink>,
    pub(super) image: OpenImage,
    pub(super) has_image: bool,
    pub(super) table: Table,
    pub(super) code: String,
    /// Room for putting something together.
    pub(super) scratch: String,
    pub(super) language: Option<String>,
    /// Whether any code was coloured.
    pub(super) has_code: bool,
    pub(super) code_place: Range<usize>,
    pub(super) footnotes: Footnotes,
    pub(super) raw: RawHtml,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        source: &'a str,
        base: usize,
        path: &'a Arc<Utf8Path>,
        options: &'a Options,
        sites: Vec<Site>,
        notes: &'a mut Notes,
    ) -> Self {
        let site_start = sites.first().map_or(usize::MAX, |site| site.place.start);
        let html = String::with_capacity(source.len() + source.len() / 4);
        Self {
            source,
            base,
            path,
            options,
            notes,
            noted: 0,
            page: Sheet { html, holes: room(), levels: room() },
            links: room(),
            calls: Vec::new(),
            outline: room(),
            ids: FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher),
            text: String::with_capacity(source.len()),
            reading: Reading::default(),
            sites,
            next_site: 0,
            site_start,
            written_to: 0,
            mode: Mode::Flow,
            depth: 0,
            leaf: 0,
            paragraph: Paragraph::default(),
            blocks: Vec::new(),
            level: 1,
            heading: OpenHeading::default(),
            has_top_level: false,
            open_links: Vec::new(),
            image: OpenImage::default(),
            has_image: false,
            table: Table::default(),
            code: String::new(),
            scratch: String::new(),
            language: None,
            has_code: false,
            code_place: 0..0,
            footnotes: Footnotes::default(),
            raw: RawHtml::default(),
        }
    }

    /// Writes one event, which stands at `place` in the source.
    pub(super) fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        match self.mode {
            Mode::Flow => self.flow(event, place),
            Mode::Alternative(depth) => self.alternative(event, place, depth),
            Mode::Code => match event {
                Event::Text(text) => self.code_text(text, place),
                Event::End(end) => self.end(*end, place),
                _ => {}
            },
            Mode::Skip => {
                if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                    self.mode = Mode::Flow;
                    self.depth -= 1;
                }
            }
        }
    }

    fn flow(&mut self, event: &Event<'_>, place: Range<usize>) {
        match event {
            Event::Text(text) => self.text(text, place),
            Event::Start(tag) => self.start(tag, place),
            Event::End(end) => self.end(*end, place),
            Event::SoftBreak => self.soft_break(&place),
            Event::HardBreak => {
                self.page.html.push_str("<br />\n");
                self.text.push(' ');
            }
            Event::Code(code) => self.code_span(code, place),
            Event::InlineHtml(html) => self.inline_html(html, place),
            Event::Html(html) => self.html_line(html, &place),
            Event::Rule => {
                self.end_leaf();
                self.fresh_line();
                self.page.html.push_str("<hr />\n");
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(done) => self.task(*done),
            // Mathematics is not asked of the parser.
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                escape_text(&mut self.page.html, text);
            }
        }
    }

    /// Closes what is open and gives what was made.
    pub(super) fn finish(mut self) -> Body {
        self.close_blocks_inside(0);
        self.end_leaf();
        self.misplaced_calls(usize::MAX);
        self.lower_levels();
        self.write_footnotes();
        Body {
            words: count_words(&self.text),
            html: self.page.html,
            holes: self.page.holes,
            links: self.links,
            calls: self.calls,
            outline: self.outline,
            text: self.text,
            stretches: self.reading.stretches,
            anchors: self.reading.anchors,
            addresses: self.raw.addresses,
            raw_html: self.raw.seen,
            has_code: self.has_code,
            ids: self.ids,
        }
    }

    /// Begins a new line unless one was just begun.
    pub(super) fn fresh_line(&mut self) {
        if !self.page.html.is_empty() && !self.page.html.ends_with('\n') {
            self.page.html.push('\n');
        }
    }

    /// Leaves a hole here.
    pub(super) fn hole(&mut self, what: HoleKind) {
        self.page.holes.push(Hole { at: offset(self.page.html.len()), what });
    }

    pub(super) fn span(&self, place: Range<usize>) -> Span {
        Span::new(self.path, self.base + place.start..self.base + place.end)
    }

    /// A place without the line break at its end.
    pub(super) fn trimmed(&self, place: &Range<usize>) -> Range<usize> {
        place.start..place.start + self.source[place.clone()].trim_ascii_end().len()
    }

    /// Whether so much was noted that nothing more will be.
    pub(super) fn is_muted(&self) -> bool {
        self.noted >= MOST_NOTES
    }

    pub(super) fn note(&mut self, diagnostic: Diagnostic) {
        if !self.is_muted() {
            self.noted += 1;
            self.notes.push(diagnostic);
        }
    }
}

/// A list that grows only in long articles.
fn room<T>() -> Vec<T> {
    Vec::with_capacity(USUAL)
}

/// An offset in HTML as it is kept; HTML of more than 4 GiB is not made.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
