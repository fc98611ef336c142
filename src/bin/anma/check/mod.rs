//! `anma check`.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: files of the site are read and written here"
)]

mod changed;
mod dictionary;
mod explain;
mod fix;
mod ledger;
mod locate;
mod options;
mod show;
mod web;

use std::collections::BTreeSet;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anma::check::Checked;
use anma::config::Config;
use anma::diagnostic::{Diagnostic, Notes, Severity};
use anma::engine::{Engine, Settings, Site, Update};
use anma::findings::{BASELINE_FILE, Baseline, Finding};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::progress::Progress;
use anma::project::{self, Project};
use anma::source::Sources;
use camino::{Utf8Path, Utf8PathBuf};

use crate::args::Format;
use crate::{build, report};

pub(crate) use options::{CheckOptions, EXIT_CODES};
use options::{Deny, Shape};

/// Why a check ended before it found anything.
pub(crate) struct Stop {
    message: String,
    code: u8,
}

impl Stop {
    fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: report::USAGE }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self { message: error.to_string(), code: report::MACHINE }
    }
}

/// Runs the command.
pub(crate) fn run(options: &CheckOptions) -> ExitCode {
    let result = match &options.explain {
        Some(rule) => explain::run(options, rule),
        None if options.test_rules => explain::test(options),
        None => check(options),
    };
    result.unwrap_or_else(|Stop { message, code }| {
        let format = if options.format == Shape::Json { Format::Json } else { Format::Human };
        report::failure(&message, format);
        ExitCode::from(code)
    })
}

/// A site that was checked.
struct Study {
    sources: Sources,
    engine: Engine,
    site: Arc<Site>,
    /// What a build would say, and what the rules find.
    found: Vec<Diagnostic>,
    checked: Checked,
}

fn check(options: &CheckOptions) -> Result<ExitCode, Stop> {
    let today = today(options)?;
    let wanted = Wanted::of(options)?;
    let mut study = match study(options, today)? {
        Ok(study) => study,
        Err((problems, sources)) => return Ok(show::unread(options, &problems, &sources)),
    };
    if let Some(shape) = options.ledger {
        return Ok(ledger::print(
            shape,
            &study.checked.acknowledged,
            &study.site.config,
            &study.sources,
        ));
    }
    if options.external {
        let more = web::check(&options.root, &study.site, today, study.engine.ruler(), |path| {
            wanted.has(path)
        })?;
        study.found.extend(more);
    }
    if options.fix {
        let written = fix::run(options, &study.checked, &study.sources, |path| wanted.has(path))?;
        if written > 0 {
            // What is left is told of the files as they are now.
            study = match self::study(options, today)? {
                Ok(study) => study,
                Err((problems, sources)) => return Ok(show::unread(options, &problems, &sources)),
            };
        }
    }
    report(options, &study, &wanted)
}

fn today(options: &CheckOptions) -> Result<anma::base::Date, Stop> {
    let today = options.date.or_else(build::today);
    today.ok_or_else(|| Stop::usage("SOURCE_DATE_EPOCH is not a number of seconds"))
}

/// Reads, makes and checks the site. Where it cannot be read: what is wrong with it.
fn study(
    options: &CheckOptions,
    today: anma::base::Date,
) -> Result<Result<Study, (Vec<Diagnostic>, Sources)>, Stop> {
    let root = &options.root;
    if !root.is_dir() {
        return Err(Stop::usage(format!("there is no folder {root}")));
    }
    let Project { sources, notes, config } = project::read(root, None)?;
    let speller = config.as_ref().map(|config: &Config| dictionary::find(root, config)).transpose();
    let speller = speller.map_err(Stop::usage)?.flatten();
    let mut engine = Engine::new(Arc::new(Gallery::at(root))).with_speller(speller);
    let calendar = Calendar { drafts: options.drafts, ..Calendar::on(today) };
    let Update { site, mut notes, .. } = engine.update(&sources, &Settings::new(calendar), notes);
    let Some(site) = site else { return Ok(Err((notes.into_sorted(), sources))) };
    let rendered = engine.observe(&site, &Progress::default(), &AtomicBool::new(false))?;
    notes.extend(rendered.into_iter().flat_map(|rendered| rendered.problems));
    let mut of_rules = Notes::default();
    let checked = engine.check(&site, &sources, today, &mut of_rules);
    notes.extend(of_rules);
    notes.extend(checked.findings.iter().cloned());
    Ok(Ok(Study { sources, engine, site, found: notes.into_sorted(), checked }))
}

/// Which files somebody wants to hear of.
struct Wanted {
    changed: Option<BTreeSet<String>>,
    files: Vec<String>,
}

