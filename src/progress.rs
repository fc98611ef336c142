//! How far a build is, for those who watch it from outside: a progress bar, a watchdog.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::base::Route;

/// How far a build is. Shared between the build and its watchers.
#[derive(Debug, Default)]
pub struct Progress {
    planned: AtomicUsize,
    made: AtomicUsize,
    planned_pictures: AtomicUsize,
    seen_pictures: AtomicUsize,
    /// What is being made, and since when. Places are used again.
    working: Mutex<Vec<Option<Job>>>,
}

#[derive(Clone, Debug)]
struct Job {
    route: Route,
    template: Arc<str>,
    since: Instant,
}

/// A page that takes long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slow {
    /// Where it will be written.
    pub route: Route,
    /// Its template; empty when that is not known.
    pub template: Arc<str>,
}

/// Work on one page; ends when it is dropped.
#[derive(Debug)]
pub struct Working<'a> {
    progress: &'a Progress,
    slot: usize,
}

impl Progress {
    /// So many more pages will be made.
    pub(crate) fn plan(&self, pages: usize) {
        self.planned.fetch_add(pages, Ordering::Relaxed);
    }

    /// So many pictures are looked at before pages are made.
    pub(crate) fn plan_pictures(&self, pictures: usize) {
        self.planned_pictures.store(pictures, Ordering::Relaxed);
    }

    /// One of the pictures was looked at.
    pub(crate) fn picture(&self) {
        self.seen_pictures.fetch_add(1, Ordering::Relaxed);
    }

    /// Pictures looked at, and pictures to look at.
    pub fn pictures(&self) -> (usize, usize) {
        (self.seen_pictures.load(Ordering::Relaxed), self.planned_pictures.load(Ordering::Relaxed))
    }

    /// Work on a page begins.
    pub(crate) fn begin(&self, route: &Route, template: &Arc<str>) -> Working<'_> {
        let job =
            Job { route: route.clone(), template: Arc::clone(template), since: Instant::now() };
        let mut working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = working.iter().position(Option::is_none).unwrap_or(working.len());
        if slot == working.len() {
            working.push(None);
        }
        working[slot] = Some(job);
        Working { progress: self, slot }
    }

    /// Pages made, and pages to make; zero until that is known.
    pub fn count(&self) -> (usize, usize) {
        (self.made.load(Ordering::Relaxed), self.planned.load(Ordering::Relaxed))
    }

    /// A page that has been in the making for longer than `limit`.
    pub fn slow(&self, limit: Duration) -> Option<Slow> {
        let working = self.working.lock().unwrap_or_else(PoisonError::into_inner);
        let slow = working.iter().flatten().find(|job| job.since.elapsed() > limit)?;
        Some(Slow { route: slow.route.clone(), template: Arc::clone(&slow.template) })
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.progress.made.fetch_add(1, Ordering::Relaxed);
        let mut working = self.progress.working.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = working.get_mut(self.slot) {
            *slot = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_takes_long_is_named_while_it_is_made() {
        let progress = Progress::default();
        progress.plan(1);
        let route = Route::page("a").expect("fine");
        let working = progress.begin(&route, &"article.html".into());
        let slow = progress.slow(Duration::ZERO).expect("it is being made");
        assert_eq!((slow.route, &*slow.template), (route, "article.html"));
        assert_eq!(progress.slow(Duration::from_mins(10)), None);
        let other = progress.begin(&Route::page("b").expect("fine"), &"article.html".into());
        drop(working);
        let slow = progress.slow(Duration::ZERO).expect("the other is still being made");
        assert_eq!(slow.route.as_str(), "b/index.html");
        drop(other);
        assert_eq!(progress.slow(Duration::ZERO), None);
        assert_eq!(progress.count(), (2, 1));
    }
}
