//! Reads all articles, in parallel: front matter, then text.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{Data, Document};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::markdown::{self, Body, Options};
use crate::matter::{self, Cascade, Parsed, Rules};
use crate::schema::Kind;
use crate::source::{Source, Sources};

/// What parsing made of a site.
pub struct Documents {
    /// The pages, in the order of their paths, those of the vocabulary last.
    pub documents: Vec<Arc<Document>>,
    /// What was noticed.
    pub notes: Notes,
}

/// Reads every page of `sources`, and makes one for every entry of the vocabulary that has no file.
pub fn parse_all(
    sources: &Sources,
    data: &mut Data,
    rules: Rules<'_>,
    options: &Options,
) -> Documents {
    let mut notes = Notes::default();
    let is_page = |source: &&Source| source.path.extension() == Some("md");
    let (mut sections, pages): (Vec<&Source>, Vec<&Source>) =
        sources.below("content/").filter(is_page).partition(|source| is_section(&source.path));

    let mut cascades: BTreeMap<Utf8PathBuf, Vec<Arc<Cascade>>> = BTreeMap::new();
    let mut documents = Vec::with_capacity(sections.len() + pages.len());
    // A folder comes before the folders in it, so that defaults are known when they are needed.
    sections.sort_by_key(|source| source.path.components().count());
    for source in sections {
        let folder = folder_of(&source.path);
        let mut inherited = inherited(&cascades, &folder).to_vec();
        let Some(document) = parse_one(source, &inherited, rules, options, &mut notes) else {
            continue;
        };
        if let Some(cascade) =
            document.matter.section.as_ref().and_then(|section| section.cascade.clone())
        {
            inherited.push(cascade);
            cascades.insert(folder, inherited);
        }
        documents.push(Arc::new(document));
    }
    let parsed: Vec<(Option<Arc<Document>>, Notes)> = pages
        .par_iter()
        .with_min_len(16)
        .map(|source| {
            let mut notes = Notes::default();
            let cascade = inherited(&cascades, &folder_of(&source.path));
            let document = parse_one(source, cascade, rules, options, &mut notes);
            (document.map(Arc::new), notes)
        })
        .collect();
    for (document, found) in parsed {
        documents.extend(document);
        notes.extend(found);
    }
    let entities = documents.iter().filter(|document| document.kind.is_entity());
    let with_file: BTreeMap<Box<str>, Arc<Utf8Path>> =
        entities.map(|document| (document.id.clone(), Arc::clone(&document.path))).collect();
    for term in std::mem::take(&mut data.vocabulary) {
        if let Some(path) = with_file.get(&term.id.text) {
            let message =
                format!("`{}` has a page of its own, so this entry is not used", term.id.text);
            notes.push(
                Diagnostic::warning(Code::VOCABULARY_UNUSED, term.id.span, message)
                    .also(Span::file(path), "this is the page")
                    .help("move what the entry says to the front matter of the page, and take the entry out"),
            );
        } else {
            documents.push(Arc::new(Document {
                path: Arc::clone(&term.id.span.path),
                folder: term.kind.folder().into(),
                id: term.id.text.clone(),
                kind: term.kind,
                matter: term.matter,
                body: Body::default(),
                answers: Vec::new(),
                key: Some(term.id),
            }));
        }
    }
    Documents { documents, notes }
}

/// Whether a file is the page of its folder. At the top, `index.md` is the home page as well.
fn is_section(path: &Utf8Path) -> bool {
    path.file_name() == Some("_index.md") || path == "content/index.md"
}

/// The folder of a file below `content/`.
fn folder_of(path: &Utf8Path) -> Utf8PathBuf {
    let below = path.as_str().strip_prefix("content/").unwrap_or_default();
    below.rsplit_once('/').map_or_else(Utf8PathBuf::new, |(folder, _)| folder.into())
}

/// The defaults of the nearest folder that has any.
fn inherited<'a>(
    cascades: &'a BTreeMap<Utf8PathBuf, Vec<Arc<Cascade>>>,
    folder: &Utf8Path,
) -> &'a [Arc<Cascade>] {
    if cascades.is_empty() {
        return &[];
    }
    folder.ancestors().find_map(|folder| cascades.get(folder)).map_or(&[], |cascades| cascades)
}

fn parse_one(
    source: &Source,
    cascade: &[Arc<Cascade>],
    rules: Rules<'_>,
    options: &Options,
    notes: &mut Notes,
) -> Option<Document> {
    let text = source.as_text()?;
    let folder = folder_of(&source.path);
    let stem = source.path.file_stem().unwrap_or_default();
    let section = is_section(&source.path);
    let first = folder.components().next().map_or("", |part| part.as_str());
    let kind = if section { Kind::Section } else { Kind::of_folder(first) };
    let Parsed { matter, kind, body, .. } =
        matter::parse(text, &source.path, kind, cascade, rules, notes);
    let kind = if section { Kind::Section } else { kind };
    let own_folder = section || stem == "index";
    let id = if own_folder { folder.file_name().unwrap_or("home") } else { stem }.into();
    let body = markdown::parse(text, body, &source.path, options, notes);
    let answers = matter.faq.iter().map(|faq| parse_answer(&faq.answer, options, notes)).collect();
    Some(Document {
        path: Arc::clone(&source.path),
        folder,
        id,
        kind,
        matter,
        body,
        answers,
        key: None,
    })
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
