//! All names of entities, by first letter.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::base::order_key;
use crate::graph::{EntryId, Graph};

/// The letter of names that begin with no letter.
pub(super) const NO_LETTER: &str = "#";

/// A name that a reader may look for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Listed<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// What is called so.
    pub(super) id: EntryId,
    /// Whether it is another name than the title.
    pub(super) is_synonym: bool,
}

/// Titles and synonyms of all entities by letter, in the order of the letters; without a letter comes last.
pub(super) fn a_to_z(graph: &Graph) -> Vec<(String, Vec<Listed<'_>>)> {
    let mut letters: BTreeMap<(bool, String), Vec<Listed<'_>>> = BTreeMap::new();
    for (id, entry) in
        graph.ids().zip(graph.entries.iter()).filter(|(_, entry)| entry.kind.is_entity())
    {
        let facts = graph.document(id).and_then(|document| document.matter.entity.as_ref());
        let synonyms = facts.into_iter().flat_map(|facts| facts.also.iter().chain(&facts.abbr));
        let title = Listed { name: &entry.title, id, is_synonym: false };
        let synonyms = synonyms.map(|name| Listed { name: name.text.trim(), id, is_synonym: true });
        for listed in std::iter::once(title).chain(synonyms) {
            let letter = first_letter(listed.name);
            letters.entry((letter == NO_LETTER, letter)).or_default().push(listed);
        }
    }
    for names in letters.values_mut() {
        names.sort_by_cached_key(|one| (order_key(one.name), one.is_synonym, one.id));
    }
    letters.into_iter().map(|((_, letter), names)| (letter, names)).collect()
}

/// The letter under which `name` is looked for: a capital, without accents where it is a Latin one.
fn first_letter(name: &str) -> String {
    let Some(first) = name.chars().find(|letter| letter.is_alphanumeric()) else {
        return NO_LETTER.to_owned();
    };
    let bare = first.nfd().next().filter(char::is_ascii_alphabetic).unwrap_or(first);
    if bare.is_alphabetic() { bare.to_uppercase().nfc().collect() } else { NO_LETTER.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_its_letters() {
        for (name, letter) in [
            ("sciatica", "S"),
            ("Évasion", "E"),
            ("…\"quoted\"", "Q"),
            ("ßtrange", "SS"),
            ("спина", "С"),
            ("ألم الظهر", "أ"),
            ("腰痛", "腰"),
            ("각기", "각"),
            ("3D pain", "#"),
            ("—", "#"),
        ] {
            assert_eq!(first_letter(name), letter, "{name}");
        }
    }
}
