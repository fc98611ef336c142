//! The pipeline itself: sources in, files and diagnostics out. The only folder that sees every stage.
//!
//! ```text
//! Sources ─ parse ─ relate ─ link ─ plan ─ render ─▶ Sink
//!           └──── understand ────┘
//! ```
//!
//! Nothing else is read: no disk, no clock, no environment. `anma build` and the tests drive [`build`]; reports about
//! a site begin with [`understand`], which is its first half.

mod check;
#[cfg(test)]
mod check_tests;
mod drawings;
mod edition;
mod examples;
mod pictures;
mod render;
mod search;
#[cfg(test)]
mod search_tests;
mod site;
mod stage;
mod theme;
mod understand;

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use camino::Utf8Path;

use crate::base::{Fingerprint, Route, Span};
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Code, Diagnostic, Notes, Severity};
use crate::gallery::Gallery;
use crate::graph::{Calendar, Entry, Hidden};
use crate::output::Sink;
use crate::page::{self, Language, Translations, Uses};
use crate::picture::Pictures;
use crate::progress::Progress;
use crate::source::Sources;
use crate::theme::{Theme, embedded_text};
use edition::Edition;
use render::Maker;
use stage::{Same, Stage};
use understand::{Affected, Memory};

pub use examples::{Tried, try_examples};
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
    /// The site in its own language, then in every other one.
    editions: Vec<Edition>,
    translated: Stage<Vec<TranslationKey>, Arc<Translations>>,
    translations: Arc<Translations>,
    /// What was made of languages that the site has no more.
    gone: Vec<Route>,
    is_kept: bool,
    pictures: Arc<dyn Pictures>,
    /// What the last check found out.
    checks: crate::check::Memo,
    /// What stands on the pages that were made.
    seen: Arc<check::Observer>,
}

/// What is known of translations is made of, for each language: titles and addresses of its pages, and its own words.
type TranslationKey = (Same<Config>, Option<Same<Theme>>, Same<[Entry]>);

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
            editions: Vec::new(),
            translated: Stage::default(),
            translations: Arc::default(),
            gone: Vec::new(),
            is_kept: true,
            pictures,
            checks: crate::check::Memo::default(),
            seen: Arc::default(),
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
        let understood = self.memory.understand(run)?;
        // The sitemap and what hosts are told are made of all languages.
        let is_all = understood.iter().any(|(_, affected)| matches!(affected, Affected::All));
        let is_all = self.translate(&understood) || is_all;
        let uses = understood.iter().map(|(one, _)| page::uses(&one.graph));
        let uses = uses.reduce(Uses::and).unwrap_or_default();
        let gone = self.editions.drain(understood.len().min(self.editions.len())..);
        self.gone.extend(gone.flat_map(Edition::into_routes));
        self.editions.resize_with(understood.len(), Edition::default);
        let mut sites = Vec::new();
        for (edition, (one, affected)) in self.editions.iter_mut().zip(understood) {
            let affected = if is_all { Affected::All } else { affected };
            let around = (&uses, &self.translations, &self.pictures);
            if sites.is_empty() {
                sites.push(edition.plan(run, one, affected, around)?);
                run.lap("plan");
                continue;
            }
            // What is wrong in the site's own language is said once.
            let mut alone = Run::new(run.sources, run.settings, Notes::default());
            let site = edition.plan(&mut alone, one, affected, around);
            understand::add_new(&mut run.notes, alone.notes);
            run.lap("translations");
            sites.push(site?);
        }
        check_aliases(&sites, &mut run.notes);
        let mut sites = sites.into_iter();
        let mut site = sites.next()?;
        site.others = sites.map(Arc::new).collect();
        Some(site)
    }

    /// Finds out which pages say the same in several languages, and whether that has changed.
    fn translate(&mut self, understood: &[(Understood, Affected)]) -> bool {
        let of = |one: &Understood| {
            let Understood { config, theme, graph, .. } = one;
            (Same(Arc::clone(config)), theme.clone().map(Same), Same(Arc::clone(&graph.entries)))
        };
        let key = understood.iter().map(|(one, _)| of(one)).collect();
        let new = self.translated.run(key, &mut Notes::default(), |_| {
            let all = understood.iter().map(|(one, _)| one);
            let languages = all.clone().map(|one| Language::new(&one.config, one.theme.as_deref()));
            let graphs: Vec<_> = all.clone().map(|one| (&one.graph, &*one.config)).collect();
            Arc::new(Translations::new(languages.collect(), &graphs))
        });
        let has_changed = self.translations != new;
        if has_changed {
            self.translations = new;
        }
        has_changed
    }

    /// Whether any page may be another than when pages were last made, and not only a few.
    pub fn is_all_affected(&self) -> bool {
        self.editions.is_empty()
            || self.editions.iter().any(|edition| matches!(edition.affected, Affected::All))
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
        let mut all = Rendered::default();
        for (site, edition) in site.editions().zip(&mut self.editions) {
            let maker = Maker { site, sink, progress, is_kept: self.is_kept, stop };
            let Some(rendered) = edition.render(&maker)? else { return Ok(None) };
            all = all.and(rendered);
        }
        let is_there = |route: &Route| self.editions.iter().any(|one| one.has_made(route));
        all.removed.extend(self.gone.drain(..).filter(|route| !is_there(route)));
        all.removed.sort();
        Ok(Some(all))
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
        outcome.pages = site.editions().map(|site| site.plan().pages.len()).sum();
        outcome.assets = site.plan().copies.len();
        for hidden in site.editions().flat_map(|site| &*site.graph.hidden) {
            // What is not shown in the site's own language is not borrowed by others.
            if !outcome.hidden.contains(hidden) {
                outcome.hidden.push(hidden.clone());
            }
        }
        outcome.site = Some(site);
    }
    Ok(Outcome { diagnostics: notes.into_sorted(), timings, ..outcome })
}

/// Reports aliases of pages in one language that are addresses in another. `sites` are those of all languages.
fn check_aliases(sites: &[Site], notes: &mut Notes) {
    for (at, site) in sites.iter().enumerate().skip(1) {
        let own = site.graph.documents.iter().filter(|document| !document.borrowed);
        for alias in own.flat_map(|document| &document.matter.aliases) {
            let Ok(route) = page::alias_route(&alias.text) else { continue };
            if !sites[..at].iter().any(|other| other.has_file(&route)) {
                continue;
            }
            let message = format!("a page in another language stands at `{}`", route.url());
            notes.push(
                Diagnostic::error(Code::COLLISION, alias.span.clone(), message)
                    .help("take the alias out, or correct it"),
            );
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
