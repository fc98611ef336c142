//! The names of nodes: whole addresses of pages, each with the part of the page that it is about.

use tera::Value;

use super::node::Id;
use super::vocabulary::{Organization, WebPage, WebSite};
use crate::graph::EntryId;
use crate::page::card::permalink;
use crate::page::value::field;
use crate::page::view::Viewer;

impl Viewer<'_> {
    /// The whole address of an entry.
    pub(super) fn address_of(&self, id: EntryId) -> String {
        permalink(self.config, &self.graph.entry(id).url)
    }

    /// The name of what the page of an entry has under `fragment`.
    pub(super) fn id_of<T>(&self, id: EntryId, fragment: &str) -> Id<T> {
        Id::new(&self.address_of(id), fragment)
    }

    /// The page of an entry itself.
    pub(super) fn page_id(&self, id: EntryId) -> Id<WebPage> {
        self.id_of(id, "webpage")
    }

    /// The whole address of the home page.
    pub(super) fn home_address(&self) -> String {
        permalink(self.config, &self.config.home())
    }

    /// The site as a whole.
    pub(super) fn site_id(&self) -> Id<WebSite> {
        Id::new(&self.home_address(), "website")
    }

    /// The whole address of the page that the salon is named by: it is one salon in all languages.
    pub(super) fn salon_address(&self) -> String {
        permalink(self.config, &self.config.base_url.prefix)
    }

    /// The salon.
    pub(super) fn salon_id(&self) -> Id<Organization> {
        Id::new(&self.salon_address(), "organization")
    }

    /// The whole address of the picture of a page, as templates see it; empty if it has none.
    pub(super) fn picture_of(&self, id: EntryId) -> String {
        self.whole_address(&self.image_of(id))
    }

    /// The whole address of the salon's logo; empty if it has none.
    pub(super) fn logo(&self) -> String {
        field(self.theme.site(), "logo").map_or_else(String::new, |logo| self.whole_address(logo))
    }

    /// The whole address of a picture as templates see it; empty if there is none.
    fn whole_address(&self, picture: &Value) -> String {
        let source = field(picture, "src").and_then(Value::as_str);
        source.map_or_else(String::new, |source| match source.strip_prefix('/') {
            Some(rest) if !rest.starts_with('/') => permalink(self.config, source),
            _ => source.to_owned(),
        })
    }
}
