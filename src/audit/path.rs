//! Paths of addresses: joined, without dots, without percent signs.

/// The full path that an address without an origin means, from a base path.
pub(super) fn path_of(href: &str, base: &str) -> String {
    let end = href.find(['?', '#']).unwrap_or(href.len());
    let path = &href[..end];
    if path.is_empty() {
        return base.to_owned();
    }
    let mut full = String::with_capacity(base.len() + path.len());
    if !path.starts_with(['/', '\\']) {
        full.push_str(&base[..base.rfind('/').map_or(0, |slash| slash + 1)]);
    }
    full.push_str(path);
    if full.contains('\\') {
        full = full.replace('\\', "/");
    }
    if full.contains("/.") || full.contains("/%2") { without_dots(&full) } else { full }
}

/// Follows `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for part in path.split('/').skip(1) {
        is_folder = false;
        match part {
            "." | "%2e" | "%2E" => is_folder = true,
            ".." | "%2e%2e" | "%2E%2E" | ".%2e" | ".%2E" | "%2e." | "%2E." => {
                kept.pop();
                is_folder = true;
            }
            part => kept.push(part),
        }
    }
    let mut path = String::with_capacity(path.len());
    for part in &kept {
        path.push('/');
        path.push_str(part);
    }
    if is_folder || path.is_empty() {
        path.push('/');
    }
    path
}

/// Without percent signs, once. What is no text stays as it is.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at] == b'%')
            .then(|| digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2))))
            .flatten()
            .and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        decoded.push(pair.unwrap_or(bytes[at]));
        at += if pair.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn decoding_is_done_once_and_never_fails() {
        for (text, plain) in
            [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%ff", "%ff"), ("%41%", "A%")]
        {
            assert_eq!(decoded(text), plain);
        }
    }
}
