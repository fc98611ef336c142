//! Folders as values: what is in them, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// The files below a folder, by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// What the file system says of a file or folder: number, size, mode, and time of change in nanoseconds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    inode: u64,
    size: u64,
    mode: u32,
    modified: (i64, i64),
}

/// Every entry below `folder` with its path, folders too.
fn walk(folder: &Path, prefix: &str, see: &mut impl FnMut(&str, &fs::Metadata, &Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.expect("an entry");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let metadata = fs::symlink_metadata(entry.path()).expect("metadata");
        see(&path, &metadata, &entry.path());
        if metadata.is_dir() {
            walk(&entry.path(), &format!("{path}/"), see);
        }
    }
}

/// The files below `folder`. A folder that is not there has none.
pub(crate) fn read(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    walk(folder, "", &mut |path, metadata, disk| {
        if metadata.is_file() {
            tree.insert(path.to_owned(), fs::read(disk).expect("a file"));
        }
    });
    tree
}

/// The files of a site in an output folder: all but the program's own list.
pub(crate) fn site(folder: &Path) -> Tree {
    let mut tree = read(folder);
    tree.retain(|path, _| !path.starts_with(".anma"));
    tree
}

/// What the file system says of everything below `folder`, by path.
pub(crate) fn marks(folder: &Path) -> BTreeMap<String, Mark> {
    let mut marks = BTreeMap::new();
    walk(folder, "", &mut |path, metadata, _| {
        let mark = Mark {
            inode: metadata.ino(),
            size: metadata.len(),
            mode: metadata.mode(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        };
        marks.insert(path.to_owned(), mark);
    });
    marks
}

/// Says how two trees differ, or nothing.
pub(crate) fn difference(one: &Tree, two: &Tree) -> String {
    let mut lines = Vec::new();
    for path in one.keys().chain(two.keys()).collect::<std::collections::BTreeSet<_>>() {
        match (one.get(path), two.get(path)) {
            (Some(one), Some(two)) if one == two => {}
            (Some(one), Some(two)) => {
                lines.push(format!("{path} differs: {}", first_line(one, two)))
            }
            (Some(_), None) => lines.push(format!("{path} is only in the first")),
            (None, _) => lines.push(format!("{path} is only in the second")),
        }
    }
    lines.join("\n")
}

fn first_line(one: &[u8], two: &[u8]) -> String {
    let (one, two) = (String::from_utf8_lossy(one), String::from_utf8_lossy(two));
    let (one, two) = (one.split('\n'), two.split('\n'));
    let both = one
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(two.map(Some).chain(std::iter::repeat(None)));
    for (number, (one, two)) in both.enumerate() {
        if one != two {
            return format!("line {}\n  first:  {one:?}\n  second: {two:?}", number + 1);
        }
    }
    String::new()
}
