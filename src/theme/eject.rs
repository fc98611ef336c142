//! Copies of a theme's files that a site can change.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use super::Theme;
use crate::source::Content;

/// A file of a theme, and where a site's own copy of it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ejected {
    /// Below the site's folder: `themes/default/templates/partials/footer.html`.
    pub path: Utf8PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Theme {
    /// A copy of the file that templates know as `name`: a template such as `partials/footer.html`, a shortcode such as
    /// `shortcodes/phone.html`, or an asset such as `assets/style.css`. It goes to the topmost layer, where it stands
    /// over the original.
    pub fn eject(&self, name: &str) -> Option<Ejected> {
        let layer = self.layers.first()?;
        let bytes = |content: &Content| match content {
            Content::Text(text) => Some(text.as_bytes().to_vec()),
            Content::Bytes(bytes) => Some(bytes.to_vec()),
            Content::File { .. } => None,
        };
        let (folder, content) = if let Some(asset) = name.strip_prefix("assets/") {
            let source = &self.assets.get(asset)?.source;
            source.path.starts_with("themes").then_some(("", &source.content))?
        } else {
            let folder = if name.starts_with("shortcodes/") { "" } else { "templates/" };
            (folder, &self.templates.get(self.resolve(name)?)?.content)
        };
        let path = format!("themes/{layer}/{folder}{name}").into();
        Some(Ejected { path, bytes: bytes(content)? })
    }

    /// The names of all files that can be copied.
    pub fn ejectable(&self) -> BTreeSet<String> {
        let templates =
            self.templates.keys().filter_map(|name| Some(name.split_once('/')?.1.to_owned()));
        let assets = self.assets.keys().map(|name| format!("assets/{name}"));
        templates.chain(assets).filter(|name| self.eject(name).is_some()).collect()
    }
}
