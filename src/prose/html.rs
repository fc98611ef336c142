//! Blocks of HTML: the words between the tags, and the comments.

use std::ops::Range;

use super::UnitKind;
use super::inline::UNREAD_TAGS;
use super::reader::Reader;
use crate::markdown::tag_name;

/// Tags that part no sentence.
const INLINE_TAGS: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "mark", "nolink", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "time", "u",
];
/// The names of characters that writers use.
const ENTITIES: [(&str, &str); 20] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("pound", "£"),
    ("euro", "€"),
    ("deg", "°"),
    ("times", "×"),
    ("eacute", "é"),
    ("shy", "\u{ad}"),
    ("middot", "·"),
];
/// The longest name of a character that is looked at, in bytes.
const LONGEST: usize = 10;

/// What is open in a block of HTML from one line to the next.
#[derive(Default)]
pub(super) enum Html {
    /// Words.
    #[default]
    Words,
    /// A comment that began here, and what it says so far.
    Comment(usize, String),
    /// An element whose words nobody reads.
    Unread(&'static str),
    /// A tag that began here, what was seen of it, and the quote that is open in it.
    Tag(usize, String, Option<u8>),
}

impl Reader<'_> {
    /// A line of a block of HTML, which stands at `start`.
    pub(super) fn html_line(&mut self, line: &str, start: usize) {
        let mut at = 0;
        while at < line.len() {
            at += match std::mem::take(&mut self.html) {
                Html::Words => self.html_words(&line[at..], start + at),
                Html::Comment(from, text) => self.html_comment(&line[at..], start + at, from, text),
                Html::Unread(name) => self.html_unread(&line[at..], name),
                Html::Tag(from, text, quote) => {
                    self.html_tag(&line[at..], start + at, from, text, quote)
                }
            };
        }
    }

    /// Reads words up to the next tag; gives how far it came.
    fn html_words(&mut self, rest: &str, start: usize) -> usize {
        let Some(tag) = memchr::memchr(b'<', rest.as_bytes()) else {
            self.html_text(rest, start);
            return rest.len();
        };
        self.html_text(&rest[..tag], start);
        let behind = &rest[tag..];
        if behind.starts_with("<!--") {
            self.html = Html::Comment(start + tag, String::new());
            // A comment may be `<!-->`.
            return tag + 2;
        }
        if behind[1..].starts_with(|one: char| one.is_ascii_alphabetic() || "/!?".contains(one)) {
            self.html = Html::Tag(start + tag, String::new(), None);
            return tag;
        }
        self.html_text("<", start + tag);
        tag + 1
    }

    fn html_comment(&mut self, rest: &str, start: usize, from: usize, mut text: String) -> usize {
        let Some(end) = rest.find("-->") else {
            text.push_str(rest);
            self.html = Html::Comment(from, text);
            return rest.len();
        };
        text.push_str(&rest[..end]);
        self.comment(text.strip_prefix("--").unwrap_or_default(), from..start + end + 3);
        end + 3
    }

    fn html_unread(&mut self, rest: &str, name: &'static str) -> usize {
        for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
            let behind = &rest[at + 1..];
            let is_end = behind
                .strip_prefix('/')
                .and_then(|behind| behind.get(..name.len()))
                .is_some_and(|found| found.eq_ignore_ascii_case(name));
            if is_end {
                return at;
            }
        }
        self.html = Html::Unread(name);
        rest.len()
    }

    fn html_tag(
        &mut self,
        rest: &str,
        start: usize,
        from: usize,
        mut tag: String,
        mut quote: Option<u8>,
    ) -> usize {
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => {
                    tag.push_str(&rest[..=at]);
                    self.html_whole_tag(&tag, from..start + at + 1);
                    return at + 1;
                }
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
        }
        tag.push_str(rest);
        self.html = Html::Tag(from, tag, quote);
        rest.len()
    }

    fn html_whole_tag(&mut self, tag: &str, place: Range<usize>) {
        if !self.reads_html() {
            return;
        }
        let name = tag_name(tag);
        let is_end = tag.starts_with("</");
        if INLINE_TAGS.contains(&name.as_str()) {
            self.draft().gap();
            if !is_end {
                self.tag(&name, tag, &place);
            } else if name == "a" {
                self.end_link();
            }
            return;
        }
        self.part();
        self.html_kind = if is_end { None } else { kind_of(&name) };
        if !is_end
            && !tag.ends_with("/>")
            && let Some(name) = UNREAD_TAGS.into_iter().find(|known| *known == name)
        {
            self.html = Html::Unread(name);
        }
    }

    /// Words between tags: white space is one space, and entities are characters.
    fn html_text(&mut self, text: &str, start: usize) {
        if !self.reads_html() {
            return;
        }
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let space = rest.len() - rest.trim_start().len();
            if space > 0 {
                if self.draft.is_some() {
                    self.line_break(start + at..start + at + space);
                }
                at += space;
                continue;
            }
            if let Some((character, length)) = entity(rest) {
                let place = self.file(&(start + at..start + at + length));
                self.draft().words(&character, place, false);
                at += length;
                continue;
            }
            let is_end = |(at, one): (usize, char)| at > 0 && (one == '&' || one.is_whitespace());
            let end = rest.char_indices().find(|one| is_end(*one)).map_or(rest.len(), |(at, _)| at);
            self.text(&rest[..end], start + at..start + at + end);
            at += end;
        }
    }

    pub(super) fn end_html_block(&mut self) {
        match std::mem::take(&mut self.html) {
            Html::Comment(from, text) => {
                let end = self.source.len().min(from + "<!".len() + text.len());
                let end = self.source.ceil_char_boundary(end);
                self.comment(text.strip_prefix("--").unwrap_or_default(), from..end);
            }
            Html::Words | Html::Unread(_) | Html::Tag(..) => {}
        }
        self.close();
        self.html_kind = None;
    }
}

/// What the words in an element are.
fn kind_of(name: &str) -> Option<UnitKind> {
    Some(match name {
        "h1" => UnitKind::Heading(1),
        "h2" => UnitKind::Heading(2),
        "h3" => UnitKind::Heading(3),
        "h4" => UnitKind::Heading(4),
        "h5" => UnitKind::Heading(5),
        "h6" => UnitKind::Heading(6),
        "li" => UnitKind::Item,
        "blockquote" => UnitKind::Quote,
        "td" => UnitKind::Cell,
        "th" => UnitKind::Head,
        "dt" => UnitKind::Term,
        "dd" => UnitKind::Definition,
        _ => return None,
    })
}

/// The character that an entity at the beginning of `text` stands for, and the length of the entity.
fn entity(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let length = end + "&;".len();
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((char::from_u32(code)?.to_string(), length));
    }
    let (_, character) = ENTITIES.iter().find(|(known, _)| *known == name)?;
    Some(((*character).to_owned(), length))
}
