//! Mistakes with quotation marks and brackets.

use granit_parser::ErrorKind;

use super::Stop;
use crate::diagnostic::Diagnostic;

impl Stop<'_> {
    pub(super) fn quote(&self) -> Option<Diagnostic> {
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

    pub(super) fn bracket(&self) -> Option<Diagnostic> {
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
}
