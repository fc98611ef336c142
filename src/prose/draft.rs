//! A unit in the making.

use std::ops::Range;

use super::{LinkText, Text, Unit, UnitKind};

/// Longest name of a block or a field that is kept, in bytes: names are repeated in every unit.
pub(super) const LONGEST_NAME: usize = 80;

/// Where evidence is found.
const EVIDENCE: [&str; 7] = [
    "doi.org",
    "nice.org.uk",
    "cochrane.org",
    "cochranelibrary.com",
    "ncbi.nlm.nih.gov",
    "pubmed.gov",
    "cochrane.org.uk",
];
/// How evidence is named without a link.
const DOI: [&str; 3] = ["doi.org/10.", "doi:10.", "doi: 10."];
/// Shortcodes that name evidence.
const CITING: [&str; 7] = ["cite", "source", "sources", "evidence", "ref", "reference", "footnote"];

/// Whether a shortcode of this name names evidence.
pub(super) fn is_citing(name: &str) -> bool {
    CITING.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether a link leads to evidence.
fn is_evidence(target: &str) -> bool {
    let is_doi = |start: &str| start.eq_ignore_ascii_case("doi:");
    if target.get(..4).is_some_and(is_doi) {
        return true;
    }
    let Some((_, rest)) = target.split_once("//") else { return false };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    EVIDENCE.iter().any(|known| {
        let Some(before) = host.len().checked_sub(known.len()) else { return false };
        let is_whole = before == 0 || host.as_bytes()[before - 1] == b'.';
        is_whole && host.get(before..).is_some_and(|end| end.eq_ignore_ascii_case(known))
    })
}

impl Unit {
    /// A unit of which nothing else is known.
    pub(super) fn new(kind: UnitKind, text: Text) -> Self {
        Self {
            kind,
            text,
            field: None,
            block: None,
            level: None,
            section: None,
            list: None,
            lead: None,
            cites: Vec::new(),
            links: Vec::new(),
            code: Vec::new(),
            quote: false,
        }
    }
}

/// A link that is open.
struct OpenLink {
    start: usize,
    target: String,
    /// Whether its words are its address.
    is_address: bool,
}

/// A unit in the making.
pub(super) struct Draft {
    pub(super) kind: UnitKind,
    text: Text,
    cites: Vec<usize>,
    links: Vec<LinkText>,
    code: Vec<Range<usize>>,
    open: Vec<OpenLink>,
    /// Whether something stands here that leaves nothing, not even the space before it.
    gap: bool,
}

impl Draft {
    pub(super) fn new(kind: UnitKind) -> Self {
        Self {
            kind,
            text: Text::default(),
            cites: Vec::new(),
            links: Vec::new(),
            code: Vec::new(),
            open: Vec::new(),
            gap: false,
        }
    }

    fn ends_with_space(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(char::is_whitespace)
    }

    /// Adds words that stand at `place` of the file.
    pub(super) fn words(&mut self, words: &str, place: Range<usize>, literal: bool) {
        let mut start = 0;
        if self.text.is_empty() || self.gap && self.ends_with_space() {
            start = words.len() - words.trim_start().len();
        }
        self.gap &= start == words.len();
        let from = if literal { place.start + start } else { place.start };
        self.text.push(&words[start..], from..place.end, literal);
    }

    /// Adds a space, which stands at `place` of the file as something else.
    pub(super) fn space(&mut self, place: Range<usize>) {
        if !self.ends_with_space() {
            self.text.push(" ", place, false);
        }
    }

    /// Adds code.
    pub(super) fn code(&mut self, code: &str, place: Range<usize>, literal: bool) {
        let start = self.text.len();
        self.words(code, place, literal);
        self.code.push(start..self.text.len());
    }

    /// Something stands here that leaves nothing.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// Evidence is named here.
    pub(super) fn cite(&mut self) {
        self.cites.push(self.text.len());
    }

    pub(super) fn open_link(&mut self, target: &str, is_address: bool) {
        if is_evidence(target) {
            self.cite();
        }
        let (start, target) = (self.text.len(), target.to_owned());
        self.open.push(OpenLink { start, target, is_address });
    }

    pub(super) fn close_link(&mut self) {
        let Some(OpenLink { start, target, is_address }) = self.open.pop() else { return };
        let range = start..self.text.len();
        if range.is_empty() {
            return;
        }
        if is_address {
            self.code.push(range.clone());
        }
        self.links.push(LinkText { range, target });
    }

    /// Whether the last link that was begun has no words yet.
    pub(super) fn link_is_empty(&self) -> bool {
        self.open.last().is_some_and(|link| link.start == self.text.len())
    }

    /// The unit, unless it has no words.
    pub(super) fn finish(mut self) -> Option<Unit> {
        while !self.open.is_empty() {
            self.close_link();
        }
        self.text.trim_end();
        let length = self.text.len();
        if length == 0 {
            return None;
        }
        for name in DOI {
            self.cites.extend(self.text.match_indices(name).map(|(at, _)| at));
        }
        for cite in &mut self.cites {
            *cite = (*cite).min(length);
        }
        self.cites.sort_unstable();
        self.cites.dedup();
        let fit = |range: &mut Range<usize>| {
            range.end = range.end.min(length);
            range.start < range.end
        };
        self.links.retain_mut(|link| fit(&mut link.range));
        self.links.sort_by_key(|link| link.range.start);
        self.code.retain_mut(fit);
        self.code.sort_by_key(|range| range.start);
        let Self { kind, text, cites, links, code, .. } = self;
        Some(Unit { cites, links, code, ..Unit::new(kind, text) })
    }
}
