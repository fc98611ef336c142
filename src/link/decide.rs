//! Which of the names in a text become links, and why the others do not.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::dictionary::Rules;
use super::find::{Match, Scratch, Word, find};
use super::limit::correct;
use super::words::words;
use super::wrap::wrap;
use super::{AutoLink, Linker, number};
use crate::config::LinkScope;
use crate::document::Document;
use crate::graph::{Destination, EntryId, PageRules};
use crate::markdown::{Argument, Body, Locator, Stretch, Target};
use crate::matter::Level;

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
    pub(super) leaf: u32,
    pub(super) words: Range<u32>,
    /// The part of the page in which its page is linked once.
    pub(super) part: u32,
    /// Whether the words around it give it another meaning.
    is_something_else: bool,
}

/// A page while its names are looked at.
pub(super) struct Page<'a> {
    linker: &'a Linker<'a>,
    pub(super) id: EntryId,
    pub(super) document: &'a Document,
    pub(super) rules: &'a PageRules,
    is_on: bool,
    /// Terms of the page that lead elsewhere, by their node in the dictionary.
    prefer: Vec<(u32, EntryId)>,
    by_hand: FxHashSet<EntryId>,
    addresses: FxHashSet<&'a str>,
    /// What the page is about, and everything that it is one of.
    conditions: Vec<EntryId>,
    /// What may become a link, with the part of the page.
    seen: FxHashSet<(EntryId, u32)>,
    /// Whether links must keep a distance, so that what is too close leaves it to a later mention.
    pub(super) is_spaced: bool,
    /// How many headings have been passed, and the part of the page behind them.
    passed: (usize, u32),
}

impl Linker<'_> {
    /// Every name in the running text of a document, in its order, with what became of it.
    pub fn candidates(&self, id: EntryId) -> Vec<Candidate> {
        let Some(mut page) = self.page(id) else { return Vec::new() };
        let mut candidates = self.decide(&mut page, &mut Scratch::default());
        correct(&page, &mut candidates);
        candidates
    }

    /// The automatic links of a document.
    pub(super) fn links(&self, id: EntryId, scratch: &mut Scratch) -> Vec<AutoLink> {
        let Some(mut page) = self.page(id) else { return Vec::new() };
        if !page.is_on && page.rules.always.is_empty() {
            return Vec::new();
        }
        let candidates = self.decide(&mut page, scratch).into_iter();
        let links = candidates.filter(|candidate| candidate.decision == Decision::Link);
        links
            .map(|Candidate { text, html, target, ask, .. }| AutoLink { text, html, target, ask })
            .collect()
    }

    /// A page whose names are to be looked at.
    fn page(&self, id: EntryId) -> Option<Page<'_>> {
        static NOTHING: PageRules = PageRules::new();
        let document = self.graph.document(id)?;
        let rules = self.graph.link_rules.pages.get(&id).unwrap_or(&NOTHING);
        Some(Page {
            linker: self,
            id,
            document,
            rules,
            is_on: rules.auto.unwrap_or(self.config.links.auto),
            prefer: rules
                .prefer
                .iter()
                .flat_map(|(term, target)| {
                    self.dictionary.nodes(term).into_iter().map(|node| (node, *target))
                })
                .collect(),
            by_hand: self.linked_by_hand(id),
            addresses: self.addresses(&document.body),
            conditions: self.graph.relations.wider(&self.graph.conditions(id)),
            seen: FxHashSet::default(),
            is_spaced: self.config.links.max_per_block > 0 || self.config.links.min_gap_words > 0,
            passed: (0, 0),
        })
    }

    fn decide(&self, page: &mut Page<'_>, scratch: &mut Scratch) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        let body = &page.document.body;
        let mut locator = Locator::new(body);
        let mut count = 0;
        for (index, stretch) in body.stretches.iter().enumerate() {
            if stretch.quoted && !self.config.links.quotes {
                continue;
            }
            let Some(text) = body.text.get(stretch.text.start as usize..stretch.text.end as usize)
            else {
                continue;
            };
            let edges = body.edges(index);
            let part = page.part(stretch);
            find(&self.dictionary, (text, &edges), scratch, |found, words| {
                let place = (stretch, text, words);
                let mut candidate = page.candidate(&found, part, place, &mut locator);
                candidate.words =
                    count + number(found.words.start)..count + number(found.words.end);
                candidates.push(candidate);
            });
            count += number(scratch.words.len());
        }
        self.limit(page, &mut candidates);
        candidates
    }

    /// The pages that a page links to by hand.
    fn linked_by_hand(&self, id: EntryId) -> FxHashSet<EntryId> {
        let Some(links) = self.graph.links.get(id.index()) else { return FxHashSet::default() };
        let page = |destination: &Destination| match destination {
            Destination::Page(to, _) => Some(*to),
            _ => None,
        };
        links.body.iter().chain(links.answers.iter().flatten()).filter_map(page).collect()
    }

    /// Addresses on the site that a page links to in ways that lead to no entry: with the name of the host, in
    /// HTML, or through a shortcode.
    fn addresses<'b>(&self, body: &'b Body) -> FxHashSet<&'b str> {
        let external = body.links.iter().filter_map(|link| match &link.target {
            Target::External(address) => Some(address.as_str()),
            _ => None,
        });
        let arguments = body.calls.iter().flat_map(|call| &call.arguments);
        let arguments = arguments.filter_map(|(_, argument, _)| match argument {
            Argument::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let raw = body.addresses.iter().map(|address| &**address);
        let path = |address: &'b str| {
            let path = address.strip_prefix(&*self.config.base_url.origin).unwrap_or(address);
            path.starts_with('/').then(|| bare_path(path))
        };
        external.chain(arguments).chain(raw).filter_map(path).collect()
    }
}

