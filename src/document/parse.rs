//! Reads all articles, in parallel: front matter, then text. What has not changed since the last time is not read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Data, Document, parse_data};
use crate::base::{Fingerprint, Span};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::markdown::{self, Body, Options};
use crate::matter::{self, Above, Cascade, Parsed, Rules};
use crate::schema::{Kind, SiteFields};
use crate::seal;
use crate::source::{Source, Sources};
use crate::yaml::Limits;

/// The defaults of folders, by folder: those of the outermost first.
pub(super) type Cascades = BTreeMap<Box<str>, Vec<Arc<Cascade>>>;

/// How pages are read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// What their fields may be.
    pub rules: Rules<'a>,
    /// How their text is read.
    pub options: &'a Options,
    /// The short names of the other languages of the site: pages in them are no pages of its own.
    pub languages: &'a [&'a str],
}

/// What parsing made of a site.
#[derive(Clone)]
pub struct Documents {
    /// The pages, in the order of their paths, those of the vocabulary last.
    pub documents: Vec<Arc<Document>>,
    /// The other data files.
    pub data: Arc<Data>,
    /// The defaults that sections give.
    pub(super) cascades: Arc<Cascades>,
    /// How they differ from those of the last time.
    pub edited: Edited,
}

/// How the documents of a site differ from those of the last time.
#[derive(Clone, Debug, PartialEq)]
pub enum Edited {
    /// These pages have other texts or front matter: what they were, and what they are.
    Pages(Vec<(Arc<Document>, Arc<Document>)>),
    /// Pages came or went, or something changed that all of them rest on.
    More,
}

/// What was read the last time.
#[derive(Default)]
pub struct Memo {
    rules: Option<(SiteFields, Limits, Options)>,
    /// By path, as text: comparing it part by part would take longer than all the rest.
    pages: FxHashMap<Box<str>, Page>,
    data: Option<DataFiles>,
}

/// The data files that were read.
#[derive(Clone)]
pub(super) struct DataFiles {
    pub(super) fingerprint: Fingerprint,
    pub(super) data: Arc<Data>,
    /// The entities of the vocabulary.
    pub(super) terms: Vec<Arc<Document>>,
    pub(super) notes: Vec<Diagnostic>,
}

/// A page that was read.
pub(super) struct Page {
    pub(super) fingerprint: Fingerprint,
    pub(super) cascade: Vec<Arc<Cascade>>,
    pub(super) document: Option<Arc<Document>>,
    pub(super) notes: Vec<Diagnostic>,
}

impl Page {
    fn read(source: &Source, cascade: &[Arc<Cascade>], reading: Reading<'_>) -> Self {
        let mut notes = Notes::default();
        let file = File { source, base: &source.path, cascade, original: None };
        let document = file.parse(reading, &mut notes).map(Arc::new);
        let (fingerprint, cascade) = (source.fingerprint, cascade.to_vec());
        Self { fingerprint, cascade, document, notes: notes.into_vec() }
    }

    /// Whether this is what reading `source` would give. A section that was not read again has the same defaults.
    fn is_of(&self, source: &Source, cascade: &[Arc<Cascade>]) -> bool {
        self.fingerprint == source.fingerprint && self.has_defaults(cascade)
    }

    /// Whether its section gave it the same defaults.
    pub(super) fn has_defaults(&self, cascade: &[Arc<Cascade>]) -> bool {
        self.cascade.len() == cascade.len()
            && self.cascade.iter().zip(cascade).all(|(one, other)| Arc::ptr_eq(one, other))
    }
}

