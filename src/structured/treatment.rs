//! What structured data says of treatments: the pairs of a condition and what is said to treat it.

use std::collections::BTreeMap;

use serde_json::Value;

/// Nodes inside each other that are looked into.
const DEEPEST: usize = 32;

/// A condition, and what is said to treat it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Treatment {
    /// The name of the condition.
    pub condition: Box<str>,
    /// The name of the treatment.
    pub treatment: Box<str>,
}

/// Every `possibleTreatment` in a text of structured data (schema.org, `MedicalCondition`).
pub fn treatments(json: &str) -> Vec<Treatment> {
    let Ok(value) = serde_json::from_str::<Value>(json) else { return Vec::new() };
    let mut names = BTreeMap::new();
    learn(&value, &mut names, 0);
    let mut found = Vec::new();
    find(&value, &names, &mut found, 0);
    found.sort();
    found.dedup();
    found
}

/// The names of nodes by their ids.
fn learn<'v>(value: &'v Value, names: &mut BTreeMap<&'v str, &'v str>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    if let (Some(id), Some(name)) = (value["@id"].as_str(), value["name"].as_str()) {
        names.insert(id, name);
    }
    inside(value).for_each(|inner| learn(inner, names, depth + 1));
}

fn inside(value: &Value) -> impl Iterator<Item = &Value> {
    let items = value.as_array().into_iter().flatten();
    items.chain(value.as_object().into_iter().flat_map(serde_json::Map::values))
}

fn find(value: &Value, names: &BTreeMap<&str, &str>, found: &mut Vec<Treatment>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let name_of = |node: &Value| -> Option<String> {
        let text = node.as_str().or_else(|| node["name"].as_str());
        let by_id = || node["@id"].as_str().and_then(|id| names.get(id).copied());
        text.or_else(by_id).map(str::to_owned)
    };
    if let (Some(condition), Some(told)) = (name_of(value), value.get("possibleTreatment")) {
        let all = told.as_array().map_or(std::slice::from_ref(told), Vec::as_slice);
        for treatment in all.iter().filter_map(name_of) {
            found.push(Treatment {
                condition: condition.as_str().into(),
                treatment: treatment.into(),
            });
        }
    }
    inside(value).for_each(|inner| find(inner, names, found, depth + 1));
}

#[cfg(test)]
mod tests {
    use super::treatments;

    #[test]
    fn pairs_are_found_by_name_and_by_id() {
        let json = r##"{"@graph": [
            {"@id": "#m", "@type": "MedicalTherapy", "name": "Massage"},
            {"@type": "MedicalCondition", "name": "Back pain",
             "possibleTreatment": [{"@id": "#m"}, {"name": "Exercise"}, {"@id": "#unknown"}]}
        ]}"##;
        let found: Vec<_> =
            treatments(json).into_iter().map(|one| (one.condition, one.treatment)).collect();
        let pair = |treatment: &str| ("Back pain".into(), treatment.into());
        assert_eq!(found, [pair("Exercise"), pair("Massage")]);
        assert!(treatments("{").is_empty());
    }
}
