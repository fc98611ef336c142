//! What entity pages say of each other, held against itself: no benefit where there is a caution, no claim that
//! needs a health professional, no evidence that nobody has read for years, nothing that is one of itself.
//!
//! Comes in: documents and their relations. Goes out: diagnostics. It must never change a fact.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::address::Site;
use super::names::Names;
use super::relations::{CAUSES, CONDITIONS, strictness};
use super::{EntryId, Relations};
use crate::base::{Date, Span, normalise_name};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::Document;
use crate::matter::{Caution, Certainty, Help, Level, Name};
use crate::schema::Kinds;

/// For how long evidence counts as checked.
const MONTHS: i32 = 36;

/// What the checks look at.
pub(super) struct Facts<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) site: &'a Site,
    pub(super) names: &'a Names,
    pub(super) relations: &'a Relations,
}

/// Notes what contradicts itself, or cannot be relied on, on the day `today`.
pub(super) fn check(facts: &Facts<'_>, today: Date, notes: &mut Notes) {
    report_circles(facts, notes);
    let has_professional = facts.documents.iter().any(|document| {
        document.matter.person.as_ref().is_some_and(|person| person.register.is_some())
    });
    let long_ago = today.months_before(MONTHS);
    for (id, document) in facts.site.ids().zip(facts.documents) {
        let Some(entity) = &document.matter.entity else { continue };
        report_own_causes(facts, id, document, notes);
        report_repetitions(document, notes);
        // An entry without a certainty that can be read has been reported.
        for help in entity.helps.iter().filter(|help| help.certainty.is_some()) {
            notes.extend(evidence(facts, document, help, long_ago));
            let Some(condition) = facts.find(&help.id, CONDITIONS) else { continue };
            if help.certainty == Some(Certainty::None) {
                continue;
            }
            notes.extend(conflict(facts, id, help, condition));
            if !has_professional && facts.relations.supervised.contains(&condition) {
                notes.push(supervision(facts, document, help, condition));
            }
        }
    }
}

impl Facts<'_> {
    fn find(&self, name: &Name, kinds: Kinds) -> Option<EntryId> {
        self.names.find(&name.text, kinds, &self.site.entries)
    }

    fn title(&self, id: EntryId) -> &str {
        &self.site.entries[id.index()].title
    }

    /// The strictest caution that says to ask first or not to book, for a condition or what it is one of, on the page
    /// of a treatment or of what it is one of: with the page and the condition.
    fn caution(
        &self,
        treatment: EntryId,
        condition: EntryId,
    ) -> Option<(EntryId, EntryId, &Caution)> {
        let conditions: Vec<EntryId> = self.relations.line(condition).collect();
        let on_page = |page: EntryId| {
            let document = self.documents.get(page.index());
            let cautions = document.and_then(|document| document.matter.entity.as_ref());
            cautions.into_iter().flat_map(|entity| &entity.cautions).filter_map(move |caution| {
                let about = self.find(&caution.id, CONDITIONS)?;
                Some((page, about, caution))
            })
        };
        let all: Vec<_> = self.relations.line(treatment).flat_map(on_page).collect();
        let against = all.into_iter().rev().filter(|(_, about, caution)| {
            conditions.contains(about) && strictness(caution.level) >= strictness(Level::Ask)
        });
        // The last of equals is the first on the nearest page, since they come in turn.
        against.max_by_key(|(_, _, caution)| strictness(caution.level))
    }
}

/// A benefit and a caution for the same condition.
fn conflict(
    facts: &Facts<'_>,
    treatment: EntryId,
    help: &Help,
    condition: EntryId,
) -> Option<Diagnostic> {
    let (page, about, caution) = facts.caution(treatment, condition)?;
    let told = match caution.level {
        Level::Stop => "not to book",
        _ => "to ask a GP first",
    };
    let who = if about == condition {
        "people who have it".to_owned()
    } else {
        format!("people who have `{}`", facts.title(about))
    };
    let message = format!(
        "`{}` is said to help with `{}`, but {who} are told {told}",
        facts.title(treatment),
        facts.title(condition)
    );
    let place = if page == treatment {
        format!("they are told {told} here")
    } else {
        format!("they are told {told} here, for every kind of `{}`", facts.title(page))
    };
    Some(
        Diagnostic::error(Code::CONFLICT, help.id.span.clone(), message)
            .because("said to help here")
            .also(caution.id.span.clone(), place)
            .help("take it out of `helps`; if the caution is the mistake, correct the caution"),
    )
}

