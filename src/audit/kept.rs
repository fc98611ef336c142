//! What is kept of a page while it is read, and what is made of it at the end.

use rustc_hash::FxHashSet;

use super::observed::{
    Asset, Defect, Id, Link, Observed, Picture, Piece, Refresh, Said, Use, small,
};
use super::rule::{self, Rule};

/// The longest name that is kept of a link, heading or picture, in bytes.
const LONGEST: usize = 160;

/// A place in the page that names the id of another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub(super) offset: u32,
    pub(super) name: Piece,
    /// Whether it is the `for` of a label.
    pub(super) is_label: bool,
}

/// A field without a label of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) offset: u32,
    pub(super) id: Piece,
    pub(super) words: Piece,
}

/// The first main headings and how many there are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MainHeadings {
    pub(super) count: u32,
    pub(super) second: u32,
    pub(super) words: Piece,
}

/// What is kept of a page.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    pub(super) assets: Vec<Asset>,
    pub(super) pictures: Vec<Picture>,
    pub(super) ids: Vec<Id>,
    pub(super) defects: Vec<Defect>,
    pub(super) references: Vec<Reference>,
    pub(super) fields: Vec<Field>,
    pub(super) canonicals: Vec<Said>,
    pub(super) structured: Vec<(u32, u32)>,
    pub(super) title: Option<Said>,
    pub(super) description: Option<Said>,
    pub(super) viewport: Option<Said>,
    pub(super) refresh: Option<Refresh>,
    pub(super) base: Option<Piece>,
    pub(super) main: Option<u32>,
    pub(super) html: Option<u32>,
    pub(super) language: Piece,
    pub(super) is_noindex: bool,
    pub(super) main_headings: MainHeadings,
}

impl Kept {
    /// Keeps a text whole.
    pub(super) fn keep(&mut self, text: &str) -> Piece {
        let start = self.text.len();
        self.text.push_str(text);
        Piece::new(start, self.text.len())
    }

    /// Keeps the beginning of a text, with single spaces.
    pub(super) fn keep_words(&mut self, words: &str) -> Piece {
        let start = self.text.len();
        squeeze(&mut self.text, start, words, LONGEST);
        Piece::new(start, self.text.trim_end().len().max(start))
    }

    pub(super) fn defect(&mut self, rule: Rule, offset: u32, written: Piece, words: Piece) {
        self.defects.push(Defect { rule, offset, written, words });
    }

    pub(super) fn asset(&mut self, offset: u32, address: &str, used: Use) {
        let address = address.trim();
        // Data in the address itself may be as large as the picture, and leads nowhere.
        let is_data = address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        if !address.is_empty() && !is_data {
            let address = self.keep(address);
            self.assets.push(Asset { offset, address, used });
        }
    }

    fn says(&self, piece: Piece) -> &str {
        piece.of(&self.text)
    }

    /// Sorts the ids and finds those that stand twice.
    fn close_ids(&mut self) {
        let text = &self.text;
        self.ids.sort_unstable_by(|a, b| {
            a.name.of(text).cmp(b.name.of(text)).then(a.offset.cmp(&b.offset))
        });
        for same in self.ids.chunk_by(|a, b| a.name.of(text) == b.name.of(text)) {
            if let Some(second) = same.iter().filter(|id| !id.is_anchor).nth(1) {
                self.defects.push(Defect {
                    rule: rule::PAGE_ID_TWICE,
                    offset: second.offset,
                    written: second.name,
                    words: Piece::default(),
                });
            }
        }
    }

