//! Who is called what: ids, titles and synonyms, and the pages that they stand for.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{Site, number, url};
use super::{Entry, EntryId, Standing, Taxonomy};
use crate::base::{Span, normalise_name, slugify};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::Document;
use crate::matter::Name;
use crate::schema::{Kind, Kinds};

/// The names of the site's pages.
pub(super) struct Names {
    /// By normalised name: what can be named in front matter (entities and people).
    named: FxHashMap<Box<str>, Vec<EntryId>>,
}

/// Kinds whose names must be told apart: a condition and a symptom may not share one.
pub(crate) fn group(kind: Kind) -> Kind {
    if matches!(kind, Kind::Symptom | Kind::Caution) { Kind::Condition } else { kind }
}

fn can_be_named(kind: Kind) -> bool {
    kind.is_entity() || kind == Kind::Person
}

impl Names {
    /// Collects the names of all documents, and makes an entry for each topic that has no file.
    pub(super) fn new(
        documents: &[Arc<Document>],
        site: &mut Site,
        config: &Config,
        notes: &mut Notes,
    ) -> Self {
        let mut names = Self { named: FxHashMap::default() };
        for (id, document) in site.ids().zip(documents) {
            if can_be_named(document.kind) {
                names.add_entity(id, document, documents, notes);
            }
        }
        names.add_originals(documents, site);
        names.add_topics(documents, site, config, notes);
        names
    }

    /// A translation is also known by the names of the page that it says in another language: other pages, and fields
    /// that are said once for all languages, name it so. Its own names come first.
    fn add_originals(&mut self, documents: &[Arc<Document>], site: &Site) {
        for (id, document) in site.ids().zip(documents) {
            let Some(original) = document.original.as_ref().filter(|_| can_be_named(document.kind))
            else {
                continue;
            };
            let entity = original.matter.entity.iter();
            let synonyms = entity
                .flat_map(|entity| entity.also.iter().chain(&entity.abbr).chain(&entity.forms));
            let title = std::iter::once(&*original.matter.title);
            for name in title.chain(synonyms.map(|name| &*name.text)) {
                let owners = self.named.entry(normalise_name(name).into()).or_default();
                if !owners.contains(&id) {
                    owners.push(id);
                }
            }
        }
    }

    fn add_entity(
        &mut self,
        id: EntryId,
        document: &Document,
        documents: &[Arc<Document>],
        notes: &mut Notes,
    ) {
        let start = Span::file(&document.path);
        let own = document.key.as_ref().map_or_else(|| start.clone(), |key| key.span.clone());
        let title = document
            .matter
            .place_of("title")
            .map_or_else(|| own.clone(), |place| place.span(&document.path));
        let mut all = vec![(&*document.id, own), (&*document.matter.title, title)];
        if let Some(entity) = &document.matter.entity {
            let synonyms = entity.also.iter().chain(&entity.abbr).chain(&entity.forms);
            all.extend(synonyms.map(|name| (&*name.text, name.span.clone())));
        }
        for (name, span) in all {
            let owners = self.named.entry(normalise_name(name).into()).or_default();
            if owners.contains(&id) {
                continue;
            }
            let rival = owners
                .iter()
                .map(|owner| &documents[owner.index()])
                .find(|owner| group(owner.kind) == group(document.kind));
            if let Some(rival) = rival {
                notes.push(
                    Diagnostic::error(
                        Code::AMBIGUOUS_NAME,
                        span,
                        format!("`{name}` is the name of two pages"),
                    )
                    .because(format!("`{}` has this name", document.matter.title))
                    .also(Span::file(&rival.path), format!("and so has `{}`", rival.matter.title))
                    .help("take the name or synonym away from one of the two"),
                );
            }
            owners.push(id);
        }
    }

