//! What an interrupted run left behind is completed or cleared away, before anything else happens.

use super::failure::{Context as _, Failure};
use super::journal::{self, Journal};
use super::site::{FOUND, PREVIOUS_DRAFT, STAGE, Site};
use super::{files, rollback, standing, swap};

/// Completes what was decided, drops what was not. Returns what a person should know.
pub(super) fn recover(site: &Site) -> Result<Vec<String>, Failure> {
    let mut warnings = Vec::new();
    match Journal::read(&site.state)? {
        Some(Journal::Files(steps)) => {
            files::apply(site, &steps, &mut warnings)?;
            rollback::kept(site, &mut warnings)?;
        }
        Some(Journal::Swap { device, number }) => {
            let output = site.output()?;
            let now = output.map(|output| output.identity()).transpose();
            // Only if the new folder stands in the output's place did the exchange happen.
            if now.during("look at", &site.place.output)? == Some((device, number)) {
                swap::finish(site, &mut warnings)?;
            }
        }
        None => {}
    }
    journal::remove(&site.state)?;
    standing::clear(&site.state)?;
    for name in [STAGE, PREVIOUS_DRAFT] {
        site.state.remove_tree(name).during("remove", site.state.path(name))?;
    }
    // An empty one was made for something that could not be moved there after all.
    let _is_gone = site.state.remove_folder(FOUND);
    Ok(warnings)
}
