//! Moving checked values into the typed front matter.
//!
//! The tables of [`crate::schema`] have already said what is wrong. Here a value of the wrong type is simply
//! left out, so that the rest of the page can be looked at in the same run.

use std::sync::Arc;

use camino::Utf8Path;

use super::layers::Given;
use super::{
    Acknowledged, Cascade, Caution, EntityFacts, Faq, Help, Image, Level, Links, ListMode, Matter,
    Name, PersonFacts, Register, Reviewed, SectionFacts, Source, SourceRef,
};
use crate::base::Date;
use crate::schema::{Anatomy, Autolink, Cap, Case, CauseGroup, Certainty, Grade, Kind, SiteFields};
use crate::yaml::{Entry, Node, Place, Value};

/// Front matter in the making.
pub(super) struct Filler<'a> {
    pub(super) matter: Matter,
    kind: Kind,
    site: &'a SiteFields,
}

impl<'a> Filler<'a> {
    pub(super) fn new(kind: Kind, site: &'a SiteFields, fields: usize) -> Self {
        let matter = Matter { places: Vec::with_capacity(fields), ..Matter::default() };
        Self { matter, kind, site }
    }

    /// Takes over one field. Every name of the tables has its place here; other names are fields that the site
    /// declares, or have been reported.
    pub(super) fn take(&mut self, given: Given) {
        let Given { name, node, path, own } = given;
        let place = node.place;
        let rest = self.common(&name, node, &path).or_else(|node| match self.kind {
            Kind::Section => self.section(&name, node, &path),
            Kind::Person => self.person(&name, node, &path),
            kind if kind.is_entity() => self.entity(&name, node, &path),
            _ => Err(node),
        });
        if let Err(node) = rest
            && self.site.find(&name, self.kind).is_some()
        {
            self.matter.fields.push((name.clone(), node));
        }
        if own {
            self.matter.places.push((name, place));
        }
    }

    fn common(&mut self, name: &str, node: Node, path: &Arc<Utf8Path>) -> Result<(), Node> {
        let matter = &mut self.matter;
        match name {
            "title" => matter.title = text(node).map(trimmed).unwrap_or_default(),
            "description" => matter.description = text(node).filter(|text| !text.trim().is_empty()),
            "date" => matter.date = date(&node),
            "updated" => matter.updated = date(&node),
            "publish" => matter.publish = date(&node),
            "expire" => matter.expire = date(&node),
            "next_review" => matter.next_review = date(&node),
            "draft" => matter.draft = truth(&node).unwrap_or_default(),
            "noindex" => matter.noindex = truth(&node).unwrap_or_default(),
            "toc" => matter.toc = truth(&node),
            "weight" => matter.weight = integer(&node),
            "type" => {}
            "slug" => matter.slug = self::name(node, path),
            "aliases" => matter.aliases = names(node, path),
            "template" => matter.template = self::name(node, path),
            "image" => matter.image = image(node, path).map(Box::new),
            "author" => matter.author = names(node, path),
            "reviewed" => matter.reviewed = reviewed(node, path).map(Box::new),
            "check" => matter.acknowledged = acknowledged(node, path),
            "sources" => matter.sources = each(node, |item| source_ref(item, path)),
            "faq" => matter.faq = each(node, |item| faq(item, path)),
            "topic" => matter.topic = names(node, path),
            "condition" => matter.condition = names(node, path),
            "massage_type" => matter.massage_type = names(node, path),
            "cause" => matter.cause = names(node, path),
            "body" => matter.body = names(node, path),
            "links" => matter.links = Some(Box::new(links(node, path))),
            "extra" => matter.extra = matches!(node.value, Value::Map(_)).then(|| Box::new(node)),
            _ => return Err(node),
        }
        Ok(())
    }

    fn section(&mut self, name: &str, node: Node, path: &Arc<Utf8Path>) -> Result<(), Node> {
        let section: &mut SectionFacts = self.matter.section.get_or_insert_default();
        match name {
            "cascade" => {
                if let Value::Map(entries) = node.value {
                    section.cascade = Some(Arc::new(Cascade { path: Arc::clone(path), entries }));
                }
            }
            "list" => section.list = word(&node, ListMode::parse),
            "paginate" => section.paginate = small(&node),
            _ => return Err(node),
        }
        Ok(())
    }

