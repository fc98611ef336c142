//! What writers are told about their front matter, as they see it, and what a good page becomes.

use std::sync::Arc;

use camino::Utf8Path;
use proptest::prelude::*;

use super::*;
use crate::base::Date;
use crate::diagnostic::{Diagnostic, Notes, Palette, to_terminal};

fn path(path: &str) -> Arc<Utf8Path> {
    Utf8Path::new(path).into()
}

fn read(text: &str, file: &str, kind: Kind, cascade: &[Arc<Cascade>]) -> (Parsed, Vec<Diagnostic>) {
    let mut notes = Notes::default();
    let settings = "title: x\nbase_url: https://x.org\nfields: {article: {level: {type: choice, choices: [easy, medium]}, year: {type: text}}}\n";
    let config = crate::config::parse(settings, &path("anma.yaml"), &mut notes).expect("settings");
    assert!(notes.is_empty());
    let rules = Rules { fields: &config.fields, limits: &Limits::default() };
    let parsed =
        parse(text, &path(file), Above { kind, cascade, original: None }, rules, &mut notes);
    (parsed, notes.into_sorted())
}

/// The problems of a page as its writer sees them.
fn check_as(text: &str, file: &str, kind: Kind) -> String {
    let (_, found) = read(text, file, kind, &[]);
    let shown: Vec<String> =
        found.iter().map(|one| to_terminal(one, Palette::Plain, |_| Some(text))).collect();
    shown.join("\n\n")
}

fn good(text: &str, kind: Kind) -> Matter {
    let (parsed, found) = read(text, "content/a.md", kind, &[]);
    assert!(found.is_empty(), "{}", check_as(text, "content/a.md", kind));
    parsed.matter
}

/// One snapshot a case: the file, a line, and what is said about it.
#[track_caller]
fn snapshots(kind: Kind, cases: &[(&str, &str)]) {
    for (name, text) in cases {
        let file = if kind == Kind::Section { "content/a/_index.md" } else { "content/a/back.md" };
        let shown = format!("{text}\n────────\n{}\n", check_as(text, file, kind));
        insta::with_settings!({snapshot_suffix => name.replace(' ', "-"), omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("writers_see", shown);
        });
    }
}

#[test]
fn mistakes_in_writing_fields_are_explained() {
    snapshots(
        Kind::Article,
        &[
            ("colon", "---\ntitle: Back pain: what helps\n---\n"),
            ("open quote", "---\ntitle: \"Back pain\ndate: 2026-11-01\n---\n"),
            ("apostrophe", "---\ntitle: 'It's your back'\n---\n"),
            ("inner quotes", "---\ntitle: \"The \"firm\" massage\"\n---\n"),
            ("at sign", "---\ntitle: Back pain\nauthor: @maria\n---\n"),
            ("asterisk", "---\ntitle: *New* massage\n---\n"),
            (
                "open bracket",
                "---\ntitle: Back\ntopic: [relaxation, sleep\ndate: 2026-11-01\n---\n",
            ),
            ("text after bracket", "---\ntitle: [New] Back pain\n---\n"),
            ("tab", "---\ntitle: Back\nfaq:\n\t- question: Why?\n---\n"),
            ("no space", "---\ntitle:Back pain\ndate:2026-11-01\n---\n"),
            ("columns", "---\ntitle: Back\nimage:\n    src: a.jpg\n   alt: A back\n---\n"),
            ("moved right", "---\ntitle: Back\n  date: 2026-11-01\n---\n"),
            ("twice", "---\ntitle: Back\ndraft: true\ntitle: Neck\n---\n"),
            ("no end", "---\ntitle: Back\n\n## Text\n"),
            ("no fields", "# Back pain\n\nText.\n"),
            ("only text", "---\nBack pain\n---\n"),
            ("backslash", "---\ntitle: \"C:\\pictures\"\n---\n"),
            ("invisible", "---\ntitle: a\u{7}b\n---\n"),
        ],
    );
}

