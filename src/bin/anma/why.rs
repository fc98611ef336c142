//! `anma why`.

use std::process::ExitCode;

use anma::base::Date;
use anma::diagnostic::visible;
use anma::graph::{EntryId, Reason, Verdict};
use anma::report::{
    self, Cautioned, Helped, Told, Unknown, Why, certainty_words, level_words, verdict_word,
    verdict_words,
};
use serde_json::{Value, json};

use crate::args::{Format, WhyOptions};
use crate::study::{self, Report, Study, Text};

/// Runs the command.
pub(crate) fn run(options: &WhyOptions) -> ExitCode {
    study::run(&options.site, |study| {
        let (one, other) = (study.page(&options.one)?, study.page(&options.other)?);
        if one == other {
            let title = visible(study.reader.title(one));
            return Err(Box::new(Unknown {
                message: format!("both names are those of `{title}`"),
                help: "name two different pages".to_owned(),
            }));
        }
        let why = report::why(study.site, one, other);
        Ok(match options.site.format {
            Format::Human => Report::Text(text(study, &why)),
            Format::Json => study::json(why_json(study, &why)),
        })
    })
}

/// "A → B → C"
fn way(study: &Study<'_>, steps: &[EntryId]) -> String {
    let titles: Vec<&str> = steps.iter().map(|step| study.reader.title(*step)).collect();
    titles.join(" → ")
}

fn text(study: &Study<'_>, why: &Why) -> Text {
    let read = study.reader;
    let (one, other) = (read.title(why.one), read.title(why.other));
    let mut text = Text::default();
    if why.is_empty() {
        text.line(&format!("Nothing connects `{one}` and `{other}`."));
    } else {
        text.heading(&format!("`{one}` and `{other}`"));
    }
    relations_text(study, why, &mut text);
    if let Some(told) = &why.matrix {
        text.heading("What readers are told of the two");
        told_text(study, told, &mut text);
    }
    text.findings_of("By way of other pages", &why.through, |told, text| {
        text.line(&format!("- {}:", way(study, &told.way)));
        told_text(study, told, text);
    });
    text.findings_of("Named in front matter", &why.filings, |one, text| {
        text.line(&format!(
            "- `{}` names `{}` in `{}` ({}).",
            read.title(one.page),
            read.title(one.term),
            one.field,
            read.file(one.page)
        ));
    });
    text.findings_of("Both name, or are felt in", &why.shared, |term, text| {
        text.line(&format!("- `{}`", read.title(*term)));
    });
    text.findings(
        "Pages about both",
        why.about_both.iter().map(|page| format!("`{}` ({})", read.title(*page), read.file(*page))),
    );
    links_text(study, why, &mut text);
    text.findings_of("Read next", &why.readings, |one, text| {
        text.line(&format!(
            "- `{}` offers `{}`, {}.",
            read.title(one.from),
            read.title(one.to),
            reading(study, one.reason)
        ));
    });
    text
}

fn links_text(study: &Study<'_>, why: &Why, text: &mut Text) {
    let read = study.reader;
    text.findings(
        "Links",
        why.links.iter().map(|link| {
            let how = if link.is_automatic { "an automatic link" } else { "a link by hand" };
            let sentence = if link.sentence.is_empty() {
                String::new()
            } else {
                format!(": “{}”", link.sentence)
            };
            format!(
                "{}: {how} on `{}` leads to `{}`{sentence}",
                read.place(&link.place),
                read.title(link.from),
                read.title(link.to)
            )
        }),
    );
}

fn relations_text(study: &Study<'_>, why: &Why, text: &mut Text) {
    let read = study.reader;
    if let Some(steps) = &why.is_a {
        let (Some(narrow), Some(wide)) = (steps.first(), steps.last()) else { return };
        let by_way =
            if steps.len() > 2 { format!(" ({})", way(study, steps)) } else { String::new() };
        text.line(&format!(
            "- `{}` is one kind of `{}`{by_way}.",
            read.title(*narrow),
            read.title(*wide)
        ));
    }
    if let Some(wider) = why.both_are {
        text.line(&format!("- Both are kinds of `{}`.", read.title(wider)));
    }
    for steps in &why.causes {
        let (Some(cause), Some(effect)) = (steps.first(), steps.last()) else { continue };
        let by_way =
            if steps.len() > 2 { format!(" ({})", way(study, steps)) } else { String::new() };
        text.line(&format!(
            "- `{}` can cause `{}`{by_way}.",
            read.title(*cause),
            read.title(*effect)
        ));
    }
}

