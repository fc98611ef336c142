//! The pages of another language of the site: those that are written in it, and all others as they are, so that relations
//! reach the same pages in every language.
//!
//! Comes in: the pages of the site in its own language, and the files of the other one: `article.es.md` beside
//! `article.md`, `red-flags.es.yaml`, `vocabulary.es.yaml`. Goes out: pages. What nobody has translated is borrowed: others
//! may lead to it, but it is not made a second time.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::data::{Data, RED_FLAGS, VOCABULARY, text_of};
use super::parse::{
    DataFiles, File, Page, add_terms, document_of, folder_of, inherited, is_section,
};
use super::{Document, Documents, Edited, Reading};
use crate::base::{Fingerprint, Span};
use crate::config::is_language_name;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::markdown::Options;
use crate::matter::{self, Matter, Name, Original, RedFlags};
use crate::schema::{Kind, Overview, SiteFields};
use crate::source::{Source, Sources};
use crate::yaml::Limits;

/// What was read of a language the last time.
#[derive(Default)]
pub struct TranslationMemo {
    /// The language, and the rules by which its pages were read.
    rules: Option<(Box<str>, SiteFields, Limits, Options)>,
    /// By path.
    pages: FxHashMap<Box<str>, Translated>,
    /// What is borrowed, by path or by the key of the vocabulary, with what it was made of.
    borrowed: FxHashMap<Box<str>, Borrowed>,
    data: Option<(Arc<Data>, DataFiles)>,
    documents: Vec<Arc<Document>>,
}

/// A page in the site's own language, and how others see it.
type Borrowed = (Arc<Document>, Arc<Document>);

/// A translation that was read, with the page that it says in another language.
struct Translated {
    page: Page,
    original: Option<Arc<Document>>,
}

/// The path of a file without the short name of its language, and that name: of `a.es.md`, `a.md` and `es`. Whether the
/// site has such a language is not asked.
pub fn language_of(path: &str) -> Option<(String, &str)> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (base, language) = stem.rsplit_once('.')?;
    let is_named = !base.is_empty() && !base.ends_with('/');
    (is_language_name(language) && is_named).then(|| (format!("{base}.{ending}"), language))
}

/// Says which files look like translations into a language that the site does not have, though the theme `knows` it.
pub fn undeclared(sources: &Sources, languages: &[&str], knows: &[&str], notes: &mut Notes) {
    let is_data = |base: &str| [RED_FLAGS, VOCABULARY].contains(&base);
    for source in sources.below("content/") {
        let Some((base, language)) = language_of(source.path.as_str()) else { continue };
        let is_meant = knows.contains(&language) && source.is_page() || is_data(&base);
        if !is_meant || languages.contains(&language) {
            continue;
        }
        let message = format!(
            "the name of this file says that it is in the language `{language}`, which the site does not have"
        );
        let help =
            format!("Write `languages: {{{language}: {{}}}}` in anma.yaml, or rename the file.");
        notes.push(
            Diagnostic::warning(Code::LANGUAGE_UNKNOWN, Span::file(&source.path), message)
                .help(help),
        );
    }
}

