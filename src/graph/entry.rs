//! The pages of the site, as others see them.

use std::sync::Arc;

use crate::base::{Date, Route};
use crate::schema::{Kind, Kinds};

/// A page of the site: an index into [`super::Graph::entries`]. Articles come in the order in which lists show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What other pages see of a page: its face.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The kind; the home page is a section.
    pub kind: Kind,
    /// The file's name without ending, or the slug of a topic.
    pub id: Box<str>,
    /// The title.
    pub title: Box<str>,
    /// The file that the page is written to.
    pub route: Route,
    /// The address from the root of the host, with the site's prefix.
    pub url: Arc<str>,
    /// The document, when a file or the vocabulary gives one.
    pub document: Option<u32>,
    /// The section that it stands in; `None` for the home page.
    pub section: Option<EntryId>,
    /// First publication.
    pub date: Option<Date>,
    /// Whether it is shown only because the build was told to.
    pub standing: Standing,
}

/// Whether a page is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is.
    Published,
    /// It is a draft.
    Draft,
    /// It will be, from this day.
    Scheduled(Date),
    /// It was, until this day.
    Expired(Date),
}

/// A way of filing pages: what a field of the front matter names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taxonomy {
    /// `topic`
    Topic,
    /// `condition`
    Condition,
    /// `massage_type`
    MassageType,
    /// `cause`
    Cause,
    /// `body`
    Body,
}

impl Taxonomy {
    /// All of them, in the order in which a page shows them.
    pub const ALL: [Self; 5] =
        [Self::Condition, Self::MassageType, Self::Cause, Self::Body, Self::Topic];

    /// The field of the front matter.
    pub fn field(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Condition => "condition",
            Self::MassageType => "massage_type",
            Self::Cause => "cause",
            Self::Body => "body",
        }
    }

    /// The kinds of page that its names stand for.
    pub const fn kinds(self) -> Kinds {
        match self {
            Self::Topic => Kinds::of(&[Kind::Topic]),
            Self::Condition => Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]),
            Self::MassageType => Kinds::of(&[Kind::Treatment]),
            Self::Cause => Kinds::of(&[Kind::Cause, Kind::Condition, Kind::Symptom]),
            Self::Body => Kinds::of(&[Kind::Body]),
        }
    }

    /// The kind whose folder holds its pages.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Topic => Kind::Topic,
            Self::Condition => Kind::Condition,
            Self::MassageType => Kind::Treatment,
            Self::Cause => Kind::Cause,
            Self::Body => Kind::Body,
        }
    }

    /// How much a shared name counts when related articles are looked for.
    pub const fn weight(self) -> u32 {
        match self {
            Self::Condition => 80,
            Self::MassageType => 60,
            Self::Cause => 50,
            Self::Topic => 30,
            Self::Body => 20,
        }
    }
}
