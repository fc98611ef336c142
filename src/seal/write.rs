//! A review put into front matter. All that it does not say stays as it was, byte for byte.

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use super::Seal;
use crate::base::Date;
use crate::diagnostic::Notes;
use crate::matter;
use crate::yaml::{self, Entry as Field, Limits, Node, Place, Value};

/// A review as front matter has it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Who reviewed the page.
    pub by: &'a str,
    /// The day.
    pub on: Date,
    /// The seal of what they read.
    pub seal: Seal,
    /// The day by which it must be reviewed again, if that is to be written as well.
    pub next: Option<Date>,
}

impl Entry<'_> {
    /// Names and values, in the order in which they are written.
    fn parts(&self) -> [(&'static str, String); 3] {
        [("by", scalar(self.by)), ("on", self.on.iso()), ("seal", self.seal.to_string())]
    }

    /// What stands behind `reviewed:`, on one line.
    pub fn line(&self) -> String {
        let [by, on, seal] = self.parts().map(|(name, value)| format!("{name}: {value}"));
        format!("{{{by}, {on}, {seal}}}")
    }
}

/// Why a review cannot be put into the front matter of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is none, or it cannot be read.
    Unreadable,
    /// It is written in a way that leaves no room for another line.
    Form,
}

/// The file with the text `text` and this review.
///
/// # Errors
/// When the front matter is not one that a line can be put into.
pub fn write(text: &str, path: &Arc<Utf8Path>, entry: &Entry<'_>) -> Result<String, Refusal> {
    let split = matter::split(text);
    let range = split.matter.filter(|_| !split.unclosed).ok_or(Refusal::Unreadable)?;
    let node = read(text, range.clone(), path).ok_or(Refusal::Unreadable)?;
    let Value::Map(fields) = &node.value else { return Err(Refusal::Unreadable) };
    let written = Writer { text, range, fields, edits: Vec::new() }.write(entry);
    let written = written.ok_or(Refusal::Form)?;
    is_right(&node, &written, path, entry).then_some(written).ok_or(Refusal::Form)
}

fn read(text: &str, range: Range<usize>, path: &Arc<Utf8Path>) -> Option<Node> {
    let limits = Limits { bytes: text.len().max(1), ..Limits::default() };
    yaml::parse(text, range, path, &limits, &mut Notes::default())
}

/// Whether `written` says the review, and all else that `node` says.
fn is_right(node: &Node, written: &str, path: &Arc<Utf8Path>, entry: &Entry<'_>) -> bool {
    let Some(new) = matter::split(written).matter.and_then(|range| read(written, range, path))
    else {
        return false;
    };
    let others = |node: &Node| {
        let mut fields = yaml::to_json(node);
        if let Some(fields) = fields.as_object_mut() {
            fields.remove("reviewed");
            if entry.next.is_some() {
                fields.remove("next_review");
            }
        }
        fields
    };
    let part = |name| new.get("reviewed").and_then(|field| field.get(name)).and_then(Node::text);
    let next = new.get("next_review").and_then(Node::text);
    others(node) == others(&new)
        && part("by") == Some(entry.by)
        && part("on") == Some(&*entry.on.iso())
        && part("seal").is_some_and(|seal| entry.seal.is(seal))
        && entry.next.is_none_or(|day| next == Some(&*day.iso()))
}

