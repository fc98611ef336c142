//! Reports for editors, from outside: what `anma links`, `anma why` and `anma coverage` say of a small site.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::is_update;
use crate::support::program::{Run, SETTINGS, Site, anma};

/// A small salon: two causes, a chain from posture to headache, three massages, a caution, some articles.
const SALON: &str = "\
-- content/sources.yaml --
ng59: {title: NICE guideline 59, grade: A, seen: 2026-11-01}
livih: {title: Is massage safe?, grade: C, seen: 2026-11-01}
-- content/treatments/massage.md --
---
title: Massage
autolink: false
helps:
  - {id: low-back-pain, certainty: low, only_with: exercise, source: ng59, checked: 2026-11-01}
caution:
  - {id: fever, level: stop, source: livih, why: your body needs rest}
  - {id: osteoporosis, level: ask, source: ng59}
---
-- content/treatments/deep-tissue-massage.md --
---
title: Deep tissue massage
also: [deep tissue]
is_a: massage
caution:
  - {id: osteoporosis, level: stop, source: livih, why: firm pressure on fragile bones}
---
-- content/treatments/swedish-massage.md --
---
title: Swedish massage
is_a: massage
---
-- content/conditions/low-back-pain.md --
---
title: Lower back pain
type: symptom
also: [low back pain, lumbago]
caused_by: [heavy lifting]
---
-- content/conditions/osteoporosis.md --
---
title: Osteoporosis
also: [brittle bones]
---
-- content/conditions/fever.md --
---
title: High temperature
type: caution
also: [fever]
---
-- content/conditions/neck-pain.md --
---
title: Neck pain
type: symptom
causes: [tension headache]
---
-- content/conditions/tension-headache.md --
---
title: Tension headache
---
A tension headache is common.
-- content/articles/alone.md --
---
title: Opening hours
date: 2026-01-03
---
Come in.
-- content/causes/heavy-lifting.md --
---
title: Heavy lifting
---
-- content/causes/poor-posture.md --
---
title: Poor posture
also: [slouching]
causes: [neck pain, low back pain]
---
-- content/articles/brittle.md --
---
title: Brittle bones and massage
date: 2026-02-01
condition: osteoporosis
links: {never: [neck pain]}
---
Brittle bones need care. Deep tissue massage is firm; [Swedish massage](../treatments/swedish-massage.md) is gentle.
With **low back** pain, or *low back pain*, ask first. Low back pain again. Swedish massage too.
-- content/articles/desk.md --
---
title: A desk job
date: 2026-01-01
cause: poor posture
massage_type: Swedish massage
links: {limit: 1}
---
Slouching can hurt. Swedish massage is gentle, and the range of motion grows. Neck pain is common.

## More

Tension headache and Swedish massage. The range of motion is wide.
-- content/articles/lift.md --
---
title: Lifting well
date: 2026-01-02
cause: heavy lifting
---
Lift well: a good range of motion. Read [about desks](desk.md).

## What to try

Tension headache, then Swedish massage.
";

fn salon() -> Site {
    Site::new(&format!("-- anma.yaml --\n{SETTINGS}{SALON}"))
}

/// What a command prints when it ends well.
#[track_caller]
fn said(site: &Site, arguments: &[&str]) -> String {
    let run = site.run(arguments).ends_with(0);
    assert!(!run.out.contains('\u{1b}'), "colours where there is no terminal: {}", run.out);
    run.out
}

/// The JSON of a command: one object on one line.
#[track_caller]
fn json(site: &Site, arguments: &[&str]) -> Value {
    let run = site.run(&[arguments, &["--format", "json"]].concat()).ends_with(0);
    assert_eq!((run.out.lines().count(), run.err.as_str()), (1, ""), "{}", run.out);
    let value: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(value["version"], 1);
    assert!(value["diagnostics"].is_array());
    value
}

