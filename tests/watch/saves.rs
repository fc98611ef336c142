//! Saves, as editors do them.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;

use super::site::{MODES, Observer, Site, seen};

const NEW: &str = "# Two\n\nA longer text.\n";

fn save(what: &str, change: impl Fn(&Site)) {
    seen(what, |_| {}, &change);
    // And with the text, whatever was seen on the way.
    for mode in MODES {
        let site = Site::new();
        let mut observer = Observer::new(&site.root, mode);
        change(&site);
        observer.catch_up(what);
        assert_eq!(
            observer.folder.project().sources.text("content/article.md".into()),
            Some(NEW),
            "{what}"
        );
    }
}

#[test]
fn in_place() {
    save("truncate and write", |site| site.write("content/article.md", NEW));
    save("VS Code", |site| {
        let mut file =
            fs::File::options().write(true).open(site.at("content/article.md")).expect("a file");
        file.set_len(0).expect("empty");
        file.write_all(NEW.as_bytes()).expect("written");
        file.sync_all().expect("synced");
    });
    save("written over and cut", |site| {
        let mut file =
            fs::File::options().write(true).open(site.at("content/article.md")).expect("a file");
        file.write_all(NEW.as_bytes()).expect("written");
        file.set_len(NEW.len() as u64).expect("cut");
    });
}

#[test]
fn by_another_file_in_its_place() {
    for temporary in [
        "content/.article.md.tmp",
        "content/.goutputstream-A1B2C3",
        "content/article.md.Qx3TzP",
        "content/other-name.md",
        ".tmp1234",
    ] {
        save(temporary, |site| {
            site.write(temporary, NEW);
            site.rename(temporary, "content/article.md");
        });
    }
    save("removed and renamed", |site| {
        site.write("content/.new", NEW);
        site.remove("content/article.md");
        site.rename("content/.new", "content/article.md");
    });
}

#[test]
fn vim() {
    save("vim", |site| {
        site.write("content/4913", "");
        site.remove("content/4913");
        site.write("content/.article.md.swp", "swap");
        site.rename("content/article.md", "content/article.md~");
        site.write("content/article.md", NEW);
        site.remove("content/article.md~");
        site.remove("content/.article.md.swp");
    });
    save("vim, backupcopy=yes", |site| {
        fs::copy(site.at("content/article.md"), site.at("content/article.md~")).expect("copied");
        site.write("content/article.md", NEW);
        site.remove("content/article.md~");
    });
}

#[test]
fn emacs() {
    save("emacs", |site| {
        symlink("ana@salon.1234:1700000000", site.at("content/.#article.md")).expect("a link");
        site.write("content/#article.md#", "half a text");
        site.rename("content/article.md", "content/article.md~");
        site.write("content/article.md", NEW);
        site.remove("content/#article.md#");
        site.remove("content/.#article.md");
    });
}

#[test]
fn jetbrains_and_helix() {
    save("JetBrains", |site| {
        site.write("content/article.md___jb_tmp___", NEW);
        site.rename("content/article.md", "content/article.md___jb_old___");
        site.rename("content/article.md___jb_tmp___", "content/article.md");
        site.remove("content/article.md___jb_old___");
    });
    save("Helix", |site| {
        site.rename("content/article.md", "content/article.mdA1b2C3.bck");
        site.write("content/article.md", NEW);
        site.remove("content/article.mdA1b2C3.bck");
    });
}

#[test]
fn sed() {
    seen("sed -i", |_| {}, |site| site.run("sed", &["-i", "s/One/Two/", "content/article.md"]));
}

#[test]
fn a_slow_save_ends_with_the_whole_text() {
    for mode in MODES {
        let site = Site::new();
        let mut observer = Observer::new(&site.root, mode);
        let mut file = fs::File::create(site.at("content/article.md")).expect("a file");
        file.write_all(b"# Two\n").expect("written");
        // It is seen although the program does not close it.
        observer.catch_up("the first part");
        file.write_all(b"\nA longer text.\n").expect("written");
        drop(file);
        observer.catch_up("the second part");
        assert_eq!(observer.folder.project().sources.text("content/article.md".into()), Some(NEW));
    }
}

#[test]
fn the_same_length_and_time_hide_no_change() {
    let old = "@1000000000";
    let date = |site: &Site| site.run("touch", &["-d", old, "content/article.md"]);
    seen("same length, same time", date, |site| {
        site.write("content/article.md", "# Two\n");
        date(site);
    });
    seen(
        "an old time",
        |_| {},
        |site| {
            site.write("content/.older", NEW);
            site.run("touch", &["-d", old, "content/.older"]);
            site.rename("content/.older", "content/article.md");
        },
    );
}
