//! `graph.json`: everything that the site says about its entities, for other programs. docs/graph-json.md
//! explains each field.
//!
//! It holds no clock and no version of anma: the same facts give the same bytes.

use rayon::prelude::*;
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
        let head = format!(
            "{{\"version\":{VERSION},\"title\":{},\"url\":{},\"language\":{},\n",
            json!(&*viewer.config.title),
            json!(permalink(viewer.config, &graph.entry(graph.home).url)),
            json!(&*viewer.config.language),
        );
        let mut out = harmless(head);
        let names = Names::new(graph);
        let lists = [
            ("nodes", nodes(viewer, &names)),
            ("edges", edges(graph, &names)),
            ("sources", lines(&sources(graph))),
            ("red_flags", lines(&red_flags(graph))),
        ];
        for (index, (name, lines)) in lists.iter().enumerate() {
            out.push_str(if index == 0 { "\"" } else { ",\n\"" });
            out.push_str(name);
            out.push_str("\":[\n");
            for (index, line) in lines.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ",\n" });
                out.push_str(line);
            }
            out.push_str("\n]");
        }
        out.push_str("}\n");
        out
    })
}

/// A line of a list. Outside of texts JSON has no `<`, `>` and `&`; inside of HTML the file can then do no harm.
fn line(value: &Value) -> String {
    harmless(value.to_string())
}

fn lines(values: &[Value]) -> Vec<String> {
    values.iter().map(line).collect()
}

fn harmless(line: String) -> String {
    if memchr::memchr3(b'<', b'>', b'&', line.as_bytes()).is_none() {
        return line;
    }
    line.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// What nodes are called: their addresses without slashes at the ends, which no two share.
struct Names {
    text: Vec<String>,
    /// As they stand in the file.
    json: Vec<String>,
    /// Their order by the alphabet.
    rank: Vec<u32>,
}

impl Names {
    fn new(graph: &Graph) -> Self {
        let text: Vec<String> = graph
            .entries
            .par_iter()
            .map(|entry| entry.route.url().trim_matches('/').to_owned())
            .collect();
        let json = text.par_iter().map(|name| line(&json!(name))).collect();
        let mut order: Vec<EntryId> = graph.ids().collect();
        order.par_sort_unstable_by_key(|id| text[id.index()].as_str());
        let mut rank = vec![0; order.len()];
        for (at, id) in (0..).zip(order) {
            rank[id.index()] = at;
        }
        Self { text, json, rank }
    }

    fn rank(&self, id: EntryId) -> u32 {
        self.rank[id.index()]
    }
}

/// What an article or any other page is about. The areas of an entity are edges of their own.
fn terms(graph: &Graph, id: EntryId) -> impl Iterator<Item = (Taxonomy, EntryId)> {
    let is_entity = graph.entry(id).kind.is_entity();
    let terms = graph.terms.get(id.index()).into_iter().flatten().copied();
    terms.filter(move |(taxonomy, term)| *term != id && !(is_entity && *taxonomy == Taxonomy::Body))
}

fn nodes(viewer: &Viewer<'_>, all: &Names) -> Vec<String> {
    let graph = viewer.graph;
    let is_told =
        |id: &EntryId| graph.entry(*id).kind.is_entity() || terms(graph, *id).next().is_some();
    let mut ids: Vec<EntryId> = graph.ids().filter(is_told).collect();
    ids.sort_by_cached_key(|id| (place(graph.entry(*id).kind), all.rank(*id)));
    let node = |id: &EntryId| {
        let entry = graph.entry(*id);
        let matter = graph.document(*id).map(|document| &document.matter);
        let facts = matter.and_then(|matter| matter.entity.as_ref());
        let names = |list: fn(&crate::matter::EntityFacts) -> &Vec<crate::matter::Name>| {
            let names = facts.map_or(&[][..], |facts| list(facts)).iter();
            names.map(|name| &*name.text).collect::<Vec<&str>>()
        };
        line(&json!({
            "id": all.text[id.index()],
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
        }))
    };
    ids.par_iter().map(node).collect()
}

/// Kinds in the order in which they are explained.
fn place(kind: Kind) -> usize {
    let entities = Kind::ALL.iter().filter(|kind| kind.is_entity());
    let all = entities.chain(Kind::ALL.iter().filter(|kind| !kind.is_entity()));
    all.into_iter().position(|known| *known == kind).unwrap_or_default()
}

fn edges(graph: &Graph, names: &Names) -> Vec<String> {
    let mut edges: Vec<(u8, u32, u32, Value)> = Vec::new();
    let mut add = |order: u8, from: EntryId, to: EntryId, mut edge: Value| {
        edge["from"] = json!(names.text[from.index()]);
        edge["to"] = json!(names.text[to.index()]);
        edges.push((order, names.rank(from), names.rank(to), edge));
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
    edges.sort_by_key(|(order, from, to, _)| (*order, *from, *to));
    let mut all: Vec<String> = edges.iter().map(|(.., edge)| line(edge)).collect();
    all.append(&mut about(graph, names));
    all
}

/// What pages are about: by far the most edges, so they are written without a detour.
fn about(graph: &Graph, names: &Names) -> Vec<String> {
    let of_page = |id: EntryId| terms(graph, id).map(move |(taxonomy, term)| (id, term, taxonomy));
    let mut edges: Vec<(EntryId, EntryId, Taxonomy)> = graph.ids().flat_map(of_page).collect();
    edges.sort_by_key(|(from, to, _)| (names.rank(*from), names.rank(*to)));
    let edge = |(from, to, taxonomy): &(EntryId, EntryId, Taxonomy)| {
        let [from, to] = [from, to].map(|id| &names.json[id.index()]);
        format!(
            "{{\"field\":\"{}\",\"from\":{from},\"to\":{to},\"type\":\"about\"}}",
            taxonomy.field()
        )
    };
    edges.par_iter().map(edge).collect()
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
