//! Ctrl and C, and what a server sends to end a build: nothing half-written is left behind.
#![expect(clippy::exit, reason = "who was told to end must not wait for a build")]
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: which signals count is for the system to say"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anma::output::Abort;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// Whether the program is about to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on, a signal that ends the program removes what `stage` has written first. The exit code is the one that shells
    /// expect: 128 and the number of the signal, so 130 for Ctrl and C. A second signal ends the program at once, and so does the
    /// first one after the site is published.
    pub(crate) fn watch(stage: Abort) -> Self {
        let interrupt = Self::default();
        let is_ending = Arc::clone(&interrupt.0);
        let ignored = ignored();
        // `nohup` and shells ask for some to be ignored.
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter();
        let wanted = wanted.filter(|signal| ignored >> (signal - 1) & 1 == 0);
        // Where signals cannot be caught, they end the program all the same, and the next build clears away what is left.
        if let Ok(mut signals) = Signals::new(wanted) {
            std::thread::spawn(move || {
                let mut stage = Some(stage);
                for signal in signals.forever() {
                    let Some(stage) = stage.take() else {
                        let _ended = emulate_default_handler(signal);
                        continue;
                    };
                    let is_ending = Arc::clone(&is_ending);
                    std::thread::spawn(move || end(&stage, signal, &is_ending));
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

fn end(stage: &Abort, signal: i32, is_ending: &AtomicBool) {
    is_ending.store(true, Ordering::SeqCst);
    if stage.abort() {
        std::process::exit(128 + signal);
    }
    let _ended = emulate_default_handler(signal);
}

/// The signals that the program was started to ignore, one bit each.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
