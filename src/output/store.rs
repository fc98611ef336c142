//! What was made once is kept on the disk for the next time: a folder of files named by what they were made of.
//!
//! Nothing in it is trusted. A file counts only if it is one, has the name of what is asked for, and ends with the check sum
//! of that name and its content; any other is as good as none. Links are not followed, on the way to the folder neither.
//! The folder comes to be when there is something to keep, and may be removed at any time.

use std::io::{self, Read as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use camino::{Utf8Path, Utf8PathBuf};

use super::fault::Faults;
use super::folder::{Folder, Kind};
use crate::base::Fingerprint;

/// Longest file that is kept, in bytes.
const LONGEST: u64 = 256 << 20;
/// Length of the check sum at the end of a file.
const SUM: usize = 16;

/// A folder of things that were made.
#[derive(Debug)]
pub struct Store {
    root: Utf8PathBuf,
    /// The folder below the root.
    path: &'static str,
    folder: OnceLock<Option<Folder>>,
    number: AtomicU64,
}

impl Store {
    /// The folder `path` below `root`, which need not be there yet.
    pub fn new(root: &Utf8Path, path: &'static str) -> Self {
        Self { root: root.to_owned(), path, folder: OnceLock::new(), number: AtomicU64::new(0) }
    }

    /// What was kept under `key`, if it is as it was.
    pub fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        let file = self.open()?.read(&key.to_string()).ok()?;
        let file = std::fs::File::from(file);
        let found =
            file.metadata().ok().filter(|found| found.is_file() && found.len() <= LONGEST)?;
        let mut bytes = Vec::with_capacity(usize::try_from(found.len()).ok()?);
        file.take(LONGEST).read_to_end(&mut bytes).ok()?;
        let length = bytes.len().checked_sub(SUM)?;
        let is_whole = bytes[length..] == sum(key, &bytes[..length]);
        bytes.truncate(length);
        is_whole.then_some(bytes)
    }

    /// Keeps `bytes` under `key`. Somebody else may do so at the same time.
    ///
    /// # Errors
    /// When they cannot be written; then nothing is kept.
    pub fn put(&self, key: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        let folder = self.folder.get_or_init(|| self.make());
        let folder = folder.as_ref().ok_or_else(|| io::Error::from(io::ErrorKind::Unsupported))?;
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let draft = format!("{}.{}-{number}", key, std::process::id());
        folder.remove(&draft)?;
        let written = folder
            .write_new(&draft, &[bytes, &sum(key, bytes)].concat())
            .and_then(|_shape| folder.rename(&draft, folder, &key.to_string()));
        if written.is_err() {
            let _removed = folder.remove(&draft);
        }
        written
    }

    /// The folder, if it is there.
    fn open(&self) -> Option<&Folder> {
        if let Some(known) = self.folder.get() {
            return known.as_ref();
        }
        let found = Folder::open(&self.root, &Faults::default()).ok()?.descend(self.path).ok()?;
        self.folder.get_or_init(|| Some(found)).as_ref()
    }

    fn make(&self) -> Option<Folder> {
        let root = Folder::open(&self.root, &Faults::default()).ok()?;
        let folder = root.descend_making(self.path).ok()?;
        // Who copies the folder of a site need not copy what can be made again.
        let top = root.descend(self.path.split('/').next()?).ok()?;
        if let Ok(None) = top.look(".gitignore") {
            let _noted = top.write_new(".gitignore", b"*\n");
        }
        matches!(root.look(self.path), Ok(Some(Kind::Folder))).then_some(folder)
    }
}

/// What must stand at the end of a file: it belongs to one name and one content.
fn sum(key: Fingerprint, bytes: &[u8]) -> [u8; SUM] {
    Fingerprint::all([key, Fingerprint::of(bytes)]).0.to_le_bytes()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make and damage files")]

    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn root() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        (folder, root)
    }

    #[test]
    fn what_was_put_is_found_by_others_and_nothing_else_is() {
        let (_folder, root) = root();
        let (one, two) = (Fingerprint::of(b"1"), Fingerprint::of(b"2"));
        let store = Store::new(&root, ".anma/cache/pictures");
        assert_eq!(store.get(one), None);
        assert!(!root.join(".anma").exists(), "looking makes nothing");
        store.put(one, b"bytes").expect("is kept");
        store.put(one, b"bytes").expect("is kept again");
        let other = Store::new(&root, ".anma/cache/pictures");
        assert_eq!(other.get(one).as_deref(), Some(&b"bytes"[..]));
        assert_eq!(other.get(two), None);
        let names: Vec<_> =
            fs::read_dir(root.join(".anma/cache/pictures")).expect("a folder").collect();
        assert_eq!(names.len(), 1, "no draft is left");
        assert!(root.join(".anma/.gitignore").exists());
    }

    #[test]
    fn files_that_were_changed_or_renamed_or_are_none_do_not_count() {
        let (_folder, root) = root();
        let (one, two) = (Fingerprint::of(b"1"), Fingerprint::of(b"2"));
        let store = Store::new(&root, ".anma/cache");
        store.put(one, b"some bytes").expect("is kept");
        let file = |key: Fingerprint| root.join(".anma/cache").join(key.to_string());
        let whole = fs::read(file(one)).expect("a file");
        fs::copy(file(one), file(two)).expect("is copied");
        assert_eq!(store.get(two), None, "under another name");
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            fs::write(file(one), &other).expect("is written");
            assert_eq!(store.get(one), None, "byte {at}");
            fs::write(file(one), &whole[..at]).expect("is written");
            assert_eq!(store.get(one), None, "{at} bytes");
        }
        fs::write(root.join("elsewhere"), &whole).expect("is written");
        fs::remove_file(file(one)).expect("is removed");
        symlink(root.join("elsewhere"), file(one)).expect("a link");
        assert_eq!(store.get(one), None, "a link");
        store.put(one, b"some bytes").expect("is kept in place of the link");
        assert_eq!(store.get(one).as_deref(), Some(&b"some bytes"[..]));
        assert!(root.join("elsewhere").exists());
    }

    #[test]
    fn a_folder_that_leads_elsewhere_is_not_used() {
        let (_folder, root) = root();
        fs::create_dir(root.join("other")).expect("a folder");
        symlink(root.join("other"), root.join(".anma")).expect("a link");
        let store = Store::new(&root, ".anma/cache");
        assert!(store.put(Fingerprint::of(b"1"), b"bytes").is_err());
        assert_eq!(fs::read_dir(root.join("other")).expect("a folder").count(), 0);
    }
}
