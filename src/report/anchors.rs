//! The words that links to a page consist of.

use std::collections::BTreeMap;

use super::Site;
use super::place::is_wanted;
use crate::base::normalise_name;
use crate::graph::{Destination, EntryId};

/// Fewer links cannot be said to be all the same.
const SEVERAL: u32 = 3;

/// The words of the links to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// The page.
    pub page: EntryId,
    /// The words, those used most first, each with how often.
    pub words: Vec<(Box<str>, u32)>,
}

impl Anchors {
    /// How many links there are.
    pub fn links(&self) -> u32 {
        self.words.iter().map(|(_, count)| count).sum()
    }

    /// Whether there are several links, and all have the same words.
    pub fn is_uniform(&self) -> bool {
        self.words.len() == 1 && self.links() >= SEVERAL
    }
}

/// The words of all links to each article and entity, by page. Words that differ in capitals or hyphens alone are the same.
pub(super) fn anchors(site: Site<'_>) -> Vec<Anchors> {
    let mut all: BTreeMap<EntryId, BTreeMap<Box<str>, u32>> = BTreeMap::new();
    let mut add = |to: EntryId, words: &str| {
        let words = normalise_name(words);
        let known = all.entry(to).or_default();
        if let Some(count) = known.get_mut(&*words) {
            *count += 1;
        } else {
            known.insert(words.into(), 1);
        }
    };
    for (from, document) in site.documents() {
        let links = site.graph.links.get(from.index()).map_or(&[][..], |links| &links.body);
        for (link, destination) in document.body.links.iter().zip(links) {
            if let Destination::Page(to, _) = destination
                && !link.image
                && is_wanted(site.graph.entry(*to).kind)
                && *to != from
            {
                add(*to, &link.text);
            }
        }
        for link in site.linked.auto.get(from.index()).into_iter().flat_map(|links| links.iter()) {
            let words = document.body.text.get(link.text.start as usize..link.text.end as usize);
            add(link.target, words.unwrap_or_default());
        }
    }
    let sorted = |words: BTreeMap<Box<str>, u32>| {
        let mut words: Vec<(Box<str>, u32)> = words.into_iter().collect();
        words.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        words
    };
    all.into_iter().map(|(page, words)| Anchors { page, words: sorted(words) }).collect()
}
