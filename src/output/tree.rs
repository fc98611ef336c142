//! A tree of files that many threads make at once, in a folder that was empty.

use std::hash::BuildHasher as _;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashSet};

use super::folder::Folder;
use crate::base::Route;

/// Enough that threads seldom meet.
pub(super) const SHARDS: usize = 16;

/// Which of [`SHARDS`] a name belongs to.
pub(super) fn shard(name: &str) -> usize {
    usize::try_from(FxBuildHasher.hash_one(name) % SHARDS as u64).unwrap_or(0)
}

/// A folder and what is known to be in it.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) folder: Folder,
    /// The folders made so far, so that the system is asked for each only once.
    made: [Mutex<FxHashSet<Box<str>>>; SHARDS],
}

impl Tree {
    pub(super) fn new(folder: Folder) -> Self {
        Self { folder, made: Default::default() }
    }

    /// Makes the file at `route`, and the folders that lead to it.
    pub(super) fn create(&self, route: &Route) -> io::Result<OwnedFd> {
        self.make_parent(route.as_str())?;
        self.folder.create(route.as_str())
    }

    /// Gives the file at `route` of `from` the same name here.
    pub(super) fn link(&self, route: &Route, from: &Folder) -> io::Result<()> {
        self.make_parent(route.as_str())?;
        from.link(route.as_str(), &self.folder)
    }

    fn make_parent(&self, path: &str) -> io::Result<()> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(()) };
        let made = &self.made[shard(parent)];
        if made.lock().unwrap_or_else(PoisonError::into_inner).contains(parent) {
            return Ok(());
        }
        // Two threads may both come here: making a folder twice is no error.
        match self.folder.make(parent) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.make_parent(parent)?;
                self.folder.make(parent)?;
            }
            other => other?,
        }
        made.lock().unwrap_or_else(PoisonError::into_inner).insert(parent.into());
        Ok(())
    }
}
