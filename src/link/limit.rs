//! When a page may not have all links that it could: which stay.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Linker;
use super::decide::{Candidate, Decision, Page};
use crate::config::AutoLinks;
use crate::document::Document;
use crate::graph::{EntryId, PageRules};
use crate::markdown::Locator;

/// One automatic link for so many words, where nothing else is said.
const WORDS_PER_LINK: u32 = 40;
/// Links that a short page may have all the same.
const LEAST: u32 = 5;
/// Links that a long page may have at most.
const MOST: u32 = 25;

/// The links that stay, so far.
#[derive(Default)]
struct Kept {
    total: usize,
    /// By paragraph, how many.
    in_leaf: FxHashMap<u32, u32>,
    /// The numbers of their first words, and of the words behind their last.
    words: BTreeMap<u32, u32>,
    /// Where they lead, by the part of the page.
    targets: FxHashSet<(EntryId, u32)>,
}

impl Kept {
    /// Whether there is room for one more.
    fn has_room(&self, candidate: &Candidate, most: usize, config: &AutoLinks) -> bool {
        let in_leaf = self.in_leaf.get(&candidate.leaf).copied().unwrap_or(0);
        let is_full = config.max_per_block > 0 && in_leaf >= config.max_per_block;
        self.total < most && !is_full && !self.is_close(candidate, config.min_gap_words)
    }

    fn is_close(&self, candidate: &Candidate, least: u32) -> bool {
        let words = &candidate.words;
        let before = self.words.range(..words.start).next_back();
        let behind = self.words.range(words.start..).next();
        before.is_some_and(|(_, end)| words.start - end < least)
            || behind.is_some_and(|(start, _)| start - words.end < least)
    }

    fn add(&mut self, candidate: &Candidate, config: &AutoLinks) {
        self.total += 1;
        if config.max_per_block > 0 {
            *self.in_leaf.entry(candidate.leaf).or_insert(0) += 1;
        }
        if config.min_gap_words > 0 {
            self.words.insert(candidate.words.start, candidate.words.end);
        }
        self.targets.insert((candidate.target, candidate.part));
    }
}

impl Linker<'_> {
    /// How many automatic links a document may have. Names that its front matter always wants are let through beyond.
    pub fn allowed(&self, id: EntryId) -> u32 {
        let nothing = PageRules::default();
        let rules = self.graph.link_rules.pages.get(&id).unwrap_or(&nothing);
        self.graph.document(id).map_or(0, |document| self.most(document, rules))
    }

    fn most(&self, document: &Document, rules: &PageRules) -> u32 {
        let usual = (document.body.words / WORDS_PER_LINK).clamp(LEAST, MOST);
        rules.limit.or(self.config.links.max_per_page).unwrap_or(usual)
    }

    /// Takes links away until the page has as many as it may have, and as far from each other as it must be.
    pub(super) fn limit(&self, page: &Page<'_>, candidates: &mut [Candidate]) {
        let most = self.most(page.document, page.rules) as usize;
        let is_link = |candidate: &Candidate| candidate.decision == Decision::Link;
        let eligible = candidates.iter().filter(|one| is_link(one)).count();
        if eligible <= most && !page.is_spaced {
            return;
        }
        let priority =
            |target| self.dictionary.rules.get(&target).map_or(0, |rules| rules.priority);
        let terms = self.graph.terms.get(page.id.index()).map_or(&[][..], |terms| terms);
        let mut order: Vec<(bool, Reverse<i64>, bool, usize)> = Vec::with_capacity(eligible);
        for (at, candidate) in candidates.iter().enumerate().filter(|(_, one)| is_link(one)) {
            let target = candidate.target;
            let is_declared = terms.iter().any(|(_, term)| *term == target);
            order.push((!page.always(target), Reverse(priority(target)), !is_declared, at));
        }
        order.sort_unstable();
        let mut kept = Kept::default();
        for (is_usual, _, _, at) in order {
            let candidate = &mut candidates[at];
            if kept.targets.contains(&(candidate.target, candidate.part)) {
                candidate.decision = Decision::Repeat;
            } else if is_usual && !kept.has_room(candidate, most, &self.config.links) {
                candidate.decision = Decision::Limit;
            } else {
                kept.add(candidate, &self.config.links);
            }
        }
    }
}

/// Gives names their first reason again: only what is behind a link that stayed is a repetition of it. Links are
/// what they were.
pub(super) fn correct(page: &Page<'_>, candidates: &mut [Candidate]) {
    let mut linked: FxHashSet<(EntryId, u32)> = FxHashSet::default();
    let mut locator = Locator::new(&page.document.body);
    for candidate in candidates {
        let part = (candidate.target, candidate.part);
        match candidate.decision {
            Decision::Own | Decision::Off | Decision::Unsafe | Decision::Manual => {}
            Decision::Link => {
                linked.insert(part);
            }
            _ if linked.contains(&part) => candidate.decision = Decision::Repeat,
            Decision::Repeat => {
                candidate.decision = match page.place(candidate, &mut locator) {
                    Decision::Link => Decision::Limit,
                    reason => reason,
                };
            }
            Decision::Context | Decision::Boundary | Decision::Limit => {}
        }
    }
}
