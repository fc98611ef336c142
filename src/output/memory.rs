//! A site in memory, for tests and for the preview.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use camino::Utf8Path;

use super::Sink;
use crate::base::{Fingerprint, Route};

/// A site that is kept in memory.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<Route, Arc<[u8]>>>);

impl Memory {
    /// The file at `route`.
    pub fn get(&self, route: &Route) -> Option<Arc<[u8]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(route).cloned()
    }

    /// All files, by route.
    pub fn into_files(self) -> BTreeMap<Route, Arc<[u8]>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        // The copy is made before the lock is taken, so that threads wait for each other only briefly.
        let bytes = Arc::from(bytes);
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match files.entry(route.clone()) {
            btree_map::Entry::Vacant(free) => {
                free.insert(bytes);
                Ok(())
            }
            btree_map::Entry::Occupied(_) => Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                format!("`{route}` was written twice"),
            )),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a sink is at the edge: copying reads the disk")]
    fn copy(
        &self,
        route: &Route,
        from: &Utf8Path,
        _fingerprint: Option<Fingerprint>,
    ) -> io::Result<()> {
        self.put(route, &std::fs::read(from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_route_is_written_once() {
        let memory = Memory::default();
        let route = Route::new("a/b.css").expect("a route");
        memory.put(&route, b"one").expect("free");
        assert!(memory.put(&route, b"two").is_err());
        assert_eq!(memory.get(&route).as_deref(), Some(&b"one"[..]));
        assert_eq!(memory.into_files().len(), 1);
    }
}
