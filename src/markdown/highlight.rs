//! Colours for code blocks, as classes that begin with `hl-`.
//!
//! Comes in: code and the name of its language. Goes out: the code in `<span>` elements, or the reason
//! why it stays plain. A grammar that is too slow for a piece of code, or that panics, never stops the
//! build: long code is not tried, and the time is looked at after every line.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

/// Longest code that is coloured, in bytes.
const LONGEST_CODE: usize = 64 * 1024;
/// Longest line that is coloured, in bytes.
const LONGEST_LINE: usize = 5_000;
/// Longest time that one block may take.
const LONGEST_TIME: Duration = Duration::from_secs(1);

/// How the classes of coloured code are named.
pub(super) const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// The bundled grammars, unpacked when the first block of code asks for one.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Why code stays plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    UnknownLanguage,
    TooLong,
    TooSlow,
    Failed,
}

impl Plain {
    /// What to tell the writer; nothing if it is no surprise.
    pub(super) fn words(self) -> Option<&'static str> {
        match self {
            Self::UnknownLanguage => None,
            Self::TooLong => Some("this code is too long to be coloured"),
            Self::TooSlow => Some("this code takes too long to be coloured"),
            Self::Failed => Some("this code could not be coloured"),
        }
    }
}

/// Whether code of this language can be coloured.
pub(super) fn knows(language: &str) -> bool {
    grammar(language).is_some()
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    if matches!(language, "text" | "txt" | "plain" | "plaintext") {
        return None;
    }
    GRAMMARS.find_syntax_by_token(language)
}

/// Appends `code` in colours. If it stays plain, what was appended is to be thrown away.
pub(super) fn write(out: &mut String, code: &str, language: &str) -> Result<(), Plain> {
    let grammar = grammar(language).ok_or(Plain::UnknownLanguage)?;
    if code.len() > LONGEST_CODE || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return Err(Plain::TooLong);
    }
    // Some grammars panic on some code; nothing that the closure leaves half done is used afterwards.
    let html =
        catch_unwind(AssertUnwindSafe(|| colour(code, grammar))).unwrap_or(Err(Plain::Failed))?;
    out.push_str(&html);
    Ok(())
}

fn colour(code: &str, grammar: &SyntaxReference) -> Result<String, Plain> {
    let begun = Instant::now();
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).map_err(|_| Plain::Failed)?;
        if begun.elapsed() > LONGEST_TIME {
            return Err(Plain::TooSlow);
        }
    }
    Ok(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coloured(code: &str, language: &str) -> Result<String, Plain> {
        let mut out = String::new();
        write(&mut out, code, language).map(|()| out)
    }

    #[test]
    fn code_is_coloured_with_classes_alone() {
        let html = coloured("let x = \"<b>\";\n", "rust").expect("coloured");
        assert!(html.contains("<span class=\"hl-") && html.contains("&lt;b&gt;"), "{html}");
        assert!(!html.contains("style="));
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
    }

    #[test]
    fn what_is_unknown_or_too_long_stays_plain() {
        assert_eq!(coloured("x", "no-such-language"), Err(Plain::UnknownLanguage));
        assert_eq!(coloured("x", "text"), Err(Plain::UnknownLanguage));
        assert_eq!(coloured(&"x\n".repeat(40_000), "c"), Err(Plain::TooLong));
        assert_eq!(coloured(&"x".repeat(5_001), "c"), Err(Plain::TooLong));
        assert!(knows("yaml") && !knows("plain"));
    }
}
