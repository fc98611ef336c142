//! Stage 4, LINK: names in running text become links to their pages, the first time each is mentioned.
//!
//! Comes in: the graph and the settings. Goes out: for every document where its automatic links stand, and for
//! every page where it is mentioned. A massage is never linked on a page about a condition that rules it out.
//! It must never change a text: links are put around words that stay as they are.

mod decide;
mod dictionary;
mod find;
mod form;
mod limit;
mod mention;
mod safety;
mod term;
mod words;
mod wrap;

use std::ops::Range;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::Notes;
use crate::graph::{EntryId, Graph};
use dictionary::Dictionary;

pub use decide::{Candidate, Decision};
pub use mention::{Mention, Mentions, Place};
pub use term::Named;
pub use words::words;

/// An automatic link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoLink {
    /// The words, in the text of the document.
    pub text: Range<u32>,
    /// Where its tags stand in the HTML of the document.
    pub html: Range<u32>,
    /// The page that it leads to.
    pub target: EntryId,
    /// Whether readers of this page must ask a GP before they book what it leads to.
    pub ask: bool,
}

/// The links of a site.
#[derive(Debug, Default)]
pub struct Linked {
    /// By document: its automatic links, in the order of the text.
    pub auto: Vec<Vec<AutoLink>>,
    /// By entry: where it is mentioned.
    pub mentions: Vec<Mentions>,
}

/// Finds links in the documents of a site.
pub struct Linker<'a> {
    graph: &'a Graph,
    config: &'a Config,
    dictionary: Dictionary,
}

impl<'a> Linker<'a> {
    /// Prepares to find the names of all entities. What is wrong with names and with links by hand is noted.
    pub fn new(graph: &'a Graph, config: &'a Config, notes: &mut Notes) -> Self {
        let dictionary = Dictionary::new(graph, config, notes);
        let linker = Self { graph, config, dictionary };
        linker.check_rules(notes);
        safety::check(&linker, notes);
        linker
    }

    /// Links all documents.
    pub fn link(&self) -> Linked {
        let documents: Vec<EntryId> = self.graph.ids().take(self.graph.documents.len()).collect();
        let auto: Vec<Vec<AutoLink>> = documents
            .par_iter()
            .with_min_len(16)
            .map_init(find::Scratch::default, |scratch, id| self.links(*id, scratch))
            .collect();
        let mentions = mention::collect(self.graph, &auto, self.config.links.mentions as usize);
        Linked { auto, mentions }
    }
}

/// A count as it is kept; more than four thousand million of anything are not.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
