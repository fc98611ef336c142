//! Files of rules that cannot be used, and what is said of them.

use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostic, Notes, Palette, Severity, to_terminal};
use crate::source::{Source, Sources};

const EXAMPLES: &str = "\nfires: [a, b, c]\npasses: [d, e, f]\n";

fn problems(path: &str, text: &str) -> (Rules, Vec<Diagnostic>) {
    let sources = Sources::from_iter([Source::text(path, text)]);
    let mut notes = Notes::default();
    let rules = load(&sources, &Wanted { packs: Vec::new(), ..Wanted::default() }, &mut notes);
    (rules, notes.into_sorted())
}

/// Expects the rule to be left out, and one problem whose message and help hold these words, at this text.
fn refuses(rule: &str, message: &str, help: &str, at: &str) {
    let text = format!("{rule}{EXAMPLES}");
    let (rules, found) = problems("rules/MINE.yaml", &text);
    let shown: Vec<String> =
        found.iter().map(|one| to_terminal(one, Palette::Plain, |_| Some(text.as_str()))).collect();
    let shown = shown.join("\n\n");
    assert!(rules.all.is_empty(), "{rule} is used");
    let fits = |one: &Diagnostic| {
        let span = one.span().expect("a place");
        let (start, end) = (usize::try_from(span.start), usize::try_from(span.end));
        one.severity == Severity::Error
            && one.code.0 == "check::rule"
            && one.message.contains(message)
            && !one.message.contains('\n')
            && !one.message.ends_with('.')
            && one.help.as_deref().unwrap_or_default().contains(help)
            && text.get(start.expect("small")..end.expect("small")) == Some(at)
    };
    assert_eq!(found.len(), 1, "{shown}");
    assert!(fits(&found[0]), "{message:?}, {help:?} at {at:?}, but:\n{shown}");
}

