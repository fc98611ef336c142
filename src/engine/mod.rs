//! The pipeline itself: sources in, files and diagnostics out. The only folder that sees every stage.
//!
//! ```text
//! Sources ─ parse ─ relate ─ link ─ plan ─ render ─▶ Sink
//!           └──── understand ────┘
//! ```
//!
//! Nothing else is read: no disk, no clock, no environment. `anma build` and the tests drive [`build`]; reports about
//! a site begin with [`understand`], which is its first half.

mod understand;

use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use rayon::prelude::*;
use tera::Context;

use crate::base::{Fingerprint, Route, Span};
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Code, Diagnostic, Notes, Severity};
use crate::graph::{self, Calendar, Graph, Hidden};
use crate::output::Sink;
use crate::page::{self, Plan, Subject, Viewer};
use crate::progress::Progress;
use crate::source::{Content, Sources};
use crate::theme::{self, RenderLimits, Rendering, Theme};

pub use understand::{Understanding, Understood, understand};

/// The name of the settings file.
pub const CONFIG: &str = "anma.yaml";

/// What the command line says about a build.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day, and what is shown besides what is published on it.
    pub calendar: Calendar,
    /// Where the site stands, instead of what `anma.yaml` says.
    pub base_url: Option<BaseUrl>,
    /// The theme, instead of what `anma.yaml` says.
    pub theme: Option<String>,
    /// Whether links are written so that they work without a server.
    pub relative: bool,
    /// Whether a warning keeps the site from being published.
    pub strict: bool,
}

impl Settings {
    /// A build for `calendar`, with everything else as `anma.yaml` says.
    pub fn new(calendar: Calendar) -> Self {
        Self { calendar, base_url: None, theme: None, relative: false, strict: false }
    }

    /// The identity of these settings: with the same sources they give the same site.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(
            format!("{:?}", (self.calendar, &self.base_url, &self.theme, self.relative)).as_bytes(),
        )
    }
}

