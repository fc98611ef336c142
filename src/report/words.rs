//! What reports call things. Editors read them, so they are in English whatever the language of the site is.

use crate::graph::{Graph, Verdict};
use crate::link::Decision;
use crate::matter::{Certainty, Level};

/// What a level of caution asks for.
pub fn level_words(level: Level) -> &'static str {
    match level {
        Level::Stop => "do not book",
        Level::Ask => "ask a GP first",
        Level::Local => "avoid the area",
        Level::Adapt => "ask for a gentler massage",
    }
}

/// How sure a benefit is.
pub fn certainty_words(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Accepted => "accepted by the advertising rules",
        Certainty::High => "high certainty",
        Certainty::Moderate => "moderate certainty",
        Certainty::Low => "low certainty",
        Certainty::VeryLow => "very low certainty",
        Certainty::Unclear => "studied, and still unclear",
        Certainty::None => "no evidence",
    }
}

/// A verdict as JSON has it.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stop => "stop",
        Verdict::Ask => "ask",
        Verdict::Local => "local",
        Verdict::Adapt => "adapt",
        Verdict::NoClaim => "no-claim",
        Verdict::Accepted => "accepted",
        Verdict::MayHelp(certainty) => certainty.word(),
        Verdict::General(_) => "general",
        Verdict::Unknown => "unknown",
    }
}

/// A verdict as readers are told it.
pub fn verdict_words(graph: &Graph, verdict: Verdict) -> String {
    match verdict {
        Verdict::Stop => "Do not book".to_owned(),
        Verdict::Ask => "Ask a GP first".to_owned(),
        Verdict::Local => "Avoid the area".to_owned(),
        Verdict::Adapt => "Ask for a gentler massage".to_owned(),
        Verdict::NoClaim => "No claim: see a GP".to_owned(),
        Verdict::Accepted => "Can help (accepted)".to_owned(),
        Verdict::MayHelp(Certainty::Unclear) => "Studied, and still unclear".to_owned(),
        Verdict::MayHelp(certainty) => format!("May help, {}", certainty_words(certainty)),
        Verdict::General(owner) => {
            format!("Evidence is for `{}` in general", graph.entry(owner).title)
        }
        Verdict::Unknown => "No evidence on file".to_owned(),
    }
}

/// What became of a name in a text, in a few words.
pub fn decision_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Link => "links",
        Decision::Own => "names of the page itself",
        Decision::Off => "switched off",
        Decision::Unsafe => "ruled out by a condition of the page",
        Decision::Manual => "linked by hand already",
        Decision::Repeat => "linked before",
        Decision::Context => "mean something else",
        Decision::Boundary => "begin or end inside emphasised words",
        Decision::Limit => "over the limit",
    }
}
