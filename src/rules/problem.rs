//! What is wrong with a file of rules, at its place.

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::yaml::{Node, Place, Value};

use super::model::Placed;

/// A file while it is read.
pub(super) struct File<'a> {
    /// Its path.
    pub(super) path: Arc<Utf8Path>,
    /// Its text.
    pub(super) text: &'a str,
    /// Where problems go.
    pub(super) notes: &'a mut Notes,
    /// Whether it had none that keep it from being used.
    pub(super) usable: bool,
}

impl File<'_> {
    /// Notes what is wrong at `place`, and what to do: the file cannot be used.
    pub(super) fn wrong(&mut self, place: Place, message: impl Into<String>, help: &str) {
        self.usable = false;
        let problem = Diagnostic::error(Code::RULE, place.span(&self.path), message);
        self.notes.push(if help.is_empty() { problem } else { problem.help(help) });
    }

    /// The same for something misspelt: says which of `names` was probably meant.
    pub(super) fn unknown<'n>(
        &mut self,
        place: Place,
        message: String,
        typed: &str,
        names: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        self.usable = false;
        let problem = Diagnostic::error(Code::RULE, place.span(&self.path), message);
        self.notes.push(problem.did_you_mean(typed, names, otherwise));
    }

    /// Notes what could be better; the file is used all the same.
    pub(super) fn weak(&mut self, place: Place, message: impl Into<String>, help: &str) {
        let problem = Diagnostic::warning(Code::RULE, place.span(&self.path), message);
        self.notes.push(problem.help(help));
    }

    /// The text under `key`.
    pub(super) fn string(&mut self, map: &Node, key: &str) -> Option<Placed> {
        let node = map.get(key)?;
        let Some(text) = node.text() else {
            self.wrong(node.place, format!("`{key}` must be one text"), "");
            return None;
        };
        Some(self.placed(text, node.place))
    }

    /// A text at its place.
    pub(super) fn placed(&self, text: &str, place: Place) -> Placed {
        Placed { text: text.to_owned(), place: place.span(&self.path) }
    }

    /// The texts under `key`: a list of them, or one alone.
    pub(super) fn strings<'n>(&mut self, map: &'n Node, key: &str) -> Vec<(&'n str, Place)> {
        let Some(node) = map.get(key) else { return Vec::new() };
        let mut found = Vec::new();
        match &node.value {
            Value::Scalar { text, .. } => found.push((&**text, node.place)),
            Value::List(items) => {
                for item in items {
                    match item.text() {
                        Some(text) => found.push((text, item.place)),
                        None => self.wrong(
                            item.place,
                            format!("`{key}` must be a list of texts"),
                            "Put texts with a colon, `#` or brackets into quotes.",
                        ),
                    }
                }
            }
            Value::Map(_) | Value::Null => {
                self.wrong(
                    node.place,
                    format!("`{key}` must be a list of texts"),
                    "Write each on a line of its own, after `- `.",
                );
            }
        }
        found
    }

    /// The pairs under `key`: a map from texts to texts.
    pub(super) fn pairs<'n>(
        &mut self,
        map: &'n Node,
        key: &str,
    ) -> Vec<(&'n str, Place, &'n str, Place)> {
        let Some(node) = map.get(key) else { return Vec::new() };
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(node.place, format!("`{key}` must be pairs, one a line: `this: that`"), "");
        }
        let mut found = Vec::new();
        for entry in node.entries() {
            match entry.value.text() {
                Some(text) => found.push((&*entry.key, entry.key_place, text, entry.value.place)),
                None if entry.value.is_null() => {
                    found.push((&*entry.key, entry.key_place, "", entry.value.place));
                }
                None => self.wrong(
                    entry.value.place,
                    format!("`{}` must have one text after it", entry.key),
                    "",
                ),
            }
        }
        found
    }

    /// The truth value under `key`.
    pub(super) fn boolean(&mut self, map: &Node, key: &str) -> Option<bool> {
        let node = map.get(key)?;
        match node.text() {
            Some("true" | "yes") => Some(true),
            Some("false" | "no") => Some(false),
            _ => {
                self.wrong(node.place, format!("`{key}` must be `true` or `false`"), "");
                None
            }
        }
    }

    /// The whole number under `key`.
    pub(super) fn count(&mut self, map: &Node, key: &str) -> Option<u32> {
        let node = map.get(key)?;
        let number = node.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.wrong(node.place, format!("`{key}` must be a whole number from 0"), "");
        }
        number
    }

    /// Bytes `start..end` of a text, as a place in the file; all of the text when it is not written as it reads.
    pub(super) fn inside(&self, text: &str, place: Place, start: usize, end: usize) -> Place {
        let from = usize::try_from(place.start).unwrap_or(usize::MAX);
        let to = usize::try_from(place.end).unwrap_or(usize::MAX);
        let written = self.text.get(from..to).unwrap_or_default();
        let quote = usize::from(written.starts_with(['"', '\'']));
        let exact = written.get(quote..).is_some_and(|rest| rest.starts_with(text));
        if exact && start <= end && end <= text.len() {
            // A place without width could not be seen.
            let end = end.max(start + 1).min(text.len().max(start));
            Place::new(from + quote + start..from + quote + end)
        } else {
            place
        }
    }
}
