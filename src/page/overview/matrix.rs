//! Which massage for what: symptoms, conditions and cautions against the treatments that one can book.

use super::{Footnotes, table};
use crate::graph::{EntryId, Graph, Verdict};
use crate::schema::Kind;

/// The matrix.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Matrix<'a> {
    /// Treatments.
    pub(super) columns: Vec<EntryId>,
    /// The rows by kind; a kind without rows is left out.
    pub(super) groups: Vec<(Kind, Vec<Row<'a>>)>,
    /// The sources that cells refer to.
    pub(super) footnotes: Footnotes<'a>,
    /// How many rows there are more.
    pub(super) left_out: usize,
}

/// A symptom, a condition or a caution, with a cell for each treatment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    pub(super) id: EntryId,
    pub(super) cells: Vec<Cell<'a>>,
}

/// What a reader is told about a treatment and a condition.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    pub(super) verdict: Verdict,
    /// Why, of a caution.
    pub(super) why: Option<&'a str>,
    /// What must go with it.
    pub(super) only_with: Option<&'a str>,
    /// Numbers of footnotes.
    pub(super) notes: Vec<usize>,
}

/// The matrix of all that `graph` knows.
pub(super) fn matrix(graph: &Graph) -> Matrix<'_> {
    let columns = table::treatments(graph);
    let (ids, left_out) = table::conditions(graph, columns.len());
    let mut footnotes = Footnotes::default();
    let mut groups: Vec<(Kind, Vec<Row<'_>>)> = Vec::new();
    for id in ids {
        let cells = columns.iter().map(|column| cell(graph, *column, id, &mut footnotes)).collect();
        let kind = graph.entry(id).kind;
        let row = Row { id, cells };
        match groups.last_mut() {
            Some((of, rows)) if *of == kind => rows.push(row),
            _ => groups.push((kind, vec![row])),
        }
    }
    Matrix { columns, groups, footnotes, left_out }
}

fn cell<'a>(
    graph: &'a Graph,
    treatment: EntryId,
    condition: EntryId,
    footnotes: &mut Footnotes<'a>,
) -> Cell<'a> {
    let relations = &graph.relations;
    let verdict = relations.verdict(treatment, condition);
    let mut cell = Cell { verdict, why: None, only_with: None, notes: Vec::new() };
    match verdict {
        Verdict::Stop | Verdict::Ask | Verdict::Local | Verdict::Adapt => {
            if let Some(caution) = relations.caution(treatment, condition) {
                cell.why = caution.why.as_deref();
                cell.notes = footnotes.refer(graph, &caution.sources);
            }
        }
        Verdict::Accepted | Verdict::MayHelp(_) | Verdict::General(_) => {
            if let Some((_, help)) = relations.help(treatment, condition) {
                cell.only_with = help.only_with.as_deref();
                cell.notes = footnotes.refer(graph, &help.sources);
            }
        }
        Verdict::NoClaim | Verdict::Unknown => {}
    }
    cell
}
