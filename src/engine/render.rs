//! RENDER and WRITE: the files of a site go to a sink, those that the sink does not have yet.
//!
//! Comes in: a site, and what was made the last time. Goes out: files, and what is wrong with them. A page whose view,
//! template and theme are those of the last time is not made again.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::site::{Item, Prepared, Site};
use super::understand::Affected;
use crate::base::{Fingerprint, Route, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::output::Sink;
use crate::page::{Page, Redirect, Subject};
use crate::progress::Progress;

/// Makes every file of `site`, and gives what is wrong with its pages.
///
/// # Errors
/// When the sink fails.
pub fn write(site: &Site, sink: &dyn Sink, progress: &Progress) -> io::Result<Vec<Diagnostic>> {
    let mut all = Rendered::default();
    for site in site.editions() {
        let maker = Maker { site, sink, progress, is_kept: false, stop: &AtomicBool::new(false) };
        let rendered = maker.update(&Affected::All, &mut Made::default())?;
        all = all.and(rendered.unwrap_or_default());
    }
    Ok(all.problems)
}

/// What was made of the last site, by route.
#[derive(Default)]
pub(super) struct Made(FxHashMap<Route, One>);

struct One {
    key: Fingerprint,
    problems: Vec<Diagnostic>,
}

/// What making a site came to.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Pages and redirects that were made, because they were not yet or are others now.
    pub pages: Vec<Route>,
    /// Other files that were made or copied.
    pub files: Vec<Route>,
    /// What is no longer there.
    pub removed: Vec<Route>,
    /// Everything that is wrong with pages, also with those that were not made again.
    pub problems: Vec<Diagnostic>,
    /// How much of the time went into copies.
    pub copying: Duration,
}

impl Rendered {
    /// Together with what making the site in another language came to.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.pages.extend(other.pages);
        self.files.extend(other.files);
        self.removed.extend(other.removed);
        for list in [&mut self.pages, &mut self.files, &mut self.removed] {
            list.sort();
        }
        // A mistake in a template shows in every language, and is said once.
        let place = |problem: &Diagnostic| (problem.code, problem.span().cloned());
        let known: FxHashSet<_> = self.problems.iter().map(place).collect();
        let new = other.problems.into_iter().filter(|problem| !known.contains(&place(problem)));
        self.problems.extend(new);
        self.copying += other.copying;
        self
    }
}

/// Makes the files of a site.
pub(super) struct Maker<'a> {
    pub(super) site: &'a Site,
    pub(super) sink: &'a dyn Sink,
    pub(super) progress: &'a Progress,
    /// Whether what was made is remembered; a build that is the only one of its process need not.
    pub(super) is_kept: bool,
    /// Whether somebody has lost interest.
    pub(super) stop: &'a AtomicBool,
}

/// A file that has been looked at.
pub(super) struct Seen {
    route: Route,
    key: Fingerprint,
    is_page: bool,
    /// What is wrong with it; `None` if it was not made, for it is the same as the last time.
    made: Option<Vec<Diagnostic>>,
}

