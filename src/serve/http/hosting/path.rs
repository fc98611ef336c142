//! Paths of requests: decoded once and checked; and encoded again for a redirect.

use std::fmt::Write as _;

/// `path` with its percent-encoding undone, once. `None` if it is no address that a site could have: it does not begin
/// with a slash, has an empty part, a part `.` or `..`, a control character, a backslash, or is not UTF-8.
pub(crate) fn decode(path: &str) -> Option<String> {
    let decoded = String::from_utf8(bytes(path.as_bytes())?).ok()?;
    let rest = decoded.strip_prefix('/')?;
    if decoded.contains('\\') || decoded.chars().any(char::is_control) {
        return None;
    }
    let parts = rest.strip_suffix('/').unwrap_or(rest);
    let fine = rest.is_empty() || parts.split('/').all(|part| !matches!(part, "" | "." | ".."));
    fine.then_some(decoded)
}

/// The value of a part of a query.
pub(crate) fn decode_value(value: &str) -> Option<String> {
    String::from_utf8(bytes(value.as_bytes())?).ok()
}

fn bytes(path: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.iter();
    while let Some(byte) = rest.next() {
        if *byte != b'%' {
            out.push(*byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(*byte).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    Some(out)
}

/// `path`, which is decoded, for the header `Location`: percent-encoded, with exactly one slash at its beginning.
pub(super) fn location(path: &str, query: Option<&str>) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    out.push('/');
    encode_into(&mut out, path.trim_start_matches('/'));
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        out.push('?');
        push_query(&mut out, query);
    }
    out
}

/// Appends `text` with everything encoded that is not a letter, a digit, `/`, `-`, `_`, `.` or `~`.
pub(super) fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _written = write!(out, "%{byte:02X}");
        }
    }
}

/// Appends a query as it came, but for bytes that do not belong into a header.
pub(super) fn push_query(out: &mut String, query: &str) {
    for byte in query.bytes() {
        if byte.is_ascii_graphic() && byte != b'#' {
            out.push(char::from(byte));
        } else {
            let _written = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decode("/a%20b/").as_deref(), Some("/a b/"));
        assert_eq!(decode("/").as_deref(), Some("/"));
        assert_eq!(decode("/%252e%252e/x").as_deref(), Some("/%2e%2e/x"));
        assert_eq!(decode("/%E6%8C%89/").as_deref(), Some("/按/"));
    }

    #[test]
    fn what_no_site_has_is_refused() {
        for path in [
            "",
            "a",
            "//",
            "//a",
            "/a//b",
            "/a//",
            "/./a",
            "/a/..",
            "/../a",
            "/%2e%2e/a",
            "/%2e",
            "/a%2f%2fb",
            "/a%2f..%2fb",
            "/a%5cb",
            "/a\\b",
            "/%00",
            "/a%0d%0ab",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%c0%ae",
            "/%7f",
        ] {
            assert_eq!(decode(path), None, "{path}");
        }
    }

    proptest! {
        #[test]
        fn a_redirect_stays_on_this_host(path in "\\PC{0,20}", query in proptest::option::of("\\PC{0,10}")) {
            let location = location(&path, query.as_deref());
            prop_assert!(location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\"));
            prop_assert!(location.bytes().all(|byte| byte.is_ascii_graphic()));
        }

        #[test]
        fn encoding_is_undone_by_decoding(path in "(/[^/\\\\\\p{C}]{1,8}){1,3}") {
            if let Some(decoded) = decode(&location(&path, None)) {
                prop_assert_eq!(decoded, path);
            }
        }
    }
}
