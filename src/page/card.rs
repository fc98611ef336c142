//! Cards: what lists, links and panels show of a page. Made once, shared by every page that shows them.

use rayon::prelude::*;
use tera::Value;

use super::value::{date, map, text_or_empty};
use crate::config::Config;
use crate::graph::{Destination, EntryId, Graph, Standing};

/// The cards of all entries, by [`EntryId`].
pub(super) fn cards(graph: &Graph, config: &Config) -> Vec<Value> {
    let ids: Vec<EntryId> = graph.ids().collect();
    ids.par_iter().with_min_len(64).map(|id| card(graph, config, *id)).collect()
}

fn card(graph: &Graph, config: &Config, id: EntryId) -> Value {
    let entry = graph.entry(id);
    let document = graph.document(id);
    let matter = document.map(|document| &document.matter);
    let pages = graph.filed[id.index()].len() + graph.listed[id.index()].len();
    map([
        ("kind", Value::from(kind(graph, id))),
        ("id", Value::from(&*entry.id)),
        ("title", Value::from(&*entry.title)),
        ("url", Value::from(&*entry.url)),
        ("permalink", Value::from(permalink(config, &entry.url))),
        ("description", text_or_empty(matter.and_then(|matter| matter.description.as_deref()))),
        ("date", date(entry.date)),
        ("updated", date(matter.and_then(|matter| matter.updated))),
        ("image", image(graph, id)),
        ("minutes", Value::from(document.map_or(0, |document| minutes(document.body.words)))),
        ("count", Value::from(pages)),
        ("draft", Value::from(entry.standing == Standing::Draft)),
        ("scheduled", Value::from(matches!(entry.standing, Standing::Scheduled(_)))),
        ("expired", Value::from(matches!(entry.standing, Standing::Expired(_)))),
    ])
}

/// The kind as templates see it: the home page is `home`.
pub(super) fn kind(graph: &Graph, id: EntryId) -> &'static str {
    if id == graph.home { "home" } else { graph.entry(id).kind.name() }
}

/// The whole address of a page.
pub(super) fn permalink(config: &Config, url: &str) -> String {
    format!("{}{url}", config.base_url.origin)
}

/// Reading time in minutes, at 200 words a minute: slow enough for health texts.
pub(super) fn minutes(words: u32) -> u32 {
    words.div_ceil(200)
}

/// The picture of a page: `{src, alt, caption}`, or null.
pub(super) fn image(graph: &Graph, id: EntryId) -> Value {
    let Some(image) = graph.document(id).and_then(|document| document.matter.image.as_ref()) else {
        return Value::none();
    };
    let src = match &graph.links[id.index()].image {
        Some(Destination::File(url)) => Value::from(&**url),
        Some(Destination::Written) => Value::from(&*image.src.text),
        _ => return Value::none(),
    };
    map([
        ("src", src),
        ("alt", text_or_empty(image.alt.as_deref())),
        ("caption", text_or_empty(image.caption.as_deref())),
    ])
}
