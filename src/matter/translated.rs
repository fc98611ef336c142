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
const OWN: [&str; 19] = [
    "title",
    "description",
    "updated",
    "reviewed",
    "check",
    "faq",
    "draft",
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
            let is_same = |entry: &&Entry| entry.key == own.name && !entry.value.is_null();
            if !self.entries.iter().any(|entry| is_same(&entry)) {
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
        for item in one_or_many(&own.node) {
            let known = match &mut node.value {
                Value::List(items) => items.iter_mut().find(|known| facts(known) == facts(item)),
                _ => Some(&mut node).filter(|known| facts(known) == facts(item)),
            };
            match known {
                Some(known) => take_words(known, item),
                None => notes.push(self.other_facts(own, item)),
            }
        }
        // What stands in another file is not among the places of this one.
        *own = Given { name: own.name.clone(), node, path: Arc::clone(&self.path), own: false };
    }

    fn other_facts(&self, own: &Given, node: &Node) -> Diagnostic {
        let message = format!("`{}` says something else here than in {}", own.name, self.path);
        Diagnostic::error(Code::TRANSLATION_FACTS, node.place.span(&own.path), message).help(format!(
            "Facts are said once, for all languages: change {}, and take this out. Only `why` and `only_with` are said again in each language.",
            self.path
        ))
    }
}

/// The entries of a list, or the one that stands in its place.
fn one_or_many(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matter::{Above, Level, Matter, parse};
    use crate::schema::SiteFields;
    use crate::yaml::Limits;

    const ORIGINAL: &str = "---\ntitle: Deep tissue massage\ndate: 2026-01-01\nexpire: 2027-01-01\nreviewed: {by: ana, on: 2026-02-01}\n\
        red_flags: back\ncaution:\n  - {id: osteoporosis, level: stop, why: fragile bones}\n  - {id: pregnancy, level: ask}\n\
        image: {src: a.jpg, alt: Hands}\n---\n";

    /// The front matter of a translation with these fields, and what is said of it.
    fn read(fields: &str) -> (Matter, Vec<Diagnostic>) {
        let (fields_of_site, limits) = (SiteFields::default(), Limits::default());
        let rules = Rules { fields: &fields_of_site, limits: &limits };
        let path = Utf8Path::new("content/treatments/deep.md").into();
        let original = Original::read(ORIGINAL, &path, Kind::Treatment, rules);
        let above = Above { original: Some(&original), ..Above::of(Kind::Article) };
        let text = format!("---\ntitle: Masaje profundo\n{fields}---\n");
        let own = Utf8Path::new("content/treatments/deep.es.md").into();
        let mut notes = Notes::default();
        let parsed = parse(&text, &own, above, rules, &mut notes);
        assert_eq!(parsed.kind, Kind::Treatment);
        (parsed.matter, notes.into_vec())
    }

    fn cautions(matter: &Matter) -> Vec<(&str, Level, Option<&str>)> {
        let entity = matter.entity.as_ref().expect("facts");
        let all = entity.cautions.iter();
        all.map(|caution| (&*caution.id.text, caution.level, caution.why.as_deref())).collect()
    }

    #[test]
    fn a_translation_has_the_facts_of_what_it_translates_and_none_of_its_words() {
        let (matter, notes) = read("");
        assert!(notes.is_empty(), "{notes:?}");
        let expected =
            [("osteoporosis", Level::Stop, Some("fragile bones")), ("pregnancy", Level::Ask, None)];
        assert_eq!(cautions(&matter), expected);
        assert_eq!(matter.entity.as_ref().expect("facts").red_flags.len(), 1);
        assert!(matter.date.is_some() && matter.expire.is_some() && matter.reviewed.is_none());
        assert_eq!(&*matter.title, "Masaje profundo");
    }

    #[test]
    fn a_caution_may_be_said_in_other_words_and_none_can_be_left_out() {
        let (matter, notes) = read(
            "red_flags: [back]\ncaution: [{id: osteoporosis, level: stop, why: huesos frágiles}]\nimage: {alt: Manos}\n",
        );
        assert!(notes.is_empty(), "{notes:?}");
        let expected = [
            ("osteoporosis", Level::Stop, Some("huesos frágiles")),
            ("pregnancy", Level::Ask, None),
        ];
        assert_eq!(cautions(&matter), expected);
        let image = matter.image.as_ref().expect("a picture");
        assert_eq!((&*image.src.text, image.alt.as_deref()), ("a.jpg", Some("Manos")));
        assert!(matter.place_of("caution").is_none(), "it stands in another file");
    }

    #[test]
    fn other_facts_are_errors_and_do_not_count() {
        for fields in [
            "caution: [{id: osteoporosis, level: adapt}]\n",
            "caution: [{id: diabetes, level: ask}]\n",
            "red_flags: other\n",
            "cap: everyday\n",
        ] {
            let (matter, notes) = read(fields);
            let codes: Vec<Code> = notes.iter().map(|note| note.code).collect();
            assert_eq!(codes, [Code::TRANSLATION_FACTS], "{fields}");
            assert_eq!(cautions(&matter).len(), 2, "{fields}");
            assert_eq!(cautions(&matter)[0].1, Level::Stop, "{fields}");
        }
    }
}
