//! Goes through structured data node by node.

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

use super::vocabulary::Vocabulary;
use super::{Base, Fault, Severity};

/// How deep nodes may lie in each other before no more is looked at.
const DEEPEST: usize = 64;

/// What is wrong with all the structured data of a page: what one text describes, another may
/// refer to.
pub fn check_page(texts: &[&str], base: &Base<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut described = FxHashSet::default();
    let mut read: Vec<(usize, Value)> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                collect(&value, &mut described, 0);
                read.push((at, value));
            }
            Err(error) => faults.push(Fault {
                text: at,
                place: format!("line {}, column {}", error.line(), error.column()),
                severity: Severity::Error,
                written: String::new(),
                message: "The structured data cannot be read, because it is not JSON".to_owned(),
                help: "Look for a missing comma, quotation mark or bracket just before that place."
                    .to_owned(),
            }),
        }
    }
    for (text, value) in &read {
        let mut check = Check {
            vocabulary: Vocabulary::get(),
            base,
            text: *text,
            described: &described,
            faults,
        };
        check.top(value);
        faults = check.faults;
    }
    faults
}

/// The ids that a text of structured data describes, sorted: what other pages may refer to.
pub fn described(json: &str) -> Vec<String> {
    let mut described = FxHashSet::default();
    if let Ok(value) = serde_json::from_str::<Value>(json) {
        collect(&value, &mut described, 0);
    }
    let mut ids: Vec<String> = described.into_iter().collect();
    ids.sort_unstable();
    ids
}

/// Remembers every id that is described and not only referred to.
fn collect(value: &Value, described: &mut FxHashSet<String>, depth: usize) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Object(node) => {
            if let Some(id) = node.get("@id").and_then(Value::as_str)
                && node.len() > 1
            {
                described.insert(id.to_owned());
            }
            node.values().for_each(|value| collect(value, described, depth + 1));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, described, depth + 1)),
        _ => {}
    }
}

