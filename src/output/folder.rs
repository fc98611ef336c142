//! A folder held open: everything that touches the disk goes through one, by names relative to it.
//!
//! A name is looked up below the open folder, so nobody can pull the folder away underneath. The last part
//! of a name is never followed if it is a symbolic link; [`Folder::descend`] follows none at all.

use std::io;
use std::os::fd::OwnedFd;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustix::fs::{self, AtFlags, FileType, Mode, OFlags, RenameFlags, ResolveFlags};
use rustix::io::Errno;

use super::fault::Faults;

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const NEW_FILE: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i64,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File(Shape),
    Folder,
    /// A symbolic link, a device, a pipe: nothing this program ever makes.
    Other,
}

/// All that is below a folder, in no particular order.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<String>,
    /// Links, devices, and names that are not text.
    pub(super) others: Vec<String>,
}

/// A folder held open.
#[derive(Debug)]
pub(super) struct Folder {
    handle: OwnedFd,
    path: Utf8PathBuf,
    faults: Faults,
}

fn number(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

fn shape(stat: &fs::Stat) -> Shape {
    let nanoseconds = number(stat.st_mtime).saturating_mul(1_000_000_000);
    Shape {
        size: number(stat.st_size).unsigned_abs(),
        modified: nanoseconds.saturating_add(number(stat.st_mtime_nsec)),
    }
}

fn kind(stat: &fs::Stat) -> Kind {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File(shape(stat)),
        FileType::Directory => Kind::Folder,
        _ => Kind::Other,
    }
}

/// The shape of an open file.
pub(super) fn shape_of(file: &OwnedFd) -> io::Result<Shape> {
    Ok(shape(&fs::fstat(file)?))
}

/// Whether a folder could not be opened because none is there: nothing at all, a file, or a link.
pub(super) fn is_no_folder(error: &io::Error) -> bool {
    let none = [Errno::NOENT, Errno::NOTDIR, Errno::LOOP];
    error.raw_os_error().is_some_and(|code| none.iter().any(|errno| errno.raw_os_error() == code))
}

impl Folder {
    pub(super) fn open(path: &Utf8Path, faults: &Faults) -> io::Result<Self> {
        let handle = fs::open(path.as_std_path(), FOLDER, Mode::empty())?;
        Ok(Self { handle, path: path.to_owned(), faults: faults.clone() })
    }

    /// The path of `name` in this folder, for messages.
    pub(super) fn path(&self, name: &str) -> Utf8PathBuf {
        // Joining nothing would leave a slash at the end.
        if name.is_empty() { self.path.clone() } else { self.path.join(name) }
    }

    /// The folder `relative` below this one; a symbolic link anywhere on the way is an error.
    pub(super) fn descend(&self, relative: &str) -> io::Result<Self> {
        let handle = self.descend_handle(relative)?;
        Ok(Self { handle, path: self.path(relative), faults: self.faults.clone() })
    }

    fn descend_handle(&self, relative: &str) -> io::Result<OwnedFd> {
        if relative.contains('/') {
            let resolve = ResolveFlags::NO_SYMLINKS | ResolveFlags::BENEATH;
            match fs::openat2(&self.handle, relative, FOLDER, Mode::empty(), resolve) {
                // A kernel or a sandbox that does not know the call: go step by step.
                Err(Errno::NOSYS | Errno::PERM) => {}
                other => return Ok(other?),
            }
        }
        let mut handle = fs::openat(&self.handle, ".", FOLDER, Mode::empty())?;
        for part in relative.split('/').filter(|part| !part.is_empty()) {
            handle = fs::openat(&handle, part, FOLDER, Mode::empty())?;
        }
        Ok(handle)
    }

