//! What a rule finds, where it is not said with patterns: sums, claims, and tests that are written in the program.

use std::collections::BTreeMap;

use crate::yaml::{Node, Place};

use super::formula::{Condition, Formula, NAMES};
use super::model::{ClaimTest, Native, Placed};
use super::problem::File;
use super::read_test::lacks;
use super::text::Kind;

pub(super) fn metric(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let names = NAMES.join(", ");
    if lacks(file, root, "formula", &format!("Say what to work out, of: {names}."))
        || lacks(file, root, "condition", "Say when it is too much: `condition: \"> 9\"`.")
    {
        return None;
    }
    let formula = file.string(root, "formula")?.text;
    let place = root.get("formula").map_or(root.place, |node| node.place);
    let formula = match Formula::parse(&formula) {
        Ok(formula) => formula,
        Err((problem, at)) => {
            let place = file.inside(&formula, place, at, at + 1);
            let help = format!("It may have numbers, + - * / ( ), `sqrt(…)`, and: {names}.");
            file.wrong(place, format!("the formula cannot be read: {problem}"), &help);
            return None;
        }
    };
    let condition = file.string(root, "condition")?.text;
    let Some(condition) = Condition::parse(&condition) else {
        let place = root.get("condition").map_or(root.place, |node| node.place);
        let help = "Write `> 9`, or with `>=`, `<`, `<=`, `==`, `!=`.";
        file.wrong(place, format!("the condition `{condition}` cannot be read"), help);
        return None;
    };
    Some(Kind::Metric { formula, condition })
}

pub(super) fn claim(file: &mut File<'_>, root: &Node) -> Option<ClaimTest> {
    if root.get("error").is_none()
        && lacks(file, root, "any", "Under `any` list what makes such a claim.")
    {
        return None;
    }
    let mut patterns = |key: &str| -> Vec<Placed> {
        let found = file.strings(root, key);
        found.into_iter().map(|(text, place)| file.placed(text, place)).collect()
    };
    let (any, except, error) = (patterns("any"), patterns("except"), patterns("error"));
    let cited = match root.get("cited").map(|node| (node.text(), node.place)) {
        None | Some((Some("irrelevant"), _)) => false,
        Some((Some("allowed"), _)) => true,
        Some((_, place)) => {
            file.wrong(place, "`cited` must be `allowed` or `irrelevant`", "");
            false
        }
    };
    let rank = file.count(root, "rank");
    let suggest = file.string(root, "suggest").map(|text| text.text);
    let whole = file.boolean(root, "whole").unwrap_or(false);
    let spare_advice = file.boolean(root, "advice") == Some(false);
    let list = file.count(root, "list").and_then(|count| usize::try_from(count).ok());
    Some(ClaimTest { any, except, error, cited, rank, suggest, whole, spare_advice, list })
}

/// Reads the name of a test with its options. A rule of finished pages (`of_page`) may be one by its own name.
pub(super) fn native(file: &mut File<'_>, root: &Node, of_page: bool) -> Option<Native> {
    let check = match file.string(root, "check") {
        Some(check) => check,
        None if root.get("check").is_some() => return None,
        None if of_page => file.placed("", Place::default()),
        None => {
            file.wrong(
                Place::default(),
                "the rule needs `check`",
                "Name the test: `check: author`.",
            );
            return None;
        }
    };
    let mut native = Native { check, numbers: BTreeMap::new(), words: BTreeMap::new() };
    let Some(options) = root.get("options") else { return Some(native) };
    for entry in options.entries() {
        let number = entry.value.text().and_then(|text| text.parse::<f64>().ok());
        if let Some(number) = number.filter(|number| number.is_finite()) {
            native.numbers.insert(entry.key.to_string(), number);
        } else {
            let words = file.strings(options, &entry.key);
            let words = words.into_iter().map(|(text, _)| text.to_owned()).collect();
            native.words.insert(entry.key.to_string(), words);
        }
    }
    if options.entries().is_empty() && !options.is_null() {
        file.wrong(options.place, "`options` must be pairs, one a line: `months: 24`", "");
    }
    Some(native)
}