#[test]
fn patterns_are_refused_at_the_very_sign() {
    let token = |token: &str| format!("extends: existence\nmessage: m\ntokens:\n  - {token}");
    for (pattern, message, help, at) in [
        ("a(b", "bracket `(` that is never closed", "write `\\` before", "("),
        ("'a)b'", "bracket `)` that was never opened", "write `\\` before", ")"),
        ("a[b", "square bracket `[` that is never closed", "", "["),
        ("its (?=a)", "cannot look ahead or behind", "exceptions", "(?="),
        ("(?<!not )safe", "cannot look ahead or behind", "exceptions", "(?<!"),
        (r"(\w+) \1", "cannot refer back", "extends: repetition", r"\1"),
        (r"a\y", "means nothing there", "", r"\y"),
        (r"'+a'", "nothing before it to repeat", "", "+"),
        ("a{3,1}", "larger number first", "", "{3,1}"),
        (r"\p{Greek letters}", "does not exist", "any letter", r"\p{Greek letters}"),
        ("a*", "nothing at all", "a+", "a*"),
        ("''", "nothing at all", "", "''"),
        ("a|", "nothing at all", "", "a|"),
        (r"\b", "nothing at all", "", r"\b"),
        (r"a(?-u:\xFF)", "single bytes", "", r"(?-u:\xFF)"),
    ] {
        let at = if pattern.contains("(?-u") { r"\xFF" } else { at };
        refuses(&token(pattern), message, help, at);
    }
    refuses(&token("\"a\\x41(\""), "never closed", "", "\"a\\x41(\"");
    let huge = "((\\w{100}){100}){100}";
    let rule = token(huge);
    let (rules, found) = problems("rules/MINE.yaml", &format!("{rule}{EXAMPLES}"));
    assert!(rules.all.is_empty() && found[0].message.contains("too large"), "{found:?}");
    let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    let (rules, found) = problems("rules/MINE.yaml", &format!("{}{EXAMPLES}", token(&deep)));
    assert!(rules.all.is_empty() && found[0].message.contains("too many brackets"), "{found:?}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn files_are_refused_with_a_reason() {
    let cases = [
        ("message: m", "does not say what it `extends`", "extends: existence", ""),
        (
            "extends: existance\nmessage: m",
            "no `extends: existance`",
            "did you mean `existence`?",
            "existance",
        ),
        (
            "extends: spelling\nmessage: m",
            "no rules that extend `spelling`",
            "without a rule",
            "spelling",
        ),
        (
            "extends: script\nmessage: m",
            "no rules that extend `script`",
            "cannot run a program",
            "script",
        ),
        (
            "extends: sequence\nmessage: m",
            "no rules that extend `sequence`",
            "noun or a verb",
            "sequence",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nlevl: error",
            "no `levl`",
            "did you mean `level`?",
            "levl",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\npos: 1",
            "have no `pos`",
            "noun or a verb",
            "pos",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\naction: {name: replace}",
            "have no `action`",
            "substitution",
            "action",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nswap: {a: b}",
            "has no `swap`",
            "extends: substitution",
            "swap",
        ),
        ("extends: existence\ntokens: [a]", "has no `message`", "what is wrong", ""),
        ("extends: existence\nmessage: ''\ntokens: [a]", "`message` is empty", "", "''"),
        ("extends: existence\nmessage: [m]\ntokens: [a]", "`message` must be one text", "", "[m]"),
        ("extends: existence\nmessage: '%s %s %s'\ntokens: [a]", "more than two", "", "'%s %s %s'"),
        ("extends: existence\nmessage: m", "needs `tokens`", "", ""),
        ("extends: existence\nmessage: m\ntokens: {a: b}", "must be a list", "", "{a: b}"),
        ("extends: existence\nmessage: m\ntokens: [a, [b]]", "must be a list", "", "[b]"),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nlevel: fatal",
            "no level `fatal`",
            "`error`",
            "fatal",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nlevel: warnin",
            "no level",
            "did you mean `warning`?",
            "warnin",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nlevel: off",
            "cannot be off",
            "anma.yaml",
            "off",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nscope: raw",
            "Markdown itself",
            "`text`",
            "raw",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nscope: headng",
            "no scope",
            "did you mean `heading`?",
            "headng",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nscope: page",
            "extends: occurrence",
            "",
            "page",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nignorecase: 1",
            "`true` or `false`",
            "",
            "1",
        ),
        ("extends: existence\nmessage: m\ntokens: [a]\nonce: day", "`page` or `rule`", "", "day"),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nlink: 'javascript:x'",
            "begins with `https://`",
            "",
            "'javascript:x'",
        ),
        (
            "extends: existence\nmessage: m\ntokens: [a]\nmechanical: true",
            "nothing that could be put in",
            "",
            "true",
        ),
        ("extends: substitution\nmessage: m\nswap: {Ab: c, ab: d}", "stands twice", "", "ab"),
        ("extends: substitution\nmessage: m\nswap: {ab: ''}", "nothing is offered", "", "''"),
        ("extends: substitution\nmessage: m\nswap: {ab: $1}", "names a group", "", "$1"),
        (
            "extends: substitution\nmessage: m\nswap: {ab: c|d}\nmechanical: true",
            "two suggestions",
            "",
            "true",
        ),
        ("extends: occurrence\nmessage: m\ntoken: a", "needs `max`", "", ""),
        ("extends: occurrence\nmessage: m\ntoken: a\nmax: -1", "whole number", "", "-1"),
        ("extends: occurrence\nmessage: m\nmax: 1", "needs `token`", "count: words", ""),
        (
            "extends: occurrence\nmessage: m\nmax: 1\ncount: pages",
            "`words` or `sentences`",
            "",
            "pages",
        ),
        ("extends: consistency\nmessage: m\neither: {a: a}", "both sides", "", "a"),
        ("extends: conditional\nmessage: m\nfirst: a", "needs `second`", "", ""),
        (
            "extends: capitalization\nmessage: m\nmatch: $titel",
            "no `match: $titel`",
            "`$title`",
            "$titel",
        ),
        (
            "extends: metric\nmessage: m\nformula: word / 2\ncondition: '> 1'",
            "nothing called `word`",
            "words",
            "w",
        ),
        ("extends: metric\nmessage: m\nformula: (words\ncondition: '> 1'", "never closed", "", "("),
        (
            "extends: metric\nmessage: m\nformula: words\ncondition: more",
            "condition `more`",
            "",
            "more",
        ),
        ("extends: claim\nmessage: m", "needs `any`", "", ""),
        (
            "extends: claim\nmessage: m\nany: [a]\ncited: yes",
            "`allowed` or `irrelevant`",
            "",
            "yes",
        ),
        ("extends: requires\nmessage: m", "needs `check`", "", ""),
        ("extends: page\nmessage: m\ncheck: x\noptions: 5", "`options` must be pairs", "", "5"),
    ];
    for (rule, message, help, at) in cases {
        refuses(rule, message, help, at);
    }
}

