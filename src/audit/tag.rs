//! The attributes of the tag that is being read, without an allocation for each.

/// Attributes that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Attr {
    Id,
    Name,
    Href,
    XlinkHref,
    Src,
    Srcset,
    Sizes,
    Alt,
    Width,
    Height,
    Title,
    Lang,
    Content,
    HttpEquiv,
    Property,
    Rel,
    Type,
    Role,
    Hidden,
    AriaHidden,
    AriaLabel,
    AriaLabelledby,
    AriaDescribedby,
    For,
    Value,
    Style,
    Poster,
    Data,
    ImageSrcset,
    Open,
}

/// How many there are.
const COUNT: usize = Attr::Open as usize + 1;

impl Attr {
    /// The attribute with this name, if it matters.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"id" => Self::Id,
            b"name" => Self::Name,
            b"href" => Self::Href,
            b"xlink:href" => Self::XlinkHref,
            b"src" => Self::Src,
            b"srcset" => Self::Srcset,
            b"sizes" => Self::Sizes,
            b"alt" => Self::Alt,
            b"width" => Self::Width,
            b"height" => Self::Height,
            b"title" => Self::Title,
            b"lang" => Self::Lang,
            b"content" => Self::Content,
            b"http-equiv" => Self::HttpEquiv,
            b"property" => Self::Property,
            b"rel" => Self::Rel,
            b"type" => Self::Type,
            b"role" => Self::Role,
            b"hidden" => Self::Hidden,
            b"aria-hidden" => Self::AriaHidden,
            b"aria-label" => Self::AriaLabel,
            b"aria-labelledby" => Self::AriaLabelledby,
            b"aria-describedby" => Self::AriaDescribedby,
            b"for" => Self::For,
            b"value" => Self::Value,
            b"style" => Self::Style,
            b"poster" => Self::Poster,
            b"data" => Self::Data,
            b"imagesrcset" => Self::ImageSrcset,
            b"open" => Self::Open,
            _ => return None,
        })
    }
}

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// Its name in small letters.
    pub(super) name: Vec<u8>,
    /// Where it begins in the page.
    pub(super) offset: usize,
    values: [String; COUNT],
    present: u32,
    current: Option<Attr>,
}

impl Tag {
    /// Begins a new tag.
    pub(super) fn open(&mut self, name: &[u8], offset: usize) {
        self.name.clear();
        self.name.extend_from_slice(name);
        self.offset = offset;
        self.present = 0;
        self.current = None;
    }

    /// Begins an attribute. Of two with one name the first counts, as in browsers.
    pub(super) fn attribute(&mut self, name: &[u8]) {
        self.current = Attr::named(name).filter(|attr| self.present & Self::bit(*attr) == 0);
        if let Some(attr) = self.current {
            self.present |= Self::bit(attr);
            self.values[attr as usize].clear();
        }
    }

    /// The value of the attribute that was begun last.
    pub(super) fn value(&mut self, value: &[u8]) {
        if let Some(attr) = self.current {
            self.values[attr as usize].push_str(&String::from_utf8_lossy(value));
        }
    }

    const fn bit(attr: Attr) -> u32 {
        1 << attr as u32
    }

    /// Whether it is there, be it empty.
    pub(super) const fn has(&self, attr: Attr) -> bool {
        self.present & Self::bit(attr) != 0
    }

    /// Its value, if it is there.
    pub(super) fn get(&self, attr: Attr) -> Option<&str> {
        self.has(attr).then(|| self.values[attr as usize].as_str())
    }

    /// Its value without white space round it, or nothing if it is missing or empty.
    pub(super) fn text(&self, attr: Attr) -> Option<&str> {
        self.get(attr).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Whether its value is this word, in any letters.
    pub(super) fn is(&self, attr: Attr, word: &str) -> bool {
        self.get(attr).is_some_and(|value| value.trim().eq_ignore_ascii_case(word))
    }

    /// Whether its value is a list with one of these words.
    pub(super) fn lists(&self, attr: Attr, words: &[&str]) -> bool {
        self.get(attr).is_some_and(|value| {
            value
                .split_ascii_whitespace()
                .any(|one| words.iter().any(|word| one.eq_ignore_ascii_case(word)))
        })
    }
}

/// Whether an element has no end tag.
pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}
