//! `anma rollback`.

use std::process::ExitCode;
use std::time::Duration;

use anma::output::{self, Changes, Failure};
use anma::project;

use crate::args::{Format, RollbackOptions};
use crate::{build, report};

/// Runs the command.
pub(crate) fn run(options: &RollbackOptions) -> ExitCode {
    match rollback(options) {
        Ok(changes) => {
            told(options.format, &changes);
            ExitCode::SUCCESS
        }
        Err((message, code)) => {
            report::failure(&message, options.format);
            ExitCode::from(code)
        }
    }
}

fn rollback(options: &RollbackOptions) -> Result<Changes, (String, u8)> {
    let root = &options.root;
    if !root.is_dir() {
        return Err((format!("there is no folder {root}"), report::USAGE));
    }
    // Only how to publish matters; whatever is wrong with the content must not stand in the way.
    let config = project::config(root).map_err(|error| (error.to_string(), report::MACHINE))?;
    let mut place = output::Settings {
        lock_wait: Duration::from_secs(u64::from(options.wait)),
        ..build::place(root, options.output.as_deref(), config.as_ref())
    };
    if config.is_none() {
        // What works for every folder, also for one that a container holds open.
        place.mode = output::Publish::Files;
    }
    let mut waiting = |other: Option<u32>| {
        if options.format == Format::Human {
            let other = other.map_or_else(String::new, |process| format!(" (process {process})"));
            report::tell(format_args!("note: waiting for a build{other} to finish"));
        }
    };
    let told = |failure: Failure| (failure.to_string(), failure.exit_code());
    output::rollback(&place, &mut waiting).map_err(told)
}

fn told(format: Format, changes: &Changes) {
    for warning in &changes.warnings {
        report::warning(warning, format);
    }
    let (written, removed) = (changes.written, changes.removed);
    if format == Format::Json {
        let files = written + changes.kept;
        let summary = serde_json::json!({"summary": {
            "ok": true, "files": files, "bytes": changes.bytes, "written": written, "removed": removed,
            "can_go_back": changes.can_go_back,
        }});
        report::say(format_args!("{summary}"));
        return;
    }
    let again =
        if changes.can_go_back { "; `anma rollback` once more takes this back" } else { "" };
    report::say(format_args!(
        "The site from before stands again: {} changed, {} removed. The next `anma build` publishes what the files of the site say now{again}.",
        report::count(written, "file", "files"),
        report::count(removed, "file", "files"),
    ));
}