/// The pages of the site in `language`, of which `own` are those in its own language.
pub fn translate(
    sources: &Sources,
    own: &Documents,
    language: &str,
    reading: Reading<'_>,
    memo: &mut TranslationMemo,
    notes: &mut Notes,
) -> Documents {
    memo.prepare(language, reading);
    let borrowed = borrow_all(&mut memo.borrowed, &own.documents);
    let files = sources.below("content/").filter(|source| source.is_page());
    let files: Vec<(&Source, Arc<Utf8Path>)> = files
        .filter_map(|source| {
            let (base, own) = language_of(source.path.as_str())?;
            (own == language).then(|| (source, Utf8Path::new(&base).into()))
        })
        .collect();
    let read = |(source, base): &(&Source, Arc<Utf8Path>)| {
        // What a section hands down is not its own.
        let folder = folder_of(base);
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let cascade = match is_section(base.as_str()) {
            true if folder.is_empty() => &[],
            true => inherited(&own.cascades, above),
            false => inherited(&own.cascades, folder),
        };
        let original = borrowed.get(base.as_str());
        let last = memo.pages.get(source.path.as_str());
        if last.is_some_and(|last| last.is_of(source, original, cascade)) {
            return None;
        }
        let above = original.and_then(|original| {
            let text = sources.text(&original.path)?;
            Some((*original, Original::read(text, &original.path, original.kind, reading.rules)))
        });
        let mut notes = Notes::default();
        let original = above.as_ref().map(|(document, original)| (*document, original));
        let file = File { source, base, cascade, original };
        let document = file.parse(reading, &mut notes).map(Arc::new);
        let (fingerprint, cascade) = (source.fingerprint, cascade.to_vec());
        let page = Page { fingerprint, cascade, document, notes: notes.into_vec() };
        Some(Translated { page, original: above.map(|(document, _)| Arc::clone(document)) })
    };
    let fresh: Vec<Option<Translated>> = files.par_iter().map(read).collect();
    let paths: Vec<&str> = files.iter().map(|(source, _)| source.path.as_str()).collect();
    for (path, page) in paths.iter().zip(fresh) {
        if let Some(page) = page {
            memo.pages.insert((*path).into(), page);
        }
    }
    if memo.pages.len() > paths.len() {
        let paths: FxHashSet<&str> = paths.iter().copied().collect();
        memo.pages.retain(|path, _| paths.contains(&**path));
    }
    let mut documents = Vec::with_capacity(own.documents.len());
    let mut is_said: FxHashSet<&str> = FxHashSet::default();
    for ((_, base), path) in files.iter().zip(&paths) {
        let Some(Translated { page, .. }) = memo.pages.get(*path) else { continue };
        documents.extend(page.document.clone());
        notes.extend(page.notes.iter().cloned());
        is_said.insert(base.as_str());
    }
    let others = own.documents.iter().filter(|document| is_borrowed(document));
    let others = others.filter(|document| document.key.is_none());
    documents.extend(
        others
            .filter(|document| !is_said.contains(document.path.as_str()))
            .filter_map(|document| borrowed.get(document.path.as_str()).copied().cloned()),
    );
    let named = (language, !files.is_empty());
    let DataFiles { data, terms, notes: noticed, .. } =
        data_files(&mut memo.data, sources, own, named, reading);
    notes.extend(noticed);
    add_terms(&terms, &mut documents, notes);
    let terms: FxHashSet<&str> = terms.iter().map(|term| &*term.id).collect();
    let keyed = own.documents.iter().filter(|document| document.key.is_some());
    let rest = keyed.filter(|document| !terms.contains(&*document.id));
    documents.extend(rest.filter_map(|document| borrowed.get(&*document.id).copied().cloned()));
    let edited = difference(&memo.documents, &documents);
    memo.documents.clone_from(&documents);
    Documents { documents, data, cascades: Arc::clone(&own.cascades), edited }
}

impl TranslationMemo {
    /// Forgets what was read by other rules.
    fn prepare(&mut self, language: &str, Reading { rules, options, .. }: Reading<'_>) {
        let is_same = self.rules.as_ref().is_some_and(|(name, fields, limits, known)| {
            (&**name, fields, limits, known) == (language, rules.fields, rules.limits, options)
        });
        if !is_same {
            let rules = (language.into(), rules.fields.clone(), *rules.limits, options.clone());
            *self = Self { rules: Some(rules), ..Self::default() };
        }
    }
}

impl Translated {
    fn is_of(
        &self,
        source: &Source,
        original: Option<&&Arc<Document>>,
        cascade: &[Arc<matter::Cascade>],
    ) -> bool {
        let is_same = match (&self.original, original) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same && self.page.fingerprint == source.fingerprint && self.page.has_defaults(cascade)
    }
}

