//! `anma theme`: a theme is looked over, pieces of it are copied; and what a site says of its looks arrives on its pages.

use crate::support::program::{Run, SETTINGS, Site, anma};

fn theme(site: &Site, arguments: &[&str]) -> Run {
    Run::from(anma(&["theme"]).args(arguments).current_dir(&site.root).output().expect("runs"))
}

#[test]
fn the_default_theme_has_no_problem_in_any_of_its_token_sets() {
    let repository = env!("CARGO_MANIFEST_DIR");
    for name in ["default", "harbour"] {
        let run = anma(&["theme", "check", "--root", repository, "--theme", name]).output();
        let run = Run::from(run.expect("runs")).ends_with(0);
        assert_eq!(run.err, "");
        let said = format!("Theme {name}: ");
        assert!(
            run.out.starts_with(&said) && run.out.ends_with("clay, sea, plum. No problems.\n"),
            "{}",
            run.out
        );
    }
}

#[test]
fn what_no_page_has_shown_yet_is_found_all_the_same() {
    let site = Site::small();
    site.write(
        "themes/own/theme.yaml",
        "name: own\noptions: {tune: {type: text}}\ntokens: {accent: {value: '#fdfdf0'}}\n",
    );
    site.write(
        "themes/own/templates/partials/pager.html",
        "{% if page.pager.total > 7 %}{{ site.strings.pagse }}{% endif %}",
    );
    site.write("themes/own/templates/artcle.html", "{{ page.reviewed.bye }}");
    site.write("anma.yaml", format!("{SETTINGS}theme: own\n"));
    let run = theme(&site, &["check"]).ends_with(1);
    for expected in [
        "there is no `pagse` in `site.strings`",
        "did you mean `pages`?",
        "partials/pager.html:1:",
        "nothing uses the template `artcle.html`",
        "did you mean `article.html`?",
        "no template looks at the option `tune`",
        "`accent` (#fdfdf0) is hard to see on `paper`",
    ] {
        assert!(run.err.contains(expected), "{expected} is not in\n{}", run.err);
    }
}

#[test]
fn a_copied_file_stands_over_the_original_until_it_is_removed() {
    let site = Site::small();
    let run = theme(&site, &["eject"]).ends_with(0);
    for name in
        ["partials/footer.html", "components.html", "shortcodes/phone.html", "assets/style.css"]
    {
        assert!(run.out.lines().any(|line| line == name), "{name} is not in\n{}", run.out);
    }
    let before = {
        site.build(&[]).ends_with(0);
        site.page("index.html")
    };
    let run = theme(&site, &["eject", "partials/footer.html"]).ends_with(0);
    assert!(
        run.out.starts_with("Made themes/default/templates/partials/footer.html."),
        "{}",
        run.out
    );
    site.build(&[]).ends_with(0);
    assert_eq!(site.page("index.html"), before, "a copy changes nothing by itself");
    site.write("themes/default/templates/partials/footer.html", "<footer>ours</footer>\n");
    site.build(&[]).ends_with(0);
    assert!(site.page("index.html").contains("<footer>ours</footer>"));
    // What a writer changed is not overwritten.
    let run = theme(&site, &["eject", "partials/footer.html"]).ends_with(2);
    assert!(run.err.contains("is there already; nothing was changed"), "{}", run.err);
    let run = theme(&site, &["eject", "partials/foter.html"]).ends_with(2);
    assert!(run.err.contains("did you mean partials/footer.html?"), "{}", run.err);
}

#[test]
fn the_looks_of_a_site_arrive_on_its_pages() {
    let site = Site::small();
    site.write(
        "static/logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>",
    );
    site.write(
        "anma.yaml",
        format!("{SETTINGS}design: {{set: sea, tokens: {{radius: 2rem}}, logo: logo.svg}}\n"),
    );
    site.build(&[]).ends_with(0);
    let page = site.page("index.html");
    assert!(page.contains("<img class=\"logo\" src=\"/logo.svg\""), "{page}");
    let start = page.find("/assets/tokens.").expect("the style sheet of the tokens");
    let name = page[start + 1..].split('"').next().expect("an address");
    let css = site.page(name);
    assert!(css.contains("--radius: 2rem;") && css.contains("--accent: #0d4f7c;"), "{css}");
    site.write("anma.yaml", format!("{SETTINGS}design: {{logo: lgo.svg}}\n"));
    let run = site.build(&[]).ends_with(1);
    assert!(run.err.contains("did you mean `logo.svg`?"), "{}", run.err);
}

/// A site in `language` with a theme that replaces a text or two of the default one.
fn site_in(language: &str) -> Site {
    let site = Site::small();
    site.write(
        "anma.yaml",
        format!("{SETTINGS}language: {language}\nstrings: {{home: Portada}}\n"),
    );
    site.write(
        "content/articles/one.md",
        "---\ntitle: Uno\ndate: 2026-03-09\nnext_review: 2028-04-01\n---\nTexto.\n",
    );
    site
}

#[test]
fn pages_speak_the_language_of_the_site() {
    let site = site_in("es-MX");
    let run = site.build(&["--strict"]).ends_with(0);
    assert!(!run.err.contains("warning"), "{}", run.err);
    let page = site.page("articles/one/index.html");
    for part in [
        "<html lang=\"es-MX\"",
        "9 de marzo de 2026",
        "1 de abril de 2028",
        "Saltar al contenido principal",
        "content=\"es_MX\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("March") && !page.contains(">Published"), "{page}");
    assert!(site.page("404.html").contains(">Portada</a>"), "the site's own words win");
}

#[test]
fn a_language_without_words_is_reported_once_and_a_theme_may_bring_them() {
    let site = site_in("cy");
    let run = site.build(&[]).ends_with(0);
    assert_eq!(run.err.matches("theme::language").count(), 1, "{}", run.err);
    assert!(run.err.contains("in the language `cy`, so it speaks English"), "{}", run.err);
    site.write("themes/default/languages/cy.yaml", "skip: Neidio i'r prif gynnwys\n");
    let run = site.build(&[]).ends_with(0);
    assert!(run.err.contains("and others in English: `cy` has no such text"), "{}", run.err);
    assert!(site.page("articles/one/index.html").contains("prif gynnwys"));
    site.write("themes/default/languages/cy.yaml", "skip: [a]\n");
    site.build(&[]).ends_with(1);
}

#[test]
fn the_words_of_a_theme_can_be_copied() {
    let site = Site::small();
    assert!(theme(&site, &["eject"]).ends_with(0).out.contains("\nlanguages/es.yaml\n"));
    theme(&site, &["eject", "languages/en.yaml"]).ends_with(0);
    let copy = site.root.join("themes/default/languages/en.yaml");
    let text = std::fs::read_to_string(copy).expect("a copy");
    assert!(text.contains("skip: Skip to main content"));
}
