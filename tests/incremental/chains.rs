//! Edits of one page that concern another in ways that are easily forgotten: each state is that of a clean build.

use crate::site::{Kept, Site, engine};
use crate::{assert_same, clean, update};

type Edit = fn(&mut Site);

/// Does one edit after the other, and compares after each.
#[track_caller]
fn check(edits: &[Edit]) {
    let (mut site, mut engine, kept) = (Site::new(), engine(), Kept::default());
    update(&mut engine, &site, &kept);
    let mut good = 0;
    for edit in edits {
        edit(&mut site);
        let (now, _) = update(&mut engine, &site, &kept);
        assert_same(&now, &clean(&site), &site);
        good += usize::from(now.is_good);
    }
    assert!(good > 0, "no state of these is good");
}

fn set(site: &mut Site, page: &str, field: &str, value: &str) {
    let path = format!("content/{page}.md");
    let fields = &mut site.pages.get_mut(&path).expect("a page").fields;
    fields.insert(field.to_owned(), value.to_owned());
}

fn write(site: &mut Site, page: &str, text: &str) {
    let path = format!("content/{page}.md");
    site.pages.get_mut(&path).expect("a page").blocks.push(text.to_owned());
}

#[test]
fn a_title_that_another_page_takes_over() {
    check(&[
        |site| write(site, "articles/five", "Read [[Third way]]."),
        |site| set(site, "articles/three", "title", "Another way"),
        |site| set(site, "articles/four", "title", "Third way"),
    ]);
}

#[test]
fn a_title_that_an_answer_names() {
    check(&[
        |site| {
            let faq = "[{question: Why?, answer: \"See [[Third way]].\"}]";
            set(site, "articles/five", "faq", faq);
        },
        |site| set(site, "articles/three", "title", "Another way"),
        |site| set(site, "articles/four", "title", "Third way"),
    ]);
}

#[test]
fn a_heading_that_a_link_by_name_leads_to() {
    check(&[
        |site| write(site, "conditions/sciatica", "## Deep {#Deep}"),
        |site| write(site, "articles/five", "See [[Sciatica#Deep]]."),
        |site| site.pages.get_mut("content/conditions/sciatica.md").expect("it").blocks.truncate(1),
        |site| write(site, "conditions/sciatica", "## Deep"),
    ]);
}

#[test]
fn a_report_about_a_line_that_moves() {
    check(&[
        |site| set(site, "articles/five", "template", "nobody"),
        |site| set(site, "articles/one", "description", "Something."),
        |site| set(site, "articles/five", "description", "Something else.\n\n"),
        |site| set(site, "articles/five", "template", "article"),
    ]);
}

#[test]
fn the_home_page_and_the_page_for_unknown_addresses() {
    check(&[
        |site| {
            let path = "themes/own/templates/404.html";
            site.files.insert(path.to_owned(), "<p>{{ page.words }}</p>".to_owned());
        },
        |site| write(site, "_index", "More words than there were before."),
    ]);
}

#[test]
fn a_page_that_moves_in_the_list_of_its_section() {
    check(&[
        |site| {
            let list = "{% for child in page.children %}{{ child.title }}, {% endfor %}";
            site.files.insert("themes/own/templates/home.html".to_owned(), list.to_owned());
        },
        |site| set(site, "about", "title", "Zebra"),
        |site| set(site, "about", "title", "About"),
    ]);
}

/// A shortcode that can be made on no page.
fn break_call(site: &mut Site) {
    let path = "themes/own/shortcodes/nobody.html";
    site.files.insert(path.to_owned(), "{{ page.nobody }}".to_owned());
}

#[test]
fn a_report_about_a_call_that_moves() {
    check(&[
        |_| {},
        break_call,
        |site| write(site, "articles/five", "{{< nobody >}}"),
        |site| set(site, "articles/five", "title", "'Fifth week'"),
    ]);
}

#[test]
fn a_report_about_a_page_that_moves_to_a_folder_of_its_own() {
    check(&[
        |site| site.pages.get_mut("content/articles/five.md").expect("it").blocks.truncate(1),
        |site| {
            let path = "themes/own/templates/article.html";
            site.files.insert(path.to_owned(), "{{ page.nobody }}".to_owned());
        },
        |site| {
            let page = site.pages.remove("content/articles/five.md").expect("a page");
            site.pages.insert("content/articles/five/index.md".to_owned(), page);
        },
    ]);
}

#[test]
fn code_in_an_answer_has_its_colours() {
    let faq = r#"[{question: How?, answer: "So:\n\n```rust\nfn main() {}\n```\n"}]"#;
    let (mut site, mut engine, kept) = (Site::new(), engine(), Kept::default());
    for has_code in [false, true] {
        let (now, _) = update(&mut engine, &site, &kept);
        let has_colours = now.files.keys().any(|path| path.contains("highlight-light"));
        assert_eq!(has_colours, has_code);
        set(&mut site, "articles/five", "faq", faq);
    }
}

