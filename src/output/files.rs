//! Publishing file by file: each file is replaced in one instant, the site within a moment.
//!
//! Used where the output folder cannot be exchanged: it is a link, something is mounted on it, or it holds
//! files of other people. First comes what pages need, then the pages, then what lists the pages, at last
//! what is to go; so a reader in between never meets a page whose stylesheet is not there yet.

use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::failure::{Context as _, Failure};
use super::folder::{Folder, Kind, is_no_folder};
use super::journal::{self, Journal, Step};
use super::manifest::{self, Entry};
use super::site::{Before, STAGE, Site};
use super::stage::Stage;
use super::{rollback, swap};

/// Decides and takes all steps.
pub(super) fn publish(
    stage: &Stage,
    fresh: &[Entry],
    removed: &[Entry],
    warnings: &mut Vec<String>,
) -> Result<(), Failure> {
    let site = &stage.site;
    let steps = match site.output()? {
        Some(output) => Plan::new(&output, &stage.before, removed).steps(fresh)?,
        None => in_order(fresh).map(|entry| put(entry.route.as_str())).collect(),
    };
    let steps = steps
        .into_iter()
        .chain([put(manifest::NAME)])
        .chain(removed.iter().map(|entry| Step::Remove(entry.route.to_string(), entry.shape)))
        .collect();
    if let Some(output) = site.output()? {
        rollback::keep(stage, &output)?;
    }
    let journal = Journal::Files(steps);
    journal.write(site)?;
    let Journal::Files(steps) = journal else { return Ok(()) };
    apply(site, &steps, warnings)?;
    // From here on the site is published; what goes wrong with the old one is left to the next run.
    let finished = rollback::kept(site, warnings).and_then(|()| journal::remove(&site.state));
    if let Err(failure) = finished {
        warnings.push(swap::not_put_away(&failure));
    }
    Ok(())
}

fn put(path: &str) -> Step {
    Step::Put(path.to_owned())
}

/// The files to write: first what pages need, then pages, then what lists pages.
fn in_order(fresh: &[Entry]) -> impl Iterator<Item = &Entry> {
    (0..3).flat_map(move |rank| {
        fresh.iter().filter(move |entry| rank_of(entry.route.as_str()) == rank)
    })
}

fn rank_of(path: &str) -> u8 {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        _ if path == "index.html" => 2,
        Some("html") => 1,
        Some("xml" | "json" | "txt") => 2,
        _ => 0,
    }
}

/// Finds out what must go before a file can be put in its place, and whose it is.
struct Plan<'a> {
    output: &'a Folder,
    before: &'a Before,
    /// Files that go: the site has them no more, and they are as they were written.
    going: FxHashMap<&'a str, &'a Entry>,
    /// Folders that are known to be real folders.
    safe: FxHashSet<&'a str>,
    steps: Vec<Step>,
}

impl<'a> Plan<'a> {
    fn new(output: &'a Folder, before: &'a Before, removed: &'a [Entry]) -> Self {
        let going = removed.iter().map(|entry| (entry.route.as_str(), entry)).collect();
        Self { output, before, going, safe: FxHashSet::default(), steps: Vec::new() }
    }

    fn steps(mut self, fresh: &'a [Entry]) -> Result<Vec<Step>, Failure> {
        for entry in in_order(fresh) {
            let path = entry.route.as_str();
            self.clear_way(path)?;
            let known = self.before.index.contains_key(&entry.route);
            self.clear_spot(path, known)?;
            self.steps.push(put(path));
        }
        Ok(self.steps)
    }

    /// Sees to it that everything on the way to `path` is a folder.
    fn clear_way(&mut self, path: &'a str) -> Result<(), Failure> {
        let slashes = path.match_indices('/').map(|(at, _)| &path[..at]);
        for folder in slashes {
            if self.safe.contains(folder) {
                continue;
            }
            match self.look(folder)? {
                None => return Ok(()),
                Some(Kind::Folder) => {
                    self.safe.insert(folder);
                }
                Some(Kind::File(_)) if self.remove(folder) => return Ok(()),
                Some(_) => return Err(self.in_the_way(folder, path)),
            }
        }
        Ok(())
    }

