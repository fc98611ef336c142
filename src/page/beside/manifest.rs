//! `manifest.webmanifest` (W3C Web Application Manifest): what stands on the start page of a phone.

use serde_json::{Value, json};

use super::Beside;
use crate::config::Config;
use crate::page::site_view::direction;
use crate::page::value::field;
use crate::page::view::Viewer;
use crate::theme::Scheme;

/// Longest short name: more does not fit below an icon.
const SHORT: usize = 12;

/// The address of the manifest; empty when there is none.
pub(in crate::page) fn url(config: &Config) -> String {
    if !Beside::Manifest.is_wanted(config) {
        return String::new();
    }
    format!("{}{}", config.base_url.prefix, Beside::Manifest.path())
}

/// The file.
pub(super) fn manifest(viewer: &Viewer<'_>) -> String {
    let config = viewer.config;
    let mut manifest = json!({
        "name": config.title,
        "short_name": short(&config.title),
        "lang": config.language,
        "dir": direction(&config.language),
        "start_url": config.base_url.prefix,
        "scope": config.base_url.prefix,
        // It is a site and not a program, so the browser stays as it is.
        "display": "browser",
    });
    let mut add = |name: &str, value: Value| {
        if let Some(fields) = manifest.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    if !config.description.is_empty() {
        add("description", json!(config.description));
    }
    if let Some(colour) = viewer.theme.tokens.value("paper", Scheme::Light) {
        add("background_color", json!(colour));
        add("theme_color", json!(colour));
    }
    let icons = icons(viewer);
    if !icons.is_empty() {
        add("icons", Value::from(icons));
    }
    // Whoever looks at it in a browser sees a text, whatever stands in it.
    format!("{manifest:#}\n").replace('<', "\\u003c")
}

/// The icons of the site; else the one of the theme.
fn icons(viewer: &Viewer<'_>) -> Vec<Value> {
    let icon = |icon: &tera::Value| {
        let text = |name: &str| field(icon, name)?.as_str().filter(|text| !text.is_empty());
        Some(
            json!({"src": text("href")?, "sizes": text("sizes").unwrap_or("any"), "type": text("type")?, "purpose": text("purpose").unwrap_or("any")}),
        )
    };
    let given = field(viewer.theme.site(), "icons").and_then(tera::Value::as_array);
    let given: Vec<Value> = given.into_iter().flatten().filter_map(icon).collect();
    if !given.is_empty() {
        return given;
    }
    let own = viewer.theme.assets.get("favicon.svg").map(|icon| {
        let path = icon.route.url();
        let src = format!("{}{}", viewer.prefix(), path.trim_start_matches('/'));
        json!({"src": src, "sizes": "any", "type": "image/svg+xml"})
    });
    own.into_iter().collect()
}

/// A name that fits below an icon: the whole one, or as many of its first words as there is room for.
fn short(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace() {
        let gap = usize::from(!short.is_empty());
        if short.chars().count() + gap + word.chars().count() > SHORT {
            break;
        }
        if gap > 0 {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() { name.trim().chars().take(SHORT).collect() } else { short }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn short_names_fit() {
        for (name, expected) in [
            ("Ana Harmony", "Ana Harmony"),
            ("Northside Massage", "Northside"),
            ("Physiotherapiezentrum", "Physiotherap"),
            ("  按摩  ", "按摩"),
        ] {
            assert_eq!(short(name), expected);
        }
    }
}
