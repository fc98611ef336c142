//! The loop of the preview: wait for a change, look at the files, understand the site, show it, tell the browsers; then
//! make every page, to find what is wrong with them.
//!
//! Comes in: a folder, and what a person asks for at the keyboard. Goes out: a site in memory, messages to browsers, and
//! events for the terminal. It must never end because of what is in the folder.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};
use std::{io, thread};

use camino::Utf8Path;

use super::live::{Live, Problem};
use super::making::{ENDLESS, Endless, Making, endless, finish};
use super::shown::Shown;
use super::watch::{Change, Watch};
use super::{edited, problem};
use crate::base::Date;
use crate::diagnostic::{Diagnostic, Notes};
use crate::engine::{Engine, Rendered, Settings, Site};
use crate::picture::Pictures;
use crate::project::Folder;
use crate::source::Sources;

/// How long pages that nobody looks at wait for those that somebody does.
const GRACE: Duration = Duration::from_millis(150);
/// How often somebody who waits for pages to be made looks up.
const BETWEEN: Duration = Duration::from_millis(100);
/// How often somebody looks up who has something better to do.
const BRIEF: Duration = Duration::from_millis(1);

/// What a person asks for while the preview runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Read everything and make everything anew.
    Rebuild,
    /// Show drafts, scheduled and expired pages, or hide them.
    Drafts,
    /// End.
    Quit,
}

/// What the preview tells the person at the terminal.
pub enum Event<'a> {
    /// The site is shown, for the first time or again.
    Shown {
        /// What changed, by paths in the site; nothing at the start.
        changed: &'a BTreeSet<Arc<Utf8Path>>,
        /// How long that took, from the moment at which the change was noticed.
        took: Duration,
        /// How long each stage took.
        stages: &'a [(&'static str, Duration)],
        /// The site.
        site: &'a Site,
    },
    /// All pages are made.
    Made {
        /// Which ones were others than before.
        rendered: &'a Rendered,
        /// How long that took, after the site was shown.
        took: Duration,
        /// The site.
        site: &'a Site,
    },
    /// What was noticed about the newest files.
    Problems {
        /// All of it, by file and place.
        diagnostics: &'a [Diagnostic],
        /// Whether it keeps them from being shown.
        is_blocked: bool,
        /// The files, to show lines of.
        sources: &'a Sources,
    },
    /// The folder cannot be read.
    Unreadable(&'a io::Error),
    /// Drafts, scheduled and expired pages are shown from now on, or not.
    Drafts(bool),
    /// Something that a person ought to know, in a sentence.
    Notice(&'a str),
}

/// What the preview does with a site that is good as a whole.
pub type Publish<'a> = &'a dyn Fn(&Site) -> Result<(), String>;

/// How a preview runs.
pub struct Options<'a> {
    /// How the site is built.
    pub settings: Settings,
    /// Today, as the clock says; nothing when the day was given.
    pub today: Option<fn() -> Option<Date>>,
    /// Whether browsers follow the writer to the page that was edited.
    pub navigate: bool,
    /// Writes the site to a folder.
    pub publish: Option<Publish<'a>>,
    /// What a person asks for.
    pub requests: Receiver<Request>,
    /// Who knows the pictures of the site.
    pub pictures: Arc<dyn Pictures>,
}

/// Why a preview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody asked for it.
    Asked,
    /// A page is never finished, and something has changed. Only the end of the program ends that page, so it must be
    /// started again.
    Endless {
        /// Whether drafts, scheduled and expired pages were shown.
        drafts: bool,
    },
}

/// A preview that runs.
pub struct Preview<'a> {
    folder: Folder,
    engine: Engine,
    shown: Arc<Shown>,
    live: Live,
    options: Options<'a>,
    tell: &'a mut dyn FnMut(&Event<'_>),
    /// What was noticed about the site that is shown, while its pages are not all made.
    pending: Option<Notes>,
    /// What was told about the newest files, and whether it keeps them from being shown.
    told: Option<(Vec<Diagnostic>, bool)>,
    is_unreadable: bool,
    /// What a person asked for and did not get yet.
    asked: Vec<Request>,
}

