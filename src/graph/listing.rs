//! The order of lists, and what each section lists.

use std::sync::Arc;

use super::address::Site;
use super::{EntryId, Relations};
use crate::base::order_key;
use crate::document::Document;
use crate::matter::ListMode;
use crate::schema::Kind;

/// Puts documents in the order in which lists show them: by weight, then the newest first, then by path.
pub(super) fn sort(documents: &mut [Arc<Document>]) {
    documents.sort_by(|one, two| {
        let weight = |document: &Document| document.matter.weight.unwrap_or(i64::MAX);
        weight(one)
            .cmp(&weight(two))
            .then_with(|| two.matter.date.cmp(&one.matter.date))
            .then_with(|| one.path.as_str().cmp(two.path.as_str()))
            .then_with(|| one.id.cmp(&two.id))
    });
}

/// Whether pages of this kind stand in lists of articles.
fn is_listed(kind: Kind) -> bool {
    kind == Kind::Article
}

/// For every entry: the articles that it lists as a section, and its children.
pub(super) fn list(
    documents: &[Arc<Document>],
    site: &Site,
    relations: &Relations,
) -> (Vec<Vec<EntryId>>, Vec<Vec<EntryId>>) {
    let mut listed = vec![Vec::new(); site.entries.len()];
    let mut children = vec![Vec::new(); site.entries.len()];
    let modes: Vec<ListMode> = site.ids().map(|id| mode(documents, site, id)).collect();
    for id in site.ids() {
        let entry = &site.entries[id.index()];
        let Some(section) = entry.section else { continue };
        let is_borrowed = documents.get(id.index()).is_some_and(|document| document.borrowed);
        if !is_listed(entry.kind) {
            children[section.index()].push(id);
            continue;
        }
        if is_borrowed {
            continue;
        }
        if modes[section.index()] == ListMode::Pages {
            listed[section.index()].push(id);
        }
        let above = std::iter::successors(Some(section), |id| site.entries[id.index()].section);
        for section in above.filter(|section| modes[section.index()] == ListMode::All) {
            listed[section.index()].push(id);
        }
    }
    for (entry, narrower) in relations.narrower() {
        children[entry.index()].extend(narrower);
    }
    for list in &mut children {
        list.sort_by(|one, two| by_title(documents, site, *one, *two));
        list.dedup();
    }
    (listed, children)
}

/// What a section lists: what its file says; the home page lists everything, other sections their own.
fn mode(documents: &[Arc<Document>], site: &Site, id: EntryId) -> ListMode {
    let own = documents.get(id.index()).and_then(|document| document.matter.section.as_ref());
    let otherwise = if id == site.home { ListMode::All } else { ListMode::Pages };
    own.and_then(|section| section.list).unwrap_or(otherwise)
}

/// Children stand by weight, then by the alphabet.
fn by_title(
    documents: &[Arc<Document>],
    site: &Site,
    one: EntryId,
    two: EntryId,
) -> std::cmp::Ordering {
    let weight = |id: EntryId| {
        documents.get(id.index()).and_then(|document| document.matter.weight).unwrap_or(i64::MAX)
    };
    let title = |id: EntryId| order_key(&site.entries[id.index()].title);
    weight(one)
        .cmp(&weight(two))
        .then_with(|| title(one).cmp(&title(two)))
        .then_with(|| one.cmp(&two))
}
