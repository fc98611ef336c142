//! Stage 1, READ: the site's folder becomes [`Sources`].
//!
//! Comes in: a folder. Goes out: every input file, by its path in the site. Later stages read
//! nothing else: no disk, no clock, no environment.

mod fixture;
mod litter;
mod read;
mod shape;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::Fingerprint;

pub use fixture::fixture;
pub use litter::is_litter;
pub use read::{Kind, Known, Reader, ScanLimits, Seen, bytes_of, open_regular, read_file};
pub use shape::{Shape, now};

/// What is in an input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text that a stage reads: articles, front matter, templates, configuration.
    Text(Arc<str>),
    /// Bytes that are held because their fingerprint becomes part of their name: style sheets, scripts.
    Bytes(Arc<[u8]>),
    /// A file that is copied as it is, and read only then: pictures, documents.
    File {
        /// Where it lies; of a link, where it leads.
        disk: Utf8PathBuf,
        /// Its length in bytes.
        size: u64,
        /// The file system that it lies in.
        device: u64,
        /// Its number there: with `device`, what tells it from another file put in its place.
        inode: u64,
    },
}

/// One input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path from the site's root, with `/`: `content/articles/upper-back.md`.
    pub path: Arc<Utf8Path>,
    /// What is in it.
    pub content: Content,
    /// Changes when the content does. Of a file that is only copied: of its length and time of change.
    pub fingerprint: Fingerprint,
}

impl Source {
    /// A text held in memory.
    pub fn text(path: &str, text: &str) -> Self {
        let fingerprint = Fingerprint::of(text.as_bytes());
        Self { path: Utf8Path::new(path).into(), content: Content::Text(text.into()), fingerprint }
    }

    /// Whether it is the file of a page: an article in Markdown. Asked of every file again and again.
    pub fn is_page(&self) -> bool {
        let path = self.path.as_str();
        path.strip_suffix(".md").is_some_and(|name| !name.is_empty() && !name.ends_with('/'))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) | Content::File { .. } => None,
        }
    }
}

/// A path that is compared byte by byte: much cheaper than part by part, and an order all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ByBytes(Arc<Utf8Path>);

impl Borrow<str> for ByBytes {
    fn borrow(&self) -> &str {
        self.0.as_str()
    }
}

impl Ord for ByBytes {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_str().cmp(other.0.as_str())
    }
}

impl PartialOrd for ByBytes {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Every input file of a site, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Sources(BTreeMap<ByBytes, Source>);

impl Sources {
    /// Adds a file; one of the same path is replaced.
    pub fn insert(&mut self, source: Source) {
        self.0.insert(ByBytes(Arc::clone(&source.path)), source);
    }

    /// Takes out the file at `path`, if there is one.
    pub fn remove(&mut self, path: &Utf8Path) -> Option<Source> {
        self.0.remove(path.as_str())
    }

    /// The file at `path`.
    pub fn get(&self, path: &Utf8Path) -> Option<&Source> {
        self.0.get(path.as_str())
    }

    /// The text of the file at `path`.
    pub fn text(&self, path: &Utf8Path) -> Option<&str> {
        self.get(path).and_then(Source::as_text)
    }

    /// The files below `folder` (`content/`), in order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Source> {
        self.0
            .range::<str, _>((Bound::Included(folder), Bound::Unbounded))
            .map(|(_, source)| source)
            .take_while(move |source| source.path.as_str().starts_with(folder))
    }

    /// All files, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.values()
    }

    /// The identity of all of it: the same files with the same content have the same fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::all(self.0.values().flat_map(|source| {
            [Fingerprint::of(source.path.as_str().as_bytes()), source.fingerprint]
        }))
    }
}

impl Extend<Source> for Sources {
    fn extend<T: IntoIterator<Item = Source>>(&mut self, sources: T) {
        self.0
            .extend(sources.into_iter().map(|source| (ByBytes(Arc::clone(&source.path)), source)));
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<T: IntoIterator<Item = Source>>(sources: T) -> Self {
        let mut all = Self::default();
        all.extend(sources);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_takes_a_folder_and_nothing_beside_it() {
        let sources: Sources = ["content/a.md", "content/b/c.md", "content2/x.md", "contents.md"]
            .map(|path| Source::text(path, ""))
            .into_iter()
            .collect();
        let found: Vec<&str> =
            sources.below("content/").map(|source| source.path.as_str()).collect();
        assert_eq!(found, ["content/a.md", "content/b/c.md"]);
    }

    #[test]
    fn what_is_taken_out_is_gone_and_texts_are_shared() {
        let mut sources: Sources =
            ["a.md", "b.md"].map(|path| Source::text(path, "x")).into_iter().collect();
        let copy = sources.clone();
        assert!(sources.remove(Utf8Path::new("a.md")).is_some());
        assert!(sources.remove(Utf8Path::new("a.md")).is_none());
        assert!(sources.text(Utf8Path::new("a.md")).is_none());
        let (one, two) = (sources.text(Utf8Path::new("b.md")), copy.text(Utf8Path::new("b.md")));
        assert_eq!(one.map(str::as_ptr), two.map(str::as_ptr));
    }

    #[test]
    fn the_fingerprint_sees_names_and_content() {
        let site = |path, text| -> Sources { [Source::text(path, text)].into_iter().collect() };
        assert_eq!(site("a", "1").fingerprint(), site("a", "1").fingerprint());
        assert_ne!(site("a", "1").fingerprint(), site("b", "1").fingerprint());
        assert_ne!(site("a", "1").fingerprint(), site("a", "2").fingerprint());
    }
}
