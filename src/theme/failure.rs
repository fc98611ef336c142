//! What tera reports, as diagnostics that point into the template.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;
use tera::{Error, ErrorKind, ReportError};

use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;

/// Whether the template itself cannot be read.
pub(super) fn is_syntax(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::SyntaxError(_))
}

/// A theme cannot be loaded: everything that is wrong with its templates.
pub(super) fn loading(error: &Error, templates: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::Msg(text) if text.contains(PLACE) => reports(text, templates),
        _ => vec![loading_one(error, templates)],
    }
}

/// What stands before the place in a report of tera.
const PLACE: &str = "--> ";

/// References to what does not exist come as one text with a report for each; see `generate_report` of tera.
fn reports(text: &str, templates: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error: ") {
            message = rest;
        } else if let Some(place) = line.trim_start().strip_prefix(PLACE) {
            let name = message.split('`').nth(1).unwrap_or_default();
            let what = message.split(' ').nth(1).unwrap_or("name");
            let message = format!("there is no {what} `{name}`, which this template uses");
            let names = templates.keys().filter_map(|name| Some(name.split_once('/')?.1));
            let known = names.filter(|_| what == "template");
            found.push(
                Diagnostic::error(Code::TEMPLATE_SYNTAX, span_of(place, name, templates), message)
                    .did_you_mean(name, known, "docs/themes.md lists what a template can use"),
            );
        }
    }
    found
}

/// The place `clinic/article.html:1:20` of the word `name`.
fn span_of(place: &str, name: &str, templates: &BTreeMap<String, Source>) -> Span {
    let mut parts = place.trim().rsplitn(3, ':');
    let mut number =
        || parts.next().and_then(|part| part.parse::<usize>().ok()).unwrap_or(1).max(1) - 1;
    let (column, line) = (number(), number());
    let file = parts.next().unwrap_or_default();
    let path = path_of(file, templates);
    let Some(text) = templates.get(file).and_then(Source::as_text) else {
        return Span::file(&path);
    };
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let start = start + rest.char_indices().nth(column).map_or(0, |(at, _)| at);
    // Tera marks the whole call; the name itself is what is wrong.
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    match line.find(name) {
        Some(at) => Span::new(&path, start + at..start + at + name.len()),
        None => Span::new(&path, start..start),
    }
}

fn loading_one(error: &Error, templates: &BTreeMap<String, Source>) -> Diagnostic {
    let file = |name: &str| Span::file(&path_of(name, templates));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = format!("the template cannot be read: {}", tidy(report.message()));
            Diagnostic::error(Code::TEMPLATE_SYNTAX, span(report, templates), message)
                .help("docs/themes.md describes what a template may contain")
        }
        ErrorKind::MissingParent { current, parent } => {
            let message =
                format!("the template `{current}` extends `{parent}`, which does not exist");
            Diagnostic::error(Code::TEMPLATE_UNKNOWN, file(current), message).did_you_mean(
                parent,
                templates.keys().filter_map(|name| Some(name.split_once('/')?.1)),
                "add that template, or take `extends` out",
            )
        }
        ErrorKind::CircularExtend { tpl, .. } => Diagnostic::error(
            Code::TEMPLATE_SYNTAX,
            file(tpl),
            format!("the template `{tpl}` extends itself"),
        )
        .help("name the layer that you mean, such as `default/base.html`"),
        ErrorKind::CircularInclude { tpl, .. } => Diagnostic::error(
            Code::TEMPLATE_SYNTAX,
            file(tpl),
            format!("the template `{tpl}` includes itself"),
        )
        .help("take one of the includes out"),
        other => {
            let name = templates
                .keys()
                .find(|name| other.to_string().contains(name.as_str()))
                .cloned()
                .unwrap_or_default();
            Diagnostic::error(
                Code::TEMPLATE_SYNTAX,
                file(&name),
                format!("the theme cannot be loaded: {}", tidy(&other.to_string())),
            )
        }
    }
}

/// A page cannot be made; `page` says which, in words.
pub(super) fn rendering(
    error: &Error,
    template: &str,
    page: &str,
    templates: &BTreeMap<String, Source>,
) -> Diagnostic {
    let help = "docs/themes.md lists everything that a template can use";
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let said = tidy(report.message());
            let (said, known) = said.split_once(". Available fields: ").unwrap_or((&said, ""));
            let message = format!("the template failed while making {page}: {said}");
            let name = said.split('`').nth(1).unwrap_or_default();
            let otherwise = if said.ends_with(" is not defined") {
                "what stands before the dot has no such field, or is nothing on this page: write `?.` for the dot, or ask with `{% if %}`"
            } else {
                help
            };
            Diagnostic::error(Code::TEMPLATE_RENDER, span(report, templates), message).did_you_mean(
                name,
                known.split(", "),
                otherwise,
            )
        }
        other => {
            let path = path_of(template, templates);
            let message =
                format!("the template failed while making {page}: {}", tidy(&other.to_string()));
            Diagnostic::error(Code::TEMPLATE_RENDER, Span::file(&path), message).help(help)
        }
    }
}

fn span(report: &ReportError, templates: &BTreeMap<String, Source>) -> Span {
    Span::new(&path_of(report.filename(), templates), report.span().range.clone())
}

fn path_of(name: &str, templates: &BTreeMap<String, Source>) -> Arc<Utf8Path> {
    templates.get(name).map_or_else(
        || Utf8Path::new("themes").join(name).into(),
        |source| Arc::clone(&source.path),
    )
}

/// One line, without the full stop that tera puts at the end.
fn tidy(message: &str) -> String {
    let line: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = line.join(" ");
    let mut letters = line.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
