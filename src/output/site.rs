//! A place that is locked and open for publishing, and what stood there before.

use std::io;
use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::failure::{Context as _, Failure};
use super::fault::Faults;
use super::folder::{Folder, Kind, Listing};
use super::lock::{self, Lock};
use super::manifest::{self, Entry, Found, Manifest};
use super::place::{Place, STATE_INSIDE};
use super::{Publish, Settings};
use crate::base::{Fingerprint, Route};

/// How many foreign entries a refusal names.
const SHOWN: usize = 5;

/// The names in the state folder, all of them.
pub(super) const STAGE: &str = "stage";
pub(super) const PREVIOUS: &str = "prev";
/// What becomes the previous site once the new one is published file by file.
pub(super) const PREVIOUS_DRAFT: &str = "prev.new";
pub(super) const FOUND: &str = "found";
pub(super) const MARK: &str = "mark";

/// A place that is locked.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) place: Place,
    pub(super) parent: Folder,
    /// Lock, journal, stage and previous site.
    pub(super) state: Folder,
    /// Whether that lies beside the output folder, and not in it.
    pub(super) is_beside: bool,
    /// Whether the whole output folder can be exchanged for another.
    pub(super) can_swap: bool,
    pub(super) mode: Publish,
    pub(super) sync: bool,
    /// Names at the top of the output folder that are nobody's.
    pub(super) keep: Vec<String>,
    faults: Faults,
    _lock: Lock,
}

impl Site {
    /// Opens and locks `place`. Nothing in the output folder is changed.
    pub(super) fn open(
        place: Place,
        settings: &Settings,
        waiting: &mut dyn FnMut(Option<u32>),
        faults: Faults,
    ) -> Result<Self, Failure> {
        make_all(&place.parent).during("make the folder", &place.parent)?;
        let parent = Folder::open(&place.parent, &faults).during("open", &place.parent)?;
        let output = existing(&place, &faults)?;
        if let Some(output) = &output {
            output.check_writable().during("write to", &place.output)?;
            refuse_foreign(output, &place, &parent, settings)?;
        }
        let mounted = match &output {
            Some(output) => output.is_mounted().during("look at", &place.output)?,
            None => false,
        };
        let beside = if mounted { None } else { state_beside(&parent, &place, output.is_some())? };
        let is_beside = beside.is_some();
        let can_swap = is_beside && !place.linked;
        if settings.mode == Publish::Swap && !can_swap {
            return Err(Failure::refused(format!(
                "`publish: swap` does not work for `{}`, which is a link, a mounted folder or lies in a folder you may not write to; use `publish: files`",
                place.output
            )));
        }
        let state = match (beside, output) {
            (Some(state), _) => state,
            (None, Some(output)) => {
                output.make(STATE_INSIDE).during("make the folder", output.path(STATE_INSIDE))?;
                output.descend(STATE_INSIDE).during("open", output.path(STATE_INSIDE))?
            }
            (None, None) => return Err(Failure::refused("the output folder is gone")),
        };
        check_state(&state)?;
        let lock = lock::take(&state, settings.lock_wait, waiting)?;
        let (mode, sync, keep) = (settings.mode, settings.sync, settings.keep.clone());
        Ok(Self {
            place,
            parent,
            state,
            is_beside,
            can_swap,
            mode,
            sync,
            keep,
            faults,
            _lock: lock,
        })
    }

    /// The output folder, if there is one.
    pub(super) fn output(&self) -> Result<Option<Folder>, Failure> {
        existing(&self.place, &self.faults)
    }

    /// Whether `name`, at the top of the output folder, is neither the site's nor a stranger's.
    pub(super) fn is_kept(&self, name: &str) -> bool {
        name == manifest::NAME || name == STATE_INSIDE || self.keep.iter().any(|keep| keep == name)
    }

    /// What in `listing` is not in `index`: files, links, and folders in which nothing of the site lies.
    pub(super) fn strangers(
        &self,
        listing: Listing,
        index: &FxHashMap<Route, usize>,
        entries: &[Entry],
    ) -> Strangers {
        let mut folders: FxHashSet<&str> = FxHashSet::default();
        for entry in entries {
            let mut path = entry.route.as_str();
            while let Some((parent, _)) = path.rsplit_once('/') {
                if !folders.insert(parent) {
                    break;
                }
                path = parent;
            }
        }
        let known = |path: &str| {
            manifest::parse_route(path).is_some_and(|route| index.contains_key(&route))
        };
        let ours = |path: &str| self.is_kept(path.split('/').next().unwrap_or(path));
        let mut found = Strangers::default();
        found.files.extend(listing.files.into_iter().filter(|path| !ours(path) && !known(path)));
        found.files.extend(listing.others.into_iter().filter(|path| !ours(path) && !known(path)));
        let is_stranger = |path: &String| !ours(path) && !folders.contains(path.as_str());
        found.folders.extend(listing.folders.into_iter().filter(is_stranger));
        found.files.sort();
        found.folders.sort();
        found
    }
}

/// What lies in an output folder and is not the site's.
#[derive(Debug, Default)]
pub(super) struct Strangers {
    pub(super) files: Vec<String>,
    pub(super) folders: Vec<String>,
}

impl Strangers {
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }
}

fn make_all(path: &camino::Utf8Path) -> io::Result<()> {
    if path.is_dir() { Ok(()) } else { std::fs::create_dir_all(path) }
}

fn existing(place: &Place, faults: &Faults) -> Result<Option<Folder>, Failure> {
    match Folder::open(&place.output, faults) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some).during("open", &place.output),
    }
}

