//! Sentences that must fire, sentences that must not, and the texts that the rules bring with them.

use anma::diagnostic::Severity;
use anma::engine::try_examples;

use crate::{rules_in, yaml};

#[test]
fn every_sentence_of_the_list() {
    let cases = yaml(include_str!("../data/claims-examples.yaml"));
    let mut wrong = Vec::new();
    for case in cases.get("fires").expect("fires").items() {
        let text = |key: &str| case.get(key).and_then(|node| node.text()).expect("a text");
        let found = rules_in(text("text"), Severity::Warning);
        if !found.iter().any(|rule| rule == text("rule")) {
            wrong.push(format!("{} not in {found:?}: {}", text("rule"), text("text")));
        }
    }
    for case in cases.get("passes").expect("passes").items() {
        let text = case.text().expect("a text");
        let found = rules_in(text, Severity::Warning);
        if !found.is_empty() {
            wrong.push(format!("{found:?}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_is_right_about_its_own_texts() {
    let config = anma::config::Config::default_for("Test");
    let tried = try_examples(&anma::source::Sources::default(), &config);
    let wrong: Vec<String> = tried
        .wrong
        .iter()
        .map(|one| {
            let place = one.span().map(|span| format!("{}:{}", span.path, span.start));
            format!("{}: {}", place.unwrap_or_default(), one.message)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried.texts >= 500, "{} texts of {} rules", tried.texts, tried.rules);
}

#[test]
fn every_rule_has_three_texts_of_each_kind() {
    let config = anma::config::Config::default_for("Test");
    let mut notes = anma::diagnostic::Notes::default();
    let rules = anma::check::all_rules(&anma::source::Sources::default(), &config, &mut notes);
    assert!(notes.is_empty(), "{:?}", notes.into_vec());
    assert!(rules.len() > 60, "{}", rules.len());
    for rule in rules {
        assert!(rule.fires.len() >= 3 && rule.passes.len() >= 3, "{}", rule.name);
        assert!(!rule.why.is_empty() && !rule.fix.is_empty(), "{}", rule.name);
    }
}
