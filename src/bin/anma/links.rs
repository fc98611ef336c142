//! `anma links`.

use std::cmp::Reverse;
use std::process::ExitCode;

use anma::base::Span;
use anma::link::Decision;
use anma::report::{
    self, Anchors, Explained, Explanation, Links, Reader, Reason, decision_words, level_words,
};
use serde_json::{Value, json};

use crate::args::{Format, LinksOptions};
use crate::report::count;
use crate::study::{self, Report, Study, Text};

/// Runs the command.
pub(crate) fn run(options: &LinksOptions) -> ExitCode {
    let is_human = options.site.format == Format::Human;
    study::run(&options.site, |study| {
        if let Some(page) = &options.explain {
            let explanation = report::explain(study.site, study.page(page)?);
            return Ok(if is_human {
                Report::Text(explanation_text(study, &explanation))
            } else {
                study::json(explanation_json(study, &explanation))
            });
        }
        let links = report::links(study.site);
        Ok(if is_human {
            Report::Text(links_text(study, &links))
        } else {
            study::json(links_json(study, &links))
        })
    })
}

fn links_text(study: &Study<'_>, links: &Links) -> Text {
    let read = study.reader;
    let mut text = Text::default();
    text.findings(
        "Pages that nothing leads to",
        links.orphans.iter().map(|page| {
            format!("`{}` ({}): link to it from a page on the same subject, or name in its front matter what it is about.", read.title(*page), read.file(*page))
        }),
    );
    text.findings(
        "Pages that fewer than two texts link to",
        links.few.iter().map(|few| {
            let texts = match few.inbound.texts {
                0 => "no text links to it",
                _ => "one text links to it",
            };
            let lists = count(few.inbound.lists as usize, "page lists it", "pages list it");
            format!(
                "`{}` ({}): {texts}, {lists}; mention it in an article.",
                read.title(few.page),
                read.file(few.page)
            )
        }),
    );
    unmentioned_text(&read, links, &mut text);
    phrases_text(&read, links, &mut text);
    anchors_text(&read, links, &mut text);
    text.findings(
        "Pages with as many automatic links as they may have",
        links.full.iter().map(|full| {
            let dropped: Vec<String> =
                full.dropped.iter().map(|one| format!("`{}`", one.words)).collect();
            format!("{}: {} of {} allowed, without {}; set `links: {{limit: …}}` there, or link by hand what matters.", read.file(full.page), count(full.links, "link", "links"), full.allowed, dropped.join(", "))
        }),
    );
    text.findings(
        "Rules that change nothing",
        links.dead.iter().map(|dead| {
            format!("{}: `links: never:` names `{}`, which the text does not mention; take the name out.", read.place(&dead.place), read.title(dead.target))
        }),
    );
    if text.is_empty() {
        text.line("Every page has links to it, and every name is mentioned.");
    }
    text
}

fn anchors_text(read: &Reader<'_>, links: &Links, text: &mut Text) {
    let mut same: Vec<&Anchors> = links.anchors.iter().filter(|one| one.is_uniform()).collect();
    same.sort_by_key(|one| Reverse(one.links()));
    text.findings(
        "Pages whose links all have the same words",
        same.into_iter().map(|one| {
            let (words, uses) = &one.words[0];
            format!(
                "`{}` ({}): all {uses} links to it say `{words}`; vary them with a synonym.",
                read.title(one.page),
                read.file(one.page)
            )
        }),
    );
}

fn unmentioned_text(read: &Reader<'_>, links: &Links, text: &mut Text) {
    text.findings(
        "Names that no text mentions",
        links.unmentioned.iter().map(|one| {
            let place = read.place(&one.place);
            if one.all {
                format!("{place}: no text mentions `{}`; write about it, or take the page away.", one.name)
            } else if &*one.name == read.title(one.page) {
                format!("{place}: no text says `{}`, only its synonyms; use the name itself once, or make a synonym the title.", one.name)
            } else {
                format!("{place}: no text says `{}` for `{}`; readers may, so use it once where it fits.", one.name, read.title(one.page))
            }
        }),
    );
}

fn phrases_text(read: &Reader<'_>, links: &Links, text: &mut Text) {
    let phrases = &links.phrases;
    text.findings(
        "Words that are used often and have no page",
        phrases.shown.iter().map(|one| {
            let pages = count(one.pages as usize, "page", "pages");
            format!("`{}`: {} times on {pages}, first at {}; if readers look for it, give it a page or add it to `also` of one.", one.words, one.count, read.place(&one.first))
        }),
    );
    if phrases.more > 0 {
        text.line(&format!("  and {} more", phrases.more));
    }
}

