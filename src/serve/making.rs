//! Work that may never end, because a template may not: it is done beside the loop of the preview, which can leave it.
//!
//! Nothing can stop a thread that is in a template. Whoever leaves one behind must end the program.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use super::watch::Waker;
use crate::base::Date;
use crate::diagnostic::{Diagnostic, Notes, Severity};
use crate::engine::{Engine, Rendered, Site};
use crate::progress::{Progress, Slow};
use crate::source::Sources;

/// A page that takes longer than this is taken for one that is never finished.
pub(super) const ENDLESS: Duration = Duration::from_secs(10);

/// A page is never finished.
pub(super) struct Endless;

/// What making all pages gave, and what `anma check` would say of them.
pub(super) type Made = io::Result<Option<(Rendered, Vec<Diagnostic>)>>;

/// All pages of a site in the making.
pub(super) struct Making {
    progress: Arc<Progress>,
    stop: Arc<AtomicBool>,
    result: Receiver<(Engine, Made)>,
    thread: Option<JoinHandle<()>>,
}

impl Making {
    /// Begins to make the pages of `site`, the one of the last update of `engine`. `waker` is called at the end.
    ///
    /// Then they are checked, with `sources`, which the site was made of, on the day `today`.
    pub(super) fn begin(
        mut engine: Engine,
        site: Arc<Site>,
        (sources, today): (Sources, Date),
        waker: Waker,
    ) -> Self {
        let (progress, stop) = (Arc::<Progress>::default(), Arc::<AtomicBool>::default());
        let (sender, result) = mpsc::channel();
        let (seen, stopped) = (Arc::clone(&progress), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            let made = engine.observe(&site, &seen, &stopped);
            let made = made.map(|made| {
                let rendered = made?;
                Some((rendered, check(&mut engine, &site, &sources, today)))
            });
            // Whoever left is not interested.
            let _sent = sender.send((engine, made));
            waker.wake();
        });
        Self { progress, stop, result, thread: Some(thread) }
    }

    /// Begins no further page.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// A page that seems to be never finished.
    pub(super) fn slow(&self) -> Option<Slow> {
        self.progress.slow(ENDLESS)
    }

    /// The engine and what it made, when it is done.
    pub(super) fn result(&mut self) -> Option<(Engine, Made)> {
        match self.result.try_recv() {
            Err(TryRecvError::Empty) => None,
            result => {
                // The thread has nothing left to do.
                if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
                    resume_unwind(panic);
                }
                result.ok()
            }
        }
    }
}

/// What rules find that a writer has to act on.
fn check(engine: &mut Engine, site: &Site, sources: &Sources, today: Date) -> Vec<Diagnostic> {
    let mut notes = Notes::default();
    let checked = engine.check(site, sources, today, &mut notes);
    notes.extend(checked.findings);
    notes.into_iter().filter(|one| one.severity > Severity::Note).collect()
}

/// Does `work`, which may look at pages, and waits for it, but not for ever.
pub(super) fn finish(work: impl FnOnce() + Send + 'static) -> Result<(), Endless> {
    let (sender, done) = mpsc::channel();
    let thread = thread::spawn(move || {
        work();
        let _sent = sender.send(());
    });
    match done.recv_timeout(ENDLESS) {
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Endless),
        Ok(()) | Err(mpsc::RecvTimeoutError::Disconnected) => {
            if let Err(panic) = thread.join() {
                resume_unwind(panic);
            }
            Ok(())
        }
    }
}

/// What the person is told of a page that seems to be never finished.
pub(super) fn endless(slow: &Slow) -> String {
    let template = match &*slow.template {
        "" => "its template".to_owned(),
        name => format!("the template {name}"),
    };
    format!(
        "the page {} takes more than {} seconds; look for a loop in {template}",
        slow.route.url(),
        ENDLESS.as_secs()
    )
}
