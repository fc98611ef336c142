//! The pipeline itself: sources in, files and diagnostics out. The only folder that sees every stage.
//!
//! ```text
//! Sources ─ parse ─ relate ─ link ─ plan ─ render ─▶ Sink
//!           └──── understand ────┘
//! ```
//!
//! Nothing else is read: no disk, no clock, no environment. `anma build` and the tests drive [`build`]; reports about
//! a site begin with [`understand`], which is its first half.

mod drawings;
mod pictures;
mod render;
mod search;
#[cfg(test)]
mod search_tests;
mod site;
mod stage;
mod theme;
mod understand;

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use camino::Utf8Path;

use crate::base::{Fingerprint, Route, Span};
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Notes, Severity};
use crate::document;
use crate::gallery::Gallery;
use crate::graph::{Calendar, EntryId, Graph, Hidden};
use crate::output::Sink;
use crate::page::{self, Looked};
use crate::picture::Pictures;
use crate::progress::Progress;
use crate::source::Sources;
use crate::theme::{Theme, embedded_text};
use render::{Made, Maker};
use search::Searched;
use stage::{Same, Stage};
use understand::{Affected, Memory};

pub use render::{Rendered, write};
pub use search::index;
pub use site::{File, Planned, Site};
pub use theme::{Audit, audit_theme};
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

    /// Whether a problem keeps the site from being published.
    pub fn is_bound(&self, problem: &Diagnostic) -> bool {
        let least = if self.strict { Severity::Warning } else { Severity::Error };
        problem.severity >= least
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
    /// The site, when it got that far.
    pub site: Option<Arc<Site>>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

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
        self.notes.iter().any(|note| self.settings.is_bound(note))
    }
}

/// Everything that stands between the files of a site and its pages, with what each stage gave the last time.
///
/// An update gives what a new engine would give: what was kept is used only where it is made of the same.
pub struct Engine {
    memory: Memory,
    /// The theme with the style sheets that the site needs.
    styled: Stage<(Same<Theme>, bool), Arc<Theme>>,
    /// The theme that knows what every page may show of the site.
    theme: Stage<(Same<Theme>, Fingerprint), Arc<Theme>>,
    planned: Stage<PlanKey, Arc<Planned>>,
    looked: Stage<Same<[Vec<EntryId>]>, Arc<Looked>>,
    made: Made,
    /// The last index for search.
    searched: search::Last,
    /// What may differ from what was made.
    affected: Affected,
    is_kept: bool,
    pictures: Arc<dyn Pictures>,
}

/// What a plan is made of.
#[derive(PartialEq)]
struct PlanKey {
    config: Same<Config>,
    theme: Same<Theme>,
    /// The same as long as relations are.
    graph: Same<[Vec<EntryId>]>,
    copies: Fingerprint,
    /// Which pictures pages show.
    uses: Fingerprint,
}

/// A site after its files were looked at.
pub struct Update {
    /// The site, if its pages can be made.
    pub site: Option<Arc<Site>>,
    /// Every problem that was found before pages are made.
    pub notes: Notes,
    /// Whether one of them keeps the site from being published.
    pub is_blocked: bool,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Default for Engine {
    /// An engine that keeps nothing of pictures when it ends.
    fn default() -> Self {
        Self::new(Arc::<Gallery>::default())
    }
}

impl Engine {
    /// An engine that asks `pictures` about the pictures of the site.
    pub fn new(pictures: Arc<dyn Pictures>) -> Self {
        Self {
            memory: Memory::default(),
            styled: Stage::default(),
            theme: Stage::default(),
            planned: Stage::default(),
            looked: Stage::default(),
            made: Made::default(),
            searched: search::Last::default(),
            affected: Affected::All,
            is_kept: true,
            pictures,
        }
    }

    /// Understands and plans the site of `sources`. `noticed` is what reading them brought up.
    pub fn update(&mut self, sources: &Sources, settings: &Settings, noticed: Notes) -> Update {
        let mut run = Run::new(sources, settings, noticed);
        let site = self.plan(&mut run).map(Arc::new);
        let is_blocked = run.is_blocked() || site.is_none();
        Update { site, is_blocked, notes: run.notes, timings: run.timings }
    }

    fn plan(&mut self, run: &mut Run<'_>) -> Option<Site> {
        let last = std::mem::replace(&mut self.affected, Affected::All);
        let (understood, affected) = self.memory.understand(run)?;
        let Understood { config, theme, graph, linked } = understood;
        let sources = run.sources;
        let (theme, seen) = self.dress(run, theme?, &graph, &config);
        let uses = page::uses(&graph);
        let key = PlanKey {
            config: Same(Arc::clone(&config)),
            theme: Same(Arc::clone(&theme)),
            graph: Same(Arc::clone(&graph.listed)),
            copies: of_copies(sources),
            uses: uses.fingerprint(),
        };
        let is_planned = self.planned.is_of(&key);
        // Reports name titles and places in files, which the key leaves out: a plan needs neither.
        self.planned.forget_noticed();
        let planned = self.planned.run(key, &mut run.notes, |notes| {
            Arc::new(Planned::new(page::plan((&graph, &uses), sources, &config, &theme, notes)))
        });
        check_calls(&graph, &theme, &mut run.notes);
        page::check_security(&config, run.settings.calendar.today, &mut run.notes);
        run.lap("plan");
        if let (Affected::Texts(new), Affected::Texts(mut all), true) = (affected, last, is_planned)
        {
            all.extend(new);
            self.affected = Affected::Texts(all);
        }
        let key = Same(Arc::clone(&graph.listed));
        let looked = self.looked.run(key, &mut run.notes, |_| Arc::default());
        let outside = (run.settings.relative, Arc::clone(&self.pictures));
        let mut site = Site::new((config, theme, seen), (graph, looked), linked, planned, outside);
        site.searched = Searched::after(&self.searched);
        Some(site)
    }

