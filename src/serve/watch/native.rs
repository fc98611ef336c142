//! Watches folders by what the system offers. Each folder is watched by itself, so that none is that does not count,
//! and so that a new one is watched before it is looked at.

use camino::{Utf8Path, Utf8PathBuf};
use notify::{ErrorKind, RecursiveMode, Watcher};

use super::ground::Ground;
use crate::source::is_litter;

/// Deepest nesting of folders that is followed, as in reading.
const MAX_DEPTH: usize = 64;

/// What the system calls "too many open files": its limit on watchers.
const EMFILE: i32 = 24;
const ENFILE: i32 = 23;

/// Why events cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// No more folders can be watched.
    Folders,
    /// No more programs can watch.
    Programs,
    /// Anything else.
    Other,
}

impl Obstacle {
    pub(super) fn of(error: &notify::Error) -> Self {
        match &error.kind {
            ErrorKind::MaxFilesWatch => Self::Folders,
            ErrorKind::Io(error) if matches!(error.raw_os_error(), Some(EMFILE | ENFILE)) => {
                Self::Programs
            }
            _ => Self::Other,
        }
    }

    /// The file in which the system says how many there may be, and by which name that is changed.
    const fn limit(self) -> Option<(&'static str, &'static str, u64)> {
        Some(match self {
            Self::Folders => {
                ("/proc/sys/fs/inotify/max_user_watches", "fs.inotify.max_user_watches", 524_288)
            }
            Self::Programs => {
                ("/proc/sys/fs/inotify/max_user_instances", "fs.inotify.max_user_instances", 1024)
            }
            Self::Other => return None,
        })
    }

    /// What to tell the person.
    pub(super) fn words(self, often: &str) -> String {
        let Some((file, name, wanted)) = self.limit() else {
            return format!(
                "the system does not tell of changes here, so anma looks for them {often}"
            );
        };
        #[expect(clippy::disallowed_methods, reason = "the limit is part of what is said about it")]
        let text = std::fs::read_to_string(file).unwrap_or_default();
        self.words_for(text.trim().parse().ok(), name, wanted, often)
    }

    fn words_for(self, now: Option<u64>, name: &str, wanted: u64, often: &str) -> String {
        let what = match self {
            Self::Programs => "no more programs can watch files",
            _ => "no more folders can be watched",
        };
        let is = now.map_or_else(String::new, |now| format!(" = {now}"));
        let wanted = now.map_or(wanted, |now| wanted.max(now.saturating_mul(4)));
        format!(
            "{what} (the limit {name}{is} is reached), so anma looks for changes {often}; \
             `sudo sysctl {name}={wanted}` raises it"
        )
    }
}

/// The watched folders of a site.
pub(super) struct Native {
    ground: Ground,
    watcher: Box<dyn Watcher + Send>,
}

impl Native {
    /// Watches the site; `watcher` tells somebody else of what it sees.
    pub(super) fn new(ground: Ground, watcher: Box<dyn Watcher + Send>) -> Result<Self, Obstacle> {
        let mut native = Self { ground, watcher };
        native.everything()?;
        Ok(native)
    }

    /// Watches all folders again; those that are watched already stay so.
    pub(super) fn everything(&mut self) -> Result<(), Obstacle> {
        let root = self.ground.root().to_owned();
        // So that a root that goes and comes back is seen.
        if let Some(parent) = root.parent() {
            self.one(parent)?;
        }
        self.one(&root)?;
        let tops: Vec<Utf8PathBuf> = self.ground.tops().collect();
        tops.iter().try_for_each(|top| self.below(top, 0))
    }

    /// Watches those of `paths` that are folders, with all that is in them: they may be new.
    pub(super) fn follow(&mut self, paths: &[Utf8PathBuf]) -> Result<(), Obstacle> {
        let is_folder =
            |path: &&Utf8PathBuf| path.symlink_metadata().is_ok_and(|found| found.is_dir());
        let tops: Vec<Utf8PathBuf> = self.ground.tops().collect();
        for path in paths.iter().filter(|path| tops.contains(path) || is_folder(path)) {
            self.below(path, 0)?;
        }
        Ok(())
    }

    /// Watches a folder first and lists it then: what comes in between is seen by one or the other.
    fn below(&mut self, folder: &Utf8Path, depth: usize) -> Result<(), Obstacle> {
        // One that is a file or not there is no folder to watch; its own folder tells when that changes.
        if !folder.is_dir() {
            return Ok(());
        }
        self.one(folder)?;
        let Ok(entries) = folder.read_dir_utf8() else { return Ok(()) };
        for entry in entries.flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && depth < MAX_DEPTH && !is_litter(entry.file_name()) {
                self.below(entry.path(), depth + 1)?;
            }
        }
        Ok(())
    }

    fn one(&mut self, folder: &Utf8Path) -> Result<(), Obstacle> {
        match self.watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive) {
            Ok(()) => Ok(()),
            // A folder that went meanwhile, or may not be read, is no reason to do without events of the others.
            Err(error) => match Obstacle::of(&error) {
                Obstacle::Other => Ok(()),
                limit => Err(limit),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_told_with_its_number_and_how_to_raise_it() {
        let words = |obstacle: Obstacle, now| {
            let (_, name, wanted) = obstacle.limit().expect("a limit");
            obstacle.words_for(now, name, wanted, "every half second")
        };
        assert_eq!(
            words(Obstacle::Folders, Some(8192)),
            "no more folders can be watched (the limit fs.inotify.max_user_watches = 8192 is reached), so anma \
             looks for changes every half second; `sudo sysctl fs.inotify.max_user_watches=524288` raises it"
        );
        assert!(words(Obstacle::Folders, Some(524_288)).contains("=2097152` raises"));
        assert!(
            words(Obstacle::Programs, Some(128))
                .contains("sysctl fs.inotify.max_user_instances=1024`")
        );
        assert!(
            words(Obstacle::Programs, None).contains("fs.inotify.max_user_instances is reached")
        );
    }

    #[test]
    fn obstacles_are_told_apart() {
        let io = |number| notify::Error::io(std::io::Error::from_raw_os_error(number));
        assert_eq!(Obstacle::of(&notify::Error::new(ErrorKind::MaxFilesWatch)), Obstacle::Folders);
        assert_eq!(Obstacle::of(&io(EMFILE)), Obstacle::Programs);
        assert_eq!(Obstacle::of(&io(13)), Obstacle::Other);
        assert_eq!(Obstacle::of(&notify::Error::path_not_found()), Obstacle::Other);
    }
}
