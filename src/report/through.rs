//! What is told of a massage and a condition, and the way by which a page has to do with the condition.

use std::collections::BTreeSet;

use crate::base::{Date, Span};
use crate::graph::{EntryId, Graph, Relations, Verdict};
use crate::matter::{Certainty, Level};

/// A way from one page to another: each leads to the next.
pub type Steps = Vec<EntryId>;

/// What is told of a massage and a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How the page that was asked for leads to the condition, which is the last; alone when it is the condition itself.
    pub way: Steps,
    /// The massage.
    pub treatment: EntryId,
    /// The benefit on file.
    pub helped: Option<Helped>,
    /// The caution on file.
    pub cautioned: Option<Cautioned>,
    /// What readers are told.
    pub verdict: Verdict,
}

/// A benefit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// The massage whose page says so: the massage itself, or a wider one.
    pub owner: EntryId,
    /// How sure it is.
    pub certainty: Certainty,
    /// What must go with it.
    pub only_with: Option<Box<str>>,
    /// Ids of sources.
    pub sources: Vec<Box<str>>,
    /// When they were last read.
    pub checked: Option<Date>,
}

/// A caution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cautioned {
    /// The massage whose page says so: the massage itself, or a wider one.
    pub owner: EntryId,
    /// The condition that it names: the condition itself, or a wider one.
    pub condition: EntryId,
    /// What to do.
    pub level: Level,
    /// Why.
    pub why: Option<Box<str>>,
    /// Ids of all sources.
    pub sources: Vec<Box<str>>,
    /// Where it is written.
    pub place: Span,
}

impl Told {
    /// The condition.
    pub fn condition(&self) -> EntryId {
        self.way.last().copied().unwrap_or(self.treatment)
    }

    /// Whether anything is on file.
    pub fn is_known(&self) -> bool {
        self.helped.is_some() || self.cautioned.is_some()
    }
}

/// What is told of `treatment` and the condition at the end of `way`.
pub(super) fn told(graph: &Graph, treatment: EntryId, way: Steps) -> Option<Told> {
    let condition = *way.last()?;
    let relations = &graph.relations;
    let helped = relations.help(treatment, condition).map(|(owner, fact)| Helped {
        owner,
        certainty: fact.certainty,
        only_with: fact.only_with.clone(),
        sources: fact.sources.clone(),
        checked: fact.checked,
    });
    let cautioned = relations.caution(treatment, condition).map(|fact| {
        let facts = relations.cautions.get(&treatment);
        let is_it = |one: &EntryId| facts.and_then(|facts| facts.get(one)) == Some(fact);
        let owner = relations.line(treatment).find(|one| says(graph, *one, &fact.place));
        Cautioned {
            owner: owner.unwrap_or(treatment),
            condition: relations.line(condition).find(is_it).unwrap_or(condition),
            level: fact.level,
            why: fact.why.clone(),
            sources: fact.sources.clone(),
            place: fact.place.clone(),
        }
    });
    let verdict = relations.verdict(treatment, condition);
    Some(Told { way, treatment, helped, cautioned, verdict })
}

/// Whether the front matter of `page` has a caution at `place`.
fn says(graph: &Graph, page: EntryId, place: &Span) -> bool {
    let entity = graph.document(page).and_then(|document| document.matter.entity.as_deref());
    entity.is_some_and(|entity| entity.cautions.iter().any(|caution| caution.id.span == *place))
}

/// Everything that `start` brings, by the shortest way to each, nearest first; `start` itself is not among it.
pub(super) fn effects(relations: &Relations, start: EntryId) -> Vec<Steps> {
    let mut seen = BTreeSet::from([start]);
    let mut ways: Vec<Steps> = vec![vec![start]];
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        let effects = way.last().and_then(|last| relations.causes.get(last));
        for effect in effects.into_iter().flatten() {
            if seen.insert(*effect) {
                let mut longer = way.clone();
                longer.push(*effect);
                ways.push(longer);
            }
        }
        next += 1;
    }
    ways.remove(0);
    ways
}
