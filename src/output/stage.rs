//! The next site, while it is being written: a folder that nobody sees.
//!
//! Pages are written the moment they are rendered, by many threads, so that a large site never has to fit
//! into memory. A file that is published already with the same content is not written at all.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use camino::Utf8Path;
use rayon::slice::ParallelSliceMut as _;
use rustc_hash::FxHashMap;
use rustix::fs::{Mode, OFlags};
use xxhash_rust::xxh3::Xxh3;

use super::Sink;
use super::failure::{Context as _, Failure};
use super::folder::{Folder, Shape, shape_of};
use super::journal;
use super::manifest::Entry;
use super::site::{Before, Fate, OnDisk, PREVIOUS_DRAFT, STAGE, Site};
use super::tree::{SHARDS, Tree, shard};
use crate::base::{Fingerprint, Route};

/// Files up to this size are copied in one piece.
const PIECE: usize = 64 * 1024;

/// The next site, while it is being written. Dropped without [`Stage::commit`], it leaves everything as it was.
#[derive(Debug)]
pub struct Stage {
    pub(super) site: Site,
    pub(super) before: Before,
    pub(super) tree: Tree,
    /// What was written; what is unchanged is noted in `before`.
    fresh: [Mutex<Vec<Entry>>; SHARDS],
    pub(super) warnings: Vec<String>,
    failed: AtomicBool,
    gate: Arc<Gate>,
}

/// What a stage and the end of the program agree on.
#[derive(Debug, Default)]
pub(super) struct Gate {
    /// Held by a commit, or by whoever removes the stage: never by both. Says whether the stage is over: published or removed.
    is_over: Mutex<bool>,
    /// Nothing more is written.
    is_shut: AtomicBool,
}

impl Gate {
    /// Lets nobody else through until the guard is dropped.
    pub(super) fn enter(&self) -> MutexGuard<'_, bool> {
        self.is_over.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a stage from another thread, when the program is told to end.
#[derive(Debug)]
pub struct Abort {
    gate: Arc<Gate>,
    state: Folder,
}

impl Abort {
    /// Removes what was written for the next site, and says whether there was a stage to remove. A commit that has begun is
    /// waited for, and then there is none. After `true`, nothing is published any more, and the program must end: whoever
    /// holds the stage waits for that. What cannot be removed is left to the next run.
    pub fn abort(&self) -> bool {
        let is_over = self.gate.enter();
        if *is_over {
            return false;
        }
        self.gate.is_shut.store(true, Ordering::SeqCst);
        let remove = || {
            // Threads that are in the middle of a file may bring back what was just removed.
            for _ in 0..ATTEMPTS {
                let _cleared = clear(&self.state);
                if matches!(self.state.look(STAGE), Ok(None)) {
                    break;
                }
            }
        };
        // The threads of the build may be busy for long: this is done by one of its own.
        match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(pool) => pool.install(remove),
            Err(_) => remove(),
        }
        std::mem::forget(is_over);
        true
    }
}

/// How often it is tried to remove a stage that is still written to.
const ATTEMPTS: usize = 1000;

/// Removes the stage, unless a commit was interrupted: what that left, the next run completes.
fn clear(state: &Folder) -> io::Result<()> {
    if state.look(journal::NAME)?.is_some() {
        return Ok(());
    }
    state.remove_tree(STAGE)?;
    state.remove_tree(PREVIOUS_DRAFT)
}

impl Stage {
    pub(super) fn new(site: Site, before: Before, warnings: Vec<String>) -> Result<Self, Failure> {
        let path = site.state.path(STAGE);
        site.state.make(STAGE).during("make the folder", &path)?;
        let tree = Tree::new(site.state.descend(STAGE).during("open", &path)?);
        let (fresh, failed) = (Default::default(), AtomicBool::new(false));
        Ok(Self { site, before, tree, fresh, warnings, failed, gate: Arc::default() })
    }

    /// What ends this stage from another thread.
    ///
    /// # Errors
    /// When the folder of the stage cannot be opened once more.
    pub fn abort_handle(&self) -> Result<Abort, Failure> {
        let state = &self.site.state;
        let again = state.descend("").during("open", state.path(""))?;
        Ok(Abort { gate: Arc::clone(&self.gate), state: again })
    }

    /// What a commit goes through.
    pub(super) fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    /// Whether some file could not be written, so that the site is not whole.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Whether all of `entries` were written or can stay, with just this content.
    pub(super) fn holds(&self, entries: &[Entry]) -> bool {
        let mut found: FxHashMap<Route, Fingerprint> = FxHashMap::default();
        for shard in &self.fresh {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            found.extend(shard.iter().map(|entry| (entry.route.clone(), entry.hash)));
        }
        let kept = self.before.entries().iter().enumerate();
        let kept = kept.filter(|(at, _)| self.before.fate(*at) == Fate::Kept);
        found.extend(kept.map(|(_, entry)| (entry.route.clone(), entry.hash)));
        entries.iter().all(|entry| found.get(&entry.route) == Some(&entry.hash))
    }

    /// The files that were written, sorted.
    pub(super) fn take_fresh(&mut self) -> Vec<Entry> {
        let shards = self.fresh.iter_mut();
        let mut fresh: Vec<Entry> = shards
            .flat_map(|shard| {
                std::mem::take(shard.get_mut().unwrap_or_else(PoisonError::into_inner))
            })
            .collect();
        fresh.par_sort_unstable_by(|one, two| one.route.cmp(&two.route));
        fresh
    }

