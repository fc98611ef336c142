//! `anma coverage`.

use std::fmt::Write as _;
use std::process::ExitCode;

use anma::graph::EntryId;
use anma::report::{self, Cell, Conflict, Coverage, Next, Status, verdict_word, verdict_words};
use serde_json::{Value, json};

use crate::args::{CoverageOptions, Format};
use crate::report::count;
use crate::study::{self, Report, Study, Text};

/// Most massages and causes of a table that fits 80 columns and a screen; more are listed.
const COLUMNS: usize = 12;
const ROWS: usize = 40;
/// Columns for the name of a cause.
const NAME: usize = 24;

/// What stands for a status in the table.
const SIGNS: [(Status, char, &str); 5] = [
    (Status::Covered, '+', "covered: a page names both in its front matter, in 300 words or more"),
    (Status::Thin, '~', "thin: pages only mention both, or name both in fewer than 300 words"),
    (Status::Missing, '?', "missing: the facts have something to tell, and no page tells it"),
    (Status::Contradictory, '!', "contradictory: see below"),
    (Status::Nothing, '.', "nothing to tell"),
];

/// Runs the command.
pub(crate) fn run(options: &CoverageOptions) -> ExitCode {
    study::run(&options.site, |study| {
        let coverage = report::coverage(study.site);
        Ok(match options.site.format {
            Format::Human => Report::Text(text(study, &coverage)),
            Format::Json => study::json(coverage_json(study, &coverage)),
        })
    })
}

fn text(study: &Study<'_>, coverage: &Coverage) -> Text {
    let read = study.reader;
    let mut text = Text::default();
    text.heading("What the pages tell of causes and massages");
    if coverage.causes.is_empty() || coverage.treatments.is_empty() {
        text.line("There are no causes or no massages yet; `anma new cause TITLE` and `anma new treatment TITLE` start one.");
    } else if coverage.treatments.len() <= COLUMNS && coverage.causes.len() <= ROWS {
        table(study, coverage, &mut text);
    } else {
        list(study, coverage, &mut text);
    }
    let conflicts = coverage.cells.iter().flat_map(|cell| {
        cell.conflicts.iter().map(move |conflict| conflict_words(study, cell, conflict))
    });
    text.findings("Contradictory", conflicts);
    if !coverage.next.is_empty() {
        text.heading("Write next:");
        for next in &coverage.next {
            text.line(&command(next));
            text.wrapped(&next_words(study, next), "  ", "  ");
        }
    }
    text.findings(
        "Relations your articles suggest",
        coverage.suggestions.iter().map(|one| {
            let articles = count(one.articles.len(), "article names", "articles name");
            format!("{articles} `{}` and `{}` in one section, and no page relates them; if there is a source, declare it on {}.", read.title(one.subject), read.title(one.treatment), read.file(one.treatment))
        }),
    );
    if !coverage.suggestions.is_empty() {
        text.line(
            "  Nothing of this is published: that two things are named together proves nothing.",
        );
    }
    text
}

fn sign(status: Status) -> char {
    SIGNS.iter().find(|(of, _, _)| *of == status).map_or(' ', |(_, sign, _)| *sign)
}

/// A row for each cause, a letter for each massage.
fn table(study: &Study<'_>, coverage: &Coverage, text: &mut Text) {
    let letters = || 'A'..='Z';
    let mut head = " ".repeat(NAME);
    for (letter, _) in letters().zip(&coverage.treatments) {
        let _written = write!(head, "  {letter}");
    }
    text.line(&head);
    for (cause, cells) in
        coverage.causes.iter().zip(coverage.cells.chunks(coverage.treatments.len()))
    {
        let title = shortened(study.reader.title(*cause));
        let mut row = title.clone();
        row.push_str(&" ".repeat(NAME.saturating_sub(title.chars().count())));
        for cell in cells {
            let _written = write!(row, "  {}", sign(cell.status));
        }
        text.line(&row);
    }
    text.line("");
    let names: Vec<String> = letters()
        .zip(&coverage.treatments)
        .map(|(letter, id)| format!("{letter} {}", study.reader.title(*id)))
        .collect();
    text.wrapped(&names.join(", "), "", "");
    for (status, sign, words) in SIGNS {
        if coverage.cells.iter().any(|cell| cell.status == status) {
            text.line(&format!("{sign} {words}"));
        }
    }
}

