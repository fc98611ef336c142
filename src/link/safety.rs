//! Massages that a writer offers by hand on a page about a condition that rules them out, and other rules of
//! pages that cannot be kept.

use super::dictionary::not_a_term;
use super::find::{Scratch, find};
use super::{Linker, number};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::graph::{Destination, EntryId};
use crate::markdown::{Edges, Stretch};
use crate::matter::Level;

/// A massage that a page offers.
struct Offer<'a> {
    target: EntryId,
    span: &'a Span,
    words: &'a str,
    help: &'a str,
}

impl Linker<'_> {
    /// What a document offers though a condition that it is about rules it out.
    pub(super) fn unsafe_offers(&self, id: EntryId) -> Vec<Diagnostic> {
        let mut notes = Notes::default();
        if !self.graph.relations.cautions.is_empty() {
            let conditions = self.graph.conditions(id);
            if !conditions.is_empty() {
                self.check_page(id, &conditions, &mut notes);
            }
        }
        notes.into_vec()
    }

    fn check_page(&self, id: EntryId, conditions: &[EntryId], notes: &mut Notes) {
        let Some(document) = self.graph.document(id) else { return };
        let links = self.graph.links.get(id.index()).map_or(&[][..], |links| &links.body);
        for (link, destination) in document.body.links.iter().zip(links) {
            if let Destination::Page(to, _) = destination
                && !link.advice
            {
                let offer = Offer {
                    target: *to,
                    span: &link.span,
                    words: "this link leads to",
                    help: "Say there that it is not suitable, in a block `:::check`, `:::warning` or `:::dont`, or take the link out.",
                };
                self.refuse(&offer, conditions, notes);
            }
        }
        if let Some(rules) = self.graph.link_rules.pages.get(&id) {
            for (target, span) in &rules.always {
                let offer = Offer {
                    target: *target,
                    span,
                    words: "this rule makes links to",
                    help: "Take the name out of `links: {always: …}`.",
                };
                self.refuse(&offer, conditions, notes);
            }
        }
        let mut scratch = Scratch::default();
        for stretch in document.body.stretches.iter().filter(|stretch| stretch.booking) {
            self.check_booking(id, stretch, conditions, &mut scratch, notes);
        }
    }

    /// A booking call must not name what a condition of the page rules out.
    fn check_booking(
        &self,
        id: EntryId,
        stretch: &Stretch,
        conditions: &[EntryId],
        scratch: &mut Scratch,
        notes: &mut Notes,
    ) {
        let Some(document) = self.graph.document(id) else { return };
        let body = &document.body;
        let Some(text) = body.text.get(stretch.text.start as usize..stretch.text.end as usize)
        else {
            return;
        };
        find(&self.dictionary, (text, &Edges::default()), scratch, |found, _| {
            let at = |offset: usize| body.source_at(stretch.text.start + number(offset)) as usize;
            let start = at(found.place.start);
            let span = Span::new(&document.path, start..at(found.place.end - 1).max(start) + 1);
            let offer = Offer {
                target: found.entity,
                span: &span,
                words: "this booking call offers",
                help: "Offer another massage there, or none.",
            };
            self.refuse(&offer, conditions, notes);
        });
    }

    /// Notes an offer that one of `conditions` rules out.
    fn refuse(&self, offer: &Offer<'_>, conditions: &[EntryId], notes: &mut Notes) {
        let strictest = self.graph.relations.strictest(offer.target, conditions);
        let Some((condition, fact)) = strictest else { return };
        if fact.level != Level::Stop {
            return;
        }
        let title = |id: EntryId| &self.graph.entry(id).title;
        let message = format!(
            "{} `{}`, which must not be booked with `{}`, the subject of the page",
            offer.words,
            title(offer.target),
            title(condition)
        );
        notes.push(
            Diagnostic::error(Code::UNSAFE_LINK, offer.span.clone(), message)
                .also(fact.place.clone(), "this fact says so")
                .help(offer.help),
        );
    }

    /// Names of pages' rules that do nothing.
    pub(super) fn check_rules(&self, notes: &mut Notes) {
        for rules in self.graph.link_rules.pages.values() {
            for (term, _) in &rules.prefer {
                if self.dictionary.nodes(term).is_empty() {
                    notes.push(not_a_term(term));
                }
            }
        }
    }
}
