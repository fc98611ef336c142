//! What `anma init` and `anma new` write: a small working site, and pages to fill in.
//!
//! Comes in: a title and a day. Goes out: paths and texts. It must never write them itself.

use camino::Utf8PathBuf;

use crate::base::{Date, slugify};
use crate::schema::{Kind, new_document};

/// The files of the starter site, by path.
static STARTER: [(&str, &str); 8] = [
    ("anma.yaml", include_str!("starter/anma.yaml")),
    (".gitignore", include_str!("starter/gitignore")),
    ("content/_index.md", include_str!("starter/content/_index.md")),
    ("content/about.md", include_str!("starter/content/about.md")),
    ("content/articles/welcome.md", include_str!("starter/content/articles/welcome.md")),
    (
        "content/conditions/everyday-stress.md",
        include_str!("starter/content/conditions/everyday-stress.md"),
    ),
    (
        "content/treatments/swedish-massage.md",
        include_str!("starter/content/treatments/swedish-massage.md"),
    ),
    ("content/people/team.md", include_str!("starter/content/people/team.md")),
];

/// The files of a new site called `title`, begun on `today`.
pub fn site(title: &str, today: Date) -> Vec<(Utf8PathBuf, String)> {
    // As a YAML text in double quotes, which JSON texts are as well.
    let quoted = serde_json::Value::from(title).to_string();
    let fill =
        |text: &str| text.replace("\"{{title}}\"", &quoted).replace("{{date}}", &today.iso());
    STARTER.iter().map(|(path, text)| (Utf8PathBuf::from(*path), fill(text))).collect()
}

/// The file of a new page: its path, and its text with the front matter filled in.
pub fn page(kind: Kind, title: &str, today: Date) -> (Utf8PathBuf, String) {
    let slug = match slugify(title) {
        slug if slug.is_empty() => "new".to_owned(),
        slug => slug,
    };
    let path = Utf8PathBuf::from("content").join(kind.folder());
    let path = if kind == Kind::Section {
        path.join(slug).join("_index.md")
    } else {
        path.join(format!("{slug}.md"))
    };
    (path, new_document(kind, title, today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_may_have_quotes() {
        let today = Date::parse("2026-11-22").expect("a day");
        let files = site("Ana \"Harmony\": massage", today);
        let (_, settings) = &files[0];
        assert!(settings.contains(r#"title: "Ana \"Harmony\": massage""#), "{settings}");
        assert!(files.iter().all(|(_, text)| !text.contains("{{")));
    }

    #[test]
    fn pages_lie_in_the_folder_of_their_kind() {
        let today = Date::parse("2026-11-22").expect("a day");
        let path = |kind, title| page(kind, title, today).0.into_string();
        assert_eq!(path(Kind::Article, "Neck pain?"), "content/articles/neck-pain.md");
        assert_eq!(path(Kind::Section, "Prices"), "content/prices/_index.md");
        assert_eq!(path(Kind::Page, "../../etc"), "content/etc.md");
        assert_eq!(path(Kind::Page, "!!"), "content/new.md");
    }
}