/// The state folder beside the output; `None` if it cannot be made but the output can be used without.
fn state_beside(
    parent: &Folder,
    place: &Place,
    has_output: bool,
) -> Result<Option<Folder>, Failure> {
    let name = place.state_beside();
    let open = || parent.descend(&name).map(Some).during("open", parent.path(&name));
    // What is there is used, whatever the system would say to making it.
    if parent.look(&name).during("look at", parent.path(&name))?.is_some() {
        return open();
    }
    match parent.make(&name) {
        Err(error)
            if has_output
                && matches!(
                    error.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
        {
            Ok(None)
        }
        other => {
            other.during("make the folder", parent.path(&name))?;
            open()
        }
    }
}

/// A folder that has the state's name but not its lock was made by somebody else.
fn check_state(state: &Folder) -> Result<(), Failure> {
    let entries = state.entries().during("read", state.path(""))?;
    let is_lock = |name: &Option<String>| name.as_deref() == Some(lock::NAME);
    if entries.is_empty() || entries.iter().any(|(name, _)| is_lock(name)) {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "`{}` is where anma keeps its notes, but somebody else's files are in it; move them away",
        state.path("")
    )))
}

/// Refuses a folder full of other people's files before anything is made beside it.
fn refuse_foreign(
    output: &Folder,
    place: &Place,
    parent: &Folder,
    settings: &Settings,
) -> Result<(), Failure> {
    let state = place.state_beside();
    let used = [(parent, state.as_str()), (output, STATE_INSIDE), (output, manifest::NAME)];
    for (folder, name) in used {
        // Something of this program's is there already: what it says counts, after recovery.
        if folder.look(name).during("look at", folder.path(name))?.is_some() {
            return Ok(());
        }
    }
    refuse_strangers(output, settings)
}

fn refuse_strangers(output: &Folder, settings: &Settings) -> Result<(), Failure> {
    if settings.adopt {
        return Ok(());
    }
    let folder = output.path("");
    let mut entries: Vec<String> = output
        .entries()
        .during("read", &folder)?
        .into_iter()
        .map(|(name, _)| name.unwrap_or_else(|| "(a name that is not text)".into()))
        .filter(|name| name != STATE_INSIDE && !settings.keep.contains(name))
        .collect();
    if entries.is_empty() {
        return Ok(());
    }
    entries.sort();
    let more = entries.len().saturating_sub(SHOWN);
    entries.truncate(SHOWN);
    Err(Failure::Foreign { folder, entries, more })
}

/// What became of a file since it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDisk {
    Intact,
    /// It has another size or time, or is no file any more.
    Changed,
    Missing,
}

/// What the new site does with a file of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing has the file's address so far.
    Open,
    /// The new site has the same file.
    Kept,
    /// The new site has another file at this address.
    Replaced,
}

/// What stands in the output folder from the time before.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// `None` if nothing was published here yet.
    pub(super) manifest: Option<Manifest>,
    pub(super) index: FxHashMap<Route, usize>,
    /// For each entry of the manifest.
    pub(super) on_disk: Vec<OnDisk>,
    /// For each entry of the manifest, its [`Fate`].
    fates: Vec<AtomicU8>,
    /// The fingerprint of the manifest's text.
    pub(super) text: Fingerprint,
}

impl Before {
    pub(super) fn read(site: &Site, settings: &Settings) -> Result<Self, Failure> {
        let Some(output) = site.output()? else { return Ok(Self::default()) };
        let path = output.path(manifest::NAME);
        match Manifest::read(&output).during("read", &path)? {
            Found::Nothing => {
                refuse_strangers(&output, settings)?;
                Ok(Self::default())
            }
            Found::Broken(reason) => Err(Failure::refused(format!(
                "`{path}` lists the files that belong to the site, but {reason}; remove the folder's content and build again, or remove this one file and use `--adopt`"
            ))),
            Found::Manifest { manifest, text } => {
                let on_disk = manifest.entries.par_iter().map(|entry| on_disk(&output, entry));
                let on_disk = on_disk.collect();
                let (index, fates) = (manifest.index(), Vec::new());
                let mut before = Self { index, on_disk, fates, text, manifest: Some(manifest) };
                before.fates.resize_with(before.on_disk.len(), || AtomicU8::new(Fate::Open as u8));
                Ok(before)
            }
        }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        self.manifest.as_ref().map_or(&[], |manifest| &manifest.entries)
    }

    /// Whether all of the published site is as it was written.
    pub(super) fn is_intact(&self) -> bool {
        self.on_disk.iter().all(|found| *found == OnDisk::Intact)
    }

    pub(super) fn fate(&self, at: usize) -> Fate {
        match self.fates[at].load(Ordering::Relaxed) {
            fate if fate == Fate::Kept as u8 => Fate::Kept,
            fate if fate == Fate::Replaced as u8 => Fate::Replaced,
            _ => Fate::Open,
        }
    }

    /// Decides what becomes of the entry `at`; says `false` if that was decided already.
    pub(super) fn decide(&self, at: usize, fate: Fate) -> bool {
        self.fates[at].swap(fate as u8, Ordering::Relaxed) == Fate::Open as u8
    }
}

pub(super) fn on_disk(output: &Folder, entry: &Entry) -> OnDisk {
    match output.look(entry.route.as_str()) {
        Ok(Some(Kind::File(shape))) if shape == entry.shape => OnDisk::Intact,
        Ok(None) => OnDisk::Missing,
        Ok(Some(_)) | Err(_) => OnDisk::Changed,
    }
}
