//! The data files of `content/`: sources, red flags and the vocabulary.

use std::collections::BTreeMap;

use camino::Utf8Path;

use crate::base::Fingerprint;
use crate::diagnostic::Notes;
use crate::matter::{self, Name, RedFlags, Rules, Term};
use crate::source::Sources;

/// Where sources are described.
pub(crate) const SOURCES: &str = "content/sources.yaml";
/// Where red flags are listed.
pub(crate) const RED_FLAGS: &str = "content/red-flags.yaml";
/// Where entities without a page of their own are described.
pub(crate) const VOCABULARY: &str = "content/vocabulary.yaml";

/// What the data files say.
#[derive(Debug, Default)]
pub struct Data {
    /// Sources by id.
    pub sources: BTreeMap<Box<str>, matter::Source>,
    /// Red flags by id.
    pub red_flags: BTreeMap<Box<str>, RedFlags>,
}

/// Whether `path` is a data file and therefore not copied to the output.
pub(crate) fn is_data(path: &Utf8Path) -> bool {
    let base = super::language_of(path.as_str()).map(|(base, _)| base);
    let is_translated = base.is_some_and(|base| [RED_FLAGS, VOCABULARY].contains(&&*base));
    is_translated || [SOURCES, RED_FLAGS, VOCABULARY].contains(&path.as_str())
}

/// The identity of all data files.
pub(super) fn fingerprint(sources: &Sources) -> Fingerprint {
    let of = |path: &str| sources.get(Utf8Path::new(path)).map(|source| source.fingerprint);
    Fingerprint::all([SOURCES, RED_FLAGS, VOCABULARY].map(|path| of(path).unwrap_or_default()))
}

/// Reads the data files, of which those that are not there are empty; and the entities of the vocabulary, in the order of
/// the file.
pub(super) fn parse_data(
    sources: &Sources,
    rules: Rules<'_>,
    notes: &mut Notes,
) -> (Data, Vec<Term>) {
    let limits = rules.limits;
    let mut data = Data::default();
    let by_id = |(id, value): (Name, _)| (id.text, value);
    if let Some((path, text)) = text_of(sources, SOURCES) {
        data.sources =
            matter::parse_sources(text, path, limits, notes).into_iter().map(by_id).collect();
    }
    if let Some((path, text)) = text_of(sources, RED_FLAGS) {
        let sets = matter::parse_red_flags(text, path, limits, notes);
        data.red_flags = sets.into_iter().map(|(id, set)| (id.text, set)).collect();
    }
    let vocabulary = match text_of(sources, VOCABULARY) {
        Some((path, text)) => matter::parse_vocabulary(text, path, &[], rules, notes),
        None => Vec::new(),
    };
    (data, vocabulary)
}

pub(super) fn text_of<'a>(
    sources: &'a Sources,
    path: &str,
) -> Option<(&'a std::sync::Arc<Utf8Path>, &'a str)> {
    let source = sources.get(Utf8Path::new(path))?;
    Some((&source.path, source.as_text()?))
}
