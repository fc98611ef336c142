//! Many changes at once, and changes while the preview works.

use std::time::{Duration, Instant};

use super::preview::{Preview, usual};

/// Files that are touched at once; every tenth is a page.
const MANY: usize = 3000;

fn article(number: usize, says: &str) -> String {
    format!("---\ntitle: Number {number}\n---\n{says}. The end.\n")
}

fn place(number: usize) -> String {
    let ending = if number.is_multiple_of(10) { "md" } else { "txt" };
    format!("content/many/in{}/n{number}.{ending}", number % 30)
}

fn write_all(write: impl Fn(&str, &str), says: &str) {
    for number in 0..MANY {
        write(&place(number), &article(number, says));
    }
}

#[test]
fn many_at_once() {
    let site = usual();
    write_all(|path, text| site.write(path, text), "Before");
    let preview = Preview::of(site, &["--port", "0"]);
    preview.visitor.visits("/many/in0/n0/", &["The end."]);
    let last = "/many/in20/n2990/";
    preview.story("3,000 files are touched");
    preview.run("sh", &["-c", "find content/many -type f -print0 | xargs -0 touch"]);
    preview.edit("content/about.md", "We know", "We feel");
    preview.says("/about/", "We feel");

    preview.story("3,000 files are written");
    write_all(|path, text| preview.write(path, text), "After");
    preview.says("/many/in0/n0/", "After.");
    preview.says(last, "After.");

    preview.story("an edit while all pages are made anew");
    for round in 0..5 {
        let words = format!("Round {round} of the foot");
        let foot = format!("<footer>{words}</footer>");
        preview.write("themes/own/templates/partials/footer.html", &foot);
        preview.says("/", &words);
        preview.write("content/about.md", &article(round, &words));
        preview.says("/about/", &format!("{words}. The end."));
        std::thread::sleep(Duration::from_millis(20));
    }

    preview.story("a mistake while all pages are made anew");
    let from = preview.said();
    preview.write("themes/own/templates/partials/footer.html", "<footer>The last foot</footer>");
    preview.says("/", "The last foot");
    preview.write("content/about.md", "---\ntitel: x\n---\n");
    preview.is_blocked(from, "content/about.md", 2);
    preview.page("/about/");
    preview.says(last, "The last foot");
    preview.write("content/about.md", &article(9, "At last"));
    preview.says("/about/", "At last.");

    preview.story("a letter is typed while all pages are made anew");
    let mut took = Vec::new();
    for round in 0..4 {
        let foot = format!("<footer>The {round}. last foot</footer>");
        preview.write("themes/own/templates/partials/footer.html", &foot);
        preview.says("/", &format!("The {round}. last foot"));
        std::thread::sleep(Duration::from_millis(round * 60));
        let (from, start) = (preview.said(), Instant::now());
        preview.types("d");
        preview.hears(from, |event| event["event"] == "drafts");
        took.push(start.elapsed());
    }
    // Nobody has to wait until everything is looked at.
    assert!(took.iter().max() < Some(&Duration::from_millis(1500)), "{took:?}");

    preview.story("3,000 files go");
    preview.visitor.leaves("/many/in0/n0/");
    preview.remove("content/many");
    preview.goes("/many/in0/n0/");
    preview.goes(last);
    preview.agrees();
}

#[test]
fn many_saves_in_a_row() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/one/", &["The end."]);
    let text = std::fs::read_to_string(preview.at("content/articles/one.md")).expect("a file");
    let save = |path: &str, version: usize| {
        preview.write(path, &text.replace("Version 0.", &format!("Version {version}.")));
    };
    preview.story("60 saves without a pause");
    for version in 1..=60 {
        save("content/articles/one.md", version);
    }
    preview.says("/articles/one/", "Version 60.");

    preview.story("60 saves with small pauses");
    for version in 61..=120 {
        save("content/articles/one.md", version);
        std::thread::sleep(Duration::from_millis(9));
    }
    preview.says("/articles/one/", "Version 120.");

    preview.story("60 saves by renaming");
    for version in 121..=180 {
        save("content/articles/.one.tmp", version);
        preview.rename("content/articles/.one.tmp", "content/articles/one.md");
        std::thread::sleep(Duration::from_millis(version as u64 % 7));
    }
    preview.says("/articles/one/", "Version 180.");

    preview.story("a page that comes and goes twenty times");
    for _ in 0..20 {
        save("content/articles/blink.md", 1);
        std::thread::sleep(Duration::from_millis(11));
        preview.remove("content/articles/blink.md");
    }
    preview.goes("/articles/blink/");
    preview.agrees();
}
