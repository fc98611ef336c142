//! The links of the whole site: what nothing leads to, what nobody mentions, and what was left out.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::anchors::{Anchors, anchors};
use super::inbound::inbound;
use super::phrases::{Phrases, phrases};
use super::place::{is_wanted, page_span, span_of, words_of};
use super::{Inbound, Site};
use crate::base::Span;
use crate::document::Document;
use crate::graph::EntryId;
use crate::link::{Candidate, Decision};

/// What there is to say of the links of a site. Pages come in the order of lists.
#[derive(Clone, Debug)]
pub struct Links {
    /// Articles and entities that nothing leads to.
    pub orphans: Vec<EntryId>,
    /// Articles and entities that fewer than two texts link to, without orphans.
    pub few: Vec<Few>,
    /// Names that no text has.
    pub unmentioned: Vec<Unmentioned>,
    /// Words and phrases that texts use and no page is called.
    pub phrases: Phrases,
    /// The words of the links to each page.
    pub anchors: Vec<Anchors>,
    /// Pages with more names than links allowed.
    pub full: Vec<Full>,
    /// Rules of pages that change nothing.
    pub dead: Vec<Dead>,
}

/// A page that few texts link to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Few {
    /// The page.
    pub page: EntryId,
    /// What leads to it.
    pub inbound: Inbound,
}

/// A name that no text has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmentioned {
    /// Whose name it is.
    pub page: EntryId,
    /// The name.
    pub name: Box<str>,
    /// Where it is written.
    pub place: Span,
    /// Whether no text has any name of the page.
    pub all: bool,
}

/// A page that has as many automatic links as it may have, and would have more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Full {
    /// The page.
    pub page: EntryId,
    /// How many automatic links it has.
    pub links: usize,
    /// How many it may have.
    pub allowed: u32,
    /// What was left out, in the order of the text.
    pub dropped: Vec<Dropped>,
}

/// A name that would be a link without the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Where it stands.
    pub place: Span,
    /// The words.
    pub words: Box<str>,
    /// The page that they name.
    pub target: EntryId,
}

/// An entry of `links: never:` that names something that the running text of its page does not mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dead {
    /// The page.
    pub page: EntryId,
    /// What it names.
    pub target: EntryId,
    /// Where.
    pub place: Span,
}

/// Reports on the links of a site.
pub fn links(site: Site<'_>) -> Links {
    let (mut orphans, mut few) = (Vec::new(), Vec::new());
    let found = inbound(site);
    for (id, _) in site.documents().filter(|(_, document)| is_wanted(document.kind)) {
        match found[id.index()] {
            Inbound { texts: 0, lists: 0 } => orphans.push(id),
            inbound if inbound.texts < 2 => few.push(Few { page: id, inbound }),
            _ => {}
        }
    }
    let documents: Vec<(EntryId, &Document)> = site.documents().collect();
    let of_pages: Vec<(Option<Full>, Vec<Dead>)> =
        documents.par_iter().map(|(id, document)| of_page(site, *id, document)).collect();
    let (mut full, mut dead) = (Vec::new(), Vec::new());
    for (one, rules) in of_pages {
        full.extend(one);
        dead.extend(rules);
    }
    Links {
        orphans,
        few,
        unmentioned: unmentioned(site, &documents),
        phrases: phrases(site),
        anchors: anchors(site),
        full,
        dead,
    }
}

/// What was left out on a page, and its rules without effect.
fn of_page(site: Site<'_>, id: EntryId, document: &Document) -> (Option<Full>, Vec<Dead>) {
    let candidates = site.linker.candidates(id);
    let mut seen = BTreeSet::new();
    let dropped =
        candidates.iter().filter(|one| one.decision == Decision::Limit && seen.insert(one.target));
    let dropped: Vec<Dropped> = dropped
        .map(|one| Dropped {
            place: span_of(document, one),
            words: words_of(document, one),
            target: one.target,
        })
        .collect();
    let is_link = |one: &&Candidate| one.decision == Decision::Link;
    let links = candidates.iter().filter(is_link).count();
    let full = (!dropped.is_empty()).then(|| Full {
        page: id,
        links,
        allowed: site.linker.allowed(id),
        dropped,
    });
    let rules = site.graph.link_rules.pages.get(&id);
    let never = rules.into_iter().flat_map(|rules| &rules.never);
    let dead = never
        .filter(|(target, _)| candidates.iter().all(|one| one.target != *target))
        .map(|(target, place)| Dead { page: id, target: *target, place: place.clone() });
    (full, dead.collect())
}

/// Names that stand in no text: neither in the running text nor in headings, links, lists or answers.
fn unmentioned(site: Site<'_>, documents: &[(EntryId, &Document)]) -> Vec<Unmentioned> {
    let in_texts = documents.par_iter().map(|(_, document)| {
        let bodies = document.bodies();
        bodies
            .flat_map(|body| site.linker.names(&body.text))
            .map(|name| name.term)
            .collect::<FxHashSet<u32>>()
    });
    let mentioned: FxHashSet<u32> = in_texts.reduce(FxHashSet::default, |mut one, other| {
        one.extend(other);
        one
    });
    let mut found = Vec::new();
    let named = documents.iter().filter(|(_, document)| {
        is_wanted(document.kind) && document.kind != crate::schema::Kind::Article
    });
    for (page, document) in named {
        let own = document.matter.place_of("title");
        let title = crate::matter::Name {
            text: document.matter.title.clone(),
            span: own.map_or_else(|| page_span(document), |place| place.span(&document.path)),
        };
        let entity = document.matter.entity.as_deref();
        let more = entity
            .into_iter()
            .flat_map(|entity| entity.also.iter().chain(&entity.abbr).chain(&entity.forms));
        let names: Vec<&crate::matter::Name> = std::iter::once(&title).chain(more).collect();
        let mut seen = BTreeSet::new();
        let missing: Vec<_> = names
            .iter()
            .filter(|name| {
                let terms = site.linker.terms(name);
                // What can never be found was said by the build, and two spellings of a name are said once.
                !terms.is_empty()
                    && seen.insert(terms.clone())
                    && !terms.iter().any(|term| mentioned.contains(term))
            })
            .collect();
        let all = missing.len() == seen.len();
        found.extend(missing.into_iter().map(|name| Unmentioned {
            page: *page,
            name: name.text.clone(),
            place: name.span.clone(),
            all,
        }));
    }
    found
}
