//! Sees changes of a site's files.
//!
//! In: a folder. Out: hints where something changed, as soon as it did. Hints are all that comes from here: what
//! changed is found by [`project::Folder`](crate::project::Folder), which compares the disk with what it knows. A hint
//! that is lost costs the time until the next look at everything, and nothing else.

mod ground;
mod kind;
mod native;
mod pace;
mod storm;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::Watcher;

use ground::Ground;
use native::{Native, Obstacle};
use pace::Pace;
use storm::{Due, Gathered, Storm};

/// How often is looked where nothing tells of changes and nobody said how often.
const POLL: Duration = Duration::from_millis(500);

/// How changes are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By events of the system, or by looking where there are none.
    Auto,
    /// By looking this often, or less often where a look takes long.
    Poll(Duration),
}

/// What [`Watch::wait`] waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something happened to these files, or below these folders; absolute paths.
    Paths(Vec<Utf8PathBuf>),
    /// Something may have happened anywhere.
    All,
    /// Nothing was noticed until the time was up or a [`Waker`] was used.
    Nothing,
    /// [`Waker::stop`] was used.
    Stop,
}

#[derive(Debug, Default)]
struct State {
    storm: Storm,
    is_woken: bool,
    is_stopped: bool,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    noticed: Condvar,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes [`Watch::wait`] return, from any thread.
#[derive(Clone, Debug)]
pub struct Waker(Arc<Shared>);

impl Waker {
    /// Makes it return [`Change::Nothing`] once: there is something else to do.
    pub fn wake(&self) {
        self.0.state().is_woken = true;
        self.0.noticed.notify_all();
    }

    /// Makes it return [`Change::Stop`] from now on.
    pub fn stop(&self) {
        self.0.state().is_stopped = true;
        self.0.noticed.notify_all();
    }
}

/// Watches the folder of a site.
pub struct Watch {
    shared: Arc<Shared>,
    /// What tells of changes; nothing where one has to look.
    native: Option<Native>,
    pace: Pace,
    /// When to look next, where one has to look.
    next: Instant,
    /// Whether the last change was found by looking.
    looking: bool,
    notices: Vec<String>,
}

type Tell = Box<dyn FnMut(notify::Result<notify::Event>) + Send>;

impl Watch {
    /// Watches the site at `root`. Never fails: where events cannot be had it looks by itself, and says so.
    ///
    /// What happens from then on is noticed; so watch first, and read the site then.
    pub fn new(root: &Utf8Path, mode: Mode) -> Self {
        Self::with(root, mode, |tell| {
            let watcher = notify::recommended_watcher(tell)?;
            Ok(Box::new(watcher) as Box<dyn Watcher + Send>)
        })
    }

    fn with(
        root: &Utf8Path,
        mode: Mode,
        watcher: impl FnOnce(Tell) -> notify::Result<Box<dyn Watcher + Send>>,
    ) -> Self {
        let root = camino::absolute_utf8(root).unwrap_or_else(|_| root.to_owned());
        let ground = Ground::new(root);
        let mut watch = Self {
            shared: Arc::default(),
            native: None,
            pace: Pace::beside_events(),
            next: Instant::now(),
            looking: false,
            notices: Vec::new(),
        };
        match (mode, silent(&ground)) {
            (Mode::Poll(often), _) => watch.look(often),
            (Mode::Auto, Some(kind)) => {
                watch.look(POLL);
                watch.notices.push(format!(
                    "the files lie on a shared file system ({kind}), which does not tell of changes, so anma looks for \
                     them {}",
                    in_words(POLL)
                ));
            }
            (Mode::Auto, None) => {
                let made = watcher(watch.teller(ground.clone()));
                let native = made.map_err(|error| Obstacle::of(&error));
                match native.and_then(|watcher| Native::new(ground, watcher)) {
                    Ok(native) => watch.native = Some(native),
                    Err(obstacle) => watch.give_up(obstacle),
                }
            }
        }
        watch
    }

    /// What the watcher's thread does with an event.
    fn teller(&self, ground: Ground) -> Tell {
        let shared = Arc::clone(&self.shared);
        Box::new(move |event| {
            let signs = ground.signs(&event);
            if signs.is_empty() {
                return;
            }
            let now = Instant::now();
            let mut state = shared.state();
            for sign in signs {
                state.storm.note(sign, now);
            }
            drop(state);
            shared.noticed.notify_all();
        })
    }

