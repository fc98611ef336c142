//! What the tests of this module share: a site in a temporary folder.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::fault::Faults;
use super::{BuildMark, Changes, Failure, Publish, Settings, Sink as _, open_with};
use crate::base::{Fingerprint, Route};

pub(super) fn settings(root: &Utf8Path) -> Settings {
    Settings {
        output: root.join("output"),
        roots: vec![root.to_owned()],
        protected: vec![root.join("content"), root.join("static")],
        mode: Publish::Auto,
        adopt: false,
        keep: vec![".gitkeep".to_owned()],
        lock_wait: Duration::ZERO,
        sync: false,
    }
}

/// A temporary folder and its path as text.
pub(super) fn root() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("a path");
    let path = Utf8PathBuf::try_from(path).expect("text");
    (folder, path)
}

pub(super) fn mark(text: &str) -> BuildMark {
    BuildMark { program: "anma test".to_owned(), inputs: Fingerprint::of(text.as_bytes()) }
}

pub(super) type Files = BTreeMap<String, String>;

pub(super) fn files<const N: usize>(files: [(&str, &str); N]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Publishes `files`, with some failures.
pub(super) fn publish(
    settings: &Settings,
    files: &Files,
    faults: Faults,
) -> Result<Changes, Failure> {
    let stage = open_with(settings, &mut |_| {}, faults)?;
    for (path, text) in files {
        stage.put(&Route::new(path).expect("a route"), text.as_bytes())?;
    }
    stage.commit(&mark(&format!("{files:?}")))
}

/// Every file below `folder` that a visitor could get, with its content.
pub(super) fn visible(folder: &Utf8Path) -> Files {
    let mut found = Files::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let Ok(entry) = entry else { continue };
        let path = entry.path().strip_prefix(folder).expect("inside").to_str().expect("text");
        if !path.starts_with('.') && !entry.file_type().is_dir() {
            found.insert(path.to_owned(), fs::read_to_string(entry.path()).unwrap_or_default());
        }
    }
    found
}

/// Everything the file system says of every name below `folder`, the folder included: two equal answers
/// mean that nothing was touched.
pub(super) fn trace(folder: &Utf8Path) -> Vec<String> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| {
            let entry = entry.expect("readable");
            let found = entry.metadata().expect("readable");
            let time = (found.mtime(), found.mtime_nsec());
            format!("{:?} {} {} {time:?}", entry.path(), found.ino(), found.size())
        })
        .collect()
}

/// The names in the state folder, without those that may always be there.
pub(super) fn litter(settings: &Settings) -> Vec<String> {
    let (parent, name) =
        (settings.output.parent().expect("one"), settings.output.file_name().expect("one"));
    let Ok(found) = fs::read_dir(parent.join(format!(".{name}.state"))) else { return Vec::new() };
    found
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| !["lock", "prev", "mark"].contains(&name.as_str()))
        .collect()
}
