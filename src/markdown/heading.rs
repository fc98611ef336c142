//! Headings: their levels, their ids, and the outline of the page.
//!
//! The title of the page is its only heading of level 1. If an article uses `#`, all its headings go one
//! level down, so that the order among them stays as the writer meant it.

use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};
use rustc_hash::FxHashMap;

use super::body::{Heading, Hole, HoleKind};
use super::escape::escape_text;
use super::writer::{Sheet, Writer, offset};
use crate::base::slugify;
use crate::diagnostic::{Code, Diagnostic};

/// What ids of footnotes begin with; headings must not.
const RESERVED: [&str; 2] = ["fn:", "fnref:"];

/// The heading that is open.
#[derive(Debug, Default)]
pub(super) struct OpenHeading {
    level: u8,
    /// Where the digit of its start tag stands in the HTML.
    tag: usize,
    /// How many holes there were before it.
    holes: usize,
    id: Option<String>,
    has_attributes: bool,
}

impl Writer<'_> {
    /// Writes `<h` and the level, without the rest of the tag; gives the place of the level.
    pub(super) fn open_heading_tag(&mut self, level: u8) -> usize {
        self.page.html.push_str("<h");
        let tag = self.page.html.len();
        self.page.html.push(char::from(b'0' + level));
        tag
    }

    /// Writes the end tag of the heading whose level stands at `tag`.
    pub(super) fn close_heading_tag(&mut self, level: u8, tag: usize) {
        self.page.html.push_str("</h");
        let end = self.page.html.len();
        self.page.html.push(char::from(b'0' + level));
        self.page.html.push_str(">\n");
        // A block before the first heading stands right below the title, wherever the headings go.
        if !self.outline.is_empty() {
            self.page.levels.push([offset(tag), offset(end)]);
        }
    }

    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<&str>,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
        place: Range<usize>,
    ) {
        self.end_leaf();
        self.fresh_line();
        let place = self.trimmed(&place);
        self.reading.closed += 1;
        let level = level as u8;
        let holes = self.page.holes.len();
        let tag = self.open_heading_tag(level);
        let has_attributes = id.is_some() || !classes.is_empty() || !attributes.is_empty();
        self.heading = OpenHeading { level, tag, holes, id: None, has_attributes };
        if has_attributes {
            self.heading.id = id.and_then(|id| self.explicit_id(id, &place));
            self.write_attributes(classes, attributes, &place);
        }
        self.page.html.push('>');
    }

    fn write_attributes(
        &mut self,
        classes: &[CowStr<'_>],
        attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
        place: &Range<usize>,
    ) {
        let html = &mut self.page.html;
        for (index, class) in classes.iter().enumerate() {
            html.push_str(if index == 0 { " class=\"" } else { " " });
            escape_text(html, class);
        }
        if !classes.is_empty() {
            html.push('"');
        }
        for (name, value) in attributes {
            let is_allowed = name.strip_prefix("data-").is_some_and(|rest| {
                !rest.is_empty()
                    && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            });
            if !is_allowed {
                self.refuse_attribute(
                    &format!("a heading cannot have the attribute `{}`", cut(name)),
                    place,
                );
                continue;
            }
            let html = &mut self.page.html;
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape_text(html, value.as_deref().unwrap_or_default().trim_matches('"'));
            html.push('"');
        }
    }

    fn refuse_attribute(&mut self, message: &str, place: &Range<usize>) {
        let problem = Diagnostic::warning(Code::ATTRIBUTE, self.span(place.clone()), message)
            .help("It is left out. Between the curly brackets only `#id`, `.class` and `data-name=value` count; put a backslash before the `{` to show it.");
        self.note(problem);
    }

    /// An id that the writer chose, if it can be one.
    fn explicit_id(&mut self, id: &str, place: &Range<usize>) -> Option<String> {
        if RESERVED.iter().any(|reserved| id.starts_with(reserved)) {
            self.refuse_attribute(&format!("the id `{}` belongs to footnotes", cut(id)), place);
            return None;
        }
        if self.ids.contains_key(id) {
            let mut problem = Diagnostic::error(
                Code::DUPLICATE_ID,
                self.span(place.clone()),
                format!("two headings have the id `{}`", cut(id)),
            )
            .help("Give one of them another id.");
            // Only while someone still listens: the search takes time when there are many headings.
            if !self.is_muted()
                && let Some(first) = self.outline.iter().find(|heading| heading.id == id)
            {
                problem = problem.also(first.span.clone(), "the first one");
            }
            self.note(problem);
            return None;
        }
        self.ids.insert(id.to_owned(), 1);
        Some(id.to_owned())
    }

    pub(super) fn end_heading(&mut self, place: Range<usize>) {
        self.reading.closed -= 1;
        let OpenHeading { level, tag, holes, id, has_attributes } =
            std::mem::take(&mut self.heading);
        if !self.options.extensions {
            self.end_leaf();
            self.close_heading_tag(level, tag);
            return;
        }
        let place = self.trimmed(&place);
        let title = self.text[self.leaf.min(self.text.len())..].trim().to_owned();
        if !has_attributes {
            self.check_lost_attributes(&title, &place);
        }
        let id = id.unwrap_or_else(|| generated_id(&mut self.ids, &title));
        let before = self.page.html.len();
        let attribute = &mut self.scratch;
        attribute.clear();
        attribute.push_str(" id=\"");
        escape_text(attribute, &id);
        attribute.push('"');
        self.page.html.insert_str(tag + 1, attribute);
        let moved = offset(self.page.html.len() - before);
        for hole in &mut self.page.holes[holes..] {
            hole.at += moved;
        }
        self.end_leaf();
        let span = self.span(place);
        self.outline.push(Heading { level, id, title, span });
        self.close_heading_tag(level, tag);
        self.level = level;
        self.has_top_level |= level == 1;
    }

    /// Says so when curly brackets at the end of a heading vanished although nothing in them counts.
    fn check_lost_attributes(&mut self, title: &str, place: &Range<usize>) {
        let line =
            self.source[place.clone()].trim_ascii_end().trim_end_matches('#').trim_ascii_end();
        if line.ends_with('}') && !title.ends_with('}') && !self.ends_with_call() {
            self.refuse_attribute(
                "what stands in curly brackets behind this heading is not shown",
                place,
            );
        }
    }

    fn ends_with_call(&self) -> bool {
        let at_end = |hole: &&Hole| hole.at as usize == self.page.html.len();
        self.page
            .holes
            .last()
            .filter(at_end)
            .is_some_and(|hole| matches!(hole.what, HoleKind::Call(_)))
    }

    /// Moves all headings one level down if one of them had the level of the title of the page.
    pub(super) fn lower_levels(&mut self) {
        if !self.has_top_level || !self.options.extensions {
            return;
        }
        lower(&mut self.page);
        lower(&mut self.footnotes.sheet);
        for heading in &mut self.outline {
            heading.level = (heading.level + 1).min(6);
        }
    }
}

/// Replaces the digits in the tags; the HTML keeps its length.
fn lower(sheet: &mut Sheet) {
    for place in sheet.levels.iter().flatten().map(|place| *place as usize) {
        let lower = match sheet.html.as_bytes().get(place) {
            Some(b'1') => "2",
            Some(b'2') => "3",
            Some(b'3') => "4",
            Some(b'4') => "5",
            _ => "6",
        };
        sheet.html.replace_range(place..=place, lower);
    }
}

/// An id from the words of a heading. Each name has a counter, so that a thousand equal headings cost no
/// more than a thousand different ones.
fn generated_id(ids: &mut FxHashMap<String, u32>, title: &str) -> String {
    let mut name = slugify(title);
    if name.is_empty() {
        name.push_str("section");
    }
    let Some(next) = ids.get(&name).copied() else {
        ids.insert(name.clone(), 1);
        return name;
    };
    let mut next = next;
    loop {
        let candidate = format!("{name}-{next}");
        next += 1;
        if !ids.contains_key(&candidate) {
            ids.insert(name, next);
            ids.insert(candidate.clone(), 1);
            return candidate;
        }
    }
}

/// Enough of a name to recognise it.
fn cut(name: &str) -> &str {
    &name[..name.floor_char_boundary(40)]
}