/// The seal of an article as it is now.
fn seal(site: &Site, path: &str) -> String {
    let (sources, settings) = (site.sources(), site.settings());
    let understood =
        anma::engine::understand(&sources, &settings, anma::diagnostic::Notes::default());
    let graph = understood.site.expect("a site").graph;
    let document = graph.documents.iter().find(|one| one.path.as_str() == path).expect("a page");
    document.seal_of(sources.text(&document.path).expect("a text")).to_string()
}

#[test]
fn a_review_holds_until_text_or_day_change() {
    check(&[
        |site| {
            let seal = seal(site, "content/articles/two.md");
            let review = format!("{{by: Ana Berg, on: 2026-11-10, seal: {seal}}}");
            set(site, "articles/two", "reviewed", &review);
        },
        |site| set(site, "articles/two", "weight", "3"),
        |site| site.calendar.today = anma::base::Date::parse("2028-11-11").expect("a day"),
        |site| site.calendar.today = crate::site::day(),
        |site| write(site, "articles/two", "More."),
        |site| set(site, "articles/two", "reviewed", "{by: Ana Berg, on: 2026-11-10}"),
        |site| {
            site.files.get_mut("anma.yaml").expect("settings").push_str("reviews: {due: 1}\n");
        },
        |site| site.calendar.today = anma::base::Date::parse("2026-12-11").expect("a day"),
    ]);
}

/// A site with pages in two languages.
fn translate(site: &mut Site) {
    let config = site.files.get_mut("anma.yaml").expect("settings");
    config.push_str("languages: {es: {title: Prueba}}\n");
    let mut add = |path: &str, title: &str, text: &str| {
        let page = crate::site::Page::new(&[("title", title)], &[text]);
        site.pages.insert(format!("content/{path}.es.md"), page);
    };
    add("articles/one", "Primeros pasos", "Un texto sobre ciática. Lee [otro](two.md).");
    add("conditions/sciatica", "Ciática", "Un dolor.");
}

#[test]
fn a_translation_and_what_it_translates() {
    check(&[
        translate,
        |site| write(site, "articles/one.es", "Más sobre la ciática."),
        |site| write(site, "articles/one", "More about sciatica."),
        |site| write(site, "articles/two", "Another text."),
        |site| set(site, "articles/two", "title", "Another look"),
        |site| set(site, "conditions/sciatica", "title", "Sciatic pain"),
        |site| set(site, "conditions/sciatica", "red_flags", "[spine]"),
        |site| set(site, "articles/one", "massage_type", "[cupping]"),
        |site| set(site, "articles/one", "slug", "step"),
        |site| set(site, "conditions/sciatica.es", "draft", "true"),
        |site| set(site, "conditions/sciatica", "draft", "true"),
        |site| set(site, "conditions/sciatica.es", "draft", "false"),
    ]);
}

#[test]
fn a_translation_that_comes_and_goes() {
    check(&[
        translate,
        |site| {
            let page = site.pages.remove("content/articles/one.es.md").expect("it");
            site.pages.insert("content/articles/two.es.md".to_owned(), page);
        },
        |site| {
            site.pages.remove("content/articles/one.md");
        },
        |site| {
            let flags = "spine: {emergency: [entumecimiento], urgent: [fiebre]}\n".to_owned();
            site.files.insert("content/red-flags.es.yaml".to_owned(), flags);
        },
        |site| {
            let names = "whiplash: {title: Latigazo}\n".to_owned();
            site.files.insert("content/vocabulary.es.yaml".to_owned(), names);
        },
        |site| {
            site.pages.remove("content/articles/two.es.md");
        },
        |site| {
            let config = site.files.get_mut("anma.yaml").expect("settings");
            *config = config.replace("languages", "options").replace("{es: {title: Prueba}}", "{}");
        },
    ]);
}

#[test]
fn the_first_translation_of_a_site() {
    check(&[
        |site| {
            let config = site.files.get_mut("anma.yaml").expect("settings");
            config.push_str("languages: {es: {}}\n");
        },
        translate_one,
        |site| {
            let config = site.files.get_mut("anma.yaml").expect("settings");
            config.push_str("fields: {article: {price: {type: integer, required: true}}}\n");
        },
    ]);
}

fn translate_one(site: &mut Site) {
    let page = crate::site::Page::new(&[("title", "Ciática")], &["Un dolor."]);
    site.pages.insert("content/conditions/sciatica.es.md".to_owned(), page);
}
