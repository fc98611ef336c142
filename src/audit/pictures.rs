//! The rule about pictures that are far larger than they are shown.

use super::address::{Base, Leads};
use super::court::Court;
use super::observed::{Picture, large};
use super::rule;
use super::site::Flaw;

/// The width up to which the narrowest of several sizes is no burden.
const NARROW: u32 = 640;

impl Court<'_> {
    /// Holds the real widths of the pictures of a page against the widths they are shown at.
    pub(super) fn pictures(&self, page: usize, base: &Base, flaws: &mut Vec<Flaw>) {
        let seen = self.pages[page].seen;
        for picture in &seen.pictures {
            let Some(real) = self.narrowest(page, base, picture) else { continue };
            // Where there is a choice, a narrow one is small enough for any place.
            if picture.last - picture.first > 1 && real <= NARROW {
                continue;
            }
            // Screens have up to two and a half dots for a pixel.
            if u64::from(real) * 2 > u64::from(picture.shown) * 5 {
                let message = format!(
                    "The picture is {real} pixels wide, but it is shown at most {} wide",
                    picture.shown
                );
                let flaw = Flaw::new(rule::PAGE_PICTURE_LARGE, page, picture.offset, message);
                flaws.push(flaw.with(seen.says(picture.src), ""));
            }
        }
    }

    /// The width of the narrowest file that is offered, if all are known.
    fn narrowest(&self, page: usize, base: &Base, picture: &Picture) -> Option<u32> {
        let seen = self.pages[page].seen;
        let offered = seen.assets.get(large(picture.first)..large(picture.last))?;
        // Of hundreds of sizes one is small enough.
        if offered.len() > 100 {
            return None;
        }
        let mut narrowest = None;
        for asset in offered {
            let Leads::Here(place) = self.host.resolve(base, seen.says(asset.address)) else {
                return None;
            };
            let is_drawing = place.path.len() > 4
                && place
                    .path
                    .get(place.path.len() - 4..)
                    .is_some_and(|end| end.eq_ignore_ascii_case(".svg"));
            if is_drawing {
                return None;
            }
            let (width, _) = (self.site.picture)(&place.path)?;
            narrowest = Some(narrowest.map_or(width, |least: u32| least.min(width)));
        }
        narrowest
    }
}
