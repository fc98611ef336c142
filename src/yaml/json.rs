//! YAML as JSON, for what templates are to see as it is.

use serde_json::{Map, Number, Value as Json};

use super::{Node, Value};

/// `node` as JSON. Texts without quotes become what YAML 1.2 takes them for: `true` and `false`,
/// whole and decimal numbers. All else stays text, `yes`, `010` and dates among it.
pub fn to_json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar { text, plain: true } => plain(text),
        Value::Scalar { text, plain: false } => Json::String(text.to_string()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            let pairs = entries.iter().map(|entry| (entry.key.to_string(), to_json(&entry.value)));
            Json::Object(pairs.collect::<Map<_, _>>())
        }
    }
}

fn plain(text: &str) -> Json {
    match text {
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    number(text).map_or_else(|| Json::String(text.to_owned()), Json::Number)
}

/// A number without a leading zero: `010` is a code or a telephone number more often than a ten.
fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let bytes = digits.as_bytes();
    let first = *bytes.first()?;
    if !first.is_ascii_digit() || first == b'0' && bytes.get(1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        // More digits than a number can hold stay a text, so that none is lost.
        return text.parse::<i64>().ok().map(Number::from);
    }
    let float = bytes.iter().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(byte));
    if float { text.parse::<f64>().ok().and_then(Number::from_f64) } else { None }
}
