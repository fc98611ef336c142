//! A site's folder on disk: what of it is read, and what of that has changed. Shared by all commands.
//!
//! Comes in: a folder, and hints which of its files changed. Goes out: a [`Project`] that is always the one that
//! reading everything anew would give. Hints save looking; nothing rests on them.

mod folder;
mod hint;
mod tree;
mod walk;

#[cfg(test)]
mod edits_tests;
#[cfg(test)]
mod tests;

use std::io;

use camino::Utf8Path;

use crate::config::{self, Config};
use crate::diagnostic::Notes;
use crate::engine::CONFIG;
use crate::source::{ScanLimits, Sources, read_file};

pub use folder::Folder;

/// A site as it was read.
#[derive(Debug, Default)]
pub struct Project {
    /// Its files.
    pub sources: Sources,
    /// What was noticed while reading.
    pub notes: Notes,
    /// The settings, if there are any that can be read.
    pub config: Option<Config>,
}

/// The folders that a site is read from, besides its theme.
pub const FOLDERS: [&str; 4] = ["content", "static", "assets", "rules"];

/// The folder that themes lie in.
pub const THEMES: &str = "themes";

/// Reads the settings of the site at `root`; `None` when there are none, or none that can be read.
///
/// # Errors
/// When the file system fails.
pub fn config(root: &Utf8Path) -> io::Result<Option<Config>> {
    let limits = ScanLimits { file: config::Limits::default().file };
    let source = read_file(root, CONFIG, limits, &mut Notes::default())?;
    Ok(source
        .and_then(|source| config::parse(source.as_text()?, &source.path, &mut Notes::default())))
}

/// Reads the site at `root`; `theme` replaces the theme of its settings.
///
/// # Errors
/// When the file system fails.
pub fn read(root: &Utf8Path, theme: Option<&str>) -> io::Result<Project> {
    Folder::open(root, theme).map(Folder::into_project)
}
