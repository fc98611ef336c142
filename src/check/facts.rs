//! What a page is held against besides its words: the facts of the site.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::Date;
use crate::config::Config;
use crate::document::Document;
use crate::graph::{EntryId, Graph};
use crate::prose::{Unit, UnitKind};
use crate::schema::Kind;

use super::page::{PageText, is_advice, is_care_card};

/// A page with what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) graph: &'a Graph,
    pub(super) config: &'a Config,
    pub(super) today: Date,
    pub(super) id: EntryId,
    pub(super) document: &'a Document,
    pub(super) text: &'a PageText,
}

/// Headings of a part that says when not to book, or when to see somebody else first.
const CAREFUL: [&str; 14] = [
    "before you book",
    "check",
    "see a gp",
    "see your gp",
    "see a doctor",
    "get help",
    "who should not",
    "when not to",
    "when to ask",
    "ask a gp",
    "ask first",
    "not suitable",
    "avoid",
    "to be careful",
];

/// Headings of a part that says when to see a doctor.
const SEE_A_DOCTOR: [&str; 9] = [
    "see a gp",
    "see your gp",
    "see a doctor",
    "get help",
    "get medical help",
    "call 999",
    "call 111",
    "urgent",
    "red flag",
];

impl Facts<'_> {
    /// Whether readers look here for what to do about their health.
    pub(super) fn is_health(&self) -> bool {
        matches!(
            self.document.kind,
            Kind::Article | Kind::Condition | Kind::Symptom | Kind::Treatment
        ) && self.document.key.is_none()
    }

    /// Where a field of the front matter stands, or the title, or the start of the file.
    pub(super) fn field(&self, name: &str) -> Range<usize> {
        let matter = &self.document.matter;
        let place = matter.place_of(name).or_else(|| matter.place_of("title"));
        place.map_or(0..0, |place| place.start as usize..place.end as usize)
    }

    /// Whether the page rests on anything: in its front matter, or by a citation in the text.
    pub(super) fn has_sources(&self) -> bool {
        let matter = &self.document.matter;
        let helps = matter.entity.iter().flat_map(|entity| &entity.helps);
        let cautions = matter.entity.iter().flat_map(|entity| &entity.cautions);
        !matter.sources.is_empty()
            || helps.flat_map(|help| &help.sources).next().is_some()
            || cautions.flat_map(|caution| &caution.sources).next().is_some()
            || self.text.prose.units.iter().any(|unit| !unit.cites.is_empty())
    }

    /// The units of the text that are a card of advice, or below a heading with one of `words`.
    fn below(&self, words: &[&str], blocks: impl Fn(&Unit) -> bool) -> Vec<&Unit> {
        let units = &self.text.prose.units;
        let is_headed = |unit: &Unit| {
            let heading = unit.section.and_then(|at| units.get(at));
            heading.is_some_and(|heading| has_words(heading.text.as_str(), words))
        };
        units.iter().filter(|unit| blocks(unit) || is_headed(unit)).collect()
    }

    /// What is said where the page tells when to see a doctor; nothing when it does not say.
    pub(super) fn doctor(&self) -> Vec<&Unit> {
        self.below(&SEE_A_DOCTOR, |unit| is_care_card(unit.block.as_deref()))
    }

    /// The numbers of the units where the page tells what to check before a massage.
    pub(super) fn careful(&self) -> BTreeSet<usize> {
        let units = &self.text.prose.units;
        let is_careful = |unit: &Unit| {
            let heading = unit.section.and_then(|at| units.get(at));
            is_advice(unit.block.as_deref())
                || heading.is_some_and(|heading| has_words(heading.text.as_str(), &CAREFUL))
        };
        (0..units.len()).filter(|at| is_careful(&units[*at])).collect()
    }

    /// Whether the text, and not only the front matter, is written on this page.
    pub(super) fn has_text(&self) -> bool {
        let is_text = |unit: &Unit| matches!(unit.kind, UnitKind::Paragraph | UnitKind::Item);
        self.text.prose.units.iter().any(is_text)
    }

    /// Whether the page says that a massage does good, or makes any other claim.
    pub(super) fn claims(&self) -> bool {
        let is_claim = |found: &super::Found| found.rule.name.starts_with("CLAIM-");
        !self.text.promoted.is_empty() || self.text.found.iter().any(is_claim)
    }
}

fn has_words(heading: &str, words: &[&str]) -> bool {
    let heading = heading.to_lowercase();
    words.iter().any(|words| heading.contains(words))
}
