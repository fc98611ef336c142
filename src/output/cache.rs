//! What is kept from one build to the next: results that cost much to make and can always be made again.
//!
//! Comes in: bytes and a name for them. Goes out: the same bytes, or none; whoever asks checks that they are what was
//! put in, for anybody may have changed them since. A cache that cannot be read or written is an empty one, never an error.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

/// A place for results. Threads use one cache at the same time.
pub trait Cache: Sync {
    /// What was put in under `name`, if it is still there.
    fn get(&self, name: &str) -> Option<Vec<u8>>;

    /// Keeps `bytes` under `name`, in the place of what was there.
    fn put(&self, name: &str, bytes: &[u8]);
}

/// A cache that keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoCache;

impl Cache for NoCache {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &str, _: &[u8]) {}
}

/// A cache in memory, for tests.
#[derive(Debug, Default)]
pub struct MemoryCache(Mutex<BTreeMap<String, Vec<u8>>>);

impl Cache for MemoryCache {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(name.to_owned(), bytes.to_vec());
    }
}

/// A cache in a folder, which is made when something is put in.
#[derive(Clone, Debug)]
pub struct DiskCache(Utf8PathBuf);

/// Longest file that is read back.
const MOST: u64 = 1024 * 1024 * 1024;

impl DiskCache {
    /// In `folder`, which nothing else writes to.
    pub fn new(folder: impl Into<Utf8PathBuf>) -> Self {
        Self(folder.into())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path = self.0.join(name);
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        std::fs::create_dir_all(folder)?;
        // Two builds at once write two drafts; the last one to finish stays.
        let draft = folder.join(format!(
            ".{}.{}",
            path.file_name().unwrap_or_default(),
            std::process::id()
        ));
        let mut file = std::fs::File::create(&draft)?;
        let written = file.write_all(bytes).and_then(|()| std::fs::rename(&draft, &path));
        if written.is_err() {
            let _gone = std::fs::remove_file(&draft);
        }
        written
    }
}

impl Cache for DiskCache {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let path = self.0.join(name);
        // Opening a pipe would wait for ever.
        std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
        let file = std::fs::File::open(path).ok()?;
        file.take(MOST).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        // A folder that cannot be written to costs time the next time, and nothing else.
        let _kept = self.write(name, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("text").join("a/b");
        let disk = DiskCache::new(folder.clone());
        let (memory, none): (_, &dyn Cache) = (MemoryCache::default(), &NoCache);
        for cache in [&disk, &memory as &dyn Cache, none] {
            assert_eq!(cache.get("search/index"), None);
            cache.put("search/index", b"one");
            cache.put("search/index", b"two");
        }
        assert_eq!(disk.get("search/index").as_deref(), Some(&b"two"[..]));
        assert_eq!(memory.get("search/index").as_deref(), Some(&b"two"[..]));
        assert_eq!(none.get("search/index"), None);
        let left = std::fs::read_dir(folder.join("search")).expect("a folder").count();
        assert_eq!(left, 1, "no draft is left behind");
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_an_empty_cache() {
        let disk = DiskCache::new("/dev/null/cache");
        disk.put("index", b"one");
        assert_eq!(disk.get("index"), None);
    }
}
