//! A picture of nodes and lines in columns, as SVG.
//!
//! Comes in: nodes with their columns, and lines between them. Goes out: text. The same input gives the same
//! bytes everywhere: places are whole numbers. Colours and patterns come from the style sheet.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write as _;

use super::label;
use crate::base::escape;

/// A node of the picture.
pub(super) struct Node<'a> {
    pub(super) title: Cow<'a, str>,
    pub(super) url: &'a str,
    /// The name of its kind, for style sheets.
    pub(super) kind: &'static str,
    /// From 0, left to right.
    pub(super) column: usize,
}

/// A line between two nodes, by their numbers.
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    /// How it is drawn: `causes`, `helps`, `stop` and so on.
    pub(super) look: &'static str,
}

/// Columns of the picture.
pub(super) const COLUMNS: usize = 4;

const BOX_WIDTH: usize = 182;
const BOX_HEIGHT: usize = 44;
const COLUMN: usize = BOX_WIDTH + 112;
const ROW: usize = BOX_HEIGHT + 10;
const MARGIN: usize = 10;
/// Where the middle of a box is, counted from the first place where a line may end.
const MIDDLE: usize = 11;
/// Letters on a line of a box.
const ROOM: usize = 22;
/// How often the order of the columns is improved.
const PASSES: usize = 6;

/// The end of a line, by its look: what points where, without colour.
pub(super) const MARKS: [(&str, &str); 8] = [
    ("causes", "<path d=\"M0 0 10 5 0 10z\"/>"),
    ("helps", "<circle cx=\"5\" cy=\"5\" r=\"4\"/>"),
    ("stop", "<path d=\"M6 0h4v10h-4z\"/>"),
    ("ask", "<path d=\"M1 5 5.5 1 10 5 5.5 9z\"/>"),
    ("local", "<path d=\"M3 2h6v6h-6z\"/>"),
    ("adapt", "<path d=\"M3 2h6v6h-6z\"/>"),
    ("is-a", "<path class=\"hollow\" d=\"M1 1 9 5 1 9z\"/>"),
    ("body", "<circle class=\"hollow\" cx=\"5\" cy=\"5\" r=\"3.5\"/>"),
];

/// The marks as definitions; `id` begins their ids.
pub(super) fn marks(out: &mut String, id: &str) {
    out.push_str("<defs>");
    for (look, shape) in MARKS {
        push(
            out,
            format_args!(
                "<marker id=\"{id}{look}\" class=\"mark mark-{look}\" viewBox=\"0 0 10 10\" refX=\"11\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">{shape}</marker>"
            ),
        );
    }
    out.push_str("</defs>\n");
}

/// Appends to a text, which cannot fail.
pub(super) fn push(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _always_fits = out.write_fmt(what);
}

