//! What happens when the system has no more events to give, and how waiting ends.

use std::path::Path;

use notify::{ErrorKind, RecursiveMode, WatcherKind};

use super::*;

/// A system that lets so many folders be watched.
struct Limited(usize);

impl Watcher for Limited {
    fn new<F: notify::EventHandler>(_: F, _: notify::Config) -> notify::Result<Self> {
        Ok(Self(0))
    }

    fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
        self.0 =
            self.0.checked_sub(1).ok_or_else(|| notify::Error::new(ErrorKind::MaxFilesWatch))?;
        Ok(())
    }

    fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
        Ok(())
    }

    fn kind() -> WatcherKind {
        WatcherKind::NullWatcher
    }
}

fn site() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Utf8PathBuf::from_path_buf(folder.path().join("site")).expect("UTF-8");
    for name in ["content/a", "content/b", "static", "output", "node_modules/x", ".git"] {
        std::fs::create_dir_all(root.join(name)).expect("folders");
    }
    (folder, root)
}

/// A watch of a site where so many folders may be watched, and what its system tells it by.
fn limited(root: &Utf8Path, folders: usize) -> (Watch, Option<Tell>) {
    let mut teller = None;
    let watch = Watch::with(root, Mode::Auto, |tell| {
        teller = Some(tell);
        Ok(Box::new(Limited(folders)))
    });
    (watch, teller)
}

fn created(path: &Utf8Path) -> notify::Event {
    let kind = notify::EventKind::Create(notify::event::CreateKind::Folder);
    notify::Event::new(kind).add_path(path.as_std_path().to_owned())
}

const SOON: Duration = Duration::from_secs(20);

#[test]
fn where_too_few_folders_can_be_watched_it_looks_and_says_so() {
    let (_folder, root) = site();
    // The parent, the root, content and its two folders, static.
    let (mut enough, _tell) = limited(&root, 6);
    assert!(enough.has_events() && enough.notices().is_empty());
    let (mut watch, _tell) = limited(&root, 5);
    assert!(!watch.has_events());
    let notices = watch.notices();
    assert!(notices[0].contains("fs.inotify.max_user_watches"), "{notices:?}");
    assert!(watch.notices().is_empty(), "it is said once");
    assert_eq!(watch.wait(SOON), Change::All);
}

#[test]
fn a_limit_that_is_reached_later_loses_nothing() {
    let (_folder, root) = site();
    let (mut watch, tell) = limited(&root, 6);
    let new = root.join("content/new");
    std::fs::create_dir(&new).expect("a folder");
    tell.expect("a teller")(Ok(created(&new)));
    assert_eq!(watch.wait(SOON), Change::All);
    assert!(!watch.has_events() && watch.notices().len() == 1);
}

#[test]
fn where_no_more_programs_can_watch_it_looks_and_says_so() {
    let (_folder, root) = site();
    let mut watch = Watch::with(&root, Mode::Auto, |_| {
        Err(notify::Error::io(std::io::Error::from_raw_os_error(24)))
    });
    assert!(!watch.has_events());
    assert!(watch.notices()[0].contains("fs.inotify.max_user_instances"));
}

#[test]
fn a_change_that_nobody_told_of_has_all_folders_watched_anew() {
    let (_folder, root) = site();
    let (mut watch, _tell) = limited(&root, 6 + 6);
    assert_eq!(watch.wait(Duration::ZERO), Change::Nothing);
    watch.looked(Duration::from_millis(1), false);
    assert!(watch.has_events());
    assert_eq!(watch.wait(Duration::ZERO), Change::Nothing);
    watch.looked(Duration::from_millis(1), true);
    assert!(watch.has_events(), "six more");
    assert_eq!(watch.wait(Duration::ZERO), Change::Nothing);
    watch.looked(Duration::from_millis(1), true);
    assert!(!watch.has_events(), "and none is left for another time");
}

#[test]
fn waiting_ends_when_it_is_told_to() {
    let (_folder, root) = site();
    for mode in [Mode::Auto, Mode::Poll(Duration::from_hours(1))] {
        let mut watch = Watch::new(&root, mode);
        let waker = watch.waker();
        assert_eq!(watch.wait(Duration::ZERO), Change::Nothing);
        let woken = std::thread::spawn(move || {
            waker.wake();
            waker
        });
        assert_eq!(watch.wait(Duration::from_hours(1)), Change::Nothing);
        let waker = woken.join().expect("a waker");
        waker.stop();
        assert_eq!(watch.wait(Duration::from_hours(1)), Change::Stop);
        assert_eq!(watch.wait(Duration::ZERO), Change::Stop);
    }
}

#[test]
fn looking_is_done_less_often_where_it_takes_long() {
    let (_folder, root) = site();
    let mut watch = Watch::new(&root, Mode::Poll(Duration::from_millis(1)));
    assert_eq!(watch.wait(SOON), Change::All);
    watch.looked(Duration::from_hours(1), true);
    assert_eq!(watch.wait(Duration::ZERO), Change::Nothing);
    assert!(watch.pause() >= Duration::from_secs(10));
}
