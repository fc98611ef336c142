//! `anma theme`.

use std::io::ErrorKind;
use std::process::ExitCode;

use anma::diagnostic::{Severity, closest};
use anma::engine::{Audit, Settings, audit_theme};
use anma::graph::Calendar;
use anma::project::{self, Project};
use camino::Utf8Path;

use crate::args::{Format, ThemeCheckOptions, ThemeCommand, ThemeEjectOptions};
use crate::{build, init, report};

/// Runs the command.
pub(crate) fn run(command: &ThemeCommand) -> ExitCode {
    match command {
        ThemeCommand::Check(options) => check(options),
        ThemeCommand::Eject(options) => eject(options),
    }
}

/// The site in `root`, its theme looked over.
fn look_over(
    root: &Utf8Path,
    theme: Option<&str>,
    format: Format,
) -> Result<(Audit, Project), ExitCode> {
    let Some(today) = build::today() else {
        report::failure("SOURCE_DATE_EPOCH is not a number of seconds", format);
        return Err(ExitCode::from(report::USAGE));
    };
    if !root.is_dir() {
        report::failure(&format!("there is no folder {root}"), format);
        return Err(ExitCode::from(report::USAGE));
    }
    let mut project = project::read(root, theme).map_err(|error| {
        report::failure(&error.to_string(), format);
        ExitCode::from(report::MACHINE)
    })?;
    // Pages that are not published yet show what published ones may not.
    let calendar = Calendar { drafts: true, future: true, expired: true, ..Calendar::on(today) };
    let settings = Settings { theme: theme.map(str::to_owned), ..Settings::new(calendar) };
    let noticed = std::mem::take(&mut project.notes);
    Ok((audit_theme(&project.sources, &settings, noticed), project))
}

fn check(options: &ThemeCheckOptions) -> ExitCode {
    let (audit, project) = match look_over(&options.root, options.theme.as_deref(), options.format)
    {
        Ok(looked) => looked,
        Err(code) => return code,
    };
    report::diagnostics(&audit.diagnostics, &project.sources, options.format, Severity::Note);
    let Some(site) = audit.site else { return ExitCode::from(report::PROBLEMS) };
    let found = audit.diagnostics.len();
    if options.format == Format::Human {
        let theme = &site.theme;
        let sets: Vec<&str> = theme.tokens.sets().collect();
        let sets = if sets.is_empty() { "none".to_owned() } else { sets.join(", ") };
        report::say(format_args!(
            "Theme {}: {}, token sets: {sets}. {}.",
            theme.layers.first().map_or("default", |layer| layer),
            report::count(theme.ejectable().len(), "file", "files"),
            if found == 0 {
                "No problems".to_owned()
            } else {
                report::count(found, "problem", "problems")
            },
        ));
    }
    if found == 0 { ExitCode::SUCCESS } else { ExitCode::from(report::PROBLEMS) }
}

fn eject(options: &ThemeEjectOptions) -> ExitCode {
    let (audit, project) = match look_over(&options.root, None, Format::Human) {
        Ok(looked) => looked,
        Err(code) => return code,
    };
    let Some(site) = audit.site else {
        report::diagnostics(&audit.diagnostics, &project.sources, Format::Human, Severity::Error);
        return ExitCode::from(report::PROBLEMS);
    };
    let names = site.theme.ejectable();
    let Some(name) = &options.path else {
        let list: Vec<&str> = names.iter().map(String::as_str).chain([""]).collect();
        return report::deliver(&list.join("\n"));
    };
    let Some(copy) = site.theme.eject(name) else {
        let help = match closest(name, names.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "`anma theme eject` without a name lists all".to_owned(),
        };
        report::failure(&format!("the theme has no file {name}; {help}"), Format::Human);
        return ExitCode::from(report::USAGE);
    };
    match init::write_bytes(&options.root.join(&copy.path), &copy.bytes) {
        Ok(()) => {
            report::say(format_args!(
                "Made {}. Change it as you like; remove it to have the original again.",
                copy.path
            ));
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            report::failure(
                &format!("{} is there already; nothing was changed", copy.path),
                Format::Human,
            );
            ExitCode::from(report::USAGE)
        }
        Err(error) => {
            report::failure(&format!("cannot write {}: {error}", copy.path), Format::Human);
            ExitCode::from(report::MACHINE)
        }
    }
}
