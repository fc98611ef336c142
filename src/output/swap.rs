//! Publishing by exchange: the whole new site takes the old one's place in one instant.
//!
//! The old site is kept for one more build, for readers who opened it a moment before. Nothing of anybody
//! else is lost: a folder with foreign files is published file by file instead, and a foreign file that
//! appears in the last moment is moved into the new site.

use std::io;

use camino::Utf8Path;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::failure::{Context as _, Failure};
use super::folder::{Folder, Kind, Shape, is_no_folder};
use super::journal::{self, Journal};
use super::manifest::{self, Entry, Found, Manifest};
use super::site::{FOUND, PREVIOUS, STAGE, Site};
use super::stage::Stage;
use crate::base::Route;

/// Whether the site was published, or must be published file by file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Published,
    /// The folder cannot be exchanged, for this reason; nothing has changed.
    NotPossible(&'static str),
}

/// Puts the stage in the place of an output folder that does not exist yet.
pub(super) fn publish_first(stage: &Stage, warnings: &mut Vec<String>) -> Result<Outcome, Failure> {
    let Site { state, parent, place, .. } = &stage.site;
    // Somebody removed the site that came after it, and it is not the one from before any more.
    clear_previous(&stage.site, warnings)?;
    if stage.site.sync {
        state.sync_file_system().during("write", &place.output)?;
    }
    match state.rename_new(STAGE, parent, &place.name) {
        Ok(()) => Ok(Outcome::Published),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists || is_unsupported(&error) => {
            Ok(Outcome::NotPossible("the folder cannot be put in its place"))
        }
        Err(error) => Err(error).during("publish to", &place.output),
    }
}

/// Completes the stage with all that is unchanged, so that it could be exchanged for `output`.
pub(super) fn prepare(
    stage: &Stage,
    output: &Folder,
    kept: &mut [Entry],
) -> Result<Outcome, Failure> {
    let site = &stage.site;
    let listing = output.walk().during("read", &site.place.output)?;
    if !site.strangers(listing, &stage.before.index, stage.before.entries()).is_empty() {
        return Ok(Outcome::NotPossible("it holds files that are not the site's"));
    }
    for name in &site.keep {
        match output.look(name).during("look at", output.path(name))? {
            None | Some(Kind::File(_)) => {}
            Some(_) => return Ok(Outcome::NotPossible("it holds files that are not the site's")),
        }
    }
    let same_owner = stage.tree.folder.dress_like(output).during("look at", output.path(""))?;
    if !same_owner {
        return Ok(Outcome::NotPossible("it belongs to somebody else"));
    }
    kept.par_iter_mut().try_for_each(|entry| carry(stage, output, entry))?;
    for name in &site.keep {
        if output.look(name).during("look at", output.path(name))?.is_some() {
            let linked = output.link(name, &stage.tree.folder);
            linked
                .or_else(|_| copy(output, name, &stage.tree.folder).map(|_| ()))
                .during("write", output.path(name))?;
        }
    }
    Ok(Outcome::Published)
}

/// Gives an unchanged file a second name in the stage, or copies it where that is not possible.
fn carry(stage: &Stage, output: &Folder, entry: &mut Entry) -> Result<(), Failure> {
    let route = &entry.route;
    let path = || output.path(route.as_str());
    match stage.tree.link(route, output) {
        Ok(()) => Ok(()),
        // Another conflict than a missing feature would fail again, and then says so.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            let shape = copy(output, route.as_str(), &stage.tree.folder);
            entry.shape = shape.during("write", path())?;
            Ok(())
        }
        Err(error) => Err(error).during("write", path()),
    }
}

fn copy(from: &Folder, name: &str, to: &Folder) -> io::Result<Shape> {
    let mut source = std::fs::File::from(from.read(name)?);
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut source, &mut bytes)?;
    to.write_new(name, &bytes)
}

/// Exchanges the complete stage for `output`. With the one call in the middle, the new site is published.
pub(super) fn publish(
    stage: &Stage,
    output: &Folder,
    warnings: &mut Vec<String>,
) -> Result<Outcome, Failure> {
    let site = &stage.site;
    let Site { state, parent, place, .. } = site;
    // The output's name may have come to mean another folder since it was opened.
    let identity = |folder: &Folder| folder.identity().during("look at", folder.path(""));
    let (device, number) = identity(&stage.tree.folder)?;
    match site.output()? {
        Some(now) if identity(&now)? == identity(output)? => {}
        _ => return Ok(Outcome::NotPossible("it was replaced during the build")),
    }
    let exchanged = Journal::Swap { device, number }
        .write(site)
        .map(|()| state.exchange(STAGE, parent, &place.name))
        .inspect_err(|_| drop(journal::remove(state)))?;
    match exchanged {
        Ok(()) => {}
        Err(error) => {
            journal::remove(state)?;
            if is_unsupported(&error) {
                return Ok(Outcome::NotPossible("the disk does not support it"));
            }
            return Err(error).during("publish to", &place.output);
        }
    }
    // From here on the site is published; what goes wrong with the old one is left to the next run.
    let finished = if site.sync { parent.sync().during("write", &place.parent) } else { Ok(()) };
    if let Err(failure) = finished.and_then(|()| finish(site, warnings)) {
        warnings.push(not_put_away(&failure));
    }
    Ok(Outcome::Published)
}

