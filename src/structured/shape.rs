//! The shapes of single values: days, times, numbers, addresses.

use serde_json::Value;

/// Whether a kind of value is written as a text or number and not as a node.
pub(super) fn is_plain(kind: &str) -> bool {
    matches!(
        kind,
        "Text"
            | "URL"
            | "Date"
            | "DateTime"
            | "Time"
            | "Number"
            | "Integer"
            | "Float"
            | "Boolean"
            | "CssSelectorType"
            | "XPathType"
            | "PronounceableText"
    )
}

/// Whether a value that is no node has the shape of this kind.
pub(super) fn fits(kind: &str, value: &Value) -> bool {
    match (kind, value) {
        ("Text" | "CssSelectorType" | "XPathType" | "PronounceableText", _)
        | ("Number" | "Float", Value::Number(_))
        | ("Boolean", Value::Bool(_)) => true,
        ("URL", Value::String(text)) => is_address(text),
        ("Date", Value::String(text)) => is_day(text),
        ("DateTime", Value::String(text)) => is_moment(text),
        ("Time", Value::String(text)) => is_time(text),
        ("Number" | "Float", Value::String(text)) => text.trim().parse::<f64>().is_ok(),
        ("Integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
        ("Integer", Value::String(text)) => text.trim().parse::<i64>().is_ok(),
        ("Boolean", Value::String(text)) => {
            let word = text.rsplit('/').next().unwrap_or(text);
            word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
        }
        _ => false,
    }
}

/// An address: with a scheme, or from the root or a part of the page.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let has_scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    !text.is_empty()
        && !text.contains(char::is_whitespace)
        && (has_scheme || text.starts_with(['/', '#', '?', '.']))
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// `2026-11-15`, or a month or year alone.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let Some(year) = parts.next().and_then(|year| number(year, 4)) else { return false };
    let month = parts.next().map(|month| number(month, 2));
    let day = parts.next().map(|day| number(day, 2));
    if parts.next().is_some() {
        return false;
    }
    match (month, day) {
        (None, None) => true,
        (Some(Some(month)), None) => (1..=12).contains(&month),
        (Some(Some(month)), Some(Some(day))) => {
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let days = match month {
                1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
                4 | 6 | 9 | 11 => 30,
                2 => 28 + u32::from(is_leap),
                _ => 0,
            };
            (1..=days).contains(&day)
        }
        _ => false,
    }
}

/// A day, `T`, and a time.
fn is_moment(text: &str) -> bool {
    match text.split_once(['T', ' ']) {
        Some((day, time)) => day.len() == 10 && is_day(day) && is_time(time),
        None => is_day(text),
    }
}

/// `09:30`, perhaps with seconds and a time zone.
fn is_time(text: &str) -> bool {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (clock, zone) = match text.find(['+', '-']) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let is_clock = |text: &str, most: usize| {
        let parts: Vec<&str> = text.split(':').collect();
        (2..=most).contains(&parts.len())
            && parts.iter().enumerate().all(|(at, part)| {
                let whole = if at == 2 { part.split('.').next().unwrap_or(part) } else { part };
                number(whole, 2).is_some_and(|value| value <= if at == 0 { 24 } else { 59 })
            })
    };
    let is_zone =
        |zone: &str| is_clock(zone, 2) || number(zone, 4).is_some() || number(zone, 2).is_some();
    is_clock(clock, 3) && zone.is_none_or(is_zone)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fits;

    #[test]
    fn shapes() {
        for (kind, value, does) in [
            ("Date", json!("2026-11-15"), true),
            ("Date", json!("2024-02-29"), true),
            ("Date", json!("2026-11"), true),
            ("Date", json!("2026-02-29"), false),
            ("Date", json!("15/11/2026"), false),
            ("Date", json!("2026-1-5"), false),
            ("Date", json!(2026), false),
            ("DateTime", json!("2026-11-15T09:30:00+01:00"), true),
            ("DateTime", json!("2026-11-15T09:30Z"), true),
            ("DateTime", json!("2026-11-15T25:30Z"), false),
            ("Time", json!("09:30"), true),
            ("Time", json!("9.30"), false),
            ("Integer", json!(3), true),
            ("Integer", json!(3.5), false),
            ("Integer", json!("3"), true),
            ("Number", json!("3.5"), true),
            ("Number", json!("£3"), false),
            ("Boolean", json!("https://schema.org/True"), true),
            ("URL", json!("https://example.com/"), true),
            ("URL", json!("/a/"), true),
            ("URL", json!("www.example.com"), false),
            ("URL", json!("Our home page"), false),
            ("URL", json!(""), false),
            ("Text", json!(""), true),
        ] {
            assert_eq!(fits(kind, &value), does, "{kind} {value}");
        }
    }
}
