//! `graph.json`: everything that the site says about its entities, for other programs. docs/graph-json.md
//! explains each field.
//!
//! It holds no clock and no version of anma: the same facts give the same bytes.

use serde_json::{Value, json};

use super::card::permalink;
use super::edges::inherited;
use super::verdict;
use super::view::Viewer;
use crate::graph::{EntryId, Graph, Taxonomy};
use crate::schema::Kind;

/// The name of the file.
pub(crate) const NAME: &str = "graph.json";

/// The version of its form. A field that is added does not change it; one that is taken away or means
/// something else does.
const VERSION: u32 = 1;

/// Whether a site has the file: when it has an entity.
pub(crate) fn is_made(graph: &Graph) -> bool {
    graph.entries.iter().any(|entry| entry.kind.is_entity())
}

/// The text of the file; `None` when there is nothing to say.
pub fn graph_json(viewer: &Viewer<'_>) -> Option<String> {
    let graph = viewer.graph;
    is_made(graph).then(|| {
        let mut out = format!(
            "{{\"version\":{VERSION},\"title\":{},\"url\":{},\"language\":{},\n",
            json!(&*viewer.config.title),
            json!(permalink(viewer.config, &graph.entry(graph.home).url)),
            json!(&*viewer.config.language),
        );
        let lists = [
            ("nodes", nodes(viewer)),
            ("edges", edges(graph)),
            ("sources", sources(graph)),
            ("red_flags", red_flags(graph)),
        ];
        let texts = lists.map(|(name, list)| {
            let lines: Vec<String> = list.iter().map(ToString::to_string).collect();
            format!("\"{name}\":[\n{}\n]", lines.join(",\n"))
        });
        out.push_str(&texts.join(",\n"));
        out.push_str("}\n");
        // Outside of texts JSON has none of these; inside of HTML the file can then do no harm.
        out.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    })
}

/// What a node is called: its address without slashes at the ends, which no two share.
fn name(graph: &Graph, id: EntryId) -> String {
    graph.entry(id).route.url().trim_matches('/').to_owned()
}

/// What an article or any other page is about. The areas of an entity are edges of their own.
fn terms(graph: &Graph, id: EntryId) -> impl Iterator<Item = (Taxonomy, EntryId)> {
    let is_entity = graph.entry(id).kind.is_entity();
    let terms = graph.terms.get(id.index()).into_iter().flatten().copied();
    terms.filter(move |(taxonomy, term)| *term != id && !(is_entity && *taxonomy == Taxonomy::Body))
}

fn nodes(viewer: &Viewer<'_>) -> Vec<Value> {
    let graph = viewer.graph;
    let is_told =
        |id: &EntryId| graph.entry(*id).kind.is_entity() || terms(graph, *id).next().is_some();
    let mut ids: Vec<EntryId> = graph.ids().filter(is_told).collect();
    ids.sort_by_cached_key(|id| (place(graph.entry(*id).kind), name(graph, *id)));
    let node = |id: &EntryId| {
        let entry = graph.entry(*id);
        let matter = graph.document(*id).map(|document| &document.matter);
        let facts = matter.and_then(|matter| matter.entity.as_ref());
        let names = |list: fn(&crate::matter::EntityFacts) -> &Vec<crate::matter::Name>| {
            let names = facts.map_or(&[][..], |facts| list(facts)).iter();
            names.map(|name| &*name.text).collect::<Vec<&str>>()
        };
        json!({
            "id": name(graph, *id),
            "kind": entry.kind.name(),
            "name": &*entry.id,
            "title": &*entry.title,
            "url": permalink(viewer.config, &entry.url),
            "description": matter.and_then(|matter| matter.description.as_deref()),
            "also": names(|facts| &facts.also),
            "abbr": names(|facts| &facts.abbr),
            "cap": facts.and_then(|facts| facts.cap).map(crate::matter::Cap::word),
            "group": facts.and_then(|facts| facts.group).map(crate::matter::CauseGroup::word),
            "red_flags": names(|facts| &facts.red_flags),
        })
    };
    ids.iter().map(node).collect()
}

/// Kinds in the order in which they are explained.
fn place(kind: Kind) -> usize {
    let entities = Kind::ALL.iter().filter(|kind| kind.is_entity());
    let all = entities.chain(Kind::ALL.iter().filter(|kind| !kind.is_entity()));
    all.into_iter().position(|known| *known == kind).unwrap_or_default()
}

fn edges(graph: &Graph) -> Vec<Value> {
    let mut edges: Vec<(u8, String, String, Value)> = Vec::new();
    let mut add = |order: u8, from: EntryId, to: EntryId, mut edge: Value| {
        let (from, to) = (name(graph, from), name(graph, to));
        edge["from"] = json!(from);
        edge["to"] = json!(to);
        edges.push((order, from, to, edge));
    };
    let relations = &graph.relations;
    for (one, wider) in &relations.is_a {
        add(0, *one, *wider, json!({"type": "is_a"}));
    }
    for (cause, effects) in &relations.causes {
        for effect in effects {
            add(1, *cause, *effect, json!({"type": "causes"}));
        }
    }
    for (one, areas) in &relations.body {
        for area in areas {
            add(2, *one, *area, json!({"type": "body"}));
        }
    }
    for (treatment, facts) in &relations.helps {
        for (condition, fact) in facts {
            let edge = json!({
                "type": "helps",
                "certainty": fact.certainty.word(),
                "only_with": fact.only_with.as_deref(),
                "sources": texts(&fact.sources),
                "checked": fact.checked.map(crate::base::Date::iso),
                "told": verdict::key(relations.verdict(*treatment, *condition)),
            });
            add(3, *treatment, *condition, edge);
        }
    }
    for (treatment, facts) in &relations.cautions {
        for (condition, fact) in facts {
            if inherited(graph, *treatment, *condition) != Some(fact) {
                let edge = json!({
                    "type": "caution",
                    "level": fact.level.word(),
                    "why": fact.why.as_deref(),
                    "sources": texts(&fact.sources),
                });
                add(4, *treatment, *condition, edge);
            }
        }
    }
    for id in graph.ids() {
        for (taxonomy, term) in terms(graph, id) {
            add(5, id, term, json!({"type": "about", "field": taxonomy.field()}));
        }
    }
    edges.sort_by(|one, two| (one.0, &one.1, &one.2).cmp(&(two.0, &two.1, &two.2)));
    edges.into_iter().map(|(.., edge)| edge).collect()
}

fn texts(texts: &[Box<str>]) -> Vec<&str> {
    texts.iter().map(|text| &**text).collect()
}

fn sources(graph: &Graph) -> Vec<Value> {
    let mut list = Vec::new();
    for (id, source) in &graph.data.sources {
        list.push(json!({
            "id": &**id,
            "title": &*source.title.text,
            "url": source.url.as_deref(),
            "grade": source.grade.map(crate::matter::Grade::word),
            "seen": source.seen.map(crate::base::Date::iso),
        }));
    }
    list
}

fn red_flags(graph: &Graph) -> Vec<Value> {
    let mut list = Vec::new();
    for (id, set) in &graph.data.red_flags {
        list.push(json!({
            "id": &**id,
            "emergency": texts(&set.emergency),
            "urgent": texts(&set.urgent),
            "sources": set.sources.iter().map(|name| &*name.text).collect::<Vec<_>>(),
        }));
    }
    list
}
