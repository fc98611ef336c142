//! Which of the names in a text become links, and why the others do not.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::dictionary::Rules;
use super::find::{Match, Scratch, Word, find};
use super::words::words;
use super::wrap::wrap;
use super::{AutoLink, Linker, number};
use crate::config::LinkScope;
use crate::document::Document;
use crate::graph::{Destination, EntryId, PageRules};
use crate::markdown::{Locator, Stretch};
use crate::matter::Level;

/// One automatic link for so many words, where nothing else is said.
const WORDS_PER_LINK: u32 = 40;
/// Links that a short page may have all the same.
const LEAST: u32 = 5;
/// Links that a long page may have at most.
const MOST: u32 = 25;

/// What became of a name in a text, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It is a link.
    Link,
    /// It is the name of the page itself.
    Own,
    /// The page, the entity or the site wants no link here.
    Off,
    /// The massage is ruled out by a condition that the page is about.
    Unsafe,
    /// The page links to it by hand.
    Manual,
    /// It was linked before.
    Repeat,
    /// The words around it give it another meaning.
    Context,
    /// It begins or ends in the middle of emphasised words.
    Boundary,
    /// The page, or the paragraph, has as many links as it may have.
    Limit,
}

impl Decision {
    /// The reason in a word, as reports name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Own => "self",
            Self::Off => "off",
            Self::Unsafe => "unsafe",
            Self::Manual => "manual",
            Self::Repeat => "repeat",
            Self::Context => "context",
            Self::Boundary => "boundary",
            Self::Limit => "limit",
        }
    }
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stands in the text of the document.
    pub text: Range<u32>,
    /// Whose name it is.
    pub target: EntryId,
    /// What became of it.
    pub decision: Decision,
    /// Whether readers of the page must ask a GP before they book what it names.
    pub ask: bool,
    /// Where its link stands in the HTML, or would.
    html: Range<u32>,
    /// The paragraph, and the number of its first and last word on the page.
    leaf: u32,
    words: Range<u32>,
}

/// A page while its names are looked at.
struct Page<'a> {
    linker: &'a Linker<'a>,
    id: EntryId,
    document: &'a Document,
    rules: &'a PageRules,
    is_on: bool,
    /// Terms of the page that lead elsewhere, by their node in the dictionary.
    prefer: Vec<(u32, EntryId)>,
    by_hand: FxHashSet<EntryId>,
    /// What the page is about, and everything that it is one of.
    conditions: Vec<EntryId>,
    /// What was linked already, with the part of the page.
    linked: FxHashSet<(EntryId, u32)>,
}

impl Linker<'_> {
    /// Every name in the running text of a document, in its order, with what became of it.
    pub fn candidates(&self, id: EntryId) -> Vec<Candidate> {
        self.decide(id, &mut Scratch::default())
    }

    /// The automatic links of a document.
    pub(super) fn links(&self, id: EntryId, scratch: &mut Scratch) -> Vec<AutoLink> {
        let candidates = self.decide(id, scratch).into_iter();
        let links = candidates.filter(|candidate| candidate.decision == Decision::Link);
        links
            .map(|Candidate { text, html, target, ask, .. }| AutoLink { text, html, target, ask })
            .collect()
    }

    fn decide(&self, id: EntryId, scratch: &mut Scratch) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let Some(document) = self.graph.document(id) else { return candidates };
        let nothing = PageRules::default();
        let rules = self.graph.link_rules.pages.get(&id).unwrap_or(&nothing);
        let mut page = Page {
            linker: self,
            id,
            document,
            rules,
            is_on: rules.auto.unwrap_or(self.config.links.auto),
            prefer: rules
                .prefer
                .iter()
                .filter_map(|(term, target)| Some((self.dictionary.find(&term.text)?, *target)))
                .collect(),
            by_hand: self.linked_by_hand(id),
            conditions: self.graph.relations.wider(&self.graph.conditions(id)),
            linked: FxHashSet::default(),
        };
        let body = &document.body;
        let mut locator = Locator::new(body);
        let mut count = 0;
        for stretch in &body.stretches {
            if stretch.quoted && !self.config.links.quotes {
                continue;
            }
            let Some(text) = body.text.get(stretch.text.start as usize..stretch.text.end as usize)
            else {
                continue;
            };
            find(&self.dictionary, text, scratch, |found, words| {
                let mut candidate = page.candidate(&found, (stretch, text, words), &mut locator);
                candidate.words =
                    count + number(found.words.start)..count + number(found.words.end);
                candidates.push(candidate);
            });
            count += number(scratch.words.len());
        }
        self.limit(&page, &mut candidates);
        candidates
    }

    /// The pages that a page links to by hand.
    fn linked_by_hand(&self, id: EntryId) -> FxHashSet<EntryId> {
        let links = self.graph.links.get(id.index()).map_or(&[][..], |links| &links.body);
        let page = |destination: &Destination| match destination {
            Destination::Page(to, _) => Some(*to),
            _ => None,
        };
        links.iter().filter_map(page).collect()
    }

    /// Takes links away until the page has as many as it may have.
    fn limit(&self, page: &Page<'_>, candidates: &mut [Candidate]) {
        let config = &self.config.links;
        let always = |target: EntryId| page.rules.always.iter().any(|(id, _)| *id == target);
        let (mut leaf, mut in_leaf, mut end) = (None, 0, None);
        for candidate in candidates.iter_mut().filter(|one| one.decision == Decision::Link) {
            if leaf != Some(candidate.leaf) {
                (leaf, in_leaf) = (Some(candidate.leaf), 0);
            }
            let is_full = config.max_per_block > 0 && in_leaf >= config.max_per_block;
            let is_close =
                end.is_some_and(|end| candidate.words.start - end < config.min_gap_words);
            if (is_full || is_close) && !always(candidate.target) {
                candidate.decision = Decision::Limit;
            } else {
                in_leaf += 1;
                end = Some(candidate.words.end);
            }
        }
        let usual = (page.document.body.words / WORDS_PER_LINK).clamp(LEAST, MOST);
        let most = page.rules.limit.or(config.max_per_page).unwrap_or(usual) as usize;
        let terms = self.graph.terms.get(page.id.index()).map_or(&[][..], |terms| terms);
        let mut kept: Vec<usize> =
            (0..candidates.len()).filter(|at| candidates[*at].decision == Decision::Link).collect();
        if kept.len() <= most {
            return;
        }
        let priority =
            |target| self.dictionary.rules.get(&target).map_or(0, |rules| rules.priority);
        // A stable sort: among equals the first on the page stay.
        kept.sort_by_key(|at| {
            let target = candidates[*at].target;
            let is_declared = terms.iter().any(|(_, term)| *term == target);
            (!always(target), Reverse(priority(target)), !is_declared)
        });
        for at in kept.into_iter().skip(most) {
            if !always(candidates[at].target) {
                candidates[at].decision = Decision::Limit;
            }
        }
    }
}

