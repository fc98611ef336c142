//! What `anma.yaml` says about checks.

use std::sync::Arc;

use camino::Utf8Path;

use super::read::texts;
use crate::matter::{Name, names, pairs};
use crate::yaml::Node;

/// What a site says about checks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checks {
    /// The packs of rules about advertising that hold.
    pub packs: Vec<Name>,
    /// Whether the packs were named, and not left to anma.
    pub packs_given: bool,
    /// How much rules matter: the rule and the level.
    pub rules: Vec<(Name, Name)>,
    /// Words that are spelled right.
    pub words: Vec<Box<str>>,
    /// The dictionary, if the site has its own; `none` is no check of spelling.
    pub dictionary: Option<Name>,
    /// Who supervises treatments.
    pub qualified: Vec<Qualified>,
    /// Other sites that pages may load something from.
    pub third_parties: Vec<Box<str>>,
}

/// A health professional under whose supervision the salon works.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Qualified {
    /// Their name.
    pub person: Name,
    /// The register that they are on, with their number.
    pub register: Box<str>,
    /// The conditions.
    pub conditions: Vec<Name>,
}

/// The pack that holds when a site names none.
pub const USUAL_PACK: &str = "uk-cap";

impl Checks {
    /// Reads `check`.
    pub(super) fn read(node: Option<&Node>, path: &Arc<Utf8Path>) -> Self {
        let Some(node) = node else { return Self::default() };
        let name = |node: &Node| {
            let text = node.text()?.trim();
            Some(Name { text: text.into(), span: node.place.span(path) })
        };
        let qualified = |node: &Node| {
            let register = node.get("register")?.text()?.trim();
            let number = node.get("number")?.text()?.trim();
            Some(Qualified {
                person: name(node.get("person")?)?,
                register: format!("{register} {number}").into(),
                conditions: node.get("conditions")?.items().iter().filter_map(name).collect(),
            })
        };
        let packs = node.get("packs").filter(|node| !node.is_null());
        let rules = node.get("rules").map(Node::entries).unwrap_or_default();
        let qualifieds = node.get("qualified").map(Node::items).unwrap_or_default();
        Self {
            packs: packs.map(|node| names(node.clone(), path)).unwrap_or_default(),
            packs_given: packs.is_some(),
            // The place of a pair is that of the value; a name that no rule has is underlined at its key.
            rules: pairs(rules, path),
            words: texts(node.get("words")),
            dictionary: node.get("dictionary").and_then(name),
            qualified: qualifieds.iter().filter_map(qualified).collect(),
            third_parties: texts(node.get("third_parties")),
        }
    }

    /// The packs of rules about advertising that hold.
    pub fn packs(&self) -> Vec<(&str, Option<&Name>)> {
        if self.packs_given {
            return self.packs.iter().map(|name| (&*name.text, Some(name))).collect();
        }
        vec![(USUAL_PACK, None)]
    }
}
