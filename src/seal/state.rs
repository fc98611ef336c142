//! How the review of a page stands on a day.

use super::Seal;
use crate::base::Date;
use crate::config::Reviews;
use crate::matter::Matter;

/// How the review of a page stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The text is another than the one that was reviewed.
    Changed,
    /// It must be reviewed again by now.
    Overdue,
    /// Nobody has reviewed it.
    NotReviewed,
    /// It was reviewed, and whether the text has changed since then is not known: there is no seal.
    Unsealed,
    /// It was reviewed as it is.
    Current,
}

impl State {
    /// Its name in JSON and in templates.
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Overdue => "overdue",
            Self::NotReviewed => "not-reviewed",
            Self::Unsealed => "unsealed",
            Self::Current => "current",
        }
    }
}

/// The review of a page on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true by itself; `state` tells what counts"
)]
pub struct Review {
    /// The day of the review.
    pub on: Option<Date>,
    /// The last day on which it still counts: `next_review`, or so many months after it.
    pub due: Option<Date>,
    /// Whether somebody reviewed the page at all.
    pub is_reviewed: bool,
    /// Whether the review has a seal.
    pub is_sealed: bool,
    /// Whether the text is another than the one that was reviewed.
    pub is_changed: bool,
    /// Whether the page must be reviewed again by now.
    pub is_overdue: bool,
    /// Whether that is so, and the review so old that it is a serious matter.
    pub is_late: bool,
}

impl Review {
    /// How the review in `matter` stands on the day `today`. `seal` is that of the page as it is; it need be known only if the
    /// review has one.
    pub fn of(matter: &Matter, seal: Option<Seal>, today: Date, rules: Reviews) -> Self {
        let reviewed = matter.reviewed.as_deref();
        let on = reviewed.and_then(|reviewed| reviewed.on);
        let written = reviewed.and_then(|reviewed| reviewed.seal.as_ref());
        let after =
            |months: u32| on.map(|on| on.months_after(i32::try_from(months).unwrap_or(i32::MAX)));
        let is_past = |day: Option<Date>| day.is_some_and(|day| day.end_of_day() < today);
        let due = matter.next_review.or_else(|| after(rules.due));
        Self {
            on,
            due,
            is_reviewed: reviewed.is_some(),
            is_sealed: written.is_some(),
            is_changed: written
                .is_some_and(|written| !seal.is_some_and(|seal| seal.is(&written.text))),
            is_overdue: is_past(due),
            is_late: is_past(due) && is_past(after(rules.late)),
        }
    }

    /// How it stands: the most serious of what is true.
    pub fn state(self) -> State {
        match self {
            Self { is_reviewed: false, .. } => State::NotReviewed,
            Self { is_changed: true, .. } => State::Changed,
            Self { is_overdue: true, .. } => State::Overdue,
            Self { is_sealed: false, .. } => State::Unsealed,
            _ => State::Current,
        }
    }

    /// Whether the page may be shown as reviewed.
    pub fn holds(self) -> bool {
        matches!(self.state(), State::Unsealed | State::Current)
    }
}
