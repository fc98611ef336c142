//! What a field is, and what may stand in it.

use std::borrow::Cow;
use std::sync::Arc;

use super::Kinds;

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

/// Fields that belong together, for the reference.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The heading above them.
    pub title: &'static str,
    /// The kinds of page that have them.
    pub kinds: Kinds,
    /// The fields.
    pub fields: &'static [Field],
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
    /// An amount of money without its currency, such as `65` or `42.50`.
    Price,
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
    Choice(&'static [&'static str]),
    /// One of some words that a site or a theme declares.
    OneOf(Arc<[Box<str>]>),
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
    /// An id that stands for a whole record, or the record.
    IdOrRecord(&'static str, &'static [Field]),
    /// Keys that the writer chooses, each with a value of one type.
    Map(&'static Type),
    /// Fields of any kind of page, for the pages below a section.
    Cascade,
    /// Anything at all.
    Anything,
}

impl Field {
    /// A field that may be absent.
    pub(super) const fn new(
        name: &'static str,
        ty: Type,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        Self {
            name: Cow::Borrowed(name),
            ty,
            kinds: Kinds::ALL,
            required: false,
            doc: Cow::Borrowed(doc),
            example: Cow::Borrowed(example),
        }
    }

    /// The same field, as one that must be there.
    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field, for some kinds of page only.
    pub(super) const fn only(mut self, kinds: Kinds) -> Self {
        self.kinds = kinds;
        self
    }

    /// `name: example`.
    pub(super) fn line(&self) -> String {
        format!("{}: {}", self.name, self.example)
    }
}

impl Type {
    /// What must stand there, in a sentence after "must be".
    pub(super) fn words(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Text => "a text",
            Self::Bool => "`true` or `false`",
            Self::Integer { .. } => "a whole number",
            Self::Price => "a price, such as `65` or `42.50`",
            Self::Size => "a size, such as `64 KiB`",
            Self::Date => "a date, such as `2026-11-01`",
            Self::Slug => "one part of an address, such as `back-pain`",
            Self::Path => "a path, such as `/old/back-pain/`",
            Self::Url => "an address that begins with `https://`",
            Self::PageOrUrl => "a page, such as `about.md`, or an address",
            Self::Email => "an e-mail address",
            Self::Choice(words) => return Cow::Owned(quoted(words)),
            Self::OneOf(words) => return Cow::Owned(quoted(words)),
            Self::Name(kinds) => return Cow::Owned(format!("the name of {}", kinds.words())),
            Self::Id(of) => return Cow::Owned(format!("the id of {of}")),
            Self::OneOrMany(one) => {
                return Cow::Owned(format!("{}, or a list of such", one.words()));
            }
            Self::List(one) if matches!(**one, Self::Record(_)) => "a list of groups of fields",
            Self::List(_) => "a list",
            Self::Record(_) | Self::Cascade => "a group of fields",
            Self::IdOrRecord(of, _) => {
                return Cow::Owned(format!("the id of {of}, or a group of fields"));
            }
            Self::Map(_) => "a group of names, each with a value",
            Self::Anything => "anything",
        })
    }
}

fn quoted<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    super::either(&words)
}
