//! The data files: `sources.yaml`, `red-flags.yaml` and `vocabulary.yaml`.

use std::sync::Arc;

use camino::Utf8Path;

use super::fill::{each, name, names, parts, source};
use super::layers::Layers;
use super::read::{fields_of, fill, missing};
use super::{Name, Original, RedFlags, Rules, Source, Term};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::schema::{Checker, Kind, Kinds, RED_FLAGS_ENTRY, SOURCE_ENTRY, SiteFields, Subject};
use crate::yaml::{self, Entry, Limits, Node, Value};

/// Longest data file, in bytes.
const MAX_FILE: usize = 4 << 20;

/// Reads `content/sources.yaml`: each source with its id, in the order of the file.
pub fn parse_sources(
    text: &str,
    path: &Arc<Utf8Path>,
    limits: &Limits,
    notes: &mut Notes,
) -> Vec<(Name, Source)> {
    let entries = entries(text, path, limits, notes);
    let site = SiteFields::default();
    let mut checker = Checker { path, subject: Subject::Data, site: &site, notes };
    checker.each_entry(&SOURCE_ENTRY, &entries);
    let read = |entry: Entry| {
        let id = id_of(&entry, path);
        source(entry.value, path).map(|source| (id, source))
    };
    entries.into_iter().filter_map(read).collect()
}

/// Reads `content/red-flags.yaml`: each set with its id, in the order of the file.
pub fn parse_red_flags(
    text: &str,
    path: &Arc<Utf8Path>,
    limits: &Limits,
    notes: &mut Notes,
) -> Vec<(Name, RedFlags)> {
    let entries = entries(text, path, limits, notes);
    let site = SiteFields::default();
    let mut checker = Checker { path, subject: Subject::Data, site: &site, notes };
    checker.each_entry(&RED_FLAGS_ENTRY, &entries);
    let read = |entry: Entry| {
        let id = id_of(&entry, path);
        let [sources, emergency, urgent] = parts(entry.value, ["sources", "emergency", "urgent"]);
        let texts = |node: Option<Node>| {
            let read = |item: Node| name(item, path).map(|name| name.text);
            node.map(|node| each(node, read)).unwrap_or_default()
        };
        let sources = sources.map(|node| names(node, path)).unwrap_or_default();
        (id, RedFlags { sources, emergency: texts(emergency), urgent: texts(urgent) })
    };
    entries.into_iter().map(read).collect()
}

/// Reads `content/vocabulary.yaml`, in the order of the file. An entry whose kind is not given is left out. An entry that
/// says one of `originals` in another language has its kind and its facts.
pub fn parse_vocabulary(
    text: &str,
    path: &Arc<Utf8Path>,
    originals: &[(Name, Original)],
    rules: Rules<'_>,
    notes: &mut Notes,
) -> Vec<Term> {
    let mut terms = Vec::new();
    for entry in entries(text, path, rules.limits, notes) {
        let id = id_of(&entry, path);
        let original = originals.iter().find(|(name, _)| name.text == id.text);
        let original = original.map(|(_, original)| original);
        let given = original.map(|original| original.kind);
        let Some(kind) = given.or_else(|| kind_of(&entry, path, notes)) else { continue };
        let place = entry.key_place;
        let Some(fields) = fields_of(entry.value, text, path, notes) else { continue };
        let mut checker = Checker { path, subject: Subject::Page(kind), site: rules.fields, notes };
        checker.page(&fields, kind);
        let layers = Layers { path, cascade: &[], original };
        let given = layers.merge(fields, kind, rules.fields, checker.notes);
        missing(&mut checker, &given, kind, place);
        let mut matter = fill(given, kind, rules.fields);
        if matter.title.is_empty() {
            matter.title = id.text.replace('-', " ").into();
        }
        terms.push(Term { id, kind, matter });
    }
    terms
}

/// The entries of `content/vocabulary.yaml`, as what other languages translate.
pub fn originals(text: &str, path: &Arc<Utf8Path>, limits: &Limits) -> Vec<(Name, Original)> {
    let notes = &mut Notes::default();
    let read = |entry: Entry| {
        let kind = kind_of(&entry, path, &mut Notes::default())?;
        let entries = match entry.value.value {
            Value::Map(ref entries) => entries.clone(),
            _ => Vec::new(),
        };
        Some((id_of(&entry, path), Original { kind, path: Arc::clone(path), entries }))
    };
    entries(text, path, limits, notes).into_iter().filter_map(read).collect()
}

fn entries(text: &str, path: &Arc<Utf8Path>, limits: &Limits, notes: &mut Notes) -> Vec<Entry> {
    // The limit of front matter is too low for a file that holds what many pages share.
    let limits = Limits { bytes: limits.bytes.max(MAX_FILE), ..*limits };
    let node = yaml::parse(text, 0..text.len(), path, &limits, notes);
    node.and_then(|node| fields_of(node, text, path, notes)).unwrap_or_default()
}

fn id_of(entry: &Entry, path: &Arc<Utf8Path>) -> Name {
    Name { text: entry.key.clone(), span: entry.key_place.span(path) }
}

fn kind_of(entry: &Entry, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<Kind> {
    let given = entry.value.get("type").filter(|node| !node.is_null());
    let kind = given.and_then(Node::text).and_then(Kind::parse).filter(|kind| kind.is_entity());
    if kind.is_some() {
        return kind;
    }
    let place = given.map_or(entry.key_place, |node| node.place);
    let names: Vec<String> = Kinds::ENTITIES.iter().map(|kind| format!("`{kind}`")).collect();
    let names = crate::schema::either(&names);
    let key = yaml::shorten(&entry.key);
    let (code, message) = match given {
        Some(_) => (Code::BAD_VALUE, format!("`{key}.type` must be {names}")),
        None => (Code::MISSING_FIELD, format!("the field `{key}.type` is missing")),
    };
    let typed = given.and_then(Node::text).unwrap_or_default();
    let kinds = Kinds::ENTITIES.iter().map(Kind::name);
    let help = format!("Write what it is: {names}.");
    notes
        .push(Diagnostic::error(code, place.span(path), message).did_you_mean(typed, kinds, &help));
    None
}
