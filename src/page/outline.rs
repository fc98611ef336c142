//! The table of contents of a page.

use tera::Value;

use super::value::map;
use crate::markdown::Heading;

/// The headings as a tree: each heading holds those of lower levels that follow it.
pub(super) fn outline(headings: &[Heading]) -> Vec<Value> {
    let mut open: Vec<(&Heading, Vec<Value>)> = Vec::new();
    let mut roots = Vec::new();
    let close = |open: &mut Vec<(&Heading, Vec<Value>)>, roots: &mut Vec<Value>| {
        if let Some((heading, children)) = open.pop() {
            let value = map([
                ("children", Value::from(children)),
                ("id", Value::from(&*heading.id)),
                ("level", Value::from(heading.level)),
                ("title", Value::from(&*heading.title)),
            ]);
            open.last_mut().map_or(roots, |(_, siblings)| siblings).push(value);
        }
    };
    for heading in headings {
        while open.last().is_some_and(|(last, _)| last.level >= heading.level) {
            close(&mut open, &mut roots);
        }
        open.push((heading, Vec::new()));
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}