#[test]
fn wrong_fields_and_values_are_explained() {
    snapshots(
        Kind::Article,
        &[
            ("titel", "---\ntitel: Sciatica\n---\n"),
            ("tags", "---\ntitle: Back\ntags: [a]\n---\n"),
            ("field of another kind", "---\ntitle: Back\nhelps: []\n---\n"),
            (
                "several at once",
                "---\ntitle: [Back]\ndate: 2024-02-30\ndraft: yes\nweight: heavy\nimage: back.jpg\n---\n",
            ),
            (
                "dates",
                "---\ntitle: Back\ndate: 12/03/2024\nupdated: yesterday\npublish: 2024/3/1\n---\n",
            ),
            ("empty title", "---\ntitle: \"\"\ndescription:\n---\n"),
            (
                "addresses",
                "---\ntitle: Back\nslug: ../secret\naliases: [/a?b, \"\", /fine/]\nsources: [{title: NICE, url: www.nice.org.uk}]\n---\n",
            ),
            (
                "dates disagree",
                "---\ntitle: Back\ndate: 2026-11-01\nupdated: 2025-11-01\npublish: 2026-12-01\nexpire: 2026-12-01\n---\n",
            ),
            (
                "group",
                "---\ntitle: Back\nimage: {source: a.jpg, alt: [x]}\nreviewed: {by: Maria}\n---\n",
            ),
            ("declared", "---\ntitle: Back\nlevel: eazy\n---\n"),
        ],
    );
    snapshots(
        Kind::Treatment,
        &[(
            "levels",
            "---\ntitle: Hot stone\nhelps: [{id: stress, certainty: acepted}]\ncaution: [{id: dvt}, {id: fever, level: never}]\nheat: no\nalso: heated stones\n---\n",
        )],
    );
    snapshots(
        Kind::Section,
        &[(
            "cascade",
            "---\ntitle: News\ncascade: {title: x, athor: Maria, draft: maybe}\nlist: every\n---\n",
        )],
    );
}

#[test]
fn a_page_with_everything_has_no_problems() {
    let text = "---\ntitle:  Upper back massage \ndate: 2026-11-01\nupdated: 2026-11-02T10:00:00Z\nslug: upper\naliases: [/old/]\n\
        author: Maria Lund\nreviewed: {by: Maria Lund, on: 2026-11-01}\nimage: {src: a.jpg, alt: A back}\n\
        sources: [ng59, {title: Own, grade: own}]\nfaq:\n  - question: Why?\n    answer: Because.\n\
        topic: [a, b]\ncondition: sciatica\nlinks: {limit: 3, never: [massage]}\ndraft: false\nweight: -3\n\
        extra: {colour: green, n: 3}\nlevel: easy\nyear: 2024\n---\n";
    let matter = good(text, Kind::Article);
    assert_eq!(&*matter.title, "Upper back massage");
    assert_eq!(matter.date, Date::parse("2026-11-01"));
    assert_eq!(matter.topic.len(), 2);
    let condition = &matter.condition[0];
    assert_eq!(&text[condition.span.start as usize..condition.span.end as usize], "sciatica");
    assert!(matches!(&matter.sources[..], [SourceRef::Id(_), SourceRef::Inline(_)]));
    assert_eq!(matter.links.as_ref().and_then(|links| links.limit), Some(3));
    assert_eq!(matter.fields.len(), 2);
    assert_eq!(matter.weight, Some(-3));
    assert!(matter.entity.is_none() && matter.place_of("slug").is_some());
    let extra = matter.extra.expect("extra");
    assert_eq!(crate::yaml::to_json(&extra), serde_json::json!({"colour": "green", "n": 3}));
}

#[test]
fn texts_stay_as_they_are_typed() {
    for (typed, title) in
        [("2024", "2024"), ("010", "010"), ("yes", "yes"), ("1.50", "1.50"), ("'no'", "no")]
    {
        assert_eq!(&*good(&format!("---\ntitle: {typed}\n---\n"), Kind::Article).title, title);
    }
}

#[test]
fn a_page_without_title_is_kept_under_its_file_name() {
    let (parsed, found) = read("Text", "content/articles/back-pain.md", Kind::Article, &[]);
    assert_eq!((&*parsed.matter.title, parsed.readable, found.len()), ("Back pain", false, 1));
    let (parsed, _) = read("---\n---\n", "content/articles/neck/index.md", Kind::Article, &[]);
    assert_eq!((&*parsed.matter.title, parsed.readable, parsed.body), ("Neck", true, 8..8));
}

