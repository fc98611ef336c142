//! Reports for the editor: which links there are and why, how two pages are connected, and what to write next.
//!
//! Comes in: the site as it was understood. Goes out: typed reports, with the places that they are about. They are made
//! from the same graph and the same links as the pages, and must never decide anything anew.
#![deny(missing_docs)]

mod anchors;
mod cells;
mod coverage;
mod direct;
mod explain;
mod inbound;
mod links;
mod name;
mod phrases;
mod place;
mod reviews;
mod suggest;
#[cfg(test)]
mod tests;
mod through;
mod why;
mod words;

use crate::config::Config;
use crate::graph::Graph;
use crate::link::{Linked, Linker};

pub use anchors::Anchors;
pub use cells::{Cell, Conflict, Status};
pub use coverage::{Coverage, Next, coverage};
pub use direct::{Filing, Link, Reading};
pub use explain::{Explained, Explanation, Reason, explain};
pub use inbound::Inbound;
pub use links::{Dead, Dropped, Few, Full, Links, Unmentioned, links};
pub use name::{Unknown, find_page};
pub use phrases::{Phrase, Phrases};
pub use place::Reader;
pub use reviews::{Reviewed, reviews};
pub use suggest::Suggestion;
pub use through::{Cautioned, Helped, Steps, Told};
pub use why::{Why, why};
pub use words::{certainty_words, decision_words, level_words, verdict_word, verdict_words};

/// A site as reports see it.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Its pages.
    pub graph: &'a Graph,
    /// Its settings.
    pub config: &'a Config,
    /// What finds names in texts.
    pub linker: &'a Linker<'a>,
    /// Its links.
    pub linked: &'a Linked,
}
