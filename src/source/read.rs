//! Reads one file of a site. The only place of the READ stage that opens files.

use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use camino::Utf8Path;
use rustix::fs::{AtFlags, CWD, Mode, OFlags, fstat, open, statat};
use rustix::io::Errno;

use super::{Content, Shape, Source, now};
use crate::base::{Fingerprint, Span, size_in_words};
use crate::diagnostic::{Code, Diagnostic, Notes};

/// How a file is opened: the last part of its name is not followed, and a pipe is not waited for.
const FILE: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// How much is read at the most.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// Longest text file, in bytes.
    pub file: u64,
}

/// What a name in a folder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A symbolic link.
    Link,
    /// A folder that lies deeper than folders are read.
    Deep,
    /// A pipe, a socket or a device.
    Other,
}

/// What is known of a file that was read, so as to tell whether it must be read again.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// How it was; nothing when that cannot be told, so that it is looked at each time.
    pub shape: Option<Shape>,
    /// Where it leads, if it is a link.
    pub real: Option<PathBuf>,
    /// Whether a change since then is sure to show in its shape.
    pub settled: bool,
}

/// What was found in the place of a file.
#[derive(Debug)]
pub enum Seen {
    /// What was known.
    Same,
    /// A file that is part of the site.
    Source(Source),
    /// Something that is not, and why.
    Problem(Diagnostic),
    /// Nothing, or something of another kind than was said: one has to look again.
    Gone,
}

impl Seen {
    const fn with(self, known: Known) -> (Self, Known) {
        (self, known)
    }
}

/// Reads files of one site.
#[derive(Debug)]
pub struct Reader<'a> {
    root: &'a Utf8Path,
    real_root: OnceLock<PathBuf>,
    limits: ScanLimits,
}

fn is_absent(error: Errno) -> bool {
    matches!(error, Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NXIO | Errno::STALE)
}

fn named(disk: &Path, error: Errno) -> io::Error {
    let error = io::Error::from(error);
    io::Error::new(error.kind(), format!("cannot read {}: {error}", disk.display()))
}

impl<'a> Reader<'a> {
    /// A reader for the site at `root`.
    pub const fn new(root: &'a Utf8Path, limits: ScanLimits) -> Self {
        Self { root, real_root: OnceLock::new(), limits }
    }

    /// Reads what lies at `path` in the site and is of this `kind`. `known` is what was known of it; without it
    /// the file is read in any case. `buffer` saves an allocation for each file.
    ///
    /// # Errors
    /// When the file system fails; the message names the path.
    pub fn read(
        &self,
        path: &[u8],
        kind: Kind,
        known: Option<&Known>,
        buffer: &mut Vec<u8>,
    ) -> io::Result<(Seen, Known)> {
        let Ok(text) = str::from_utf8(path) else {
            return Ok(
                Seen::Problem(not_a_name(&String::from_utf8_lossy(path))).with(Known::default())
            );
        };
        let problem = |why: &str| Ok(Seen::Problem(special(text, why)).with(Known::default()));
        let disk = self.root.join(text);
        let real = match kind {
            Kind::File => None,
            Kind::Deep => return problem("lies too deep: folders are read 64 levels down"),
            Kind::Other => return problem("is not a file (a pipe, a socket or a device)"),
            Kind::Link => match self.follow(&disk) {
                Ok(real) => Some(real),
                Err(why) => return problem(why),
            },
        };
        let (seen, shape) = match self.read_as(real.as_deref(), &disk, text, known, buffer)? {
            (seen, Some((shape, settled))) => (seen, (Some(shape), settled)),
            (seen, None) => (seen, (None, false)),
        };
        Ok(seen.with(Known { shape: shape.0, settled: shape.1, real }))
    }