/// A name that fits its column.
fn shortened(title: &str) -> String {
    if title.chars().count() <= NAME {
        return title.to_owned();
    }
    title.chars().take(NAME - 1).chain(['…']).collect()
}

/// A paragraph for each cause.
fn list(study: &Study<'_>, coverage: &Coverage, text: &mut Text) {
    for (cause, cells) in
        coverage.causes.iter().zip(coverage.cells.chunks(coverage.treatments.len()))
    {
        let mut parts = Vec::new();
        for status in [Status::Contradictory, Status::Missing, Status::Thin, Status::Covered] {
            let of: Vec<&str> = cells
                .iter()
                .filter(|cell| cell.status == status)
                .map(|cell| study.reader.title(cell.treatment))
                .collect();
            if !of.is_empty() {
                parts.push(format!("{}: {}", status.word(), of.join(", ")));
            }
        }
        let all = if parts.is_empty() { "nothing to tell".to_owned() } else { parts.join("; ") };
        text.wrapped(&format!("{}: {all}.", study.reader.title(*cause)), "", "  ");
    }
}

fn conflict_words(study: &Study<'_>, cell: &Cell, conflict: &Conflict) -> String {
    let read = study.reader;
    let treatment = read.title(cell.treatment);
    match conflict {
        Conflict::Offer { page, condition, fact } => format!(
            "{}: the article names `{treatment}`, which must not be booked with `{}` ({}); warn of it there in a block `:::check`, or take the name out.",
            read.file(*page),
            read.title(*condition),
            read.place(fact)
        ),
        Conflict::Both { condition, fact } => format!(
            "{}: there is a caution for `{treatment}` and `{}`, and a benefit as well; decide which of the two holds (it concerns `{}`).",
            read.place(fact),
            read.title(*condition),
            read.title(cell.cause)
        ),
    }
}

/// The command that starts an article. The title is quoted for a shell.
fn command(next: &Next) -> String {
    let mut quoted = String::new();
    for letter in next.title.chars() {
        if matches!(letter, '"' | '\\' | '$' | '`') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    format!("anma new article \"{quoted}\"")
}

fn next_words(study: &Study<'_>, next: &Next) -> String {
    let of = next.condition.map_or_else(String::new, |condition: EntryId| {
        let verdict = verdict_words(study.site.graph, next.verdict);
        format!("; for `{}` readers are told: {verdict}", study.reader.title(condition))
    });
    format!(
        "{} so far; {} about the cause, {} it{of}.",
        next.status.word(),
        count(next.articles, "article", "articles"),
        count(next.mentions, "page mentions", "pages mention"),
    )
}

fn coverage_json(study: &Study<'_>, coverage: &Coverage) -> Value {
    let read = study.reader;
    let page = |id: &EntryId| read.page_json(*id);
    let pages = |ids: &[EntryId]| ids.iter().map(page).collect::<Value>();
    let conflict = |conflict: &Conflict| match conflict {
        Conflict::Offer { page: article, condition, fact } => json!({
            "kind": "offer", "page": page(article), "condition": page(condition), "place": read.place_json(fact),
        }),
        Conflict::Both { condition, fact } => json!({
            "kind": "help-and-caution", "page": null, "condition": page(condition), "place": read.place_json(fact),
        }),
    };
    json!({
        "report": "coverage",
        "causes": pages(&coverage.causes),
        "treatments": pages(&coverage.treatments),
        "cells": coverage.cells.iter().map(|cell| json!({
            "cause": page(&cell.cause), "treatment": page(&cell.treatment), "status": cell.status.word(),
            "verdict": verdict_word(cell.verdict), "condition": cell.condition.as_ref().map(page),
            "pages": pages(&cell.pages), "conflicts": cell.conflicts.iter().map(conflict).collect::<Value>(),
        })).collect::<Value>(),
        "write_next": coverage.next.iter().map(|next| json!({
            "title": next.title, "command": command(next), "status": next.status.word(),
            "cause": page(&next.cause), "treatment": page(&next.treatment),
            "verdict": verdict_word(next.verdict), "condition": next.condition.as_ref().map(page),
            "articles": next.articles, "mentions": next.mentions,
        })).collect::<Value>(),
        "suggested_relations": coverage.suggestions.iter().map(|one| json!({
            "subject": page(&one.subject), "treatment": page(&one.treatment), "articles": pages(&one.articles),
        })).collect::<Value>(),
    })
}
