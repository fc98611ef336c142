//! Puts the layers of a theme together.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;
use tera::{Tera, Value};

use super::asset::{self, Assets};
use super::layer::{Layer, layers, with_embedded};
use super::shortcode::Shortcodes;
use super::tokens::Tokens;
use super::words::{self, Words};
use super::{failure, filter};
use crate::base::{Fingerprint, Span};
use crate::config::{Config, Directive, theme_options};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::source::{Source, Sources};

/// Everything that turns pages into HTML.
#[derive(Clone)]
pub struct Theme {
    pub(super) tera: Tera,
    /// The source of every template, by tera's name for it: `default/article.html`.
    pub(super) templates: BTreeMap<String, Source>,
    /// The names of the layers, the topmost first.
    pub layers: Vec<Box<str>>,
    /// Shortcodes and their arguments.
    pub shortcodes: Shortcodes,
    /// Style sheets, scripts and other files.
    pub assets: Assets,
    /// The texts that it says, with those that the site replaces.
    pub strings: Words,
    /// The files that words come from, by path below the theme's folder.
    pub languages: BTreeMap<String, Source>,
    /// The options, as templates see them.
    pub options: Value,
    /// What its pages load besides what every page may.
    pub csp: Vec<Directive>,
    /// What every template sees as `site`.
    pub(super) site: Value,
    /// Its colours, type and measures, with those of the site in their place.
    pub tokens: Tokens,
    /// Changes when anything in the theme does.
    pub fingerprint: Fingerprint,
}

/// Endings of templates: with these, tera escapes what is put in.
const ENDINGS: [&str; 3] = ["html", "xml", "svg"];

/// Loads the theme that `config` asks for. `None` when it cannot be used at all.
pub fn load(
    sources: &Sources,
    config: &Config,
    config_path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Option<Theme> {
    let all = with_embedded(sources);
    let layers = layers(&all, config, config_path, notes);
    let mut templates = BTreeMap::new();
    for layer in &layers {
        collect_templates(layer, &mut templates, notes);
    }
    let tera = compile(&layers, &templates, config, notes)?;
    let fields: Vec<_> =
        layers.iter().flat_map(|layer| layer.file.options.iter().cloned()).collect();
    let mut options = Vec::new();
    for option in fields {
        if !options
            .iter()
            .any(|known: &crate::config::OptionField| known.field.name == option.field.name)
        {
            options.push(option);
        }
    }
    let options = Value::from_serializable(&theme_options(&options, config, config_path, notes));
    let languages = words::files(&layers);
    let strings = words::words(&layers, config, config_path, notes);
    let mut assets = asset::collect(&layers, sources, notes);
    let tokens = Tokens::new(&layers, config, config_path, notes);
    asset::add_tokens(&mut assets, &tokens);
    let files = layers.iter().flat_map(|layer| &layer.files);
    let fingerprint = Fingerprint::all(
        files.flat_map(|(path, source)| [Fingerprint::of(path.as_bytes()), source.fingerprint]),
    );
    let csp = layers.iter().flat_map(|layer| layer.file.csp.iter().cloned()).collect();
    let shortcodes = Shortcodes::new(&layers, &templates);
    let layers = layers.into_iter().map(|layer| layer.name).collect();
    Some(Theme {
        tera,
        templates,
        layers,
        shortcodes,
        assets,
        strings,
        languages,
        options,
        csp,
        site: Value::none(),
        tokens,
        fingerprint,
    })
}

/// Finds the templates of a layer: `templates/article.html` is `<layer>/article.html`, and
/// `shortcodes/figure.html` is `<layer>/shortcodes/figure.html`.
fn collect_templates(layer: &Layer, templates: &mut BTreeMap<String, Source>, notes: &mut Notes) {
    for (path, source) in &layer.files {
        let name = match path.strip_prefix("templates/") {
            Some(rest) => rest,
            None if path.starts_with("shortcodes/") => path,
            None => continue,
        };
        let known = source.path.extension().is_some_and(|ending| ENDINGS.contains(&ending));
        if known && source.as_text().is_some() {
            templates.insert(format!("{}/{name}", layer.name), source.clone());
            continue;
        }
        let message = format!("`{name}` is not a template: templates end in .html, .xml or .svg");
        notes.push(
            Diagnostic::error(Code::THEME_FILE, Span::file(&source.path), message)
                .help("rename it, or move it to the theme's folder `assets`"),
        );
    }
}

fn new_tera(layers: &[Layer], config: &Config) -> Option<Tera> {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes(layers.iter().map(|layer| format!("{}/", layer.name))).ok()?;
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    filter::register(&mut tera, &config.base_url.origin);
    Some(tera)
}

/// Compiles all templates; reports every one that cannot be read.
fn compile(
    layers: &[Layer],
    templates: &BTreeMap<String, Source>,
    config: &Config,
    notes: &mut Notes,
) -> Option<Tera> {
    let texts =
        || templates.iter().filter_map(|(name, source)| source.as_text().map(|text| (name, text)));
    let mut tera = new_tera(layers, config)?;
    let Err(error) = tera.add_raw_templates(texts()) else { return Some(tera) };
    let mut found = Notes::default();
    for (name, text) in texts() {
        let mut alone = new_tera(layers, config)?;
        if let Err(error) = alone.add_raw_template(name, text)
            && failure::is_syntax(&error)
        {
            found.extend(failure::loading(&error, templates));
        }
    }
    if found.is_empty() {
        found.extend(failure::loading(&error, templates));
    }
    notes.extend(found);
    None
}

impl Theme {
    /// Adds the style sheets for coloured code. They take time to make, so only sites with code have them.
    pub fn add_code_colours(&mut self) {
        asset::add_code_colours(&mut self.assets);
    }

    /// Tera's name of the template `name`, from the topmost layer that has it.
    pub fn resolve(&self, name: &str) -> Option<&str> {
        self.layers.iter().find_map(|layer| {
            let full = format!("{layer}/{name}");
            self.templates.get_key_value(&full).map(|(known, _)| known.as_str())
        })
    }

    /// The languages that it has words in, such as `es`.
    pub fn language_names(&self) -> Vec<&str> {
        let files = self.languages.keys();
        let names = files.filter_map(|path| path.strip_prefix("languages/")?.strip_suffix(".yaml"));
        names.collect()
    }

    /// All templates, in the order of their names.
    pub fn templates(&self) -> impl Iterator<Item = &Source> {
        self.templates.values()
    }

    /// The names of all templates that pages can ask for.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates
            .keys()
            .filter_map(|name| name.split_once('/').map(|(_, rest)| rest))
            .filter(|name| !name.contains('/'))
    }

    /// The source of a template or another file of the theme, to show a line of it.
    pub fn source(&self, path: &Utf8Path) -> Option<&Source> {
        self.templates.values().find(|source| *source.path == *path)
    }
}
