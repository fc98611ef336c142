//! Names that editors and systems leave behind and that no writer means to publish.

/// Whether a file or folder of this name is ignored wherever it lies.
///
/// Hidden names (but for `.well-known`), backup and swap files of Vim, Emacs, Helix and `JetBrains`, files that
/// become others when they are complete, and what desktops drop into folders.
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
        || is_becoming(name)
}

/// Whether a file is about to be renamed to what it was made for: `sedQx3TzP` by sed, `article.md.Qx3TzP` by Kate and
/// other programs of KDE. Its last six letters are made by chance, so that some are no small ones.
fn is_becoming(name: &str) -> bool {
    let Some((stem, chance)) = name.len().checked_sub(6).and_then(|cut| name.split_at_checked(cut))
    else {
        return false;
    };
    let is_chance = chance.bytes().all(|letter| letter.is_ascii_alphanumeric())
        && !chance.bytes().all(|letter| letter.is_ascii_lowercase());
    let is_made_for = |ending: &&str| stem.ends_with(*ending);
    is_chance
        && (stem == "sed"
            || [".md.", ".yaml.", ".yml.", ".html.", ".css.", ".js."].iter().any(is_made_for))
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
            "sedQx3TzP",
            "article.md.Qx3TzP",
            "article.mdQx3TzP.bck",
            ".goutputstream-Qx3TzP",
        ] {
            assert!(is_litter(name), "{name}");
        }
        for name in [
            "article.md",
            ".well-known",
            "_index.md",
            "a~b.md",
            "4913.md",
            "sediments",
            "sedans1.md",
            "a.md.backup",
            "é123456",
        ] {
            assert!(!is_litter(name), "{name}");
        }
    }
}
