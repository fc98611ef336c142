//! Where a page stands among the others: its section, what it is filed under, what leads to it and on.

use tera::Value;

use super::value::{Fields, map, text_or_empty};
use super::view::Viewer;
use crate::graph::{EntryId, Reason, Taxonomy};
use crate::link::{Mention, Place};
use crate::theme::fill;

impl Viewer<'_> {
    /// Where the page stands among the others.
    pub(super) fn add_frame(&self, id: EntryId, page: &mut Fields) {
        let graph = self.graph;
        let section = graph.entry(id).section;
        let mut trail: Vec<EntryId> =
            std::iter::successors(section, |id| graph.entry(*id).section).collect();
        trail.reverse();
        let (newer, older) = self.neighbours(id);
        let related = graph.related.get(id.index()).into_iter().flatten();
        let related = related.map(|related| {
            map([
                ("page", self.card(related.page)),
                ("reason", Value::from(self.reason(related.reason))),
            ])
        });
        let mentions = &self.linked.mentions[id.index()];
        let conditions = graph.conditions(id);
        let backlinks = mentions.shown.iter().map(|mention| {
            map([
                ("caution", self.mention_caution(mention.from, &conditions)),
                ("page", self.card(mention.from)),
                ("sentence", text_or_empty(self.sentence(mention).as_deref())),
            ])
        });
        page.extend([
            ("breadcrumbs", self.cards(trail)),
            ("section", self.card_or_none(section)),
            ("terms", self.terms(id)),
            ("related", self.list(related)),
            ("backlinks", self.list(backlinks)),
            ("backlinks_total", Value::from(mentions.total)),
            ("prev", self.card_or_none(newer)),
            ("next", self.card_or_none(older)),
        ]);
    }

    /// What to do about the massage that mentions the page, when a condition of the page asks for care: its link must
    /// not look like an offer.
    fn mention_caution(&self, from: EntryId, conditions: &[EntryId]) -> Value {
        match self.graph.relations.strictest(from, conditions) {
            Some((_, fact)) => map([
                ("level", Value::from(fact.level.word())),
                ("words", Value::from(self.level_words(fact.level))),
            ]),
            None => Value::none(),
        }
    }

    /// The sentence in which a page mentions another.
    fn sentence(&self, mention: &Mention) -> Option<String> {
        let body = &self.graph.document(mention.from)?.body;
        match &mention.place {
            Place::Link(index) => {
                body.links.get(*index as usize).map(|link| body.sentence(link.words.clone()))
            }
            Place::Words(words) => Some(body.sentence(words.clone())),
        }
    }

    fn reason(&self, reason: Reason) -> String {
        let title = |id: EntryId| &*self.graph.entry(id).title;
        match reason {
            Reason::Shared(term) => {
                fill(&self.theme.strings, "related_about", &[("title", title(term))])
            }
            Reason::Cause(cause, effect) => {
                let effect = in_sentence(title(effect));
                let titles = [("cause", title(cause)), ("effect", &*effect)];
                fill(&self.theme.strings, "related_cause", &titles)
            }
            Reason::Effect(cause, effect) => {
                let cause = in_sentence(title(cause));
                let titles = [("cause", &*cause), ("effect", title(effect))];
                fill(&self.theme.strings, "related_effect", &titles)
            }
        }
    }

    /// The pages before and after an article in its section's list.
    fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        let entry = self.graph.entry(id);
        let list = entry.section.map_or(&[][..], |section| &self.graph.listed[section.index()]);
        // Lists are in the order of entries.
        match list.binary_search(&id) {
            Ok(at) => (at.checked_sub(1).map(|at| list[at]), list.get(at + 1).copied()),
            Err(_) => (None, None),
        }
    }

    /// What all terms of a taxonomy are called together.
    fn term_name(&self, taxonomy: Taxonomy) -> &str {
        let name = format!("terms_{}", taxonomy.field());
        self.theme.strings.get(&*name).map_or("", |name| name)
    }

    /// What the page is filed under, by taxonomy.
    fn terms(&self, id: EntryId) -> Value {
        let terms = self.graph.terms.get(id.index()).map_or(&[][..], |terms| terms);
        let group = |(taxonomy, url): &(Taxonomy, Value)| {
            let own =
                terms.iter().filter(|(of, _)| of == taxonomy).map(|(_, term)| self.card(*term));
            let own: Vec<Value> = own.collect();
            (!own.is_empty()).then(|| {
                map([
                    ("key", Value::from(taxonomy.field())),
                    ("name", Value::from(self.term_name(*taxonomy))),
                    ("terms", Value::from(own)),
                    ("url", url.clone()),
                ])
            })
        };
        self.list(self.shared.taxonomies.iter().filter_map(group))
    }
}

/// A title as it stands inside a sentence: "Poor posture" becomes "poor posture", "RSI" stays.
pub(super) fn in_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}
