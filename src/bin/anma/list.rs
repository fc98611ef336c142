//! `anma list`.

use std::process::ExitCode;

use anma::base::Date;
use anma::engine::Understood;
use anma::graph::EntryId;
use anma::report::{Reader, Reviewed, reviews};
use anma::seal::State;
use serde_json::{Value, json};

use crate::args::{Format, ListOptions};
use crate::report::count;
use crate::study::{self, Report, Study, Text};

/// Runs the command.
pub(crate) fn run(options: &ListOptions) -> ExitCode {
    let is_human = options.site.format == Format::Human;
    study::run(&options.site, |study| {
        Ok(match (options.review_due, is_human) {
            (true, true) => Report::Text(due_text(study, options.within)),
            (true, false) => study::json(due_json(study, options.within)),
            (false, true) => Report::Text(pages_text(study)),
            (false, false) => study::json(pages_json(study)),
        })
    })
}

/// A page in one of the languages of the site.
struct Page<'a> {
    site: &'a Understood,
    reader: Reader<'a>,
    reviewed: Reviewed,
}

impl Page<'_> {
    fn date(&self) -> Option<Date> {
        self.site.graph.entry(self.reviewed.page).date
    }

    fn id(&self) -> EntryId {
        self.reviewed.page
    }
}

/// Every page that has a file, in the order of lists, language by language.
fn pages<'a>(study: &Study<'a>) -> Vec<Page<'a>> {
    let mut all = Vec::new();
    for site in study.editions {
        let reader = Reader::new(&site.graph, study.sources);
        let found = reviews(&site.graph, study.today, site.config.reviews);
        all.extend(found.into_iter().map(|reviewed| Page { site, reader, reviewed }));
    }
    all
}

/// The pages that somebody should look at within so many days, the most urgent first.
fn due<'a>(study: &Study<'a>, within: u16) -> Vec<Page<'a>> {
    let until = study.today.days_after(i32::from(within));
    let mut all = pages(study);
    all.retain(|page| page.reviewed.is_due(until));
    all.sort_by_key(|page| {
        let review = page.reviewed.review;
        let (state, due) = (review.state(), review.due);
        (state, due.is_none(), due, page.reader.file(page.id()).to_owned())
    });
    all
}

fn pages_text(study: &Study<'_>) -> Text {
    let mut text = Text::default();
    let rows = pages(study).into_iter().map(|page| {
        let date = page.date().map_or_else(String::new, Date::iso);
        let title = page.reader.title(page.id()).to_owned();
        [page.reviewed.kind.name().to_owned(), date, title, page.reader.file(page.id()).to_owned()]
    });
    table(&mut text, &rows.collect::<Vec<_>>());
    text
}

fn pages_json(study: &Study<'_>) -> Value {
    let page = |page: &Page<'_>| {
        let mut value = page.reader.page_json(page.id());
        value["date"] = page.date().map(Date::iso).into();
        value["review"] = page.reviewed.review.state().word().into();
        value
    };
    json!({"report": "list", "pages": pages(study).iter().map(page).collect::<Value>()})
}

/// How the review of a page stands, in a few words.
fn words(reviewed: &Reviewed) -> &'static str {
    match reviewed.review.state() {
        State::Changed => "changed since",
        State::Overdue => "due since",
        State::NotReviewed => "never reviewed",
        State::Unsealed | State::Current => "due on",
    }
}

/// The day that goes with these words.
fn day(reviewed: &Reviewed) -> Option<Date> {
    let review = reviewed.review;
    match review.state() {
        State::Changed => review.on,
        State::NotReviewed => None,
        State::Overdue | State::Unsealed | State::Current => review.due,
    }
}

fn due_text(study: &Study<'_>, within: u16) -> Text {
    let mut text = Text::default();
    let all = due(study, within);
    let rows = all.iter().map(|page| {
        let day = day(&page.reviewed).map_or_else(String::new, Date::iso);
        let title = page.reader.title(page.id()).to_owned();
        [words(&page.reviewed).to_owned(), day, title, page.reader.file(page.id()).to_owned()]
    });
    table(&mut text, &rows.collect::<Vec<_>>());
    if all.is_empty() {
        text.line("No page is due for review.");
    } else {
        text.line("");
        let pages = count(all.len(), "page is", "pages are");
        text.line(&format!(
            "{pages} due for review. When somebody has read one and found it right:"
        ));
        text.line("  anma review PAGE --by NAME");
    }
    let unsealed = unsealed(study);
    if unsealed > 0 {
        let pages = count(unsealed, "page was", "pages were");
        text.wrapped(
            &format!("{pages} reviewed without a seal, so that nobody knows whether the text has changed since then."),
            "",
            "",
        );
    }
    text
}

fn unsealed(study: &Study<'_>) -> usize {
    pages(study).iter().filter(|page| page.reviewed.review.state() == State::Unsealed).count()
}

fn due_json(study: &Study<'_>, within: u16) -> Value {
    let page = |page: &Page<'_>| {
        let review = page.reviewed.review;
        json!({
            "page": page.reader.page_json(page.id()),
            "state": review.state().word(),
            "reviewed": review.on.map(Date::iso),
            "due": review.due.map(Date::iso),
            "sealed": review.is_sealed,
            "changed": review.is_changed,
            "overdue": review.is_overdue,
            "place": page.reader.place_json(&page.reviewed.place),
        })
    };
    json!({
        "report": "review-due",
        "day": study.today.iso(),
        "within": within,
        "pages": due(study, within).iter().map(page).collect::<Value>(),
        "unsealed": unsealed(study),
    })
}

/// Adds a table. The last column is a path, which is never cut, so that it can be copied.
fn table(text: &mut Text, rows: &[[String; 4]]) {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default()
    };
    let [first, second, third] = [width(0), width(1), width(2).min(WIDEST)];
    for [one, day, title, path] in rows {
        let title: String = if title.chars().count() > WIDEST {
            title.chars().take(WIDEST - 1).chain(['…']).collect()
        } else {
            title.clone()
        };
        text.line(&format!("{one:first$}  {day:second$}  {title:third$}  {path}"));
    }
}

/// Characters of a title that are shown in a table.
const WIDEST: usize = 48;
