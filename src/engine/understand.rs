//! The first half of the pipeline: a site is read, related and linked, and no page is made yet.
//!
//! Comes in: sources and settings. Goes out: the site as it was understood, and what was noticed. A build goes on from
//! here; reports end here. There is no other way from files to a graph.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8Path;

use super::stage::{Same, Stage};
use super::{CONFIG, Run, Settings};
use crate::base::{Fingerprint, Span};
use crate::config::{self, BaseUrl, Config};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::{self, Data, Documents, Edited};
use crate::graph::{self, Calendar, Destination, EntryId, Graph, Offer, Renewed};
use crate::link::{Before, Dictionary, Linked, Linker};
use crate::markdown;
use crate::matter::Rules;
use crate::page;
use crate::source::{Source, Sources};
use crate::theme::{self, Theme};

/// A site as it was understood.
pub struct Understood {
    /// Its settings.
    pub config: Arc<Config>,
    /// Its theme, unless something is wrong with it.
    pub theme: Option<Arc<Theme>>,
    /// Its pages, and what they have to do with each other.
    pub graph: Graph,
    /// Its links.
    pub linked: Arc<Linked>,
}

/// What came of reading a site without making its pages.
pub struct Understanding {
    /// The site; `None` when its settings cannot be read.
    pub site: Option<Understood>,
    /// Every problem that was found on the way, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Which pages may differ from those of the last time.
#[derive(Debug)]
pub(super) enum Affected {
    /// All of them.
    All,
    /// Those of these entries: documents with another text, and what they mention or mentioned.
    Texts(BTreeSet<EntryId>),
}

/// What settings are made of: the file, and what the command line says instead of it.
type ConfigKey = (Fingerprint, Option<BaseUrl>, Option<String>);

/// What the stages of this half gave the last time.
#[derive(Default)]
pub(super) struct Memory {
    config: Stage<ConfigKey, Option<Arc<Config>>>,
    theme: Stage<(Same<Config>, Fingerprint), Option<Arc<Theme>>>,
    documents: document::Memo,
    graph: Option<LastGraph>,
}

/// What a graph is made of besides pages.
#[derive(PartialEq)]
struct GraphKey {
    config: Same<Config>,
    offers: Vec<Offer>,
    calendar: Calendar,
    data: Same<Data>,
    /// The names of all files that pages may link to.
    files: Fingerprint,
}

struct LastGraph {
    key: GraphKey,
    graph: Graph,
    notes: Vec<Diagnostic>,
    linked: Arc<Linked>,
    dictionary: Arc<Dictionary>,
    /// What is wrong with the names in the dictionary.
    dictionary_notes: Vec<Diagnostic>,
}

/// Reads, relates and links the site of `sources`. `noticed` is what reading the sources brought up.
pub fn understand(sources: &Sources, settings: &Settings, noticed: Notes) -> Understanding {
    let mut run = Run::new(sources, settings, noticed);
    let site = Memory::default().understand(&mut run).map(|(site, _)| site);
    Understanding { site, diagnostics: run.notes.into_sorted() }
}

impl Memory {
    /// The stages up to links, as a part of `run`.
    pub(super) fn understand(&mut self, run: &mut Run<'_>) -> Option<(Understood, Affected)> {
        let (config, path) = self.config(run)?;
        if run.sources.below("content/").next().is_none() {
            run.notes.push(
                Diagnostic::warning(Code::NO_CONTENT, Span::file(&path), "the folder `content` has no pages")
                    .help("put articles into `content/articles/`, with the names of folders in lower case; `anma new article TITLE` makes one"),
            );
        }
        let sources = run.sources;
        let key = (Same(Arc::clone(&config)), of_themes(sources));
        let theme = self.theme.run(key, &mut run.notes, |notes| {
            theme::load(sources, &config, &path, notes).map(Arc::new)
        });
        run.lap("theme");
        let documents = self.documents(run, &config, theme.as_deref());
        run.lap("parse");
        let (graph, linked, affected) = self.graph(run, &config, theme.as_deref(), documents);
        run.notes.extend(graph.links.iter().flat_map(|links| links.notes.iter().cloned()));
        run.notes.extend(linked.unsafe_offers.iter().flatten().cloned());
        run.lap("link");
        Some((Understood { config, theme, graph, linked }, affected))
    }

    fn config(&mut self, run: &mut Run<'_>) -> Option<(Arc<Config>, Arc<Utf8Path>)> {
        let Some(source) = run.sources.get(Utf8Path::new(CONFIG)) else {
            let path = Utf8Path::new(CONFIG).into();
            if run.notes.is_empty() {
                run.notes.push(
                    Diagnostic::error(Code::CONFIG_MISSING, Span::file(&path), "this folder has no `anma.yaml`, so it is not a site")
                        .help("go to the folder of your site, name it with `--root`, or start one with `anma init DIR`"),
                );
            }
            return None;
        };
        let (base_url, theme) = (run.settings.base_url.clone(), run.settings.theme.clone());
        let key = (source.fingerprint, base_url, theme);
        let config = self.config.run(key, &mut run.notes, |notes| {
            read_config(source, run.settings, notes).map(Arc::new)
        });
        Some((config?, Arc::clone(&source.path)))
    }

    fn documents(
        &mut self,
        run: &mut Run<'_>,
        config: &Config,
        theme: Option<&Theme>,
    ) -> Documents {
        let limits = config.limits.matter();
        let rules = Rules { fields: &config.fields, limits: &limits };
        let options = markdown::Options {
            html: match config.markdown.html {
                config::Html::Deny => markdown::HtmlPolicy::Deny,
                config::Html::Allow => markdown::HtmlPolicy::Allow,
            },
            smart_punctuation: config.markdown.smart_punctuation,
            highlight: config.markdown.highlight,
            schemes: config.markdown.schemes.iter().map(ToString::to_string).collect(),
            words: markdown::Labels::from_texts(|name| Some(theme?.strings.get(name)?.to_string())),
            extensions: true,
        };
        document::parse_all(run.sources, rules, &options, &mut self.documents, &mut run.notes)
    }

