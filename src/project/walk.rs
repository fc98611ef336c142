//! A look at folders on the disk: finds what must be read and what is gone, and reads no file itself.
//!
//! Every entry costs one `fstatat` relative to its open folder; nothing is allocated for what is as it was.

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};

use camino::Utf8Path;
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, openat, statat};
use rustix::io::Errno;

use super::tree::{Branch, Leaf, Node, What};
use crate::source::{Kind, Known, Shape, is_litter};

/// Deepest nesting of folders that is followed.
const MAX_DEPTH: usize = 64;

/// Room for the names of a folder that the system gives at a time.
const BUFFER: usize = 1 << 16;

const TOP: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
const FOLDER: OFlags = TOP.union(OFlags::NOFOLLOW);

/// A file that must be read.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Its path in the site.
    pub(super) path: Vec<u8>,
    pub(super) kind: Kind,
    /// What was known of it.
    pub(super) known: Option<Known>,
    /// Whether it is the same when that has not changed; else its content is compared.
    pub(super) is_comparable: bool,
}

/// One look, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The number of this look.
    pub(super) round: u32,
    /// Files that are longer than this are read in any case.
    pub(super) least: u64,
    /// What must be read.
    pub(super) wanted: Vec<Wanted>,
    /// The paths of files that are gone.
    pub(super) gone: Vec<Vec<u8>>,
    /// Paths that changed while they were looked at.
    pub(super) again: Vec<Vec<u8>>,
    /// What could not be looked at.
    pub(super) failed: Vec<(Vec<u8>, io::Error)>,
    /// The path of the folder that is looked at.
    path: Vec<u8>,
    buffer: Vec<u8>,
}

fn is_absent(error: Errno) -> bool {
    matches!(error, Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::STALE)
}

fn is_ignored(name: &[u8]) -> bool {
    matches!(name, b"." | b"..") || str::from_utf8(name).is_ok_and(is_litter)
}

impl Walk {
    pub(super) fn new(round: u32, least: u64) -> Self {
        Self { round, least, ..Self::default() }
    }

    /// Looks at everything below the folder `name` of the site at `root`.
    pub(super) fn all(&mut self, root: &Utf8Path, name: &str, branch: &mut Branch) {
        if let Some(folder) = self.top(root, name, branch) {
            self.list(folder.as_fd(), branch, 1);
        }
    }

    /// Looks at the file or folder at `rest` below the folder `name` of the site at `root`. With `is_named` the content
    /// of a file is compared whatever its shape says.
    pub(super) fn at(
        &mut self,
        root: &Utf8Path,
        name: &str,
        (rest, is_named): (&str, bool),
        branch: &mut Branch,
    ) {
        let Some(mut folder) = self.top(root, name, branch) else { return };
        let mut branch = branch;
        let mut parts = rest.split('/').peekable();
        let mut depth = 1;
        while let Some(part) = parts.next() {
            // A name with a zero in it is none.
            let Ok(c_name) = CString::new(part) else { return };
            let is_known = parts.peek().is_some()
                && matches!(
                    branch.children.get(part.as_bytes()),
                    Some(Node { what: What::Branch(_), .. })
                );
            if is_known && let Ok(inner) = openat(&folder, &c_name, FOLDER, Mode::empty()) {
                let next = branch.children.get_mut(part.as_bytes());
                let Some(Node { what: What::Branch(next), .. }) = next else { return };
                folder = inner;
                branch = next;
                self.enter(part.as_bytes());
                depth += 1;
                continue;
            }
            // New, gone, or of another kind than before: all below it is looked at.
            self.entry(folder.as_fd(), branch, (&c_name, is_named), depth);
            return;
        }
    }

    /// Opens a folder that is read; what it had is gone when it is not there.
    fn top(&mut self, root: &Utf8Path, name: &str, branch: &mut Branch) -> Option<OwnedFd> {
        self.path.clear();
        self.path.extend_from_slice(name.as_bytes());
        match openat(CWD, root.join(name).as_std_path(), TOP, Mode::empty()) {
            Ok(folder) => Some(folder),
            Err(error) if is_absent(error) => {
                branch.leaves(&mut self.path, &mut self.gone);
                branch.children.clear();
                None
            }
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    fn enter(&mut self, name: &[u8]) {
        self.path.push(b'/');
        self.path.extend_from_slice(name);
    }

    fn leave(&mut self, name: &[u8]) {
        self.path.truncate(self.path.len().saturating_sub(name.len() + 1));
    }

    fn path_of(&self, name: &[u8]) -> Vec<u8> {
        [&self.path, b"/".as_slice(), name].concat()
    }

    /// Notes that the folder that is looked at cannot be read.
    fn fail(&mut self, error: Errno) {
        let error = io::Error::from(error);
        let shown = String::from_utf8_lossy(&self.path).into_owned();
        let named = io::Error::new(error.kind(), format!("cannot read {shown}: {error}"));
        self.failed.push((self.path.clone(), named));
    }

    /// Looks at all names in a folder, and at the folders below it. `depth` is the depth of those names.
    fn list(&mut self, folder: BorrowedFd<'_>, branch: &mut Branch, depth: usize) {
        let mut folders = Vec::new();
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        buffer.reserve(BUFFER);
        let mut entries = RawDir::new(folder, buffer.spare_capacity_mut());
        let mut failed = None;
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if is_ignored(entry.file_name().to_bytes()) => {}
                Ok(entry) => {
                    let name = entry.file_name();
                    match kind_of(folder, name, entry.file_type()) {
                        Some(FileType::Directory) => folders.push(name.to_owned()),
                        Some(kind) => self.leaf(folder, branch, name, (kind, false)),
                        None => {}
                    }
                }
                Err(error) => failed = Some(error),
            }
            if failed.is_some() {
                break;
            }
        }
        self.buffer = buffer;
        if let Some(error) = failed {
            // A folder that was removed while it was read is empty; of any other nothing is known to be gone.
            if !is_absent(error) {
                return self.fail(error);
            }
        }
        for name in folders {
            self.folder(folder, branch, &name, depth);
        }
        let (round, path, gone) = (self.round, &mut self.path, &mut self.gone);
        branch.children.retain(|name, node| {
            let is_there = node.seen == round;
            if !is_there {
                node.leaves(name, path, gone);
            }
            is_there
        });
    }

