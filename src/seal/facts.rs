//! The fields of a page that readers rely on, as lines.

use std::fmt::Write as _;

use super::{even, on_one_line};
use crate::markdown;
use crate::matter::{Caution, EntityFacts, Help, Matter, Name, PersonFacts, SourceRef};

/// Adds what of `matter` matters to `out`.
pub(super) fn add(out: &mut String, matter: &Matter) {
    // Each field is named, so that a new one has to be thought of here.
    let Matter {
        title,
        description,
        image,
        sources,
        faq,
        condition,
        massage_type,
        cause,
        body,
        entity,
        person,
        fields,
        date: _,
        updated: _,
        acknowledged: _,
        publish: _,
        expire: _,
        next_review: _,
        draft: _,
        noindex: _,
        toc: _,
        weight: _,
        slug: _,
        aliases: _,
        template: _,
        author: _,
        reviewed: _,
        topic: _,
        links: _,
        section: _,
        extra: _,
        places: _,
    } = matter;
    line(out, "title", title);
    line(out, "description", description.as_deref().unwrap_or_default());
    if let Some(image) = image {
        line(out, "alt", image.alt.as_deref().unwrap_or_default());
        line(out, "caption", image.caption.as_deref().unwrap_or_default());
    }
    lines(out, "source", sources.iter().map(source));
    for one in faq {
        line(out, "question", &one.question.text);
        let _written = writeln!(out, "answer {}", even(&markdown::gist(&one.answer.text)));
    }
    for (name, all) in
        [("condition", condition), ("massage_type", massage_type), ("cause", cause), ("body", body)]
    {
        names(out, name, all);
    }
    if let Some(entity) = entity {
        add_entity(out, entity);
    }
    if let Some(person) = person {
        add_person(out, person);
    }
    for (name, node) in fields {
        let _written =
            writeln!(out, "field {name} {}", even(&crate::yaml::to_json(node).to_string()));
    }
}

fn add_entity(out: &mut String, entity: &EntityFacts) {
    let EntityFacts {
        also,
        abbr,
        is_a,
        caused_by,
        causes,
        red_flags,
        cap,
        helps,
        cautions,
        pressure,
        heat,
        oils,
        forms: _,
        not_before: _,
        not_after: _,
        autolink: _,
        case: _,
        plural: _,
        priority: _,
        group: _,
        anatomy: _,
    } = entity;
    for (name, all) in [
        ("also", also),
        ("abbr", abbr),
        ("caused_by", caused_by),
        ("causes", causes),
        ("red_flags", red_flags),
    ] {
        names(out, name, all);
    }
    line(out, "is_a", is_a.as_ref().map_or("", |name| &name.text));
    line(out, "cap", cap.map_or("", |cap| cap.word()));
    lines(out, "helps", helps.iter().map(help));
    lines(out, "caution", cautions.iter().map(caution));
    line(out, "pressure", pressure.as_deref().unwrap_or_default());
    for (name, value) in [("heat", heat), ("oils", oils)] {
        line(out, name, value.map_or("", |value| if value { "true" } else { "false" }));
    }
}

fn add_person(out: &mut String, person: &PersonFacts) {
    line(out, "role", person.role.as_deref().unwrap_or_default());
    lines(out, "qualification", person.qualifications.iter().map(ToString::to_string));
    if let Some(register) = &person.register {
        line(out, "register", &register.body.text);
        line(out, "number", register.number.as_deref().unwrap_or_default());
    }
}

fn source(source: &SourceRef) -> String {
    match source {
        SourceRef::Id(name) => name.text.to_string(),
        SourceRef::Inline(source) => {
            let grade = source.grade.map_or("", |grade| grade.word());
            let url = source.url.as_deref().unwrap_or_default();
            format!("{} | {url} | {grade}", source.title.text)
        }
    }
}

fn help(help: &Help) -> String {
    let certainty = help.certainty.map_or("", |certainty| certainty.word());
    let only_with = help.only_with.as_ref().map_or("", |name| &name.text);
    format!("{} | {certainty} | {only_with} | {}", help.id.text, ids(&help.sources))
}

fn caution(caution: &Caution) -> String {
    let why = caution.why.as_deref().unwrap_or_default();
    format!("{} | {} | {why} | {}", caution.id.text, caution.level.word(), ids(&caution.sources))
}

fn ids(names: &[Name]) -> String {
    let mut ids: Vec<&str> = names.iter().map(|name| &*name.text).collect();
    ids.sort_unstable();
    ids.join(", ")
}

/// A line, unless there is nothing in it: what is absent and what is empty is the same.
fn line(out: &mut String, name: &str, text: &str) {
    let text = on_one_line(text);
    if !text.is_empty() {
        let _written = writeln!(out, "{name} {text}");
    }
}

fn names(out: &mut String, name: &str, names: &[Name]) {
    lines(out, name, names.iter().map(|name| name.text.to_string()));
}

/// Lines whose order is of no account.
fn lines(out: &mut String, name: &str, texts: impl Iterator<Item = String>) {
    let mut all: Vec<String> = texts.map(|text| on_one_line(&text)).collect();
    all.sort_unstable();
    for text in all {
        line(out, name, &text);
    }
}