/// Whether others see the page where nobody has translated it. Lists and overviews are made anew in each language.
fn is_borrowed(document: &Document) -> bool {
    let template = document.matter.template.as_ref();
    let is_overview =
        template.is_some_and(|name| Overview::parse(name.text.trim_end_matches(".html")).is_some());
    document.kind != Kind::Section && !is_overview
}

/// All pages of the site's own language, as those of another one see them: by path, or by the key of the vocabulary. What
/// looks the same as the last time is the same.
fn borrow_all<'a>(
    memo: &'a mut FxHashMap<Box<str>, Borrowed>,
    own: &[Arc<Document>],
) -> FxHashMap<&'a str, &'a Arc<Document>> {
    let name = |document: &'_ Document| -> Box<str> {
        if document.key.is_some() { document.id.clone() } else { document.path.as_str().into() }
    };
    let mut last = std::mem::take(memo);
    for document in own {
        let name = name(document);
        let kept = match last.remove(&name) {
            Some((made_of, known)) if Arc::ptr_eq(&made_of, document) => known,
            known => {
                let new = borrow(document);
                match known {
                    Some((_, known)) if *known == new => known,
                    _ => Arc::new(new),
                }
            }
        };
        memo.insert(name, (Arc::clone(document), kept));
    }
    memo.iter().map(|(name, (_, document))| (&**name, document)).collect()
}

/// A page as others of another language see it: all but its text.
fn borrow(document: &Document) -> Document {
    let mut body = document.body.without_text();
    // Where it says when to get help is known by its text.
    if document.body.help().is_some() {
        body.html.clone_from(&document.body.html);
    }
    Document {
        path: Arc::clone(&document.path),
        base: Arc::clone(&document.base),
        folder: document.folder.clone(),
        id: document.id.clone(),
        kind: document.kind,
        matter: Matter { faq: Vec::new(), ..document.matter.clone() },
        body,
        answers: Vec::new(),
        key: document.key.clone(),
        original: None,
        seal: None,
        borrowed: true,
    }
}

/// How documents differ from those of the last time.
fn difference(last: &[Arc<Document>], now: &[Arc<Document>]) -> Edited {
    let stand_alike = last.len() == now.len()
        && last.iter().zip(now).all(|(one, other)| {
            (&one.path, &one.key, one.borrowed) == (&other.path, &other.key, other.borrowed)
        });
    if !stand_alike {
        return Edited::More;
    }
    let pairs = last.iter().zip(now).filter(|(one, other)| !Arc::ptr_eq(one, other));
    Edited::Pages(pairs.map(|(one, other)| (Arc::clone(one), Arc::clone(other))).collect())
}

/// The data files in `language`, in which there are pages if it `is_written`. What they do not say is as in the site's own
/// language.
fn data_files(
    memo: &mut Option<(Arc<Data>, DataFiles)>,
    sources: &Sources,
    own: &Documents,
    (language, is_written): (&str, bool),
    reading: Reading<'_>,
) -> DataFiles {
    let in_language = |path: &str| {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        format!("{stem}.{language}.{ending}")
    };
    let paths = [in_language(RED_FLAGS), in_language(VOCABULARY)];
    let of = |path: &str| sources.get(Utf8Path::new(path)).map(|source| source.fingerprint);
    let all = [&*paths[0], &*paths[1], RED_FLAGS, VOCABULARY];
    let files = all.map(|path| of(path).unwrap_or_default());
    let has_pages = [Fingerprint(u128::from(is_written))];
    let fingerprint = Fingerprint::all(files.into_iter().chain(has_pages));
    if let Some((data, known)) = memo
        && Arc::ptr_eq(data, &own.data)
        && known.fingerprint == fingerprint
    {
        return known.clone();
    }
    let mut notes = Notes::default();
    let mut data =
        Data { sources: own.data.sources.clone(), red_flags: own.data.red_flags.clone() };
    let file = text_of(sources, &paths[0]);
    let said = file
        .map(|(path, text)| matter::parse_red_flags(text, path, reading.rules.limits, &mut notes));
    if is_written {
        let said = said.unwrap_or_default();
        let named = (language, &*paths[0]);
        say_red_flags(&mut data.red_flags, said, named, sources, &mut notes);
    }
    let terms = terms(sources, &paths[1], own, reading, &mut notes);
    let files = DataFiles { fingerprint, data: Arc::new(data), terms, notes: notes.into_vec() };
    *memo = Some((Arc::clone(&own.data), files.clone()));
    files
}

