//! What one page may show: the contract with theme authors (docs/themes.md).
//!
//! A template sees the value made here and `site`, and nothing else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;
use tera::Value;

use super::card::{Face, face, permalink};
use super::edges::Edges;
use super::json_ld::{Asked, Stubs};
use super::outline::outline;
use super::plan::Subject as PageSubject;
use super::plan::{items, per_page};
use super::salon_view;
use super::translations::Translations;
use super::value::{Fields, date, html, map, text, text_or_empty};
use crate::base::{Date, Fingerprint};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::graph::{Connections, EntryId, Graph, Standing, Subject, Taxonomy};
use crate::link::Linked;
use crate::matter::{Source, SourceRef};
use crate::picture::Pictures;
use crate::schema::Overview;
use crate::theme::{RenderLimits, Theme, Words};

/// Relations looked up from all ends, once for all sites that have the same ones, when the first page needs it.
#[derive(Default)]
pub struct Looked {
    edges: OnceLock<Edges>,
    pub(super) connections: OnceLock<Connections>,
}

/// What the views of pages have in common. Each part is made when the first page needs it.
pub struct Shared {
    /// By [`EntryId`].
    faces: Vec<OnceLock<Face>>,
    /// The address and name of each way of filing.
    pub(super) taxonomies: Vec<(Taxonomy, Value)>,
    /// A list and a map with nothing in them: most pages have many, and they are all this one.
    pub(super) nothing: (Value, Value),
    pub(super) related: Arc<Looked>,
    /// The massage that each price of the salon is for.
    pub(super) priced: Vec<Option<EntryId>>,
    /// What structured data names on many pages.
    pub(super) stubs: Stubs,
    /// What is known about the subject of each page; pages with one subject share it.
    pub(super) panels: Mutex<FxHashMap<Subject, Value>>,
}

impl Shared {
    /// For the pages of `graph`. `related` is of a graph with the same relations.
    pub fn new(graph: &Graph, config: &Config, related: Arc<Looked>) -> Self {
        let taxonomies = Taxonomy::ALL.map(|taxonomy| {
            let route = config.page_route(taxonomy.kind().folder()).ok();
            let section = route.and_then(|route| graph.places.at_route(&route));
            (taxonomy, Value::from(section.map_or("", |id| &graph.entry(id).url)))
        });
        Self {
            faces: graph.ids().map(|_| OnceLock::new()).collect(),
            taxonomies: taxonomies.to_vec(),
            nothing: (Value::from(Vec::<Value>::new()), map([])),
            related,
            priced: salon_view::treatments(graph, config),
            stubs: Stubs::new(graph.entries.len()),
            panels: Mutex::default(),
        }
    }
}

/// Makes the views of pages.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// The site.
    pub graph: &'a Graph,
    /// Its links.
    pub linked: &'a Linked,
    /// Its settings.
    pub config: &'a Config,
    /// Its theme.
    pub theme: &'a Theme,
    /// What a page may cost.
    pub limits: RenderLimits,
    /// What its pages have in common.
    pub shared: &'a Shared,
    /// The pictures that its pages show, by address.
    pub shown: &'a BTreeMap<Arc<str>, crate::source::Source>,
    /// Who knows them.
    pub pictures: &'a dyn Pictures,
    /// The identity of all that pages are made of besides their views.
    pub look: Fingerprint,
    /// What pages there are in other languages.
    pub translations: &'a Translations,
    /// The day for which pages are made.
    pub today: Date,
}

impl<'a> Viewer<'a> {
    fn face(&self, id: EntryId) -> &Face {
        self.shared.faces[id.index()].get_or_init(|| {
            let language = self.translations.of_borrowed(self.graph, id);
            face(self.graph, (self.config, &self.theme.strings), id, (self.image(id), language))
        })
    }

