//! How it all fits together: causes, conditions, treatments and cautions as a picture, and every relation in words.

use rustc_hash::FxHashMap;

use super::folded;
use crate::graph::{EntryId, Graph};
use crate::matter::Level;
use crate::page::edges::{Edge, Edges, Meaning, only_with};
use crate::page::graph_svg::{Line, Node};
use crate::schema::Kind;

/// Most nodes of the picture: beyond it, those that no stop concerns and that are joined to the fewest are left out.
pub(super) const MOST_NODES: usize = 150;
/// Most lines of the picture; the strictest cautions are drawn before all others.
const MOST_LINES: usize = 1_000;

/// What the picture is made of.
pub(super) struct Picture<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) lines: Vec<Line>,
    /// How many nodes there are more.
    pub(super) left_out: usize,
}

/// The column of an entry in the picture, if it is shown there.
fn column(kind: Kind) -> Option<usize> {
    match kind {
        Kind::Cause => Some(0),
        Kind::Symptom | Kind::Condition => Some(1),
        Kind::Treatment => Some(2),
        Kind::Caution => Some(3),
        _ => None,
    }
}

/// The picture of `edges`.
pub(super) fn picture<'a>(graph: &'a Graph, edges: &Edges) -> Picture<'a> {
    let is_shown = |id: EntryId| column(graph.entry(id).kind).is_some();
    let shown = |edge: &&Edge| is_shown(edge.from) && is_shown(edge.to);
    let mut weights: FxHashMap<EntryId, (bool, usize)> = FxHashMap::default();
    for edge in edges.all.iter().filter(shown) {
        for id in [edge.from, edge.to] {
            let weight = weights.entry(id).or_default();
            weight.0 |= edge.meaning == Meaning::Caution(Level::Stop);
            weight.1 += 1;
        }
    }
    let mut ids: Vec<(EntryId, (bool, usize))> = weights.into_iter().collect();
    ids.sort_unstable_by_key(|(id, weight)| (std::cmp::Reverse(*weight), *id));
    let left_out = ids.len().saturating_sub(MOST_NODES);
    ids.truncate(MOST_NODES);
    ids.sort_by_cached_key(|(id, _)| (column(graph.entry(*id).kind), folded(graph, *id), *id));
    let node = |(id, _): &(EntryId, _)| {
        let entry = graph.entry(*id);
        Node {
            title: (&*entry.title).into(),
            url: &entry.url,
            kind: entry.kind.name(),
            column: column(entry.kind).unwrap_or_default(),
        }
    };
    let numbers: FxHashMap<EntryId, usize> =
        ids.iter().enumerate().map(|(number, (id, _))| (*id, number)).collect();
    let line = |edge: &Edge| {
        let (from, to) = (*numbers.get(&edge.from)?, *numbers.get(&edge.to)?);
        Some(Line { from, to, look: edge.meaning.line() })
    };
    let mut lines: Vec<Line> = edges.all.iter().filter_map(line).take(MOST_LINES).collect();
    // What is drawn last lies on top.
    lines.reverse();
    Picture { nodes: ids.iter().map(node).collect(), lines, left_out }
}

/// Something with everything that it has to do with in one way, and what must go with that.
pub(super) struct Pair<'a> {
    pub(super) from: EntryId,
    pub(super) to: Vec<EntryId>,
    pub(super) only_with: Option<&'a str>,
}

/// Every relation, by meaning and then by title.
pub(super) fn groups<'a>(graph: &'a Graph, edges: &Edges) -> Vec<(Meaning, Vec<Pair<'a>>)> {
    let mut groups: Vec<(Meaning, Vec<Pair<'a>>)> = Vec::new();
    for edge in &edges.all {
        if groups.last().is_none_or(|(meaning, _)| *meaning != edge.meaning) {
            groups.push((edge.meaning, Vec::new()));
        }
        let Some((_, list)) = groups.last_mut() else { continue };
        let only_with = only_with(graph, edge);
        match list
            .iter_mut()
            .rev()
            .take_while(|pair| pair.from == edge.from)
            .find(|pair| pair.only_with == only_with)
        {
            Some(pair) => pair.to.push(edge.to),
            None => list.push(Pair { from: edge.from, to: vec![edge.to], only_with }),
        }
    }
    for (_, list) in &mut groups {
        list.sort_by_cached_key(|pair| (folded(graph, pair.from), pair.from, pair.only_with));
        for pair in list {
            pair.to.sort_by_cached_key(|id| (folded(graph, *id), *id));
        }
    }
    groups
}
