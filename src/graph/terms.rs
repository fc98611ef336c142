//! What each page is filed under: the names in its front matter, resolved.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::address::Site;
use super::names::{Names, unknown};
use super::{EntryId, Hidden, Taxonomy};
use crate::diagnostic::Notes;
use crate::document::Document;
use crate::matter::{Matter, Name};
use crate::schema::{Kind, Kinds};

/// Names resolved, by document.
pub(super) struct Filing {
    pub(super) terms: Vec<Vec<(Taxonomy, EntryId)>>,
    pub(super) authors: Vec<Vec<EntryId>>,
    pub(super) reviewers: Vec<Option<EntryId>>,
}

const PEOPLE: Kinds = Kinds::of(&[Kind::Person]);

fn names_of(matter: &Matter, taxonomy: Taxonomy) -> &[Name] {
    match taxonomy {
        Taxonomy::Topic => &matter.topic,
        Taxonomy::Condition => &matter.condition,
        Taxonomy::MassageType => &matter.massage_type,
        Taxonomy::Cause => &matter.cause,
        Taxonomy::Body => &matter.body,
    }
}

/// Names that were looked up already, as they were spelt: the same few stand on page after page.
#[derive(Default)]
struct Known(FxHashMap<Kinds, FxHashMap<Box<str>, Option<EntryId>>>);

impl Known {
    fn find(&mut self, text: &str, kinds: Kinds, names: &Names, site: &Site) -> Option<EntryId> {
        let known = self.0.entry(kinds).or_default();
        if let Some(found) = known.get(text) {
            return *found;
        }
        let found = names.find(text, kinds, &site.entries);
        known.insert(text.into(), found);
        found
    }
}

/// Resolves the names in the front matter of every document.
pub(super) fn file(
    documents: &[Arc<Document>],
    site: &Site,
    names: &Names,
    hidden: &[Hidden],
    notes: &mut Notes,
) -> Filing {
    let resolver = |known: &mut Known, document: &Arc<Document>| {
        let mut notes = Notes::default();
        let mut find = |name: &Name, kinds: Kinds, field: &str| {
            let found = known.find(&name.text, kinds, names, site);
            // A topic without an entry has been reported as one that cannot have an address.
            if found.is_none() && kinds != Taxonomy::Topic.kinds() {
                notes.push(unknown(name, kinds, field, documents, hidden));
            }
            found
        };
        let matter = &document.matter;
        let mut terms = Vec::new();
        for taxonomy in Taxonomy::ALL {
            for name in names_of(matter, taxonomy) {
                if let Some(id) = find(name, taxonomy.kinds(), taxonomy.field())
                    && !terms.contains(&(taxonomy, id))
                {
                    terms.push((taxonomy, id));
                }
            }
        }
        let authors: Vec<EntryId> =
            matter.author.iter().filter_map(|name| find(name, PEOPLE, "author")).collect();
        let reviewer = matter.reviewed.as_ref().and_then(|reviewed| reviewed.by.as_ref());
        let reviewer = reviewer.and_then(|name| find(name, PEOPLE, "reviewed"));
        (terms, authors, reviewer, notes)
    };
    let resolved: Vec<_> =
        documents.par_iter().with_min_len(64).map_init(Known::default, resolver).collect();
    let mut filing = Filing { terms: Vec::new(), authors: Vec::new(), reviewers: Vec::new() };
    for (terms, authors, reviewer, found) in resolved {
        filing.terms.push(terms);
        filing.authors.push(authors);
        filing.reviewers.push(reviewer);
        notes.extend(found);
    }
    filing
}

impl Filing {
    /// For every entry the pages that name it. Entities that name each other are relations, not filed pages.
    pub(super) fn invert(&self, documents: &[Arc<Document>], entries: usize) -> Vec<Vec<EntryId>> {
        let mut filed = vec![Vec::new(); entries];
        for (index, document) in documents.iter().enumerate() {
            if document.kind.is_entity() || document.kind == Kind::Person || document.borrowed {
                continue;
            }
            let id = EntryId(super::address::number(index));
            let named = self.terms[index].iter().map(|(_, term)| *term);
            for term in named.chain(self.authors[index].iter().copied()) {
                let list: &mut Vec<EntryId> = &mut filed[term.index()];
                if list.last() != Some(&id) {
                    list.push(id);
                }
            }
        }
        filed
    }
}
