//! What readers can find by searching: a record for each page of content, made of its text, its names and its facts.
//!
//! Comes in: the graph. Goes out: records, which know no template. What only a preview shows, what asks to be left out of
//! search engines, lists and overviews are not among them. Beside a massage or a condition stands what must be checked
//! first, taken from where its own page takes it.

use std::collections::BTreeSet;

use super::overview::{help_url, red_flags, treatments};
use super::view::Viewer;
use crate::document::Document;
use crate::graph::{Connections, EntryId, Panels, Subject};
use crate::markdown::Body;
use crate::matter::{EntityFacts, Level, Name};
use crate::schema::{Kind, Kinds};
use crate::search::{Block, Record};

/// The kinds that readers look for.
const FINDABLE: Kinds = Kinds::of(&[
    Kind::Article,
    Kind::Condition,
    Kind::Symptom,
    Kind::Cause,
    Kind::Treatment,
    Kind::Body,
    Kind::Caution,
    Kind::Topic,
    Kind::Person,
    Kind::Page,
]);

/// Most names in the file for readers who mistype one: it has a few kilobytes at most.
const MOST_NAMES: usize = 1_000;

/// What a reader must know about a result before reading it, as a style sheet and `search_…` texts name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flag {
    /// No massage of the page may be booked.
    Stop,
    /// Every massage of the page needs a word of a GP first.
    Ask,
    /// Something must be checked first.
    Check,
    /// The page says when to get help.
    Help,
}

impl Flag {
    fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Ask => "ask",
            Self::Check => "check",
            Self::Help => "help",
        }
    }
}

/// Makes the records of a site.
pub struct Findable<'a> {
    viewer: Viewer<'a>,
    pages: Vec<EntryId>,
    /// The treatments that one can book.
    treatments: Vec<EntryId>,
}

