//! Back to the site that was published before the last one.
//!
//! The earlier site goes the same way as a new one: through a stage and a commit. So whatever protects the published site
//! from a failure, a crash or a foreign file protects it here as well.

use std::io;

use camino::Utf8Path;
use rayon::prelude::*;

use super::failure::{Context as _, Failure};
use super::folder::Folder;
use super::manifest::{Found, Manifest};
use super::site::{PREVIOUS, PREVIOUS_DRAFT, Site};
use super::stage::Stage;
use super::tree::Tree;
use super::{Changes, Settings, Sink as _, manifest, open, swap};

/// Publishes the site from before the last one again. The one that stands there now becomes the one before, so that the same
/// command takes this one back. `waiting` is called once, with the other's process number, if somebody else holds the lock.
///
/// # Errors
/// When no earlier site is kept, when a file of it is not as it was published, and whenever a commit fails.
pub fn rollback(
    settings: &Settings,
    waiting: &mut dyn FnMut(Option<u32>),
) -> Result<Changes, Failure> {
    if !settings.output.is_dir() {
        let output = &settings.output;
        return Err(Failure::refused(format!("there is no site in `{output}` to go back from")));
    }
    restore(open(settings, waiting)?)
}

/// Writes the earlier site into `stage` and publishes it.
pub(super) fn restore(stage: Stage) -> Result<Changes, Failure> {
    let path = stage.site.state.path(PREVIOUS);
    if stage.site.state.look(PREVIOUS).during("look at", &path)?.is_none() {
        let reason = if stage.site.is_beside { NOTHING_KEPT } else { NEVER_KEPT };
        return Err(Failure::refused(reason));
    }
    let previous = stage.site.state.descend(PREVIOUS).during("open", &path)?;
    let Found::Manifest { manifest, .. } = Manifest::read(&previous).during("read", &path)? else {
        return Err(damaged(&path));
    };
    let staged = manifest.entries.par_iter().map(|entry| {
        let file = previous.path(entry.route.as_str());
        let copied = stage.copy(&entry.route, &file, Some(entry.hash)).map_err(Failure::from);
        copied.map_err(|failure| match failure {
            Failure::Io { error, .. } if error.kind() == io::ErrorKind::NotFound => damaged(&path),
            other => other,
        })
    });
    staged.collect::<Result<(), Failure>>()?;
    if !stage.holds(&manifest.entries) {
        return Err(damaged(&path));
    }
    stage.commit(&manifest.mark)
}

const NOTHING_KEPT: &str = "no earlier site is kept, so there is nothing to go back to; one is kept from the next build on that changes the site";

const NEVER_KEPT: &str = "no earlier site is kept, because anma must keep its notes in the output folder here, where visitors could find old pages; build the site from an earlier state of its files";

fn damaged(path: &Utf8Path) -> Failure {
    Failure::refused(format!(
        "the earlier site in `{path}` is not as it was published, so it is not put back; the published site is unchanged"
    ))
}

/// Gives every file of the published site a second name beside it, before files are replaced one by one. Where names
/// cannot be given, or a file is not as it was published, nothing is in the folder then: rather nothing to go back to than
/// something else than what visitors saw.
pub(super) fn keep(stage: &Stage, output: &Folder) -> Result<(), Failure> {
    let Site { state, .. } = &stage.site;
    // Notes that lie inside the output folder are in reach of its visitors: an old page must not be.
    if !stage.site.is_beside {
        return Ok(());
    }
    let path = state.path(PREVIOUS_DRAFT);
    state.make(PREVIOUS_DRAFT).during("make the folder", &path)?;
    if stage.before.manifest.is_none() || !stage.before.is_intact() {
        return Ok(());
    }
    let tree = Tree::new(state.descend(PREVIOUS_DRAFT).during("open", &path)?);
    let entries = stage.before.entries();
    let linked = entries.par_iter().try_for_each(|entry| tree.link(&entry.route, output));
    // The manifest comes last: what has one is complete. Without it, this is no site.
    let _linked = linked.and_then(|()| output.link(manifest::NAME, &tree.folder));
    Ok(())
}

/// Makes the site that was kept the earlier one, when the new one is published. Done twice, it does no harm.
pub(super) fn kept(site: &Site, warnings: &mut Vec<String>) -> Result<(), Failure> {
    let state = &site.state;
    let path = state.path(PREVIOUS_DRAFT);
    if state.look(PREVIOUS_DRAFT).during("look at", &path)?.is_none() {
        // This was done already, and what is kept is right.
        return Ok(());
    }
    swap::clear_previous(site, warnings)?;
    let draft = state.descend(PREVIOUS_DRAFT).during("open", &path)?;
    if draft.look(manifest::NAME).during("look at", &path)?.is_some() {
        state.rename(PREVIOUS_DRAFT, state, PREVIOUS).during("move", &path)
    } else {
        state.remove_tree(PREVIOUS_DRAFT).during("remove", &path)
    }
}
