//! Parser errors in the words of a writer.
//!
//! The parser says where it could not go on; the mistake is often earlier. Each function here looks for
//! one mistake that writers really make, and the first that finds its mistake explains it.

mod enclosed;

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;
use granit_parser::{ErrorKind, ScanError};

use super::tree::shorten;
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic};

/// What is known when the parser stops.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) base: usize,
    pub(super) path: &'a Arc<Utf8Path>,
    /// Where the innermost `[` or `{` without its end stands.
    pub(super) open: Option<usize>,
}

/// The error as a diagnostic.
pub(super) fn explain(error: &ScanError, context: &Context<'_>) -> Diagnostic {
    let at = context.text.floor_char_boundary(error.marker().byte_offset().unwrap_or(usize::MAX));
    let place = Stop { kind: error.kind(), at, context };
    place
        .invisible()
        .or_else(|| place.tab())
        .or_else(|| place.quote())
        .or_else(|| place.bracket())
        .or_else(|| place.first_character())
        .or_else(|| place.colon())
        .or_else(|| place.lines())
        .unwrap_or_else(|| place.anything())
}

struct Stop<'a> {
    kind: &'a ErrorKind,
    at: usize,
    context: &'a Context<'a>,
}

const QUOTE_HELP: &str = "Put the whole text in quotation marks";

