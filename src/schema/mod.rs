//! The one definition of every field: front matter, data files, `anma.yaml` and `theme.yaml`.
//!
//! Comes in: a tree of YAML and the table of the fields that may stand there. Goes out: notes on all
//! that is wrong with it; and from the same tables the reference pages, the JSON Schemas for editors and
//! the front matter that `anma new` writes. A field that is not in a table must never be accepted, and
//! no other module may say which fields there are.

mod check;
mod checks;
mod declared;
mod entities;
mod field;
mod hosts;
mod json_schema;
mod kind;
mod pages;
mod reference;
mod salon;
mod scalar;
mod settings;
mod starter;
mod theme_file;
mod unknown;
mod words;

#[cfg(test)]
mod tests;

pub use check::{Checker, Subject};
pub use declared::SiteFields;
pub(crate) use declared::declare;
pub use field::{Field, Group, Type};
pub use json_schema::{config_json_schema, json_schema};
pub use kind::{Kind, Kinds};
pub use pages::{PAGE_GROUPS, RED_FLAGS, SOURCE, page_field};
pub(crate) use pages::{RED_FLAGS_ENTRY, SOURCE_ENTRY};
pub use reference::{reference_of_front_matter, reference_of_settings};
pub(crate) use scalar::parse_size;
pub use settings::SETTINGS;
pub use starter::new_document;
pub use theme_file::THEME;
pub use words::{
    Anatomy, Autolink, Cap, Case, CauseGroup, Certainty, Grade, Level, ListMode, Overview,
    SalonType, TherapyType,
};

/// `words` in a sentence: "a, b or c".
pub(crate) fn either<T: AsRef<str>>(words: &[T]) -> String {
    let mut out = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_str(if index + 1 == words.len() { " or " } else { ", " });
        }
        out.push_str(word.as_ref());
    }
    out
}
