//! A site whose pages can be made: each by itself, in any order, as often as somebody asks.
//!
//! Comes in: what was understood, and the plan. Goes out: the bytes of a file, or what is wrong with it. Nothing here
//! changes, so any number of threads may make pages at once.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tera::{Context, Value};

use super::search::Searched;
use crate::base::{Fingerprint, Route};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::graph::{EntryId, Graph, Standing};
use crate::link::Linked;
use crate::page::{self, Looked, Plan, Shared, Subject, Viewer, feed, graph_json, sitemap};
use crate::schema::Kind;
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
    /// The identity of all that pages are made of besides their views.
    pub(super) look: Fingerprint,
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

/// A file of the site.
pub enum File {
    /// What was made.
    Made(Vec<u8>),
    /// What is copied as it is.
    Copied(Source),
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
        relative: bool,
    ) -> Self {
        let settings = format!("{:?}", (&theme.layers, config.limits.page, relative));
        let look = [theme.fingerprint, seen, Fingerprint::of(settings.as_bytes())];
        let (look, shared) = (Fingerprint::all(look), Shared::new(&graph, &config, looked));
        let searched = Searched::default();
        Self { config, theme, graph, linked, planned, shared, relative, searched, look }
    }

    pub(super) fn viewer(&self) -> Viewer<'_> {
        Viewer {
            graph: &self.graph,
            linked: &self.linked,
            config: &self.config,
            theme: &self.theme,
            limits: RenderLimits { page: self.config.limits.page, time: PAGE_TIME },
            shared: &self.shared,
        }
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
        let made = |bytes: Vec<u8>| Some(Ok(File::Made(bytes)));
        let text = |text: String| made(text.into_bytes());
        let plan = self.plan();
        let Some(item) = self.by_route().get(route) else {
            if let Some(found) = self.index_file(route) {
                return Some(found.map(File::Made));
            }
            // How many sitemaps there are shows when they are made, which takes long.
            if !route.as_str().starts_with("sitemap") {
                return None;
            }
            let mut maps = sitemap::sitemaps(&self.viewer(), &self.config).into_iter();
            return maps.find(|(name, _)| name == route.as_str()).and_then(|(_, map)| text(map));
        };
        let page = |prepared: Prepared<'_>| {
            let (bytes, problems) = self.make(prepared);
            Some(bytes.filter(|_| problems.is_empty()).map(File::Made).ok_or(problems))
        };
        match item {
            Item::Page(at) => page(self.prepare(&plan.pages[*at])),
            Item::Redirect(at) => {
                let template = self.theme.resolve("redirect.html")?;
                page(self.prepare_redirect(&plan.redirects[*at], template))
            }
            Item::Copy(at) => Some(Ok(File::Copied(plan.copies[*at].source.clone()))),
            Item::Feed(id, is_json) => text(self.feed(*id, *is_json)),
            Item::Robots => text(sitemap::robots(&self.config)),
            Item::Facts => graph_json::graph_json(&self.viewer()).and_then(text),
        }
    }

    /// Whether the page at `route` is shown only in a preview, and why.
    pub fn standing(&self, route: &Route) -> Standing {
        match self.by_route().get(route) {
            Some(Item::Page(at)) => match self.plan().pages[*at].subject {
                Subject::Entry { id, .. } => self.graph.entry(id).standing,
                Subject::NotFound => Standing::Published,
            },
            _ => Standing::Published,
        }
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
            for id in self.with_feeds() {
                for (name, is_json) in [(feed::ATOM, false), (feed::JSON, true)] {
                    let route = feed::route(&self.graph, id, name);
                    all.extend(route.map(|route| (route, Item::Feed(id, is_json))));
                }
            }
            let mut named = |name: &str, item: Item| {
                all.extend(Route::new(name).ok().map(|route| (route, item)));
            };
            if !plan.own_robots {
                named("robots.txt", Item::Robots);
            }
            if graph_json::is_made(&self.graph) {
                named(graph_json::NAME, Item::Facts);
            }
            all
        })
    }

    /// The entries that have feeds: the home page and topics.
    fn with_feeds(&self) -> impl Iterator<Item = EntryId> {
        let graph = &self.graph;
        graph.ids().filter(|id| *id == graph.home || graph.entry(*id).kind == Kind::Topic)
    }

    fn feed(&self, id: EntryId, is_json: bool) -> String {
        if is_json {
            feed::json(&self.graph, &self.config, id)
        } else {
            feed::atom(&self.graph, &self.config, id)
        }
    }

    /// Everything that is not made by a template, with its route: feeds, sitemaps, facts.
    pub(super) fn texts(&self) -> Vec<(Route, Text)> {
        let named = |name: &str, text: Text| Some((Route::new(name).ok()?, text));
        let maps = sitemap::sitemaps(&self.viewer(), &self.config).into_iter();
        let mut all: Vec<(Route, Text)> =
            maps.filter_map(|(name, map)| named(&name, Text::Made(map))).collect();
        if !self.plan().own_robots {
            all.extend(named("robots.txt", Text::Made(sitemap::robots(&self.config))));
        }
        if graph_json::is_made(&self.graph) {
            all.extend(named(graph_json::NAME, Text::Facts));
        }
        for id in self.with_feeds() {
            for (name, is_json) in [(feed::ATOM, false), (feed::JSON, true)] {
                let route = feed::route(&self.graph, id, name);
                all.extend(route.map(|route| (route, Text::Feed(id, is_json))));
            }
        }
        all
    }

    /// The text of one of [`Site::texts`].
    pub(super) fn text(&self, text: &Text) -> String {
        match text {
            Text::Made(text) => text.clone(),
            Text::Facts => graph_json::graph_json(&self.viewer()).unwrap_or_default(),
            Text::Feed(id, is_json) => self.feed(*id, *is_json),
        }
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

    /// The identity of all that a page is made of: what its template is given, its template, and nothing else.
    pub(super) fn key(&self, page: &Prepared<'_>) -> Fingerprint {
        let seen = page.values.iter().map(|(_, value)| page::fingerprint(value));
        Fingerprint::all(seen.chain([Fingerprint::of(page.template.as_bytes()), self.look]))
    }

    /// Makes a page, and says what is wrong with it.
    pub(super) fn make(&self, page: Prepared<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
        let Prepared { route, template, subject, values, mut problems } = page;
        let mut context = Context::new();
        for (name, value) in values {
            context.insert_value(name, value);
        }
        let words = || match subject {
            Some(Subject::Entry { id, .. }) => self.viewer().words(id),
            Some(Subject::NotFound) => "the page for addresses that do not exist".to_owned(),
            None => format!("the redirect {}", route.url()),
        };
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

/// A file that is not made by a template.
pub(super) enum Text {
    Made(String),
    Facts,
    Feed(EntryId, bool),
}
