//! The filters that templates have besides tera's own. Plain functions: they can see nothing else.

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::base::slugify;

/// Registers every filter. `origin` is the site's: `https://example.com`.
pub(super) fn register(tera: &mut tera::Tera, origin: &str) {
    let origin = origin.to_owned();
    tera.register_filter("json", json);
    tera.register_filter("slugify", slug);
    tera.register_filter("absolute", move |url: &str, _: Kwargs, _: &State<'_>| {
        absolute(&origin, url)
    });
    tera.register_filter("tel", tel);
}

/// A value as JSON that may stand in a `<script>` block or an attribute: nothing in it can end the block.
fn json(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(|error| Error::message(error.to_string()))?;
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\'' => safe.push_str("\\u0027"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            _ => safe.push(character),
        }
    }
    Ok(Value::from(safe).mark_safe())
}

/// A text as part of an address: `Upper back` becomes `upper-back`.
fn slug(text: &str, _: Kwargs, _: &State<'_>) -> String {
    slugify(text)
}

/// An address from the root of the host as a whole address.
fn absolute(origin: &str, url: &str) -> String {
    if url.starts_with('/') && !url.starts_with("//") {
        format!("{origin}{url}")
    } else {
        url.to_owned()
    }
}

/// A telephone number as a link wants it: digits and a leading plus.
fn tel(number: &str, _: Kwargs, _: &State<'_>) -> String {
    number
        .char_indices()
        .filter(|(at, letter)| letter.is_ascii_digit() || (*at == 0 && *letter == '+'))
        .map(|(_, letter)| letter)
        .collect()
}
