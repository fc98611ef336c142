//! The one definition of every field: front matter, data files, `anma.yaml` and `theme.yaml`.
//!
//! Comes in: a tree of YAML and the table of the fields that may stand there. Goes out: notes on all
//! that is wrong with it; and from the same tables the reference pages, the JSON Schemas for editors and
//! the front matter that `anma new` writes. A field that is not in a table must never be accepted, and
//! no other module may say which fields there are.

mod kind;

pub use kind::{Kind, Kinds};

use std::borrow::Cow;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name.
    pub name: Cow<'static, str>,
    /// What may stand there.
    pub ty: Type,
    /// The kinds of page that have it (no meaning outside front matter).
    pub kinds: Kinds,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, in a sentence or two.
    pub doc: Cow<'static, str>,
    /// A value as one would write it, in YAML on one line.
    pub example: Cow<'static, str>,
}

/// What may stand in a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any text, as typed: `2024`, `010` and `yes` are texts too.
    Text,
    /// `true` or `false`, and nothing else.
    Bool,
    /// A whole number between two bounds.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A number of bytes, such as `64 KiB` or `1048576`.
    Size,
    /// A day or a moment.
    Date,
    /// One part of an address, such as `back-pain`.
    Slug,
    /// A path below the site's root, such as `/old/back-pain/`.
    Path,
    /// An address that begins with `https://` or `http://`.
    Url,
    /// A page of the site (`about.md`) or an address that begins with `https://`.
    PageOrUrl,
    /// An e-mail address.
    Email,
    /// One of some words.
    Choice(Cow<'static, [Cow<'static, str>]>),
    /// The id, title or synonym of something of these kinds.
    Name(Kinds),
    /// The id of an entry of a data file; the text says of what, such as "a source".
    Id(&'static str),
    /// One value or a list of them.
    OneOrMany(&'static Type),
    /// A list.
    List(&'static Type),
    /// Fields with names that the table gives.
    Record(&'static [Field]),
    /// A text that stands for a whole record, or the record.
    TextOrRecord(&'static [Field]),
    /// Keys that the writer chooses, each with a value of one type.
    Map(&'static Type),
    /// A map of page fields for the pages below a section.
    Cascade,
    /// Anything at all.
    Anything,
}

/// Fields that a site declares under `fields` in `anma.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SiteFields {
    /// Each with the kinds that have it.
    pub fields: Vec<Field>,
}

/// `words` in a sentence: "a, b or c".
pub(crate) fn either<T: AsRef<str>>(words: &[T]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_str(if index + 1 == words.len() { " or " } else { ", " });
        }
        out.push_str(word.as_ref());
    }
    out
}
