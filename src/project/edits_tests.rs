//! Random edits of a folder on the disk, for the tests of this module.

#![expect(clippy::disallowed_methods, reason = "tests make files")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;

use camino::Utf8Path;
use proptest::prelude::*;

use super::tests::Site;

/// Something that happens to a site.
#[derive(Clone, Debug)]
pub(super) enum Edit {
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
const THEME_FILES: [&str; 2] = ["themes/one/theme.yaml", "themes/two/theme.yaml"];
const THEMES_TEXTS: [&str; 3] = ["name: x\n", "extends: two\n", "extends: one\n"];

pub(super) fn edits() -> impl Strategy<Value = Edit> {
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
pub(super) fn leads(site: &Site) -> BTreeMap<&'static str, Vec<String>> {
    let root = site.root.canonicalize_utf8().expect("a root");
    let beside =
        |path: &Utf8Path| Some(path.parent()?.canonicalize_utf8().ok()?.join(path.file_name()?));
    let real = |path: &'static str| {
        let disk = root.join(path);
        // A link that leads nowhere becomes a file when it is written to, by way of any number of links.
        let to = std::iter::successors(Some(disk.clone()), |to| to.read_link_utf8().ok());
        let all = to.take(9).filter_map(|to| beside(&to)).chain(disk.canonicalize_utf8().ok());
        let inside = all.filter_map(|real| Some(real.strip_prefix(&root).ok()?.to_string()));
        (path, inside.collect())
    };
    PATHS.into_iter().chain(THEME_FILES).map(real).collect()
}

/// Does it, as far as it can be done, and gives the paths that an event would name.
pub(super) fn perform(site: &Site, edit: &Edit) -> Vec<String> {
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
            let path = THEME_FILES[theme];
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
