//! Files and folders that come, go, and change their names.

use std::os::unix::fs::symlink;

use super::preview::Preview;

const NEW: &str = "---\ntitle: Sixth sense\ndate: 2026-11-06\n---\nVersion 0. The end.\n";

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\n---\nA page called {title}.\n")
}

#[test]
fn pages_and_folders() {
    let preview = Preview::new();
    pages(&preview);
    folders(&preview);
    preview.agrees();
    everything(&preview);
    preview.agrees();
}

fn pages(preview: &Preview) {
    preview.story("a new article");
    preview.write("content/articles/six.md", NEW);
    preview.comes("/articles/six/", "The end.");
    preview.says("/articles/", "Sixth sense");

    preview.story("an article gets another name");
    preview.rename("content/articles/six.md", "content/articles/sense.md");
    preview.comes("/articles/sense/", "The end.");
    preview.goes("/articles/six/");
    preview.says("/articles/", "/articles/sense/");

    preview.story("an article is deleted");
    preview.remove("content/articles/sense.md");
    preview.goes("/articles/sense/");
    preview.hides("/articles/", "Sixth sense");

    preview.story("an article is deleted and comes back with other words");
    preview.remove("content/articles/four.md");
    preview.goes("/articles/four/");
    preview.write("content/articles/four.md", &NEW.replace("Sixth", "Other"));
    preview.comes("/articles/four/", "Other sense");

    preview.story("an empty file, as `touch` makes it, which is filled later");
    let from = preview.said();
    preview.write("content/articles/seven.md", "");
    preview.is_blocked(from, "content/articles/seven.md", 1);
    assert_eq!(preview.ask("/articles/seven/").status, 404);
    preview.write("content/articles/seven.md", &NEW.replace("Sixth", "Seventh"));
    preview.comes("/articles/seven/", "Seventh sense");

    preview.story("an article moves into a folder of its own");
    preview.visitor.visits("/articles/seven/", &["Seventh sense"]);
    preview.rename("content/articles/seven.md", "content/articles/seven/index.md");
    preview.write("content/articles/seven/notes.txt", "notes");
    preview.turns("/articles/seven/notes.txt", 200);
    preview.visitor.leaves("/articles/seven/");
}

fn folders(preview: &Preview) {
    preview.story("a new tree of folders");
    preview.write("content/guides/home/desk/chair.md", &page("Chair"));
    preview.write("content/guides/home/desk/lamp.md", &page("Lamp"));
    preview.comes("/guides/home/desk/chair/", "called Chair");
    preview.comes("/guides/home/desk/lamp/", "called Lamp");

    preview.story("a page in a new folder is edited");
    preview.visitor.visits("/guides/home/desk/chair/", &["A page called Chair", "A seat called"]);
    preview.edit("content/guides/home/desk/chair.md", "A page", "A seat");
    preview.says("/guides/home/desk/chair/", "A seat called Chair");
    preview.visitor.leaves("/guides/home/desk/chair/");

    preview.story("a folder gets another name");
    preview.rename("content/guides/home", "content/guides/house");
    preview.comes("/guides/house/desk/chair/", "A seat called Chair");
    preview.goes("/guides/home/desk/chair/");
    preview.edit("content/guides/house/desk/lamp.md", "A page", "A light");
    preview.says("/guides/house/desk/lamp/", "A light called Lamp");

    preview.story("a folder is deleted");
    preview.remove("content/guides");
    preview.goes("/guides/house/desk/chair/");
    preview.goes("/guides/house/desk/lamp/");

    preview.story("a folder is moved away and back");
    preview.rename("content/news", "aside/news");
    preview.goes("/news/spring/");
    preview.goes("/news/old/winter/");
    preview.rename("aside/news", "content/news");
    preview.comes("/news/old/winter/", "Snow.");
    preview.edit("content/news/old/winter.md", "Snow.", "Ice.");
    preview.says("/news/old/winter/", "Ice.");

    preview.story("a folder becomes a file and a folder again");
    preview.rename("content/news", "aside/news");
    preview.write("content/news", "this is a file");
    preview.goes("/news/spring/");
    preview.turns("/news", 200);
    preview.remove("content/news");
    preview.rename("aside/news", "content/news");
    preview.comes("/news/spring/", "Flowers.");
    preview.edit("content/news/spring.md", "Flowers.", "Bees.");
    preview.says("/news/spring/", "Bees.");
}