/// Why a page is offered to read next.
fn reading(study: &Study<'_>, reason: Reason) -> String {
    let title = |id| study.reader.title(id);
    match reason {
        Reason::Shared(term) => format!("because both are about `{}`", title(term)),
        Reason::Cause(cause, effect) | Reason::Effect(cause, effect) => {
            format!("because `{}` can cause `{}`", title(cause), title(effect))
        }
    }
}

fn told_text(study: &Study<'_>, told: &Told, text: &mut Text) {
    let read = study.reader;
    let (treatment, condition) = (read.title(told.treatment), read.title(told.condition()));
    if let Some(helped) = &told.helped {
        let with = helped
            .only_with
            .as_ref()
            .map_or_else(String::new, |with| format!(", only together with {with}"));
        text.line(&format!(
            "  Helps: {}{with}; on the page of {}. {}",
            certainty_words(helped.certainty),
            owner(study, told, helped.owner),
            sources(study, &helped.sources)
        ));
        match helped.checked {
            Some(day) => {
                text.line(&format!("    The sources were last checked on {}.", day.human()));
            }
            None => text.line("    The sources have no day on which they were checked."),
        }
    }
    if let Some(caution) = &told.cautioned {
        text.line(&format!("  Caution: {}", caution_words(study, told, caution)));
    }
    for caution in &told.other_cautions {
        text.line(&format!("  Also: {}", caution_words(study, told, caution)));
    }
    text.line(&format!(
        "  Shown for `{treatment}` and `{condition}`: “{}”, {}.",
        verdict_words(study.site.graph, told.verdict),
        because(study, told)
    ));
}

/// What a caution asks for, why, and who says so.
fn caution_words(study: &Study<'_>, told: &Told, caution: &Cautioned) -> String {
    let read = study.reader;
    let why = caution.why.as_ref().map_or_else(String::new, |why| format!(", because {why}"));
    let for_wider = if caution.condition == told.condition() {
        String::new()
    } else {
        format!(", said of the wider `{}`", read.title(caution.condition))
    };
    format!(
        "{}{why}{for_wider}; on the page of {}, {}. {}",
        level_words(caution.level),
        owner(study, told, caution.owner),
        read.place(&caution.place),
        sources(study, &caution.sources)
    )
}

/// Whose page says so: its own, or the wider one that hands it down.
fn owner(study: &Study<'_>, told: &Told, owner: EntryId) -> String {
    let title = study.reader.title(owner);
    if owner == told.treatment {
        format!("`{title}` itself")
    } else {
        format!("`{title}`, of which `{}` is one kind", study.reader.title(told.treatment))
    }
}

/// Why the verdict is what it is.
fn because(study: &Study<'_>, told: &Told) -> String {
    let condition = study.reader.title(told.condition());
    match told.verdict {
        Verdict::Stop | Verdict::Ask | Verdict::Local | Verdict::Adapt => {
            let over = if told.helped.is_some() {
                ", and cautions always come before benefits"
            } else {
                ""
            };
            match told.cautioned.as_ref().filter(|caution| caution.owner != told.treatment) {
                Some(caution) => format!(
                    "because the strictest caution is that of `{}`, which holds for all of its kinds{over}",
                    study.reader.title(caution.owner)
                ),
                None => format!("because its own caution is the strictest{over}"),
            }
        }
        Verdict::NoClaim => format!("because `{condition}` needs a health professional (`cap: supervision`), so that nothing may be claimed"),
        Verdict::Accepted => "because there is no caution, and the advertising rules accept the benefit for all kinds of massage".to_owned(),
        Verdict::MayHelp(_) => "because there is no caution, and the massage's own page has evidence".to_owned(),
        Verdict::General(wider) => format!("because the evidence is on the page of `{}`, and evidence is not handed down", study.reader.title(wider)),
        Verdict::Unknown => "because there is neither a caution nor evidence".to_owned(),
    }
}

