//! Whether the tables agree with themselves and with everything that is made from them.

use std::sync::Arc;

use camino::Utf8Path;

use super::*;
use crate::base::Date;
use crate::diagnostic::{Notes, Palette, to_terminal};
use crate::matter::{Above, Rules, parse};
use crate::yaml::{Limits, Node, Value};

fn path() -> Arc<Utf8Path> {
    Utf8Path::new("content/a.md").into()
}

/// The page's problems, in the terminal's form.
fn check(text: &str, kind: Kind) -> String {
    let mut notes = Notes::default();
    let rules = Rules { fields: &SiteFields::default(), limits: &Limits::default() };
    parse(text, &path(), Above::of(kind), rules, &mut notes);
    let shown = notes.into_sorted();
    shown.iter().map(|one| to_terminal(one, Palette::Plain, |_| Some(text)) + "\n").collect()
}

fn all_fields() -> impl Iterator<Item = &'static Field> {
    PAGE_GROUPS.iter().flat_map(|group| group.fields)
}

/// Visits the fields, and those inside them.
fn each_field(fields: &'static [Field], visit: &mut impl FnMut(&'static Field)) {
    fn inside(ty: &'static Type, visit: &mut impl FnMut(&'static Field)) {
        match ty {
            Type::Record(fields) | Type::IdOrRecord(_, fields) => each_field(fields, visit),
            Type::List(one) | Type::OneOrMany(one) | Type::Map(one) => inside(one, visit),
            _ => {}
        }
    }
    for field in fields {
        visit(field);
        inside(&field.ty, visit);
    }
}

#[test]
fn every_field_is_explained_and_its_example_is_right() {
    for group in PAGE_GROUPS {
        for field in group.fields {
            for kind in field.kinds.iter() {
                let title = if field.name == "title" { "" } else { "title: T\n" };
                let text = format!("---\n{title}{}\n---\n", field.line());
                let found = check(&text, kind);
                assert!(found.is_empty(), "{found}");
            }
            assert!(!field.kinds.without(group.kinds).iter().any(|_| true), "{}", field.name);
        }
    }
    for fields in PAGE_GROUPS.iter().map(|group| group.fields).chain([SETTINGS, THEME, SOURCE]) {
        each_field(fields, &mut |field| {
            assert!(field.doc.ends_with('.') && field.doc.len() > 6, "{}", field.name);
            assert!(!field.example.is_empty(), "{}", field.name);
        });
    }
}

#[test]
fn no_name_stands_twice_for_one_kind() {
    for kind in Kind::ALL {
        let mut names: Vec<&str> =
            all_fields().filter(|field| field.kinds.has(kind)).map(|field| &*field.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before, "{kind}");
    }
}

#[test]
fn a_name_is_one_field_whatever_the_kind() {
    for field in all_fields() {
        assert_eq!(page_field(&field.name), Some(field));
    }
}

/// A field that the table has and the typed front matter forgets would be read and lost.
#[test]
fn every_field_of_the_table_changes_the_page() {
    for field in all_fields().filter(|field| field.name != "title" && field.name != "type") {
        // Values that are defaults change nothing, so others stand in for them.
        let value = match (&*field.name, &field.ty) {
            (_, Type::Bool) => "true",
            _ => &field.example,
        };
        for kind in field.kinds.iter() {
            let read = |text: &str| {
                let mut notes = Notes::default();
                let rules = Rules { fields: &SiteFields::default(), limits: &Limits::default() };
                let mut matter = parse(text, &path(), Above::of(kind), rules, &mut notes).matter;
                matter.places.clear();
                matter.fields.clear();
                matter
            };
            let without = read("---\ntitle: T\n---\n");
            let with = read(&format!("---\ntitle: T\n{}: {value}\n---\n", field.name));
            assert_ne!(with, without, "{} of {kind}", field.name);
        }
    }
}

#[test]
fn a_new_page_is_right_as_it_is_and_with_every_suggestion() {
    let today = Date::parse("2026-11-01").expect("a day");
    for kind in Kind::ALL {
        for title in ["Back pain: what \"helps\"?", "  a \\ b\n", "", "按摩 #1", "- x"] {
            let text = new_document(kind, title, today);
            assert!(check(&text, kind).is_empty(), "{}", check(&text, kind));
            let open = |line: &str| {
                let field = line.strip_prefix("# ").filter(|rest| {
                    rest.split_once(": ").is_some_and(|(name, _)| page_field(name).is_some())
                });
                field.unwrap_or(line).to_owned() + "\n"
            };
            let all: String = text.lines().map(open).collect();
            assert!(check(&all, kind).is_empty(), "{all}\n{}", check(&all, kind));
        }
    }
    insta::assert_snapshot!(new_document(Kind::Treatment, "Hot \"stone\" massage", today));
}

/// Enough of JSON Schema to hold the examples against it.
fn fits(schema: &serde_json::Value, value: &serde_json::Value) -> bool {
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().any(|schema| fits(schema, value));
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.contains(value);
    }
    let name = match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(number) if number.is_i64() => "integer",
        serde_json::Value::Number(_) => "number",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    };
    let is = |ty: &serde_json::Value| ty == name || ty == "number" && name == "integer";
    let typed = match &schema["type"] {
        serde_json::Value::Null => true,
        serde_json::Value::Array(types) => types.iter().any(is),
        ty => is(ty),
    };
    let items =
        value.as_array().is_none_or(|items| items.iter().all(|item| fits(&schema["items"], item)));
    let entries = value.as_object().is_none_or(|map| {
        map.iter().all(|(key, value)| match &schema["properties"][key] {
            serde_json::Value::Null => schema["additionalProperties"] != false,
            schema => fits(schema, value),
        })
    });
    typed && items && entries
}

#[test]
fn the_json_schemas_describe_the_examples() {
    for kind in Kind::ALL {
        let schema = json_schema(kind, &SiteFields::default());
        for (name, property) in schema["properties"].as_object().expect("properties") {
            let example = &property["examples"][0];
            assert!(!example.is_null() && fits(property, example), "{name} of {kind}: {example}");
            assert!(property["description"].as_str().is_some_and(|text| !text.is_empty()));
        }
        assert_eq!(schema["required"], serde_json::json!(["title"]));
    }
    let schema = config_json_schema();
    for (name, property) in schema["properties"].as_object().expect("properties") {
        assert!(fits(property, &property["examples"][0]), "{name}");
    }
}

/// The committed reference pages say what the tables say. `ANMA_UPDATE_DOCS=1` rewrites them.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test compares with the files of the repository")]
fn the_reference_pages_are_those_of_the_tables() {
    let pages = [
        ("docs/front-matter.md", reference_of_front_matter()),
        ("docs/configuration.md", reference_of_settings()),
    ];
    for (file, page) in pages {
        let file = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var("ANMA_UPDATE_DOCS").is_ok() {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("created");
            std::fs::write(&file, &page).expect("written");
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == page, "{file} is old: run the test with ANMA_UPDATE_DOCS=1");
    }
}

#[test]
fn declared_fields_keep_texts_as_texts() {
    let scalar = |text: &str| Node {
        value: Value::Scalar { text: text.into(), plain: true },
        place: crate::yaml::Place::default(),
    };
    assert_eq!(Type::Text.value(&scalar("2024")), "2024");
    assert_eq!(Type::Bool.value(&scalar("true")), true);
    assert_eq!(Type::Integer { min: 0, max: 9 }.value(&scalar("7")), 7);
    assert_eq!(Type::OneOrMany(&Type::Text).value(&scalar("7")), serde_json::json!(["7"]));
}