    /// Where a link leads, if that is a file of the site.
    fn follow(&self, disk: &Utf8Path) -> Result<PathBuf, &'static str> {
        let real = std::fs::canonicalize(disk).map_err(|_| "is a link that leads nowhere")?;
        let root = self
            .real_root
            .get_or_init(|| std::fs::canonicalize(self.root).unwrap_or_else(|_| self.root.into()));
        if !real.starts_with(root) {
            return Err("is a link that leads out of the site");
        }
        let is_file = statat(CWD, &real, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| Shape::of_file(&stat).is_some());
        if is_file { Ok(real) } else { Err("is a link to something that is not a file") }
    }

    fn read_as(
        &self,
        real: Option<&Path>,
        disk: &Utf8Path,
        path: &str,
        known: Option<&Known>,
        buffer: &mut Vec<u8>,
    ) -> io::Result<(Seen, Option<(Shape, bool)>)> {
        let place = real.unwrap_or(disk.as_std_path());
        let is_same = |shape: &Shape| {
            known.is_some_and(|known| {
                known.settled && known.shape == Some(*shape) && known.real.as_deref() == real
            })
        };
        let moment = now();
        if !is_text(path) && !is_named_by_content(path) {
            let stat = match statat(CWD, place, AtFlags::SYMLINK_NOFOLLOW) {
                Err(error) if is_absent(error) => return Ok((Seen::Gone, None)),
                stat => stat.map_err(|error| named(place, error))?,
            };
            let Some(shape) = Shape::of_file(&stat) else { return Ok((Seen::Gone, None)) };
            if is_same(&shape) {
                return Ok((Seen::Same, None));
            }
            let disk = Utf8Path::from_path(place).unwrap_or(disk);
            return Ok((Seen::Source(copied(disk, path, &shape)), Some((shape, true))));
        }
        let file = match open(place, FILE, Mode::empty()) {
            Err(error) if is_absent(error) => return Ok((Seen::Gone, None)),
            file => file.map_err(|error| named(place, error))?,
        };
        let stat = fstat(&file).map_err(|error| named(place, error))?;
        let Some(shape) = Shape::of_file(&stat) else { return Ok((Seen::Gone, None)) };
        if is_same(&shape) {
            return Ok((Seen::Same, None));
        }
        let path: Arc<Utf8Path> = Utf8Path::new(path).into();
        if shape.size > self.limits.file {
            let problem = Seen::Problem(too_large(&path, shape.size, self.limits.file));
            return Ok((problem, Some((shape, shape.is_settled(moment)))));
        }
        let after = fill(buffer, file, self.limits.file).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot read {}: {error}", place.display()))
        })?;
        // What was written while it was read must be read again.
        let settled = after == Some(shape) && shape.is_settled(moment);
        Ok((understood(path, buffer), Some((shape, settled))))
    }
}

/// Reads all of `file`, and gives its shape after that.
fn fill(buffer: &mut Vec<u8>, file: OwnedFd, limit: u64) -> io::Result<Option<Shape>> {
    buffer.clear();
    let file = std::fs::File::from(file);
    // A file that grows while it is read must not grow without end.
    (&file).take(limit + 1).read_to_end(buffer)?;
    Ok(Shape::of_file(&fstat(&file)?))
}

/// What the bytes of a file are.
fn understood(path: Arc<Utf8Path>, bytes: &[u8]) -> Seen {
    let fingerprint = Fingerprint::of(bytes);
    if is_named_by_content(path.as_str()) {
        return Seen::Source(Source { path, content: Content::Bytes(bytes.into()), fingerprint });
    }
    match str::from_utf8(bytes) {
        Ok(text) => Seen::Source(Source { path, content: Content::Text(text.into()), fingerprint }),
        Err(error) => Seen::Problem(not_utf8(&path, bytes, error.valid_up_to())),
    }
}

fn copied(disk: &Utf8Path, path: &str, shape: &Shape) -> Source {
    let modified = u128::try_from(shape.modified).ok();
    let fingerprint = Fingerprint::of(format!("{} {modified:?}", shape.size).as_bytes());
    let content = Content::File {
        disk: disk.to_owned(),
        size: shape.size,
        device: shape.device,
        inode: shape.inode,
    };
    Source { path: Utf8Path::new(path).into(), content, fingerprint }
}

/// Opens a file that is copied or served long after it was found: the same file, or none.
///
/// Links are not followed, pipes are not waited for, and a file that is not the one that was found is refused.
///
/// # Errors
/// When it cannot be opened, or is another file, or has another length by now.
pub fn open_regular(
    disk: &Utf8Path,
    size: u64,
    device: u64,
    inode: u64,
) -> io::Result<std::fs::File> {
    let file = open(disk.as_std_path(), FILE, Mode::empty())
        .map_err(|error| named(disk.as_std_path(), error))?;
    let found = Shape::of_file(&fstat(&file)?);
    let is_it = found
        .is_some_and(|shape| shape.size == size && shape.device == device && shape.inode == inode);
    if !is_it {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("{disk} is not the file that it was"),
        ));
    }
    Ok(file.into())
}

/// The bytes of a file of the site, whatever way it is held. Of one that is not held, never more than was found.
///
/// # Errors
/// When it must be read and cannot be, or is no longer the file that was found.
pub fn bytes_of(content: &Content) -> io::Result<Arc<[u8]>> {
    match content {
        Content::Text(text) => Ok(text.as_bytes().into()),
        Content::Bytes(bytes) => Ok(Arc::clone(bytes)),
        Content::File { disk, size, device, inode } => {
            let file = open_regular(disk, *size, *device, *inode)?;
            let mut bytes = Vec::with_capacity(usize::try_from(*size).unwrap_or_default() + 1);
            file.take(*size).read_to_end(&mut bytes)?;
            if u64::try_from(bytes.len()).ok() != Some(*size) {
                let message = format!("{disk} became shorter while it was read");
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
            }
            Ok(bytes.into())
        }
    }
}

