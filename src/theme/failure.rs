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

/// A theme cannot be loaded.
pub(super) fn loading(error: &Error, templates: &BTreeMap<String, Source>) -> Diagnostic {
    let file = |name: &str| Span::file(&path_of(name, templates));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message = format!("the template cannot be read: {}", tidy(report.message()));
            Diagnostic::error(Code::TEMPLATE_SYNTAX, span(report, templates), message)
                .help("docs/templates.md describes what a template may contain")
        }
        ErrorKind::MissingParent { current, parent } => {
            let message =
                format!("the template `{current}` extends `{parent}`, which does not exist");
            Diagnostic::error(Code::TEMPLATE_UNKNOWN, file(current), message).did_you_mean(
                parent,
                templates.keys().map(String::as_str),
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
    let help = "docs/templates.md lists everything that a template can use";
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let message =
                format!("the template failed while making {page}: {}", tidy(report.message()));
            Diagnostic::error(Code::TEMPLATE_RENDER, span(report, templates), message).help(help)
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
    line.join(" ").trim_end_matches('.').to_owned()
}
