//! What somebody answers for: in the front matter of a page, or in a comment before the paragraph.
//!
//! An acknowledgement needs a rule, a reason and a name. It stands for findings; one that stands for none is a finding itself.

use std::ops::Range;

use crate::base::{Date, Span};
use crate::diagnostic::{Diagnostic, closest};
use crate::document::Document;
use crate::prose::{Comment, Prose};
use crate::rules::Rules;

use super::page::Found;

/// What a comment begins with that acknowledges a finding.
const SIGN: &str = "check-ok";
/// Shortest reason, in characters.
const SHORTEST_REASON: usize = 15;

/// A finding that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Where it stands.
    pub span: Span,
    /// The rule.
    pub rule: Box<str>,
    /// The reason.
    pub why: Box<str>,
    /// Who answers for it.
    pub by: Box<str>,
    /// The day on which it ends.
    pub until: Option<Date>,
    /// What it stands for: words of the finding, or the part of the text behind a comment.
    pub aim: Aim,
    /// How it stands.
    pub standing: Standing,
    /// How many findings it stands for.
    pub count: usize,
}

/// What an acknowledgement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// Every finding of the rule on the page.
    Page,
    /// Findings at these words.
    Words(Box<str>),
    /// Findings in these units of the text.
    Units(Range<usize>),
}

/// How an acknowledgement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands for findings.
    Good,
    /// It matches nothing.
    Stale,
    /// Its day is over.
    Expired,
    /// It gives no reason, or no name.
    Empty,
    /// No rule has this name.
    Unknown,
    /// Nobody may answer for findings of this rule in a page.
    Forbidden,
}

impl Standing {
    /// In a word, for reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Stale => "stale",
            Self::Expired => "expired",
            Self::Empty => "empty",
            Self::Unknown => "unknown-rule",
            Self::Forbidden => "forbidden",
        }
    }
}

/// All acknowledgements of a page, whose persons are called `people`.
pub(super) fn of_page(
    document: &Document,
    prose: &Prose,
    people: &[Box<str>],
) -> Vec<Acknowledgement> {
    let given = document.matter.acknowledged.iter().map(|one| {
        let text = |name: &Option<crate::matter::Name>| {
            name.as_ref().map(|name| name.text.clone()).unwrap_or_default()
        };
        Acknowledgement {
            span: one.rule.span.clone(),
            rule: one.rule.text.clone(),
            why: text(&one.why),
            by: text(&one.by),
            until: one.until,
            aim: one.text.as_ref().map_or(Aim::Page, |text| Aim::Words(text.text.clone())),
            standing: Standing::Good,
            count: 0,
        }
    });
    let comments = prose.comments.iter().filter_map(|comment| {
        let span = Span::new(&document.path, comment.span.clone());
        let units = following(prose, comment);
        let (rule, rest) = sign(&comment.text)?;
        let until = rest.split_once("until ").and_then(|(_, day)| {
            Date::parse(day.get(..10).unwrap_or(day.trim_end_matches(['"', ' '])))
        });
        let why = rest.trim().trim_matches('"').trim();
        Some(Acknowledgement {
            span,
            rule: rule.into(),
            why: why.into(),
            by: name_in(why, people).unwrap_or_default().into(),
            until,
            aim: Aim::Units(units),
            standing: Standing::Good,
            count: 0,
        })
    });
    given.chain(comments).collect()
}

/// The rule and the rest of a comment that acknowledges something.
fn sign(comment: &str) -> Option<(&str, &str)> {
    let rest = comment.trim().strip_prefix(SIGN)?;
    let rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
    Some(rest.split_once(':').unwrap_or((rest, ""))).map(|(rule, rest)| (rule.trim(), rest))
}

/// The units that a comment stands before: the next one, and if that is an item, the whole list.
fn following(prose: &Prose, comment: &Comment) -> Range<usize> {
    let first = comment.before;
    let Some(unit) = prose.units.get(first) else { return first..first };
    let list = unit.list;
    let is_same = |unit: &&crate::prose::Unit| list.is_some() && unit.list == list;
    first..first + prose.units[first..].iter().take_while(is_same).count().max(1)
}

/// The name that a reason gives: that of a person of the site, initials, or a name behind "by" or "with".
fn name_in(why: &str, people: &[Box<str>]) -> Option<String> {
    let lower = why.to_lowercase();
    for person in people.iter().filter(|person| person.len() > 2) {
        if let Some(at) = lower.find(&*person.to_lowercase()) {
            return Some(why.get(at..at + person.len()).unwrap_or(person).to_owned());
        }
    }
    let is_mark = |c: char| !c.is_alphanumeric() && c != '.';
    let words: Vec<&str> = why.split_whitespace().map(|word| word.trim_matches(is_mark)).collect();
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '-'))
    };
    let is_initials = |word: &str| {
        let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
        (2..=3).contains(&letters.len())
            && letters.iter().all(|c| c.is_uppercase())
            && (word.contains('.') || letters.len() == 2)
            && !matches!(word, "GP" | "UK" | "US" | "EU" | "OK")
    };
    let behind = |at: usize| {
        let before = words.get(at.wrapping_sub(1)).map(|word| word.to_lowercase());
        before.is_some_and(|word| matches!(word.as_str(), "by" | "with" | "from"))
    };
    let full = |at: usize| {
        at > 0 && is_name(words[at]) && words.get(at + 1).is_some_and(|next| is_name(next))
    };
    let is_found =
        |at: &usize| is_initials(words[*at]) || (behind(*at) && is_name(words[*at])) || full(*at);
    let first = (0..words.len()).find(is_found)?;
    let rest = words[first + 1..].iter().take_while(|word| is_name(word) && !word.ends_with('.'));
    Some(words[first..=first + rest.count()].join(" "))
}

