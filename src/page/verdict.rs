//! What a reader is told about a treatment and a condition, in words. Panels, tables and cautions all take them
//! from here, so that one thing is said in one way; a site can replace them under `strings`.

use super::frame_view::in_sentence;
use crate::graph::{Graph, Verdict};
use crate::matter::Certainty;
use crate::theme::Theme;

/// The name of a verdict, as templates and style sheets know it, such as `stop` or `very-low`.
pub(super) fn key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stop => "stop",
        Verdict::Ask => "ask",
        Verdict::Local => "local",
        Verdict::Adapt => "adapt",
        Verdict::NoClaim => "no-claim",
        Verdict::Accepted | Verdict::MayHelp(Certainty::Accepted) => "accepted",
        Verdict::MayHelp(Certainty::High) => "high",
        Verdict::MayHelp(Certainty::Moderate) => "moderate",
        Verdict::MayHelp(Certainty::Low) => "low",
        Verdict::MayHelp(Certainty::VeryLow) => "very-low",
        Verdict::MayHelp(Certainty::Unclear) => "unclear",
        Verdict::General(_) => "general",
        Verdict::MayHelp(Certainty::None) | Verdict::Unknown => "unknown",
    }
}

/// The name of the theme's text for a verdict.
fn string(verdict: Verdict) -> &'static str {
    match key(verdict) {
        "stop" => "verdict_stop",
        "ask" => "verdict_ask",
        "local" => "verdict_local",
        "adapt" => "verdict_adapt",
        "no-claim" => "verdict_no_claim",
        "accepted" => "verdict_accepted",
        "high" => "verdict_high",
        "moderate" => "verdict_moderate",
        "low" => "verdict_low",
        "very-low" => "verdict_very_low",
        "unclear" => "verdict_unclear",
        "general" => "verdict_general",
        _ => "verdict_unknown",
    }
}

/// A verdict in words for readers: the theme's text `verdict_…`, such as "May help, low certainty".
pub(super) fn words(graph: &Graph, theme: &Theme, verdict: Verdict) -> String {
    // The default theme stands behind every other and has all of these texts.
    let text = theme.strings.get(string(verdict)).map_or("", |text| text);
    match verdict {
        Verdict::General(owner) => text.replace("{title}", &in_sentence(&graph.entry(owner).title)),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::EntryId;

    #[test]
    fn the_default_theme_has_words_for_every_verdict() {
        let theme = include_str!("../../themes/default/languages/en.yaml");
        let certainties = [
            Certainty::Accepted,
            Certainty::High,
            Certainty::Moderate,
            Certainty::Low,
            Certainty::VeryLow,
            Certainty::Unclear,
            Certainty::None,
        ];
        let others = [
            Verdict::Stop,
            Verdict::Ask,
            Verdict::Local,
            Verdict::Adapt,
            Verdict::NoClaim,
            Verdict::Accepted,
            Verdict::General(EntryId(0)),
            Verdict::Unknown,
        ];
        for verdict in certainties.map(Verdict::MayHelp).into_iter().chain(others) {
            let name = string(verdict);
            assert!(theme.contains(&format!("\n{name}: ")), "{name}");
        }
    }
}