    /// Like [`Folder::descend`], making the folders that are missing.
    pub(super) fn descend_making(&self, relative: &str) -> io::Result<Self> {
        let mut here = self.descend("")?;
        for part in relative.split('/').filter(|part| !part.is_empty()) {
            here = match here.descend(part) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    here.make(part)?;
                    here.descend(part)?
                }
                other => other?,
            };
        }
        here.path = self.path(relative);
        Ok(here)
    }

    /// What `name` is, itself and not what it may link to.
    pub(super) fn look(&self, name: &str) -> io::Result<Option<Kind>> {
        match fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(kind(&stat))),
            Err(Errno::NOENT | Errno::NOTDIR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What tells this folder from all others: its device and its number there.
    pub(super) fn identity(&self) -> io::Result<(u64, u64)> {
        let stat = fs::fstat(&self.handle)?;
        Ok((stat.st_dev, stat.st_ino))
    }

    /// Gives this folder the permissions of `other`; says whether both have the same owner now.
    pub(super) fn dress_like(&self, other: &Self) -> io::Result<bool> {
        let (mine, theirs) = (fs::fstat(&self.handle)?, fs::fstat(&other.handle)?);
        if mine.st_mode != theirs.st_mode {
            self.faults.check()?;
            fs::fchmod(&self.handle, Mode::from_raw_mode(theirs.st_mode))?;
        }
        Ok((mine.st_uid, mine.st_gid) == (theirs.st_uid, theirs.st_gid))
    }

    /// Whether this process may make and remove files here.
    pub(super) fn check_writable(&self) -> io::Result<()> {
        let access = fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        Ok(fs::accessat(&self.handle, ".", access, AtFlags::EACCESS)?)
    }

    /// Whether something else is mounted on this folder, so that it cannot be exchanged for another.
    pub(super) fn is_mounted(&self) -> io::Result<bool> {
        let above = fs::statat(&self.handle, "..", AtFlags::empty())?;
        if above.st_dev != fs::fstat(&self.handle)?.st_dev {
            return Ok(true);
        }
        // A bind mount of the same disk has the same device: only the kernel knows.
        let answer = fs::statx(&self.handle, "", AtFlags::EMPTY_PATH, fs::StatxFlags::BASIC_STATS);
        Ok(answer.is_ok_and(|stat| stat.stx_attributes.contains(fs::StatxAttributes::MOUNT_ROOT)))
    }

    /// Opens a file to read. It is never waited for, so a pipe is no trap.
    pub(super) fn read(&self, name: &str) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        Ok(fs::openat(&self.handle, name, flags, Mode::empty())?)
    }

    /// Makes a file that was not there before.
    pub(super) fn create(&self, name: &str) -> io::Result<OwnedFd> {
        self.faults.check()?;
        Ok(fs::openat(&self.handle, name, NEW_FILE, Mode::from_raw_mode(0o644))?)
    }

    /// Opens a file to read and write, and makes it if it is not there.
    pub(super) fn open_or_create(&self, name: &str) -> io::Result<OwnedFd> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(fs::openat(&self.handle, name, flags, Mode::from_raw_mode(0o644))?)
    }

    /// Makes a file of these bytes that was not there before.
    pub(super) fn write_new(&self, name: &str, bytes: &[u8]) -> io::Result<Shape> {
        let file = self.create(name)?;
        self.write(&file, bytes)?;
        shape_of(&file)
    }

    /// Writes all of `bytes`; a full disk says how much was wanted and how much is left.
    pub(super) fn write(&self, file: &OwnedFd, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let written = self.faults.check().and_then(|()| rustix::io::write(file, rest));
            match written {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = &rest[count..],
                Err(Errno::INTR) => {}
                Err(Errno::NOSPC) => return Err(self.full(bytes.len())),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn full(&self, needed: usize) -> io::Error {
        let free = fs::fstatvfs(&self.handle)
            .map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize));
        let text = format!("the disk is full ({needed} bytes needed, {free} free)");
        io::Error::new(io::ErrorKind::StorageFull, text)
    }

    pub(super) fn make(&self, name: &str) -> io::Result<()> {
        self.faults.check()?;
        match fs::mkdirat(&self.handle, name, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A second name, in `other`, for the file `name` of this folder.
    pub(super) fn link(&self, name: &str, other: &Self) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::linkat(&self.handle, name, &other.handle, name, AtFlags::empty())?)
    }

    /// Moves `name` over `target` of `other`, replacing what is there.
    pub(super) fn rename(&self, name: &str, other: &Self, target: &str) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::renameat(&self.handle, name, &other.handle, target)?)
    }

    /// Moves `name` to `target` of `other`, where nothing may be.
    pub(super) fn rename_new(&self, name: &str, other: &Self, target: &str) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::renameat_with(&self.handle, name, &other.handle, target, RenameFlags::NOREPLACE)?)
    }

    /// Lets `name` and `target` of `other` change places, in one instant.
    pub(super) fn exchange(&self, name: &str, other: &Self, target: &str) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::renameat_with(&self.handle, name, &other.handle, target, RenameFlags::EXCHANGE)?)
    }

    /// Removes the file or link `name`; that it is gone already is no error.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        self.faults.check()?;
        match fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the empty folder `name`; says whether it is gone.
    pub(super) fn remove_folder(&self, name: &str) -> io::Result<bool> {
        self.faults.check()?;
        match fs::unlinkat(&self.handle, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => Ok(true),
            Err(Errno::NOTEMPTY | Errno::EXIST | Errno::NOTDIR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes `name` with all that is in it. Links are removed, never followed.
    pub(super) fn remove_tree(&self, name: &str) -> io::Result<()> {
        match self.look(name)? {
            None => return Ok(()),
            Some(Kind::Folder) => {}
            Some(_) => return self.remove(name),
        }
        self.descend(name)?.clear("", &|_path| true)?;
        self.remove_folder(name)?;
        Ok(())
    }

    /// Removes every file below this folder that is `unwanted` and every folder that is empty then;
    /// `prefix` is this folder's own path as `unwanted` knows it.
    pub(super) fn clear(
        &self,
        prefix: &str,
        unwanted: &(dyn Fn(&str) -> bool + Sync),
    ) -> io::Result<()> {
        let entries = self.entries()?;
        entries.into_par_iter().try_for_each(|(name, file_type)| {
            // A name that is not text is not this program's: it stays, and so does its folder.
            let Some(name) = name else { return Ok(()) };
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            if file_type == FileType::Directory {
                self.descend(&name)?.clear(&path, unwanted)?;
                self.remove_folder(&name)?;
            } else if unwanted(&path) {
                self.remove(&name)?;
            }
            Ok(())
        })
    }

    /// The names in this folder itself; `None` stands for one that is not text.
    pub(super) fn entries(&self) -> io::Result<Vec<(Option<String>, FileType)>> {
        self.entries_of(".")
    }

    fn entries_of(&self, relative: &str) -> io::Result<Vec<(Option<String>, FileType)>> {
        let mut folder = fs::Dir::new(fs::openat(&self.handle, relative, FOLDER, Mode::empty())?)?;
        let mut found = Vec::new();
        while let Some(entry) = folder.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name == b"." || name == b".." {
                continue;
            }
            let name = String::from_utf8(name.to_vec()).ok();
            let mut file_type = entry.file_type();
            if file_type == FileType::Unknown {
                // Some file systems do not tell the type along with the name.
                let stat = fs::statat(folder.fd()?, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?;
                file_type = FileType::from_raw_mode(stat.st_mode);
            }
            found.push((name, file_type));
        }
        Ok(found)
    }

    /// All that is below this folder, found by several threads.
    pub(super) fn walk(&self) -> io::Result<Listing> {
        self.walk_below("")
    }

    fn walk_below(&self, relative: &str) -> io::Result<Listing> {
        let mut found = Listing::default();
        // The folder is closed before its subfolders are opened: a deep tree needs no more handles.
        let entries = self.entries_of(if relative.is_empty() { "." } else { relative })?;
        for (name, file_type) in entries {
            let Some(name) = name else {
                found.others.push(format!("{relative}/(a name that is not text)"));
                continue;
            };
            let path = if relative.is_empty() { name } else { format!("{relative}/{name}") };
            match file_type {
                FileType::RegularFile => found.files.push(path),
                FileType::Directory => found.folders.push(path),
                _ => found.others.push(path),
            }
        }
        let below: io::Result<Vec<Listing>> =
            found.folders.par_iter().map(|folder| self.walk_below(folder)).collect();
        for listing in below? {
            found.files.extend(listing.files);
            found.folders.extend(listing.folders);
            found.others.extend(listing.others);
        }
        Ok(found)
    }

    /// Brings everything written to this file system so far onto the disk.
    pub(super) fn sync_file_system(&self) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::syncfs(&self.handle)?)
    }

    /// Brings the names in this folder onto the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.faults.check()?;
        Ok(fs::fsync(&self.handle)?)
    }
}
