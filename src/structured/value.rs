//! Holds the value of a property against what schema.org allows there.

use serde_json::{Map, Value};

use super::Severity;
use super::check::{Check, bare};
use super::shape::{fits, is_plain};
use super::vocabulary::Property;

impl Check<'_> {
    /// A value of a property that is not known: only what lies in it can be checked.
    pub(super) fn unknown(&mut self, place: &str, value: &Value, depth: usize) {
        if value.as_object().is_some_and(|node| node.contains_key("@type") || node.len() == 1) {
            self.node(place, value, depth);
        }
    }

    pub(super) fn value(
        &mut self,
        place: &str,
        name: &str,
        property: &Property,
        value: &Value,
        depth: usize,
    ) {
        match value {
            Value::Null => {}
            Value::Object(node) if node.contains_key("@value") => {
                if let Some(plain) = node.get("@value") {
                    self.plain(place, name, property, plain);
                }
            }
            Value::Object(node) => {
                if let Some(list) = node.get("@list").or_else(|| node.get("@set")) {
                    return self.values(place, list, depth + 1, Self::unknown);
                }
                self.kind(place, name, property, node);
                self.node(place, value, depth + 1);
            }
            Value::Array(list) => {
                for one in list {
                    self.unknown(place, one, depth + 1);
                }
            }
            plain => self.plain(place, name, property, plain),
        }
    }

    /// Whether a node is of a kind that the property may have.
    fn kind(&mut self, place: &str, name: &str, property: &Property, node: &Map<String, Value>) {
        let types: Vec<&str> = match node.get("@type") {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(bare).collect(),
            Some(Value::String(one)) => vec![bare(one)],
            _ => return,
        };
        let vocabulary = self.vocabulary;
        let is_sure = types.iter().all(|one| vocabulary.has_type(one))
            && property.values.iter().all(|kind| is_plain(kind) || vocabulary.has_type(kind));
        // A role stands between a property and its value, whatever the property.
        let fits_kind = types.iter().any(|one| {
            vocabulary.is(one, "Role")
                || property.values.iter().any(|kind| vocabulary.is(one, kind))
        });
        if is_sure && !fits_kind {
            let message = format!(
                "The value of {name} is of the type {}, but it should be {}",
                types.join(" and "),
                property.values.join(" or ")
            );
            self.fault(
                Severity::Error,
                place,
                types[0],
                message,
                "Describe the right thing, or take the property out.",
            );
        }
    }

    /// Whether a text, number or truth is what the property may have.
    fn plain(&mut self, place: &str, name: &str, property: &Property, value: &Value) {
        let vocabulary = self.vocabulary;
        let text = value.as_str().unwrap_or("");
        let member = bare(text);
        let fits_kind = property.values.iter().any(|kind| {
            if is_plain(kind) {
                return fits(kind, value);
            }
            match vocabulary.members(kind) {
                Some(members) => members.contains(member),
                // The address of a thing may stand for it.
                None => super::shape::is_address(text),
            }
        });
        // Lists that are kinds of others, and types that are not in the table
        let is_unsure =
            property.values.iter().any(|kind| !is_plain(kind) && !vocabulary.has_type(kind));
        if fits_kind || is_unsure {
            return;
        }
        let shown: String = value.to_string().chars().take(80).collect();
        let message = format!(
            "The value of {name} is {shown}, but it should be {}",
            property.values.join(" or ")
        );
        let help = match property.values.first() {
            Some(&"Date" | &"DateTime") => "Write the day as 2026-11-15.",
            Some(&"Time") => "Write the time as 09:30.",
            Some(&"URL") => "Write the full address, with https:// before it.",
            Some(kind) if vocabulary.members(kind).is_some() => {
                "Use one of the words of that list."
            }
            Some(kind) if is_plain(kind) => "Correct the value.",
            _ => "Describe it in curly brackets, with a type and a name.",
        };
        self.fault(Severity::Error, place, text, message, help);
    }
}
