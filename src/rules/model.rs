//! What a rule is, once it was read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::Span;
use crate::diagnostic::Severity;

use super::text::TextTest;

/// A text and where it is written in the file of the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// Its place.
    pub place: Span,
}

/// A text that a rule must find something in, or must not.
pub type Example = Placed;

/// How much a finding matters, or that a rule is not wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The rule is used, and its findings matter this much.
    On(Severity),
    /// The rule is not used.
    Off,
}

impl Level {
    /// What may stand in a file.
    pub const NAMES: [&'static str; 4] = ["error", "warning", "info", "off"];

    /// The level called `name`: those of anma, and `suggestion` as in Vale.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "error" => Self::On(Severity::Error),
            "warning" => Self::On(Severity::Warning),
            "info" | "suggestion" => Self::On(Severity::Note),
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// The word for a severity in files of rules and in reports.
pub(super) fn level_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}

/// How often the same thing is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Once {
    /// At each place.
    #[default]
    Each,
    /// The same text once a page.
    Page,
    /// The rule once a page.
    Rule,
}

/// The kinds of text that a page has; `text` is all of them.
pub(super) const KINDS: [&str; 9] =
    ["paragraph", "item", "heading", "quote", "cell", "title", "description", "alt", "summary"];

/// Which texts of a page a rule looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes {
    /// A bit for each of [`KINDS`].
    kinds: u16,
    /// A bit for each level of heading, from 1; none is all.
    headings: u8,
    /// Whether each sentence is looked at by itself.
    pub sentence: bool,
    /// Whether the page is looked at as a whole.
    pub page: bool,
}

impl Scopes {
    /// Adds the scope called `name`; `false` when there is none.
    pub(super) fn add(&mut self, name: &str) -> bool {
        let level = name.strip_prefix("heading.h").and_then(|level| level.parse::<u8>().ok());
        match (name, level) {
            ("text", _) => self.kinds = (1 << KINDS.len()) - 1,
            ("sentence", _) => self.sentence = true,
            ("page", _) => self.page = true,
            (_, Some(level @ 1..=6)) => {
                self.kinds |= 1 << 2;
                self.headings |= 1 << level;
            }
            _ => match KINDS.iter().position(|kind| *kind == name) {
                Some(bit) => self.kinds |= 1 << bit,
                None => return false,
            },
        }
        true
    }

    /// Whether a text of this kind is looked at. A kind that nobody named is looked at by rules for all text.
    pub fn has(&self, unit: &Unit<'_>) -> bool {
        let all = (1 << KINDS.len()) - 1;
        let kinds = if self.kinds == 0 { all } else { self.kinds };
        let of_level = || self.headings == 0 || self.headings & (1_u8 << unit.level.min(7)) != 0;
        match KINDS.iter().position(|kind| *kind == unit.scope) {
            Some(2) => kinds & (1 << 2) != 0 && of_level(),
            Some(bit) => kinds & (1 << bit) != 0,
            None => kinds == all,
        }
    }

    /// The names of the scopes: `text` for all.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        if self.kinds == 0 || self.kinds == (1 << KINDS.len()) - 1 {
            names.push("text".to_owned());
        } else {
            let named = KINDS.iter().enumerate().filter(|(bit, _)| self.kinds & (1 << bit) != 0);
            names.extend(named.map(|(_, kind)| (*kind).to_owned()));
        }
        names.extend(self.sentence.then(|| "sentence".to_owned()));
        names.extend(self.page.then(|| "page".to_owned()));
        names
    }
}

/// A piece of text of a page, as a reader reads it: a paragraph, a heading, the title.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// The text.
    pub text: &'a str,
    /// What it is: `paragraph`, `item`, `heading`, `quote`, `cell`, `title`, `description`, `alt`, `summary`.
    pub scope: &'a str,
    /// The level of a heading, from 1; else 0.
    pub level: u8,
}

/// Patterns of a claim; what they mean is said where claims are looked for.
#[derive(Clone, Debug, Default)]
pub struct ClaimTest {
    /// What makes a claim.
    pub any: Vec<Placed>,
    /// What is fine.
    pub except: Vec<Placed>,
    /// What is an error, whatever the level of the rule.
    pub error: Vec<Placed>,
    /// Whether a citation in the sentence or paragraph lets the claim stand.
    pub cited: bool,
    /// Of several claims at one place the lowest is shown; without a rank it is always shown.
    pub rank: Option<u32>,
    /// Accepted wording to offer.
    pub suggest: Option<String>,
    /// The claim takes up its whole sentence when claims at one place are compared.
    pub whole: bool,
    /// Says nothing where readers are advised: in care cards and in what to check before booking.
    pub spare_advice: bool,
    /// Needs so many conditions behind the pattern.
    pub list: Option<usize>,
}

/// A test that is written in the program and named by the rule.
#[derive(Clone, Debug)]
pub struct Native {
    /// Its name, and where it is written.
    pub check: Placed,
    /// Numbers that it uses.
    pub numbers: BTreeMap<String, f64>,
    /// Words that it uses.
    pub words: BTreeMap<String, Vec<String>>,
}

/// How a rule finds what it is about.
#[derive(Clone, Debug)]
pub enum Test {
    /// By the words of the text.
    Text(Box<TextTest>),
    /// By who is said to do what for whom.
    Claim(ClaimTest),
    /// By what a page of this kind must have.
    Requires(Native),
    /// By the facts of the site.
    Graph(Native),
    /// By the finished page.
    Page(Native),
}

/// A rule of `anma check`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name: `CLAIM-CURE`.
    pub name: Arc<str>,
    /// The pack that it belongs to: `uk-cap`; `site` for one of the site's own.
    pub pack: Arc<str>,
    /// What it extends, as in its file: `existence`.
    pub extends: &'static str,
    /// How much its findings matter.
    pub level: Severity,
    /// What is wrong; `%s` stands for what was found.
    pub message: String,
    /// Why it matters; may be empty.
    pub why: String,
    /// What to do about it; may be empty.
    pub fix: String,
    /// Where the rule comes from.
    pub link: Option<String>,
    /// Which texts it looks at.
    pub scope: Scopes,
    /// How it finds what it is about.
    pub test: Test,
    /// How often it reports the same.
    pub once: Once,
    /// Whether its suggestion may be put in without asking: it never changes what is said.
    pub mechanical: bool,
    /// Whether a page may say that a finding is fine.
    pub acknowledge: bool,
    /// Texts in which it must find something.
    pub fires: Vec<Example>,
    /// Texts in which it must find nothing.
    pub passes: Vec<Example>,
    /// Its file.
    pub place: Span,
}

/// The rules of a site.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Those that are used, by name.
    pub all: Vec<Arc<Rule>>,
    /// Words that patterns of claims name as one: those of the program and of the site together.
    pub classes: BTreeMap<String, Vec<String>>,
    /// The names of rules that there are but that are not used: turned off, or of a pack that is not wanted.
    pub off: BTreeSet<String>,
}

impl Rules {
    /// The rule called `name`, if it is used.
    pub fn get(&self, name: &str) -> Option<&Arc<Rule>> {
        let at = self.all.binary_search_by(|rule| (*rule.name).cmp(name)).ok()?;
        self.all.get(at)
    }
}