/// The sources, each with its title, id and how far it can be trusted.
fn sources(study: &Study<'_>, ids: &[Box<str>]) -> String {
    if ids.is_empty() {
        return "No source is named.".to_owned();
    }
    let known = &study.site.graph.data.sources;
    let title = |id: &str| match known.get(id) {
        Some(source) => format!("{} (`{id}`)", source.title.text),
        None => format!("`{id}`"),
    };
    let titles: Vec<String> = ids.iter().map(|id| title(id)).collect();
    match &titles[..] {
        [one] => format!("Source: {one}."),
        _ => format!("Sources: {}.", titles.join("; ")),
    }
}

impl Text {
    /// A heading and what `write` makes of every finding, unless there is none.
    fn findings_of<T>(&mut self, heading: &str, all: &[T], write: impl Fn(&T, &mut Self)) {
        if all.is_empty() {
            return;
        }
        self.heading(heading);
        for one in all.iter().take(study::LISTED) {
            write(one, self);
        }
        if all.len() > study::LISTED {
            self.more(all.len() - study::LISTED);
        }
    }
}

fn why_json(study: &Study<'_>, why: &Why) -> Value {
    let read = study.reader;
    let page = |id: &EntryId| read.page_json(*id);
    let steps = |steps: &Vec<EntryId>| steps.iter().map(page).collect::<Value>();
    json!({
        "report": "why",
        "one": page(&why.one), "other": page(&why.other), "connected": !why.is_empty(),
        "is_a": why.is_a.as_ref().map(steps),
        "both_are": why.both_are.as_ref().map(page),
        "causes": why.causes.iter().map(steps).collect::<Value>(),
        "matrix": why.matrix.as_ref().map(|told| told_json(study, told)),
        "through": why.through.iter().map(|told| told_json(study, told)).collect::<Value>(),
        "shared": why.shared.iter().map(page).collect::<Value>(),
        "front_matter": why.filings.iter().map(|one| json!({
            "page": page(&one.page), "names": page(&one.term), "field": one.field,
        })).collect::<Value>(),
        "about_both": why.about_both.iter().map(page).collect::<Value>(),
        "links": why.links.iter().map(|link| json!({
            "from": page(&link.from), "to": page(&link.to), "place": read.place_json(&link.place),
            "words": link.words, "sentence": link.sentence, "automatic": link.is_automatic,
        })).collect::<Value>(),
        "read_next": why.readings.iter().map(|one| json!({
            "from": page(&one.from), "to": page(&one.to), "reason": reading(study, one.reason),
        })).collect::<Value>(),
    })
}

fn told_json(study: &Study<'_>, told: &Told) -> Value {
    let read = study.reader;
    let helps = |helped: &Helped| {
        json!({
            "certainty": helped.certainty.word(), "only_with": helped.only_with, "sources": helped.sources,
            "checked": helped.checked.map(Date::iso), "from": read.page_json(helped.owner),
            "inherited": helped.owner != told.treatment,
        })
    };
    let caution = |caution: &Cautioned| {
        json!({
            "level": caution.level.word(), "why": caution.why, "sources": caution.sources,
            "of": read.page_json(caution.condition), "from": read.page_json(caution.owner),
            "inherited": caution.owner != told.treatment, "place": read.place_json(&caution.place),
        })
    };
    json!({
        "treatment": read.page_json(told.treatment), "condition": read.page_json(told.condition()),
        "way": told.way.iter().map(|id| read.page_json(*id)).collect::<Value>(),
        "helps": told.helped.as_ref().map(helps), "caution": told.cautioned.as_ref().map(caution),
        "caution_sources": told.caution_sources(),
        "other_cautions": told.other_cautions.iter().map(caution).collect::<Value>(),
        "verdict": verdict_word(told.verdict), "words": verdict_words(study.site.graph, told.verdict),
        "because": because(study, told),
    })
}
