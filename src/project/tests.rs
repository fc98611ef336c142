//! Whatever happens to a folder, and whatever is told of it: what is known is what reading anew would give.

#![expect(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;

use camino::{Utf8Path, Utf8PathBuf};
use proptest::prelude::*;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::source::{Content, Source};

struct Site {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
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

    fn write(&self, path: &str, text: &str) {
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
    assert_eq!(state(folder.project()), state(fresh.project()));
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

/// Something that happens to a site.
#[derive(Clone, Debug)]
enum Edit {
    Write(usize, usize),
    Append(usize),
    Keep(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    Folder(usize),
    Link(usize, usize),
    Pipe(usize),
    Strange(usize),
    Settings(usize),
    Theme(usize, usize),
}

const PATHS: [&str; 17] = [
    "content/a.md",
    "content/b",
    "content/b/c.md",
    "content/b/_index.md",
    "content/b/d",
    "content/b/d/e.md",
    "content/p.png",
    "content/.hidden",
    "content/a.md~",
    "static/x.txt",
    "static/y/z.png",
    "assets/s.css",
    "content",
    "themes/one",
    "themes/one/templates/t.html",
    "themes/two/assets/s.css",
    "themes/two",
];
const TEXTS: [&[u8]; 5] = [b"one", b"two", b"caf\xe9", b"a long text, longer than the limit", b""];
const SETTINGS: [&str; 6] =
    ["title: A\n", "theme: one\n", "theme: two\n", "limits:\n  file: 20\n", ": [", ""];
const THEMES_TEXTS: [&str; 3] = ["name: x\n", "extends: two\n", "extends: one\n"];

fn edits() -> impl Strategy<Value = Edit> {
    let path = 0..PATHS.len();
    let text = 0..TEXTS.len();
    prop_oneof![
        8 => (path.clone(), text.clone()).prop_map(|(path, text)| Edit::Write(path, text)),
        2 => path.clone().prop_map(Edit::Append),
        2 => (path.clone(), text).prop_map(|(path, text)| Edit::Keep(path, text)),
        3 => path.clone().prop_map(Edit::Remove),
        4 => (path.clone(), path.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => path.clone().prop_map(Edit::Folder),
        3 => (path.clone(), path.clone()).prop_map(|(path, to)| Edit::Link(path, to)),
        1 => path.clone().prop_map(Edit::Pipe),
        1 => path.prop_map(Edit::Strange),
        2 => (0..SETTINGS.len()).prop_map(Edit::Settings),
        2 => (0_usize..2, 0..THEMES_TEXTS.len()).prop_map(|(theme, text)| Edit::Theme(theme, text)),
    ]
}

/// Writes a file, if there is no pipe in its place, which would wait for somebody to read it.
fn put(path: &Utf8Path, bytes: &[u8], append: bool) -> Option<fs::File> {
    let is_pipe = |metadata: fs::Metadata| !metadata.is_file();
    if fs::metadata(path).is_ok_and(is_pipe) {
        return None;
    }
    let mut options = fs::File::options();
    let mut file =
        options.write(true).create(true).truncate(!append).append(append).open(path).ok()?;
    std::io::Write::write_all(&mut file, bytes).ok()?;
    Some(file)
}

/// Where all paths lead that are links, or lie below them.
fn leads(site: &Site) -> BTreeMap<&'static str, String> {
    let root = site.root.canonicalize_utf8().expect("a root");
    let real = |path: &'static str| {
        let real = root.join(path).canonicalize_utf8().ok()?;
        Some((path, real.strip_prefix(&root).ok()?.to_string()))
    };
    PATHS.into_iter().filter_map(real).collect()
}

/// Does it, as far as it can be done, and gives the paths that an event would name.
fn perform(site: &Site, edit: &Edit) -> Vec<String> {
    let disk = |path: usize| site.root.join(PATHS[path]);
    let parent = |path: &Utf8Path| fs::create_dir_all(path.parent().expect("a parent"));
    let clear =
        |path: &Utf8Path| fs::remove_file(path).or_else(|_| fs::remove_dir_all(path)).is_ok();
    match *edit {
        Edit::Write(path, text) if parent(&disk(path)).is_ok() => {
            put(&disk(path), TEXTS[text], false);
        }
        Edit::Append(path) => {
            put(&disk(path), b" more", true);
        }
        Edit::Keep(path, text) => {
            let before = fs::metadata(disk(path)).and_then(|metadata| metadata.modified());
            if let Ok(time) = before
                && let Some(file) = put(&disk(path), TEXTS[text], false)
            {
                let _done = file.set_modified(time);
            }
        }
        Edit::Remove(path) => {
            clear(&disk(path));
        }
        Edit::Rename(from, to) if parent(&disk(to)).is_ok() => {
            let _done = fs::rename(disk(from), disk(to));
            return [from, to].map(|path| PATHS[path].to_owned()).into();
        }
        Edit::Folder(path) => {
            clear(&disk(path));
            let _done = fs::create_dir_all(disk(path));
        }
        Edit::Link(path, to) if parent(&disk(path)).is_ok() => {
            clear(&disk(path));
            let _done = symlink(disk(to), disk(path));
        }
        Edit::Pipe(path) if parent(&disk(path)).is_ok() => {
            clear(&disk(path));
            let kind = rustix::fs::FileType::Fifo;
            let mode = rustix::fs::Mode::RUSR;
            let _ = rustix::fs::mknodat(rustix::fs::CWD, disk(path).as_std_path(), kind, mode, 0);
        }
        Edit::Strange(path) => {
            let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
            let _done = fs::write(disk(path).as_std_path().join(name), "x");
        }
        Edit::Settings(text) => {
            match SETTINGS[text] {
                "" => drop(clear(&site.root.join("anma.yaml"))),
                text => site.write("anma.yaml", text),
            }
            return vec!["anma.yaml".to_owned()];
        }
        Edit::Theme(theme, text) => {
            let path = ["themes/one/theme.yaml", "themes/two/theme.yaml"][theme];
            let disk = site.root.join(path);
            if parent(&disk).is_ok() {
                put(&disk, THEMES_TEXTS[text].as_bytes(), false);
            }
            return vec![path.to_owned()];
        }
        _ => {}
    }
    let (Edit::Write(path, _)
    | Edit::Append(path)
    | Edit::Keep(path, _)
    | Edit::Remove(path)
    | Edit::Folder(path)
    | Edit::Link(path, _)
    | Edit::Pipe(path)
    | Edit::Strange(path)) = *edit
    else {
        return Vec::new();
    };
    // What came to be on the way is named as well, as events name it.
    Utf8Path::new(PATHS[path])
        .ancestors()
        .filter(|path| *path != "")
        .map(ToString::to_string)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

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
                let found: Vec<String> =
                    named.iter().filter_map(|link| led.get(&**link).cloned()).collect();
                named.extend(found);
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