/// A claim for which a health professional is needed.
fn supervision(
    facts: &Facts<'_>,
    document: &Document,
    help: &Help,
    condition: EntryId,
) -> Diagnostic {
    let message = format!(
        "`{}` is said to help with `{}`, which only a health professional may claim",
        document.matter.title,
        facts.title(condition)
    );
    Diagnostic::error(Code::SUPERVISION, help.id.span.clone(), message)
        .because("it has `cap: supervision`, and no person of this site is on a register")
        .help("take it out of `helps`; or, if a registered professional supervises this treatment, add a page for them in content/people/ with `register`")
}

/// What is wrong with the evidence for a benefit.
fn evidence(
    facts: &Facts<'_>,
    document: &Document,
    help: &Help,
    long_ago: Date,
) -> Option<Diagnostic> {
    let condition = facts.find(&help.id, CONDITIONS)?;
    let pair = format!("`{}` and `{}`", document.matter.title, facts.title(condition));
    let (message, advice) = if help.sources.is_empty() {
        (
            format!("no source is named for {pair}"),
            "name the source that you read, as in `source: ng59`, and the day, as in `checked: 2026-11-01`",
        )
    } else {
        match help.checked {
            None => (
                format!("nobody says when the evidence for {pair} was last checked"),
                "read the source again and give the day, as in `checked: 2026-11-01`",
            ),
            Some(day) if day < long_ago => (
                format!(
                    "the evidence for {pair} was last checked on {}, more than 3 years ago",
                    day.human()
                ),
                "read the source again, see if there is a newer one, and give the day under `checked`",
            ),
            Some(_) => return None,
        }
    };
    Some(Diagnostic::warning(Code::NO_EVIDENCE, help.id.span.clone(), message).help(advice))
}

/// Nothing can be one of itself, not even by way of others.
fn report_circles(facts: &Facts<'_>, notes: &mut Notes) {
    let relations = facts.relations;
    for (id, wider) in &relations.is_a {
        let round: Vec<EntryId> = relations.line(*wider).take_while(|above| above != id).collect();
        let closes =
            round.last().map_or(*wider, |last| relations.is_a.get(last).copied().unwrap_or(*last))
                == *id;
        // Said once for the whole circle: at the first page of it.
        if !closes || round.iter().any(|other| other < id) {
            continue;
        }
        let entity = facts.documents[id.index()].matter.entity.as_ref();
        let Some(name) = entity.and_then(|entity| entity.is_a.as_ref()) else { continue };
        let title = facts.title(*id);
        let message = match &round[..] {
            [] => format!("`{title}` is said to be one of itself"),
            [other] => format!(
                "`{title}` and `{}` are each said to be one of the other",
                facts.title(*other)
            ),
            others => {
                let names = others.iter().map(|id| format!("`{}`", facts.title(*id)));
                let names = names.collect::<Vec<_>>().join(", then ");
                format!("`{title}` is said to be one of itself, by way of {names}")
            }
        };
        notes.push(
            Diagnostic::error(Code::CYCLE, name.span.clone(), message)
                .help("`is_a` names the wider thing: take it out of the widest of these pages"),
        );
    }
}

/// Two things may feed each other, as pain and poor sleep do, but none causes itself.
fn report_own_causes(facts: &Facts<'_>, id: EntryId, document: &Document, notes: &mut Notes) {
    let entity = document.matter.entity.iter();
    let lists = entity.flat_map(|entity| {
        [("caused_by", &entity.caused_by, CAUSES), ("causes", &entity.causes, CONDITIONS)]
    });
    for (field, list, kinds) in lists {
        let mut seen = FxHashSet::default();
        for name in list {
            let Some(found) = facts.find(name, kinds) else { continue };
            if found == id {
                let message = format!("`{}` is said to cause itself", document.matter.title);
                notes.push(
                    Diagnostic::error(Code::CYCLE, name.span.clone(), message)
                        .help(format!("take it out of `{field}`")),
                );
            } else if !seen.insert(found) {
                let message = format!("`{}` stands twice in `{field}`", facts.title(found));
                notes.push(repeated(&name.span, message));
            }
        }
    }
}

/// A synonym that says the title, or another synonym, again.
fn report_repetitions(document: &Document, notes: &mut Notes) {
    let entity = document.matter.entity.iter();
    let names = entity.flat_map(|entity| entity.also.iter().chain(&entity.abbr));
    let title = normalise_name(&document.matter.title);
    let mut seen = FxHashSet::default();
    for name in names {
        let normal = normalise_name(&name.text);
        if normal == title {
            let message = format!("the synonym `{}` is the title of the page", name.text);
            notes.push(repeated(&name.span, message));
        } else if !seen.insert(normal.into_owned()) {
            let message = format!("`{}` stands twice among the names of this page", name.text);
            notes.push(repeated(&name.span, message));
        }
    }
}

fn repeated(span: &Span, message: String) -> Diagnostic {
    Diagnostic::warning(Code::REPEATED, span.clone(), message).help("once is enough: take it out")
}
