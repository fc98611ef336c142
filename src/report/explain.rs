//! Which links anma made on a page, and why it made no others: every name in the text, with what became of it.

use super::Site;
use super::place::{span_of, words_of};
use crate::base::Span;
use crate::document::Document;
use crate::graph::{Destination, EntryId, PageRules};
use crate::link::{Candidate, Decision};
use crate::matter::Level;

/// The names in the text of a page.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The page.
    pub page: EntryId,
    /// The names, in the order of the text.
    pub names: Vec<Explained>,
    /// How many automatic links the page may have.
    pub allowed: u32,
}

impl Explanation {
    /// How many names became of this kind.
    pub fn count(&self, decision: Decision) -> usize {
        self.names.iter().filter(|name| name.decision == decision).count()
    }
}

/// A name in a text, and what became of it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Where it stands.
    pub place: Span,
    /// The words.
    pub words: Box<str>,
    /// The page that they name.
    pub target: EntryId,
    /// What became of it.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
}

/// Why a name became a link, or none.
#[derive(Clone, Debug)]
pub enum Reason {
    /// It is the first mention.
    First,
    /// It is the first mention, and readers are told to ask a GP first, because of this condition of the page.
    FirstAsk(EntryId),
    /// The page is its own target.
    Own,
    /// The front matter of the page says `links: never:` here.
    Never(Span),
    /// The front matter of the page says `links: auto: false`.
    PageOff,
    /// The settings say `links: auto: false`.
    SiteOff,
    /// The page that is named says `autolink: false`.
    TargetOff,
    /// A condition of the page rules the massage out.
    RuledOut {
        /// The condition.
        condition: EntryId,
        /// What to do.
        level: Level,
        /// Why, for readers.
        why: Option<Box<str>>,
        /// Where a massage says so.
        place: Span,
    },
    /// This link leads there.
    ByHand(Span),
    /// It was mentioned here before.
    Before {
        /// Where.
        place: Span,
        /// Whether that mention is a link, and was not taken away because of the limit.
        linked: bool,
    },
    /// The words around it give it another meaning.
    Around,
    /// It begins or ends inside emphasised words.
    Emphasis,
    /// There are as many links as there may be.
    Full,
}

/// Explains the automatic links of `page`.
pub fn explain(site: Site<'_>, page: EntryId) -> Explanation {
    let candidates = site.linker.candidates(page);
    let document = site.graph.document(page);
    let names = document.map_or_else(Vec::new, |document| {
        let explained = |at: usize| {
            let candidate = &candidates[at];
            Explained {
                place: span_of(document, candidate),
                words: words_of(document, candidate),
                target: candidate.target,
                decision: candidate.decision,
                reason: reason(site, page, document, &candidates[..=at]),
            }
        };
        (0..candidates.len()).map(explained).collect()
    });
    Explanation { page, names, allowed: site.linker.allowed(page) }
}

/// Why the last of `candidates` became what it did.
fn reason(site: Site<'_>, page: EntryId, document: &Document, candidates: &[Candidate]) -> Reason {
    let Some((candidate, before)) = candidates.split_last() else { return Reason::First };
    let target = candidate.target;
    let strictest = || {
        let conditions = site.graph.conditions(page);
        site.graph.relations.strictest(target, &conditions)
    };
    match candidate.decision {
        Decision::Link => match strictest() {
            Some((condition, _)) if candidate.ask => Reason::FirstAsk(condition),
            _ => Reason::First,
        },
        Decision::Own => Reason::Own,
        Decision::Off => off(site, page, target),
        Decision::Unsafe => strictest().map_or(Reason::PageOff, |(condition, fact)| {
            let (why, place) = (fact.why.clone(), fact.place.clone());
            Reason::RuledOut { condition, level: fact.level, why, place }
        }),
        Decision::Manual => {
            let links = site.graph.links.get(page.index()).map_or(&[][..], |links| &links.body);
            let leads = |destination: &Destination| matches!(destination, Destination::Page(to, _) if *to == target);
            let mut by_hand = document.body.links.iter().zip(links);
            let link = by_hand.find(|(_, destination)| leads(destination));
            link.map_or(Reason::First, |(link, _)| Reason::ByHand(link.span.clone()))
        }
        // What the limit takes away was the first mention until then.
        Decision::Repeat => before
            .iter()
            .rev()
            .find(|other| {
                other.target == target && matches!(other.decision, Decision::Link | Decision::Limit)
            })
            .map_or(Reason::First, |first| Reason::Before {
                place: span_of(document, first),
                linked: first.decision == Decision::Link,
            }),
        Decision::Context => Reason::Around,
        Decision::Boundary => Reason::Emphasis,
        Decision::Limit => Reason::Full,
    }
}

/// What switched a link off.
fn off(site: Site<'_>, page: EntryId, target: EntryId) -> Reason {
    let nothing = PageRules::default();
    let rules = site.graph.link_rules.pages.get(&page).unwrap_or(&nothing);
    let never = rules.never.iter().find(|(id, _)| *id == target);
    match (never, rules.auto) {
        (Some((_, span)), _) => Reason::Never(span.clone()),
        (None, Some(false)) => Reason::PageOff,
        (None, None) if !site.config.links.auto => Reason::SiteOff,
        _ => Reason::TargetOff,
    }
}
