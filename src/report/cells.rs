//! For every cause and every massage: what the site tells of the two together.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Site;
use super::through::effects;
use crate::base::Span;
use crate::document::Document;
use crate::graph::{Destination, EntryId, Taxonomy, Verdict};
use crate::matter::{Certainty, Level};
use crate::schema::Kind;

/// Words from which a page tells something, and does not only mention it.
pub(super) const ENOUGH: u32 = 300;

/// What the site tells of a cause and a massage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// An article offers what is ruled out, or facts contradict each other.
    Contradictory,
    /// The facts have something to tell, and no page tells it.
    Missing,
    /// Pages mention both, or name both in fewer than 300 words.
    Thin,
    /// A page names both in its front matter and has 300 words or more.
    Covered,
    /// There is nothing to tell.
    Nothing,
}

impl Status {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradictory => "contradictory",
            Self::Missing => "missing",
            Self::Thin => "thin",
            Self::Covered => "covered",
            Self::Nothing => "nothing",
        }
    }
}

/// A cause and a massage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The cause.
    pub cause: EntryId,
    /// The massage.
    pub treatment: EntryId,
    /// What the site tells.
    pub status: Status,
    /// The strictest of what readers are told, over all conditions that the cause brings.
    pub verdict: Verdict,
    /// The condition that the verdict is about; `None` when the cause brings none.
    pub condition: Option<EntryId>,
    /// Pages that tell of both: those with enough words, or else those that mention them.
    pub pages: Vec<EntryId>,
    /// What contradicts what.
    pub conflicts: Vec<Conflict>,
}

impl Cell {
    /// Whether the facts have something to tell: a benefit or a caution.
    pub fn is_worth_telling(&self) -> bool {
        !matches!(self.verdict, Verdict::Unknown | Verdict::NoClaim)
    }
}

/// A contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// An article names a massage that a condition rules out, and does not warn of it.
    Offer {
        /// The article.
        page: EntryId,
        /// The condition.
        condition: EntryId,
        /// Where a massage says so.
        fact: Span,
    },
    /// A massage is said to help with a condition, and there is a caution for the two.
    Both {
        /// The condition.
        condition: EntryId,
        /// Where the caution is.
        fact: Span,
    },
}

/// What a page has to do with causes and massages.
struct Reach {
    page: EntryId,
    /// Causes, and whether the page is about them and does not only mention them.
    causes: BTreeMap<EntryId, bool>,
    treatments: BTreeMap<EntryId, bool>,
}

/// Every cell, by cause and then by massage, and how many pages mention each cause.
pub(super) fn cells(
    site: Site<'_>,
    causes: &[EntryId],
    treatments: &[EntryId],
) -> (Vec<Cell>, BTreeMap<EntryId, usize>) {
    let relations = &site.graph.relations;
    let brought: BTreeMap<EntryId, Vec<EntryId>> = causes
        .iter()
        .map(|cause| {
            let effects = effects(relations, *cause).into_iter();
            (*cause, effects.filter_map(|way| way.last().copied()).collect())
        })
        .collect();
    let documents: Vec<(EntryId, &Document)> = site.documents().collect();
    let reaches: Vec<Reach> = documents
        .par_iter()
        .filter(|(_, document)| document.kind == Kind::Article || document.kind.is_entity())
        .map(|(id, document)| reach(site, *id, document))
        .collect();
    let mut told: BTreeMap<(EntryId, EntryId), (Vec<EntryId>, Vec<EntryId>)> = BTreeMap::new();
    let mut offers: BTreeMap<(EntryId, EntryId), Vec<Conflict>> = BTreeMap::new();
    let mut mentions: BTreeMap<EntryId, usize> = BTreeMap::new();
    for reach in &reaches {
        let words = site.graph.document(reach.page).map_or(0, |document| document.body.words);
        for (cause, is_about) in &reach.causes {
            *mentions.entry(*cause).or_default() += 1;
            for (treatment, is_about_too) in &reach.treatments {
                let (full, thin) = told.entry((*cause, *treatment)).or_default();
                let is_full = *is_about && *is_about_too && words >= ENOUGH;
                if is_full {
                    full.push(reach.page);
                } else {
                    thin.push(reach.page);
                }
                let effects = brought.get(cause).map_or(&[][..], |list| list);
                if *is_about
                    && *is_about_too
                    && let Some(offer) = offer(site, reach.page, *treatment, effects)
                {
                    offers.entry((*cause, *treatment)).or_default().push(offer);
                }
            }
        }
    }
    let mut cells = Vec::with_capacity(causes.len() * treatments.len());
    for cause in causes {
        let effects = brought.get(cause).map_or(&[][..], |list| list);
        for treatment in treatments {
            let pair = (*cause, *treatment);
            let (full, thin) = told.remove(&pair).unwrap_or_default();
            let conflicts = offers.remove(&pair).unwrap_or_default();
            cells.push(cell(site, pair, effects, (full, thin), conflicts));
        }
    }
    (cells, mentions)
}

