//! Sites in odd places, and files of odd kinds.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::preview::{Preview, usual, wait};
use super::support::program::Site;
use super::wire::ask;

const TWO: &str = "content/articles/two.md";

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\n---\nA page called {title}.\n")
}

#[test]
fn where_nothing_tells_of_changes() {
    let preview = Preview::of(usual(), &["--port", "0", "--poll", "1"]);
    preview.visitor.visits("/articles/two/", &["The end."]);
    preview.story("looking finds an edit");
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");

    preview.story("looking finds a new folder, a renamed one, and one that goes");
    preview.write("content/guides/desk/chair.md", &page("Chair"));
    preview.rename("content/news/old", "content/news/older");
    preview.remove("content/articles/four.md");
    preview.comes("/guides/desk/chair/", "called Chair");
    preview.comes("/news/older/winter/", "Snow.");
    preview.goes("/articles/four/");

    preview.story("looking finds a change of the same length");
    preview.edit(TWO, "Version 1.", "Version 2.");
    preview.says("/articles/two/", "Version 2.");
    preview.agrees();
}

#[test]
fn content_elsewhere() {
    let site = usual();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let real = elsewhere.path().join("shared");
    fs::rename(site.root.join("content"), &real).expect("renamed");
    symlink(&real, site.root.join("content")).expect("a link");
    let preview = Preview::of(site, &["--port", "0"]);
    preview.visitor.visits("/articles/two/", &["The end."]);
    preview.story("content is a link: an edit where it leads");
    let text = fs::read_to_string(real.join("articles/two.md")).expect("a file");
    fs::write(real.join("articles/two.md"), text.replace("Version 0.", "Version 1."))
        .expect("written");
    preview.says("/articles/two/", "Version 1.");
    preview.story("content is a link: an edit through the link");
    preview.edit(TWO, "Version 1.", "Version 2.");
    preview.says("/articles/two/", "Version 2.");
    preview.story("content is a link: a new folder");
    preview.write("content/guides/desk/chair.md", &page("Chair"));
    preview.comes("/guides/desk/chair/", "called Chair");
    preview.agrees();
}

#[test]
fn the_folder_of_the_site() {
    let preview = Preview::new();
    preview.story("the whole folder of the site is renamed and comes back");
    let away = preview.site.root.with_file_name("away");
    let from = preview.said();
    fs::rename(&preview.site.root, &away).expect("renamed");
    preview.hears(from, |event| event["blocked"] == true || event["event"] == "unreadable");
    fs::rename(&away, &preview.site.root).expect("renamed");
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");
    preview.edit(TWO, "Version 1.", "Version 2.");
    preview.says("/articles/two/", "Version 2.");
    preview.agrees();

    preview.story("the whole folder of the site is replaced by a copy");
    preview.run("cp", &["-r", ".", "../copy"]);
    fs::rename(&preview.site.root, &away).expect("renamed");
    fs::rename(preview.site.root.with_file_name("copy"), &preview.site.root).expect("renamed");
    preview.edit(TWO, "Version 2.", "Version 3.");
    preview.says("/articles/two/", "Version 3.");
    preview.edit(TWO, "Version 3.", "Version 4.");
    preview.says("/articles/two/", "Version 4.");
    preview.agrees();
}

#[test]
fn odd_files() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/two/", &["The end."]);
    preview.story("a name with spaces and letters of all kinds");
    preview.write("content/articles/Pierś und Rücken.md", &page("Chest\ndate: 2026-11-20"));
    preview.write("content/news/按摩.txt", "massage");
    preview.says("/articles/", "Chest</a>");
    preview.turns("/news/%E6%8C%89%E6%91%A9.txt", 200);

    preview.story("a name that differs by a capital letter");
    preview.write("content/news/Summer.md", &page("Summer"));
    preview.turns("/news/summer/", 200);
    preview.rename("content/news/Summer.md", "content/news/summer.md");
    preview.edit("content/news/summer.md", "A page", "A leaf");
    preview.says("/news/summer/", "A leaf called Summer");

    preview.story("a pipe in the content, which nobody may read");
    let from = preview.said();
    preview.run("mkfifo", &["content/news/pipe.md"]);
    preview.hears(from, |event| event.to_string().contains("content/news/pipe.md"));
    preview.remove("content/news/pipe.md");
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");

    preview.story("bytes that are no text, and text again");
    let from = preview.said();
    preview.site.write("content/news/spring.md", b"---\ntitle: Spr\xff\n---\n");
    preview.hears(from, |event| event["blocked"] == true);
    preview.page("/news/spring/");
    preview.write("content/news/spring.md", &page("May"));
    preview.says("/news/spring/", "called May");

    preview.story("litter of desktops and editors is nothing");
    for name in
        [".DS_Store", "two.md~", ".two.md.swp", "#two.md#", "Thumbs.db", "two.md.bak", "4913"]
    {
        preview.write(&format!("content/articles/{name}"), "litter");
    }
    preview.agrees();
}

