//! Classes: words that patterns of claims name as one, such as everything that a salon does.

use std::collections::BTreeMap;

use crate::yaml::{Node, Value};

use super::problem::File;

/// The most words that a class may have.
const MOST: usize = 10_000;

/// Adds the classes of a file to `classes`, whose words stay.
pub(super) fn read_classes(
    file: &mut File<'_>,
    root: &Node,
    classes: &mut BTreeMap<String, Vec<String>>,
) {
    for entry in root.entries() {
        let capital =
            |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '_';
        if entry.key.is_empty() || !entry.key.chars().all(capital) {
            let message = format!("`{}` cannot be the name of a class", entry.key);
            file.wrong(entry.key_place, message, "Use capital letters: `TREAT`.");
            continue;
        }
        if !matches!(entry.value.value, Value::List(_) | Value::Scalar { .. }) {
            let message = format!("`{}` must be a list of words", entry.key);
            file.wrong(entry.value.place, message, "Write each on a line of its own, after `- `.");
            continue;
        }
        let words = file.strings(root, &entry.key);
        if words.len() > MOST {
            let message = format!("`{}` has more than {MOST} words", entry.key);
            file.wrong(entry.value.place, message, "Make it shorter.");
            continue;
        }
        add(classes, &entry.key, words.into_iter().map(|(word, _)| word));
    }
}

/// Adds words to a class; none stands there twice.
pub(super) fn add<'w>(
    classes: &mut BTreeMap<String, Vec<String>>,
    name: &str,
    words: impl Iterator<Item = &'w str>,
) {
    let class = classes.entry(name.to_owned()).or_default();
    let mut seen: std::collections::BTreeSet<String> = class.iter().cloned().collect();
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        if seen.insert(word.to_owned()) {
            class.push(word.to_owned());
        }
    }
}