    /// The theme with its style sheets and with what every page may show of the site, and the identity of that.
    fn dress(
        &mut self,
        run: &mut Run<'_>,
        theme: Arc<Theme>,
        graph: &Graph,
        config: &Config,
    ) -> (Arc<Theme>, Fingerprint) {
        let has_code =
            graph.documents.iter().any(|document| document.bodies().any(|one| one.has_code));
        let key = (Same(Arc::clone(&theme)), has_code);
        let theme = self.styled.run(key, &mut run.notes, |_| {
            if !has_code {
                return theme;
            }
            let mut styled = (*theme).clone();
            styled.add_code_colours();
            Arc::new(styled)
        });
        let value =
            page::site(graph, run.sources, config, (&theme, &*self.pictures), &mut run.notes);
        let seen = page::fingerprint(&value);
        let theme = self.theme.run((Same(Arc::clone(&theme)), seen), &mut run.notes, |_| {
            let mut knowing = (*theme).clone();
            knowing.set_site(value);
            Arc::new(knowing)
        });
        (theme, seen)
    }

    /// Whether any page may be another than when pages were last made, and not only a few.
    pub fn is_all_affected(&self) -> bool {
        matches!(self.affected, Affected::All)
    }

    /// Makes the files of `site`, the one of the last update, that are others than those made before; `None` when it
    /// was stopped.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn render(
        &mut self,
        site: &Site,
        sink: &dyn Sink,
        progress: &Progress,
        stop: &AtomicBool,
    ) -> io::Result<Option<Rendered>> {
        let maker = Maker { site, sink, progress, is_kept: self.is_kept, stop };
        let rendered = maker.update(&self.affected, &mut self.made)?;
        if rendered.is_some() {
            self.affected = Affected::Texts(BTreeSet::new());
        }
        Ok(rendered)
    }
}

/// Builds the site of `sources`, with the copies that `pictures` makes, into `sink`. `noticed` is what reading the sources brought up.
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
    (pictures, sink): (Arc<dyn Pictures>, &dyn Sink),
    progress: &Progress,
) -> io::Result<Outcome> {
    let mut engine = Engine { is_kept: false, ..Engine::new(pictures) };
    let Update { site, mut notes, is_blocked, mut timings } =
        engine.update(sources, settings, noticed);
    let mut outcome = Outcome { ok: !is_blocked, ..Outcome::default() };
    if let Some(site) = site {
        let start = Instant::now();
        let sink: &dyn Sink = if is_blocked { &Nowhere } else { sink };
        let mut copying = Duration::ZERO;
        if let Some(rendered) = engine.render(&site, sink, progress, &AtomicBool::new(false))? {
            copying = rendered.copying;
            outcome.ok &= rendered.problems.iter().all(|problem| !settings.is_bound(problem));
            notes.extend(rendered.problems);
        }
        timings.extend([("render", start.elapsed().saturating_sub(copying)), ("copy", copying)]);
        (outcome.pages, outcome.assets) = (site.plan().pages.len(), site.plan().copies.len());
        outcome.hidden = site.graph.hidden.to_vec();
        outcome.site = Some(site);
    }
    Ok(Outcome { diagnostics: notes.into_sorted(), timings, ..outcome })
}

/// The identity of all files that are copied.
fn of_copies(sources: &Sources) -> Fingerprint {
    let copied = sources.below("content/").filter(|source| document::is_copied(source));
    Fingerprint::all(copied.chain(sources.below("static/")).flat_map(understand::identity))
}

/// Every shortcode call is checked before any page is made.
fn check_calls(graph: &Graph, theme: &Theme, notes: &mut Notes) {
    for document in &graph.documents {
        for body in document.bodies() {
            notes.extend(body.calls.iter().flat_map(|call| theme.shortcodes.check(call)));
        }
    }
}

/// Where pages go that are made only to find out what is wrong with them.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &Route, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &Route, _: &Utf8Path, _: Option<Fingerprint>) -> io::Result<()> {
        Ok(())
    }

    fn put_made(&self, _: &Route, _: &dyn Fn() -> io::Result<Arc<[u8]>>) -> io::Result<()> {
        Ok(())
    }
}

/// The text of the file that a diagnostic points into: of the site, or of the built-in theme.
pub fn text_of<'a>(sources: &'a Sources, span: &Span) -> Option<&'a str> {
    sources.text(&span.path).or_else(|| embedded_text(&span.path))
}
