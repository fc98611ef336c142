//! YAML as a tree whose every part knows its place in the file.
//!
//! Comes in: the text of a file and the range of it that is YAML. Goes out: a [`Node`], and notes in
//! words that people who never heard of YAML understand. Scalars keep their text: what `yes`, `010`
//! or `2026-11-01` means is for the schema to say. It must never panic, never follow a tag, and never
//! grow beyond its [`Limits`], whatever the text is.

mod json;
mod mistake;
mod simple;
mod tree;

#[cfg(test)]
mod tests;

pub use json::to_json;
pub(crate) use tree::shorten;

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use crate::base::{Span, size_in_words};
use crate::diagnostic::{Code, Diagnostic, Notes};

/// A place in a file, without the file: bytes from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Place {
    /// The place `range`. Offsets past 4 GiB are cut off (files are far smaller).
    pub fn new(range: Range<usize>) -> Self {
        let cut = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: cut(range.start), end: cut(range.end.max(range.start)) }
    }

    /// The place in the file `path`.
    pub fn span(self, path: &Arc<Utf8Path>) -> Span {
        Span { path: Arc::clone(path), start: self.start, end: self.end }
    }
}

/// A value at its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; the place of an absent value is empty.
    pub place: Place,
}

/// A value as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A text, number, date or truth value: the schema decides which.
    Scalar {
        /// The text, without quotes and with escapes undone.
        text: Box<str>,
        /// Whether it stood there without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order of the file. No key stands twice.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The key.
    pub key: Box<str>,
    /// Where the key stands.
    pub key_place: Place,
    /// The value.
    pub value: Node,
}

/// How large YAML may grow before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Values, with each use of an alias counted as often as it is used.
    pub nodes: usize,
    /// Lists and maps inside each other.
    pub depth: usize,
    /// Uses of aliases.
    pub aliases: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 * 1024, nodes: 250_000, depth: 64, aliases: 10_000 }
    }
}

impl Limits {
    /// The limits for files that are YAML as a whole, such as `sources.yaml`: up to `bytes` long.
    pub fn file(bytes: usize) -> Self {
        Self { bytes, ..Self::default() }
    }
}

impl Node {
    /// The entry of the map under `key`; `None` as well when this is no map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a list; empty when this is none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; empty when this is none.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}

/// Reads the YAML that stands in the bytes `range` of `text`, the file `path`. `None` when it cannot be
/// read, with the reason in `notes`. YAML without any value is [`Value::Null`].
pub fn parse(
    text: &str,
    range: Range<usize>,
    path: &Arc<Utf8Path>,
    limits: &Limits,
    notes: &mut Notes,
) -> Option<Node> {
    let part = text.get(range.clone()).unwrap_or_default();
    let (part, base) = match part.strip_prefix('\u{feff}') {
        Some(rest) => (rest, range.start + '\u{feff}'.len_utf8()),
        None => (part, range.start),
    };
    if part.len() > limits.bytes {
        let message = format!(
            "this is {} long, and {} are read at most",
            size_in_words(part.len() as u64),
            size_in_words(limits.bytes as u64)
        );
        let place = Place::new(base..base).span(path);
        notes.push(Diagnostic::error(Code::YAML_TOO_LARGE, place, message).help(
            "Is a line `---` missing between the fields and the text? If not, raise the limit under `limits` in `anma.yaml`.",
        ));
        return None;
    }
    simple::parse(part, base, limits).or_else(|| tree::parse(part, base, path, limits, notes))
}
