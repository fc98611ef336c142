//! YAML as a tree whose every part knows its place in the file.
//!
//! Comes in: the text of a file and the range of it that is YAML. Goes out: a [`Node`], and notes in
//! words that people who never heard of YAML understand. Scalars keep their text: what `yes`, `010`
//! or `2026-11-01` means is for the schema to say. It must never panic, never follow a tag, and never
//! grow beyond its [`Limits`], whatever the text is.

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use crate::base::Span;

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
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }
}

/// STUB
pub fn to_json(_node: &Node) -> serde_json::Value {
    serde_json::Value::Null
}