    fn person(&mut self, name: &str, node: Node, path: &Arc<Utf8Path>) -> Result<(), Node> {
        let person: &mut PersonFacts = self.matter.person.get_or_insert_default();
        match name {
            "role" => person.role = text(node),
            "qualifications" => person.qualifications = each(node, text),
            "register" => {
                let [body, number] = parts(node, ["body", "number"]);
                let body = body.and_then(|body| self::name(body, path));
                let number = number.and_then(text);
                person.register = body.map(|body| Box::new(Register { body, number }));
            }
            "same_as" => person.same_as = each(node, text),
            "email" => person.email = text(node),
            "works_here" => person.works_here = truth(&node).unwrap_or_default(),
            _ => return Err(node),
        }
        Ok(())
    }

    fn entity(&mut self, name: &str, node: Node, path: &Arc<Utf8Path>) -> Result<(), Node> {
        let entity: &mut EntityFacts = self.matter.entity.get_or_insert_default();
        match name {
            "also" => entity.also = names(node, path),
            "abbr" => entity.abbr = names(node, path),
            "forms" => entity.forms = names(node, path),
            "not_before" => entity.not_before = each(node, text),
            "not_after" => entity.not_after = each(node, text),
            "autolink" => entity.autolink = word(&node, Autolink::parse).unwrap_or_default(),
            "case" => entity.case = word(&node, Case::parse).unwrap_or_default(),
            "plural" => entity.plural = truth(&node),
            "priority" => entity.priority = integer(&node).unwrap_or_default(),
            "is_a" => entity.is_a = self::name(node, path),
            "caused_by" => entity.caused_by = names(node, path),
            "causes" => entity.causes = names(node, path),
            "red_flags" => entity.red_flags = names(node, path),
            "cap" => entity.cap = word(&node, Cap::parse),
            "group" => entity.group = word(&node, CauseGroup::parse),
            "anatomy" => entity.anatomy = word(&node, Anatomy::parse),
            "helps" => entity.helps = each(node, |item| help(item, path)),
            "caution" => entity.cautions = each(node, |item| caution(item, path)),
            "pressure" => entity.pressure = text(node),
            "heat" => entity.heat = truth(&node),
            "oils" => entity.oils = truth(&node),
            _ => return Err(node),
        }
        Ok(())
    }
}

