//! The name of a link, button or heading as it is read aloud, and what is hidden from it.

use super::kept::squeeze;
use super::observed::Piece;
use super::tag::{Attr, Tag};

/// The longest name that is gathered, in bytes.
const LONGEST: usize = 160;

/// How many elements inside each other are looked at for being hidden.
const DEEPEST: usize = 8;

/// How an element is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Veil {
    /// From everyone, for now.
    Hidden,
    /// From those who listen to the page.
    Silent,
    /// It is no part of the page.
    Inert,
}

#[derive(Debug)]
struct Under {
    name: Vec<u8>,
    depth: u32,
    /// Whether it may lack its end tag.
    is_loose: bool,
    /// How many containers are open inside it.
    inner: u32,
    veil: Veil,
}

/// The hidden elements that are open.
#[derive(Debug, Default)]
pub(super) struct Veils {
    under: Vec<Under>,
}

impl Veils {
    pub(super) fn has(&self, veil: Veil) -> bool {
        self.under.iter().any(|under| under.veil == veil)
    }

    pub(super) fn count(&self) -> usize {
        self.under.len()
    }

    /// An element opens.
    pub(super) fn open(&mut self, name: &[u8]) {
        if self.under.is_empty() {
            return;
        }
        let mut ended = None;
        for (at, under) in self.under.iter_mut().enumerate() {
            if under.is_loose
                && under.inner == 0
                && (under.name == name || is_pair(&under.name, name))
            {
                ended.get_or_insert(at);
            } else if under.name == name {
                under.depth += 1;
            }
            under.inner += u32::from(under.is_loose && is_container(name));
        }
        if let Some(at) = ended {
            self.under.truncate(at);
        }
    }

    /// The element that has just opened is hidden.
    pub(super) fn hide(&mut self, name: &[u8], veil: Veil) {
        if self.under.len() < DEEPEST {
            let is_loose = is_loose(name);
            self.under.push(Under { name: name.to_vec(), depth: 1, is_loose, inner: 0, veil });
        }
    }

    /// An element ends.
    pub(super) fn close(&mut self, name: &[u8]) {
        let mut ended = None;
        for (at, under) in self.under.iter_mut().enumerate() {
            let is_out = under.is_loose && is_container(name) && under.inner == 0;
            if under.is_loose && is_container(name) {
                under.inner = under.inner.saturating_sub(1);
            }
            if under.name == name {
                under.depth = under.depth.saturating_sub(1);
            }
            if under.depth == 0 || is_out {
                ended.get_or_insert(at);
            }
        }
        if let Some(at) = ended {
            self.under.truncate(at);
        }
    }
}

/// Elements that need no end tag: they end where the next begins, or with what they stand in.
fn is_loose(name: &[u8]) -> bool {
    matches!(name, b"p" | b"li" | b"dt" | b"dd" | b"td" | b"th" | b"tr" | b"option")
}

/// Elements that end each other.
fn is_pair(a: &[u8], b: &[u8]) -> bool {
    matches!(
        (a, b),
        (b"dt", b"dd") | (b"dd", b"dt") | (b"td", b"th" | b"tr") | (b"th", b"td" | b"tr")
    )
}

/// Elements in which loose ones stand.
fn is_container(name: &[u8]) -> bool {
    matches!(
        name,
        b"ul"
            | b"ol"
            | b"menu"
            | b"dl"
            | b"table"
            | b"select"
            | b"div"
            | b"section"
            | b"article"
            | b"main"
            | b"nav"
            | b"aside"
            | b"header"
            | b"footer"
            | b"blockquote"
            | b"form"
            | b"body"
    )
}

/// The name of an element while it is open.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Name {
    pub(super) is_open: bool,
    pub(super) offset: u32,
    /// What the element says it leads to or is called in the source.
    pub(super) written: Piece,
    /// Whether another element names it.
    pub(super) is_named_elsewhere: bool,
    /// Whether it has a picture that lacks a description, which is a flaw of its own.
    pub(super) has_bare_picture: bool,
    /// Whether it is hidden from those who listen.
    pub(super) is_silent: bool,
    is_fixed: bool,
    veils: usize,
    words: String,
    title: String,
}

impl Name {
    /// Begins with a start tag.
    pub(super) fn open(&mut self, tag: &Tag, offset: u32, veils: &Veils) {
        self.is_open = true;
        self.offset = offset;
        self.written = Piece::default();
        self.is_named_elsewhere = tag.text(Attr::AriaLabelledby).is_some();
        self.has_bare_picture = false;
        self.is_silent = veils.has(Veil::Silent);
        self.veils = veils.count();
        self.words.clear();
        self.title.clear();
        self.is_fixed = false;
        if let Some(label) = tag.text(Attr::AriaLabel) {
            squeeze(&mut self.words, 0, label, LONGEST);
            self.is_fixed = true;
        }
        if let Some(title) = tag.text(Attr::Title) {
            squeeze(&mut self.title, 0, title, LONGEST);
        }
    }

    /// Text inside it.
    pub(super) fn push(&mut self, text: &str, veils: &Veils) {
        if self.is_open && !self.is_fixed && veils.count() <= self.veils {
            squeeze(&mut self.words, 0, text, LONGEST);
        }
    }

    /// Whether text is still gathered.
    pub(super) fn listens(&self) -> bool {
        self.is_open && !self.is_fixed
    }

    /// The name as it stands.
    pub(super) fn words(&self) -> &str {
        let words = self.words.trim_end();
        if words.is_empty() { &self.title } else { words }
    }

    /// Whether nothing names it.
    pub(super) fn is_nameless(&self) -> bool {
        self.words().is_empty() && !self.is_named_elsewhere && !self.has_bare_picture
    }
}