    /// Topics come into being by being named.
    fn add_topics(
        &mut self,
        documents: &[Arc<Document>],
        site: &mut Site,
        config: &Config,
        notes: &mut Notes,
    ) {
        let mut by_slug: FxHashMap<String, EntryId> = FxHashMap::default();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for topic in documents.iter().flat_map(|document| &document.matter.topic) {
            if !seen.insert(&topic.text) {
                continue;
            }
            let name = normalise_name(&topic.text);
            if self.find(&name, Taxonomy::Topic.kinds(), &site.entries).is_some() {
                continue;
            }
            let slug = slugify(&topic.text);
            if let Some(id) = by_slug.get(&slug) {
                self.named.entry(name.into()).or_default().push(*id);
                continue;
            }
            let folder = Kind::Topic.folder();
            let route = match config.page_route(&format!("{folder}/{slug}")) {
                Ok(route) if !slug.is_empty() => route,
                problem => {
                    let why = problem
                        .err()
                        .map_or("has no letter or digit", crate::base::RouteProblem::words);
                    let message =
                        format!("the topic `{}` cannot have an address: it {why}", topic.text);
                    notes.push(
                        Diagnostic::error(Code::BAD_ADDRESS, topic.span.clone(), message)
                            .help("name the topic in letters and digits"),
                    );
                    continue;
                }
            };
            let section = site.section(camino::Utf8Path::new(folder), config);
            let id = EntryId(number(site.entries.len()));
            site.entries.push(Entry {
                kind: Kind::Topic,
                id: slug.as_str().into(),
                title: topic.text.clone(),
                url: url(config, &route),
                route,
                document: None,
                section: Some(section),
                date: None,
                standing: Standing::Published,
            });
            self.named.entry(name.into()).or_default().push(id);
            by_slug.insert(slug, id);
        }
    }

    /// The page of one of `kinds` that is called `name`.
    pub(super) fn find(&self, name: &str, kinds: Kinds, entries: &[Entry]) -> Option<EntryId> {
        let owners = self.named.get(&*normalise_name(name))?;
        owners.iter().copied().find(|id| kinds.has(entries[id.index()].kind))
    }

    /// The entities, topics and people with a normalised name.
    pub(super) fn named(&self, normal: &str) -> Option<&[EntryId]> {
        self.named.get(normal).map(|ids| &**ids)
    }

    /// The other pages by their normalised titles: only links can name them.
    pub(super) fn titles(documents: &[Arc<Document>]) -> FxHashMap<Box<str>, Vec<EntryId>> {
        let mut titles: FxHashMap<Box<str>, Vec<EntryId>> = FxHashMap::default();
        for (index, document) in documents.iter().enumerate() {
            if !can_be_named(document.kind) {
                let original = document.original.iter().map(|original| &original.matter.title);
                let own = std::iter::once(&document.matter.title);
                for title in own.chain(original) {
                    let pages: &mut Vec<EntryId> =
                        titles.entry(normalise_name(title).into()).or_default();
                    let id = EntryId(number(index));
                    if pages.last() != Some(&id) {
                        pages.push(id);
                    }
                }
            }
        }
        titles
    }

    /// Every title and synonym of pages of `kinds`, for suggestions.
    pub(super) fn known(documents: &[Arc<Document>], kinds: Kinds) -> impl Iterator<Item = &str> {
        documents.iter().filter(move |document| kinds.has(document.kind)).flat_map(|document| {
            let synonyms = document
                .matter
                .entity
                .iter()
                .flat_map(|entity| entity.also.iter().chain(&entity.abbr));
            std::iter::once(&*document.matter.title)
                .chain((document.matter.title.len() > 60).then_some(&*document.id))
                .chain(synonyms.map(|name| &*name.text))
        })
    }
}

/// What to say of a name that leads nowhere.
pub(super) fn unknown(
    name: &Name,
    kinds: Kinds,
    field: &str,
    documents: &[Arc<Document>],
    hidden: &[super::Hidden],
) -> Diagnostic {
    let normal = normalise_name(&name.text);
    let is_hidden = |page: &&super::Hidden| {
        normalise_name(&page.title) == normal || normalise_name(&page.id) == normal
    };
    if let Some(page) = hidden.iter().find(is_hidden) {
        let message = format!("`{}` in `{field}` {}", name.text, page.words());
        return Diagnostic::error(Code::UNKNOWN_NAME, name.span.clone(), message)
            .help(format!("publish {} first, or take the name out", page.path));
    }
    let folder = kinds.iter().next().map_or("", Kind::folder);
    let otherwise = if name.text.contains([',', ';', '&']) || name.text.contains(" and ") {
        format!("several names stand in a list: `{field}: [{}]`", several(&name.text))
    } else {
        format!("check the spelling, or add a page for it in content/{folder}/")
    };
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        name.span.clone(),
        format!("there is no page for `{}`, named in `{field}`", name.text),
    )
    .because(format!("expected {}", kinds.words()))
    .did_you_mean(&name.text, Names::known(documents, kinds), &otherwise)
}

/// Names that were written as one, with commas between them.
fn several(text: &str) -> String {
    let names = text.split([',', ';', '&']).flat_map(|part| part.split(" and "));
    names.map(str::trim).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}
