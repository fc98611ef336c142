//! The pictures of a text, while it is written.
//!
//! Each stands between two holes, with two more inside: for its address, and for what is known of it.

use super::picture::Shot;
use super::view::Viewer;
use crate::base::escape_into;
use crate::diagnostic::Diagnostic;
use crate::graph::Destination;
use crate::markdown::{Body, Hole, HoleKind};

/// The pictures of a text, while it is written.
pub(super) struct Frames {
    /// Whether the first picture of the text is the first of its page.
    is_first: bool,
    now: Frame,
}

/// The picture at hand.
enum Frame {
    /// It is no picture that anma knows, so it is shown as it was written.
    Plain,
    Shown(Shot),
    /// It cannot be shown; what was written since then is taken back.
    Missing(usize),
}

impl Frames {
    /// For a text whose first picture is the first of its page, or is not.
    pub(super) fn new(is_first: bool) -> Self {
        Self { is_first, now: Frame::Plain }
    }

    /// Fills a hole if it belongs to a picture. One that cannot be shown leaves its description, and why is noted.
    pub(super) fn fill(
        &mut self,
        viewer: &Viewer<'_>,
        hole: &Hole,
        (body, destinations): (&Body, &[Destination]),
        problems: &mut Vec<Diagnostic>,
        out: &mut String,
    ) -> bool {
        let (HoleKind::Picture(index)
        | HoleKind::Link(index)
        | HoleKind::Size(index)
        | HoleKind::PictureEnd(index)) = hole.what
        else {
            return false;
        };
        let index = index as usize;
        let (Some(link), Some(destination)) = (body.links.get(index), destinations.get(index))
        else {
            return false;
        };
        if !link.image {
            return false;
        }
        match (hole.what, &self.now) {
            (HoleKind::Picture(_), _) => {
                self.now = match viewer.shot_or_problem(destination, &link.span, problems) {
                    None => Frame::Plain,
                    Some(Err(())) => Frame::Missing(out.len()),
                    Some(Ok(shot)) => {
                        viewer.open_picture(&shot, out);
                        Frame::Shown(shot)
                    }
                };
            }
            (HoleKind::Link(_), Frame::Shown(shot)) => shot.write_address(link, out),
            (HoleKind::Link(_), Frame::Plain) => return false,
            (HoleKind::Size(_), now) => {
                let is_first =
                    self.is_first && body.links.iter().position(|link| link.image) == Some(index);
                if let Frame::Shown(shot) = now {
                    viewer.size_picture(shot, out);
                }
                // The first one is probably in view at once, and waiting for it would be felt.
                out.push_str(if is_first {
                    " fetchpriority=\"high\""
                } else {
                    " loading=\"lazy\""
                });
            }
            (HoleKind::PictureEnd(_), Frame::Shown(shot)) if shot.has_copies() => {
                out.push_str("</picture>");
            }
            (HoleKind::PictureEnd(_), Frame::Missing(start)) => {
                out.truncate(*start);
                escape_into(out, &link.text);
            }
            _ => {}
        }
        true
    }
}
