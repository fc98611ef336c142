//! The first half of the pipeline: a site is read, related and linked, and no page is made yet.
//!
//! Comes in: sources and settings. Goes out: the site as it was understood, and what was noticed. A build goes on from
//! here; reports end here. There is no other way from files to a graph.

use std::sync::Arc;

use camino::Utf8Path;

use super::{CONFIG, Run, Settings};
use crate::base::Span;
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::document;
use crate::graph::{self, Graph};
use crate::link::{Linked, Linker};
use crate::markdown;
use crate::matter::Rules;
use crate::page;
use crate::source::Sources;
use crate::theme::{self, Theme};

/// A site as it was understood.
pub struct Understood {
    /// Its settings.
    pub config: Config,
    /// Its theme, unless something is wrong with it.
    pub theme: Option<Theme>,
    /// Its pages, and what they have to do with each other.
    pub graph: Graph,
    /// Its links.
    pub linked: Linked,
}

/// What came of reading a site without making its pages.
pub struct Understanding {
    /// The site; `None` when its settings cannot be read.
    pub site: Option<Understood>,
    /// Every problem that was found on the way, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads, relates and links the site of `sources`. `noticed` is what reading the sources brought up.
pub fn understand(sources: &Sources, settings: &Settings, noticed: Notes) -> Understanding {
    let mut run = Run::new(sources, settings, noticed);
    let site = understand_in(&mut run);
    Understanding { site, diagnostics: run.notes.into_sorted() }
}

/// The stages up to links, as a part of `run`.
pub(super) fn understand_in(run: &mut Run<'_>) -> Option<Understood> {
    let (config, path) = read_config(run)?;
    if run.sources.below("content/").next().is_none() {
        run.notes.push(
            Diagnostic::warning(Code::NO_CONTENT, Span::file(&path), "the folder `content` has no pages")
                .help("put articles into `content/articles/`, with the names of folders in lower case; `anma new article TITLE` makes one"),
        );
    }
    let theme = theme::load(run.sources, &config, &path, &mut run.notes);
    run.lap("theme");
    let graph = read_and_relate(run, &config, theme.as_ref());
    let linked = Linker::new(&graph, &config, &mut run.notes).link();
    run.lap("link");
    Some(Understood { config, theme, graph, linked })
}

fn read_config(run: &mut Run<'_>) -> Option<(Config, Arc<Utf8Path>)> {
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
    let mut config = config::parse(source.as_text()?, &source.path, &mut run.notes)?;
    if let Some(base_url) = &run.settings.base_url {
        config.base_url = base_url.clone();
        run.notes.retain(|note| note.code != Code::BASE_URL);
    }
    if let Some(theme) = &run.settings.theme {
        config.theme = theme.as_str().into();
        config.theme_name = None;
    }
    Some((config, Arc::clone(&source.path)))
}

fn read_and_relate(run: &mut Run<'_>, config: &Config, theme: Option<&Theme>) -> Graph {
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
    let mut data = document::parse_data(run.sources, rules, &limits, &mut run.notes);
    let parsed = document::parse_all(run.sources, &mut data, rules, &options);
    run.notes.extend(parsed.notes);
    run.lap("parse");
    let graph = graph::relate(
        parsed.documents,
        data,
        run.sources,
        (config, theme.map_or_else(Vec::new, |theme| page::offers(config, theme))),
        run.settings.calendar,
        &mut run.notes,
    );
    run.lap("relate");
    graph
}
