//! Whatever happens to a folder, and whatever is told of it: what is known is what reading anew would give.

#![expect(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;

use camino::Utf8PathBuf;
use proptest::prelude::*;

use super::edits_tests::{edits, leads, perform};
use super::*;
use crate::diagnostic::Diagnostic;
use crate::source::{Content, Source};

pub(super) struct Site {
    _folder: tempfile::TempDir,
    pub(super) root: Utf8PathBuf,
}

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().join("site")).expect("UTF-8");
        let site = Self { _folder: folder, root };
        fs::create_dir(&site.root).expect("a folder");
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    fn open(&self) -> Folder {
        Folder::open(&self.root, None).expect("reads")
    }
}

fn state(project: &Project) -> (Vec<&Source>, Vec<&Diagnostic>) {
    (project.sources.iter().collect(), project.notes.iter().collect())
}

/// Refreshes, holds the result against a fresh reading, and gives what was said to have changed.
fn refreshed(folder: &mut Folder, site: &Site, hint: Option<&[&str]>) -> Vec<String> {
    let before: Sources = folder.project().sources.clone();
    let paths: Option<Vec<Utf8PathBuf>> =
        hint.map(|paths| paths.iter().map(|path| (*path).into()).collect());
    let changed = folder.refresh(paths.as_deref()).expect("reads");
    let fresh = site.open();
    let (kept, read) = (state(folder.project()), state(fresh.project()));
    let only = |one: &[&Source], other: &[&Source]| -> Vec<String> {
        one.iter()
            .filter(|source| !other.contains(source))
            .map(|source| format!("{source:?}"))
            .collect()
    };
    assert!(
        kept.0 == read.0,
        "kept {:#?}, read {:#?}",
        only(&kept.0, &read.0),
        only(&read.0, &kept.0)
    );
    assert_eq!(kept.1, read.1);
    let theme = |project: &Project| project.config.as_ref().map(|config| config.theme.to_string());
    assert_eq!(theme(folder.project()), theme(fresh.project()));
    // All that differs is named.
    let after = &folder.project().sources;
    for path in before.iter().chain(after.iter()).map(|source| &source.path) {
        assert!(before.get(path) == after.get(path) || changed.contains(path), "{path}");
    }
    changed.iter().map(ToString::to_string).collect()
}

#[test]
fn only_what_changed_is_named() {
    let files = [
        ("anma.yaml", "title: A\n"),
        ("content/a.md", "a"),
        ("content/b/c.md", "c"),
        ("static/p.png", "p"),
    ];
    let site = Site::new(&files);
    let mut folder = site.open();
    assert!(refreshed(&mut folder, &site, None).is_empty());
    site.write("content/a.md", "A");
    site.write("content/b/c.md", "C");
    assert_eq!(refreshed_lazily(&mut folder, &["content/a.md"]), ["content/a.md"]);
    assert_eq!(refreshed(&mut folder, &site, None), ["content/b/c.md"]);
    // Written again, and the same: nothing to do.
    site.write("content/a.md", "A");
    assert!(refreshed(&mut folder, &site, Some(&["content/a.md"])).is_empty());
    let absolute = site.root.join("content/b");
    fs::remove_dir_all(&absolute).expect("removed");
    assert_eq!(refreshed(&mut folder, &site, Some(&[absolute.as_str()])), ["content/b/c.md"]);
    // Nothing of the site: not looked at.
    site.write("content/a.md", "AAA");
    assert!(
        refreshed_lazily(&mut folder, &["/etc/passwd", "output/x.html", "content/.a.swp"])
            .is_empty()
    );
    assert_eq!(refreshed(&mut folder, &site, Some(&[site.root.as_str()])), ["content/a.md"]);
}

