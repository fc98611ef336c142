//! A graph after changes that leave all relations as they are: texts that were edited, titles, descriptions.
//!
//! Comes in: a graph, and documents to put in the place of others. Goes out: the graph that [`relate`](super::relate)
//! would make of all documents; or nothing, when it must be asked. Most of it is shared with the old graph.

use std::sync::{Arc, OnceLock};

use camino::Utf8Path;

use super::links::{Resolver, is_by_name};
use super::{Entry, EntryId, Graph};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::matter::{Matter, Name, Reviewed, SourceRef};
use crate::schema::Kind;
use crate::source::Sources;

/// A graph that was renewed.
pub struct Renewed {
    /// The graph.
    pub graph: Graph,
    /// Which documents differ from those of the old graph, or have links that lead elsewhere.
    pub changed: Vec<usize>,
    /// Whether other pages may show something else of these than before.
    pub faces: bool,
}

impl Graph {
    /// The graph with the second of each pair in `edited` in the place of the first. `None` when the relations of pages may
    /// be others; `noted` is what was noticed when this graph was made, and must stay as it is.
    pub fn renew(
        &self,
        edited: &[(Arc<Document>, Arc<Document>)],
        (sources, config): (&Sources, &Config),
        noted: &[Diagnostic],
    ) -> Option<Renewed> {
        let mut graph = self.clone();
        let mut changed = Vec::with_capacity(edited.len());
        let mut entries: Option<Vec<Entry>> = None;
        let (mut faces, mut is_every_link_new) = (false, false);
        for (old, new) in edited {
            let is_same = old.matter == new.matter;
            if !has_same_place(old, new) || !is_same && !has_same_relations(old, new, noted) {
                return None;
            }
            // Of a page that is not shown, others see the front matter alone.
            let Some(at) = self.places.at_path(old.path.as_str()).map(EntryId::index) else {
                if is_same {
                    continue;
                }
                return None;
            };
            if old.matter.title != new.matter.title {
                entries.get_or_insert_with(|| self.entries.to_vec())[at].title =
                    new.matter.title.clone();
                // Links may name pages by their titles, and suggestions do.
                is_every_link_new |= self.has_links_by_title() || self.has_broken_links();
            }
            is_every_link_new |= !old.body.has_same_anchors(&new.body);
            faces |=
                !is_same || old.minutes() != new.minutes() || old.body.help() != new.body.help();
            // The file `_headers` says where pictures come from.
            faces |= !old.hosts_of_pictures().eq(new.hosts_of_pictures());
            graph.documents[at] = Arc::clone(new);
            changed.push(at);
        }
        if let Some(entries) = entries {
            graph.entries = entries.into();
        }
        let Graph { documents, entries, names, hidden, places, .. } = &graph;
        let titles = OnceLock::new();
        let resolver =
            Resolver { documents, entries, hidden, names, sources, config, places, titles };
        if is_every_link_new {
            graph.links = resolver.all();
            let pairs = graph.links.iter().zip(&self.links).enumerate();
            changed.extend(pairs.filter(|(_, (new, old))| new != old).map(|(at, _)| at));
            changed.sort_unstable();
            changed.dedup();
        } else {
            let links = changed.iter().map(|at| (*at, resolver.links(&documents[*at])));
            for (at, links) in links.collect::<Vec<_>>() {
                graph.links[at] = Arc::new(links);
            }
        }
        Some(Renewed { graph, changed, faces })
    }

    fn has_links_by_title(&self) -> bool {
        let mut links =
            self.documents.iter().flat_map(|one| one.bodies()).flat_map(|body| &body.links);
        links.any(is_by_name)
    }

    fn has_broken_links(&self) -> bool {
        self.links.iter().any(|links| !links.notes.is_empty())
    }
}

fn has_same_place(old: &Document, new: &Document) -> bool {
    (&old.path, old.kind, &old.id, &old.key, old.borrowed)
        == (&new.path, new.kind, &new.id, &new.key, new.borrowed)
        && old.original == new.original
}

/// Whether two versions of a page have to do with others in the same ways, whatever else their front matter says.
///
/// Where names stand in the file is of no account as long as nothing is wrong with them.
fn has_same_relations(old: &Document, new: &Document, noted: &[Diagnostic]) -> bool {
    // Entities and people are known by their titles, sections pass their fields on.
    let is_plain = matches!(new.kind, Kind::Article | Kind::Page);
    if !is_plain || noted.iter().any(|note| speaks_of(note, &new.path)) {
        return false;
    }
    let is_article = new.kind == Kind::Article;
    // Each field is named, so that a new one has to be thought of here.
    let Matter {
        title,
        description: _,
        date,
        updated: _,
        publish,
        expire,
        next_review: _,
        draft,
        noindex: _,
        toc: _,
        weight,
        slug,
        aliases,
        template,
        image: _,
        author,
        reviewed,
        acknowledged: _,
        sources,
        faq: _,
        topic,
        condition,
        massage_type,
        cause,
        body,
        links,
        section,
        entity,
        person,
        extra: _,
        fields: _,
        places: _,
    } = &old.matter;
    let same = |old: &[Name], new: &[Name]| {
        old.iter().map(|name| &name.text).eq(new.iter().map(|name| &name.text))
    };
    let text = |name: &Option<Name>| name.as_ref().map(|name| name.text.clone());
    let reviewer = |reviewed: &Option<Box<Reviewed>>| {
        reviewed.as_ref().and_then(|reviewed| text(&reviewed.by))
    };
    let ids = |sources: &[SourceRef]| {
        let id = |source: &SourceRef| match source {
            SourceRef::Id(id) => Some(id.text.clone()),
            SourceRef::Inline(_) => None,
        };
        sources.iter().filter_map(id).collect::<Vec<_>>()
    };
    let new = &new.matter;
    // Sections list articles by their days, and other pages by their titles.
    (is_article || *title == new.title)
        && (date, publish, expire) == (&new.date, &new.publish, &new.expire)
        && (draft, weight) == (&new.draft, &new.weight)
        && (text(slug), text(template)) == (text(&new.slug), text(&new.template))
        && same(aliases, &new.aliases)
        && same(author, &new.author)
        && reviewer(reviewed) == reviewer(&new.reviewed)
        && same(topic, &new.topic)
        && same(condition, &new.condition)
        && same(massage_type, &new.massage_type)
        && same(cause, &new.cause)
        && same(body, &new.body)
        && (links, section, entity, person) == (&new.links, &new.section, &new.entity, &new.person)
        && ids(sources) == ids(&new.sources)
}

/// Whether a report points into the file at `path`.
fn speaks_of(note: &Diagnostic, path: &Utf8Path) -> bool {
    note.labels.iter().any(|label| *label.span.path == *path)
}
