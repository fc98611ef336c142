//! Saves, as editors do them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use super::preview::Preview;
use super::visitor::Visitor;

const PAGE: &str = "content/articles/one.md";
const ADDRESS: &str = "/articles/one/";

/// What a program takes between two steps of a save. The preview waits longer for the second.
const STEP: Duration = Duration::from_millis(25);
/// A save that took longer, because the machine has other things to do, may be seen half.
const LONGEST: Duration = Duration::from_millis(80);
/// How often a save is tried that somebody saw half of.
const TRIES: usize = 3;

/// A writer with many editors.
struct Writer {
    preview: Preview,
    /// Sees half of a page where there is one.
    halves: Visitor,
    version: usize,
}

impl Writer {
    /// The next version of the article, and what it says.
    fn next(&mut self) -> (String, String) {
        let old = fs::read_to_string(self.preview.at(PAGE)).expect("the article");
        let (was, is) =
            (format!("Version {}.", self.version), format!("Version {}.", self.version + 1));
        self.version += 1;
        assert!(old.contains(&was), "{old}");
        (old.replace(&was, &is), is)
    }

    /// Saves the next version as `save` does, and waits until it shows. Nobody may see a part of it.
    fn saves(&mut self, name: &str, save: impl Fn(&Preview, &str)) {
        self.preview.story(name);
        // A machine that has other things to do may stop anybody in the middle; but not every time.
        let is_whole = (0..TRIES).any(|_| self.shows_all_of(&save));
        assert!(is_whole, "in the story `{name}` a visitor sees half of a page");
    }

    /// Whether visitors saw only whole pages while the next version was saved.
    fn shows_all_of(&mut self, save: impl Fn(&Preview, &str)) -> bool {
        self.preview.ends();
        let (text, version) = self.next();
        let start = Instant::now();
        self.halves.visits(ADDRESS, &["The end."]);
        save(&self.preview, &text);
        let took = start.elapsed();
        self.preview.says(ADDRESS, &version);
        self.preview.says(ADDRESS, "The end.");
        self.halves.leaves(ADDRESS);
        let (wrong, _) = self.halves.report();
        if wrong.is_some() {
            println!("  seen half; the save took {took:?}");
        }
        wrong.is_none() || took > LONGEST
    }
}

fn halves(text: &str) -> (&str, &str) {
    text.split_at(text.find("## Causes").expect("a heading"))
}

fn age(preview: &Preview, path: &str) {
    preview.run("touch", &["-d", "@1000000000", path]);
}

#[test]
fn saves_of_all_kinds() {
    let preview = Preview::new();
    let halves = Visitor::new(preview.port);
    let mut writer = Writer { preview, halves, version: 0 };
    in_place(&mut writer);
    by_another_file(&mut writer);
    editors(&mut writer);
    times(&mut writer);
    several(&mut writer);
    writer.preview.agrees();
}

fn in_place(writer: &mut Writer) {
    writer.saves("saved in place", |preview, text| preview.write(PAGE, text));
    writer.saves("emptied, then written in two parts, slowly", |preview, text| {
        let (first, second) = halves(text);
        let mut file = fs::File::create(preview.at(PAGE)).expect("a file");
        std::thread::sleep(STEP);
        file.write_all(first.as_bytes()).expect("written");
        std::thread::sleep(STEP);
        file.write_all(second.as_bytes()).expect("written");
    });
    writer.saves("VS Code: emptied, written, synced", |preview, text| {
        let mut file = fs::File::options().write(true).open(preview.at(PAGE)).expect("a file");
        file.set_len(0).expect("empty");
        file.write_all(text.as_bytes()).expect("written");
        file.sync_all().expect("synced");
    });
    writer.saves("written over, and cut at the end", |preview, text| {
        let mut file = fs::File::options().write(true).open(preview.at(PAGE)).expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        file.set_len(text.len() as u64).expect("cut");
    });
}

fn by_another_file(writer: &mut Writer) {
    writer.saves("written beside it and renamed", |preview, text| {
        preview.write("content/articles/.one.md.tmp", text);
        preview.rename("content/articles/.one.md.tmp", PAGE);
    });
    writer.saves("gedit: .goutputstream and renamed, with a backup", |preview, text| {
        fs::copy(preview.at(PAGE), preview.at("content/articles/one.md~")).expect("copied");
        preview.write("content/articles/.goutputstream-A1B2C3", text);
        preview.rename("content/articles/.goutputstream-A1B2C3", PAGE);
    });
    writer.saves("removed, and another put in its place", |preview, text| {
        preview.write("content/articles/.new", text);
        preview.remove(PAGE);
        preview.rename("content/articles/.new", PAGE);
    });
    writer.saves("Kate: another with letters behind its name", |preview, text| {
        preview.write("content/articles/one.md.Qx3TzP", text);
        preview.rename("content/articles/one.md.Qx3TzP", PAGE);
    });
}

