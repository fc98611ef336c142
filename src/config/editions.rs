//! The other languages of a site: each has the settings of the site, with its own in their place.

use std::sync::Arc;

use camino::Utf8Path;

use super::read::Reader;
use super::{Config, Edition};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::matter::Name;
use crate::yaml::{Entry, Node, Value, shorten};

/// The languages under `languages` in `root`, of a site with the settings `config`.
pub(super) fn editions(
    root: &Node,
    config: &Config,
    path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::new();
    for entry in root.get("languages").map(Node::entries).unwrap_or_default() {
        let name = Name { text: entry.key.clone(), span: entry.key_place.span(path) };
        if let Some((message, help)) = mistake(&name.text, config) {
            notes.push(Diagnostic::error(Code::CONFIG_VALUE, name.span, message).help(help));
            continue;
        }
        let root = with(root, &entry.value, &name.text);
        // What is wrong with settings has been said of the whole file.
        let reader = Reader { root: &root, path, notes: &mut Notes::default() };
        let mut own = reader.config();
        own.base_url = config.base_url.clone();
        own.salon.opening.clone_from(&config.salon.opening);
        own.folder = name.text.clone();
        editions.push(Edition { name, config: own });
    }
    editions
}

/// Whether a text is the short name of a language: `es`, `pt-br`. The first part has two or three letters, the others up to
/// eight (BCP 47, in small letters).
pub fn is_language_name(text: &str) -> bool {
    let is_part = |part: &str| {
        (2..=8).contains(&part.len())
            && part.bytes().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit())
    };
    let first = text.split('-').next().unwrap_or_default();
    first.len() <= 3
        && first.bytes().all(|one| one.is_ascii_lowercase())
        && text.split('-').all(is_part)
}

/// What is wrong with the short name of a language, and what helps.
fn mistake(name: &str, config: &Config) -> Option<(String, &'static str)> {
    if !is_language_name(name) {
        return Some((
            format!("`{}` is not the short name of a language", shorten(name)),
            "Write it in two or three small letters, as in `es` or `pt-br`; what follows `language` may say more.",
        ));
    }
    let own = config.language.to_ascii_lowercase();
    let is_own = own == name || own.split('-').next() == Some(name);
    is_own.then(|| {
        (
            format!("`{name}` is the language of the site itself"),
            "Take it out: pages without the name of a language in their file names are in this language.",
        )
    })
}

/// The settings `root` with those of a language in their place.
fn with(root: &Node, own: &Node, name: &str) -> Node {
    let mut node = root.clone();
    let Value::Map(entries) = &mut node.value else { return node };
    // Texts of the theme in the language of the site are of no use in another one.
    entries.retain(|entry| !matches!(&*entry.key, "strings" | "languages"));
    let language =
        Node { value: Value::Scalar { text: name.into(), plain: true }, place: own.place };
    let key_place = own.place;
    put(entries, &Entry { key: "language".into(), key_place, value: language });
    for entry in own.entries().iter().filter(|entry| !entry.value.is_null()) {
        put(entries, entry);
    }
    node
}

/// Puts `new` in the place of the entry of this name; what has fields keeps those that `new` does not name.
fn put(entries: &mut Vec<Entry>, new: &Entry) {
    let Some(old) = entries.iter_mut().find(|entry| entry.key == new.key) else {
        entries.push(new.clone());
        return;
    };
    match (&mut old.value.value, &new.value.value) {
        (Value::Map(old), Value::Map(new)) => new.iter().for_each(|entry| put(old, entry)),
        _ => old.value = new.value.clone(),
    }
}
