//! The lists of massages in panels: which there are for some conditions, and when not to book one.

use std::collections::BTreeMap;

use super::panel::{Check, Panels, Row, Subject, mildness};
use super::{CautionFact, EntryId, Verdict};
use crate::matter::Level;

impl<'a> Panels<'a> {
    /// The massages for the conditions of a page, the strictest caution first, then what is best known.
    pub(super) fn rows(&self, subject: &Subject) -> Vec<Row<'a>> {
        if subject.conditions.is_empty() {
            return Vec::new();
        }
        let candidates = self.candidates(subject);
        let mut all: Vec<Row<'a>> =
            candidates.iter().flat_map(|one| self.rows_of(*one, &subject.conditions)).collect();
        all.sort_by_key(|row| row.verdict);
        let mut rows: Vec<Row<'a>> = Vec::new();
        for row in all {
            let is_same = |other: &&mut Row<'_>| {
                is_same_fact(other, &row) && other.conditions == row.conditions
            };
            match rows.iter_mut().find(is_same) {
                Some(other) => other.treatments.extend(row.treatments),
                None => rows.push(row),
            }
        }
        rows
    }

    /// The massages that a page names; else those that are said to help, and those that articles name with it.
    fn candidates(&self, subject: &Subject) -> Vec<EntryId> {
        let relations = &self.graph.relations;
        let mut all = subject.treatments.clone();
        if all.is_empty() {
            for condition in &subject.conditions {
                for index in [&self.connections.helping, &self.connections.named] {
                    all.extend(index.get(condition).into_iter().flatten());
                }
            }
            // On the page of a condition these stand in the list of checks.
            if subject.entity.is_none() {
                all.extend(self.cautioned(subject));
            }
            self.in_order(&mut all);
        }
        // Where the evidence is for a wider massage, that one is shown too, once.
        let suitable = all.iter().filter(|one| !self.is_ruled_out(**one, &subject.conditions));
        let pairs = suitable.flat_map(|one| subject.conditions.iter().map(move |of| (*one, *of)));
        let owners = pairs.filter_map(|(one, of)| match relations.verdict(one, of) {
            Verdict::General(owner) => Some(owner),
            _ => None,
        });
        let mut owners: Vec<EntryId> = owners.filter(|owner| !all.contains(owner)).collect();
        self.in_order(&mut owners);
        all.extend(owners);
        let has_kinds = |wide: EntryId| {
            all.iter().any(|one| *one != wide && relations.line(*one).any(|wider| wider == wide))
        };
        let has_evidence = |id: EntryId| {
            let own = relations.helps.get(&id);
            own.is_some_and(|own| subject.conditions.iter().any(|of| own.contains_key(of)))
        };
        let kept = all.iter().copied().filter(|id| {
            !self.connections.wider.contains(id)
                || has_evidence(*id)
                || relations.strictest(*id, &subject.conditions).is_some()
                || !has_kinds(*id)
        });
        kept.collect()
    }

    /// Whether readers with any of `conditions` are told not to book `treatment`, or to ask first.
    pub(super) fn is_ruled_out(&self, treatment: EntryId, conditions: &[EntryId]) -> bool {
        let strictest = self.graph.relations.strictest(treatment, conditions);
        strictest.is_some_and(|(_, fact)| matches!(fact.level, Level::Stop | Level::Ask))
    }

    /// The massages with a caution for a condition of the page, without those that are kinds of another.
    fn cautioned(&self, subject: &Subject) -> Vec<EntryId> {
        let of = |condition: &EntryId| self.connections.cautioned(self.graph, *condition);
        let mut all: Vec<EntryId> = subject.conditions.iter().flat_map(of).collect();
        self.in_order(&mut all);
        self.widest(all)
    }

    /// What is known about a massage for `conditions`: one row when they rule it out, else one for each verdict.
    fn rows_of(&self, treatment: EntryId, conditions: &[EntryId]) -> Vec<Row<'a>> {
        let relations = &self.graph.relations;
        if let Some((_, fact)) = relations.strictest(treatment, conditions)
            && matches!(fact.level, Level::Stop | Level::Ask)
        {
            let is_why = |of: &&EntryId| {
                let caution = relations.caution(treatment, **of);
                caution.is_some_and(|caution| caution.level == fact.level)
            };
            return vec![Row {
                treatments: vec![treatment],
                verdict: fact.level.into(),
                conditions: conditions.iter().filter(is_why).copied().collect(),
                help: None,
                caution: Some(fact),
            }];
        }
        let one = |condition: &EntryId| {
            let verdict = relations.verdict(treatment, *condition);
            let help = self.graph.relations.help(treatment, *condition).map(|(_, fact)| fact);
            Row {
                treatments: vec![treatment],
                verdict,
                conditions: vec![*condition],
                help: help.filter(|_| is_benefit(verdict)),
                caution: relations.caution(treatment, *condition),
            }
        };
        by_fact(conditions.iter().map(one))
    }

    /// What people choose a massage for: benefits alone, the best known first.
    pub(super) fn choose_for(&self, treatment: EntryId) -> Vec<Row<'a>> {
        let relations = &self.graph.relations;
        let own = relations.line(treatment).filter_map(|one| relations.helps.get(&one));
        let mut conditions: Vec<EntryId> = own.flat_map(BTreeMap::keys).copied().collect();
        self.in_order(&mut conditions);
        let rows = conditions.iter().flat_map(|of| self.rows_of(treatment, &[*of]));
        let mut rows = by_fact(rows.filter(|row| is_benefit(row.verdict)));
        rows.sort_by_key(|row| row.verdict);
        rows
    }

    /// When not to book any of `treatments`. Those that all of them share name none.
    pub(super) fn checks_of(&self, treatments: &[EntryId]) -> Vec<Check<'a>> {
        let mut by_condition: BTreeMap<EntryId, Vec<(EntryId, &'a CautionFact)>> = BTreeMap::new();
        for treatment in treatments {
            let facts = self.graph.relations.cautions.get(treatment);
            for (condition, fact) in facts.into_iter().flatten() {
                by_condition.entry(*condition).or_default().push((*treatment, fact));
            }
        }
        let mut checks = Vec::new();
        for (condition, facts) in by_condition {
            let mut different: Vec<&'a CautionFact> = Vec::new();
            for (_, fact) in &facts {
                if !different.contains(fact) {
                    different.push(fact);
                }
            }
            for fact in different {
                let same = facts.iter().filter(|(_, other)| *other == fact);
                let mut of: Vec<EntryId> = same.map(|(treatment, _)| *treatment).collect();
                of = if of.len() == treatments.len() { Vec::new() } else { self.widest(of) };
                checks.push(Check { condition, treatments: of, kinds: false, fact });
            }
        }
        self.sort_checks(&mut checks);
        checks
    }

    /// The massages for which one of `conditions` is a caution: where all kinds of a massage have the same, it alone.
    pub(super) fn checks_for(&self, conditions: &[EntryId]) -> Vec<Check<'a>> {
        let relations = &self.graph.relations;
        let mut strictest: BTreeMap<EntryId, (EntryId, &'a CautionFact)> = BTreeMap::new();
        for condition in conditions {
            for treatment in self.connections.cautioned(self.graph, *condition) {
                let found = relations.strictest(treatment, conditions);
                strictest.extend(found.map(|found| (treatment, found)));
            }
        }
        let is_said_of_wider = |treatment: EntryId, fact: &CautionFact| {
            let mut wider = relations.line(treatment).skip(1).filter(|wider| *wider != treatment);
            wider.any(|one| strictest.get(&one).is_some_and(|(_, of)| of.level == fact.level))
        };
        let own = strictest.iter().filter(|(id, (_, fact))| !is_said_of_wider(**id, fact));
        let mut checks: Vec<Check<'a>> = own
            .map(|(treatment, (condition, fact))| Check {
                condition: *condition,
                treatments: vec![*treatment],
                kinds: self.connections.wider.contains(treatment),
                fact,
            })
            .collect();
        self.sort_checks(&mut checks);
        checks
    }

    fn sort_checks(&self, checks: &mut [Check<'a>]) {
        let title = |id: EntryId| self.graph.entry(id).title.to_lowercase();
        checks.sort_by_cached_key(|check| {
            let first = check.treatments.first().map(|id| title(*id));
            (mildness(check.fact.level), title(check.condition), first, check.condition)
        });
    }
}

/// Rows about one massage, with one for all conditions of which the same is known.
fn by_fact<'a>(all: impl Iterator<Item = Row<'a>>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for row in all {
        match rows.iter_mut().find(|other| is_same_fact(other, &row)) {
            Some(other) => other.conditions.extend(row.conditions),
            None => rows.push(row),
        }
    }
    rows
}

fn is_same_fact(one: &Row<'_>, other: &Row<'_>) -> bool {
    one.verdict == other.verdict && one.help == other.help && one.caution == other.caution
}

fn is_benefit(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Accepted | Verdict::MayHelp(_) | Verdict::General(_))
}
