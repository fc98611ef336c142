//! Follows an article piece by piece: which unit the words at hand belong to, and what stands around it.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::draft::{Draft, LONGEST_NAME};
use super::html::Html;
use super::inline::Picture;
use super::{Comment, Prose, Text, Unit, UnitKind};
use crate::markdown::{HtmlPolicy, Options, Piece, walk};

/// What is known of an article before it is read.
pub(super) struct Context {
    /// Where it begins in the file.
    pub(super) base: usize,
    /// What its paragraphs are.
    pub(super) paragraph: UnitKind,
    /// The field that it is.
    pub(super) field: Option<Box<str>>,
    /// The heading above it.
    pub(super) section: Option<usize>,
}

/// What words stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Item,
    Quote,
    Callout,
    Term,
    Definition,
    Note,
    HeadRow,
    Row,
}

/// A list that is open.
struct List {
    number: u32,
    lead: Option<usize>,
}

/// A block that is open.
struct Block {
    name: Box<str>,
    level: Option<Box<str>>,
    /// How many headings were above it, and how many of them could not be ended by a heading.
    above: (usize, usize),
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    options: &'a Options,
    context: Context,
    pub(super) prose: &'a mut Prose,
    pub(super) draft: Option<Draft>,
    /// What a tag of HTML says that the next words are.
    pub(super) html_kind: Option<UnitKind>,
    pub(super) html: Html,
    pub(super) picture: Option<Picture>,
    /// Units that come behind the one in the making.
    pub(super) pending: Vec<Unit>,
    /// Words that begin before this place were read already.
    pub(super) read_to: usize,
    /// The tag of HTML that is open between words and whose words are no language.
    pub(super) closed_by: Option<&'static str>,
    around: Vec<Around>,
    quotes: u32,
    notes: u32,
    next_list: u32,
    lists: Vec<List>,
    blocks: Vec<Block>,
    /// The headings above, by rank and number; those before `floor` stay until their block ends.
    sections: Vec<(u8, usize)>,
    floor: usize,
    /// The unit directly before this place, if it can introduce a list.
    before: Option<usize>,
    in_code: bool,
}

impl<'a> Reader<'a> {
    /// A reader for `source`, whose first list has the number `lists`.
    pub(super) fn new(
        source: &'a str,
        options: &'a Options,
        context: Context,
        lists: u32,
        prose: &'a mut Prose,
    ) -> Self {
        Self {
            source,
            options,
            context,
            prose,
            draft: None,
            html_kind: None,
            html: Html::default(),
            picture: None,
            pending: Vec::new(),
            read_to: 0,
            closed_by: None,
            around: Vec::new(),
            quotes: 0,
            notes: 0,
            next_list: lists,
            lists: Vec::new(),
            blocks: Vec::new(),
            sections: Vec::new(),
            floor: 0,
            before: None,
            in_code: false,
        }
    }

    /// Reads everything; gives the number that the next list has.
    pub(super) fn read(mut self) -> u32 {
        let (source, options) = (self.source, self.options);
        walk(source, options, &mut |piece, place| self.piece(piece, place));
        self.close();
        self.next_list
    }

    fn piece(&mut self, piece: Piece<'_>, place: Range<usize>) {
        match piece {
            Piece::Markdown(event) => self.event(&event, place),
            Piece::Open { name, title, care } => self.open_block(name, title, care),
            Piece::Close => self.close_block(),
            Piece::Call { name } => self.call(name),
        }
    }

    fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        if self.picture.is_some() {
            return self.in_picture(event, place);
        }
        match event {
            Event::Text(_) if self.in_code => {}
            Event::Text(text) => self.text(text, place),
            Event::Start(tag) => self.start(tag, place),
            Event::End(end) => self.end(*end, &place),
            Event::SoftBreak | Event::HardBreak => self.line_break(place),
            Event::Code(code) => self.code_span(code, place),
            Event::InlineHtml(html) => self.inline_html(html, place),
            Event::Html(html) => self.html_line(html, place.start),
            Event::Rule => self.part(),
            Event::FootnoteReference(_) => {
                let draft = self.draft();
                draft.cite();
                draft.gap();
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => self.start_link(*link_type, dest_url, &place),
            Tag::Image { link_type, title, .. } => self.start_picture(*link_type, title),
            Tag::Strikethrough => self.tilde(&place, place.start),
            Tag::Emphasis
            | Tag::Strong
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
            Tag::Heading { level, .. } => {
                self.part();
                self.draft = Some(Draft::new(UnitKind::Heading(rank(*level))));
            }
            Tag::List(_) => {
                self.close();
                let lead = self.before.take();
                self.lists.push(List { number: self.next_list, lead });
                self.next_list = self.next_list.saturating_add(1);
            }
            Tag::BlockQuote(kind) => {
                self.close();
                match kind {
                    None => {
                        self.quotes += 1;
                        self.around.push(Around::Quote);
                    }
                    Some(kind) => {
                        self.before = None;
                        self.around.push(Around::Callout);
                        self.push_block(callout(*kind), None);
                    }
                }
            }
            Tag::Item => self.enter(Around::Item),
            Tag::FootnoteDefinition(_) => {
                self.enter(Around::Note);
                self.notes += 1;
            }
            Tag::DefinitionListTitle => self.enter(Around::Term),
            Tag::DefinitionListDefinition => self.enter(Around::Definition),
            Tag::TableHead => self.enter(Around::HeadRow),
            Tag::TableRow => self.enter(Around::Row),
            Tag::Paragraph | Tag::DefinitionList | Tag::Table(_) | Tag::TableCell => self.part(),
            Tag::CodeBlock(_) => {
                self.part();
                self.in_code = true;
            }
            Tag::HtmlBlock => self.close(),
        }
    }

