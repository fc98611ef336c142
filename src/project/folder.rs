//! A folder that is read once and then kept up to date.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::hint::{Look, is_at_or_below};
use super::tree::{Branch, Leaf};
use super::walk::{Walk, Wanted, is_another_way};
use super::{FOLDERS, Project, THEMES};
use crate::config;
use crate::diagnostic::{Diagnostic, Notes};
use crate::engine::CONFIG;
use crate::source::{Content, Kind, Known, Reader, ScanLimits, Seen, Source, read_file};
use crate::theme;

/// How often one look goes after files that change meanwhile, before it leaves them to the next.
const ROUNDS: usize = 8;

/// How many files are too few to read them on several threads.
const FEW: usize = 64;

type Found = (Wanted, io::Result<(Seen, Known)>);

/// A site's folder, what was read of it, and how every file was then.
#[derive(Debug)]
pub struct Folder {
    root: Utf8PathBuf,
    /// The theme that replaces the one of the settings.
    theme: Option<Box<str>>,
    project: Project,
    settings: Option<Source>,
    limits: ScanLimits,
    /// The folders that are read, and what was found in them.
    roots: BTreeMap<String, Branch>,
    /// What was noticed, by the path of the file.
    notes: BTreeMap<Box<[u8]>, Diagnostic>,
    /// Links, and where they lead.
    links: BTreeMap<Vec<u8>, Option<PathBuf>>,
    /// Those of `roots` that were not looked at yet.
    fresh: BTreeSet<String>,
    /// The number of the last look.
    round: u32,
    /// Files that are longer than this are read again, because the limit changed.
    least: u64,
    /// Whether the last look failed, so that the next must look everywhere.
    again: bool,
    /// What changed since a look went well.
    changed: Vec<Arc<Utf8Path>>,
}

impl Folder {
    /// Reads the site at `root`; `theme` replaces the theme of its settings.
    ///
    /// # Errors
    /// When the file system fails.
    pub fn open(root: &Utf8Path, theme: Option<&str>) -> io::Result<Self> {
        let mut folder = Self {
            root: root.to_owned(),
            theme: theme.map(Into::into),
            project: Project::default(),
            settings: None,
            limits: default_limits(),
            roots: BTreeMap::new(),
            notes: BTreeMap::new(),
            links: BTreeMap::new(),
            fresh: BTreeSet::new(),
            round: 0,
            least: u64::MAX,
            again: false,
            changed: Vec::new(),
        };
        folder.update(None)?;
        folder.changed.clear();
        Ok(folder)
    }

    /// The site as it was read.
    pub const fn project(&self) -> &Project {
        &self.project
    }

    /// The site as it was read, when nobody will look again.
    pub fn into_project(self) -> Project {
        self.project
    }

    /// Looks again, and reads what differs. `None` looks at everything; `Some(paths)` (in the site, or absolute) only
    /// at these files and below these folders, and compares the content of files that are named.
    ///
    /// Gives the paths (in the site) that were added, changed or removed; empty when nothing did. After a failure the
    /// next look, whatever its hint, looks at everything, and gives what this one found as well.
    ///
    /// # Errors
    /// When a file or folder cannot be read; the message names its path. What was known of it is kept.
    pub fn refresh(&mut self, hint: Option<&[Utf8PathBuf]>) -> io::Result<BTreeSet<Arc<Utf8Path>>> {
        self.update(hint)?;
        Ok(std::mem::take(&mut self.changed).into_iter().collect())
    }

    fn update(&mut self, hint: Option<&[Utf8PathBuf]>) -> io::Result<()> {
        let look = if self.again { Look::All } else { Look::new(&self.root, hint) };
        self.again = true;
        let done = self.look(look);
        self.project.notes = Notes::default();
        self.project.notes.extend(self.notes.values().cloned());
        self.again = !done?;
        self.least = u64::MAX;
        Ok(())
    }

    /// Looks and reads; whether nothing is left to look at.
    fn look(&mut self, mut look: Look) -> io::Result<bool> {
        if look.sees_settings() && self.look_at_settings()? {
            look = Look::All;
        }
        if self.settings.is_none() {
            return Ok(true);
        }
        if look.sees_themes() || self.has_linked_themes() {
            self.choose_roots();
        }
        let mut failed = BTreeMap::new();
        let mut is_done = false;
        for _ in 0..ROUNDS {
            let mut walk = self.walk(&look);
            failed.extend(std::mem::take(&mut walk.failed));
            let again = self.take(walk, &mut failed);
            is_done = again.is_empty();
            if is_done {
                break;
            }
            let again = again.into_iter().filter_map(|path| String::from_utf8(path).ok());
            look = Look::At(again.collect());
        }
        failed.into_values().next().map_or(Ok(is_done), Err)
    }

