//! Places and pages in the words of people: file, line and column, titles.

use super::Site;
use crate::base::{Span, position};
use crate::document::Document;
use crate::graph::{EntryId, Graph};
use crate::link::Candidate;
use crate::schema::Kind;
use crate::source::Sources;

/// Puts places and pages into words.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    graph: &'a Graph,
    sources: &'a Sources,
}

impl<'a> Reader<'a> {
    /// A reader of the site `graph`, whose files are `sources`.
    pub fn new(graph: &'a Graph, sources: &'a Sources) -> Self {
        Self { graph, sources }
    }

    /// The title of a page.
    pub fn title(&self, page: EntryId) -> &'a str {
        &self.graph.entry(page).title
    }

    /// The file of a page; its address when it has none.
    pub fn file(&self, page: EntryId) -> &'a str {
        match self.graph.document(page) {
            Some(document) => document.path.as_str(),
            None => &self.graph.entry(page).url,
        }
    }

    /// A place as `file:line:column`.
    pub fn place(&self, span: &Span) -> String {
        let (line, column) = self.position(span);
        format!("{}:{line}:{column}", span.path)
    }

    /// A place as JSON: file, line and column, and where it ends.
    pub fn place_json(&self, span: &Span) -> serde_json::Value {
        let (line, column) = self.position(span);
        let end = Span { start: span.end, ..span.clone() };
        let (end_line, end_column) = self.position(&end);
        serde_json::json!({
            "file": span.path.as_str(), "line": line, "column": column,
            "end_line": end_line, "end_column": end_column,
        })
    }

    /// A page as JSON: title, kind, address and file.
    pub fn page_json(&self, page: EntryId) -> serde_json::Value {
        let entry = self.graph.entry(page);
        let file = self.graph.document(page).map(|document| document.path.as_str());
        serde_json::json!({
            "title": &*entry.title, "kind": entry.kind.name(), "url": &*entry.url, "file": file,
        })
    }

    /// The line on which a place begins, from 1.
    pub fn line(&self, span: &Span) -> usize {
        self.position(span).0
    }

    fn position(&self, span: &Span) -> (usize, usize) {
        let place = position(self.sources.text(&span.path).unwrap_or(""), span.start as usize);
        (place.line, place.column)
    }
}

/// Where the words of a candidate stand in its file.
pub(super) fn span_of(document: &Document, candidate: &Candidate) -> Span {
    text_span(document, candidate.text.start, candidate.text.end)
}

/// Where words of the text stand in the file.
pub(super) fn text_span(document: &Document, start: u32, end: u32) -> Span {
    let at = |offset: u32| document.body.source_at(offset) as usize;
    let from = at(start);
    Span::new(&document.path, from..at(end.saturating_sub(1)).max(from) + 1)
}

/// The words of a candidate, as the text has them.
pub(super) fn words_of(document: &Document, candidate: &Candidate) -> Box<str> {
    let place = candidate.text.start as usize..candidate.text.end as usize;
    document.body.text.get(place).unwrap_or_default().into()
}

impl<'a> Site<'a> {
    /// Pages with their documents, in the order of lists.
    pub(super) fn documents(self) -> impl Iterator<Item = (EntryId, &'a Document)> {
        self.graph.ids().zip(self.graph.documents.iter().map(|document| &**document))
    }

    /// The pages of `kind` that have a document, by title.
    pub(super) fn of_kind(self, kind: Kind) -> Vec<EntryId> {
        let pages = self.documents().filter(|(_, document)| document.kind == kind);
        let mut pages: Vec<EntryId> = pages.map(|(id, _)| id).collect();
        pages.sort_by_key(|id| (self.graph.entry(*id).title.to_lowercase(), *id));
        pages
    }
}

/// Whether a page is one that others should lead to: an article or an entity.
pub(super) fn is_wanted(kind: Kind) -> bool {
    kind == Kind::Article || kind.is_entity() && kind != Kind::Topic
}

/// Where a page begins: its file, or its place in the vocabulary.
pub(super) fn page_span(document: &Document) -> Span {
    document.key.as_ref().map_or_else(|| Span::file(&document.path), |key| key.span.clone())
}