impl Stop<'_> {
    fn text(&self) -> &str {
        self.context.text
    }

    fn error(&self, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let end = self.text().ceil_char_boundary(range.end.max(range.start));
        let range = self.context.base + range.start..self.context.base + end;
        Diagnostic::error(Code::YAML_SYNTAX, Span::new(self.context.path, range), message)
    }

    /// The line in which `at` stands, without its line break.
    fn line(&self, at: usize) -> Range<usize> {
        let text = self.text();
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        start..start + text[start..end].trim_end_matches('\r').len()
    }

    /// The last line before `start` that is not empty.
    fn line_before(&self, start: usize) -> Option<Range<usize>> {
        let mut end = start;
        while end > 0 {
            let line = self.line(end - 1);
            if !self.text()[line.clone()].trim().is_empty() {
                return Some(line);
            }
            end = line.start;
        }
        None
    }

    fn character(&self, at: usize) -> Range<usize> {
        at..at + self.text()[at..].chars().next().map_or(0, char::len_utf8)
    }

    /// The field and the start of its value on a line such as `title: Back pain`.
    fn field(&self, line: Range<usize>) -> Option<(&str, usize)> {
        let text = &self.text()[line.clone()];
        let colon = text.find(": ")?;
        let value = text[colon + 1..].trim_start();
        let name = text[..colon].trim().trim_start_matches("- ");
        Some((name, line.start + text.len() - value.len()))
    }

    /// "Put the whole text in quotation marks: `title: "…"`" for the value that begins at `value`.
    fn quote_help(&self, line: Range<usize>) -> String {
        let Some((name, value)) = self.field(line.clone()) else { return format!("{QUOTE_HELP}.") };
        let text = self.text()[value..line.end.max(value)].trim();
        let curly = ['“', '”', '„', '‘', '’'];
        let text = text.trim_matches(curly);
        if text.contains('"') || text.contains('\\') {
            return format!("{QUOTE_HELP}: `{name}: '{}'`.", shorten(&text.replace('\'', "''")));
        }
        format!("{QUOTE_HELP}: `{name}: \"{}\"`.", shorten(text))
    }

    fn invisible(&self) -> Option<Diagnostic> {
        let character = match self.kind {
            ErrorKind::UnexpectedCharacter { character } => *character,
            ErrorKind::BomInsideDocument => '\u{feff}',
            _ => return None,
        };
        let hidden = character.is_control() || matches!(character, '\u{feff}' | '\u{fffe}');
        let message =
            format!("an invisible character (U+{:04X}) stands here", u32::from(character));
        hidden.then(|| {
            self.error(self.character(self.at), message).help(
                "Delete it: move the cursor behind it, press backspace, and type the text again.",
            )
        })
    }

    fn tab(&self) -> Option<Diagnostic> {
        use ErrorKind as K;
        if !matches!(
            self.kind,
            K::TabNotAllowed
                | K::TabInBlockIndentation
                | K::TabInIndentation
                | K::TabInPlainScalar
                | K::TabAtBlockScalarStart
                | K::InvalidBlockEntryWhitespace
                | K::InvalidMappingValueWhitespace
                | K::InvalidBlockScalarIndent
        ) {
            return None;
        }
        let start = self.line(self.at).start;
        let mut offset = start;
        for line in self.text()[start..].split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line[..indent].find('\t') {
                let place = offset + tab;
                return Some(
                    self.error(place..offset + indent, "a tab stands at the start of this line")
                        .because("a tab")
                        .help("Use spaces instead: two for each step to the right."),
                );
            }
            offset += line.len();
        }
        let tab = self.at + self.text()[self.at..].find('\t')?;
        Some(self.error(tab..tab + 1, "a tab stands here").help("Use a space instead."))
    }

    fn first_character(&self) -> Option<Diagnostic> {
        use ErrorKind as K;
        let line = self.line(self.at);
        let help = self.quote_help(line.clone());
        let place = self.character(self.at);
        match self.kind {
            K::UnexpectedCharacter { .. }
            | K::UnknownAnchor
            | K::MissingAnchorOrAliasName
            | K::InvalidBlockScalarHeader
            | K::ZeroBlockScalarIndent
            | K::MappingKeyNotAllowed
            | K::PlainScalarStartsWithDashFlowIndicator
            | K::UnexpectedEofBlockMapping => {
                let mark = self.text().get(place.clone())?.chars().next()?;
                if mark.is_alphanumeric() || mark.is_whitespace() {
                    return None;
                }
                let message = format!("a text cannot begin with `{mark}` unless it is quoted");
                Some(self.error(place, message).help(help))
            }
            K::BlockSequenceEntryNotAllowed => {
                let message = "a list cannot begin on the line of its field";
                let help =
                    "Put each item on a line of its own below the field, or write `[one, two]`.";
                Some(self.error(place, message).help(help))
            }
            K::ExpectedBlockMappingKey => {
                let before = self.text()[line.start..self.at].trim_end();
                let found = before.ends_with([']', '}']);
                found.then(|| {
                    self.error(self.at..line.end, "text follows the closing bracket")
                        .because("the list has already ended")
                        .help(format!("If the brackets belong to the text: {}", lower(&help)))
                })
            }
            _ => None,
        }
    }

    /// `title: Back pain: what helps`, `title:Back pain`, and fields that moved to the right.
    fn colon(&self) -> Option<Diagnostic> {
        if !matches!(
            self.kind,
            ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement
        ) {
            return None;
        }
        let line = self.line(self.at);
        let before = &self.text()[line.start..self.at];
        if before.contains(": ") {
            return Some(
                self.error(
                    self.at..self.at + 1,
                    "a text with a colon must stand in quotation marks",
                )
                .because("this colon looks like the start of another value")
                .help(self.quote_help(line)),
            );
        }
        let above = self.line_before(line.start)?;
        let text = &self.text()[above.clone()];
        let indent = |text: &str| text.len() - text.trim_start().len();
        if let Some(colon) = text.find(':').filter(|colon| !text[*colon..].starts_with(": ")) {
            let place = above.start + colon;
            let (name, value) = (text[..colon].trim(), text[colon + 1..].trim());
            return Some(
                self.error(place..place + 1, "a space is missing after this colon").help(format!(
                    "Write `{}: {}`.",
                    shorten(name),
                    shorten(value)
                )),
            );
        }
        if text.contains(": ") && indent(before) > indent(text) {
            let start = line.start + indent(before);
            return Some(
                self.error(
                    start..self.at,
                    "this field stands further to the right than the one above",
                )
                .help("Begin both lines in the same column."),
            );
        }
        Some(self.not_a_field(above))
    }

    fn not_a_field(&self, line: Range<usize>) -> Diagnostic {
        self.error(line, "this line is not a field")
            .because("no `name:` at its start")
            .help("Write `name: value`. Text for the page itself belongs below the second `---`.")
    }

    fn lines(&self) -> Option<Diagnostic> {
        use ErrorKind as K;
        match self.kind {
            K::SimpleKeyExpected | K::InvalidSimpleKey | K::UnexpectedEndOfPlainScalar => {
                Some(self.not_a_field(self.line(self.at)))
            }
            K::ExpectedBlockMappingKey
            | K::InvalidIndentation
            | K::ExpectedDocumentStart
            | K::ExpectedBlockSequenceEntry
            | K::InvalidFlowScalarIndent => {
                let line = self.line(self.at);
                let text = &self.text()[line.clone()];
                let start = line.start + text.len() - text.trim_start().len();
                Some(
                    self.error(start..line.end, "this line does not fit to the lines above it")
                        .because("it begins in another column, or is no field")
                        .help("Fields that belong together begin in the same column; items of a list begin with `- ` below their field."),
                )
            }
            K::RecursionLimitExceeded => {
                let place = self.character(self.at);
                let mut problem =
                    self.error(place, "lists and fields stand too deep inside each other");
                problem.code = Code::YAML_TOO_LARGE;
                Some(problem)
            }
            _ => None,
        }
    }

    fn anything(&self) -> Diagnostic {
        let line = self.line(self.at);
        self.error(self.at..line.end.max(self.at), "this cannot be read as a field with a value")
            .because("reading stopped here")
            .help("The mistake may stand just before. Texts with `:`, `#`, quotation marks or brackets need quotation marks round them.")
    }
}

fn lower(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
