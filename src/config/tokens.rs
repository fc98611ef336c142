//! Design tokens: the colours, type and measures that a theme names, and what a site says of them.
//!
//! Comes in: `tokens`, `token_sets` and `contrast` of a `theme.yaml`, `design` of `anma.yaml`. Goes out: the same, with
//! places. What the values may be is checked where a theme is loaded, for only there all names are known.

use std::sync::Arc;

use camino::Utf8Path;

use crate::matter::{Name, pairs};
use crate::yaml::{Entry, Node};

/// A name and a value, each with its place.
pub type Setting = (Name, Name);

/// What may stand in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A colour as `#rgb` or `#rrggbb`.
    Colour,
    /// A length such as `0.5rem` or `8px`.
    Length,
    /// Names of fonts, the best first.
    Fonts,
    /// Any other value of CSS.
    Css,
}

impl TokenKind {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "colour" => Some(Self::Colour),
            "length" => Some(Self::Length),
            "fonts" => Some(Self::Fonts),
            "css" => Some(Self::Css),
            _ => None,
        }
    }
}

/// What a theme says of a token. A theme that extends another need only say what differs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenField {
    /// Its name, which with two hyphens before it is that of the custom property.
    pub name: Name,
    /// What may stand in it.
    pub kind: Option<TokenKind>,
    /// Its value.
    pub value: Option<Name>,
    /// Its value for readers who prefer dark pages.
    pub dark: Option<Name>,
}

/// Values for some tokens that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokenValues {
    /// For everybody.
    pub light: Vec<Setting>,
    /// For readers who prefer dark pages.
    pub dark: Vec<Setting>,
}

/// Values for tokens that a site can choose by one name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenSet {
    /// Its name.
    pub name: Name,
    /// What it changes.
    pub values: TokenValues,
}

/// Two colours that must differ enough to be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContrastRule {
    /// The token in front.
    pub text: Name,
    /// The tokens behind it.
    pub on: Vec<Name>,
    /// The least contrast, in hundredths: 450 is 4.5 to 1.
    pub least: u32,
}

/// What a site says of its looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Design {
    /// The token set that it chose.
    pub set: Option<Name>,
    /// What it changes besides.
    pub values: TokenValues,
    /// The picture in the header: a path below `content/` or `static/`.
    pub logo: Option<Name>,
}

fn name(node: Option<&Node>, path: &Arc<Utf8Path>) -> Option<Name> {
    let node = node.filter(|node| !node.is_null())?;
    Some(Name { text: node.text()?.trim().into(), span: node.place.span(path) })
}

fn key(entry: &Entry, path: &Arc<Utf8Path>) -> Name {
    Name { text: entry.key.clone(), span: entry.key_place.span(path) }
}

fn settings(node: Option<&Node>, path: &Arc<Utf8Path>) -> Vec<Setting> {
    pairs(node.map(Node::entries).unwrap_or_default(), path)
}

fn values(node: &Node, path: &Arc<Utf8Path>) -> TokenValues {
    TokenValues {
        light: settings(node.get("tokens"), path),
        dark: settings(node.get("dark"), path),
    }
}

/// Reads `tokens` of a `theme.yaml`.
pub(super) fn tokens(node: Option<&Node>, path: &Arc<Utf8Path>) -> Vec<TokenField> {
    let read = |entry: &Entry| TokenField {
        name: key(entry, path),
        kind: entry.value.get("type").and_then(Node::text).and_then(TokenKind::parse),
        value: name(entry.value.get("value"), path),
        dark: name(entry.value.get("dark"), path),
    };
    node.map(Node::entries).unwrap_or_default().iter().map(read).collect()
}

/// Reads `token_sets` of a `theme.yaml`.
pub(super) fn token_sets(node: Option<&Node>, path: &Arc<Utf8Path>) -> Vec<TokenSet> {
    let read =
        |entry: &Entry| TokenSet { name: key(entry, path), values: values(&entry.value, path) };
    node.map(Node::entries).unwrap_or_default().iter().map(read).collect()
}

/// Reads `contrast` of a `theme.yaml`.
pub(super) fn contrast(node: Option<&Node>, path: &Arc<Utf8Path>) -> Vec<ContrastRule> {
    let read = |item: &Node| {
        let on = item.get("on")?;
        let on = match on.items() {
            [] => name(Some(on), path).into_iter().collect(),
            items => items.iter().filter_map(|item| name(Some(item), path)).collect(),
        };
        let least = match item.get("ratio").and_then(Node::text) {
            Some("3") => 300,
            Some("7") => 700,
            _ => 450,
        };
        Some(ContrastRule { text: name(item.get("text"), path)?, on, least })
    };
    node.map(Node::items).unwrap_or_default().iter().filter_map(read).collect()
}

/// Reads `design` of `anma.yaml`.
pub(super) fn design(node: Option<&Node>, path: &Arc<Utf8Path>) -> Design {
    let Some(node) = node else { return Design::default() };
    Design {
        set: name(node.get("set"), path),
        values: values(node, path),
        logo: name(node.get("logo"), path),
    }
}
