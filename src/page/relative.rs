//! Links that work without a server: `/conditions/` becomes `../conditions/index.html`.
//!
//! Comes in: a finished page and where it is written. Goes out: the same page in which every address
//! from the site's root leads there from the page's own folder. Text is never touched, only tags.

use crate::base::Route;

/// Attributes that hold one address.
const ATTRIBUTES: [&[u8]; 4] = [b"href", b"src", b"action", b"poster"];

/// `html`, written to `route`, with relative addresses. `prefix` is the path of the site on its host.
pub fn relative(html: &[u8], route: &Route, prefix: &str) -> Vec<u8> {
    let up = "../".repeat(route.as_str().matches('/').count());
    let mut out = Vec::with_capacity(html.len() + html.len() / 16);
    let mut at = 0;
    while let Some(tag) = memchr::memchr(b'<', &html[at..]).map(|found| at + found) {
        out.extend_from_slice(&html[at..tag]);
        let end = end_of_tag(html, tag);
        write_tag(&html[tag..end], &up, prefix, &mut out);
        at = end;
    }
    out.extend_from_slice(&html[at..]);
    out
}

/// The end of the tag that begins at `from`: behind the next `>` that is not in quotes.
fn end_of_tag(html: &[u8], from: usize) -> usize {
    let mut quote = None;
    for (index, byte) in html[from..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return from + index + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

fn write_tag(tag: &[u8], up: &str, prefix: &str, out: &mut Vec<u8>) {
    let mut from = 0;
    let mut all: Vec<usize> = addresses(tag).collect();
    let lists = addresses_in_lists(tag);
    all.extend(&lists);
    all.sort_unstable();
    for start in all {
        // In a list, a space stands behind each address.
        let rest = &tag[start..];
        let end = if lists.contains(&start) {
            memchr::memchr2(b'"', b' ', rest)
        } else {
            memchr::memchr(b'"', rest)
        };
        let end = end.map_or(tag.len(), |found| start + found);
        let below =
            tag[start..end].strip_prefix(prefix.as_bytes()).filter(|path| !path.starts_with(b"/"));
        let Some(below) = below else { continue };
        let mark = below.iter().position(|byte| matches!(byte, b'#' | b'?')).unwrap_or(below.len());
        let (path, rest) = below.split_at(mark);
        out.extend_from_slice(&tag[from..start]);
        out.extend_from_slice(up.as_bytes());
        out.extend_from_slice(path);
        if path.is_empty() || path.ends_with(b"/") {
            out.extend_from_slice(b"index.html");
        }
        out.extend_from_slice(rest);
        from = end;
    }
    out.extend_from_slice(&tag[from..]);
}

/// Where addresses begin in a tag: in attributes that hold one, and in `<meta>` that leads on.
fn addresses(tag: &[u8]) -> impl Iterator<Item = usize> {
    let is_address = |quote: &usize| {
        ATTRIBUTES.iter().any(|name| {
            let before = tag[..*quote].strip_suffix(*name);
            before.and_then(<[u8]>::last).is_some_and(u8::is_ascii_whitespace)
        })
    };
    let attributes =
        memchr::memmem::find_iter(tag, b"=\"/").filter(is_address).map(|quote| quote + 2);
    let refresh =
        if tag.starts_with(b"<meta") { memchr::memmem::find(tag, b"; url=/") } else { None };
    attributes.chain(refresh.map(|found| found + "; url=".len()))
}

/// Where addresses begin that stand in a list: those of the widths of a picture.
fn addresses_in_lists(tag: &[u8]) -> Vec<usize> {
    let Some(list) = memchr::memmem::find(tag, b" srcset=\"").map(|at| at + " srcset=\"".len())
    else {
        return Vec::new();
    };
    let end = memchr::memchr(b'"', &tag[list..]).map_or(tag.len(), |found| list + found);
    let further = memchr::memmem::find_iter(&tag[list..end], b", ").map(|at| list + at + 2);
    std::iter::once(list).chain(further).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, page: &str, prefix: &str, expected: &str) {
        let route = Route::page(page).expect("an address");
        let out = relative(html.as_bytes(), &route, prefix);
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }

    #[test]
    fn addresses_lead_from_the_folder_of_the_page() {
        check(
            r#"<a href="/conditions/#x">"#,
            "articles/a",
            "/",
            r#"<a href="../../conditions/index.html#x">"#,
        );
        check(
            r#"<link rel="x" href="/assets/style.css">"#,
            "",
            "/",
            r#"<link rel="x" href="assets/style.css">"#,
        );
        check(r#"<img alt="a > b" src="/a.png">"#, "b", "/", r#"<img alt="a > b" src="../a.png">"#);
        check(
            r#"<meta http-equiv="refresh" content="0; url=/a/">"#,
            "b",
            "/",
            r#"<meta http-equiv="refresh" content="0; url=../a/index.html">"#,
        );
        check(
            r#"<source type="image/webp" srcset="/a-1.webp 1w, /a-2.webp 2w, https://x.example/b.webp 3w" sizes="(min-width: 1px) 2px, 3px" />"#,
            "b",
            "/",
            r#"<source type="image/webp" srcset="../a-1.webp 1w, ../a-2.webp 2w, https://x.example/b.webp 3w" sizes="(min-width: 1px) 2px, 3px" />"#,
        );
        check(
            r#"<img src="/a.jpg" alt=", /x" srcset="/a.jpg 1w" />"#,
            "",
            "/",
            r#"<img src="a.jpg" alt=", /x" srcset="a.jpg 1w" />"#,
        );
        check(r#"<a href="/sub/">"#, "b", "/sub/", r#"<a href="../index.html">"#);
    }

    #[test]
    fn text_and_other_addresses_stay_as_they_are() {
        for html in [
            r#"&lt;a href="/x"&gt; href="/x""#,
            r#"<a href="//other.example/x">"#,
            r#"<a href="https://other.example/x" data-href="/x">"#,
            r##"<a href="#here">"##,
            "<a href=\"/x",
        ] {
            let expected = if html.ends_with("/x") { "<a href=\"../x" } else { html };
            check(html, "a", "/", expected);
        }
    }
}
