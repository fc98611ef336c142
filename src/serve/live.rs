//! The live channel: which pages are open in browsers, and what they are told.
//!
//! In: that a new build is shown, or what is wrong with the newest files. Out: a message for each tab that it
//! concerns. A tab that does not read its messages is let go, and never waited for.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::http::hosting::Hosting;
use super::site::Site;
use crate::base::Fingerprint;
use crate::diagnostic::Severity;

/// Messages that may wait for one tab. A tab that is further behind than this opens its channel anew.
const WAITING: usize = 32;
/// Problems that are shown in a browser. Nobody mends more than these at once.
const SHOWN_PROBLEMS: usize = 20;

/// The live channel. Cheap to clone; may be used from any thread, also without async.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    site: Arc<dyn Site>,
    hosting: Hosting,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    tabs: BTreeMap<u64, Tab>,
    last_tab: u64,
    /// The message about what is wrong at the moment.
    problems: Option<Bytes>,
}

struct Tab {
    path: String,
    /// The page that it shows, as far as we know.
    page: Option<Fingerprint>,
    sender: Sender<Bytes>,
}

/// What is wrong, as the browser is told.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Its name in the catalogue: `date-unknown`.
    pub code: String,
    /// What is wrong, in one line.
    pub message: String,
    /// The file, as a path in the site.
    pub file: String,
    /// The line, from 1; 0 if there is none.
    pub line: u32,
    /// The column, from 1; 0 if there is none.
    pub column: u32,
    /// The lines in question as the terminal shows them, without colours.
    pub frame: String,
    /// What to do.
    pub help: Vec<String>,
    /// What the catalogue says of problems of this kind.
    pub explanation: String,
}

impl Problem {
    fn to_json(&self) -> Value {
        json!({
            "severity": match self.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "frame": self.frame,
            "help": self.help,
            "explanation": self.explanation,
        })
    }
}

/// A tab's end of the channel. The tab is forgotten when this is dropped.
pub(super) struct Seat {
    live: Live,
    tab: u64,
    pub(super) receiver: Receiver<Bytes>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.live.state().tabs.remove(&self.tab);
    }
}

impl Live {
    /// A channel for `site`, with no tabs yet.
    pub fn new(site: Arc<dyn Site>) -> Self {
        let hosting = Hosting::new(Arc::clone(&site));
        Self(Arc::new(Inner { site, hosting, state: Mutex::default() }))
    }

    /// A new build is shown. Every open tab whose page it changed is told; `files` (addresses of style sheets, pictures
    /// and scripts, with the prefix of the site) and `go` (where the writer wants to look) are for all tabs.
    ///
    /// It looks each open page up, which may render it, and so takes as long as that.
    pub fn shown(&self, files: &[String], go: Option<&str>) {
        let open: Vec<(u64, String)> =
            self.state().tabs.iter().map(|(tab, at)| (*tab, at.path.clone())).collect();
        if open.is_empty() {
            return;
        }
        let mut pages: BTreeMap<&str, Option<Fingerprint>> = BTreeMap::new();
        for (_, path) in &open {
            pages.entry(path).or_insert_with(|| self.0.hosting.fingerprint(path));
        }
        let build = self.0.site.build();
        let message = |page: bool| {
            event(
                &json!({"type": "changed", "build": build, "page": page, "files": files, "go": go}),
            )
        };
        let (with_page, without) = (message(true), message(false));
        let mut state = self.state();
        state.tabs.retain(|tab, at| {
            let Some((_, path)) = open.iter().find(|(known, _)| known == tab) else {
                return true;
            };
            let page = pages.get(path.as_str()).copied().flatten();
            let changed = page != at.page;
            at.page = page;
            if changed {
                at.sender.try_send(with_page.clone()).is_ok()
            } else if !files.is_empty() || go.is_some() {
                at.sender.try_send(without.clone()).is_ok()
            } else {
                true
            }
        });
    }

    /// The newest state of the files has problems: they are shown over the last good page; or, when the page is that of the newest
    /// files all the same (`is_shown`), in a corner. None: all is well again.
    pub fn problems(&self, problems: &[Problem], is_shown: bool) {
        let mut state = self.state();
        let message = if problems.is_empty() {
            if state.problems.take().is_none() {
                return;
            }
            event(&json!({"type": "fixed"}))
        } else {
            let items: Vec<Value> =
                problems.iter().take(SHOWN_PROBLEMS).map(Problem::to_json).collect();
            let more = problems.len() - items.len();
            let message = event(
                &json!({"type": "problems", "items": items, "more": more, "shown": is_shown}),
            );
            state.problems = Some(message.clone());
            message
        };
        state.tabs.retain(|_, at| at.sender.try_send(message.clone()).is_ok());
    }

    /// The paths of the tabs that are open.
    pub fn open(&self) -> Vec<String> {
        self.state().tabs.values().map(|tab| tab.path.clone()).collect()
    }

    /// A tab that shows `path` opens its channel. `None` if there are `most` already. It looks the page up, which may
    /// render it.
    pub(super) fn join(&self, path: &str, most: usize) -> Option<Seat> {
        // The page is looked up before the tab is entered, and the build asked for after: a build that comes
        // between is seen as newer by the browser, which then looks again.
        let page = self.0.hosting.fingerprint(path);
        let mut state = self.state();
        if state.tabs.len() >= most {
            return None;
        }
        let (sender, receiver) = mpsc::channel(WAITING);
        let hello = event(&json!({"type": "hello", "build": self.0.site.build()}));
        for message in [Some(hello), state.problems.clone()].into_iter().flatten() {
            sender.try_send(message).ok()?;
        }
        state.last_tab += 1;
        let tab = state.last_tab;
        state.tabs.insert(tab, Tab { path: path.to_owned(), page, sender });
        drop(state);
        Some(Seat { live: self.clone(), tab, receiver })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Live({:?})", self.open())
    }
}

/// A message as a server-sent event. JSON has no line breaks of its own.
fn event(message: &Value) -> Bytes {
    Bytes::from(format!("data: {message}\n\n"))
}
