//! Ctrl and C, and what a server sends to end a build: nothing half-written is left behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anma::output::Abort;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// Whether the program is about to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on, a signal that ends the program removes what `stage` has written first. The exit code is the one that shells
    /// expect: 128 and the number of the signal, so 130 for Ctrl and C.
    pub(crate) fn watch(stage: Abort) -> Self {
        let interrupt = Self::default();
        let is_ending = Arc::clone(&interrupt.0);
        // Where signals cannot be caught, they end the program all the same, and the next build clears away what is left.
        if let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) {
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    is_ending.store(true, Ordering::SeqCst);
                    stage.abort();
                    std::process::exit(128 + signal);
                }
            });
        }
        interrupt
    }

    /// Does not return while the program is about to end: whatever fails then, fails because of that.
    pub(crate) fn wait(&self) {
        while self.0.load(Ordering::SeqCst) {
            std::thread::park();
        }
    }
}
