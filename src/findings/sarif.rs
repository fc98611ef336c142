//! Findings as SARIF 2.1.0, the form that code hosts and editors read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::fingerprint::fingerprint;
use super::{Finding, RuleInfo, Severity};

/// Where the form is described.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name by which the folder of the site is meant.
const ROOT: &str = "%SRCROOT%";

/// All findings, and all rules that were asked, as one SARIF text.
pub fn sarif(findings: &[Finding], rules: &[RuleInfo], version: &str) -> String {
    let places: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(place, rule)| (&*rule.name, place)).collect();
    let mut seen = BTreeMap::new();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| result(finding, places.get(&*finding.rule).copied(), &mut seen))
        .collect();
    let whole = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "anma",
                "version": version,
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            // Columns of findings count characters, not the halves of UTF-16.
            "columnKind": "unicodeCodePoints",
            "defaultEncoding": "utf-8",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The folder of the site." } } },
            "results": results,
        }],
    });
    format!("{whole:#}\n")
}

/// What SARIF calls a severity.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A text in which braces stand for themselves; alone they would mean a gap to be filled in.
fn text(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn rule(rule: &RuleInfo) -> Value {
    let mut map = Map::new();
    map.insert("id".to_owned(), json!(rule.name));
    map.insert("shortDescription".to_owned(), json!({ "text": text(&rule.summary) }));
    let full = rule.why.as_deref().unwrap_or(&rule.summary);
    map.insert("fullDescription".to_owned(), json!({ "text": text(full) }));
    map.insert("defaultConfiguration".to_owned(), json!({ "level": level(rule.level) }));
    let link = rule.link.as_deref().filter(|link| is_web(link)).map(|link| encode(link, true));
    let mut plain: Vec<&str> = vec![&rule.summary];
    plain.extend(rule.why.as_deref());
    plain.extend(rule.fix.as_deref());
    let mut markdown = format!("**{}**", text(&rule.summary));
    for part in [rule.why.as_deref(), rule.fix.as_deref()].into_iter().flatten() {
        markdown.push_str("\n\n");
        markdown.push_str(&text(part));
    }
    if let Some(link) = link {
        markdown.push_str("\n\n[Where this comes from](");
        markdown.push_str(&link.replace('(', "%28").replace(')', "%29"));
        markdown.push(')');
        map.insert("helpUri".to_owned(), json!(link));
    }
    let plain = text(&plain.join("\n\n"));
    map.insert("help".to_owned(), json!({ "text": plain, "markdown": markdown }));
    Value::Object(map)
}

fn result(finding: &Finding, place: Option<usize>, seen: &mut BTreeMap<String, usize>) -> Value {
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        if !message.ends_with(['.', '!', '?', ':']) {
            message.push('.');
        }
        message.push(' ');
        message.push_str(help);
    }
    // In a message, words in square brackets can be taken for a link.
    let message = text(&message).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let print = known_again(finding, seen);
    let mut map = Map::new();
    map.insert("ruleId".to_owned(), json!(finding.rule));
    if let Some(place) = place {
        map.insert("ruleIndex".to_owned(), json!(place));
    }
    map.insert("level".to_owned(), json!(level(finding.severity)));
    map.insert("message".to_owned(), json!({ "text": message }));
    map.insert(
        "locations".to_owned(),
        json!([{ "physicalLocation": {
            "artifactLocation": { "uri": encode(&finding.path, false), "uriBaseId": ROOT },
            "region": region(finding),
        } }]),
    );
    map.insert("partialFingerprints".to_owned(), json!({ "primaryLocationLineHash": print }));
    Value::Object(map)
}

/// The fingerprint of a finding, with a number for the second, third … of the same in a file.
fn known_again(finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let print = format!("{:016x}", fingerprint(finding));
    let count = seen.entry(format!("{print} {}", finding.path)).or_default();
    *count += 1;
    format!("{print}:{count}")
}

fn region(finding: &Finding) -> Value {
    // A place before the first line, or an end before its beginning, is not allowed.
    let start = (finding.start.line.max(1), finding.start.column.max(1));
    let end = (finding.end.line.max(1), finding.end.column.max(1)).max(start);
    let mut region = json!({
        "startLine": start.0,
        "startColumn": start.1,
        "endLine": end.0,
        "endColumn": end.1,
    });
    if let Value::Object(region) = &mut region
        && !finding.words.is_empty()
    {
        region.insert("snippet".to_owned(), json!({ "text": finding.words }));
    }
    region
}

fn is_web(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// A path or a whole address with everything written as `%…` that an address may not have as it is. In a
/// path `%`, `?`, `#` and `:` are letters like any other; in an address they keep their meaning.
pub(super) fn encode(text: &str, address: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let fine = byte.is_ascii_alphanumeric()
            || b"-._~/!$&'()*+,;=@".contains(&byte)
            || (address && b"%?#:".contains(&byte));
        if fine {
            out.push(char::from(byte));
        } else {
            let _written = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::samples::{finding_in, hard, rules};
    use super::*;

    fn read(findings: &[Finding]) -> Value {
        serde_json::from_str(&sarif(findings, &rules(), "1.2.3")).expect("JSON")
    }

    #[test]
    fn has_places_rules_and_levels() {
        let whole = read(&hard());
        let run = &whole["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "CLAIM-CURE");
        assert_eq!(run["tool"]["driver"]["rules"][1]["helpUri"], "https://www.asa.org.uk/a%20b");
        assert!(run["tool"]["driver"]["rules"][0].get("helpUri").is_none());
        assert_eq!(run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], "note");
        let first = &run["results"][0];
        assert_eq!(first["ruleIndex"], 1);
        let place = &first["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/articles/back%20pain.md");
        // The face is one character here, though UTF-16 counts two.
        assert_eq!(place["region"]["startColumn"], 11);
        assert_eq!(place["region"]["endColumn"], 16);
        assert_eq!(run["results"][2]["level"], "note");
        assert!(run["results"][2].get("ruleIndex").is_none());
        let second =
            &run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(second, "content/articles/%C3%A7ava%231%3F.md");
        let message = first["message"]["text"].as_str().expect("text");
        assert!(message.contains("\\[x\\](1) {{y}}"), "{message}");
    }

    #[test]
    fn twins_have_numbers_that_stay_when_lines_move() {
        let line = "Massage cures all.";
        let prints = |from: usize| {
            let twins = [
                finding_in("a.md", from, line, "cures"),
                finding_in("a.md", from + 5, line, "cures"),
            ];
            let whole = read(&twins);
            let of = |n: usize| whole["runs"][0]["results"][n]["partialFingerprints"].to_string();
            (of(0), of(1))
        };
        assert_eq!(prints(1), prints(100));
        assert_ne!(prints(1).0, prints(1).1);
    }

    #[test]
    fn bad_places_become_allowed_ones() {
        let mut bad = finding_in("a.md", 0, "x", "x");
        bad.start.column = 0;
        bad.end = super::super::Position { line: 0, column: 0 };
        let whole = read(&[bad]);
        let region = &whole["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!((&region["startLine"], &region["endColumn"]), (&json!(1), &json!(1)));
    }
}
