//! Which folder is published to, and whether that is safe.
//!
//! Comes in: the settings. Goes out: the folder's true path. Nothing is made or changed here. Folders are
//! compared by their true paths and by what the file system says they are, so that neither a symbolic link
//! nor a second mount hides that two names mean one folder.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::Settings;
use super::failure::{Context as _, Failure};

/// Where the site goes.
#[derive(Debug)]
pub(super) struct Place {
    /// The output folder itself; links on the way are resolved.
    pub(super) output: Utf8PathBuf,
    /// The folder it lies in.
    pub(super) parent: Utf8PathBuf,
    /// Its name there.
    pub(super) name: String,
    /// Whether the output was named by a symbolic link. The link stays, so its target cannot be exchanged.
    pub(super) linked: bool,
}

impl Place {
    /// Where this program keeps its lock, its stage and the previous site: beside the output.
    pub(super) fn state_beside(&self) -> String {
        format!(".{}.state", self.name)
    }
}

/// The same, in the output folder itself, for a folder that something is mounted on.
pub(super) const STATE_INSIDE: &str = ".anma-state";

/// Finds the place that the settings name, or says why it cannot be published to.
pub(super) fn find(settings: &Settings) -> Result<Place, Failure> {
    // Without its dots and slashes at the end, a name that is a link shows itself as one.
    let asked: Utf8PathBuf = settings.output.components().collect();
    if asked.as_str().is_empty() {
        return Err(Failure::refused("the output folder has no name; set one in `anma.yaml`"));
    }
    let linked = fs::symlink_metadata(&asked).is_ok_and(|found| found.is_symlink());
    let output = resolve(&asked).during("find the output folder", &asked)?;
    let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
        return Err(Failure::refused(
            "the output folder cannot be `/`; choose a folder that holds nothing but the site",
        ));
    };
    match fs::metadata(&output) {
        Ok(found) if !found.is_dir() => {
            return Err(Failure::refused(format!(
                "the output `{asked}` is a file; choose a folder"
            )));
        }
        Err(_) if linked => {
            return Err(Failure::refused(format!(
                "the output folder `{asked}` is a link to `{output}`, which is not there; make it or remove the link"
            )));
        }
        _ => {}
    }
    let here = std::env::current_dir().ok().and_then(|path| Utf8PathBuf::try_from(path).ok());
    for root in settings.roots.iter().chain(here.as_ref()) {
        let root = resolve(root).during("find the folder", root)?;
        if is_in(&root, &output) {
            return Err(Failure::refused(format!(
                "the output folder `{asked}` holds `{root}`, which publishing would replace; choose a folder that holds nothing but the site"
            )));
        }
    }
    for folder in &settings.protected {
        let folder = resolve(folder).during("find the folder", folder)?;
        if is_in(&folder, &output) || is_in(&output, &folder) {
            return Err(Failure::refused(format!(
                "the output folder `{asked}` and `{folder}`, which the site is made from, lie in each other; choose another output folder"
            )));
        }
    }
    let (parent, name) = (parent.to_owned(), name.to_owned());
    Ok(Place { output, parent, name, linked })
}

/// The true path of `path`, of which the last parts need not exist yet.
fn resolve(path: &Utf8Path) -> io::Result<Utf8PathBuf> {
    match path.canonicalize_utf8() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let Some(Utf8Component::Normal(name)) = path.components().next_back() else {
                return Err(error);
            };
            let parent = path.parent().filter(|parent| !parent.as_str().is_empty());
            Ok(resolve(parent.unwrap_or(Utf8Path::new(".")))?.join(name))
        }
        other => other,
    }
}

/// Whether `inner` is `outer` or lies in it, by path or by what the file system says.
fn is_in(inner: &Utf8Path, outer: &Utf8Path) -> bool {
    let identity =
        |path: &Utf8Path| fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    inner.starts_with(outer)
        || identity(outer).is_some_and(|outer| {
            inner.ancestors().any(|ancestor| identity(ancestor) == Some(outer))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::test_site::settings;
    use std::os::unix::fs::symlink;

    fn refusal(settings: &Settings) -> String {
        find(settings).expect_err("refused").to_string()
    }

    #[test]
    fn a_folder_that_holds_the_work_of_others_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        let root =
            Utf8PathBuf::try_from(root.path().canonicalize().expect("a path")).expect("text");
        let mut asked = settings(&root);
        fs::create_dir_all(root.join("content/articles")).expect("a folder");
        fs::create_dir_all(root.join("output")).expect("a folder");
        fs::write(root.join("file"), b"").expect("a file");
        symlink(root.join("content"), root.join("alias")).expect("a link");
        symlink(root.join("nowhere"), root.join("dangling")).expect("a link");
        symlink("/", root.join("top")).expect("a link");
        for (output, reason) in [
            ("/", "cannot be `/`"),
            ("top", "cannot be `/`"),
            ("", "holds"),
            ("..", "holds"),
            ("content", "lie in each other"),
            ("content/articles/new", "lie in each other"),
            ("alias", "lie in each other"),
            ("alias/new", "lie in each other"),
            ("static", "lie in each other"),
            ("static/new/deep", "lie in each other"),
            ("file", "is a file"),
            ("dangling", "not there"),
        ] {
            asked.output = root.join(output);
            assert!(refusal(&asked).contains(reason), "{output}: {}", refusal(&asked));
        }
        asked.output = std::env::current_dir().expect("here").try_into().expect("text");
        assert!(refusal(&asked).contains("holds"));
        asked.output = Utf8PathBuf::new();
        assert!(refusal(&asked).contains("no name"));
        let before: Vec<_> = fs::read_dir(&root).expect("a folder").collect();
        assert_eq!(before.len(), 6, "refusing makes nothing");
    }

    #[test]
    fn a_link_to_a_folder_is_resolved() {
        let root = tempfile::tempdir().expect("a folder");
        let root =
            Utf8PathBuf::try_from(root.path().canonicalize().expect("a path")).expect("text");
        fs::create_dir_all(root.join("www/site")).expect("a folder");
        symlink("www/site", root.join("output")).expect("a link");
        let mut asked = settings(&root);
        asked.output = root.join("output/");
        let place = find(&asked).expect("allowed");
        assert_eq!((place.output, place.linked), (root.join("www/site"), true));
    }
}
