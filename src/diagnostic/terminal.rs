//! Diagnostics for people: the line, a caret, what is wrong and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::base::Span;

/// Longest line that is measured whole; of a longer one only the part round the place is looked at, and the
/// column counts from there. Paragraphs are often one line, so it is generous.
const MAX_LINE: usize = 20_000;

/// How a report may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// No escape sequences: for pipes and files.
    Plain,
    /// Colours, for a terminal.
    Colour,
}

/// `diagnostic` as a person reads it, several lines without a last line break.
///
/// `text_of` gives the text of a file; a place in a file without text is named by its path alone.
pub fn to_terminal<'a>(
    diagnostic: &Diagnostic,
    palette: Palette,
    text_of: impl Fn(&Span) -> Option<&'a str>,
) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let shown: Vec<Shown> = diagnostic
        .labels
        .iter()
        .map(|label| Shown::new(&label.span, &label.text, text_of(&label.span)))
        .collect();
    let mut group =
        Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.name()));
    for (index, place) in shown.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(place.range.clone());
        let annotation =
            if place.label.is_empty() { annotation } else { annotation.label(&place.label) };
        group = group.element(
            Snippet::source(&place.text)
                .path(&place.path)
                .line_start(place.line)
                .annotation(annotation),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match palette {
        Palette::Plain => Renderer::plain(),
        Palette::Colour => Renderer::styled(),
    };
    renderer.decor_style(DecorStyle::Unicode).render(&[group])
}

/// The lines of a file that a place needs, with control characters made visible.
struct Shown {
    path: String,
    label: String,
    text: String,
    line: usize,
    range: std::ops::Range<usize>,
}

impl Shown {
    fn new(span: &Span, label: &str, text: Option<&str>) -> Self {
        let path = visible(span.path.as_str());
        let label = label.to_owned();
        let text = text.unwrap_or_default();
        let start = text.floor_char_boundary(span.start as usize);
        let end = text.floor_char_boundary((span.end as usize).max(start));
        let first = text[..start].rfind('\n').map_or(0, |at| at + 1);
        // Only the first line of a long place is shown: enough to find it.
        let last = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = end.min(last);
        let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..first]).count() + 1;
        let from = if start - first > MAX_LINE {
            text.floor_char_boundary(start - MAX_LINE / 2)
        } else {
            first
        };
        let to = text.ceil_char_boundary((from + MAX_LINE).max(start)).min(last);
        let before = visible(&text[from..start]);
        let marked = visible(&text[start..end.min(to)]);
        let after = visible(text[end.min(to)..to].trim_end_matches('\r'));
        let range = before.len()..before.len() + marked.len();
        Self { path, label, text: format!("{before}{marked}{after}"), line, range }
    }
}

/// Text in which nothing can move the cursor or hide: control and direction characters become `\u{…}`.
pub fn visible(text: &str) -> String {
    let hidden = |character: char| {
        (character.is_control() && character != '\t')
            || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if !text.contains(hidden) {
        return text.to_owned();
    }
    text.chars()
        .filter(|character| *character != '\u{feff}')
        .map(|character| {
            if hidden(character) {
                character.escape_unicode().to_string()
            } else {
                character.to_string()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use camino::Utf8Path;
    use std::sync::Arc;

    fn render(text: &str, range: std::ops::Range<usize>) -> String {
        let path: Arc<Utf8Path> = Utf8Path::new("content/a.md").into();
        let diagnostic = Diagnostic::error(
            Code::UNKNOWN_FIELD,
            Span::new(&path, range),
            "there is no field `titel`",
        )
        .because("not a field of an article")
        .help("did you mean `title`?");
        to_terminal(&diagnostic, Palette::Plain, |_| Some(text))
    }

    #[test]
    fn the_line_and_a_caret_are_shown() {
        insta::assert_snapshot!(render("---\ntitel: Sciatica\n---\n", 4..9));
    }

    #[test]
    fn nothing_in_the_text_reaches_the_terminal_raw() {
        let shown = render("a \u{1b}[31m red \u{202e} x\nnext", 0..1);
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
    }

    #[test]
    fn a_place_past_the_end_and_a_huge_line_are_no_trouble() {
        assert!(render("short", 90..99).contains("content/a.md"));
        assert!(render(&"x".repeat(1_000_000), 500_000..500_010).len() < 4_000);
    }
}
