//! Finds a dictionary for spelling.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: files of the site are read and written here"
)]

use anma::config::Config;
use anma::spelling::{PLACES, Speller, decode};
use camino::Utf8Path;

/// The dictionary of a site; nothing when there is none or none is wanted.
///
/// # Errors
/// When the site names one that cannot be used: why.
pub(crate) fn find(root: &Utf8Path, config: &Config) -> Result<Option<Speller>, String> {
    let checks = &config.checks;
    let words = || checks.words.iter().map(|word| &**word);
    if let Some(name) = &checks.dictionary {
        if &*name.text == "none" {
            return Ok(None);
        }
        let dic = root.join(&*name.text).with_extension("dic");
        return read(&dic.with_extension("aff"), &dic, words())
            .map(Some)
            .map_err(|error| format!("the dictionary {} cannot be used: {error}", name.text));
    }
    let found = PLACES.iter().find_map(|(aff, dic)| {
        let files = (root.join(aff), root.join(dic));
        files.1.is_file().then(|| read(&files.0, &files.1, words()).ok()).flatten()
    });
    Ok(found)
}

fn read<'w>(
    aff: &Utf8Path,
    dic: &Utf8Path,
    words: impl Iterator<Item = &'w str>,
) -> Result<Speller, String> {
    let bytes = |file: &Utf8Path| {
        std::fs::read(file).map_err(|error| format!("{file} cannot be read: {error}"))
    };
    let (aff, dic) = (bytes(aff)?, bytes(dic)?);
    Speller::new(&decode(&aff), &decode(&dic), words)
}
