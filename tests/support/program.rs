//! Sites on disk, and the program `anma`.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::tree;

/// A site in a folder of its own, which goes away with the value.
pub(crate) struct Site {
    _folder: tempfile::TempDir,
    /// The folder of the site. Beside it there is nothing else.
    pub(crate) root: PathBuf,
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; -1 when a signal ended it.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

impl Run {
    /// Fails the test unless the program ended with `code`.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert!(
            self.code == code,
            "expected exit code {code}, not {}\n{}\n{}",
            self.code,
            self.out,
            self.err
        );
        self
    }
}

/// The settings that a site needs so that nothing is to be said of them.
pub(crate) const SETTINGS: &str =
    "title: Ana Harmony\nbase_url: https://anaharmony.example\nsocial_cards: false\n";

impl Site {
    /// A site of the files in `text`, in which a line `-- path --` begins each file.
    pub(crate) fn new(text: &str) -> Self {
        Self::named("site", text)
    }

    /// The same in a folder called `name`.
    pub(crate) fn named(name: &str, text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join(name);
        fs::create_dir_all(&root).expect("a folder");
        let site = Self { _folder: folder, root };
        for source in anma::source::fixture(text).iter() {
            site.write(source.path.as_str(), source.as_text().expect("a text").as_bytes());
        }
        site
    }

    /// The smallest site: a title, an address and one article.
    pub(crate) fn small() -> Self {
        Self::new(&format!(
            "-- anma.yaml --\n{SETTINGS}-- content/articles/one.md --\n---\ntitle: One\ndate: 2026-01-01\n---\nText.\n"
        ))
    }

    /// A copy of the folder `from`.
    pub(crate) fn copy_of(from: &Path, name: &str) -> Self {
        let site = Self::named(name, "");
        for (path, bytes) in tree::read(from) {
            site.write(&path, bytes);
        }
        site
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(&path, bytes).expect("a file");
    }

    /// Writes a file whose name is no UTF-8.
    pub(crate) fn write_bytes(&self, folder: &str, name: &[u8], text: &str) {
        self.write(Path::new(folder).join(OsStr::from_bytes(name)), text);
    }

    /// The output folder.
    pub(crate) fn output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// The text of an output file.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        fs::read_to_string(self.output().join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A run of the program with `arguments`, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = anma(arguments);
        command.current_dir(&self.root);
        command
    }

    /// Runs the program in the folder of the site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().expect("the program runs").into()
    }

    /// Runs `anma build` with `arguments`.
    pub(crate) fn build(&self, arguments: &[&str]) -> Run {
        self.run(&[&["build"], arguments].concat())
    }
}

/// The program with `arguments`. It sees a fixed day and none of the settings of whoever runs the tests.
pub(crate) fn anma(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anma"));
    command.args(arguments).env("SOURCE_DATE_EPOCH", "1796083200").env_remove("CLICOLOR_FORCE");
    command
}
