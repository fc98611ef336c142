//! The layers of a theme: the site's own, those that it extends, and always the built-in one at the bottom.

use std::sync::Arc;

use camino::Utf8Path;

use crate::base::{Fingerprint, Span};
use crate::config::{Config, ThemeFile, parse_theme};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::source::{Content, Source, Sources};

/// The theme that is embedded in the program.
pub(super) const DEFAULT: &str = "default";

static EMBEDDED: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/embedded_theme.rs"));

/// A theme's files.
pub(super) struct Layer {
    pub(super) name: Box<str>,
    pub(super) file: ThemeFile,
    /// By path below the theme's folder.
    pub(super) files: Vec<(String, Source)>,
}

/// The files of the built-in theme as if they lay below `themes/default/`.
fn embedded() -> impl Iterator<Item = Source> {
    EMBEDDED.iter().map(|(path, bytes)| {
        let path: Arc<Utf8Path> = Utf8Path::new(&format!("themes/{DEFAULT}/{path}")).into();
        let content = match std::str::from_utf8(bytes) {
            Ok(text) if !path.as_str().contains("/assets/") => Content::Text(text.into()),
            _ => Content::Bytes((*bytes).into()),
        };
        Source { path, content, fingerprint: Fingerprint::of(bytes) }
    })
}

/// The text of a file of the built-in theme.
pub fn embedded_text(path: &Utf8Path) -> Option<&'static str> {
    let name = path.as_str().strip_prefix("themes/")?.strip_prefix(DEFAULT)?.strip_prefix('/')?;
    let (_, bytes) = EMBEDDED.iter().find(|(path, _)| *path == name)?;
    std::str::from_utf8(bytes).ok()
}

/// Adds the built-in theme to `sources`. Files that the site has in its own folder `themes/default` stand over those of
/// the built-in one.
pub(super) fn with_embedded(sources: &Sources) -> Vec<Source> {
    let mut all: Vec<Source> = sources.below("themes/").cloned().collect();
    all.extend(embedded().filter(|source| sources.get(&source.path).is_none()));
    all
}

/// The names of the themes that `name` and those it extends have on disk, as far as `read` finds them:
/// which folders below `themes/` a site needs.
pub fn chain(name: &str, mut read: impl FnMut(&str) -> Option<Source>) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take().filter(|name| !names.contains(name) && is_name(name)) {
        let file = read(&name);
        next = file.as_ref().and_then(|source| {
            let text = source.as_text()?;
            let file = parse_theme(text, &source.path, &mut Notes::default())?;
            file.extends.map(|extends| extends.text.into())
        });
        names.push(name);
    }
    if !names.iter().any(|name| name == DEFAULT) {
        names.push(DEFAULT.to_owned());
    }
    names
}

/// Whether `name` is one folder below `themes/`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0'])
}

/// The layers of the site's theme, the topmost first.
pub(super) fn layers(
    all: &[Source],
    config: &Config,
    config_path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let asked = config
        .theme_name
        .as_ref()
        .map_or_else(|| Span::file(config_path), |name| name.span.clone());
    let mut next = Some((config.theme.to_string(), asked));
    while let Some((name, span)) = next.take() {
        if layers.iter().any(|layer| *layer.name == *name) {
            let message = format!("the theme `{name}` extends itself");
            notes.push(
                Diagnostic::error(Code::THEME_MISSING, span, message)
                    .help("take one `extends` out"),
            );
            break;
        }
        let Some(layer) = layer(all, &name, notes) else {
            let folders = all
                .iter()
                .filter_map(|source| source.path.components().nth(1))
                .map(|part| part.as_str());
            let message =
                format!("there is no theme `{name}`: the folder themes/{name} has no theme.yaml");
            notes.push(Diagnostic::error(Code::THEME_MISSING, span, message).did_you_mean(
                &name,
                folders,
                "use the theme `default`, or add the folder",
            ));
            break;
        };
        if layer.file.api != super::API {
            let path: Arc<Utf8Path> = Utf8Path::new(&format!("themes/{name}/theme.yaml")).into();
            let message = format!(
                "the theme `{name}` is made for version {} of the templates, and this is version {}",
                layer.file.api,
                super::API
            );
            notes.push(
                Diagnostic::error(Code::THEME_API, Span::file(&path), message)
                    .help("get a version of the theme for this version of anma; docs/themes.md says what changed"),
            );
        }
        next = layer
            .file
            .extends
            .as_ref()
            .map(|extends| (extends.text.to_string(), extends.span.clone()));
        layers.push(layer);
    }
    if !layers.iter().any(|layer| &*layer.name == DEFAULT) {
        layers.extend(layer(all, DEFAULT, notes));
    }
    layers
}

fn layer(all: &[Source], name: &str, notes: &mut Notes) -> Option<Layer> {
    let folder = format!("themes/{name}/");
    let files: Vec<(String, Source)> = all
        .iter()
        .filter_map(|source| {
            source.path.as_str().strip_prefix(&folder).map(|path| (path.to_owned(), source.clone()))
        })
        .collect();
    let (_, description) = files.iter().find(|(path, _)| path == "theme.yaml")?;
    let file = parse_theme(description.as_text()?, &description.path, notes)?;
    Some(Layer { name: name.into(), file, files })
}
