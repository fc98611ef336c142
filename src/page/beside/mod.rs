//! Files that stand beside the pages, for hosts, browsers and programs: no template makes them.
//!
//! Comes in: the settings, the theme and the graph. Goes out: texts. A file of that name in `static/` always takes the place
//! of the one that anma would make.

mod headers;
mod humans;
mod llms;
mod manifest;
mod security;

use crate::config::{Config, HostFile};
use crate::page::view::Viewer;

pub(super) use manifest::url as manifest_url;
pub use security::check as check_security;

/// A file that stands beside the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// What hosts send with every file.
    Headers,
    /// The name and colours of the site, for the start page of a phone.
    Manifest,
    /// Where to report a weakness.
    Security,
    /// Who works on the site.
    Humans,
    /// All pages with their descriptions.
    Llms,
}

impl Beside {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Headers, Self::Manifest, Self::Security, Self::Humans, Self::Llms];

    /// Its path in the output.
    pub fn path(self) -> &'static str {
        match self {
            Self::Headers => "_headers",
            Self::Manifest => "manifest.webmanifest",
            Self::Security => ".well-known/security.txt",
            Self::Humans => "humans.txt",
            Self::Llms => "llms.txt",
        }
    }

    /// Whether the settings ask for it.
    pub fn is_wanted(self, config: &Config) -> bool {
        let has = |file: HostFile| config.hosts.files.contains(&file);
        match self {
            Self::Headers => has(HostFile::Headers),
            Self::Manifest => has(HostFile::Manifest),
            Self::Security => config.hosts.security.is_some(),
            Self::Humans => has(HostFile::Humans),
            Self::Llms => has(HostFile::Llms),
        }
    }

    /// What is in it. `viewers` are those of all languages of the site.
    pub fn text(self, viewers: &[Viewer<'_>]) -> String {
        let Some(viewer) = viewers.first() else { return String::new() };
        match self {
            Self::Headers => headers::headers(viewers),
            Self::Manifest => manifest::manifest(viewer),
            Self::Security => security::security(viewer.config),
            Self::Humans => humans::humans(viewer),
            Self::Llms => llms::llms(viewer),
        }
    }
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
