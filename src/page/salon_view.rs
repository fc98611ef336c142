//! The salon as pages show it: how to reach it, what massages cost, where its branches are.

use tera::Value;

use super::value::{Fields, map, texts};
use super::view::Viewer;
use crate::config::{Branch, Config, Price};
use crate::diagnostic::Notes;
use crate::graph::{EntryId, Graph};
use crate::schema::{Kind, Kinds};

const TREATMENTS: Kinds = Kinds::of(&[Kind::Treatment]);

/// The massage that each price is for, if it names one.
pub(super) fn treatments(graph: &Graph, config: &Config) -> Vec<Option<EntryId>> {
    let named = |price: &Price| graph.named(&price.treatment.as_ref()?.text, TREATMENTS);
    config.salon.prices.iter().map(named).collect()
}

/// The salon, as every page sees it. Prices of massages that there are not are noted.
pub(super) fn salon(graph: &Graph, config: &Config, notes: &mut Notes) -> Value {
    let salon = &config.salon;
    let treatments = treatments(graph, config);
    for (price, treatment) in salon.prices.iter().zip(&treatments) {
        if let (Some(name), None) = (&price.treatment, treatment) {
            notes.push(graph.unknown_name(name, TREATMENTS, "treatment"));
        }
    }
    let prices = salon.prices.iter().zip(&treatments);
    let prices = prices.map(|(one, of)| price(graph, config, one, *of));
    map([
        ("name", Value::from(&*salon.name)),
        ("phone", Value::from(&*salon.phone)),
        ("email", Value::from(&*salon.email)),
        ("address", texts(&salon.address)),
        ("booking_url", Value::from(&*salon.booking_url)),
        ("hours", texts(&salon.hours)),
        ("map_url", Value::from(&*salon.map_url)),
        ("prices", Value::from(prices.collect::<Vec<_>>())),
        ("branches", Value::from(salon.branches.iter().map(branch).collect::<Vec<_>>())),
    ])
}

fn price(graph: &Graph, config: &Config, price: &Price, treatment: Option<EntryId>) -> Value {
    let treatment = treatment.map_or_else(Value::none, |id| {
        let entry = graph.entry(id);
        map([("title", Value::from(&*entry.title)), ("url", Value::from(&*entry.url))])
    });
    map([
        ("minutes", Value::from(price.minutes.unwrap_or_default())),
        ("name", Value::from(&*price.name)),
        ("price", Value::from(price.shown(config.salon.currency()))),
        ("treatment", treatment),
    ])
}

fn branch(branch: &Branch) -> Value {
    map([
        ("address", texts(&branch.address)),
        ("email", Value::from(&*branch.email)),
        ("hours", texts(&branch.hours)),
        ("map_url", Value::from(&*branch.map_url)),
        ("name", Value::from(&*branch.name)),
        ("phone", Value::from(&*branch.phone)),
    ])
}

impl Viewer<'_> {
    /// The prices that the page of an entry shows: those of a massage.
    pub(super) fn prices_of(&self, id: EntryId) -> impl Iterator<Item = &Price> {
        let prices = self.config.salon.prices.iter().zip(&self.shared.priced);
        prices.filter(move |(_, of)| **of == Some(id)).map(|(price, _)| price)
    }

    /// What a page shows of the salon.
    pub(super) fn add_salon(&self, id: EntryId, page: &mut Fields) {
        let prices = self.prices_of(id).map(|one| price(self.graph, self.config, one, Some(id)));
        page.extend([
            ("is_contact", Value::from(self.is_contact(id))),
            ("prices", self.list(prices)),
        ]);
    }
}
