//! What is found after an edit is what a new engine finds, and only the page that was edited is read again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use camino::Utf8Path;

use super::{Engine, Settings, Update};
use crate::base::Date;
use crate::diagnostic::{Diagnostic, Notes};
use crate::graph::Calendar;
use crate::progress::Progress;
use crate::source::{Source, Sources, fixture};

const SITE: &str = include_str!("../rules/example/site.txt");
const PAGE: &str = "content/articles/desk-work.md";
const OTHER: &str = "content/conditions/back-pain.md";

fn checked(engine: &mut Engine, sources: &Sources) -> Vec<Diagnostic> {
    let today = Date::parse("2026-11-23").expect("a day");
    let settings = Settings::new(Calendar::on(today));
    let Update { site, .. } = engine.update(sources, &settings, Notes::default());
    let site = site.expect("a site");
    let rendered = engine.observe(&site, &Progress::default(), &AtomicBool::new(false));
    assert!(rendered.expect("in memory").is_some());
    engine.check(&site, sources, today, &mut Notes::default()).findings
}

fn edited(text: &str, (from, to): (&str, &str)) -> Sources {
    let mut sources = fixture(SITE);
    let page = sources.text(Utf8Path::new(text)).expect("a page").to_owned();
    assert!(page.contains(from), "{from}");
    sources.insert(Source::text(text, &page.replace(from, to)));
    sources
}

#[test]
fn only_the_page_that_was_edited_is_read_again() {
    let mut engine = Engine::default();
    checked(&mut engine, &fixture(SITE));
    let text = |engine: &Engine, path: &str| {
        Arc::clone(engine.checks.text(Utf8Path::new(path)).expect("a text"))
    };
    let before = (text(&engine, PAGE), text(&engine, OTHER));
    let claim = ("Stand up every half hour", "Massage cures back pain. Stand up every half hour");
    let found = checked(&mut engine, &edited(PAGE, claim));
    assert!(found.iter().any(|one| one.name() == "CLAIM-CURE"), "{found:?}");
    assert!(!Arc::ptr_eq(&before.0, &text(&engine, PAGE)));
    assert!(Arc::ptr_eq(&before.1, &text(&engine, OTHER)));
}

#[test]
fn after_any_edit_the_findings_are_those_of_a_new_engine() {
    let edits = [
        (PAGE, ("Stand up every half hour", "Massage cures back pain")),
        (PAGE, ("author: ana-reed\n", "")),
        (PAGE, ("title: Sitting at a desk all day", "title: Back pain")),
        (
            PAGE,
            (
                "reviewed: {by: sam-carter, on: 2026-10-01}",
                "reviewed: {by: sam-carter, on: 2021-10-01}",
            ),
        ),
        (OTHER, ("cap: evidence", "cap: supervision")),
        ("content/people/sam-carter.md", ("register: {body: HCPC, number: PH000001}\n", "")),
        (
            "anma.yaml",
            ("social_cards: false", "social_cards: false\ncheck: {rules: {STYLE-EXCLAIM: error}}"),
        ),
    ];
    let mut engine = Engine::default();
    for (path, edit) in edits {
        for sources in [edited(path, edit), fixture(SITE)] {
            let found = checked(&mut engine, &sources);
            assert_eq!(found, checked(&mut Engine::default(), &sources), "{path}: {edit:?}");
        }
    }
}
