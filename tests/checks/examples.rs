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

/// Sentences as salons and health services write them: the rule that must speak (or others in its place), a tab, and the sentence; `-`
/// where none may.
#[test]
fn sentences_of_many_kinds() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("texts/sentences.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (rules, text) = line.split_once('\t').expect("a tab");
        let text = text.replace("\\n", "\n");
        let found = rules_in(&text, Severity::Warning);
        let is_right = match rules {
            "-" => found.is_empty(),
            rules => rules.split('|').any(|rule| found.iter().any(|one| one == rule)),
        };
        count += 1;
        if !is_right {
            wrong.push(format!("{found:?}\t{line}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}
