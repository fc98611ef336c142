//! What readers find, and when an index is made.
#![cfg(feature = "search")]

use std::sync::Arc;

use super::*;
use crate::base::Date;
use crate::output::{Memory, Store};
use crate::page::Findable;
use crate::source::fixture;

const SITE: &str = "-- anma.yaml --
title: T
base_url: https://t.example/sub/
language: en-GB
-- content/vocabulary.yaml --
massage: {type: treatment, title: Massage, caution: [{id: flu, level: stop, why: rest}, {id: thin-bones, level: ask}, {id: skin, level: local}]}
swedish: {type: treatment, title: Swedish, is_a: massage}
hands-on: {type: treatment, title: Hands-on}
flu: {type: caution, title: Flu, also: [influenza]}
skin: {type: caution, title: Broken skin}
spine: {type: body, title: Spine}
arthritis: {type: condition, title: Arthritis, cap: supervision}
-- content/red-flags.yaml --
back: {emergency: [you cannot feel your legs]}
-- content/conditions/thin-bones.md --
---
title: \"Thin bones: <b>\"
description: Bones that break.
also: [osteoporosis]
abbr: [TB]
forms: [thin boned]
body: [spine]
red_flags: [back]
---
## What it is

They are thin.

### \"More\" & more

They ___break___.
-- content/conditions/knees.md --
---
title: Knees
is_a: arthritis
---
Sore.

## When to get help

:::urgent Call 111 if:

- it is worse

:::
-- content/articles/one.md --
---
title: One
condition: thin-bones
massage_type: [swedish]
faq: [{question: How long?, answer: Not *long*.}]
---
Text of one.
-- content/articles/two.md --
---
title: Two
condition: [flu]
massage_type: [massage]
---
Text of two.
-- content/articles/three.md --
---
title: Three
massage_type: [hands-on]
---
Text of three.
-- content/articles/hidden.md --
---
title: Hidden
draft: true
---
Secret.
-- content/about.md --
---
title: About
noindex: true
---
Not to be found.
-- content/people/ana.md --
---
title: Ana
role: Therapist
qualifications: [Diploma of touch]
---
";

fn settings() -> Settings {
    let today = Date::parse("2026-12-01").expect("a day");
    Settings::new(Calendar { drafts: true, ..Calendar::on(today) })
}

fn update(engine: &mut Engine, text: &str) -> Arc<Site> {
    let update = engine.update(&fixture(text), &settings(), Notes::default());
    assert!(!update.is_blocked, "{:?}", update.notes.into_sorted());
    update.site.expect("a site")
}

fn site() -> Arc<Site> {
    update(&mut Engine::default(), SITE)
}

/// The record of the page at `url`.
fn record(site: &Site, url: &str) -> String {
    let findable = Findable::new(site.viewer());
    let mut all = (0..findable.count()).map(|at| findable.record(at));
    all.find(|record| record.url == url).expect("it can be found").html
}

