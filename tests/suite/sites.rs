//! Golden sites: each folder of `tests/sites/` holds a `project` and the site that is `expected` of it.
//!
//! `ANMA_UPDATE=1 cargo test --test suite sites` writes what is expected; look at the difference.

use std::fs;

use crate::support::program::Site;
use crate::support::{is_update, tests, tree};

/// Builds the golden site `name` and compares it with what is expected, byte for byte.
fn check(name: &str, arguments: &[&str]) {
    let folder = tests().join("sites").join(name);
    let site = Site::copy_of(&folder.join("project"), name);
    let run = site.build(&[&["--strict", "--quiet"], arguments].concat()).ends_with(0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    let mut found = tree::site(&site.output());
    // The index for search is not ours to read; that it is the same every time is tested elsewhere.
    found.retain(|path, _| !path.starts_with("pagefind/") || path.ends_with("names.json"));
    // What the built-in theme brings along has its place already, and its name stands in the pages.
    let assets = tree::read(&tests().join("../themes/default/assets"));
    found.retain(|_, bytes| !assets.values().any(|asset| asset == bytes));
    let expected = folder.join("expected");
    if is_update() {
        let removed = fs::remove_dir_all(&expected);
        assert!(removed.is_ok() || !expected.exists(), "{removed:?}");
        for (path, bytes) in &found {
            let path = expected.join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, bytes).expect("a file");
        }
    }
    let expected = tree::read(&expected);
    assert!(!expected.is_empty(), "nothing is expected of {name}; run with ANMA_UPDATE=1");
    let difference = tree::difference(&expected, &found);
    assert!(difference.is_empty(), "{name} (first: expected, second: found)\n{difference}");
}

#[test]
fn minimal() {
    check("minimal", &[]);
}

#[test]
fn languages() {
    check("languages", &[]);
}

#[test]
fn clinic() {
    check("clinic", &[]);
}
