//! What is wrong with a picture, in words for the person who put it there.

use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic};

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is nothing in the file.
    Empty,
    /// The file is something else than its name says.
    NotAPicture,
    /// The file ends too early.
    CutShort,
    /// The file is a picture that cannot be read.
    Damaged,
    /// It has more pixels than are read.
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// The file is longer than pictures are read.
    TooLong,
    /// A drawing with too many parts.
    TooMuch,
    /// A drawing that runs a script.
    Script,
    /// A kind of picture that browsers do not show.
    Foreign,
    /// The file cannot be read at all.
    Unreadable(String),
}

/// A number as people read it: `30,000`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl Mistake {
    /// The mistake as a report about the picture at `path`, which is shown or lies at `span`.
    pub fn report(&self, path: &str, span: Span) -> Diagnostic {
        let (code, message, help) = self.words(path.rsplit('/').next().unwrap_or(path));
        match self {
            // The machine failed, and the next build may well succeed.
            Self::Unreadable(_) => Diagnostic::error(code, span, message),
            _ => Diagnostic::warning(code, span, message),
        }
        .help(help)
    }

    fn words(&self, name: &str) -> (Code, String, &'static str) {
        let broken = Code::PICTURE_UNREADABLE;
        match self {
            Self::Empty => (
                broken,
                format!("the picture `{name}` is an empty file, so it is not shown"),
                "Save it again; until then readers see its description instead.",
            ),
            Self::NotAPicture => (
                broken,
                format!(
                    "`{name}` is no JPEG, PNG or WebP picture, whatever its name says, so it is not shown"
                ),
                "Open it in a program for pictures and save it as a JPEG; until then readers see its description instead.",
            ),
            Self::CutShort => (
                broken,
                format!("the file `{name}` ends before the picture does, so it is not shown"),
                "It was probably not copied to its end: copy it again. Until then readers see its description instead.",
            ),
            Self::Damaged => (
                broken,
                format!("the picture `{name}` is damaged, so it is not shown"),
                "Open it in a program for pictures and save it again; until then readers see its description instead.",
            ),
            Self::TooLarge { width, height } => (
                Code::PICTURE_TOO_LARGE,
                format!(
                    "the picture `{name}` has {} by {} pixels, more than anma reads, so it is not shown",
                    grouped(*width),
                    grouped(*height)
                ),
                "Make it smaller: up to 16,383 pixels a side and 80 million in all are read, and 2,000 across are plenty for a page.",
            ),
            Self::TooLong => (
                Code::PICTURE_TOO_LARGE,
                format!(
                    "the file of the picture `{name}` has more than 128 MiB, so it is not shown"
                ),
                "Save it as a JPEG of about 2,000 pixels across.",
            ),
            Self::TooMuch => (
                Code::PICTURE_TOO_LARGE,
                format!("the drawing `{name}` has too many parts, so it is not drawn"),
                "Draw it with fewer parts, and with few filters.",
            ),
            Self::Script => (
                Code::PICTURE_SCRIPT,
                format!(
                    "the drawing `{name}` has a script in it, which could do harm in a reader's browser, so it is not published"
                ),
                "Save it again as a plain SVG, without scripts and without parts of web pages.",
            ),
            Self::Foreign => (
                Code::PICTURE_KIND,
                format!("most browsers cannot show pictures such as `{name}`, so it is not shown"),
                "Save it as a JPEG.",
            ),
            Self::Unreadable(why) => (
                broken,
                format!("the picture `{name}` cannot be read: {why}"),
                "Build again when the file is back in its place.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!(
            [7, 480, 1280, 30_000, 1_000_000].map(grouped),
            ["7", "480", "1,280", "30,000", "1,000,000"]
        );
    }

    #[test]
    fn only_a_failing_machine_is_an_error() {
        let span = || Span::file(&camino::Utf8Path::new("content/a.md").into());
        let large = Mistake::TooLarge { width: 30_000, height: 30_000 };
        let report = large.report("content/photos/back.png", span());
        assert!(
            report.message.contains("`back.png` has 30,000 by 30,000 pixels"),
            "{}",
            report.message
        );
        assert_eq!(report.severity, crate::diagnostic::Severity::Warning);
        let failed = Mistake::Unreadable("it is gone".to_owned()).report("a.png", span());
        assert_eq!(failed.severity, crate::diagnostic::Severity::Error);
    }
}
