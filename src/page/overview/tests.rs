//! What overviews promise, on small and on very large sites.

use std::fmt::Write as _;

use super::{body_areas, checks, matrix, relations, table};
use crate::base::Date;
use crate::diagnostic::Notes;
use crate::engine::{Settings, build};
use crate::gallery::Gallery;
use crate::graph::{Calendar, EntryId, Graph, Verdict};
use crate::matter::Level;
use crate::output::Memory;
use crate::page::edges::{Edges, Meaning};
use crate::progress::Progress;
use crate::source::fixture;

/// The graph of a site with this vocabulary.
fn graph(vocabulary: &str) -> Graph {
    let text = format!(
        "-- anma.yaml --\ntitle: T\nbase_url: https://t.example\n-- content/vocabulary.yaml --\n{vocabulary}"
    );
    let settings = Settings::new(Calendar::on(Date::parse("2026-12-01").expect("a day")));
    let (memory, progress) = (Memory::default(), Progress::default());
    let outside = (Gallery::in_memory(), &memory as _);
    let outcome = build(&fixture(&text), &settings, Notes::default(), outside, &progress);
    let outcome = outcome.expect("memory does not fail");
    assert!(outcome.ok, "{:?}", outcome.diagnostics);
    outcome.site.expect("a site").graph.clone()
}

fn titles(graph: &Graph, ids: &[EntryId]) -> Vec<String> {
    ids.iter().map(|id| graph.entry(*id).title.to_string()).collect()
}

const SALON: &str = "
massage: {type: treatment, title: Massage, caution: [{id: flu, level: stop, why: rest}, {id: thin-bones, level: ask}]}
swedish: {type: treatment, title: Swedish, is_a: massage}
firm: {type: treatment, title: Firm, is_a: massage, caution: [{id: thin-bones, level: stop, why: they break}]}
hot: {type: treatment, title: Hot, is_a: massage, caution: [{id: numb-skin, level: local}]}
flu: {type: caution, title: Flu}
numb-skin: {type: caution, title: Numb skin}
thin-bones: {type: condition, title: Thin bones, body: [spine]}
thin-spine: {type: condition, title: Thin spine, is_a: thin-bones, body: [spine]}
tiredness: {type: symptom, title: Tiredness}
spine: {type: body, title: Spine}
";

#[test]
fn what_others_are_a_kind_of_cannot_be_booked() {
    let graph = graph(SALON);
    assert_eq!(titles(&graph, &table::treatments(&graph)), ["Firm", "Hot", "Swedish"]);
}

#[test]
fn rows_stand_by_kind_and_narrower_conditions_have_the_cautions_of_wider_ones() {
    let graph = graph(SALON);
    let matrix = matrix::matrix(&graph);
    let rows: Vec<_> = matrix.groups.iter().flat_map(|(_, rows)| rows).collect();
    let ids: Vec<EntryId> = rows.iter().map(|row| row.id).collect();
    assert_eq!(titles(&graph, &ids), ["Tiredness", "Thin bones", "Thin spine", "Flu", "Numb skin"]);
    let verdicts = |row: usize| rows[row].cells.iter().map(|cell| cell.verdict).collect::<Vec<_>>();
    assert_eq!(verdicts(2), [Verdict::Stop, Verdict::Ask, Verdict::Ask]);
    assert_eq!(verdicts(0), [Verdict::Unknown; 3]);
}

#[test]
fn a_check_says_which_massages_it_is_about() {
    let graph = graph(SALON);
    let checks = checks::checks(&graph);
    let scopes = |level: usize| -> Vec<String> {
        let of = |check: &checks::Check<'_>| {
            let scope = match &check.scope {
                checks::Scope::Any => "any".to_owned(),
                checks::Scope::AnyOther => "any other".to_owned(),
                checks::Scope::Some(treatments) => titles(&graph, treatments).join(", "),
            };
            format!("{}: {scope} {}", graph.entry(check.id).title, check.why.join("; "))
        };
        checks.levels[level].iter().map(of).collect()
    };
    assert_eq!(
        scopes(0),
        ["Flu: any rest", "Thin bones: Firm they break", "Thin spine: Firm they break"]
    );
    assert_eq!(scopes(1), ["Thin bones: any other ", "Thin spine: any other "]);
    assert_eq!(scopes(2), ["Numb skin: Hot "]);
}

#[test]
fn what_is_felt_nowhere_in_particular_comes_last() {
    let graph = graph(SALON);
    let areas = body_areas::body_areas(&graph);
    let areas: Vec<_> = areas
        .iter()
        .map(|area| (area.id.is_some(), titles(&graph, &area.entries).join(", ")))
        .collect();
    assert_eq!(
        areas,
        [(true, "Thin bones, Thin spine".to_owned()), (false, "Tiredness".to_owned())]
    );
}

/// A site with far more conditions than anyone will read, of which one in four has a caution.
fn large() -> Graph {
    let mut text = String::new();
    let mut cautions = String::new();
    for number in 0..700 {
        writeln!(text, "c{number}: {{type: condition, title: Condition {number:05}}}")
            .expect("text");
        if number % 4 == 3 {
            let level = if number == 699 { "stop" } else { "ask" };
            write!(cautions, "{{id: c{number}, level: {level}}}, ").expect("text");
        }
    }
    writeln!(text, "massage: {{type: treatment, title: Massage, caution: [{cautions}]}}")
        .expect("text");
    for name in 0..30 {
        writeln!(text, "t{name}: {{type: treatment, title: Kind {name}, is_a: massage}}")
            .expect("text");
    }
    graph(&text)
}

#[test]
fn very_large_sites_show_what_matters() {
    let graph = large();
    let matrix = matrix::matrix(&graph);
    let rows: usize = matrix.groups.iter().map(|(_, rows)| rows.len()).sum();
    assert_eq!((rows, matrix.left_out), (175, 525));
    let edges = Edges::new(&graph);
    let picture = relations::picture(&graph, &edges);
    assert!(picture.nodes.len() <= relations::MOST_NODES, "{}", picture.nodes.len());
    assert!(
        picture.nodes.iter().any(|node| node.title == "Condition 00699"),
        "a stop is always shown"
    );
    assert!(picture.lines.iter().any(|line| line.look == "stop"));
}

#[test]
fn a_caution_of_a_wider_massage_is_not_drawn_again() {
    let graph = graph(SALON);
    let edges = Edges::new(&graph);
    let cautions = edges.all.iter().filter(|edge| matches!(edge.meaning, Meaning::Caution(_)));
    let cautions: Vec<String> = cautions
        .map(|edge| format!("{} {}", graph.entry(edge.from).title, graph.entry(edge.to).title))
        .collect();
    assert_eq!(cautions, ["Firm Thin bones", "Massage Flu", "Massage Thin bones", "Hot Numb skin"]);
    assert!(edges.all.iter().any(|edge| edge.meaning == Meaning::Caution(Level::Stop)));
}
