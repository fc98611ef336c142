//! The files of an index, and how they are kept from one build to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{FOLDER, NAMES, STATE};
use crate::base::{Fingerprint, Route};

/// The first bytes of a part that is kept; another form of it begins otherwise.
pub(super) const FORMAT: [u8; 16] = *b"anma search 2\n\0\0";

/// Longest name of a file.
const NAME: usize = 200;

/// The folder `/pagefind/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The identity of all that it is made of.
    pub key: Fingerprint,
    /// The first lies in the folder itself, the others in `2/`, `3/` and so on.
    pub(super) parts: Vec<Arc<Part>>,
    files: BTreeMap<Route, Arc<[u8]>>,
}

/// An index of some of the records: data, which differs from site to site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The identity of all that it is made of.
    pub(super) key: Fingerprint,
    /// By the name in the folder of the part.
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Bundle {
    /// All of an index: its parts, the files that are the same for every site, and names.
    pub(super) fn new(
        parts: Vec<Arc<Part>>,
        fixed: Vec<(String, Vec<u8>)>,
        names: Vec<u8>,
    ) -> Self {
        let own = parts.iter().map(|part| part.key).chain([Fingerprint::of(&names)]);
        let key = Fingerprint::all(own);
        let mut files = BTreeMap::new();
        let mut add = |name: &str, bytes: Arc<[u8]>| {
            // The names are the library's and ours, and fine.
            if let Ok(route) = Route::new(&format!("{FOLDER}/{name}")) {
                files.insert(route, bytes);
            }
        };
        for (number, part) in (1..).zip(&parts) {
            let folder = if number == 1 { String::new() } else { format!("{number}/") };
            for (name, bytes) in &part.files {
                add(&format!("{folder}{name}"), Arc::clone(bytes));
            }
        }
        for (name, bytes) in fixed {
            add(&name, bytes.into());
        }
        add(NAMES, names.into());
        let state = format!("{{\"key\":\"{key}\",\"parts\":{}}}", parts.len());
        add(STATE, state.into_bytes().into());
        Self { key, parts, files }
    }

    /// All files, by route.
    pub fn files(&self) -> impl Iterator<Item = (&Route, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// The file at `route`.
    pub fn get(&self, route: &Route) -> Option<&Arc<[u8]>> {
        self.files.get(route)
    }
}

impl Part {
    /// A part of these files; those that are no data are left out.
    #[cfg(any(feature = "search", test))]
    pub(super) fn new(
        key: Fingerprint,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        let data = files.into_iter().filter(|(name, _)| is_data(name));
        Self { key, files: data.map(|(name, bytes)| (name, bytes.into())).collect() }
    }

    /// The part as bytes that [`Part::read`] reads.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let size: usize = self.files.iter().map(|(name, file)| name.len() + file.len() + 16).sum();
        let mut out = Vec::with_capacity(size + 64);
        out.extend_from_slice(&FORMAT);
        out.extend_from_slice(&self.key.0.to_le_bytes());
        for (name, bytes) in &self.files {
            out.extend_from_slice(&(name.len() as u64).to_le_bytes());
            out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(bytes);
        }
        out
    }

    /// The part with this key that `bytes` hold; nothing when they are of another key, or cut short.
    ///
    /// Only data is taken: what has a name that data of an index does not have, such as that of a script, is no part.
    pub(super) fn read(bytes: &[u8], key: Fingerprint) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&FORMAT)?.strip_prefix(&key.0.to_le_bytes())?;
        let mut files = BTreeMap::new();
        while !rest.is_empty() {
            let name = usize::try_from(number(&mut rest)?).ok().filter(|length| *length <= NAME)?;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let (name, below) = rest.split_at_checked(name)?;
            let (file, below) = below.split_at_checked(length)?;
            let name = std::str::from_utf8(name).ok().filter(|name| is_data(name))?;
            files.insert(name.to_owned(), file.into());
            rest = below;
        }
        Some(Self { key, files })
    }
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, below) = rest.split_first_chunk::<8>()?;
    *rest = below;
    Some(u64::from_le_bytes(*number))
}

/// Whether a file of an index is data.
fn is_data(name: &str) -> bool {
    let is_plain = |name: &str, ending: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        name.strip_suffix(ending).is_some_and(|name| !name.is_empty() && name.bytes().all(letter))
    };
    match name.split_once('/') {
        None => name == "pagefind-entry.json" || is_plain(name, ".pf_meta"),
        Some(("fragment", name)) => is_plain(name, ".pf_fragment"),
        Some(("index", name)) => is_plain(name, ".pf_index"),
        Some(("filter", name)) => is_plain(name, ".pf_filter"),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> Part {
        let files = ["pagefind-entry.json", "fragment/en_1.pf_fragment", "pagefind.js"];
        let files = files.map(|name| (name.to_owned(), name.as_bytes().to_vec()));
        Part::new(Fingerprint::of(b"key"), files)
    }

    #[test]
    fn what_is_written_is_read() {
        let one = part();
        assert_eq!(one.files.len(), 2, "a script is no data");
        assert_eq!(Part::read(&one.to_bytes(), one.key), Some(one.clone()));
        assert_eq!(Part::read(&one.to_bytes(), Fingerprint::of(b"other")), None);
    }

    #[test]
    fn whatever_was_changed_only_data_is_read() {
        let one = part();
        let bytes = one.to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            for bytes in [&changed[..], &bytes[..at]] {
                let read = Part::read(bytes, one.key).unwrap_or_else(|| Part::new(one.key, []));
                assert!(read.files.keys().all(|name| is_data(name)), "byte {at}");
            }
        }
    }

    #[test]
    fn lengths_that_lie_and_names_of_other_files_are_refused() {
        let key = Fingerprint::of(b"key");
        let head = [&FORMAT[..], &key.0.to_le_bytes()].concat();
        let file = |name: &str, length: u64| {
            let lengths = [(name.len() as u64).to_le_bytes(), length.to_le_bytes()].concat();
            [&head[..], &lengths, name.as_bytes(), b"x"].concat()
        };
        assert!(Part::read(&file("index/a.pf_index", 1), key).is_some());
        assert!(Part::read(&file("index/a.pf_index", u64::MAX), key).is_none());
        for name in [
            "pagefind.js",
            "wasm.en.pagefind",
            "names.json",
            "index/../../index.html",
            "index/../a.pf_index",
            "index/.pf_index",
            "index/a\\b.pf_index",
            "../index.html",
            "/index/a.pf_index",
            "other/a.pf_index",
            "2/index/a.pf_index",
            "a.js",
        ] {
            assert_eq!(Part::read(&file(name, 1), key), None, "{name}");
        }
    }
}
