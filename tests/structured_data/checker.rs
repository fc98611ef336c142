//! Holds JSON-LD against the vocabulary of schema.org: every type and property exists and is not out of date, every property
//! belongs to its node and has a value that belongs there, and everything that is referred to is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

const TYPES: &str = include_str!("data/types.csv");
const PROPERTIES: &str = include_str!("data/properties.csv");
const PREFIX: &str = "https://schema.org/";

/// The words of schema.org.
pub(crate) struct Vocabulary {
    types: BTreeMap<&'static str, Type>,
    properties: BTreeMap<&'static str, Property>,
}

struct Type {
    wider: Vec<&'static str>,
    member_of: Vec<&'static str>,
    is_superseded: bool,
}

struct Property {
    of: Vec<&'static str>,
    value: Vec<&'static str>,
    is_superseded: bool,
}

/// The rows of a table, without its head; lists in a column have spaces between them.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [Vec<&'static str>; N]> {
    table.lines().skip(1).map(|line| {
        let mut columns = line.split(',').map(|column| column.split(' ').collect::<Vec<_>>());
        std::array::from_fn(|_| {
            let column = columns.next().expect("a column");
            column.into_iter().filter(|word| !word.is_empty()).collect()
        })
    })
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let types = rows(TYPES).map(|[name, wider, member_of, superseded]: [_; 4]| {
            (name[0], Type { wider, member_of, is_superseded: !superseded.is_empty() })
        });
        let properties = rows(PROPERTIES).map(|[name, of, value, superseded]: [_; 4]| {
            (name[0], Property { of, value, is_superseded: !superseded.is_empty() })
        });
        Self { types: types.collect(), properties: properties.collect() }
    }

    /// Whether `name` is `wider` or a kind of it.
    pub(crate) fn is(&self, name: &str, wider: &str) -> bool {
        name == wider
            || self.types.get(name).is_some_and(|of| of.wider.iter().any(|one| self.is(one, wider)))
    }

    /// What is wrong with a document, one entry for each mistake.
    pub(crate) fn check(&self, document: &Value) -> Vec<String> {
        let mut check = Check { vocabulary: self, types: BTreeMap::new(), faults: Vec::new() };
        if document["@context"] != "https://schema.org" {
            check.faults.push("the context is another".into());
        }
        let nodes = document["@graph"].as_array().cloned().unwrap_or_default();
        if nodes.is_empty() {
            check.faults.push("there is no node".into());
        }
        for node in &nodes {
            check.collect(node);
        }
        for (at, node) in nodes.iter().enumerate() {
            check.node(&format!("[{at}]"), node.as_object().expect("a node"));
        }
        check.faults
    }
}

struct Check<'v> {
    vocabulary: &'v Vocabulary,
    /// The types of every node that has a name.
    types: BTreeMap<String, BTreeSet<String>>,
    faults: Vec<String>,
}

fn types(node: &Map<String, Value>) -> Vec<String> {
    let bare =
        |value: &Value| value.as_str().map(|name| name.trim_start_matches(PREFIX).to_owned());
    match node.get("@type") {
        Some(Value::Array(list)) => list.iter().filter_map(bare).collect(),
        Some(one) => bare(one).into_iter().collect(),
        None => Vec::new(),
    }
}

