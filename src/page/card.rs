//! Cards: what lists, links and panels show of a page. Made once, shared by every page that shows them.

use tera::Value;

use super::translations::Language;
use super::value::{date, map, text, text_or_empty};
use crate::config::Config;
use crate::document::Document;
use crate::graph::{EntryId, Graph, Standing};
use crate::theme::Words;

/// What others see of a page, and what the page itself begins with.
pub(super) struct Face {
    /// All of it, as other pages see it.
    pub(super) card: Value,
    pub(super) date: Value,
    pub(super) description: Value,
    pub(super) id: Value,
    pub(super) image: Value,
    pub(super) kind: Value,
    pub(super) permalink: Value,
    pub(super) title: Value,
    pub(super) updated: Value,
    pub(super) url: Value,
}

/// The face of an entry; `image` is its picture, and `language` its language, if it is another than that of the site.
pub(super) fn face(
    graph: &Graph,
    (config, words): (&Config, &Words),
    id: EntryId,
    (image, language): (Value, Option<&Language>),
) -> Face {
    let entry = graph.entry(id);
    let document = graph.document(id);
    let matter = document.map(|document| &document.matter);
    let description = matter
        .and_then(|matter| matter.description.as_deref())
        .or_else(|| Some(&*graph.overviews.get(&id)?.description));
    let group = matter.and_then(|matter| matter.entity.as_ref()?.group);
    let group = group.map(crate::matter::CauseGroup::word);
    let pages = graph.filed[id.index()].len() + graph.listed[id.index()].len();
    let mut face = Face {
        card: Value::none(),
        date: date(words, entry.date),
        description: text_or_empty(description),
        id: Value::from(&*entry.id),
        image,
        kind: Value::from(kind(graph, id)),
        permalink: Value::from(permalink(config, &entry.url)),
        title: Value::from(&*entry.title),
        updated: date(words, matter.and_then(|matter| matter.updated)),
        url: Value::from(&*entry.url),
    };
    // In the order of the alphabet, which spares the map the sorting.
    face.card = map([
        ("count", Value::from(pages)),
        ("date", face.date.clone()),
        ("description", face.description.clone()),
        ("draft", Value::from(entry.standing == Standing::Draft)),
        ("expired", Value::from(matches!(entry.standing, Standing::Expired(_)))),
        ("group", text(group)),
        ("id", face.id.clone()),
        ("image", face.image.clone()),
        ("kind", face.kind.clone()),
        ("language", language.map_or_else(Value::none, Language::value)),
        ("minutes", Value::from(document.map_or(0, Document::minutes))),
        ("permalink", face.permalink.clone()),
        ("scheduled", Value::from(matches!(entry.standing, Standing::Scheduled(_)))),
        ("title", face.title.clone()),
        ("updated", face.updated.clone()),
        ("url", face.url.clone()),
    ]);
    face
}

/// The kind as templates see it: the home page is `home`.
pub(super) fn kind(graph: &Graph, id: EntryId) -> &'static str {
    if id == graph.home { "home" } else { graph.entry(id).kind.name() }
}

/// The whole address of a page.
pub(super) fn permalink(config: &Config, url: &str) -> String {
    format!("{}{url}", config.base_url.origin)
}
