//! The fields of front matter that have words to read.

use std::ops::Range;

use super::{Field, UnitKind};
use crate::diagnostic::Notes;
use crate::document::Document;
use crate::yaml::{self, Limits, Node, Value};

/// The fields of `document` in the bytes `range` of its file.
pub(super) fn fields(document: &Document, whole: &str, range: Range<usize>) -> Vec<Field> {
    let limits = Limits::file(whole.len());
    // What is wrong with the fields was said when the page was read.
    let node = yaml::parse(whole, range, &document.path, &limits, &mut Notes::default());
    let mut found = Found { fields: Vec::new() };
    for entry in node.iter().flat_map(Node::entries) {
        let value = &entry.value;
        match &*entry.key {
            "title" => found.add("title", UnitKind::Title, Some(value)),
            "description" => found.add("description", UnitKind::Description, Some(value)),
            "image" => {
                found.add("image.alt", UnitKind::Alt, value.get("alt"));
                found.add("image.caption", UnitKind::Field, value.get("caption"));
            }
            "faq" => {
                for item in each(value) {
                    found.add("faq", UnitKind::Question, item.get("question"));
                    found.add("faq", UnitKind::Answer, item.get("answer"));
                }
            }
            "caution" => {
                for item in each(value) {
                    found.add("caution.why", UnitKind::Field, item.get("why"));
                }
            }
            "helps" => {
                for item in each(value) {
                    found.add("helps.only_with", UnitKind::Field, item.get("only_with"));
                }
            }
            name @ ("role" | "pressure" | "qualifications") => {
                for item in each(value) {
                    found.add(name, UnitKind::Field, Some(item));
                }
            }
            "extra" => found.all("extra", value),
            name if document.matter.fields.iter().any(|(known, _)| &**known == name) => {
                found.all(name, value);
            }
            _ => {}
        }
    }
    found.fields
}

struct Found {
    fields: Vec<Field>,
}

impl Found {
    fn add(&mut self, name: &str, kind: UnitKind, node: Option<&Node>) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else { return };
        let span = node.place.start as usize..node.place.end as usize;
        let markdown = kind == UnitKind::Answer;
        self.fields.push(Field { name: name.into(), kind, text: text.into(), span, markdown });
    }

    /// Adds every text below `node`. Nothing says which of them are for readers: those of one word are not.
    fn all(&mut self, name: &str, node: &Node) {
        match &node.value {
            Value::Null => {}
            Value::Scalar { text, .. } => {
                if text.trim().contains(char::is_whitespace) {
                    self.add(name, UnitKind::Field, Some(node));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.all(name, item)),
            Value::Map(entries) => {
                for entry in entries {
                    let room = super::draft::LONGEST_NAME;
                    if name.len() < room {
                        self.all(&format!("{name}.{}", entry.key), &entry.value);
                    } else {
                        self.all(name, &entry.value);
                    }
                }
            }
        }
    }
}

/// The items of a list, or the one value that stands in its place.
fn each(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}
