//! docs/themes.md is the contract with theme authors: it lists every field that templates see, and no other;
//! and what it shows works.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::memory::{Built, as_text, build, settings};
use crate::support::program::SETTINGS;
use crate::support::{tests, tree};

/// The names in the first column of the table under `heading`.
fn documented(heading: &str) -> BTreeSet<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let text = fs::read_to_string(path).expect("docs/themes.md");
    let mut lines = text.lines().skip_while(|line| *line != heading);
    assert!(lines.next().is_some(), "docs/themes.md has no `{heading}`");
    let rows = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2);
    let names: BTreeSet<String> = rows
        .flat_map(|row| {
            let cell = row.split('|').nth(1).unwrap_or_default();
            cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert!(!names.is_empty(), "there is no table under `{heading}`");
    names
}

/// The names that stand in braces, as in "`{level, words}`".
fn names(text: &str) -> BTreeSet<String> {
    text.split(", ").map(str::to_owned).collect()
}

/// What a row of a panel has.
fn row() -> BTreeSet<String> {
    names("verdict, words, treatments, for, general, only_with, why, sources, checked")
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap_or_else(|| panic!("not a map: {value}")).keys().cloned().collect()
}

/// The clinic with templates that print all they see.
fn dumped(with_hidden: bool) -> Built {
    let project = tests().join("sites/clinic/project");
    let mut text = String::new();
    for (path, bytes) in tree::read(&project) {
        let content = as_text(&project.join(&path), bytes);
        if path.starts_with("themes/") && path.ends_with(".html") && !path.contains("shortcodes") {
            continue;
        }
        text.push_str(&format!(
            "-- {path} --\n{}\n",
            content.replace("template: dump\n", "").trim_end()
        ));
    }
    let overviews = ["matrix", "a-to-z", "body-areas", "checks", "graph", "search"];
    for name in
        ["home", "section", "article", "page", "entity", "person", "404"].iter().chain(&overviews)
    {
        text.push_str(&format!(
            "-- themes/clinic/templates/{name}.html --\n{{% include \"dump.html\" %}}\n"
        ));
    }
    text.push_str("-- themes/clinic/templates/dump.html --\n{\"page\": {{ page | json | safe }}, \"site\": {{ site | json | safe }}}\n");
    text.push_str("-- themes/clinic/templates/redirect.html --\n{\"target\": {{ target | json | safe }}, \"permalink\": {{ permalink | json | safe }}, \"site\": {{ site | json | safe }}}\n");
    let mut settings = settings();
    settings.calendar.drafts = with_hidden;
    settings.calendar.future = with_hidden;
    settings.calendar.expired = with_hidden;
    let built = build(&text, &settings);
    assert!(built.outcome.ok, "{}", built.report());
    built
}

/// Every page of `built`, by path.
fn pages(built: &Built) -> BTreeMap<&str, Value> {
    let pages = built.files.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .filter_map(|(path, text)| {
            let value: Value = serde_json::from_str(text).ok()?;
            Some((path.as_str(), value))
        })
        .filter(|(_, value)| value.get("page").is_some())
        .collect()
}

/// Calls `see` for every map in `value`, with the name under which it stands.
fn maps(name: &str, value: &Value, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            see(name, value);
            fields
                .iter()
                .filter(|(key, _)| *key != "extra" && *key != "fields")
                .for_each(|(key, value)| maps(key, value, see));
        }
        Value::Array(items) => items.iter().for_each(|item| maps(name, item, see)),
        _ => {}
    }
}

#[test]
fn every_field_is_documented_and_every_documented_field_is_there() {
    let card = documented("### card");
    let by_name: BTreeMap<&str, BTreeSet<String>> = BTreeMap::from([
        ("page", documented("### page")),
        ("site", documented("### site")),
        ("salon", documented("`site.salon`:")),
        ("branches", names("name, phone, email, address, hours, map_url")),
        ("prices", names("name, price, minutes, treatment")),
        ("treatment", names("title, url")),
        ("feeds", names("atom, json")),
        ("menu", names("title, url")),
        ("review", names("state, by, on, due")),
        ("reviewed", names("by, on")),
        ("image", documented("### picture")),
        ("icons", names("rel, href, type, sizes, purpose")),
        ("toc", names("id, title, level, children")),
        ("terms", names("key, name, url, terms")),
        ("related", names("page, reason")),
        ("backlinks", names("page, sentence, caution")),
        ("faq", names("question, answer")),
        ("sources", documented("### source")),
        ("pager", documented("### pager")),
        ("entity", documented("### entity")),
        ("overviews", names("name, title, url, description")),
        ("overview", documented("### overview")),
        ("groups", names("kind, rows")),
        ("rows", names("page, help_url, cells")),
        ("cells", names("key, words, why, only_with, notes")),
        ("letters", names("letter, names")),
        ("filters", names("name, words, values")),
        ("names", names("name, page, synonym")),
        ("areas", names("page, entries")),
        ("entries", names("page, help_url")),
        ("levels", names("level, words, conditions")),
        ("conditions", names("page, scope, treatments, why, help_url, notes")),
        ("relations", names("line, words, pairs")),
        ("pairs", names("page, pages, only_with")),
        ("legend", names("line, words")),
        ("cautions", names("level, words, entity, why, sources")),
        ("red_flags", names("emergency, urgent")),
        ("person", names("role, qualifications, register, same_as, email, works_here")),
        ("register", names("body, number")),
        ("panels", documented("### panels")),
        ("causes", names("group, words, items")),
        ("items", names("cause, against")),
        ("against", names("level, words, treatments")),
        ("effects", names("effect, checks, treatments, none")),
        ("treatments", row()),
        ("choose_for", row()),
        ("checks", names("level, words, entity, treatments, kinds, why, sources")),
    ]);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for with_hidden in [false, true] {
        let built = dumped(with_hidden);
        let pages = pages(&built);
        assert!(pages.len() > 25, "{:?}", pages.keys());
        for (path, value) in pages {
            assert_eq!(keys(&value["page"]), by_name["page"], "{path}");
            maps("", &value, &mut |name, map| {
                let found = keys(map);
                if found == names("iso, human") || found == card {
                    seen.insert(if found == card { "card" } else { "date" }.to_owned());
                    return;
                }
                if let Some(expected) = by_name.get(name) {
                    seen.insert(name.to_owned());
                    // A card that is called `entity` or `page` was recognised above; a heading has headings.
                    let is_heading = name == "children" && found == by_name["toc"];
                    let is_of_picture = name == "sources" && found == names("type, srcset");
                    assert!(
                        found == *expected || is_heading || is_of_picture,
                        "{path}: `{name}` has {found:?}, documented are {expected:?}"
                    );
                }
            });
        }
    }
    let expected: BTreeSet<String> =
        by_name.keys().copied().chain(["card", "date"]).map(str::to_owned).collect();
    assert_eq!(seen, expected, "the sites of this test must show everything");
}

