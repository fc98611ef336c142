//! Pages that the site gets for free: overviews of what its entities have to do with each other.
//!
//! anma makes those that the settings ask for, the theme has a template for, the site has something to show on,
//! and that no page of the site stands in for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::{Site, number, url};
use super::{Entry, EntryId, Relations, Standing};
use crate::config::Config;
use crate::document::Document;
use crate::schema::{Kind, Kinds, Overview};

/// An overview that can be made, in the words of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which one.
    pub overview: Overview,
    /// Its title.
    pub title: Box<str>,
    /// What it is, in a sentence; may be empty.
    pub description: Box<str>,
}

/// What the theme calls the pages that a site gets for free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The overviews that can be made.
    pub overviews: Vec<Offer>,
    /// What all pages of a kind are called together: the title of their folder, when it has no page of its own.
    pub collections: BTreeMap<Kind, Box<str>>,
}

/// A page that shows an overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewPage {
    /// Which one.
    pub overview: Overview,
    /// What the page is in a sentence, when it has no file that says so.
    pub description: Box<str>,
}

/// Symptoms, conditions and cautions: what massage types may help with or be unsuitable for.
pub(super) const CHECKED: Kinds = Kinds::of(&[Kind::Symptom, Kind::Condition, Kind::Caution]);

/// Finds the pages that show an overview, and makes an entry for each of `offers` that has none.
pub(super) fn add(
    documents: &[Arc<Document>],
    site: &mut Site,
    relations: &Relations,
    offers: Vec<Offer>,
    config: &Config,
) -> BTreeMap<EntryId, OverviewPage> {
    let mut pages: BTreeMap<EntryId, OverviewPage> = BTreeMap::new();
    for (id, document) in site.ids().zip(documents) {
        let template = document.matter.template.as_ref();
        let name = template.map(|name| name.text.trim_end_matches(".html"));
        if let Some(overview) = name.and_then(Overview::parse) {
            pages.insert(id, OverviewPage { overview, description: Box::default() });
        }
    }
    for Offer { overview, title, description } in offers {
        let is_there = pages.values().any(|page| page.overview == overview);
        if is_there || !has_something(overview, &site.entries, relations) {
            continue;
        }
        let Ok(route) = config.page_route(overview.address()) else { continue };
        let id = EntryId(number(site.entries.len()));
        site.entries.push(Entry {
            kind: Kind::Page,
            id: overview.word().into(),
            title,
            url: url(config, &route),
            route,
            document: None,
            section: Some(site.home),
            date: None,
            standing: Standing::Published,
        });
        pages.insert(id, OverviewPage { overview, description });
    }
    pages
}

/// Whether the site knows enough for the overview to show something.
fn has_something(overview: Overview, entries: &[Entry], relations: &Relations) -> bool {
    let any = |kinds: Kinds| entries.iter().any(|entry| kinds.has(entry.kind));
    match overview {
        Overview::Matrix => any(Kinds::of(&[Kind::Treatment])) && any(CHECKED),
        Overview::AToZ => any(Kinds::ENTITIES),
        Overview::BodyAreas => any(Kinds::of(&[Kind::Body])) && any(CHECKED),
        Overview::Checks => !relations.cautions.is_empty(),
        Overview::Graph => relations.has_any(),
        Overview::Search => true,
    }
}
