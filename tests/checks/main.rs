//! `anma check`, from the outside: what rules find on whole sites and in long texts, and what they leave alone.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]
#![expect(clippy::disallowed_methods, reason = "tests make folders and look at them")]

#[path = "../support/program.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod program;
#[path = "../support/tree.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod tree;

mod answering;
mod article;
mod commands;
mod examples;
mod formats;
mod planted;
mod properties;
mod prose;

use anma::diagnostic::Severity;
use anma::yaml::{Limits, Node};
use program::Site;
use serde_json::Value;

/// A finding as the program tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    rule: String,
    severity: String,
    path: String,
    line: u64,
    words: String,
    message: String,
}

/// What `anma check` finds in `site`.
#[track_caller]
fn findings(site: &Site, arguments: &[&str]) -> Vec<Finding> {
    let run = site.run(&[&["check", "--format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&run.out)
        .unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = report["findings"].as_array().expect("findings").iter().map(|one| Finding {
        rule: text(&one["rule"]),
        severity: text(&one["severity"]),
        path: text(&one["path"]),
        line: one["start"]["line"].as_u64().unwrap_or_default(),
        words: text(&one["words"]),
        message: text(&one["message"]),
    });
    found.collect()
}

/// A file of YAML.
fn yaml(text: &str) -> Node {
    let path = camino::Utf8Path::new("cases.yaml").into();
    let mut notes = anma::diagnostic::Notes::default();
    let limits = Limits::file(1 << 20);
    let node = anma::yaml::parse(text, 0..text.len(), &path, &limits, &mut notes);
    node.unwrap_or_else(|| panic!("{:?}", notes.into_vec()))
}

/// The names of the rules that find something of at least this severity in a paragraph.
fn rules_in(text: &str, least: Severity) -> Vec<String> {
    let site = bench();
    let found = site.found(text);
    found.into_iter().filter(|(_, severity)| *severity >= least).map(|(rule, _)| rule).collect()
}

/// The rules of the program, ready for single texts.
fn bench() -> &'static anma::check::Bench {
    static BENCH: std::sync::OnceLock<anma::check::Bench> = std::sync::OnceLock::new();
    BENCH.get_or_init(|| {
        let config = anma::config::Config::default_for("Test");
        anma::check::Bench::usual(&anma::source::Sources::default(), &config)
    })
}
