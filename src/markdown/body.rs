//! What the Markdown of an article becomes.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::shortcode::Argument;
use super::stretch::{Anchor, Stretch};
use super::target::{Target, origin};
use crate::base::Span;

/// An article as HTML with holes, and what other stages need to know about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The HTML. It is whole only when its holes are filled: see [`Body::fill`].
    pub html: String,
    /// The holes in the HTML, in their order.
    pub holes: Vec<Hole>,
    /// Every link and picture, in the order of the text.
    pub links: Vec<Link>,
    /// Every shortcode call, in the order of the text.
    pub calls: Vec<Call>,
    /// The headings, for a table of contents. Titles of blocks are not among them.
    pub outline: Vec<Heading>,
    /// What a reader sees, without markup: a line for every paragraph, heading or cell.
    pub text: String,
    /// The running text, in its order.
    pub stretches: Vec<Stretch>,
    /// Where running text stands in the HTML and in the source.
    pub anchors: Vec<Anchor>,
    /// How many words the text has.
    pub words: u32,
    /// Where links lead that are written in HTML, as they are written.
    pub addresses: Vec<Box<str>>,
    /// Whether HTML tags were let through: then the page may have ids that are not known.
    pub raw_html: bool,
    /// Whether there is code in colours, which needs its style sheets.
    pub has_code: bool,
    /// Every id of the page, with the number that the next one of this name gets.
    pub(super) ids: FxHashMap<String, u32>,
}

/// A place in the HTML where something is still missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hole {
    /// The offset in [`Body::html`].
    pub at: u32,
    /// What belongs there.
    pub what: HoleKind,
}

/// What belongs into a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoleKind {
    /// The address of this link of [`Body::links`], escaped by [`escape_url`](super::escape_url).
    Link(u32),
    /// Nothing, or a caution, behind this link of [`Body::links`].
    LinkEnd(u32),
    /// Nothing, or what stands before the tag of this picture of [`Body::links`].
    Picture(u32),
    /// Nothing, or ` width="…" height="…"` and the like with the space before it, for this picture of [`Body::links`].
    Size(u32),
    /// Nothing, or what stands behind the tag of this picture of [`Body::links`].
    PictureEnd(u32),
    /// The HTML of this call of [`Body::calls`].
    Call(u32),
}

/// A link or a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
    /// The words that are clicked on, or the alternative text of the picture.
    pub text: String,
    /// Where these words stand in [`Body::text`]; nowhere for a picture.
    pub words: Range<u32>,
    /// Whether it is a picture.
    pub image: bool,
    /// Whether it stands in a block that advises against something: a warning, what to check, a care card.
    pub advice: bool,
}

/// A heading of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: the title of the page is the only heading of level 1.
    pub level: u8,
    /// Its id on the page, unique.
    pub id: String,
    /// Its words, without markup.
    pub title: String,
    /// Where it stands.
    pub span: Span,
}

/// A shortcode call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name of the shortcode.
    pub name: String,
    /// What it is given, in the order it was typed; no name stands twice.
    pub arguments: Vec<(String, Argument, Span)>,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands in a paragraph between words; if not, it is a paragraph of its own.
    pub inline: bool,
}

impl Body {
    /// Where the pictures come from that lie elsewhere on the web, such as `https://example.com`.
    pub fn hosts_of_pictures(&self) -> impl Iterator<Item = &str> {
        self.links.iter().filter(|link| link.image).filter_map(|link| match &link.target {
            Target::External(address) => origin(address),
            _ => None,
        })
    }

    /// Appends the HTML to `out`; `write` is given every hole in its order and appends what belongs there.
    pub fn fill(&self, out: &mut String, mut write: impl FnMut(&Hole, &mut String)) {
        self.weave(out, self.holes.iter().map(|hole| (hole.at, hole)), |hole, out| {
            write(hole, out);
        });
    }

    /// Appends the HTML to `out`, with what `write` makes of `marks` at their places, which are in order.
    pub fn weave<T>(
        &self,
        out: &mut String,
        marks: impl ExactSizeIterator<Item = (u32, T)>,
        mut write: impl FnMut(T, &mut String),
    ) {
        out.reserve(self.html.len() + 48 * marks.len());
        let mut from = 0;
        for (at, mark) in marks {
            let at = at as usize;
            out.push_str(&self.html[from..at]);
            write(mark, out);
            from = at;
        }
        out.push_str(&self.html[from..]);
    }

    /// Where the text says when to get help, if it does: the id of the heading above its first care card that cannot
    /// wait, if there is one.
    pub fn help(&self) -> Option<Option<&str>> {
        let cards = ["care-emergency", "care-urgent"];
        let card = cards.iter().filter_map(|card| self.html.find(card)).min()?;
        let heading = self.html[..card].rfind("<h2 id=\"");
        Some(heading.and_then(|at| self.html[at..].split('"').nth(1)))
    }

    /// Whether links to places on the page work, or not, as they do on `other`; and what is suggested instead.
    pub fn has_same_anchors(&self, other: &Self) -> bool {
        let ids = |body: &'_ Self| {
            body.outline.iter().map(|heading| heading.id.clone()).collect::<Vec<_>>()
        };
        let has_all = |body: &Self| self.ids.keys().all(|id| body.ids.contains_key(id));
        self.raw_html == other.raw_html
            && self.ids.len() == other.ids.len()
            && has_all(other)
            && ids(self) == ids(other)
    }

    /// The same without text: what others must know of the page to lead to it.
    #[must_use]
    pub fn without_text(&self) -> Self {
        Self {
            outline: self.outline.clone(),
            words: self.words,
            raw_html: self.raw_html,
            ids: self.ids.clone(),
            ..Self::default()
        }
    }

    /// Whether the page has a place with this id.
    pub fn has_anchor(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }
}