    fn end(&mut self, end: TagEnd, place: &Range<usize>) {
        match end {
            TagEnd::Link => self.end_link(),
            TagEnd::Strikethrough => self.tilde(place, place.end.saturating_sub(1)),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => {}
            TagEnd::Paragraph | TagEnd::Heading(_) => self.close(),
            TagEnd::List(_) => {
                self.part();
                self.lists.pop();
            }
            TagEnd::BlockQuote(None) => {
                self.leave();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::BlockQuote(Some(_)) => {
                self.leave();
                self.close_block();
            }
            TagEnd::FootnoteDefinition => {
                self.leave();
                self.notes = self.notes.saturating_sub(1);
            }
            TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow => self.leave(),
            TagEnd::DefinitionList | TagEnd::Table | TagEnd::TableCell => self.part(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::HtmlBlock => self.end_html_block(),
        }
    }

    fn enter(&mut self, around: Around) {
        self.part();
        self.around.push(around);
    }

    fn leave(&mut self) {
        self.part();
        self.around.pop();
    }

    /// Ends the unit in the making. What stands here introduces no list.
    pub(super) fn part(&mut self) {
        self.close();
        self.before = None;
    }

    /// What words are that begin here.
    fn kind(&self) -> UnitKind {
        if let Some(kind) = self.html_kind {
            return kind;
        }
        match self.around.last() {
            Some(Around::HeadRow) => UnitKind::Head,
            Some(Around::Row) => UnitKind::Cell,
            _ if self.notes > 0 => UnitKind::Note,
            Some(Around::Item) => UnitKind::Item,
            Some(Around::Quote) => UnitKind::Quote,
            Some(Around::Term) => UnitKind::Term,
            Some(Around::Definition) => UnitKind::Definition,
            Some(Around::Callout | Around::Note) | None => self.context.paragraph,
        }
    }

    /// The unit in the making, which begins here if there is none.
    pub(super) fn draft(&mut self) -> &mut Draft {
        let kind = self.kind();
        self.draft.get_or_insert_with(|| Draft::new(kind))
    }

    /// Ends the unit in the making.
    pub(super) fn close(&mut self) {
        self.closed_by = None;
        if let Some(unit) = self.draft.take().and_then(Draft::finish) {
            let unit = self.situated(unit);
            let number = self.prose.units.len();
            if let UnitKind::Heading(rank) = unit.kind {
                self.sections.push((rank, number));
                self.before = None;
            } else {
                self.before = Some(number);
            }
            self.prose.units.push(unit);
        }
        self.prose.units.append(&mut self.pending);
    }

    /// A unit with what is known of the place that it stands in.
    pub(super) fn situated(&mut self, unit: Unit) -> Unit {
        if let UnitKind::Heading(rank) = unit.kind {
            while self.sections.len() > self.floor
                && self.sections.last().is_some_and(|(above, _)| *above >= rank)
            {
                self.sections.pop();
            }
        }
        let section = self.sections.last().map(|(_, number)| *number).or(self.context.section);
        let is_item = self.around.last() == Some(&Around::Item);
        let list = self.lists.last().filter(|_| is_item);
        let block = self.blocks.last();
        Unit {
            field: unit.field.or_else(|| self.context.field.clone()),
            block: block.map(|block| block.name.clone()),
            level: block.and_then(|block| block.level.clone()),
            section: section.filter(|_| self.notes == 0),
            list: list.map(|list| list.number),
            lead: list.and_then(|list| list.lead),
            quote: self.quotes > 0,
            ..unit
        }
    }

    fn push_block(&mut self, name: &str, level: Option<&str>) {
        let short = |name: &str| -> Box<str> {
            name[..name.floor_char_boundary(LONGEST_NAME)].to_lowercase().into()
        };
        let above = (self.sections.len(), self.floor);
        self.blocks.push(Block { name: short(name), level: level.map(short), above });
        self.floor = self.sections.len();
    }

    fn open_block(&mut self, name: &str, title: Range<usize>, care: bool) {
        self.part();
        self.push_block(if care { "care" } else { name }, care.then_some(name));
        let words = self.source.get(title.clone()).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        let text = Text::literal(words, self.context.base + title.start);
        let mut unit = self.situated(Unit::new(UnitKind::Heading(0), text));
        unit.list = None;
        unit.lead = None;
        let number = self.prose.units.len();
        self.sections.push((0, number));
        self.floor = self.sections.len();
        self.before = Some(number);
        self.prose.units.push(unit);
    }

    fn close_block(&mut self) {
        self.part();
        if let Some(Block { above: (sections, floor), .. }) = self.blocks.pop() {
            self.sections.truncate(sections);
            self.floor = floor;
        }
    }

    /// Takes note of the comment at `place` of the article.
    pub(super) fn comment(&mut self, text: &str, place: Range<usize>) {
        let span = self.file(&place);
        let before = self.prose.units.len();
        self.prose.comments.push(Comment { text: text.to_owned(), span, before });
    }

    /// A place of the article as a place of the file.
    pub(super) fn file(&self, place: &Range<usize>) -> Range<usize> {
        self.context.base + place.start..self.context.base + place.end
    }

    /// Whether HTML is read.
    pub(super) fn reads_html(&self) -> bool {
        self.options.html == HtmlPolicy::Allow
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn callout(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
