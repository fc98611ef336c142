//! The shape of the code: stages only look back, files stay small, every module says what it is.

#![expect(clippy::expect_used, reason = "a test may fail")]
#![expect(clippy::disallowed_methods, reason = "the test reads the sources of the program")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order of knowledge: each may use those before it and none behind.
const ORDER: [&str; 33] = [
    "base",
    "diagnostic",
    "progress",
    "source",
    "picture",
    "yaml",
    "schema",
    "matter",
    "config",
    "markdown",
    "seal",
    "document",
    "prose",
    "graph",
    "link",
    "rules",
    "claims",
    "spelling",
    "audit",
    "structured",
    "external",
    "findings",
    "report",
    "output",
    "search",
    "gallery",
    "theme",
    "page",
    "check",
    "engine",
    "project",
    "scaffold",
    "serve",
];

/// Longest file, in lines.
const LONGEST: usize = 400;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder");
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Every source file below `src/`, by its path there.
fn files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let name =
        |path: &Path| path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).expect("text"))).collect()
}

/// The part of a file that is not its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.ends_with("test_site.rs") || path.ends_with("bad_inputs.rs")
}

#[test]
fn stages_only_look_back() {
    let mut wrong = Vec::new();
    for (path, text) in
        files().iter().filter(|(path, _)| !path.starts_with("bin/") && !is_test(path))
    {
        let module = path.split(['/', '.']).next().expect("a name");
        let Some(own) = ORDER.iter().position(|name| *name == module) else {
            assert_eq!(path, "lib.rs", "{module} has no place in the order of knowledge");
            continue;
        };
        for used in without_tests(text).split("crate::").skip(1) {
            assert!(!used.starts_with('{'), "{path}: write one `use crate::…` for each module");
            let used = used
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .next()
                .unwrap_or_default();
            if ORDER.iter().position(|name| *name == used).is_some_and(|place| place > own) {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "a stage may use what stands before it, never what stands behind: {wrong:#?}"
    );
}

#[test]
fn the_library_does_not_print_exit_or_read_the_environment() {
    let edge = |path: &str| path.starts_with("bin/");
    for (path, text) in files().iter().filter(|(path, _)| !edge(path) && !is_test(path)) {
        for word in ["println!", "eprintln!", "process::exit", "env::var(", "SystemTime::now"] {
            assert!(
                !without_tests(text).contains(word),
                "{path} has `{word}`, which belongs into the binary"
            );
        }
    }
}

#[test]
fn only_reading_and_writing_touch_the_disk() {
    let edge = |path: &str| {
        ["bin/", "output/", "source/read.rs", "serve/watch/native.rs"]
            .iter()
            .any(|edge| path.starts_with(edge))
    };
    for (path, text) in files().iter().filter(|(path, _)| !edge(path) && !is_test(path)) {
        for word in ["std::fs", "File::open", "read_dir("] {
            assert!(
                !without_tests(text).contains(word),
                "{path} has `{word}`, and may not touch the disk"
            );
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for (path, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{path} has {lines} lines; split it by the things it does");
        assert!(text.starts_with("//!"), "{path} does not say what it is");
    }
}
