//! A page's own fields and those that sections give it, as one list.

use std::sync::Arc;

use camino::Utf8Path;

use super::{Cascade, Original};
use crate::diagnostic::Notes;
use crate::schema::{Kind, SiteFields, page_field};
use crate::yaml::{Entry, Node, Value};

/// A field with the file that it comes from.
pub(super) struct Given {
    pub(super) name: Box<str>,
    pub(super) node: Node,
    pub(super) path: Arc<Utf8Path>,
    /// Whether it is the page's own.
    pub(super) own: bool,
}

/// The kind that the nearest section asks for.
pub(super) fn kind_of(cascade: &[Arc<Cascade>]) -> Option<Kind> {
    let entries = cascade.iter().rev().flat_map(|layer| &layer.entries);
    entries.filter(|entry| *entry.key == *"type").find_map(|entry| Kind::parse(entry.value.text()?))
}

/// Where the fields of a page come from.
#[derive(Clone, Copy)]
pub(super) struct Layers<'a> {
    /// Its file.
    pub(super) path: &'a Arc<Utf8Path>,
    /// The defaults of the sections above it, the outermost first.
    pub(super) cascade: &'a [Arc<Cascade>],
    /// The page that it says in another language.
    pub(super) original: Option<&'a Original>,
}

impl Layers<'_> {
    /// The page's own fields; then those of the page that it translates; and from the nearest section outwards those
    /// that it does not have. A field that pages of `kind` cannot have is passed over: a section may hold pages of many
    /// kinds.
    pub(super) fn merge(
        self,
        own: Vec<Entry>,
        kind: Kind,
        site: &SiteFields,
        notes: &mut Notes,
    ) -> Vec<Given> {
        let own = own.into_iter().filter(|entry| !entry.value.is_null());
        let own = own.map(|entry| Given {
            own: true,
            name: entry.key,
            node: entry.value,
            path: Arc::clone(self.path),
        });
        let mut given: Vec<Given> = own.collect();
        if let Some(original) = self.original {
            original.add(&mut given, notes);
        }
        for layer in self.cascade.iter().rev() {
            for entry in layer.entries.iter().filter(|entry| !entry.value.is_null()) {
                if let Some(known) = given.iter_mut().find(|known| known.name == entry.key) {
                    if *entry.key == *"extra" {
                        merge_maps(&mut known.node, &entry.value);
                    }
                    continue;
                }
                let fits = page_field(&entry.key).is_some_and(|field| field.kinds.has(kind))
                    || site.find(&entry.key, kind).is_some();
                if fits {
                    given.push(Given {
                        name: entry.key.clone(),
                        node: entry.value.clone(),
                        path: Arc::clone(&layer.path),
                        own: false,
                    });
                }
            }
        }
        given
    }
}

/// Adds the entries of `more` that `node` does not have, and merges maps in it likewise.
pub(super) fn merge_maps(node: &mut Node, more: &Node) {
    let (Value::Map(entries), Value::Map(more)) = (&mut node.value, &more.value) else { return };
    for entry in more {
        match entries.iter_mut().find(|known| known.key == entry.key) {
            Some(known) => merge_maps(&mut known.value, &entry.value),
            None => entries.push(entry.clone()),
        }
    }
}
