//! What a link that leads nowhere may have meant.

use std::sync::Arc;

use camino::Utf8Path;

use super::Entry;
use crate::diagnostic::closest;
use crate::document::{Document, is_copied};
use crate::source::Sources;

/// What to do about a link that was `typed` and would lead to the file `path`.
pub(super) fn for_file(
    typed: &str,
    path: &Utf8Path,
    image: bool,
    documents: &[Arc<Document>],
    sources: &Sources,
) -> String {
    if let Some(rest) = typed.strip_prefix("https//").or_else(|| typed.strip_prefix("http//")) {
        return format!("a colon is missing: `https://{rest}`");
    }
    if typed.starts_with("www.") {
        return format!("an address on another website begins with `https://`: `https://{typed}`");
    }
    if typed.contains('\\') {
        return format!("write `/` between folders: `{}`", typed.replace('\\', "/"));
    }
    let name = path.file_stem().unwrap_or_default();
    if image || path.extension().is_some_and(|ending| ending != "md") {
        let copied = || sources.below("content/").filter(|source| is_copied(source));
        let similar = closest(name, copied().filter_map(|source| source.path.file_stem()));
        let found = similar
            .and_then(|similar| copied().find(|source| source.path.file_stem() == Some(similar)));
        if let Some(source) = found {
            return did_you_mean(&source.path);
        }
    }
    match closest(name, documents.iter().map(|document| &*document.id))
        .and_then(|id| documents.iter().find(|document| &*document.id == id))
    {
        Some(document) => did_you_mean(&document.path),
        None => {
            "check the path; it starts from the folder of this article, or with `@/` from `content`"
                .to_owned()
        }
    }
}

fn did_you_mean(path: &Utf8Path) -> String {
    format!("did you mean `@/{}`?", path.strip_prefix("content").unwrap_or(path))
}

/// What to do about a link to the address `path` of the site.
pub(super) fn for_address(path: &str, entries: &[Entry], documents: &[Arc<Document>]) -> String {
    let file = path.trim_start_matches('/');
    let is_meant = |document: &&Arc<Document>| {
        document.path.strip_prefix("content").is_ok_and(|own| own == file)
            || document.path.as_str() == file
    };
    if let Some(document) = documents.iter().find(is_meant) {
        return did_you_mean(&document.path);
    }
    let bare = path.trim_matches('/');
    let has_moved = |document: &&Arc<Document>| {
        document.matter.aliases.iter().any(|alias| alias.text.trim_matches('/') == bare)
    };
    if let Some(document) = documents.iter().find(has_moved) {
        let path = document.path.strip_prefix("content").unwrap_or(&document.path);
        return format!("this is an old address of a page; link to `@/{path}`");
    }
    let bare = bare.trim_end_matches("/index.html");
    let routes = entries.iter().map(|entry| entry.route.as_str().trim_end_matches("/index.html"));
    match closest(bare, routes) {
        Some(close) => format!("did you mean `/{close}/`?"),
        None => "check the address, or link to the article's file, such as `@/about.md`".to_owned(),
    }
}
