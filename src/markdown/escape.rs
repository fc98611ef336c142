//! Escaping at the speed of copying: most text needs none, and is looked at sixteen bytes at a time.

/// Appends `text`, fit for element content and for attributes in double quotes. Control characters, which
/// slip in when text is pasted, are left out.
pub(super) fn escape_text(out: &mut String, text: &str) {
    let Some(first) = first_special(text.as_bytes()) else {
        out.push_str(text);
        return;
    };
    let mut from = 0;
    for (offset, byte) in text.as_bytes()[first..].iter().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0 => "\u{fffd}",
            _ if is_control(*byte) => "",
            _ => continue,
        };
        out.push_str(&text[from..first + offset]);
        out.push_str(entity);
        from = first + offset + 1;
    }
    out.push_str(&text[from..]);
}

/// How many bytes [`escape_text`] makes of `text`.
pub(super) fn escaped_length(text: &str) -> usize {
    let Some(first) = first_special(text.as_bytes()) else { return text.len() };
    let length = |byte: &u8| match byte {
        b'&' => "&amp;".len(),
        b'<' | b'>' => "&lt;".len(),
        b'"' => "&quot;".len(),
        0 => '\u{fffd}'.len_utf8(),
        _ if is_control(*byte) => 0,
        _ => 1,
    };
    first + text.as_bytes()[first..].iter().map(length).sum::<usize>()
}

/// A place before which nothing needs a closer look; `None` if nothing does.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let (chunks, rest) = bytes.as_chunks::<16>();
    for (index, chunk) in chunks.iter().enumerate() {
        if has_special(chunk) {
            return Some(index * 16);
        }
    }
    let from = bytes.len() - rest.len();
    let found = if let Some(last) = bytes.last_chunk::<16>() {
        // Looking at some bytes twice is faster than looking at fifteen one by one.
        !rest.is_empty() && has_special(last)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        has_special(first) || has_special(last)
    } else {
        rest.iter().any(|byte| is_special(*byte))
    };
    found.then_some(from)
}

/// Whether the byte may need something done: one of `& " < >`, or anything below the space.
///
/// Tabs and line breaks need nothing, but are rare in running text; leaving them to the closer look saves
/// more looks than it costs. So does testing two marks at once that differ in one bit.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches, sixteen bytes are compared at once"
)]
fn is_special(byte: u8) -> bool {
    (byte & 0xfb == b'"') | (byte & 0xfd == b'<') | (byte < b' ')
}

/// Whether HTML and feeds cannot carry the character: all below the space but tabs and line breaks.
pub(super) fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

fn has_special<const N: usize>(bytes: &[u8; N]) -> bool {
    bytes.iter().fold(0, |found, byte| found | u8::from(is_special(*byte))) != 0
}

/// Appends an address, fit for `href` and `src`: percent-encoded where a browser would do the same,
/// and escaped for an attribute in double quotes.
///
/// What is percent-encoded already stays as it is.
pub fn escape_url(out: &mut String, url: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut from = 0;
    for (at, byte) in url.bytes().enumerate() {
        if is_plain_in_url(byte) {
            continue;
        }
        // The bytes of one character follow each other without anything between them.
        if from < at {
            out.push_str(&url[from..at]);
        }
        from = at + 1;
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out.push_str(&url[from..]);
}

fn is_plain_in_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%()*+,-./:;=?@_~".contains(&byte)
}

/// Undoes percent-encoding once; what is no encoding of UTF-8 stays as it is.
pub(super) fn percent_decode(text: &str) -> String {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut out = String::new();
        escape_text(&mut out, text);
        out
    }

    #[test]
    fn what_is_special_is_found_wherever_it_stands() {
        for length in [0, 1, 15, 16, 17, 40] {
            let plain = "é".repeat(length);
            assert_eq!(text(&plain), plain);
            assert_eq!(text(&format!("{plain}<{plain}")), format!("{plain}&lt;{plain}"));
        }
        assert_eq!(
            text("a & \"b\" <c> \0 \u{8}'d'\t"),
            "a &amp; &quot;b&quot; &lt;c&gt; \u{fffd} 'd'\t"
        );
    }

    #[test]
    fn addresses_cannot_leave_their_attribute() {
        let mut out = String::new();
        escape_url(&mut out, "https://x.test/a b?c=\"d\"&e='f'<按>%20\\");
        assert_eq!(out, "https://x.test/a%20b?c=%22d%22&amp;e=&#x27;f&#x27;%3C%E6%8C%89%3E%20%5C");
    }

    #[test]
    fn decoding_is_lenient() {
        assert_eq!(percent_decode("my%20photo.jpg"), "my photo.jpg");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%ff"), "%ff");
        assert_eq!(percent_decode("caf%C3%A9"), "café");
    }
}
