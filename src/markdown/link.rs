//! Links: what is known about their target is written at once, the rest becomes a hole.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::body::{HoleKind, Link};
use super::escape::{escape_text, escape_url};
use super::target::{Refusal, Target, classify, wiki};
use super::writer::{Writer, offset};
use crate::diagnostic::{Code, Diagnostic};

/// A link that is open.
#[derive(Debug)]
pub(super) struct OpenLink {
    /// Its place in the list of links, if it is there.
    index: Option<usize>,
    /// Whether there is an `</a>` to write.
    has_tag: bool,
    /// Where its words begin in the text.
    text: usize,
    /// Length of the HTML behind its start tag.
    html: usize,
}

impl Writer<'_> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        place: Range<usize>,
    ) {
        let (index, has_tag) = self.link_tag(kind, address, title, &place);
        self.part_words();
        self.reading.closed += 1;
        let (text, html) = (self.text.len(), self.page.html.len());
        self.open_links.push(OpenLink { index, has_tag, text, html });
        if let LinkType::WikiLink { has_pothole: false } = kind
            && let Some((name, _)) = address.split_once('#')
            && !name.trim().is_empty()
        {
            // `[[Sciatica#causes]]` is shown as "Sciatica": the rest is for finding the place.
            escape_text(&mut self.page.html, name.trim());
            self.text.push_str(name.trim());
            self.written_to = place.end;
        }
    }

    fn link_tag(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        place: &Range<usize>,
    ) -> (Option<usize>, bool) {
        if !self.options.extensions {
            self.plain_link_tag(kind, address, title, place);
            return (None, true);
        }
        // Markdown lets `[a <https://b.test>](c)` pass, but HTML has no links in links.
        if self.open_links.iter().any(|outer| outer.has_tag) {
            return (None, false);
        }
        let Some(target) = self.target(kind, address, place) else { return (None, false) };
        self.page.html.push_str("<a href=\"");
        let index = self.links.len();
        self.write_target(&target, index);
        self.write_title(title);
        self.page.html.push_str("\">");
        let span = self.span(place.clone());
        self.links.push(Link {
            target,
            span,
            text: String::new(),
            words: 0..0,
            image: false,
            advice: self.reading.advice > 0,
        });
        (Some(index), true)
    }

    /// Bare CommonMark: the address as it is, but never one that a browser would run.
    fn plain_link_tag(&mut self, kind: LinkType, address: &str, title: &str, place: &Range<usize>) {
        self.page.html.push_str("<a href=\"");
        if kind == LinkType::Email {
            self.page.html.push_str("mailto:");
            escape_url(&mut self.page.html, address);
        } else if let Some(address) = self.plain_address(address, place) {
            escape_url(&mut self.page.html, address);
        }
        self.write_title(title);
        self.page.html.push_str("\">");
    }

    pub(super) fn plain_address<'t>(
        &mut self,
        address: &'t str,
        place: &Range<usize>,
    ) -> Option<&'t str> {
        if let Err(Refusal::Scheme(scheme)) = classify(address, &self.options.schemes) {
            self.refuse_scheme(&scheme, place);
            return None;
        }
        Some(address)
    }

    /// Where the link leads; what is wrong with it is noted.
    pub(super) fn target(
        &mut self,
        kind: LinkType,
        address: &str,
        place: &Range<usize>,
    ) -> Option<Target> {
        let target = match kind {
            LinkType::Email => return Some(Target::External(format!("mailto:{address}"))),
            LinkType::WikiLink { .. } => wiki(address),
            _ => classify(address, &self.options.schemes),
        };
        match target {
            Ok(target) => Some(target),
            Err(Refusal::Scheme(scheme)) => {
                self.refuse_scheme(&scheme, place);
                None
            }
            Err(Refusal::Empty) => {
                let problem =
                    Diagnostic::warning(Code::EMPTY_LINK, self.span(place.clone()), "this link leads nowhere")
                        .help("Put the address between the round brackets: `[words](../conditions/sciatica.md)`.");
                self.note(problem);
                None
            }
        }
    }

    fn refuse_scheme(&mut self, scheme: &str, place: &Range<usize>) {
        let scheme = &scheme[..scheme.floor_char_boundary(40)];
        let problem = Diagnostic::error(
            Code::LINK_SCHEME,
            self.span(place.clone()),
            format!("a link must not begin with `{scheme}:`"),
        )
        .help("Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.");
        self.note(problem);
    }

    /// Writes the address, or leaves a hole for it.
    pub(super) fn write_target(&mut self, target: &Target, index: usize) {
        match target {
            Target::External(address) => escape_url(&mut self.page.html, address),
            Target::Anchor(id) => {
                self.page.html.push('#');
                escape_url(&mut self.page.html, id);
            }
            Target::Content(_) | Target::Site(_) | Target::Relative(_) | Target::Wiki { .. } => {
                self.hole(HoleKind::Link(offset(index)));
            }
        }
    }

    pub(super) fn write_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.page.html.push_str("\" title=\"");
            escape_text(&mut self.page.html, title);
        }
    }

    pub(super) fn end_link(&mut self, place: Range<usize>) {
        let Some(open) = self.open_links.pop() else { return };
        self.reading.closed -= 1;
        self.part_words();
        if self.site_start < place.end {
            self.misplaced_calls(place.end);
        }
        if let Some(index) = open.index {
            self.finish_link(index, open.text, open.html);
        }
        if open.has_tag {
            self.page.html.push_str("</a>");
        }
        if let Some(index) = open.index.filter(|index| self.links[*index].target.is_hole()) {
            self.hole(HoleKind::LinkEnd(offset(index)));
        }
    }

    fn finish_link(&mut self, index: usize, text: usize, html: usize) {
        let link = &mut self.links[index];
        if let (Target::Wiki { name, .. }, true) = (&link.target, html == self.page.html.len()) {
            // `[[Sciatica|]]` shows nothing of its own; a link without words cannot be clicked on.
            escape_text(&mut self.page.html, name);
            self.text.push_str(name);
        }
        // The text ends where the paragraph ended when the link holds a picture alone.
        let text = text.max(self.leaf)..self.text.len();
        self.text.get(text.clone()).unwrap_or_default().clone_into(&mut link.text);
        link.words = offset(text.start)..offset(text.end);
    }
}
