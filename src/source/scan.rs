//! Reads a site's folders in parallel. The only place of the READ stage that touches the disk.

use std::fs::Metadata;
use std::io::{self, Read as _};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{Content, Source, is_litter};
use crate::base::{Fingerprint, Span, size_in_words};
use crate::diagnostic::{Code, Diagnostic, Notes};

/// Deepest nesting of folders that is followed.
const MAX_DEPTH: usize = 64;

/// How much is read at the most.
#[derive(Clone, Copy, Debug)]
pub struct ScanLimits {
    /// Longest text file, in bytes.
    pub file: u64,
}

enum Found {
    Source(Source),
    Problem(Diagnostic),
}

/// Reads everything below `folder` (`content`) of the site at `root`.
///
/// A folder that does not exist is an empty one. Links are followed only to files inside the site;
/// anything that is neither file nor folder is left out with a warning.
///
/// # Errors
/// When the file system fails; the message names the path.
pub fn scan(
    root: &Utf8Path,
    folder: &str,
    limits: ScanLimits,
    notes: &mut Notes,
) -> io::Result<Vec<Source>> {
    let top = root.join(folder);
    if !top.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    let walk = WalkDir::new(&top).max_depth(MAX_DEPTH).sort_by_file_name();
    for entry in
        walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_litter_entry(entry))
    {
        let entry = entry.map_err(|error| {
            let path = error.path().map(|path| path.display().to_string()).unwrap_or_default();
            io::Error::other(format!("cannot read {path}: {error}"))
        })?;
        if entry.depth() == MAX_DEPTH && entry.file_type().is_dir() {
            notes.push(special(root, &entry, "lies too deep: folders are read 64 levels down"));
        }
        if !entry.file_type().is_dir() {
            entries.push(entry);
        }
    }
    let real_root = std::fs::canonicalize(root).unwrap_or_else(|_| root.into());
    let found: Vec<io::Result<Found>> = entries
        .par_iter()
        .with_min_len(64)
        .map(|entry| read_entry(root, &real_root, entry, limits))
        .collect();
    let mut sources = Vec::with_capacity(found.len());
    for one in found {
        match one? {
            Found::Source(source) => sources.push(source),
            Found::Problem(problem) => notes.push(problem),
        }
    }
    Ok(sources)
}

fn is_litter_entry(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(is_litter)
}

fn special(root: &Utf8Path, entry: &DirEntry, why: &str) -> Diagnostic {
    let path = entry.path().to_string_lossy();
    let path = path.strip_prefix(root.as_str()).unwrap_or(&path).trim_start_matches('/');
    let path: Arc<Utf8Path> = Utf8Path::new(path).into();
    let message = format!("`{path}` {why}, so it is left out");
    Diagnostic::warning(Code::FILE_SPECIAL, Span::file(&path), message)
        .help("remove it, or put the file itself in its place")
}

fn read_entry(
    root: &Utf8Path,
    real_root: &std::path::Path,
    entry: &DirEntry,
    limits: ScanLimits,
) -> io::Result<Found> {
    let Some(disk) = Utf8Path::from_path(entry.path()) else {
        let shown = entry.path().to_string_lossy();
        let shown =
            shown.strip_prefix(root.as_str()).unwrap_or(&shown).trim_start_matches('/').to_owned();
        let path: Arc<Utf8Path> = Utf8Path::new(&shown).into();
        return Ok(Found::Problem(
            Diagnostic::error(
                Code::FILE_NAME,
                Span::file(&path),
                format!("the name of the file `{shown}` is not UTF-8"),
            )
            .help("rename the file with plain letters, digits and hyphens"),
        ));
    };
    if entry.file_type().is_symlink() {
        match std::fs::canonicalize(disk) {
            Err(_) => {
                return Ok(Found::Problem(special(root, entry, "is a link that leads nowhere")));
            }
            Ok(target) if !target.starts_with(real_root) => {
                return Ok(Found::Problem(special(
                    root,
                    entry,
                    "is a link that leads out of the site",
                )));
            }
            Ok(target) if !target.is_file() => {
                return Ok(Found::Problem(special(
                    root,
                    entry,
                    "is a link to something that is not a file",
                )));
            }
            Ok(_) => {}
        }
    } else if !entry.file_type().is_file() {
        return Ok(Found::Problem(special(
            root,
            entry,
            "is not a file (a pipe, a socket or a device)",
        )));
    }
    let path: Arc<Utf8Path> = relative(root, disk).into();
    read_as(disk, path, limits)
}

/// The path of `disk` in the site.
fn relative(root: &Utf8Path, disk: &Utf8Path) -> Utf8PathBuf {
    let path = disk.as_str().strip_prefix(root.as_str()).unwrap_or(disk.as_str());
    let path = path.trim_start_matches(std::path::MAIN_SEPARATOR);
    if std::path::MAIN_SEPARATOR == '/' { path.into() } else { path.replace('\\', "/").into() }
}

/// The ending of a file's name, without the dot.
fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn is_text(path: &str) -> bool {
    let text = matches!(ending(path), "md" | "yaml" | "yml");
    let markdown_or_data = path.starts_with("content/") || !path.contains('/');
    (text && markdown_or_data) || (path.starts_with("themes/") && !path.contains("/assets/"))
}

fn is_named_by_content(path: &str) -> bool {
    let asset =
        path.starts_with("assets/") || (path.starts_with("themes/") && path.contains("/assets/"));
    asset && matches!(ending(path), "css" | "js")
}