    fn record(&self, route: &Route, hash: Fingerprint, shape: Shape) {
        let entry = Entry { route: route.clone(), hash, shape };
        let shard = &self.fresh[shard(route.as_str())];
        shard.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Whether the published entry `at` is intact and has this content.
    fn matches(&self, at: usize, hash: Fingerprint) -> bool {
        self.before.entries()[at].hash == hash && self.before.on_disk[at] == OnDisk::Intact
    }

    /// Takes the address for this build, and says whether its file can stay as it is. An address that was
    /// taken before is a failure.
    fn claim(&self, route: &Route, hash: Fingerprint) -> Result<bool, Failure> {
        let Some(at) = self.before.index.get(route).copied() else { return Ok(false) };
        let same = self.matches(at, hash);
        let fate = if same { Fate::Kept } else { Fate::Replaced };
        if self.before.decide(at, fate) { Ok(same) } else { Err(taken(route)) }
    }

    fn write(&self, route: &Route, bytes: &[u8]) -> io::Result<Shape> {
        let file = self.tree.create(route)?;
        self.tree.folder.write(&file, bytes)?;
        shape_of(&file)
    }

    /// Writes a file piece by piece. What is recorded is what was written, even if the source changes meanwhile.
    fn write_from(&self, route: &Route, source: &mut File) -> io::Result<(Fingerprint, Shape)> {
        let file: OwnedFd = self.tree.create(route)?;
        let hash = in_pieces(source, |piece| self.tree.folder.write(&file, piece))?;
        Ok((hash, shape_of(&file)?))
    }

    /// The error of a sink: it carries its failure, and the stage remembers that it is not whole.
    fn fail(&self, failure: Failure) -> io::Error {
        self.failed.store(true, Ordering::Relaxed);
        failure.into()
    }

    fn copy_file(
        &self,
        route: &Route,
        from: &Utf8Path,
        fingerprint: Option<Fingerprint>,
    ) -> Result<(), Failure> {
        self.check_open()?;
        if let (Some(hash), Some(at)) = (fingerprint, self.before.index.get(route))
            && self.matches(*at, hash)
        {
            return self.claim(route, hash).map(|_same| ());
        }
        let (mut source, size) = open_source(from).during("read", from)?;
        if size <= PIECE as u64 {
            let mut bytes = Vec::with_capacity(PIECE);
            source.read_to_end(&mut bytes).during("read", from)?;
            return self.put_bytes(route, &bytes);
        }
        if self.before.index.contains_key(route) {
            let hash = in_pieces(&mut source, |_piece| Ok(())).during("read", from)?;
            if self.claim(route, hash)? {
                return Ok(());
            }
            source.rewind().during("read", from)?;
        }
        match self.write_from(route, &mut source) {
            Ok((hash, shape)) => self.record(route, hash, shape),
            Err(error) => return Err(self.not_written(route, error)),
        }
        Ok(())
    }

    fn check_open(&self) -> Result<(), Failure> {
        if self.gate.is_shut.load(Ordering::Relaxed) {
            return Err(Failure::refused("the build was told to end"));
        }
        Ok(())
    }

    fn put_bytes(&self, route: &Route, bytes: &[u8]) -> Result<(), Failure> {
        self.check_open()?;
        let hash = Fingerprint::of(bytes);
        if self.claim(route, hash)? {
            return Ok(());
        }
        match self.write(route, bytes) {
            Ok(shape) => self.record(route, hash, shape),
            Err(error) => return Err(self.not_written(route, error)),
        }
        Ok(())
    }

    fn not_written(&self, route: &Route, error: io::Error) -> Failure {
        let path = self.site.place.output.join(route.as_str());
        match error.kind() {
            io::ErrorKind::AlreadyExists => taken(route),
            io::ErrorKind::NotADirectory => Failure::refused(format!(
                "`{route}` needs a folder where the site has a file; rename one of them"
            )),
            _ => Failure::Io { path, error, doing: "write", untouched: true },
        }
    }
}

fn taken(route: &Route) -> Failure {
    Failure::refused(format!(
        "two files of the site want the address `{route}`, or it is a folder too; rename one of them"
    ))
}

impl Sink for Stage {
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        self.put_bytes(route, bytes).map_err(|failure| self.fail(failure))
    }

    fn copy(
        &self,
        route: &Route,
        from: &Utf8Path,
        fingerprint: Option<Fingerprint>,
    ) -> io::Result<()> {
        self.copy_file(route, from, fingerprint).map_err(|failure| self.fail(failure))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let mut is_over = self.gate.enter();
        // After a crash-like failure the next run finds and removes what could not be removed here.
        let _cleared = clear(&self.site.state);
        *is_over = true;
    }
}

/// Reads `source` to its end, piece by piece, and returns the fingerprint of all of it.
fn in_pieces(
    source: &mut File,
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Fingerprint> {
    let mut hasher = Xxh3::new();
    let mut buffer = vec![0; PIECE];
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok(Fingerprint(hasher.digest128())),
            Ok(count) => {
                hasher.update(&buffer[..count]);
                each(&buffer[..count])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Opens a file to copy from; a pipe or a device would never end, so only files count.
fn open_source(path: &Utf8Path) -> io::Result<(File, u64)> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let file = File::from(rustix::fs::open(path.as_std_path(), flags, Mode::empty())?);
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    Ok((file, found.len()))
}
