//! Where the links of every page lead.

use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::address::number;
use super::names::Names;
use super::{Entry, EntryId, Hidden, hints};
use crate::base::{Route, slugify};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::Document;
use crate::markdown::{Address, Body, Link, Target};
use crate::matter::Image;
use crate::source::Sources;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To a page of the site, perhaps to a heading on it.
    Page(EntryId, Option<Box<str>>),
    /// To a file of the site.
    File(Arc<str>),
    /// It was written into the text already: another site, or a place on the same page.
    Written,
    /// Nowhere, which was reported.
    Broken,
}

/// Where the links of one document lead, in the order of [`Body::links`].
#[derive(Debug, Default, PartialEq)]
pub struct Links {
    /// Those of its text.
    pub body: Vec<Destination>,
    /// Those of its answers.
    pub answers: Vec<Vec<Destination>>,
    /// The picture of the page.
    pub image: Option<Destination>,
    /// What is wrong with them.
    pub(crate) notes: Vec<Diagnostic>,
}

/// Files that every site has and that articles may link to.
const ALWAYS_THERE: [&str; 5] = ["atom.xml", "feed.json", "sitemap.xml", "robots.txt", "404.html"];

/// The file of all facts, which a site with entities has.
const FACTS: &str = "graph.json";

/// Whether a link names its target by title.
pub(super) fn is_by_name(link: &Link) -> bool {
    matches!(link.target, Target::Wiki { .. })
}

/// Finds out where links lead.
pub(super) struct Resolver<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) entries: &'a [Entry],
    pub(super) hidden: &'a [Hidden],
    pub(super) names: &'a Names,
    pub(super) sources: &'a Sources,
    pub(super) config: &'a Config,
    pub(super) places: &'a Places,
    /// Pages by title, collected when the first link asks for one.
    pub(super) titles: OnceLock<FxHashMap<Box<str>, Vec<EntryId>>>,
}

/// Which page stands where.
#[derive(Debug, Default)]
pub(crate) struct Places {
    by_path: FxHashMap<Box<str>, EntryId>,
    by_route: FxHashMap<Box<str>, EntryId>,
}

impl Places {
    /// Of `entries`, of which the first are those of `documents`.
    pub(super) fn new(documents: &[Arc<Document>], entries: &[Entry]) -> Self {
        let ids = || (0..number(entries.len())).map(EntryId);
        let files = ids().zip(documents).filter(|(_, document)| document.key.is_none());
        Self {
            by_path: files
                .flat_map(|(id, document)| {
                    let base = (document.base != document.path).then_some(&document.base);
                    [Some(&document.path), base].into_iter().flatten().map(move |path| (path, id))
                })
                .map(|(path, id)| (path.as_str().into(), id))
                .collect(),
            by_route: ids().map(|id| (entries[id.index()].route.as_str().into(), id)).collect(),
        }
    }

    /// The page of the file at `path`.
    pub(crate) fn at_path(&self, path: &str) -> Option<EntryId> {
        self.by_path.get(path).copied()
    }

    /// The page that is written to `route`.
    pub(crate) fn at_route(&self, route: &Route) -> Option<EntryId> {
        self.by_route.get(route.as_str()).copied()
    }
}

