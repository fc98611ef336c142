//! Tags of HTML that is let through: where they stand, what they are called, where they lead.
//!
//! Whatever is forgotten or misplaced, a piece of HTML is passed once.

/// Takes the next tag out of `rest`; gives what stands before it, comments included, and the tag.
pub(super) fn next<'t>(rest: &mut &'t str, in_comment: &mut bool) -> Option<(&'t str, &'t str)> {
    let html = *rest;
    let mut at = 0;
    loop {
        if *in_comment {
            at += html[at..].find("-->")? + "-->".len();
            *in_comment = false;
        }
        at += memchr::memchr(b'<', &html.as_bytes()[at..])?;
        if html[at..].starts_with("<!--") {
            *in_comment = true;
            at += "<!--".len();
            continue;
        }
        let length = length(&html[at..]);
        let (tag, behind) = html[at..].split_at(length);
        *rest = behind;
        return Some((&html[..at], tag));
    }
}

/// The length of the tag at the beginning of `html`, or of its `<` when that begins none.
fn length(html: &str) -> usize {
    if !html[1..].starts_with(|one: char| one.is_ascii_alphabetic() || one == '/') {
        return 1;
    }
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// The name of a tag in lower case, at most 20 bytes of it.
pub(crate) fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let length = name
        .bytes()
        .take(20)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    name[..length].to_ascii_lowercase()
}

/// Whether a tag is both the beginning and the end of its element, as in `<br />`.
pub(super) fn is_empty(tag: &str) -> bool {
    let Some(inside) = tag.strip_suffix("/>") else { return false };
    // In `<a href=/x/>` the slash belongs to the address.
    inside.ends_with(|one: char| one.is_ascii_whitespace() || one == '"' || one == '\'')
        || inside[1..].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The address in the attribute `href` of a tag.
pub(super) fn address(tag: &str) -> Option<&str> {
    attribute(tag, "href")
}

/// What the attribute `name` of a tag says; `name` is in lower case.
pub(crate) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let lower = tag.to_ascii_lowercase();
    let places = lower.match_indices(name).map(|(at, name)| (at, at + name.len()));
    places.into_iter().find_map(|(start, end)| {
        let parted = |one: char| one.is_ascii_whitespace() || one == '"' || one == '\'';
        if !lower[..start].ends_with(parted) {
            return None;
        }
        let value = tag[end..].trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
        match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next(),
            _ => value.split(|one: char| one.is_ascii_whitespace() || one == '>').next(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(mut html: &str) -> Vec<String> {
        let mut tags = Vec::new();
        let mut in_comment = false;
        while let Some((_, tag)) = next(&mut html, &mut in_comment) {
            tags.push(tag.to_owned());
        }
        tags
    }

    #[test]
    fn tags_are_told_from_what_looks_like_them() {
        assert_eq!(tags("a <b c='>'>d</b> <!-- <e> --> <f"), ["<b c='>'>", "</b>", "<f"]);
        assert_eq!(tags("1 < 2 <3 <-- <g>"), ["<", "<", "<", "<g>"]);
        assert_eq!(tags("<!-- <a>"), [""; 0]);
        assert!(is_empty("<a id='x'/>") && is_empty("<nolink/>") && is_empty("<br />"));
        assert!(!is_empty("<a href=/x/>") && !is_empty("<a>"));
    }

    #[test]
    fn addresses_are_found_however_they_are_written() {
        for tag in
            ["<a href='/x'>", "<A class=b HREF = \"/x\" >", "<a href=/x>", "<a id='y'href=/x >"]
        {
            assert_eq!(address(tag), Some("/x"), "{tag}");
        }
        for tag in ["<a data-href=/x>", "<a>", "<a href>", "<a id=\"href\">"] {
            assert_eq!(address(tag), None, "{tag}");
        }
    }
}
