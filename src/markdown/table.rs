//! Tables: in a box that scrolls by itself, so that a wide table never makes the page scroll sideways.

use pulldown_cmark::Alignment;

use super::escape::escape_text;
use super::writer::Writer;

const HEAD_CELL: &str = "<th scope=\"col\"";

/// The table that is open; tables do not nest.
#[derive(Debug, Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    has_body: bool,
    column: usize,
    /// Where the cell at hand begins in the HTML.
    cell: usize,
    /// Where what is in it begins.
    words: usize,
    /// How many holes there were before it.
    holes: usize,
    /// How many tables stand under the same heading, which is the last of this many.
    under_heading: (usize, u32),
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: &[Alignment]) {
        let (heading, count) = self.table.under_heading;
        let count = if heading == self.outline.len() { count + 1 } else { 1 };
        self.table = Table {
            alignments: alignments.to_vec(),
            in_head: false,
            has_body: false,
            column: 0,
            cell: 0,
            words: 0,
            holes: 0,
            under_heading: (self.outline.len(), count),
        };
        // A keyboard can scroll only what has the focus, and what has the focus needs a name. Tables
        // under one heading are numbered, because two places of a page should not have one name.
        self.start_block("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        let html = &mut self.page.html;
        escape_text(html, &self.options.words.table);
        if count > 1 {
            html.push(' ');
            html.push_str(&count.to_string());
        }
        if let Some(heading) = self.outline.last() {
            html.push_str(": ");
            escape_text(html, &heading.title);
        }
        html.push_str("\">\n<table>\n");
    }

    pub(super) fn start_row(&mut self, tag: &str) {
        self.table.in_head = tag.starts_with("<thead");
        if !self.table.in_head && !self.table.has_body {
            self.table.has_body = true;
            self.start_block("<tbody>\n");
        }
        self.table.column = 0;
        self.start_block(tag);
    }

    pub(super) fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-centre\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.table.column += 1;
        self.end_leaf();
        self.table.cell = self.page.html.len();
        self.page.html.push_str(if self.table.in_head { HEAD_CELL } else { "<td" });
        self.page.html.push_str(class);
        self.page.html.push('>');
        self.table.words = self.page.html.len();
        self.table.holes = self.page.holes.len();
    }

    pub(super) fn end_cell(&mut self) {
        let has_hole = self.page.holes.len() > self.table.holes;
        let is_empty = self.page.html.len() == self.table.words && !has_hole;
        if self.table.in_head && is_empty {
            // A heading of nothing would be read aloud as one; the corner above the names of rows is none.
            let start = self.table.cell;
            self.page.html.replace_range(start..start + HEAD_CELL.len(), "<td");
        }
        let tag = if self.table.in_head && !is_empty { "</th>\n" } else { "</td>\n" };
        self.end_block(tag);
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.end_block("</tr>\n</thead>\n");
    }

    pub(super) fn end_table(&mut self) {
        let tag =
            if self.table.has_body { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" };
        self.end_block(tag);
    }
}
