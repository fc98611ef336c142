//! Where every page stands: sections, addresses, and who wants which.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Calendar, Entry, EntryId, Standing};
use crate::base::{Route, Span, slugify};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::Document;
use crate::schema::Kind;

/// The pages of the site and the folders they stand in.
pub(super) struct Site {
    pub(super) entries: Vec<Entry>,
    pub(super) home: EntryId,
    /// The sections, by folder below `content/`.
    pub(super) sections: BTreeMap<Utf8PathBuf, EntryId>,
    /// What all pages of a kind are called together.
    collections: BTreeMap<Kind, Box<str>>,
}

impl Site {
    pub(super) fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..number(self.entries.len())).map(EntryId)
    }

    /// The section of the folder `folder`, made with its parents if there is none.
    pub(super) fn section(&mut self, folder: &Utf8Path, config: &Config) -> EntryId {
        if let Some(id) = self.sections.get(folder) {
            return *id;
        }
        let above = folder.parent().map(|above| self.section(above, config));
        let id = EntryId(number(self.entries.len()));
        let path: Vec<String> =
            folder.components().map(|part| slug_or(part.as_str(), "section")).collect();
        let route = config
            .page_route(&path.join("/"))
            .unwrap_or_else(|_| Route::page("section").unwrap_or_else(|_| home_route()));
        self.entries.push(Entry {
            kind: Kind::Section,
            id: folder.file_name().unwrap_or("home").into(),
            title: self.section_title(folder, config),
            url: url(config, &route),
            route,
            document: None,
            section: above,
            date: None,
            standing: Standing::Published,
        });
        self.sections.insert(folder.to_owned(), id);
        id
    }

    /// The title of a folder without a page of its own.
    fn section_title(&self, folder: &Utf8Path, config: &Config) -> Box<str> {
        let Some(name) = folder.file_name() else { return config.title.clone() };
        let top_level = folder.parent().is_none_or(|above| above.as_str().is_empty());
        let kind = Kind::of_folder(name);
        if kind != Kind::Page && top_level {
            let known = self.collections.get(&kind).cloned();
            return known.unwrap_or_else(|| kind.collection_title().into());
        }
        let words = name.replace(['-', '_'], " ");
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
        first.map(|first| first + letters.as_str()).unwrap_or_default().into()
    }
}

pub(super) fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn home_route() -> Route {
    // The empty path is the home page and cannot be refused.
    Route::page("").unwrap_or_else(|_| unreachable!("the home page has an address"))
}

/// The address of `route` from the root of the host.
pub fn url(config: &Config, route: &Route) -> Arc<str> {
    let url = route.url();
    match &*config.base_url.prefix {
        "/" => url.into(),
        prefix => format!("{prefix}{}", url.trim_start_matches('/')).into(),
    }
}

fn slug_or(text: &str, otherwise: &str) -> String {
    let slug = slugify(text);
    if slug.is_empty() { otherwise.to_owned() } else { slug }
}

/// Gives every document and every folder its entry.
pub(super) fn lay_out(
    documents: &[Arc<Document>],
    (config, collections): (&Config, BTreeMap<Kind, Box<str>>),
    calendar: Calendar,
    notes: &mut Notes,
) -> Site {
    let mut site = Site {
        entries: Vec::with_capacity(documents.len() + 64),
        home: EntryId(0),
        sections: BTreeMap::new(),
        collections,
    };
    let one = |(index, document): (usize, &Arc<Document>)| {
        let mut notes = Notes::default();
        let route = route_of(document, config, &mut notes);
        let entry = Entry {
            kind: document.kind,
            id: document.id.clone(),
            title: document.matter.title.clone(),
            url: url(config, &route),
            route,
            document: Some(number(index)),
            section: None,
            date: document.matter.date,
            standing: calendar.standing(document),
        };
        (entry, notes)
    };
    let laid_out: Vec<(Entry, Notes)> =
        documents.par_iter().enumerate().with_min_len(64).map(one).collect();
    for (index, (entry, found)) in laid_out.into_iter().enumerate() {
        if entry.kind == Kind::Section {
            site.sections.insert(documents[index].folder.clone(), EntryId(number(index)));
        }
        site.entries.push(entry);
        notes.extend(found);
    }
    site.home = site.section(Utf8Path::new(""), config);
    let mut known: FxHashMap<&str, EntryId> = FxHashMap::default();
    for (index, document) in documents.iter().enumerate() {
        let Some(folder) = section_of(document) else { continue };
        let id = *known.entry(folder.as_str()).or_insert_with(|| site.section(folder, config));
        site.entries[index].section = Some(id);
    }
    site
}

/// The folder whose section a document belongs to; `None` for the home page.
fn section_of(document: &Document) -> Option<&Utf8Path> {
    if document.is_section() || document.is_bundle() {
        document.folder.parent()
    } else {
        Some(&document.folder)
    }
}

/// The address of a document: its folder and its slug, or its file's name; below the folder of its language.
pub fn route_of(document: &Document, config: &Config, notes: &mut Notes) -> Route {
    let own_folder = document.is_section() || document.is_bundle();
    let folder = if own_folder {
        document.folder.parent().unwrap_or(Utf8Path::new(""))
    } else {
        &document.folder
    };
    let mut path: Vec<String> =
        folder.components().map(|part| slug_or(part.as_str(), "section")).collect();
    let is_home = document.is_section() && document.folder.as_str().is_empty();
    let (last, span) = match &document.matter.slug {
        Some(slug) => (slug.text.to_string(), slug.span.clone()),
        None => (
            slugify(&document.id),
            document
                .key
                .as_ref()
                .map_or_else(|| Span::file(&document.path), |key| key.span.clone()),
        ),
    };
    if !is_home {
        path.push(last);
    }
    let route = match path.join("/") {
        path if document.borrowed => Route::page(&path),
        path => config.page_route(&path),
    };
    let problem = match route {
        Ok(_) if !is_home && path.last().is_some_and(String::is_empty) => {
            "has no letter or digit".to_owned()
        }
        Ok(route) => return route,
        Err(problem) => problem.words().to_owned(),
    };
    let message = match path.last() {
        Some(last) if last.is_empty() => format!("the name of this page {problem}"),
        _ => format!("the address `/{}/` of this page {problem}", path.join("/")),
    };
    notes.push(
        Diagnostic::error(Code::BAD_ADDRESS, span, message)
            .help("rename the file, or give the page a `slug` of letters, digits and hyphens"),
    );
    // The build fails; any address that disturbs no other page will do.
    Route::page(&format!("unnamed/{}", slug_or(document.path.as_str(), "page")))
        .unwrap_or_else(|_| home_route())
}
