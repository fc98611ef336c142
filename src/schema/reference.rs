//! The reference pages of the documentation, from the tables.

use std::fmt::Write as _;

use super::{Field, Group, Kinds, PAGE_GROUPS, RED_FLAGS, SETTINGS, SOURCE, THEME, Type};

/// `docs/front-matter.md`.
pub fn reference_of_front_matter() -> String {
    let mut out = String::from(
        "# Front matter\n\n\
         Every page begins with fields between two lines of three hyphens. The text of the page follows.\n\n\
         ```markdown\n---\ntitle: Upper back massage\ndate: 2026-11-01\ncondition: [upper-back-pain]\n---\n\nThe text of the page.\n```\n\n\
         Only `title` must be there. The folder decides the kind of page (`content/conditions/` holds conditions), \
         and `type` overrides it. Names are ids (`low-back-pain`), titles or synonyms; capitals and hyphens do not matter. \
         Texts with a colon followed by a space, or that begin with a quotation mark, a bracket or another special character, \
         need quotation marks round them.\n",
    );
    for group in PAGE_GROUPS {
        // Writing to a `String` cannot fail, here and below.
        let _written = writeln!(out, "\n## {}", group.title);
        if let Some(intro) = intro(group) {
            let _written = writeln!(out, "\n{intro}");
        }
        fields(&mut out, group.fields, 3);
    }
    out.push_str("\n## Data files\n\n### `content/sources.yaml`\n\nA map from ids to sources. Pages name them under `sources`, massage types under `source`.\n");
    fields(&mut out, SOURCE, 4);
    out.push_str("\n### `content/red-flags.yaml`\n\nA map from ids to signs that need a doctor. Conditions and symptoms name them under `red_flags`.\n");
    fields(&mut out, RED_FLAGS, 4);
    out.push_str("\n### `content/vocabulary.yaml`\n\nA map from ids to conditions, symptoms and other entities that have no page of their own. Each has `type`, `title` and the fields of its kind.\n");
    out
}

/// `docs/configuration.md`.
pub fn reference_of_settings() -> String {
    let mut out = String::from(
        "# Settings\n\nThe file `anma.yaml` stands in the folder of the site. Only `title` must be there.\n\n## `anma.yaml`\n",
    );
    fields(&mut out, SETTINGS, 3);
    out.push_str(
        "\n## `theme.yaml`\n\nThe file with which a theme describes itself, in `themes/<name>/`.\n",
    );
    fields(&mut out, THEME, 3);
    out
}

fn intro(group: &Group) -> Option<String> {
    if group.kinds == Kinds::ALL {
        return None;
    }
    let names: Vec<String> = group.kinds.iter().map(|kind| format!("`{kind}`")).collect();
    Some(format!("For pages of the type {}.", super::either(&names)))
}

fn fields(out: &mut String, fields: &[Field], level: usize) {
    for field in fields {
        let required = if field.required { ", required" } else { "" };
        let _written = writeln!(
            out,
            "\n{} `{}`\n\n{}{required}. {}\n\n```yaml\n{}\n```",
            "#".repeat(level),
            field.name,
            capital(&field.ty.words()),
            field.doc,
            field.line(),
        );
        if let Some(inner) = inner(&field.ty) {
            out.push('\n');
            list(out, inner, "");
        }
    }
}

/// The fields of a group, with those of the groups in it.
fn list(out: &mut String, fields: &[Field], indent: &str) {
    for field in fields {
        let required = if field.required { ", required" } else { "" };
        let _written = writeln!(
            out,
            "{indent}- `{}`: {} ({}{required})",
            field.name,
            field.doc.trim_end_matches('.'),
            field.ty.words(),
        );
        if let Some(inner) = inner(&field.ty) {
            list(out, inner, &format!("{indent}  "));
        }
    }
}

/// The fields inside a field.
fn inner(ty: &Type) -> Option<&'static [Field]> {
    match ty {
        Type::Record(fields) | Type::IdOrRecord(_, fields) => Some(fields),
        Type::List(one) | Type::OneOrMany(one) | Type::Map(one) => inner(one),
        _ => None,
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