/// What came of a build.
#[derive(Default)]
pub struct Outcome {
    /// Every problem, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether the site may be published.
    pub ok: bool,
    /// Pages of HTML that were made, without redirects.
    pub pages: usize,
    /// Files that were copied.
    pub assets: usize,
    /// Pages that are not shown.
    pub hidden: Vec<Hidden>,
    /// The site as it was understood, when it got that far.
    pub graph: Option<Graph>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Longest time for one page.
const PAGE_TIME: Duration = Duration::from_mins(1);

struct Run<'a> {
    sources: &'a Sources,
    settings: &'a Settings,
    notes: Notes,
    timings: Vec<(&'static str, Duration)>,
    since: Instant,
}

impl<'a> Run<'a> {
    fn new(sources: &'a Sources, settings: &'a Settings, notes: Notes) -> Self {
        Self { sources, settings, notes, timings: Vec::new(), since: Instant::now() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.timings.push((stage, now - self.since));
        self.since = now;
    }

    /// Whether what was noticed so far keeps the site from being published.
    fn is_blocked(&self) -> bool {
        let bound = if self.settings.strict { Severity::Warning } else { Severity::Error };
        self.notes.iter().any(|note| note.severity >= bound)
    }

    fn outcome(self) -> Outcome {
        Outcome {
            ok: !self.is_blocked(),
            timings: self.timings,
            diagnostics: self.notes.into_sorted(),
            ..Outcome::default()
        }
    }
}

/// Builds the site of `sources` into `sink`. `noticed` is what reading the sources brought up.
///
/// All stages run even after a problem, so that every problem is reported; when one has been found before
/// pages are made, nothing reaches the sink.
///
/// # Errors
/// When the sink fails.
pub fn build(
    sources: &Sources,
    settings: &Settings,
    noticed: Notes,
    sink: &dyn Sink,
    progress: &Progress,
) -> io::Result<Outcome> {
    let mut run = Run::new(sources, settings, noticed);
    let Some(Understood { config, theme, graph, linked }) = understand::understand_in(&mut run)
    else {
        return Ok(run.outcome());
    };
    let Some(mut theme) = theme else { return Ok(run.outcome()) };
    if graph.documents.iter().any(|document| document.body.has_code) {
        theme.add_code_colours();
    }
    theme.set_site(page::site(&graph, sources, &config, &theme, &mut run.notes));
    let plan = page::plan(&graph, sources, &config, &theme, &mut run.notes);
    check_calls(&graph, &theme, &mut run.notes);
    run.lap("plan");
    let blocked = run.is_blocked();
    let sink: &dyn Sink = if blocked { &Nowhere } else { sink };
    let limits = RenderLimits { page: config.limits.page, time: PAGE_TIME };
    let viewer = Viewer::new(&graph, &linked, &config, &theme, limits);
    render((&mut run, progress), &viewer, &plan, &theme, sink)?;
    run.lap("render");
    if !blocked {
        write_texts(&viewer, &graph, &config, &plan, sink)?;
        copy(&plan, sink)?;
    }
    run.lap("copy");
    let (pages, assets) = (plan.pages.len(), plan.copies.len());
    let mut outcome = Outcome { pages, assets, ..run.outcome() };
    outcome.hidden.clone_from(&graph.hidden);
    drop(viewer);
    outcome.graph = Some(graph);
    Ok(outcome)
}

/// Every shortcode call is checked before any page is made.
fn check_calls(graph: &Graph, theme: &Theme, notes: &mut Notes) {
    for document in &graph.documents {
        for body in std::iter::once(&document.body).chain(&document.answers) {
            notes.extend(body.calls.iter().flat_map(|call| theme.shortcodes.check(call)));
        }
    }
}

fn render(
    (run, progress): (&mut Run<'_>, &Progress),
    viewer: &Viewer<'_>,
    plan: &Plan,
    theme: &Theme,
    sink: &dyn Sink,
) -> io::Result<()> {
    let (relative, prefix) = (run.settings.relative, viewer.prefix());
    progress.plan(plan.pages.len());
    let one = |page: &page::Page| -> io::Result<Vec<Diagnostic>> {
        let _working = progress.begin(&page.route, &page.template);
        let mut problems = Vec::new();
        let value = match page.subject {
            Subject::Entry { id, number, total } => viewer.page(id, number, total, &mut problems),
            Subject::NotFound => page::not_found(viewer),
        };
        let words = || match page.subject {
            Subject::Entry { id, .. } => viewer.words(id),
            Subject::NotFound => "the page for addresses that do not exist".to_owned(),
        };
        let mut context = Context::new();
        context.insert_value("page", value);
        let rendering = Rendering { template: &page.template, context: &context, page: &words };
        match theme.render(&rendering, viewer.limits()) {
            // The page for unknown addresses is shown at any depth, so nothing in it can be relative.
            Ok(bytes) if relative && page.subject != Subject::NotFound => {
                sink.put(&page.route, &page::relative(&bytes, &page.route, prefix))?;
            }
            Ok(bytes) => sink.put(&page.route, &bytes)?,
            Err(problem) => problems.push(*problem),
        }
        Ok(problems)
    };
    // An overview may take as long as thousands of articles, so none of them may be the last.
    let (overviews, others): (Vec<_>, Vec<_>) =
        plan.pages.iter().partition(|page| viewer.is_overview(page.subject));
    let (first, rest) = rayon::join(
        || overviews.par_iter().with_max_len(1).copied().map(one).collect::<io::Result<Vec<_>>>(),
        || others.par_iter().with_min_len(8).copied().map(one).collect::<io::Result<Vec<_>>>(),
    );
    run.notes.extend(summed_up(first?.into_iter().chain(rest?).flatten()));
    let Some(template) = theme.resolve("redirect.html") else { return Ok(()) };
    let redirect = |redirect: &page::Redirect| -> io::Result<Option<Diagnostic>> {
        let context = viewer.redirect(redirect.target);
        let words = || format!("the redirect {}", redirect.route.url());
        match theme
            .render(&Rendering { template, context: &context, page: &words }, viewer.limits())
        {
            Ok(bytes) => {
                let bytes =
                    if relative { page::relative(&bytes, &redirect.route, prefix) } else { bytes };
                sink.put(&redirect.route, &bytes).map(|()| None)
            }
            Err(problem) => Ok(Some(*problem)),
        }
    };
    let found: Vec<Option<Diagnostic>> =
        plan.redirects.par_iter().with_min_len(8).map(redirect).collect::<io::Result<_>>()?;
    run.notes.extend(summed_up(found.into_iter().flatten()));
    Ok(())
}

/// One mistake in a template shows on many pages, and is said once.
fn summed_up(problems: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut by_place: BTreeMap<(Code, Option<Span>), (Diagnostic, usize)> = BTreeMap::new();
    for problem in problems {
        let key = (problem.code, problem.span().cloned());
        by_place.entry(key).and_modify(|(_, count)| *count += 1).or_insert((problem, 0));
    }
    let say = |(problem, more): (Diagnostic, usize)| match more {
        0 => problem,
        1 => problem.because("the same happens on one more page"),
        more => problem.because(format!("the same happens on {more} more pages")),
    };
    by_place.into_values().map(say).collect()
}

/// Writes what is not made by a template: feeds, the sitemap, `robots.txt`.
fn write_texts(
    viewer: &Viewer<'_>,
    graph: &Graph,
    config: &Config,
    plan: &Plan,
    sink: &dyn Sink,
) -> io::Result<()> {
    let put = |name: &str, text: &str| match Route::new(name) {
        Ok(route) => sink.put(&route, text.as_bytes()),
        Err(_) => Ok(()),
    };
    for (name, text) in page::sitemap::sitemaps(viewer, config) {
        put(&name, &text)?;
    }
    if !plan.own_robots {
        put("robots.txt", &page::sitemap::robots(config))?;
    }
    if let Some(text) = page::graph_json::graph_json(viewer) {
        put(page::graph_json::NAME, &text)?;
    }
    let topics: Vec<graph::EntryId> = graph
        .ids()
        .filter(|id| *id == graph.home || graph.entry(*id).kind == crate::schema::Kind::Topic)
        .collect();
    topics.par_iter().try_for_each(|id| {
        let feeds = [
            (page::feed::ATOM, page::feed::atom(graph, config, *id)),
            (page::feed::JSON, page::feed::json(graph, config, *id)),
        ];
        feeds.iter().try_for_each(|(name, text)| match page::feed::route(graph, *id, name) {
            Some(route) => sink.put(&route, text.as_bytes()),
            None => Ok(()),
        })
    })
}

fn copy(plan: &Plan, sink: &dyn Sink) -> io::Result<()> {
    plan.copies.par_iter().try_for_each(|copy| match &copy.source.content {
        Content::File { disk, .. } => sink.copy(&copy.route, disk, None),
        Content::Bytes(bytes) => sink.put(&copy.route, bytes),
        Content::Text(text) => sink.put(&copy.route, text.as_bytes()),
    })
}

/// Where pages go that are made only to find out what is wrong with them.
struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &Route, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &Route, _: &Utf8Path, _: Option<Fingerprint>) -> io::Result<()> {
        Ok(())
    }
}

/// The text of the file that a diagnostic points into: of the site, or of the built-in theme.
pub fn text_of<'a>(sources: &'a Sources, span: &Span) -> Option<&'a str> {
    sources.text(&span.path).or_else(|| theme::embedded_text(&span.path))
}
