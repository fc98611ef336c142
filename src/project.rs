//! A site's folder on disk: what of it is read. Shared by all commands.

use std::io;

use camino::Utf8Path;

use crate::config::{self, Config};
use crate::diagnostic::Notes;
use crate::engine::CONFIG;
use crate::source::{ScanLimits, Sources, read_file, scan};
use crate::theme;

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
pub const FOLDERS: [&str; 3] = ["content", "static", "assets"];

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
    let mut project = Project::default();
    let limits = ScanLimits { file: config::Limits::default().file };
    let Some(source) = read_file(root, CONFIG, limits, &mut project.notes)? else {
        return Ok(project);
    };
    // What is wrong with the settings is reported by the build, once.
    project.config =
        source.as_text().and_then(|text| config::parse(text, &source.path, &mut Notes::default()));
    let limits = ScanLimits {
        file: project.config.as_ref().map_or(limits.file, |config| config.limits.file),
    };
    let asked = project.config.as_ref().map_or("default", |config| &*config.theme);
    let chain = theme::chain(theme.unwrap_or(asked), |name| {
        let path = format!("themes/{name}/theme.yaml");
        read_file(root, &path, limits, &mut Notes::default()).ok().flatten()
    });
    project.sources.insert(source);
    let themes = chain.iter().map(|name| format!("themes/{name}"));
    for folder in FOLDERS.into_iter().map(str::to_owned).chain(themes) {
        project.sources.extend(scan(root, &folder, limits, &mut project.notes)?);
    }
    Ok(project)
}
