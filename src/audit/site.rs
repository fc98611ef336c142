//! What the checks are told about a site, and what they tell.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::observed::Observed;
use super::rule::{Rule, Severity};

/// A site and how it is to be judged.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The path of the site on its host: `/` or `/blog/`.
    pub prefix: &'a str,
    /// Where the site stands: `https://example.com`, without a slash at its end.
    pub origin: &'a str,
    /// Whether there is a file at exactly this route, such as `a/index.html`.
    pub files: &'a dyn Fn(&str) -> bool,
    /// The route that differs from this one in small and capital letters only, if there is one.
    pub alike: &'a dyn Fn(&str) -> Option<String>,
    /// Redirects: from a route (`old/index.html`, `old`) to an address as a link may have.
    pub redirects: &'a BTreeMap<String, String>,
    /// The real width and height of the picture at a route.
    pub picture: &'a dyn Fn(&str) -> Option<(u32, u32)>,
    /// Origins from which a page may fetch files: `https://cdn.example`.
    pub third_parties: &'a [String],
    /// Where a text becomes too long or too short.
    pub limits: Limits,
}

/// Where a text becomes too long or too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The width that a search engine shows of a title.
    pub title_pixels: u32,
    /// The width of a description from which it may be cut, and from which it is cut.
    pub description_pixels: (u32, u32),
    /// The least number of characters that make a description useful.
    pub description_characters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { title_pixels: 580, description_pixels: (920, 990), description_characters: 50 }
    }
}

/// A page to be judged.
#[derive(Clone, Copy)]
pub struct PageIn<'a> {
    /// The route of its file: `articles/example/index.html`.
    pub route: &'a str,
    /// What [`super::observe`] saw on it.
    pub seen: &'a Observed,
    /// Whether it is meant to be found: `false` for pages kept from search engines, the page for
    /// errors, redirects and the further pages of a list.
    pub is_listed: bool,
}

/// Something that is wrong on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The name of the rule.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Which of the pages.
    pub page: usize,
    /// Where in its HTML the tag begins.
    pub offset: usize,
    /// The address, name or text as it is written there, by which its source can be found.
    pub written: String,
    /// The words that go with it: of the link, the heading, the label.
    pub words: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Flaw {
    pub(super) fn new(rule: Rule, page: usize, offset: u32, message: String) -> Self {
        Self {
            rule: rule.name,
            severity: rule.severity,
            page,
            offset: super::observed::large(offset),
            written: String::new(),
            words: String::new(),
            message,
            help: rule.help.to_owned(),
        }
    }

    pub(super) fn with(mut self, written: &str, words: &str) -> Self {
        written.clone_into(&mut self.written);
        words.clone_into(&mut self.words);
        self
    }
}

/// The routes of a site, to answer [`Site::files`] and [`Site::alike`].
#[derive(Clone, Debug, Default)]
pub struct Files {
    exact: FxHashSet<String>,
    folded: FxHashMap<String, String>,
}

impl Files {
    /// Remembers all routes.
    pub fn new<'r>(routes: impl IntoIterator<Item = &'r str>) -> Self {
        let mut files = Self::default();
        for route in routes {
            files.exact.insert(route.to_owned());
            let first =
                files.folded.entry(route.to_lowercase()).or_insert_with(|| route.to_owned());
            if route < first.as_str() {
                route.clone_into(first);
            }
        }
        files
    }

    /// Whether there is a file at exactly this route.
    pub fn has(&self, route: &str) -> bool {
        self.exact.contains(route)
    }

    /// The route that differs from this one in small and capital letters only.
    pub fn alike(&self, route: &str) -> Option<String> {
        self.folded.get(&route.to_lowercase()).filter(|found| *found != route).cloned()
    }
}
