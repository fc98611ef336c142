//! `anma new`.

use std::io::ErrorKind;
use std::process::ExitCode;

use crate::args::{Format, NewOptions};
use crate::{build, init, report};

/// Runs the command.
pub(crate) fn run(options: &NewOptions) -> ExitCode {
    if !options.root.join(anma::engine::CONFIG).is_file() {
        let message = format!(
            "{} has no anma.yaml; go to the folder of your site, or name it with --root",
            options.root
        );
        report::failure(&message, Format::Human);
        return ExitCode::from(report::USAGE);
    }
    if options.title.trim().is_empty() {
        report::failure("the title is empty", Format::Human);
        return ExitCode::from(report::USAGE);
    }
    let Some(today) = options.date.or_else(build::today) else {
        report::failure("SOURCE_DATE_EPOCH is not a number of seconds", Format::Human);
        return ExitCode::from(report::USAGE);
    };
    let (path, text) = anma::scaffold::page(options.kind, &options.title, today);
    let path = options.root.join(path);
    match init::write(&path, &text) {
        Ok(()) => {
            report::say(format_args!(
                "Made {path}. It is a draft until you take `draft: true` out."
            ));
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            report::failure(
                &format!("{path} is there already; choose another title, or edit that file"),
                Format::Human,
            );
            ExitCode::from(report::USAGE)
        }
        Err(error) => {
            report::failure(&format!("cannot write {path}: {error}"), Format::Human);
            ExitCode::from(report::MACHINE)
        }
    }
}
