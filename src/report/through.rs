//! What is told of a massage and a condition, and the way by which a page has to do with the condition.

use std::collections::BTreeSet;

use super::name::names;
use crate::base::{Date, Span, normalise_name};
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
    /// The caution on file: the strictest.
    pub cautioned: Option<Cautioned>,
    /// The other cautions for the two, each with its own sources, those of the massage itself first.
    pub other_cautions: Vec<Cautioned>,
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
    /// Ids of the sources that say so at this level.
    pub sources: Vec<Box<str>>,
    /// Where it is written.
    pub place: Span,
}

impl Told {
    /// The condition.
    pub fn condition(&self) -> EntryId {
        self.way.last().copied().unwrap_or(self.treatment)
    }

    /// Ids of the sources of all cautions, those of the strictest first.
    pub fn caution_sources(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for source in self.cautioned.iter().chain(&self.other_cautions).flat_map(|one| &one.sources)
        {
            if !all.contains(&&**source) {
                all.push(source);
            }
        }
        all
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
    let mut other_cautions = declared(graph, treatment, condition);
    let cautioned = relations.caution(treatment, condition).map(|fact| {
        // The fact has the sources of all cautions; what is declared has its own.
        let at = other_cautions.iter().position(|caution| caution.place == fact.place);
        if let Some(at) = at {
            return other_cautions.remove(at);
        }
        let facts = relations.cautions.get(&treatment);
        let is_it = |one: &EntryId| facts.and_then(|facts| facts.get(one)) == Some(fact);
        Cautioned {
            owner: treatment,
            condition: relations.line(condition).find(is_it).unwrap_or(condition),
            level: fact.level,
            why: fact.why.clone(),
            sources: fact.sources.clone(),
            place: fact.place.clone(),
        }
    });
    let verdict = relations.verdict(treatment, condition);
    Some(Told { way, treatment, helped, cautioned, other_cautions, verdict })
}

/// Every caution that the pages of `treatment` and of wider massages declare for `condition` or a wider one.
fn declared(graph: &Graph, treatment: EntryId, condition: EntryId) -> Vec<Cautioned> {
    let relations = &graph.relations;
    let mut all = Vec::new();
    for owner in relations.line(treatment) {
        let entity = graph.document(owner).and_then(|document| document.matter.entity.as_deref());
        for caution in entity.into_iter().flat_map(|entity| &entity.cautions) {
            let name = normalise_name(&caution.id.text);
            let is_meant =
                |one: &EntryId| names(graph, *one).any(|own| normalise_name(own) == name);
            if let Some(condition) = relations.line(condition).find(is_meant) {
                all.push(Cautioned {
                    owner,
                    condition,
                    level: caution.level,
                    why: caution.why.clone(),
                    sources: caution.sources.iter().map(|source| source.text.clone()).collect(),
                    place: caution.id.span.clone(),
                });
            }
        }
    }
    all
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