fn text(node: Node) -> Option<Box<str>> {
    match node.value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn trimmed(text: Box<str>) -> Box<str> {
    match text.trim() {
        short if short.len() == text.len() => text,
        short => short.into(),
    }
}

fn date(node: &Node) -> Option<Date> {
    node.text().and_then(Date::parse)
}

fn truth(node: &Node) -> Option<bool> {
    match node.text() {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    }
}

fn integer(node: &Node) -> Option<i64> {
    node.text().and_then(|text| text.parse().ok())
}

fn small(node: &Node) -> Option<u32> {
    node.text().and_then(|text| text.parse().ok())
}

fn word<T>(node: &Node, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    node.text().and_then(parse)
}

/// A name, unless nothing stands there.
pub(super) fn name(node: Node, path: &Arc<Utf8Path>) -> Option<Name> {
    let span = node.place.span(path);
    let text = text(node).map(trimmed).filter(|text| !text.is_empty())?;
    Some(Name { text, span })
}

pub(crate) fn names(node: Node, path: &Arc<Utf8Path>) -> Vec<Name> {
    each(node, |item| name(item, path))
}

/// The items of a list, or the one value that stands in its place.
pub(super) fn each<T>(node: Node, read: impl Fn(Node) -> Option<T>) -> Vec<T> {
    match node.value {
        Value::List(items) => items.into_iter().filter_map(read).collect(),
        Value::Null => Vec::new(),
        _ => read(node).into_iter().collect(),
    }
}

/// The values of a map under `keys`; those that are absent or null are `None`.
pub(super) fn parts<const N: usize>(node: Node, keys: [&str; N]) -> [Option<Node>; N] {
    let mut found = [const { None }; N];
    let Value::Map(entries) = node.value else { return found };
    for entry in entries.into_iter().filter(|entry| !entry.value.is_null()) {
        if let Some(index) = keys.iter().position(|key| **key == *entry.key) {
            found[index] = Some(entry.value);
        }
    }
    found
}

fn image(node: Node, path: &Arc<Utf8Path>) -> Option<Image> {
    let [src, alt, caption] = parts(node, ["src", "alt", "caption"]);
    Some(Image { src: name(src?, path)?, alt: alt.and_then(text), caption: caption.and_then(text) })
}

fn reviewed(node: Node, path: &Arc<Utf8Path>) -> Option<Reviewed> {
    let [by, on, seal] = parts(node, ["by", "on", "seal"]);
    let by = by.and_then(|by| name(by, path));
    let on = on.as_ref().and_then(date);
    let seal = seal.and_then(|seal| name(seal, path));
    (by.is_some() || on.is_some()).then_some(Reviewed { by, on, seal })
}

fn acknowledged(node: Node, path: &Arc<Utf8Path>) -> Vec<Acknowledged> {
    let [ok] = parts(node, ["ok"]);
    let one = |node: Node| {
        let [rule, text, why, by, until] = parts(node, ["rule", "text", "why", "by", "until"]);
        let name = |node: Option<Node>| node.and_then(|node| self::name(node, path));
        Some(Acknowledged {
            rule: name(rule)?,
            text: name(text),
            why: name(why),
            by: name(by),
            until: until.as_ref().and_then(date),
        })
    };
    ok.map(|ok| each(ok, one)).unwrap_or_default()
}

fn source_ref(node: Node, path: &Arc<Utf8Path>) -> Option<SourceRef> {
    match node.value {
        Value::Map(_) => source(node, path).map(|source| SourceRef::Inline(Box::new(source))),
        _ => name(node, path).map(SourceRef::Id),
    }
}

pub(super) fn source(node: Node, path: &Arc<Utf8Path>) -> Option<Source> {
    let [title, url, grade, seen] = parts(node, ["title", "url", "grade", "seen"]);
    Some(Source {
        title: name(title?, path)?,
        url: url.and_then(text),
        grade: grade.as_ref().and_then(|node| word(node, Grade::parse)),
        seen: seen.as_ref().and_then(date),
    })
}

fn faq(node: Node, path: &Arc<Utf8Path>) -> Option<Faq> {
    let [question, answer] = parts(node, ["question", "answer"]);
    Some(Faq { question: name(question?, path)?, answer: name(answer?, path)? })
}

/// A map of names to names, such as terms to the pages that they lead to.
pub(crate) fn pairs(entries: &[Entry], path: &Arc<Utf8Path>) -> Vec<(Name, Name)> {
    let name = |text: &str, place: Place| Name { text: text.trim().into(), span: place.span(path) };
    let pair = |entry: &Entry| {
        let target = entry.value.text()?;
        Some((name(&entry.key, entry.key_place), name(target, entry.value.place)))
    };
    entries.iter().filter_map(pair).collect()
}

fn links(node: Node, path: &Arc<Utf8Path>) -> Links {
    let [auto, limit, never, always, prefer] =
        parts(node, ["auto", "limit", "never", "always", "prefer"]);
    let list = |node: Option<Node>| node.map(|node| names(node, path)).unwrap_or_default();
    Links {
        auto: auto.as_ref().and_then(truth),
        limit: limit.as_ref().and_then(small),
        never: list(never),
        always: list(always),
        prefer: prefer.map(|node| pairs(node.entries(), path)).unwrap_or_default(),
    }
}

fn help(node: Node, path: &Arc<Utf8Path>) -> Option<Help> {
    let keys = ["id", "certainty", "only_with", "source", "checked", "note"];
    let [id, certainty, only_with, source, checked, note] = parts(node, keys);
    Some(Help {
        id: name(id?, path)?,
        certainty: certainty.as_ref().and_then(|node| word(node, Certainty::parse)),
        only_with: only_with.and_then(|node| name(node, path)),
        sources: source.map(|node| names(node, path)).unwrap_or_default(),
        checked: checked.as_ref().and_then(date),
        note: note.and_then(text),
    })
}

fn caution(node: Node, path: &Arc<Utf8Path>) -> Option<Caution> {
    let [id, level, source, why, note] = parts(node, ["id", "level", "source", "why", "note"]);
    Some(Caution {
        id: name(id?, path)?,
        level: level.as_ref().and_then(|node| word(node, Level::parse)).unwrap_or(Level::Stop),
        sources: source.map(|node| names(node, path)).unwrap_or_default(),
        why: why.and_then(text),
        note: note.and_then(text),
    })
}
