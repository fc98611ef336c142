//! What a page shows of its review.

use tera::Value;

use super::value::{date, map};
use super::view::Viewer;
use crate::graph::EntryId;
use crate::matter::Reviewed;
use crate::seal::Review;

impl Viewer<'_> {
    /// The review of a page, if there was one.
    fn review_of(&self, id: EntryId) -> Option<(&Reviewed, Review)> {
        let document = self.graph.document(id)?;
        let reviewed = document.matter.reviewed.as_deref()?;
        Some((reviewed, document.review(self.today, self.config.reviews)))
    }

    /// The review of a page that may be shown as reviewed: its text is the one that was read, and that was not too long ago.
    pub(super) fn standing_review(&self, id: EntryId) -> Option<&Reviewed> {
        self.review_of(id).filter(|(_, review)| review.holds()).map(|(reviewed, _)| reviewed)
    }

    /// Who reviewed a page, and when; nothing when that holds no longer.
    pub(super) fn reviewed(&self, id: EntryId) -> Value {
        let Some(reviewed) = self.standing_review(id) else { return Value::none() };
        map([("by", self.reviewer(id)), ("on", date(&self.theme.strings, reviewed.on))])
    }

    /// How the review of a page stands, whether it holds or not.
    pub(super) fn review(&self, id: EntryId) -> Value {
        let Some((reviewed, review)) = self.review_of(id) else { return Value::none() };
        let words = &self.theme.strings;
        map([
            ("by", self.reviewer(id)),
            ("due", date(words, review.due)),
            ("on", date(words, reviewed.on)),
            ("state", Value::from(review.state().word())),
        ])
    }

    fn reviewer(&self, id: EntryId) -> Value {
        self.card_or_none(self.graph.reviewers.get(id.index()).copied().flatten())
    }
}
