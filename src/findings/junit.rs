//! Findings as `JUnit` XML, which most services that run checks can show.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Finding, Severity};

/// One suite for each page: a failed case for each error and warning, or one passed case. Findings that
/// are only worth knowing are told in the output of the suite.
pub fn junit(findings: &[Finding], pages: &[String]) -> String {
    let mut by_page: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_page.entry(&finding.path).or_default().push(finding);
    }
    let paths: BTreeSet<&str> =
        pages.iter().map(|page| &**page).chain(by_page.keys().copied()).collect();
    let (mut suites, mut tests, mut failures) = (String::new(), 0, 0);
    for path in paths {
        let all = by_page.get(path).map_or(&[][..], |all| &all[..]);
        let bad: Vec<&Finding> =
            all.iter().copied().filter(|it| it.severity != Severity::Info).collect();
        tests += bad.len().max(1);
        failures += bad.len();
        suite(&mut suites, path, &bad, all);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"anma check\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\">\n{suites}</testsuites>\n"
    )
}

fn suite(out: &mut String, path: &str, bad: &[&Finding], all: &[&Finding]) {
    let (path, tests, failures) = (attribute(path), bad.len().max(1), bad.len());
    let _written = writeln!(
        out,
        "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">"
    );
    if bad.is_empty() {
        let _written =
            writeln!(out, "    <testcase name=\"nothing to report\" classname=\"{path}\"/>");
    }
    for finding in bad {
        let name = attribute(&format!("{} {}", finding.rule, place(finding)));
        let (message, kind) = (attribute(&finding.message), attribute(&finding.rule));
        let text = content(&body(finding));
        let _written = write!(
            out,
            "    <testcase name=\"{name}\" classname=\"{path}\">\n      \
             <failure message=\"{message}\" type=\"{kind}\">{text}</failure>\n    </testcase>\n"
        );
    }
    let notes: Vec<String> = all
        .iter()
        .filter(|it| it.severity == Severity::Info)
        .map(|it| format!("{} {}: {}", place(it), it.rule, it.message))
        .collect();
    if !notes.is_empty() {
        let _written = writeln!(out, "    <system-out>{}</system-out>", content(&notes.join("\n")));
    }
    out.push_str("  </testsuite>\n");
}

fn place(finding: &Finding) -> String {
    format!("{}:{}", finding.start.line, finding.start.column)
}

fn body(finding: &Finding) -> String {
    let mut lines = vec![
        format!(
            "{}:{}: {} ({})",
            finding.path,
            place(finding),
            finding.message,
            finding.severity.word()
        ),
        finding.line_text.trim().to_owned(),
    ];
    lines.extend([&finding.why, &finding.help, &finding.link].into_iter().flatten().cloned());
    lines.join("\n")
}

/// Whether XML can have a character, and it does not disturb a terminal.
fn is_fine(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !c.is_control(),
    }
}

fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_fine(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
    out
}

fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;")
}

#[cfg(test)]
mod tests {
    use super::super::samples::hard;
    use super::*;

    #[test]
    fn has_a_suite_for_each_page() {
        let pages =
            ["content/articles/fine.md".to_owned(), "content/articles/back pain.md".to_owned()];
        let text = junit(&hard(), &pages);
        assert_eq!(text.matches("<testsuite ").count(), 3);
        assert_eq!(text.matches("<failure ").count(), 2);
        assert!(
            text.contains("<testsuites name=\"anma check\" tests=\"3\" failures=\"2\""),
            "{text}"
        );
        assert!(text.contains(
            "<testcase name=\"nothing to report\" classname=\"content/articles/fine.md\"/>"
        ));
        assert!(text.contains("<system-out>9:"), "{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(text.contains("]]&gt;"), "{text}");
    }

    #[test]
    fn nothing_checked_is_still_whole() {
        let text = junit(&[], &[]);
        assert!(
            text.ends_with("tests=\"0\" failures=\"0\" errors=\"0\">\n</testsuites>\n"),
            "{text}"
        );
    }
}
