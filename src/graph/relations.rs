//! What causes, conditions, treatments and body areas have to do with each other.
//!
//! Relations are declared in one direction; the inverse is computed. Cautions are inherited by more
//! specific treatments, and the strictest wins.

use std::sync::Arc;

use std::collections::{BTreeMap, BTreeSet};

use super::address::Site;
use super::names::{Names, unknown};
use super::{EntryId, HelpFact};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::{Data, Document};
use crate::matter::{Cap, Certainty, Help, Level, Name, SourceRef};
use crate::schema::{Kind, Kinds};

/// Relations between entities, each list without repetition.
#[derive(Debug, Default)]
pub struct Relations {
    /// The wider thing that an entity is one of.
    pub is_a: BTreeMap<EntryId, EntryId>,
    /// What causes a condition, a cause or a symptom.
    pub caused_by: BTreeMap<EntryId, Vec<EntryId>>,
    /// What a cause or condition causes: the inverse.
    pub causes: BTreeMap<EntryId, Vec<EntryId>>,
    /// The body areas of an entity.
    pub body: BTreeMap<EntryId, Vec<EntryId>>,
    /// For a treatment: by condition the strictest caution, its own or inherited.
    pub cautions: BTreeMap<EntryId, BTreeMap<EntryId, CautionFact>>,
    /// For a treatment: what it is itself said to help with.
    pub helps: BTreeMap<EntryId, BTreeMap<EntryId, HelpFact>>,
    /// Conditions about which claims need a health professional (`cap: supervision`).
    pub supervised: BTreeSet<EntryId>,
}

/// When a treatment is not suitable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CautionFact {
    /// What to do.
    pub level: Level,
    /// Why, for readers.
    pub why: Option<Box<str>>,
    /// Ids of all sources that say so, at any level.
    pub sources: Vec<Box<str>>,
    /// Where the front matter of a treatment says so.
    pub place: Span,
}

const CONDITIONS: Kinds = Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]);
const CAUSES: Kinds = Kinds::of(&[Kind::Cause, Kind::Condition, Kind::Symptom, Kind::Caution]);
const BODY: Kinds = Kinds::of(&[Kind::Body]);

impl Relations {
    /// Entities and what they are the wider name, or the place, of.
    pub(super) fn narrower(&self) -> BTreeMap<EntryId, Vec<EntryId>> {
        let mut narrower: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (one, wider) in &self.is_a {
            narrower.entry(*wider).or_default().push(*one);
        }
        for (one, areas) in &self.body {
            for area in areas {
                narrower.entry(*area).or_default().push(*one);
            }
        }
        narrower
    }

    /// The strictest caution for `treatment` given `condition` or anything that it is one of.
    pub fn caution(&self, treatment: EntryId, condition: EntryId) -> Option<&CautionFact> {
        let facts = self.cautions.get(&treatment)?;
        self.line(condition)
            .filter_map(|condition| facts.get(&condition))
            .max_by_key(|fact| strictness(fact.level))
    }

    /// An entity and everything that it is one of, the nearest first; a circle is walked once.
    pub fn line(&self, entity: EntryId) -> impl Iterator<Item = EntryId> {
        std::iter::successors(Some(entity), |id| self.is_a.get(id).copied())
            .take(self.is_a.len() + 1)
    }
}

/// How strict a level is: `stop` is the strictest.
pub(super) fn strictness(level: Level) -> u8 {
    match level {
        Level::Stop => 3,
        Level::Ask => 2,
        Level::Local => 1,
        Level::Adapt => 0,
    }
}

/// Resolves what entity pages declare.
pub(super) fn relate(
    documents: &[Arc<Document>],
    data: &Data,
    site: &Site,
    names: &Names,
    notes: &mut Notes,
) -> Relations {
    let mut relations = Relations::default();
    let mut own: BTreeMap<EntryId, BTreeMap<EntryId, CautionFact>> = BTreeMap::new();
    for (id, document) in site.ids().zip(documents) {
        check_sources(document, data, notes);
        let mut find = |name: &Name, kinds: Kinds, field: &str| {
            let found = names.find(&name.text, kinds, &site.entries);
            if found.is_none() {
                notes.push(unknown(name, kinds, field, documents, &[]));
            }
            found
        };
        if document.kind.is_entity() {
            // `body` of other pages is a taxonomy and reported there.
            let areas = document
                .matter
                .body
                .iter()
                .filter_map(|name| names.find(&name.text, BODY, &site.entries));
            relations.body.insert(id, areas.collect());
        }
        let Some(entity) = &document.matter.entity else { continue };
        if let Some(wider) =
            entity.is_a.as_ref().and_then(|name| find(name, Kinds::ENTITIES, "is_a"))
        {
            relations.is_a.insert(id, wider);
        }
        for name in &entity.caused_by {
            if let Some(cause) = find(name, CAUSES, "caused_by") {
                relate_cause(&mut relations, cause, id);
            }
        }
        for name in &entity.causes {
            if let Some(effect) = find(name, CONDITIONS, "causes") {
                relate_cause(&mut relations, id, effect);
            }
        }
        if entity.cap == Some(Cap::Supervision) {
            relations.supervised.insert(id);
        }
        for help in &entity.helps {
            if let Some(condition) = find(&help.id, CONDITIONS, "helps") {
                relations.helps.entry(id).or_default().entry(condition).or_insert(help_fact(help));
            }
        }
        for caution in &entity.cautions {
            if let Some(condition) = find(&caution.id, CONDITIONS, "caution") {
                let sources = caution.sources.iter().map(|source| source.text.clone()).collect();
                let (why, place) = (caution.why.clone(), caution.id.span.clone());
                let fact = CautionFact { level: caution.level, why, sources, place };
                merge(own.entry(id).or_default(), condition, fact);
            }
        }
    }
    report_circles(&relations, documents, site, notes);
    for (id, _) in
        site.ids().zip(documents).filter(|(_, document)| document.kind == Kind::Treatment)
    {
        let mut all = BTreeMap::new();
        for one in relations.line(id) {
            for (condition, fact) in own.get(&one).into_iter().flatten() {
                merge(&mut all, *condition, fact.clone());
            }
        }
        if !all.is_empty() {
            relations.cautions.insert(id, all);
        }
    }
    relations
}

