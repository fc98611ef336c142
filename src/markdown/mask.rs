//! Finds what Markdown does not know, the lines of blocks and the shortcode calls, and hides it from the
//! Markdown parser.
//!
//! Comes in: the text of an article. Goes out: the places, and a copy of the text of the same length in
//! which a block line reads `<?…?>`, which Markdown takes for a line of its own, and a call is one long
//! word. It never decides what such a place means: in a code block, for example, it means nothing, and
//! the writer puts the original text back.

use std::ops::Range;

use memchr::memmem;

use super::shortcode::{self, Draft, Mistake};

/// A place that was found.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) place: Range<usize>,
    pub(super) kind: SiteKind,
}

/// What was found there.
#[derive(Debug)]
pub(super) enum SiteKind {
    /// A line `:::name …`.
    Open,
    /// A line `:::`.
    Close,
    /// A shortcode call. It is taken out when it is used.
    Call(Option<Box<Draft>>),
    /// A call that cannot be read; the place is its `{{<` alone, and is not hidden.
    Broken(Option<Box<Mistake>>),
}

/// All places in `source`, in their order, without overlaps.
pub(super) fn find(source: &str) -> Vec<Site> {
    let mut sites = Vec::new();
    find_blocks(source, &mut sites);
    let blocks = sites.len();
    find_calls(source, &mut sites);
    if blocks > 0 && sites.len() > blocks {
        sites.sort_by_key(|site| site.place.start);
        let mut end = 0;
        sites.retain(|site| {
            let keep = site.place.start >= end;
            if keep {
                end = site.place.end;
            }
            keep
        });
    }
    sites
}

fn find_blocks(source: &str, sites: &mut Vec<Site>) {
    let finder = memmem::Finder::new(b":::");
    let bytes = source.as_bytes();
    let mut from = 0;
    while let Some(offset) = finder.find(&bytes[from..]) {
        let start = from + offset;
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = memchr::memrchr(b'\n', &bytes[from..start]).map_or(from, |at| from + at + 1);
        // `from` is the start of a line: the search goes on after a line break.
        if bytes[line..start].iter().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) {
            let text = source[start..end].trim_end();
            let is_close = text.bytes().all(|byte| byte == b':');
            let kind = if is_close { SiteKind::Close } else { SiteKind::Open };
            sites.push(Site { place: start..start + text.len(), kind });
        }
        from = (end + 1).min(bytes.len());
    }
}

fn find_calls(source: &str, sites: &mut Vec<Site>) {
    let mut from = 0;
    // Curly brackets are rare, and one byte is found faster than three.
    while let Some(offset) = memchr::memchr(b'{', &source.as_bytes()[from..]) {
        let start = from + offset;
        if !source[start..].starts_with("{{<") {
            from = start + 1;
            continue;
        }
        let (place, kind) = match shortcode::read(source, start) {
            Ok((draft, end)) => (start..end, SiteKind::Call(Some(Box::new(draft)))),
            Err(mistake) => (start..start + 3, SiteKind::Broken(Some(Box::new(mistake)))),
        };
        from = place.end;
        sites.push(Site { place, kind });
    }
}

/// The text with all `sites` hidden; of the same length, so that every offset stays true.
pub(super) fn hide(source: &str, sites: &[Site]) -> String {
    let mut bytes = source.as_bytes().to_vec();
    for Site { place, kind } in sites {
        match kind {
            SiteKind::Open | SiteKind::Close => {
                bytes[place.clone()].fill(b'x');
                // Three bytes are enough: `<?>` begins and ends such a line.
                bytes[place.start] = b'<';
                bytes[place.start + 1] = b'?';
                bytes[place.end - 2] = b'?';
                bytes[place.end - 1] = b'>';
            }
            SiteKind::Call(_) => bytes[place.clone()].fill(b'x'),
            SiteKind::Broken(_) => {}
        }
    }
    // Places begin and end between characters, so what is left is UTF-8.
    String::from_utf8(bytes).unwrap_or_else(|_| source.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(source: &str) -> String {
        let sites = find(source);
        let hidden = hide(source, &sites);
        assert_eq!(hidden.len(), source.len());
        hidden
    }

    #[test]
    fn lines_and_calls_are_hidden_and_nothing_else() {
        assert_eq!(hidden("a\n:::do é\nb\n:::\n"), "a\n<?xxxx?>\nb\n<?>\n");
        assert_eq!(hidden("> ::::check\r\n> ::::\r\n"), "> <?xxxxx?>\r\n> <??>\r\n");
        assert_eq!(hidden("a ::: b\n"), "a ::: b\n");
        assert_eq!(hidden("a {{< b c=\"*|\" >}} d {{<"), format!("a {} d {{{{<", "x".repeat(16)));
    }

    #[test]
    fn a_call_in_a_block_line_is_part_of_the_line() {
        let sites = find(":::do {{< x >}}\n{{< y a=\"\n:::\n\" >}}\n:::");
        let places: Vec<_> = sites.iter().map(|site| site.place.clone()).collect();
        assert_eq!(places, [0..15, 16..35, 36..39]);
    }
}
