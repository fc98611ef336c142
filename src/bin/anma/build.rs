//! `anma build`.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: clock and environment become values here"
)]

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anma::base::{Date, Fingerprint};
use anma::config::{self, BaseUrl};
use anma::diagnostic::{Notes, Severity};
use anma::engine::{self, Outcome, Settings, Site};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::output::{self, BuildMark, Changes, Difference, Failure, Sink, Store, Totals};
use anma::picture::Pictures;
use anma::progress::Progress;
use anma::project::{self, Project};
use anma::source::Sources;
use camino::{Utf8Path, Utf8PathBuf};

use crate::args::{BuildOptions, Format, ServeOptions};
use crate::interrupt::Interrupt;
use crate::{report, watchdog};

/// Where the index for search is kept below the site's folder.
const INDEX: &str = ".anma/cache/search";

/// Runs the command.
pub(crate) fn run(options: &BuildOptions) -> ExitCode {
    let start = Instant::now();
    let settings = match settings(options) {
        Ok(settings) => settings,
        Err(message) => {
            report::failure(&message, options.format);
            return ExitCode::from(report::USAGE);
        }
    };
    if let Some(jobs) = options.jobs {
        // Fails only when the pool exists already, and nothing has used it yet.
        let _set = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    match build(options, &settings, start) {
        Ok(code) => code,
        Err(Stop { message, code }) => {
            report::failure(&message, options.format);
            ExitCode::from(code)
        }
    }
}

/// The end of a build that is not about content.
struct Stop {
    message: String,
    code: u8,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self { message: failure.to_string(), code: failure.exit_code() }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self { message: error.to_string(), code: report::MACHINE }
    }
}

/// Today, as the environment or the clock says (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub(crate) fn today() -> Option<Date> {
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        return epoch.trim().parse().ok().and_then(Date::from_unix_seconds);
    }
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok().and_then(Date::from_unix_seconds)
}

fn settings(options: &BuildOptions) -> Result<Settings, String> {
    let today =
        options.date.or_else(today).ok_or("SOURCE_DATE_EPOCH is not a number of seconds")?;
    let calendar = Calendar {
        today,
        drafts: options.drafts,
        future: options.future,
        expired: options.expired,
    };
    let base_url = options.base_url.as_deref().map(BaseUrl::parse).transpose();
    let base_url = base_url.map_err(|problem| format!("--base-url {problem}"))?;
    Ok(Settings {
        calendar,
        base_url,
        theme: options.theme.clone(),
        relative: options.relative,
        strict: options.strict,
    })
}

fn build(options: &BuildOptions, settings: &Settings, start: Instant) -> Result<ExitCode, Stop> {
    let root = &options.root;
    if !root.is_dir() {
        return Err(Stop { message: format!("there is no folder {root}"), code: report::USAGE });
    }
    let Project { sources, notes, config } = project::read(root, options.theme.as_deref())?;
    let read = start.elapsed();
    let place = output::Settings {
        adopt: options.adopt,
        lock_wait: Duration::from_secs(u64::from(options.wait)),
        ..place(root, options.output.as_deref(), config.as_ref())
    };
    let mark = BuildMark {
        program: format!("{} {}", env!("CARGO_PKG_VERSION"), env!("ANMA_BUILD_ID")),
        inputs: Fingerprint::all([sources.fingerprint(), settings.fingerprint()]),
    };
    if notes.is_empty()
        && let Some(totals) = output::standing(&place, &mark)?
    {
        standing(options, totals, start);
        return verify(options, settings, &place);
    }
    let mut waiting = |other: Option<u32>| {
        if options.format == Format::Human {
            let other = other.map_or_else(String::new, |process| format!(" (process {process})"));
            report::tell(format_args!("note: waiting for another build{other} to finish"));
        }
    };
    // Without settings there is no site, so nothing may be opened, let alone made.
    let stage = if config.is_some() { Some(output::open(&place, &mut waiting)?) } else { None };
    let interrupt = match &stage {
        Some(stage) => Interrupt::watch(stage.abort_handle()?),
        None => Interrupt::default(),
    };
    let progress = Arc::new(Progress::default());
    let watch = watchdog::watch(&progress, options.format, options.quiet);
    let gallery = Arc::new(Gallery::at(root).eager());
    let nothing = output::Memory::default();
    let sink: &dyn Sink = stage.as_ref().map_or(&nothing, |stage| stage);
    let outside = (Arc::clone(&gallery) as _, sink);
    let kept = Store::new(root, INDEX);
    let outcome = made((&sources, settings), notes, outside, Some(&kept), &progress);
    interrupt.wait();
    let outcome = outcome?;
    drop(watch);
    // What fails the build is always said.
    let least = match (options.quiet, options.strict) {
        (false, _) => Severity::Note,
        (true, true) => Severity::Warning,
        (true, false) => Severity::Error,
    };
    report::diagnostics(&outcome.diagnostics, &sources, options.format, least);
    let Some(stage) = stage.filter(|_| outcome.ok) else {
        drop_message(options, &outcome);
        return Ok(ExitCode::from(report::PROBLEMS));
    };
    let publishing = Instant::now();
    // A build that has something to say must say it again next time, so it leaves no mark.
    let silent = outcome.diagnostics.is_empty() && outcome.hidden.is_empty();
    let mark = if silent { mark } else { BuildMark { inputs: Fingerprint::default(), ..mark } };
    let changes = stage.commit(&mark)?;
    summary(options, (&outcome, gallery.read()), &changes, start);
    if options.timings {
        timings(&outcome, read, publishing.elapsed());
    }
    // The program ends soon; taking its largest values apart would only cost time.
    std::mem::forget((outcome, sources));
    verify(options, settings, &place)
}

