//! Who has to do with whom, looked up from the other end: for a condition the massages with a caution for it, those
//! that are said to help with it, and those that articles name together with it.
//!
//! Comes in: a graph. Goes out: lists by entity. Made once, in time that grows with the number of relations.

use std::collections::{BTreeMap, BTreeSet};

use super::{EntryId, Graph, Taxonomy};
use crate::schema::Kind;

/// From how many kinds of a massage on none of them is listed because the massage itself is said to help.
const KINDS: usize = 24;

/// Relations by the entity at their other end.
pub struct Connections {
    /// By condition: treatments with a caution for it.
    pub(super) cautioned: BTreeMap<EntryId, Vec<EntryId>>,
    /// By condition: treatments whose own page says that they help with it, and their kinds when they are few.
    pub(super) helping: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// By condition: treatments that articles name together with it.
    pub(super) named: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// By body area: the conditions felt there.
    pub(super) felt: BTreeMap<EntryId, Vec<EntryId>>,
    /// Treatments that have kinds.
    pub(super) wider: BTreeSet<EntryId>,
}

impl Connections {
    /// Looks at every relation of `graph`.
    pub fn new(graph: &Graph) -> Self {
        let relations = &graph.relations;
        let is = |id: EntryId, kind: Kind| graph.entry(id).kind == kind;
        let mut kinds: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (one, wider) in &relations.is_a {
            if is(*one, Kind::Treatment) {
                kinds.entry(*wider).or_default().push(*one);
            }
        }
        let mut cautioned: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (treatment, facts) in &relations.cautions {
            for of in facts.keys() {
                cautioned.entry(*of).or_default().push(*treatment);
            }
        }
        let mut helping: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        for (treatment, facts) in &relations.helps {
            let all = with_kinds(*treatment, &kinds);
            for of in facts.keys() {
                helping.entry(*of).or_default().extend(&all);
            }
        }
        let mut felt: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (id, areas) in &relations.body {
            if is(*id, Kind::Condition) || is(*id, Kind::Symptom) {
                for area in areas {
                    felt.entry(*area).or_default().push(*id);
                }
            }
        }
        let mut named: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        let articles = graph.ids().zip(graph.terms.iter());
        for (_, terms) in articles.filter(|(id, _)| is(*id, Kind::Article)) {
            let of = |taxonomy| terms.iter().filter(move |(of, _)| *of == taxonomy);
            for (_, condition) in of(Taxonomy::Condition) {
                let treatments = of(Taxonomy::MassageType).map(|(_, treatment)| *treatment);
                named.entry(*condition).or_default().extend(treatments);
            }
        }
        Self { cautioned, helping, named, felt, wider: kinds.into_keys().collect() }
    }

    /// The conditions and symptoms that are felt in an area of the body.
    pub fn felt_in(&self, area: EntryId) -> &[EntryId] {
        self.felt.get(&area).map_or(&[], |felt| felt)
    }

    /// The treatments with a caution for `condition` or for what it is one of.
    pub(super) fn cautioned(&self, graph: &Graph, condition: EntryId) -> BTreeSet<EntryId> {
        let line = graph.relations.line(condition);
        line.filter_map(|one| self.cautioned.get(&one)).flatten().copied().collect()
    }
}

/// A treatment and all of its kinds; alone if these are too many to be listed.
fn with_kinds(treatment: EntryId, kinds: &BTreeMap<EntryId, Vec<EntryId>>) -> Vec<EntryId> {
    let mut all = vec![treatment];
    let mut next = 0;
    while let Some(one) = all.get(next) {
        let more = kinds.get(one).into_iter().flatten().filter(|kind| !all.contains(kind));
        let more: Vec<EntryId> = more.copied().take(KINDS).collect();
        all.extend(more);
        if all.len() > KINDS {
            return vec![treatment];
        }
        next += 1;
    }
    all
}