fn everything(preview: &Preview) {
    preview.story("a page that leads nowhere, and then somewhere");
    let from = preview.said();
    symlink("nowhere.md", preview.at("content/news/summer.md")).expect("a link");
    preview.hears(from, |event| event.to_string().contains("content/news/summer.md"));
    preview.write("content/news/nowhere.md", &page("Summer"));
    preview.comes("/news/summer/", "called Summer");
    preview.remove("content/news/summer.md");
    preview.goes("/news/summer/");

    preview.story("a folder where a page was, and the page again");
    let from = preview.said();
    let text = page("Spring");
    preview.remove("content/news/spring.md");
    preview.write("content/news/spring.md/inner.md", &page("Inner"));
    preview.goes("/news/spring/");
    preview.hears(from, |event| event["event"] == "shown");
    preview.remove("content/news/spring.md");
    preview.write("content/news/spring.md", &text);
    preview.comes("/news/spring/", "called Spring");

    preview.story("a folder where a file is expected: content/sources.yaml");
    let from = preview.said();
    preview.rename("content/sources.yaml", "content/aside.yaml");
    std::fs::create_dir(preview.at("content/sources.yaml")).expect("a folder");
    preview.hears(from, |event| event["event"] == "problems");
    preview.page("/articles/one/");
    let from = preview.said();
    std::fs::remove_dir(preview.at("content/sources.yaml")).expect("removed");
    preview.rename("content/aside.yaml", "content/sources.yaml");
    preview.is_free(from);

    preview.story("the whole content is moved away and back");
    preview.is_left();
    let from = preview.said();
    preview.rename("content", "aside/content");
    preview.hears(from, |event| event["event"] == "shown" || event["event"] == "problems");
    preview.rename("aside/content", "content");
    preview.turns("/articles/one/", 200);
    preview.edit("content/articles/one.md", "Version 0.", "Version 1.");
    preview.says("/articles/one/", "Version 1.");
    preview.stays();
}

/// Pictures of one pixel and of two: the head of a GIF and its end.
const DESK: &str = "GIF89a\u{1}\0\u{1}\0\0\0\0;";
const LAMP: &str = "GIF89a\u{1}\0\u{2}\0\0\0\0;";

#[test]
fn pictures_and_what_hosts_read() {
    let preview = Preview::new();
    preview.story("a picture is replaced");
    let bytes = |path: &str| preview.turns(path, 200).body;
    let shows = |path: &str, expected: &str| {
        super::preview::wait(path, || (bytes(path) == expected.as_bytes()).then_some(()));
    };
    preview.write("content/articles/five/photo.gif", "a better picture");
    shows("/articles/five/photo.gif", "a better picture");

    preview.story("a picture is replaced by one of the same length and time");
    preview.run("touch", &["-d", "@1000000000", "content/articles/five/photo.gif"]);
    preview.write("content/articles/five/photo.gif", "another picture.");
    preview.run("touch", &["-d", "@1000000000", "content/articles/five/photo.gif"]);
    shows("/articles/five/photo.gif", "another picture.");

    preview.story("a picture is added, and a link to it");
    preview.write("content/articles/five/desk.gif", DESK);
    preview.edit("content/articles/five/index.md", "The end.", "![A desk](desk.gif) The end.");
    preview.says("/articles/five/", "/articles/five/desk.gif");
    shows("/articles/five/desk.gif", DESK);

    preview.story("a link to a picture comes first, the picture later");
    let from = preview.said();
    preview.edit("content/articles/five/index.md", "The end.", "![A lamp](lamp.gif) The end.");
    preview.hears(from, |event| event["event"] == "problems" && event["blocked"] == true);
    preview.write("content/articles/five/lamp.gif", LAMP);
    preview.says("/articles/five/", "/articles/five/lamp.gif");
    shows("/articles/five/lamp.gif", LAMP);

    preview.story("a picture is deleted with the link to it");
    preview.edit("content/articles/five/index.md", "![A desk](desk.gif) ", "");
    preview.remove("content/articles/five/desk.gif");
    preview.goes("/articles/five/desk.gif");
    preview.hides("/articles/five/", "desk.gif");

    preview.story("a style sheet in static/ keeps its address");
    preview.write("static/plain.css", "p { color: blue }");
    shows("/plain.css", "p { color: blue }");

    preview.story("a file comes into static/ and goes");
    preview.write("static/files/prices.txt", "60");
    shows("/files/prices.txt", "60");
    preview.remove("static/files");
    preview.goes("/files/prices.txt");

    preview.story("headers in static/_headers take effect");
    let header = |expected: Option<&str>| {
        super::preview::wait("the header", || {
            let answer = preview.ask("/about/");
            (answer.status == 200 && answer.header("X-Frame-Options") == expected).then_some(())
        });
    };
    preview.write("static/_headers", "/*\n  X-Frame-Options: DENY\n");
    header(Some("DENY"));
    preview.write("static/_headers", "/*\n  X-Frame-Options: SAMEORIGIN\n");
    header(Some("SAMEORIGIN"));
    preview.remove("static/_headers");
    header(None);

    preview.story("redirects in static/_redirects take effect");
    preview.write("static/_redirects", "/prices /about/\n");
    assert_eq!(preview.turns("/prices", 301).header("Location"), Some("/about/"));
    preview.write("static/_redirects", "/costs /about/ 302\n");
    assert_eq!(preview.turns("/costs", 302).header("Location"), Some("/about/"));
    preview.goes("/prices");
    preview.agrees();
}
