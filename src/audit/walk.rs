//! Goes through a page tag by tag.

use html5gum::Span;
use html5gum::emitters::callback::CallbackEvent;

use super::kept::{Kept, Reference, place};
use super::names::{Name, Veil, Veils};
use super::observed::{Id, Link, Piece, Use};
use super::rule;
use super::srcset;
use super::tag::{Attr, Tag, is_void};
use super::words;

/// An element whose content is no HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Raw {
    /// None is open.
    #[default]
    No,
    /// The title of the page.
    Title,
    /// A style sheet.
    Style,
    /// Structured data.
    Structured,
    /// What is shown where scripts do not run.
    Unscripted,
    /// Anything else.
    Ignored,
}

/// A table that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    pub(super) offset: u32,
    pub(super) cells: u32,
    pub(super) is_fine: bool,
}

/// Reads one page.
#[derive(Debug, Default)]
pub(super) struct Walker {
    pub(super) kept: Kept,
    pub(super) tag: Tag,
    pub(super) veils: Veils,
    pub(super) link: Name,
    pub(super) button: Name,
    pub(super) heading: Name,
    pub(super) label_depth: u32,
    pub(super) level: u32,
    pub(super) last_level: Option<u32>,
    pub(super) tables: Vec<Table>,
    pub(super) raw: Raw,
    pub(super) raw_start: usize,
    pub(super) drawings: u32,
    pub(super) main_depth: u32,
    /// The first asset of the `<picture>` that is open.
    pub(super) picture: Option<u32>,
    /// Added to every place: where the text being read begins in the page.
    pub(super) shift: usize,
    pub(super) is_unscripted: bool,
    /// The parts of the page that are shown where scripts do not run.
    pub(super) unscripted: Vec<(usize, usize)>,
}

