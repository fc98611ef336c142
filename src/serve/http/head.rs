//! Looks at the head of a request before the HTTP library does, so that its limits hold to the byte and every refusal
//! has the headers of an answer. The parser is the one that the HTTP library uses.

use axum::http::{Method, Uri};

use super::refusal::Refusal;

/// Longest head, in bytes.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;
/// Most headers.
pub(super) const MOST_HEADERS: usize = 100;
/// Longest target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;

/// What the bytes that came so far are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A beginning.
    Partial,
    /// A whole head of this length; whether a body follows.
    Whole { length: usize, body: bool },
    /// Nothing that is answered.
    Refused(Refusal),
}

/// Looks at what a client has sent. Never asks for more than [`LONGEST_HEAD`] bytes.
pub(super) fn examine(bytes: &[u8]) -> Head {
    let mut slots = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut slots);
    let parsed = request.parse(bytes);
    let target = request.path.map(str::to_owned);
    if target.as_ref().is_some_and(|target| target.len() > LONGEST_TARGET) {
        return Head::Refused(Refusal::LongTarget);
    }
    match parsed {
        Ok(httparse::Status::Complete(length)) if length <= LONGEST_HEAD => {
            let readable = target.is_some_and(|target| target.parse::<Uri>().is_ok())
                && request.method.is_some_and(|method| method.parse::<Method>().is_ok());
            match body(&request).filter(|_| readable) {
                Some(body) => Head::Whole { length, body },
                None => Head::Refused(Refusal::Malformed),
            }
        }
        Err(httparse::Error::TooManyHeaders) => Head::Refused(Refusal::LongHead),
        Err(_) => Head::Refused(Refusal::Malformed),
        Ok(_) if bytes.len() < LONGEST_HEAD => Head::Partial,
        // The first line goes on to the end: all of it is target.
        Ok(_) if !bytes[..LONGEST_HEAD].trim_ascii_start().contains(&b'\n') => {
            Head::Refused(Refusal::LongTarget)
        }
        Ok(_) => Head::Refused(Refusal::LongHead),
    }
}

/// Whether a body follows; `None` if that can be read in two ways, which is how requests are smuggled.
fn body(request: &httparse::Request<'_, '_>) -> Option<bool> {
    let values = |wanted: &str| -> Vec<&[u8]> {
        request
            .headers
            .iter()
            .filter(|header| header.name.eq_ignore_ascii_case(wanted))
            .map(|header| header.value)
            .collect()
    };
    let (length, encoding) = (values("content-length"), values("transfer-encoding"));
    match (length.as_slice(), encoding.as_slice()) {
        ([], []) => Some(false),
        ([length], []) => {
            let digits =
                !length.is_empty() && length.len() < 19 && length.iter().all(u8::is_ascii_digit);
            digits.then(|| length.iter().any(|digit| *digit != b'0'))
        }
        ([], [encoding]) => (request.version == Some(1)
            && encoding.eq_ignore_ascii_case(b"chunked"))
        .then_some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(target: &str, headers: &str) -> Head {
        examine(format!("GET {target} HTTP/1.1\r\n{headers}\r\n").as_bytes())
    }

    fn whole(answer: &Head, body: bool) -> bool {
        matches!(answer, Head::Whole { body: found, .. } if *found == body)
    }

    #[test]
    fn limits_hold_to_the_byte() {
        let target = |length: usize| format!("/{}", "a".repeat(length - 1));
        assert!(whole(&head(&target(8_192), ""), false));
        assert_eq!(head(&target(8_193), ""), Head::Refused(Refusal::LongTarget));
        assert_eq!(head(&target(20_000), ""), Head::Refused(Refusal::LongTarget));
        let many = |count: usize| "A: b\r\n".repeat(count);
        assert!(whole(&head("/", &many(100)), false));
        assert_eq!(head("/", &many(101)), Head::Refused(Refusal::LongHead));
        // `GET / HTTP/1.1`, the header's name and the ends of three lines are 23 bytes.
        let long = |length: usize| format!("A: {}\r\n", "b".repeat(length - 23));
        assert!(whole(&head("/", &long(16_384)), false));
        assert_eq!(head("/", &long(16_385)), Head::Refused(Refusal::LongHead));
        assert_eq!(examine(&[b'\n'; LONGEST_HEAD]), Head::Refused(Refusal::LongTarget));
        assert_eq!(examine(b"GET / HT"), Head::Partial);
        assert_eq!(examine(b""), Head::Partial);
    }

    #[test]
    fn a_body_is_seen_in_one_way_or_refused() {
        for (headers, expected) in [
            ("Content-Length: 0\r\n", Some(false)),
            ("Content-Length: 5\r\n", Some(true)),
            ("content-LENGTH: 5\r\n", Some(true)),
            ("Transfer-Encoding: chunked\r\n", Some(true)),
            ("Content-Length: 5\r\nContent-Length: 5\r\n", None),
            ("Content-Length: 5, 5\r\n", None),
            ("Content-Length: +5\r\n", None),
            ("Content-Length: -1\r\n", None),
            ("Content-Length: 0x5\r\n", None),
            ("Content-Length:\r\n", None),
            ("Content-Length: 99999999999999999999\r\n", None),
            ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", None),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", None),
            ("Transfer-Encoding: chunked, identity\r\n", None),
            ("Transfer-Encoding: xchunked\r\n", None),
            ("Transfer-Encoding: \x0bchunked\r\n", None),
            ("Transfer-Encoding : chunked\r\n", None),
            ("A: b\r\n Transfer-Encoding: chunked\r\n", None),
        ] {
            let answer = head("/", headers);
            match expected {
                Some(body) => assert!(whole(&answer, body), "{headers}: {answer:?}"),
                None => assert_eq!(answer, Head::Refused(Refusal::Malformed), "{headers}"),
            }
        }
        let old = examine(b"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
        assert_eq!(old, Head::Refused(Refusal::Malformed));
    }
}