/// The titles of pages in a list of JSON objects.
fn titles(list: &Value, field: &str) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    let page = |one: &Value| if field.is_empty() { one.clone() } else { one[field].clone() };
    list.map(|one| page(one)["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn the_links_of_a_site() {
    insta::assert_snapshot!(said(&salon(), &["links"]));
}

#[test]
fn the_links_of_a_page_are_explained() {
    insta::assert_snapshot!(said(&salon(), &["links", "--explain", "content/articles/brittle.md"]));
    insta::assert_snapshot!(said(&salon(), &["links", "--explain", "/articles/desk/"]));
}

#[test]
fn why_a_massage_is_not_offered() {
    insta::assert_snapshot!(said(&salon(), &["why", "deep tissue", "brittle bones"]));
}

#[test]
fn why_a_cause_leads_to_a_massage() {
    insta::assert_snapshot!(said(&salon(), &["why", "swedish-massage", "slouching"]));
    insta::assert_snapshot!(said(&salon(), &["why", "poor posture", "tension headache"]));
}

#[test]
fn nothing_connects_pages_that_have_nothing_to_do_with_each_other() {
    let said = said(&salon(), &["why", "Heavy lifting", "High temperature"]);
    assert_eq!(said, "Nothing connects `Heavy lifting` and `High temperature`.\n");
    let value = json(&salon(), &["why", "Heavy lifting", "High temperature"]);
    assert_eq!(value["connected"], false);
}

#[test]
fn what_the_articles_cover() {
    insta::assert_snapshot!(said(&salon(), &["coverage"]));
}

#[test]
fn a_page_is_found_by_whatever_it_is_called() {
    let site = salon();
    for name in [
        "content/conditions/low-back-pain.md",
        "./content/conditions/low-back-pain.md",
        "conditions/low-back-pain.md",
        "/conditions/low-back-pain/",
        "/conditions/low-back-pain",
        "https://anaharmony.example/conditions/low-back-pain/",
        "low-back-pain",
        "Lower Back Pain",
        "LUMBAGO",
    ] {
        let value = json(&site, &["links", "--explain", name]);
        assert_eq!(value["page"]["title"], "Lower back pain", "{name}");
    }
    let mut command = site.command(&["links", "--explain", "brittle.md", "--root", "../.."]);
    let run =
        Run::from(command.current_dir(site.root.join("content/articles")).output().expect("runs"));
    assert!(
        run.ends_with(0).out.starts_with("Brittle bones and massage (content/articles/brittle.md)")
    );
    for arguments in [
        &["links", "--explain", "lumbagoo"][..],
        &["why", "lumbagoo", "massage"],
        &["why", "massage", "lumbagoo"],
    ] {
        let run = site.run(arguments).ends_with(2);
        assert!(run.err.contains("did you mean `lumbago`?"), "{}", run.err);
    }
    for arguments in [
        &["why", "massage", "Massage"][..],
        &["why", "massage"],
        &["links", "--explain", ""],
        &["coverage", "--root", "nowhere"],
        &["links", "extra"],
    ] {
        site.run(arguments).ends_with(2);
    }
}

#[test]
fn drafts_count_when_asked_for() {
    let site = salon();
    site.write("content/articles/new.md", "---\ntitle: New\ndraft: true\n---\nLumbago.\n");
    let run = site.run(&["links", "--explain", "New"]).ends_with(2);
    assert!(run.err.contains("is a draft") && run.err.contains("--drafts"), "{}", run.err);
    let value = json(&site, &["links", "--explain", "New", "--drafts"]);
    assert_eq!(value["names"][0]["decision"], "link");
}

#[test]
fn every_list_of_the_links_report_is_filled() {
    let value = json(&salon(), &["links"]);
    assert_eq!(titles(&value["orphans"], ""), ["Opening hours"]);
    assert!(titles(&value["few_links"], "page").contains(&"Neck pain".to_owned()), "{value}");
    let unmentioned = value["unmentioned"].as_array().expect("a list");
    assert!(unmentioned.iter().any(|one| one["name"] == "lumbago" && one["all_names"] == false));
    assert!(
        unmentioned.iter().any(|one| one["name"] == "High temperature" && one["all_names"] == true)
    );
    assert!(!unmentioned.iter().any(|one| one["name"] == "brittle bones"));
    assert_eq!(value["candidate_terms"][0]["words"], "range of motion");
    assert_eq!(
        (&value["candidate_terms"][0]["count"], &value["candidate_terms"][0]["pages"]),
        (&3.into(), &2.into())
    );
    assert_eq!(titles(&value["at_limit"], "page"), ["A desk job"]);
    assert_eq!(value["at_limit"][0]["allowed"], 1);
    assert_eq!(titles(&value["dead_never"], "target"), ["Neck pain"]);
    assert_eq!(value["dead_never"][0]["place"]["line"], 5);
}

#[test]
fn a_name_that_is_no_link_says_why_in_json() {
    let value = json(&salon(), &["links", "--explain", "brittle"]);
    let names = value["names"].as_array().expect("a list");
    let one = |decision: &str| names.iter().find(|name| name["decision"] == decision).expect("one");
    assert_eq!(one("unsafe")["caution"], "stop");
    assert_eq!(one("unsafe")["condition"]["title"], "Osteoporosis");
    assert_eq!(one("unsafe")["see"]["file"], "content/treatments/deep-tissue-massage.md");
    assert_eq!(one("manual")["see"]["line"], 7);
    assert_eq!(one("repeat")["see"]["line"], 8);
    assert_eq!(value["allowed"], 5);
    let value = json(&salon(), &["links", "--explain", "tension headache"]);
    assert_eq!(
        (&value["names"][0]["decision"], &value["names"][0]["see"]),
        (&"self".into(), &Value::Null)
    );
}

#[test]
fn an_article_that_offers_what_is_ruled_out_contradicts_unless_it_warns() {
    let site = salon();
    let matter = "title: Osteo\ncause: menopause\nmassage_type: deep tissue massage";
    site.write("content/causes/menopause.md", "---\ntitle: Menopause\ncauses: osteoporosis\n---\n");
    let status = |value: &Value| {
        let cells = value["cells"].as_array().expect("a list").iter();
        let mut cells = cells.filter(|one| one["cause"]["title"] == "Menopause");
        let cell = cells
            .find(|one| one["treatment"]["title"] == "Deep tissue massage")
            .expect("a cell")
            .clone();
        (cell["status"].as_str().expect("text").to_owned(), cell["conflicts"].clone())
    };
    assert_eq!(status(&json(&site, &["coverage"])).0, "missing");
    site.write("content/articles/osteo.md", format!("---\n{matter}\n---\nCome in.\n"));
    let (found, conflicts) = status(&json(&site, &["coverage"]));
    assert_eq!((found.as_str(), &conflicts[0]["kind"]), ("contradictory", &"offer".into()));
    let warned = ":::check Check\nDo not book it with brittle bones.\n:::\n";
    site.write("content/articles/osteo.md", format!("---\n{matter}\n---\n{warned}"));
    assert_eq!(status(&json(&site, &["coverage"])).0, "thin");
    let long = "word ".repeat(300);
    site.write("content/articles/osteo.md", format!("---\n{matter}\n---\n{warned}\n{long}\n"));
    assert_eq!(status(&json(&site, &["coverage"])).0, "covered");
}

#[test]
fn relations_that_articles_suggest_are_named_and_not_published() {
    let value = json(&salon(), &["coverage"]);
    let suggested = &value["suggested_relations"];
    assert_eq!(titles(suggested, "subject"), ["Tension headache"]);
    assert_eq!(titles(suggested, "treatment"), ["Swedish massage"]);
    assert_eq!(suggested[0]["articles"].as_array().map(Vec::len), Some(2));
    let value = json(&salon(), &["why", "tension headache", "Swedish massage"]);
    assert_eq!(value["matrix"]["verdict"], "unknown");
}

#[test]
fn a_report_is_made_unless_a_mistake_leaves_something_out() {
    let site = salon();
    site.write("content/articles/bad.md", "---\ntitle: Bad\n---\n[gone](gone.md)\n");
    for command in [&["links"][..], &["coverage"], &["why", "massage", "fever"]] {
        let run = site.run(command).ends_with(0);
        assert!(run.err.contains("content/articles/bad.md:4:1"), "{}", run.err);
        assert!(!run.out.is_empty());
        let run = site.run(&[command, &["--format", "json"]].concat()).ends_with(0);
        let value: Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(value["diagnostics"][0]["code"], "link::broken");
    }
    site.write("content/articles/bad.md", "---\ntitle: Bad\ncondition: lumbagoo\n---\n");
    for command in [
        &["links"][..],
        &["links", "--explain", "Bad"],
        &["coverage"],
        &["why", "massage", "fever"],
    ] {
        let run = site.run(command).ends_with(1);
        assert!(run.err.contains("content/articles/bad.md:3:"), "{}", run.err);
        assert_eq!(run.out, "");
        let run = site.run(&[command, &["--format", "json"]].concat()).ends_with(1);
        let line: Value =
            serde_json::from_str(run.out.lines().next().expect("a line")).expect("JSON");
        assert_eq!(line["code"], "matter::unknown-name");
    }
    let empty = Site::new("-- readme.md --\nhello\n");
    assert!(empty.run(&["coverage"]).ends_with(1).err.contains("anma.yaml"));
}

#[test]
fn many_causes_are_listed_instead_of_drawn() {
    let site = salon();
    for number in 0..40 {
        site.write(
            format!("content/causes/c{number}.md"),
            format!("---\ntitle: Cause number {number}\n---\n"),
        );
    }
    let said = said(&site, &["coverage"]);
    assert!(said.contains("Cause number 7: nothing to tell.\n"), "{said}");
    assert!(
        said.lines().take_while(|line| !line.is_empty()).all(|line| line.chars().count() <= 80),
        "{said}"
    );
}

#[test]
fn a_report_is_the_same_however_many_threads_make_it() {
    let site = salon();
    for command in [&["links"][..], &["coverage"], &["why", "massage", "lumbago"]] {
        let expected = said(&site, command);
        for threads in ["1", "2", "7"] {
            let mut run = site.command(command);
            let run = Run::from(run.env("RAYON_NUM_THREADS", threads).output().expect("runs"));
            assert_eq!(run.out, expected, "{threads} threads");
        }
    }
}

#[test]
fn nothing_in_a_title_reaches_the_terminal_raw() {
    let site = salon();
    site.write(
        "content/articles/evil.md",
        "---\ntitle: \"Evil \\e[31m \\u202E red\"\n---\nLumbago.\n",
    );
    for command in [&["links"][..], &["links", "--explain", "evil"], &["why", "evil", "lumbago"]] {
        let run = site.run(command);
        assert!(!run.out.contains(['\u{1b}', '\u{202e}']), "{}", run.out);
        assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{}", run.err);
    }
}

/// `ANMA_UPDATE=1 cargo test --test suite the_readme_shows` writes it anew.
#[test]
fn the_readme_shows_what_the_program_says_of_the_sample_site() {
    const COMMAND: &str = "$ anma links --explain content/articles/upper-back-massage.md\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments: Vec<&str> = COMMAND.trim_start_matches("$ anma").split_whitespace().collect();
    let run = Run::from(anma(&arguments).current_dir(root).output().expect("runs")).ends_with(0);
    let lines: Vec<&str> = run.out.lines().collect();
    let (first, last) = (lines[..14].join("\n"), lines[lines.len() - 2..].join("\n"));
    let shown = format!("{COMMAND}{first}\n…\n\n{last}\n```\n");
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let (before, rest) = readme.split_once(COMMAND).expect("the command");
    let (_, behind) = rest.split_once("```\n").expect("an end");
    let expected = format!("{before}{shown}{behind}");
    if is_update() {
        fs::write(root.join("README.md"), &expected).expect("written");
        return;
    }
    assert_eq!(readme, expected, "README.md is old: run this test with ANMA_UPDATE=1");
}
