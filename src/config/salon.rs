//! What `anma.yaml` says of the salon.

use std::sync::Arc;

use camino::Utf8Path;

use super::read::texts;
use crate::matter::Name;
use crate::schema::SalonType;
use crate::yaml::Node;

/// The salon, as shown on the site and told to search engines. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Salon {
    /// What kind of business it is.
    pub kind: SalonType,
    /// Its name.
    pub name: Box<str>,
    /// Its telephone number.
    pub phone: Box<str>,
    /// Its e-mail address.
    pub email: Box<str>,
    /// Its postal address, line by line.
    pub address: Vec<Box<str>>,
    /// Where to book.
    pub booking_url: Box<str>,
    /// Opening hours, line by line.
    pub hours: Vec<Box<str>>,
    /// The same in the language of the site, which programs are told.
    pub opening: Vec<Box<str>>,
    /// A map.
    pub map_url: Box<str>,
    /// What prices are in, such as `GBP`.
    pub currency: Box<str>,
    /// What massages cost.
    pub prices: Vec<Price>,
    /// Its places, when it has several.
    pub branches: Vec<Branch>,
}

/// What a massage costs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Price {
    /// What it is for.
    pub name: Box<str>,
    /// How much, as a number without the currency: `65` or `42.50`.
    pub price: Box<str>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// The massage.
    pub treatment: Option<Name>,
}

/// A place of a salon that has several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Branch {
    /// Its name.
    pub name: Box<str>,
    /// Its telephone number.
    pub phone: Box<str>,
    /// Its e-mail address.
    pub email: Box<str>,
    /// Its postal address, line by line.
    pub address: Vec<Box<str>>,
    /// Opening hours, line by line.
    pub hours: Vec<Box<str>>,
    /// A map.
    pub map_url: Box<str>,
}

impl Salon {
    /// What prices are in.
    pub fn currency(&self) -> &str {
        if self.currency.is_empty() { "GBP" } else { &self.currency }
    }

    /// Reads `salon`; what is wrong was noted by the table.
    pub(super) fn read(node: Option<&Node>, path: &Arc<Utf8Path>) -> Self {
        let Some(node) = node else { return Self::default() };
        let text = |key: &str| text(node, key);
        let kind = node.get("type").and_then(Node::text).and_then(SalonType::parse);
        let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
        Self {
            kind: kind.unwrap_or_default(),
            name: text("name"),
            phone: text("phone"),
            email: text("email"),
            address: texts(node.get("address")),
            booking_url: text("booking_url"),
            hours: texts(node.get("hours")),
            opening: texts(node.get("hours")),
            map_url: text("map_url"),
            currency: text("currency").to_uppercase().into(),
            prices: items("prices").iter().filter_map(|item| Price::read(item, path)).collect(),
            branches: items("branches").iter().filter_map(Branch::read).collect(),
        }
    }
}

impl Price {
    fn read(node: &Node, path: &Arc<Utf8Path>) -> Option<Self> {
        let treatment = node.get("treatment").and_then(|node| {
            let text = node.text()?.trim().into();
            Some(Name { text, span: node.place.span(path) })
        });
        let minutes = node.get("minutes").and_then(Node::text);
        Some(Self {
            name: Some(text(node, "name")).filter(|name| !name.is_empty())?,
            price: Some(text(node, "price")).filter(|price| !price.is_empty())?,
            minutes: minutes.and_then(|text| text.parse().ok()),
            treatment,
        })
    }
}

impl Branch {
    fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| text(node, key);
        Some(Self {
            name: Some(text("name")).filter(|name| !name.is_empty())?,
            phone: text("phone"),
            email: text("email"),
            address: texts(node.get("address")),
            hours: texts(node.get("hours")),
            map_url: text("map_url"),
        })
    }
}

fn text(node: &Node, key: &str) -> Box<str> {
    node.get(key).and_then(Node::text).unwrap_or_default().trim().into()
}
