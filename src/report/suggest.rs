//! Relations that articles suggest: a massage and a condition in one section of several articles, of which no page
//! says anything. That two things are named together proves nothing, so it is shown to editors and never published.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Site;
use super::through::effects;
use crate::document::Document;
use crate::graph::{Destination, EntryId};
use crate::schema::Kind;

/// Articles in which a pair must stand.
const ARTICLES: usize = 2;

/// A pair that articles name together and no page relates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The cause or condition.
    pub subject: EntryId,
    /// The massage.
    pub treatment: EntryId,
    /// The articles with both in one section, in the order of lists.
    pub articles: Vec<EntryId>,
}

/// The pairs, those in most articles first.
pub(super) fn suggestions(site: Site<'_>) -> Vec<Suggestion> {
    let documents: Vec<(EntryId, &Document)> =
        site.documents().filter(|(_, document)| document.kind == Kind::Article).collect();
    let found: Vec<(EntryId, BTreeSet<(EntryId, EntryId)>)> =
        documents.par_iter().map(|(id, document)| (*id, pairs(site, *id, document))).collect();
    let mut articles: BTreeMap<(EntryId, EntryId), Vec<EntryId>> = BTreeMap::new();
    for (id, pairs) in found {
        for pair in pairs {
            articles.entry(pair).or_default().push(id);
        }
    }
    articles.retain(|(subject, treatment), articles| {
        articles.len() >= ARTICLES && !is_related(site, *subject, *treatment)
    });
    let suggestion = |((subject, treatment), articles)| Suggestion { subject, treatment, articles };
    let mut all: Vec<Suggestion> = articles.into_iter().map(suggestion).collect();
    let title = |id: EntryId| site.graph.entry(id).title.to_lowercase();
    all.sort_by_cached_key(|one| {
        (std::cmp::Reverse(one.articles.len()), title(one.subject), title(one.treatment))
    });
    all
}

/// Whether a page says anything of the two: a benefit or a caution, for the subject or for what it brings.
fn is_related(site: Site<'_>, subject: EntryId, treatment: EntryId) -> bool {
    let relations = &site.graph.relations;
    let effects = effects(relations, subject).into_iter().filter_map(|way| way.last().copied());
    std::iter::once(subject).chain(effects).any(|one| {
        relations.help(treatment, one).is_some() || relations.caution(treatment, one).is_some()
    })
}

/// Causes or conditions with massages in one section of an article.
fn pairs(site: Site<'_>, page: EntryId, document: &Document) -> BTreeSet<(EntryId, EntryId)> {
    let mut sections: BTreeMap<usize, BTreeSet<EntryId>> = BTreeMap::new();
    let body = &document.body;
    for stretch in &body.stretches {
        let headings = body.outline.iter().take(stretch.headings as usize);
        let section = headings.filter(|heading| heading.level <= 2).count();
        let text = body.text.get(stretch.text.start as usize..stretch.text.end as usize);
        let names = site.linker.names(text.unwrap_or_default());
        sections.entry(section).or_default().extend(names.into_iter().map(|name| name.target));
    }
    let links = site.graph.links.get(page.index()).map_or(&[][..], |links| &links.body);
    for (link, destination) in body.links.iter().zip(links) {
        if let Destination::Page(to, _) = destination {
            let headings = body.outline.iter().filter(|heading| heading.level <= 2);
            let section = headings.filter(|heading| heading.span.start < link.span.start).count();
            sections.entry(section).or_default().insert(*to);
        }
    }
    let mut pairs = BTreeSet::new();
    for named in sections.into_values() {
        let kind = |id: &EntryId| site.graph.entry(*id).kind;
        let is_subject = |id: &EntryId| {
            matches!(kind(id), Kind::Cause | Kind::Condition | Kind::Symptom | Kind::Caution)
        };
        for subject in named.iter().copied().filter(is_subject) {
            let treatments = named.iter().copied().filter(|id| kind(id) == Kind::Treatment);
            pairs.extend(treatments.map(|treatment| (subject, treatment)));
        }
    }
    pairs
}