impl Check<'_> {
    /// Remembers what every name stands for.
    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(node) => {
                if let (Some(id), true) = (node.get("@id"), node.contains_key("@type")) {
                    let id = id.as_str().expect("an address").to_owned();
                    self.types.entry(id).or_default().extend(types(node));
                }
                node.values().for_each(|value| self.collect(value));
            }
            Value::Array(list) => list.iter().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    fn fault(&mut self, place: &str, what: impl std::fmt::Display) {
        self.faults.push(format!("{place}: {what}"));
    }

    fn node(&mut self, place: &str, node: &Map<String, Value>) {
        let types = types(node);
        if types.is_empty() {
            self.fault(place, "it has no type");
        }
        for name in &types {
            match self.vocabulary.types.get(name.as_str()) {
                None => return self.fault(place, format!("there is no type {name}")),
                Some(known) if known.is_superseded => {
                    self.fault(place, format!("{name} is out of date"));
                }
                Some(_) => {}
            }
        }
        if let Some(id) = node.get("@id").filter(|id| !is_address(id)) {
            self.fault(place, format!("{id} is no whole address"));
        }
        for (name, value) in node.iter().filter(|(name, _)| !name.starts_with('@')) {
            let place = format!("{place}.{name}");
            let Some(property) = self.vocabulary.properties.get(name.as_str()) else {
                self.fault(&place, "there is no such property");
                continue;
            };
            let has = |of: &&str| types.iter().any(|name| self.vocabulary.is(name, of));
            if !property.of.iter().any(has) {
                self.fault(&place, format!("{types:?} does not have it"));
                continue;
            }
            if property.is_superseded {
                self.fault(&place, "it is out of date");
                continue;
            }
            match value {
                Value::Array(values) if values.is_empty() => self.fault(&place, "it is empty"),
                Value::Array(values) => {
                    for value in values {
                        self.value(&place, &property.value, value);
                    }
                }
                value => self.value(&place, &property.value, value),
            }
        }
    }

    fn value(&mut self, place: &str, wanted: &[&str], value: &Value) {
        let is_good = match value {
            Value::Object(node) => return self.inner(place, wanted, node),
            Value::String(text) => {
                !text.trim().is_empty() && wanted.iter().any(|of| self.takes_text(of, text))
            }
            Value::Number(number) => {
                wanted.contains(&"Number") || wanted.contains(&"Integer") && number.is_u64()
            }
            Value::Bool(_) => wanted.contains(&"Boolean"),
            Value::Array(_) | Value::Null => false,
        };
        if !is_good {
            self.fault(place, format!("{value} is not one of {wanted:?}"));
        }
    }

    /// A node in a node: whole, or the name of one that stands elsewhere.
    fn inner(&mut self, place: &str, wanted: &[&str], node: &Map<String, Value>) {
        let own: Vec<String> = if node.contains_key("@type") {
            self.node(place, node);
            types(node)
        } else {
            let id = node.get("@id").and_then(Value::as_str).unwrap_or_default();
            match self.types.get(id) {
                Some(types) if node.len() == 1 => types.iter().cloned().collect(),
                _ => return self.fault(place, format!("`{id}` leads nowhere")),
            }
        };
        let is_wanted = |of: &&str| own.iter().any(|name| self.vocabulary.is(name, of));
        // An unknown type has been reported.
        let is_known = own.iter().all(|name| self.vocabulary.types.contains_key(name.as_str()));
        if is_known && !wanted.iter().any(is_wanted) {
            self.fault(place, format!("{own:?} is not one of {wanted:?}"));
        }
    }

    /// Whether a text may stand where `wanted` is.
    fn takes_text(&self, wanted: &str, text: &str) -> bool {
        let is_number = || text.parse::<f64>().is_ok();
        match wanted {
            "Text" => true,
            "URL" => is_address(&text.into()),
            "Date" => is_day(text),
            "DateTime" => {
                text.split_once('T').is_some_and(|(day, time)| is_day(day) && is_time(time))
            }
            "Time" => is_time(text),
            "Number" | "Integer" => is_number(),
            "Boolean" => matches!(text, "True" | "False"),
            wanted if self.vocabulary.is(wanted, "Text") => true,
            wanted if self.vocabulary.is(wanted, "Enumeration") => {
                let member = self.vocabulary.types.get(text.trim_start_matches(PREFIX));
                let mut of = member.into_iter().flat_map(|member| &member.member_of);
                of.any(|of| self.vocabulary.is(of, wanted))
            }
            // An address may stand for a node, but not one of schema.org itself.
            _ => is_address(&text.into()) && !text.starts_with(PREFIX),
        }
    }
}

fn is_address(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(char::is_whitespace)
}

/// `2026`, `2026-11` or `2026-11-01`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(lengths[..], [4] | [4, 2] | [4, 2, 2])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        && parts.get(1).is_none_or(|month| ("01"..="12").contains(month))
        && parts.get(2).is_none_or(|day| ("01"..="31").contains(day))
}

/// `09:00`, with seconds and an offset if there are any.
fn is_time(text: &str) -> bool {
    let clock = text.split(['+', 'Z']).next().unwrap_or_default();
    let parts: Vec<&str> = clock.split(':').collect();
    matches!(parts.len(), 2 | 3)
        && parts
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && parts[0] <= "24"
        && parts[1] < "60"
}
