//! Running text: which words of an article may become links, and where they stand in its text, its HTML and
//! its source.
//!
//! A name is looked for in a stretch: words with nothing between them that would part a name in two, such as
//! a line break, code or a link. Emphasis parts nothing. Headings, links, code, emergency cards and the like
//! are in no stretch.

use std::ops::Range;

use super::body::Body;
use super::escape::{escape_text, escaped_length};
use super::tag;
use super::writer::{Writer, offset};

/// Words of running text in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Where they stand in [`Body::text`].
    pub text: Range<u32>,
    /// Which paragraph, list item or cell of the text they belong to, from 0.
    pub leaf: u32,
    /// How many headings of [`Body::outline`] stand before them.
    pub headings: u32,
    /// Whether they are a quotation.
    pub quoted: bool,
    /// Whether they stand in a booking call.
    pub booking: bool,
    /// Whether they stand in a block that advises against something: a warning, what to check, a care card.
    pub advice: bool,
}

/// What stands directly beside a stretch in the same paragraph, up to white space: other stretches, without
/// what lies between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// Before it.
    pub before: String,
    /// Behind it.
    pub behind: String,
}

/// How far around a name its sentence is looked for, in bytes: more than a sentence has.
const AROUND: usize = 512;
/// Most that is looked at beside a stretch, in bytes and in pieces.
const FARTHEST: usize = 2048;
const MOST_PIECES: usize = 32;

/// A point from which text, HTML and source go on in step: a byte for a byte, but for what HTML escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The offset in [`Body::text`].
    pub text: u32,
    /// The offset in [`Body::html`].
    pub html: u32,
    /// The offset in the source of the page, front matter included.
    pub source: u32,
}

/// Tags whose words are no running text. An `<a>` that is never closed reaches to the end of the page.
const CLOSED_TAGS: [&str; 10] =
    ["a", "code", "kbd", "button", "abbr", "nolink", "script", "style", "textarea", "title"];

/// What is known about running text while an article is read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) stretches: Vec<Stretch>,
    pub(super) anchors: Vec<Anchor>,
    /// How many elements are open whose words are not searched.
    pub(super) closed: u32,
    /// How many quotations are open.
    pub(super) quotes: u32,
    /// How many booking calls are open.
    pub(super) bookings: u32,
    /// How many blocks are open that advise against something.
    pub(super) advice: u32,
    leaf: u32,
    /// Whether something stands here that parts names.
    parted: bool,
    /// Where text, HTML and source go on in step.
    next: Option<Anchor>,
    /// HTML tags that are open whose words are not searched, as places in `CLOSED_TAGS`, and how many of each.
    tags: Vec<usize>,
    open: [u32; CLOSED_TAGS.len()],
}

impl Writer<'_> {
    /// Writes words that stand at `place` in the source.
    pub(super) fn words(&mut self, text: &str, place: &Range<usize>) {
        let (at, html) = (self.text.len(), self.page.html.len());
        escape_text(&mut self.page.html, text);
        self.text.push_str(text);
        self.read(at, html, place);
    }

    /// Writes a line break in the source, which is a space to the reader.
    pub(super) fn soft_break(&mut self, place: &Range<usize>) {
        let (at, html) = (self.text.len(), self.page.html.len());
        self.page.html.push('\n');
        self.text.push(' ');
        self.read(at, html, place);
    }

    /// Takes note of what was just written behind `at` in the text and `html` in the HTML.
    fn read(&mut self, at: usize, html: usize, place: &Range<usize>) {
        let reading = &mut self.reading;
        if reading.closed > 0 || at == self.text.len() {
            return;
        }
        let here = Anchor {
            text: offset(at),
            html: offset(html),
            source: offset(self.base + place.start),
        };
        let end = offset(self.text.len());
        match reading.stretches.last_mut() {
            Some(last) if last.text.end == here.text && !reading.parted => last.text.end = end,
            _ => {
                reading.parted = false;
                reading.stretches.push(Stretch {
                    text: here.text..end,
                    leaf: reading.leaf,
                    headings: offset(self.outline.len()),
                    quoted: reading.quotes > 0,
                    booking: reading.bookings > 0,
                    advice: reading.advice > 0,
                });
            }
        }
        if reading.next != Some(here) {
            reading.anchors.push(here);
        }
        // An entity or an escape is longer in the source than what it stands for.
        reading.next = (self.text.len() - at == place.len()).then(|| Anchor {
            text: end,
            html: offset(self.page.html.len()),
            source: offset(self.base + place.end),
        });
    }

    /// Something stands here that no name reaches over.
    pub(super) fn part_words(&mut self) {
        self.reading.parted = true;
    }

    /// The paragraph, heading or cell at hand ends.
    pub(super) fn end_stretch(&mut self) {
        self.reading.leaf += 1;
        self.reading.parted = true;
    }

    /// Follows a tag that was let through as it is.
    pub(super) fn follow_tag(&mut self, tag: &str, name: &str) {
        let Some(kind) = CLOSED_TAGS.iter().position(|known| *known == name) else { return };
        if name == "a"
            && let Some(address) = tag::address(tag)
        {
            self.raw.addresses.push(address.into());
        }
        let reading = &mut self.reading;
        if !tag.starts_with("</") {
            // An anchor such as `<a id="x"/>` is not meant to hold the rest of the page.
            if !(tag::is_empty(tag) && matches!(name, "a" | "nolink")) {
                reading.tags.push(kind);
                reading.open[kind] += 1;
                reading.closed += 1;
            }
        } else if reading.open[kind] > 0 {
            while let Some(last) = reading.tags.pop() {
                reading.open[last] -= 1;
                reading.closed -= 1;
                if last == kind {
                    break;
                }
            }
        }
    }
}

