//! `anma check --explain` and `anma check --test-rules`: the rules themselves.

use std::fmt::Write as _;
use std::process::ExitCode;

use anma::config::Config;
use anma::diagnostic::{Code, Diagnostic, Notes, Severity, closest};
use anma::engine::{self, try_examples};
use anma::project::{self, Project};
use anma::rules::page_of;
use anma::source::Sources;

use super::Stop;
use super::options::CheckOptions;
use crate::args::Format;
use crate::report;

/// The files and settings of the site, or of none where there is no site: the rules of the program hold anywhere.
fn read(options: &CheckOptions) -> Result<(Sources, Config, Notes), Stop> {
    if !options.root.join(engine::CONFIG).is_file() {
        return Ok((Sources::default(), Config::default_for(""), Notes::default()));
    }
    let Project { sources, config, notes } = project::read(&options.root, None)?;
    Ok((sources, config.unwrap_or_else(|| Config::default_for("")), notes))
}

/// Explains a rule; without one, lists them all.
pub(super) fn run(options: &CheckOptions, name: &str) -> Result<ExitCode, Stop> {
    let (sources, config, mut notes) = read(options)?;
    let rules = anma::check::all_rules(&sources, &config, &mut notes);
    if name.is_empty() {
        let mut text = String::new();
        for rule in &rules {
            let level = match rule.level {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            let message = rule.message.replace("`%s`", "…").replace("%s", "…");
            let _written = writeln!(text, "{:<26} {level:<8} {message}", rule.name);
        }
        return Ok(report::deliver(&text));
    }
    let upper = name.to_uppercase();
    if let Some(rule) = rules.iter().find(|rule| *rule.name == *upper) {
        return Ok(report::deliver(&page_of(rule)));
    }
    let names = rules.iter().map(|rule| &*rule.name);
    let hint = match closest(&upper, names) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`anma check --explain` lists all rules".to_owned(),
    };
    Err(Stop::usage(format!("there is no rule `{name}`; {hint}")))
}

/// Tries every rule on its own examples.
pub(super) fn test(options: &CheckOptions) -> Result<ExitCode, Stop> {
    let (sources, config, mut notes) = read(options)?;
    let tried = try_examples(&sources, &config);
    notes.extend(tried.wrong);
    // A file that cannot be read is told of by itself, and a rule by two roads.
    let is_of_rules = |one: &Diagnostic| {
        one.span().is_none_or(|span| span.path.starts_with("rules") || one.code == Code::RULE)
    };
    notes.retain(is_of_rules);
    let wrong = notes.into_sorted();
    report::diagnostics(&wrong, &sources, Format::Human, Severity::Note);
    let rules = report::count(tried.rules, "rule", "rules");
    let texts = report::count(tried.texts, "text", "texts");
    let errors = wrong.iter().filter(|one| one.severity == Severity::Error).count();
    if errors == 0 {
        report::say(format_args!("{texts} of {rules} tried: all are right."));
        return Ok(ExitCode::SUCCESS);
    }
    let errors = report::count(errors, "problem", "problems");
    report::say(format_args!("{texts} of {rules} tried: {errors}."));
    Ok(ExitCode::from(report::PROBLEMS))
}
