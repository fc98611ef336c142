//! A site whose pages can be made: each by itself, in any order, as often as somebody asks.
//!
//! Comes in: what was understood, and the plan. Goes out: the bytes of a file, or what is wrong with it. Nothing here
//! changes, so any number of threads may make pages at once.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tera::{Context, Value};

use super::search::Searched;
use crate::base::{Date, Fingerprint, Route};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::graph::{EntryId, Graph, Standing};
use crate::link::Linked;
use crate::page::{
    self, Beside, Looked, Plan, Shared, Subject, Translations, Viewer, feed, graph_json, sitemap,
};
use crate::picture::Pictures;
use crate::source::Source;
use crate::theme::{RenderLimits, Rendering, Theme};

/// Longest time for one page.
const PAGE_TIME: Duration = Duration::from_mins(1);

/// A site whose pages can be made.
pub struct Site {
    /// Its settings.
    pub config: Arc<Config>,
    /// Its theme, which knows what every page may show of the site.
    pub theme: Arc<Theme>,
    /// Its pages, and what they have to do with each other.
    pub graph: Graph,
    /// Its links.
    pub linked: Arc<Linked>,
    /// What is written.
    pub planned: Arc<Planned>,
    pub(super) shared: Shared,
    pub(super) relative: bool,
    pub(super) searched: Searched,
    /// Who knows its pictures.
    pub(super) pictures: Arc<dyn Pictures>,
    /// The identity of all that pages are made of besides their views.
    pub(super) look: Fingerprint,
    translations: Arc<Translations>,
    /// The day for which it is made.
    today: Date,
    /// The same site in its other languages, each below a folder of its own.
    pub(super) others: Vec<Arc<Site>>,
}

/// What stands round a site in one language.
pub(super) struct Around {
    /// Whether links are written so that they work without a server.
    pub(super) relative: bool,
    pub(super) pictures: Arc<dyn Pictures>,
    pub(super) translations: Arc<Translations>,
    pub(super) searched: Searched,
    /// The day for which it is made.
    pub(super) today: Date,
}

/// Everything that is written, and where.
pub struct Planned {
    /// What is written.
    pub plan: Plan,
    by_route: OnceLock<FxHashMap<Route, Item>>,
}

/// A file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A page of [`Plan::pages`].
    Page(usize),
    /// One of [`Plan::redirects`].
    Redirect(usize),
    /// One of [`Plan::copies`].
    Copy(usize),
    /// The feed of an entry: whether it is the JSON feed.
    Feed(EntryId, bool),
    Robots,
    Facts,
    /// One that stands beside the pages.
    Beside(Beside),
}

/// A page with what it is made of, before it is made.
pub(super) struct Prepared<'a> {
    pub(super) route: &'a Route,
    template: &'a str,
    subject: Option<Subject>,
    /// What its template sees besides the site.
    values: Vec<(&'static str, Value)>,
    problems: Vec<Diagnostic>,
}

impl Prepared<'_> {
    /// What its template sees besides the site.
    pub(super) fn into_values(self) -> Vec<(&'static str, Value)> {
        self.values
    }
}

/// A file of the site.
pub enum File {
    /// What was made.
    Made(Vec<u8>),
    /// What is copied as it is.
    Copied(Source),
    /// A file that cannot be read, or is not the one that was found when its folder was looked at.
    Replaced,
}

impl Planned {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, by_route: OnceLock::new() }
    }
}

impl Site {
    /// A site whose `theme` has been given what `seen` is the identity of.
    pub(super) fn new(
        (config, theme, seen): (Arc<Config>, Arc<Theme>, Fingerprint),
        (graph, looked): (Graph, Arc<Looked>),
        linked: Arc<Linked>,
        planned: Arc<Planned>,
        around: Around,
    ) -> Self {
        let Around { relative, pictures, translations, searched, today } = around;
        let settings = format!("{:?}", (&theme.layers, config.limits.page, relative));
        let look = [theme.fingerprint, seen, Fingerprint::of(settings.as_bytes())];
        let (look, shared) = (Fingerprint::all(look), Shared::new(&graph, &config, looked));
        Self {
            config,
            theme,
            graph,
            linked,
            planned,
            shared,
            relative,
            searched,
            pictures,
            look,
            translations,
            today,
            others: Vec::new(),
        }
    }

    /// Whether this is the site in its own language.
    pub(super) fn is_main(&self) -> bool {
        self.config.folder.is_empty()
    }