/// Finds places of the text in the HTML and in the source. Places must be asked for in their order.
#[derive(Debug)]
pub struct Locator<'a> {
    body: &'a Body,
    next: usize,
    /// Where the last place that was asked for stands.
    text: usize,
    html: usize,
}

impl<'a> Locator<'a> {
    /// A locator for `body`.
    pub fn new(body: &'a Body) -> Self {
        Self { body, next: 0, text: 0, html: 0 }
    }

    /// The offset in the HTML of the character that begins at `at`.
    pub fn start(&mut self, at: u32) -> u32 {
        self.html_at(at, at)
    }

    /// The offset in the HTML behind the character that ends at `at`.
    pub fn end(&mut self, at: u32) -> u32 {
        self.html_at(at, at.saturating_sub(1))
    }

    /// The place `at` counted from the last anchor that is not behind `bound`.
    fn html_at(&mut self, at: u32, bound: u32) -> u32 {
        let anchors = &self.body.anchors;
        while let Some(anchor) = anchors.get(self.next)
            && anchor.text <= bound
        {
            (self.text, self.html) = (anchor.text as usize, anchor.html as usize);
            self.next += 1;
        }
        let text = self.body.text.get(self.text..at as usize).unwrap_or_default();
        self.html += escaped_length(text);
        self.text += text.len();
        offset(self.html)
    }
}

impl Body {
    /// What stands directly beside the stretch at `index`.
    pub fn edges(&self, index: usize) -> Edges {
        let mut edges = Edges::default();
        let text = |stretch: &Stretch| {
            self.text
                .get(stretch.text.start as usize..stretch.text.end as usize)
                .unwrap_or_default()
        };
        // A line break parts addresses; links, code and tags do not.
        let is_joined = |one: &Stretch, other: &Stretch| {
            let between = self.text.get(one.text.end as usize..other.text.start as usize);
            one.leaf == other.leaf && between.is_some_and(|between| between != " ")
        };
        let mut here = index;
        while let Some(stretch) = self.stretches.get(here)
            && !text(stretch).starts_with(char::is_whitespace)
            && let Some(before) = here.checked_sub(1).and_then(|at| self.stretches.get(at))
            && is_joined(before, stretch)
            && index - here < MOST_PIECES
            && edges.before.len() < FARTHEST
        {
            let piece = text(before);
            let from = piece.rfind(char::is_whitespace);
            let last = &piece[piece
                .ceil_char_boundary(piece.len().saturating_sub(FARTHEST))
                .max(from.unwrap_or(0))..];
            edges.before.insert_str(0, last.trim_start());
            if from.is_some() {
                break;
            }
            here -= 1;
        }
        let mut here = index;
        while let Some(stretch) = self.stretches.get(here)
            && !text(stretch).ends_with(char::is_whitespace)
            && let Some(behind) = self.stretches.get(here + 1)
            && is_joined(stretch, behind)
            && here - index < MOST_PIECES
            && edges.behind.len() < FARTHEST
        {
            let piece = text(behind);
            let to = piece.find(char::is_whitespace);
            let end = piece.floor_char_boundary(FARTHEST).min(to.unwrap_or(piece.len()));
            edges.behind.push_str(&piece[..end]);
            if to.is_some() {
                break;
            }
            here += 1;
        }
        edges
    }

    /// The offset in the source of the character at `at` in the text.
    pub fn source_at(&self, at: u32) -> u32 {
        let behind = self.anchors.partition_point(|anchor| anchor.text <= at);
        let anchor = behind.checked_sub(1).and_then(|index| self.anchors.get(index));
        anchor.map_or(0, |anchor| anchor.source + (at - anchor.text))
    }

    /// The sentence around a place in the text, at most about 300 bytes of it.
    pub fn sentence(&self, place: Range<u32>) -> String {
        let (start, end) = (place.start as usize, place.end as usize);
        // Paragraphs can be long, and a sentence is short.
        let lowest = self.text.floor_char_boundary(start.saturating_sub(AROUND));
        let highest = self.text.ceil_char_boundary(end.saturating_add(AROUND).min(self.text.len()));
        let newline = self.text[lowest..start].rfind('\n');
        let from = newline.map_or(lowest, |newline| lowest + newline + 1);
        let to = self.text[end..highest].find('\n').map_or(highest, |newline| end + newline);
        super::sentence::sentence_around(&self.text[from..to], start - from, end - from)
    }
}
