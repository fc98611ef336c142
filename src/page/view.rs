//! What one page may show: the contract with theme authors (docs/templates.md).
//!
//! A template sees the value made here and `site`, and nothing else.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::card::{cards, image, kind, minutes, permalink};
use super::outline::outline;
use super::plan::{items, page_route, per_page};
use super::value::{Fields, date, html, map, text, text_or_empty};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::graph::{EntryId, Graph, Reason, Standing, Taxonomy};
use crate::matter::{Source, SourceRef};
use crate::schema::Kind;
use crate::theme::{RenderLimits, Theme};

/// Makes the views of pages.
pub struct Viewer<'a> {
    pub(super) graph: &'a Graph,
    pub(super) config: &'a Config,
    pub(super) theme: &'a Theme,
    pub(super) limits: RenderLimits,
    cards: Vec<Value>,
}

impl<'a> Viewer<'a> {
    /// Prepares what pages share.
    pub fn new(
        graph: &'a Graph,
        config: &'a Config,
        theme: &'a Theme,
        limits: RenderLimits,
    ) -> Self {
        Self { graph, config, theme, limits, cards: cards(graph, config) }
    }

    /// What a page may cost.
    pub fn limits(&self) -> RenderLimits {
        self.limits
    }

    /// The path of the site on its host, with a slash at both ends.
    pub fn prefix(&self) -> &'a str {
        &self.config.base_url.prefix
    }

    /// What a redirect to `target` may show.
    pub fn redirect(&self, target: EntryId) -> Context {
        let entry = self.graph.entry(target);
        let mut context = Context::new();
        context.insert_value("target", Value::from(&*entry.url));
        context.insert_value("permalink", Value::from(permalink(self.config, &entry.url)));
        context.insert_value("title", Value::from(&*entry.title));
        context
    }

    pub(super) fn card(&self, id: EntryId) -> Value {
        self.cards.get(id.index()).cloned().unwrap_or_else(Value::none)
    }

    pub(super) fn card_or_none(&self, id: Option<EntryId>) -> Value {
        id.map_or_else(Value::none, |id| self.card(id))
    }

    pub(super) fn cards(&self, ids: impl IntoIterator<Item = EntryId>) -> Value {
        Value::from(ids.into_iter().map(|id| self.card(id)).collect::<Vec<_>>())
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
        self.add_frame(id, &mut page);
        self.add_list(id, number, total, &mut page);
        self.add_facts(id, &mut page);
        // Shortcodes see the page without its text: the text is what they are part of.
        let has_calls =
            self.graph.document(id).is_some_and(|document| !document.body.calls.is_empty());
        let seen = if has_calls { map(page.clone()) } else { Value::none() };
        self.add_text(id, &seen, &mut page, problems);
        page
    }

    /// Who the page is and when it was made.
    fn add_face(&self, id: EntryId, page: &mut Fields) {
        let entry = self.graph.entry(id);
        let matter = self.graph.document(id).map(|document| &document.matter);
        let standing = entry.standing;
        page.extend([
            ("kind", Value::from(kind(self.graph, id))),
            ("id", Value::from(&*entry.id)),
            ("url", Value::from(&*entry.url)),
            ("permalink", Value::from(permalink(self.config, &entry.url))),
            ("title", Value::from(&*entry.title)),
            ("description", Value::from(self.description(id))),
            ("date", date(entry.date)),
            ("updated", date(matter.and_then(|matter| matter.updated))),
            ("publish", date(matter.and_then(|matter| matter.publish))),
            ("expire", date(matter.and_then(|matter| matter.expire))),
            ("next_review", date(matter.and_then(|matter| matter.next_review))),
            ("reviewed", self.reviewed(id)),
            (
                "authors",
                self.cards(self.graph.authors.get(id.index()).into_iter().flatten().copied()),
            ),
            ("image", image(self.graph, id)),
            ("draft", Value::from(standing == Standing::Draft)),
            ("scheduled", Value::from(matches!(standing, Standing::Scheduled(_)))),
            ("expired", Value::from(matches!(standing, Standing::Expired(_)))),
            ("noindex", Value::from(self.is_noindex(id))),
        ]);
    }

    /// Search engines are kept from pages that ask for it and from those that are shown only in a preview.
    pub fn is_noindex(&self, id: EntryId) -> bool {
        let asked = self.graph.document(id).is_some_and(|document| document.matter.noindex);
        asked || self.graph.entry(id).standing != Standing::Published
    }

    fn description(&self, id: EntryId) -> &str {
        let own =
            self.graph.document(id).and_then(|document| document.matter.description.as_deref());
        let otherwise = if id == self.graph.home { &*self.config.description } else { "" };
        own.unwrap_or(otherwise)
    }

    fn reviewed(&self, id: EntryId) -> Value {
        let Some(reviewed) =
            self.graph.document(id).and_then(|document| document.matter.reviewed.as_ref())
        else {
            return Value::none();
        };
        let by = self.graph.reviewers.get(id.index()).copied().flatten();
        map([("by", self.card_or_none(by)), ("on", date(reviewed.on))])
    }

    /// Where the page stands among the others.
    fn add_frame(&self, id: EntryId, page: &mut Fields) {
        let graph = self.graph;
        let section = graph.entry(id).section;
        let mut trail: Vec<EntryId> =
            std::iter::successors(section, |id| graph.entry(*id).section).collect();
        trail.reverse();
        let (newer, older) = self.neighbours(id);
        let related = graph.related.get(id.index()).into_iter().flatten();
        let related = related.map(|related| {
            map([
                ("page", self.card(related.page)),
                ("reason", Value::from(self.reason(related.reason))),
            ])
        });
        let backlinks = graph.backlinks[id.index()].iter().map(|backlink| {
            let document = graph.document(backlink.from);
            let link =
                document.and_then(|document| document.body.links.get(backlink.link as usize));
            map([
                ("page", self.card(backlink.from)),
                ("sentence", text_or_empty(link.map(|link| &*link.sentence))),
            ])
        });
        page.extend([
            ("breadcrumbs", self.cards(trail)),
            ("section", self.card_or_none(section)),
            ("terms", self.terms(id)),
            ("related", Value::from(related.collect::<Vec<_>>())),
            ("backlinks", Value::from(backlinks.collect::<Vec<_>>())),
            ("prev", self.card_or_none(newer)),
            ("next", self.card_or_none(older)),
        ]);
    }

    fn reason(&self, reason: Reason) -> String {
        let title = |id: EntryId| &*self.graph.entry(id).title;
        match reason {
            Reason::Shared(term) => format!("Also about: {}", title(term)),
            Reason::Cause(cause, effect) => {
                format!("{}: a possible cause of {}", title(cause), in_sentence(title(effect)))
            }
            Reason::Effect(cause, effect) => {
                format!("{}: sometimes caused by {}", title(effect), in_sentence(title(cause)))
            }
        }
    }

    /// The pages before and after an article in its section's list.
    fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let entry = self.graph.entry(id);
        let list = entry.section.map_or(&[][..], |section| &self.graph.listed[section.index()]);
        // Lists are in the order of entries.
        match list.binary_search(&id) {
            Ok(at) => (at.checked_sub(1).map(|at| list[at]), list.get(at + 1).copied()),
            Err(_) => (None, None),
        }
    }

    /// What the page is filed under, by taxonomy.
    fn terms(&self, id: EntryId) -> Value {
        let terms = self.graph.terms.get(id.index()).map_or(&[][..], |terms| terms);
        let group = |taxonomy: Taxonomy| {
            let own: Vec<Value> = terms
                .iter()
                .filter(|(of, _)| *of == taxonomy)
                .map(|(_, term)| self.card(*term))
                .collect();
            (!own.is_empty()).then(|| {
                map([
                    ("key", Value::from(taxonomy.field())),
                    ("name", Value::from(taxonomy.kind().collection_title())),
                    (
                        "url",
                        Value::from(format!(
                            "{}{}/",
                            self.config.base_url.prefix,
                            taxonomy.kind().folder()
                        )),
                    ),
                    ("terms", Value::from(own)),
                ])
            })
        };
        Value::from(Taxonomy::ALL.into_iter().filter_map(group).collect::<Vec<_>>())
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
        let url = |number: u32| {
            let route = page_route(self.graph, id, number)?;
            Some(format!("{}{}", self.config.base_url.prefix.trim_end_matches('/'), route.url()))
        };
        let pager = (!all.is_empty()).then(|| {
            map([
                ("number", Value::from(number)),
                ("total", Value::from(total)),
                ("count", Value::from(all.len())),
                ("prev", text(number.checked_sub(1).filter(|at| *at > 0).and_then(url).as_deref())),
                ("next", text(Some(number + 1).filter(|at| *at <= total).and_then(url).as_deref())),
                ("first", text(url(1).as_deref())),
                ("last", text(url(total).as_deref())),
            ])
        });
        if number > 1
            && let Some(url) = url(number)
        {
            page.extend([
                ("permalink", Value::from(permalink(self.config, &url))),
                ("url", Value::from(url)),
            ]);
        }
        page.extend([
            ("items", self.cards(shown.iter().copied())),
            ("pager", pager.unwrap_or_else(Value::none)),
            ("children", self.cards(self.graph.children[id.index()].iter().copied())),
        ]);
    }

    fn add_facts(&self, id: EntryId, page: &mut Fields) {
        let entry = self.graph.entry(id);
        let document = self.graph.document(id);
        let feeds = (entry.kind == Kind::Topic || id == self.graph.home).then(|| {
            let url = |name| super::feed::url(self.graph, self.config, id, name);
            map([
                ("atom", Value::from(url(super::feed::ATOM))),
                ("json", Value::from(url(super::feed::JSON))),
            ])
        });
        let sources = document.map_or_else(Vec::new, |document| self.sources(document));
        let extra = document.and_then(|document| document.matter.extra.as_ref());
        let extra = extra.map_or_else(
            || map([]),
            |extra| Value::from_serializable(&crate::yaml::to_json(extra)),
        );
        let fields: BTreeMap<String, Value> = document.map_or_else(BTreeMap::new, |document| {
            let fields = document.matter.fields.iter();
            fields
                .map(|(name, node)| {
                    (name.to_string(), Value::from_serializable(&crate::yaml::to_json(node)))
                })
                .collect()
        });
        page.extend([
            ("feeds", feeds.unwrap_or_else(Value::none)),
            ("sources", Value::from(sources)),
            ("extra", extra),
            ("fields", Value::from(fields)),
            ("entity", if entry.kind.is_entity() { self.entity(id) } else { Value::none() }),
            ("person", Self::person(document)),
        ]);
    }

    fn sources(&self, document: &Document) -> Vec<Value> {
        let one = |source: &SourceRef| match source {
            SourceRef::Id(name) => {
                self.graph.data.sources.get(&name.text).map(|known| source_view(&name.text, known))
            }
            SourceRef::Inline(source) => Some(source_view("", source)),
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
            content = Value::from(self.prose(&document.body, &links.body, (id, seen), problems))
                .mark_safe();
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
            ("toc", Value::from(toc)),
            ("words", Value::from(words)),
            ("minutes", Value::from(minutes(words))),
            ("faq", Value::from(faq)),
        ]);
    }
}

/// A title as it stands inside a sentence: "Poor posture" becomes "poor posture", "RSI" stays.
fn in_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}

pub(super) fn source_view(id: &str, source: &Source) -> Value {
    map([
        ("id", Value::from(id)),
        ("title", Value::from(&*source.title.text)),
        ("url", text_or_empty(source.url.as_deref())),
        ("grade", source.grade.map_or_else(Value::none, |grade| Value::from(grade.word()))),
        ("seen", date(source.seen)),
    ])
}