#[test]
fn files_that_are_no_rules_are_told_apart() {
    let ready = format!("extends: existence\nmessage: m\ntokens: [a]{EXAMPLES}");
    for (path, text, message) in [
        ("rules/my-rule.yaml", ready.as_str(), "cannot be the name of a rule"),
        ("rules/Ä.yaml", &ready, "cannot be the name of a rule"),
        ("rules/A-.yaml", &ready, "cannot be the name of a rule"),
        ("rules/.yaml", &ready, "cannot be the name of a rule"),
        ("rules/sub/MINE.yaml", &ready, "is not a rule"),
        ("rules/MINE.yml", &ready, "is not a rule"),
        ("rules/MINE.yaml", "", "the file is empty"),
        ("rules/MINE.yaml", "- a\n", "this is not a rule"),
        ("rules/MINE.yaml", "just words", "this is not a rule"),
        ("rules/classes.yaml", "treat: [a]", "cannot be the name of a class"),
        ("rules/classes.yaml", "TREAT: {a: b}", "must be a list"),
    ] {
        let (rules, found) = problems(path, text);
        assert!(rules.all.is_empty(), "{path}");
        assert!(found.len() == 1 && found[0].message.contains(message), "{path}: {found:?}");
    }
    let (_, found) = problems("rules/MINE.yaml", "a: [b\n: :");
    assert!(!found.is_empty());
    let large = format!("{ready}# {}", "x".repeat(300 * 1024));
    let (rules, found) = problems("rules/MINE.yaml", &large);
    assert!(rules.all.is_empty() && found[0].message.contains("are read at most"), "{found:?}");
    let many =
        format!("extends: existence\nmessage: m\ntokens:\n{}{EXAMPLES}", "  - a\n".repeat(10_001));
    let (rules, found) = problems("rules/MINE.yaml", &many);
    assert!(rules.all.is_empty() && found[0].message.contains("10001 patterns"), "{found:?}");
}

#[test]
fn ten_thousand_words_are_a_rule() {
    let words: Vec<String> = (0..10_000).map(|at| format!("  - word{at}x")).collect();
    let words = words.join("\n");
    let text = format!("extends: existence\nmessage: m\ntokens:\n{words}{EXAMPLES}");
    let (rules, found) = problems("rules/MINE.yaml", &text);
    assert!(found.is_empty(), "{found:?}");
    let tester = Tester::new(&rules);
    let page = [Unit { text: "a word77x, word9999x and word10000x", scope: "paragraph", level: 0 }];
    assert_eq!(tester.run(&page).len(), 2);
}

#[test]
fn few_examples_are_a_warning_and_bad_rules_do_not_stop_good_ones() {
    let sources = crate::source::fixture(
        "-- rules/A.yaml --\nextends: existence\nmessage: m\ntokens: [a]\nfires: [a]\n\
        -- rules/B.yaml --\nextends: existence\nmessage: m\ntokens: ['(']\nfires: [a, b, c]\npasses: [a, b, c]\n\
        -- rules/C.yaml --\nextends: claim\nmessage: m\nany: ['{TREAT} … {EFF}']\nfires: [a, b, c]\npasses: [a, b, c]\n",
    );
    let mut notes = Notes::default();
    let rules = load(&sources, &Wanted { packs: Vec::new(), ..Wanted::default() }, &mut notes);
    let names: Vec<&str> = rules.all.iter().map(|rule| &*rule.name).collect();
    assert_eq!(names, ["A", "C"]);
    let levels: Vec<Severity> = notes.into_sorted().iter().map(|note| note.severity).collect();
    assert_eq!(levels, [Severity::Warning, Severity::Warning, Severity::Error]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn any_pattern_is_used_or_refused(pattern in "[a-c()\\[\\]|*+?{}.^$\\\\’' é1,-]{0,24}", text in "[a-c '’é-]{0,60}") {
        let quoted = pattern.replace('\'', "''");
        let rule = format!("extends: existence\nmessage: '%s'\ntokens: ['{quoted}']{EXAMPLES}");
        let (rules, found) = problems("rules/MINE.yaml", &rule);
        prop_assert_eq!(rules.all.is_empty(), !found.is_empty());
        let page = [Unit { text: &text, scope: "paragraph", level: 0 }];
        for (_, hit) in Tester::new(&rules).run(&page) {
            prop_assert!(!hit.found.is_empty());
        }
    }

    #[test]
    fn any_file_is_read_without_a_panic(text in ".{0,200}|(extends: |existence|\n|tokens:|- |a|\\[|message: m){0,30}") {
        let _all = problems("rules/MINE.yaml", &text);
        let _classes = problems("rules/classes.yaml", &text);
    }
}
