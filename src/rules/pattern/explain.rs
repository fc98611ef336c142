//! What is wrong with a pattern, in plain words.

use regex_syntax::ast::ErrorKind as Form;
use regex_syntax::hir::ErrorKind as Meaning;

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rules) struct Problem {
    /// One line, no full stop; goes on from "the pattern".
    pub(in crate::rules) message: String,
    /// What to do.
    pub(in crate::rules) help: &'static str,
    /// The bytes of the pattern, where that is known.
    pub(in crate::rules) at: Option<(usize, usize)>,
}

/// What to do about most mistakes.
const LITERALLY: &str = "To find a sign such as `(`, `[`, `*` or `?` itself, write `\\` before it.";

impl Problem {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help, at: None }
    }

    /// A pattern that is found everywhere.
    pub(super) fn empty() -> Self {
        Self::new(
            "can match nothing at all, and would be found everywhere",
            "Write at least one letter that must be there: `a+` in the place of `a*`.",
        )
    }

    /// A pattern that needs too much memory.
    pub(super) fn large() -> Self {
        Self::new(
            "is too large",
            "Use fewer or smaller numbers in `{…}`, or make several rules of this one.",
        )
    }

    /// A pattern that cannot be read.
    pub(super) fn of(error: &regex_syntax::Error) -> Self {
        match error {
            regex_syntax::Error::Parse(error) => {
                let span = error.span();
                Self { at: Some((span.start.offset, span.end.offset)), ..of_form(error.kind()) }
            }
            regex_syntax::Error::Translate(error) => {
                let span = error.span();
                Self { at: Some((span.start.offset, span.end.offset)), ..of_meaning(error.kind()) }
            }
            other => Self::new(one_line(&other.to_string()), LITERALLY),
        }
    }
}

fn of_form(kind: &Form) -> Problem {
    let (message, help) = match kind {
        Form::UnsupportedLookAround => (
            "cannot look ahead or behind with `(?=`, `(?!` or `(?<`",
            "Match the whole phrase, and put what is fine under `exceptions`.",
        ),
        Form::UnsupportedBackreference => (
            "cannot refer back to what it found before, as with `\\1`",
            "Write the words out. For a word that stands twice there is `extends: repetition`.",
        ),
        Form::GroupUnclosed => ("has a bracket `(` that is never closed", LITERALLY),
        Form::GroupUnopened => ("has a bracket `)` that was never opened", LITERALLY),
        Form::ClassUnclosed => ("has a square bracket `[` that is never closed", LITERALLY),
        Form::RepetitionMissing => {
            ("has `*`, `+`, `?` or `{…}` with nothing before it to repeat", LITERALLY)
        }
        Form::RepetitionCountUnclosed => ("has a brace `{` that is never closed", LITERALLY),
        Form::RepetitionCountInvalid => {
            ("has `{a,b}` with the larger number first", "Write the smaller number first.")
        }
        Form::EscapeUnexpectedEof => {
            ("ends with a lone `\\`", "Write `\\\\` to find the sign itself.")
        }
        Form::EscapeUnrecognized => (
            "has a `\\` before a letter that means nothing there",
            "Take the `\\` away, or write `\\\\` to find the sign itself.",
        ),
        Form::ClassRangeInvalid => {
            ("has a range such as `[z-a]` that ends before it begins", "Write `[a-z]`.")
        }
        Form::NestLimitExceeded(_) => {
            ("has too many brackets inside each other", "Make several tokens of it.")
        }
        other => return Problem::new(plain(&other.to_string()), LITERALLY),
    };
    Problem::new(message, help)
}

fn of_meaning(kind: &Meaning) -> Problem {
    match kind {
        Meaning::UnicodePropertyNotFound | Meaning::UnicodePropertyValueNotFound => Problem::new(
            "names a kind of letter with `\\p{…}` that does not exist",
            "`\\p{L}` is any letter, `\\p{Lu}` a capital, `\\p{N}` a digit.",
        ),
        Meaning::InvalidUtf8 => {
            Problem::new("asks for single bytes, and texts have letters", "Take `(?-u)` out.")
        }
        other => Problem::new(plain(&other.to_string()), LITERALLY),
    }
}

/// The words of the library, after "cannot be read".
fn plain(text: &str) -> String {
    format!("cannot be read: {}", one_line(text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}
