//! Building what templates see. Maps have an order, that of the alphabet, so a theme that walks one
//! writes the same bytes every time.

use std::collections::BTreeMap;

use tera::Value;

use crate::base::Date;

/// Fields of a map in the making; of two with one name the later counts.
pub(super) type Fields = Vec<(&'static str, Value)>;

/// A map of `fields`.
///
/// tera copies every map that it is given. A sorted one is made for less than one that hashes.
pub(super) fn map(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::from(fields.into_iter().collect::<BTreeMap<&'static str, Value>>())
}

/// A text, or null.
pub(super) fn text(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

/// A text, or the empty text.
pub(super) fn text_or_empty(text: Option<&str>) -> Value {
    Value::from(text.unwrap_or_default())
}

/// Texts.
pub(super) fn texts<T: AsRef<str>>(texts: &[T]) -> Value {
    Value::from(texts.iter().map(|text| Value::from(text.as_ref())).collect::<Vec<_>>())
}

/// A day: `{iso, human}`, or null.
pub(super) fn date(date: Option<Date>) -> Value {
    date.map_or_else(Value::none, |date| {
        map([("iso", Value::from(date.iso())), ("human", Value::from(date.human()))])
    })
}

/// HTML that is put in as it is.
pub(super) fn html(html: &str) -> Value {
    Value::safe_string(html)
}
