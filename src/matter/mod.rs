//! Front matter: what stands above the text of a page, as typed values.
//!
//! Comes in: the text of a file, the kind that its folder gives it, and the defaults of the sections
//! above it. Goes out: a [`Matter`] and the place where the body begins, with notes on all that is wrong,
//! not only on the first. It knows no other page: whether a name leads anywhere is for a later stage,
//! which finds the place of every name in its [`Span`].

mod data;
mod dates;
mod fill;
mod layers;
mod read;
mod split;
mod translated;
mod types;

#[cfg(test)]
mod bad_inputs;
#[cfg(test)]
mod tests;

pub use crate::schema::{Autolink, Cap, Case, CauseGroup, Certainty, Grade, Level, ListMode};
pub use data::{originals, parse_red_flags, parse_sources, parse_vocabulary};
pub(crate) use fill::{names, pairs};
pub use read::{Above, parse};
pub use split::split;
pub use translated::Original;
pub use types::{
    Acknowledged, Caution, EntityFacts, Faq, Help, Image, Links, Matter, Name, PersonFacts,
    Register, Reviewed, SectionFacts, Source, SourceRef,
};

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use crate::schema::{Kind, SiteFields};
use crate::yaml::{Entry, Limits};

/// A page whose front matter has been read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parsed {
    /// The front matter. The title is never empty: a page without one is given its file name.
    pub matter: Matter,
    /// The kind of page.
    pub kind: Kind,
    /// The body: the bytes of the file after the front matter.
    pub body: Range<usize>,
    /// Whether the front matter could be read at all. If not, `matter` has nothing but a title, and the
    /// page is kept only so that links to it are not reported as broken too.
    pub readable: bool,
}

/// Defaults that a section gives to all pages below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cascade {
    /// The file that they stand in.
    pub path: Arc<Utf8Path>,
    /// The fields.
    pub entries: Vec<Entry>,
}

/// What reading front matter depends on besides the file.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Fields that the site declares.
    pub fields: &'a SiteFields,
    /// How large front matter may be.
    pub limits: &'a Limits,
}

/// Where front matter and body stand in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Split {
    /// The YAML between the two fences; `None` when the file has no front matter.
    pub matter: Option<Range<usize>>,
    /// The rest, without the line of the second fence.
    pub body: Range<usize>,
    /// Whether the second fence is missing; the body is empty then.
    pub unclosed: bool,
}

/// An entry of `content/red-flags.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RedFlags {
    /// Ids of sources.
    pub sources: Vec<Name>,
    /// When to call an ambulance.
    pub emergency: Vec<Box<str>>,
    /// When to see a doctor soon.
    pub urgent: Vec<Box<str>>,
}

/// An entry of `content/vocabulary.yaml`: an entity without a page file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// Its id, at the place of its key.
    pub id: Name,
    /// What it is.
    pub kind: Kind,
    /// Its title and facts.
    pub matter: Matter,
}
