//! What pages show of what is known about causes, conditions and massages, and in which order.

use serde_json::Value;

use crate::support::memory::{build, settings};
use crate::support::program::SETTINGS;

const SITE: &str = "\
-- content/treatments/massage.md --
---
title: Massage
helps:
  - {id: stress, certainty: accepted, source: leaflet, checked: 2026-11-01}
  - {id: back-pain, certainty: low, only_with: exercise, source: leaflet, checked: 2026-11-01}
caution:
  - {id: weak-bones, level: ask, source: leaflet, why: bones break}
  - {id: whiplash, level: ask, source: leaflet}
---
-- content/treatments/deep.md --
---
title: Deep tissue massage
is_a: massage
caution:
  - {id: weak-bones, level: stop, source: booklet, why: firm pressure}
---
-- content/treatments/swedish.md --
---
title: Swedish massage
is_a: massage
---
-- content/vocabulary.yaml --
stress: {type: symptom, title: Everyday stress, caused_by: [sitting]}
back-pain: {type: symptom, title: Back pain, caused_by: [sitting, fall, weak-bones], body: [back]}
whiplash: {type: condition, title: Whiplash, caused_by: [fall]}
weak-bones: {type: condition, title: Weak bones, cap: supervision}
arthritis: {type: condition, title: Arthritis, cap: supervision}
knee-arthritis: {type: condition, title: Arthritis of the knee, is_a: arthritis}
sitting: {type: cause, title: Sitting, group: lifestyle}
fall: {type: cause, title: A fall, group: injury}
lifting: {type: cause, title: Lifting}
back: {type: body, title: Back}
-- content/sources.yaml --
leaflet: {title: A leaflet}
booklet: {title: A booklet}
-- content/articles/back.md --
---
title: Backs
condition: back pain
massage_type: [Swedish massage, deep tissue massage]
cause: lifting
---
-- content/articles/bones.md --
---
title: Bones
condition: [weak bones, back pain]
massage_type: [Swedish massage, deep tissue massage]
---
-- content/articles/whiplash.md --
---
title: After a crash
condition: whiplash
---
-- content/about.md --
---
title: About
---
";

