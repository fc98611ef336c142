//! What the preview shows: the newest site whose pages can be made, and behind it the last one that was good as a whole.
//!
//! Pages are made when somebody asks for them, so an edit is seen as soon as it is understood, however many pages it
//! changes. A page that cannot be made is shown as it was.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use camino::Utf8Path;
use rustc_hash::FxHashMap;

use super::site::{Found, Site};
use crate::base::{Fingerprint, Route};
use crate::engine;
use crate::progress::{Progress, Slow};
use crate::source::bytes_of;

/// Bytes of made pages that are kept until the next build.
const ROOM: usize = 32 * 1024 * 1024;

/// How long somebody who asks for a file that was just replaced waits for the site that knows the new one.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is looked for meanwhile.
const BRIEF: Duration = Duration::from_millis(5);

/// Shown while there is no site yet, because its files have errors.
const NOTHING: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>No preview yet</title></head>\n<body><h1>There is no preview yet</h1>\n<p>The site has problems that must be solved first. This page changes by itself when they are.</p></body>\n</html>\n";

/// What the preview shows.
#[derive(Default)]
pub struct Shown {
    state: RwLock<State>,
    made: Mutex<Made>,
    /// What is being made for somebody.
    making: Progress,
}

#[derive(Default)]
struct State {
    /// The newest site.
    newest: Option<Arc<engine::Site>>,
    /// The last site all pages of which could be made.
    good: Option<Arc<engine::Site>>,
    build: u64,
}

/// Pages of one build that were asked for.
#[derive(Default)]
struct Made {
    build: u64,
    bytes: usize,
    pages: FxHashMap<Route, Found>,
}

impl Shown {
    /// Shows `site` from now on.
    pub fn show(&self, site: Arc<engine::Site>) {
        self.change(|state| {
            state.build += 1;
            state.newest.replace(site)
        });
    }

    /// The newest site is good as a whole.
    pub fn approve(&self) {
        self.change(|state| std::mem::replace(&mut state.good, state.newest.clone()));
    }

    /// The newest site is not good: the last good one is shown again, if there is one.
    pub fn take_back(&self) {
        self.change(|state| {
            let good = state.good.clone()?;
            state.build += 1;
            state.newest.replace(good)
        });
    }

    /// Changes what is shown. `change` gives the site that is not needed any more: taking it apart takes long, and whoever
    /// asks for a page meanwhile need not wait for that.
    fn change(&self, change: impl FnOnce(&mut State) -> Option<Arc<engine::Site>>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let old = change(&mut state);
        drop(state);
        drop(old);
    }

    /// The newest site.
    pub fn newest(&self) -> Option<Arc<engine::Site>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).newest.clone()
    }

    /// A page that somebody waits for longer than `limit`.
    pub(super) fn slow(&self, limit: Duration) -> Option<Slow> {
        self.making.slow(limit)
    }

    fn kept(&self, route: &Route, build: u64) -> Option<Found> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        (made.build == build).then(|| made.pages.get(route).cloned()).flatten()
    }

    fn keep(&self, route: Route, found: Found, build: u64) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let mut old = Made::default();
        if made.build < build {
            old = std::mem::replace(&mut *made, Made { build, ..Made::default() });
        }
        if made.build == build && made.bytes + found.bytes.len() <= ROOM {
            made.bytes += found.bytes.len();
            made.pages.insert(route, found);
        }
        drop((made, old));
    }
}

impl Shown {
    /// What is at `route` in `build`, the newest one.
    fn look(&self, route: &Route) -> (Look, u64) {
        let (newest, good, build) = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            (state.newest.clone(), state.good.clone(), state.build)
        };
        let look = newest.map_or_else(
            || {
                let is_page = Utf8Path::new(route.as_str()).extension() == Some("html");
                if is_page {
                    Look::Found(Found::published(NOTHING.as_bytes()))
                } else {
                    Look::Nothing
                }
            },
            |newest| self.look_in(&newest, good.as_deref(), route, build),
        );
        (look, build)
    }

    fn look_in(
        &self,
        newest: &engine::Site,
        good: Option<&engine::Site>,
        route: &Route,
        build: u64,
    ) -> Look {
        if let Some(found) = self.kept(route, build) {
            return Look::Found(found);
        }
        let _working = self.making.begin(route, &Arc::default());
        let look = match file(newest, route) {
            // What is wrong is found and told when all pages are made.
            Look::Failed => match good.map(|good| file(good, route)) {
                Some(Look::Found(found)) => Look::Found(found),
                _ => return Look::Found(Found::published(NOTHING.as_bytes())),
            },
            look => look,
        };
        if let Look::Found(found) = &look {
            self.keep(route.clone(), found.clone(), build);
        }
        look
    }
}