impl Walker {
    /// Takes what the tokenizer finds next.
    pub(super) fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name, span.start + self.shift),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing, span.end),
            CallbackEvent::EndTag { name } => self.end(name, span.start),
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool, end: usize) {
        let has_content = !(is_void(&self.tag.name) || self_closing && self.drawings > 0);
        if has_content {
            self.veils.open(&self.tag.name);
            self.raw_start = end;
            self.raw = match self.tag.name.as_slice() {
                b"title" if self.drawings == 0 && self.kept.title.is_none() => Raw::Title,
                b"style" => Raw::Style,
                b"script" if self.tag.is(Attr::Type, "application/ld+json") => Raw::Structured,
                b"noscript" => Raw::Unscripted,
                b"script" | b"textarea" | b"iframe" | b"xmp" | b"noembed" => Raw::Ignored,
                _ => Raw::No,
            };
        }
        if self.veils.has(Veil::Inert) {
            return;
        }
        if self.is_unscripted {
            return self.start_unscripted();
        }
        if self.tag.name == b"template" {
            return self.veils.hide(b"template", Veil::Inert);
        }
        let is_hidden =
            self.tag.has(Attr::Hidden) || (self.tag.name == b"dialog" && !self.tag.has(Attr::Open));
        if has_content && self.tag.is(Attr::AriaHidden, "true") {
            self.veils.hide(&self.tag.name, Veil::Silent);
        } else if has_content && is_hidden {
            self.veils.hide(&self.tag.name, Veil::Hidden);
        }
        self.attributes();
        if self.drawings > 0 && self_closing && self.tag.name != b"image" && self.tag.name != b"use"
        {
            return;
        }
        self.element();
    }

    /// Where scripts do not run, only what is fetched and where links lead counts.
    fn start_unscripted(&mut self) {
        match self.tag.name.as_slice() {
            b"a" | b"area" => {
                if let Some(href) = self.tag.get(Attr::Href) {
                    let href = self.kept.keep(href);
                    let offset = place(self.tag.offset);
                    let is_in_main = self.main_depth > 0;
                    self.kept.links.push(Link { offset, href, name: Piece::default(), is_in_main });
                }
            }
            b"link" => self.link_element(),
            b"script" | b"iframe" | b"embed" | b"video" | b"audio" | b"track" | b"img"
            | b"source" => self.sources(),
            _ => {}
        }
    }

    /// Attributes that every element may have.
    fn attributes(&mut self) {
        let offset = place(self.tag.offset);
        if let Some(id) = self.tag.text(Attr::Id) {
            let name = self.kept.keep(id);
            self.kept.ids.push(Id { offset, name, is_anchor: false });
        }
        for (attr, is_label) in
            [(Attr::AriaLabelledby, false), (Attr::AriaDescribedby, false), (Attr::For, true)]
        {
            if is_label && self.tag.name != b"label" {
                continue;
            }
            for name in self.tag.get(attr).unwrap_or("").split_ascii_whitespace() {
                let name = self.kept.keep(name);
                self.kept.references.push(Reference { offset, name, is_label });
            }
        }
        if let Some(style) = self.tag.get(Attr::Style) {
            for (_, address) in srcset::in_style(style) {
                if !address.starts_with('#') {
                    self.kept.asset(offset, address, Use::Fetched);
                }
            }
        }
        if self.drawings > 0
            && let Some(label) = self.tag.text(Attr::AriaLabel)
        {
            for name in [&mut self.link, &mut self.button, &mut self.heading] {
                name.push(label, &self.veils);
            }
        }
    }

    fn element(&mut self) {
        match self.tag.name.as_slice() {
            b"html" => self.html(),
            b"meta" => self.meta(),
            b"link" => self.link_element(),
            b"base" => {
                if self.kept.base.is_none()
                    && let Some(href) = self.tag.text(Attr::Href)
                {
                    self.kept.base = Some(self.kept.keep(href));
                }
            }
            b"main" => {
                self.kept.main.get_or_insert(place(self.tag.offset));
                self.main_depth += 1;
            }
            b"svg" => self.drawings += 1,
            b"a" => self.open_link(),
            b"area" => self.area(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.open_heading(),
            b"button" => {
                self.close_button();
                self.button.open(&self.tag, place(self.tag.offset), &self.veils);
                self.button.written = self.kept.keep(self.tag.text(Attr::Id).unwrap_or(""));
            }
            b"label" => self.label_depth += 1,
            b"input" | b"select" | b"textarea" => self.field(),
            b"img" => self.image(),
            b"picture" => self.picture = Some(place(self.kept.assets.len())),
            b"iframe" => self.frame(),
            b"script" | b"source" | b"video" | b"audio" | b"track" | b"embed" | b"object"
            | b"image" | b"use" => self.sources(),
            b"table" => self.open_table(),
            b"th" | b"td" => self.cell(),
            b"br" | b"p" | b"div" | b"li" | b"section" | b"dt" | b"dd" => self.words(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], start: usize) {
        match self.raw {
            Raw::Structured => {
                self.kept
                    .structured
                    .push((place(self.raw_start + self.shift), place(start + self.shift)));
            }
            Raw::Unscripted if !self.is_unscripted && !self.veils.has(Veil::Inert) => {
                self.unscripted.push((self.raw_start, start));
            }
            Raw::Title if self.kept.title.is_none() => self.titled(""),
            _ => {}
        }
        self.raw = Raw::No;
        if self.veils.has(Veil::Inert) || self.is_unscripted {
            return self.veils.close(name);
        }
        match name {
            b"a" => self.close_link(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.close_heading(),
            b"button" => self.close_button(),
            b"label" => self.label_depth = self.label_depth.saturating_sub(1),
            b"svg" => self.drawings = self.drawings.saturating_sub(1),
            b"main" => self.main_depth = self.main_depth.saturating_sub(1),
            b"picture" => self.picture = None,
            b"table" => self.close_table(),
            b"p" | b"div" | b"li" | b"section" => self.words(" "),
            _ => {}
        }
        self.veils.close(name);
    }

    fn text(&mut self, value: &[u8]) {
        match self.raw {
            Raw::No if self.link.listens() || self.button.listens() || self.heading.listens() => {
                self.words(&String::from_utf8_lossy(value));
            }
            Raw::Title => self.titled(&String::from_utf8_lossy(value)),
            Raw::Style if !self.veils.has(Veil::Inert) => {
                let offset = place(self.tag.offset);
                let css = String::from_utf8_lossy(value);
                for (_, address) in srcset::in_style(&css) {
                    if !address.starts_with('#') {
                        self.kept.asset(offset, address, Use::Fetched);
                    }
                }
            }
            _ => {}
        }
    }

    /// Text that belongs to the name of what is open.
    pub(super) fn words(&mut self, text: &str) {
        for name in [&mut self.link, &mut self.button, &mut self.heading] {
            name.push(text, &self.veils);
        }
    }

    fn open_link(&mut self) {
        self.close_link();
        let offset = place(self.tag.offset);
        if let Some(name) = self.tag.text(Attr::Name) {
            let name = self.kept.keep(name);
            self.kept.ids.push(Id { offset, name, is_anchor: true });
        }
        let href = self.tag.get(Attr::Href).or_else(|| self.tag.get(Attr::XlinkHref));
        if let Some(href) = href {
            self.link.open(&self.tag, offset, &self.veils);
            self.link.written = self.kept.keep(href);
        }
    }

    fn close_link(&mut self) {
        if !self.link.is_open {
            return;
        }
        self.link.is_open = false;
        let (offset, href) = (self.link.offset, self.link.written);
        let name = self.kept.keep_words(self.link.words());
        let is_in_main = self.main_depth > 0;
        self.kept.links.push(Link { offset, href, name, is_in_main });
        if self.link.is_silent {
            return;
        }
        if self.link.is_nameless() {
            self.kept.defect(rule::LINK_EMPTY, offset, href, Piece::default());
        } else if words::is_generic(self.link.words())
            && !self.link.is_named_elsewhere
            && !words::is_part_named_so(self.link.words(), href.of(&self.kept.text))
        {
            self.kept.defect(rule::LINK_GENERIC, offset, href, name);
        }
    }

    fn area(&mut self) {
        if let Some(href) = self.tag.get(Attr::Href) {
            let href = self.kept.keep(href);
            let offset = place(self.tag.offset);
            let alt = self.tag.text(Attr::Alt).or_else(|| self.tag.text(Attr::AriaLabel));
            let name = self.kept.keep_words(alt.unwrap_or(""));
            if name.is_empty() && !self.veils.has(Veil::Silent) {
                self.kept.defect(rule::LINK_EMPTY, offset, href, name);
            }
            self.kept.links.push(Link { offset, href, name, is_in_main: self.main_depth > 0 });
        }
    }

    fn open_heading(&mut self) {
        self.close_heading();
        // Headings of what is hidden for now are no part of the outline.
        if self.veils.has(Veil::Hidden) || self.veils.has(Veil::Silent) {
            return;
        }
        self.level = u32::from(self.tag.name.get(1).map_or(0, |digit| digit.saturating_sub(b'0')));
        self.heading.open(&self.tag, place(self.tag.offset), &self.veils);
        self.heading.written = self.kept.keep(self.tag.text(Attr::Id).unwrap_or(""));
    }

    fn close_heading(&mut self) {
        if !self.heading.is_open {
            return;
        }
        self.heading.is_open = false;
        let (offset, level) = (self.heading.offset, self.level);
        let words = self.kept.keep_words(self.heading.words());
        if self.heading.is_nameless() {
            self.kept.defect(rule::PAGE_HEADING_EMPTY, offset, self.heading.written, words);
        }
        if let Some(last) = self.last_level.filter(|last| level > last + 1) {
            let levels = self.kept.keep(&format!("{last} {level}"));
            self.kept.defect(rule::PAGE_HEADING_ORDER, offset, levels, words);
        }
        self.last_level = Some(level);
        if level == 1 {
            let headings = &mut self.kept.main_headings;
            headings.count += 1;
            if headings.count == 2 {
                headings.second = offset;
                headings.words = words;
            }
        }
    }

    /// Ends the page: what is still open ends here too.
    pub(super) fn close(&mut self) {
        self.close_link();
        self.close_heading();
        self.close_button();
        while !self.tables.is_empty() {
            self.close_table();
        }
    }
}
