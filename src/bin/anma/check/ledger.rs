//! `anma check --ledger`: everything that somebody answers for.

use std::fmt::Write as _;
use std::process::ExitCode;

use anma::base::{escape, position};
use anma::check::{Acknowledgement, Aim, ledger};
use anma::config::Config;
use anma::engine::text_of;
use anma::source::Sources;
use serde_json::{Value, json};

use super::options::LedgerShape;
use crate::report;
use crate::study::Text;

/// Prints the ledger.
pub(super) fn print(
    shape: LedgerShape,
    acknowledged: &[Acknowledgement],
    config: &Config,
    sources: &Sources,
) -> ExitCode {
    match shape {
        LedgerShape::Text => report::deliver_coloured(&text(acknowledged, config, sources)),
        LedgerShape::Json => {
            report::deliver(&format!("{:#}\n", json(acknowledged, config, sources)))
        }
        LedgerShape::Page => report::deliver(&page(acknowledged, config, sources)),
    }
}

fn line(one: &Acknowledgement, sources: &Sources) -> usize {
    let text = text_of(sources, &one.span).unwrap_or_default();
    position(text, one.span.start as usize).line
}

/// What an acknowledgement is about, in words.
fn aim(one: &Acknowledgement) -> String {
    match &one.aim {
        Aim::Page => "the whole page".to_owned(),
        Aim::Words(words) => format!("“{words}”"),
        Aim::Units(_) => "the paragraph or list that follows".to_owned(),
    }
}

fn text(acknowledged: &[Acknowledgement], config: &Config, sources: &Sources) -> String {
    let mut text = Text::default();
    let ledger = ledger(acknowledged, config);
    text.heading("What somebody answers for");
    if ledger.acknowledged.is_empty() {
        text.line("Nothing: no page acknowledges a finding.");
    }
    for one in ledger.acknowledged {
        let until = one.until.map(|day| format!(", until {}", day.iso())).unwrap_or_default();
        let by = if one.by.is_empty() { "nobody" } else { &one.by };
        text.line(&format!(
            "{}:{}  {} ({})",
            one.span.path,
            line(one, sources),
            one.rule,
            one.standing.word()
        ));
        text.wrapped(&format!("{}: {}", aim(one), one.why), "  ", "  ");
        text.line(&format!("  {by}{until}; {}", report::count(one.count, "finding", "findings")));
    }
    if !ledger.qualified.is_empty() {
        text.heading("Who supervises treatments");
        for one in ledger.qualified {
            let conditions: Vec<&str> = one.conditions.iter().map(|name| &*name.text).collect();
            text.line(&format!(
                "{} ({}): {}",
                one.person.text,
                one.register,
                conditions.join(", ")
            ));
        }
    }
    text.into_string()
}

fn json(acknowledged: &[Acknowledgement], config: &Config, sources: &Sources) -> Value {
    let ledger = ledger(acknowledged, config);
    json!({
        "version": 1,
        "acknowledged": ledger.acknowledged.iter().map(|one| json!({
            "file": one.span.path.as_str(), "line": line(one, sources), "rule": one.rule,
            "about": aim(one), "why": one.why, "by": one.by,
            "until": one.until.map(anma::base::Date::iso), "standing": one.standing.word(),
            "findings": one.count,
        })).collect::<Value>(),
        "qualified": ledger.qualified.iter().map(|one| json!({
            "person": one.person.text, "register": one.register,
            "conditions": one.conditions.iter().map(|name| &*name.text).collect::<Vec<_>>(),
        })).collect::<Value>(),
    })
}

fn page(acknowledged: &[Acknowledgement], config: &Config, sources: &Sources) -> String {
    let ledger = ledger(acknowledged, config);
    let mut rows = String::new();
    for one in &ledger.acknowledged {
        let until = one.until.map(anma::base::Date::iso).unwrap_or_default();
        let place = format!("{}:{}", one.span.path, line(one, sources));
        let cells =
            [&*place, &*one.rule, &aim(one), &*one.why, &*one.by, &until, one.standing.word()];
        rows.push_str("<tr>");
        for cell in cells {
            let _written = write!(rows, "<td>{}</td>", escape(cell));
        }
        rows.push_str("</tr>\n");
    }
    let mut people = String::new();
    for one in ledger.qualified {
        let conditions: Vec<&str> = one.conditions.iter().map(|name| &*name.text).collect();
        let words = format!("{} ({}): {}", one.person.text, one.register, conditions.join(", "));
        let _written = writeln!(people, "<li>{}</li>", escape(&words));
    }
    let title = format!("What {} answers for", config.title);
    let title = escape(&title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
        <title>{title}</title>\n<style>body{{font:1rem/1.5 sans-serif;margin:2rem}}table{{border-collapse:collapse}}\
        th,td{{text-align:left;vertical-align:top;padding:.4rem .8rem;border-bottom:1px solid #999}}</style>\n<h1>{title}</h1>\n\
        <table>\n<thead><tr><th>Where</th><th>Rule</th><th>What</th><th>Why</th><th>Who</th><th>Until</th><th>Standing</th></tr></thead>\n\
        <tbody>\n{rows}</tbody>\n</table>\n<h2>Who supervises treatments</h2>\n<ul>\n{people}</ul>\n</html>\n"
    )
}
