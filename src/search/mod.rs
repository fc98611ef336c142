//! Search on the site: what readers can find, and the index that their browsers ask.
//!
//! Comes in: a [`Record`] for each page, made of what is known of it and never of its finished HTML. Goes out: a
//! [`Bundle`], the files of the folder `/pagefind/`. The same records give the same bytes, on any number of threads. It
//! must never show a reader a page that is not published: that is for those who make the records to see to.
//!
//! Making an index takes longer than all the rest of a build, so it is kept ([`Store`]) with the fingerprint
//! of all that it is made of, and made again only when a word of it is another. A large site has several
//! indexes, its parts, which browsers ask as one: an edit makes one part again, and no part needs much memory.

mod bundle;
#[cfg(feature = "search")]
mod library;
mod record;

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::Fingerprint;
use crate::output::Store;
use bundle::Part;

pub use bundle::Bundle;
pub use record::{Block, Record};

/// The folder of the index, below the site's own address.
pub const FOLDER: &str = "pagefind";

/// What lies in folders of this name below [`FOLDER`], and below each part of it, has its fingerprint in its name.
pub const NAMED_BY_CONTENT: [&str; 3] = ["filter", "fragment", "index"];

/// The files in [`FOLDER`] that keep their names and differ from build to build.
pub const RENEWED: [&str; 4] = [NAMES, "pagefind-entry.json", "pagefind.js", STATE];

/// Whether this program can make an index: the feature `search`.
pub const IS_THERE: bool = cfg!(feature = "search");

/// The file with the names of all that the site knows, for readers who mistype one.
const NAMES: &str = "names.json";

/// The file that says how many parts there are, and is another whenever the index is.
const STATE: &str = "state.json";

/// Most bytes of records in a part: about 3,000 articles. The library needs some seventy times as much memory.
const PART: usize = 16 * 1024 * 1024;

/// Everything that can be found.
pub struct Records<'a> {
    /// The language of the site, such as `en-GB`.
    pub language: &'a str,
    /// How many records there are.
    pub count: usize,
    /// Makes one of them. It is asked for each at least once, in any order and by many threads.
    pub make: &'a (dyn Fn(usize) -> Record + Sync),
    /// The names of all that the site knows, as JSON.
    pub names: Vec<u8>,
}

/// Makes the index of `records`, with the parts of `last` and of `kept` that are of the same records.
///
/// # Errors
/// When the library that makes it fails, in words for people.
pub fn index(
    records: &Records<'_>,
    last: Option<&Bundle>,
    kept: Option<&Store>,
) -> Result<Bundle, String> {
    index_in_parts(records, last, kept, PART)
}

fn index_in_parts(
    records: &Records<'_>,
    last: Option<&Bundle>,
    kept: Option<&Store>,
    largest: usize,
) -> Result<Bundle, String> {
    let fixed = fixed(records.language)?;
    let base = Fingerprint::all(
        [records.language.as_bytes(), &bundle::FORMAT]
            .into_iter()
            .chain(fixed.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]))
            .map(Fingerprint::of),
    );
    let mut parts = Vec::new();
    for (number, members) in divide(records, largest).into_iter().enumerate() {
        let key = Fingerprint::all([base].into_iter().chain(members.iter().map(|(_, of)| *of)));
        let is_same = |part: &&Arc<Part>| part.key == key;
        if let Some(part) = last.and_then(|last| last.parts.get(number)).filter(is_same) {
            parts.push(Arc::clone(part));
            continue;
        }
        let place = place(records.language, number);
        let whole = kept.and_then(|kept| Part::read(&kept.get(place)?, key));
        let part = if let Some(part) = whole {
            part
        } else {
            let members: Vec<usize> = members.into_iter().map(|(at, _)| at).collect();
            let part = made(records, &members, key)?;
            // What cannot be kept costs time the next time, and nothing else.
            let _is_kept = kept.map(|kept| kept.put(place, &part.to_bytes()));
            part
        };
        parts.push(Arc::new(part));
    }
    // Scripts come from the program alone, never from a cache.
    Ok(Bundle::new(parts, fixed, records.names.clone()))
}

/// Where a part is kept: always in the same place, so that of many edits only the last one takes room.
fn place(language: &str, number: usize) -> Fingerprint {
    Fingerprint::of(format!("{language} part {number}").as_bytes())
}

/// The records of each part, in their order, with the fingerprint of each. Which part a record is in depends on its address
/// and the number of parts alone.
fn divide(records: &Records<'_>, largest: usize) -> Vec<Vec<(usize, Fingerprint)>> {
    let one = |at: usize| {
        let record = (records.make)(at);
        let place = Fingerprint::of(record.url.as_bytes());
        (at, record.fingerprint(), record.html.len(), place)
    };
    let all: Vec<_> = (0..records.count).into_par_iter().with_min_len(16).map(one).collect();
    let bytes: usize = all.iter().map(|(_, _, length, _)| length).sum();
    let count = bytes.div_ceil(largest).max(1);
    let mut parts = vec![Vec::new(); count];
    for (at, of, _, place) in all {
        let number = usize::try_from(place.0 % count as u128).unwrap_or_default();
        parts[number].push((at, of));
    }
    parts
}

#[cfg(feature = "search")]
use library::{fixed, made};

#[cfg(not(feature = "search"))]
fn fixed(_: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    Err("this program was built without search".to_owned())
}

#[cfg(not(feature = "search"))]
fn made(_: &Records<'_>, _: &[usize], _: Fingerprint) -> Result<Part, String> {
    Err("this program was built without search".to_owned())
}

#[cfg(test)]
mod tests;
