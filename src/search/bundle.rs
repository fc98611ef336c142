//! The files of an index, and how they are kept from one build to the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Fingerprint, Route};

/// The first bytes of a bundle that is kept; another form of it begins otherwise.
pub(super) const FORMAT: [u8; 16] = *b"anma search 1\n\0\0";

/// Longest name of a file.
const NAME: usize = 200;

/// The folder `/pagefind/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The identity of all that it is made of.
    pub key: Fingerprint,
    files: BTreeMap<Route, Arc<[u8]>>,
}

impl Bundle {
    /// A bundle without files.
    pub(super) fn new(key: Fingerprint) -> Self {
        Self { key, files: BTreeMap::new() }
    }

    /// Adds the file `name` of the folder.
    pub(super) fn add(&mut self, name: &str, bytes: impl Into<Arc<[u8]>>) {
        // The names are the library's and ours, and fine.
        if let Ok(route) = Route::new(&format!("{}/{name}", super::FOLDER)) {
            self.files.insert(route, bytes.into());
        }
    }

    /// All files, by route.
    pub fn files(&self) -> impl Iterator<Item = (&Route, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// The file at `route`.
    pub fn get(&self, route: &Route) -> Option<&Arc<[u8]>> {
        self.files.get(route)
    }

    /// The bundle as bytes that [`Bundle::read`] reads: with the sum of all of them at the end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let size: usize =
            self.files.iter().map(|(name, file)| name.as_str().len() + file.len() + 16).sum();
        let mut out = Vec::with_capacity(size + 64);
        out.extend_from_slice(&FORMAT);
        out.extend_from_slice(&self.key.0.to_le_bytes());
        for (route, bytes) in &self.files {
            let name = route.as_str().as_bytes();
            out.extend_from_slice(&(name.len() as u64).to_le_bytes());
            out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            out.extend_from_slice(name);
            out.extend_from_slice(bytes);
        }
        let sum = Fingerprint::of(&out);
        out.extend_from_slice(&sum.0.to_le_bytes());
        out
    }

    /// The bundle with this key that `bytes` hold; nothing when they are not as they were written, or of another key.
    ///
    /// Only data is taken: scripts and whatever else has a name that data of an index does not have is no such bundle.
    pub(super) fn read(bytes: &[u8], key: Fingerprint) -> Option<Self> {
        let (bytes, sum) = bytes.split_last_chunk::<16>()?;
        if Fingerprint::of(bytes).0.to_le_bytes() != *sum {
            return None;
        }
        let mut rest = bytes.strip_prefix(&FORMAT)?.strip_prefix(&key.0.to_le_bytes())?;
        let mut bundle = Self::new(key);
        while !rest.is_empty() {
            let name = usize::try_from(number(&mut rest)?).ok().filter(|length| *length <= NAME)?;
            let length = usize::try_from(number(&mut rest)?).ok()?;
            let (name, below) = rest.split_at_checked(name)?;
            let (file, below) = below.split_at_checked(length)?;
            let name = std::str::from_utf8(name).ok()?;
            let route =
                Route::new(name).ok().filter(|route| route.as_str() == name && is_data(name))?;
            bundle.files.insert(route, file.into());
            rest = below;
        }
        Some(bundle)
    }
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, below) = rest.split_first_chunk::<8>()?;
    *rest = below;
    Some(u64::from_le_bytes(*number))
}

/// Whether a file of the index is data, which differs from site to site.
pub(super) fn is_data(name: &str) -> bool {
    let Some(name) = name.strip_prefix(super::FOLDER).and_then(|name| name.strip_prefix('/'))
    else {
        return false;
    };
    match name.split_once('/') {
        None => name == "pagefind-entry.json" || name.ends_with(".pf_meta"),
        Some(("fragment", name)) => name.ends_with(".pf_fragment"),
        Some(("index", name)) => name.ends_with(".pf_index"),
        Some(("filter", name)) => name.ends_with(".pf_filter"),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let mut bundle = Bundle::new(Fingerprint::of(b"key"));
        bundle.add("pagefind-entry.json", *b"{}");
        bundle.add("fragment/en_1.pf_fragment", *b"one");
        bundle
    }

    /// `bytes` with a sum that is right.
    fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
        let sum = Fingerprint::of(&bytes);
        bytes.extend_from_slice(&sum.0.to_le_bytes());
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        let one = bundle();
        assert_eq!(Bundle::read(&one.to_bytes(), one.key), Some(one.clone()));
        assert_eq!(Bundle::read(&one.to_bytes(), Fingerprint::of(b"other")), None);
    }

    #[test]
    fn what_was_changed_is_not_read() {
        let one = bundle();
        let bytes = one.to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(Bundle::read(&changed, one.key), None, "byte {at}");
            assert_eq!(Bundle::read(&bytes[..at], one.key), None, "cut at {at}");
        }
    }

    #[test]
    fn lengths_that_lie_and_names_of_other_files_are_refused_even_with_a_right_sum() {
        let key = Fingerprint::of(b"key");
        let head = [&FORMAT[..], &key.0.to_le_bytes()].concat();
        let file = |name: &str, length: u64| {
            let lengths = [(name.len() as u64).to_le_bytes(), length.to_le_bytes()].concat();
            summed([&head[..], &lengths, name.as_bytes(), b"x"].concat())
        };
        assert!(Bundle::read(&file("pagefind/index/a.pf_index", 1), key).is_some());
        assert!(Bundle::read(&file("pagefind/index/a.pf_index", u64::MAX), key).is_none());
        for name in [
            "pagefind/pagefind.js",
            "pagefind/wasm.en.pagefind",
            "pagefind/names.json",
            "pagefind/index/../../index.html",
            "pagefind/index/../a.pf_index",
            "index.html",
            "/pagefind/index/a.pf_index",
            "pagefind/other/a.pf_index",
            "pagefind/a.js",
        ] {
            assert_eq!(Bundle::read(&file(name, 1), key), None, "{name}");
        }
    }
}