/// Builds the site, and the index for search if the site may be published.
fn made(
    (sources, settings): (&Sources, &Settings),
    notes: Notes,
    (pictures, sink): (Arc<dyn Pictures>, &dyn Sink),
    kept: Option<&Store>,
    progress: &Progress,
) -> std::io::Result<Outcome> {
    let mut outcome = engine::build(sources, settings, notes, (pictures, sink), progress)?;
    if let Some(site) = outcome.site.as_ref().filter(|_| outcome.ok) {
        let start = Instant::now();
        engine::index(site, kept, sink)?;
        outcome.timings.push(("search", start.elapsed()));
    }
    Ok(outcome)
}

/// Builds everything from scratch, if that was asked for, and says which files of the output folder differ.
fn verify(
    options: &BuildOptions,
    settings: &Settings,
    place: &output::Settings,
) -> Result<ExitCode, Stop> {
    if !options.verify {
        return Ok(ExitCode::SUCCESS);
    }
    let start = Instant::now();
    let Project { sources, notes, .. } = project::read(&options.root, options.theme.as_deref())?;
    let compare = output::Compare::new(place)?;
    // What was kept is not trusted here, so pictures and the index are made anew.
    let outside = (Gallery::in_memory(), &compare as _);
    made((&sources, settings), notes, outside, None, &Progress::default())?;
    let (differences, files) = compare.differences()?;
    let line = |difference: &Difference| match difference {
        Difference::Other(route) => format!("{route} differs from a build from scratch"),
        Difference::Missing(route) => format!("{route} is missing"),
        Difference::Extra(route) => format!("{route} is not made by a build from scratch"),
    };
    if options.format == Format::Json {
        let lines: Vec<String> = differences.iter().map(line).collect();
        let summary = serde_json::json!({"verify": {
            "ok": lines.is_empty(), "files": files, "differences": lines,
            "milliseconds": milliseconds(start),
        }});
        report::say(format_args!("{summary}"));
    } else if differences.is_empty() && !options.quiet {
        let files = report::count(files, "file is", "files are");
        report::say(format_args!(
            "Verified: {files} as a build from scratch makes them, in {}",
            seconds(start.elapsed())
        ));
    } else {
        for difference in &differences {
            report::tell(format_args!("error: {}", line(difference)));
        }
    }
    Ok(ExitCode::from(if differences.is_empty() { 0 } else { report::PROBLEMS }))
}

/// Writes the site that a preview shows to its output folder.
pub(crate) fn publish(options: &ServeOptions, site: &Site) -> Result<(), String> {
    let write = || -> Result<(), Failure> {
        let (root, output) = (&options.root, options.output.as_deref());
        let place = place(root, output, Some(&site.config));
        let stage = output::open(&place, &mut |_| {})?;
        engine::write(site, &stage, &Progress::default())?;
        engine::index(site, Some(&Store::new(root, INDEX)), &stage)?;
        // What a preview shows is no build of what is published, so the next build must look for itself.
        let mark = BuildMark { program: String::new(), inputs: Fingerprint::default() };
        stage.commit(&mark).map(drop)
    };
    write().map_err(|failure| failure.to_string())
}