/// A path without its fragment and what else may be missing.
fn bare_path(address: &str) -> &str {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/')
}

impl Page<'_> {
    fn candidate(
        &mut self,
        found: &Match,
        part: u32,
        (stretch, text, words): (&Stretch, &str, &[Word]),
        locator: &mut Locator<'_>,
    ) -> Candidate {
        let preferred = self.prefer.iter().find(|(node, _)| *node == found.node);
        let target = preferred.map_or(found.entity, |(_, target)| *target);
        let start = stretch.text.start;
        let place = start + number(found.place.start)..start + number(found.place.end);
        let mut candidate = Candidate {
            text: place,
            target,
            decision: Decision::Link,
            ask: false,
            html: 0..0,
            leaf: stretch.leaf,
            words: 0..0,
            part,
            is_something_else: false,
        };
        let all_rules = &self.linker.dictionary.rules;
        candidate.decision = if target == self.id {
            Decision::Own
        } else if self.is_off(target, preferred.is_some()) {
            Decision::Off
        } else {
            // A term that leads elsewhere on this page still has the meaning that it has.
            let owners = [Some(found.entity), preferred.map(|_| target)];
            candidate.is_something_else = owners
                .iter()
                .flatten()
                .filter_map(|id| all_rules.get(id))
                .any(|rules| means_something_else(rules, found, text, words));
            if !self.is_spaced && self.seen.contains(&(target, part)) {
                // What was linked by itself is neither ruled out nor linked by hand.
                Decision::Repeat
            } else {
                self.judge(&mut candidate, locator)
            }
        };
        if candidate.decision == Decision::Link {
            self.seen.insert((target, part));
        }
        candidate
    }

    /// What speaks against a first mention, if anything does.
    fn judge(&self, candidate: &mut Candidate, locator: &mut Locator<'_>) -> Decision {
        let level = self.caution(candidate.target);
        candidate.ask = level == Some(Level::Ask);
        if level == Some(Level::Stop) {
            Decision::Unsafe
        } else if self.is_linked_by_hand(candidate.target) {
            Decision::Manual
        } else {
            self.place(candidate, locator)
        }
    }

    /// Looks for a place for a link, and gives what keeps it from being one, if not its company.
    pub(super) fn place(&self, candidate: &mut Candidate, locator: &mut Locator<'_>) -> Decision {
        if candidate.is_something_else {
            return Decision::Context;
        }
        let body = &self.document.body;
        let (start, end) = (candidate.text.start, candidate.text.end);
        let html = locator.start(start) as usize..locator.end(end) as usize;
        match wrap(&body.html, &body.holes, html) {
            None => Decision::Boundary,
            Some(html) => {
                candidate.html = number(html.start)..number(html.end);
                Decision::Link
            }
        }
    }

    /// The part of the page in which a name is linked once. Stretches come in their order.
    fn part(&mut self, stretch: &Stretch) -> u32 {
        if self.linker.config.links.scope == LinkScope::Section {
            let (from, to) = (self.passed.0, stretch.headings as usize);
            let between = self.document.body.outline.get(from..to).unwrap_or_default();
            let begun = between.iter().filter(|heading| heading.level <= 2).count();
            self.passed = (to.max(from), self.passed.1 + number(begun));
        }
        self.passed.1
    }

    fn is_linked_by_hand(&self, target: EntryId) -> bool {
        self.by_hand.contains(&target)
            || (!self.addresses.is_empty()
                && self.addresses.contains(bare_path(&self.linker.graph.entry(target).url)))
    }

    fn caution(&self, target: EntryId) -> Option<Level> {
        self.linker.graph.relations.level(target, &self.conditions)
    }

    /// Whether the page wants links to `target` whatever else is said.
    pub(super) fn always(&self, target: EntryId) -> bool {
        self.rules.always.iter().any(|(id, _)| *id == target)
    }

    /// Whether no link is wanted. A term that is told where to lead here becomes a link though its page has
    /// `autolink: false`, but not where there are to be none.
    fn is_off(&self, target: EntryId, is_preferred: bool) -> bool {
        let is_banned = self.rules.never.iter().any(|(id, _)| *id == target);
        let rules = self.linker.dictionary.rules.get(&target);
        let is_linked = is_preferred || rules.is_some_and(|rules| rules.linked);
        is_banned || !(self.always(target) || (self.is_on && is_linked))
    }
}

/// Whether the words before or behind a name give it another meaning.
fn means_something_else(rules: &Rules, found: &Match, text: &str, all: &[Word]) -> bool {
    let is = |word: &Word, expected: &str| {
        let mut is = false;
        words(&text[word.place()], |_, folded| {
            is = folded.strip_prefix(expected).is_some_and(|rest| matches!(rest, "" | "'s"));
        });
        is
    };
    // Only what stands directly beside counts: a full stop between the words ends the thought.
    let is_near = |one: &Word, other: &Word| {
        let gap = super::form::Gap::of(&text[one.place().end..other.place().start]);
        gap != super::form::Gap::Nothing && !matches!(gap, super::form::Gap::Other(_))
    };
    let stands = |phrase: &[Box<str>], from: usize, to: usize, edges: Range<usize>| {
        all.get(from..to).is_some_and(|words| {
            words.iter().zip(phrase).all(|(word, expected)| is(word, expected))
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
