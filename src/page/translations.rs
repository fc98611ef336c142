//! Which pages say the same in other languages.
//!
//! Comes in: the graphs of all languages of a site. Goes out: for each page where it stands in the others. Two pages say the
//! same when their files differ in nothing but the short name of a language, and when anma made them of the same.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tera::Value;

use super::card::permalink;
use super::value::map;
use super::view::Viewer;
use crate::base::Route;
use crate::config::Config;
use crate::diagnostic::Notes;
use crate::graph::{EntryId, Graph, route_of};
use crate::theme::Theme;

/// A language of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The language, such as `en-GB` (BCP 47).
    pub tag: Box<str>,
    /// What it is called in itself.
    pub name: Box<str>,
    /// The address of its home page.
    pub home: Box<str>,
    /// In its words: that a page is not there in it.
    pub missing: Box<str>,
}

impl Language {
    /// The language of a site with these settings, which a theme says in its words.
    pub fn new(config: &Config, theme: Option<&Theme>) -> Self {
        let word = |name: &str| theme.and_then(|theme| theme.strings.get(name)).cloned();
        let word = |name: &str| word(name).unwrap_or_default();
        let name = word("language_name");
        let tag = &config.language;
        Self {
            name: if name.is_empty() { tag.clone() } else { name },
            tag: tag.clone(),
            home: config.home().into(),
            missing: word("translation_missing"),
        }
    }

    /// What templates see of it.
    pub(super) fn value(&self) -> Value {
        map([("name", Value::from(&*self.name)), ("tag", Value::from(&*self.tag))])
    }
}

/// The pages of a site in all its languages; nothing when it has one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Translations {
    /// The languages, that of the site first.
    pub languages: Vec<Language>,
    /// By the route that the page has, or would have, in the site's own language: the number of each language that has it,
    /// and its address there.
    pages: FxHashMap<Route, Vec<(usize, Arc<str>)>>,
}

impl Translations {
    /// Of the languages of a site, its own first. A site with one has nothing to say of them.
    pub fn new(languages: Vec<Language>, graphs: &[(&Graph, &Config)]) -> Self {
        if graphs.len() < 2 {
            return Self::default();
        }
        let mut pages: FxHashMap<Route, Vec<(usize, Arc<str>)>> = FxHashMap::default();
        for (number, (graph, config)) in graphs.iter().enumerate() {
            for id in graph.ids().filter(|id| !graph.is_borrowed(*id)) {
                let url = Arc::clone(&graph.entry(id).url);
                pages.entry(key(graph, config, id)).or_default().push((number, url));
            }
        }
        pages.retain(|_, all| all.len() > 1);
        Self { languages, pages }
    }

    /// The language of a page that stands among those of another one.
    pub(super) fn of_borrowed(&self, graph: &Graph, id: EntryId) -> Option<&Language> {
        self.languages.first().filter(|_| graph.is_borrowed(id))
    }
}

/// The route that a page has, or would have, in the site's own language.
fn key(graph: &Graph, config: &Config, id: EntryId) -> Route {
    let original = graph.document(id).and_then(|document| document.original.as_ref());
    if let Some(original) = original {
        return route_of(original, config, &mut Notes::default());
    }
    let route = &graph.entry(id).route;
    let below = route.as_str().strip_prefix(&*config.folder).filter(|_| !config.folder.is_empty());
    below.and_then(|below| Route::new(below).ok()).unwrap_or_else(|| route.clone())
}

impl Viewer<'_> {
    /// The page in every language that the site has; nothing when it has one.
    pub(super) fn translated(&self, id: EntryId) -> Value {
        let Translations { languages, pages } = self.translations;
        if languages.is_empty() {
            return self.shared.nothing.0.clone();
        }
        let (route, home) = (key(self.graph, self.config, id), self.config.home());
        // Nothing is found of pages that are there in one language: search engines need not be told of them.
        let found = pages.get(&route).map_or(&[][..], |found| found);
        let one = |(number, language): (usize, &Language)| {
            let url = found.iter().find(|(at, _)| *at == number).map(|(_, url)| &**url);
            let is_own = *language.home == *home;
            let own = is_own.then(|| &*self.graph.entry(id).url);
            let url = url.or(own);
            map([
                ("current", Value::from(is_own)),
                ("home", Value::from(&*language.home)),
                ("missing", Value::from(if url.is_none() { &*language.missing } else { "" })),
                ("name", Value::from(&*language.name)),
                (
                    "permalink",
                    url.filter(|_| !found.is_empty())
                        .map_or_else(Value::none, |url| Value::from(permalink(self.config, url))),
                ),
                ("tag", Value::from(&*language.tag)),
                ("url", url.map_or_else(Value::none, Value::from)),
            ])
        };
        self.list(languages.iter().enumerate().map(one))
    }
}