/// What a person is told when the new site stands, and only its predecessor is in the way.
pub(super) fn not_put_away(failure: &Failure) -> String {
    format!("the site is published, but the old one is not put away: {}", failure.cause())
}

/// Whether the system cannot do this at all, as opposed to failing at it.
fn is_unsupported(error: &io::Error) -> bool {
    use rustix::io::Errno;
    [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::XDEV, Errno::BUSY, Errno::PERM]
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// Puts the old site away after an exchange: the stage is the old output now. Done twice, it does no harm.
pub(super) fn finish(site: &Site, warnings: &mut Vec<String>) -> Result<(), Failure> {
    let state = &site.state;
    let stage_path = state.path(STAGE);
    if state.look(STAGE).during("look at", &stage_path)?.is_some() {
        let old = state.descend(STAGE).during("open", &stage_path)?;
        let found = Manifest::read(&old).during("read", old.path(manifest::NAME))?;
        let known = match &found {
            Found::Manifest { manifest, .. } => Some(manifest),
            Found::Nothing => None,
            Found::Broken(_) => {
                set_aside(site, (state, STAGE), &stage_path, warnings)?;
                return journal::remove(state);
            }
        };
        let index = known.map(Manifest::index).unwrap_or_default();
        if let Some(output) = site.output()? {
            let entries = known.map_or(&[][..], |manifest| &manifest.entries);
            let listing = old.walk().during("read", &stage_path)?;
            let strangers = site.strangers(listing, &index, entries);
            for path in strangers.folders {
                // Where the new site has a file of this name, an empty folder is no loss.
                let _made = output.descend_making(&path);
            }
            for name in &site.keep {
                // It is in the new site already, unless it appeared in the last moment.
                let _moved = old.rename_new(name, &output, name);
            }
            for path in strangers.files {
                rescue(site, &old, &output, &path, warnings)?;
            }
        }
        clear_previous(site, warnings)?;
        if known.is_some() {
            state.rename(STAGE, state, PREVIOUS).during("move", &stage_path)?;
        } else {
            state.remove_tree(STAGE).during("remove", &stage_path)?;
        }
    }
    journal::remove(state)
}

/// Moves a foreign file out of the old site into the new one.
fn rescue(
    site: &Site,
    old: &Folder,
    output: &Folder,
    path: &str,
    warnings: &mut Vec<String>,
) -> Result<(), Failure> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let source = old.descend(folder).during("open", old.path(folder))?;
    let moved =
        output.descend_making(folder).and_then(|target| source.rename_new(name, &target, name));
    match moved {
        Ok(()) => Ok(()),
        Err(_) => set_aside(site, (&source, name), &site.place.output.join(path), warnings),
    }
}

/// Moves a file of a folder, which nothing else can be done with, to where a person finds it. They know it as `known`.
fn set_aside(
    site: &Site,
    (folder, name): (&Folder, &str),
    known: &Utf8Path,
    warnings: &mut Vec<String>,
) -> Result<(), Failure> {
    let state = &site.state;
    let aside = state.descend_making(FOUND).during("make the folder", state.path(FOUND))?;
    for number in 1..10_000_u32 {
        let free = format!("{number}-{name}");
        match folder.rename_new(name, &aside, &free) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => {
                other.during("move", folder.path(name))?;
                warnings.push(format!(
                    "`{known}` is not part of the site and was in the way; it is kept as `{}`",
                    aside.path(&free)
                ));
                return Ok(());
            }
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists)).during("move", folder.path(name))
}

/// Removes the site from before the last one, by its own manifest; anything else in it is set aside, and so is all of it
/// where somebody else's permissions stand in the way, as after a build by an administrator.
pub(super) fn clear_previous(site: &Site, warnings: &mut Vec<String>) -> Result<(), Failure> {
    match remove_previous(site, warnings) {
        Err(Failure::Io { error, .. }) if error.kind() == io::ErrorKind::PermissionDenied => {
            let path = site.state.path(PREVIOUS);
            set_aside(site, (&site.state, PREVIOUS), &path, warnings)
        }
        other => other,
    }
}

fn remove_previous(site: &Site, warnings: &mut Vec<String>) -> Result<(), Failure> {
    let state = &site.state;
    let path = state.path(PREVIOUS);
    if state.look(PREVIOUS).during("look at", &path)?.is_none() {
        return Ok(());
    }
    let previous = match state.descend(PREVIOUS) {
        Err(error) if is_no_folder(&error) => {
            return set_aside(site, (state, PREVIOUS), &path, warnings);
        }
        other => other.during("open", &path)?,
    };
    if let Found::Manifest { manifest, .. } = Manifest::read(&previous).during("read", &path)? {
        let index: FxHashMap<Route, usize> = manifest.index();
        let unwanted = |path: &str| {
            manifest::parse_route(path).is_some_and(|route| index.contains_key(&route))
        };
        // The manifest itself goes last: until then it says what else may be removed.
        previous.clear("", &unwanted).during("remove", &path)?;
    }
    let rest = previous.entries().during("read", &path)?;
    if rest.iter().all(|(name, _)| name.as_deref().is_some_and(|name| site.is_kept(name))) {
        return state.remove_tree(PREVIOUS).during("remove", &path);
    }
    set_aside(site, (state, PREVIOUS), &path, warnings)
}
