//! Adds the preview's tag to a page. Nothing else of the page's bytes is changed.

/// Elements whose content is text, in which `</head>` means nothing.
const TEXT_ELEMENTS: [&[u8]; 6] =
    [b"script", b"style", b"title", b"textarea", b"template", b"noscript"];

/// `page` with `tag` before its `</head>`, else before its last `</body>`, else at its end.
pub(super) fn with_tag(page: &[u8], tag: &str) -> Vec<u8> {
    let at = place(page);
    let mut out = Vec::with_capacity(page.len() + tag.len());
    out.extend_from_slice(&page[..at]);
    out.extend_from_slice(tag.as_bytes());
    out.extend_from_slice(&page[at..]);
    out
}

fn place(page: &[u8]) -> usize {
    let mut at = 0;
    let mut body = None;
    while let Some(found) = memchr::memchr(b'<', &page[at..]) {
        at += found;
        let rest = &page[at..];
        let next = if rest.starts_with(b"<!--") {
            end_of(page, at + 4, b"-->")
        } else if is_tag(rest, b"</head") {
            return at;
        } else if is_tag(rest, b"</body") {
            body = Some(at);
            Some(at + 1)
        } else if let Some(name) = TEXT_ELEMENTS.iter().find(|name| is_tag(&rest[1..], name)) {
            end_of_tag(page, at).and_then(|content| end_of_element(page, content, name))
        } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            end_of_tag(page, at)
        } else {
            Some(at + 1)
        };
        match next {
            Some(next) => at = next,
            None => return body.unwrap_or_else(|| simple_place(page, at)),
        }
    }
    body.unwrap_or(page.len())
}

/// The place in a page that has something at `from` that is never closed: whatever looks like the end of the head.
fn simple_place(page: &[u8], from: usize) -> usize {
    let mut ends = memchr::memmem::find_iter(&page[from..], b"</").map(|found| from + found);
    ends.find(|at| is_tag(&page[*at..], b"</head")).unwrap_or(page.len())
}

/// Whether `text` begins with `tag` and the tag's name ends there.
fn is_tag(text: &[u8], tag: &[u8]) -> bool {
    text.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
        && text
            .get(tag.len())
            .is_none_or(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
}

fn end_of(page: &[u8], from: usize, mark: &[u8]) -> Option<usize> {
    memchr::memmem::find(page.get(from..)?, mark).map(|found| from + found + mark.len())
}

/// Where the tag that begins at `from` ends. A `>` in quotes does not end it.
fn end_of_tag(page: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in page.iter().copied().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// Where the element `name` ends whose content begins at `from`.
fn end_of_element(page: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    let mut ends =
        memchr::memmem::find_iter(page.get(from..)?, b"</").map(|found| from + found + 2);
    ends.find(|at| is_tag(&page[*at..], name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tried(page: &str) -> String {
        String::from_utf8(with_tag(page.as_bytes(), "[T]")).expect("text")
    }

    #[test]
    fn the_tag_comes_before_the_end_of_the_head() {
        for (page, expected) in [
            ("<head></head><body></body>", "<head>[T]</head><body></body>"),
            ("<HEAD></HEAD ><body></body>", "<HEAD>[T]</HEAD ><body></body>"),
            ("<head><!-- </head> --></head>", "<head><!-- </head> -->[T]</head>"),
            (
                "<head><script>'</head>'</script></head>",
                "<head><script>'</head>'</script>[T]</head>",
            ),
            ("<head><title></head></title></head>", "<head><title></head></title>[T]</head>"),
            (
                "<head><meta content=\"</head>\"></head>",
                "<head><meta content=\"</head>\">[T]</head>",
            ),
            ("<header></header></head>", "<header></header>[T]</head>"),
            ("<body></body></html>", "<body>[T]</body></html>"),
            ("<body><p>&lt;/body></p></body></body>", "<body><p>&lt;/body></p></body>[T]</body>"),
            ("<p>one</p>", "<p>one</p>[T]"),
            ("", "[T]"),
            ("<", "<[T]"),
            ("</head", "[T]</head"),
            ("<head><script>never closed</head>", "<head><script>never closed[T]</head>"),
            ("<a title=\"never closed</head>", "<a title=\"never closed[T]</head>"),
            ("<!-- never closed </head>", "<!-- never closed [T]</head>"),
            ("<p title='it\"s'></p></head>", "<p title='it\"s'></p>[T]</head>"),
        ] {
            assert_eq!(tried(page), expected, "{page}");
        }
    }

    #[test]
    fn towers_of_tags_take_no_time() {
        for piece in ["<a \"", "<a b ", "<script>", "<a x=\"", "<!--", "</", "<title></", "<"] {
            let page = piece.repeat(200_000 / piece.len()) + " x='";
            let start = std::time::Instant::now();
            with_tag(page.as_bytes(), "[T]");
            assert!(start.elapsed().as_secs() < 5, "{piece}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_changes(page in "(<|>|/|!|--|\"|'|=|head|body|script|title|[a-z ])*") {
            let tagged = tried(&page);
            prop_assert_eq!(tagged.replacen("[T]", "", 1), page);
        }
    }
}
