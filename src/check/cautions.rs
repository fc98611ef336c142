//! What keeps readers from harm: signs that need a doctor, and massages that are not for everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::graph::EntryId;
use crate::matter::Level;
use crate::prose::Unit;
use crate::rules::Rule;
use crate::schema::{Kind, Kinds};

use super::facts::Facts;
use super::page::Found;

/// `SAFE-REDFLAG`: an article on something that has red flags says when to see a doctor, and names one of them.
pub(super) fn red_flags(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    // The pages of conditions show their own signs.
    if facts.document.kind != Kind::Article || !facts.has_text() {
        return Vec::new();
    }
    let graph = facts.graph;
    let subjects = graph.conditions(facts.id).into_iter().chain(named_in_title(facts));
    let mut signs: Vec<&str> = Vec::new();
    let mut subject = None;
    for id in subjects.flat_map(|id| graph.relations.line(id).collect::<Vec<_>>()) {
        let entity = graph.document(id).and_then(|document| document.matter.entity.as_deref());
        for flag in entity.iter().flat_map(|entity| &entity.red_flags) {
            if let Some(set) = graph.data.red_flags.get(&flag.text) {
                subject = subject.or(Some(id));
                let texts = set.emergency.iter().chain(&set.urgent);
                signs.extend(texts.map(|text| &**text));
            }
        }
    }
    let Some(subject) = subject else { return Vec::new() };
    let doctor = facts.doctor();
    let title = &graph.entry(subject).title;
    let found = |help: &str| {
        let found = Found::at(rule, facts.field("condition"), title);
        vec![Found { help: Some(help.to_owned()), ..found }]
    };
    if doctor.is_empty() {
        return found(
            "Add a card that begins with `:::urgent` or `:::emergency`, with the signs that must not wait.",
        );
    }
    let words: Vec<BTreeSet<String>> =
        doctor.iter().map(|unit| telling(unit.text.as_str())).collect();
    let is_named = |sign: &&&str| {
        let sign = telling(sign);
        let enough = sign.len().min(2);
        words.iter().any(|unit| sign.intersection(unit).count() >= enough.max(1))
    };
    if signs.iter().any(|sign| is_named(&sign)) {
        return Vec::new();
    }
    found("Name at least one of the signs that the site lists for it in `content/red-flags.yaml`.")
}

/// Conditions that the title names.
fn named_in_title(facts: &Facts<'_>) -> Vec<EntryId> {
    let prose = &facts.text.prose;
    let is_title = |at: usize| {
        prose.units.get(at).is_some_and(|unit| unit.kind == crate::prose::UnitKind::Title)
    };
    let named = facts.text.named.iter().filter(|(_, unit)| is_title(*unit));
    named.filter_map(|(key, _)| condition(facts, key)).collect()
}

/// The words of a text that tell it from others.
fn telling(text: &str) -> BTreeSet<String> {
    const COMMON: [&str; 22] = [
        "a", "an", "and", "are", "at", "been", "for", "from", "has", "have", "in", "is", "it",
        "of", "on", "or", "that", "the", "to", "with", "you", "your",
    ];
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let words = words.filter(|word| word.len() > 2 && !COMMON.contains(&word.as_str()));
    words.map(|word| word.chars().take(6).collect()).collect()
}

fn condition(facts: &Facts<'_>, key: &str) -> Option<EntryId> {
    let kinds = Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]);
    facts.graph.named(key, kinds)
}

/// `SAFE-CONTRA`: a page that recommends a massage and names something that it is not for says so where readers look
/// before they book.
pub(super) fn contraindications(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    if !matches!(facts.document.kind, Kind::Article | Kind::Page | Kind::Section) {
        return Vec::new();
    }
    let graph = facts.graph;
    let mut promoted: BTreeMap<EntryId, Option<usize>> = BTreeMap::new();
    for (key, unit) in &facts.text.promoted {
        if let Some(id) = graph.named(key, Kinds::of(&[Kind::Treatment])) {
            promoted.entry(id).or_insert(Some(*unit));
        }
    }
    for name in &facts.document.matter.massage_type {
        if let Some(id) = graph.named(&name.text, Kinds::of(&[Kind::Treatment])) {
            promoted.entry(id).or_insert(None);
        }
    }
    // What a page may clash with is soon known, and rare; where it warns takes longer to find out.
    let mut named: BTreeMap<EntryId, Vec<usize>> = BTreeMap::new();
    for (key, unit) in &facts.text.named {
        if let Some(id) = condition(facts, key) {
            named.entry(id).or_default().push(*unit);
        }
    }
    let clashes = |condition: &EntryId| {
        let cautions = promoted.keys().filter_map(|id| graph.relations.caution(*id, *condition));
        cautions.into_iter().any(|caution| matches!(caution.level, Level::Stop | Level::Ask))
    };
    named.retain(|condition, _| clashes(condition));
    if named.is_empty() {
        return Vec::new();
    }
    let careful = facts.careful();
    let mut found = Vec::new();
    for (condition, units) in &named {
        if units.iter().any(|unit| careful.contains(unit)) {
            continue;
        }
        let Some(unit) = units.iter().min() else { continue };
        let clash = promoted.keys().find_map(|treatment| {
            let caution = graph.relations.caution(*treatment, *condition)?;
            matches!(caution.level, Level::Stop | Level::Ask).then_some((treatment, caution))
        });
        let Some((treatment, caution)) = clash else { continue };
        let names = (&graph.entry(*treatment).title, &graph.entry(*condition).title);
        let Some(unit_text) = facts.text.prose.units.get(*unit) else { continue };
        let range = place_of(unit_text, names.1, facts, *condition);
        let advice = match caution.level {
            Level::Stop => "must not book it",
            _ => "must ask a GP first",
        };
        found.push(Found {
            message: format!(
                "`{}` is recommended here, and people with `{}` {advice}, but no block `:::check` says so",
                names.0, names.1
            ),
            unit: Some(*unit),
            range: range.clone(),
            ..Found::at(rule, unit_text.text.place(range), names.1)
        });
    }
    found
}

/// Where a unit names a condition, by any of its names.
fn place_of(unit: &Unit, title: &str, facts: &Facts<'_>, id: EntryId) -> Range<usize> {
    let text = unit.text.as_str().to_lowercase();
    let entity = facts.graph.document(id).and_then(|document| document.matter.entity.as_deref());
    let more = entity.iter().flat_map(|entity| &entity.also).map(|name| &*name.text);
    for name in std::iter::once(title).chain(more) {
        if let Some(at) = text.find(&name.to_lowercase())
            && unit.text.as_str().is_char_boundary(at)
            && unit.text.as_str().is_char_boundary(at + name.len())
        {
            return at..at + name.len();
        }
    }
    0..unit.text.as_str().len()
}

/// `SAFE-EMERGENCY-LINK`: a card that says to call an ambulance leads nowhere else.
pub(super) fn emergency_links(facts: &Facts<'_>, rule: &Arc<Rule>) -> Vec<Found> {
    let units = facts.text.prose.units.iter().enumerate();
    let is_emergency = |unit: &Unit| unit.level.as_deref() == Some("emergency");
    let cards = units.filter(|(_, unit)| is_emergency(unit));
    let mut found = Vec::new();
    for (at, unit) in cards {
        for link in unit.links.iter().filter(|link| !link.target.starts_with("tel:")) {
            let words = unit.text.as_str().get(link.range.clone()).unwrap_or_default();
            found.push(Found {
                unit: Some(at),
                range: link.range.clone(),
                ..Found::at(rule, unit.text.place(link.range.clone()), words)
            });
        }
    }
    found
}
