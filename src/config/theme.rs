//! `theme.yaml`, and the options that a site gives to a theme.

use std::sync::Arc;

use camino::Utf8Path;
use serde_json::{Map, Value as Json};

use super::hosts::directives;
use super::read::{MAX_FILE, map_of};
use super::{Config, OptionField, ShortcodeFile, ThemeFile, tokens};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::matter::Name;
use crate::schema::{Checker, Kinds, SiteFields, Subject, THEME, declare};
use crate::yaml::{self, Entry, Node};

/// The version of the template contract that a theme is made for when it does not say so.
const API: u32 = 1;

/// Reads a theme's `theme.yaml`. `None` when it cannot be read at all.
pub fn parse_theme(text: &str, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<ThemeFile> {
    let limits = yaml::Limits::file(MAX_FILE);
    let node = yaml::parse(text, 0..text.len(), path, &limits, notes)?;
    let node = map_of(node, path, notes)?;
    let site = SiteFields::default();
    let mut checker = Checker { path, subject: Subject::Theme, site: &site, notes };
    checker.group(&node, THEME, "");
    let options = declared(node.get("options"), "options", &mut checker);
    let entries = node.get("shortcodes").map(Node::entries).unwrap_or_default();
    let shortcode = |entry: &Entry| ShortcodeFile {
        name: entry.key.clone(),
        block: entry.value.get("block").and_then(Node::text) == Some("true"),
        arguments: declared(entry.value.get("args"), "args", &mut checker),
    };
    let shortcodes = entries.iter().map(shortcode).collect();
    let api = node.get("api").and_then(Node::text).and_then(|text| text.parse().ok());
    let extends = node
        .get("extends")
        .and_then(|node| Some(Name { text: node.text()?.into(), span: node.place.span(path) }));
    Some(ThemeFile {
        name: node.get("name").and_then(Node::text).unwrap_or_default().into(),
        api: api.unwrap_or(API),
        extends,
        options,
        csp: directives(node.get("csp"), (path, Code::THEME_SETTING), notes),
        strings: texts(node.get("strings")),
        shortcodes,
        tokens: tokens::tokens(node.get("tokens"), path),
        token_sets: tokens::token_sets(node.get("token_sets"), path),
        contrast: tokens::contrast(node.get("contrast"), path),
    })
}

/// The options or arguments that a theme declares, their defaults checked.
fn declared(node: Option<&Node>, trail: &str, checker: &mut Checker<'_>) -> Vec<OptionField> {
    let read = |entry: &Entry| {
        let field = declare(&entry.key, &entry.value, Kinds::NONE);
        let default = entry.value.get("default").filter(|node| !node.is_null()).cloned();
        if let Some(value) = &default {
            let entry = Entry { value: value.clone(), ..entry.clone() };
            checker.field(&field, &entry, trail);
        }
        OptionField { field, default }
    };
    node.map(Node::entries).unwrap_or_default().iter().map(read).collect()
}

fn texts(node: Option<&Node>) -> Vec<(Box<str>, Box<str>)> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.text().unwrap_or_default().into()))
        .collect()
}

/// The values of a theme's options: those of `anma.yaml` (the file `path`), checked, and the defaults for
/// the rest. An option with neither is null, so that templates can ask for it.
pub fn theme_options(
    options: &[OptionField],
    config: &Config,
    path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Map<String, Json> {
    let site = SiteFields::default();
    for entry in &config.options {
        let known = options.iter().find(|option| *option.field.name == *entry.key);
        if let Some(option) = known {
            let mut checker = Checker { path, subject: Subject::Settings, site: &site, notes };
            checker.field(&option.field, entry, "options");
            continue;
        }
        let names = options.iter().map(|option| &*option.field.name);
        let all: Vec<String> = names.clone().map(|name| format!("`{name}`")).collect();
        let otherwise = match all.len() {
            0 => "It has none.".to_owned(),
            _ => format!("It has {}.", all.join(", ")),
        };
        let message = format!("the theme has no option `{}`", yaml::shorten(&entry.key));
        notes.push(
            Diagnostic::error(Code::UNKNOWN_SETTING, entry.key_place.span(path), message)
                .did_you_mean(&entry.key, names, &otherwise),
        );
    }
    let value = |option: &OptionField| {
        let given = config.options.iter().find(|entry| *entry.key == *option.field.name);
        let given = given.map(|entry| &entry.value).filter(|node| !node.is_null());
        given.or(option.default.as_ref()).map_or(Json::Null, |node| option.field.ty.value(node))
    };
    options.iter().map(|option| (option.field.name.to_string(), value(option))).collect()
}
