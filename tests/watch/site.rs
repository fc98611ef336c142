//! A site on the disk, somebody who watches it, and what they know of it.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anma::diagnostic::Diagnostic;
use anma::project::{Folder, Project};
use anma::serve::watch::{Change, Mode, Watch};
use anma::source::Source;
use camino::{Utf8Path, Utf8PathBuf};

/// How long anything may take on a machine that has much else to do. Nothing waits for it but a failure.
const BOUND: Duration = Duration::from_secs(30);

/// A site on the disk.
pub(crate) struct Site {
    _folder: tempfile::TempDir,
    pub(crate) root: Utf8PathBuf,
}

impl Site {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let real = folder.path().canonicalize().expect("a folder");
        let root = Utf8PathBuf::from_path_buf(real.join("site")).expect("UTF-8");
        let site = Self { _folder: folder, root };
        site.write("anma.yaml", "title: Ana Harmony\ntheme: plain\n");
        site.write("content/article.md", "# One\n");
        site.write("content/other.md", "# Other\n");
        site.write("content/deep/er/page.md", "# Deep\n");
        site.write("content/photo.png", "a picture");
        site.write("static/robots.txt", "a robot");
        site.write("assets/site.css", "a { color: red }");
        site.write("themes/plain/theme.yaml", "name: plain\n");
        site
    }

    pub(crate) fn at(&self, path: &str) -> Utf8PathBuf {
        self.root.join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.at(path)).expect("a file")
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("renamed");
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.at(path);
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.expect("removed");
    }

    /// Runs a program in the site's folder.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(&self.root)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    }
}

/// Somebody who watches a site, and keeps what they know of it up to date.
pub(crate) struct Observer {
    pub(crate) watch: Watch,
    pub(crate) folder: Folder,
    root: Utf8PathBuf,
    /// How often they were woken.
    pub(crate) wakes: usize,
    /// Whether they were told to look at everything.
    pub(crate) saw_all: bool,
}

/// What a site is, for comparing.
pub(crate) fn state(project: &Project) -> (Vec<Source>, Vec<Diagnostic>) {
    (project.sources.iter().cloned().collect(), project.notes.iter().cloned().collect())
}

impl Observer {
    pub(crate) fn new(root: &Utf8Path, mode: Mode) -> Self {
        let mut watch = Watch::new(root, mode);
        assert_eq!(watch.has_events(), mode == Mode::Auto, "{:?}", watch.notices());
        let folder = Folder::open(root, None).expect("reads");
        Self { watch, folder, root: root.to_owned(), wakes: 0, saw_all: false }
    }

    /// What reading everything anew gives.
    pub(crate) fn fresh(&self) -> (Vec<Source>, Vec<Diagnostic>) {
        state(Folder::open(&self.root, None).expect("reads").project())
    }

    pub(crate) fn knows(&self) -> (Vec<Source>, Vec<Diagnostic>) {
        state(self.folder.project())
    }

    /// Waits once, and looks where the hint says. Whether there was one.
    pub(crate) fn step(&mut self, at_most: Duration) -> bool {
        match self.watch.wait(at_most) {
            Change::Paths(paths) => {
                self.wakes += 1;
                self.folder.refresh(Some(&paths)).expect("reads");
            }
            Change::All => {
                self.wakes += 1;
                self.saw_all = true;
                self.folder.refresh(None).expect("reads");
            }
            Change::Nothing => return false,
            Change::Stop => unreachable!("nobody stopped it"),
        }
        true
    }

    /// Waits and looks until all is known that there is now; hints alone must lead there.
    pub(crate) fn catch_up(&mut self, what: &str) {
        let end = Instant::now() + BOUND;
        let fresh = self.fresh();
        while self.knows() != fresh {
            let left = end.saturating_duration_since(Instant::now());
            assert!(self.step(left), "{what}: nobody told of it");
        }
    }

    /// Holds what is known against everything, as is done every two seconds, and not by hints.
    pub(crate) fn look(&mut self) -> bool {
        let started = Instant::now();
        let found = !self.folder.refresh(None).expect("reads").is_empty();
        self.watch.looked(started.elapsed(), found);
        found
    }
}

/// Both ways of seeing.
pub(crate) const MODES: [Mode; 2] = [Mode::Auto, Mode::Poll(Duration::from_millis(5))];

/// Does something to a site that is watched in both ways, and sees that it is seen.
pub(crate) fn seen(what: &str, prepare: impl Fn(&Site), change: impl Fn(&Site)) {
    for mode in MODES {
        let site = Site::new();
        prepare(&site);
        let mut observer = Observer::new(&site.root, mode);
        let before = observer.knows();
        change(&site);
        assert_ne!(before, observer.fresh(), "{what} changes nothing");
        observer.catch_up(what);
        assert!(observer.wakes > 0, "{what}");
        // Whatever comes behind leads nowhere else, and is followed to its end.
        site.write("content/last.md", what);
        observer.catch_up(what);
        assert!(!observer.look(), "{what}: hints missed something");
    }
}
