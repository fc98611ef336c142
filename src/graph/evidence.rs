//! What is known about a treatment and a condition: what it may help with, when it is not suitable, and what
//! of the two a reader is told.
//!
//! Cautions are inherited by more specific treatments and hold for more specific conditions. Benefits are not,
//! but for those that the advertising rules accept: research on massage says nothing about one kind of it.

use super::{CautionFact, EntryId, Relations};
use crate::base::Date;
use crate::matter::{Certainty, Level};

/// What a treatment is said to help with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpFact {
    /// How sure that is. What does not say is taken as unclear.
    pub certainty: Certainty,
    /// What must go with it, such as exercise.
    pub only_with: Option<Box<str>>,
    /// Ids of sources.
    pub sources: Vec<Box<str>>,
    /// The day the sources were last read.
    pub checked: Option<Date>,
}

/// What a reader is told about a treatment and a condition, the strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Do not book.
    Stop,
    /// Ask a GP first.
    Ask,
    /// Avoid the area.
    Local,
    /// Ask for a gentler massage.
    Adapt,
    /// The condition needs a health professional, so nothing is claimed (CAP code 12.2).
    NoClaim,
    /// It can help: accepted by the advertising rules (CAP code 12).
    Accepted,
    /// It may help, with this certainty.
    MayHelp(Certainty),
    /// The evidence is for the wider treatment.
    General(EntryId),
    /// No evidence is on file.
    Unknown,
}

impl From<Level> for Verdict {
    fn from(level: Level) -> Self {
        match level {
            Level::Stop => Self::Stop,
            Level::Ask => Self::Ask,
            Level::Local => Self::Local,
            Level::Adapt => Self::Adapt,
        }
    }
}

impl Relations {
    /// What `treatment`, or the nearest wider treatment of which anything is known, is said to do for `condition`;
    /// with the treatment whose page says so.
    pub fn help(&self, treatment: EntryId, condition: EntryId) -> Option<(EntryId, &HelpFact)> {
        self.line(treatment).find_map(|one| Some((one, self.helps.get(&one)?.get(&condition)?)))
    }

    /// What a reader is told about `treatment` and `condition`.
    pub fn verdict(&self, treatment: EntryId, condition: EntryId) -> Verdict {
        if let Some(caution) = self.caution(treatment, condition) {
            return caution.level.into();
        }
        if self.supervised.contains(&condition) {
            return Verdict::NoClaim;
        }
        match self.help(treatment, condition) {
            Some((_, HelpFact { certainty: Certainty::None, .. })) | None => Verdict::Unknown,
            Some((_, HelpFact { certainty: Certainty::Accepted, .. })) => Verdict::Accepted,
            Some((owner, fact)) if owner == treatment => Verdict::MayHelp(fact.certainty),
            Some((owner, _)) => Verdict::General(owner),
        }
    }

    /// `conditions` and everything that they are one of.
    pub fn wider(&self, conditions: &[EntryId]) -> Vec<EntryId> {
        conditions.iter().flat_map(|condition| self.line(*condition)).collect()
    }

    /// The strictest level of caution for `treatment` given all of `conditions`, which are [`Relations::wider`].
    pub fn level(&self, treatment: EntryId, conditions: &[EntryId]) -> Option<Level> {
        let facts = self.cautions.get(&treatment).filter(|_| !conditions.is_empty())?;
        let concerned = facts.iter().filter(|(condition, _)| conditions.contains(condition));
        concerned
            .map(|(_, fact)| fact.level)
            .max_by_key(|level| super::relations::strictness(*level))
    }

    /// The strictest caution for `treatment` given all of `conditions`, with the first condition that asks for it.
    pub fn strictest(
        &self,
        treatment: EntryId,
        conditions: &[EntryId],
    ) -> Option<(EntryId, &CautionFact)> {
        let facts =
            conditions.iter().rev().filter_map(|id| Some((*id, self.caution(treatment, *id)?)));
        facts.max_by_key(|(_, fact)| super::relations::strictness(fact.level))
    }
}
