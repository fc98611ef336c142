//! What `links`, `why` and `coverage` have in common: the site is read and understood, problems are shown, and the
//! report is printed for people or for programs.

use std::process::ExitCode;

use anma::base::Date;
use anma::diagnostic::{Diagnostic, Notes, Severity, to_json, visible};
use anma::engine::{Settings, Understanding, Understood, text_of, understand};
use anma::graph::{Calendar, EntryId};
use anma::link::Linker;
use anma::project::{self, Project};
use anma::report::{Reader, Site, Unknown, find_page};
use anma::source::Sources;
use camino::Utf8Path;
use serde_json::{Map, Value};

use crate::args::{Format, SiteOptions};
use crate::{build, report};

/// Findings of a kind that are listed; all of them are in the JSON.
pub(crate) const LISTED: usize = 20;

/// A site that reports can be made about.
pub(crate) struct Study<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) reader: Reader<'a>,
    /// The same site in each of its languages, its own first.
    pub(crate) editions: &'a [Understood],
    pub(crate) sources: &'a Sources,
    /// The day of the report.
    pub(crate) today: Date,
    root: &'a Utf8Path,
}

/// A report.
pub(crate) enum Report {
    /// For people.
    Text(Text),
    /// For programs.
    Json(Map<String, Value>),
}

impl Study<'_> {
    /// The page that `typed` means.
    pub(crate) fn page(&self, typed: &str) -> Result<EntryId, Box<Unknown>> {
        let root = self.root.canonicalize_utf8().ok();
        let typed_path = Utf8Path::new(typed).canonicalize_utf8().ok();
        let path = root.zip(typed_path);
        let path = path.as_ref().and_then(|(root, path)| path.strip_prefix(root).ok());
        find_page(self.site.graph, typed, path)
    }
}

/// Runs a report on a site.
pub(crate) fn run(
    options: &SiteOptions,
    make: impl FnOnce(&Study<'_>) -> Result<Report, Box<Unknown>>,
) -> ExitCode {
    let Some(today) = build::today() else {
        report::failure("SOURCE_DATE_EPOCH is not a number of seconds", options.format);
        return ExitCode::from(report::USAGE);
    };
    if !options.root.is_dir() {
        report::failure(&format!("there is no folder {}", options.root), options.format);
        return ExitCode::from(report::USAGE);
    }
    let Project { sources, notes, .. } = match project::read(&options.root, None) {
        Ok(project) => project,
        Err(error) => {
            report::failure(&error.to_string(), options.format);
            return ExitCode::from(report::MACHINE);
        }
    };
    let calendar =
        Calendar { drafts: options.drafts, future: options.future, ..Calendar::on(today) };
    let Understanding { site, others, diagnostics } =
        understand(&sources, &Settings::new(calendar), notes);
    let is_prevented = diagnostics.iter().any(prevents);
    let Some(site) = site.filter(|_| !is_prevented) else {
        report::diagnostics(&diagnostics, &sources, options.format, Severity::Note);
        let message = "no report can be made before these problems are solved";
        if options.format == Format::Human {
            report::tell(format_args!("{message}"));
        }
        return ExitCode::from(report::PROBLEMS);
    };
    // What is wrong with names was noted when the site was understood.
    let editions: Vec<Understood> = std::iter::once(site).chain(others).collect();
    let Understood { config, graph, linked, .. } = &editions[0];
    let linker = Linker::new(graph, config, &mut Notes::default());
    let site = Site { graph, config, linker: &linker, linked };
    let study = Study {
        site,
        reader: Reader::new(graph, &sources),
        editions: &editions,
        sources: &sources,
        today,
        root: &options.root,
    };
    match make(&study) {
        Ok(made) => print(made, &diagnostics, &sources),
        Err(unknown) => {
            report::failure(
                &visible(&format!("{}; {}", unknown.message, unknown.help)),
                options.format,
            );
            ExitCode::from(report::USAGE)
        }
    }
}

/// Whether the site cannot be understood because of a problem. Broken links and facts that contradict each other leave
/// nothing out, and are what reports are for.
fn prevents(diagnostic: &Diagnostic) -> bool {
    let group = diagnostic.code.0.split("::").next().unwrap_or_default();
    diagnostic.severity == Severity::Error && !matches!(group, "link" | "graph")
}

fn print(made: Report, diagnostics: &[Diagnostic], sources: &Sources) -> ExitCode {
    match made {
        Report::Text(text) => {
            report::diagnostics(diagnostics, sources, Format::Human, Severity::Error);
            let warnings =
                diagnostics.iter().filter(|one| one.severity == Severity::Warning).count();
            if warnings > 0 {
                let warnings = report::count(warnings, "warning", "warnings");
                report::tell(format_args!(
                    "note: the site has {warnings}; `anma build` shows them"
                ));
            }
            report::deliver_coloured(&text.0)
        }
        Report::Json(mut fields) => {
            fields.insert("version".to_owned(), 1.into());
            let problem = |one| {
                let line = to_json(one, |span| text_of(sources, span));
                serde_json::from_str(&line).unwrap_or(Value::Null)
            };
            fields.insert("diagnostics".to_owned(), diagnostics.iter().map(problem).collect());
            report::deliver(&format!("{}\n", Value::Object(fields)))
        }
    }
}

/// A JSON object as a report.
pub(crate) fn json(value: Value) -> Report {
    match value {
        Value::Object(fields) => Report::Json(fields),
        other => Report::Json(Map::from_iter([("report".to_owned(), other)])),
    }
}

/// A report for people. Nothing in it can move the cursor but what is put there here.
#[derive(Default)]
pub(crate) struct Text(String);

impl Text {
    /// A line; empty ones part paragraphs.
    pub(crate) fn line(&mut self, line: &str) {
        self.0.push_str(&visible(line));
        self.0.push('\n');
    }

    /// A heading, with an empty line before it unless it is the first line.
    pub(crate) fn heading(&mut self, line: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str("\u{1b}[1m");
        self.0.push_str(&visible(line));
        self.0.push_str("\u{1b}[0m\n");
    }

    /// Findings below a heading, one a line, the first of them; and how many more there are.
    pub(crate) fn findings(&mut self, heading: &str, lines: impl Iterator<Item = String>) {
        let mut shown = 0;
        let mut more = 0;
        for line in lines {
            if shown == 0 {
                self.heading(heading);
            }
            if shown < LISTED {
                self.line(&format!("- {line}"));
                shown += 1;
            } else {
                more += 1;
            }
        }
        if more > 0 {
            self.more(more);
        }
    }

    /// How many findings are not listed.
    pub(crate) fn more(&mut self, more: usize) {
        self.line(&format!("  and {more} more; `--format json` lists all of them"));
    }

    /// Words in lines of at most 80 columns, the first of which begins with `first` and the others with `indent`.
    pub(crate) fn wrapped(&mut self, text: &str, first: &str, indent: &str) {
        let mut line = first.to_owned();
        let mut is_empty = true;
        for word in text.split(' ') {
            if !is_empty && line.chars().count() + 1 + word.chars().count() > 80 {
                self.line(&line);
                indent.clone_into(&mut line);
            } else if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
            is_empty = false;
        }
        self.line(&line);
    }

    /// All of it.
    pub(crate) fn into_string(self) -> String {
        self.0
    }

    /// Whether nothing was written.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
