//! Building what templates see. Maps have an order, that of the alphabet, so a theme that walks one
//! writes the same bytes every time.

use std::collections::BTreeMap;

use tera::Value;

use crate::base::{Date, Fingerprint};

/// Fields of a map in the making; of two with one name the later counts.
pub(super) type Fields = Vec<(&'static str, Value)>;

/// A map of `fields`.
///
/// tera copies every map that it is given. A sorted one is made for less than one that hashes.
pub(super) fn map(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::from(fields.into_iter().collect::<BTreeMap<&'static str, Value>>())
}

/// The field `name` of a map; nothing of anything else.
pub(super) fn field<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let mut fields = value.as_map()?.iter();
    fields.find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
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

/// The identity of a value: of all that a template can see in it.
pub fn fingerprint(value: &Value) -> Fingerprint {
    let mut bytes = Vec::with_capacity(16 * 1024);
    write(value, &mut bytes);
    Fingerprint::of(&bytes)
}

/// Writes a value so that no two different ones are written alike: each part begins with its kind and length.
fn write(value: &Value, out: &mut Vec<u8>) {
    let sized = |kind: u8, length: usize, out: &mut Vec<u8>| {
        out.push(kind);
        out.extend_from_slice(&(length as u64).to_le_bytes());
    };
    if let Some(text) = value.as_str() {
        sized(if value.is_safe() { b'h' } else { b's' }, text.len(), out);
        out.extend_from_slice(text.as_bytes());
    } else if let Some(map) = value.as_map() {
        sized(b'm', map.len(), out);
        for (key, value) in map {
            match key.as_str() {
                Some(key) => {
                    sized(b'k', key.len(), out);
                    out.extend_from_slice(key.as_bytes());
                }
                None => write(&Value::from(key.clone()), out),
            }
            write(value, out);
        }
    } else if let Some(list) = value.as_array() {
        sized(b'a', list.len(), out);
        for value in list {
            write(value, out);
        }
    } else if let Some(truth) = value.as_bool() {
        out.extend([b'b', u8::from(truth)]);
    } else if value.is_none() {
        out.push(b'n');
    } else if let Some(number) = value.as_i128().filter(|_| !value.is_f64()) {
        out.push(b'i');
        out.extend_from_slice(&number.to_le_bytes());
    } else {
        // Other numbers are rare, and written as they are shown.
        let text = format!("{}:{value}", value.name());
        sized(b'o', text.len(), out);
        out.extend_from_slice(text.as_bytes());
    }
}
