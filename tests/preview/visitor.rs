//! A visitor, who looks at pages that must be there, whole, all the time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::wire::ask;

#[derive(Debug, Default)]
struct State {
    /// Pages, and a text of which each answer must have one; none when any will do.
    pages: BTreeMap<String, Vec<String>>,
    wrong: Option<String>,
    looks: usize,
    ends: bool,
}

/// Looks at pages on a thread of its own until it is dropped.
pub(crate) struct Visitor {
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Visitor {
    pub(crate) fn new(port: u16) -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            while !lock(&shared).ends {
                let pages = lock(&shared).pages.clone();
                for (path, texts) in &pages {
                    look(port, path, texts, &shared);
                }
                std::thread::sleep(Duration::from_millis(3));
            }
        });
        Self { state, thread: Some(thread) }
    }

    /// Looks at `path` from now on; every answer must have one of `texts`.
    pub(crate) fn visits(&self, path: &str, texts: &[&str]) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        lock(&self.state).pages.insert(path.to_owned(), texts);
    }

    /// Looks at `path` no longer.
    pub(crate) fn leaves(&self, path: &str) {
        lock(&self.state).pages.remove(path);
    }

    /// What was wrong since somebody asked, and how many pages were looked at.
    pub(crate) fn report(&self) -> (Option<String>, usize) {
        let mut state = lock(&self.state);
        (state.wrong.take(), std::mem::take(&mut state.looks))
    }
}

fn look(port: u16, path: &str, texts: &[String], shared: &Mutex<State>) {
    let fault = match ask(port, path) {
        Err(error) => Some(error),
        Ok(answer) => answer.fault().or_else(|| {
            let text = answer.text();
            let is_good = texts.is_empty() || texts.iter().any(|one| text.contains(one));
            (!is_good).then(|| format!("the page says none of {texts:?}: {text}"))
        }),
    };
    let mut state = lock(shared);
    state.looks += 1;
    // Somebody may have said meanwhile that this page goes.
    if state.pages.get(path).is_some_and(|now| now == texts) && state.wrong.is_none() {
        state.wrong = fault.map(|fault| format!("{path}: {fault}"));
    }
}

impl Drop for Visitor {
    fn drop(&mut self) {
        lock(&self.state).ends = true;
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}
