//! What people and programs do to the files of a site that is shown.

use std::fs;
use std::path::{Path, PathBuf};

use super::preview::Preview;

impl Preview {
    /// Where a file of the site lies.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.site.root.join(path)
    }

    /// Writes a file in place, as a whole.
    pub(crate) fn write(&self, path: &str, text: &str) {
        self.site.write(path, text);
    }

    /// Replaces words in a file, which must be there.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.at(path)).expect("a file");
        assert!(text.contains(from), "{path}: {text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    #[track_caller]
    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.at(to).parent().expect("a parent")).expect("folders");
        fs::rename(self.at(from), self.at(to)).expect("renamed");
    }

    /// Removes a file or a folder.
    #[track_caller]
    pub(crate) fn remove(&self, path: &str) {
        let path = self.at(path);
        let is_folder = path.symlink_metadata().expect("it is there").is_dir();
        if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
    }

    /// Runs another program in the folder of the site.
    #[track_caller]
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        run(&self.site.root, program, arguments);
    }
}

/// Runs a program in a folder.
#[track_caller]
pub(crate) fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let mut command = std::process::Command::new(program);
    let output = command.args(arguments).current_dir(folder).output().expect("it runs");
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
}