    /// Reads the settings; whether they differ.
    fn look_at_settings(&mut self) -> io::Result<bool> {
        let mut notes = Notes::default();
        let settings = read_file(&self.root, CONFIG, default_limits(), &mut notes)?;
        let note = notes.into_vec().pop();
        if note.as_ref() != self.notes.get(CONFIG.as_bytes()) {
            self.changed.push(Utf8Path::new(CONFIG).into());
            self.notes.remove(CONFIG.as_bytes());
            self.notes.extend(note.map(|note| (CONFIG.as_bytes().into(), note)));
        }
        if settings == self.settings {
            return Ok(false);
        }
        self.changed.push(Utf8Path::new(CONFIG).into());
        // What is wrong with the settings is reported by the build, once.
        self.project.config = settings.as_ref().and_then(|source| {
            config::parse(source.as_text()?, &source.path, &mut Notes::default())
        });
        if let Some(settings) = &settings {
            self.project.sources.insert(settings.clone());
        } else {
            self.project.sources.remove(Utf8Path::new(CONFIG));
            self.keep_roots(&BTreeSet::new());
        }
        let limits = self.project.config.as_ref().map(|config| config.limits.file);
        let limits = ScanLimits { file: limits.unwrap_or(default_limits().file) };
        if limits.file != self.limits.file {
            self.least = self.least.min(limits.file).min(self.limits.file);
        }
        self.limits = limits;
        self.settings = settings;
        Ok(true)
    }

    /// Whether a theme is a link or described by one: then it may change without anybody telling of themes.
    fn has_linked_themes(&self) -> bool {
        let is_theme = |name: &&String| is_at_or_below(name, THEMES);
        let is_description =
            |link: &Vec<u8>| link.starts_with(THEMES.as_bytes()) && link.ends_with(b"/theme.yaml");
        self.roots.keys().filter(is_theme).any(|name| is_another_way(&self.root, name))
            || self.links.keys().any(is_description)
    }

    /// Finds out which folders are read.
    fn choose_roots(&mut self) {
        let asked = self.project.config.as_ref().map_or("default", |config| &*config.theme);
        let chain = theme::chain(self.theme.as_deref().unwrap_or(asked), |name| {
            let path = format!("{THEMES}/{name}/theme.yaml");
            read_file(&self.root, &path, self.limits, &mut Notes::default()).ok().flatten()
        });
        let themes = chain.iter().map(|name| format!("{THEMES}/{name}"));
        self.keep_roots(&FOLDERS.into_iter().map(str::to_owned).chain(themes).collect());
    }

    /// Reads these folders from now on, and forgets others.
    fn keep_roots(&mut self, names: &BTreeSet<String>) {
        let mut gone = Vec::new();
        self.roots.retain(|name, branch| {
            let is_kept = names.contains(name);
            if !is_kept {
                branch.leaves(&mut name.clone().into_bytes(), &mut gone);
            }
            is_kept
        });
        for path in &gone {
            self.forget(path);
        }
        for name in names {
            if !self.roots.contains_key(name) {
                self.roots.insert(name.clone(), Branch::default());
                self.fresh.insert(name.clone());
            }
        }
    }

    fn walk(&mut self, look: &Look) -> Walk {
        self.round = self.round.wrapping_add(1);
        let mut walk = Walk::new(self.round, self.least);
        for (name, branch) in &mut self.roots {
            let is_fresh = self.fresh.remove(name);
            let paths = match look {
                Look::At(paths) if !is_fresh => paths,
                _ => {
                    walk.all(&self.root, name, branch);
                    continue;
                }
            };
            let is_inside = |path: &String| is_at_or_below(name, path);
            if paths.iter().any(is_inside) || is_another_way(&self.root, name) {
                walk.all(&self.root, name, branch);
                continue;
            }
            let below = |path: &str| {
                let rest = path.strip_prefix(&**name)?.strip_prefix('/')?;
                Some(rest.to_owned())
            };
            for rest in paths.iter().filter_map(|path| below(path)) {
                walk.at(&self.root, name, (&rest, true), branch);
            }
            // A change shows in every link to the file as well.
            for (link, real) in &self.links {
                let is_named = |real: &PathBuf| paths.iter().any(|path| real.ends_with(path));
                let is_named = real.as_ref().is_some_and(is_named);
                if let Some(rest) = str::from_utf8(link).ok().and_then(below) {
                    walk.at(&self.root, name, (&rest, is_named), branch);
                }
            }
        }
        walk
    }

