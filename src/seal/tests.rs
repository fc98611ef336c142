//! What a seal holds, how reviews stand, and what becomes of front matter.

use std::sync::Arc;

use camino::Utf8Path;
use proptest::prelude::*;

use super::*;
use crate::base::Date;
use crate::config::Reviews;
use crate::diagnostic::Notes;
use crate::matter::{self, Above, Rules};
use crate::schema::{Kind, SiteFields};
use crate::yaml::Limits;

fn path() -> Arc<Utf8Path> {
    Utf8Path::new("content/articles/a.md").into()
}

fn parse(kind: Kind, text: &str) -> (Matter, Seal) {
    let (fields, limits) = (SiteFields::default(), Limits::default());
    let rules = Rules { fields: &fields, limits: &limits };
    let mut notes = Notes::default();
    let parsed = matter::parse(text, &path(), Above::of(kind), rules, &mut notes);
    let notes = notes.into_vec();
    assert!(notes.is_empty(), "{text}: {notes:?}");
    let seal = fingerprint(&parsed.matter, &text[parsed.body]);
    (parsed.matter, seal)
}

fn seal(text: &str) -> Seal {
    parse(Kind::Article, text).1
}

fn treatment(fields: &str) -> Seal {
    parse(Kind::Treatment, &format!("---\ntitle: Massage\n{fields}---\nText.\n")).1
}

const PAGE: &str = "---\ntitle: Back pain\ndescription: What helps.\nsources: [ng59, nhs]\ncondition: [sciatica]\n\
    faq:\n  - {question: Why?, answer: \"It *can* help.\"}\n---\n\nIt isn't sure.\n\n- one\n- two\n";

#[test]
fn how_a_page_is_written_and_filed_is_of_no_account() {
    let same = seal(PAGE);
    for (old, new) in [
        ("title:", "slug: other\nweight: 3\ntoc: false\ntitle:"),
        ("title:", "date: 2026-01-01\nupdated: 2026-02-02\nnext_review: 2028-01-01\ntitle:"),
        ("title:", "author: ana\nreviewed: {by: ana, on: 2026-01-01, seal: v1-0}\ntitle:"),
        ("title:", "topic: [Back]\naliases: [/old/]\nlinks: {limit: 3}\ntitle:"),
        ("title:", "extra: {colour: green}\ndraft: true\nnoindex: true\ntitle:"),
        ("title: Back pain", "title:   \"Back  pain\"   # a remark"),
        ("[ng59, nhs]", "[nhs, ng59]"),
        ("[ng59, nhs]", "\n  - ng59\n  - nhs"),
        ("*can*", "can"),
        ("isn't", "isn’t"),
        ("isn't sure.", "**isn't**\nsure.  "),
        ("- one\n- two", "* one\n\n* two"),
    ] {
        assert!(PAGE.contains(old));
        assert_eq!(seal(&PAGE.replacen(old, new, 1)), same, "{new}");
    }
    assert_eq!(seal(&PAGE.replace('\n', "\r\n")), same);
    assert_eq!(seal(&format!("\u{feff}{PAGE}")), same);
}

#[test]
fn what_readers_rely_on_counts() {
    let first = seal(PAGE);
    for (old, new) in [
        ("Back pain", "Neck pain"),
        ("What helps.", "What cures."),
        ("description: What helps.\n", ""),
        ("[ng59, nhs]", "[ng59]"),
        ("[sciatica]", "[sciatica, pregnancy]"),
        ("Why?", "How?"),
        ("*can*", "will"),
        ("isn't", "is"),
        ("- two", "- three"),
        ("- two", "- two\n\n## More"),
        ("title:", "image: {src: a.jpg, alt: A hand}\ntitle:"),
    ] {
        assert!(PAGE.contains(old));
        assert_ne!(seal(&PAGE.replacen(old, new, 1)), first, "{new}");
    }
}

#[test]
fn the_facts_of_a_massage_count_and_notes_for_editors_do_not() {
    let caution = "caution: [{id: fever, level: stop}, {id: gout, level: ask}]\n";
    let first = treatment(caution);
    for same in [
        "caution: [{id: gout, level: ask}, {id: fever, level: stop}]\n",
        "caution: [{id: gout, level: ask, note: look again}, {id: fever, level: stop}]\n",
        "caution: [{id: fever, level: stop}, {id: gout, level: ask}]\npriority: 3\nforms: [massaged]\n",
    ] {
        assert_eq!(treatment(same), first, "{same}");
    }
    for other in [
        "caution: [{id: fever, level: ask}, {id: gout, level: ask}]\n",
        "caution: [{id: fever, level: stop}]\n",
        "caution: [{id: fever, level: stop, why: rest}, {id: gout, level: ask}]\n",
        "caution: [{id: fever, level: stop}, {id: gout, level: ask}]\nheat: true\n",
        "caution: [{id: fever, level: stop}, {id: gout, level: ask}]\nalso: [rub]\n",
        "caution: [{id: fever, level: stop}, {id: gout, level: ask}]\nhelps: [{id: back, certainty: low}]\n",
    ] {
        assert_ne!(treatment(other), first, "{other}");
    }
}

