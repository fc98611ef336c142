//! How much is made again after an edit: what shows it, and no more.

use anma::engine::Rendered;

use crate::site::{Kept, Site, engine};
use crate::update;

/// What is made again after `edit`.
fn made(edit: impl FnOnce(&mut Site)) -> Rendered {
    let (mut site, mut engine, kept) = (Site::new(), engine(), Kept::default());
    let (first, all) = update(&mut engine, &site, &kept);
    assert!(first.is_good && all.pages.len() > 30, "{:?}", first.diagnostics);
    edit(&mut site);
    let (result, rendered) = update(&mut engine, &site, &kept);
    assert!(result.is_good, "{:?}", result.diagnostics);
    rendered
}

fn routes(rendered: &Rendered) -> Vec<&str> {
    rendered.pages.iter().map(anma::base::Route::as_str).collect()
}

fn write(site: &mut Site, path: &str, text: &str) {
    site.pages.get_mut(path).expect("a page").blocks.push(text.to_owned());
}

fn set(site: &mut Site, path: &str, field: &str, value: &str) {
    let fields = &mut site.pages.get_mut(path).expect("a page").fields;
    fields.insert(field.to_owned(), value.to_owned());
}

#[test]
fn nothing_is_made_when_nothing_changed() {
    let rendered = made(|_| {});
    assert_eq!((rendered.pages.len(), rendered.files.len()), (0, 0));
}

#[test]
fn a_sentence_makes_its_own_page() {
    let rendered = made(|site| write(site, "content/articles/five.md", "One more sentence."));
    assert_eq!(routes(&rendered), ["articles/five/index.html"]);
    assert_eq!(rendered.files.len(), 0);
}

#[test]
fn a_new_mention_makes_the_page_that_is_mentioned() {
    let rendered = made(|site| write(site, "content/articles/five.md", "Ask about Cupping."));
    assert_eq!(routes(&rendered), ["articles/five/index.html", "treatments/cupping/index.html"]);
}

#[test]
fn a_new_heading_makes_its_own_page() {
    let rendered = made(|site| write(site, "content/articles/five.md", "## One more"));
    assert_eq!(routes(&rendered), ["articles/five/index.html"]);
}

#[test]
fn a_place_to_get_help_makes_the_lists_that_lead_there() {
    let rendered = made(|site| {
        let card = ":::urgent Ask a doctor\n- if you have a fever\n:::";
        write(site, "content/conditions/sciatica.md", card);
    });
    let pages = routes(&rendered);
    assert!(pages.contains(&"where-does-it-hurt/index.html"), "{pages:?}");
}

#[test]
fn a_title_makes_what_shows_it() {
    let rendered = made(|site| set(site, "content/articles/five.md", "title", "Fifth month"));
    let pages = routes(&rendered);
    for page in [
        "articles/five/index.html",
        "articles/index.html",
        "index.html",
        "topics/posture/index.html",
    ] {
        assert!(pages.contains(&page), "{page} in {pages:?}");
    }
    for page in ["about/index.html", "causes/lifting/index.html", "articles/one/index.html"] {
        assert!(!pages.contains(&page), "{page} in {pages:?}");
    }
}

#[test]
fn a_style_sheet_makes_all_pages_and_a_picture_none() {
    let css = made(|site| {
        site.files.insert("assets/own.css".to_owned(), "p {}".to_owned());
    });
    assert!(css.pages.len() > 30, "its address has its fingerprint: {:?}", css.pages);
    let picture = made(|site| {
        site.files.insert("content/articles/photo.jpg".to_owned(), "new".to_owned());
    });
    assert_eq!(routes(&picture), Vec::<&str>::new());
    assert_eq!(picture.files.len(), 1);
}

#[test]
fn another_photo_makes_the_pages_that_show_it() {
    let (mut site, mut engine, kept) = (Site::new(), engine(), Kept::default());
    write(&mut site, "content/articles/five.md", "![A photo](photo.jpg)");
    update(&mut engine, &site, &kept);
    site.files.insert("content/articles/photo.jpg".to_owned(), "new".to_owned());
    let (_, rendered) = update(&mut engine, &site, &kept);
    assert_eq!(routes(&rendered), ["articles/five/index.html"]);
    let copies = |all: &[anma::base::Route]| {
        all.iter().filter(|route| route.as_str().starts_with("assets/pictures/photo-8-")).count()
    };
    assert_eq!((copies(&rendered.files), copies(&rendered.removed)), (2, 2), "{rendered:?}");
    write(&mut site, "content/articles/five.md", "A word more.");
    let (_, rendered) = update(&mut engine, &site, &kept);
    assert_eq!((routes(&rendered).len(), rendered.files.len()), (1, 0));
}
