//! What stands beside the pages, for hosts, browsers and programs; and that pages need no more than `_headers` allows.

use std::collections::{BTreeMap, BTreeSet};

use anma::diagnostic::Notes;
use anma::engine::Engine;
use anma::output::Memory;
use anma::progress::Progress;
use anma::source::fixture;

use crate::support::dom::Page;
use crate::support::memory::{Built, build, sample, settings};
use crate::support::program::SETTINGS;

const ARTICLE: &str =
    "-- content/articles/one.md --\n---\ntitle: One\ndescription: An article.\n---\nText.\n";

fn site(settings_of_site: &str, files: &str) -> Built {
    let text = format!("-- anma.yaml --\n{SETTINGS}{settings_of_site}{ARTICLE}{files}");
    let built = build(&text, &settings());
    assert!(built.outcome.ok, "{}", built.report());
    built
}

/// The policy of a file `_headers`: what may be loaded, by directive.
fn policy(headers: &str) -> BTreeMap<String, BTreeSet<String>> {
    let line = headers.lines().find(|line| line.contains("Content-Security-Policy:"));
    let (_, policy) = line.expect("a policy").split_once(": ").expect("a value");
    let directive = |text: &str| {
        let mut words = text.split_whitespace().map(str::to_owned);
        (words.next().expect("a name"), words.collect())
    };
    policy.split("; ").map(directive).collect()
}

fn allowed(built: &Built, directive: &str) -> Vec<String> {
    policy(built.file("_headers")).remove(directive).into_iter().flatten().collect()
}

#[test]
fn pages_may_load_what_is_theirs_and_nothing_else() {
    let built = site("", "");
    insta::assert_snapshot!(
        built.file("_headers").split("\n/assets/").next().expect("the beginning")
    );
    // The script of the preview comes from the same host, and speaks to it.
    assert_eq!(allowed(&built, "connect-src"), ["'self'"]);
    assert_eq!(allowed(&built, "script-src"), ["'self'", "'wasm-unsafe-eval'"]);
    let built = site("search: false\n", "");
    for (directive, sources) in policy(built.file("_headers")) {
        assert!(sources.len() == 1, "{directive}: {sources:?}");
    }
    assert!(!built.file("_headers").contains("pagefind"));
}

#[test]
fn no_two_rules_say_how_long_one_file_is_kept() {
    let built = build(&sample(), &settings());
    let headers = built.file("_headers");
    let mut kept: BTreeMap<&str, &str> = BTreeMap::new();
    let mut path = "";
    for line in headers.lines() {
        match line.trim_start().split_once(": ") {
            Some(("Cache-Control", value)) => assert!(kept.insert(path, value).is_none()),
            None if line.starts_with('/') => path = line,
            _ => {}
        }
    }
    let (patterns, files): (Vec<&str>, Vec<&str>) =
        kept.keys().partition(|path| path.contains('*'));
    let mut expected = vec!["/assets/pictures/*".to_owned()];
    for language in ["", "/es"] {
        for folder in ["filter", "fragment", "index"] {
            expected.push(format!("{language}/pagefind/{folder}/*"));
            expected.push(format!("{language}/pagefind/:part/{folder}/*"));
        }
    }
    expected.sort_unstable();
    assert_eq!(patterns, expected);
    for file in files {
        if file.contains("/pagefind/") {
            assert_eq!(kept[file], "no-cache", "{file}");
            continue;
        }
        assert!(built.files.contains_key(file.trim_start_matches('/')), "{file}");
        let is_style = file.contains("/style.");
        assert!(!is_style || kept[file].contains("immutable"), "{file}: {}", kept[file]);
    }
}

#[test]
fn pictures_from_elsewhere_are_let_in_and_so_is_what_site_and_theme_ask_for() {
    let pictures = "-- content/articles/two.md --\n---\ntitle: Two\nimage: {src: \"https://photos.example/a.jpg\", alt: A}\n---\n\
                    ![A](https://pictures.example:8080/a.jpg?x#y) ![B](/b.png) ![C](http://pictures.example/;c.jpg)\n\
                    -- static/b.png --\nbytes\n";
    let theme =
        "-- themes/own/theme.yaml --\nname: own\napi: 1\ncsp: {style-src: \"'unsafe-inline'\"}\n";
    let settings = "theme: own\ncsp: {frame-src: [\"https://maps.example\", \"https://films.example\"], frame-ancestors: \"'self'\"}\n";
    let built = site(settings, &format!("{pictures}{theme}"));
    assert_eq!(
        allowed(&built, "img-src"),
        [
            "'self'",
            "http://pictures.example",
            "https://photos.example",
            "https://pictures.example:8080"
        ]
    );
    assert_eq!(allowed(&built, "style-src"), ["'self'", "'unsafe-inline'"]);
    assert_eq!(allowed(&built, "frame-src"), ["https://films.example", "https://maps.example"]);
    assert_eq!(allowed(&built, "frame-ancestors"), ["'self'"]);
}

