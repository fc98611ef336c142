//! The short way for front matter that is made of simple lines, as nearly all of it is.
//!
//! It accepts `key: "text"`, `key: plain text` and `key: [a, "b"]`, comments and empty lines, and only
//! characters that mean nothing in YAML. Whatever else stands there makes it give up, and the parser
//! reads it. What it accepts it reads exactly as the parser would: a property test holds it to that.

use super::{Entry, Limits, Node, Place, Value};

/// More keys than this are left to the parser, as duplicates are looked for one by one.
const MAX_KEYS: usize = 48;
/// Longer keys are left to the parser, which refuses them at some length.
const MAX_KEY: usize = 64;

/// The tree of `text`, which begins at byte `base` of its file; `None` if it is not simple.
pub(super) fn parse(text: &str, base: usize, limits: &Limits) -> Option<Node> {
    if limits.depth < 2 {
        return None;
    }
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, base, nodes: 1 };
    let mut entries: Vec<Entry> = Vec::with_capacity(8);
    while reader.at < reader.bytes.len() {
        match reader.bytes[reader.at] {
            b'\n' => reader.at += 1,
            b'\r' if reader.bytes.get(reader.at + 1) == Some(&b'\n') => reader.at += 2,
            b'#' => reader.comment()?,
            _ => {
                let entry = reader.entry()?;
                if entries.len() >= MAX_KEYS || entries.iter().any(|known| known.key == entry.key) {
                    return None;
                }
                entries.push(entry);
            }
        }
    }
    if reader.nodes > limits.nodes {
        return None;
    }
    let start = entries.first()?.key_place.start;
    let end = entries.last()?.value.place.end;
    Some(Node { value: Value::Map(entries), place: Place { start, end } })
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    base: usize,
    nodes: usize,
}

/// What a byte may be part of.
const QUOTED: u8 = 1;
const PLAIN: u8 = 2;
const ITEM: u8 = 4;
const KEY: u8 = 8;
const FIRST: u8 = 16;

const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut character: u8 = 0x20;
    while character < 0x7f {
        let mut class = if matches!(character, b'"' | b'\\') { 0 } else { QUOTED };
        if character.is_ascii_alphanumeric() {
            class |= PLAIN | ITEM | KEY | FIRST;
        }
        if matches!(character, b'-' | b'_') {
            class |= PLAIN | ITEM | KEY;
        }
        if matches!(character, b' ' | b'.' | b'/' | b'(' | b')' | b'\'' | b';' | b'+') {
            class |= PLAIN | ITEM;
        }
        if matches!(character, b',' | b'?' | b'!' | b'&') {
            class |= PLAIN;
        }
        classes[character as usize] = class;
        character += 1;
    }
    // The letters of most scripts. The blocks that begin with these four bytes hold the control
    // characters, line separators and byte order marks, and are looked at one by one.
    let mut byte = 0x80;
    while byte < 0x100 {
        if !matches!(byte, 0xc2 | 0xe2 | 0xef) {
            classes[byte] = QUOTED | PLAIN | ITEM;
        }
        byte += 1;
    }
    classes
}

impl Reader<'_> {
    fn place(&self, start: usize, end: usize) -> Place {
        Place::new(self.base + start..self.base + end)
    }

    /// Passes over bytes of the class, and over typographic quotes, dashes and the like.
    fn skip(&mut self, class: u8) {
        while let Some(byte) = self.bytes.get(self.at) {
            if CLASSES[usize::from(*byte)] & class != 0 {
                self.at += 1;
                continue;
            }
            let next = |offset: usize| self.bytes.get(self.at + offset).copied().unwrap_or(0);
            match byte {
                0xc2 if next(1) > 0xa0 => self.at += 2,
                0xe2 if next(1) == 0x80 && matches!(next(2), 0x90..=0xa6) => self.at += 3,
                0xe2 if next(1) > 0x81 => self.at += 3,
                _ => return,
            }
        }
    }

    fn spaces(&mut self) {
        while self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    /// Passes over spaces and the end of the line; `None` if anything else is left on it.
    fn line_end(&mut self) -> Option<()> {
        self.spaces();
        match self.bytes.get(self.at) {
            None => {}
            Some(b'\n') => self.at += 1,
            Some(b'\r') if self.bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
            Some(_) => return None,
        }
        Some(())
    }

    fn comment(&mut self) -> Option<()> {
        self.at += 1;
        while !matches!(self.bytes.get(self.at), None | Some(b'\n' | b'\r')) {
            let before = self.at;
            self.skip(QUOTED);
            if matches!(self.bytes.get(self.at), Some(b'"' | b'\\')) {
                self.at += 1;
            }
            if self.at == before {
                return None;
            }
        }
        self.line_end()
    }

    fn entry(&mut self) -> Option<Entry> {
        let start = self.at;
        if CLASSES[usize::from(*self.bytes.get(start)?)] & FIRST == 0 {
            return None;
        }
        while CLASSES[usize::from(*self.bytes.get(self.at)?)] & KEY != 0 {
            self.at += 1;
        }
        let end = self.at;
        if end - start > MAX_KEY || self.bytes.get(end..end + 2)? != b": " {
            return None;
        }
        let key = self.text.get(start..end)?.into();
        let key_place = self.place(start, end);
        self.at += 2;
        self.spaces();
        self.nodes += 2;
        let value = match self.bytes.get(self.at)? {
            b'"' => self.quoted()?,
            b'[' => self.list()?,
            _ => self.plain(PLAIN)?,
        };
        self.line_end()?;
        Some(Entry { key, key_place, value })
    }

    fn quoted(&mut self) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        self.skip(QUOTED);
        if self.bytes.get(self.at)? != &b'"' {
            return None;
        }
        self.at += 1;
        let text = self.text.get(start + 1..self.at - 1)?;
        let value = Value::Scalar { text: text.into(), plain: false };
        Some(Node { value, place: self.place(start, self.at) })
    }

    fn plain(&mut self, class: u8) -> Option<Node> {
        let start = self.at;
        if CLASSES[usize::from(*self.bytes.get(start)?)] & FIRST == 0 {
            return None;
        }
        self.skip(class);
        // A colon is part of a text when something follows it at once, as in `09:30`.
        while class == PLAIN && self.bytes.get(self.at) == Some(&b':') {
            let after = *self.bytes.get(self.at + 1)?;
            if !after.is_ascii_alphanumeric() && after != b'/' {
                return None;
            }
            self.at += 1;
            self.skip(class);
        }
        let text = self.text.get(start..self.at)?.trim_end_matches(' ');
        let value = match text {
            "null" | "Null" | "NULL" => Value::Null,
            _ => Value::Scalar { text: text.into(), plain: true },
        };
        Some(Node { value, place: self.place(start, start + text.len()) })
    }

    fn list(&mut self) -> Option<Node> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.spaces();
        if self.bytes.get(self.at)? != &b']' {
            items.reserve(4);
            loop {
                self.nodes += 1;
                items.push(match self.bytes.get(self.at)? {
                    b'"' => self.quoted()?,
                    _ => self.plain(ITEM)?,
                });
                self.spaces();
                match self.bytes.get(self.at)? {
                    b',' if self.bytes.get(self.at + 1)? == &b' ' => self.at += 1,
                    b']' => break,
                    _ => return None,
                }
                self.spaces();
            }
        }
        self.at += 1;
        Some(Node { value: Value::List(items), place: self.place(start, self.at) })
    }
}
