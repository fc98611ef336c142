//! Search on the site: what readers can find, and the index that their browsers ask.
//!
//! Comes in: a [`Record`] for each page, made of what is known of it and never of its finished HTML. Goes out: a
//! [`Bundle`], the files of the folder `/pagefind/`. The same records give the same bytes, on any number of threads. It
//! must never show a reader a page that is not published: that is for those who make the records to see to.
//!
//! Making an index takes longer than all the rest of a build, so it is kept ([`crate::output::Cache`]) with the
//! fingerprint of all that it is made of, and made again only when a word of it is another.

mod bundle;
#[cfg(feature = "search")]
mod library;
mod record;

use rayon::prelude::*;

use crate::base::Fingerprint;
use crate::output::Cache;

pub use bundle::Bundle;
pub use record::{Block, Record};

/// The folder of the index, below the site's own address.
pub const FOLDER: &str = "pagefind";

/// The file with the names of all that the site knows, for readers who mistype one.
pub const NAMES: &str = "names.json";

/// Whether this program can make an index: the feature `search`.
pub const IS_THERE: bool = cfg!(feature = "search");

/// The name of the index in the cache. There is one: the last.
const KEPT: &str = "search/index";

/// Everything that can be found.
pub struct Records<'a> {
    /// The language of the site, such as `en-GB`.
    pub language: &'a str,
    /// How many records there are.
    pub count: usize,
    /// Makes one of them. It is asked for each at least once, in any order and by many threads.
    pub make: &'a (dyn Fn(usize) -> Record + Sync),
    /// What else lies in the folder of the index: [`NAMES`].
    pub names: Vec<u8>,
}

/// Makes the index of `records`, or gives `last`, or the one in `cache`, when it is of the same records.
///
/// # Errors
/// When the library that makes it fails, in words for people.
pub fn index(
    records: &Records<'_>,
    last: Option<&Bundle>,
    cache: &dyn Cache,
) -> Result<Bundle, String> {
    let fixed = fixed(records.language)?;
    let key = key(records, &fixed);
    if let Some(last) = last.filter(|last| last.key == key) {
        return Ok(last.clone());
    }
    let kept = cache.get(KEPT).and_then(|bytes| Bundle::read(&bytes, key));
    let mut bundle = if let Some(bundle) = kept {
        bundle
    } else {
        let bundle = made(records, key)?;
        cache.put(KEPT, &bundle.to_bytes());
        bundle
    };
    // Scripts come from the program alone, never from a cache.
    for (name, bytes) in fixed {
        bundle.add(&name, bytes);
    }
    bundle.add(NAMES, records.names.clone());
    Ok(bundle)
}

/// The identity of all that an index is made of.
fn key(records: &Records<'_>, fixed: &[(String, Vec<u8>)]) -> Fingerprint {
    let one = |at: usize| (records.make)(at).fingerprint();
    let all: Vec<Fingerprint> =
        (0..records.count).into_par_iter().with_min_len(16).map(one).collect();
    let fixed = fixed.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]);
    let rest = [records.language.as_bytes(), &records.names, &bundle::FORMAT];
    Fingerprint::all(rest.into_iter().chain(fixed).map(Fingerprint::of).chain(all))
}

#[cfg(feature = "search")]
use library::{fixed, made};

#[cfg(not(feature = "search"))]
fn fixed(_: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    Err("this program was built without search".to_owned())
}

#[cfg(not(feature = "search"))]
fn made(_: &Records<'_>, _: Fingerprint) -> Result<Bundle, String> {
    Err("this program was built without search".to_owned())
}

#[cfg(test)]
mod tests;
