//! Sites in several languages, as a build leaves them.

use anma::diagnostic::Code;

use crate::support::memory::{build, settings};

/// A site with these files, in English and in Spanish.
fn site(files: &str) -> String {
    format!(
        "-- anma.yaml --\ntitle: North\nbase_url: https://n.example\nlanguages: {{es: {{title: Norte}}}}\n{files}"
    )
}

fn page(path: &str, fields: &str) -> String {
    format!("-- content/{path} --\n---\n{fields}\n---\nText.\n")
}

#[test]
fn a_page_that_is_not_shown_is_told_of_once() {
    let built = build(
        &site(&(page("about.md", "title: About\ndraft: true") + &page("a.es.md", "title: A"))),
        &settings(),
    );
    let hidden: Vec<&str> =
        built.outcome.hidden.iter().map(|hidden| hidden.path.as_str()).collect();
    assert_eq!(hidden, ["content/about.md"]);
    assert!(!built.files.contains_key("es/about/index.html"));
}

#[test]
fn a_draft_of_a_translation_leaves_the_original_in_its_place() {
    let files = page("about.md", "title: About")
        + &page("about.es.md", "title: Nosotros\ndraft: true")
        + "-- content/_index.es.md --\n---\ntitle: Hola\n---\nLee [esto](about.md).\n";
    let built = build(&site(&files), &settings());
    assert!(built.outcome.ok, "{}", built.report());
    assert!(built.file("es/index.html").contains("href=\"/about/\" hreflang=\"en\""));
    assert!(!built.files.contains_key("es/about/index.html"));
}

#[test]
fn a_mistake_in_a_template_is_told_once_for_all_languages() {
    let template = "-- themes/own/theme.yaml --\nname: own\napi: 1\n\
        -- themes/own/templates/page.html --\n{{ page.nobody }}\n";
    let files = page("about.md", "title: About") + &page("about.es.md", "title: Nosotros");
    let text = site(&files).replace("languages:", "theme: own\nlanguages:") + template;
    let built = build(&text, &settings());
    let problems = &built.outcome.diagnostics;
    let failed = problems.iter().filter(|problem| problem.code.0.starts_with("template::"));
    assert_eq!(failed.count(), 1, "{}", built.report());
}

#[test]
fn a_section_in_another_language_has_not_what_it_hands_down() {
    let files = page("people/ana.md", "title: Ana")
        + &page("articles/_index.md", "title: Articles\ncascade: {author: ana}")
        + &page("articles/_index.es.md", "title: Lista")
        + &page("articles/one.es.md", "title: Uno\ndate: 2026-01-01");
    let built = build(&site(&files), &settings());
    assert!(built.outcome.ok, "{}", built.report());
    assert!(built.file("es/articles/one/index.html").contains("Ana"));
    assert!(!built.file("es/articles/index.html").contains("/people/ana/"));
}

#[test]
fn a_language_without_words_claims_no_name_and_no_sentence_of_english() {
    let files = page("about.md", "title: About") + &page("a.pt.md", "title: A");
    let built = build(&site(&files).replace("{es: {title: Norte}}", "{pt: {}}"), &settings());
    assert!(built.outcome.diagnostics.iter().any(|one| one.code == Code::THEME_LANGUAGE));
    let about = built.file("about/index.html");
    assert!(about.contains("<a href=\"/pt/\" hreflang=\"pt\">pt</a></li>"), "{about}");
}
