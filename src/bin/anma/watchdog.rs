//! Looks at a build from outside: a progress bar for people, and an end for templates that have none.
#![expect(clippy::exit, reason = "a template that never ends cannot be stopped in any other way")]

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anma::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Format;
use crate::report;

/// After so long a page is named.
const WARN: Duration = Duration::from_secs(10);
/// After so long the build ends. Nothing has been published by then.
const STOP: Duration = Duration::from_secs(70);
/// Builds that are shorter show no bar.
const QUICK: Duration = Duration::from_secs(1);

/// Watches a build until the returned value is dropped.
pub(crate) fn watch(progress: &Arc<Progress>, format: Format, quiet: bool) -> Watchdog {
    let bar = (format == Format::Human && !quiet && std::io::stderr().is_terminal()).then(|| {
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::hidden().with_style(style)
    });
    let alive = Arc::new(());
    let (progress, token, shown) = (Arc::clone(progress), Arc::downgrade(&alive), bar.clone());
    std::thread::spawn(move || {
        let start = Instant::now();
        let mut warned = false;
        while token.upgrade().is_some() {
            std::thread::sleep(Duration::from_millis(50));
            if let Some(bar) = &shown
                && start.elapsed() > QUICK
            {
                draw(bar, &progress);
            }
            if let Some(slow) = progress.slow(STOP) {
                let message = format!(
                    "the page {} with the template {} takes more than {} seconds, so the build was stopped; look for a loop in the template",
                    slow.route.url(),
                    slow.template,
                    STOP.as_secs()
                );
                report::failure(&message, format);
                std::process::exit(i32::from(report::PROBLEMS));
            }
            if let Some(slow) = progress.slow(WARN).filter(|_| !warned && format == Format::Human) {
                warned = true;
                let seconds = WARN.as_secs();
                report::tell(format_args!(
                    "note: the page {} with the template {} takes more than {seconds} seconds",
                    slow.route.url(),
                    slow.template
                ));
            }
        }
    });
    Watchdog { _alive: alive, bar }
}

fn draw(bar: &ProgressBar, progress: &Progress) {
    let (pictures, pages) = (progress.pictures(), progress.count());
    let (made, planned, what) = if pictures.0 < pictures.1 {
        (pictures.0, pictures.1, "pictures")
    } else {
        (pages.0, pages.1, "pages")
    };
    if planned > 0 {
        if bar.is_hidden() {
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        bar.set_message(what);
        bar.set_length(planned as u64);
        bar.set_position(made as u64);
    }
}

/// Ends the watch when dropped.
pub(crate) struct Watchdog {
    _alive: Arc<()>,
    bar: Option<ProgressBar>,
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
