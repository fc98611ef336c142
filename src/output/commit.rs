//! From a finished stage to the published site.

use rustc_hash::FxHashSet;

use super::failure::{Context as _, Failure};
use super::files;
use super::manifest::{self, Entry};
use super::site::{Before, Fate, OnDisk, PREVIOUS};
use super::stage::Stage;
use super::standing;
use super::swap::{self, Outcome};
use super::{BuildMark, Changes, Publish};

impl Stage {
    /// Publishes what was written. The site's visitors see the old site or the new one, and no broken file.
    ///
    /// If nothing differs from what is published, nothing in the output folder is touched.
    pub fn commit(mut self, build: &BuildMark) -> Result<Changes, Failure> {
        let gate = self.gate();
        let mut is_over = gate.enter();
        let mut changes = self.compare_and_publish(build)?;
        *is_over = true;
        changes.can_go_back = matches!(self.site.state.look(PREVIOUS), Ok(Some(_)));
        Ok(changes)
    }

    fn compare_and_publish(&mut self, build: &BuildMark) -> Result<Changes, Failure> {
        if self.has_failed() {
            return Err(Failure::refused(
                "the site is not published, because a file of it could not be written",
            ));
        }
        let fresh = self.take_fresh();
        let mut site = sort_out(&self.before, fresh);
        let mut changes = Changes {
            written: site.fresh.len(),
            removed: site.removed.len(),
            kept: site.kept.len(),
            bytes: site.fresh.iter().chain(&site.kept).map(|entry| entry.shape.size).sum(),
            warnings: std::mem::take(&mut self.warnings),
            ..Changes::default()
        };
        if site.is_same() && self.before.manifest.is_some() {
            standing::remember(&self.site.state, build, self.before.text)?;
            return Ok(changes);
        }
        check_routes(&site)?;
        changes.warnings.extend(site.changed.iter().map(|entry| files::kept(entry.route.as_str())));
        changes.swapped = self.publish(&mut site, build, &mut changes.warnings)?;
        Ok(changes)
    }

    /// Makes the new site visible, by the best way there is. Says whether it was in one instant.
    fn publish(
        &self,
        new: &mut Sorted,
        build: &BuildMark,
        warnings: &mut Vec<String>,
    ) -> Result<bool, Failure> {
        let site = &self.site;
        let output = site.output()?;
        let mut outcome = Outcome::NotPossible("a file in it was changed by hand");
        if let Some(output) = &output
            && site.mode != Publish::Files
            && site.can_swap
            && new.changed.is_empty()
        {
            outcome = swap::prepare(self, output, &mut new.kept)?;
        }
        self.write_manifest(new, build)?;
        outcome = match (&output, outcome) {
            (Some(output), Outcome::Published) => swap::publish(self, output, warnings)?,
            (None, _) if site.can_swap => swap::publish_first(self, warnings)?,
            (_, outcome) => outcome,
        };
        let Outcome::NotPossible(reason) = outcome else { return Ok(true) };
        if site.mode == Publish::Swap {
            warnings.push(format!(
                "`{}` could not be exchanged as a whole, because {reason}; it was published file by file",
                site.place.output
            ));
        }
        files::publish(self, &new.fresh, &new.removed, warnings)?;
        Ok(false)
    }

    /// The manifest comes last: a stage that has one is complete.
    fn write_manifest(&self, new: &Sorted, build: &BuildMark) -> Result<(), Failure> {
        let mut entries: Vec<&Entry> = new.kept.iter().chain(&new.fresh).collect();
        // Two sorted runs one after the other, which this sort only merges.
        entries.sort_by(|one, two| one.route.cmp(&two.route));
        let text = manifest::to_text(build, &entries);
        let written = self.tree.folder.write_new(manifest::NAME, text.as_bytes());
        written.map(|_| ()).during("write", self.site.place.output.join(manifest::NAME))
    }
}

/// The files of the new site and of the old one, by what is to be done with them.
struct Sorted {
    /// Written into the stage.
    fresh: Vec<Entry>,
    /// The same in both sites.
    kept: Vec<Entry>,
    /// Not part of the new site.
    removed: Vec<Entry>,
    /// Not part of the new site either, but changed since by somebody who would miss it.
    changed: Vec<Entry>,
    /// Not part of the new site, and gone already.
    missing: usize,
}

impl Sorted {
    fn is_same(&self) -> bool {
        self.missing == 0
            && [&self.fresh, &self.removed, &self.changed].iter().all(|files| files.is_empty())
    }
}

fn sort_out(before: &Before, fresh: Vec<Entry>) -> Sorted {
    let (kept, removed, changed) = (Vec::new(), Vec::new(), Vec::new());
    let mut sorted = Sorted { fresh, kept, removed, changed, missing: 0 };
    for (at, entry) in before.entries().iter().enumerate() {
        match (before.fate(at), before.on_disk[at]) {
            (Fate::Replaced, _) => {}
            (Fate::Kept, _) => sorted.kept.push(entry.clone()),
            (Fate::Open, OnDisk::Intact) => sorted.removed.push(entry.clone()),
            (Fate::Open, OnDisk::Changed) => sorted.changed.push(entry.clone()),
            (Fate::Open, OnDisk::Missing) => sorted.missing += 1,
        }
    }
    sorted
}

/// Refuses a site in which one address is a file and a folder at once.
fn check_routes(site: &Sorted) -> Result<(), Failure> {
    if site.fresh.is_empty() || site.kept.is_empty() {
        // The stage has seen all of it, or the site before.
        return Ok(());
    }
    let mut folders: FxHashSet<&str> = FxHashSet::default();
    let all = || site.fresh.iter().chain(&site.kept).map(|entry| entry.route.as_str());
    for mut path in all() {
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    match all().find(|path| folders.contains(path)) {
        None => Ok(()),
        Some(path) => Err(Failure::refused(format!(
            "`{path}` cannot be a file, because the site needs it as a folder; rename one of them"
        ))),
    }
}
