//! What a reader reads on a page, sentence by sentence, with the way back to the file that the writer edits.
//!
//! Comes in: the text of a file. Goes out: its paragraphs, items, headings, cells and fields as plain words, each of
//! which knows its place in the file, and the comments between them. Emphasis, links and other marks are gone; code
//! is kept and flagged; shortcodes and code blocks leave nothing. It judges nothing, and never fails.

mod draft;
mod front;
mod html;
mod inline;
mod reader;
mod scalar;
mod text;

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use text::Text;

use crate::document::Document;
use crate::markdown::Options;
use reader::{Context, Reader};

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Everything that is read, fields first, then the text, in the order of the file. What a picture shows comes
    /// behind the paragraph that the picture stands in.
    pub units: Vec<Unit>,
    /// The comments, in the order of the file.
    pub comments: Vec<Comment>,
}

/// A comment: `<!-- … -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What it says, without the marks around it.
    pub text: String,
    /// Where it stands in the file, marks included.
    pub span: Range<usize>,
    /// The unit that it stands in, or else the next one behind it; at the end, the number of units.
    pub before: usize,
}

/// Words that are read in one go: a paragraph, an item, a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// The words. They are never empty and have no spaces at their ends.
    pub text: Text,
    /// The field of front matter that it stands in, such as `description` or `image.alt`; of the title of a picture
    /// in the text `caption`; else nothing.
    pub field: Option<Box<str>>,
    /// The innermost block that it stands in, by its name in small letters; all care cards are `care`. Callouts such
    /// as `> [!NOTE]` count as blocks. The heading of a block stands in it.
    pub block: Option<Box<str>>,
    /// Of the innermost block, if that is a care card: `non-urgent`, `urgent` or `emergency`.
    pub level: Option<Box<str>>,
    /// The heading above it: of a heading, the one above of a higher rank; of an answer, its question. The heading
    /// of a block is above only what stands in the block. Fields and footnotes have none.
    pub section: Option<usize>,
    /// The list that it is an item of. Lists are numbered from 0.
    pub list: Option<u32>,
    /// Of an item: what introduces its list, which is the paragraph or the heading of a block directly before the
    /// list, or the item that the list stands in.
    pub lead: Option<usize>,
    /// Where evidence is named in the text: footnotes, shortcodes such as `cite`, and links to DOI, NICE, Cochrane
    /// and `PubMed`. In order.
    pub cites: Vec<usize>,
    /// The links in it.
    pub links: Vec<LinkText>,
    /// Parts of the text that are no language: code, and addresses that are shown as they are. In order.
    pub code: Vec<Range<usize>>,
    /// Whether it is a quotation or stands in one.
    pub quote: bool,
}

/// Words that are a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkText {
    /// Where they stand in the text of the unit.
    pub range: Range<usize>,
    /// Where the link leads, as it was written.
    pub target: String,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A heading of the text, of the rank that was typed, from 1 to 6. The heading of a block has rank 0.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list, or a further paragraph of one.
    Item,
    /// A paragraph of a quotation.
    Quote,
    /// A cell of a table.
    Cell,
    /// A cell in the head of a table.
    Head,
    /// A term of a list of definitions.
    Term,
    /// A definition in such a list.
    Definition,
    /// A paragraph or item of a footnote.
    Note,
    /// What a picture shows, in words.
    Alt,
    /// The title of the page.
    Title,
    /// The description of the page.
    Description,
    /// A question.
    Question,
    /// A paragraph of an answer.
    Answer,
    /// Any other field.
    Field,
}

/// A field of front matter that has words to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, such as `description` or `image.alt`.
    pub name: Box<str>,
    /// What it becomes.
    pub kind: UnitKind,
    /// What it says.
    pub text: Box<str>,
    /// Where its value stands in the file, quotes included.
    pub span: Range<usize>,
    /// Whether it is Markdown.
    pub markdown: bool,
}

/// Reads the Markdown that stands at `body` in `whole`, the text of a file, and the fields above it. All places are
/// places in `whole`.
pub fn read(whole: &str, body: Range<usize>, options: &Options, front: &[Field]) -> Prose {
    let mut prose = Prose::default();
    let mut lists = 0;
    let mut question = None;
    for field in front {
        let text = scalar::locate(whole, field.span.clone(), &field.text, !field.markdown);
        let name: Box<str> =
            field.name[..field.name.floor_char_boundary(draft::LONGEST_NAME)].into();
        if !field.markdown {
            question =
                if field.kind == UnitKind::Question { Some(prose.units.len()) } else { None };
            if !text.is_empty() {
                prose.units.push(Unit { field: Some(name), ..Unit::new(field.kind, text) });
            }
            continue;
        }
        let (units, comments) = (prose.units.len(), prose.comments.len());
        let context =
            Context { base: 0, paragraph: field.kind, field: Some(name), section: question };
        let source = text.as_str().to_owned();
        lists = Reader::new(&source, options, context, lists, &mut prose).read();
        for unit in &mut prose.units[units..] {
            unit.text = unit.text.through(&text);
        }
        for comment in &mut prose.comments[comments..] {
            comment.span = text.place(comment.span.clone());
        }
    }
    let source = whole.get(body.clone()).unwrap_or_default();
    let context =
        Context { base: body.start, paragraph: UnitKind::Paragraph, field: None, section: None };
    Reader::new(source, options, context, lists, &mut prose).read();
    prose
}

/// Reads the page `document`, of which `whole` is the text of its file, with all fields that have words to read. An
/// entry of the vocabulary has no file of its own, and gives nothing.
pub fn of(document: &Document, whole: &str, options: &Options) -> Prose {
    if document.key.is_some() {
        return Prose::default();
    }
    let split = crate::matter::split(whole);
    let front = split.matter.map(|range| front::fields(document, whole, range));
    read(whole, split.body, options, &front.unwrap_or_default())
}