    /// Holds labels, fields and ids against each other.
    fn close_references(&mut self) {
        let labels: FxHashSet<&str> = (self.references.iter())
            .filter(|reference| reference.is_label)
            .map(|reference| self.says(reference.name))
            .collect();
        let bare: Vec<Field> = (self.fields.iter().copied())
            .filter(|field| field.id.is_empty() || !labels.contains(self.says(field.id)))
            .collect();
        let mut dangling: Vec<Reference> = (self.references.iter().copied())
            .filter(|reference| {
                let name = self.says(reference.name);
                let found = self.ids.binary_search_by(|id| self.says(id.name).cmp(name));
                found.is_err()
            })
            .collect();
        // A label that misses its field is one mistake, and the field without a label tells it.
        let mut told = bare.len();
        dangling.retain(|reference| {
            let is_told = reference.is_label && told > 0;
            told -= usize::from(is_told);
            !is_told
        });
        for field in bare {
            self.defect(rule::PAGE_LABEL, field.offset, field.id, field.words);
        }
        for reference in dangling {
            self.defect(rule::PAGE_REFERENCE, reference.offset, reference.name, Piece::default());
        }
    }

    /// What a whole page must have.
    fn close_page(&mut self) {
        let none = Piece::default();
        let html = self.html.unwrap_or(0);
        if self.language.is_empty() {
            self.defect(rule::PAGE_LANG, html, none, none);
        }
        if self.title.is_none_or(|title| title.text.is_empty()) {
            let offset = self.title.map_or(html, |title| title.offset);
            self.defect(rule::PAGE_TITLE_MISSING, offset, none, none);
        }
        match self.viewport {
            None => self.defect(rule::PAGE_VIEWPORT, html, none, none),
            Some(said) if !may_enlarge(self.says(said.text)) => {
                self.defect(rule::PAGE_VIEWPORT, said.offset, said.text, none);
            }
            Some(_) => {}
        }
        let MainHeadings { count, second, words } = self.main_headings;
        if count == 0 {
            self.defect(rule::PAGE_H1, self.main.unwrap_or(html), none, none);
        } else if count > 1 {
            let written = self.keep(&count.to_string());
            self.defect(rule::PAGE_H1, second, written, words);
        }
        if let Some(second) = self.canonicals.get(1).copied() {
            self.defect(rule::PAGE_CANONICAL, second.offset, second.text, none);
        }
    }

    /// Ends the page.
    pub(super) fn close(mut self) -> Observed {
        self.close_ids();
        self.close_references();
        self.close_page();
        Observed {
            text: self.text.into_boxed_str(),
            links: self.links.into_boxed_slice(),
            assets: self.assets.into_boxed_slice(),
            pictures: self.pictures.into_boxed_slice(),
            ids: self.ids.into_boxed_slice(),
            defects: self.defects.into_boxed_slice(),
            canonicals: self.canonicals.into_boxed_slice(),
            structured: self.structured.into_boxed_slice(),
            title: self.title.filter(|said| !said.text.is_empty()),
            description: self.description.filter(|said| !said.text.is_empty()),
            refresh: self.refresh,
            base: self.base,
            main: self.main,
            language: self.language,
            is_noindex: self.is_noindex,
        }
    }
}

/// Whether readers can make the page at least twice as large.
fn may_enlarge(viewport: &str) -> bool {
    viewport.split([',', ';']).all(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (name.trim(), value.trim());
        let forbids = name.eq_ignore_ascii_case("user-scalable")
            && (value == "0" || value.eq_ignore_ascii_case("no"));
        let caps = name.eq_ignore_ascii_case("maximum-scale")
            && value.starts_with(['0', '1'])
            && super::srcset::number(value).is_some_and(|scale| scale < 2);
        !forbids && !caps
    })
}

/// Adds words with single spaces between them, until the text from `start` on has this length.
pub(super) fn squeeze(text: &mut String, start: usize, words: &str, longest: usize) {
    let mut rest = words;
    while !rest.is_empty() && text.len() - start < longest {
        let bare = rest.trim_start();
        if bare.len() < rest.len() && text.len() > start && !text.ends_with(' ') {
            text.push(' ');
        }
        let end = bare.find(char::is_whitespace).unwrap_or(bare.len());
        let room = longest.saturating_sub(text.len() - start);
        let cut = bare.floor_char_boundary(end.min(room));
        text.push_str(&bare[..cut]);
        if cut < end {
            break;
        }
        rest = &bare[end..];
    }
}

/// The place of a tag in the page.
pub(super) fn place(offset: usize) -> u32 {
    small(offset)
}
