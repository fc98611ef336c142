//! Whether the files in the output folder are those of a build from scratch.
//!
//! Comes in: the files of a build, through the same door as those that are published. Goes out: what is different in the
//! folder. Nothing is written.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::sync::{Mutex, PoisonError};

use camino::Utf8Path;

use super::fault::Faults;
use super::folder::Folder;
use super::manifest::{Found, Manifest};
use super::{Settings, Sink, place};
use crate::base::{Fingerprint, Route};

/// A file that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The folder has it with other bytes.
    Other(Route),
    /// The folder does not have it.
    Missing(Route),
    /// The folder has it as a file of the site, and no build makes it.
    Extra(Route),
}

/// A sink that compares.
pub struct Compare {
    folder: Folder,
    /// Every file of the build, and whether the folder has other bytes or none.
    seen: Mutex<BTreeMap<Route, Option<Difference>>>,
}

impl Compare {
    /// Compares with the output folder of `settings`.
    ///
    /// # Errors
    /// When there is none that can be read.
    pub fn new(settings: &Settings) -> io::Result<Self> {
        let place = place::find(settings).map_err(io::Error::other)?;
        let folder = Folder::open(&place.output, &Faults::default())?;
        Ok(Self { folder, seen: Mutex::default() })
    }

    /// What is different, in order, and how many files were compared.
    ///
    /// # Errors
    /// When the list of files in the folder cannot be read.
    pub fn differences(self) -> io::Result<(Vec<Difference>, usize)> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = seen.len();
        let mut all: Vec<Difference> = Vec::new();
        if let Found::Manifest { manifest, .. } = Manifest::read(&self.folder)? {
            let routes = manifest.entries.into_iter().map(|entry| entry.route);
            all.extend(routes.filter(|route| !seen.contains_key(route)).map(Difference::Extra));
        }
        all.extend(seen.into_values().flatten());
        all.sort();
        Ok((all, files))
    }

    fn look(&self, route: &Route) -> io::Result<Option<Vec<u8>>> {
        let (folder, name) = route.as_str().rsplit_once('/').unwrap_or(("", route.as_str()));
        let read = || -> io::Result<Vec<u8>> {
            let inner = if folder.is_empty() { None } else { Some(self.folder.descend(folder)?) };
            let file = inner.as_ref().unwrap_or(&self.folder).read(name)?;
            let mut bytes = Vec::new();
            std::fs::File::from(file).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Sink for Compare {
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        let difference = match self.look(route)? {
            Some(found) if found == bytes => None,
            Some(_) => Some(Difference::Other(route.clone())),
            None => Some(Difference::Missing(route.clone())),
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(route.clone(), difference);
        Ok(())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a sink is at the edge: comparing reads the disk"
    )]
    fn copy(&self, route: &Route, from: &Utf8Path, _: Option<Fingerprint>) -> io::Result<()> {
        self.put(route, &std::fs::read(from)?)
    }
}
