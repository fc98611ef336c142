//! The loop of the preview: wait for a change, look at the files, understand the site, show it, tell the browsers; then
//! make every page, to find what is wrong with them.
//!
//! Comes in: a folder, and what a person asks for at the keyboard. Goes out: a site in memory, messages to browsers, and
//! events for the terminal. It must never end because of what is in the folder.

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::live::{Live, Problem};
use super::shown::Shown;
use super::watch::{Change, Watch};
use super::{edited, problem};
use crate::base::Date;
use crate::diagnostic::{Diagnostic, Notes};
use crate::engine::{Engine, Nowhere, Rendered, Settings, Site};
use crate::picture::Pictures;
use crate::progress::Progress;
use crate::project::Folder;
use crate::source::Sources;

/// How long pages that nobody looks at wait for those that somebody does.
const GRACE: Duration = Duration::from_millis(150);
/// How often somebody who waits for pages to be made looks up.
const BETWEEN: Duration = Duration::from_millis(100);

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
        preview.update(&BTreeSet::new(), Instant::now());
        preview
    }

    /// Runs until somebody asks for its end. `more` gives what others want to be told to the person.
    pub fn run(mut self, watch: &mut Watch, more: &dyn Fn() -> Vec<String>) {
        let mut next = self.make(watch);
        loop {
            for notice in watch.notices().into_iter().chain(more()) {
                (self.tell)(&Event::Notice(&notice));
            }
            let change = next.take().unwrap_or_else(|| watch.wait(watch.pause()));
            if matches!(change, Change::Stop) {
                return;
            }
            let start = Instant::now();
            let mut is_new = self.new_day();
            self.is_asked();
            for request in std::mem::take(&mut self.asked) {
                match request {
                    Request::Quit => return,
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
                    next = self.make(watch);
                }
                Ok(changed) => {
                    self.is_unreadable = false;
                    self.update(&changed, start);
                    next = self.make(watch);
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
            self.live.problems(&[problem::of_machine(error)]);
        }
        (self.is_unreadable, self.told) = (true, None);
    }

    /// Understands the site as it is now, and shows it unless something is wrong.
    fn update(&mut self, changed: &BTreeSet<Arc<Utf8Path>>, start: Instant) {
        let project = self.folder.project();
        let update =
            self.engine.update(&project.sources, &self.options.settings, project.notes.clone());
        let old = self.shown.newest();
        self.pending = None;
        let Some(site) = update.site.filter(|_| !update.is_blocked) else {
            self.report(update.notes, true);
            return;
        };
        self.shown.show(Arc::clone(&site));
        let files = edited::files(changed, site.prefix());
        let go = || edited::place(changed, old.as_deref(), &site);
        let go = self.options.navigate.then(go).flatten();
        self.live.shown(&files, go.as_deref());
        let (took, stages) = (start.elapsed(), &update.timings[..]);
        (self.tell)(&Event::Shown { changed, took, stages, site: &site });
        self.pending = Some(update.notes);
        // What is wrong from now on is told even if it is what was wrong before.
        self.told = self.told.take().filter(|(_, was_blocked)| !was_blocked);
    }

    /// Makes all pages that are others than before, until something else happens, which is then given.
    fn make(&mut self, watch: &mut Watch) -> Option<Change> {
        self.pending.as_ref()?;
        if self.engine.is_all_affected() {
            // Those who look at a page now come first.
            match watch.wait(GRACE) {
                change if tells_nothing(watch, &change) && !self.is_asked() => {}
                change => return Some(change),
            }
        }
        let (site, start) = (self.shown.newest()?, Instant::now());
        let (stop, progress) = (AtomicBool::new(false), Progress::default());
        let (engine, waker) = (&mut self.engine, watch.waker());
        let (asked, requests) = (&mut self.asked, &self.options.requests);
        let result: Mutex<Option<io::Result<Option<Rendered>>>> = Mutex::new(None);
        let mut next = None;
        std::thread::scope(|scope| {
            let work = scope.spawn(|| {
                let rendered = engine.render(&site, &Nowhere, &progress, &stop);
                *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(rendered);
                waker.wake();
            });
            while !work.is_finished() {
                let change = watch.wait(BETWEEN);
                asked.extend(requests.try_iter());
                match change {
                    change if tells_nothing(watch, &change) && asked.is_empty() => {}
                    change => {
                        stop.store(true, Ordering::Relaxed);
                        next = Some(change);
                        break;
                    }
                }
            }
        });
        if next.is_none() {
            // The waker may have come too late to be heard.
            let change = watch.wait(Duration::ZERO);
            next = (!tells_nothing(watch, &change) || self.is_asked()).then_some(change);
        }
        let rendered = result.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(Some(rendered))) = rendered {
            self.made(&site, &rendered, start.elapsed());
        }
        next
    }

    /// All pages of `site` were made.
    fn made(&mut self, site: &Arc<Site>, rendered: &Rendered, took: Duration) {
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
            let is_bound = |one: &&Diagnostic| self.options.settings.is_bound(one);
            let bound = diagnostics.iter().filter(is_bound);
            let problems: Vec<Problem> = bound.map(|one| problem::of(one, sources)).collect();
            self.live.problems(&problems);
        }
        self.told = Some(told);
    }
}

/// Whether a change says no more than that time has passed. Where one has to look, it is always time to look again, and
/// pages would never be finished.
fn tells_nothing(watch: &Watch, change: &Change) -> bool {
    *change == Change::Nothing || *change == Change::All && !watch.has_events()
}