/// Puts the words of another language in the place of signs that need a doctor, and says which have none.
fn say_red_flags(
    all: &mut BTreeMap<Box<str>, RedFlags>,
    said: Vec<(Name, RedFlags)>,
    (language, path): (&str, &str),
    sources: &Sources,
    notes: &mut Notes,
) {
    let mut missing: Vec<Box<str>> = all.keys().cloned().collect();
    for (id, own) in said {
        missing.retain(|name| *name != id.text);
        let Some(original) = all.get_mut(&id.text) else {
            all.insert(id.text, own);
            continue;
        };
        let counts = |set: &RedFlags| [set.emergency.len(), set.urgent.len()];
        if counts(original) != counts(&own) {
            let message = format!(
                "`{}` has {} under `emergency` and {} under `urgent`, and in the language of the site {} and {}",
                id.text,
                own.emergency.len(),
                own.urgent.len(),
                original.emergency.len(),
                original.urgent.len()
            );
            notes.push(
                Diagnostic::warning(Code::RED_FLAGS_LANGUAGE, id.span, message)
                    .help("Say every sign in both, in the same order: readers rely on it."),
            );
        }
        (original.emergency, original.urgent) = (own.emergency, own.urgent);
    }
    let place = sources.get(Utf8Path::new(RED_FLAGS)).map(|source| Span::file(&source.path));
    let (false, Some(place)) = (missing.is_empty(), place) else { return };
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "pages in `{language}` name the signs of {} in the language of the site",
        names.join(", ")
    );
    notes.push(
        Diagnostic::warning(Code::RED_FLAGS_LANGUAGE, place, message)
            .help(format!("Write them into {path}, under the same names.")),
    );
}

/// The entries of the vocabulary in another language.
fn terms(
    sources: &Sources,
    path: &str,
    own: &Documents,
    reading: Reading<'_>,
    notes: &mut Notes,
) -> Vec<Arc<Document>> {
    let Some((path, text)) = text_of(sources, path) else { return Vec::new() };
    let originals = text_of(sources, VOCABULARY)
        .map(|(path, text)| matter::originals(text, path, reading.rules.limits))
        .unwrap_or_default();
    let terms = matter::parse_vocabulary(text, path, &originals, reading.rules, notes);
    let keyed: FxHashMap<&str, &Arc<Document>> = own
        .documents
        .iter()
        .filter(|document| document.key.is_some())
        .map(|document| (&*document.id, document))
        .collect();
    let document = |term: matter::Term| {
        let original = keyed.get(&*term.id.text).map(|document| Arc::new(borrow(document)));
        Arc::new(Document { original, ..document_of(term) })
    };
    terms.into_iter().map(document).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_file_stands_before_its_ending() {
        for (path, expected) in [
            ("content/a.es.md", Some(("content/a.md", "es"))),
            ("content/_index.pt-br.md", Some(("content/_index.md", "pt-br"))),
            ("content/red-flags.es.yaml", Some(("content/red-flags.yaml", "es"))),
            ("content/a.md", None),
            ("content/v2.0.md", None),
            ("content/a.Es.md", None),
            ("content/a.notes.md", None),
            ("content/.es.md", None),
            ("content/es.md", None),
        ] {
            let found = language_of(path);
            assert_eq!(found.as_ref().map(|(base, own)| (&**base, *own)), expected, "{path}");
        }
    }
}
