//! Findings for the tests of this folder.

use super::{Finding, Position, RuleInfo, Severity};

/// A finding for `words` on `line`.
pub(super) fn finding_in(path: &str, number: usize, line: &str, words: &str) -> Finding {
    let at = line.find(words).unwrap_or_default();
    let column = line[..at].chars().count() + 1;
    Finding {
        rule: "CLAIM-CURE".to_owned(),
        severity: Severity::Error,
        path: path.to_owned(),
        start: Position { line: number, column },
        end: Position { line: number, column: column + words.chars().count() },
        line_text: line.to_owned(),
        cut: 0,
        words: words.to_owned(),
        message: format!("`{words}` promises a cure"),
        why: Some("No massage cures an illness.".to_owned()),
        help: Some("Say what people feel.".to_owned()),
        link: Some("https://www.asa.org.uk/a b?c=é".to_owned()),
        acknowledge: None,
    }
}

/// A few findings with everything that is hard to write.
pub(super) fn hard() -> Vec<Finding> {
    let mut all = vec![
        finding_in(
            "content/articles/back pain.md",
            3,
            "😀 Massage cures, 100% sure: [yes]({0})",
            "cures",
        ),
        finding_in(
            "content/articles/çava#1?.md",
            1,
            "a\u{1}b ]]> \u{1b}[31mred & <b> \"q\" 'a' cures",
            "cures",
        ),
        finding_in(
            "content/articles/çava#1?.md",
            9,
            "a\u{1}b ]]> \u{1b}[31mred & <b> \"q\" 'a' cures",
            "cures",
        ),
    ];
    all[0].message = "`cures`, 100%: a::b,c=d [x](1) {y}\nsecond line\r\nthird".to_owned();
    all[1].message = "bad \u{0}\u{1b}[31m <tag> & \"quotes\" ]]> \u{FFFE}end".to_owned();
    all[1].severity = Severity::Warning;
    all[1].end = Position { line: 4, column: 2 };
    all[2].severity = Severity::Info;
    all[2].rule = "PLAIN,X:Y%".to_owned();
    all[2].link = None;
    all[2].why = None;
    all
}

/// What is known about the first rule.
pub(super) fn rules() -> Vec<RuleInfo> {
    vec![
        RuleInfo {
            name: "AAA-NONE".to_owned(),
            summary: "A rule that found nothing".to_owned(),
            why: None,
            fix: None,
            link: Some("not an address".to_owned()),
            level: Severity::Info,
        },
        RuleInfo {
            name: "CLAIM-CURE".to_owned(),
            summary: "Words that promise a {cure}".to_owned(),
            why: Some("No *massage* cures an illness.".to_owned()),
            fix: Some("Say what people feel.".to_owned()),
            link: Some("https://www.asa.org.uk/a b".to_owned()),
            level: Severity::Error,
        },
    ]
}