fn editors(writer: &mut Writer) {
    writer.saves("Vim: the probe 4913, a swap file, a backup", |preview, text| {
        preview.write("content/articles/.one.md.swp", "swap");
        preview.write("content/articles/4913", "");
        preview.remove("content/articles/4913");
        preview.rename(PAGE, "content/articles/one.md~");
        preview.write(PAGE, text);
        preview.remove("content/articles/one.md~");
        preview.remove("content/articles/.one.md.swp");
    });
    writer.saves("Vim with backupcopy=yes", |preview, text| {
        fs::copy(preview.at(PAGE), preview.at("content/articles/one.md~")).expect("copied");
        preview.write(PAGE, text);
        preview.remove("content/articles/one.md~");
    });
    writer.saves("Emacs: a lock, an autosave, a backup", |preview, text| {
        let lock = preview.at("content/articles/.#one.md");
        symlink("ana@salon.1234:1700000000", lock).expect("a link");
        preview.write("content/articles/#one.md#", halves(text).0);
        preview.rename(PAGE, "content/articles/one.md~");
        preview.write(PAGE, text);
        preview.remove("content/articles/#one.md#");
        preview.remove("content/articles/.#one.md");
        preview.remove("content/articles/one.md~");
    });
    writer.saves("JetBrains: a new one, the old one aside", |preview, text| {
        preview.write("content/articles/one.md___jb_tmp___", text);
        preview.rename(PAGE, "content/articles/one.md___jb_old___");
        preview.rename("content/articles/one.md___jb_tmp___", PAGE);
        preview.remove("content/articles/one.md___jb_old___");
    });
    writer.saves("Helix: the old one aside, written anew", |preview, text| {
        preview.rename(PAGE, "content/articles/one.mdA1b2C3.bck");
        preview.write(PAGE, text);
        preview.remove("content/articles/one.mdA1b2C3.bck");
    });
    writer.saves("sed -i", |preview, text| {
        let version = text.split_once("Version ").expect("a version").1.split('.').next();
        let change = format!("s/Version [0-9]*/Version {}/", version.unwrap_or_default());
        preview.run("sed", &["-i", &change, PAGE]);
    });
}

fn times(writer: &mut Writer) {
    age(&writer.preview, PAGE);
    // The next version has as many letters.
    while !(10..98).contains(&writer.version) {
        writer.saves("one more", |preview, text| preview.write(PAGE, text));
    }
    writer.saves("the time is old from now on", |preview, text| {
        preview.write(PAGE, text);
        age(preview, PAGE);
    });
    writer.saves("the same length and the same time", |preview, text| {
        let before = preview.at(PAGE).metadata().expect("a file");
        preview.write(PAGE, text);
        age(preview, PAGE);
        let after = preview.at(PAGE).metadata().expect("a file");
        assert_eq!(before.len(), after.len());
        assert_eq!(before.modified().expect("a time"), after.modified().expect("a time"));
    });
    writer.saves("a file of an old time in its place", |preview, text| {
        preview.write("content/articles/.older", text);
        preview.run("touch", &["-d", "@900000000", "content/articles/.older"]);
        preview.rename("content/articles/.older", PAGE);
    });
}

fn several(writer: &mut Writer) {
    writer.saves("behind another save, slowly", |preview, text| {
        let (first, second) = halves(text);
        preview.edit("content/articles/two.md", "The end.", "The very end. The end.");
        std::thread::sleep(Duration::from_millis(8));
        let mut file = fs::File::create(preview.at(PAGE)).expect("a file");
        file.write_all(first.as_bytes()).expect("written");
        std::thread::sleep(Duration::from_millis(50));
        file.write_all(second.as_bytes()).expect("written");
    });
    writer.preview.says("/articles/two/", "The very end.");
    for round in 0..30 {
        writer.saves("again and again, in two parts", |preview, text| {
            let (first, second) = halves(text);
            let mut file = fs::File::create(preview.at(PAGE)).expect("a file");
            file.write_all(first.as_bytes()).expect("written");
            // At every moment of what the preview does after the save before.
            std::thread::sleep(Duration::from_millis(5 + round));
            file.write_all(second.as_bytes()).expect("written");
        });
    }
    writer.saves("a program that keeps the file open", |preview, text| {
        let (first, second) = halves(text);
        let mut file = fs::File::create(preview.at(PAGE)).expect("a file");
        file.write_all(first.as_bytes()).expect("written");
        // It shows, although nobody knows whether more will come.
        let version = &first[first.find("Version").expect("a version")..][..11];
        preview.says(ADDRESS, version);
        file.write_all(second.as_bytes()).expect("written");
    });
}