struct Writer<'a> {
    text: &'a str,
    /// Where the front matter stands.
    range: Range<usize>,
    fields: &'a [Field],
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Writer<'a> {
    fn write(mut self, entry: &Entry<'_>) -> Option<String> {
        // Fields in curly brackets have no lines of their own.
        let first = self.fields.first().map(|field| start(field.key_place))?;
        let indent = self.before(first)?.to_owned();
        let line_end = self.line_end();
        let line = |name: &str, value: &str| format!("{indent}{name}: {value}{line_end}");
        let end = if let Some(field) = self.field("reviewed") {
            self.renew(field, entry)?
        } else {
            let at = self.room();
            self.edits.push((at..at, line("reviewed", &entry.line())));
            at
        };
        if let Some(day) = entry.next {
            match self.field("next_review") {
                Some(field) => self.set(field, &day.iso())?,
                None => self.edits.push((end..end, line("next_review", &day.iso()))),
            }
        }
        self.apply()
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        self.fields.iter().find(|field| *field.key == *name)
    }

    /// Renews a review that is there; gives the beginning of the line after it.
    fn renew(&mut self, field: &Field, entry: &Entry<'_>) -> Option<usize> {
        let Value::Map(parts) = &field.value.value else {
            self.set(field, &entry.line())?;
            return Some(self.next_line(self.end_of(field)?));
        };
        let is_flow = self.text.get(start(field.value.place)..)?.starts_with('{');
        let Some(last) = parts.last() else {
            self.set(field, &entry.line())?;
            return Some(self.next_line(end(field.value.place)));
        };
        // What stands before its name is written elsewhere, and used here by a reference.
        if start(field.value.place) < end(field.key_place) {
            return None;
        }
        let behind = self.end_of(last)?;
        let mut missing = String::new();
        for (name, value) in entry.parts() {
            if let Some(part) = parts.iter().find(|part| *part.key == *name) {
                self.set(part, &value)?;
            } else if is_flow {
                missing.extend([", ", name, ": ", &value]);
            } else {
                let indent = self.before(start(parts.first()?.key_place))?;
                missing.extend([indent, name, ": ", &value, self.line_end()]);
            }
        }
        let next = self.next_line(if is_flow { end(field.value.place) } else { behind });
        let at = if is_flow { behind } else { next };
        self.edits.push((at..at, missing));
        Some(next)
    }

    /// Puts `value` in the place of what a field says.
    fn set(&mut self, field: &Field, value: &str) -> Option<()> {
        let place = field.value.place;
        if start(place) < end(field.key_place) {
            return None;
        }
        if place.start < place.end {
            self.edits.push((start(place)..end(place), value.to_owned()));
        } else {
            let at = self.colon(field)?;
            self.edits.push((at..at, format!(" {value}")));
        }
        Some(())
    }

    /// Where a field ends: behind its value, or behind its colon.
    fn end_of(&self, field: &Field) -> Option<usize> {
        let place = field.value.place;
        if place.start < place.end { Some(end(place)) } else { self.colon(field) }
    }

    fn colon(&self, field: &Field) -> Option<usize> {
        let from = end(field.key_place);
        self.text.get(from..self.range.end)?.find(':').map(|at| from + at + 1)
    }

    /// Where a line for a new review is best: before that for the next one, at the end else.
    fn room(&self) -> usize {
        let next = self.field("next_review").map(|field| start(field.key_place));
        let line = next.map(|at| at - self.before(at).map_or(0, str::len));
        // A remark belongs to the line below it.
        let is_free = |at: &usize| {
            let above = self.text[self.range.start..*at].trim_end_matches(['\n', '\r']);
            let line = above.rsplit('\n').next().unwrap_or_default();
            !line.trim_start().starts_with('#')
        };
        line.filter(is_free).unwrap_or(self.range.end)
    }

    /// What stands on its line before `at`, if that is nothing but spaces.
    fn before(&self, at: usize) -> Option<&'a str> {
        let line = self.text[..at].rfind('\n').map_or(self.range.start, |line| line + 1);
        let before = self.text.get(line..at)?;
        before.chars().all(|letter| letter == ' ').then_some(before)
    }

    fn next_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..self.range.end).unwrap_or_default();
        rest.find('\n').map_or(self.range.end, |line| at + line + 1)
    }

    fn line_end(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    fn apply(mut self) -> Option<String> {
        self.edits.sort_by_key(|(place, _)| place.start);
        let mut out = String::with_capacity(self.text.len() + 128);
        let mut from = 0;
        for (place, new) in &self.edits {
            out.push_str(self.text.get(from..place.start)?);
            out.push_str(new);
            from = place.end;
        }
        out.push_str(self.text.get(from..)?);
        Some(out)
    }
}

fn start(place: Place) -> usize {
    place.start as usize
}

fn end(place: Place) -> usize {
    place.end as usize
}

/// A text as YAML has it: without quotes where it can do without.
fn scalar(text: &str) -> String {
    let is_word = |text: &str| {
        text.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let means_more = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    if is_word(text) && !means_more.contains(&text.to_ascii_lowercase().as_str()) {
        text.to_owned()
    } else {
        serde_json::Value::from(text).to_string()
    }
}