    /// Takes over what a look found; gives the paths that have to be looked at again.
    fn take(&mut self, walk: Walk, failed: &mut BTreeMap<Vec<u8>, io::Error>) -> Vec<Vec<u8>> {
        for path in &walk.gone {
            self.forget(path);
        }
        let mut again = walk.again;
        for (wanted, result) in self.read(walk.wanted) {
            match result {
                Ok((Seen::Same, _)) => {}
                Ok((Seen::Gone, _)) => again.push(wanted.path),
                Ok((Seen::Source(source), known)) => {
                    self.keep_source(&wanted, source, &known);
                    self.put(wanted, known);
                }
                Ok((Seen::Problem(problem), known)) => {
                    self.keep_problem(&wanted.path, problem);
                    self.put(wanted, known);
                }
                Err(error) => {
                    if let Some((branch, rest)) = branch_of(&mut self.roots, &wanted.path) {
                        branch.unsettle(rest);
                    }
                    failed.insert(wanted.path, error);
                }
            }
        }
        again
    }

    fn read(&self, wanted: Vec<Wanted>) -> Vec<Found> {
        let reader = Reader::new(&self.root, self.limits);
        let read = |buffer: &mut Vec<u8>, wanted: Wanted| {
            let known = wanted.known.as_ref().filter(|_| wanted.is_comparable);
            let read = reader.read(&wanted.path, wanted.kind, known, buffer);
            (wanted, read)
        };
        if wanted.len() < FEW {
            let mut buffer = Vec::new();
            return wanted.into_iter().map(|wanted| read(&mut buffer, wanted)).collect();
        }
        wanted.into_par_iter().with_min_len(FEW).map_init(Vec::new, read).collect()
    }

    fn put(&mut self, wanted: Wanted, known: Known) {
        let Wanted { path, kind, .. } = wanted;
        if kind == Kind::Link {
            self.links.insert(path.clone(), known.real.clone());
        } else {
            self.links.remove(&path);
        }
        if let Some((branch, rest)) = branch_of(&mut self.roots, &path) {
            branch.put(rest, Leaf { kind, known }, self.round);
        }
    }

    fn keep_source(&mut self, wanted: &Wanted, source: Source, known: &Known) {
        let before = self.project.sources.get(&source.path);
        // What is not held may have changed without its length and its time of change being others.
        let is_same = before == Some(&source)
            && (!matches!(source.content, Content::File { .. })
                || wanted.known.as_ref().is_none_or(|before| before.shape == known.shape));
        let had_problem = self.notes.remove(&*wanted.path).is_some();
        if !is_same || had_problem {
            self.changed.push(Arc::clone(&source.path));
            self.project.sources.insert(source);
        }
    }

    fn keep_problem(&mut self, path: &[u8], problem: Diagnostic) {
        if self.notes.get(path) != Some(&problem) {
            self.forget(path);
            self.changed.push(Utf8Path::new(&*String::from_utf8_lossy(path)).into());
            self.notes.insert(path.into(), problem);
        }
    }

    /// Forgets what was read at `path`.
    fn forget(&mut self, path: &[u8]) {
        self.links.remove(path);
        let shown = String::from_utf8_lossy(path);
        let shown = Utf8Path::new(&*shown);
        let had_problem = self.notes.remove(path).is_some();
        if self.project.sources.remove(shown).is_some() || had_problem {
            self.changed.push(shown.into());
        }
    }
}

fn default_limits() -> ScanLimits {
    ScanLimits { file: config::Limits::default().file }
}

/// The folder that a path lies in, of those that are read, and its path there.
fn branch_of<'a, 'path>(
    roots: &'a mut BTreeMap<String, Branch>,
    path: &'path [u8],
) -> Option<(&'a mut Branch, &'path [u8])> {
    roots.iter_mut().find_map(|(name, branch)| {
        let rest = path.strip_prefix(name.as_bytes())?.strip_prefix(b"/")?;
        Some((branch, rest))
    })
}
