//! The library that makes the index: Pagefind. The only file that names it.
//!
//! Its interface is one of a server: it wants a runtime and gives futures, though it waits for nothing. So it runs on a
//! thread of its own, where a mistake of its own ends the index and nothing else.

use std::path::Path;

use pagefind::api::{PagefindIndex, SyntheticFile};

use super::bundle::Part;
use super::{Record, Records};
use crate::base::Fingerprint;

/// The script and the program that browsers run, which no page of the site changes.
pub(super) fn fixed(language: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut record = Record::new("/".to_owned(), language, "a");
    record.description("a");
    let mut files = run(1, &|_| record.clone())?;
    // Where the language has a program of its own, the general one is not asked for.
    let has_own = files.iter().any(|(name, _)| is_program(name) && name != GENERAL);
    files.retain(|(name, _)| {
        name == "pagefind.js" || is_program(name) && (name != GENERAL || !has_own)
    });
    Ok(files)
}

const GENERAL: &str = "wasm.unknown.pagefind";

fn is_program(name: &str) -> bool {
    name.starts_with("wasm.") && name.ends_with(".pagefind")
}

/// The index of some of the `records`.
pub(super) fn made(
    records: &Records<'_>,
    members: &[usize],
    key: Fingerprint,
) -> Result<Part, String> {
    Ok(Part::new(key, run(members.len(), &|at| (records.make)(members[at]))?))
}

/// All files that Pagefind makes of `count` records, by name.
fn run(
    count: usize,
    make: &(dyn Fn(usize) -> Record + Sync),
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let work = || -> Result<Vec<(String, Vec<u8>)>, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.map_err(|error| error.to_string())?;
        let files = runtime.block_on(async {
            let mut index = PagefindIndex::new(None)?;
            for at in 0..count {
                let record = make(at);
                index.add_html_file(None, Some(record.url), record.html).await?;
            }
            index.get_files().await
        });
        let files = files.map_err(|error| error.to_string())?;
        let named = |file: SyntheticFile| Some((name(&file.filename)?, file.contents));
        let mut files: Vec<_> = files.into_iter().filter_map(named).collect();
        files.sort();
        Ok(files)
    };
    let panicked = |_| "it stopped in the middle".to_owned();
    std::thread::scope(|scope| scope.spawn(work).join()).map_err(panicked)?
}

/// A path in the folder of the index as text, with slashes.
fn name(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
