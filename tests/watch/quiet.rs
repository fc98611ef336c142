//! What wakes nobody.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::Duration;

use anma::serve::watch::{Change, Mode, Watch};

use super::site::Site;

const BOUND: Duration = Duration::from_secs(30);

/// Does something that counts for nothing, then something that does; only that is told.
fn is_quiet(what: &str, change: impl Fn(&Site)) {
    let site = Site::new();
    let mut watch = Watch::new(&site.root, Mode::Auto);
    assert!(watch.has_events() && watch.notices().is_empty());
    change(&site);
    site.write("content/other.md", "# The sign\n");
    assert_eq!(watch.wait(BOUND), Change::Paths(vec![site.at("content/other.md")]), "{what}");
}

#[test]
fn litter_of_editors() {
    for name in [
        "4913",
        "article.md~",
        ".article.md.swp",
        ".article.md.swx",
        "#article.md#",
        "article.md___jb_tmp___",
        "article.md___jb_old___",
        "article.mdA1b2C3.bck",
        ".goutputstream-A1B2C3",
        "sedA1b2C3",
        "article.md.A1b2C3",
        ".DS_Store",
        "~$article.md",
    ] {
        is_quiet(name, |site| {
            let name = format!("content/{name}");
            site.write(&name, "half");
            site.write(&name, "whole");
            site.remove(&name);
        });
    }
    is_quiet("the lock of emacs", |site| {
        symlink("ana@salon.1234:1700000000", site.at("content/.#article.md")).expect("a link");
        site.remove("content/.#article.md");
    });
}

#[test]
fn what_is_not_read() {
    for path in [
        "output/index.html",
        "output/deep/er/index.html",
        ".output.state/lock",
        ".git/index.lock",
        "node_modules/x/readme.md",
        "target/debug/x",
        "README.md",
        "notes/private.md",
        "content/node_modules/x.md",
        "content/.obsidian/workspace.json",
    ] {
        is_quiet(path, |site| {
            site.write(path, "one");
            site.write(path, "two");
            site.remove(path);
        });
    }
    is_quiet("beside the site", |site| {
        let beside = site.root.with_file_name("beside.md");
        fs::write(&beside, "x").expect("written");
        fs::remove_file(beside).expect("removed");
    });
}

#[test]
fn our_own_reading() {
    is_quiet("reading", |site| {
        for path in ["anma.yaml", "content/article.md", "themes/plain/theme.yaml"] {
            assert!(!site.read(path).is_empty());
        }
        let mut folder = anma::project::Folder::open(&site.root, None).expect("reads");
        for _ in 0..3 {
            folder.refresh(None).expect("reads");
            folder.refresh(Some(&["content/article.md".into()])).expect("reads");
        }
    });
}
