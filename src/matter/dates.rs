//! Dates that contradict each other.

use super::layers::Given;
use crate::base::{Date, Span};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::yaml::Node;

/// Notes dates of a page that cannot both be right.
pub(super) fn check(given: &[Given], notes: &mut Notes) {
    let day = |name: &str| {
        let given = given.iter().find(|given| *given.name == *name)?;
        let (node, part) = match name {
            "reviewed" => (given.node.get("on")?, "reviewed.on"),
            _ => (&given.node, ""),
        };
        let name = if part.is_empty() { given.name.to_string() } else { part.to_owned() };
        Some(Day { name, date: read(node)?, span: node.place.span(&given.path) })
    };
    let date = day("date");
    let mut pair =
        |later: Option<Day>, earlier: Option<&Day>, or_equal: bool, consequence: &str| {
            let (Some(later), Some(earlier)) = (later, earlier) else { return };
            let fine = if or_equal {
                later.date.end_of_day() >= earlier.date
            } else {
                later.date > earlier.date
            };
            if fine {
                return;
            }
            let relation = if later.date == earlier.date { "on the same day as" } else { "before" };
            let message = format!("`{}` is {relation} `{}`", later.name, earlier.name);
            let problem = if consequence.is_empty() {
                Diagnostic::warning(Code::DATES_DISAGREE, later.span, message)
            } else {
                Diagnostic::error(Code::DATES_DISAGREE, later.span, message).because(consequence)
            };
            notes.push(
                problem
                    .also(
                        earlier.span.clone(),
                        format!("`{}` is {}", earlier.name, earlier.date.human()),
                    )
                    .help("One of the two is wrong: correct it."),
            );
        };
    pair(day("updated"), date.as_ref(), true, "");
    pair(day("expire"), day("publish").as_ref(), false, "the page would never be shown");
    let review = day("reviewed");
    pair(day("next_review"), review.as_ref().or(date.as_ref()), false, "");
}

struct Day {
    name: String,
    date: Date,
    span: Span,
}

fn read(node: &Node) -> Option<Date> {
    node.text().and_then(Date::parse)
}
