//! What a site is told about its settings, and what they become.

use std::sync::Arc;

use camino::Utf8Path;
use proptest::prelude::*;

use super::*;
use crate::diagnostic::{Diagnostic, Notes, Palette, to_terminal};
use crate::schema::Kind;

fn path(path: &str) -> Arc<Utf8Path> {
    Utf8Path::new(path).into()
}

fn read(text: &str) -> (Option<Config>, Vec<Diagnostic>) {
    let mut notes = Notes::default();
    let config = parse(text, &path("anma.yaml"), &mut notes);
    (config, notes.into_sorted())
}

fn show(text: &str, found: &[Diagnostic]) -> String {
    let shown: Vec<String> =
        found.iter().map(|one| to_terminal(one, Palette::Plain, |_| Some(text))).collect();
    format!("{text}\n────────\n{}\n", shown.join("\n\n"))
}

fn check(text: &str) -> String {
    show(text, &read(text).1)
}

#[test]
fn a_title_is_enough_and_the_rest_has_its_default() {
    let (config, found) = read("title: Northside\nbase_url: https://x.org\n");
    assert!(found.is_empty());
    let given = BaseUrl { origin: "https://x.org".into(), given: true, ..BaseUrl::default() };
    let expected = Config { base_url: given, ..Config::default_for("Northside") };
    assert_eq!(config, Some(expected));
}

#[test]
fn every_setting_arrives() {
    let text = "title: N\nbase_url: https://Example.com:8080//sub/site/\nlanguage: de\ntheme: clinic\nnotice: Closed\n\
        salon: {name: S, phone: 01234 5, email: a@b.org, address: [a, b], hours: Mondays, booking_url: https://b.org}\n\
        menu: [{title: About, page: about.md}, {title: Book, page: 'https://b.org'}, {title: Call, page: 'tel:+441234'}]\n\
        markdown: {html: allow, smart_punctuation: false, schemes: ['SMS:']}\npagination: {per_page: 5}\nrelated: {limit: 0}\n\
        feeds: {limit: 7}\npublish: swap\nlimits: {file: 2 MiB, front_matter: 1024}\n\
        fields: {article: {level: {type: choice, choices: [easy, hard], required: true}}}\noptions: {a: b}\nstrings: {x: 1}\n";
    let (config, found) = read(text);
    assert!(found.is_empty(), "{}", check(text));
    let config = config.expect("settings");
    assert_eq!(
        (&*config.base_url.origin, &*config.base_url.prefix),
        ("https://example.com:8080", "/sub/site/")
    );
    assert_eq!(
        (&*config.theme, config.per_page, config.related_limit, config.feeds_limit),
        ("clinic", 5, 0, 7)
    );
    assert_eq!((config.limits.file, config.limits.matter().bytes), (2 << 20, 1024));
    assert!(
        matches!(config.menu[0].target, Target::Page(_))
            && matches!(config.menu[2].target, Target::Url(_))
    );
    assert_eq!((config.salon.hours.len(), config.salon.address.len()), (1, 2));
    assert_eq!(&*config.markdown.schemes[0], "sms");
    let field = config.fields.find("level", Kind::Article).expect("declared");
    assert!(field.required && config.fields.find("level", Kind::Page).is_none());
    assert_eq!(&*config.strings[0].1, "1");
}

#[test]
fn mistakes_in_settings_are_explained() {
    for (name, text) in [
        ("empty", ""),
        (
            "names",
            "titel: x\ntitle: y\nbase_url: https://x.org\nsalon: {fone: 1}\nmarkdown: {html: denny}\n",
        ),
        (
            "values",
            "title: x\nbase_url: www.example.com\nlimits: {file: big}\nmenu: [{title: A, page: 'javascript:alert(1)'}, {page: b.md}]\npagination: {per_page: 0}\n",
        ),
        ("base-url", "title: x\nbase_url: https://x.org/?a=b\n"),
        (
            "fields",
            "title: x\nbase_url: https://x.org\nfields: {artikle: {}, article: {title: {type: text}, level: {type: choice}, year: {type: number}, z: {doc: x}}}\n",
        ),
        ("not settings", "- a\n"),
    ] {
        insta::with_settings!({snapshot_suffix => name.replace(' ', "-"), omit_expression => true, prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!("sites_see", check(text));
        });
    }
}

#[test]
fn addresses_of_sites_are_taken_apart() {
    for (text, origin, prefix) in [
        ("https://example.com", "https://example.com", "/"),
        ("HTTP://Example.com/", "http://example.com", "/"),
        ("https://example.com/a/b", "https://example.com", "/a/b/"),
        ("http://localhost:8000/", "http://localhost:8000", "/"),
    ] {
        let url = BaseUrl::parse(text).expect(text);
        assert_eq!((&*url.origin, &*url.prefix), (origin, prefix));
    }
    for text in [
        "example.com",
        "ftp://x.org",
        "https://",
        "https://x.org#a",
        "https://a b.org",
        "https://u:p@x.org",
        "https://x.org:port",
        "https://x.org/../a",
    ] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_theme_declares_options_and_the_site_sets_them() {
    let text = "name: clinic\napi: 1\nextends: default\noptions:\n  accent: {type: choice, choices: [green, blue], default: green}\n  \
        columns: {type: integer, default: 2}\n  year: {type: text, default: 2024}\n  logo: {type: text}\n\
        shortcodes: {map: {doc: A map., args: {place: {type: text, required: true}}}}\n";
    let mut notes = Notes::default();
    let theme = parse_theme(text, &path("themes/clinic/theme.yaml"), &mut notes).expect("a theme");
    assert!(notes.is_empty());
    assert_eq!((&*theme.name, theme.api, theme.extends.is_some()), ("clinic", 1, true));
    let settings =
        "title: x\nbase_url: https://x.org\noptions: {acent: blue, accent: red, columns: 3}\n";
    let config = parse(settings, &path("anma.yaml"), &mut notes).expect("settings");
    let options = theme_options(&theme.options, &config, &path("anma.yaml"), &mut notes);
    assert_eq!(
        serde_json::Value::Object(options),
        serde_json::json!({"accent": "red", "columns": 3, "year": "2024", "logo": null})
    );
    insta::assert_snapshot!(show(settings, &notes.into_sorted()));
    let mut notes = Notes::default();
    let wrong = "name: x\noptions: {a: {type: bool, default: 7}, b: {typ: text}}\nextend: y\n";
    parse_theme(wrong, &path("theme.yaml"), &mut notes);
    insta::assert_snapshot!(show(wrong, &notes.into_sorted()));
}

proptest! {
    #[test]
    fn nothing_panics(lines in proptest::collection::vec("(title|base_url|salon|menu|fields|limits|options|theme): [a-z:/\\[\\]{}, é0-9.-]{0,24}", 0..5)) {
        let text = lines.join("\n");
        let (_, found) = read(&text);
        for one in &found {
            prop_assert!(!to_terminal(one, Palette::Plain, |_| Some(&text)).is_empty());
        }
    }
}