#[test]
fn a_picture_that_an_edit_adds_is_let_in_at_once() {
    let text = |words: &str| {
        format!(
            "-- anma.yaml --\n{SETTINGS}-- content/articles/one.md --\n---\ntitle: One\n---\n{words}\n"
        )
    };
    let mut engine = Engine::default();
    let mut headers = |words: &str| {
        let update = engine.update(&fixture(&text(words)), &settings(), Notes::default());
        let (site, memory) = (update.site.expect("a site"), Memory::default());
        let stop = std::sync::atomic::AtomicBool::new(false);
        let rendered = engine.render(&site, &memory, &Progress::default(), &stop);
        rendered.expect("memory does not fail").expect("nobody stopped it");
        let files = memory.into_files();
        let file = files.into_iter().find(|(route, _)| route.as_str() == "_headers");
        file.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
    };
    assert!(headers("Text.").expect("made").contains("img-src 'self';"));
    assert_eq!(headers("Other text."), None, "nothing of it is another");
    let added = headers("![A](https://photos.example/a.jpg)").expect("made again");
    assert!(added.contains("img-src 'self' https://photos.example;"), "{added}");
}

#[test]
fn a_file_of_ones_own_stands_and_none_is_none() {
    let built = site(
        "",
        "-- static/_headers --\n/*\n  X-Own: yes\n-- static/manifest.webmanifest --\n{}\n",
    );
    assert_eq!(built.file("_headers").trim(), "/*\n  X-Own: yes");
    assert_eq!(built.file("manifest.webmanifest").trim(), "{}");
    let built = site("headers: false\nmanifest: false\n", "");
    for path in ["_headers", "manifest.webmanifest", "humans.txt", "llms.txt"] {
        assert!(!built.files.contains_key(path), "{path}");
    }
    assert!(!built.file("index.html").contains("rel=\"manifest\""));
}

#[test]
fn the_manifest_says_who_the_site_is() {
    let built = site("language: ar\ndescription: Text.\n", "");
    let manifest: serde_json::Value =
        serde_json::from_str(built.file("manifest.webmanifest")).expect("JSON");
    assert_eq!((&manifest["name"], &manifest["dir"]), (&"Ana Harmony".into(), &"rtl".into()));
    let icon = manifest["icons"][0]["src"].as_str().expect("an icon");
    assert!(built.files.contains_key(icon.trim_start_matches('/')), "{icon}");
    assert!(
        built.file("index.html").contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">")
    );
}

#[test]
fn weaknesses_can_be_reported() {
    let built = site(
        "security: {contact: [hello@anaharmony.example, \"https://anaharmony.example/contact/\"], expires: 2027-06-01, policy: \"https://anaharmony.example/p/\"}\n",
        "",
    );
    insta::assert_snapshot!(built.file(".well-known/security.txt"));
}

#[test]
fn people_and_pages_are_listed_for_programs() {
    let files = "-- content/people/ana.md --\n---\ntitle: Ana\nrole: Massage therapist\n---\nText.\n\
                 -- content/people/bo.md --\n---\ntitle: Bo\nnoindex: true\n---\nText.\n\
                 -- content/articles/deep/two.md --\n---\ntitle: \"Two [2]\"\n---\nText.\n\
                 -- content/about.md --\n---\ntitle: About us\n---\nText.\n";
    let built = site("humans: true\nllms: true\ndescription: Sample.\n", files);
    insta::assert_snapshot!(format!(
        "{}-----\n{}",
        built.file("humans.txt"),
        built.file("llms.txt")
    ));
}

/// What a page of the default theme needs besides files of its own: nothing, but for pictures that its text names.
#[test]
fn no_page_needs_more_than_its_policy_allows() {
    let built = build(&sample(), &settings());
    let mut pages = 0;
    for (path, html) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        pages += 1;
        let page = Page::new(html);
        for node in page.within(0) {
            let attribute = |name: &str| page.attribute(node, name);
            let tag = page.tag(node);
            assert_ne!(tag, "style", "{path}: a style in the page");
            assert_eq!(attribute("style"), "", "{path}: a style on <{tag}>");
            for event in ["onclick", "onload", "onerror", "onsubmit", "onchange", "oninput"] {
                assert_eq!(attribute(event), "", "{path}: a script on <{tag}>");
            }
            let is_data = attribute("type") == "application/ld+json";
            assert!(tag != "script" || is_data || !attribute("src").is_empty(), "{path}");
            let loaded = match tag {
                "link" if !matches!(attribute("rel"), "canonical" | "alternate" | "me") => "href",
                "script" | "img" | "source" | "iframe" | "video" | "audio" | "embed" => "src",
                "object" => "data",
                "form" => "action",
                _ => continue,
            };
            let address = attribute(loaded);
            assert!(
                address.is_empty() || address.starts_with('/') && !address.starts_with("//"),
                "{path}: <{tag}> loads {address}"
            );
        }
    }
    assert!(pages > 90, "{pages}");
    for (path, css) in built.files.iter().filter(|(path, _)| path.ends_with(".css")) {
        for address in css.split("url(").skip(1) {
            let address = address.trim_start_matches(['"', '\'']);
            assert!(!address.starts_with("data:") && !address.starts_with("http"), "{path}");
        }
    }
}