fn links_json(study: &Study<'_>, links: &Links) -> Value {
    let read = study.reader;
    let phrase = |one: &report::Phrase| json!({"words": one.words, "count": one.count, "pages": one.pages, "first": read.place_json(&one.first)});
    json!({
        "report": "links",
        "orphans": links.orphans.iter().map(|page| read.page_json(*page)).collect::<Value>(),
        "few_links": links.few.iter().map(|few| json!({
            "page": read.page_json(few.page), "texts": few.inbound.texts, "lists": few.inbound.lists,
        })).collect::<Value>(),
        "unmentioned": links.unmentioned.iter().map(|one| json!({
            "page": read.page_json(one.page), "name": one.name, "place": read.place_json(&one.place),
            "all_names": one.all,
        })).collect::<Value>(),
        "candidate_terms": links.phrases.shown.iter().map(phrase).collect::<Value>(),
        "more_candidate_terms": links.phrases.more,
        "anchors": links.anchors.iter().map(|one| json!({
            "page": read.page_json(one.page), "links": one.links(), "all_the_same": one.is_uniform(),
            "words": one.words.iter().map(|(words, count)| json!({"words": words, "count": count})).collect::<Value>(),
        })).collect::<Value>(),
        "at_limit": links.full.iter().map(|full| json!({
            "page": read.page_json(full.page), "links": full.links, "allowed": full.allowed,
            "dropped": full.dropped.iter().map(|one| json!({
                "words": one.words, "target": read.page_json(one.target), "place": read.place_json(&one.place),
            })).collect::<Value>(),
        })).collect::<Value>(),
        "dead_never": links.dead.iter().map(|dead| json!({
            "page": read.page_json(dead.page), "target": read.page_json(dead.target),
            "place": read.place_json(&dead.place),
        })).collect::<Value>(),
    })
}

/// What became of a name, in the order of the totals.
const OTHERS: [Decision; 8] = [
    Decision::Manual,
    Decision::Repeat,
    Decision::Own,
    Decision::Unsafe,
    Decision::Limit,
    Decision::Context,
    Decision::Boundary,
    Decision::Off,
];

fn explanation_text(study: &Study<'_>, explanation: &Explanation) -> Text {
    let read = study.reader;
    let mut text = Text::default();
    let page = explanation.page;
    text.heading(&format!("{} ({})", read.title(page), read.file(page)));
    for name in &explanation.names {
        let place = read.place(&name.place);
        text.line(&format!(
            "{place}: `{}` ({}): {}: {}",
            name.words.replace('\n', " "),
            read.title(name.target),
            name.decision.word(),
            reason(&read, explanation, name)
        ));
    }
    let links = explanation.count(Decision::Link);
    text.heading(&format!("{} of {} allowed", count(links, "link", "links"), explanation.allowed));
    let others: Vec<String> = OTHERS
        .iter()
        .map(|decision| (explanation.count(*decision), decision_words(*decision)))
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if !others.is_empty() {
        text.wrapped(&format!("No links: {}.", others.join(", ")), "", "  ");
    }
    text
}

/// Why a name became what it did, in a sentence.
fn reason(read: &Reader<'_>, explanation: &Explanation, name: &Explained) -> String {
    let target = read.title(name.target);
    // Places on the page itself are told by their line.
    let at = |span: &Span| {
        if span.path == name.place.path {
            format!("on line {}", read.line(span))
        } else {
            format!("at {}", read.place(span))
        }
    };
    match &name.reason {
        Reason::First => "the first mention becomes a link.".to_owned(),
        Reason::FirstAsk(condition) => format!(
            "the first mention becomes a link, marked \"ask a GP first\" because of `{}`.",
            read.title(*condition)
        ),
        Reason::Own => "this is the page itself.".to_owned(),
        Reason::Never(span) => {
            format!("`links: never:` names it {}.", at(span))
        }
        Reason::PageOff => "this page says `links: auto: false`.".to_owned(),
        Reason::SiteOff => "anma.yaml says `links: auto: false`.".to_owned(),
        Reason::TargetOff => format!("the page `{target}` says `autolink: false`."),
        Reason::RuledOut { condition, level, why, place } => {
            let why = why.as_ref().map_or_else(String::new, |why| format!(" ({why})"));
            format!(
                "this page is about `{}`, and the caution for `{target}` is \"{}\"{why}, at {}.",
                read.title(*condition),
                level_words(*level),
                read.place(place)
            )
        }
        Reason::ByHand(span) => format!("linked by hand {}.", at(span)),
        Reason::Before { place, linked: true } => format!("linked {}.", at(place)),
        Reason::Before { place, linked: false } => {
            format!("mentioned {}, where the limit took the link away.", at(place))
        }
        Reason::Around => {
            "the words around it give it another meaning (`not_before`, `not_after`).".to_owned()
        }
        Reason::Emphasis => "it begins or ends in the middle of emphasised words.".to_owned(),
        Reason::Full => format!(
            "the page, or the paragraph, has all the links that it may have ({} on a page).",
            explanation.allowed
        ),
    }
}

fn explanation_json(study: &Study<'_>, explanation: &Explanation) -> Value {
    let read = study.reader;
    let name = |name: &Explained| {
        let mut value = json!({
            "words": name.words, "place": read.place_json(&name.place),
            "target": read.page_json(name.target), "decision": name.decision.word(),
            "reason": reason(&read, explanation, name),
            "see": null, "condition": null, "caution": null,
        });
        match &name.reason {
            Reason::Never(span) | Reason::ByHand(span) | Reason::Before { place: span, .. } => {
                value["see"] = read.place_json(span);
            }
            Reason::RuledOut { condition, level, place, .. } => {
                value["see"] = read.place_json(place);
                value["condition"] = read.page_json(*condition);
                value["caution"] = level.word().into();
            }
            Reason::FirstAsk(condition) => {
                value["condition"] = read.page_json(*condition);
                value["caution"] = "ask".into();
            }
            _ => {}
        }
        value
    };
    json!({
        "report": "explain",
        "page": read.page_json(explanation.page),
        "names": explanation.names.iter().map(name).collect::<Value>(),
        "links": explanation.count(Decision::Link),
        "allowed": explanation.allowed,
    })
}