fn read_as(disk: &Utf8Path, path: Arc<Utf8Path>, limits: ScanLimits) -> io::Result<Found> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("cannot read {disk}: {error}"));
    if !is_text(path.as_str()) && !is_named_by_content(path.as_str()) {
        let metadata = std::fs::metadata(disk).map_err(named)?;
        let fingerprint =
            Fingerprint::of(format!("{} {:?}", metadata.len(), modified(&metadata)).as_bytes());
        let content = Content::File { disk: disk.to_owned(), size: metadata.len() };
        return Ok(Found::Source(Source { path, content, fingerprint }));
    }
    let file = std::fs::File::open(disk).map_err(named)?;
    let length = file.metadata().map_err(named)?.len();
    if length > limits.file {
        let message = format!(
            "the file has {}, and anma reads text of up to {}",
            size_in_words(length),
            size_in_words(limits.file)
        );
        return Ok(Found::Problem(
            Diagnostic::error(Code::FILE_TOO_LARGE, Span::file(&path), message)
                .help("split it into several pages, or raise `limits.file` in anma.yaml"),
        ));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    // A file that grows while it is read must not grow without end.
    file.take(limits.file + 1).read_to_end(&mut bytes).map_err(named)?;
    let fingerprint = Fingerprint::of(&bytes);
    if is_named_by_content(path.as_str()) {
        return Ok(Found::Source(Source {
            path,
            content: Content::Bytes(bytes.into()),
            fingerprint,
        }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            Ok(Found::Source(Source { path, content: Content::Text(text.into()), fingerprint }))
        }
        Err(error) => {
            Ok(Found::Problem(not_utf8(&path, error.as_bytes(), error.utf8_error().valid_up_to())))
        }
    }
}

fn not_utf8(path: &Arc<Utf8Path>, bytes: &[u8], valid: usize) -> Diagnostic {
    let line = memchr::memchr_iter(b'\n', &bytes[..valid]).count() + 1;
    let message = format!("line {line} of the file has letters that are not UTF-8");
    Diagnostic::error(Code::FILE_NOT_UTF8, Span::file(path), message)
        .help("open the file in your editor and save it with the encoding UTF-8")
}

fn modified(metadata: &Metadata) -> Option<u128> {
    let time = metadata.modified().ok()?;
    time.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_nanos())
}

/// Reads one text file of the site at `root`, such as `anma.yaml`; `None` if it does not exist or
/// cannot be used, which is then noted.
///
/// # Errors
/// When the file system fails.
pub fn read_file(
    root: &Utf8Path,
    path: &str,
    limits: ScanLimits,
    notes: &mut Notes,
) -> io::Result<Option<Source>> {
    let disk = root.join(path);
    if !disk.is_file() {
        return Ok(None);
    }
    match read_as(&disk, Utf8Path::new(path).into(), limits)? {
        Found::Source(source) => Ok(Some(source)),
        Found::Problem(problem) => {
            notes.push(problem);
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make files")]

    use super::*;

    const LIMITS: ScanLimits = ScanLimits { file: 1000 };

    fn site(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        for (path, bytes) in files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, bytes).expect("a file");
        }
        (folder, root)
    }

    fn codes(notes: Notes) -> Vec<&'static str> {
        notes.into_vec().into_iter().map(|note| note.code.0).collect()
    }

    #[test]
    fn text_is_held_and_pictures_are_not() {
        let (_folder, root) = site(&[
            ("content/a.md", b"# A"),
            ("content/a.png", b"\x89PNG"),
            ("content/.a.md.swp", b""),
            ("content/b/_index.md", b""),
        ]);
        let mut notes = Notes::default();
        let sources = scan(&root, "content", LIMITS, &mut notes).expect("reads");
        let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["content/a.md", "content/a.png", "content/b/_index.md"]);
        assert!(
            matches!(sources[0].content, Content::Text(_))
                && matches!(sources[1].content, Content::File { size: 4, .. })
        );
        assert!(notes.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_is_read() {
        let (_folder, root) = site(&[
            ("content/big.md", &[b'x'; 2000]),
            ("content/latin.md", b"caf\xe9"),
            ("content/ok.md", b"ok"),
            ("secret", b"s"),
        ]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/hostname", root.join("content/out.md")).expect("link");
            std::os::unix::fs::symlink("gone", root.join("content/gone.md")).expect("link");
            std::os::unix::fs::symlink("ok.md", root.join("content/inside.md")).expect("link");
            std::os::unix::fs::symlink(".", root.join("content/loop")).expect("link");
            rustix::fs::mknodat(
                rustix::fs::CWD,
                root.join("content/pipe.md").as_std_path(),
                rustix::fs::FileType::Fifo,
                rustix::fs::Mode::RUSR,
                0,
            )
            .expect("a pipe");
        }
        let mut notes = Notes::default();
        let sources = scan(&root, "content", LIMITS, &mut notes).expect("reads");
        let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
        assert_eq!(paths, ["content/inside.md", "content/ok.md"]);
        let found = codes(notes);
        assert_eq!(found.iter().filter(|code| **code == "file::special").count(), 4, "{found:?}");
        assert!(found.contains(&"file::too-large") && found.contains(&"file::not-utf8"));
    }

    #[test]
    fn a_folder_that_is_not_there_is_empty() {
        let (_folder, root) = site(&[]);
        assert!(scan(&root, "content", LIMITS, &mut Notes::default()).expect("reads").is_empty());
    }
}