    /// Looks by itself from now on.
    fn look(&mut self, often: Duration) {
        self.native = None;
        self.pace = Pace::alone(often);
        self.next = Instant::now() + often;
    }

    fn give_up(&mut self, obstacle: Obstacle) {
        self.look(POLL);
        self.notices.push(obstacle.words(&in_words(POLL)));
    }

    /// Waits for something to happen, `at_most` so long, or until a change that was noticed by then is complete.
    ///
    /// Returns at the first event at once, or as soon as the save that it belongs to is complete. What follows within
    /// 30 ms is left for the next call, which gathers up to 300 ms of a storm.
    pub fn wait(&mut self, at_most: Duration) -> Change {
        let end = Instant::now() + at_most;
        let shared = Arc::clone(&self.shared);
        let mut state = shared.state();
        loop {
            if state.is_stopped {
                return Change::Stop;
            }
            if std::mem::take(&mut state.is_woken) {
                self.looking = false;
                return Change::Nothing;
            }
            let now = Instant::now();
            let due = if self.native.is_some() { state.storm.due() } else { Due::At(self.next) };
            let until = match due {
                Due::At(due) if due <= now => {
                    // Where one has to look, nobody told what to look at.
                    let gathered = state.storm.take(now);
                    if self.native.is_some() && gathered.is_none() {
                        continue;
                    }
                    drop(state);
                    return self.change(gathered.unwrap_or(Gathered::All));
                }
                // Whoever is told that the time is up looks at everything, and must find no half of a save.
                Due::At(due) if self.native.is_some() => due,
                Due::At(due) => due.min(end),
                Due::Never => end,
            };
            if now >= end && now >= until {
                self.looking = true;
                return Change::Nothing;
            }
            let waited = shared.noticed.wait_timeout(state, until.duration_since(now));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Watches what is new before anybody looks at it.
    fn change(&mut self, gathered: Gathered) -> Change {
        self.looking = false;
        let Some(native) = &mut self.native else {
            self.next = Instant::now() + self.pace.pause();
            return Change::All;
        };
        let (followed, change) = match gathered {
            Gathered::All => (native.everything(), Change::All),
            Gathered::Paths(paths) => (native.follow(&paths), Change::Paths(paths)),
        };
        match followed {
            Ok(()) => change,
            Err(obstacle) => {
                self.give_up(obstacle);
                Change::All
            }
        }
    }

    /// Learns how long a look at everything took, and whether it found a change. After time was up that is one of which
    /// nobody told: all folders are watched anew.
    pub fn looked(&mut self, took: Duration, found: bool) {
        self.pace.learn(took);
        self.next = Instant::now() + self.pace.pause();
        if found
            && std::mem::take(&mut self.looking)
            && let Some(native) = &mut self.native
            && let Err(obstacle) = native.everything()
        {
            self.give_up(obstacle);
        }
    }

    /// How long to wait until everything is looked at: two seconds, or longer where a look takes long, so that
    /// looking costs at most half a percent of a processor.
    pub fn pause(&self) -> Duration {
        self.pace.pause().max(Duration::from_secs(2))
    }

    /// Whether the system tells of changes.
    pub const fn has_events(&self) -> bool {
        self.native.is_some()
    }

    /// What to tell the person, once.
    pub fn notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// A handle that makes [`Self::wait`] return from another thread.
    pub fn waker(&self) -> Waker {
        Waker(Arc::clone(&self.shared))
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Watch").field("has_events", &self.has_events()).finish_non_exhaustive()
    }
}

/// The silent file system that the site or a folder of it lies in.
fn silent(ground: &Ground) -> Option<&'static str> {
    std::iter::once(ground.root().to_owned())
        .chain(ground.tops())
        .find_map(|path| kind::silent_at(&path))
}

fn in_words(often: Duration) -> String {
    match often.as_millis() {
        500 => "every half second".to_owned(),
        1000 => "every second".to_owned(),
        often => format!("every {often} ms"),
    }
}