impl<'a> Findable<'a> {
    /// The pages of a site that readers can find, in the order of their addresses.
    pub fn new(viewer: Viewer<'a>) -> Self {
        let graph = viewer.graph;
        let is_findable = |id: &EntryId| {
            FINDABLE.has(graph.entry(*id).kind)
                && *id != graph.home
                && !graph.is_borrowed(*id)
                && !graph.overviews.contains_key(id)
                && !viewer.is_noindex(*id)
        };
        let mut pages: Vec<EntryId> = graph.ids().filter(is_findable).collect();
        pages.sort_by_key(|id| &graph.entry(*id).route);
        Self { viewer, pages, treatments: treatments(graph) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// The record of page `at`.
    pub fn record(&self, at: usize) -> Record {
        let (graph, id) = (self.viewer.graph, self.pages[at]);
        let entry = graph.entry(id);
        let document = graph.document(id);
        let language = &self.viewer.config.language;
        // The index stands beside the home page of its language, and knows pages by their way from there.
        let url = entry.route.url();
        let below =
            url.strip_prefix('/').and_then(|url| url.strip_prefix(&*self.viewer.config.folder));
        let url = below.filter(|below| below.starts_with('/')).unwrap_or(&url);
        let mut record = Record::new(url.to_owned(), language, &entry.title);
        record.filter("kind", entry.kind.name());
        let subject = self.panels().subject(id);
        for (name, value) in subject.iter().flat_map(|subject| self.filed(subject)) {
            record.filter(name, value);
        }
        for flag in self.flags(id, subject.as_ref()) {
            record.filter("flag", flag.word());
        }
        if let Some((_, place)) = help_url(graph, id).as_deref().and_then(|url| url.split_once('#'))
        {
            record.filter("help", place);
        }
        names(&mut record, &entry.title, document);
        let description = document.and_then(|document| document.matter.description.as_deref());
        let description = description.unwrap_or(&entry.title);
        record.description(description);
        // What is shown of a page that was found by its name.
        record.filter("lead", &description.split_whitespace().count().to_string());
        let Some(document) = document else { return record };
        body(&mut record, &document.body);
        for (one, answer) in document.matter.faq.iter().zip(&document.answers) {
            record.block(Block::Question(&one.question.text));
            body(&mut record, answer);
        }
        let (emergency, urgent) = red_flags(graph, [id]);
        for sign in emergency.into_iter().chain(urgent) {
            record.block(Block::Text(sign));
        }
        person(&mut record, document);
        record
    }

    fn panels(&self) -> Panels<'a> {
        let connections = &self.viewer.shared.related.connections;
        let connections = connections.get_or_init(|| Connections::new(self.viewer.graph));
        Panels::new(self.viewer.graph, connections)
    }

    /// What a page is filed under, by the name of the filter and by title: with everything wider, each once.
    fn filed(&self, subject: &Subject) -> BTreeSet<(&'static str, &'a str)> {
        let graph = self.viewer.graph;
        let own = subject.entity.iter();
        let all = own.chain(&subject.conditions).chain(&subject.treatments).chain(&subject.body);
        let mut all: Vec<EntryId> = all.copied().collect();
        let felt = |id: &EntryId| graph.relations.body.get(id).into_iter().flatten();
        all.extend(subject.entity.iter().chain(&subject.conditions).flat_map(felt).copied());
        let wider = all.iter().flat_map(|id| graph.relations.line(*id));
        wider
            .map(|id| graph.entry(id))
            .filter_map(|entry| Some((filter(entry.kind)?, &*entry.title)))
            .collect()
    }

    /// What a reader must know first, the strictest first.
    fn flags(&self, id: EntryId, subject: Option<&Subject>) -> Vec<Flag> {
        let relations = &self.viewer.graph.relations;
        let mut flags = Vec::new();
        if let Some(subject) = subject {
            flags.extend(self.caution(subject));
            let is_supervised =
                subject.conditions.iter().any(|id| relations.supervised.contains(id));
            if is_supervised && !flags.contains(&Flag::Stop) {
                flags = vec![Flag::Ask];
            }
        }
        if help_url(self.viewer.graph, id).is_some() {
            flags.push(Flag::Help);
        }
        flags
    }

    /// What must be checked before a massage that the page is about is booked.
    fn caution(&self, subject: &Subject) -> Option<Flag> {
        let relations = &self.viewer.graph.relations;
        let has_cautions =
            |id: &EntryId| relations.cautions.get(id).is_some_and(|all| !all.is_empty());
        if subject.conditions.is_empty() {
            let mut own = subject.entity.iter().chain(&subject.treatments);
            return own.any(has_cautions).then_some(Flag::Check);
        }
        let conditions = relations.wider(&subject.conditions);
        let named = &subject.treatments;
        let treatments = if named.is_empty() { &self.treatments } else { named };
        let levels: Vec<Option<Level>> =
            treatments.iter().map(|id| relations.level(*id, &conditions)).collect();
        let all = |is: fn(Level) -> bool| {
            !levels.is_empty() && levels.iter().all(|level| level.is_some_and(is))
        };
        if all(|level| level == Level::Stop) {
            Some(Flag::Stop)
        } else if all(|level| matches!(level, Level::Stop | Level::Ask)) {
            Some(Flag::Ask)
        } else {
            let is_about = levels.iter().any(Option::is_some) || named.iter().any(has_cautions);
            is_about.then_some(Flag::Check)
        }
    }

    /// The values of the filters that at least one page has: by the name of the filter, and by title.
    pub(super) fn filters(&self) -> Vec<(&'static str, BTreeSet<&'a str>)> {
        let graph = self.viewer.graph;
        let mut filters: Vec<(&'static str, BTreeSet<&str>)> =
            FILTERS.map(|name| (name, BTreeSet::new())).to_vec();
        let mut add = |name: &str, value: &'a str| {
            if let Some((_, values)) = filters.iter_mut().find(|(own, _)| *own == name) {
                values.insert(value);
            }
        };
        for id in &self.pages {
            add("kind", graph.entry(*id).kind.name());
            let subject = self.panels().subject(*id);
            for (name, value) in subject.iter().flat_map(|subject| self.filed(subject)) {
                add(name, value);
            }
        }
        filters
    }

    /// The names of all that the site knows, as JSON: for readers who mistype one. Titles come first.
    pub fn names(&self) -> Vec<u8> {
        let graph = self.viewer.graph;
        let is_entity = |id: &&EntryId| graph.entry(**id).kind.is_entity();
        let mut names: Vec<&str> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let titles = self.pages.iter().filter(is_entity).map(|id| &*graph.entry(*id).title);
        let facts = self.pages.iter().filter_map(|id| graph.document(*id)?.matter.entity.as_ref());
        let others =
            facts.flat_map(|facts| facts.also.iter().chain(&facts.abbr)).map(|name| &*name.text);
        for name in titles.chain(others) {
            if names.len() < MOST_NAMES && known.insert(name.to_lowercase()) {
                names.push(name);
            }
        }
        // Safe wherever somebody may put it: JSON needs no such sign.
        serde_json::to_string(&names).unwrap_or_default().replace('<', "\\u003c").into_bytes()
    }
}

/// The filters that readers choose from, in their order.
pub(super) const FILTERS: [&str; 4] = ["kind", "condition", "massage", "body"];

/// The filter that things of a kind are values of.
fn filter(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Condition | Kind::Symptom => Some("condition"),
        Kind::Treatment => Some("massage"),
        Kind::Body => Some("body"),
        _ => None,
    }
}

/// The names of an entity: those that its page shows, and the forms that running text has. The title is among them, so
/// that the page of a thing counts more than an article with its name in the title.
fn names(record: &mut Record, title: &str, document: Option<&Document>) {
    let Some(document) = document.filter(|document| document.kind.is_entity()) else { return };
    let facts = document.matter.entity.as_deref();
    let of = |names: fn(&EntityFacts) -> &[Name]| facts.map_or(&[][..], names).iter();
    let others =
        of(|facts| &facts.also).chain(of(|facts| &facts.abbr)).map(|name| name.text.trim());
    let shown: Vec<&str> = std::iter::once(title).chain(others).collect();
    record.meta("names", &shown.join("; "));
    let forms: Vec<&str> = of(|facts| &facts.forms).map(|name| name.text.trim()).collect();
    if !forms.is_empty() {
        record.meta("forms", &forms.join("; "));
    }
}

/// The text of a page, with its headings as such.
fn body(record: &mut Record, body: &Body) {
    let mut headings = body.outline.iter().peekable();
    for line in body.text.lines().filter(|line| !line.trim().is_empty()) {
        match headings.next_if(|heading| heading.title.trim() == line.trim()) {
            Some(heading) => record.block(Block::Heading(heading.level, &heading.id, line)),
            None => record.block(Block::Text(line)),
        }
    }
}

fn person(record: &mut Record, document: &Document) {
    let Some(facts) = document.matter.person.as_ref() else { return };
    for words in facts.role.iter().chain(&facts.qualifications) {
        record.block(Block::Text(words));
    }
}