impl Page<'_> {
    fn candidate(
        &mut self,
        found: &Match,
        (stretch, text, words): (&Stretch, &str, &[Word]),
        locator: &mut Locator<'_>,
    ) -> Candidate {
        let preferred = self.prefer.iter().find(|(node, _)| *node == found.node);
        let target = preferred.map_or(found.entity, |(_, target)| *target);
        let is_wanted =
            preferred.is_some() || self.rules.always.iter().any(|(id, _)| *id == target);
        let start = stretch.text.start;
        let place = start + number(found.place.start)..start + number(found.place.end);
        let mut candidate = Candidate {
            text: place.clone(),
            target,
            decision: Decision::Link,
            ask: false,
            html: 0..0,
            leaf: stretch.leaf,
            words: 0..0,
        };
        let rules = self.linker.dictionary.rules.get(&target);
        let part = (target, self.part(stretch));
        candidate.decision = if target == self.id {
            Decision::Own
        } else if self.is_off(target, rules, is_wanted) {
            Decision::Off
        } else if self.linked.contains(&part) {
            // What was linked by itself is neither ruled out nor linked by hand.
            Decision::Repeat
        } else if self.caution(target) == Some(Level::Stop) {
            Decision::Unsafe
        } else if self.by_hand.contains(&target) {
            Decision::Manual
        } else if !is_wanted
            && rules.is_some_and(|rules| means_something_else(rules, found, text, words))
        {
            Decision::Context
        } else {
            let html = locator.start(place.start) as usize..locator.end(place.end) as usize;
            match wrap(&self.document.body.html, html) {
                None => Decision::Boundary,
                Some(html) => {
                    candidate.html = number(html.start)..number(html.end);
                    candidate.ask = self.caution(target) == Some(Level::Ask);
                    self.linked.insert(part);
                    Decision::Link
                }
            }
        };
        candidate
    }

    /// The part of the page in which a name is linked once.
    fn part(&self, stretch: &Stretch) -> u32 {
        match self.linker.config.links.scope {
            LinkScope::Page => 0,
            LinkScope::Section => {
                let headings = self.document.body.outline.iter().take(stretch.headings as usize);
                number(headings.filter(|heading| heading.level <= 2).count())
            }
        }
    }

    fn caution(&self, target: EntryId) -> Option<Level> {
        self.linker.graph.relations.level(target, &self.conditions)
    }

    fn is_off(&self, target: EntryId, rules: Option<&Rules>, is_wanted: bool) -> bool {
        let is_banned = self.rules.never.iter().any(|(id, _)| *id == target);
        let is_linked = rules.is_some_and(|rules| rules.linked) && self.is_on;
        is_banned || !(is_linked || is_wanted)
    }
}

/// Whether the words before or behind a name give it another meaning.
fn means_something_else(rules: &Rules, found: &Match, text: &str, all: &[Word]) -> bool {
    let folded = |word: &Word| {
        let mut form = String::new();
        words(&text[word.place()], |_, folded| folded.clone_into(&mut form));
        form
    };
    // Only what stands directly beside counts: a full stop between the words ends the thought.
    let is_near = |one: &Word, other: &Word| {
        let gap = super::form::Gap::of(&text[one.place().end..other.place().start]);
        gap != super::form::Gap::Nothing && !matches!(gap, super::form::Gap::Other(_))
    };
    let stands = |phrase: &[Box<str>], from: usize, to: usize, edges: Range<usize>| {
        all.get(from..to).is_some_and(|words| {
            words.iter().zip(phrase).all(|(word, expected)| folded(word) == **expected)
                && all[edges].windows(2).all(|pair| is_near(&pair[0], &pair[1]))
        })
    };
    let behind = |phrase: &Vec<Box<str>>| {
        let (from, to) = (found.words.end, found.words.end + phrase.len());
        stands(phrase, from, to, from - 1..to)
    };
    let before = |phrase: &Vec<Box<str>>| {
        let to = found.words.start;
        to.checked_sub(phrase.len()).is_some_and(|from| stands(phrase, from, to, from..to + 1))
    };
    rules.not_before.iter().any(behind) || rules.not_after.iter().any(before)
}