fn cell(
    site: Site<'_>,
    (cause, treatment): (EntryId, EntryId),
    effects: &[EntryId],
    (full, thin): (Vec<EntryId>, Vec<EntryId>),
    mut conflicts: Vec<Conflict>,
) -> Cell {
    let relations = &site.graph.relations;
    let verdict = |effect: &EntryId| (relations.verdict(treatment, *effect), *effect);
    let strictest = effects.iter().map(verdict).min_by_key(|(verdict, _)| *verdict);
    for effect in effects {
        let helps = relations.help(treatment, *effect);
        let is_help = helps.is_some_and(|(_, fact)| fact.certainty != Certainty::None);
        let caution = relations.caution(treatment, *effect);
        if let Some(caution) = caution.filter(|fact| matches!(fact.level, Level::Stop | Level::Ask))
            && is_help
        {
            conflicts.push(Conflict::Both { condition: *effect, fact: caution.place.clone() });
        }
    }
    let mut cell = Cell {
        cause,
        treatment,
        status: Status::Nothing,
        verdict: strictest.map_or(Verdict::Unknown, |(verdict, _)| verdict),
        condition: strictest.map(|(_, effect)| effect),
        pages: Vec::new(),
        conflicts,
    };
    cell.status = if !cell.conflicts.is_empty() {
        Status::Contradictory
    } else if !full.is_empty() {
        Status::Covered
    } else if !thin.is_empty() {
        Status::Thin
    } else if cell.is_worth_telling() {
        Status::Missing
    } else {
        Status::Nothing
    };
    cell.pages = if full.is_empty() { thin } else { full };
    cell
}

/// Which causes and massages a page is about, and which it mentions.
fn reach(site: Site<'_>, page: EntryId, document: &Document) -> Reach {
    let mut reach = Reach { page, causes: BTreeMap::new(), treatments: BTreeMap::new() };
    let mut add = |target: EntryId, is_about: bool| {
        let list = match site.graph.entry(target).kind {
            Kind::Cause => &mut reach.causes,
            Kind::Treatment => &mut reach.treatments,
            _ => return,
        };
        *list.entry(target).or_default() |= is_about;
    };
    add(page, true);
    for (_, term) in site.graph.terms.get(page.index()).into_iter().flatten() {
        add(*term, true);
    }
    for name in site.linker.names(&document.body.text) {
        add(name.target, false);
    }
    let links = site.graph.links.get(page.index()).map_or(&[][..], |links| &links.body);
    for destination in links {
        if let Destination::Page(to, _) = destination {
            add(*to, false);
        }
    }
    reach
}

/// What is wrong with naming `treatment` on `page`, whose subject brings `effects`.
fn offer(
    site: Site<'_>,
    page: EntryId,
    treatment: EntryId,
    effects: &[EntryId],
) -> Option<Conflict> {
    let is_named = |(taxonomy, term): &(Taxonomy, EntryId)| {
        *taxonomy == Taxonomy::MassageType && *term == treatment
    };
    let terms = site.graph.terms.get(page.index())?;
    if site.graph.entry(page).kind != Kind::Article || !terms.iter().any(is_named) {
        return None;
    }
    let mut conditions = site.graph.conditions(page);
    conditions.extend(effects);
    let (condition, fact) = site.graph.relations.strictest(treatment, &conditions)?;
    let is_safe = fact.level != Level::Stop || warns(site, page, &[treatment, condition]);
    (!is_safe).then(|| Conflict::Offer { page, condition, fact: fact.place.clone() })
}

/// Whether a block of the page that advises against something names one of `what`.
fn warns(site: Site<'_>, page: EntryId, what: &[EntryId]) -> bool {
    let Some(document) = site.graph.document(page) else { return false };
    let what: BTreeSet<EntryId> = what.iter().copied().collect();
    let body = &document.body;
    let links = site.graph.links.get(page.index()).map_or(&[][..], |links| &links.body);
    let by_link = body.links.iter().zip(links).any(|(link, destination)| {
        link.advice && matches!(destination, Destination::Page(to, _) if what.contains(to))
    });
    by_link
        || body.stretches.iter().filter(|stretch| stretch.advice).any(|stretch| {
            let text = body.text.get(stretch.text.start as usize..stretch.text.end as usize);
            let names = site.linker.names(text.unwrap_or_default());
            names.iter().any(|name| what.contains(&name.target))
        })
}
