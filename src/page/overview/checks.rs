//! Check before you book: the cautions of all treatments by level, the strictest first.

use super::{Footnotes, table};
use crate::graph::{CautionFact, EntryId, Graph};
use crate::matter::Level;

/// The levels, the strictest first.
pub(super) const LEVELS: [Level; 4] = [Level::Stop, Level::Ask, Level::Local, Level::Adapt];

/// What a reader checks, by level.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checks<'a> {
    /// For each of [`LEVELS`] its checks, in the order of lists.
    pub(super) levels: [Vec<Check<'a>>; 4],
    /// The sources that they refer to.
    pub(super) footnotes: Footnotes<'a>,
    /// How many conditions there are more.
    pub(super) left_out: usize,
}

/// A condition with the treatments that one level of caution holds for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Check<'a> {
    pub(super) id: EntryId,
    pub(super) scope: Scope,
    /// Each reason once.
    pub(super) why: Vec<&'a str>,
    /// Numbers of footnotes.
    pub(super) notes: Vec<usize>,
}

/// Which treatments.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of them.
    Any,
    /// All for which nothing stricter holds.
    AnyOther,
    /// These.
    Some(Vec<EntryId>),
}

/// All cautions of `graph`.
pub(super) fn checks(graph: &Graph) -> Checks<'_> {
    let treatments = table::treatments(graph);
    let (conditions, left_out) = table::conditions(graph, treatments.len());
    let mut checks = Checks { left_out, ..Checks::default() };
    for id in conditions {
        let mut stricter = 0;
        for (level, place) in LEVELS.into_iter().zip(0..) {
            let fact = |treatment: &EntryId| {
                let fact = graph.relations.caution(*treatment, id)?;
                (fact.level == level).then_some((*treatment, fact))
            };
            let found: Vec<(EntryId, &CautionFact)> = treatments.iter().filter_map(fact).collect();
            if found.is_empty() {
                continue;
            }
            let check = Check {
                id,
                scope: scope(&found, stricter, treatments.len()),
                why: reasons(&found),
                notes: notes(graph, &found, &mut checks.footnotes),
            };
            stricter += found.len();
            if let Some(list) = checks.levels.get_mut::<usize>(place) {
                list.push(check);
            }
        }
    }
    // What holds for every massage comes first.
    for level in &mut checks.levels {
        level.sort_by_key(|check| matches!(check.scope, Scope::Some(_)));
    }
    checks
}

fn scope(found: &[(EntryId, &CautionFact)], stricter: usize, all: usize) -> Scope {
    match found.len() {
        count if count == all => Scope::Any,
        count if count > 1 && count + stricter == all => Scope::AnyOther,
        _ => Scope::Some(found.iter().map(|(treatment, _)| *treatment).collect()),
    }
}

fn reasons<'a>(found: &[(EntryId, &'a CautionFact)]) -> Vec<&'a str> {
    let mut reasons = Vec::new();
    for why in found.iter().filter_map(|(_, fact)| fact.why.as_deref()) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    reasons
}

fn notes<'a>(
    graph: &'a Graph,
    found: &[(EntryId, &'a CautionFact)],
    footnotes: &mut Footnotes<'a>,
) -> Vec<usize> {
    let mut notes: Vec<usize> =
        found.iter().flat_map(|(_, fact)| footnotes.refer(graph, &fact.sources)).collect();
    notes.sort_unstable();
    notes.dedup();
    notes
}
