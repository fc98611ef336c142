//! Rules of each kind, the tester as a whole, and what holds for any text.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use camino::Utf8Path;
use proptest::prelude::*;

use super::examples::{built_in, units};
use super::*;
use crate::base::Span;
use crate::diagnostic::{Notes, Severity};
use crate::source::{Source, Sources};

const EXAMPLES: &str = "\nfires: [a, b, c]\npasses: [a, b, c]\n";

/// The rules of a site that has none but the one written here.
pub(super) fn only(rule: &str) -> Rules {
    let text = format!("message: '%s'\n{rule}{EXAMPLES}");
    let sources = Sources::from_iter([Source::text("rules/MINE.yaml", &text)]);
    let mut notes = Notes::default();
    let rules = load(&sources, &Wanted { packs: Vec::new(), ..Wanted::default() }, &mut notes);
    assert!(notes.is_empty(), "{:#?}", notes.into_sorted());
    rules
}

/// What a rule says of a text: what it found, with its message and suggestion.
fn said(rule: &str, text: &str) -> Vec<String> {
    let found = Tester::new(&only(rule)).run(&units(text));
    found
        .into_iter()
        .map(|(_, hit)| match hit.suggestion {
            Some(word) => format!("{}>{word}", hit.found),
            None => format!("{}|{}", hit.found, hit.message),
        })
        .collect()
}

#[test]
fn existence_finds_whole_words_unless_told_otherwise() {
    let rule = "extends: existence\ntokens: [its, 'so-so', \"don't\"]";
    assert_eq!(said(rule, "Its bits. ITS’s so‑so"), ["Its|Its", "ITS|ITS", "so‑so|so‑so"]);
    assert_eq!(said(rule, "I don’t, I don't"), ["don’t|don’t", "don't|don't"]);
    // Letters of other alphabets are letters.
    assert_eq!(said(rule, "éits itsé ßits its"), ["its|its"]);
    assert_eq!(said("extends: existence\nnonword: true\ntokens: [its]", "bits"), ["its|its"]);
    assert_eq!(said("extends: existence\nignorecase: false\ntokens: [A]", "a A"), ["A|A"]);
    assert_eq!(said("extends: existence\nraw: ['a', 'b+']", "xabbx"), ["abb|abb"]);
    let rule = "extends: existence\ntokens: [chronic]\nexceptions: [chronic fatigue]";
    assert_eq!(said(rule, "chronic fatigue, chronic pain"), ["chronic|chronic"]);
    assert_eq!(said("extends: existence\nonce: page\ntokens: [a]", "A a\n\na"), ["A|A"]);
}

#[test]
fn substitution_offers_the_word_as_it_was_written() {
    let rule = "extends: substitution\nswap: {prior to: before, '(\\w+) then': $1 than, acute: sudden|short}";
    assert_eq!(
        said(rule, "Prior to more then ACUTE"),
        ["Prior to>Before", "more then>more than", "ACUTE>SUDDEN or SHORT"]
    );
    let found = Tester::new(&only("extends: substitution\nswap: {a: b}")).run(&units("a"));
    assert_eq!(found[0].1.message, "b", "as in Vale, the first is the suggestion");
    // What is right already is not reported.
    assert_eq!(said("extends: substitution\nswap: {nhs: NHS}", "NHS nhs"), ["nhs>NHS"]);
    assert_eq!(said("extends: substitution\nswap: {cost: '$$5'}", "cost"), ["cost>$5"]);
}

#[test]
fn occurrence_counts() {
    let rule = "extends: occurrence\ntoken: a\nmax: 2";
    assert_eq!(said(rule, "a a b\n\na a a a"), ["a|4"]);
    assert_eq!(said(&format!("{rule}\nscope: page"), "a b\n\na\n\nb a a"), ["a|4"]);
    assert_eq!(said(&format!("{rule}\nscope: sentence"), "A a. A a. B a a a."), ["a|3"]);
    assert_eq!(said("extends: occurrence\ntoken: a\nmin: 1", "b\n\na"), ["b|0"]);
    assert_eq!(
        said("extends: occurrence\ncount: words\nmax: 2\nscope: sentence", "A b. C d e."),
        ["C d e.|3"]
    );
    assert_eq!(
        said("extends: occurrence\ncount: sentences\nmax: 1", "A b. C d e."),
        ["A b. C d e.|2"]
    );
}