/// Where the site is written, and what must never be written to.
pub(crate) fn place(
    root: &Utf8Path,
    output: Option<&Utf8Path>,
    config: Option<&config::Config>,
) -> output::Settings {
    let root = absolute(root);
    let output = output.map_or_else(|| root.join("output"), absolute);
    let home = std::env::home_dir().and_then(|home| Utf8PathBuf::from_path_buf(home).ok());
    let mode = match config.map_or(config::Publish::Auto, |config| config.publish) {
        config::Publish::Auto => output::Publish::Auto,
        config::Publish::Swap => output::Publish::Swap,
        config::Publish::Files => output::Publish::Files,
    };
    let folders = project::FOLDERS.iter().copied().chain(["themes", "data"]);
    output::Settings {
        output,
        roots: home.into_iter().chain([root.clone()]).collect(),
        protected: folders.map(|folder| root.join(folder)).collect(),
        mode,
        adopt: false,
        keep: vec![".gitkeep".to_owned()],
        lock_wait: Duration::from_mins(1),
        sync: true,
    }
}

fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned())
}

fn standing(options: &BuildOptions, totals: Totals, start: Instant) {
    if options.format == Format::Json {
        let summary = serde_json::json!({"summary": {
            "ok": true, "files": totals.files, "bytes": totals.bytes, "written": 0, "removed": 0,
            "errors": 0, "warnings": 0, "milliseconds": milliseconds(start),
        }});
        report::say(format_args!("{summary}"));
    } else if !options.quiet {
        let files = report::count(totals.files, "file", "files");
        report::say(format_args!(
            "Nothing has changed: {files}, {}, checked in {}",
            report::size(totals.bytes),
            seconds(start.elapsed())
        ));
    }
}

fn milliseconds(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

fn tally(outcome: &Outcome, severity: Severity) -> usize {
    outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
}

fn summary(
    options: &BuildOptions,
    (outcome, pictures): (&Outcome, usize),
    changes: &Changes,
    start: Instant,
) {
    for warning in &changes.warnings {
        report::warning(warning, options.format);
    }
    let warnings = tally(outcome, Severity::Warning) + changes.warnings.len();
    if options.format == Format::Json {
        let summary = serde_json::json!({"summary": {
            "ok": true, "pages": outcome.pages, "assets": outcome.assets,
            "files": changes.written + changes.kept, "bytes": changes.bytes,
            "written": changes.written, "removed": changes.removed, "hidden": outcome.hidden.len(),
            "pictures": pictures,
            "errors": 0, "warnings": warnings, "milliseconds": milliseconds(start),
        }});
        report::say(format_args!("{summary}"));
        return;
    }
    if options.quiet {
        return;
    }
    for page in &outcome.hidden {
        if options.verbose || outcome.hidden.len() <= 3 {
            report::say(format_args!(
                "Not shown: `{}` ({}) {}",
                page.title,
                page.path,
                page.words()
            ));
        }
    }
    if outcome.hidden.len() > 3 && !options.verbose {
        report::say(format_args!(
            "Not shown: {}; `--verbose` lists them",
            report::count(outcome.hidden.len(), "page", "pages")
        ));
    }
    if options.verbose {
        report::say(format_args!(
            "Changed: {}, removed: {}",
            report::count(changes.written, "file", "files"),
            report::count(changes.removed, "file", "files")
        ));
        report::say(format_args!("Worked on {}", report::count(pictures, "picture", "pictures")));
    }
    report::say(format_args!(
        "Built {}, {}, {} in {}, {}",
        report::count(outcome.pages, "page", "pages"),
        report::count(outcome.assets, "asset", "assets"),
        report::size(changes.bytes),
        seconds(start.elapsed()),
        report::count(warnings, "warning", "warnings"),
    ));
}

fn drop_message(options: &BuildOptions, outcome: &Outcome) {
    let (errors, warnings) = (tally(outcome, Severity::Error), tally(outcome, Severity::Warning));
    if options.format == Format::Json {
        report::say(format_args!(
            "{}",
            serde_json::json!({"summary": {"ok": false, "errors": errors, "warnings": warnings}})
        ));
        return;
    }
    let strict = if errors == 0 { " (with --strict, a warning is enough)" } else { "" };
    report::tell(format_args!(
        "Nothing was published: {}, {}{strict}. The last site is as it was.",
        report::count(errors, "error", "errors"),
        report::count(warnings, "warning", "warnings"),
    ));
}

fn timings(outcome: &Outcome, read: Duration, publish: Duration) {
    let stages = std::iter::once(("read", read))
        .chain(outcome.timings.iter().copied())
        .chain([("publish", publish)]);
    for (stage, time) in stages {
        report::tell(format_args!("{stage:>8} {:9.1} ms", time.as_secs_f64() * 1e3));
    }
}
