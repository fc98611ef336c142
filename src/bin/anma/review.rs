//! `anma review`.

use std::fs;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anma::base::Date;
use anma::diagnostic::{Diagnostic, Severity, closest, visible};
use anma::document::Document;
use anma::engine::{Settings, Understanding, Understood, understand};
use anma::graph::{Calendar, EntryId, Graph};
use anma::project::{self, Project};
use anma::report::{Unknown, find_page};
use anma::schema::{Kind, Kinds};
use anma::seal::{self, Entry};
use anma::source::Sources;
use camino::{Utf8Path, Utf8PathBuf};

use crate::args::{Format, ReviewOptions};
use crate::{build, report};

const PERSON: Kinds = Kinds::of(&[Kind::Person]);

/// Why nothing was written: the exit code, and a sentence if it was not said already.
struct Failure(u8, Option<String>);

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self(report::USAGE, Some(message.into()))
    }
}

/// Runs the command.
pub(crate) fn run(options: &ReviewOptions) -> ExitCode {
    match review(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(code, message)) => {
            if let Some(message) = message {
                report::failure(&visible(&message), Format::Human);
            }
            ExitCode::from(code)
        }
    }
}

fn review(options: &ReviewOptions) -> Result<(), Failure> {
    let Some(today) = build::today() else {
        return Err(Failure::usage("SOURCE_DATE_EPOCH is not a number of seconds"));
    };
    let on = options.on.unwrap_or(today);
    check_days(options, on, today)?;
    if !options.root.is_dir() {
        return Err(Failure::usage(format!("there is no folder {}", options.root)));
    }
    let Project { sources, notes, .. } = project::read(&options.root, None)
        .map_err(|error| Failure(report::MACHINE, Some(error.to_string())))?;
    // A page may be reviewed before it is shown, and after.
    let calendar = Calendar { drafts: true, future: true, expired: true, ..Calendar::on(today) };
    let Understanding { site, others, diagnostics } =
        understand(&sources, &Settings::new(calendar), notes);
    let Some(site) = site else {
        report::diagnostics(&diagnostics, &sources, Format::Human, Severity::Error);
        return Err(Failure(report::PROBLEMS, None));
    };
    let (of, id) = find(&site, &others, options)?;
    let document = of.graph.document(id).filter(|document| document.key.is_none());
    let Some((document, text)) =
        document.and_then(|document| Some((document, sources.text(&document.path)?)))
    else {
        let title = &of.graph.entry(id).title;
        return Err(Failure::usage(format!(
            "`{title}` has no file of its own, so there is nothing to review"
        )));
    };
    refuse_mistakes(document, text, &diagnostics, &sources)?;
    let by = person(&site.graph, &options.by)?;
    let by_title = &site.graph.entry(by).title;
    let next = next_review(document, options.next, on, of);
    let name = name_of(&site.graph, by);
    let entry = Entry { by: name, on, seal: document.seal_of(text), next };
    let new = seal::write(text, &document.path, &entry).map_err(|_| {
        Failure(
            report::PROBLEMS,
            Some(format!(
                "the fields of {} are written in a way that leaves no room for another line; write `reviewed: {}` there by hand",
                document.path,
                entry.line()
            )),
        )
    })?;
    if !options.dry_run {
        write(&options.root.join(&document.path), text, &new)
            .map_err(|error| failed(&document.path, &error))?;
    }
    say(options, document, by_title, &entry, (text, &new));
    Ok(())
}

fn check_days(options: &ReviewOptions, on: Date, today: Date) -> Result<(), Failure> {
    if on > today.end_of_day() {
        return Err(Failure::usage(format!(
            "{} has not come yet; name the day on which the page was read",
            on.human()
        )));
    }
    match options.next.filter(|next| *next <= on.end_of_day()) {
        Some(next) => Err(Failure::usage(format!(
            "the next review ({}) must come after this one ({})",
            next.human(),
            on.human()
        ))),
        None => Ok(()),
    }
}

/// The page that is meant, in the first language that has it.
fn find<'a>(
    site: &'a Understood,
    others: &'a [Understood],
    options: &ReviewOptions,
) -> Result<(&'a Understood, EntryId), Failure> {
    let typed = &options.page;
    let root = options.root.canonicalize_utf8().ok();
    let path = root.zip(Utf8Path::new(typed).canonicalize_utf8().ok());
    let path: Option<Utf8PathBuf> =
        path.and_then(|(root, path)| Some(path.strip_prefix(root).ok()?.to_owned()));
    let found = find_page(&site.graph, typed, path.as_deref());
    let unknown = match found {
        Ok(id) => return Ok((site, id)),
        Err(unknown) => unknown,
    };
    for other in others {
        if let Ok(id) = find_page(&other.graph, typed, path.as_deref())
            && !other.graph.is_borrowed(id)
        {
            return Ok((other, id));
        }
    }
    let Unknown { message, help } = *unknown;
    Err(Failure::usage(format!("{message}; {help}")))
}

