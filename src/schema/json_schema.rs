//! JSON Schemas (draft 2020-12) from the tables, for editors that complete and check YAML.

use serde_json::{Map, Value, json};

use super::{Field, Kind, PAGE_GROUPS, SETTINGS, SiteFields, Type};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of pages of `kind`, with the fields that the site declares.
pub fn json_schema(kind: Kind, site: &SiteFields) -> Value {
    let fields = PAGE_GROUPS.iter().flat_map(|group| group.fields);
    let fields = fields.filter(|field| field.kinds.has(kind)).chain(site.of(kind));
    document(&format!("Front matter of {}", kind.words()), object(fields))
}

/// The schema of `anma.yaml`.
pub fn config_json_schema() -> Value {
    document("Settings of a site (anma.yaml)", object(SETTINGS.iter()))
}

fn document(title: &str, mut schema: Map<String, Value>) -> Value {
    schema.insert("$schema".into(), DRAFT.into());
    schema.insert("title".into(), title.into());
    Value::Object(schema)
}

fn object<'a>(fields: impl Iterator<Item = &'a Field>) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let mut schema = of_type(&field.ty);
        schema.insert("description".into(), (&*field.doc).into());
        schema.insert("examples".into(), json!([example(field)]));
        properties.insert(field.name.to_string(), Value::Object(schema));
        if field.required {
            required.push(field.name.to_string());
        }
    }
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("additionalProperties".into(), false.into());
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema
}

/// The example as a value: the YAML of the table, read.
fn example(field: &Field) -> Value {
    let path = camino::Utf8Path::new("example").into();
    let mut notes = crate::diagnostic::Notes::default();
    let text = field.line();
    let node = crate::yaml::parse(
        &text,
        0..text.len(),
        &path,
        &crate::yaml::Limits::default(),
        &mut notes,
    );
    node.as_ref()
        .and_then(|node| node.get(&field.name))
        .map(crate::yaml::to_json)
        .unwrap_or_default()
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn of_type(ty: &Type) -> Map<String, Value> {
    let schema = match ty {
        // Editors read `title: 2024` as a number, and we read it as a text.
        Type::Text | Type::Name(_) | Type::Id(_) => {
            json!({"type": ["string", "number", "boolean"]})
        }
        Type::Bool => json!({"type": "boolean"}),
        Type::Integer { min, max } if *min == i64::MIN && *max == i64::MAX => {
            json!({"type": "integer"})
        }
        Type::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Type::Size => json!({"type": ["string", "integer"]}),
        Type::Price => json!({"type": ["string", "number"]}),
        Type::Date => json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}([Tt ].*)?$"}),
        Type::Slug => json!({"type": ["string", "number"], "pattern": "^[^/?#]+$"}),
        Type::Path | Type::PageOrUrl => json!({"type": "string"}),
        Type::Url => json!({"type": "string", "format": "uri", "pattern": "^https?://"}),
        Type::Email => json!({"type": "string", "format": "email"}),
        Type::Choice(words) => {
            let truths = ["true", "false"];
            let values: Vec<Value> =
                words
                    .iter()
                    .map(|word| {
                        if truths.contains(word) {
                            (*word == "true").into()
                        } else {
                            (*word).into()
                        }
                    })
                    .collect();
            json!({"enum": values})
        }
        Type::OneOf(words) => {
            json!({"enum": words.iter().map(AsRef::as_ref).collect::<Vec<&str>>()})
        }
        Type::OneOrMany(one) => json!({"anyOf": [of_type(one), list(one)]}),
        Type::List(one) => list(one),
        Type::Record(fields) => Value::Object(object(fields.iter())),
        Type::IdOrRecord(_, fields) => {
            json!({"anyOf": [{"type": ["string", "number"]}, object(fields.iter())]})
        }
        Type::Map(one) => json!({"type": "object", "additionalProperties": of_type(one)}),
        Type::Cascade => {
            let fields = PAGE_GROUPS.iter().flat_map(|group| group.fields);
            let mut schema = object(fields.filter(|field| field.ty != Type::Cascade));
            schema.remove("required");
            schema.remove("additionalProperties");
            Value::Object(schema)
        }
        Type::Anything => json!({}),
    };
    map(schema)
}

fn list(one: &Type) -> Value {
    json!({"type": "array", "items": of_type(one)})
}