fn help_fact(help: &Help) -> HelpFact {
    HelpFact {
        certainty: help.certainty.unwrap_or(Certainty::Unclear),
        only_with: help.only_with.as_ref().map(|name| name.text.clone()),
        sources: help.sources.iter().map(|source| source.text.clone()).collect(),
        checked: help.checked,
    }
}

/// Nothing can be one of itself, not even by way of others.
fn report_circles(
    relations: &Relations,
    documents: &[Arc<Document>],
    site: &Site,
    notes: &mut Notes,
) {
    for (id, wider) in &relations.is_a {
        let round: Vec<EntryId> = relations.line(*wider).take_while(|above| above != id).collect();
        let closes =
            round.last().map_or(*wider, |last| relations.is_a.get(last).copied().unwrap_or(*last))
                == *id;
        // Said once for the whole circle: at the first page of it.
        if !closes || round.iter().any(|other| other < id) {
            continue;
        }
        let Some(name) =
            documents[id.index()].matter.entity.as_ref().and_then(|entity| entity.is_a.as_ref())
        else {
            continue;
        };
        let title = &site.entries[id.index()].title;
        let message = match round.first() {
            None => format!("`{title}` is said to be one of itself"),
            Some(other) => format!(
                "`{title}` and `{}` are each said to be one of the other",
                site.entries[other.index()].title
            ),
        };
        notes.push(
            Diagnostic::error(Code::BAD_VALUE, name.span.clone(), message)
                .help("`is_a` names the wider thing: take it out of the wider of the two pages"),
        );
    }
}

fn relate_cause(relations: &mut Relations, cause: EntryId, effect: EntryId) {
    let add = |list: &mut Vec<EntryId>, id| {
        if !list.contains(&id) {
            list.push(id);
        }
    };
    add(relations.caused_by.entry(effect).or_default(), cause);
    add(relations.causes.entry(cause).or_default(), effect);
}

/// The strictest level wins, with its reason; the sources of all are kept.
fn merge(facts: &mut BTreeMap<EntryId, CautionFact>, condition: EntryId, fact: CautionFact) {
    let Some(known) = facts.get_mut(&condition) else {
        facts.insert(condition, fact);
        return;
    };
    let mut sources = std::mem::take(&mut known.sources);
    sources.extend(
        fact.sources.iter().filter(|source| !sources.contains(source)).cloned().collect::<Vec<_>>(),
    );
    if strictness(fact.level) > strictness(known.level) {
        *known = fact;
    }
    known.sources = sources;
}

/// Every id of a source or of a set of red flags must stand in the data files.
fn check_sources(document: &Document, data: &Data, notes: &mut Notes) {
    let mut check =
        |name: &Name, known: bool, what: &str, file: &str, ids: &mut dyn Iterator<Item = &str>| {
            if !known {
                let message = format!("there is no {what} `{}` in {file}", name.text);
                let help = format!("add it to {file}, or correct the name");
                notes.push(
                    Diagnostic::error(Code::UNKNOWN_NAME, name.span.clone(), message)
                        .did_you_mean(&name.text, ids, &help),
                );
            }
        };
    let matter = &document.matter;
    let page = matter.sources.iter().filter_map(|source| match source {
        SourceRef::Id(name) => Some(name),
        SourceRef::Inline(_) => None,
    });
    let entity = matter.entity.iter();
    let facts = entity.clone().flat_map(|entity| {
        entity
            .helps
            .iter()
            .flat_map(|help| &help.sources)
            .chain(entity.cautions.iter().flat_map(|caution| &caution.sources))
    });
    for name in page.chain(facts) {
        let known = data.sources.contains_key(&name.text);
        check(
            name,
            known,
            "source",
            crate::document::SOURCES,
            &mut data.sources.keys().map(|id| &**id),
        );
    }
    for name in entity.flat_map(|entity| &entity.red_flags) {
        let known = data.red_flags.contains_key(&name.text);
        check(
            name,
            known,
            "set of red flags",
            crate::document::RED_FLAGS,
            &mut data.red_flags.keys().map(|id| &**id),
        );
    }
}
