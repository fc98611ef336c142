//! Pictures, embedded things, fields and tables.

use super::kept::{Field, place};
use super::names::Veil;
use super::observed::{Picture, Piece, Use};
use super::rule;
use super::srcset::{self, WIDEST};
use super::tag::Attr;
use super::walk::{Table, Walker};
use super::words;

impl Walker {
    /// Everything that the browser fetches for this element.
    pub(super) fn sources(&mut self) {
        let offset = place(self.tag.offset);
        let attributes: &[Attr] = match self.tag.name.as_slice() {
            b"video" => &[Attr::Src, Attr::Poster],
            b"object" => &[Attr::Data],
            b"image" | b"use" => &[Attr::Href, Attr::XlinkHref],
            _ => &[Attr::Src],
        };
        for &attr in attributes {
            // A drawing may use a part of the page itself.
            if let Some(address) = self.tag.text(attr).filter(|address| !address.starts_with('#')) {
                self.kept.asset(offset, address, Use::Fetched);
            }
        }
        if let Some(set) = self.tag.get(Attr::Srcset) {
            for address in srcset::candidates(set) {
                self.kept.asset(offset, address, Use::Fetched);
            }
        }
    }

    pub(super) fn image(&mut self) {
        let offset = place(self.tag.offset);
        let first = self.picture.unwrap_or_else(|| place(self.kept.assets.len()));
        self.sources();
        let src = self.kept.keep(self.tag.text(Attr::Src).unwrap_or(""));
        let width = self.tag.text(Attr::Width).and_then(srcset::number);
        let has_height = self.tag.text(Attr::Height).is_some();
        let sizes = self.tag.text(Attr::Sizes).map(srcset::widest);
        let shown = match (sizes, width) {
            (Some(Some(widest)), _) => widest,
            (None, Some(width)) => width,
            _ => WIDEST,
        };
        let last = place(self.kept.assets.len());
        if src.is_empty() && first == last {
            self.kept.defect(rule::ASSET_BROKEN, offset, src, Piece::default());
        }
        self.kept.pictures.push(Picture { offset, src, first, last, shown });
        if self.tag.text(Attr::Width).is_none() || !has_height {
            self.kept.defect(rule::PAGE_PICTURE_SIZE, offset, src, Piece::default());
        }
        self.described(src);
    }

    /// The description of a picture, for itself and for the link it stands in.
    fn described(&mut self, src: Piece) {
        let offset = place(self.tag.offset);
        let is_silent = self.veils.has(Veil::Silent)
            || self.tag.is(Attr::AriaHidden, "true")
            || self.tag.lists(Attr::Role, &["presentation", "none"]);
        let has_label = self.tag.text(Attr::AriaLabel).is_some()
            || self.tag.text(Attr::AriaLabelledby).is_some();
        if is_silent {
            return;
        }
        if let Some(alt) = self.tag.text(Attr::AriaLabel).or_else(|| self.tag.text(Attr::Alt)) {
            for name in [&mut self.link, &mut self.button, &mut self.heading] {
                name.push(" ", &self.veils);
                name.push(alt, &self.veils);
                name.push(" ", &self.veils);
            }
        }
        if has_label {
            return;
        }
        match self.tag.get(Attr::Alt) {
            None => {
                for name in [&mut self.link, &mut self.button, &mut self.heading] {
                    name.has_bare_picture |= name.is_open;
                }
                self.kept.defect(rule::PAGE_ALT, offset, src, Piece::default());
            }
            Some(alt) if words::is_no_description(alt) => {
                let written = self.kept.keep(alt);
                self.kept.defect(rule::PAGE_ALT_FILE, offset, written, src);
            }
            Some(_) => {}
        }
    }

    pub(super) fn frame(&mut self) {
        let offset = place(self.tag.offset);
        self.sources();
        let is_named = [Attr::Title, Attr::AriaLabel, Attr::AriaLabelledby]
            .iter()
            .any(|&attr| self.tag.text(attr).is_some());
        let is_unseen = self.veils.has(Veil::Silent) || self.veils.has(Veil::Hidden);
        if !is_named && !is_unseen {
            let src = self.kept.keep(self.tag.text(Attr::Src).unwrap_or(""));
            self.kept.defect(rule::PAGE_FRAME, offset, src, Piece::default());
        }
    }

    /// A field of a form.
    pub(super) fn field(&mut self) {
        let offset = place(self.tag.offset);
        let kind = self.tag.text(Attr::Type).unwrap_or("text").to_ascii_lowercase();
        let is_input = self.tag.name == b"input";
        let is_named = [Attr::AriaLabel, Attr::AriaLabelledby, Attr::Title]
            .iter()
            .any(|&attr| self.tag.text(attr).is_some());
        let is_unseen = self.veils.has(Veil::Silent)
            || self.tag.is(Attr::AriaHidden, "true")
            || self.tag.has(Attr::Hidden);
        let id = self.kept.keep(self.tag.text(Attr::Id).unwrap_or(""));
        match kind.as_str() {
            "hidden" | "submit" | "reset" if is_input => {}
            "image" if is_input => {
                self.sources();
                if self.tag.text(Attr::Alt).is_none() && !is_named && !is_unseen {
                    let src = self.kept.keep(self.tag.text(Attr::Src).unwrap_or(""));
                    self.kept.defect(rule::PAGE_ALT, offset, src, Piece::default());
                }
            }
            "button" if is_input => {
                if self.tag.text(Attr::Value).is_none() && !is_named && !is_unseen {
                    self.kept.defect(rule::PAGE_BUTTON, offset, id, Piece::default());
                }
            }
            _ => {
                if !is_named && !is_unseen && self.label_depth == 0 {
                    let words = self.kept.keep_words(self.tag.text(Attr::Name).unwrap_or(""));
                    self.kept.fields.push(Field { offset, id, words });
                }
            }
        }
    }

    pub(super) fn close_button(&mut self) {
        if !self.button.is_open {
            return;
        }
        self.button.is_open = false;
        if self.button.is_nameless() && !self.button.is_silent {
            let (offset, written) = (self.button.offset, self.button.written);
            self.kept.defect(rule::PAGE_BUTTON, offset, written, Piece::default());
        }
    }

    pub(super) fn open_table(&mut self) {
        let is_layout = self.tag.lists(Attr::Role, &["presentation", "none"]);
        let is_fine = is_layout || self.veils.has(Veil::Silent);
        self.tables.push(Table { offset: place(self.tag.offset), cells: 0, is_fine });
    }

    pub(super) fn cell(&mut self) {
        self.words(" ");
        let is_heading =
            self.tag.name == b"th" || self.tag.lists(Attr::Role, &["rowheader", "columnheader"]);
        if let Some(table) = self.tables.last_mut() {
            table.cells += 1;
            table.is_fine |= is_heading;
        }
    }

    pub(super) fn close_table(&mut self) {
        // A single cell is a frame round something, not data.
        if let Some(table) = self.tables.pop()
            && !table.is_fine
            && table.cells > 1
        {
            self.kept.defect(rule::PAGE_TABLE, table.offset, Piece::default(), Piece::default());
        }
    }
}
