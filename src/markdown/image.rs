//! Pictures: with alternative text, loaded when they come into view, and with a caption when they stand
//! alone in a paragraph and have a title.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::body::{HoleKind, Link};
use super::escape::{escape_text, escape_url};
use super::target::Target;
use super::writer::{Mode, Writer, offset};
use crate::diagnostic::{Code, Diagnostic};

/// The title that says that a picture needs no description.
const DECORATIVE: &str = "decorative";

/// The picture whose alternative text is being read.
#[derive(Debug)]
pub(super) struct OpenImage {
    kind: LinkType,
    address: String,
    title: String,
    alternative: String,
}

impl Default for OpenImage {
    fn default() -> Self {
        Self {
            kind: LinkType::Inline,
            address: String::new(),
            title: String::new(),
            alternative: String::new(),
        }
    }
}

impl Writer<'_> {
    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        _place: Range<usize>,
    ) {
        self.mode = Mode::Alternative(1);
        self.part_words();
        self.image.kind = kind;
        address.clone_into(&mut self.image.address);
        title.clone_into(&mut self.image.title);
        self.image.alternative.clear();
    }

    /// An event inside the alternative text: only its words count.
    pub(super) fn alternative(&mut self, event: &Event<'_>, place: Range<usize>, depth: u32) {
        let words = &mut self.image.alternative;
        match event {
            Event::Start(_) => self.mode = Mode::Alternative(depth + 1),
            Event::End(_) if depth > 1 => self.mode = Mode::Alternative(depth - 1),
            Event::End(_) => {
                self.mode = Mode::Flow;
                self.depth -= 1;
                self.misplaced_calls(place.end);
                self.end_image(place);
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self, place: Range<usize>) {
        let image = std::mem::take(&mut self.image);
        if self.options.extensions {
            self.write_image(&image, place);
        } else {
            self.write_plain_image(&image, &place);
        }
        // The buffers are used again for the next picture.
        self.image = image;
    }

    fn write_plain_image(&mut self, image: &OpenImage, place: &Range<usize>) {
        let html = &mut self.page.html;
        html.push_str("<img src=\"");
        if let Some(address) = self.plain_address(&image.address, place) {
            escape_url(&mut self.page.html, address);
        }
        let html = &mut self.page.html;
        html.push_str("\" alt=\"");
        escape_text(html, &image.alternative);
        self.write_title(&image.title);
        self.page.html.push_str("\" />");
    }

    fn write_image(&mut self, image: &OpenImage, place: Range<usize>) {
        let is_named = !matches!(image.kind, LinkType::WikiLink { has_pothole: false });
        let alternative = if is_named { image.alternative.trim() } else { "" };
        let is_decorative = alternative.is_empty() && image.title.eq_ignore_ascii_case(DECORATIVE);
        if alternative.is_empty() && !is_decorative {
            let problem = Diagnostic::warning(
                Code::MISSING_ALT,
                self.span(place.clone()),
                "this picture has no description for people who cannot see it",
            )
            .help("Say what it shows between the square brackets: `![A hand on a shoulder](photo.jpg)`. If it only decorates, write `![](photo.jpg \"decorative\")`.");
            self.note(problem);
        }
        let title = if is_decorative { "" } else { image.title.as_str() };
        // A picture is never a page, so `![[photo.jpg]]` is a file beside the article.
        let kind = if is_named { image.kind } else { LinkType::Inline };
        let kind = if matches!(kind, LinkType::WikiLink { .. }) { LinkType::Inline } else { kind };
        let Some(target) = self.target(kind, &image.address, &place) else {
            escape_text(&mut self.page.html, alternative);
            self.text.push_str(alternative);
            return;
        };
        let is_figure = !title.is_empty()
            && self.fills_paragraph(&place)
            && self.replace_paragraph("</figure>\n");
        if is_figure {
            self.page.html.push_str("<figure>\n");
        }
        self.image_tag(target, alternative, if is_figure { "" } else { title }, place);
        if is_figure {
            let html = &mut self.page.html;
            html.push_str("\n<figcaption>");
            escape_text(html, title);
            html.push_str("</figcaption>\n");
            self.text.push_str(title);
        }
    }

    /// Whether the paragraph at hand has nothing but this picture.
    fn fills_paragraph(&self, place: &Range<usize>) -> bool {
        let paragraph = &self.paragraph.place;
        // The parser does not count the `[]` of `![photo][]` as a part of the picture.
        place.start == paragraph.start
            && place.end <= paragraph.end
            && matches!(&self.source[place.end..paragraph.end], "" | "[]")
    }

    fn image_tag(&mut self, target: Target, alternative: &str, title: &str, place: Range<usize>) {
        let (index, is_hole) = (self.links.len(), target.is_hole());
        if is_hole {
            self.hole(HoleKind::Picture(offset(index)));
        }
        self.page.html.push_str("<img src=\"");
        self.write_target(&target, index);
        let html = &mut self.page.html;
        html.push_str("\" alt=\"");
        escape_text(html, alternative);
        self.write_title(title);
        self.page.html.push('"');
        if is_hole {
            self.hole(HoleKind::Size(offset(index)));
        } else if self.has_image {
            // The first picture is probably in view at once, and waiting for it would be felt.
            self.page.html.push_str(" loading=\"lazy\"");
        }
        self.has_image = true;
        self.page.html.push_str(" decoding=\"async\" />");
        if is_hole {
            self.hole(HoleKind::PictureEnd(offset(index)));
        }
        let span = self.span(place);
        let text = alternative.to_owned();
        self.links.push(Link { target, span, text, words: 0..0, image: true, advice: false });
    }
}