/// The values of a filter of the page at `url`.
fn filter(site: &Site, url: &str, name: &str) -> Vec<String> {
    let html = record(site, url);
    let mark = format!("data-pagefind-filter=\"{name}:");
    let parts = html.split(&mark).skip(1);
    parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn pages_of_content_are_found_and_nothing_else_is() {
    let site = site();
    let findable = Findable::new(site.viewer());
    let urls: Vec<String> = (0..findable.count()).map(|at| findable.record(at).url).collect();
    assert_eq!(
        urls,
        [
            "/articles/one/",
            "/articles/three/",
            "/articles/two/",
            "/body/spine/",
            "/cautions/flu/",
            "/cautions/skin/",
            "/conditions/arthritis/",
            "/conditions/knees/",
            "/conditions/thin-bones/",
            "/people/ana/",
            "/treatments/hands-on/",
            "/treatments/massage/",
            "/treatments/swedish/",
        ],
        "no draft, nothing that asks to be left out, no list, no overview; without the path of the site on its host"
    );
}

#[test]
fn a_record_has_the_names_the_text_and_the_facts_of_a_page() {
    let site = site();
    assert_eq!(
        record(&site, "/conditions/thin-bones/").replace("><", ">\n<"),
        "<html lang=\"en-GB\">\n<body>\n\
         <i data-pagefind-meta=\"title:Thin bones: &lt;b&gt;\">\n</i>\n\
         <i data-pagefind-filter=\"kind:condition\">\n</i>\n\
         <i data-pagefind-filter=\"body:Spine\">\n</i>\n\
         <i data-pagefind-filter=\"condition:Thin bones: &lt;b&gt;\">\n</i>\n\
         <i data-pagefind-filter=\"flag:check\">\n</i>\n\
         <i data-pagefind-filter=\"flag:help\">\n</i>\n\
         <i data-pagefind-filter=\"help:_emergency\">\n</i>\n\
         <i data-pagefind-meta=\"names:Thin bones: &lt;b&gt;; osteoporosis; TB\">\n</i>\n\
         <i data-pagefind-meta=\"forms:thin boned\">\n</i>\n\
         <p data-pagefind-weight=\"3\">Bones that break.</p>\n\
         <i data-pagefind-filter=\"lead:3\">\n</i>\n\
         <h2 id=\"what-it-is\">What it is</h2>\n\
         <p>They are thin.</p>\n\
         <h3 id=\"more-more\">“More” &amp; more</h3>\n\
         <p>They break.</p>\n\
         <p>you cannot feel your legs</p>"
    );
    let one = record(&site, "/articles/one/");
    assert!(one.contains("<p data-pagefind-weight=\"4\">How long?</p><p>Not long.</p>"), "{one}");
    assert!(!one.contains("names:"), "an article has no other names");
    let ana = record(&site, "/people/ana/");
    assert!(ana.contains("<p>Therapist</p><p>Diploma of touch</p>"), "{ana}");
}

#[test]
fn results_say_what_must_be_checked_first() {
    let site = site();
    for (url, flags) in [
        ("/treatments/massage/", &["check"][..]),
        ("/treatments/swedish/", &["check"]),
        ("/treatments/hands-on/", &[]),
        // A massage is left for which nothing is on file.
        ("/cautions/flu/", &["check"]),
        ("/cautions/skin/", &["check"]),
        // Of the massages that the article is about, every one.
        ("/articles/one/", &["ask"]),
        ("/articles/two/", &["stop"]),
        ("/articles/three/", &[]),
        // Claims about it need a professional; so they do about what is one of it.
        ("/conditions/arthritis/", &["ask"]),
        ("/conditions/knees/", &["ask", "help"]),
        ("/people/ana/", &[]),
    ] {
        assert_eq!(filter(&site, url, "flag"), flags, "{url}");
    }
    assert_eq!(filter(&site, "/conditions/knees/", "help"), ["when-to-get-help"]);
    assert_eq!(filter(&site, "/conditions/knees/", "condition"), ["Arthritis", "Knees"]);
    assert_eq!(filter(&site, "/articles/one/", "massage"), ["Massage", "Swedish"]);
    assert_eq!(filter(&site, "/articles/one/", "body"), ["Spine"]);
}

#[test]
fn names_are_kept_for_those_who_mistype_one() {
    let names = Findable::new(site().viewer()).names();
    let names: Vec<String> = serde_json::from_slice(&names).expect("JSON");
    assert_eq!(names[0], "Spine", "titles come first");
    for name in ["Flu", "influenza", "osteoporosis", "TB", "Swedish"] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
    assert!(!names.iter().any(|name| name == "One" || name == "Ana"), "{names:?}");
}

#[test]
fn an_index_is_made_when_somebody_asks_and_again_when_a_word_is_another() {
    let mut engine = Engine::default();
    let file = |site: &Site| {
        let route = Route::new("pagefind/pagefind-entry.json").expect("a route");
        match site.file(&route) {
            Some(Ok(File::Made(bytes))) => String::from_utf8(bytes).expect("JSON"),
            _ => panic!("no index"),
        }
    };
    let last =
        |engine: &Engine| engine.editions[0].searched.lock().expect("nobody panicked").clone();
    let first = update(&mut engine, SITE);
    assert!(last(&engine).is_none(), "nobody has searched yet");
    let entry = file(&first);
    let made = last(&engine).expect("an index");
    // Where a page stands in lists is no word of it.
    let later =
        update(&mut engine, &SITE.replace("title: Three", "title: Three\ndate: 2026-11-02"));
    assert_eq!(file(&later), entry);
    let edited = update(&mut engine, &SITE.replace("Text of three.", "Words of three."));
    assert_ne!(file(&edited), entry);
    assert_ne!(last(&engine).expect("an index").key, made.key);
    assert_eq!(file(&first), entry, "a site keeps the index that it had");
    let back = update(&mut engine, SITE);
    assert_eq!(file(&back), entry);
    for name in ["pagefind/nothing", "pagefind", "pagefindx/pagefind.js", "pagefind/index/x"] {
        assert!(back.file(&Route::new(name).expect("a route")).is_none(), "{name}");
    }
}

#[test]
fn what_is_written_is_what_the_preview_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = camino::Utf8Path::from_path(folder.path()).expect("text");
    let (site, sink, store) = (site(), Memory::default(), Store::new(root, ".anma/cache/search"));
    index(&site, Some(&store), &sink).expect("an index");
    let written = sink.into_files();
    assert!(written.len() > 15);
    for (route, bytes) in &written {
        let Some(Ok(File::Made(shown))) = site.file(route) else { panic!("no {route}") };
        assert!(shown[..] == bytes[..], "{route}");
    }
    let again = Memory::default();
    index(&self::site(), Some(&store), &again).expect("an index");
    assert!(again.into_files() == written, "what was kept");
}

#[test]
fn a_site_may_have_no_search() {
    let text = SITE.replace("language:", "search: false\nlanguage:");
    let site = update(&mut Engine::default(), &text);
    let sink = Memory::default();
    index(&site, None, &sink).expect("nothing to do");
    assert!(sink.into_files().is_empty());
    assert!(site.file(&Route::new("search/index.html").expect("a route")).is_none());
    assert!(site.file(&Route::new("pagefind/pagefind.js").expect("a route")).is_none());
}
