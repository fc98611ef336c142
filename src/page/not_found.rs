//! The page for addresses that do not exist.

use tera::Value;

use super::card::permalink;
use super::value::{html, map};
use super::view::Viewer;

/// What the page for addresses that do not exist shows.
pub fn not_found(viewer: &Viewer<'_>) -> Value {
    let home = viewer.graph.home;
    let title = viewer.theme.strings.get("not_found").map_or("", |title| title);
    let mut problems = Vec::new();
    let mut page = viewer.fields(home, 1, 1, &mut problems);
    let url = format!("{}404.html", viewer.config.home());
    page.extend([
        ("kind", Value::from("not-found")),
        ("id", Value::from("not-found")),
        ("title", Value::from(title)),
        ("description", Value::from("")),
        ("permalink", Value::from(permalink(viewer.config, &url))),
        ("url", Value::from(url)),
        ("noindex", Value::from(true)),
        ("breadcrumbs", viewer.cards([home])),
        ("content", html("")),
        ("json_ld", html("")),
        ("toc", Value::from(Vec::<Value>::new())),
        ("backlinks", Value::from(Vec::<Value>::new())),
        ("items", Value::from(Vec::<Value>::new())),
        ("pager", Value::none()),
        ("social", Value::none()),
        ("translations", viewer.list(std::iter::empty())),
        ("overview", Value::none()),
        ("panels", Value::none()),
    ]);
    map(page)
}
