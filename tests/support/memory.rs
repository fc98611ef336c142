//! Builds a site that is written as one text, in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anma::base::{Date, Fingerprint};
use anma::diagnostic::{Notes, Palette, to_terminal};
use anma::engine::{self, Outcome, Settings};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::output::Memory;
use anma::picture::Pictures;
use anma::progress::Progress;
use anma::source::{Content, Source, Sources, fixture};

use super::tree;

/// A site that was built in memory.
pub(crate) struct Built {
    /// What was read.
    pub(crate) sources: Sources,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// Every file, by path.
    pub(crate) files: BTreeMap<String, String>,
}

/// The day on which all sites of the tests are built.
pub(crate) fn today() -> Date {
    Date::parse("2026-12-01").expect("a day")
}

/// Settings for a build on [`today`].
pub(crate) fn settings() -> Settings {
    Settings::new(Calendar::on(today()))
}

/// What stands in a text for a file that is none: its path on the disk follows.
const FILE: &str = "(the file at ";

/// The bytes of the file at `path`, as text: as it is, or by its path.
pub(crate) fn as_text(path: &Path, bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|_| format!("{FILE}{})", path.display()))
}

/// The site of this repository, as one text.
pub(crate) fn sample() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let settings = std::fs::read_to_string(root.join("anma.yaml")).expect("the settings");
    // Cards take long to draw, and are looked at elsewhere.
    let mut text = format!("-- anma.yaml --\n{settings}\nsocial_cards: false\n");
    for (path, bytes) in tree::read(&root.join("content")) {
        let content = as_text(&root.join("content").join(&path), bytes);
        text.push_str(&format!("\n-- content/{path} --\n{content}"));
    }
    text
}

/// The files in `text`, in which a line `-- path --` begins each, with those of [`as_text`].
fn files(text: &str) -> Sources {
    let with_bytes = |source: &Source| {
        let path = source.as_text()?.strip_prefix(FILE)?.trim_end().strip_suffix(')')?;
        let bytes = std::fs::read(path).expect("a file");
        let fingerprint = Fingerprint::of(&bytes);
        Some(Source { content: Content::Bytes(bytes.into()), fingerprint, ..source.clone() })
    };
    let sources = fixture(text);
    sources.iter().map(|source| with_bytes(source).unwrap_or_else(|| source.clone())).collect()
}

/// What knows the pictures of all sites that one test builds: the same icons are drawn once.
pub(crate) fn gallery() -> Arc<dyn Pictures> {
    static GALLERY: OnceLock<Arc<dyn Pictures>> = OnceLock::new();
    Arc::clone(GALLERY.get_or_init(Gallery::in_memory))
}

/// Builds the site of `text`, in which a line `-- path --` begins each file.
pub(crate) fn build(text: &str, settings: &Settings) -> Built {
    let sources = files(text);
    let memory = Memory::default();
    let progress = Progress::default();
    let outside = (gallery(), &memory as _);
    let outcome = engine::build(&sources, settings, Notes::default(), outside, &progress)
        .expect("memory does not fail");
    let files = memory
        .into_files()
        .into_iter()
        .map(|(route, bytes)| (route.to_string(), String::from_utf8_lossy(&bytes).into_owned()))
        .collect();
    Built { sources, outcome, files }
}

impl Built {
    /// Every diagnostic as a person reads it.
    pub(crate) fn report(&self) -> String {
        let one = |diagnostic| {
            to_terminal(diagnostic, Palette::Plain, |span| engine::text_of(&self.sources, span))
        };
        let reports: Vec<String> = self.outcome.diagnostics.iter().map(one).collect();
        reports.join("\n\n")
    }

    /// The file `path`.
    pub(crate) fn file(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| {
            panic!("no {path}; there are {:?}; {}", self.files.keys(), self.report())
        })
    }
}
