//! Running text: words, code, links, pictures, tags.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::UnitKind;
use super::draft::{self, Draft};
use super::reader::Reader;
use crate::markdown::{attribute, tag_name};

/// The title that says that a picture needs no description.
const DECORATIVE: &str = "decorative";
/// Tags whose words nobody reads.
pub(super) const UNREAD_TAGS: [&str; 6] =
    ["script", "style", "textarea", "template", "noscript", "svg"];
/// Tags whose words are no language.
const CODE_TAGS: [&str; 5] = ["code", "kbd", "samp", "var", "pre"];

/// The picture whose alternative text is being read.
pub(super) struct Picture {
    draft: Draft,
    /// How many elements are open in the alternative text, the picture included.
    depth: usize,
    /// Whether the words between the brackets are meant for readers.
    is_named: bool,
    /// What is shown below it.
    title: String,
}

impl Reader<'_> {
    /// The words `text` at `place`: what is to be said of them to a draft.
    fn located<'t>(&self, text: &'t str, place: &Range<usize>) -> (&'t str, Range<usize>, bool) {
        let literal = self.source.get(place.clone()) == Some(text);
        (text, self.file(place), literal)
    }

    pub(super) fn text(&mut self, text: &str, place: Range<usize>) {
        if place.start < self.read_to {
            return;
        }
        match self.closed_by {
            Some(tag) if UNREAD_TAGS.contains(&tag) => self.draft().gap(),
            Some(_) => {
                let (text, place, literal) = self.located(text, &place);
                self.draft().code(text, place, literal);
            }
            None => {
                let (text, place, literal) = self.located(text, &place);
                self.draft().words(text, place, literal);
            }
        }
    }

    pub(super) fn line_break(&mut self, place: Range<usize>) {
        let place = self.file(&place);
        self.draft().space(place);
    }

    pub(super) fn code_span(&mut self, code: &str, place: Range<usize>) {
        let place = inside_ticks(self.source, code, place);
        let (code, place, literal) = self.located(code, &place);
        self.draft().code(code, place, literal);
    }

    /// `~~struck~~`; a single tilde is the sign for "about" and stays one.
    pub(super) fn tilde(&mut self, place: &Range<usize>, at: usize) {
        let is_single = self.source.get(place.start..).is_some_and(|rest| !rest.starts_with("~~"));
        if is_single && at >= self.read_to {
            self.text("~", at..at + 1);
        }
    }

    pub(super) fn call(&mut self, name: &str) {
        if self.picture.is_some() {
            return;
        }
        let draft = self.draft();
        if draft::is_citing(name) {
            draft.cite();
        }
        draft.gap();
    }

    pub(super) fn start_link(&mut self, kind: LinkType, target: &str, place: &Range<usize>) {
        let is_address = matches!(kind, LinkType::Autolink | LinkType::Email);
        self.draft().open_link(target, is_address);
        let LinkType::WikiLink { has_pothole } = kind else { return };
        let name = target.split('#').next().unwrap_or_default().trim();
        let is_shown = if has_pothole {
            // `[[Sciatica|]]` shows the name, for want of other words.
            self.source.get(..place.end).is_some_and(|before| before.ends_with("|]]"))
        } else {
            // `[[Sciatica#causes]]` is shown as "Sciatica".
            target.contains('#')
        };
        if name.is_empty() || !is_shown {
            return;
        }
        let found = self.source.get(place.clone()).and_then(|link| link.find(name));
        let at = found.map_or(place.clone(), |at| place.start + at..place.start + at + name.len());
        self.text(name, at);
        self.read_to = place.end;
    }

    pub(super) fn end_link(&mut self) {
        if let Some(draft) = &mut self.draft {
            if draft.link_is_empty() {
                draft.gap();
            }
            draft.close_link();
        }
    }

    pub(super) fn start_picture(&mut self, kind: LinkType, title: &str) {
        // Elsewhere the title stands with the address, apart from the picture.
        let is_here = kind == LinkType::Inline && !title.trim().eq_ignore_ascii_case(DECORATIVE);
        self.picture = Some(Picture {
            draft: Draft::new(UnitKind::Alt),
            depth: 1,
            is_named: !matches!(kind, LinkType::WikiLink { has_pothole: false }),
            title: if is_here { title.to_owned() } else { String::new() },
        });
        self.draft().gap();
    }

    /// An event inside the alternative text of a picture: only its words count.
    pub(super) fn in_picture(&mut self, event: &Event<'_>, place: Range<usize>) {
        let Some(mut picture) = self.picture.take() else { return };
        match event {
            Event::Start(_) => picture.depth += 1,
            Event::End(_) if picture.depth > 1 => picture.depth -= 1,
            Event::End(_) => return self.end_picture(picture, &place),
            Event::Text(text) => {
                let (text, place, literal) = self.located(text, &place);
                picture.draft.words(text, place, literal);
            }
            Event::Code(code) => {
                let place = inside_ticks(self.source, code, place);
                let (code, place, literal) = self.located(code, &place);
                picture.draft.code(code, place, literal);
            }
            Event::SoftBreak | Event::HardBreak => picture.draft.space(self.file(&place)),
            _ => {}
        }
        self.picture = Some(picture);
    }

    fn end_picture(&mut self, picture: Picture, place: &Range<usize>) {
        let Picture { draft, is_named, title, .. } = picture;
        if let Some(unit) = draft.finish().filter(|_| is_named) {
            let unit = self.situated(unit);
            self.pending.push(unit);
        }
        let title = title.trim();
        let found = self.source.get(place.clone()).and_then(|source| source.rfind(title));
        let at = found.map_or(place.clone(), |at| place.start + at..place.start + at + title.len());
        let mut caption = Draft::new(UnitKind::Paragraph);
        let (title, at, literal) = self.located(title, &at);
        caption.words(title, at, literal);
        if let Some(mut unit) = caption.finish() {
            unit.field = Some("caption".into());
            let unit = self.situated(unit);
            self.pending.push(unit);
        }
    }

    /// A tag or comment between words.
    pub(super) fn inline_html(&mut self, html: &str, place: Range<usize>) {
        if place.start < self.read_to {
            return;
        }
        self.draft().gap();
        if let Some(inside) = html.strip_prefix("<!--") {
            let text = inside.strip_suffix("-->").unwrap_or_default();
            return self.comment(text, place);
        }
        let name = tag_name(html);
        if html.starts_with("</") {
            if self.closed_by == Some(name.as_str()) {
                self.closed_by = None;
            } else if name == "a" {
                self.end_link();
            }
            return;
        }
        self.tag(&name, html, &place);
        let known = UNREAD_TAGS.into_iter().chain(CODE_TAGS).find(|known| *known == name);
        if known.is_some() && self.closed_by.is_none() {
            self.closed_by = known;
        }
    }

    /// A start tag that means something wherever it stands.
    pub(super) fn tag(&mut self, name: &str, tag: &str, place: &Range<usize>) {
        match name {
            "br" => self.line_break(place.clone()),
            "a" => {
                if let Some(target) = attribute(tag, "href") {
                    self.draft().open_link(target, false);
                }
            }
            "img" => {
                let Some(alt) = attribute(tag, "alt").map(str::trim) else { return };
                let found = self.source.get(place.clone()).and_then(|source| source.find(alt));
                let at = found
                    .map_or(place.clone(), |at| place.start + at..place.start + at + alt.len());
                let mut draft = Draft::new(UnitKind::Alt);
                let (alt, at, literal) = self.located(alt, &at);
                draft.words(alt, at, literal);
                if let Some(unit) = draft.finish() {
                    let unit = self.situated(unit);
                    self.pending.push(unit);
                }
            }
            _ => {}
        }
    }
}

/// Where `code` stands in the code span at `place`; the whole span if it is not there as it is.
fn inside_ticks(source: &str, code: &str, place: Range<usize>) -> Range<usize> {
    let Some(span) = source.get(place.clone()) else { return place };
    let ticks = span.len() - span.trim_start_matches('`').len();
    // At most one space stands between the ticks and the code.
    let found = (ticks..=ticks + 1).find(|at| span.get(*at..*at + code.len()) == Some(code));
    found.map_or(place.clone(), |at| place.start + at..place.start + at + code.len())
}
