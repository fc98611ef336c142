//! Which files differ from a revision of Git.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use camino::Utf8Path;

/// The files of the site at `root` that differ from `revision`, by their paths in the site; those that Git does not
/// know yet differ as well.
pub(crate) fn since(root: &Utf8Path, revision: &str) -> Result<BTreeSet<String>, String> {
    let changed =
        ["diff", "--name-only", "--relative", "-z", "--end-of-options", revision, "--", "."];
    let new = ["ls-files", "--others", "--exclude-standard", "-z", "--", "."];
    let mut files = git(root, &changed, revision)?;
    files.extend(git(root, &new, revision)?);
    Ok(files)
}

fn git(root: &Utf8Path, arguments: &[&str], revision: &str) -> Result<BTreeSet<String>, String> {
    let mut command = Command::new("git");
    let output = command.arg("-C").arg(root).args(arguments).stdin(Stdio::null()).output();
    let output =
        output.map_err(|error| format!("cannot run git, which --changed-since needs: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        if said.to_lowercase().contains("not a git repository") {
            return Err(
                "this folder is not in a Git repository, which --changed-since needs".to_owned()
            );
        }
        let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned();
        return Err(format!("git does not know `{revision}`: {said}"));
    }
    let names = String::from_utf8_lossy(&output.stdout);
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// The path of the site in its Git repository, with a slash at the end; empty when it is the whole of it, or in none.
pub(crate) fn prefix(root: &Utf8Path) -> String {
    let mut command = Command::new("git");
    let output = command
        .arg("-C")
        .arg(root)
        .args(["rev-parse", "--show-prefix"])
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
        }
        _ => String::new(),
    }
}