/// Shows what is wrong with the fields of the page: nobody can tell then what was reviewed.
fn refuse_mistakes(
    document: &Document,
    text: &str,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> Result<(), Failure> {
    let body = anma::matter::split(text).body.start;
    let is_mistake = |one: &&Diagnostic| {
        let place = one.span();
        one.severity == Severity::Error
            && place.is_some_and(|span| {
                span.path == document.path && (span.start as usize) < body.max(1)
            })
    };
    let mistakes: Vec<Diagnostic> = diagnostics.iter().filter(is_mistake).cloned().collect();
    // A name of another reviewer may be wrong: it is about to be replaced.
    let is_old_review = |one: &Diagnostic| {
        let old = document.matter.reviewed.as_ref().and_then(|reviewed| reviewed.by.as_ref());
        old.is_some_and(|by| one.span() == Some(&by.span))
    };
    if mistakes.iter().all(is_old_review) {
        return Ok(());
    }
    report::diagnostics(&mistakes, sources, Format::Human, Severity::Error);
    let message = format!(
        "the fields of {} have mistakes; correct them first, then review the page",
        document.path
    );
    Err(Failure(report::PROBLEMS, Some(message)))
}

fn person(graph: &Graph, typed: &str) -> Result<EntryId, Failure> {
    if let Some(id) = graph.named(typed.trim(), PERSON) {
        return Ok(id);
    }
    let is_person = |id: &EntryId| graph.entry(*id).kind == Kind::Person;
    let people: Vec<EntryId> = graph.ids().filter(is_person).collect();
    let names = people.iter().flat_map(|id| {
        let entry = graph.entry(*id);
        [&*entry.title, &*entry.id]
    });
    let names: Vec<&str> = names.collect();
    let help = match closest(typed, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if people.is_empty() => {
            "the site has no people yet, start a page with `anma new person NAME`".to_owned()
        }
        None => {
            let titles: Vec<String> =
                people.iter().map(|id| format!("`{}`", graph.entry(*id).title)).collect();
            format!("there is {}", titles.join(", "))
        }
    };
    Err(Failure::usage(format!("no person of the site is called `{typed}`; {help}")))
}

/// What front matter calls a person: the file's name, which stays when somebody marries.
fn name_of(graph: &Graph, person: EntryId) -> &str {
    let entry = graph.entry(person);
    if graph.named(&entry.id, PERSON) == Some(person) { &entry.id } else { &entry.title }
}

/// The day of the next review that must be written: the one that was typed, or one in the place of a day that is past.
fn next_review(
    document: &Document,
    typed: Option<Date>,
    on: Date,
    site: &Understood,
) -> Option<Date> {
    let is_past = |day: Date| day <= on.end_of_day();
    typed.or_else(|| {
        document.matter.next_review.filter(|day| is_past(*day))?;
        let months = i32::try_from(site.config.reviews.due).unwrap_or(i32::MAX);
        Some(on.months_after(months))
    })
}

/// Puts `new` in the place of `old`: the file is the one or the other, whatever happens.
#[expect(clippy::disallowed_methods, reason = "the file may be another than the one that was read")]
fn write(path: &Utf8Path, old: &str, new: &str) -> io::Result<()> {
    // What a link leads to is written, and the link stays.
    let path = path.canonicalize_utf8()?;
    if fs::read(&path)? != old.as_bytes() {
        return Err(io::Error::other("it was changed by somebody else just now; try again"));
    }
    let name = path.file_name().unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.anma-{}", std::process::id()));
    let written = (|| {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(new.as_bytes())?;
        file.set_permissions(fs::metadata(&path)?.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    })();
    if written.is_err() {
        let _nothing_else_can_be_done = fs::remove_file(&beside);
    }
    written
}

fn failed(path: &Utf8Path, error: &io::Error) -> Failure {
    Failure(report::MACHINE, Some(format!("cannot write {path}: {error}")))
}

fn say(
    options: &ReviewOptions,
    document: &Document,
    by: &str,
    entry: &Entry<'_>,
    (old, new): (&str, &str),
) {
    let title = &document.matter.title;
    let (is, will) = if options.dry_run { ("would be", "would have") } else { ("is now", "has") };
    report::say(format_args!(
        "{}",
        visible(&format!(
            "`{title}` ({}) {is} marked as reviewed by {by} on {}, and {will} the seal {}.",
            document.path,
            entry.on.human(),
            entry.seal
        ))
    ));
    if let Some(next) = entry.next {
        let past =
            if options.next.is_some() { "" } else { ", because the day in the file was past" };
        report::say(format_args!("The next review is due by {}{past}.", next.human()));
    }
    if options.dry_run {
        report::say(format_args!("Nothing was written. These lines would be new:"));
        let known: Vec<&str> = old.lines().collect();
        for line in new.lines().filter(|line| !known.contains(line)) {
            report::say(format_args!("  {}", visible(line)));
        }
    }
}
