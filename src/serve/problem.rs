//! What is wrong, as the browser is told.

use std::io;

use super::live::Problem;
use crate::base::{Span, position};
use crate::diagnostic::{CATALOGUE, Code, Diagnostic, Palette, Severity, to_terminal};
use crate::engine::text_of;
use crate::source::Sources;

/// A problem in the site's files.
pub(super) fn of(diagnostic: &Diagnostic, sources: &Sources) -> Problem {
    let place = diagnostic
        .span()
        .and_then(|span: &Span| Some(position(text_of(sources, span)?, span.start as usize)));
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Problem {
        severity: diagnostic.severity,
        code: diagnostic.name().to_owned(),
        message: diagnostic.message.clone(),
        file: diagnostic.span().map(|span| span.path.to_string()).unwrap_or_default(),
        line: place.as_ref().map_or(0, |place| number(place.line)),
        column: place.as_ref().map_or(0, |place| number(place.column)),
        frame: to_terminal(diagnostic, Palette::Plain, |span| text_of(sources, span)),
        help: diagnostic.help.iter().cloned().collect(),
        explanation: if diagnostic.rule.is_some() {
            format!("`anma check --explain {}` says more.", diagnostic.name())
        } else {
            explanation(diagnostic.code).to_owned()
        },
    }
}

/// What the catalogue says of problems of this kind.
fn explanation(code: Code) -> &'static str {
    CATALOGUE.iter().find(|entry| entry.code == code).map_or("", |entry| entry.explanation)
}

/// A failure of the file system.
pub(super) fn of_machine(error: &io::Error) -> Problem {
    Problem {
        severity: Severity::Error,
        code: String::new(),
        message: error.to_string(),
        file: String::new(),
        line: 0,
        column: 0,
        frame: String::new(),
        help: vec!["The preview goes on by itself when the files can be read again.".to_owned()],
        explanation: String::new(),
    }
}
