//! Neutral patient information: at most one finding of the claim rules in 2,000 words.

use anma::diagnostic::Severity;

use crate::bench;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/checks/texts/prose");

#[test]
fn neutral_prose_makes_no_claims() {
    let mut files: Vec<_> =
        std::fs::read_dir(FOLDER).expect("texts").map(|one| one.expect("a file").path()).collect();
    files.sort();
    let (mut words, mut found) = (0, Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text");
        let body = anma::matter::split(&text).body;
        let text = &text[body];
        words += text.split_whitespace().count();
        for (rule, severity) in bench().found(text) {
            if severity >= Severity::Warning && rule.starts_with("CLAIM-") {
                found.push(format!("{}: {rule}", file.display()));
            }
        }
    }
    assert!(words >= 5_000, "{words} words");
    let most = words / 2_000;
    assert!(found.len() <= most, "{} in {words} words:\n{}", found.len(), found.join("\n"));
}