/// A name without the address of schema.org before it.
pub(super) fn bare(name: &str) -> &str {
    ["https://schema.org/", "http://schema.org/", "schema:"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
}

pub(super) struct Check<'a> {
    pub(super) vocabulary: &'static Vocabulary,
    base: &'a Base<'a>,
    text: usize,
    described: &'a FxHashSet<String>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    pub(super) fn fault(
        &mut self,
        severity: Severity,
        place: &str,
        written: &str,
        message: String,
        help: &str,
    ) {
        self.faults.push(Fault {
            text: self.text,
            place: place.to_owned(),
            severity,
            written: written.to_owned(),
            message,
            help: help.to_owned(),
        });
    }

    /// The whole of a text.
    fn top(&mut self, value: &Value) {
        let list = match value {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for (at, value) in list.iter().enumerate() {
            let place = if list.len() > 1 { format!("[{at}]") } else { String::new() };
            let Some(node) = value.as_object() else {
                let help = "Begin with a curly bracket.";
                let message = "The structured data describes nothing".to_owned();
                self.fault(Severity::Error, &place, "", message, help);
                continue;
            };
            self.context(&place, node.get("@context"));
            match node.get("@graph") {
                Some(graph) => self.values(&format!("{place}@graph"), graph, 0, Self::node),
                None => self.node(&place, value, 0),
            }
        }
    }

    fn context(&mut self, place: &str, context: Option<&Value>) {
        let is_schema = |text: &str| {
            let name = text.trim_end_matches('/');
            matches!(
                name.split_once("://"),
                Some(("http" | "https", "schema.org" | "www.schema.org"))
            )
        };
        let is_right = match context {
            Some(Value::String(text)) => is_schema(text),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(is_schema),
            Some(Value::Object(map)) => {
                map.get("@vocab").and_then(Value::as_str).is_some_and(is_schema)
            }
            _ => false,
        };
        if !is_right {
            let written = context.and_then(Value::as_str).unwrap_or("");
            let message = "The structured data does not say that its words are those of schema.org";
            let help = "Write \"@context\": \"https://schema.org\".";
            self.fault(Severity::Error, place, written, message.to_owned(), help);
        }
    }

    /// Each of one or several values.
    pub(super) fn values(
        &mut self,
        place: &str,
        value: &Value,
        depth: usize,
        each: fn(&mut Self, &str, &Value, usize),
    ) {
        match value {
            Value::Array(list) => {
                for (at, one) in list.iter().enumerate() {
                    each(self, &format!("{place}[{at}]"), one, depth);
                }
            }
            one => each(self, place, one, depth),
        }
    }

    /// A node: its type, and all that is said of it.
    pub(super) fn node(&mut self, place: &str, value: &Value, depth: usize) {
        let Some(node) = value.as_object() else {
            if !value.is_null() {
                let message = "A text stands where something should be described".to_owned();
                self.fault(
                    Severity::Error,
                    place,
                    value.as_str().unwrap_or(""),
                    message,
                    "Describe it in curly brackets, with a type.",
                );
            }
            return;
        };
        if depth > DEEPEST {
            return;
        }
        let Some(types) = self.types(place, node) else { return };
        for (name, value) in node {
            if name.starts_with('@') || name.contains("-input") || name.contains("-output") {
                continue;
            }
            let at = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
            if name.contains(':') && bare(name) == name {
                continue;
            }
            self.property(&at, bare(name), &types, value, depth);
        }
    }

    /// The types of a node. Nothing if it only refers to another, which is looked up.
    fn types<'v>(&mut self, place: &str, node: &'v Map<String, Value>) -> Option<Vec<&'v str>> {
        if node.len() == 1
            && let Some(id) = node.get("@id").and_then(Value::as_str)
        {
            self.reference(place, id);
            return None;
        }
        let types: Vec<&str> = match node.get("@type") {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(bare).collect(),
            Some(Value::String(one)) => vec![bare(one)],
            _ => Vec::new(),
        };
        if types.is_empty() {
            // Of an id described elsewhere more may be said without repeating its type.
            let is_more = node
                .get("@id")
                .and_then(Value::as_str)
                .is_some_and(|id| self.described.contains(id));
            if !is_more
                && !node.contains_key("@value")
                && !node.contains_key("@list")
                && !node.contains_key("@set")
            {
                let message = "Something is described without saying what it is".to_owned();
                self.fault(Severity::Error, place, "", message, "Give it a \"@type\".");
            }
            return Some(types);
        }
        for one in &types {
            if self.vocabulary.has_type(one) || (one.contains(':') && bare(one) == *one) {
                continue;
            }
            match self.vocabulary.near_type(one) {
                Some(near) => self.fault(
                    Severity::Error,
                    place,
                    one,
                    format!("schema.org has no type {one}; did you mean {near}?"),
                    "Correct the type.",
                ),
                None => self.fault(
                    Severity::Info,
                    place,
                    one,
                    format!(
                        "The type {one} is not known to anma, so what is said of it was not checked"
                    ),
                    "Look it up on schema.org.",
                ),
            }
        }
        Some(types)
    }

    /// A reference to something that is described elsewhere.
    fn reference(&mut self, place: &str, id: &str) {
        let is_own = id.starts_with('#')
            || id.starts_with('/')
            || id.starts_with("_:")
            || origin(id).is_some_and(|of| Some(of) == origin(self.base.address));
        let full = id.strip_prefix('#').map(|_| format!("{}{id}", self.base.address));
        let is_described = self.described.contains(id)
            || full.as_ref().is_some_and(|full| self.described.contains(full))
            || id.strip_prefix(self.base.address).is_some_and(|rest| {
                rest.is_empty() || (rest.starts_with('#') && self.described.contains(rest))
            });
        if is_own && !is_described && !(self.base.is_known)(id) {
            self.fault(
                Severity::Error,
                place,
                id,
                format!("The structured data refers to {id}, which nothing describes"),
                "Correct the id, or describe what it stands for.",
            );
        }
    }

    fn property(&mut self, place: &str, name: &str, types: &[&str], value: &Value, depth: usize) {
        let vocabulary = self.vocabulary;
        let is_sure = !types.is_empty() && types.iter().all(|one| vocabulary.has_type(one));
        let Some(property) = vocabulary.property(name) else {
            if is_sure {
                let near = vocabulary.near_property(name);
                let near = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
                let message = format!("{} has no property {name}{near}", types.join(" and "));
                self.fault(
                    Severity::Error,
                    place,
                    name,
                    message,
                    "Correct the name, or take the property out.",
                );
            }
            return self.values(place, value, depth + 1, Self::unknown);
        };
        let fits_type = types.iter().any(|one| property.of.iter().any(|of| vocabulary.is(one, of)));
        if is_sure && !fits_type {
            let of = property.of.join(", ");
            let message =
                format!("{} has no property {name}; it belongs to {of}", types.join(" and "));
            self.fault(
                Severity::Error,
                place,
                name,
                message,
                "Move it to the node it belongs to, or take it out.",
            );
            return self.values(place, value, depth + 1, Self::unknown);
        }
        if !property.instead.is_empty() {
            let instead = property.instead.replace(' ', " or ");
            let message = format!("The property {name} is out of date");
            self.fault(
                Severity::Warning,
                place,
                name,
                message,
                &format!("Use {instead} in its place."),
            );
        }
        match value {
            Value::Array(list) => {
                for (at, one) in list.iter().enumerate() {
                    self.value(&format!("{place}[{at}]"), name, property, one, depth);
                }
            }
            one => self.value(place, name, property, one, depth),
        }
    }
}

/// Scheme and host of an address.
fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some(&address[..scheme.len() + 3 + end])
}
