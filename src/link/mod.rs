//! Stage 4, LINK: names in running text become links to their pages, the first time each is mentioned.
//!
//! Comes in: the graph and the settings. Goes out: for every document where its automatic links stand, and for
//! every page where it is mentioned. A massage is never linked on a page about a condition that rules it out.
//! It must never change a text: links are put around words that stay as they are.

mod decide;
mod dictionary;
mod find;
mod form;
mod lexicon;
mod limit;
mod mention;
mod safety;
mod term;
mod words;
mod wrap;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Notes};
use crate::graph::{EntryId, Graph};
pub use decide::{Candidate, Decision};
pub(crate) use dictionary::Dictionary;
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
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// By document: its automatic links, in the order of the text.
    pub auto: Vec<Arc<[AutoLink]>>,
    /// By entry: where it is mentioned.
    pub mentions: Vec<Arc<Mentions>>,
    /// By document: what it offers though it is ruled out there.
    pub(crate) unsafe_offers: Vec<Vec<Diagnostic>>,
}

/// Finds links in the documents of a site.
pub struct Linker<'a> {
    graph: &'a Graph,
    config: &'a Config,
    dictionary: Arc<Dictionary>,
}

impl<'a> Linker<'a> {
    /// Prepares to find the names of all entities. What is wrong with names and with rules of pages is noted.
    pub fn new(graph: &'a Graph, config: &'a Config, notes: &mut Notes) -> Self {
        let linker = Self::with(graph, config, Arc::new(Dictionary::new(graph, config, notes)));
        linker.check_rules(notes);
        linker
    }

    /// Finds the names of a dictionary that was made for a graph with the same entities.
    pub(crate) fn with(graph: &'a Graph, config: &'a Config, dictionary: Arc<Dictionary>) -> Self {
        Self { graph, config, dictionary }
    }

    /// The dictionary.
    pub(crate) fn dictionary(&self) -> Arc<Dictionary> {
        Arc::clone(&self.dictionary)
    }

    /// Links all documents.
    pub fn link(&self) -> Linked {
        let documents: Vec<EntryId> = self.graph.ids().take(self.graph.documents.len()).collect();
        let (auto, unsafe_offers): (Vec<Arc<[AutoLink]>>, Vec<Vec<Diagnostic>>) = documents
            .par_iter()
            .with_min_len(16)
            .map_init(find::Scratch::default, |scratch, id| self.document(*id, scratch))
            .unzip();
        Linked { mentions: self.mentions(&auto), auto, unsafe_offers }
    }

    /// Links again the documents with these numbers; the others have the links that they had in `old`, which was made for
    /// the graph `before`.
    pub(crate) fn relink(&self, old: &Linked, before: &Graph, changed: &[usize]) -> Linked {
        let mut linked = old.clone();
        let mut scratch = find::Scratch::default();
        let mut is_mentioned_otherwise = false;
        for at in changed {
            let id = EntryId(number(*at));
            (linked.auto[*at], linked.unsafe_offers[*at]) = self.document(id, &mut scratch);
            let was = mention::of(before, &old.auto, id);
            let is = mention::of(self.graph, &linked.auto, id);
            is_mentioned_otherwise |= !was.keys().eq(is.keys());
            for (target, place) in is {
                let mentions = Arc::make_mut(&mut linked.mentions[target.index()]);
                let mention = mentions.shown.iter_mut().find(|mention| mention.from == id);
                if let Some(mention) = mention {
                    mention.place = place;
                }
            }
        }
        if is_mentioned_otherwise {
            linked.mentions = self.mentions(&linked.auto);
        }
        linked
    }

    fn document(
        &self,
        id: EntryId,
        scratch: &mut find::Scratch,
    ) -> (Arc<[AutoLink]>, Vec<Diagnostic>) {
        (self.links(id, scratch).into(), self.unsafe_offers(id))
    }

    fn mentions(&self, auto: &[Arc<[AutoLink]>]) -> Vec<Arc<Mentions>> {
        mention::collect(self.graph, auto, self.config.links.mentions as usize)
    }
}

/// A count as it is kept; more than four thousand million of anything are not.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
