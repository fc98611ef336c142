//! Names that editors and systems leave behind and that no writer means to publish.

/// Whether a file or folder of this name is ignored wherever it lies.
///
/// Hidden names (but for `.well-known`), backup and swap files of Vim, Emacs, Helix and `JetBrains`,
/// and what desktops drop into folders.
pub fn is_litter(name: &str) -> bool {
    if name.starts_with('.') {
        return name != ".well-known";
    }
    name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || name.contains("___jb_")
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini" | "node_modules")
        || [".bak", ".bck", ".swp", ".swx", ".swo", ".tmp", ".orig"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn litter_is_known_by_its_name() {
        for name in [
            ".DS_Store",
            ".#article.md",
            "article.md~",
            "4913",
            ".article.md.swp",
            "x___jb_tmp___",
            "a.md.bck",
            "#a.md#",
        ] {
            assert!(is_litter(name), "{name}");
        }
        for name in ["article.md", ".well-known", "_index.md", "a~b.md", "4913.md"] {
            assert!(!is_litter(name), "{name}");
        }
    }
}
