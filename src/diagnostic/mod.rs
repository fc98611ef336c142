//! What is wrong, where it is and what to do about it. Diagnostics are values: nothing here prints.

mod code;
mod json;
mod sink;
mod suggest;
mod terminal;

pub use code::{CATALOGUE, Code, Entry};
pub use json::to_json;
pub use sink::Notes;
pub use suggest::closest;
pub use terminal::{Palette, to_terminal, visible};

use std::sync::Arc;

use crate::base::Span;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// The site is built; `--strict` makes it an error.
    Warning,
    /// The site is not published.
    Error,
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words, or nothing.
    pub text: String,
}

/// A problem in content, theme or configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Which problem it is; stable between versions.
    pub code: Code,
    /// Of a finding of `anma check`: the rule.
    pub rule: Option<Arc<str>>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one line, no full stop, names in back-ticks.
    pub message: String,
    /// Where: the first label is the place itself, further ones are places that play a part.
    pub labels: Vec<Label>,
    /// What to do, as a sentence.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// A warning at `span`.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// A note at `span`.
    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    /// A finding of `rule` at `span`.
    pub fn finding(
        rule: &Arc<str>,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        let rule = Some(Arc::clone(rule));
        Self { rule, ..Self::new(severity, Code::FINDING, span, message) }
    }

    /// The name of the problem, as printed in brackets: of a finding the rule, else the code.
    pub fn name(&self) -> &str {
        self.rule.as_deref().unwrap_or(self.code.0)
    }

    fn new(severity: Severity, code: Code, span: Span, message: impl Into<String>) -> Self {
        let labels = vec![Label { span, text: String::new() }];
        Self { code, rule: None, severity, message: message.into(), labels, help: None }
    }

    /// Says why, at the place itself.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do: "did you mean …" when one of `candidates` is close to `typed`, else `otherwise`.
    #[must_use]
    pub fn did_you_mean<'names>(
        self,
        typed: &str,
        candidates: impl IntoIterator<Item = &'names str>,
        otherwise: &str,
    ) -> Self {
        match closest(typed, candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None if otherwise.is_empty() => self,
            None => self.help(otherwise),
        }
    }

    /// The place of the problem.
    pub fn span(&self) -> Option<&Span> {
        self.labels.first().map(|label| &label.span)
    }
}
