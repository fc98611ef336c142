//! Addresses inside other texts: `srcset`, `sizes`, style sheets, `content` of a refresh.

/// The width that is assumed where a picture may fill the window, in CSS pixels.
pub(super) const WIDEST: u32 = 1600;

/// The addresses of a `srcset`.
pub(super) fn candidates(srcset: &str) -> impl Iterator<Item = &str> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        rest = after;
        if bare.len() == address.len() {
            // What the browser is told about it, up to the comma that is not in brackets
            let mut depth = 0_u32;
            let stop = after.find(|c: char| {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c == ',' && depth == 0
            });
            rest = stop.map_or("", |stop| &after[stop..]);
        }
        Some(bare)
    })
}

/// The largest width that a `sizes` names, or nothing if it is worked out in a way that is not
/// followed here.
pub(super) fn widest(sizes: &str) -> Option<u32> {
    let mut widest = 0;
    for one in sizes.split(',') {
        let one = one.trim();
        if one.contains('(') && one.ends_with(')') {
            return None;
        }
        let length = one.rsplit(|c: char| c.is_ascii_whitespace() || c == ')').next()?;
        widest = widest.max(css_pixels(length)?);
    }
    (widest > 0).then_some(widest)
}

/// A length in CSS pixels.
fn css_pixels(length: &str) -> Option<u32> {
    let digits = length.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(length.len());
    let (number, unit) = length.split_at(digits);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let tenths: u32 = part.get(..1).map_or(Ok(0), str::parse).ok()?;
    let tenths = whole.checked_mul(10)?.checked_add(tenths)?;
    Some(match unit.to_ascii_lowercase().as_str() {
        "px" => tenths / 10,
        "rem" | "em" => tenths.checked_mul(16)? / 10,
        "vw" => tenths.checked_mul(WIDEST)? / 1000,
        _ => return None,
    })
}

/// A number of pixels in `width` or `height`: its leading digits.
pub(super) fn number(value: &str) -> Option<u32> {
    let value = value.trim();
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    if value[digits..].starts_with('%') {
        return None;
    }
    value[..digits].parse().ok()
}

/// The addresses that a style sheet has the browser fetch, each with its place in the text.
pub(super) fn in_style(css: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let bytes = css.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr::memchr3(b'u', b'@', b'/', &bytes[at..]) {
        at += step;
        let rest = &bytes[at..];
        if rest.starts_with(b"/*") {
            at = memchr::memmem::find(&rest[2..], b"*/").map_or(bytes.len(), |end| at + end + 4);
        } else if rest.starts_with(b"url(") {
            let inside = &css[at + 4..];
            let text = inside.trim_start();
            let address = match text.as_bytes().first() {
                Some(&quote @ (b'"' | b'\'')) => quoted(&text[1..], quote),
                _ => memchr::memchr(b')', near(text)).map(|end| text[..end].trim_end()),
            };
            if let Some(address) = address {
                found.push((at, address));
            }
            at += 4 + address.map_or(0, str::len);
        } else if rest.starts_with(b"@import") {
            let text = css[at + 7..].trim_start();
            if let Some(&quote @ (b'"' | b'\'')) = text.as_bytes().first()
                && let Some(address) = quoted(&text[1..], quote)
            {
                found.push((at, address));
            }
            at += 7;
        } else {
            at += 1;
        }
        if at >= bytes.len() {
            break;
        }
    }
    found
}

fn quoted(text: &str, quote: u8) -> Option<&str> {
    memchr::memchr(quote, near(text)).map(|end| &text[..end])
}

/// As much as an address may have. Without an end to the search, a style sheet of nothing but
/// beginnings would be searched to its end from each.
fn near(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len().min(4096)]
}

/// The seconds and the address of a `<meta http-equiv=refresh>`.
pub(super) fn refresh(content: &str) -> Option<(u32, &str)> {
    let content = content.trim();
    let digits = content.find(|c: char| !c.is_ascii_digit()).unwrap_or(content.len());
    let seconds = match &content[..digits] {
        "" if content.starts_with('.') => 0,
        "" => return None,
        number => number.parse().unwrap_or(u32::MAX),
    };
    let rest = content[digits..]
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ';' || c == ',');
    let url = match rest.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('='),
        _ => None,
    };
    let url = url.unwrap_or(rest).trim();
    let bare = url
        .strip_prefix(['"', '\''])
        .map_or(url, |inner| inner.split(['"', '\'']).next().unwrap_or(""));
    Some((seconds, bare))
}

#[cfg(test)]
mod tests {
    use super::{candidates, in_style, number, refresh, widest};

    #[test]
    fn srcset_is_read() {
        let read = |text| candidates(text).collect::<Vec<_>>();
        assert_eq!(read("a.jpg 1x, b.jpg 2x"), ["a.jpg", "b.jpg"]);
        assert_eq!(read(" a,b.jpg 480w,\n\tc.jpg"), ["a,b.jpg", "c.jpg"]);
        assert_eq!(read("a.jpg, b.jpg"), ["a.jpg", "b.jpg"]);
        assert_eq!(read("data:,a ( , ) 1x, b.jpg"), ["data:,a", "b.jpg"]);
        assert!(read(" , ,").is_empty());
    }

    #[test]
    fn sizes_are_read() {
        assert_eq!(widest("200px"), Some(200));
        assert_eq!(widest("(max-width: 600px) 100vw, 37.5rem"), Some(1600));
        assert_eq!(widest("(min-width: 40em) 30em, 50vw"), Some(800));
        assert_eq!(widest("calc(100vw - 2rem)"), None);
        assert_eq!(widest("auto"), None);
        assert_eq!(widest(""), None);
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!(number("200"), Some(200));
        assert_eq!(number(" 200px"), Some(200));
        assert_eq!(number("100%"), None);
        assert_eq!(number("99999999999"), None);
    }

    #[test]
    fn style_sheets_are_read() {
        let read =
            |text| in_style(text).into_iter().map(|(_, address)| address).collect::<Vec<_>>();
        assert_eq!(read("a{b:url(x.png)} c{d:url( \"y z.png\" )}"), ["x.png", "y z.png"]);
        assert_eq!(
            read("@import 'a.css'; @import url(b.css); /* url(c.css) */ u"),
            ["a.css", "b.css"]
        );
        assert!(read("url(").is_empty());
        assert!(read("/*").is_empty());
        assert!(read("@import").is_empty());
    }

    #[test]
    fn refreshes_are_read() {
        assert_eq!(refresh("0; url=/a/"), Some((0, "/a/")));
        assert_eq!(refresh("5"), Some((5, "")));
        assert_eq!(refresh("0.5;URL='/b/' "), Some((0, "/b/")));
        assert_eq!(refresh("3, /c/"), Some((3, "/c/")));
        assert_eq!(refresh("x"), None);
    }
}