#[test]
fn redirects_see_what_is_documented() {
    let built = dumped(false);
    let redirect: Value = serde_json::from_str(built.file("old/desk/index.html")).expect("JSON");
    assert_eq!(redirect["target"], "/sub/articles/desk-work/");
    assert_eq!(redirect["permalink"], "https://anaharmony.example/sub/articles/desk-work/");
    assert_eq!(redirect["site"]["title"], "Ana & Harmony");
}

#[test]
fn the_kinds_are_those_of_the_contract() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let text = fs::read_to_string(path).expect("docs/themes.md");
    let row = text.lines().find(|line| line.starts_with("| `kind` |")).expect("the row");
    let known: BTreeSet<&str> = row.split('`').skip(3).step_by(2).collect();
    let built = dumped(true);
    for (path, value) in pages(&built) {
        let kind = value["page"]["kind"].as_str().expect("a text");
        assert!(known.contains(kind), "{path} is of the kind {kind}");
    }
}

#[test]
fn why_a_page_is_hidden_is_shown_in_a_preview() {
    let built = dumped(true);
    let pages = pages(&built);
    let flags = |path: &str| {
        let page = &pages[path]["page"];
        ["draft", "scheduled", "expired", "noindex"]
            .map(|flag| page[flag].as_bool().expect("a truth"))
    };
    assert_eq!(flags("articles/draft/index.html"), [true, false, false, true]);
    assert_eq!(flags("articles/scheduled/index.html"), [false, true, false, true]);
    assert_eq!(flags("articles/expired/index.html"), [false, false, true, true]);
    assert_eq!(flags("articles/desk-work/index.html"), [false, false, false, false]);
}

/// Builds a site with the theme `own` made of `files`.
fn themed(files: &str) -> Built {
    let built = build(
        &format!(
            "-- anma.yaml --\n{SETTINGS}theme: own\nsalon: {{email: hello@x.example}}\n-- content/articles/one.md --\n---\ntitle: One\n---\nText.\n-- themes/own/theme.yaml --\nname: own\napi: 1\n{files}"
        ),
        &settings(),
    );
    assert!(built.outcome.ok, "{}", built.report());
    built
}

#[test]
fn one_block_of_the_default_theme_can_be_replaced() {
    let built = themed(
        "-- themes/own/templates/article.html --\n{% extends \"default/article.html\" %}\n{% block sources %}\n{{ super() }}\n<p>Have you found a mistake? <a href=\"mailto:{{ site.salon.email }}\">Tell us</a>.</p>\n{% endblock sources %}\n",
    );
    let page = built.file("articles/one/index.html");
    assert!(
        page.contains("mailto:hello@x.example\">Tell us")
            && page.contains("<p>Text.</p>")
            && page.contains("<nav"),
        "{page}"
    );
}

#[test]
fn one_partial_can_be_replaced_wherever_it_is_included() {
    let built = themed("-- themes/own/templates/partials/footer.html --\n<footer>ours</footer>\n");
    for path in ["index.html", "articles/one/index.html", "404.html"] {
        assert!(built.file(path).contains("<footer>ours</footer>"), "{path}");
    }
}

#[test]
fn a_style_sheet_of_the_site_is_the_last() {
    let built = themed("-- assets/custom.css --\n:root { --accent: #7a2e4d }\n");
    let page = built.file("articles/one/index.html");
    let (style, custom) = (
        page.find("/assets/style.").expect("the theme's"),
        page.find("/assets/custom.").expect("the site's"),
    );
    assert!(style < custom, "{page}");
}

#[test]
fn every_block_that_is_documented_can_be_replaced() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let text = fs::read_to_string(path).expect("docs/themes.md");
    let rows = text
        .lines()
        .skip_while(|line| *line != "### Blocks")
        .filter(|line| line.starts_with("| `"));
    let rows: Vec<&str> = rows.take_while(|line| line.contains(".html` |")).collect();
    assert!(rows.len() >= 8, "{rows:?}");
    for row in rows {
        let words: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let (template, blocks) = words.split_first().expect("a template");
        let source = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("themes/default/templates")
            .join(template);
        let source = fs::read_to_string(source).expect("a template");
        for block in blocks {
            assert!(
                source.contains(&format!(" block {block} %}}")),
                "{template} has no block `{block}`"
            );
        }
    }
}
