//! What pages have to do with each other: pages that nothing leads to, and names that want a page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::Span;
use crate::diagnostic::Diagnostic;
use crate::graph::{Destination, EntryId};
use crate::rules::{Rule, Rules, Test};

use super::page::PageText;
use super::site::Site;

/// What rules about the whole site find.
pub(super) fn check(
    site: &Site<'_>,
    rules: &Rules,
    texts: &[(EntryId, &Arc<PageText>)],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in &rules.all {
        let Test::Graph(native) = &rule.test else { continue };
        match native.check.text.as_str() {
            "orphan-entity" => found.extend(orphans(site, rule, texts)),
            "undefined-term" => found.extend(undefined(site, rule, texts)),
            "one-way-cause" => found.extend(said_twice(site, rule)),
            _ => {}
        }
    }
    found
}

/// `GRAPH-ORPHAN`: an entity that no page mentions and that has nothing to do with any other.
fn orphans(
    site: &Site<'_>,
    rule: &Arc<Rule>,
    texts: &[(EntryId, &Arc<PageText>)],
) -> Vec<Diagnostic> {
    let graph = site.graph;
    let mut known: BTreeSet<EntryId> = BTreeSet::new();
    let relations = &graph.relations;
    let lists = relations.caused_by.iter().chain(&relations.causes).chain(&relations.body);
    for (one, others) in lists.filter(|(_, others)| !others.is_empty()) {
        known.insert(*one);
        known.extend(others);
    }
    known.extend(relations.is_a.iter().flat_map(|(one, other)| [*one, *other]));
    for (one, others) in relations.cautions.iter().filter(|(_, others)| !others.is_empty()) {
        known.insert(*one);
        known.extend(others.keys());
    }
    for (one, others) in relations.helps.iter().filter(|(_, others)| !others.is_empty()) {
        known.insert(*one);
        known.extend(others.keys());
    }
    known.extend(graph.terms.iter().flatten().map(|(_, id)| *id));
    for links in &graph.links {
        let all = links.body.iter().chain(links.answers.iter().flatten());
        known.extend(all.filter_map(|one| match one {
            Destination::Page(id, _) => Some(*id),
            _ => None,
        }));
    }
    // A page names itself in its title, which leads nobody to it.
    let named: BTreeSet<&str> = texts
        .iter()
        .flat_map(|(id, text)| {
            let own = &graph.entry(*id).id;
            text.named.iter().map(|(key, _)| &**key).filter(move |key| *key != &**own)
        })
        .collect();
    let mut found = Vec::new();
    for id in graph.ids() {
        let entry = graph.entry(id);
        let is_known = known.contains(&id)
            || named.contains(&*entry.id)
            || !graph.filed[id.index()].is_empty();
        let Some(document) = graph.document(id).filter(|_| entry.kind.is_entity() && !is_known)
        else {
            continue;
        };
        let place = document.matter.place_of("title");
        let span = match (&document.key, place) {
            (Some(key), _) => key.span.clone(),
            (None, Some(place)) => place.span(&document.path),
            (None, None) => Span::file(&document.path),
        };
        let message = rule.message.replacen("%s", &entry.title, 1);
        found.push(
            Diagnostic::finding(&rule.name, rule.level, span, message).help(rule.fix.clone()),
        );
    }
    found
}

/// `GRAPH-UNDEFINED`: a condition that texts name again and again and that the site does not know; told once, where it is named first.
fn undefined(
    site: &Site<'_>,
    rule: &Arc<Rule>,
    texts: &[(EntryId, &Arc<PageText>)],
) -> Vec<Diagnostic> {
    let least = usize::try_from(super::evidence::number(rule, "times", 3)).unwrap_or(3);
    let mut uses: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (id, text) in texts {
        let Some(document) = site.graph.document(*id) else { continue };
        for (words, place) in &text.undefined {
            uses.entry(words).or_default().push(Span::new(&document.path, place.clone()));
        }
    }
    let often = uses.into_iter().filter(|(_, places)| places.len() >= least);
    let first = often.filter_map(|(words, places)| Some((words, places.into_iter().min()?)));
    let say = |(words, place): (&str, Span)| {
        let message = rule.message.replacen("%s", words, 1);
        Diagnostic::finding(&rule.name, rule.level, place, message).help(rule.fix.clone())
    };
    first.map(say).collect()
}

/// `GRAPH-ONEWAY`: a cause that is written on both pages.
fn said_twice(site: &Site<'_>, rule: &Arc<Rule>) -> Vec<Diagnostic> {
    let graph = site.graph;
    let mut found = Vec::new();
    for id in graph.ids() {
        let facts = graph.document(id).and_then(|document| document.matter.entity.as_deref());
        for cause in facts.iter().flat_map(|facts| &facts.caused_by) {
            let Some(other) = graph.named(&cause.text, crate::schema::Kinds::ENTITIES) else {
                continue;
            };
            let back = graph.document(other).and_then(|document| document.matter.entity.as_deref());
            let title = &graph.entry(id).title;
            let is_twice = back.iter().flat_map(|facts| &facts.causes).any(|effect| {
                graph.named(&effect.text, crate::schema::Kinds::ENTITIES) == Some(id)
                    && effect.text != *title
                    && *effect.text != *graph.entry(id).id
            });
            if is_twice {
                let message = rule.message.replacen("%s", title, 1);
                let message = message.replacen("%s", &graph.entry(other).title, 1);
                let finding =
                    Diagnostic::finding(&rule.name, rule.level, cause.span.clone(), message);
                found.push(finding.help(rule.fix.clone()));
            }
        }
    }
    found
}
