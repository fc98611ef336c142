//! `anma check --fix`: what can be mended without changing what is said.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: files of the site are read and written here"
)]

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::ops::Range;

use anma::check::Checked;
use anma::findings::{apply_edits, diff};
use anma::source::Sources;
use camino::Utf8Path;

use crate::check::options::CheckOptions;
use crate::report;

/// Shows what would be mended, and mends it when somebody says so. Gives the number of files that were written.
pub(crate) fn run(
    options: &CheckOptions,
    checked: &Checked,
    sources: &Sources,
    is_wanted: impl Fn(&str) -> bool,
) -> io::Result<usize> {
    let mut edits: BTreeMap<&Utf8Path, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for (path, mending) in checked.mendings.iter().filter(|(path, _)| is_wanted(path.as_str())) {
        edits.entry(&**path).or_default().push((mending.place.clone(), mending.text.clone()));
    }
    let mut files = Vec::new();
    for (path, edits) in edits {
        let Some(before) = sources.text(path) else { continue };
        let after = apply_edits(before, &edits);
        if after != before {
            report::say(format_args!("{}", diff(path.as_str(), before, &after).trim_end()));
            files.push((path, before, after));
        }
    }
    if files.is_empty() {
        report::say(format_args!(
            "There is nothing that can be mended without changing what is said."
        ));
        return Ok(0);
    }
    if !options.yes && !is_agreed(files.len())? {
        report::say(format_args!("Nothing was changed."));
        return Ok(0);
    }
    let mut written = 0;
    for (path, before, after) in files {
        let file = options.root.join(path);
        // Whoever saved the file in the meantime keeps what they wrote.
        if std::fs::read(&file)? != before.as_bytes() {
            report::tell(format_args!(
                "warning: {path} has changed in the meantime, and was left alone"
            ));
            continue;
        }
        replace(&file, &after)?;
        written += 1;
    }
    report::say(format_args!("Mended {}.", report::count(written, "file", "files")));
    Ok(written)
}

fn is_agreed(files: usize) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        report::say(format_args!("`--yes` makes these changes."));
        return Ok(false);
    }
    let files = report::count(files, "file", "files");
    let mut out = io::stdout().lock();
    write!(out, "Make these changes to {files}? [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Puts `text` in the place of a file, whole or not at all.
pub(crate) fn replace(file: &Utf8Path, text: &str) -> io::Result<()> {
    let file = file.canonicalize_utf8()?;
    let name = file.file_name().unwrap_or_default();
    let beside = file.with_file_name(format!(".{name}.anma-{}", std::process::id()));
    let write = || {
        std::fs::write(&beside, text)?;
        std::fs::set_permissions(&beside, std::fs::metadata(&file)?.permissions())?;
        std::fs::rename(&beside, &file)
    };
    write().inspect_err(|_| {
        let _gone = std::fs::remove_file(&beside);
    })
}