/// As the loop does it, with nothing to compare.
fn refreshed_lazily(folder: &mut Folder, hint: &[&str]) -> Vec<String> {
    let paths: Vec<Utf8PathBuf> = hint.iter().map(Into::into).collect();
    folder.refresh(Some(&paths)).expect("reads").iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_length_and_time_hide_nothing() {
    let site =
        Site::new(&[("anma.yaml", "title: A\n"), ("content/a.md", "one"), ("static/a.png", "one")]);
    let old =
        fs::metadata(site.root.join("content/a.md")).expect("there").modified().expect("a time");
    let mut folder = site.open();
    for path in ["content/a.md", "static/a.png"] {
        let file = fs::File::create(site.root.join(path)).expect("a file");
        std::io::Write::write_all(&mut &file, b"two").expect("written");
        file.set_modified(old).expect("set");
    }
    assert!(refreshed(&mut folder, &site, None).contains(&"content/a.md".to_owned()));
}

#[test]
fn texts_that_did_not_change_are_shared() {
    let site =
        Site::new(&[("anma.yaml", "title: A\n"), ("content/a.md", "a"), ("content/b.md", "b")]);
    let mut folder = site.open();
    let before = folder.project().sources.clone();
    site.write("content/b.md", "B");
    refreshed(&mut folder, &site, None);
    let address = |sources: &Sources| sources.text("content/a.md".into()).map(str::as_ptr);
    assert_eq!(address(&before), address(&folder.project().sources));
}

#[test]
fn settings_and_root_go_and_come_back() {
    let files =
        [("anma.yaml", "title: A\n"), ("content/a.md", "a"), ("content/long.md", "0123456789")];
    let site = Site::new(&files);
    let mut folder = site.open();
    fs::rename(site.root.join("anma.yaml"), site.root.join("anma.yaml~")).expect("renamed");
    assert_eq!(refreshed(&mut folder, &site, Some(&["anma.yaml"])).len(), 3);
    fs::rename(site.root.join("anma.yaml~"), site.root.join("anma.yaml")).expect("renamed");
    assert_eq!(refreshed(&mut folder, &site, Some(&["anma.yaml"])).len(), 3);
    // A limit of the settings makes a problem of a file that did not change.
    site.write("anma.yaml", "limits:\n  file: 5\n");
    assert_eq!(
        refreshed(&mut folder, &site, Some(&["anma.yaml"])),
        ["anma.yaml", "content/long.md"]
    );
    site.write("anma.yaml", "title: A\n");
    assert_eq!(refreshed(&mut folder, &site, None), ["anma.yaml", "content/long.md"]);
    fs::rename(&site.root, site.root.with_extension("away")).expect("renamed");
    fs::create_dir(&site.root).expect("a folder");
    assert_eq!(refreshed(&mut folder, &site, Some(&[site.root.as_str()])).len(), 3);
    fs::remove_dir(&site.root).expect("removed");
    assert!(refreshed(&mut folder, &site, None).is_empty());
    fs::rename(site.root.with_extension("away"), &site.root).expect("renamed");
    assert_eq!(refreshed(&mut folder, &site, None).len(), 3);
}

#[test]
fn a_theme_and_what_it_extends_are_followed() {
    let site = Site::new(&[
        ("anma.yaml", "theme: one\n"),
        ("themes/one/theme.yaml", "name: one\nextends: two\n"),
        ("themes/two/theme.yaml", "name: two\n"),
        ("themes/two/assets/a.css", "a{}"),
        ("themes/three/theme.yaml", "name: three\n"),
    ]);
    let mut folder = site.open();
    let has = |folder: &Folder, path: &str| folder.project().sources.get(path.into()).is_some();
    assert!(has(&folder, "themes/two/assets/a.css") && !has(&folder, "themes/three/theme.yaml"));
    site.write("themes/one/theme.yaml", "name: one\nextends: three\n");
    refreshed(&mut folder, &site, Some(&["themes/one/theme.yaml"]));
    assert!(!has(&folder, "themes/two/assets/a.css") && has(&folder, "themes/three/theme.yaml"));
    fs::rename(site.root.join("themes/one"), site.root.join("themes/uno")).expect("renamed");
    refreshed(&mut folder, &site, Some(&["themes/one", "themes/uno"]));
    assert!(!has(&folder, "themes/three/theme.yaml"));
    site.write("anma.yaml", "theme: uno\n");
    refreshed(&mut folder, &site, Some(&["anma.yaml"]));
    assert!(has(&folder, "themes/three/theme.yaml") && has(&folder, "themes/uno/theme.yaml"));
}

#[test]
fn a_link_changes_with_the_file_it_leads_to() {
    let site =
        Site::new(&[("anma.yaml", "title: A\n"), ("content/a.md", "a"), ("notes/x.md", "x")]);
    symlink("a.md", site.root.join("content/link.md")).expect("a link");
    symlink("../notes/x.md", site.root.join("content/x.md")).expect("a link");
    symlink(site.root.join("content/a.md"), site.root.join("content/p.png")).expect("a link");
    let mut folder = site.open();
    let sources = &folder.project().sources;
    assert_eq!(sources.text("content/x.md".into()), Some("x"));
    let picture = sources.get("content/p.png".into()).map(|source| &source.content);
    let Some(Content::File { disk, .. }) = picture else { panic!("{picture:?}") };
    assert!(disk.ends_with("content/a.md"), "{disk}");
    site.write("content/a.md", "A");
    let changed = refreshed(&mut folder, &site, Some(&["content/a.md"]));
    assert_eq!(changed, ["content/a.md", "content/link.md", "content/p.png"]);
    site.write("notes/x.md", "X");
    assert_eq!(refreshed(&mut folder, &site, Some(&[])), ["content/x.md"]);
    fs::remove_file(site.root.join("content/a.md")).expect("removed");
    refreshed(&mut folder, &site, Some(&["content/a.md"]));
    site.write("content/a.md", "b");
    refreshed(&mut folder, &site, Some(&["content/a.md"]));
}

#[test]
fn what_cannot_be_read_is_an_error_until_it_can() {
    // Nobody is kept from a file who may do everything.
    if rustix::process::geteuid().is_root() {
        let nobody = rustix::process::Uid::from_raw(65_534);
        rustix::thread::set_thread_res_uid(nobody, nobody, nobody).expect("another user");
    }
    let site =
        Site::new(&[("anma.yaml", "title: A\n"), ("content/a.md", "a"), ("content/b/b.md", "b")]);
    let mut folder = site.open();
    let may = |path: &str, mode: u32| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(site.root.join(path), mode).expect("set");
    };
    for (path, mode) in [("content/a.md", 0o644), ("content/b", 0o755), ("anma.yaml", 0o644)] {
        may(path, 0);
        site.write("content/new.md", path);
        let error = folder.refresh(None).expect_err("it cannot be read").to_string();
        assert!(error.contains(path), "{error}");
        assert!(Folder::open(&site.root, None).is_err());
        assert!(folder.refresh(Some(&[])).is_err(), "it is tried again");
        assert_eq!(folder.project().sources.iter().count(), 4, "what is known is kept");
        may(path, mode);
        let changed = refreshed(&mut folder, &site, Some(&[]));
        assert!(changed.contains(&"content/new.md".to_owned()), "{changed:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_refreshed_folder_is_a_fresh_one(
        batches in prop::collection::vec((prop::collection::vec(edits(), 1..6), 0_u8..8), 1..14)
    ) {
        let site = Site::new(&[
            ("anma.yaml", "theme: one\n"),
            ("content/a.md", "one"),
            ("content/b/c.md", "two"),
            ("themes/one/theme.yaml", "extends: two\n"),
            ("themes/two/theme.yaml", "name: x\n"),
        ]);
        let mut folder = site.open();
        for (edits, hints) in batches {
            let mut named: BTreeSet<String> = BTreeSet::new();
            for edit in &edits {
                let led = leads(&site);
                named.extend(perform(&site, edit));
                // What is done through a link is noticed where it leads.
                for led in [led, leads(&site)] {
                    let found = named.iter().filter_map(|link| led.get(&**link).cloned());
                    named.extend(found.flatten().collect::<Vec<String>>());
                }
            }
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            match hints {
                0 => drop(refreshed(&mut folder, &site, None)),
                // Events were lost: what they did not name is found by looking at everything.
                1 => {
                    refreshed_lazily(&mut folder, &named[named.len() / 2..]);
                    refreshed(&mut folder, &site, None);
                }
                _ => drop(refreshed(&mut folder, &site, Some(&named))),
            }
        }
    }
}
