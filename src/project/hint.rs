//! Where to look for changes: what somebody noticed, as paths in the site.

use std::collections::BTreeSet;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::THEMES;
use crate::engine::CONFIG;
use crate::source::is_litter;

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Everywhere.
    All,
    /// At these files, and below these folders; paths in the site.
    At(BTreeSet<String>),
}

impl Look {
    /// Makes paths in the site of what was noticed: paths in it, or on the disk.
    pub(super) fn new(root: &Utf8Path, hint: Option<&[Utf8PathBuf]>) -> Self {
        let Some(paths) = hint else { return Self::All };
        let roots = Roots::new(root);
        let mut found = BTreeSet::new();
        for path in paths {
            match roots.inside(path) {
                Inside::Everything => return Self::All,
                Inside::Path(path) => {
                    found.insert(path);
                }
                Inside::Nothing => {}
            }
        }
        Self::At(found)
    }

    /// Whether the settings may have changed.
    pub(super) fn sees_settings(&self) -> bool {
        self.sees(|path| path == CONFIG)
    }

    /// Whether another theme may be asked for.
    pub(super) fn sees_themes(&self) -> bool {
        self.sees(|path| is_at_or_below(path, THEMES))
    }

    fn sees(&self, any: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::At(paths) => paths.iter().any(|path| any(path)),
        }
    }
}

/// Whether `path` is `folder` or lies below it.
pub(super) fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

enum Inside {
    Everything,
    Path(String),
    Nothing,
}

/// The ways in which the root of a site can be written.
struct Roots {
    ways: Vec<Utf8PathBuf>,
}

impl Roots {
    fn new(root: &Utf8Path) -> Self {
        let absolute = camino::absolute_utf8(root).unwrap_or_else(|_| root.to_owned());
        let real = absolute.canonicalize_utf8().ok();
        let mut ways = vec![absolute];
        ways.extend(real.filter(|real| *real != ways[0]));
        Self { ways }
    }

    fn inside(&self, path: &Utf8Path) -> Inside {
        if path.components().any(|part| part == Utf8Component::ParentDir) {
            return Inside::Everything;
        }
        if path.is_absolute() {
            if self.ways.iter().any(|root| root.starts_with(path)) {
                return Inside::Everything;
            }
            let inside = self.ways.iter().find_map(|root| path.strip_prefix(root).ok());
            return inside.map_or(Inside::Nothing, Self::relative);
        }
        Self::relative(path)
    }

    fn relative(path: &Utf8Path) -> Inside {
        let parts = path.components().filter_map(|part| match part {
            Utf8Component::Normal(name) => Some(name),
            _ => None,
        });
        let parts: Vec<&str> = parts.collect();
        if parts.is_empty() {
            return Inside::Everything;
        }
        if parts.iter().any(|name| is_litter(name)) {
            return Inside::Nothing;
        }
        Inside::Path(parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(paths: &[&str]) -> Look {
        let paths: Vec<Utf8PathBuf> = paths.iter().map(Utf8PathBuf::from).collect();
        Look::new(Utf8Path::new("/home/ana/site"), Some(&paths))
    }

    #[test]
    fn paths_are_found_in_the_site_however_they_are_written() {
        let at = |paths: &[&str]| Look::At(paths.iter().map(|path| (*path).to_owned()).collect());
        assert_eq!(
            look(&["/home/ana/site/content/a.md", "content//./a.md"]),
            at(&["content/a.md"])
        );
        assert_eq!(look(&["/home/ana/other/content/a.md", "/etc", "content/a.md~"]), at(&[]));
        assert_eq!(look(&["/home/ana/site2/content/a.md"]), at(&[]));
        for all in ["/home/ana/site", "/home/ana", ".", "", "content/../x"] {
            assert_eq!(look(&["content/a.md", all]), Look::All, "{all}");
        }
    }

    #[test]
    fn settings_and_themes_are_noticed() {
        assert!(
            look(&["anma.yaml"]).sees_settings() && !look(&["content/anma.yaml"]).sees_settings()
        );
        assert!(look(&["themes"]).sees_themes() && look(&["themes/x/theme.yaml"]).sees_themes());
        assert!(!look(&["themes2/x"]).sees_themes());
    }
}
