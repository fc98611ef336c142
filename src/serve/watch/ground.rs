//! What events mean for a site: which of its files, if any, and whether the change is complete.

use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use super::storm::Sign;
use crate::engine::CONFIG;
use crate::project::{FOLDERS, THEMES};
use crate::source::is_litter;

/// The folder of a site, as far as events in it count.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    root: Utf8PathBuf,
}

impl Ground {
    /// The site at `root`, which is an absolute path.
    pub(super) const fn new(root: Utf8PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The folders that are watched with all that is in them, whether they are there or not.
    pub(super) fn tops(&self) -> impl Iterator<Item = Utf8PathBuf> {
        names().map(|name| self.root.join(name))
    }

    /// The path that an event at `path` is about, if it matters to the site.
    fn place(&self, path: &Path) -> Option<Place> {
        let Ok(inside) = path.strip_prefix(&self.root) else {
            // What happens beside the site is nothing; what happens to the folders that hold it is everything.
            return self.root.starts_with(path).then_some(Place::Root);
        };
        let mut place = self.root.clone();
        for (depth, part) in inside.components().enumerate() {
            // The folder that a name that is not UTF-8 lies in stands for it.
            let Some(name) = part.as_os_str().to_str() else { break };
            let counts = match depth {
                0 => names().any(|known| known == name) || (inside == Path::new(CONFIG)),
                _ => !is_litter(name),
            };
            if !counts {
                return None;
            }
            place.push(name);
        }
        Some(if place == self.root { Place::Root } else { Place::At(place) })
    }

    /// What an event tells of the site.
    pub(super) fn signs(&self, event: &notify::Result<Event>) -> Vec<Sign> {
        let Ok(event) = event else { return vec![Sign::Lost] };
        if event.need_rescan() {
            return vec![Sign::Lost];
        }
        let sign: fn(Utf8PathBuf) -> Sign = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Create(notify::event::CreateKind::Folder)
            | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Sign::Done,
            // That somebody reads, as we do, changes nothing.
            EventKind::Access(_) => return Vec::new(),
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return self.renamed(event),
            EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => Sign::Writing,
            _ => Sign::Going,
        };
        let places = event.paths.iter().filter_map(|path| self.place(path));
        places
            .map(|place| if let Place::At(path) = place { sign(path) } else { Sign::Lost })
            .collect()
    }

    /// Both ends of a renaming are known: it is complete, unless an editor has put away the old file and a new one
    /// comes in its place.
    fn renamed(&self, event: &Event) -> Vec<Sign> {
        let places: Vec<_> = event.paths.iter().map(|path| self.place(path)).collect();
        if !places.iter().all(Option::is_some) {
            return Vec::new();
        }
        let path =
            |place| if let Some(Place::At(path)) = place { Sign::Done(path) } else { Sign::Lost };
        places.into_iter().map(path).collect()
    }
}

enum Place {
    Root,
    At(Utf8PathBuf),
}

fn names() -> impl Iterator<Item = &'static str> {
    FOLDERS.into_iter().chain([THEMES, "data"])
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt as _;

    use notify::event::{CreateKind, DataChange, Flag, RemoveKind};

    use super::*;

    fn signs(kind: EventKind, paths: &[&str]) -> Vec<Sign> {
        let ground = Ground::new("/home/ana/site".into());
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
        ground.signs(&Ok(event))
    }

    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn only_what_is_read_counts() {
        let done = |path: &str| vec![Sign::Done(path.into())];
        for path in [
            "content/a.md",
            "anma.yaml",
            "themes/x/theme.yaml",
            "data/x.csv",
            "static/.well-known/x",
        ] {
            let path = format!("/home/ana/site/{path}");
            assert_eq!(signs(CLOSED, &[&path]), done(&path));
        }
        for path in [
            "/home/ana/site/output/index.html",
            "/home/ana/site/.output.state/lock",
            "/home/ana/site/.git/index.lock",
            "/home/ana/site/node_modules/x/y.md",
            "/home/ana/site/target/debug/x",
            "/home/ana/site/README.md",
            "/home/ana/site/anma.yaml/x",
            "/home/ana/site/anma.yaml~",
            "/home/ana/site/content/node_modules/x.md",
            "/home/ana/site2/content/a.md",
            "/home/ana/other",
        ] {
            assert_eq!(signs(CLOSED, &[path]), [], "{path}");
        }
    }

    #[test]
    fn litter_wakes_nobody() {
        for name in [
            "4913",
            "a.md~",
            ".#a.md",
            "#a.md#",
            ".a.md.swp",
            "a.md___jb_tmp___",
            "a.md___jb_old___",
            "a.mdXyZ1ab.bck",
            ".goutputstream-A1B2C3",
            "sedAb3dEf",
            "a.md.Qx3TzP",
        ] {
            let path = format!("/home/ana/site/content/{name}");
            for kind in [CLOSED, WRITTEN, EventKind::Remove(RemoveKind::File), EventKind::Any] {
                assert_eq!(signs(kind, &[&path]), [], "{name}");
            }
        }
    }

    #[test]
    fn reading_is_no_change() {
        let path = "/home/ana/site/content/a.md";
        for kind in [
            AccessKind::Open(AccessMode::Any),
            AccessKind::Close(AccessMode::Read),
            AccessKind::Read,
            AccessKind::Any,
        ] {
            assert_eq!(signs(EventKind::Access(kind), &[path]), []);
        }
    }

    #[test]
    fn a_change_is_complete_or_going_on() {
        let path = "/home/ana/site/content/a.md";
        assert_eq!(signs(WRITTEN, &[path]), [Sign::Writing(path.into())]);
        assert_eq!(
            signs(EventKind::Create(CreateKind::File), &[path]),
            [Sign::Writing(path.into())]
        );
        assert_eq!(
            signs(EventKind::Create(CreateKind::Folder), &[path]),
            [Sign::Done(path.into())]
        );
        assert_eq!(signs(EventKind::Remove(RemoveKind::File), &[path]), [Sign::Going(path.into())]);
        let both = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let (backup, other) = ("/home/ana/site/content/a.md~", "/home/ana/site/content/b.md");
        assert_eq!(signs(both, &[path, backup]), [], "a new file comes");
        assert_eq!(
            signs(both, &[path, other]),
            [Sign::Done(path.into()), Sign::Done(other.into())]
        );
    }

    #[test]
    fn what_is_lost_is_looked_for_everywhere() {
        let ground = Ground::new("/home/ana/site".into());
        let full = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(ground.signs(&Ok(full)), [Sign::Lost]);
        assert_eq!(ground.signs(&Err(notify::Error::generic("x"))), [Sign::Lost]);
        for root in ["/home/ana/site", "/home/ana", "/"] {
            assert_eq!(signs(EventKind::Any, &[root]), [Sign::Lost], "{root}");
        }
        let strange = std::ffi::OsStr::from_bytes(b"/home/ana/site/content/b/caf\xe9.md");
        let event = Event::new(CLOSED).add_path(strange.into());
        assert_eq!(ground.signs(&Ok(event)), [Sign::Done("/home/ana/site/content/b".into())]);
    }
}