/// The columns, each with the numbers of its nodes from top to bottom, so that few lines cross: again and
/// again every node moves to the middle of those that it is joined to.
fn arrange(nodes: &[Node<'_>], lines: &[Line]) -> Vec<Vec<usize>> {
    let mut columns = vec![Vec::new(); COLUMNS];
    for (number, node) in nodes.iter().enumerate() {
        columns[node.column.min(COLUMNS - 1)].push(number);
    }
    let mut joined = vec![Vec::new(); nodes.len()];
    for line in lines {
        joined[line.from].push(line.to);
        joined[line.to].push(line.from);
    }
    let mut places = vec![0_u64; nodes.len()];
    let settle = |column: &[usize], places: &mut [u64]| {
        for (at, number) in column.iter().enumerate() {
            places[*number] = (2 * at as u64 + 1) * 1_000_000 / (2 * column.len() as u64);
        }
    };
    for column in &columns {
        settle(column, &mut places);
    }
    let there_and_back = (0..COLUMNS).chain((0..COLUMNS).rev());
    for at in std::iter::repeat_n(there_and_back, PASSES).flatten() {
        let middle = |number: usize| {
            let others: &[usize] = &joined[number];
            let sum: u64 = others.iter().map(|other| places[*other]).sum();
            sum.checked_div(others.len() as u64).unwrap_or(places[number])
        };
        let mut column: Vec<(u64, usize)> =
            columns[at].iter().map(|number| (middle(*number), *number)).collect();
        column.sort_by_key(|(middle, _)| *middle);
        columns[at] = column.into_iter().map(|(_, number)| number).collect();
        settle(&columns[at], &mut places);
    }
    columns
}

/// The picture, called `title` and explained by `description`.
pub(super) fn draw(nodes: &[Node<'_>], lines: &[Line], title: &str, description: &str) -> String {
    let columns = arrange(nodes, lines);
    let height = columns.iter().map(Vec::len).max().unwrap_or(0).max(1) * ROW;
    let mut centres = vec![(0, 0); nodes.len()];
    for (at, column) in columns.iter().enumerate() {
        for (row, number) in column.iter().enumerate() {
            let y = MARGIN + (2 * row + 1) * height / (2 * column.len());
            centres[*number] = (MARGIN + at * COLUMN, y);
        }
    }
    let width = 2 * MARGIN + (COLUMNS - 1) * COLUMN + BOX_WIDTH;
    let mut out = String::with_capacity(nodes.len() * 400 + lines.len() * 120 + 2_000);
    push(
        &mut out,
        format_args!(
            "<svg class=\"graph\" viewBox=\"0 0 {width} {}\" width=\"{width}\" height=\"{}\" role=\"group\" aria-labelledby=\"_graph-title\" aria-describedby=\"_graph-description\">\n<title id=\"_graph-title\">{}</title>\n<desc id=\"_graph-description\">{}</desc>\n",
            height + 2 * MARGIN,
            height + 2 * MARGIN,
            escape(title),
            escape(description),
        ),
    );
    marks(&mut out, "_mark-");
    out.push_str("<g aria-hidden=\"true\">\n");
    for line in lines {
        let shift = shift(line.look);
        let at = |number: usize| (centres[number].0, centres[number].1 + shift - MIDDLE);
        let (from, to) = ends(at(line.from), at(line.to));
        push(
            &mut out,
            format_args!(
                "<path class=\"line line-{look}\" d=\"{}\" marker-end=\"url(#_mark-{look})\"/>\n",
                curve(from, to),
                look = line.look,
            ),
        );
    }
    out.push_str("</g>\n");
    for column in columns {
        for number in column {
            let (x, y) = centres[number];
            draw_node(&mut out, &nodes[number], (x, y - BOX_HEIGHT / 2), (BOX_WIDTH, ROOM));
        }
    }
    out.push_str("</svg>\n");
    out
}

/// How far below the top of a place for ends a line meets a box: lines of two kinds never end in one point.
fn shift(look: &str) -> usize {
    match look {
        "stop" => 0,
        "helps" => MIDDLE - 4,
        "ask" => MIDDLE + 6,
        "local" | "adapt" => MIDDLE + 14,
        "is-a" => MIDDLE + 10,
        _ => MIDDLE,
    }
}

/// Where a line leaves the first box and meets the second, with the side that it comes from.
fn ends(
    (from_x, from_y): (usize, usize),
    (to_x, to_y): (usize, usize),
) -> ((usize, usize), (usize, usize)) {
    match from_x.cmp(&to_x) {
        Ordering::Less => ((from_x + BOX_WIDTH, from_y), (to_x, to_y)),
        Ordering::Greater => ((from_x, from_y), (to_x + BOX_WIDTH, to_y)),
        // Boxes of one column are joined around their right side.
        Ordering::Equal => ((from_x + BOX_WIDTH, from_y), (to_x + BOX_WIDTH, to_y)),
    }
}

fn curve((from_x, from_y): (usize, usize), (to_x, to_y): (usize, usize)) -> String {
    let (first, second) = if from_x == to_x {
        (from_x + 48, to_x + 48)
    } else {
        let middle = usize::midpoint(from_x, to_x);
        (middle, middle)
    };
    format!("M{from_x} {from_y}C{first} {from_y} {second} {to_y} {to_x} {to_y}")
}

/// A node as a link: a box with its title on up to two lines, and the whole title for whoever points at it.
pub(super) fn draw_node(
    out: &mut String,
    node: &Node<'_>,
    (x, y): (usize, usize),
    (width, room): (usize, usize),
) {
    let lines = label::lines(&node.title, room, 2);
    push(out, format_args!("<a class=\"node node-{}\" href=\"{}\">", node.kind, escape(node.url)));
    let shown = lines.join(" ");
    if shown != node.title {
        push(out, format_args!("<title>{}</title>", escape(&without_controls(&node.title))));
    }
    push(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX_HEIGHT}\" rx=\"6\"/><text x=\"{}\" y=\"{}\">",
            x + width / 2,
            y + if lines.len() > 1 { 19 } else { 27 },
        ),
    );
    match lines.as_slice() {
        [one] => out.push_str(&escape(one)),
        several => {
            for (index, line) in several.iter().enumerate() {
                push(
                    out,
                    format_args!(
                        "<tspan x=\"{}\" dy=\"{}\">{}</tspan>",
                        x + width / 2,
                        if index == 0 { 0 } else { 17 },
                        escape(line)
                    ),
                );
                // Whoever hears the title hears two words.
                if index + 1 < several.len() {
                    out.push(' ');
                }
            }
        }
    }
    out.push_str("</text></a>\n");
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(title: &str, column: usize) -> Node<'_> {
        Node { title: title.into(), url: "/x/", kind: "cause", column }
    }

    #[test]
    fn a_picture_is_the_same_every_time_and_shows_every_line() {
        let nodes =
            [node("Injury", 0), node("Overuse", 0), node("Neck pain", 1), node("Back pain", 1)];
        let line = |from, to| Line { from, to, look: "causes" };
        let lines = [line(0, 3), line(1, 2)];
        let picture = draw(&nodes, &lines, "T", "D");
        assert_eq!(picture, draw(&nodes, &lines, "T", "D"));
        assert_eq!(picture.matches("line-causes").count(), 2);
        let columns = arrange(&nodes, &lines);
        let place =
            |number: usize| columns[nodes[number].column].iter().position(|one| *one == number);
        let is_above = |one, two| place(one) < place(two);
        assert_eq!(is_above(0, 1), is_above(3, 2), "the lines cross: {columns:?}");
    }

    #[test]
    fn titles_of_any_kind_are_only_text() {
        let hostile = "<script>alert('1')</script> \"&\u{202e}\u{0}]]>".repeat(400);
        let nodes =
            [Node { title: (&hostile).into(), url: "/\"><script>/", kind: "cause", column: 9 }];
        let picture = draw(&nodes, &[], "<b>", "\"&");
        assert!(!picture.contains("<script") && !picture.contains("<b>"), "{picture}");
        assert!(!picture.contains('\u{0}') && picture.contains("…"), "{picture}");
        let readable = html5gum::Tokenizer::new(&*picture);
        let text =
            readable.flatten().filter(|token| matches!(token, html5gum::Token::Error(_))).count();
        assert_eq!(text, 0, "{picture}");
    }
}
