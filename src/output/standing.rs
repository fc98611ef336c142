//! Whether the site that stands in the output folder is the one a build would make.

use std::io::{self, Read as _};

use rayon::prelude::*;

use super::fault::Faults;
use super::folder::Folder;
use super::manifest::{Found, Manifest, clean};
use super::place::{self, STATE_INSIDE};
use super::site::{MARK, OnDisk, STAGE, on_disk};
use super::{BuildMark, Settings, Totals, journal};
use crate::base::Fingerprint;
use crate::output::failure::{Context as _, Failure};

const MAGIC: &str = "anma mark 1";
/// What becomes a mark when it is whole.
const DRAFT: &str = "mark.new";

/// The totals of the published site, if it was made from the same inputs by the same program and every file
/// of it is on disk as it was written. The whole build can be skipped then.
///
/// Nothing is changed or locked. A folder that could not be published to, or in which an interrupted run has
/// left something, is not an error here: the answer is that the site must be built.
pub fn standing(settings: &Settings, build: &BuildMark) -> io::Result<Option<Totals>> {
    let faults = Faults::default();
    let Ok(place) = place::find(settings) else { return Ok(None) };
    let output = match Folder::open(&place.output, &faults) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let beside = Folder::open(&place.parent.join(place.state_beside()), &faults).ok();
    let inside = output.descend(STATE_INSIDE).ok();
    let states: Vec<Folder> = [beside, inside].into_iter().flatten().collect();
    for state in &states {
        if state.look(journal::NAME)?.is_some() || state.look(STAGE)?.is_some() {
            return Ok(None);
        }
    }
    let Found::Manifest { manifest, text } = Manifest::read(&output)? else { return Ok(None) };
    let build = BuildMark { program: clean(&build.program), inputs: build.inputs };
    let remembered = || states.iter().any(|state| remembers(state, &build, text));
    if manifest.mark != build && !remembered() {
        return Ok(None);
    }
    let intact = |entry| on_disk(&output, entry) == OnDisk::Intact;
    let stands = manifest.entries.par_iter().all(intact);
    Ok(stands.then(|| Totals { files: manifest.entries.len(), bytes: manifest.bytes() }))
}

/// Notes that `build` makes the site whose manifest is `text`, although the manifest names another build:
/// some inputs changed, but no file did, and then nothing in the output folder may be touched.
pub(super) fn remember(
    state: &Folder,
    build: &BuildMark,
    text: Fingerprint,
) -> Result<(), Failure> {
    if remembers(state, build, text) {
        return Ok(());
    }
    clear(state)?;
    state
        .write_new(DRAFT, line(build, text).as_bytes())
        .and_then(|_shape| state.rename(DRAFT, state, MARK))
        .during("write", state.path(MARK))
}

/// Drops a mark that did not become whole.
pub(super) fn clear(state: &Folder) -> Result<(), Failure> {
    state.remove(DRAFT).during("remove", state.path(DRAFT))
}

fn remembers(state: &Folder, build: &BuildMark, text: Fingerprint) -> bool {
    let mut found = String::new();
    let Ok(file) = state.read(MARK) else { return false };
    let read = std::fs::File::from(file).take(4096).read_to_string(&mut found);
    read.is_ok() && found == line(build, text)
}

fn line(build: &BuildMark, text: Fingerprint) -> String {
    format!("{MAGIC}\t{}\t{}\t{text}\n", clean(&build.program), build.inputs)
}