impl Maker<'_> {
    /// Makes every file that is not in `made` as it is now; `None` when it was stopped.
    ///
    /// # Errors
    /// When the sink fails.
    pub(super) fn update(
        &self,
        affected: &Affected,
        made: &mut Made,
    ) -> io::Result<Option<Rendered>> {
        let mut copying = Duration::ZERO;
        let seen = match affected {
            Affected::All => {
                // Pictures and other files are there once for all languages.
                if self.site.is_main() {
                    self.look_at_pictures();
                }
                let mut all = self.pages(|_| true, made)?;
                all.extend(self.redirects(made)?);
                all.extend(self.texts(made)?);
                all.extend(self.cards(made)?);
                if self.site.is_main() {
                    all.extend(self.variants(made)?);
                    all.extend(self.icons(made)?);
                    let start = Instant::now();
                    all.extend(self.copies(made)?);
                    copying = start.elapsed();
                }
                all
            }
            Affected::Texts(entries) => {
                let is_affected = |page: &Page| match page.subject {
                    Subject::Entry { id, .. } => entries.contains(&id),
                    // It shows what the home page shows.
                    Subject::NotFound => entries.contains(&self.site.graph.home),
                };
                self.pages(is_affected, made)?
            }
        };
        let is_stopped = self.stop.load(Ordering::Relaxed);
        // What is not looked at any more has gone, if everything was looked at.
        let is_whole = matches!(affected, Affected::All) && !is_stopped;
        let mut last = if is_whole { std::mem::take(made) } else { Made::default() };
        let mut rendered = Rendered { copying, ..Rendered::default() };
        for Seen { route, key, is_page, made: fresh } in seen.into_iter().flatten() {
            let old = last.0.remove(&route);
            match (fresh, old) {
                (Some(problems), _) => {
                    let list = if is_page { &mut rendered.pages } else { &mut rendered.files };
                    list.push(route.clone());
                    made.0.insert(route, One { key, problems });
                }
                (None, Some(old)) => {
                    made.0.insert(route, old);
                }
                (None, None) => {}
            }
        }
        if is_stopped {
            return Ok(None);
        }
        rendered.removed = last.0.into_keys().collect();
        for list in [&mut rendered.pages, &mut rendered.files, &mut rendered.removed] {
            list.sort();
        }
        rendered.problems = made.problems();
        Ok(Some(rendered))
    }

    /// Looks at the pages that `wanted` wants.
    fn pages(
        &self,
        wanted: impl Fn(&Page) -> bool + Sync,
        made: &Made,
    ) -> io::Result<Vec<Option<Seen>>> {
        let pages: Vec<&Page> = self.site.plan().pages.iter().filter(|page| wanted(page)).collect();
        self.progress.plan(pages.len());
        let one = |page: &&Page| {
            let _working = self.progress.begin(&page.route, &page.template);
            self.look(|| self.site.prepare(page), made)
        };
        // An overview may take as long as thousands of articles, so none of them may be the last.
        let viewer = self.site.viewer();
        let (overviews, others): (Vec<_>, Vec<_>) =
            pages.into_iter().partition(|page| viewer.is_overview(page.subject));
        let (first, rest) = rayon::join(
            || overviews.par_iter().with_max_len(1).map(one).collect::<io::Result<Vec<_>>>(),
            || others.par_iter().with_min_len(8).map(one).collect::<io::Result<Vec<_>>>(),
        );
        let mut all = first?;
        all.extend(rest?);
        Ok(all)
    }

    fn redirects(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let Some(template) = self.site.theme.resolve("redirect.html") else {
            return Ok(Vec::new());
        };
        let one = |redirect: &Redirect| {
            self.look(|| self.site.prepare_redirect(redirect, template), made)
        };
        self.site.plan().redirects.par_iter().with_min_len(8).map(one).collect()
    }

    /// Makes a page if it is another than in `made`.
    fn look<'a>(
        &self,
        prepare: impl FnOnce() -> Prepared<'a>,
        made: &Made,
    ) -> io::Result<Option<Seen>> {
        if self.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let page = prepare();
        let route = page.route;
        let key = if self.is_kept { self.site.key(&page) } else { Fingerprint::default() };
        let is_known = made.has(route, key);
        let fresh = if is_known {
            None
        } else {
            let (bytes, problems) = self.site.make(page);
            if let Some(bytes) = bytes {
                self.sink.put(route, &bytes)?;
            }
            Some(problems)
        };
        Ok(Some(Seen { route: route.clone(), key, is_page: true, made: fresh }))
    }

    fn texts(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let put = |route: &Route, text: &str| {
            let key = Fingerprint::of(text.as_bytes());
            file(route, key, made, || self.sink.put(route, text.as_bytes()).map(|()| Vec::new()))
        };
        let maps = self.site.sitemaps().into_iter().map(|(route, map)| put(&route, &map));
        let mut all = maps.collect::<io::Result<Vec<_>>>()?;
        let generated = self.site.generated();
        let one = |(route, item): &(Route, Item)| match self.site.text(*item) {
            Some(text) => put(route, &text),
            None => Ok(None),
        };
        all.extend(generated.par_iter().map(one).collect::<io::Result<Vec<_>>>()?);
        Ok(all)
    }
}

/// Puts a file that no template makes into the sink if it is another than in `made`.
pub(super) fn file(
    route: &Route,
    key: Fingerprint,
    made: &Made,
    put: impl FnOnce() -> io::Result<Vec<Diagnostic>>,
) -> io::Result<Option<Seen>> {
    let fresh = if made.has(route, key) { None } else { Some(put()?) };
    Ok(Some(Seen { route: route.clone(), key, is_page: false, made: fresh }))
}

impl Made {
    pub(super) fn into_routes(self) -> impl Iterator<Item = Route> {
        self.0.into_keys()
    }

    pub(super) fn has_route(&self, route: &Route) -> bool {
        self.0.contains_key(route)
    }

    fn has(&self, route: &Route, key: Fingerprint) -> bool {
        self.0.get(route).is_some_and(|one| one.key == key)
    }

    /// What is wrong with pages. One mistake in a template shows on many, and is said once.
    fn problems(&self) -> Vec<Diagnostic> {
        let pages = self.0.iter().filter(|(_, one)| !one.problems.is_empty());
        let by_route: BTreeMap<&Route, &One> = pages.collect();
        let mut by_place: BTreeMap<(Code, Option<&Span>), (&Diagnostic, usize)> = BTreeMap::new();
        for problem in by_route.into_values().flat_map(|one| &one.problems) {
            let key = (problem.code, problem.span());
            by_place.entry(key).and_modify(|(_, count)| *count += 1).or_insert((problem, 0));
        }
        let say = |(problem, more): (&Diagnostic, usize)| match more {
            0 => problem.clone(),
            1 => problem.clone().because("the same happens on one more page"),
            more => problem.clone().because(format!("the same happens on {more} more pages")),
        };
        by_place.into_values().map(say).collect()
    }
}
