//! Text with its holes filled: the addresses of links, and what shortcodes make.

use tera::Value;

use super::view::Viewer;
use crate::diagnostic::Diagnostic;
use crate::graph::{Destination, EntryId};
use crate::markdown::{Body, HoleKind, Target, escape_url};

impl Viewer<'_> {
    /// The HTML of `body`, a text of the page `id`, whose links lead to `destinations`. Shortcodes see `page`.
    pub(super) fn prose(
        &self,
        body: &Body,
        destinations: &[Destination],
        (id, page): (EntryId, &Value),
        problems: &mut Vec<Diagnostic>,
    ) -> String {
        let mut out = String::new();
        body.fill(&mut out, |hole, out| match hole.what {
            HoleKind::Link(index) => self.write_address(body, destinations, index as usize, out),
            HoleKind::Size(_) => {}
            HoleKind::Call(index) => {
                let Some(call) = body.calls.get(index as usize) else { return };
                match self.theme.render_call(call, page, &|| self.words(id), self.limits) {
                    Ok(html) => out.push_str(&html),
                    Err(problem) => problems.push(*problem),
                }
            }
        });
        out
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
            }
            Some(Destination::File(url)) => {
                escape_url(out, url);
                let address = body.links.get(index).map(|link| &link.target);
                if let Some(
                    Target::Relative(address) | Target::Site(address) | Target::Content(address),
                ) = address
                {
                    for (mark, rest) in [('?', &address.query), ('#', &address.fragment)] {
                        if !rest.is_empty() {
                            out.push(mark);
                            escape_url(out, rest);
                        }
                    }
                }
            }
            // What was written needs no hole; what leads nowhere was reported, and the site is not published.
            Some(Destination::Written | Destination::Broken) | None => {}
        }
    }
}