fn special(path: &str, why: &str) -> Diagnostic {
    let message = format!("`{path}` {why}, so it is left out");
    Diagnostic::warning(Code::FILE_SPECIAL, Span::file(&Utf8Path::new(path).into()), message)
        .help("remove it, or put the file itself in its place")
}

fn not_a_name(shown: &str) -> Diagnostic {
    let message = format!("the name of the file `{shown}` is not UTF-8");
    Diagnostic::error(Code::FILE_NAME, Span::file(&Utf8Path::new(shown).into()), message)
        .help("rename the file with plain letters, digits and hyphens")
}

fn too_large(path: &Arc<Utf8Path>, size: u64, limit: u64) -> Diagnostic {
    let message = format!(
        "the file has {}, and anma reads text of up to {}",
        size_in_words(size),
        size_in_words(limit)
    );
    Diagnostic::error(Code::FILE_TOO_LARGE, Span::file(path), message)
        .help("split it into several pages, or raise `limits.file` in anma.yaml")
}

fn not_utf8(path: &Arc<Utf8Path>, bytes: &[u8], valid: usize) -> Diagnostic {
    let line = memchr::memchr_iter(b'\n', &bytes[..valid]).count() + 1;
    let message = format!("line {line} of the file has letters that are not UTF-8");
    Diagnostic::error(Code::FILE_NOT_UTF8, Span::file(path), message)
        .help("open the file in your editor and save it with the encoding UTF-8")
}

/// The ending of a file's name, without the dot.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn is_text(path: &str) -> bool {
    let text = matches!(ending(path), "md" | "yaml" | "yml");
    let folders = ["content/", "rules/"];
    let markdown_or_data =
        folders.iter().any(|folder| path.starts_with(folder)) || !path.contains('/');
    (text && markdown_or_data) || (path.starts_with("themes/") && !path.contains("/assets/"))
}

fn is_named_by_content(path: &str) -> bool {
    let asset =
        path.starts_with("assets/") || (path.starts_with("themes/") && path.contains("/assets/"));
    asset && matches!(ending(path), "css" | "js")
}

/// Reads one text file of the site at `root`, such as `anma.yaml`; `None` if it does not exist or
/// cannot be used, which is then noted. A link is followed wherever it leads.
///
/// # Errors
/// When the file system fails.
pub fn read_file(
    root: &Utf8Path,
    path: &str,
    limits: ScanLimits,
    notes: &mut Notes,
) -> io::Result<Option<Source>> {
    let Ok(real) = std::fs::canonicalize(root.join(path)) else { return Ok(None) };
    let reader = Reader::new(root, limits);
    let mut buffer = Vec::new();
    match reader.read_as(Some(&real), &root.join(path), path, None, &mut buffer)?.0 {
        Seen::Source(source) => Ok(Some(source)),
        Seen::Problem(problem) => {
            notes.push(problem);
            Ok(None)
        }
        Seen::Same | Seen::Gone => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make files")]

    use camino::Utf8PathBuf;

    use super::*;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, Utf8PathBuf, Content) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        std::fs::create_dir(root.join("static")).expect("a folder");
        std::fs::write(root.join("static/a.png"), bytes).expect("a file");
        let reader = Reader::new(&root, ScanLimits { file: 9 });
        let seen = reader.read(b"static/a.png", Kind::File, None, &mut Vec::new()).expect("reads");
        let Seen::Source(source) = seen.0 else { panic!("{seen:?}") };
        (folder, root, source.content)
    }

    #[test]
    fn a_file_is_served_only_while_it_is_the_one_that_was_found() {
        let (_folder, root, content) = file(b"\x89PNG");
        assert_eq!(&*bytes_of(&content).expect("reads"), b"\x89PNG");
        let path = root.join("static/a.png");
        std::fs::write(&path, b"longer than it was").expect("a file");
        assert!(bytes_of(&content).is_err(), "another length");
        std::fs::write(&path, b"\x89JPG").expect("a file");
        assert!(bytes_of(&content).is_ok(), "the same file, written again");
        // Kept, so that its number is not given to the next file.
        std::fs::rename(&path, root.join("kept")).expect("renamed");
        std::fs::write(&path, b"\x89PNG").expect("a file");
        assert!(bytes_of(&content).is_err(), "another file");
        std::fs::remove_file(&path).expect("removed");
        std::os::unix::fs::symlink(root.join("kept"), &path).expect("a link");
        assert!(bytes_of(&content).is_err(), "a link to the very file");
        std::fs::remove_file(&path).expect("removed");
        rustix::fs::mknodat(CWD, path.as_std_path(), rustix::fs::FileType::Fifo, Mode::RUSR, 0)
            .expect("a pipe");
        assert!(bytes_of(&content).is_err(), "a pipe, which nobody waits for");
        std::fs::remove_file(&path).expect("removed");
        assert!(bytes_of(&content).is_err(), "nothing");
    }
}
