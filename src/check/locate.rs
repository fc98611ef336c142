//! Where something was written that stands in a finished page: in the article, in the settings, or in a template.

use std::cell::RefCell;
use std::sync::Arc;

use camino::Utf8Path;
use rustc_hash::FxHashMap;

use crate::audit::Flaw;
use crate::base::Span;
use crate::document::Document;
use crate::source::{Source, Sources};

/// Where something was written.
pub(super) struct Place {
    pub(super) span: Span,
    /// Whether many pages come from there.
    pub(super) is_shared: bool,
}

/// The tags that rules are about, as somebody types them in an article.
const TAGS: [(&str, &str); 6] = [
    ("PAGE-BUTTON", "<button"),
    ("PAGE-FRAME", "<iframe"),
    ("PAGE-HEADING-EMPTY", "<h"),
    ("PAGE-LABEL", "<input"),
    ("PAGE-TABLE", "<table"),
    ("LINK-EMPTY", "<a "),
];

/// A file, a rule, and what is looked for there.
type Sought = (Arc<Utf8Path>, &'static str, String);

/// Finds places. The second of two equal links of a page is found behind the first.
pub(super) struct Places<'a> {
    sources: &'a Sources,
    /// The templates of the theme.
    templates: Vec<&'a Source>,
    settings: Arc<Utf8Path>,
    /// How often something was looked for in a file.
    seen: RefCell<FxHashMap<Sought, usize>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(sources: &'a Sources, templates: Vec<&'a Source>, settings: &str) -> Self {
        let settings = Utf8Path::new(settings).into();
        Self { sources, templates, settings, seen: RefCell::default() }
    }

    /// Where a flaw on the page of `document` was written.
    pub(super) fn of(&self, document: Option<&Document>, flaw: &Flaw) -> Place {
        if let Some(document) = document
            && let Some(span) = self.in_document(document, flaw)
        {
            return Place { span, is_shared: false };
        }
        let is_telling = flaw.written.len() > 2;
        let data =
            self.sources.below("content/").filter(|source| source.path.extension() == Some("yaml"));
        let shared = self.sources.get(&self.settings).into_iter().chain(data);
        let shared = shared.chain(self.templates.iter().copied());
        for source in shared.filter(|_| is_telling) {
            let at = source.as_text().and_then(|text| find(text, &flaw.written, 0));
            if let Some(at) = at {
                let span = Span::new(&source.path, at..at + flaw.written.len());
                return Place { span, is_shared: true };
            }
        }
        match document {
            Some(document) => Place { span: Span::file(&document.path), is_shared: false },
            None => Place { span: Span::file(&self.settings), is_shared: false },
        }
    }

    fn in_document(&self, document: &Document, flaw: &Flaw) -> Option<Span> {
        let field = |name: &str| {
            let place = document.matter.place_of(name)?;
            Some(place.span(&document.path))
        };
        if flaw.rule.starts_with("PAGE-TITLE") {
            return field("title").or_else(|| Some(Span::file(&document.path)));
        }
        if flaw.rule.starts_with("PAGE-DESCRIPTION") {
            return field("description").or_else(|| field("title"));
        }
        let text = self.sources.text(&document.path)?;
        let nth = self.count(document, flaw);
        let words = folded(&flaw.words);
        let is_link = flaw.rule.starts_with("LINK-");
        let is_it = |link: &&crate::markdown::Link| {
            !link.image && is_link && !words.is_empty() && folded(&link.text) == words
        };
        if let Some(link) = document.bodies().flat_map(|body| &body.links).filter(is_it).nth(nth) {
            return Some(link.span.clone());
        }
        let is_picture = |link: &&crate::markdown::Link| {
            link.image
                && !flaw.written.is_empty()
                && (link.text == flaw.written || link.text == flaw.words)
        };
        if let Some(link) = document.bodies().flat_map(|body| &body.links).find(is_picture) {
            return Some(link.span.clone());
        }
        if flaw.rule.starts_with("PAGE-HEADING") || flaw.rule == "PAGE-H1" {
            let is_it = |heading: &&crate::markdown::Heading| folded(&heading.title) == words;
            if let Some(heading) = document.body.outline.iter().filter(is_it).nth(nth) {
                return Some(heading.span.clone());
            }
        }
        // What has no words is found by its tag.
        let tag = TAGS.iter().find(|(rule, _)| *rule == flaw.rule).map(|(_, tag)| *tag);
        if let Some(tag) = tag.filter(|_| flaw.written.is_empty() && flaw.words.is_empty())
            && let Some(at) = nth_find(text, tag, nth)
        {
            return Some(Span::new(&document.path, at..at + tag.len()));
        }
        let written = if flaw.written.is_empty() { &flaw.words } else { &flaw.written };
        if written.len() < 2 {
            return None;
        }
        let at = nth_find(text, written, nth).or_else(|| find(text, written, 0))?;
        Some(Span::new(&document.path, at..at + written.len()))
    }

    fn count(&self, document: &Document, flaw: &Flaw) -> usize {
        let key =
            (Arc::clone(&document.path), flaw.rule, format!("{}\n{}", flaw.written, flaw.words));
        let mut seen = self.seen.borrow_mut();
        let count = seen.entry(key).or_default();
        *count += 1;
        *count - 1
    }
}

fn find(text: &str, what: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(what).map(|at| at + from)
}

fn nth_find(text: &str, what: &str, nth: usize) -> Option<usize> {
    text.match_indices(what).nth(nth).map(|(at, _)| at)
}

fn folded(text: &str) -> String {
    text.replace(['’', '‘'], "'").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
