//! The tree, its places, its limits, and the short way against the parser.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Palette, to_terminal};

fn path() -> Arc<Utf8Path> {
    Utf8Path::new("content/a.md").into()
}

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut notes = Notes::default();
    let node = parse(text, 0..text.len(), &path(), &Limits::default(), &mut notes);
    (node, notes.into_sorted())
}

/// The problems of `text` as a writer sees them.
fn check(text: &str) -> String {
    let (_, found) = read(text);
    found
        .iter()
        .map(|problem| to_terminal(problem, Palette::Plain, |_| Some(text)))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn json(text: &str) -> serde_json::Value {
    let (node, found) = read(text);
    assert!(found.is_empty(), "{}", check(text));
    to_json(&node.expect("a tree"))
}

fn each_node(node: &Node, visit: &mut impl FnMut(Place)) {
    visit(node.place);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| each_node(item, visit)),
        Value::Map(entries) => {
            for entry in entries {
                visit(entry.key_place);
                each_node(&entry.value, visit);
            }
        }
        Value::Null | Value::Scalar { .. } => {}
    }
}

#[test]
fn plain_texts_stay_texts_until_a_template_asks() {
    let value = json(
        "a: yes\nb: 010\nc: 12\nd: 1.5\ne: true\nf: '12'\ng: ~\nh: 2026-11-01\ni: -3\nj: !!str 7\nk:\n",
    );
    let expected = serde_json::json!({
        "a": "yes", "b": "010", "c": 12, "d": 1.5, "e": true, "f": "12", "g": null,
        "h": "2026-11-01", "i": -3, "j": "7", "k": null,
    });
    assert_eq!(value, expected);
    assert_eq!(
        json("a: 1234567890123456789012345678901234567890\n")["a"].as_str().map(str::len),
        Some(40)
    );
}

#[test]
fn every_way_of_writing_is_read() {
    let text =
        "list:\n  - one\n  - {a: 1, b: [x]}\ntext: |\n  two\n  lines\nfolded: >-\n  one\n  line\n";
    let expected = serde_json::json!({
        "list": ["one", {"a": 1, "b": ["x"]}], "text": "two\nlines\n", "folded": "one line",
    });
    assert_eq!(json(text), expected);
    assert_eq!(json(&text.replace('\n', "\r\n")), expected);
    assert_eq!(
        json("base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3\n")["more"],
        serde_json::json!({"y": 3, "x": 1})
    );
    assert_eq!(json(""), serde_json::Value::Null);
    assert_eq!(json("# only a comment\n"), serde_json::Value::Null);
}

#[test]
fn places_count_bytes_of_the_file() {
    let text = "\u{feff}é: 'ü'\r\nb:\r\n  - [ö, \"x\"]\r\n";
    let (node, _) = read(text);
    let mut places = Vec::new();
    each_node(&node.expect("a tree"), &mut |place| {
        places.push(&text[place.start as usize..place.end as usize]);
    });
    assert_eq!(
        places,
        [
            "é: 'ü'\r\nb:\r\n  - [ö, \"x\"]",
            "é",
            "'ü'",
            "b",
            "- [ö, \"x\"]",
            "[ö, \"x\"]",
            "ö",
            "\"x\""
        ]
    );
}

#[test]
fn bombs_and_towers_are_refused_at_once() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let uses = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{uses}]").expect("a string");
    }
    assert!(check(&bomb).contains("yaml::too-large"));
    for text in ["[".repeat(60_000), "{a: ".repeat(10_000), format!("a: {}", "- ".repeat(10_000))] {
        assert!(read(&text).0.is_none());
    }
    let line = |depth| format!("{}a:\n", " ".repeat(depth));
    let deep = (0..1_000).map(line).collect::<Vec<_>>().concat();
    let small = deep.lines().take(200).fold(String::new(), |all, line| all + line + "\n");
    assert!(check(&small).contains("yaml::too-large"), "{}", check(&small));
    assert!(check(&"x".repeat(70_000)).contains("yaml::too-large"));
    let many = (0..5_000).map(|index| format!("k{index}: 1\n")).collect::<Vec<_>>().concat();
    assert!(read(&many).0.is_some());
    assert!(check(&format!("{}: x\n", "k".repeat(60_000))).contains("error"));
}

#[test]
fn the_program_runs_nothing_and_survives_nul() {
    assert!(check("a: !!python/object/apply:os.system [ls]\n").contains("has no meaning here"));
    assert!(check("a: &x [*x]\n").contains("repeats itself"));
    assert!(check("title: \"a\0b\"\n").is_empty() || check("title: a\0b\n").contains("invisible"));
}

/// Lines that the short way accepts, or nearly accepts.
fn line() -> impl Strategy<Value = String> {
    let word = "[a-zé€“–A-Z0-9_ .,:;/()'!?&+#\"\\[\\]{}|>*%@`=~$<^-]{0,12}";
    prop_oneof![
        4 => (("[a-z_]{1,3}"), word).prop_map(|(key, value)| format!("{key}: {value}")),
        4 => (("[a-z_]{1,3}"), word).prop_map(|(key, value)| format!("{key}: \"{value}\"")),
        4 => (("[a-z_]{1,3}"), proptest::collection::vec("\"?[a-zé09 .,:'-]{0,5}\"?", 0..4))
            .prop_map(|(key, items)| format!("{key}: [{}]", items.join(", "))),
        1 => word.prop_map(|text| format!("# {text}")),
        1 => Just(String::new()),
        1 => ("[a-z]{1,3}").prop_map(|key| format!("{key}:")),
        1 => word.prop_map(|text| text),
        1 => ("[a-z]{1,3}", any::<char>(), any::<char>()).prop_map(|(key, one, two)| format!("{key}: \"{one}{two}\"")),
        1 => ("[a-z]{1,3}", any::<char>(), any::<char>()).prop_map(|(key, one, two)| format!("{key}: a{one}{two}")),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_short_way_reads_what_the_parser_reads(
        lines in proptest::collection::vec(line(), 1..4),
        crlf in any::<bool>(),
        last in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let text = lines.join(end) + if last { end } else { "" };
        if let Some(short) = simple::parse(&text, 7, &Limits::default()) {
            let mut notes = Notes::default();
            let long = tree::parse(&text, 7, &path(), &Limits::default(), &mut notes);
            prop_assert!(notes.is_empty());
            prop_assert_eq!(Some(short), long);
        }
    }

    #[test]
    fn nothing_panics_and_every_place_is_inside(text in "(?s)[\\[\\]{}:#&*!|>'\"%@`,?~\\- a-c\n\r\t\u{0}\u{feff}é<.]{0,60}|(?s).{0,40}") {
        let (node, found) = read(&text);
        let inside = |start: u32, end: u32| {
            start <= end && (end as usize) <= text.len()
                && text.is_char_boundary(start as usize) && text.is_char_boundary(end as usize)
        };
        for problem in &found {
            for label in &problem.labels {
                prop_assert!(inside(label.span.start, label.span.end), "{:?} in {:?}", problem, text);
            }
            to_terminal(problem, Palette::Plain, |_| Some(&text));
        }
        prop_assert!(node.is_some() || !found.is_empty());
        let mut all = true;
        if let Some(node) = &node {
            each_node(node, &mut |place| all &= inside(place.start, place.end));
        }
        prop_assert!(all);
    }
}
