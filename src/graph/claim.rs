//! What markup for search engines may say of a massage and a condition. It is a claim like one in a sentence, but no reader
//! sees it, and nothing around it can soften it. So only the best known is said, and nothing at all where there is doubt.

use super::{EntryId, Graph, Verdict};
use crate::matter::{Certainty, Grade};

impl Graph {
    /// Whether `treatment` may be named as a possible treatment of `condition`:
    ///
    /// - no health professional is needed for the condition or for what it is one of,
    /// - the massage has no caution for it, however mild,
    /// - the massage is said to help with at least low certainty, or with what the advertising rules accept, and
    ///   by itself, not only together with something else,
    /// - and a source of grade A or B says so.
    pub fn may_claim(&self, treatment: EntryId, condition: EntryId) -> bool {
        let relations = &self.relations;
        if relations.line(condition).any(|one| relations.supervised.contains(&one)) {
            return false;
        }
        // A caution is a verdict of its own, so none of these has one.
        let is_known = matches!(
            relations.verdict(treatment, condition),
            Verdict::Accepted
                | Verdict::MayHelp(Certainty::High | Certainty::Moderate | Certainty::Low)
        );
        let Some((_, help)) = relations.help(treatment, condition).filter(|_| is_known) else {
            return false;
        };
        let is_good = |id: &str| {
            let grade = self.data.sources.get(id).and_then(|source| source.grade);
            matches!(grade, Some(Grade::A | Grade::B))
        };
        help.only_with.is_none() && help.sources.iter().any(|id| is_good(id))
    }

    /// Whether there is any condition that markup may name `treatment` for.
    pub fn may_claim_any(&self, treatment: EntryId) -> bool {
        let relations = &self.relations;
        let own = relations.line(treatment).filter_map(|one| relations.helps.get(&one));
        own.flat_map(|helps| helps.keys()).any(|condition| self.may_claim(treatment, *condition))
    }
}
