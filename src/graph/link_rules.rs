//! What pages and settings say of automatic links, with its names resolved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::Site;
use super::names::{Names, unknown};
use super::{EntryId, Hidden};
use crate::base::Span;
use crate::config::Config;
use crate::diagnostic::Notes;
use crate::document::Document;
use crate::matter::Name;
use crate::schema::Kinds;

/// What is said of automatic links besides the general settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LinkRules {
    /// Terms and the pages that they lead to on the whole site.
    pub prefer: Vec<(Name, EntryId)>,
    /// What pages say.
    pub pages: BTreeMap<EntryId, PageRules>,
}

/// What a page says of the automatic links in its text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PageRules {
    /// Whether there are any; `None` leaves it to the site.
    pub auto: Option<bool>,
    /// At most so many.
    pub limit: Option<u32>,
    /// What is never linked here, with the place that says so.
    pub never: Vec<(EntryId, Span)>,
    /// What is linked even where it would not be, with the place that says so.
    pub always: Vec<(EntryId, Span)>,
    /// Terms and the pages that they lead to here.
    pub prefer: Vec<(Name, EntryId)>,
}

impl PageRules {
    /// Of a page that says nothing.
    pub const fn new() -> Self {
        Self { auto: None, limit: None, never: Vec::new(), always: Vec::new(), prefer: Vec::new() }
    }
}

/// Resolves what `documents` and `config` say.
pub(super) fn resolve(
    documents: &[Arc<Document>],
    site: &Site,
    names: &Names,
    hidden: &[Hidden],
    config: &Config,
    notes: &mut Notes,
) -> LinkRules {
    let mut find = |name: &Name, field: &str| {
        let found = names.find(&name.text, Kinds::ENTITIES, &site.entries);
        if found.is_none() {
            notes.push(unknown(name, Kinds::ENTITIES, field, documents, hidden));
        }
        found
    };
    let mut targets = |pairs: &[(Name, Name)]| -> Vec<(Name, EntryId)> {
        let target =
            |(term, name): &(Name, Name)| Some((term.clone(), find(name, "links.prefer")?));
        pairs.iter().filter_map(target).collect()
    };
    let mut rules = LinkRules { prefer: targets(&config.links.prefer), pages: BTreeMap::new() };
    for (id, document) in site.ids().zip(documents) {
        let Some(links) = &document.matter.links else { continue };
        let prefer = targets(&links.prefer);
        rules.pages.insert(
            id,
            PageRules { auto: links.auto, limit: links.limit, prefer, ..PageRules::default() },
        );
    }
    let mut entries = |list: &[Name], field: &str| -> Vec<(EntryId, Span)> {
        let entry = |name: &Name| Some((find(name, field)?, name.span.clone()));
        list.iter().filter_map(entry).collect()
    };
    for (id, page) in &mut rules.pages {
        let Some(links) =
            documents.get(id.index()).and_then(|document| document.matter.links.as_ref())
        else {
            continue;
        };
        page.never = entries(&links.never, "links.never");
        page.always = entries(&links.always, "links.always");
    }
    rules
}
