//! What the tests share: sites, and ways to look at a folder.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::time::Duration;

use anma::base::{Fingerprint, Route};
use anma::output::{BuildMark, Changes, Failure, Publish, Settings, Sink as _, Stage, open};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

pub(crate) type Files = BTreeMap<String, String>;

pub(crate) const MODES: [Publish; 2] = [Publish::Swap, Publish::Files];

/// A site's root in a temporary folder, in memory where the system has such a place.
pub(crate) struct Root {
    _folder: tempfile::TempDir,
    pub(crate) path: Utf8PathBuf,
}

impl Root {
    pub(crate) fn new() -> Self {
        let memory = Utf8Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            tempfile::tempdir_in(memory).expect("a folder")
        } else {
            tempfile::tempdir().expect("a folder")
        };
        let path = folder.path().canonicalize().expect("a path");
        Self { _folder: folder, path: Utf8PathBuf::try_from(path).expect("text") }
    }

    pub(crate) fn settings(&self, mode: Publish) -> Settings {
        settings(&self.path, mode)
    }

    /// Writes a file below the root, as a person would.
    #[expect(clippy::disallowed_methods, reason = "a test is at the edge")]
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().expect("one")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        read(&self.path.join(path)).expect("a file")
    }

    /// The site that visitors see.
    pub(crate) fn visible(&self) -> Files {
        visible(&self.path.join("output"))
    }

    /// The names in the state folder that should not be there between two runs.
    pub(crate) fn litter(&self) -> Vec<String> {
        let Ok(found) = fs::read_dir(self.path.join(".output.state")) else { return Vec::new() };
        let names = found.map(|entry| entry.expect("readable").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        names.filter(|name| !["lock", "prev", "mark"].contains(&name.as_str())).collect()
    }
}

pub(crate) fn settings(root: &Utf8Path, mode: Publish) -> Settings {
    Settings {
        output: root.join("output"),
        roots: vec![root.to_owned()],
        protected: ["content", "themes", "static"].map(|name| root.join(name)).to_vec(),
        mode,
        adopt: false,
        keep: vec![".gitkeep".to_owned()],
        lock_wait: Duration::from_secs(20),
        sync: false,
    }
}

#[expect(clippy::disallowed_methods, reason = "a test is at the edge")]
pub(crate) fn read(path: &Utf8Path) -> std::io::Result<String> {
    fs::read_to_string(path)
}

pub(crate) fn files<const N: usize>(files: [(&str, &str); N]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The mark of a site: the same files, the same mark.
pub(crate) fn mark(files: &Files) -> BuildMark {
    let parts = files.iter().flat_map(|(path, text)| [path, text]);
    let inputs = Fingerprint::all(parts.map(|text| Fingerprint::of(text.as_bytes())));
    BuildMark { program: "anma test".to_owned(), inputs }
}

pub(crate) fn route(path: &str) -> Route {
    Route::new(path).expect("a route")
}

/// Opens a stage and writes `files` into it from several threads.
pub(crate) fn stage(settings: &Settings, files: &Files) -> Result<Stage, Failure> {
    let stage = open(settings, &mut |_| {})?;
    files.par_iter().try_for_each(|(path, text)| stage.put(&route(path), text.as_bytes()))?;
    Ok(stage)
}

pub(crate) fn publish(settings: &Settings, files: &Files) -> Result<Changes, Failure> {
    stage(settings, files)?.commit(&mark(files))
}

/// Every file below `folder` that a visitor could get, with its content.
pub(crate) fn visible(folder: &Utf8Path) -> Files {
    let mut found = Files::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let Ok(entry) = entry else { continue };
        let path = entry.path().strip_prefix(folder).expect("inside").to_str().expect("text");
        if !path.starts_with('.') && !entry.file_type().is_dir() {
            let path = path.to_owned();
            let text = read(&folder.join(&path)).unwrap_or_else(|error| error.to_string());
            found.insert(path, text);
        }
    }
    found
}

/// Everything the file system says of every name below `folder`, the folder included: two equal answers
/// mean that nothing was touched.
pub(crate) fn trace(folder: &Utf8Path) -> Vec<String> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| {
            let entry = entry.expect("readable");
            let found = entry.metadata().expect("readable");
            let times = (found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec());
            let (number, size, mode) = (found.ino(), found.size(), found.mode());
            format!("{:?} {number} {size} {mode:o} {times:?}", entry.path())
        })
        .collect()
}

/// One of two sites of several hundred files, which have some addresses in common and some not, and some
/// that are a file in one and a folder in the other.
pub(crate) fn large_site(second: bool) -> Files {
    let name = if second { "second" } else { "first" };
    let body = format!("{name} site ").repeat(120);
    let mut files = Files::new();
    for number in 0..90 {
        files.insert(format!("articles/common-{number}/index.html"), format!("{body}{number}"));
        files.insert(format!("articles/same-{number}/index.html"), format!("same {number}"));
        files.insert(format!("articles/{name}-{number}/index.html"), format!("{body}{number}"));
    }
    let turning = |number| {
        let is_file = second ^ (number % 2 == 0);
        format!("turning-{number}{}", if is_file { "" } else { "/deep/index.html" })
    };
    files.extend((0..10).map(|number| (turning(number), body.clone())));
    files.insert("index.html".to_owned(), format!("{body}home"));
    files.insert("sitemap.xml".to_owned(), format!("{body}map"));
    files
}
