//! Fields that a site or a theme declares: `{type: choice, choices: [easy, medium], doc: "…"}`.

use std::borrow::Cow;

use serde_json::Value;

use super::{Field, Kind, Kinds, Type};
use crate::yaml::{Node, to_json};

/// Fields of front matter that a site declares under `fields` in `anma.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SiteFields {
    /// Each with the kinds that have it.
    pub fields: Vec<Field>,
}

impl SiteFields {
    /// The field called `name` that pages of `kind` have.
    pub fn find(&self, name: &str, kind: Kind) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name && field.kinds.has(kind))
    }

    /// The fields that pages of `kind` have, in the order of `anma.yaml`.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.kinds.has(kind))
    }
}

/// The field that `declaration` describes. It has been checked against its table: what is missing here was
/// reported there, and is taken for a text.
pub(crate) fn declare(name: &str, declaration: &Node, kinds: Kinds) -> Field {
    let text = |key: &str| declaration.get(key).and_then(Node::text);
    let choices = || {
        let items = declaration.get("choices").map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::text).map(Box::from).collect()
    };
    let (ty, example) = match text("type") {
        Some("bool") => (Type::Bool, "true"),
        Some("integer") => (Type::Integer { min: i64::MIN, max: i64::MAX }, "1"),
        Some("date") => (Type::Date, "2026-11-01"),
        Some("url") => (Type::Url, "https://www.example.com"),
        Some("choice") => (Type::OneOf(choices()), ""),
        Some("list") => (Type::OneOrMany(&Type::Text), "[one, two]"),
        _ => (Type::Text, "\"…\""),
    };
    let example = match &ty {
        Type::OneOf(words) => words.first().map(ToString::to_string).unwrap_or_default(),
        _ => example.to_owned(),
    };
    Field {
        name: Cow::Owned(name.to_owned()),
        ty,
        kinds,
        required: text("required") == Some("true"),
        doc: Cow::Owned(text("doc").unwrap_or_default().to_owned()),
        example: Cow::Owned(example),
    }
}

impl Type {
    /// The value `node` of a declared field as templates see it: a text stays a text, even `2024`.
    pub fn value(&self, node: &Node) -> Value {
        match (self, node.text()) {
            (Self::Bool | Self::Integer { .. }, _) | (_, None) => match self {
                Self::OneOrMany(_) => node.items().iter().filter_map(Node::text).collect(),
                _ => to_json(node),
            },
            (Self::OneOrMany(_), Some(text)) => Value::Array(vec![text.into()]),
            (_, Some(text)) => text.into(),
        }
    }
}