    /// The graph of `documents` and its links: the last one with a few pages exchanged, where that is enough.
    fn graph(
        &mut self,
        run: &mut Run<'_>,
        config: &Arc<Config>,
        theme: Option<&Theme>,
        Documents { documents, data, edited }: Documents,
    ) -> (Graph, Arc<Linked>, Affected) {
        let (sources, calendar) = (run.sources, run.settings.calendar);
        let key = GraphKey {
            config: Same(Arc::clone(config)),
            offers: page::offers(config, theme),
            calendar,
            data: Same(data),
            files: of_linked_files(sources),
        };
        if let (Some(last), Edited::Pages(edited)) = (&mut self.graph, &edited)
            && last.key == key
            && let Some(renewed) = last.graph.renew(edited, (sources, config), &last.notes)
        {
            extend(&mut run.notes, last.notes.iter().chain(&last.dictionary_notes));
            run.lap("relate");
            return last.exchange(renewed, config);
        }
        let mut notes = Notes::default();
        let (offers, data) = (key.offers.clone(), Arc::clone(&key.data.0));
        let graph = graph::relate(documents, data, sources, (config, offers), calendar, &mut notes);
        run.lap("relate");
        let mut dictionary_notes = Notes::default();
        let linker = Linker::new(&graph, config, &mut dictionary_notes);
        let before = self.graph.as_ref().filter(|last| last.key.config == key.config);
        let before = before.map(|last| Before {
            graph: &last.graph,
            linked: &last.linked,
            dictionary: &last.dictionary,
        });
        let linked = Arc::new(linker.link_after(before.as_ref()));
        let dictionary = linker.dictionary();
        let (notes, dictionary_notes) = (notes.into_vec(), dictionary_notes.into_vec());
        extend(&mut run.notes, notes.iter().chain(&dictionary_notes));
        self.graph = Some(LastGraph {
            key,
            graph: graph.clone(),
            notes,
            linked: Arc::clone(&linked),
            dictionary,
            dictionary_notes,
        });
        (graph, linked, Affected::All)
    }
}

impl LastGraph {
    /// Takes over a graph that was renewed, with its links.
    fn exchange(&mut self, renewed: Renewed, config: &Config) -> (Graph, Arc<Linked>, Affected) {
        let Renewed { graph, changed, faces } = renewed;
        let mut texts: BTreeSet<EntryId> = BTreeSet::new();
        if !changed.is_empty() {
            texts.extend(concerned(&self.graph, &self.linked, &changed));
            let linker = Linker::with(&graph, config, Arc::clone(&self.dictionary));
            self.linked = Arc::new(linker.relink(&self.linked, &self.graph, &changed));
            self.graph = graph.clone();
            texts.extend(concerned(&self.graph, &self.linked, &changed));
        }
        let affected = if faces { Affected::All } else { Affected::Texts(texts) };
        (graph, Arc::clone(&self.linked), affected)
    }
}

/// Adds what relating pages brought up. A slug that cannot be used was reported as a field already.
fn extend<'a>(notes: &mut Notes, found: impl Iterator<Item = &'a Diagnostic>) {
    let known: Vec<Option<Span>> = notes
        .iter()
        .filter(|note| note.code == Code::BAD_ADDRESS)
        .map(|note| note.span().cloned())
        .collect();
    let is_new = |note: &&Diagnostic| {
        note.code != Code::BAD_ADDRESS || !known.contains(&note.span().cloned())
    };
    notes.extend(found.filter(is_new).cloned());
}

/// The documents `changed`, and every page that they mention: its page shows the sentence.
fn concerned(graph: &Graph, linked: &Linked, changed: &[usize]) -> Vec<EntryId> {
    let page = |destination: &Destination| match destination {
        Destination::Page(to, _) => Some(*to),
        _ => None,
    };
    let mut all = Vec::new();
    for (id, at) in changed.iter().filter_map(|at| Some((graph.ids().nth(*at)?, *at))) {
        all.push(id);
        all.extend(graph.links[at].body.iter().filter_map(page));
        all.extend(linked.auto[at].iter().map(|link| link.target));
    }
    all
}

fn read_config(source: &Source, settings: &Settings, notes: &mut Notes) -> Option<Config> {
    let mut config = config::parse(source.as_text()?, &source.path, notes)?;
    if let Some(base_url) = &settings.base_url {
        config.base_url = base_url.clone();
        notes.retain(|note| note.code != Code::BASE_URL);
    }
    if let Some(theme) = &settings.theme {
        config.theme = theme.as_str().into();
        config.theme_name = None;
    }
    Some(config)
}

/// The identity of all files that themes are made of.
fn of_themes(sources: &Sources) -> Fingerprint {
    let files = sources.below("themes/").chain(sources.below("assets/"));
    Fingerprint::all(files.flat_map(identity))
}

/// The identity of the names of all files that pages may link to, besides other pages.
fn of_linked_files(sources: &Sources) -> Fingerprint {
    let files = sources.below("content/").filter(|source| !source.is_page());
    let paths = files.chain(sources.below("static/")).map(|source| &source.path);
    Fingerprint::all(paths.map(|path| Fingerprint::of(path.as_str().as_bytes())))
}

/// A file's name and content.
pub(super) fn identity(source: &Source) -> [Fingerprint; 2] {
    [Fingerprint::of(source.path.as_str().as_bytes()), source.fingerprint]
}