impl Site for Shown {
    fn find(&self, route: &str) -> Option<Found> {
        let route = Route::new(&route.replace('%', "%25")).ok()?;
        let until = Instant::now() + PATIENCE;
        loop {
            let (look, build) = self.look(&route);
            match look {
                Look::Found(found) => return Some(found),
                Look::Replaced if Instant::now() < until => {
                    while self.build() == build && Instant::now() < until {
                        thread::sleep(BRIEF);
                    }
                }
                Look::Replaced | Look::Failed | Look::Nothing => return None,
            }
        }
    }

    fn prefix(&self) -> String {
        self.newest().map_or_else(|| "/".to_owned(), |site| site.prefix().to_owned())
    }

    fn build(&self) -> u64 {
        self.state.read().unwrap_or_else(PoisonError::into_inner).build
    }
}

/// What is at an address.
enum Look {
    Found(Found),
    /// A file that is not the one that was found when its folder was looked at.
    Replaced,
    /// A page that cannot be made.
    Failed,
    Nothing,
}

fn file(site: &engine::Site, route: &Route) -> Look {
    let bytes: Arc<[u8]> = match site.file(route) {
        Some(Ok(engine::File::Made(bytes))) => bytes.into(),
        // Who asks names an address of the site; the file is the one that was found when its folder was looked at.
        Some(Ok(engine::File::Copied(source))) => match bytes_of(&source.content) {
            Ok(bytes) => bytes,
            Err(_) => return Look::Replaced,
        },
        Some(Ok(engine::File::Replaced)) => return Look::Replaced,
        Some(Err(_)) => return Look::Failed,
        None => return Look::Nothing,
    };
    let standing = site.standing(route);
    Look::Found(Found { fingerprint: Fingerprint::of(&bytes), bytes, standing })
}

impl fmt::Debug for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Shown(build {})", self.build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::diagnostic::Notes;
    use crate::engine::{Engine, Settings};
    use crate::graph::{Calendar, Standing};
    use crate::source::fixture;

    fn site(footer: &str) -> Arc<engine::Site> {
        let today = Date::parse("2026-12-01").expect("a day");
        let text = format!(
            "-- anma.yaml --\ntitle: T\nbase_url: https://t.example\ntheme: own\n\
             -- themes/own/theme.yaml --\nname: own\nextends: default\n\
             -- themes/own/templates/partials/footer.html --\n<footer>{footer}</footer>\n\
             -- content/about.md --\n---\ntitle: About\ndraft: true\n---\nUs.\n"
        );
        let calendar = Calendar { drafts: true, ..Calendar::on(today) };
        let settings = Settings::new(calendar);
        let update = Engine::default().update(&fixture(&text), &settings, Notes::default());
        update.site.expect("a site")
    }

    fn page(shown: &Shown) -> String {
        let found = shown.find("about/index.html").expect("the page is there");
        String::from_utf8_lossy(&found.bytes).into_owned()
    }

    #[test]
    fn before_there_is_a_site_pages_say_so() {
        let shown = Shown::default();
        assert!(page(&shown).contains("no preview yet"));
        assert!(shown.find("style.css").is_none());
    }

    #[test]
    fn a_page_that_cannot_be_made_is_shown_as_it_was() {
        let shown = Shown::default();
        shown.show(site("one"));
        shown.approve();
        assert!(page(&shown).contains("<footer>one"));
        assert_eq!(shown.find("about/index.html").expect("there").standing, Standing::Draft);
        shown.show(site("{{ page.nobody }}"));
        assert!(page(&shown).contains("<footer>one"));
        shown.take_back();
        assert!(page(&shown).contains("<footer>one"));
        shown.show(site("two"));
        assert!(page(&shown).contains("<footer>two"));
        assert!(shown.find("nobody/index.html").is_none());
    }
}
