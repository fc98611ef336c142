//! How two pages are connected: everything that the site knows of the two together.

use std::collections::BTreeSet;

use super::Site;
use super::direct::{Filing, Link, Reading, filings, links, reading};
use super::through::{Steps, Told, effects, told};
use crate::graph::{EntryId, Relations, Taxonomy};
use crate::schema::Kind;

/// What connects two pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// The page that was named first.
    pub one: EntryId,
    /// The other.
    pub other: EntryId,
    /// One is the other in a wider sense: from the narrower to the wider.
    pub is_a: Option<Steps>,
    /// What both are, without one being the other.
    pub both_are: Option<EntryId>,
    /// One brings the other: from causes to effects.
    pub causes: Vec<Steps>,
    /// What readers are told when one is a massage and the other a condition, even when nothing is on file.
    pub matrix: Option<Told>,
    /// The same by way of conditions that the other page names or brings.
    pub through: Vec<Told>,
    /// What both name in their front matter, or where both are felt.
    pub shared: Vec<EntryId>,
    /// One names the other in its front matter.
    pub filings: Vec<Filing>,
    /// Pages that name both, in the order of lists.
    pub about_both: Vec<EntryId>,
    /// Links from one to the other.
    pub links: Vec<Link>,
    /// One is offered on the other to read next.
    pub readings: Vec<Reading>,
}

impl Why {
    /// Whether nothing connects the two.
    pub fn is_empty(&self) -> bool {
        self.is_a.is_none()
            && self.both_are.is_none()
            && self.causes.is_empty()
            && !self.matrix.as_ref().is_some_and(Told::is_known)
            && self.through.is_empty()
            && self.shared.is_empty()
            && self.filings.is_empty()
            && self.about_both.is_empty()
            && self.links.is_empty()
            && self.readings.is_empty()
    }
}

/// Finds everything that connects `one` and `other`.
pub fn why(site: Site<'_>, one: EntryId, other: EntryId) -> Why {
    let graph = site.graph;
    let relations = &graph.relations;
    let both = [(one, other), (other, one)];
    let is_a = both.iter().find_map(|(from, to)| wider(relations, *from, *to));
    let both_are = if is_a.is_some() { None } else { shared_wider(relations, one, other) };
    let causes = both.iter().filter_map(|(from, to)| {
        effects(relations, *from).into_iter().find(|way| way.last() == Some(to))
    });
    let matrix = both.iter().find_map(|(treatment, condition)| {
        let fits = is_treatment(site, *treatment) && is_condition(site, *condition);
        fits.then(|| told(graph, *treatment, vec![*condition]))?
    });
    let through = both.iter().filter(|(treatment, _)| is_treatment(site, *treatment));
    let through = through.flat_map(|(treatment, page)| {
        ways(site, *page).into_iter().filter_map(|way| told(graph, *treatment, way))
    });
    Why {
        one,
        other,
        is_a,
        both_are,
        causes: causes.collect(),
        matrix,
        through: through.filter(Told::is_known).collect(),
        shared: shared(site, one, other),
        filings: both.iter().flat_map(|(page, term)| filings(site, *page, *term)).collect(),
        about_both: about_both(site, one, other),
        links: both.iter().flat_map(|(from, to)| links(site, *from, *to)).collect(),
        readings: both.iter().filter_map(|(from, to)| reading(site, *from, *to)).collect(),
    }
}

fn is_treatment(site: Site<'_>, page: EntryId) -> bool {
    site.graph.entry(page).kind == Kind::Treatment
}

fn is_condition(site: Site<'_>, page: EntryId) -> bool {
    matches!(site.graph.entry(page).kind, Kind::Condition | Kind::Symptom | Kind::Caution)
}

/// The way from `narrow` to the wider `wide`.
fn wider(relations: &Relations, narrow: EntryId, wide: EntryId) -> Option<Steps> {
    let mut way = Vec::new();
    for one in relations.line(narrow) {
        way.push(one);
        if one == wide {
            return Some(way).filter(|way| way.len() > 1);
        }
    }
    None
}

/// The nearest thing that both are.
fn shared_wider(relations: &Relations, one: EntryId, other: EntryId) -> Option<EntryId> {
    let of_other: BTreeSet<EntryId> = relations.line(other).collect();
    relations.line(one).find(|wider| of_other.contains(wider))
}

/// How `page` leads to conditions other than itself: by what its front matter names, and by what that and it bring.
fn ways(site: Site<'_>, page: EntryId) -> Vec<Steps> {
    let terms = site.graph.terms.get(page.index()).into_iter().flatten();
    let named = terms.filter(|(taxonomy, term)| {
        matches!(taxonomy, Taxonomy::Condition | Taxonomy::Cause) && *term != page
    });
    let mut ways: Vec<Steps> = named.map(|(_, term)| vec![page, *term]).collect();
    ways.dedup();
    let mut all = effects(&site.graph.relations, page);
    let mut seen: BTreeSet<EntryId> =
        all.iter().filter_map(|way| way.last().copied()).chain([page]).collect();
    for way in ways {
        let Some(term) = way.last().copied() else { continue };
        let longer = effects(&site.graph.relations, term).into_iter().map(|mut steps| {
            steps.insert(0, page);
            steps
        });
        for way in std::iter::once(way).chain(longer) {
            if way.last().is_some_and(|last| seen.insert(*last)) {
                all.push(way);
            }
        }
    }
    all.retain(|way| way.last().is_some_and(|last| is_condition(site, *last)));
    all
}

/// What both pages name, and the areas where both are felt.
fn shared(site: Site<'_>, one: EntryId, other: EntryId) -> Vec<EntryId> {
    let named = |page: EntryId| {
        let terms = site.graph.terms.get(page.index()).into_iter().flatten().map(|(_, term)| *term);
        let areas = site.graph.relations.body.get(&page).into_iter().flatten().copied();
        terms.chain(areas)
    };
    let of_other: BTreeSet<EntryId> = named(other).collect();
    let mut seen = BTreeSet::new();
    named(one).filter(|term| of_other.contains(term) && seen.insert(*term)).collect()
}

fn about_both(site: Site<'_>, one: EntryId, other: EntryId) -> Vec<EntryId> {
    let filed = |page: EntryId| site.graph.filed.get(page.index()).map_or(&[][..], |list| list);
    let of_other: BTreeSet<EntryId> = filed(other).iter().copied().collect();
    let is_third = |page: &EntryId| *page != one && *page != other;
    filed(one).iter().copied().filter(|page| of_other.contains(page)).filter(is_third).collect()
}
