//! Where copies are kept: on the disk, or in memory where there is no disk or it takes nothing.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::base::Fingerprint;
use crate::output::Store;

/// Bytes that are kept in memory at the most.
const ROOM: usize = 128 << 20;

/// A place for copies.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    disk: Option<Store>,
    memory: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    bytes: usize,
    all: FxHashMap<Fingerprint, Arc<[u8]>>,
}

impl Shelf {
    /// A shelf that outlasts the program.
    pub(super) fn on_disk(store: Store) -> Self {
        Self { disk: Some(store), memory: Mutex::default() }
    }

    pub(super) fn get(&self, key: Fingerprint) -> Option<Arc<[u8]>> {
        let kept =
            self.memory.lock().unwrap_or_else(PoisonError::into_inner).all.get(&key).cloned();
        kept.or_else(|| self.disk.as_ref()?.get(key).map(Into::into))
    }

    /// Keeps `bytes`, if there is room. That there is none is no failure: they can be made again.
    pub(super) fn put(&self, key: Fingerprint, bytes: Arc<[u8]>) {
        if self.disk.as_ref().is_some_and(|disk| disk.put(key, &bytes).is_ok()) {
            return;
        }
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.bytes + bytes.len() <= ROOM && !memory.all.contains_key(&key) {
            memory.bytes += bytes.len();
            memory.all.insert(key, bytes);
        }
    }
}