/// Reads every page of `sources` in the language of the site, and makes one for every entry of the vocabulary that has
/// no file.
pub fn parse_all(
    sources: &Sources,
    reading: Reading<'_>,
    memo: &mut Memo,
    notes: &mut Notes,
) -> Documents {
    let (DataFiles { data, terms, notes: noticed, .. }, mut edited) =
        memo.prepare(sources, reading);
    notes.extend(noticed);
    let is_own = |source: &&Source| {
        let is_translation = || {
            let language = super::language_of(source.path.as_str()).map(|(_, language)| language);
            language.is_some_and(|language| reading.languages.contains(&language))
        };
        source.is_page() && (reading.languages.is_empty() || !is_translation())
    };
    let all = sources.below("content/").filter(is_own);
    let (mut sections, pages): (Vec<&Source>, Vec<&Source>) =
        all.partition(|source| is_section(source.path.as_str()));

    let mut cascades = Cascades::new();
    // A folder comes before the folders in it, so that defaults are known when they are needed.
    sections.sort_by_key(|source| source.path.components().count());
    for source in &sections {
        let folder = folder_of(&source.path);
        let mut inherited = inherited(&cascades, folder).to_vec();
        let known =
            memo.pages.get(source.path.as_str()).filter(|page| page.is_of(source, &inherited));
        if known.is_none() {
            let page = Page::read(source, &inherited, reading);
            memo.replace(source, page, &mut edited);
        }
        let document = memo.pages.get(source.path.as_str()).and_then(|page| page.document.as_ref());
        let section = document.and_then(|document| document.matter.section.as_ref());
        if let Some(cascade) = section.and_then(|section| section.cascade.clone()) {
            inherited.push(cascade);
            cascades.insert(folder.into(), inherited);
        }
    }
    let read = |source: &&Source| {
        let cascade = inherited(&cascades, folder_of(&source.path));
        let known =
            memo.pages.get(source.path.as_str()).is_some_and(|page| page.is_of(source, cascade));
        (!known).then(|| Page::read(source, cascade, reading))
    };
    let fresh: Vec<Option<Page>> = pages.par_iter().with_min_len(16).map(read).collect();
    for (source, page) in pages.iter().zip(fresh) {
        if let Some(page) = page {
            memo.replace(source, page, &mut edited);
        }
    }
    if memo.pages.len() > sections.len() + pages.len() {
        edited = Edited::More;
        let paths: FxHashSet<&str> =
            sections.iter().chain(&pages).map(|source| source.path.as_str()).collect();
        memo.pages.retain(|path, _| paths.contains(&**path));
    }
    let mut documents = Vec::with_capacity(memo.pages.len() + terms.len());
    for source in sections.iter().chain(&pages) {
        let Some(page) = memo.pages.get(source.path.as_str()) else { continue };
        documents.extend(page.document.clone());
        notes.extend(page.notes.iter().cloned());
    }
    add_terms(&terms, &mut documents, notes);
    Documents { documents, data, cascades: Arc::new(cascades), edited }
}

/// Adds the entities of the vocabulary that have no page of their own.
pub(super) fn add_terms(
    terms: &[Arc<Document>],
    documents: &mut Vec<Arc<Document>>,
    notes: &mut Notes,
) {
    if terms.is_empty() {
        return;
    }
    let entities = documents.iter().filter(|document| document.kind.is_entity());
    let with_file: BTreeMap<Box<str>, Arc<Utf8Path>> =
        entities.map(|document| (document.id.clone(), Arc::clone(&document.path))).collect();
    for term in terms {
        let Some(path) = with_file.get(&term.id) else {
            documents.push(Arc::clone(term));
            continue;
        };
        let Some(key) = &term.key else { continue };
        let message = format!("`{}` has a page of its own, so this entry is not used", term.id);
        notes.push(
            Diagnostic::warning(Code::VOCABULARY_UNUSED, key.span.clone(), message)
                .also(Span::file(path), "this is the page")
                .help("move what the entry says to the front matter of the page, and take the entry out"),
        );
    }
}

impl Memo {
    /// Forgets what was read by other rules, and reads the data files if they differ.
    fn prepare(&mut self, sources: &Sources, reading: Reading<'_>) -> (DataFiles, Edited) {
        let Reading { rules, options, .. } = reading;
        let same_rules = self.rules.as_ref().is_some_and(|(fields, limits, known)| {
            (fields, limits, known) == (rules.fields, rules.limits, options)
        });
        if !same_rules {
            *self = Self {
                rules: Some((rules.fields.clone(), *rules.limits, options.clone())),
                ..Self::default()
            };
        }
        let fingerprint = super::data::fingerprint(sources);
        if let Some(known) = self.data.as_ref().filter(|data| data.fingerprint == fingerprint) {
            return (known.clone(), Edited::Pages(Vec::new()));
        }
        let mut notes = Notes::default();
        let (data, terms) = parse_data(sources, rules, &mut notes);
        let terms = terms.into_iter().map(|term| Arc::new(document_of(term))).collect();
        let read = DataFiles { fingerprint, data: Arc::new(data), terms, notes: notes.into_vec() };
        self.data = Some(read.clone());
        (read, Edited::More)
    }

