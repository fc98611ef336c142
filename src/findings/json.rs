//! Findings as anma's own JSON.
//!
//! The shape is stable: names are never changed or taken away while `version` is 1; new ones may come.
//!
//! ```json
//! {
//!   "version": 1,
//!   "summary": { "pages": 12, "errors": 1, "warnings": 0, "infos": 0, "hidden": 4, "known": 2, "acknowledged": 1 },
//!   "findings": [{
//!     "rule": "CLAIM-CURE", "severity": "error", "path": "content/articles/back-pain.md",
//!     "start": { "line": 3, "column": 9 }, "end": { "line": 3, "column": 14 },
//!     "line": "Massage cures back pain.", "words": "cures", "message": "…",
//!     "why": "…", "help": "…", "link": "https://…", "acknowledge": "…"
//!   }]
//! }
//! ```
//!
//! Lines and columns begin at 1 and count characters; `end` is the place after the last character. `why`,
//! `help`, `link` and `acknowledge` are null where there is nothing to say.

use serde_json::{Value, json};

use super::{Finding, Position, Severity};

/// What was counted beside the findings that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that were checked.
    pub pages: usize,
    /// Findings only worth knowing that are not shown.
    pub hidden: usize,
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings that a page acknowledges.
    pub acknowledged: usize,
}

/// All findings, with what was counted.
pub fn json(findings: &[Finding], counts: Counts) -> String {
    let of = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let whole = json!({
        "version": 1,
        "summary": {
            "pages": counts.pages,
            "errors": of(Severity::Error),
            "warnings": of(Severity::Warning),
            "infos": of(Severity::Info),
            "hidden": counts.hidden,
            "known": counts.known,
            "acknowledged": counts.acknowledged,
        },
        "findings": findings.iter().map(one).collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn one(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "path": finding.path,
        "start": place(finding.start),
        "end": place(finding.end),
        "line": finding.line_text,
        "words": finding.words,
        "message": finding.message,
        "why": finding.why,
        "help": finding.help,
        "link": finding.link,
        "acknowledge": finding.acknowledge,
    })
}

fn place(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column })
}

#[cfg(test)]
mod tests {
    use super::super::samples::hard;
    use super::*;

    #[test]
    fn keeps_every_text_as_it_is() {
        let found = hard();
        let counts = Counts { pages: 7, hidden: 1, known: 2, acknowledged: 3 };
        let whole: Value = serde_json::from_str(&json(&found, counts)).expect("JSON");
        assert_eq!(whole["version"], 1);
        assert_eq!(whole["summary"]["pages"], 7);
        assert_eq!(whole["summary"]["errors"], 1);
        assert_eq!(whole["summary"]["infos"], 1);
        assert_eq!(whole["findings"][1]["message"], *found[1].message);
        assert_eq!(whole["findings"][2]["why"], Value::Null);
        assert_eq!(whole["findings"][0]["start"], json!({ "line": 3, "column": 11 }));
    }
}
