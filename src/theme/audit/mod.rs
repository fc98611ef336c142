//! What is wrong with a theme that no page has shown yet: names that templates ask for in vain, what nothing uses, and
//! colours that cannot be read.

mod scan;
mod shape;

use std::collections::BTreeSet;

use scan::{Asked, named, scan};

use super::{Theme, Tokens};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;

pub use shape::Shape;

/// Templates that anma itself asks for, besides those named after a kind of page.
const ENTRIES: &[&str] = &["404.html", "card.svg", "entity.html", "redirect.html"];

/// Everything that is wrong with `theme`. `shape` is what templates see, and `asked_for` the templates that pages of
/// the site ask for, and all that they might.
pub fn audit(theme: &Theme, shape: &Shape, asked_for: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut options = BTreeSet::new();
    let mut used: BTreeSet<String> = asked_for.iter().cloned().collect();
    used.extend(ENTRIES.iter().map(|name| (*name).to_owned()));
    for source in theme.templates.values() {
        let Some(text) = source.as_text() else { continue };
        let (asked, given) = scan(text);
        for one in &asked {
            if let ["site", "options", option, ..] = *one.names {
                options.insert(option.to_owned());
            }
            let is_own = given.contains(&one.names[0]);
            let is_asked = text.contains(&format!("{} is defined", &text[one.place.clone()]));
            if !is_own && !is_asked {
                found.extend(in_vain(one, shape, source));
            }
        }
        let names = named(text, &["include ", "extends ", "import "]);
        used.extend(names.into_iter().map(|name| without_layer(theme, name).to_owned()));
    }
    for (name, source) in &theme.templates {
        let own = without_layer(theme, name);
        let gives_components = source.as_text().is_some_and(|text| text.contains("endcomponent"));
        if !used.contains(own) && !own.starts_with("shortcodes/") && !gives_components {
            found.push(unused(own, source, &used));
        }
    }
    if let Some(fields) = theme.options.as_map() {
        for option in fields.keys().filter_map(|key| key.as_str()) {
            if !options.contains(option) {
                found.push(unused_option(theme, option));
            }
        }
    }
    found.extend(faint(&theme.tokens));
    found
}

/// A name that templates ask for and that is not there.
fn in_vain(asked: &Asked<'_>, shape: &Shape, source: &Source) -> Option<Diagnostic> {
    let (parent, name, others) = shape.missing(&asked.names)?;
    let span = Span::new(&source.path, asked.place.clone());
    let message = format!("there is no `{name}` in `{parent}`");
    let otherwise = "docs/themes.md lists everything that a template sees";
    Some(
        Diagnostic::error(Code::TEMPLATE_FIELD, span, message)
            .did_you_mean(name, others, otherwise),
    )
}

/// `article.html` of `default/article.html`.
fn without_layer<'a>(theme: &Theme, name: &'a str) -> &'a str {
    let rest = name
        .split_once('/')
        .filter(|(layer, _)| theme.layers.iter().any(|known| &**known == *layer));
    rest.map_or(name, |(_, rest)| rest)
}

fn unused(name: &str, source: &Source, used: &BTreeSet<String>) -> Diagnostic {
    let message = format!("nothing uses the template `{name}`");
    Diagnostic::warning(Code::THEME_UNUSED, Span::file(&source.path), message).did_you_mean(
        name,
        used.iter().map(String::as_str),
        "include it in another template, name it as `template:` of a page, or remove it",
    )
}

fn unused_option(theme: &Theme, option: &str) -> Diagnostic {
    let layer = theme.layers.first().map_or("default", |layer| layer);
    let path = camino::Utf8Path::new(&format!("themes/{layer}/theme.yaml")).into();
    let message = format!("no template looks at the option `{option}`");
    Diagnostic::warning(Code::THEME_UNUSED, Span::file(&path), message)
        .help(format!("use `site.options.{option}` in a template, or remove the option"))
}

/// Colours that are too much alike, in the theme as it is and in each of its sets.
fn faint(tokens: &Tokens) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = tokens.faint().iter().map(super::Faint::diagnostic).collect();
    for set in tokens.sets() {
        for problem in tokens.with_set(set).faint().iter().map(super::Faint::diagnostic) {
            if !found.iter().any(|known| known.message == problem.message) {
                found.push(problem.because(format!("this is so in the token set `{set}`")));
            }
        }
    }
    found
}