impl Resolver<'_> {
    /// The links of every document.
    pub(super) fn all(&self) -> Vec<Arc<Links>> {
        let links = |document: &Arc<Document>| Arc::new(self.links(document));
        self.documents.par_iter().with_min_len(64).map(links).collect()
    }

    /// The links of one document.
    pub(super) fn links(&self, document: &Document) -> Links {
        let mut notes = Notes::default();
        let mut all = |body: &Body| -> Vec<Destination> {
            body.links.iter().map(|link| self.destination(document, link, &mut notes)).collect()
        };
        let body = all(&document.body);
        let answers = document.answers.iter().map(all).collect();
        let image = document.matter.image.as_ref();
        let image = image.map(|image| self.image(document, image, &mut notes));
        Links { body, answers, image, notes: notes.into_vec() }
    }

    fn destination(&self, document: &Document, link: &Link, notes: &mut Notes) -> Destination {
        match &link.target {
            Target::External(_) => Destination::Written,
            Target::Anchor(fragment) => {
                Self::check_fragment(document, fragment, link, notes);
                Destination::Written
            }
            Target::Wiki { name, fragment } => match self.by_name(name, link, notes) {
                Some(id) => {
                    // Writers know the words of a heading, seldom its id.
                    let is_id = self
                        .documents
                        .get(id.index())
                        .is_some_and(|document| document.body.has_anchor(fragment));
                    let fragment = if is_id { fragment.clone() } else { slugify(fragment) };
                    self.page(id, &fragment, link, notes)
                }
                None => Destination::Broken,
            },
            Target::Relative(address) => {
                self.file(join(document.folder.as_str(), &address.path), address, link, notes)
            }
            Target::Content(address) => self.file(join("", &address.path), address, link, notes),
            Target::Site(address) => self.address(address, link, notes),
        }
    }

    /// The picture that front matter names: a file beside the page, below `static/`, or on another site.
    fn image(&self, document: &Document, image: &Image, notes: &mut Notes) -> Destination {
        let path = image.src.text.to_string();
        let address = Address { path, ..Address::default() };
        let target = match &*image.src.text {
            text if text.starts_with("https://") || text.starts_with("http://") => {
                return Destination::Written;
            }
            text if text.starts_with("@/") => {
                Target::Content(Address { path: text[2..].to_owned(), ..address })
            }
            text if text.starts_with('/') => Target::Site(address),
            _ => Target::Relative(address),
        };
        let link = Link {
            target,
            span: image.src.span.clone(),
            text: String::new(),
            words: 0..0,
            image: true,
            advice: false,
        };
        self.destination(document, &link, notes)
    }

    /// The path of an article or of any other file; `None` is one that leads out of `content`.
    fn file(
        &self,
        path: Option<Utf8PathBuf>,
        address: &Address,
        link: &Link,
        notes: &mut Notes,
    ) -> Destination {
        let Some(path) = path else {
            return broken(
                link,
                "leads out of the folder `content`",
                "link to a file inside the folder `content`",
                notes,
            );
        };
        if let Some(id) = self.page_at(&path) {
            return self.page(id, &address.fragment, link, notes);
        }
        if let Some(url) = self.copied(&path) {
            return Destination::File(url);
        }
        if let Some(page) = self.hidden.iter().find(|page| *page.path == *path) {
            super::wiki::hidden_page(page, link, notes);
            return Destination::Broken;
        }
        let help = hints::for_file(&address.path, &path, link.image, self.documents, self.sources);
        let what = if link.image {
            "shows a picture that does not exist"
        } else {
            "leads to a file that does not exist"
        };
        broken(link, &format!("{what}: {path}"), &help, notes)
    }

    /// The page of a file, with or without `.md`, or of a folder.
    fn page_at(&self, path: &Utf8Path) -> Option<EntryId> {
        let text = path.as_str();
        if let Some(id) = self.places.at_path(text) {
            return Some(id);
        }
        if path.extension() == Some("md") && path.file_name() != Some("_index.md") {
            return None;
        }
        let candidates =
            [format!("{text}.md"), format!("{text}/_index.md"), format!("{text}/index.md")];
        if let Some(id) = candidates.iter().find_map(|path| self.places.at_path(path)) {
            return Some(id);
        }
        // A folder without a file of its own still has a page.
        let folder =
            path.strip_prefix("content").unwrap_or(path).as_str().trim_end_matches("_index.md");
        self.places.at_route(&self.config.page_route(folder).ok()?)
    }

    /// The address of a file that is copied to the output as it is.
    fn copied(&self, path: &Utf8Path) -> Option<Arc<str>> {
        let source = self.sources.get(path).filter(|source| crate::document::is_copied(source))?;
        let below = source.path.strip_prefix("content").ok()?;
        let route = Route::new(&below.as_str().replace('%', "%25")).ok()?;
        Some(super::address::url(self.config, &route))
    }

    /// An address on the site, such as `/about/`.
    fn address(&self, address: &Address, link: &Link, notes: &mut Notes) -> Destination {
        let prefix = self.config.base_url.prefix.trim_end_matches('/');
        let path = address
            .path
            .strip_prefix(prefix)
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(&address.path);
        // The path is decoded, so a `%` in it is a letter like any other.
        let bare = path.trim_matches('/').replace('%', "%25");
        if let Ok(route) = Route::page(&bare) {
            // The page in this language is meant, if there is one.
            let own = self.config.page_route(&bare).ok();
            let own = own.and_then(|route| self.places.at_route(&route));
            if let Some(id) = own.or_else(|| self.places.at_route(&route)) {
                return self.page(id, &address.fragment, link, notes);
            }
            if let Some(page) = self.hidden.iter().find(|page| page.route == route) {
                super::wiki::hidden_page(page, link, notes);
                return Destination::Broken;
            }
        }
        // Every topic has feeds beside its page.
        let topic = ["/atom.xml", "/feed.json"].iter().find_map(|feed| bare.strip_suffix(feed));
        let is_feed = topic.and_then(|topic| Route::page(topic).ok()).is_some_and(|route| {
            let id = self.places.at_route(&route);
            id.is_some_and(|id| self.entries[id.index()].kind == crate::schema::Kind::Topic)
        });
        let lies_in = |folder: &str| {
            let found = self.sources.get(&Utf8Path::new(folder).join(path.trim_matches('/')));
            found.is_some_and(|source| folder == "static" || crate::document::is_copied(source))
        };
        if let Ok(route) = Route::new(&bare)
            && (is_feed
                || ALWAYS_THERE.contains(&route.as_str())
                || route.as_str() == FACTS && self.entries.iter().any(|one| one.kind.is_entity())
                || lies_in("static")
                || lies_in("content"))
        {
            return Destination::File(super::address::url(self.config, &route));
        }
        let help = hints::for_address(path, self.entries, self.documents);
        broken(link, &format!("leads to an address that does not exist: {path}"), &help, notes)
    }

    fn page(&self, id: EntryId, fragment: &str, link: &Link, notes: &mut Notes) -> Destination {
        if fragment.is_empty() {
            return Destination::Page(id, None);
        }
        if let Some(document) = self.documents.get(id.index()) {
            Self::check_fragment(document, fragment, link, notes);
        }
        Destination::Page(id, Some(fragment.into()))
    }

    fn check_fragment(document: &Document, fragment: &str, link: &Link, notes: &mut Notes) {
        if fragment.is_empty() || document.body.raw_html || document.body.has_anchor(fragment) {
            return;
        }
        let title = &document.matter.title;
        let message = format!("there is no heading `#{fragment}` on the page `{title}`");
        let ids = document.body.outline.iter().map(|heading| &*heading.id);
        notes.push(
            Diagnostic::error(Code::BROKEN_LINK, link.span.clone(), message)
                .also(crate::base::Span::file(&document.path), "this is the page")
                .did_you_mean(
                    fragment,
                    ids,
                    "link to the page without the part after `#`, or correct it",
                ),
        );
    }
}

fn broken(link: &Link, what: &str, help: &str, notes: &mut Notes) -> Destination {
    let subject = if link.image { "this image" } else { "this link" };
    notes.push(
        Diagnostic::error(Code::BROKEN_LINK, link.span.clone(), format!("{subject} {what}"))
            .help(help),
    );
    Destination::Broken
}

/// `path` from the folder `folder` below `content`, without `.` and `..`; `None` if it leaves `content`.
fn join(folder: &str, path: &str) -> Option<Utf8PathBuf> {
    let mut joined = String::with_capacity("content/".len() + folder.len() + path.len() + 1);
    joined.push_str("content");
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => joined.truncate(joined.rfind('/')?),
            _ => {
                joined.push('/');
                joined.push_str(part);
            }
        }
    }
    Some(joined.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_leave_the_content() {
        let join = |path| join("articles", path).map(Utf8PathBuf::into_string);
        assert_eq!(
            join("../conditions/sciatica.md").as_deref(),
            Some("content/conditions/sciatica.md")
        );
        assert_eq!(join("./a//b.md").as_deref(), Some("content/articles/a/b.md"));
        assert_eq!(join("../../secret.md"), None);
        assert_eq!(join("../../../secret.md"), None);
    }
}
