//! What is built into anma keeps to `deny.toml`: licences, sources, and packages that are not wanted. `cargo deny` knows more, but compiling it takes
//! longer than all of this; CONTRIBUTING.md says when it is run by hand.
#![expect(clippy::disallowed_methods, reason = "a test is at the edge")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// What stands in quotation marks in `text`.
fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// The lines of `deny.toml` from the one that begins with `start` to the one that ends with `]`.
fn list<'a>(rules: &'a str, start: &str) -> &'a str {
    let from = rules.find(start).unwrap_or_else(|| panic!("deny.toml has no `{start}`"));
    let text = &rules[from..];
    let end = text.lines().scan(0, |at, line| {
        *at += line.len() + 1;
        Some((
            *at,
            line.trim_end().ends_with(']') && (line.starts_with(']') || line.starts_with(start)),
        ))
    });
    let end = end.into_iter().find_map(|(at, is_last)| is_last.then_some(at)).expect("an end");
    &text[..end.min(text.len())]
}

/// Whether a licence expression (SPDX 3, annex D) can be met with `allowed` alone.
fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let text = expression.trim();
    for (word, is_any) in [(" OR ", true), ("/", true), (" AND ", false)] {
        let parts = split(text, word);
        if parts.len() > 1 {
            let mut met = parts.iter().map(|part| is_met(part, allowed));
            return if is_any { met.any(|one| one) } else { met.all(|one| one) };
        }
    }
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => is_met(inner, allowed),
        None => allowed.contains(&text),
    }
}

/// The parts of `text` between the `word`s that stand in no bracket.
fn split<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, sign) in text.char_indices() {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        if depth == 0 && text[at..].starts_with(word) && at >= start {
            parts.push(&text[start..at]);
            start = at + word.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--all-features", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

#[test]
fn every_package_keeps_to_the_rules() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    let rules = std::fs::read_to_string(file).expect("the rules");
    let allowed = quoted(list(&rules, "allow = ["));
    let exceptions = list(&rules, "exceptions = [");
    let unwanted = list(&rules, "deny = [");
    let mut wrong = Vec::new();
    let packages = packages();
    for package in packages.iter().filter(|package| !package["source"].is_null()) {
        let name = package["name"].as_str().expect("a name");
        let licence = package["license"].as_str().unwrap_or("none");
        let own = exceptions.lines().find(|line| line.contains(&format!("crate = \"{name}\"")));
        let own = own.map(quoted).unwrap_or_default();
        let all: Vec<&str> = allowed.iter().chain(own.iter().skip(1)).copied().collect();
        if !is_met(licence, &all) {
            wrong.push(format!("{name} has the licence {licence}"));
        }
        if package["source"] != CRATES_IO {
            wrong.push(format!("{name} comes from {}", package["source"]));
        }
        for line in unwanted.lines().filter(|line| line.contains("name = ")) {
            let words = quoted(line);
            let (Some(unwanted), wrappers) = (words.first(), line.contains("wrappers")) else {
                continue;
            };
            let brings = package["dependencies"].as_array().into_iter().flatten();
            let is_brought =
                brings.into_iter().any(|one| one["name"] == **unwanted && one["kind"] != "dev");
            let is_there = packages.iter().any(|one| one["name"] == **unwanted);
            if is_there && is_brought && !(wrappers && words.contains(&name)) {
                wrong.push(format!("{name} brings {unwanted}"));
            }
        }
    }
    assert!(packages.len() > 100, "only {} packages", packages.len());
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn licences_are_read_as_they_are_meant() {
    let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception", "ISC"];
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT/Apache-2.0", true),
        ("GPL-2.0 OR MIT", true),
        ("GPL-2.0 AND MIT", false),
        ("(MIT OR GPL-2.0) AND ISC", true),
        ("(Apache-2.0 OR GPL-2.0) AND ISC", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
        ("none", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}
