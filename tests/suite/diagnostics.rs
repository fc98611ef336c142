//! What people read when something is wrong: each `tests/diagnostics/<case>.txt` is a project with a mistake,
//! and `<case>.expected` beside it is the report.
//!
//! A project without `anma.yaml` gets a plain one. `ANMA_UPDATE=1 cargo test --test suite diagnostics` writes
//! the reports; read each as somebody would who has never written a program.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::support::memory::{build, settings};
use crate::support::program::SETTINGS;
use crate::support::{is_update, tests};

fn cases() -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(tests().join("diagnostics")).expect("the folder");
    let mut cases: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_mistake_is_reported_in_plain_words() {
    let cases = cases();
    assert!(cases.len() >= 30, "only {} cases were found", cases.len());
    let mut wrong = Vec::new();
    for (name, path) in cases {
        let mut text = fs::read_to_string(&path).expect("a text");
        if !text.contains("-- anma.yaml --") {
            text = format!("-- anma.yaml --\n{SETTINGS}{text}");
        }
        let built = build(&text, &settings());
        let report = format!("{}\n", built.report());
        assert_eq!(built.outcome.ok, !report.contains("error["), "{name}\n{report}");
        let expected = path.with_extension("expected");
        if is_update() {
            fs::write(&expected, &report).expect("a file");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        if report != expected {
            wrong.push(format!("--- {name}: expected\n{expected}\n--- {name}: found\n{report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_keep_to_the_house_style() {
    for (name, path) in cases() {
        let report = fs::read_to_string(path.with_extension("expected")).expect("a report");
        assert!(report.trim() != "", "{name}: nothing is reported");
        for line in report.lines() {
            let Some((_, message)) =
                line.split_once("]: ").filter(|_| line.starts_with(['e', 'w', 'n']))
            else {
                continue;
            };
            let first = message.chars().next().unwrap_or('A');
            assert!(!first.is_uppercase(), "{name}: a message begins in lower case: {message}");
            assert!(!message.ends_with('.'), "{name}: a message has no full stop: {message}");
        }
        let jargon = [
            "UTF8Error",
            "None",
            "Some(",
            "Err(",
            "unwrap",
            "panicked",
            "scalar",
            "mapping",
            "deserial",
            "parser",
            "token",
        ];
        for word in jargon {
            assert!(!report.contains(word), "{name}: `{word}` is no word for a writer\n{report}");
        }
    }
}

#[test]
fn every_report_has_a_case_and_every_case_a_report() {
    let entries = fs::read_dir(tests().join("diagnostics")).expect("the folder");
    let reports: BTreeSet<String> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "expected"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    let cases: BTreeSet<String> = cases().into_iter().map(|(name, _)| name).collect();
    assert_eq!(cases, reports);
}
