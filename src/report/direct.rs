//! What connects two pages without a third: links, what is named in front matter, what to read next.

use super::Site;
use super::place::text_span;
use crate::base::Span;
use crate::graph::{self, Destination, EntryId, Taxonomy};

/// A link from one page to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The page that it stands on.
    pub from: EntryId,
    /// The page that it leads to.
    pub to: EntryId,
    /// Where it stands.
    pub place: Span,
    /// Its words.
    pub words: Box<str>,
    /// The sentence around it; may be empty.
    pub sentence: Box<str>,
    /// Whether anma made it.
    pub is_automatic: bool,
}

/// A page names the other in its front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filing {
    /// The page.
    pub page: EntryId,
    /// The page that it names.
    pub term: EntryId,
    /// The field.
    pub field: &'static str,
}

/// A page offers the other to read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The page that offers.
    pub from: EntryId,
    /// The page that is offered.
    pub to: EntryId,
    /// Why.
    pub reason: graph::Reason,
}

/// Links from `from` to `to`, those by hand first.
pub(super) fn links(site: Site<'_>, from: EntryId, to: EntryId) -> Vec<Link> {
    let Some(document) = site.graph.document(from) else { return Vec::new() };
    let mut found = Vec::new();
    let Some(links) = site.graph.links.get(from.index()) else { return found };
    let answers = document.answers.iter().zip(&links.answers);
    let bodies = std::iter::once((&document.body, &links.body)).chain(answers);
    for (body, destinations) in bodies {
        for (link, destination) in body.links.iter().zip(destinations) {
            if matches!(destination, Destination::Page(page, _) if *page == to) {
                found.push(Link {
                    from,
                    to,
                    place: link.span.clone(),
                    words: link.text.as_str().into(),
                    sentence: body.sentence(link.words.clone()).into(),
                    is_automatic: false,
                });
            }
        }
    }
    let auto = site.linked.auto.get(from.index()).into_iter().flat_map(|links| links.iter());
    for link in auto.filter(|link| link.target == to) {
        let words = document.body.text.get(link.text.start as usize..link.text.end as usize);
        found.push(Link {
            from,
            to,
            place: text_span(document, link.text.start, link.text.end),
            words: words.unwrap_or_default().into(),
            sentence: document.body.sentence(link.text.clone()).into(),
            is_automatic: true,
        });
    }
    found
}

/// What the front matter of `page` says of `term`.
pub(super) fn filings(site: Site<'_>, page: EntryId, term: EntryId) -> Vec<Filing> {
    let graph = site.graph;
    let filing = |field| Filing { page, term, field };
    let terms = graph.terms.get(page.index()).into_iter().flatten();
    let named = terms.filter(|(_, named)| *named == term);
    let mut found: Vec<Filing> = named.map(|(taxonomy, _)| filing(taxonomy.field())).collect();
    if graph.authors.get(page.index()).is_some_and(|authors| authors.contains(&term)) {
        found.push(filing("author"));
    }
    if graph.reviewers.get(page.index()).is_some_and(|reviewer| *reviewer == Some(term)) {
        found.push(filing("reviewed"));
    }
    let areas = graph.relations.body.get(&page);
    if found.is_empty() && areas.is_some_and(|areas| areas.contains(&term)) {
        found.push(filing(Taxonomy::Body.field()));
    }
    found
}

/// Whether `from` offers `to` to read next.
pub(super) fn reading(site: Site<'_>, from: EntryId, to: EntryId) -> Option<Reading> {
    let related = site.graph.related.get(from.index())?;
    let one = related.iter().find(|one| one.page == to)?;
    Some(Reading { from, to, reason: one.reason })
}
