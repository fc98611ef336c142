//! What sites and themes may say of tokens, and what becomes of it.

use std::sync::Arc;

use camino::Utf8Path;

use super::*;
use crate::config;
use crate::diagnostic::{Palette, to_terminal};
use crate::source::{Source, Sources};
use crate::theme::{Theme, load};

const THEME: &str = "name: clinic
tokens:
  paper: {type: colour, value: '#ffffff', dark: '#101010'}
  ink: {type: colour, value: '#111', dark: '#eeeeee'}
  radius: {type: length, value: .5rem}
  font: {type: fonts, value: 'Georgia, serif'}
token_sets:
  clay:
    doc: Warm.
    tokens: {ink: '#3a1f14'}
    dark: {ink: '#f4ded4'}
  fog:
    tokens: {ink: '#bbbbbb'}
contrast:
  - {text: ink, on: [paper], ratio: 4.5}
";

fn loaded(theme: &str, design: &str) -> (Option<Theme>, String) {
    let mut notes = Notes::default();
    let path: Arc<Utf8Path> = Utf8Path::new("anma.yaml").into();
    let text = format!("title: T\nbase_url: https://x.org\ntheme: clinic\n{design}");
    let config = config::parse(&text, &path, &mut notes).expect("settings");
    let sources: Sources = [Source::text("themes/clinic/theme.yaml", theme)].into_iter().collect();
    let theme_loaded = load(&sources, &config, &path, &mut notes);
    let shown = notes.into_sorted().into_iter().map(|note| {
        to_terminal(&note, Palette::Plain, |span| {
            Some(if span.path.as_str() == "anma.yaml" { &*text } else { theme })
        })
    });
    (theme_loaded, shown.collect::<Vec<_>>().join("\n\n"))
}

fn own(tokens: &Tokens, scheme: Scheme) -> Vec<(&str, &str)> {
    let names = ["font", "ink", "paper", "radius"];
    tokens.values(scheme).filter(|(name, _)| names.contains(name)).collect()
}

#[test]
fn what_the_site_says_goes_over_its_set_and_that_over_the_theme() {
    let (theme, notes) = loaded(THEME, "design: {set: clay, tokens: {radius: 1rem}}\n");
    assert_eq!(notes, "");
    let tokens = theme.expect("a theme").tokens;
    let light =
        [("font", "Georgia, serif"), ("ink", "#3a1f14"), ("paper", "#ffffff"), ("radius", "1rem")];
    assert_eq!(own(&tokens, Scheme::Light), light);
    assert_eq!(own(&tokens, Scheme::Dark), [("ink", "#f4ded4"), ("paper", "#101010")]);
    assert_eq!(&*tokens.set, "clay");
    let css = tokens.style_sheet();
    assert!(css.contains("    --radius: 1rem;\n"), "{css}");
    assert_eq!(css.matches('{').count(), css.matches('}').count());
}

#[test]
fn tokens_are_an_asset_whose_name_follows_their_values() {
    let route = |design| {
        let theme = loaded(THEME, design).0.expect("a theme");
        theme.assets["tokens.css"].route.url()
    };
    assert_eq!(route(""), route("design: {tokens: {}}\n"));
    assert_ne!(route(""), route("design: {tokens: {radius: 1px}}\n"));
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let design = "design:
  set: clya
  tokens:
    ikn: '#000'
    ink: red
    radius: 1 inch
    font: 'a; } body { color: red'
  dark:
    paper: 'url(https://x.org/)'
";
    insta::assert_snapshot!(loaded(THEME, design).1);
}

#[test]
fn colours_that_cannot_be_read_are_told_to_those_who_chose_them() {
    let (_, notes) = loaded(THEME, "design: {tokens: {ink: '#999999'}, dark: {paper: '#888'}}\n");
    insta::assert_snapshot!(notes);
    // Those of the theme are for `anma theme check`.
    let (theme, notes) = loaded(THEME, "design: {set: fog}\n");
    assert_eq!(notes, "");
    let faint = theme.expect("a theme").tokens.faint();
    let found = faint.iter().map(|faint| (&*faint.text.0.text, &*faint.on.0.text, faint.scheme));
    assert!(found.clone().any(|pair| pair == ("ink", "paper", Scheme::Light)));
    assert!(found.clone().all(|pair| pair.0 == "ink" && pair.2 == Scheme::Light));
}

#[test]
fn a_theme_that_names_a_token_that_is_not_there_is_told_so() {
    let theme = "name: clinic\ncontrast: [{text: inc, on: paper}]\ntoken_sets: {a: {tokens: {papper: '#fff'}}}\n\
        tokens: {paper: {type: colour, value: white}, ink: {type: colour, value: '#111'}}\n";
    insta::assert_snapshot!(loaded(theme, "").1);
}

#[test]
fn no_value_can_end_its_rule() {
    for text in
        ["a;b", "a}b", "a{b", "a/*b", "a\\b", "a\nb", "<b", "@b", "\"a", "(a", "URL(a)", "", "a:b"]
    {
        assert!(!is_harmless(text), "{text}");
    }
    for text in
        ["Georgia, serif", "\"Iowan Old Style\", serif", "clamp(1rem, 2vw + 1rem, 3rem)", "600"]
    {
        assert!(is_harmless(text), "{text}");
    }
    for text in ["1rem", ".5rem", "0", "8px", "50%"] {
        assert!(is_length(text), "{text}");
    }
    for text in ["", "rem", "1", "-1rem", "1e3rem", "inf", "NaNpx", "1 rem", "1rem;", "1remé"] {
        assert!(!is_length(text), "{text}");
    }
}
