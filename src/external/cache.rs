//! What was found about addresses, kept for a while so that nobody is asked every day.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::State;

/// The file in the folder of the site.
pub const CACHE_FILE: &str = ".anma/links.json";

/// What was found, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    entries: BTreeMap<String, (State, i64)>,
}

/// For how many days something found is believed.
const fn days(state: &State) -> i64 {
    match state {
        State::Alive => 30,
        // Whoever corrects the link has another address afterwards; until then it stays as it is.
        State::Moved { .. } => 7,
        State::Dead { .. } | State::Unknown { .. } => 1,
    }
}

impl Cache {
    /// Reads the text of the file. A file that is not as it should be is as good as none.
    pub fn read(text: &str) -> Self {
        let whole: Value = serde_json::from_str(text).unwrap_or_default();
        let entries = whole.as_object().into_iter().flatten();
        Self {
            entries: entries.filter_map(|(url, entry)| Some((url.clone(), read(entry)?))).collect(),
        }
    }

    /// The text of the file; one address a line, sorted.
    pub fn write(&self) -> String {
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|(url, (state, day))| {
                let entry = match state {
                    State::Alive => json!({ "state": "alive", "day": day }),
                    State::Moved { to } => json!({ "state": "moved", "day": day, "to": to }),
                    State::Dead { why } => json!({ "state": "dead", "day": day, "why": why }),
                    State::Unknown { why } => json!({ "state": "unknown", "day": day, "why": why }),
                };
                format!("{}: {entry}", Value::from(&**url))
            })
            .collect();
        if lines.is_empty() {
            "{}\n".to_owned()
        } else {
            format!("{{\n{}\n}}\n", lines.join(",\n"))
        }
    }

    /// What is still believed about an address.
    pub(super) fn get(&self, url: &str, today: i64) -> Option<(&State, i64)> {
        let (state, day) = self.entries.get(url)?;
        // A day to come is a mistake: somebody's clock was wrong.
        let age = today.checked_sub(*day)?;
        (0..days(state)).contains(&age).then_some((state, *day))
    }

    /// Keeps what was found today.
    pub(super) fn put(&mut self, url: &str, state: State, today: i64) {
        self.entries.insert(url.to_owned(), (state, today));
    }

    /// Forgets what is not believed any more.
    pub(super) fn forget(&mut self, today: i64) {
        self.entries
            .retain(|_, (state, day)| (0..days(state)).contains(&today.saturating_sub(*day)));
    }
}

fn read(entry: &Value) -> Option<(State, i64)> {
    let text = |name: &str| Some(entry.get(name)?.as_str()?.to_owned());
    let state = match entry.get("state")?.as_str()? {
        "alive" => State::Alive,
        "moved" => State::Moved { to: text("to")? },
        "dead" => State::Dead { why: text("why")? },
        "unknown" => State::Unknown { why: text("why")? },
        _ => return None,
    };
    Some((state, entry.get("day")?.as_i64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_was_written_and_forgets() {
        let mut cache = Cache::default();
        assert_eq!(Cache::read(&cache.write()), cache);
        cache.put("https://a.b/\"x\"", State::Alive, 100);
        cache.put("https://b.b/", State::Moved { to: "https://c.b/".to_owned() }, 100);
        cache.put("https://c.b/", State::Dead { why: "it is gone".to_owned() }, 100);
        cache.put("https://d.b/", State::Unknown { why: "it was slow".to_owned() }, 100);
        assert_eq!(Cache::read(&cache.write()), cache);
        assert_eq!(cache.write().lines().count(), 6);
        assert!(cache.get("https://c.b/", 100).is_some());
        assert!(cache.get("https://c.b/", 101).is_none());
        assert!(cache.get("https://a.b/\"x\"", 129).is_some());
        assert!(cache.get("https://a.b/\"x\"", 130).is_none());
        assert!(cache.get("https://a.b/\"x\"", 99).is_none());
        cache.forget(101);
        assert_eq!(cache.entries.len(), 2);
    }

    #[test]
    fn a_broken_file_is_as_good_as_none() {
        for bad in ["", "[]", "{\"a\": 1}", "{\"a\": {\"state\": \"moved\", \"day\": 1}}", "<<<<"] {
            assert_eq!(Cache::read(bad), Cache::default(), "{bad}");
        }
    }
}