/// What a visitor of `address` gets while `act` runs that is not 200, or not `length` equal bytes.
fn wrong_while(port: u16, address: &str, length: usize, act: impl FnOnce()) -> Vec<(u16, usize)> {
    let ends = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let visitor = scope.spawn(|| {
            let mut wrong = Vec::new();
            while !ends.load(Ordering::Relaxed) {
                let answer = ask(port, address).expect("an answer");
                let byte = answer.body.first().copied().unwrap_or_default();
                let is_equal = answer.body.iter().all(|one| *one == byte);
                if answer.status != 200 || !is_equal || answer.body.len() != length {
                    wrong.push((answer.status, answer.body.len()));
                }
            }
            wrong
        });
        act();
        ends.store(true, Ordering::Relaxed);
        visitor.join().expect("a visitor")
    })
}

#[test]
fn pictures_that_somebody_looks_at() {
    let preview = Preview::new();
    let folder = "content/articles/five";
    let shows = |address: &str, expected: &[u8]| {
        wait("the picture", || (preview.ask(address).body == expected).then_some(()));
    };
    preview.story("a large picture is copied slowly");
    let (film, large) = ("/articles/five/film.mp4", 6_000_000);
    let mut file = fs::File::create(preview.at(&format!("{folder}/film.mp4"))).expect("a file");
    for _ in 0..6 {
        file.write_all(&vec![1; large / 6]).expect("written");
        std::thread::sleep(Duration::from_millis(60));
    }
    drop(file);
    shows(film, &vec![1; large]);

    preview.story("a large picture is replaced while somebody looks at it");
    let wrong = wrong_while(preview.port, film, large, || {
        for round in 2..9 {
            preview.site.write(format!("{folder}/.film.tmp"), vec![round; large]);
            preview.rename(&format!("{folder}/.film.tmp"), &format!("{folder}/film.mp4"));
            shows(film, &vec![round; large]);
        }
    });
    assert!(wrong.is_empty(), "{wrong:?}");

    preview.story("a small picture is replaced while somebody looks at it");
    let photo = "/articles/five/photo.gif";
    preview.site.write(format!("{folder}/photo.gif"), [0; 99]);
    shows(photo, &[0; 99]);
    let wrong = wrong_while(preview.port, photo, 99, || {
        for round in 1..30 {
            preview.site.write(format!("{folder}/.photo.tmp"), [round; 99]);
            preview.rename(&format!("{folder}/.photo.tmp"), &format!("{folder}/photo.gif"));
            shows(photo, &[round; 99]);
        }
    });
    assert!(wrong.is_empty(), "{wrong:?}");
    preview.agrees();
}

#[test]
fn written_to_the_output_folder_too() {
    let site: Site = usual();
    let preview = Preview::of(site, &["--port", "0", "--write"]);
    let written = |path: &str, text: &str| {
        wait("it is written", || {
            let page = fs::read_to_string(preview.site.output().join(path)).ok()?;
            page.contains(text).then_some(())
        });
    };
    preview.story("--write: an edit comes to the output folder");
    written("articles/two/index.html", "Version 0.");
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");
    written("articles/two/index.html", "Version 1.");

    preview.story("--write: a mistake does not");
    let from = preview.said();
    preview.edit(TWO, "Version 1.", "Version 2. [lost](nowhere.md)");
    preview.hears(from, |event| event["blocked"] == true);
    written("articles/two/index.html", "Version 1.");
    preview.edit(TWO, "[lost](nowhere.md)", "found");
    written("articles/two/index.html", "Version 2. found");
    preview.agrees();
}