fn cascade(file: &str, fields: &str) -> Arc<Cascade> {
    let text = format!("---\ntitle: S\ncascade:\n{fields}---\n");
    let (parsed, found) = read(&text, file, Kind::Section, &[]);
    assert!(found.is_empty(), "{found:?}");
    parsed.matter.section.and_then(|section| section.cascade).expect("a cascade")
}

#[test]
fn the_nearest_section_wins_and_the_page_wins_over_it() {
    let outer = cascade(
        "content/_index.md",
        "  author: Outer\n  topic: [far]\n  extra: {a: 1, b: 1, c: 1}\n  helps: []\n  type: topic\n",
    );
    let inner = cascade(
        "content/a/_index.md",
        "  author: Inner\n  type: condition\n  extra: {b: 2, c: 2}\n",
    );
    let text = "---\ntitle: T\nextra: {c: 3}\nweight:\n---\n";
    let (parsed, found) = read(text, "content/a/t.md", Kind::Page, &[outer, inner]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(parsed.kind, Kind::Condition);
    let author = &parsed.matter.author[0];
    assert_eq!((&*author.text, author.span.path.as_str()), ("Inner", "content/a/_index.md"));
    assert_eq!(&*parsed.matter.topic[0].text, "far");
    let extra = parsed.matter.extra.expect("extra");
    assert_eq!(crate::yaml::to_json(&extra), serde_json::json!({"a": 1, "b": 2, "c": 3}));
}

#[test]
fn the_type_overrides_the_folder() {
    let text = "---\ntitle: Lower back pain\ntype: symptom\nalso: [lumbago]\ncap: evidence\n---\n";
    let (parsed, found) = read(text, "content/conditions/x.md", Kind::Condition, &[]);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(parsed.kind, Kind::Symptom);
    assert_eq!(parsed.matter.entity.and_then(|entity| entity.cap), Some(Cap::Evidence));
}

#[test]
fn data_files_are_read_with_the_places_of_their_ids() {
    let mut notes = Notes::default();
    let limits = Limits::default();
    let text = "ng59: {title: NICE, grade: A}\nx: {title: X, grade: D, src: y}\n";
    let sources = parse_sources(text, &path("content/sources.yaml"), &limits, &mut notes);
    assert_eq!(sources.len(), 2);
    assert_eq!(sources[0].1.grade, Some(Grade::A));
    let flags = parse_red_flags(
        "back:\n  sources: [ng59]\n  urgent: [fever]\n",
        &path("r.yaml"),
        &limits,
        &mut notes,
    );
    assert_eq!(&*flags[0].1.urgent[0], "fever");
    let text = "rsi: {type: condition, title: RSI, abbr: [RSI]}\nbad: {type: condtion, title: x}\nno: {title: y}\nbare: {type: cause}\n";
    let rules = Rules { fields: &SiteFields::default(), limits: &limits };
    let terms = parse_vocabulary(text, &path("v.yaml"), &[], rules, &mut notes);
    assert_eq!(terms.iter().map(|term| &*term.id.text).collect::<Vec<_>>(), ["rsi", "bare"]);
    let messages: Vec<String> = notes
        .into_sorted()
        .into_iter()
        .map(|one| format!("{}: {}", one.code, one.message))
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nothing_panics_and_every_place_is_inside(
        lines in proptest::collection::vec("(title|date|draft|image|faq|helps|extra|cascade|type|slug|x): ?[a-z\\[\\]{}:\"',é&*0-9 -]{0,20}|---|\\.\\.\\.|(?s).{0,10}| {0,4}- [a-z:{} ]{0,8}", 0..8),
        kind in prop_oneof![Just(Kind::Article), Just(Kind::Treatment), Just(Kind::Section), Just(Kind::Person)],
    ) {
        let text = format!("---\n{}", lines.join("\n"));
        let (parsed, found) = read(&text, "content/a.md", kind, &[]);
        prop_assert!(text.get(parsed.body).is_some() && !parsed.matter.title.is_empty());
        for one in &found {
            for label in &one.labels {
                prop_assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "{one:?}");
            }
            prop_assert!(!to_terminal(one, Palette::Plain, |_| Some(&text)).is_empty());
        }
    }
}
