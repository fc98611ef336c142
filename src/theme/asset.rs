//! Style sheets, scripts and other files of themes and of the site's `assets/`.

use std::collections::BTreeMap;

use super::layer::Layer;
use super::tokens::{STYLE_SHEET, Tokens};
use crate::base::{Fingerprint, Route, Span};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::source::{Content, Source, Sources};

/// A file below `assets/` of the output.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where it is written; the name of a style sheet or script has its fingerprint in it.
    pub route: Route,
    /// What it is.
    pub source: Source,
}

/// All assets, by the name that templates use: `style.css`.
pub type Assets = BTreeMap<String, Asset>;

/// Names of the style sheets for coloured code, which are made and not written.
const HIGHLIGHT: [(&str, bool); 2] = [("highlight-light.css", false), ("highlight-dark.css", true)];

/// The assets of all layers; those of the site stand above those of the theme, and so on down.
pub(super) fn collect(layers: &[Layer], sources: &Sources, notes: &mut Notes) -> Assets {
    let mut assets = Assets::new();
    let own = sources
        .below("assets/")
        .map(|source| (source.path.as_str().trim_start_matches("assets/").to_owned(), source));
    let themes = layers.iter().flat_map(|layer| {
        layer.files.iter().filter_map(|(path, source)| {
            path.strip_prefix("assets/").map(|name| (name.to_owned(), source))
        })
    });
    for (name, source) in own.chain(themes) {
        if !assets.contains_key(&name) {
            add(&mut assets, &name, source.clone(), notes);
        }
    }
    assets
}

/// Adds the style sheets for coloured code, unless the theme has its own.
pub(super) fn add_code_colours(assets: &mut Assets) {
    for (name, dark) in HIGHLIGHT {
        let bytes = crate::markdown::stylesheet(dark).into_bytes();
        if !bytes.is_empty() && !assets.contains_key(name) {
            add_made(assets, name, &bytes);
        }
    }
}

/// Adds the style sheet of the tokens, unless there is one or the theme has none.
pub(super) fn add_tokens(assets: &mut Assets, tokens: &Tokens) {
    let css = tokens.style_sheet();
    if !css.is_empty() && !assets.contains_key(STYLE_SHEET) {
        add_made(assets, STYLE_SHEET, css.as_bytes());
    }
}

/// Adds a file that nobody wrote.
fn add_made(assets: &mut Assets, name: &str, bytes: &[u8]) {
    let fingerprint = Fingerprint::of(bytes);
    let path = camino::Utf8Path::new(name).into();
    let source = Source { path, content: Content::Bytes(bytes.into()), fingerprint };
    // The names are our own, and fine.
    add(assets, name, source, &mut Notes::default());
}

fn add(assets: &mut Assets, name: &str, source: Source, notes: &mut Notes) {
    let hashed = match name.rsplit_once('.') {
        Some((stem, ending @ ("css" | "js"))) => {
            format!("assets/{stem}.{}.{ending}", source.fingerprint.short())
        }
        _ => format!("assets/{name}"),
    };
    match Route::new(&hashed.replace('%', "%25")) {
        Ok(route) => {
            assets.insert(name.to_owned(), Asset { route, source });
        }
        Err(problem) => {
            let message = format!("the name of this file {}", problem.words());
            notes.push(
                Diagnostic::error(Code::BAD_ADDRESS, Span::file(&source.path), message)
                    .help("rename it with letters, digits and hyphens"),
            );
        }
    }
}