impl Wanted {
    fn of(options: &CheckOptions) -> Result<Self, Stop> {
        let since = options.changed_since.as_deref();
        let changed = since.map(|revision| changed::since(&options.root, revision)).transpose();
        let files = options.files.iter().map(|file| in_site(&options.root, file));
        Ok(Self { changed: changed.map_err(Stop::usage)?, files: files.collect::<Result<_, _>>()? })
    }

    fn has(&self, path: &str) -> bool {
        let is_named = |one: &String| {
            path == one || path.strip_prefix(one.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        (self.files.is_empty() || self.files.iter().any(is_named))
            && self.changed.as_ref().is_none_or(|changed| changed.contains(path))
    }
}

/// The path in the site of a file that was typed, from here or from the folder of the site.
fn in_site(root: &Utf8Path, file: &Utf8Path) -> Result<String, Stop> {
    if root.join(file).exists() && file.is_relative() {
        return Ok(file.as_str().trim_end_matches('/').replace("./", ""));
    }
    let real = (root.canonicalize_utf8(), file.canonicalize_utf8());
    if let (Ok(root), Ok(file)) = real
        && let Ok(inside) = file.strip_prefix(&root)
    {
        return Ok(inside.to_string());
    }
    Err(Stop::usage(format!("there is no file {file} in the site")))
}

fn report(options: &CheckOptions, study: &Study, wanted: &Wanted) -> Result<ExitCode, Stop> {
    let ruler = study.engine.ruler();
    let least = if options.info { Severity::Note } else { Severity::Warning };
    // What keeps the site from being built concerns everybody, whichever file they ask for.
    let prevents = |one: &&Diagnostic| one.rule.is_none() && one.severity == Severity::Error;
    let of_files = |one: &&Diagnostic| {
        prevents(one) || one.span().is_none_or(|span| wanted.has(span.path.as_str()))
    };
    // What could not be built leaves gaps in the pages, which are no findings of their own.
    let is_broken = study.found.iter().any(|one| prevents(&one));
    let is_gap =
        |one: &&Diagnostic| is_broken && matches!(one.name(), "LINK-EMPTY" | "ASSET-BROKEN");
    let all = study.found.iter().filter(of_files).filter(|one| !is_gap(one));
    let all: Vec<&Diagnostic> = all.collect();
    let hidden = all.iter().filter(|one| one.severity < least).count();
    let mut locator = locate::Locator::new(&study.sources);
    let shown = all.into_iter().filter(|one| one.severity >= least);
    let shown: Vec<(Finding, &Diagnostic)> = shown
        .map(|one| {
            let ruler = ruler.map(|one| &**one);
            (show::finding(one, &mut locator, &study.sources, ruler), one)
        })
        .collect();
    let findings: Vec<Finding> = shown.iter().map(|(found, _)| found.clone()).collect();
    let list =
        options.root.join(options.baseline.as_deref().unwrap_or(Utf8Path::new(BASELINE_FILE)));
    if options.write_baseline {
        return write_baseline(&list, &findings);
    }
    let mut known = 0;
    let (mut gone, mut left) = (Vec::new(), findings);
    if let Some(baseline) = read_baseline(options, &list)? {
        let applied = baseline.apply(left);
        (left, known, gone) = (applied.new, applied.known, applied.gone);
        if wanted.changed.is_some() || !wanted.files.is_empty() {
            gone.clear();
        }
    }
    let denied = match options.deny {
        Deny::Error => anma::findings::Severity::Error,
        Deny::Warning => anma::findings::Severity::Warning,
    };
    // The worst comes first in the order of severities.
    let is_denied = left.iter().any(|one| one.severity <= denied);
    let counts = anma::findings::Counts {
        pages: study.site.graph.documents.len(),
        hidden,
        known,
        acknowledged: study.checked.acknowledged.iter().map(|one| one.count).sum(),
    };
    let printed = show::print(options, (&left, &shown), study, counts, gone.len());
    Ok(if is_denied { ExitCode::from(report::PROBLEMS) } else { printed })
}

fn read_baseline(options: &CheckOptions, list: &Utf8PathBuf) -> Result<Option<Baseline>, Stop> {
    if options.no_baseline || options.baseline.is_none() && !list.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(list)
        .map_err(|error| Stop::usage(format!("cannot read {list}: {error}")))?;
    Baseline::read(&text).map(Some).map_err(|problem| Stop::usage(format!("{list}: {problem}")))
}

fn write_baseline(list: &Utf8Path, findings: &[anma::findings::Finding]) -> Result<ExitCode, Stop> {
    std::fs::write(list, Baseline::of(findings).write())?;
    let findings = report::count(findings.len(), "finding", "findings");
    report::say(format_args!("Wrote {findings} to {list}. From now on only new ones are shown."));
    Ok(ExitCode::SUCCESS)
}
