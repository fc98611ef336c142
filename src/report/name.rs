//! Which page is meant by what somebody typed: a file, an address, an id, a title or a synonym.

use camino::Utf8Path;

use crate::base::normalise_name;
use crate::diagnostic::closest;
use crate::graph::{EntryId, Graph};

/// No page is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The page that `typed` means. `path` is what was typed as a path from the folder of the site, if it can be one.
///
/// # Errors
/// When no page is called that.
pub fn find_page(
    graph: &Graph,
    typed: &str,
    path: Option<&Utf8Path>,
) -> Result<EntryId, Box<Unknown>> {
    let typed = typed.trim();
    by_file(graph, typed, path)
        .or_else(|| by_address(graph, typed))
        .or_else(|| by_name(graph, typed))
        .ok_or_else(|| Box::new(unknown(graph, typed, path)))
}

fn by_file(graph: &Graph, typed: &str, path: Option<&Utf8Path>) -> Option<EntryId> {
    let typed = Utf8Path::new(typed.strip_prefix("./").unwrap_or(typed));
    let is_it = |file: &Utf8Path| {
        let below = file.strip_prefix("content").unwrap_or(file);
        Some(file) == path || file == typed || below == typed
    };
    let mut files = graph.ids().zip(&graph.documents);
    files.find(|(_, document)| document.key.is_none() && is_it(&document.path)).map(|(id, _)| id)
}

fn by_address(graph: &Graph, typed: &str) -> Option<EntryId> {
    let address = match typed.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/').unwrap_or(rest.len())..],
        None => typed,
    };
    if !address.starts_with('/') && address.len() == typed.len() {
        return None;
    }
    let bare = |text: &str| text.trim_matches('/').trim_end_matches("index.html").to_owned();
    let bare_address = bare(address).trim_end_matches('/').to_owned();
    graph.ids().find(|id| {
        let entry = graph.entry(*id);
        let route = bare(&entry.route.url());
        bare(&entry.url) == bare_address || route == bare_address
    })
}

fn by_name(graph: &Graph, typed: &str) -> Option<EntryId> {
    let normal = normalise_name(typed);
    let called =
        graph.ids().filter(|id| names(graph, *id).any(|name| normalise_name(name) == normal));
    // As in links by name: entities before articles, and among them the order of kinds.
    called.min_by_key(|id| {
        let kind = graph.entry(*id).kind;
        (!kind.is_entity(), kind, *id)
    })
}

/// Everything that a page is called.
pub(super) fn names(graph: &Graph, id: EntryId) -> impl Iterator<Item = &str> {
    let entry = graph.entry(id);
    let entity = graph.document(id).and_then(|document| document.matter.entity.as_deref());
    let more = entity.into_iter().flat_map(|entity| {
        entity.also.iter().chain(&entity.abbr).chain(&entity.forms).map(|name| &*name.text)
    });
    [&*entry.title, &*entry.id].into_iter().chain(more)
}

fn unknown(graph: &Graph, typed: &str, path: Option<&Utf8Path>) -> Unknown {
    let normal = normalise_name(typed);
    let hidden = graph.hidden.iter().find(|page| {
        let names = [&*page.title, &*page.id, page.path.as_str()];
        Some(&*page.path) == path || names.iter().any(|name| normalise_name(name) == normal)
    });
    if let Some(page) = hidden {
        return Unknown {
            message: format!("`{}` ({}) {}", page.title, page.path, page.words()),
            help: "add `--drafts` or `--future` to look at pages that are not published yet"
                .to_owned(),
        };
    }
    let files = graph.documents.iter().map(|document| document.path.as_str());
    let addresses = graph.entries.iter().map(|entry| &*entry.url);
    let all = graph.ids().flat_map(|id| names(graph, id)).chain(files).chain(addresses);
    let help = match closest(typed, all) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "write a file such as content/articles/x.md, an address such as /articles/x/, a title or a synonym".to_owned(),
    };
    Unknown { message: format!("no page is called `{typed}`"), help }
}
