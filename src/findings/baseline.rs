//! The findings a site had when its checks were first switched on. They are not told again; new ones are.
//!
//! The file has one entry a line, sorted, so that two people's changes rarely meet. An entry knows its finding
//! by the rule, the words found and the few words around them, not by its line.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Finding;
use super::fingerprint::fingerprint;

/// The file in the folder of the site.
pub const BASELINE_FILE: &str = "check-baseline.json";

/// So many characters of the words are kept in the file, for people to read.
const SHOWN: usize = 60;

/// What an entry is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    fingerprint: u64,
}

/// The findings that are known, with how often each is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, (String, usize)>,
}

/// An entry of the baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub path: String,
    /// The name of the rule.
    pub rule: String,
    /// The beginning of what was found.
    pub words: String,
    /// How often it is there.
    pub count: usize,
}

/// What a baseline makes of the findings of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The findings it does not know.
    pub new: Vec<Finding>,
    /// How many it knows.
    pub known: usize,
    /// What it knows that is no longer there.
    pub gone: Vec<Entry>,
}

impl Baseline {
    /// A baseline that knows all these findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut entries = BTreeMap::new();
        for finding in findings {
            entries.entry(key(finding)).or_insert_with(|| (shown(&finding.words), 0)).1 += 1;
        }
        Self { entries }
    }

    /// The text of the file.
    pub fn write(&self) -> String {
        let mut lines = Vec::with_capacity(self.entries.len());
        // Sorted by what a person reads; the number comes last.
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, (words, _))| (&key.path, &key.rule, words, key.fingerprint));
        for (key, (words, count)) in entries {
            let text = |text: &str| Value::from(text).to_string();
            lines.push(format!(
                "{{\"path\": {}, \"rule\": {}, \"words\": {}, \"fingerprint\": \"{:016x}\", \"count\": {count}}}",
                text(&key.path),
                text(&key.rule),
                text(words),
                key.fingerprint,
            ));
        }
        let lines = lines.join(",\n");
        let gap = if lines.is_empty() { "" } else { "\n" };
        format!("{{\"version\": 1, \"findings\": [{gap}{lines}{gap}]}}\n")
    }

    /// A baseline from the text of its file. Two entries for the same are taken together.
    pub fn read(text: &str) -> Result<Self, String> {
        const AGAIN: &str = "Make it again with `anma check --write-baseline`.";
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let whole: Value = serde_json::from_str(text).map_err(|error| {
            format!(
                "`{BASELINE_FILE}` cannot be read: line {} is not as it should be. {AGAIN}",
                error.line()
            )
        })?;
        if whole.get("version").and_then(Value::as_u64) != Some(1) {
            return Err(format!("`{BASELINE_FILE}` was made by another version of anma. {AGAIN}"));
        }
        let list = whole.get("findings").and_then(Value::as_array);
        let list =
            list.ok_or_else(|| format!("`{BASELINE_FILE}` has no list of findings. {AGAIN}"))?;
        let mut entries: BTreeMap<Key, (String, usize)> = BTreeMap::new();
        for (place, entry) in list.iter().enumerate() {
            let (key, words, count) = entry_of(entry).ok_or_else(|| {
                format!("Entry {} of `{BASELINE_FILE}` is not whole. {AGAIN}", place + 1)
            })?;
            let known = entries.entry(key).or_insert((words, 0));
            known.1 = known.1.saturating_add(count);
        }
        Ok(Self { entries })
    }

    /// Takes away the findings that are known. Where more are there than are known, the last ones are new.
    pub fn apply(&self, findings: Vec<Finding>) -> Applied {
        let mut left = self.entries.clone();
        let mut applied = Applied::default();
        for finding in findings {
            match left.get_mut(&key(&finding)) {
                Some((_, count)) if *count > 0 => {
                    *count -= 1;
                    applied.known += 1;
                }
                _ => applied.new.push(finding),
            }
        }
        let gone = left.into_iter().filter(|(_, (_, count))| *count > 0);
        applied.gone = gone
            .map(|(key, (words, count))| Entry { path: key.path, rule: key.rule, words, count })
            .collect();
        applied
    }
}

