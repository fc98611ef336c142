//! Putting a link round words that may begin or end inside emphasis.

use std::ops::Range;

use crate::markdown::Hole;

/// Where the tags of a link round `place` of `html` must stand so that the elements nest; `None` if there is
/// no such place.
///
/// A link that begins right behind a start tag may begin before it, and one that ends right before an end tag
/// may end behind it. What comes out of one of `holes` stands between them.
pub(super) fn wrap(html: &str, holes: &[Hole], place: Range<usize>) -> Option<Range<usize>> {
    let found = round(html, place.clone())?;
    let from = holes.partition_point(|hole| hole.at as usize <= found.start);
    let is_whole = holes[from..]
        .iter()
        .map(|hole| hole.at as usize)
        .take_while(|at| *at < found.end)
        .all(|at| place.start < at && at < place.end);
    is_whole.then_some(found)
}

/// The same without a look at what comes out of holes.
fn round(html: &str, place: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = place;
    let inside = html.get(start..end)?;
    let mut opened: Vec<&str> = Vec::new();
    for at in memchr::memchr_iter(b'<', inside.as_bytes()) {
        let tag = &inside[at + 1..];
        let tag = &tag[..tag.find('>')?];
        let Some(name) = tag.strip_prefix('/') else {
            opened.push(tag);
            continue;
        };
        if opened.last() == Some(&name) {
            opened.pop();
            continue;
        }
        // It was opened before the link: the link must begin before it too.
        let before = html[..start].strip_suffix('>')?.strip_suffix(name)?.strip_suffix('<')?;
        start = before.len();
    }
    for name in opened.iter().rev() {
        let behind = html[end..].strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
        end = html.len() - behind.len();
    }
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The link round `words` in `html`.
    fn linked(html: &str, words: &str) -> Option<String> {
        let start = html.find(words)?;
        let place = wrap(html, &[], start..start + words.len())?;
        Some(format!("{}[{}]{}", &html[..place.start], &html[place.clone()], &html[place.end..]))
    }

    #[test]
    fn a_link_nests_with_what_is_round_it() {
        for (html, words, expected) in [
            ("a deep b", "deep", Some("a [deep] b")),
            ("<em>deep</em>", "deep", Some("<em>[deep]</em>")),
            ("deep <em>tissue</em> x", "deep <em>tissue", Some("[deep <em>tissue</em>] x")),
            ("<em>deep</em> tissue", "deep</em> tissue", Some("[<em>deep</em> tissue]")),
            ("<b>a</b> <i>b</i>", "a</b> <i>b", Some("[<b>a</b> <i>b</i>]")),
            ("<b><i>a</i> b</b>", "a</i> b", Some("<b>[<i>a</i> b]</b>")),
            ("a <b>b c</b>", "a <b>b", None),
            ("<b>x a</b> b", "a</b> b", None),
        ] {
            assert_eq!(linked(html, words).as_deref(), expected, "{html}");
        }
    }
}
