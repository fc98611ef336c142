//! CHECK: the site of the last update, with its finished pages, is held against the rules.
//!
//! Comes in: the engine after its pages were made, and what was seen while they were. Goes out: findings. `anma check` and the
//! preview ask here, so that both find the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::Utf8Path;

use super::understand;
use super::{CONFIG, Engine, Rendered, Site};
use crate::audit;
use crate::base::{Date, Fingerprint, Route};
use crate::check::{self, Checked, Edition, Finished, Ruler, Seen};
use crate::diagnostic::Notes;
use crate::output::Sink;
use crate::progress::Progress;
use crate::source::Sources;
use crate::spelling::Speller;
use crate::structured;

/// Looks at every page that is made, and remembers which files there are. Nothing is written.
#[derive(Debug, Default)]
pub(super) struct Observer(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    pages: BTreeMap<Route, Seen>,
    files: BTreeSet<Route>,
}

impl Observer {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets files that are gone.
    fn forget(&self, routes: &[Route]) {
        let mut state = self.state();
        for route in routes {
            state.pages.remove(route);
            state.files.remove(route);
        }
    }

    fn note(&self, route: &Route) {
        self.state().files.insert(route.clone());
    }
}

/// Looks at the pages of a site whose address is `root`, without a slash at the end.
struct Looking<'a> {
    seen: &'a Observer,
    root: String,
}

impl Sink for Looking<'_> {
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        if camino::Utf8Path::new(route.as_str()).extension() != Some("html") {
            self.seen.note(route);
            return Ok(());
        }
        let page = audit::observe(bytes);
        let texts: Vec<&str> = page
            .structured()
            .filter_map(|(from, to)| std::str::from_utf8(bytes.get(from..to)?).ok())
            .collect();
        let address = format!("{}{}", self.root, route.url());
        // Who else on the site describes something is known when all pages are made.
        let base = structured::Base { address: &address, is_known: &|_| false };
        let faults = structured::check_page(&texts, &base);
        let treatments = texts.iter().flat_map(|text| structured::treatments(text)).collect();
        let described = texts.iter().flat_map(|text| structured::described(text));
        let seen = Seen {
            page: Arc::new(page),
            faults: faults.into(),
            treatments,
            described: described.map(String::into_boxed_str).collect(),
        };
        let mut state = self.seen.state();
        state.files.insert(route.clone());
        state.pages.insert(route.clone(), seen);
        Ok(())
    }

    fn copy(&self, route: &Route, _: &Utf8Path, _: Option<Fingerprint>) -> io::Result<()> {
        self.seen.note(route);
        Ok(())
    }

    fn put_made(&self, route: &Route, _: &dyn Fn() -> io::Result<Arc<[u8]>>) -> io::Result<()> {
        self.seen.note(route);
        Ok(())
    }
}

impl Engine {
    /// Checks spelling as well, with this dictionary.
    #[must_use]
    pub fn with_speller(mut self, speller: Option<Speller>) -> Self {
        self.checks = check::Memo::default().with_speller(speller);
        self
    }

    /// The rules of the last check.
    pub fn ruler(&self) -> Option<&Arc<Ruler>> {
        self.checks.ruler()
    }

    /// Makes the pages of `site`, the one of the last update, that are others than those made before, and looks at them
    /// without writing them; `None` when it was stopped.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn observe(
        &mut self,
        site: &Site,
        progress: &Progress,
        stop: &AtomicBool,
    ) -> io::Result<Option<Rendered>> {
        let seen = Arc::clone(&self.seen);
        let base = &site.config.base_url;
        let root = format!("{}{}", base.origin, base.prefix.trim_end_matches('/'));
        let looking = Looking { seen: &seen, root };
        let rendered = self.render(site, &looking, progress, stop)?;
        if let Some(rendered) = &rendered {
            seen.forget(&rendered.removed);
        }
        Ok(rendered)
    }

    /// Holds `site`, whose pages were observed, against the rules, on the day `today`. What is wrong with rules goes to
    /// `notes`.
    pub fn check(
        &mut self,
        site: &Site,
        sources: &Sources,
        today: Date,
        notes: &mut Notes,
    ) -> Checked {
        let seen = Arc::clone(&self.seen);
        let state = seen.state();
        let mut files: Vec<&str> = state.files.iter().map(Route::as_str).collect();
        let searched =
            ["pagefind/pagefind.js", "pagefind/pagefind-ui.js", "pagefind/pagefind-ui.css"];
        if site.config.search {
            files.extend(searched);
        }
        let copies: BTreeMap<&str, _> =
            site.plan().copies.iter().map(|copy| (copy.route.as_str(), &copy.source)).collect();
        let picture = |route: &str| {
            let picture = site.pictures.look(copies.get(route)?).ok()?;
            Some((picture.width, picture.height))
        };
        let editions = site.editions().map(|one| Edition {
            config: &one.config,
            graph: &one.graph,
            plan: one.plan(),
        });
        let options = understand::options(&site.config, Some(&site.theme));
        let checked = check::Site {
            sources,
            config: &site.config,
            graph: &site.graph,
            options: &options,
            finished: Some(Finished {
                editions: editions.collect(),
                pages: &state.pages,
                files: &files,
                picture: &picture,
            }),
            templates: site.theme.templates().collect(),
            settings: CONFIG,
            today,
        };
        check::check(&checked, &mut self.checks, notes)
    }
}
