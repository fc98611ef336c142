//! Stage 6, PUBLISH: the files of a site go where visitors find them, whole or not at all.
//!
//! Comes in: the bytes of every file, from many threads at once, through a [`Sink`]. Goes out: the output
//! folder, or a map in memory. What must never happen: a torn or missing file while somebody reads; a half
//! site after a failure, a full disk or a power cut; a change to a file that this program did not write; a
//! change where nothing differs; anything at all outside the output folder and `.NAME.state` beside it.
//!
//! ```text
//! open → Stage → put, copy … → commit          one process at a time, the rest waits
//!          └─ dropped: nothing has happened
//! ```
//!
//! A stage is a folder of its own. A commit exchanges it for the output folder in one system call ([`swap`])
//! or, where that is not possible, moves its files over one by one from a journal ([`files`]). A manifest in
//! the output folder lists what belongs to the site; nothing else is ever replaced or removed.
//!
//! [`swap`]: Publish::Swap
//! [`files`]: Publish::Files

mod commit;
mod compare;
mod failure;
mod fault;
mod files;
mod folder;
mod journal;
mod lock;
mod manifest;
mod memory;
mod place;
mod recover;
mod rollback;
mod site;
mod stage;
mod standing;
mod store;
mod swap;
mod tree;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod test_site;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::{Fingerprint, Route};

pub use compare::{Compare, Difference};
pub use failure::Failure;
pub use memory::Memory;
pub use rollback::rollback;
pub use stage::{Abort, Stage};
pub use standing::standing;
pub use store::Store;

/// Where files go. Threads use one sink at the same time; each route is written once.
pub trait Sink: Sync {
    /// Writes `bytes` as the file `route`.
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()>;

    /// Writes the content of the file `from` as the file `route`. With a fingerprint that is known already,
    /// an unchanged file is not even read.
    fn copy(
        &self,
        route: &Route,
        from: &Utf8Path,
        fingerprint: Option<Fingerprint>,
    ) -> io::Result<()>;

    /// Writes what `make` gives as the file `route`. A sink that keeps nothing need not have it made.
    fn put_made(&self, route: &Route, make: &dyn Fn() -> io::Result<Arc<[u8]>>) -> io::Result<()> {
        self.put(route, &make()?)
    }
}

/// How the new site takes the old one's place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Publish {
    /// By exchange where possible, else file by file.
    #[default]
    Auto,
    /// By exchange; a folder that can never be exchanged is refused.
    Swap,
    /// File by file: right for a folder that a container or another process holds open.
    Files,
}

/// Where and how a site is published.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The output folder.
    pub output: Utf8PathBuf,
    /// Folders that the output may lie in but may not hold or be: the site's root, the home folder.
    pub roots: Vec<Utf8PathBuf>,
    /// Folders that have nothing to do with the output: content, themes, static files, data, assets.
    pub protected: Vec<Utf8PathBuf>,
    /// How the new site takes the old one's place.
    pub mode: Publish,
    /// Whether to publish into a folder that holds other people's files, beside them.
    pub adopt: bool,
    /// Names at the top of the output folder that are nobody's, such as `.gitkeep`. They stay, and a folder
    /// that holds nothing else counts as empty.
    pub keep: Vec<String>,
    /// How long to wait for another build that is publishing to the same folder.
    pub lock_wait: Duration,
    /// Whether the site must survive a power cut.
    pub sync: bool,
}

/// Which build a site comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildMark {
    /// The program and its version.
    pub program: String,
    /// The fingerprint of everything that went in.
    pub inputs: Fingerprint,
}

/// What a commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that are new or have new content.
    pub written: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that stayed as they were.
    pub kept: usize,
    /// The size of the whole site.
    pub bytes: u64,
    /// Whether the site changed in one instant.
    pub swapped: bool,
    /// Whether the site from before is kept, so that [`rollback`] can bring it back.
    pub can_go_back: bool,
    /// What a person should know, in sentences without their full stop.
    pub warnings: Vec<String>,
}

/// The size of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// How many files it has.
    pub files: usize,
    /// How many bytes they have together.
    pub bytes: u64,
}

/// Makes ready to publish: checks the folder, takes the lock, completes or clears away what an interrupted
/// run left. `waiting` is called once, with the other's process number, if somebody else holds the lock.
pub fn open(settings: &Settings, waiting: &mut dyn FnMut(Option<u32>)) -> Result<Stage, Failure> {
    open_with(settings, waiting, fault::Faults::default())
}

fn open_with(
    settings: &Settings,
    waiting: &mut dyn FnMut(Option<u32>),
    faults: fault::Faults,
) -> Result<Stage, Failure> {
    let place = place::find(settings)?;
    let site = site::Site::open(place, settings, waiting, faults)?;
    let warnings = recover::recover(&site)?;
    let before = site::Before::read(&site, settings)?;
    Stage::new(site, before, warnings)
}
