//! Which names templates can ask for, learned from what pages really show.

use std::collections::BTreeMap;

use tera::Value;

/// The names in a value, and in the values below them. What was always empty has no names that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape(BTreeMap<String, Shape>);

/// Maps whose names the writer of a site or a theme chooses.
const OPEN: [&str; 3] = ["assets", "extra", "fields"];

impl Shape {
    /// Adds `name` with what is in `value`.
    pub fn learn(&mut self, name: &str, value: &Value) {
        let inner = self.0.entry(name.to_owned()).or_default();
        if OPEN.contains(&name) {
            return;
        }
        for (key, value) in value.as_map().into_iter().flatten() {
            if let Some(key) = key.as_str() {
                inner.learn(key, value);
            }
        }
    }

    /// The first of `names` that is not there, after what it is asked of, and what is there instead.
    pub(super) fn missing<'a>(
        &'a self,
        names: &[&'a str],
    ) -> Option<(String, &'a str, impl Iterator<Item = &'a str> + use<'a>)> {
        let mut shape = self.0.get(*names.first()?)?;
        for (at, name) in names.iter().enumerate().skip(1) {
            if shape.0.is_empty() {
                return None;
            }
            match shape.0.get(*name) {
                Some(inner) => shape = inner,
                None => {
                    return Some((names[..at].join("."), name, shape.0.keys().map(String::as_str)));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
        Value::from_serializable(&json)
    }

    #[test]
    fn names_are_those_of_all_values_that_were_seen() {
        let mut shape = Shape::default();
        shape.learn("page", &value(r#"{"title": "T", "image": null, "extra": {"a": 1}}"#));
        shape.learn("page", &value(r#"{"title": "U", "image": {"src": "x"}, "person": null}"#));
        let missing = |names: &[&'static str]| {
            shape.missing(names).map(|(parent, name, others)| {
                format!("{parent} {name} {}", others.collect::<Vec<_>>().join(","))
            })
        };
        assert_eq!(missing(&["page", "titel"]), Some("page titel extra,image,person,title".into()));
        assert_eq!(missing(&["page", "image", "alt"]), Some("page.image alt src".into()));
        // What is a text has no names, and neither has what was always empty, or what writers fill as they like.
        for names in [
            &["page", "title", "x"][..],
            &["page", "person", "x"],
            &["page", "extra", "x"],
            &["item", "x"],
            &["page"],
        ] {
            assert_eq!(missing(names), None, "{names:?}");
        }
    }
}
