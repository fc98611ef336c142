//! The first half of the pipeline: a site is read, related and linked, and no page is made yet.
//!
//! Comes in: sources and settings. Goes out: the site as it was understood, and what was noticed. A build goes on from
//! here; reports end here. There is no other way from files to a graph.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8Path;
use rustc_hash::FxHashSet;

use super::stage::{Same, Stage};
use super::{CONFIG, Run, Settings};
use crate::base::{Fingerprint, Span};
use crate::config::{self, BaseUrl, Config};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document::{self, Data, Documents, Edited, Reading};
use crate::graph::{self, Calendar, Destination, EntryId, Graph, Renewed, Wording};
use crate::link::{Before, Dictionary, Linked, Linker};
use crate::markdown;
use crate::matter::Rules;
use crate::page;
use crate::source::{Source, Sources};
use crate::theme::{self, Theme};

/// A site as it was understood, in one language.
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
    /// The same in its other languages.
    pub others: Vec<Understood>,
    /// Every problem that was found on the way, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Which pages may differ from those of the last time.
#[derive(Debug, Default)]
pub(super) enum Affected {
    /// All of them.
    #[default]
    All,
    /// Those of these entries: documents with another text, and what they mention or mentioned.
    Texts(BTreeSet<EntryId>),
}

/// What settings are made of: the file, and what the command line says instead of it.
type ConfigKey = (Fingerprint, Option<BaseUrl>, Option<String>);

/// The settings of a site, and those of its other languages.
type Configs = (Arc<Config>, Arc<[Arc<Config>]>);

/// What the stages of this half gave the last time.
#[derive(Default)]
pub(super) struct Memory {
    config: Stage<ConfigKey, Option<Configs>>,
    theme: Stage<(Same<Config>, Fingerprint), Option<Arc<Theme>>>,
    documents: document::Memo,
    graph: Option<LastGraph>,
    /// The other languages, in the order of the settings.
    editions: Vec<EditionMemory>,
}

/// What the stages gave for another language the last time.
#[derive(Default)]
struct EditionMemory {
    theme: Stage<(Same<Config>, Fingerprint), Option<Arc<Theme>>>,
    documents: document::TranslationMemo,
    graph: Option<LastGraph>,
}

/// What a graph is made of besides pages.
#[derive(PartialEq)]
struct GraphKey {
    config: Same<Config>,
    wording: Wording,
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
    let understood = Memory::default().understand(&mut run).unwrap_or_default();
    let mut all = understood.into_iter().map(|(site, _)| site);
    let (site, others) = (all.next(), all.collect());
    Understanding { site, others, diagnostics: run.notes.into_sorted() }
}

impl Memory {
    /// The stages up to links, as a part of `run`: the site in its own language, then in every other one.
    pub(super) fn understand(&mut self, run: &mut Run<'_>) -> Option<Vec<(Understood, Affected)>> {
        let ((config, editions), path) = self.config(run)?;
        if run.sources.below("content/").next().is_none() {
            run.notes.push(
                Diagnostic::warning(Code::NO_CONTENT, Span::file(&path), "the folder `content` has no pages")
                    .help("put articles into `content/articles/`, with the names of folders in lower case; `anma new article TITLE` makes one"),
            );
        }
        let themes = of_themes(run.sources);
        let theme = load_theme(&mut self.theme, run, (&config, themes), &path);
        run.lap("theme");
        let documents = self.documents(run, &config, theme.as_deref());
        run.lap("parse");
        // Each language but that of the site needs them once more.
        let own = editions.iter().map(|_| documents.clone()).collect::<Vec<_>>();
        let site = (&config, theme);
        let mut all = vec![relate_and_link(&mut self.graph, run, site, documents)];
        run.lap("link");
        self.editions.resize_with(editions.len(), EditionMemory::default);
        for ((config, memory), own) in editions.iter().zip(&mut self.editions).zip(&own) {
            // What is wrong in the site's own language is said once.
            let mut alone = Run::new(run.sources, run.settings, Notes::default());
            let understood = memory.understand(&mut alone, config, (themes, &path), own);
            all.push(understood);
            add_new(&mut run.notes, alone.notes);
            run.lap("translations");
        }
        Some(all)
    }

    fn config(&mut self, run: &mut Run<'_>) -> Option<(Configs, Arc<Utf8Path>)> {
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
            let config = read_config(source, run.settings, notes)?;
            let editions = config.languages.iter().map(|edition| Arc::new(edition.config.clone()));
            let editions = editions.collect();
            Some((Arc::new(config), editions))
        });
        Some((config?, Arc::clone(&source.path)))
    }

    fn documents(
        &mut self,
        run: &mut Run<'_>,
        config: &Config,
        theme: Option<&Theme>,
    ) -> Documents {
        let languages: Vec<&str> =
            config.languages.iter().map(|edition| &*edition.name.text).collect();
        let knows: Vec<&str> = theme.map(Theme::language_names).unwrap_or_default();
        document::undeclared(run.sources, &languages, &knows, &mut run.notes);
        let limits = config.limits.matter();
        let rules = Rules { fields: &config.fields, limits: &limits };
        let options = &options(config, theme);
        let reading = Reading { rules, options, languages: &languages };
        document::parse_all(run.sources, reading, &mut self.documents, &mut run.notes)
    }
}