/// The panels of the page at `path`.
fn panels(path: &str) -> Value {
    let mut text = format!("-- anma.yaml --\n{SETTINGS}theme: dump\n{SITE}");
    text.push_str("-- themes/dump/theme.yaml --\nname: dump\napi: 1\n");
    for name in ["home", "section", "article", "page", "entity", "person", "404", "redirect"] {
        let shows = if name == "redirect" { "" } else { "{{ page.panels | json | safe }}" };
        text.push_str(&format!("-- themes/dump/templates/{name}.html --\n{shows}\n"));
    }
    let built = build(&text, &settings());
    assert!(built.outcome.ok, "{}", built.report());
    let page = built.files.iter().find(|(name, _)| name.as_str() == format!("{path}/index.html"));
    let (_, page) = page.unwrap_or_else(|| panic!("no page {path}"));
    serde_json::from_str(page).expect("JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], |items| items)
}

fn titles(cards: &[Value]) -> String {
    let titles = cards.iter().map(|card| card["title"].as_str().expect("a title"));
    titles.collect::<Vec<_>>().join(", ")
}

/// Rows in words: "Do not book: Deep tissue massage, for Weak bones".
fn rows(value: &Value, name: &str) -> Vec<String> {
    let row = |row: &Value| {
        let words = row["words"].as_str().expect("words");
        let about = titles(list(row, "for"));
        format!("{words}: {}, for {about}", titles(list(row, "treatments")))
    };
    list(value, name).iter().map(row).collect()
}

/// Checks in words: "stop Weak bones (Deep tissue massage)".
fn checks(value: &Value) -> Vec<String> {
    let check = |check: &Value| {
        let (level, entity) = (&check["level"], &check["entity"]["title"]);
        let of = titles(list(check, "treatments"));
        format!("{} {} ({of})", level.as_str().expect("text"), entity.as_str().expect("text"))
    };
    list(value, "checks").iter().map(check).collect()
}

#[test]
fn a_page_about_nothing_has_no_panels() {
    assert_eq!(panels("about"), Value::Null);
}

#[test]
fn an_article_shows_the_evidence_of_the_wider_massage_once() {
    let panels = panels("articles/back");
    assert_eq!(
        rows(&panels, "treatments"),
        [
            "May help, low certainty: Massage, for Back pain",
            "Evidence is for massage in general: Swedish massage, Deep tissue massage, for Back pain",
        ]
    );
    assert_eq!(panels["treatments"][0]["only_with"], "exercise");
}

#[test]
fn an_article_checks_all_of_its_massages_the_strictest_first() {
    assert_eq!(
        checks(&panels("articles/back")),
        [
            "stop Weak bones (Deep tissue massage)",
            "ask Weak bones (Swedish massage)",
            "ask Whiplash ()",
        ]
    );
}

#[test]
fn causes_are_grouped_and_those_that_are_conditions_come_with_cautions() {
    let panels = panels("articles/back");
    let causes = list(&panels, "causes");
    let groups: Vec<&str> =
        causes.iter().map(|group| group["group"].as_str().expect("text")).collect();
    assert_eq!(groups, ["injury", "lifestyle", "condition", "other"]);
    let item = &causes[2]["items"][0];
    assert_eq!(item["cause"]["title"], "Weak bones");
    let against = |at: usize| {
        let against = &item["against"][at];
        format!(
            "{}: {}",
            against["words"].as_str().expect("text"),
            titles(list(against, "treatments"))
        )
    };
    assert_eq!(against(0), "Do not book: Deep tissue massage");
    assert_eq!(against(1), "Ask a GP first: Swedish massage");
    assert_eq!(causes[3]["items"][0]["cause"]["title"], "Lifting");
}

#[test]
fn what_one_condition_of_a_page_rules_out_is_no_benefit_for_another() {
    assert_eq!(
        rows(&panels("articles/bones"), "treatments"),
        [
            "Do not book: Deep tissue massage, for Weak bones",
            "Ask a GP first: Swedish massage, for Weak bones",
        ]
    );
}

#[test]
fn an_article_that_names_no_massage_still_warns() {
    let panels = panels("articles/whiplash");
    assert_eq!(rows(&panels, "treatments"), ["Ask a GP first: Massage, for Whiplash"]);
    assert_eq!(checks(&panels), ["ask Weak bones ()", "ask Whiplash ()"]);
}

#[test]
fn a_condition_names_the_massages_that_it_rules_out_and_a_wider_one_for_all_of_its_kinds() {
    let panels = panels("conditions/weak-bones");
    assert_eq!(
        checks(&panels),
        ["stop Weak bones (Deep tissue massage)", "ask Weak bones (Massage)"]
    );
    assert_eq!(panels["checks"][1]["kinds"], true);
    assert_eq!(rows(&panels, "treatments"), [""; 0]);
    assert_eq!(panels["effects"][0]["effect"]["title"], "Back pain");
    assert_eq!(rows(&panels["effects"][0], "treatments"), [""; 0]);
}

#[test]
fn what_needs_a_health_professional_is_said_also_of_its_kinds() {
    assert_eq!(panels("conditions/arthritis")["none"], "No claim: see a GP");
    assert_eq!(panels("conditions/knee-arthritis")["none"], "No claim: see a GP");
}

#[test]
fn a_massage_is_chosen_for_what_it_or_a_wider_one_is_said_to_help_with() {
    let panels = panels("treatments/swedish");
    assert_eq!(
        rows(&panels, "choose_for"),
        [
            "Can help (accepted): Swedish massage, for Everyday stress",
            "Evidence is for massage in general: Swedish massage, for Back pain",
        ]
    );
    assert_eq!(panels["choose_for"][1]["general"]["title"], "Massage");
    assert_eq!(checks(&panels), ["ask Weak bones ()", "ask Whiplash ()"]);
}

#[test]
fn a_cause_leads_to_massages_by_way_of_what_it_causes_and_care_comes_first() {
    let panels = panels("causes/fall");
    let effects = list(&panels, "effects");
    assert_eq!(effects[0]["effect"]["title"], "Whiplash");
    assert_eq!(checks(&effects[0]), ["ask Whiplash (Massage)"]);
    assert_eq!(effects[1]["effect"]["title"], "Back pain");
    assert_eq!(
        rows(&effects[1], "treatments"),
        ["May help, low certainty: Massage, for Back pain"]
    );
}

#[test]
fn a_part_of_the_body_shows_what_is_felt_there() {
    assert_eq!(panels("body/back")["effects"][0]["effect"]["title"], "Back pain");
}