#[test]
fn repetition_finds_neighbours_only() {
    let rule = "extends: repetition\nalpha: true";
    assert_eq!(said(rule, "The the end"), ["The the>The"]);
    assert_eq!(said(rule, "the. The end, the\u{a0}the"), ["the\u{a0}the>the"]);
    assert_eq!(said(rule, "2 2 step by step"), Vec::<String>::new());
}

#[test]
fn consistency_reports_the_rarer_form() {
    let rule = "extends: consistency\neither: {wellbeing: well-being}";
    assert_eq!(said(rule, "Wellbeing\n\nWell-being, wellbeing"), ["Well-being>Wellbeing"]);
    assert_eq!(said(rule, "well-being\n\nwellbeing"), ["wellbeing>well-being"]);
    assert_eq!(said(rule, "wellbeing, wellbeing").len(), 0);
}

#[test]
fn conditional_wants_the_second_for_the_first() {
    let rule = "extends: conditional\nignorecase: false\nfirst: '\\b([A-Z]{3,5})\\b'\nsecond: '\\(([A-Z]{3,5})\\)'\nexceptions: [NHS]";
    assert_eq!(
        said(rule, "Use TENS, NHS and BACP.\n\nThe machine (TENS) is small."),
        ["BACP|BACP"]
    );
}

#[test]
fn metric_reports_once_a_page() {
    let rule = "extends: metric\nformula: words / sentences\ncondition: '> 2'";
    assert_eq!(
        said(rule, "One two three. Four.\n\nFive six seven eight."),
        ["Five six seven eight.|2.7"]
    );
    assert_eq!(said(rule, "One two.").len(), 0);
    assert_eq!(said(rule, "").len(), 0);
}

#[test]
fn scopes_choose_the_text() {
    let rule = "extends: existence\ntokens: [a]\nscope: [heading.h2, quote]";
    assert_eq!(said(rule, "a\n\n# a\n\n## a\n\n> a\n\n- a").len(), 2);
    let rules = only(rule);
    let found = |scope, level| Tester::new(&rules).run(&[Unit { text: "a", scope, level }]).len();
    assert_eq!((found("caption", 0), found("quote", 0), found("heading", 200)), (0, 1, 0));
}

