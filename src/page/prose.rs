//! Text with its holes filled: the addresses of links, what shortcodes make, and automatic links.

use tera::Value;

use super::frames::Frames;
use super::view::Viewer;
use crate::base::escape_into;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::graph::{Destination, EntryId};
use crate::link::AutoLink;
use crate::markdown::{Body, Hole, HoleKind, Target, escape_url};
use crate::matter::Level;

/// What is put into a text, in the order in which it is put at one place.
#[derive(Clone, Copy)]
enum Mark<'a> {
    End(&'a AutoLink),
    Hole(&'a Hole),
    Start(&'a AutoLink),
}

impl Mark<'_> {
    fn rank(&self) -> u8 {
        match self {
            Self::End(_) => 0,
            Self::Hole(_) => 1,
            Self::Start(_) => 2,
        }
    }
}

impl Viewer<'_> {
    /// The HTML of the text of `document`, the page `id`, with its automatic links. Shortcodes see `page`.
    pub(super) fn text(
        &self,
        document: &Document,
        id: EntryId,
        page: &Value,
        problems: &mut Vec<Diagnostic>,
    ) -> String {
        let body = &document.body;
        let auto = self.linked.auto.get(id.index()).map_or(&[][..], |links| links);
        let mut marks: Vec<(u32, Mark<'_>)> = Vec::with_capacity(body.holes.len() + 2 * auto.len());
        marks.extend(body.holes.iter().map(|hole| (hole.at, Mark::Hole(hole))));
        for link in auto {
            marks.push((link.html.start, Mark::Start(link)));
            marks.push((link.html.end, Mark::End(link)));
        }
        marks.sort_by_key(|(at, mark)| (*at, mark.rank()));
        let destinations = &self.graph.links[id.index()].body;
        let mut out = String::new();
        let mut frames = Frames::new(document.matter.image.is_none());
        body.weave(&mut out, marks.into_iter(), |mark, out| match mark {
            Mark::Hole(hole) if frames.fill(self, hole, (body, destinations), problems, out) => {}
            Mark::Hole(hole) => self.hole(hole, (body, destinations), (id, page), problems, out),
            Mark::Start(link) => self.start_link(link, out),
            Mark::End(link) => {
                out.push_str("</a>");
                if link.ask {
                    self.write_caution(out);
                }
            }
        });
        out
    }

    /// The HTML of `body`, an answer on the page `id`, whose links lead to `destinations`.
    pub(super) fn prose(
        &self,
        body: &Body,
        destinations: &[Destination],
        (id, page): (EntryId, &Value),
        problems: &mut Vec<Diagnostic>,
    ) -> String {
        let mut out = String::new();
        let mut frames = Frames::new(false);
        body.fill(&mut out, |hole, out| {
            if !frames.fill(self, hole, (body, destinations), problems, out) {
                self.hole(hole, (body, destinations), (id, page), problems, out);
            }
        });
        out
    }

    fn hole(
        &self,
        hole: &Hole,
        (body, destinations): (&Body, &[Destination]),
        (id, page): (EntryId, &Value),
        problems: &mut Vec<Diagnostic>,
        out: &mut String,
    ) {
        match hole.what {
            HoleKind::Link(index) => self.write_address(body, destinations, index as usize, out),
            HoleKind::LinkEnd(index) => {
                let is_advice = body.links.get(index as usize).is_some_and(|link| link.advice);
                if let (Some(Destination::Page(to, _)), false) =
                    (destinations.get(index as usize), is_advice)
                    && self.needs_caution(id, *to)
                {
                    self.write_caution(out);
                }
            }
            HoleKind::Picture(_) | HoleKind::Size(_) | HoleKind::PictureEnd(_) => {}
            HoleKind::Call(index) => {
                let Some(call) = body.calls.get(index as usize) else { return };
                match self.theme.render_call(call, page, &|| self.words(id), self.limits) {
                    Ok(html) => out.push_str(&html),
                    Err(problem) => problems.push(*problem),
                }
            }
        }
    }

    /// Whether readers of the page `id` must ask a GP before they book what `target` is about.
    fn needs_caution(&self, id: EntryId, target: EntryId) -> bool {
        let relations = &self.graph.relations;
        if !relations.cautions.contains_key(&target) {
            return false;
        }
        let strictest =
            relations.strictest(target, &self.graph.conditions(id)).map(|(_, fact)| fact.level);
        strictest == Some(Level::Ask)
    }

    fn start_link(&self, link: &AutoLink, out: &mut String) {
        let entry = self.graph.entry(link.target);
        out.push_str("<a href=\"");
        out.push_str(&entry.url);
        self.write_language(link.target, out);
        out.push_str("\" class=\"auto\" data-entity=\"");
        escape_into(out, &entry.id);
        out.push_str("\">");
    }

    /// Behind an address, inside of its quotation marks: the language of the page, if it is another than here.
    fn write_language(&self, id: EntryId, out: &mut String) {
        if let Some(language) = self.translations.of_borrowed(self.graph, id) {
            out.push_str("\" hreflang=\"");
            let primary = language.tag.split('-').next().unwrap_or_default();
            escape_into(out, primary);
        }
    }

    /// The caution that stands beside a link to a massage.
    fn write_caution(&self, out: &mut String) {
        let words = self.theme.strings.get("link_caution").map_or("ask a GP first", |words| words);
        out.push_str(" <span class=\"link-caution\">(");
        escape_into(out, words);
        out.push_str(")</span>");
    }

    fn write_address(
        &self,
        body: &Body,
        destinations: &[Destination],
        index: usize,
        out: &mut String,
    ) {
        match destinations.get(index) {
            Some(Destination::Page(to, fragment)) => {
                out.push_str(&self.graph.entry(*to).url);
                if let Some(fragment) = fragment {
                    out.push('#');
                    escape_url(out, fragment);
                }
                self.write_language(*to, out);
            }
            Some(Destination::File(url)) => {
                escape_url(out, url);
                if let Some(link) = body.links.get(index) {
                    write_rest(&link.target, out);
                }
            }
            // What was written needs no hole; what leads nowhere was reported, and the site is not published.
            Some(Destination::Written | Destination::Broken) | None => {}
        }
    }
}

/// Writes what stands behind the path of an address: `?…` and `#…`.
pub(super) fn write_rest(target: &Target, out: &mut String) {
    if let Target::Relative(address) | Target::Site(address) | Target::Content(address) = target {
        for (mark, rest) in [('?', &address.query), ('#', &address.fragment)] {
            if !rest.is_empty() {
                out.push(mark);
                escape_url(out, rest);
            }
        }
    }
}