impl<'a> Preview<'a> {
    /// Reads and shows the site for the first time.
    pub fn new(
        folder: Folder,
        (shown, live): (Arc<Shown>, Live),
        options: Options<'a>,
        tell: &'a mut dyn FnMut(&Event<'_>),
    ) -> Self {
        let engine = Engine::new(Arc::clone(&options.pictures));
        let mut preview = Self {
            folder,
            engine,
            shown,
            live,
            options,
            tell,
            pending: None,
            told: None,
            is_unreadable: false,
            asked: Vec::new(),
        };
        // No page is open yet that could take long.
        let _shown = preview.update(&BTreeSet::new(), Instant::now());
        preview
    }

    /// Runs until somebody asks for its end, or a page has none. `more` gives what others want to be told to the person.
    pub fn run(mut self, watch: &mut Watch, more: &dyn Fn() -> Vec<String>) -> End {
        if let Err(Endless) = self.follow(watch, more) {
            // What was waited for began before the page did.
            if let Some(slow) = self.shown.slow(ENDLESS / 2) {
                (self.tell)(&Event::Notice(&endless(&slow)));
            }
            if self.asked.contains(&Request::Drafts) {
                self.toggle_drafts();
            }
            return End::Endless { drafts: self.options.settings.calendar.drafts };
        }
        End::Asked
    }

    fn follow(&mut self, watch: &mut Watch, more: &dyn Fn() -> Vec<String>) -> Result<(), Endless> {
        let mut next = self.make(watch)?;
        loop {
            for notice in watch.notices().into_iter().chain(more()) {
                (self.tell)(&Event::Notice(&notice));
            }
            let change = next.take().unwrap_or_else(|| watch.wait(watch.pause()));
            if matches!(change, Change::Stop) {
                return Ok(());
            }
            let start = Instant::now();
            let mut is_new = self.new_day();
            self.is_asked();
            for request in std::mem::take(&mut self.asked) {
                match request {
                    Request::Quit => return Ok(()),
                    Request::Rebuild => {
                        self.engine = Engine::new(Arc::clone(&self.options.pictures));
                    }
                    Request::Drafts => self.toggle_drafts(),
                }
                is_new = true;
            }
            let changed = if let Change::Paths(paths) = &change {
                self.folder.refresh(Some(paths))
            } else {
                let found = self.folder.refresh(None);
                let is_found = found.as_ref().is_ok_and(|changed| !changed.is_empty());
                watch.looked(start.elapsed(), is_found);
                found
            };
            match changed {
                Ok(changed) if changed.is_empty() && !is_new && !self.is_unreadable => {
                    // What was being made when this came is still to be made.
                    next = self.make(watch)?;
                }
                Ok(changed) => {
                    self.is_unreadable = false;
                    if self.shown.slow(ENDLESS).is_some() {
                        return Err(Endless);
                    }
                    self.update(&changed, start)?;
                    next = self.make(watch)?;
                }
                Err(error) => self.unreadable(&error),
            }
        }
    }

    /// Whether the clock says that another day has begun.
    fn new_day(&mut self) -> bool {
        let today = &mut self.options.settings.calendar.today;
        match self.options.today.and_then(|today| today()) {
            Some(now) if now.iso() != today.iso() => {
                *today = now;
                true
            }
            _ => false,
        }
    }

    /// Whether a person asked for something.
    fn is_asked(&mut self) -> bool {
        self.asked.extend(self.options.requests.try_iter());
        !self.asked.is_empty()
    }

    fn toggle_drafts(&mut self) {
        let calendar = &mut self.options.settings.calendar;
        let show = !(calendar.drafts && calendar.future && calendar.expired);
        (calendar.drafts, calendar.future, calendar.expired) = (show, show, show);
        (self.tell)(&Event::Drafts(show));
    }

    fn unreadable(&mut self, error: &io::Error) {
        if !self.is_unreadable {
            (self.tell)(&Event::Unreadable(error));
            self.live.problems(&[problem::of_machine(error)], false);
        }
        (self.is_unreadable, self.told) = (true, None);
    }

    /// Understands the site as it is now, and shows it unless something is wrong.
    fn update(&mut self, changed: &BTreeSet<Arc<Utf8Path>>, start: Instant) -> Result<(), Endless> {
        let project = self.folder.project();
        let update =
            self.engine.update(&project.sources, &self.options.settings, project.notes.clone());
        let old = self.shown.newest();
        self.pending = None;
        let Some(site) = update.site.filter(|_| !update.is_blocked) else {
            self.report(update.notes, true);
            return Ok(());
        };
        self.shown.show(Arc::clone(&site));
        let files = edited::files(changed, site.prefix());
        let go = || edited::place(changed, old.as_deref(), &site);
        let go = self.options.navigate.then(go).flatten();
        let live = self.live.clone();
        finish(move || live.shown(&files, go.as_deref()))?;
        let (took, stages) = (start.elapsed(), &update.timings[..]);
        (self.tell)(&Event::Shown { changed, took, stages, site: &site });
        self.pending = Some(update.notes);
        // What is wrong from now on is told even if it is what was wrong before.
        self.told = self.told.take().filter(|(_, was_blocked)| !was_blocked);
        Ok(())
    }

    /// Makes all pages that are others than before, until something else happens, which is then given.
    fn make(&mut self, watch: &mut Watch) -> Result<Option<Change>, Endless> {
        let Some(site) = self.shown.newest().filter(|_| self.pending.is_some()) else {
            return Ok(None);
        };
        if self.engine.is_all_affected() {
            // Those who look at a page now come first.
            match watch.wait(GRACE) {
                change if tells_nothing(watch, &change) && !self.is_asked() => {}
                change => return Ok(Some(change)),
            }
        }
        let (start, engine) = (Instant::now(), std::mem::take(&mut self.engine));
        let basis = (self.folder.project().sources.clone(), self.options.settings.calendar.today);
        let mut making = Making::begin(engine, Arc::clone(&site), basis, watch.waker());
        let (mut next, mut is_told) = (None, false);
        let (engine, made) = loop {
            if let Some(result) = making.result() {
                break result;
            }
            let is_stopped = next.is_some();
            let slow = making.slow();
            match &slow {
                Some(_) if is_stopped => return Err(Endless),
                Some(slow) if !is_told => {
                    (self.tell)(&Event::Notice(&endless(slow)));
                    is_told = true;
                }
                _ => {}
            }
            let change = if is_stopped {
                thread::sleep(BRIEF);
                Change::Nothing
            } else {
                watch.wait(BETWEEN)
            };
            let is_asked = self.is_asked();
            if change == Change::Stop || self.asked.contains(&Request::Quit) {
                return Ok(Some(change));
            }
            let mut is_found =
                || self.folder.refresh(None).is_ok_and(|changed| !changed.is_empty());
            if slow.is_some() && change == Change::All && is_found() {
                return Err(Endless);
            }
            if !is_stopped && (is_asked || !tells_nothing(watch, &change)) {
                making.stop();
                next = Some(change);
            }
        };
        self.engine = engine;
        if next.is_none() {
            // The waker may have come too late to be heard.
            let change = watch.wait(Duration::ZERO);
            next = (!tells_nothing(watch, &change) || self.is_asked()).then_some(change);
        }
        if let Ok(Some((rendered, findings))) = made {
            self.made(&site, (&rendered, findings), start.elapsed());
        }
        Ok(next)
    }

    /// All pages of `site` were made.
    fn made(
        &mut self,
        site: &Arc<Site>,
        (rendered, findings): (&Rendered, Vec<Diagnostic>),
        took: Duration,
    ) {
        let mut notes = self.pending.take().unwrap_or_default();
        notes.extend(rendered.problems.iter().cloned());
        if rendered.problems.iter().any(|problem| self.options.settings.is_bound(problem)) {
            self.shown.take_back();
            self.live.shown(&[], None);
            self.report(notes, true);
            return;
        }
        self.shown.approve();
        (self.tell)(&Event::Made { rendered, took, site });
        notes.extend(findings);
        self.report(notes, false);
        if let Some(publish) = self.options.publish
            && let Err(problem) = publish(site)
        {
            (self.tell)(&Event::Notice(&problem));
        }
    }

    /// Tells the terminal and the browsers what is wrong, unless they know.
    fn report(&mut self, notes: Notes, is_blocked: bool) {
        let diagnostics = notes.into_sorted();
        let told = (diagnostics, is_blocked);
        if self.told.as_ref() != Some(&told) {
            let diagnostics = &told.0;
            let sources = &self.folder.project().sources;
            (self.tell)(&Event::Problems { diagnostics, is_blocked, sources });
            let is_told = |one: &&Diagnostic| {
                self.options.settings.is_bound(one) || !is_blocked && one.rule.is_some()
            };
            let told = diagnostics.iter().filter(is_told);
            let problems: Vec<Problem> = told.map(|one| problem::of(one, sources)).collect();
            self.live.problems(&problems, !is_blocked);
        }
        self.told = Some(told);
    }
}

/// Whether a change says no more than that time has passed. Where one has to look, it is always time to look again, and
/// pages would never be finished.
fn tells_nothing(watch: &Watch, change: &Change) -> bool {
    *change == Change::Nothing || *change == Change::All && !watch.has_events()
}
