//! Names in any text, for those who count and do not link: reports.

use std::ops::Range;

use super::Linker;
use super::find::{Scratch, find};
use super::form::with_plural;
use crate::graph::EntryId;
use crate::markdown::Edges;
use crate::matter::Name;

/// A name that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it stands.
    pub place: Range<usize>,
    /// Whose name it is.
    pub target: EntryId,
    /// The number of the term, which is the same however it is spelt.
    pub term: u32,
}

impl Linker<'_> {
    /// Every name in `text`, the longest at each place. Names do not reach over the end of a line.
    pub fn names(&self, text: &str) -> Vec<Named> {
        let mut scratch = Scratch::default();
        let mut names = Vec::new();
        let edges = Edges::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            find(&self.dictionary, (line, &edges), &mut scratch, |found, _| {
                let place = start + found.place.start..start + found.place.end;
                names.push(Named { place, target: found.entity, term: found.node });
            });
            start += line.len();
        }
        names
    }

    /// The numbers of the terms that a name is found as: itself and its plural, as far as texts are searched for them.
    pub fn terms(&self, name: &Name) -> Vec<u32> {
        with_plural(name).filter_map(|form| self.dictionary.node_of(&form)).collect()
    }
}
