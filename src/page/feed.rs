//! Feeds: Atom (RFC 4287) and JSON Feed 1.1, for the site and for each topic.

use std::borrow::Cow;

use serde_json::json;

use super::card::permalink;
use super::plan::items;
use crate::base::{Date, Route, escape};
use crate::config::Config;
use crate::graph::{EntryId, Graph, Standing};
use crate::schema::Kind;

/// The name of an Atom feed.
pub(crate) const ATOM: &str = "atom.xml";
/// The name of a JSON feed.
pub(crate) const JSON: &str = "feed.json";

/// Whether an entry has feeds: the home page and every topic.
pub(crate) fn has_feeds(graph: &Graph, id: EntryId) -> bool {
    id == graph.home || graph.entry(id).kind == Kind::Topic && !graph.is_borrowed(id)
}

/// The route of the feed `name` of an entry: beside its page.
pub(crate) fn route(graph: &Graph, id: EntryId, name: &str) -> Option<Route> {
    graph.entry(id).route.beside(name).ok()
}

/// The address of the feed `name` of an entry.
pub(crate) fn url(graph: &Graph, config: &Config, id: EntryId, name: &str) -> String {
    let url = route(graph, id, name).map(|route| route.url()).unwrap_or_default();
    format!("{}{url}", config.base_url.prefix.trim_end_matches('/'))
}

/// A feed's entries: the newest published articles of an entry's list.
fn entries(graph: &Graph, config: &Config, id: EntryId) -> Vec<EntryId> {
    let all: Vec<EntryId> = if id == graph.home {
        let is_article =
            |id: &EntryId| graph.entry(*id).kind == Kind::Article && !graph.is_borrowed(*id);
        graph.ids().filter(is_article).collect()
    } else {
        items(graph, id).to_vec()
    };
    let shown = |id: &EntryId| graph.entry(*id).standing == Standing::Published;
    let mut entries: Vec<EntryId> = all.into_iter().filter(shown).collect();
    entries.sort_by_key(|id| (std::cmp::Reverse(graph.entry(*id).date), *id));
    entries.truncate(config.feeds_limit as usize);
    entries
}

/// The day of the last change of a page; without any the beginning of 1970, for feeds must name a day.
fn changed(graph: &Graph, id: EntryId) -> String {
    let updated = graph.document(id).and_then(|document| document.matter.updated);
    updated
        .max(graph.entry(id).date)
        .or_else(|| Date::parse("1970-01-01"))
        .map(Date::rfc3339)
        .unwrap_or_default()
}

fn title(graph: &Graph, config: &Config, id: EntryId) -> String {
    if id == graph.home {
        config.title.to_string()
    } else {
        format!("{} | {}", graph.entry(id).title, config.title)
    }
}

fn authors(graph: &Graph, id: EntryId) -> impl Iterator<Item = &str> {
    graph.authors.get(id.index()).into_iter().flatten().map(|author| &*graph.entry(*author).title)
}

fn summary(graph: &Graph, id: EntryId) -> &str {
    graph
        .document(id)
        .and_then(|document| document.matter.description.as_deref())
        .unwrap_or_default()
}

/// The Atom feed of an entry.
pub fn atom(graph: &Graph, config: &Config, id: EntryId) -> String {
    let page = permalink(config, &graph.entry(id).url);
    let own = permalink(config, &url(graph, config, id, ATOM));
    let entries = entries(graph, config, id);
    let updated = entries
        .iter()
        .map(|id| changed(graph, *id))
        .max()
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned());
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    xml.push_str(&element("title", &title(graph, config, id)));
    xml.push_str(&element("id", &page));
    xml.push_str(&element("updated", &updated));
    xml.push_str(&link("", &page));
    xml.push_str(&link(" rel=\"self\"", &own));
    xml.push_str(&author(&config.title));
    for id in entries {
        let entry = graph.entry(id);
        let page = permalink(config, &entry.url);
        xml.push_str("<entry>\n");
        xml.push_str(&element("title", &entry.title));
        xml.push_str(&element("id", &page));
        xml.push_str(&link("", &page));
        if let Some(date) = entry.date {
            xml.push_str(&element("published", &date.rfc3339()));
        }
        xml.push_str(&element("updated", &changed(graph, id)));
        xml.extend(authors(graph, id).map(author));
        if !summary(graph, id).is_empty() {
            xml.push_str(&element("summary", summary(graph, id)));
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

/// The JSON feed of an entry.
pub fn json(graph: &Graph, config: &Config, id: EntryId) -> String {
    let item = |id: EntryId| {
        let entry = graph.entry(id);
        let page = permalink(config, &entry.url);
        let authors: Vec<_> = authors(graph, id).map(|name| json!({"name": name})).collect();
        let mut item = json!({"id": page, "url": page, "title": entry.title, "content_text": summary(graph, id)});
        if let Some(object) = item.as_object_mut() {
            if let Some(date) = entry.date {
                object.insert("date_published".into(), date.rfc3339().into());
            }
            object.insert("date_modified".into(), changed(graph, id).into());
            if !authors.is_empty() {
                object.insert("authors".into(), authors.into());
            }
        }
        item
    };
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(graph, config, id),
        "home_page_url": permalink(config, &graph.entry(id).url),
        "feed_url": permalink(config, &url(graph, config, id, JSON)),
        "language": config.language,
        "items": entries(graph, config, id).into_iter().map(item).collect::<Vec<_>>(),
    });
    // Nothing that guesses what a file is may take a title for HTML. `<` stands only in texts.
    format!("{feed:#}\n").replace('<', "\\u003c")
}

fn link(relation: &str, url: &str) -> String {
    format!("<link{relation} href=\"{}\"/>\n", xml_text(url))
}

fn author(name: &str) -> String {
    format!("<author><name>{}</name></author>\n", xml_text(name))
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", xml_text(text))
}

/// Text for XML 1.0: escaped, without the characters that it cannot carry (section 2.2).
pub(super) fn xml_text(text: &str) -> Cow<'_, str> {
    let allowed = |character: &char| matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        || text.chars().all(|character| allowed(&character))
    {
        return escape(text);
    }
    let clean: String = text.chars().filter(allowed).collect();
    Cow::Owned(escape(&clean).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_carry_are_left_out() {
        assert_eq!(xml_text("a\u{8}b\u{1b}c ]]> <d>"), "abc ]]&gt; &lt;d&gt;");
    }
}