    /// Puts `page` in the place of what was known of `source`, and takes note of the difference.
    fn replace(&mut self, source: &Source, page: Page, edited: &mut Edited) {
        let new = page.document.clone();
        let old = self.pages.insert(source.path.as_str().into(), page).and_then(|old| old.document);
        match (edited, old, new) {
            (Edited::Pages(pages), Some(old), Some(new)) => pages.push((old, new)),
            (edited, ..) => *edited = Edited::More,
        }
    }
}

/// The page of an entry of the vocabulary.
pub(super) fn document_of(term: matter::Term) -> Document {
    Document {
        path: Arc::clone(&term.id.span.path),
        base: Arc::clone(&term.id.span.path),
        folder: term.kind.folder().into(),
        id: term.id.text.clone(),
        kind: term.kind,
        matter: term.matter,
        body: Body::default(),
        answers: Vec::new(),
        key: Some(term.id),
        original: None,
        seal: None,
        borrowed: false,
    }
}

/// Whether a file is the page of its folder. At the top, `index.md` is the home page as well.
pub(super) fn is_section(path: &str) -> bool {
    path.ends_with("/_index.md") || path == "content/index.md"
}

/// The folder of a file below `content/`.
pub(super) fn folder_of(path: &Utf8Path) -> &str {
    let below = path.as_str().strip_prefix("content/").unwrap_or_default();
    below.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The defaults of the nearest folder that has any.
pub(super) fn inherited<'a>(cascades: &'a Cascades, folder: &str) -> &'a [Arc<Cascade>] {
    if cascades.is_empty() {
        return &[];
    }
    let mut folders = std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None => (!folder.is_empty()).then_some(""),
    });
    folders.find_map(|folder| cascades.get(folder)).map_or(&[], |cascades| cascades)
}

/// The file of a page, before it is read.
pub(super) struct File<'a> {
    pub(super) source: &'a Source,
    /// Its path without the short name of a language.
    pub(super) base: &'a Arc<Utf8Path>,
    /// The defaults of the sections above it.
    pub(super) cascade: &'a [Arc<Cascade>],
    /// The page that it says in another language.
    pub(super) original: Option<(&'a Arc<Document>, &'a matter::Original)>,
}

impl File<'_> {
    pub(super) fn parse(&self, reading: Reading<'_>, notes: &mut Notes) -> Option<Document> {
        let Self { source, base, cascade, original } = self;
        let Reading { rules, options, .. } = reading;
        let text = source.as_text()?;
        let folder = Utf8PathBuf::from(folder_of(base));
        let stem = base.file_stem().unwrap_or_default();
        let section = is_section(base.as_str());
        let first = folder.components().next().map_or("", |part| part.as_str());
        let kind = if section { Kind::Section } else { Kind::of_folder(first) };
        let above = Above { kind, cascade, original: original.map(|(_, original)| original) };
        let Parsed { matter, kind, body, .. } =
            matter::parse(text, &source.path, above, rules, notes);
        let kind = if section { Kind::Section } else { kind };
        let own_folder = section || stem == "index";
        let id = if own_folder { folder.file_name().unwrap_or("home") } else { stem }.into();
        let has_seal = matter.reviewed.as_ref().is_some_and(|reviewed| reviewed.seal.is_some());
        let seal = has_seal
            .then(|| seal::fingerprint(&matter, text.get(body.clone()).unwrap_or_default()));
        let body = markdown::parse(text, body, &source.path, options, notes);
        let answers =
            matter.faq.iter().map(|faq| parse_answer(&faq.answer, options, notes)).collect();
        Some(Document {
            path: Arc::clone(&source.path),
            base: Arc::clone(base),
            folder,
            id,
            kind,
            matter,
            body,
            answers,
            key: None,
            original: original.map(|(document, _)| Arc::clone(document)),
            seal,
            borrowed: false,
        })
    }
}

/// An answer is Markdown inside front matter, where escapes and folding move the text: everything
/// noticed in it is placed at the answer as a whole.
fn parse_answer(answer: &matter::Name, options: &Options, notes: &mut Notes) -> Body {
    let mut inner = Notes::default();
    let mut body =
        markdown::parse(&answer.text, 0..answer.text.len(), &answer.span.path, options, &mut inner);
    let at = |span: &mut Span| *span = answer.span.clone();
    for mut note in inner {
        note.labels.iter_mut().for_each(|label| at(&mut label.span));
        notes.push(note);
    }
    body.links.iter_mut().for_each(|link| at(&mut link.span));
    body.calls.iter_mut().for_each(|call| at(&mut call.span));
    body
}