impl EditionMemory {
    /// The site in another language, of which `own` are the pages in its own.
    fn understand(
        &mut self,
        run: &mut Run<'_>,
        config: &Arc<Config>,
        (themes, path): (Fingerprint, &Arc<Utf8Path>),
        own: &Documents,
    ) -> (Understood, Affected) {
        let theme = load_theme(&mut self.theme, run, (config, themes), path);
        let limits = config.limits.matter();
        let rules = Rules { fields: &config.fields, limits: &limits };
        let options = &options(config, theme.as_deref());
        let reading = Reading { rules, options, languages: &[] };
        let language = &*config.folder;
        let memo = &mut self.documents;
        let documents =
            document::translate(run.sources, own, language, reading, memo, &mut run.notes);
        relate_and_link(&mut self.graph, run, (config, theme), documents)
    }
}

/// How the text of pages is read.
pub(super) fn options(config: &Config, theme: Option<&Theme>) -> markdown::Options {
    markdown::Options {
        html: match config.markdown.html {
            config::Html::Deny => markdown::HtmlPolicy::Deny,
            config::Html::Allow => markdown::HtmlPolicy::Allow,
        },
        smart_punctuation: config.markdown.smart_punctuation,
        highlight: config.markdown.highlight,
        schemes: config.markdown.schemes.iter().map(ToString::to_string).collect(),
        words: markdown::Labels::from_texts(|name| Some(theme?.strings.get(name)?.to_string())),
        extensions: true,
    }
}

fn load_theme(
    stage: &mut Stage<(Same<Config>, Fingerprint), Option<Arc<Theme>>>,
    run: &mut Run<'_>,
    (config, themes): (&Arc<Config>, Fingerprint),
    path: &Arc<Utf8Path>,
) -> Option<Arc<Theme>> {
    let sources = run.sources;
    stage.run((Same(Arc::clone(config)), themes), &mut run.notes, |notes| {
        theme::load(sources, config, path, notes).map(Arc::new)
    })
}

/// Relates and links the site in one language.
fn relate_and_link(
    memory: &mut Option<LastGraph>,
    run: &mut Run<'_>,
    (config, theme): (&Arc<Config>, Option<Arc<Theme>>),
    documents: Documents,
) -> (Understood, Affected) {
    let (graph, linked, affected) = last_graph(memory, run, config, theme.as_deref(), documents);
    run.notes.extend(graph.links.iter().flat_map(|links| links.notes.iter().cloned()));
    run.notes.extend(linked.unsafe_offers.iter().flatten().cloned());
    (Understood { config: Arc::clone(config), theme, graph, linked }, affected)
}

/// Adds what was noticed in another language, but for what was said before of the same place.
pub(super) fn add_new(notes: &mut Notes, found: Notes) {
    let place = |note: &Diagnostic| (note.code, note.span().cloned());
    let known: FxHashSet<(Code, Option<Span>)> = notes.iter().map(place).collect();
    notes.extend(found.into_vec().into_iter().filter(|note| !known.contains(&place(note))));
}

/// The graph of `documents` and its links: the last one with a few pages exchanged, where that is enough.
fn last_graph(
    memory: &mut Option<LastGraph>,
    run: &mut Run<'_>,
    config: &Arc<Config>,
    theme: Option<&Theme>,
    Documents { documents, data, edited, .. }: Documents,
) -> (Graph, Arc<Linked>, Affected) {
    let (sources, calendar) = (run.sources, run.settings.calendar);
    let key = GraphKey {
        config: Same(Arc::clone(config)),
        wording: page::wording(config, theme),
        calendar,
        data: Same(data),
        files: of_linked_files(sources),
    };
    if let (Some(last), Edited::Pages(edited)) = (memory.as_mut(), &edited)
        && last.key == key
        && let Some(renewed) = last.graph.renew(edited, (sources, config), &last.notes)
    {
        extend(&mut run.notes, last.notes.iter().chain(&last.dictionary_notes));
        run.lap("relate");
        return last.exchange(renewed, config);
    }
    let mut notes = Notes::default();
    let (wording, data) = (key.wording.clone(), Arc::clone(&key.data.0));
    let graph = graph::relate(documents, data, sources, (config, wording), calendar, &mut notes);
    run.lap("relate");
    let mut dictionary_notes = Notes::default();
    let linker = Linker::new(&graph, config, &mut dictionary_notes);
    let before = memory.as_ref().filter(|last| last.key.config == key.config);
    let before = before.map(|last| Before {
        graph: &last.graph,
        linked: &last.linked,
        dictionary: &last.dictionary,
    });
    let linked = Arc::new(linker.link_after(before.as_ref()));
    let dictionary = linker.dictionary();
    let (notes, dictionary_notes) = (notes.into_vec(), dictionary_notes.into_vec());
    extend(&mut run.notes, notes.iter().chain(&dictionary_notes));
    *memory = Some(LastGraph {
        key,
        graph: graph.clone(),
        notes,
        linked: Arc::clone(&linked),
        dictionary,
        dictionary_notes,
    });
    (graph, linked, Affected::All)
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
    for edition in &mut config.languages {
        edition.config.base_url = config.base_url.clone();
        edition.config.theme.clone_from(&config.theme);
        edition.config.theme_name.clone_from(&config.theme_name);
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
