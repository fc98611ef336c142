//! The front matter that `anma new` writes.

use std::fmt::Write as _;

use super::{Field, Kind, page_field};
use crate::base::Date;

/// A new page of `kind`: the fields that it needs, and those that it will soon need, switched off by a `#`.
pub fn new_document(kind: Kind, title: &str, today: Date) -> String {
    let mut out = String::from("---\n");
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if title.is_empty() { "Untitled".into() } else { title };
    line(&mut out, "title", &quote(&title));
    if matches!(kind, Kind::Article | Kind::Page) {
        line(&mut out, "date", &today.iso());
    }
    line(&mut out, "draft", "true");
    out.push_str("# Remove the # before a line to use the field.\n");
    for name in suggestions(kind) {
        if let Some(field) = page_field(name) {
            comment(&mut out, field);
        }
    }
    out.push_str("---\n\n");
    out.push_str(body(kind));
    out
}

fn line(out: &mut String, name: &str, value: &str) {
    if let Some(field) = page_field(name) {
        // Writing to a `String` cannot fail, here and below.
        let _written = writeln!(out, "# {}\n{name}: {value}", field.doc);
    }
}

fn comment(out: &mut String, field: &Field) {
    let _written = writeln!(out, "# {}\n# {}", field.doc, field.line());
}

/// `text` in double quotes, whatever is in it.
fn quote(text: &str) -> String {
    let visible: String = text.chars().filter(|character| !character.is_control()).collect();
    format!("\"{}\"", visible.replace('\\', "\\\\").replace('"', "\\\""))
}

fn suggestions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Article => &[
            "description",
            "author",
            "topic",
            "condition",
            "massage_type",
            "cause",
            "sources",
            "image",
            "reviewed",
            "next_review",
        ],
        Kind::Condition | Kind::Symptom => {
            &["description", "also", "body", "caused_by", "red_flags", "cap", "sources"]
        }
        Kind::Cause => &["description", "also", "causes", "group", "sources"],
        Kind::Treatment => {
            &["description", "also", "is_a", "helps", "caution", "pressure", "heat", "oils"]
        }
        Kind::Body => &["description", "also", "autolink"],
        Kind::Caution => &["description", "also", "cap", "sources"],
        Kind::Topic => &["description", "also"],
        Kind::Person => &["description", "role", "qualifications", "register", "email", "same_as"],
        Kind::Page => &["description", "image", "noindex"],
        Kind::Section => &["description", "list", "paginate", "cascade"],
    }
}

fn body(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => {
            "The answer in two or three sentences, for readers in a hurry.\n\n## What to expect\n\nWrite here.\n"
        }
        Kind::Person => "A few sentences about this person.\n",
        _ => "Write here.\n",
    }
}
