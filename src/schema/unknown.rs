//! Fields that do not exist, and what the writer may have meant.

use super::{Field, Kind, Kinds, PAGE_GROUPS, SiteFields};
use crate::diagnostic::closest;

/// What other generators, or common sense, call a field of ours.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("authors", "author"),
    ("by", "author"),
    ("categories", "topic"),
    ("category", "topic"),
    ("causes_of", "causes"),
    ("conditions", "condition"),
    ("cover", "image"),
    ("created", "date"),
    ("display_name", "title"),
    ("expirydate", "expire"),
    ("featured_image", "image"),
    ("heading", "title"),
    ("headline", "title"),
    ("hidden", "draft"),
    ("last_modified", "updated"),
    ("lastmod", "updated"),
    ("layout", "template"),
    ("massage", "massage_type"),
    ("massage_types", "massage_type"),
    ("modified", "updated"),
    ("name", "title"),
    ("order", "weight"),
    ("permalink", "slug"),
    ("picture", "image"),
    ("published", "date"),
    ("publishdate", "publish"),
    ("redirect_from", "aliases"),
    ("review_date", "next_review"),
    ("reviewed_by", "reviewed"),
    ("reviewer", "reviewed"),
    ("source", "sources"),
    ("src", "sources"),
    ("summary", "description"),
    ("synonyms", "also"),
    ("tag", "topic"),
    ("tags", "topic"),
    ("topics", "topic"),
    ("treatment", "massage_type"),
    ("treatments", "massage_type"),
    ("url", "slug"),
];

/// What to do about the field `typed` that pages of `kind` do not have.
pub(super) fn page_help(typed: &str, kind: Kind, site: &SiteFields) -> String {
    let all = PAGE_GROUPS.iter().flat_map(|group| group.fields).chain(&site.fields);
    let of_kind = |field: &&Field| field.kinds.has(kind);
    let elsewhere = all.clone().filter(|field| field.name == typed).map(|field| field.kinds);
    if let Some(kinds) = elsewhere.reduce(Kinds::with) {
        return format!(
            "`{typed}` is a field of {}. If this is one, say so with `type:`.",
            kinds.words()
        );
    }
    if let Some(name) = closest(typed, all.clone().filter(of_kind).map(|field| &*field.name)) {
        return format!("did you mean `{name}`?");
    }
    let lower = typed.to_ascii_lowercase().replace('-', "_");
    let ours = OTHER_WORDS.iter().find(|(other, _)| *other == lower).map(|(_, ours)| *ours);
    if let Some(ours) = ours.filter(|ours| all.clone().any(|f| f.name == *ours && of_kind(&f))) {
        return format!("Here it is called `{ours}`.");
    }
    "Put it below `extra`, or declare it under `fields` in `anma.yaml`.".into()
}

/// What to do about the field `typed` of a group that has `fields`.
pub(super) fn group_help(typed: &str, fields: &[Field]) -> String {
    if let Some(name) = closest(typed, fields.iter().map(|field| &*field.name)) {
        return format!("did you mean `{name}`?");
    }
    let lower = typed.to_ascii_lowercase();
    let other = |(word, ours): &&(&str, &str)| {
        *word == lower && fields.iter().any(|field| field.name == *ours)
    };
    if let Some((_, ours)) = OTHER_WORDS.iter().find(other) {
        return format!("Here it is called `{ours}`.");
    }
    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
    match names.len() {
        0 => String::new(),
        1..=12 => format!("Its fields are {}.", names.join(", ")),
        _ => "The reference of settings lists all that there are.".into(),
    }
}