fn key(finding: &Finding) -> Key {
    Key {
        path: finding.path.clone(),
        rule: finding.rule.clone(),
        fingerprint: fingerprint(finding),
    }
}

fn entry_of(entry: &Value) -> Option<(Key, String, usize)> {
    let text = |name: &str| entry.get(name)?.as_str().map(str::to_owned);
    let fingerprint = u64::from_str_radix(&text("fingerprint")?, 16).ok()?;
    let count = usize::try_from(entry.get("count")?.as_u64()?).ok()?;
    let key = Key { path: text("path")?, rule: text("rule")?, fingerprint };
    Some((key, text("words").unwrap_or_default(), count))
}

/// The beginning of the words, on one line.
fn shown(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= SHOWN {
        return words;
    }
    words.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{finding_in, hard};
    use super::*;

    const LINE: &str = "Massage cures all.";

    #[test]
    fn is_read_as_it_was_written() {
        let baseline = Baseline::of(&hard());
        let text = baseline.write();
        assert_eq!(Baseline::read(&text), Ok(baseline.clone()));
        assert_eq!(text.lines().count(), 5);
        let mut other = hard();
        other.reverse();
        assert_eq!(Baseline::of(&other).write(), text);
        assert_eq!(Baseline::read(&Baseline::default().write()), Ok(Baseline::default()));
        let applied = baseline.apply(hard());
        assert_eq!((applied.new.len(), applied.known, applied.gone.len()), (0, 3, 0));
    }

    #[test]
    fn knows_twins_by_their_number() {
        let two = [finding_in("a.md", 1, LINE, "cures"), finding_in("a.md", 8, LINE, "cures")];
        let baseline = Baseline::of(&two);
        let moved =
            |lines: &[usize]| lines.iter().map(|n| finding_in("a.md", *n, LINE, "cures")).collect();
        let applied = baseline.apply(moved(&[20, 40]));
        assert_eq!((applied.new.len(), applied.known), (0, 2));
        let applied = baseline.apply(moved(&[1, 2, 3]));
        assert_eq!((applied.new.len(), applied.known), (1, 2));
        assert_eq!(applied.new[0].start.line, 3);
        let applied = baseline.apply(moved(&[4]));
        assert_eq!((applied.known, applied.gone[0].count), (1, 1));
        assert_eq!(applied.gone[0].words, "cures");
    }

    #[test]
    fn another_page_or_sentence_is_new() {
        let baseline = Baseline::of(&[finding_in("a.md", 1, LINE, "cures")]);
        let other = vec![
            finding_in("b.md", 1, LINE, "cures"),
            finding_in("a.md", 1, "It cures colds.", "cures"),
        ];
        let applied = baseline.apply(other);
        assert_eq!((applied.new.len(), applied.known, applied.gone.len()), (2, 0, 1));
    }

    #[test]
    fn says_plainly_what_is_wrong_with_the_file() {
        for bad in [
            "",
            "<<<<<<< HEAD\n{}",
            "[]",
            "{\"version\": 2, \"findings\": []}",
            "{\"version\": 1}",
            "{\"version\": 1, \"findings\": [{\"path\": 1}]}",
            "{\"version\": 1, \"findings\": [{\"path\":\"a\",\"rule\":\"b\",\"fingerprint\":\"x\",\"count\":1}]}",
        ] {
            let error = Baseline::read(bad).expect_err(bad);
            assert!(
                error.contains("check-baseline.json") && error.contains(". Make it again"),
                "{error}"
            );
        }
        let twice = "{\"path\":\"a\",\"rule\":\"b\",\"fingerprint\":\"f\",\"count\":1}";
        let merged = Baseline::read(&format!("{{\"version\":1,\"findings\":[{twice},{twice}]}}"))
            .expect("read");
        assert!(merged.write().contains("\"count\": 2"));
    }
}