    /// Looks at one name in a folder that somebody noticed a change of.
    fn entry(
        &mut self,
        folder: BorrowedFd<'_>,
        branch: &mut Branch,
        (name, is_named): (&CStr, bool),
        depth: usize,
    ) {
        match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => match FileType::from_raw_mode(stat.st_mode) {
                FileType::Directory => self.folder(folder, branch, name, depth),
                kind => self.leaf(folder, branch, name, (kind, is_named)),
            },
            Err(error) if is_absent(error) => self.drop_node(branch, name),
            Err(error) => {
                self.enter(name.to_bytes());
                self.fail(error);
                self.leave(name.to_bytes());
            }
        }
    }

    fn drop_node(&mut self, branch: &mut Branch, name: &CStr) {
        if let Some(node) = branch.children.remove(name.to_bytes()) {
            node.leaves(name.to_bytes(), &mut self.path, &mut self.gone);
        }
    }

    /// Looks below a folder in a folder.
    fn folder(&mut self, parent: BorrowedFd<'_>, branch: &mut Branch, name: &CStr, depth: usize) {
        if depth >= MAX_DEPTH {
            return self.want(branch, name, Kind::Deep, (None, false));
        }
        let folder = openat(parent, name, FOLDER, Mode::empty());
        let key = name.to_bytes();
        if folder.is_ok() {
            if matches!(branch.children.get(key), Some(Node { what: What::Leaf(_), .. })) {
                self.drop_node(branch, name);
            }
            if !branch.children.contains_key(key) {
                let what = What::Branch(Branch::default());
                branch.children.insert(key.into(), Node { seen: self.round, what });
            }
        }
        // One that cannot be read keeps what is known of it.
        let Some(node) = branch.children.get_mut(key) else {
            return self.missed(folder.err(), key);
        };
        node.seen = self.round;
        match (folder, &mut node.what) {
            (Ok(folder), What::Branch(inner)) => {
                self.enter(key);
                self.list(folder.as_fd(), inner, depth + 1);
                self.leave(key);
            }
            (folder, _) => self.missed(folder.err(), key),
        }
    }

    fn missed(&mut self, error: Option<Errno>, name: &[u8]) {
        match error {
            Some(error) if !is_absent(error) => {
                self.enter(name);
                self.fail(error);
                self.leave(name);
            }
            _ => self.again.push(self.path_of(name)),
        }
    }

    /// Looks at anything that is not a folder. With `is_named` its content is compared whatever its shape says.
    fn leaf(
        &mut self,
        folder: BorrowedFd<'_>,
        branch: &mut Branch,
        name: &CStr,
        (kind, is_named): (FileType, bool),
    ) {
        let kind = match kind {
            FileType::RegularFile => Kind::File,
            FileType::Symlink => Kind::Link,
            _ => Kind::Other,
        };
        let Some(node) = branch.children.get_mut(name.to_bytes()) else {
            return self.want(branch, name, kind, (None, false));
        };
        let What::Leaf(Leaf { kind: before, known }) = &node.what else {
            return self.want(branch, name, kind, (None, false));
        };
        node.seen = self.round;
        let is_small = known.shape.is_none_or(|shape| shape.size <= self.least);
        let is_comparable = !is_named && *before == kind && is_small && known.settled;
        if is_comparable && kind == Kind::File {
            let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW);
            if stat.is_ok_and(|stat| Shape::of_file(&stat) == known.shape) {
                return;
            }
        }
        let known = Some(known.clone());
        self.want(branch, name, kind, (known, is_comparable));
    }

    fn want(
        &mut self,
        branch: &mut Branch,
        name: &CStr,
        kind: Kind,
        (known, is_comparable): (Option<Known>, bool),
    ) {
        if matches!(branch.children.get(name.to_bytes()), Some(Node { what: What::Branch(_), .. }))
        {
            self.drop_node(branch, name);
        }
        if let Some(node) = branch.children.get_mut(name.to_bytes()) {
            node.seen = self.round;
        }
        self.wanted.push(Wanted {
            path: self.path_of(name.to_bytes()),
            kind,
            known,
            is_comparable,
        });
    }
}

/// What a name stands for, where the folder itself does not say so.
fn kind_of(folder: BorrowedFd<'_>, name: &CStr, kind: FileType) -> Option<FileType> {
    if kind != FileType::Unknown {
        return Some(kind);
    }
    let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
    Some(FileType::from_raw_mode(stat.st_mode))
}

/// Whether a folder that is read is a link to another place in the site: then changes of it are noticed there.
pub(super) fn is_another_way(root: &Utf8Path, name: &str) -> bool {
    let path = root.join(name);
    let stat = statat(CWD, path.as_std_path(), AtFlags::SYMLINK_NOFOLLOW);
    let is_link = stat.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink);
    is_link
        && match (path.canonicalize_utf8(), root.canonicalize_utf8()) {
            (Ok(path), Ok(root)) => path.starts_with(root),
            _ => true,
        }
}