    /// The site in each of its languages, its own first.
    pub fn editions(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.others.iter().map(|other| &**other))
    }

    pub(super) fn viewer(&self) -> Viewer<'_> {
        Viewer {
            graph: &self.graph,
            linked: &self.linked,
            config: &self.config,
            theme: &self.theme,
            limits: RenderLimits { page: self.config.limits.page, time: PAGE_TIME },
            shared: &self.shared,
            shown: &self.plan().shown,
            pictures: &*self.pictures,
            look: self.look,
            translations: &self.translations,
            today: self.today,
        }
    }

    /// The viewers of all languages, that of the site first.
    fn viewers(&self) -> Vec<Viewer<'_>> {
        self.editions().map(Self::viewer).collect()
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.planned.plan
    }

    /// The path of the site on its host, with a slash at both ends.
    pub fn prefix(&self) -> &str {
        &self.config.base_url.prefix
    }

    /// The file at `route`; `None` if the site has none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn file(&self, route: &Route) -> Option<Result<File, Vec<Diagnostic>>> {
        self.editions().find_map(|site| site.own_file(route))
    }

    fn own_file(&self, route: &Route) -> Option<Result<File, Vec<Diagnostic>>> {
        let text = |text: String| Ok(File::Made(text.into_bytes()));
        let plan = self.plan();
        let Some(item) = self.by_route().get(route) else {
            if let Some(found) = self.index_file(route) {
                return Some(found.map(File::Made));
            }
            if !route.as_str().starts_with("sitemap") {
                return self.variant(route).or_else(|| self.drawing(route)).map(Ok);
            }
            let mut maps = self.sitemaps().into_iter();
            return maps.find(|(name, _)| name == route).map(|(_, map)| text(map));
        };
        let page = |prepared: Prepared<'_>| {
            let (bytes, problems) = self.make(prepared);
            let is_good = problems.iter().all(|problem| problem.severity < Severity::Error);
            Some(bytes.filter(|_| is_good).map(File::Made).ok_or(problems))
        };
        match item {
            Item::Page(at) => page(self.prepare(&plan.pages[*at])),
            Item::Redirect(at) => {
                let template = self.theme.resolve("redirect.html")?;
                page(self.prepare_redirect(&plan.redirects[*at], template))
            }
            Item::Copy(at) => self.copy(&plan.copies[*at]).map(Ok),
            Item::Feed(..) | Item::Robots | Item::Facts | Item::Beside(_) => {
                self.text(*item).map(text)
            }
        }
    }

    /// Whether the page at `route` is shown only in a preview, and why.
    pub fn standing(&self, route: &Route) -> Standing {
        match self.by_route().get(route) {
            Some(Item::Page(at)) => match self.plan().pages[*at].subject {
                Subject::Entry { id, .. } => self.graph.entry(id).standing,
                Subject::NotFound => Standing::Published,
            },
            Some(_) => Standing::Published,
            None => self
                .others
                .iter()
                .map(|other| other.standing(route))
                .find(|standing| *standing != Standing::Published)
                .unwrap_or(Standing::Published),
        }
    }

    /// Whether something stands at `route` in this language, besides pictures and the index for search.
    pub(super) fn has_file(&self, route: &Route) -> bool {
        self.by_route().contains_key(route)
    }

    fn by_route(&self) -> &FxHashMap<Route, Item> {
        self.planned.by_route.get_or_init(|| {
            let plan = self.plan();
            let mut all = FxHashMap::default();
            let pages = plan.pages.iter().enumerate();
            all.extend(pages.map(|(at, page)| (page.route.clone(), Item::Page(at))));
            let redirects = plan.redirects.iter().enumerate();
            all.extend(redirects.map(|(at, one)| (one.route.clone(), Item::Redirect(at))));
            let copies = plan.copies.iter().enumerate();
            all.extend(copies.map(|(at, copy)| (copy.route.clone(), Item::Copy(at))));
            all.extend(self.generated());
            all
        })
    }

    /// Everything that is neither made by a template nor copied, but sitemaps.
    pub(super) fn generated(&self) -> Vec<(Route, Item)> {
        let graph = &self.graph;
        let mut all = Vec::new();
        let with_feeds = graph.ids().filter(|id| feed::has_feeds(graph, *id));
        for id in with_feeds {
            for (name, is_json) in [(feed::ATOM, false), (feed::JSON, true)] {
                let route = feed::route(graph, id, name);
                all.extend(route.map(|route| (route, Item::Feed(id, is_json))));
            }
        }
        let robots = (!self.plan().own_robots).then_some(("robots.txt", Item::Robots));
        let facts = (self.is_main() && graph_json::is_made(graph))
            .then_some((graph_json::NAME, Item::Facts));
        let beside = self.plan().beside.iter().map(|one| (one.path(), Item::Beside(*one)));
        let named = robots.into_iter().chain(facts).chain(beside);
        all.extend(named.filter_map(|(name, item)| Some((Route::new(name).ok()?, item))));
        all
    }

    /// The text of one of [`Site::generated`].
    pub(super) fn text(&self, item: Item) -> Option<String> {
        match item {
            Item::Feed(id, true) => Some(feed::json(&self.graph, &self.config, id)),
            Item::Feed(id, false) => Some(feed::atom(&self.graph, &self.config, id)),
            Item::Robots => Some(sitemap::robots(&self.config)),
            Item::Facts => graph_json::graph_json(&self.viewer()),
            Item::Beside(one) => Some(one.text(&self.viewers())),
            Item::Page(_) | Item::Redirect(_) | Item::Copy(_) => None,
        }
    }

    /// The sitemaps. How many there are shows when they are made, which takes long.
    pub(super) fn sitemaps(&self) -> Vec<(Route, String)> {
        if !self.is_main() {
            return Vec::new();
        }
        let maps = sitemap::sitemaps(&self.viewers(), &self.config).into_iter();
        maps.filter_map(|(name, map)| Some((Route::new(&name).ok()?, map))).collect()
    }

    /// What a page is made of.
    pub(super) fn prepare<'a>(&'a self, page: &'a page::Page) -> Prepared<'a> {
        let viewer = self.viewer();
        let mut problems = Vec::new();
        let view = match page.subject {
            Subject::Entry { id, number, total } => viewer.page(id, number, total, &mut problems),
            Subject::NotFound => page::not_found(&viewer),
        };
        let subject = Some(page.subject);
        let (route, template, values) = (&page.route, &*page.template, vec![("page", view)]);
        Prepared { route, template, subject, values, problems }
    }

    /// What a redirect is made of.
    pub(super) fn prepare_redirect<'a>(
        &'a self,
        redirect: &'a page::Redirect,
        template: &'a str,
    ) -> Prepared<'a> {
        let values = self.viewer().redirect(redirect.target).to_vec();
        Prepared { route: &redirect.route, template, subject: None, values, problems: Vec::new() }
    }

    /// The identity of all that a page is made of: what its template is given, its template, and what is said when
    /// something is wrong with it, which names its file and points at lines that move without it.
    pub(super) fn key(&self, page: &Prepared<'_>) -> Fingerprint {
        let seen = page.values.iter().map(|(_, value)| page::fingerprint(value));
        let problems = page.problems.iter().map(|problem| format!("{problem:?}"));
        let texts = [page.template.to_owned(), self.words(page.subject, page.route)];
        let texts = texts.into_iter().chain(problems).map(|text| Fingerprint::of(text.as_bytes()));
        Fingerprint::all(seen.chain(texts).chain([self.look]))
    }

    /// A page in words, for messages.
    fn words(&self, subject: Option<Subject>, route: &Route) -> String {
        match subject {
            Some(Subject::Entry { id, .. }) => self.viewer().words(id),
            Some(Subject::NotFound) => "the page for addresses that do not exist".to_owned(),
            None => format!("the redirect {}", route.url()),
        }
    }

    /// Makes a page, and says what is wrong with it.
    pub(super) fn make(&self, page: Prepared<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
        let Prepared { route, template, subject, values, mut problems } = page;
        let mut context = Context::new();
        for (name, value) in values {
            context.insert_value(name, value);
        }
        let words = || self.words(subject, route);
        let rendering = Rendering { template, context: &context, page: &words };
        match self.theme.render(&rendering, self.viewer().limits) {
            // The page for unknown addresses is shown at any depth, so nothing in it can be relative.
            Ok(bytes) if self.relative && subject != Some(Subject::NotFound) => {
                (Some(page::relative(&bytes, route, self.prefix())), problems)
            }
            Ok(bytes) => (Some(bytes), problems),
            Err(problem) => {
                problems.push(*problem);
                (None, problems)
            }
        }
    }
}
