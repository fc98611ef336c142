//! Which pictures pages show, and which of their files must be published under their own names as well.
//!
//! Comes in: the graph. Goes out: addresses. A photo that pages only show is published as its copies: its own file, which
//! nobody asks for, is large and stays at home.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::Fingerprint;
use crate::document::Document;
use crate::graph::{Destination, Graph, Links};
use crate::markdown::{Argument, Body, Link};
use crate::picture::Ending;
use crate::yaml::{Node, Value};

/// How pages use the pictures of the site.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The addresses of pictures that pages show, and whether their files are also asked for by name.
    shown: BTreeMap<Arc<str>, bool>,
}

/// Finds the pictures that the pages of `graph` show.
pub fn uses(graph: &Graph) -> Uses {
    let mut shown: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    let mut linked: BTreeSet<&str> = BTreeSet::new();
    for (document, links) in graph.documents.iter().zip(&graph.links) {
        for (is_image, url) in files(document, links) {
            if Ending::of(url).is_none() {
                continue;
            }
            if !is_image {
                linked.insert(url);
            } else if !shown.contains_key(url) {
                shown.insert(Arc::clone(url), false);
            }
        }
    }
    if shown.is_empty() {
        return Uses::default();
    }
    let mut named = BTreeSet::new();
    graph.documents.iter().for_each(|document| name_all(document, &mut named));
    for (url, is_named) in &mut shown {
        let name = url.rsplit('/').next().unwrap_or(url).to_lowercase();
        // A space ends a name where names are found in texts.
        let last = name.rsplit("%20").next().unwrap_or(&name);
        *is_named = linked.contains(&**url) || named.contains(&name) || named.contains(last);
    }
    Uses { shown }
}

impl Uses {
    /// How the pages of two languages use the pictures of their site.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (url, is_named) in other.shown {
            *self.shown.entry(url).or_default() |= is_named;
        }
        self
    }

    /// Whether a page shows the picture at `url`.
    pub(super) fn shows(&self, url: &str) -> bool {
        self.shown.contains_key(url)
    }

    /// Whether nobody asks for the file at `url` itself, because pages show its copies.
    pub(super) fn stays_at_home(&self, url: &str) -> bool {
        Ending::of(url) == Some(Ending::Bitmap) && self.shown.get(url) == Some(&false)
    }

    /// The identity of all of it.
    pub fn fingerprint(&self) -> Fingerprint {
        let one = |(url, is_named): (&Arc<str>, &bool)| {
            [Fingerprint::of(url.as_bytes()), Fingerprint(u128::from(*is_named))]
        };
        Fingerprint::all(self.shown.iter().flat_map(one))
    }
}

/// The files that a document shows or links to.
fn files<'a>(
    document: &'a Document,
    links: &'a Links,
) -> impl Iterator<Item = (bool, &'a Arc<str>)> {
    let file = |(link, destination): (&'a Link, &'a Destination)| match destination {
        Destination::File(url) => Some((link.image, url)),
        _ => None,
    };
    let body = document.body.links.iter().zip(&links.body);
    let answers = document.answers.iter().zip(&links.answers);
    let answers = answers.flat_map(|(body, links)| body.links.iter().zip(links));
    let own = match &links.image {
        Some(Destination::File(url)) => Some((true, url)),
        _ => None,
    };
    body.chain(answers).filter_map(file).chain(own)
}

/// Adds the names of pictures that a document gives to shortcodes and templates, or writes in HTML: what those make of
/// them is not known.
fn name_all(document: &Document, named: &mut BTreeSet<String>) {
    for body in std::iter::once(&document.body).chain(&document.answers) {
        name_in_body(body, named);
    }
    let fields = document.matter.fields.iter().map(|(_, node)| node);
    for node in document.matter.extra.as_deref().into_iter().chain(fields) {
        name_in_node(node, named);
    }
}

fn name_in_body(body: &Body, named: &mut BTreeSet<String>) {
    if body.raw_html {
        name_in_text(&body.html, named);
    }
    for (_, argument, _) in body.calls.iter().flat_map(|call| &call.arguments) {
        if let Argument::Text(text) = argument {
            name_in_text(text, named);
        }
    }
}

fn name_in_node(node: &Node, named: &mut BTreeSet<String>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, .. } => name_in_text(text, named),
        Value::List(items) => items.iter().for_each(|item| name_in_node(item, named)),
        Value::Map(entries) => entries.iter().for_each(|entry| name_in_node(&entry.value, named)),
    }
}

fn name_in_text(text: &str, named: &mut BTreeSet<String>) {
    if !text.contains('.') {
        return;
    }
    let is_between = |letter: char| letter.is_whitespace() || "/\"'`()<>,=?#&;".contains(letter);
    let words = text.split(is_between).filter(|word| Ending::of(word).is_some());
    named.extend(words.map(str::to_lowercase));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_wherever_they_stand() {
        let mut named = BTreeSet::new();
        let text =
            "<img srcset=\"/a/Back.JPG 2x, b.webp 1x\"> url('c.png') my photo.jpeg, and v. d.txt";
        name_in_text(text, &mut named);
        assert_eq!(
            named.iter().map(String::as_str).collect::<Vec<_>>(),
            ["b.webp", "back.jpg", "c.png", "photo.jpeg"]
        );
    }
}