#[test]
fn a_seal_stays_what_it_is() {
    // If this fails, every review on every site is lost: make a new version of the seal instead.
    assert_eq!(seal(PAGE).to_string(), "v1-fc123754327dcdf5");
    let moved = treatment("caution: [{id: fever, level: stop, source: nhs}]\ncap: everyday\n");
    assert_eq!(moved.to_string(), "v1-486cd922b53ed34e");
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

#[test]
fn a_review_stands_as_text_and_day_say() {
    let of = |fields: &str, today: &str| {
        let text = format!("---\ntitle: A\n{fields}---\nText.\n");
        let (matter, seal) = parse(Kind::Article, &text);
        Review::of(&matter, Some(seal), day(today), Reviews::default())
    };
    let seal = seal("---\ntitle: A\n---\nText.\n");
    let sealed = format!("reviewed: {{by: ana, on: 2026-11-01, seal: {seal}}}\n");
    let plain = "reviewed: {by: ana, on: 2026-11-01}\n";
    for (fields, today, state) in [
        ("", "2026-12-01", State::NotReviewed),
        (plain, "2026-12-01", State::Unsealed),
        (plain, "2028-11-01", State::Unsealed),
        (plain, "2028-11-02", State::Overdue),
        (&sealed, "2028-11-01", State::Current),
        (&sealed, "2028-11-02", State::Overdue),
        (&format!("{sealed}next_review: 2027-01-01\n"), "2027-01-01", State::Current),
        (&format!("{sealed}next_review: 2027-01-01\n"), "2027-01-02", State::Overdue),
        (&format!("{sealed}next_review: 2031-01-01\n"), "2030-12-31", State::Current),
        ("reviewed: {by: ana, on: 2026-11-01, seal: v1-1}\n", "2026-12-01", State::Changed),
        ("reviewed: {by: ana, on: 2026-11-01, seal: v2-1}\n", "2029-12-01", State::Changed),
    ] {
        let review = of(fields, today);
        assert_eq!(review.state(), state, "{fields} on {today}");
        assert_eq!(review.holds(), matches!(state, State::Unsealed | State::Current));
    }
}

#[test]
fn a_review_is_late_when_it_is_due_and_old() {
    let late = |fields: &str, today: &str| {
        let (matter, _) = parse(Kind::Article, &format!("---\ntitle: A\n{fields}---\n"));
        Review::of(&matter, None, day(today), Reviews::default()).is_late
    };
    let plain = "reviewed: {by: ana, on: 2020-01-01}\n";
    assert!(!late(plain, "2023-01-01") && late(plain, "2023-01-02"));
    let later = format!("{plain}next_review: 2025-01-01\n");
    assert!(!late(&later, "2025-01-01") && late(&later, "2025-01-02"));
    assert!(!late("next_review: 2000-01-01\n", "2026-01-01"), "nobody has reviewed it");
}

fn written(text: &str, next: Option<&str>) -> Result<String, Refusal> {
    let seal = Seal(1);
    let entry = Entry { by: "jo-brook", on: day("2026-12-01"), seal, next: next.map(day) };
    write(text, &path(), &entry)
}

const FLOW: &str = "reviewed: {by: jo-brook, on: 2026-12-01, seal: v1-0000000000000001}";

#[test]
fn a_review_is_added_where_there_was_none() {
    for (text, expected) in [
        ("---\ntitle: A\n---\nText", format!("---\ntitle: A\n{FLOW}\n---\nText")),
        (
            "\u{feff}---\r\ntitle: A # one\r\n---\r\nText\r\n",
            format!("\u{feff}---\r\ntitle: A # one\r\n{FLOW}\r\n---\r\nText\r\n"),
        ),
        (
            "---\ntitle: A\nnext_review: 2028-01-01\nfaq: []\n---\n",
            format!("---\ntitle: A\n{FLOW}\nnext_review: 2028-01-01\nfaq: []\n---\n"),
        ),
        (
            "---\ntitle: A\n# later\nnext_review: 2028-01-01\n---\n",
            format!("---\ntitle: A\n# later\nnext_review: 2028-01-01\n{FLOW}\n---\n"),
        ),
        ("---\n  title: A\n---\n", format!("---\n  title: A\n  {FLOW}\n---\n")),
        ("---\ntitle: A\nreviewed:\n---\n", format!("---\ntitle: A\n{FLOW}\n---\n")),
        ("---\ntitle: A\nreviewed: ~\n---\n", format!("---\ntitle: A\n{FLOW}\n---\n")),
        ("---\ntitle: A\nreviewed: {}\n---\n", format!("---\ntitle: A\n{FLOW}\n---\n")),
        (
            "---\ntitle: A\ndescription: |\n  Two\n  lines\n---\n",
            format!("---\ntitle: A\ndescription: |\n  Two\n  lines\n{FLOW}\n---\n"),
        ),
    ] {
        assert_eq!(written(text, None).as_deref(), Ok(&*expected), "{text}");
    }
}

#[test]
fn a_review_is_renewed_in_its_place() {
    for (text, expected) in [
        (
            "---\nreviewed: {by: ana, on: 2025-01-01}  # as usual\ntitle: A\n---\n",
            format!("---\n{FLOW}  # as usual\ntitle: A\n---\n"),
        ),
        (
            "---\nreviewed: { on: 2025-01-01, seal: 'v1-2', by: \"Ana\" }\ntitle: A\n---\n",
            "---\nreviewed: { on: 2026-12-01, seal: v1-0000000000000001, by: jo-brook }\ntitle: A\n---\n".to_owned(),
        ),
        (
            "---\r\nreviewed:\r\n  by: ana # she\r\n  on: 2025-01-01 # then\r\ntitle: A\r\n---\r\n",
            "---\r\nreviewed:\r\n  by: jo-brook # she\r\n  on: 2026-12-01 # then\r\n  seal: v1-0000000000000001\r\ntitle: A\r\n---\r\n".to_owned(),
        ),
        (
            "---\ntitle: A\nreviewed:\n    by: ana\n    on:\n---\n",
            "---\ntitle: A\nreviewed:\n    by: jo-brook\n    on: 2026-12-01\n    seal: v1-0000000000000001\n---\n".to_owned(),
        ),
    ] {
        assert_eq!(written(text, None).as_deref(), Ok(&*expected), "{text}");
    }
}

#[test]
fn the_next_review_is_written_when_it_is_given() {
    for (text, expected) in [
        ("---\ntitle: A\n---\n", format!("---\ntitle: A\n{FLOW}\nnext_review: 2027-06-01\n---\n")),
        (
            "---\nnext_review: 2026-01-01 # soon\ntitle: A\n---\n",
            format!("---\n{FLOW}\nnext_review: 2027-06-01 # soon\ntitle: A\n---\n"),
        ),
        (
            "---\nreviewed:\n  by: ana\ntitle: A\n---\n",
            "---\nreviewed:\n  by: jo-brook\n  on: 2026-12-01\n  seal: v1-0000000000000001\nnext_review: 2027-06-01\ntitle: A\n---\n".to_owned(),
        ),
    ] {
        assert_eq!(written(text, Some("2027-06-01")).as_deref(), Ok(&*expected), "{text}");
    }
}

#[test]
fn what_leaves_no_room_is_refused() {
    for (text, refusal) in [
        ("Text", Refusal::Unreadable),
        ("---\ntitle: A\n", Refusal::Unreadable),
        ("---\ntitle: [\n---\n", Refusal::Unreadable),
        ("---\n{title: A}\n---\n", Refusal::Form),
        ("---\ntitle: A\nextra: &r {by: ana, on: 2026-01-01}\nreviewed: *r\n---\n", Refusal::Form),
    ] {
        assert_eq!(written(text, None), Err(refusal), "{text}");
    }
}

proptest! {
    #[test]
    fn all_else_stays(
        title in "[a-zA-Z][a-zA-Z ]{0,12}",
        before in "(# note\n|weight: [0-9]{1,3}\n|toc: false\n){0,1}",
        review in prop_oneof![
            Just(""),
            Just("reviewed: {by: ana, on: 2026-01-01}\n"),
            Just("reviewed:\n  by: ana\n  on: 2026-01-01\n"),
            Just("reviewed:\n  on: 2026-01-01 # x\n\n  by: ana\n"),
        ],
        after in "(description: [a-z]{1,9}\n|\n|  \n){0,1}",
        body in "[-a-z#>\n *:]{0,60}",
        crlf: bool,
    ) {
        let text = format!("---\n{before}title: {title}\n{review}{after}---\n{body}");
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let new = written(&text, None).expect("written");
        prop_assert_eq!(seal(&new), seal(&text));
        let kept = |text: &str| {
            text.lines().filter(|line| !line.contains("reviewed") && !line.contains("by:") && !line.contains("on:") && !line.contains("seal:")).map(str::to_owned).collect::<Vec<_>>()
        };
        prop_assert_eq!(kept(&new), kept(&text));
        prop_assert_eq!(new.contains("\r\n"), crlf);
    }
}
