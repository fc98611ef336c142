//! What to read next: pages that share names with a page, and pages about what causes its subject.

use std::sync::Arc;

use rayon::prelude::*;

use super::address::number;
use super::{EntryId, Relations, Taxonomy};
use crate::document::Document;
use crate::matter::Level;
use crate::schema::Kind;

/// A page to read next, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Related {
    /// The page.
    pub page: EntryId,
    /// What the two have in common, or what connects them.
    pub reason: Reason,
}

/// Why a page is related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Both are about this.
    Shared(EntryId),
    /// It is about what causes the subject of the page: cause, then effect.
    Cause(EntryId, EntryId),
    /// It is about what the subject of the page causes: cause, then effect.
    Effect(EntryId, EntryId),
}

/// Pages looked at for one name: those closest in the order of lists. Keeps the work linear in the
/// number of pages, however many share a name.
const WINDOW: usize = 128;
/// A typed relation counts more than any number of shared names.
const TYPED: u32 = 1 << 24;

/// For every document, up to `limit` related ones: typed relations first, then shared names, rarer ones
/// counting more, the newest first among equals.
pub(super) fn find(
    documents: &[Arc<Document>],
    terms: &[Vec<(Taxonomy, EntryId)>],
    filed: &[Vec<EntryId>],
    relations: &Relations,
    limit: usize,
) -> Vec<Vec<Related>> {
    if limit == 0 {
        return vec![Vec::new(); documents.len()];
    }
    let finder = Finder { documents, terms, filed, relations, limit };
    let scratch = || Scratch { score: vec![0; documents.len()], touched: Vec::new() };
    (0..documents.len())
        .into_par_iter()
        .with_min_len(64)
        .map_init(scratch, |scratch, index| finder.related(EntryId(number(index)), scratch))
        .collect()
}

struct Finder<'a> {
    documents: &'a [Arc<Document>],
    terms: &'a [Vec<(Taxonomy, EntryId)>],
    filed: &'a [Vec<EntryId>],
    relations: &'a Relations,
    limit: usize,
}

struct Scratch {
    score: Vec<u32>,
    touched: Vec<EntryId>,
}

impl Finder<'_> {
    fn related(&self, page: EntryId, scratch: &mut Scratch) -> Vec<Related> {
        let own = &self.terms[page.index()];
        if self.documents[page.index()].kind != Kind::Article || own.is_empty() {
            return Vec::new();
        }
        for (taxonomy, term) in own {
            self.score(
                page,
                *term,
                taxonomy.weight() * rarity(self.filed[term.index()].len()),
                scratch,
            );
        }
        for (_, term) in own {
            for (other, _) in self.neighbours(*term) {
                self.score(page, other, TYPED, scratch);
            }
        }
        let mut best: Vec<(u32, EntryId)> = Vec::with_capacity(self.limit + 1);
        for other in scratch.touched.drain(..) {
            let score = std::mem::take(&mut scratch.score[other.index()]);
            let full = best.len() == self.limit;
            if other == page
                || (full && best.last().is_some_and(|last| (score, last.1) <= (last.0, other)))
            {
                continue;
            }
            if self.is_ruled_out(own, other) {
                continue;
            }
            let at = best.partition_point(|known| (known.0, other) > (score, known.1));
            best.insert(at, (score, other));
            best.truncate(self.limit);
        }
        best.into_iter()
            .filter_map(|(_, other)| {
                self.reason(own, other).map(|reason| Related { page: other, reason })
            })
            .collect()
    }

    /// Adds `points` to the pages filed under `term` that stand closest to `page` in the list.
    fn score(&self, page: EntryId, term: EntryId, points: u32, scratch: &mut Scratch) {
        let list = &self.filed[term.index()];
        let at = list.partition_point(|other| *other < page);
        let from = at.saturating_sub(WINDOW / 2).min(list.len().saturating_sub(WINDOW));
        for other in &list[from..list.len().min(from + WINDOW)] {
            if self.documents[other.index()].kind != Kind::Article {
                continue;
            }
            let score = &mut scratch.score[other.index()];
            if *score == 0 {
                scratch.touched.push(*other);
            }
            // A typed relation counts once.
            *score = if points == TYPED {
                *score | TYPED
            } else {
                score.saturating_add(points).min((TYPED - 1) | (*score & TYPED))
            };
        }
    }

    /// What a relation connects with `term`, and how.
    fn neighbours(&self, term: EntryId) -> impl Iterator<Item = (EntryId, Reason)> {
        let causes = self.relations.caused_by.get(&term).into_iter().flatten();
        let effects = self.relations.causes.get(&term).into_iter().flatten();
        causes
            .map(move |cause| (*cause, Reason::Cause(*cause, term)))
            .chain(effects.map(move |effect| (*effect, Reason::Effect(term, *effect))))
    }

    fn reason(&self, own: &[(Taxonomy, EntryId)], other: EntryId) -> Option<Reason> {
        let theirs = &self.terms[other.index()];
        let has = |term: EntryId| theirs.iter().any(|(_, their)| *their == term);
        let typed = own
            .iter()
            .flat_map(|(_, term)| self.neighbours(*term))
            .find(|(neighbour, _)| has(*neighbour));
        let shared = own.iter().find(|(_, term)| has(*term));
        typed.map(|(_, reason)| reason).or(shared.map(|(_, term)| Reason::Shared(*term)))
    }

    /// A page about a massage is not offered to readers whose condition rules that massage out.
    fn is_ruled_out(&self, own: &[(Taxonomy, EntryId)], other: EntryId) -> bool {
        if self.relations.cautions.is_empty() {
            return false;
        }
        let theirs = self.terms[other.index()]
            .iter()
            .filter(|(taxonomy, _)| *taxonomy == Taxonomy::MassageType);
        let conditions = || own.iter().filter(|(taxonomy, _)| *taxonomy == Taxonomy::Condition);
        theirs.into_iter().any(|(_, treatment)| {
            conditions().any(|(_, condition)| {
                self.relations
                    .caution(*treatment, *condition)
                    .is_some_and(|fact| fact.level == Level::Stop)
            })
        })
    }
}

/// The fewer pages share a name, the more it tells: about the logarithm, in whole numbers.
fn rarity(pages: usize) -> u32 {
    let bits = usize::BITS - pages.max(1).leading_zeros();
    40_u32.saturating_sub(bits * 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_few_pages_share_tells_more() {
        assert!(rarity(2) > rarity(20) && rarity(20) > rarity(20_000));
        assert!(rarity(usize::MAX) >= 1);
    }
}
