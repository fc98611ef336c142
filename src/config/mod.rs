//! The site's settings (`anma.yaml`) and a theme's description of itself (`theme.yaml`).
//!
//! Comes in: the text of the two files. Goes out: a [`Config`] in which every setting has a value, a
//! [`ThemeFile`], and notes. Neither reads the environment, the clock or another file.

mod types;

pub use types::{
    BaseUrl, Config, Html, Limits, Markdown, MenuItem, OptionField, Publish, Salon, ShortcodeFile,
    Target, ThemeFile,
};

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::Notes;

/// Reads `anma.yaml`. `None` when it cannot be read at all; settings that are wrong have their default.
pub fn parse(text: &str, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<Config> {
    let _unused = (text, path, notes);
    None
}

/// Reads a theme's `theme.yaml`.
pub fn parse_theme(text: &str, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<ThemeFile> {
    let _unused = (text, path, notes);
    None
}

/// The values of a theme's options: those of `anma.yaml` (the file `path`), checked, and the defaults
/// for the rest.
pub fn theme_options(
    options: &[OptionField],
    config: &Config,
    path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> serde_json::Map<String, serde_json::Value> {
    let _unused = (options, config, path, notes);
    serde_json::Map::new()
}
