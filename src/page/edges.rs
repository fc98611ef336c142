//! What entities have to do with each other, as one list: the picture, the lists beside it and `graph.json` are
//! all made of it.

use crate::graph::{CautionFact, EntryId, Graph, Verdict};
use crate::matter::{Certainty, Level};

/// One thing has to do with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) meaning: Meaning,
    pub(super) from: EntryId,
    pub(super) to: EntryId,
}

/// In which way. In the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A treatment must not be booked, or not before asking, with a condition.
    Caution(Level),
    /// A treatment may help with a condition, so surely.
    Helps(Certainty),
    /// It can cause the other.
    Causes,
    /// It is one of the other, which is wider.
    IsA,
    /// It is felt in a part of the body.
    Body,
}

impl Meaning {
    /// How it is drawn and what style sheets call it.
    pub(super) fn line(self) -> &'static str {
        match self {
            Self::Caution(level) => level.word(),
            Self::Helps(_) => "helps",
            Self::Causes => "causes",
            Self::IsA => "is-a",
            Self::Body => "body",
        }
    }

    /// The verdict that it is, if it is one.
    pub(super) fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Caution(level) => Some(level.into()),
            Self::Helps(certainty) => Some(Verdict::MayHelp(certainty)),
            Self::Causes | Self::IsA | Self::Body => None,
        }
    }
}

/// All edges, and those of each entry.
pub(super) struct Edges {
    /// In the order of their meanings, then of the entries.
    pub(super) all: Vec<Edge>,
    /// By entry: its edges, in the same order.
    of: Vec<Vec<u32>>,
}

impl Edges {
    /// The edges of `graph`. A caution that a treatment has from a wider one is an edge of that one alone.
    pub(super) fn new(graph: &Graph) -> Self {
        let relations = &graph.relations;
        let mut all = Vec::new();
        for (treatment, facts) in &relations.cautions {
            for (condition, fact) in facts {
                if inherited(graph, *treatment, *condition)
                    .is_none_or(|wider| wider.level != fact.level)
                {
                    all.push((Meaning::Caution(fact.level), *treatment, *condition));
                }
            }
        }
        for (treatment, facts) in &relations.helps {
            for (condition, fact) in facts {
                // What a reader is told about the two must not be a caution.
                let verdict = relations.verdict(*treatment, *condition);
                if matches!(verdict, Verdict::Accepted | Verdict::MayHelp(_)) {
                    all.push((Meaning::Helps(fact.certainty), *treatment, *condition));
                }
            }
        }
        for (cause, effects) in &relations.causes {
            all.extend(effects.iter().map(|effect| (Meaning::Causes, *cause, *effect)));
        }
        all.extend(relations.is_a.iter().map(|(one, wider)| (Meaning::IsA, *one, *wider)));
        for (one, areas) in &relations.body {
            all.extend(areas.iter().map(|area| (Meaning::Body, *one, *area)));
        }
        let mut all: Vec<Edge> =
            all.into_iter().map(|(meaning, from, to)| Edge { meaning, from, to }).collect();
        all.retain(|edge| edge.from != edge.to);
        all.sort_unstable();
        all.dedup();
        let mut of = vec![Vec::new(); graph.entries.len()];
        for (edge, number) in all.iter().zip(0_u32..) {
            of[edge.from.index()].push(number);
            of[edge.to.index()].push(number);
        }
        Self { all, of }
    }

    /// The edges of an entry.
    pub(super) fn of(&self, id: EntryId) -> impl Iterator<Item = Edge> {
        let numbers = self.of.get(id.index()).into_iter().flatten();
        numbers.filter_map(|number| self.all.get(*number as usize).copied())
    }
}

/// What must go with a treatment that may help, such as exercise: without it, nothing may be said.
pub(super) fn only_with<'a>(graph: &'a Graph, edge: &Edge) -> Option<&'a str> {
    let Meaning::Helps(_) = edge.meaning else { return None };
    graph.relations.helps.get(&edge.from)?.get(&edge.to)?.only_with.as_deref()
}

/// What the wider treatment says about `condition`.
pub(super) fn inherited(
    graph: &Graph,
    treatment: EntryId,
    condition: EntryId,
) -> Option<&CautionFact> {
    let wider = graph.relations.is_a.get(&treatment)?;
    graph.relations.cautions.get(wider)?.get(&condition)
}
