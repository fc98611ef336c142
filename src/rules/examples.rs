//! The rules of the program on their own examples, and on sentences that others wrote.

use std::sync::Arc;

use super::*;
use crate::diagnostic::{Notes, Palette, Severity, to_terminal};
use crate::source::Sources;

/// All rules of the program.
pub(super) fn built_in() -> Rules {
    let mut notes = Notes::default();
    let mut wanted = Wanted::default();
    wanted.packs = PACKS.map(|pack| (pack.to_owned(), wanted.packs[0].1.clone())).into();
    let rules = load(&Sources::default(), &wanted, &mut notes);
    let problems: Vec<String> = notes
        .into_sorted()
        .iter()
        .map(|problem| {
            let path = problem.span().expect("a place").path.to_string();
            let text = embedded().find(|(_, name, _)| path.ends_with(&format!("/{name}.yaml")));
            to_terminal(problem, Palette::Plain, |_| text.map(|(_, _, text)| text))
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
    rules
}

/// The texts of a piece of simple Markdown: blocks, and items and quotes of one line.
pub(super) fn units(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    for block in text.split("\n\n").flat_map(|block| {
        let listed = block.starts_with("- ");
        if listed { block.lines().collect::<Vec<_>>() } else { vec![block] }
    }) {
        let hashes = block.len() - block.trim_start_matches('#').len();
        let level = u8::try_from(hashes).expect("few");
        units.push(match block.trim_start_matches('#').trim() {
            text if hashes > 0 => Unit { text, scope: "heading", level },
            text => match (text.strip_prefix("- "), text.strip_prefix("> ")) {
                (Some(text), _) => Unit { text, scope: "item", level },
                (_, Some(text)) => Unit { text, scope: "quote", level },
                _ => Unit { text, scope: "paragraph", level },
            },
        });
    }
    units
}

/// Whether a text is more than a piece of Markdown.
fn is_site(text: &str) -> bool {
    ["---", "-- ", "<!"].iter().any(|start| text.starts_with(start))
}

#[test]
fn every_built_in_rule_is_right_about_its_examples() {
    let rules = built_in();
    let tester = Tester::new(&rules);
    let (mut wrong, mut sentences) = (Vec::new(), 0);
    for rule in &rules.all {
        assert!(!rule.why.is_empty() && !rule.fix.is_empty(), "{} says too little", rule.name);
        assert!(rule.fires.len() >= 3 && rule.passes.len() >= 3, "{} has few examples", rule.name);
        if !matches!(rule.test, Test::Text(_)) {
            continue;
        }
        for (examples, fires) in [(&rule.fires, true), (&rule.passes, false)] {
            for example in examples.iter().filter(|example| !is_site(&example.text)) {
                sentences += 1;
                let found = tester.run(&units(&example.text));
                let own = found.iter().find(|(by, _)| by.name == rule.name);
                if own.is_some() != fires {
                    wrong.push(format!("{} {fires} {:?} {own:?}", rule.name, example.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {sentences} are wrong: {wrong:#?}", wrong.len());
    assert!(sentences > 150, "{sentences}");
}

#[test]
fn sentences_of_others_come_right() {
    let tester = Tester::new(&built_in());
    let fires = [
        ("TERM-SUFFERING", "If you are suffering from back pain"),
        ("TERM-SUFFERING", "Aromatherapy massage can help people suffering from insomnia"),
        (
            "TERM-AZ",
            "Deep tissue massage is particularly effective for relieving chronic pain caused by injuries.",
        ),
        ("STYLE-ITS", "sometimes its a combination"),
        ("STYLE-ITS", "when your seated"),
        ("STYLE-BIWEEKLY", "a bi-weekly massage"),
        ("STYLE-HYPHEN", "long term injury"),
        ("STYLE-GENDER", "The therapist uses her hands"),
    ];
    for (rule, text) in fires {
        let found = tester.run(&units(text));
        assert!(found.iter().any(|(by, _)| &*by.name == rule), "{rule}: {text}");
    }
    let fine = [
        "There is no cure for fibromyalgia.",
        "Massage will not cure arthritis.",
        "If you have arthritis, ask a GP before you book a massage.",
        "Conditions that can cause back pain include sciatica, arthritis, scoliosis, osteoporosis and fibromyalgia.",
        "Aromatherapy massage can aid restful sleep.",
        "Many of my clients find Shiatsu excellent for improving their mood.",
        "A massage can relieve everyday stress and tension.",
        "Massage is not an alternative to seeing a GP.",
        "Do not have a massage instead of seeing a GP.",
        "It is not completely safe for people with a blood clot.",
        "Your back carries its own weight.",
        "Ask your therapist about their training.",
        "Massage is not suitable for everyone.",
        "There is little evidence that massage reduces inflammation.",
        "Your GP can diagnose the cause of your pain.",
        "symptoms of asthma",
        "Our deep tissue massage cures back pain.",
    ];
    for text in fine {
        let found = tester.run(&units(text));
        let loud: Vec<&(Arc<Rule>, Hit)> =
            found.iter().filter(|(rule, _)| rule.level > Severity::Note).collect();
        assert!(loud.is_empty(), "{text}: {loud:?}");
    }
}