    /// Sees to it that `path` is free, or a file that this program wrote.
    fn clear_spot(&mut self, path: &'a str, known: bool) -> Result<(), Failure> {
        match self.look(path)? {
            None => Ok(()),
            Some(Kind::File(_) | Kind::Other) if known => Ok(()),
            Some(Kind::Folder) => {
                let folder = self.output.descend(path).during("open", self.output.path(path))?;
                let listing = folder.walk().during("read", self.output.path(path))?;
                if let Some(link) = listing.others.first() {
                    return Err(self.in_the_way(&format!("{path}/{link}"), path));
                }
                for file in listing.files {
                    let file = format!("{path}/{file}");
                    if !self.remove(&file) {
                        return Err(self.in_the_way(&file, path));
                    }
                }
                Ok(())
            }
            Some(_) => Err(self.in_the_way(path, path)),
        }
    }

    fn look(&self, path: &str) -> Result<Option<Kind>, Failure> {
        self.output.look(path).during("look at", self.output.path(path))
    }

    /// Has `path` removed now instead of at the end; says `false` if it is not to go at all.
    fn remove(&mut self, path: &str) -> bool {
        let Some(Entry { shape, .. }) = self.going.get(path) else { return false };
        self.steps.push(Step::Remove(path.to_owned(), *shape));
        true
    }

    fn in_the_way(&self, path: &str, wanted: &str) -> Failure {
        Failure::refused(format!(
            "`{}` is in the way of `{wanted}`, and anma did not write it as it is now; move it out of the output folder and build again",
            self.output.path(path)
        ))
    }
}

/// Takes steps that were decided. Every step may have been taken already.
pub(super) fn apply(
    site: &Site,
    steps: &[Step],
    warnings: &mut Vec<String>,
) -> Result<(), Failure> {
    apply_steps(site, steps, warnings).map_err(Failure::begun)
}

fn apply_steps(site: &Site, steps: &[Step], warnings: &mut Vec<String>) -> Result<(), Failure> {
    let name = &site.place.name;
    if site.output()?.is_none() {
        site.parent.make(name).during("make the folder", &site.place.output)?;
    }
    let Some(output) = site.output()? else { return Ok(()) };
    let stage = match site.state.look(STAGE).during("look at", site.state.path(STAGE))? {
        Some(Kind::Folder) => site.state.descend(STAGE).during("open", site.state.path(STAGE))?,
        _ => return Ok(()),
    };
    // Files of one folder often follow each other.
    let mut last: Option<(&str, Folder)> = None;
    for step in steps {
        match step {
            Step::Put(path) => {
                let (parent, _) = path.rsplit_once('/').unwrap_or(("", path));
                let folder = match last.take() {
                    Some((name, folder)) if name == parent => folder,
                    _ => {
                        let made = output.descend_making(parent);
                        made.during("make the folder", output.path(parent))?
                    }
                };
                move_in(&stage, &folder, path).during("write", output.path(path))?;
                last = Some((parent, folder));
            }
            Step::Remove(path, shape) => {
                last = None;
                let removed = remove(&output, path, *shape);
                if !removed.during("remove", output.path(path))? {
                    warnings.push(kept(path));
                }
            }
        }
    }
    Ok(())
}

/// What a person is told of a file that is no longer the site's, but not as it was written either.
pub(super) fn kept(path: &str) -> String {
    format!(
        "`{path}` is no longer part of the site, but was changed since it was written, so it is kept; remove it by hand"
    )
}

fn move_in(stage: &Folder, folder: &Folder, path: &str) -> io::Result<()> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match stage.rename(path, folder, name) {
        // Not in the stage any more: an earlier run took this step.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if is_folder(&error) => {
            // Its files are gone by now; only empty folders are left.
            folder.descend(name)?.clear("", &|_path| false)?;
            folder.remove_folder(name)?;
            stage.rename(path, folder, name)
        }
        other => other,
    }
}

fn is_folder(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::IsADirectory
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::AlreadyExists
    )
}

/// Removes `path` if it is still the file that was written, and the folders that are empty then.
/// Says `false` if it was changed, and so was kept.
fn remove(output: &Folder, path: &str, shape: super::folder::Shape) -> io::Result<bool> {
    let (mut parent, mut name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut folder = match output.descend(parent) {
        // The folder is gone or is a file by now: an earlier run took this step. A link is not ours to enter.
        Err(error) if is_no_folder(&error) => return Ok(true),
        other => other?,
    };
    match folder.look(name)? {
        Some(Kind::File(found)) if found == shape => folder.remove(name)?,
        Some(Kind::File(_) | Kind::Other) => return Ok(false),
        Some(Kind::Folder) => return Ok(true),
        None => {}
    }
    while !parent.is_empty() {
        (parent, name) = parent.rsplit_once('/').unwrap_or(("", parent));
        folder = output.descend(parent)?;
        if !folder.remove_folder(name)? {
            break;
        }
    }
    Ok(true)
}
