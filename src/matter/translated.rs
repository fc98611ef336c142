//! What a page that says another one in another language takes from it.
//!
//! A translation has words of its own. What is known of a condition or a massage is said once, on the page that it
//! translates, so that no caution is lost on the way into another language.

use std::sync::Arc;

use camino::Utf8Path;

use super::layers::{Given, merge_maps};
use super::{Rules, split};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::schema::Kind;
use crate::yaml::{self, Entry, Node, Value, to_json};

/// Fields that are words, or that say how this very file stands: no translation takes them over.
const OWN: [&str; 20] = [
    "title",
    "description",
    "updated",
    "reviewed",
    "faq",
    "draft",
    "publish",
    "expire",
    "links",
    "aliases",
    "also",
    "abbr",
    "forms",
    "not_before",
    "not_after",
    "autolink",
    "case",
    "plural",
    "priority",
    "cascade",
];

/// Fields that keep readers from harm: a translation has them as the original does.
const FIXED: [&str; 5] = ["is_a", "red_flags", "cap", "helps", "caution"];

/// Fields of an entry of `helps` and `caution` that are words.
const WORDS: [&str; 3] = ["why", "only_with", "note"];

/// A page that another one says in another language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Original {
    /// What kind of page it is.
    pub kind: Kind,
    /// Its file.
    pub path: Arc<Utf8Path>,
    /// Its own fields.
    pub entries: Vec<Entry>,
}

impl Original {
    /// The page `text`, of which everything that is wrong has been said already.
    pub fn read(text: &str, path: &Arc<Utf8Path>, kind: Kind, rules: Rules<'_>) -> Self {
        let matter = split(text).matter;
        let node = matter
            .and_then(|range| yaml::parse(text, range, path, rules.limits, &mut Notes::default()));
        let entries = match node.map(|node| node.value) {
            Some(Value::Map(entries)) => entries,
            _ => Vec::new(),
        };
        Self { kind, path: Arc::clone(path), entries }
    }

    /// A translation may say of its picture what it shows, and leave out which it is.
    pub(super) fn complete_image(&self, own: &mut [Entry]) {
        let is_image = |entry: &&Entry| *entry.key == *"image";
        let source = self.entries.iter().find(is_image).and_then(|image| image.value.get("src"));
        let own = own.iter_mut().find(|entry| *entry.key == *"image");
        let (Some(source), Some(own)) = (source, own) else { return };
        let place = own.value.place;
        if own.value.get("src").is_none()
            && let Value::Map(fields) = &mut own.value.value
        {
            let value = Node { value: source.value.clone(), place };
            fields.push(Entry { key: "src".into(), key_place: place, value });
        }
    }

    /// Adds to the fields of a translation those that it takes from here.
    pub(super) fn add(&self, given: &mut Vec<Given>, notes: &mut Notes) {
        for own in given.iter().filter(|own| FIXED.contains(&&*own.name)) {
            if !self.entries.iter().any(|entry| entry.key == own.name) {
                notes.push(self.other_facts(own, &own.node));
            }
        }
        let is_taken = |entry: &&Entry| !entry.value.is_null() && !OWN.contains(&&*entry.key);
        for entry in self.entries.iter().filter(is_taken) {
            let Some(own) = given.iter_mut().find(|own| own.name == entry.key) else {
                given.push(Given {
                    name: entry.key.clone(),
                    node: entry.value.clone(),
                    path: Arc::clone(&self.path),
                    own: false,
                });
                continue;
            };
            match &*entry.key {
                name if FIXED.contains(&name) => self.fix(own, &entry.value, notes),
                "extra" => merge_maps(&mut own.node, &entry.value),
                _ => {}
            }
        }
    }

    /// Puts `original` in the place of what a translation says in one of the fixed fields, but for its words.
    fn fix(&self, own: &mut Given, original: &Node, notes: &mut Notes) {
        let mut node = original.clone();
        if let (Value::List(items), Value::List(own_items)) = (&mut node.value, &own.node.value) {
            for item in own_items {
                let same = items.iter_mut().find(|known| facts(known) == facts(item));
                match same {
                    Some(known) => take_words(known, item),
                    None => notes.push(self.other_facts(own, item)),
                }
            }
        } else if to_json(&own.node) != to_json(original) {
            notes.push(self.other_facts(own, &own.node));
        }
        (own.node, own.path) = (node, Arc::clone(&self.path));
    }

    fn other_facts(&self, own: &Given, node: &Node) -> Diagnostic {
        let message = format!("`{}` says something else here than in {}", own.name, self.path);
        Diagnostic::error(Code::TRANSLATION_FACTS, node.place.span(&own.path), message).help(format!(
            "Facts are said once, for all languages: change {}, and take this out. Only `why` and `only_with` are said again in each language.",
            self.path
        ))
    }
}

/// An entry of a list without its words, to be compared.
fn facts(node: &Node) -> serde_json::Value {
    let mut json = to_json(node);
    if let Some(fields) = json.as_object_mut() {
        fields.retain(|name, _| !WORDS.contains(&name.as_str()));
    }
    json
}

fn take_words(known: &mut Node, own: &Node) {
    let (Value::Map(known), Value::Map(own)) = (&mut known.value, &own.value) else { return };
    for entry in own.iter().filter(|entry| WORDS.contains(&&*entry.key)) {
        known.retain(|old| old.key != entry.key);
        known.push(entry.clone());
    }
}