#[test]
fn findings_come_in_the_order_of_the_page_and_name_their_place() {
    let text = "The the  pain!\n\nsometimes its a bi-weekly";
    let units = units(text);
    let found = Tester::new(&built_in()).run(&units);
    let places: Vec<_> = found.iter().map(|(_, hit)| (hit.unit, hit.range.start)).collect();
    assert!(places.is_sorted());
    for (_, hit) in &found {
        assert_eq!(units[hit.unit].text[hit.range.clone()], hit.found);
    }
    let names: Vec<&str> = found.iter().map(|(rule, _)| &*rule.name).collect();
    for name in ["STYLE-REPEATED", "STYLE-SPACES", "STYLE-EXCLAIM", "STYLE-ITS", "STYLE-BIWEEKLY"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
}

#[test]
fn settings_choose_packs_and_levels() {
    let place = Span::file(&Utf8Path::new("anma.yaml").into());
    let level = |level| (level, place.clone());
    let rules = |packs: &[&str], levels: &[(&str, Level)]| {
        let mut notes = Notes::default();
        let wanted = Wanted {
            packs: packs.iter().map(|pack| ((*pack).to_owned(), place.clone())).collect(),
            levels: levels.iter().map(|(name, of)| ((*name).to_owned(), level(*of))).collect(),
            classes: BTreeMap::from([("TREAT".to_owned(), vec!["reiki".to_owned()])]),
            known: vec!["CHECK-STALE".to_owned()],
        };
        let rules = load(&Sources::default(), &wanted, &mut notes);
        (rules, notes.into_sorted())
    };
    let (style, notes) = rules(
        &["style"],
        &[
            ("STYLE-ITS", Level::On(Severity::Note)),
            ("STYLE-EXCLAIM", Level::Off),
            ("TERM-AZ", Level::On(Severity::Warning)),
            ("CHECK-STALE", Level::Off),
        ],
    );
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(style.get("STYLE-ITS").expect("on").level, Severity::Note);
    assert_eq!(style.get("TERM-AZ").expect("named").level, Severity::Warning);
    assert!(style.get("STYLE-EXCLAIM").is_none() && style.off.contains("STYLE-EXCLAIM"));
    assert!(style.get("PLAIN-LONG").is_none() && style.off.contains("PLAIN-LONG"));
    assert!(style.classes["TREAT"].contains(&"reiki".to_owned()));
    assert!(style.all.is_sorted_by(|one, two| one.name < two.name));
    let (_, notes) = rules(&["stile"], &[("STYLE-IST", Level::Off), ("style", Level::Off)]);
    let help: Vec<_> = notes.iter().filter_map(|note| note.help.as_deref()).collect();
    assert!(help.contains(&"did you mean `style`?"), "{notes:?}");
    assert!(help.contains(&"did you mean `STYLE-ITS`?"), "{notes:?}");
}

#[test]
fn a_site_replaces_a_rule_and_adds_words_to_classes() {
    let sources = crate::source::fixture(
        "-- rules/STYLE-ITS.yaml --\nextends: existence\nmessage: mine\ntokens: [zebra]\nfires: [a, b, c]\npasses: [d, e, f]\n\
        -- rules/classes.yaml --\nHOUSE: [hot stones, hot stones, cupping]\n",
    );
    let mut notes = Notes::default();
    let rules = load(&sources, &Wanted::default(), &mut notes);
    assert!(notes.is_empty(), "{:?}", notes.into_sorted());
    let rule = rules.get("STYLE-ITS").expect("the site's");
    assert_eq!((&*rule.pack, rule.message.as_str()), ("site", "mine"));
    assert_eq!(rules.classes["HOUSE"], ["hot stones", "cupping"]);
    assert!(!rules.off.contains("STYLE-ITS"));
}

#[test]
fn rules_are_explained() {
    let rules = built_in();
    let page = page_of(rules.get("STYLE-BIWEEKLY").expect("there"));
    for words in
        ["STYLE-BIWEEKLY (warning, pack style)", "twice a week", "Source", "Come biweekly."]
    {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let list = reference(&rules.all);
    for rule in &rules.all {
        assert!(list.contains(&format!("\n### {}\n", rule.name)));
    }
    assert!(list.contains("\n## Style (`style`)\n") && list.ends_with('\n'));
}

fn article() -> String {
    let sentence = "The muscles of the upper back hold up your head, and after a day’s work at a desk they often feel \
        stiff. If you don't feel better after a few days of rest – or if it’s worse – see a GP. ";
    let paragraph = format!("{}\n\n", sentence.repeat(3));
    paragraph.repeat(8)
}

#[test]
fn all_rules_take_little_time() {
    let text = article();
    let page = units(text.trim());
    let words: u32 = page.iter().map(|unit| sentence::count_words(unit.text)).sum();
    assert!(words > 800, "{words}");
    let tester = Tester::new(&built_in());
    let first = tester.run(&page);
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(tester.run(&page).len(), first.len());
    }
    let each = start.elapsed() / 20;
    println!("{words} words take {each:?}");
    assert!(each.as_millis() < 50, "{each:?}");
}

#[test]
fn a_megabyte_takes_time_in_proportion() {
    let tester = Tester::new(&built_in());
    let time = |text: &str| {
        let start = Instant::now();
        let found = tester.run(&[Unit { text, scope: "paragraph", level: 0 }]);
        (start.elapsed().as_secs_f64(), found.len())
    };
    for piece in [
        "its a ",
        "suffering ",
        "the therapist and a ",
        "é ",
        "your’",
        "a.b. ",
        "I ",
        "!",
        "肩",
        "  ",
    ] {
        let text = piece.repeat(250_000 / piece.len());
        let (small, _) = time(&text);
        let (large, _) = time(&text.repeat(4));
        println!("{piece:?}: {small:.3} {large:.3}");
        assert!(large < small * 12.0 + 0.5, "{piece:?}: {small} and then {large}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_looked_at_without_a_panic(texts in prop::collection::vec(".{0,80}|(its a|the the|your|’|[.!?] |it's own|é|\u{a0}| ){0,12}", 0..6)) {
        thread_local!(static TESTER: Tester = Tester::new(&built_in()));
        let scopes = ["paragraph", "heading", "item", "alt", "odd"];
        let page: Vec<Unit<'_>> = texts.iter().enumerate()
            .map(|(at, text)| Unit { text, scope: scopes[at % 5], level: u8::try_from(at).expect("few") })
            .collect();
        let found = TESTER.with(|tester| tester.run(&page));
        for (_, hit) in &found {
            prop_assert_eq!(page[hit.unit].text.get(hit.range.clone()), Some(hit.found.as_str()));
        }
        for unit in &page {
            let parts = sentences(unit.text);
            prop_assert!(parts.windows(2).all(|two| two[0].end <= two[1].start));
            let inside: u32 = parts.iter().map(|range| sentence::count_words(&unit.text[range.clone()])).sum();
            prop_assert_eq!(inside, sentence::count_words(unit.text));
        }
        let _reading = grade(&Page::new(&page));
    }

    #[test]
    fn the_first_look_misses_nothing(text in "(its|their|a|A| |’|'|é|-|prior to|chronic|suffer(s|ing) from|\\.|bi-weekly|the){0,20}") {
        thread_local!(static BOTH: (Tester, Vec<(Arc<Rule>, Tester)>) = {
            let rules = built_in();
            let alone = |rule: &Arc<Rule>| {
                let rules = Rules { all: vec![Arc::clone(rule)], ..Rules::default() };
                (Arc::clone(rule), Tester::new(&rules))
            };
            (Tester::new(&rules), rules.all.iter().map(alone).collect())
        });
        let page = [Unit { text: &text, scope: "paragraph", level: 0 }];
        BOTH.with(|(all, each)| {
            let together = all.run(&page);
            for (rule, tester) in each {
                let alone: Vec<Hit> = tester.clone().without_first_look().run(&page).into_iter().map(|(_, hit)| hit).collect();
                let of_rule: Vec<Hit> = together.iter().filter(|(by, _)| by.name == rule.name).map(|(_, hit)| hit.clone()).collect();
                assert_eq!(alone, of_rule, "{}", rule.name);
            }
        });
    }
}

#[test]
#[ignore = "tells where the time goes"]
fn where_the_time_goes() {
    let text = article();
    let page = units(text.trim());
    let start = Instant::now();
    let rules = built_in();
    println!("loaded in {:?}", start.elapsed());
    let start = Instant::now();
    let tester = Tester::new(&rules);
    println!("put together in {:?}", start.elapsed());
    let start = Instant::now();
    let _found = tester.run(&page);
    println!("first page in {:?}", start.elapsed());
    for rule in &rules.all {
        let alone = Tester::new(&Rules { all: vec![Arc::clone(rule)], ..Rules::default() });
        let _found = alone.run(&page);
        let start = Instant::now();
        for _ in 0..50 {
            let _found = alone.run(&page);
        }
        println!("{} {:?}", rule.name, start.elapsed() / 50);
    }
    let start = Instant::now();
    for _ in 0..20_000 {
        let _found = tester.run(&page);
    }
    println!("each {:?}", start.elapsed() / 20_000);
}
