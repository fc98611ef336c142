//! How the reviews of all pages stand on a day.

use crate::base::{Date, Span};
use crate::config::Reviews;
use crate::document::Document;
use crate::graph::{EntryId, Graph};
use crate::schema::Kind;
use crate::seal::{Review, State};

use super::place::{is_wanted, page_span};

/// How the review of a page stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The page.
    pub page: EntryId,
    /// What kind of page it is.
    pub kind: Kind,
    /// The review.
    pub review: Review,
    /// Where `reviewed` stands; where the page begins if it has none of its own.
    pub place: Span,
    /// Whether the page is one that somebody should review: an article, or what is known about a condition or a massage.
    pub is_wanted: bool,
}

impl Reviewed {
    /// Whether somebody should look at the page by the day `until`.
    pub fn is_due(&self, until: Date) -> bool {
        match self.review.state() {
            State::Changed | State::Overdue => true,
            State::NotReviewed => self.is_wanted,
            State::Unsealed | State::Current => {
                self.review.due.is_some_and(|due| due <= until.end_of_day())
            }
        }
    }
}

/// How the reviews of the pages of `graph` stand on the day `today`, in the order of lists. Pages without a file of their own are
/// not among them, nor are those that another language lends.
pub fn reviews(graph: &Graph, today: Date, rules: Reviews) -> Vec<Reviewed> {
    let documents = graph.ids().zip(&graph.documents);
    let has_file = |document: &Document| document.key.is_none() && !document.borrowed;
    let documents = documents.filter(|(_, document)| has_file(document));
    documents
        .map(|(page, document)| {
            let own = document.matter.place_of("reviewed");
            Reviewed {
                page,
                kind: document.kind,
                review: document.review(today, rules),
                place: own.map_or_else(|| page_span(document), |place| place.span(&document.path)),
                is_wanted: is_wanted(document.kind),
            }
        })
        .collect()
}
