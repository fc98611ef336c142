//! Building what templates see. Maps keep the order in which they are built, so a theme that walks
//! one writes the same bytes every time.

use tera::value::Key;
use tera::{Map, Value};

use crate::base::Date;

/// A map with fixed fields.
pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    add(&mut map, fields);
    Value::from(map)
}

/// Adds fields to a map; those that are there already get the new values.
pub(super) fn add<const N: usize>(map: &mut Map, fields: [(&'static str, Value); N]) {
    for (name, value) in fields {
        map.insert(Key::Str(name), value);
    }
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
