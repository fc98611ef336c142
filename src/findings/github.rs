//! Findings as the lines from which a run on GitHub makes notes beside the text.

use std::fmt::Write as _;

use super::{Finding, Severity};

/// One line a finding. Columns are given for findings within one line alone: others are refused there.
pub fn github(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (start, end) = (finding.start, finding.end.max(finding.start));
        let place = if end.line == start.line {
            // A place right after the last character is meant here; theirs is the last one itself.
            let last = end.column.saturating_sub(1).max(start.column);
            format!("line={},col={},endColumn={last}", start.line, start.column)
        } else {
            format!("line={},endLine={}", start.line, end.line)
        };
        let title = property(&format!("{}: {}", finding.rule, first_line(&finding.message)));
        let path = property(&finding.path);
        let _written =
            writeln!(out, "::{kind} file={path},{place},title={title}::{}", data(&body(finding)));
    }
    out
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// What the note says: what is wrong, then why, what to do, where the rule is from.
fn body(finding: &Finding) -> String {
    let mut parts = vec![&*finding.message];
    parts.extend(finding.why.as_deref());
    parts.extend(finding.help.as_deref());
    parts.extend(finding.link.as_deref());
    parts.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{finding_in, hard};
    use super::*;

    #[test]
    fn is_one_line_each() {
        let found = finding_in("content/a, b:c.md", 3, "Massage cures all", "cures");
        let line = github(&[found]);
        assert_eq!(
            line,
            "::error file=content/a%2C b%3Ac.md,line=3,col=9,endColumn=13,title=CLAIM-CURE%3A `cures` promises a \
             cure::`cures` promises a cure%0ANo massage cures an illness.%0ASay what people \
             feel.%0Ahttps://www.asa.org.uk/a b?c=é\n"
        );
    }

    #[test]
    fn nothing_breaks_out_of_its_line() {
        let text = github(&hard());
        assert_eq!(text.lines().count(), hard().len());
        assert!(text.lines().all(|line| line.starts_with("::")));
        assert!(text.contains("100%25%3A a%3A%3Ab%2Cc=d"), "{text}");
        assert!(text.contains("%0Asecond line%0D%0Athird"), "{text}");
        assert!(text.contains("line=1,endLine=4,title="), "{text}");
    }
}
