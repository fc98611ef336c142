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
    // Only how to publish matters; whatever else is wrong with the content must not stand in the way.
    let project =
        project::read(root, None).map_err(|error| (error.to_string(), report::MACHINE))?;
    let place = output::Settings {
        lock_wait: Duration::from_secs(u64::from(options.wait)),
        ..build::place(root, options.output.as_deref(), project.config.as_ref())
    };
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
        }});
        report::say(format_args!("{summary}"));
        return;
    }
    report::say(format_args!(
        "The site from before stands again: {} changed, {} removed. The next `anma build` publishes what the files of the site say now; \
         `anma rollback` once more takes this back.",
        report::count(written, "file", "files"),
        report::count(removed, "file", "files"),
    ));
}
