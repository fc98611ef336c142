//! The picture of one entity and what it has to do with directly: top to bottom, so that it can be read on a phone.

use std::collections::BTreeSet;

use super::edges::{Edge, Meaning, only_with};
use super::frame_view::in_sentence;
use super::graph_svg::{Node, draw_node, marks, push};
use super::view::Viewer;
use crate::base::escape;
use crate::graph::EntryId;
use crate::matter::Level;

const WIDTH: usize = 320;
const ROW: usize = 52;
const BOX_HEIGHT: usize = 44;
const INDENT: usize = 52;
/// Letters on a line of a box.
const ROOM: usize = 32;
/// Most neighbours; what must not be booked is always shown.
const MOST: usize = 24;

/// Neighbours of one kind: what they are to the entity, the look of their lines, and whether these lead here.
struct Group<'a> {
    words: String,
    look: &'static str,
    leads_here: bool,
    nodes: Vec<Node<'a>>,
}

impl Viewer<'_> {
    /// The picture of `id` and its neighbours as SVG; empty when it has none.
    pub(super) fn neighbourhood(&self, id: EntryId) -> String {
        if !self.graph.entry(id).kind.is_entity() {
            return String::new();
        }
        let (groups, left_out) = self.neighbour_groups(id);
        if groups.is_empty() {
            return String::new();
        }
        let more = (left_out > 0)
            .then(|| self.string("neighbourhood_more").replace("{count}", &left_out.to_string()));
        let entry = self.graph.entry(id);
        let own = Node {
            title: (&*entry.title).into(),
            url: &entry.url,
            kind: entry.kind.name(),
            column: 0,
        };
        let title = self.string("neighbourhood_title").replace("{title}", &entry.title);
        draw(&own, &groups, more.as_deref(), &title)
    }

    /// The neighbours in groups, the strictest cautions first; and how many are left out.
    fn neighbour_groups(&self, id: EntryId) -> (Vec<Group<'_>>, usize) {
        let graph = self.graph;
        // A treatment has the cautions of the wider ones as well.
        let cautions = graph.relations.cautions.get(&id).into_iter().flatten();
        let cautions = cautions.map(|(condition, fact)| Edge {
            meaning: Meaning::Caution(fact.level),
            from: id,
            to: *condition,
        });
        let edges: BTreeSet<(Meaning, bool, EntryId)> = cautions
            .chain(self.edges().of(id))
            .map(|edge| {
                let leads_here = edge.to == id;
                (edge.meaning, leads_here, if leads_here { edge.from } else { edge.to })
            })
            .collect();
        let mut edges: Vec<_> = edges.into_iter().collect();
        edges.sort_by_cached_key(|(meaning, leads_here, other)| {
            (*meaning, !leads_here, graph.entry(*other).title.to_lowercase(), *other)
        });
        let all = edges.len();
        let stops =
            |(meaning, _, _): &&(Meaning, bool, EntryId)| *meaning == Meaning::Caution(Level::Stop);
        edges.truncate(MOST.max(edges.iter().filter(stops).count()));
        let left_out = all - edges.len();
        let mut groups: Vec<((Meaning, bool), Group<'_>)> = Vec::new();
        for (meaning, leads_here, other) in edges {
            let entry = graph.entry(other);
            let (from, to) = if leads_here { (other, id) } else { (id, other) };
            let title = match only_with(graph, &Edge { meaning, from, to }) {
                Some(what) => {
                    let condition = self.string("only_with").replace("{what}", what);
                    format!("{} ({})", entry.title, in_sentence(&condition)).into()
                }
                None => (&*entry.title).into(),
            };
            let node = Node { title, url: &entry.url, kind: entry.kind.name(), column: 0 };
            match groups.last_mut() {
                Some((key, group)) if *key == (meaning, leads_here) => group.nodes.push(node),
                _ => groups.push((
                    (meaning, leads_here),
                    Group {
                        words: self.neighbour_words(meaning, leads_here),
                        look: meaning.line(),
                        // A caution speaks of the treatment; its line ends there.
                        leads_here: leads_here != matches!(meaning, Meaning::Caution(_)),
                        nodes: vec![node],
                    },
                )),
            }
        }
        (groups.into_iter().map(|(_, group)| group).collect(), left_out)
    }

    /// What the neighbours are to the entity.
    fn neighbour_words(&self, meaning: Meaning, leads_here: bool) -> String {
        let name = match (meaning, leads_here) {
            (Meaning::Caution(_) | Meaning::Helps(_), _) => return self.relation_words(meaning),
            (Meaning::Causes, true) => "caused_by",
            (Meaning::Causes, false) => "causes",
            (Meaning::IsA, true) => "neighbourhood_kinds",
            (Meaning::IsA, false) => "is_a",
            (Meaning::Body, true) => "neighbourhood_felt",
            (Meaning::Body, false) => "body",
        };
        self.string(name).to_owned()
    }
}

