//! What one page says, kept in little memory.

use super::rule::Rule;

/// A part of the text of an [`Observed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    start: u32,
    end: u32,
}

/// A link that a reader can follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) offset: u32,
    pub(super) href: Piece,
    pub(super) name: Piece,
    pub(super) is_in_main: bool,
}

/// What an address in the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The browser fetches it when the page is opened.
    Fetched,
    /// The browser opens a connection to its server.
    Connected,
    /// It is named for search engines and other programs.
    Named,
}

/// The address of a file that the page uses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asset {
    pub(super) offset: u32,
    pub(super) address: Piece,
    pub(super) used: Use,
}

/// A picture whose size may be looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    pub(super) offset: u32,
    pub(super) src: Piece,
    /// Its file and the others offered in its place, as a range of the assets.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The largest width in CSS pixels at which it may be shown.
    pub(super) shown: u32,
}

/// A name that a link can lead to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Id {
    pub(super) offset: u32,
    pub(super) name: Piece,
    /// Whether it is the old `<a name>`, which may repeat the id of the same place.
    pub(super) is_anchor: bool,
}

/// A flaw that shows without knowing the other pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Defect {
    pub(super) rule: Rule,
    pub(super) offset: u32,
    pub(super) written: Piece,
    pub(super) words: Piece,
}

/// A text of the head of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) offset: u32,
    pub(super) text: Piece,
}

/// A page that sends the reader on without being asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refresh {
    pub(super) offset: u32,
    pub(super) seconds: u32,
    pub(super) content: Piece,
    pub(super) url: Piece,
}

/// What one page says. It depends on the bytes of the page alone.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    pub(super) text: Box<str>,
    pub(super) links: Box<[Link]>,
    pub(super) assets: Box<[Asset]>,
    pub(super) pictures: Box<[Picture]>,
    /// Sorted by name, then by place.
    pub(super) ids: Box<[Id]>,
    pub(super) defects: Box<[Defect]>,
    pub(super) canonicals: Box<[Said]>,
    pub(super) structured: Box<[(u32, u32)]>,
    pub(super) title: Option<Said>,
    pub(super) description: Option<Said>,
    pub(super) refresh: Option<Refresh>,
    pub(super) base: Option<Piece>,
    pub(super) main: Option<u32>,
    pub(super) language: Piece,
    pub(super) is_noindex: bool,
}

impl Piece {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: small(start), end: small(end) }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The text it stands for.
    pub(super) fn of(self, text: &str) -> &str {
        let range = usize::try_from(self.start).unwrap_or(usize::MAX)
            ..usize::try_from(self.end).unwrap_or(usize::MAX);
        text.get(range).unwrap_or("")
    }
}

/// A place in a page; no page is longer than 4 GB.
pub(super) fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A place as an index.
pub(super) fn large(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

impl Observed {
    pub(super) fn says(&self, piece: Piece) -> &str {
        piece.of(&self.text)
    }

    /// Whether a link may lead to this name on the page.
    pub fn has_id(&self, name: &str) -> bool {
        self.ids.binary_search_by(|id| self.says(id.name).cmp(name)).is_ok()
    }

    /// Whether search engines are asked to leave the page out.
    pub const fn is_noindex(&self) -> bool {
        self.is_noindex
    }

    /// Where the structured data (JSON-LD) stands in the bytes of the page: from, to.
    pub fn structured(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.structured.iter().map(|&(start, end)| (large(start), large(end)))
    }

    /// The title of the page, without the white space round it.
    pub fn title(&self) -> Option<&str> {
        self.title.map(|said| self.says(said.text))
    }

    /// The description of the page for search engines.
    pub fn description(&self) -> Option<&str> {
        self.description.map(|said| self.says(said.text))
    }

    /// The addresses of all links, as written, with the place of each in the page.
    pub fn links(&self) -> impl Iterator<Item = (usize, &str)> {
        self.links.iter().map(|link| (large(link.offset), self.says(link.href)))
    }

    /// Whether the page does nothing but send the reader to another one.
    pub(super) fn is_stub(&self) -> bool {
        self.is_noindex
            && self.refresh.is_some_and(|refresh| refresh.seconds == 0 && !refresh.url.is_empty())
    }

    /// How much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        size_of::<Self>()
            + self.text.len()
            + size_of_val(&*self.links)
            + size_of_val(&*self.assets)
            + size_of_val(&*self.pictures)
            + size_of_val(&*self.ids)
            + size_of_val(&*self.defects)
            + size_of_val(&*self.canonicals)
            + size_of_val(&*self.structured)
    }
}