    /// What entities have to do with each other.
    pub(super) fn edges(&self) -> &'a Edges {
        self.shared.related.edges.get_or_init(|| Edges::new(self.graph))
    }

    /// Whether a page shows an overview of the whole site.
    pub fn is_overview(&self, subject: PageSubject) -> bool {
        matches!(subject, PageSubject::Entry { id, .. } if self.graph.overviews.contains_key(&id))
    }

    /// The path of the site on its host, with a slash at both ends.
    pub fn prefix(&self) -> &'a str {
        &self.config.base_url.prefix
    }

    /// What a redirect to `target` may show.
    pub fn redirect(&self, target: EntryId) -> [(&'static str, Value); 3] {
        let entry = self.graph.entry(target);
        [
            ("target", Value::from(&*entry.url)),
            ("permalink", Value::from(permalink(self.config, &entry.url))),
            ("title", Value::from(&*entry.title)),
        ]
    }

    pub(super) fn card(&self, id: EntryId) -> Value {
        self.face(id).card.clone()
    }

    /// The picture of a page.
    pub(super) fn image_of(&self, id: EntryId) -> Value {
        self.face(id).image.clone()
    }

    pub(super) fn card_or_none(&self, id: Option<EntryId>) -> Value {
        id.map_or_else(Value::none, |id| self.card(id))
    }

    pub(super) fn cards(&self, ids: impl IntoIterator<Item = EntryId>) -> Value {
        self.list(ids.into_iter().map(|id| self.card(id)))
    }

    /// A list of values; an empty one costs nothing.
    pub(super) fn list(&self, values: impl Iterator<Item = Value>) -> Value {
        let values: Vec<Value> = values.collect();
        if values.is_empty() { self.shared.nothing.0.clone() } else { Value::from(values) }
    }

    /// A page in words, for messages.
    pub fn words(&self, id: EntryId) -> String {
        let title = &self.graph.entry(id).title;
        match self.graph.document(id) {
            Some(document) => format!("the page `{title}` ({})", document.path),
            None => format!("the page `{title}`"),
        }
    }

    /// What the page `number` of `total` of an entry may show.
    pub fn page(
        &self,
        id: EntryId,
        number: u32,
        total: u32,
        problems: &mut Vec<Diagnostic>,
    ) -> Value {
        map(self.fields(id, number, total, problems))
    }

    pub(super) fn fields(
        &self,
        id: EntryId,
        number: u32,
        total: u32,
        problems: &mut Vec<Diagnostic>,
    ) -> Fields {
        let mut page = Fields::with_capacity(48);
        self.add_face(id, &mut page);
        if number == 1 {
            self.check_image(id, problems);
        }
        self.add_frame(id, &mut page);
        self.add_list(id, number, total, &mut page);
        self.add_facts(id, &mut page);
        self.add_salon(id, &mut page);
        // Shortcodes see the page without its text: the text is what they are part of.
        let has_calls =
            self.graph.document(id).is_some_and(|document| !document.body.calls.is_empty());
        let seen = if has_calls { map(page.clone()) } else { Value::none() };
        self.add_text(id, &seen, &mut page, problems);
        page
    }

    /// Who the page is and when it was made.
    fn add_face(&self, id: EntryId, page: &mut Fields) {
        let face = self.face(id);
        let matter = self.graph.document(id).map(|document| &document.matter);
        let standing = self.graph.entry(id).standing;
        let is_home = id == self.graph.home;
        let description =
            if is_home { Value::from(self.description(id)) } else { face.description.clone() };
        page.extend([
            (
                "authors",
                self.cards(self.graph.authors.get(id.index()).into_iter().flatten().copied()),
            ),
            ("date", face.date.clone()),
            ("description", description),
            ("draft", Value::from(standing == Standing::Draft)),
            ("expire", date(&self.theme.strings, matter.and_then(|matter| matter.expire))),
            ("expired", Value::from(matches!(standing, Standing::Expired(_)))),
            ("id", face.id.clone()),
            ("image", face.image.clone()),
            ("kind", face.kind.clone()),
            (
                "next_review",
                date(&self.theme.strings, matter.and_then(|matter| matter.next_review)),
            ),
            ("noindex", Value::from(self.is_noindex(id))),
            ("permalink", face.permalink.clone()),
            ("publish", date(&self.theme.strings, matter.and_then(|matter| matter.publish))),
            ("review", self.review(id)),
            ("reviewed", self.reviewed(id)),
            ("scheduled", Value::from(matches!(standing, Standing::Scheduled(_)))),
            ("social", self.social(id)),
            ("title", face.title.clone()),
            ("translations", self.translated(id)),
            ("updated", face.updated.clone()),
            ("url", face.url.clone()),
        ]);
    }

    /// Search engines are kept from pages that ask for it and from those that are shown only in a preview.
    pub fn is_noindex(&self, id: EntryId) -> bool {
        let asked = self.graph.document(id).is_some_and(|document| document.matter.noindex);
        // A page of results is for readers of the site; search engines have their own.
        let is_search =
            self.graph.overviews.get(&id).is_some_and(|page| page.overview == Overview::Search);
        asked || is_search || self.graph.entry(id).standing != Standing::Published
    }

    fn description(&self, id: EntryId) -> &str {
        let own =
            self.graph.document(id).and_then(|document| document.matter.description.as_deref());
        let otherwise = if id == self.graph.home { &*self.config.description } else { "" };
        own.unwrap_or(otherwise)
    }

    fn add_list(&self, id: EntryId, number: u32, total: u32, page: &mut Fields) {
        let all = items(self.graph, id);
        let per_page = per_page(self.graph, id, self.config);
        let from = (number as usize - 1).saturating_mul(per_page);
        let shown = if per_page == 0 {
            all
        } else {
            &all[from.min(all.len())..all.len().min(from + per_page)]
        };
        let first = &self.graph.entry(id).url;
        let url = |number: u32| match number {
            1 => first.to_string(),
            _ => format!("{first}page/{number}/"),
        };
        let pager = (!all.is_empty()).then(|| {
            let before = (number > 1).then(|| url(number - 1));
            let after = (number < total).then(|| url(number + 1));
            map([
                ("count", Value::from(all.len())),
                ("first", Value::from(&**first)),
                ("last", Value::from(url(total))),
                ("next", text(after.as_deref())),
                ("number", Value::from(number)),
                ("prev", text(before.as_deref())),
                ("total", Value::from(total)),
            ])
        });
        let permalink = permalink(self.config, &url(number));
        let asked = Asked { id, number, permalink: &permalink, items: shown };
        let json_ld = self.json_ld(&asked);
        if number > 1 {
            page.push(("translations", self.shared.nothing.0.clone()));
            page.extend([("permalink", Value::from(permalink)), ("url", Value::from(url(number)))]);
        }
        page.extend([
            ("json_ld", json_ld),
            ("items", self.cards(shown.iter().copied())),
            ("pager", pager.unwrap_or_else(Value::none)),
            ("children", self.cards(self.graph.children[id.index()].iter().copied())),
        ]);
    }

    fn add_facts(&self, id: EntryId, page: &mut Fields) {
        let entry = self.graph.entry(id);
        let document = self.graph.document(id);
        let feeds = super::feed::has_feeds(self.graph, id).then(|| {
            let url = |name| super::feed::url(self.graph, self.config, id, name);
            map([
                ("atom", Value::from(url(super::feed::ATOM))),
                ("json", Value::from(url(super::feed::JSON))),
            ])
        });
        let sources = document.map_or_else(Vec::new, |document| self.sources(document));
        let extra = document.and_then(|document| document.matter.extra.as_ref());
        let extra = extra.map_or_else(
            || self.shared.nothing.1.clone(),
            |extra| Value::from_serializable(&crate::yaml::to_json(extra)),
        );
        let declared = document.map_or(&[][..], |document| &document.matter.fields);
        let fields = if declared.is_empty() {
            self.shared.nothing.1.clone()
        } else {
            let value = |node| Value::from_serializable(&crate::yaml::to_json(node));
            let fields = declared.iter().map(|(name, node)| (name.to_string(), value(node)));
            Value::from(fields.collect::<BTreeMap<String, Value>>())
        };
        page.extend([
            ("feeds", feeds.unwrap_or_else(Value::none)),
            ("sources", self.list(sources.into_iter())),
            ("extra", extra),
            ("fields", fields),
            ("entity", if entry.kind.is_entity() { self.entity(id) } else { Value::none() }),
            ("person", Self::person(document)),
            ("overview", self.overview(id)),
            ("neighbourhood", html(&self.neighbourhood(id))),
            ("panels", self.panel_of(id)),
        ]);
    }

    fn sources(&self, document: &Document) -> Vec<Value> {
        let one = |source: &SourceRef| match source {
            SourceRef::Id(name) => self
                .graph
                .data
                .sources
                .get(&name.text)
                .map(|known| source_view(&self.theme.strings, &name.text, known)),
            SourceRef::Inline(source) => Some(source_view(&self.theme.strings, "", source)),
        };
        document.matter.sources.iter().filter_map(one).collect()
    }

    fn add_text(
        &self,
        id: EntryId,
        seen: &Value,
        page: &mut Fields,
        problems: &mut Vec<Diagnostic>,
    ) {
        let document = self.graph.document(id);
        let (mut content, mut toc, mut words, mut faq) = (html(""), Vec::new(), 0, Vec::new());
        if let Some(document) = document {
            let links = &self.graph.links[id.index()];
            words = document.body.words;
            content = Value::from(self.text(document, id, seen, problems)).mark_safe();
            if document.matter.toc != Some(false) {
                toc = outline(&document.body.outline);
            }
            for (index, (question, answer)) in
                document.matter.faq.iter().zip(&document.answers).enumerate()
            {
                let destinations = links.answers.get(index).map_or(&[][..], |links| links);
                faq.push(map([
                    ("question", Value::from(&*question.question.text)),
                    ("answer", html(&self.prose(answer, destinations, (id, seen), problems))),
                ]));
            }
        }
        page.extend([
            ("content", content),
            ("toc", self.list(toc.into_iter())),
            ("words", Value::from(words)),
            ("minutes", Value::from(document.map_or(0, Document::minutes))),
            ("faq", self.list(faq.into_iter())),
        ]);
    }
}

pub(super) fn source_view(words: &Words, id: &str, source: &Source) -> Value {
    map([
        ("id", Value::from(id)),
        ("title", Value::from(&*source.title.text)),
        ("url", text_or_empty(source.url.as_deref())),
        ("grade", source.grade.map_or_else(Value::none, |grade| Value::from(grade.word()))),
        ("seen", date(words, source.seen)),
    ])
}
