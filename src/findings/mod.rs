//! What a check found, and the forms in which other programs read it.

mod baseline;
mod diff;
mod fingerprint;
mod github;
mod json;
mod junit;
#[cfg(test)]
mod samples;
mod sarif;

pub use baseline::{Applied, BASELINE_FILE, Baseline, Entry};
pub use diff::{apply_edits, diff};
pub use github::github;
pub use json::{Counts, json};
pub use junit::junit;
pub use sarif::sarif;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site must not go out like this.
    Error,
    /// Somebody should look at it.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for it in JSON and in rule files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line; the first is 1.
    pub line: usize,
    /// The column, in characters (not bytes); the first is 1.
    pub column: usize,
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule, such as `CLAIM-CURE`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file, seen from the folder of the site, with forward slashes.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the place right after its last character.
    pub end: Position,
    /// The line on which it begins, without its line ending; of a long one the part round the place.
    pub line_text: String,
    /// How many characters of the line stand before that part.
    pub cut: usize,
    /// What was found, word for word. Empty if the finding is about the page as a whole.
    pub words: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Why that matters.
    pub why: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Where the rule comes from.
    pub link: Option<String>,
    /// What to write into the page to say that it was seen and is meant so.
    pub acknowledge: Option<String>,
}

impl Finding {
    /// The order in which findings are shown: by file, by place, by severity, by rule.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |it: &Self| (it.start, it.severity);
        (self.path.cmp(&other.path))
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.rule.cmp(&other.rule))
            .then_with(|| self.end.cmp(&other.end))
            .then_with(|| self.words.cmp(&other.words))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// What is known about a rule, for the forms that list the rules too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// Its name, such as `CLAIM-CURE`.
    pub name: String,
    /// What it looks for, in one line.
    pub summary: String,
    /// Why that matters.
    pub why: Option<String>,
    /// What to do about it.
    pub fix: Option<String>,
    /// Where it comes from.
    pub link: Option<String>,
    /// How bad its findings are, if nothing else is said.
    pub level: Severity,
}
