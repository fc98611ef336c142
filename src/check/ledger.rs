//! Everything that somebody answers for, for whoever reviews the site.

use super::acknowledge::Acknowledgement;
use crate::config::{Config, Qualified};

/// What somebody answers for.
#[derive(Clone, Debug, Default)]
pub struct Ledger<'a> {
    /// Acknowledgements, by file and place.
    pub acknowledged: Vec<&'a Acknowledgement>,
    /// Who supervises treatments.
    pub qualified: &'a [Qualified],
}

/// The ledger of a site.
pub fn ledger<'a>(acknowledged: &'a [Acknowledgement], config: &'a Config) -> Ledger<'a> {
    let mut acknowledged: Vec<_> = acknowledged.iter().collect();
    acknowledged.sort_by(|one, two| one.span.cmp(&two.span));
    Ledger { acknowledged, qualified: &config.checks.qualified }
}
