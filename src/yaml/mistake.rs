//! Parser errors in the words of a writer.
//!
//! The parser says where it could not go on; the mistake is often earlier. Each function here looks for
//! one mistake that writers really make, and the first that finds its mistake explains it.

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

    fn quote(&self) -> Option<Diagnostic> {
        use ErrorKind as K;
        let single = match self.kind {
            K::UnclosedQuotedScalar
            | K::InvalidQuotedScalarIndent
            | K::DocumentIndicatorInQuotedScalar => return self.unclosed_quote(),
            K::InvalidTrailingSingleQuotedScalar => true,
            K::InvalidTrailingDoubleQuotedScalar => false,
            K::UnknownQuotedScalarEscape
            | K::InvalidQuotedScalarHexEscape
            | K::InvalidUnicodeEscape
            | K::InvalidLowSurrogate
            | K::MissingLowSurrogate
            | K::UnpairedLowSurrogate
            | K::InvalidLowSurrogateHexEscape => return Some(self.backslash()),
            _ => return None,
        };
        let line = self.line(self.at);
        let opened_here = self.field(line.clone()).is_some_and(|(_, value)| {
            value < self.at && self.text()[value..].starts_with(['"', '\'', '['])
        });
        if !opened_here {
            // The text began on a line above: the mark that ended it was meant to begin another.
            return self.unclosed_quote();
        }
        let help = if single {
            "An apostrophe inside single quotes is written twice (`''`); or put the text in double quotes instead: `\"It's good\"`."
        } else {
            "Quotation marks inside double quotes need a backslash (`\\\"`); or put the text in single quotes instead: `'a \"firm\" massage'`."
        };
        Some(
            self.error(self.at..line.end, "text follows the closing quotation mark")
                .because("the quoted text has already ended")
                .help(help),
        )
    }

    /// The quotation mark that opens a value at or above the place, and has no other on its line.
    fn unclosed_quote(&self) -> Option<Diagnostic> {
        let mut line = self.line(self.at);
        loop {
            let text = &self.text()[line.clone()];
            for mark in ['"', '\''] {
                let odd = text.matches(mark).count() % 2 == 1;
                if let Some(first) = text.rfind(mark).filter(|_| odd) {
                    let start = line.start + first;
                    return Some(
                        self.error(start..line.end, "this quotation mark is never closed")
                            .because("opened here")
                            .help(format!("Put `{mark}` at the end of the text.")),
                    );
                }
            }
            line = self.line_before(line.start)?;
        }
    }

    fn backslash(&self) -> Diagnostic {
        let known = |character: char| "0abtnvfre \"/\\N_LPxuU\t\r\n".contains(character);
        let rest = &self.text()[self.at..];
        let mut characters = rest.char_indices();
        let mut found = self.at;
        while let Some((offset, character)) = characters.next() {
            if character == '\\' {
                match characters.next() {
                    Some((_, next)) if known(next) && !"xuU".contains(next) => {}
                    _ => {
                        found = self.at + offset;
                        break;
                    }
                }
            }
        }
        self.error(
            found..self.character(found).end + 1,
            "a backslash has a special meaning in double quotes",
        )
        .help("Write it twice (`\\\\`), or put the text in single quotes.")
    }

    fn bracket(&self) -> Option<Diagnostic> {
        use ErrorKind as K;
        if let K::MisplacedFlowCollectionEnd | K::MismatchedFlowCollectionEnd { .. } = self.kind {
            let place = self.character(self.at);
            let message = format!("this `{}` does not close anything", &self.text()[place.clone()]);
            let help =
                "Remove it, or put the text in quotation marks if the bracket belongs to it.";
            return Some(self.error(place, message).help(help));
        }
        let open = match self.kind {
            K::UnclosedFlowCollection { .. } => Some(self.at),
            _ => self.context.open,
        }?;
        let bracket = self.text()[open..].chars().next().filter(|c| "[{".contains(*c))?;
        let close = if bracket == '[' { ']' } else { '}' };
        let line = self.line(open);
        if !self.text()[open..line.end].contains(close) && self.line(self.at) != line
            || matches!(self.kind, K::UnclosedFlowCollection { .. })
        {
            return Some(
                self.error(open..line.end, format!("this `{bracket}` is never closed"))
                    .because("opened here")
                    .help(format!("Put `{close}` after the last item.")),
            );
        }
        let place = self.character(self.at);
        if self.text()[place.clone()].starts_with(',') {
            return Some(self.error(place, "there is one comma too many").help("Remove it."));
        }
        Some(
            self.error(place, "the list cannot be read on from here")
                .because("a comma or a closing bracket was expected")
                .help("Put a comma between items, and quotation marks round items that contain `:`, `#` or brackets."),
        )
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
