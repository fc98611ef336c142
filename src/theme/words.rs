//! The words of a theme, in the language of the site: `languages/en.yaml`, `languages/es.yaml`.
//!
//! Comes in: the layers of a theme. Goes out: every text by its name. A text that a language lacks is said in English, and
//! the writer is told so.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;

use super::layer::{DEFAULT, Layer, embedded_text};
use crate::base::{Date, Span};
use crate::config::{Config, parse_words};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::source::Source;

/// Texts by their names.
pub type Words = BTreeMap<Box<str>, Box<str>>;

/// The language of a text that no other language has.
const ENGLISH: &str = "en";

/// What a language says of itself.
const OF_ITSELF: [&str; 2] = ["language_name", "translation_missing"];

/// Most names that one message lists.
const MOST: usize = 5;

/// The texts of all layers, the topmost winning, and above them those of `anma.yaml` (the file `path`).
pub(super) fn words(
    layers: &[Layer],
    config: &Config,
    path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Words {
    let mut words = Words::new();
    // A site's own copy of the default theme's file may be older than the program.
    let first = format!("themes/{DEFAULT}/languages/{ENGLISH}.yaml");
    let first = Utf8Path::new(&first);
    if let Some(text) = embedded_text(first) {
        words.extend(parse_words(text, &first.into(), &mut Notes::default()));
    }
    for layer in layers.iter().rev() {
        words.extend(layer.file.strings.iter().cloned());
        words.extend(of(layer, ENGLISH, notes));
    }
    let tag = &*config.language;
    let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    if primary != ENGLISH {
        let mut own = Words::new();
        for layer in layers.iter().rev() {
            own.extend(of(layer, &primary, notes));
        }
        tell_missing((&words, &own), &primary, (layers, path), notes);
        // Nothing that is said of English is true of another language.
        words.extend(OF_ITSELF.map(|name| (name.into(), Box::default())));
        words.extend(own);
    }
    if *tag != *primary {
        for layer in layers.iter().rev() {
            words.extend(of(layer, tag, notes));
        }
    }
    check(&words, config, path, notes);
    words.extend(config.strings.iter().cloned());
    words
}

/// The files of words, by path below the theme's folder: those of the topmost layer that has one.
pub(super) fn files(layers: &[Layer]) -> BTreeMap<String, Source> {
    let all = layers.iter().rev().flat_map(|layer| &layer.files);
    all.filter(|(path, _)| path.starts_with("languages/")).cloned().collect()
}

/// The texts of `layer` in `language`.
fn of(layer: &Layer, language: &str, notes: &mut Notes) -> Vec<(Box<str>, Box<str>)> {
    let name = format!("languages/{language}.yaml");
    let file = layer.files.iter().find(|(path, _)| *path == name);
    let text = file.and_then(|(_, source)| Some((source.as_text()?, &source.path)));
    text.map(|(text, path)| parse_words(text, path, notes)).unwrap_or_default()
}

/// Says which texts are not there in the language of the site.
fn tell_missing(
    (english, own): (&Words, &Words),
    language: &str,
    (layers, settings): (&[Layer], &Arc<Utf8Path>),
    notes: &mut Notes,
) {
    let missing: Vec<&str> =
        english.keys().filter(|name| !own.contains_key(*name)).map(|name| &**name).collect();
    let Some(layer) = layers.first().filter(|_| !missing.is_empty()) else { return };
    let path = format!("themes/{}/languages/{language}.yaml", layer.name);
    let message = if own.is_empty() {
        format!("the theme has no words in the language `{language}`, so it speaks English")
    } else {
        let names = missing.iter().take(MOST).map(|name| format!("`{name}`"));
        let names: Vec<String> = names.collect();
        let more = if missing.len() > MOST { " and others" } else { "" };
        format!(
            "the theme says {}{more} in English: `{language}` has no such text",
            names.join(", ")
        )
    };
    let help = format!(
        "Write them into {path}. `anma theme eject languages/{ENGLISH}.yaml` gives you the English ones to begin with."
    );
    notes
        .push(Diagnostic::warning(Code::THEME_LANGUAGE, Span::file(settings), message).help(&help));
}

/// Reports texts of `anma.yaml` that the theme does not have.
fn check(words: &Words, config: &Config, path: &Arc<Utf8Path>, notes: &mut Notes) {
    for (name, _) in config.strings.iter().filter(|(name, _)| !words.contains_key(name)) {
        let message = format!("the theme has no text `{name}` to replace under `strings`");
        let known = words.keys().map(|name| &**name);
        notes.push(Diagnostic::error(Code::CONFIG_VALUE, Span::file(path), message).did_you_mean(
            name,
            known,
            "languages/en.yaml of the theme lists its texts",
        ));
    }
}

/// The text `name` with its words in braces filled in; empty when there is no such text.
pub fn fill(words: &Words, name: &str, values: &[(&str, &str)]) -> String {
    let mut rest = words.get(name).map_or("", |text| text);
    let mut filled = String::with_capacity(rest.len() + 32);
    // Once only: what is filled in may have braces of its own.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(key, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == key)?;
            Some((value, after))
        });
        if let Some((value, after)) = value {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// `date` as people write it: `1 November 2026`, `1 de noviembre de 2026`.
pub fn spell_date(words: &Words, date: Date) -> String {
    let (year, month, day) = date.parts();
    let names = words.get("months").map_or("", |names| names);
    let Some(name) = names.split(',').nth(usize::from(month).saturating_sub(1)) else {
        return date.human();
    };
    let (year, day) = (year.to_string(), day.to_string());
    fill(words, "date", &[("day", &day), ("month", name.trim()), ("year", &year)])
}

/// An amount of money as people write it: `£42.50`, `42,50 €`.
pub fn spell_price(words: &Words, amount: &str, currency: &str) -> String {
    let sign = match currency {
        "GBP" => "£",
        "EUR" => "€",
        "USD" | "CAD" | "AUD" | "NZD" => "$",
        other => return format!("{} {other}", with_comma(words, amount)),
    };
    fill(words, "price", &[("sign", sign), ("amount", &with_comma(words, amount))])
}

fn with_comma(words: &Words, amount: &str) -> String {
    amount.replace('.', words.get("decimal_mark").map_or(".", |mark| mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let path = Utf8Path::new("languages/xx.yaml").into();
        let mut notes = Notes::default();
        let words = parse_words(text, &path, &mut notes).into_iter().collect();
        assert!(notes.is_empty());
        words
    }

    /// The names in braces of a text.
    fn gaps(text: &str) -> Vec<&str> {
        let mut all: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_language_of_the_default_theme_says_everything() {
        let of = |language: &str| {
            let path = format!("themes/default/languages/{language}.yaml");
            words(embedded_text(Utf8Path::new(&path)).expect("a language"))
        };
        let (english, spanish) = (of("en"), of("es"));
        assert!(english.len() > 200);
        assert_eq!(english.keys().collect::<Vec<_>>(), spanish.keys().collect::<Vec<_>>());
        for (name, text) in &english {
            assert_eq!(gaps(text), gaps(&spanish[name]), "{name}");
            assert!(!text.is_empty() && !spanish[name].is_empty(), "{name}");
        }
        for all in [&english, &spanish] {
            assert_eq!(all["months"].split(',').count(), 12);
        }
    }

    #[test]
    fn dates_and_prices_follow_the_language() {
        let day = Date::parse("2026-11-02").expect("a day");
        let english = words(
            "{months: 'January, February, March, April, May, June, July, August, September, October, November, December', date: '{day} {month} {year}', price: '{sign}{amount}', decimal_mark: .}",
        );
        assert_eq!(spell_date(&english, day), day.human());
        assert_eq!(spell_price(&english, "42.50", "GBP"), "£42.50");
        assert_eq!(spell_price(&english, "42.50", "CHF"), "42.50 CHF");
        let spanish = words(
            "{months: 'enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre', date: '{day} de {month} de {year}', price: '{amount} {sign}', decimal_mark: ','}",
        );
        assert_eq!(spell_date(&spanish, day), "2 de noviembre de 2026");
        assert_eq!(spell_price(&spanish, "42.50", "EUR"), "42,50 €");
        assert_eq!(spell_date(&words("{months: enero}"), day), day.human());
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let words = words("{a: 'x {one} {two} {three'}");
        assert_eq!(fill(&words, "a", &[("one", "{two}"), ("two", "2")]), "x {two} 2 {three");
        assert_eq!(fill(&words, "b", &[]), "");
    }
}