/// Takes out of `found` what somebody answers for, and says which acknowledgements are of no use.
pub(super) fn apply(
    (document, prose): (&Document, &Prose),
    given: &mut [Acknowledgement],
    found: Vec<Found>,
    (rules, today): (&Rules, Date),
) -> (Vec<Found>, Vec<Diagnostic>) {
    for one in given.iter_mut() {
        one.standing = standing(one, rules, today);
    }
    let is_open = |found: &Found| -> bool {
        let mut is_open = true;
        for one in given.iter_mut().filter(|one| one.standing == Standing::Good) {
            if *one.rule == *found.rule.name && aims_at(&one.aim, found, prose) {
                one.count += 1;
                is_open = false;
            }
        }
        is_open
    };
    let left = found.into_iter().filter(is_open).collect();
    for one in given.iter_mut().filter(|one| one.standing == Standing::Good && one.count == 0) {
        one.standing = Standing::Stale;
    }
    let said = given.iter().filter_map(|one| complaint(one, rules, document)).collect();
    (left, said)
}

fn standing(one: &Acknowledgement, rules: &Rules, today: Date) -> Standing {
    let Some(rule) = rules.get(&one.rule) else { return Standing::Unknown };
    if !rule.acknowledge {
        return Standing::Forbidden;
    }
    if one.why.chars().count() < SHORTEST_REASON || one.by.is_empty() {
        return Standing::Empty;
    }
    // An acknowledgement holds on its last day.
    match one.until {
        Some(until) if until.end_of_day() < today => Standing::Expired,
        _ => Standing::Good,
    }
}

fn aims_at(aim: &Aim, found: &Found, prose: &Prose) -> bool {
    match aim {
        Aim::Page => true,
        Aim::Units(units) => found.unit.is_some_and(|unit| units.contains(&unit)),
        Aim::Words(words) => {
            let words = folded(words);
            let unit = found.unit.and_then(|unit| prose.units.get(unit));
            let Some(unit) = unit else { return folded(&found.message).contains(&words) };
            let text = folded(unit.text.as_str());
            // Folding keeps the length of nearly every text, so that places can be compared.
            text.match_indices(&words).any(|(at, _)| {
                at < found.range.end + SLACK && at + words.len() + SLACK > found.range.start
            })
        }
    }
}

/// How far the words of an acknowledgement may stand from what was found, in bytes.
const SLACK: usize = 2;

fn folded(text: &str) -> String {
    text.replace(['’', '‘'], "'").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is wrong with an acknowledgement, as a finding.
fn complaint(one: &Acknowledgement, rules: &Rules, document: &Document) -> Option<Diagnostic> {
    let (name, message, help) = match one.standing {
        Standing::Good => return None,
        Standing::Stale => (
            "CHECK-STALE",
            format!("nothing is found here that `{}` would speak against", one.rule),
            "Take the acknowledgement out: the text has changed, or the words in it are others.".to_owned(),
        ),
        Standing::Expired => (
            "CHECK-STALE",
            format!("the acknowledgement of `{}` has ended", one.rule),
            "Look at the text again: mend it, or give a new day under `until`.".to_owned(),
        ),
        Standing::Empty => (
            "CHECK-EMPTY",
            format!("the acknowledgement of `{}` gives no reason, or no name", one.rule),
            "Say in at least 15 characters why the text is right, and who answers for it.".to_owned(),
        ),
        Standing::Unknown => {
            let names = rules.all.iter().map(|rule| &*rule.name);
            let help = closest(&one.rule, names).map_or_else(
                || "Correct the name; `anma check --explain` lists all rules.".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            ("CHECK-STALE", format!("there is no rule `{}`", one.rule), help)
        }
        Standing::Forbidden => (
            "CHECK-FORBIDDEN",
            format!("`{}` cannot be acknowledged in a page", one.rule),
            "Change the text. Only a health professional named under `check: qualified:` in anma.yaml lets such a claim stand.".to_owned(),
        ),
    };
    let rule = rules.get(name)?;
    let span =
        if one.span.path == document.path { one.span.clone() } else { Span::file(&document.path) };
    Some(Diagnostic::finding(&rule.name, rule.level, span, message).help(help))
}