fn draw(own: &Node<'_>, groups: &[Group<'_>], more: Option<&str>, title: &str) -> String {
    let rows: usize = groups.iter().map(|group| group.nodes.len() * ROW + 34).sum();
    let height = BOX_HEIGHT + rows + if more.is_some() { 34 } else { 8 };
    let mut out = String::with_capacity(rows * 12 + 2_000);
    push(
        &mut out,
        format_args!(
            "<svg class=\"graph neighbourhood\" viewBox=\"-2 -2 {} {}\" role=\"group\" aria-labelledby=\"_neighbourhood-title\">\n<title id=\"_neighbourhood-title\">{}</title>\n",
            WIDTH + 4,
            height + 4,
            escape(title),
        ),
    );
    marks(&mut out, "_near-");
    let mut text = String::new();
    let mut lines = String::new();
    let (mut y, mut last) = (BOX_HEIGHT, BOX_HEIGHT);
    for group in groups {
        push(
            &mut text,
            format_args!(
                "<text class=\"group group-{}\" x=\"{INDENT}\" y=\"{}\">{}</text>\n",
                group.look,
                y + 24,
                escape(&group.words)
            ),
        );
        y += 34;
        for node in &group.nodes {
            last = y + BOX_HEIGHT / 2;
            let end = if group.leads_here { "start" } else { "end" };
            push(
                &mut lines,
                format_args!(
                    "<path class=\"line line-{look}\" d=\"M16 {last}H{INDENT}\" marker-{end}=\"url(#_near-{look})\"/>\n",
                    look = group.look,
                ),
            );
            draw_node(&mut text, node, (INDENT, y), (WIDTH - INDENT, ROOM));
            y += ROW;
        }
    }
    push(
        &mut out,
        format_args!(
            "<g aria-hidden=\"true\">\n<path class=\"trunk\" d=\"M16 {BOX_HEIGHT}V{last}\"/>\n{lines}</g>\n"
        ),
    );
    let lines = super::label::lines(&own.title, 38, 2);
    push(
        &mut out,
        format_args!(
            "<g class=\"node own\"><rect x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{BOX_HEIGHT}\" rx=\"6\"/><text x=\"{}\" y=\"{}\">",
            WIDTH / 2,
            if lines.len() > 1 { 19 } else { 27 },
        ),
    );
    for (index, line) in lines.iter().enumerate() {
        push(
            &mut out,
            format_args!(
                "<tspan x=\"{}\" dy=\"{}\">{}</tspan> ",
                WIDTH / 2,
                if index == 0 { 0 } else { 17 },
                escape(line)
            ),
        );
    }
    push(&mut out, format_args!("</text></g>\n{text}"));
    if let Some(more) = more {
        push(
            &mut out,
            format_args!(
                "<text class=\"group\" x=\"{INDENT}\" y=\"{}\">{}</text>\n",
                y + 22,
                escape(more)
            ),
        );
    }
    out.push_str("</svg>\n");
    out
}
