//! Search, from the outside: which files there are, when they change, and what is kept from one build to the next.
#![cfg(feature = "search")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::program::{SETTINGS, Site};
use crate::support::tree::{self, Tree};

fn site() -> Site {
    Site::new(&format!(
        "-- anma.yaml --\n{SETTINGS}-- content/articles/one.md --\n---\ntitle: One\ndate: 2026-01-01\n---\nText.\n\
         -- content/conditions/low-back-pain.md --\n---\ntitle: Lower back pain\nalso: [lumbago]\n---\nIt hurts.\n"
    ))
}

/// The files of the index.
fn index(output: &Path) -> Tree {
    tree::read(&output.join("pagefind"))
}

/// The one file that is kept for the next build.
fn kept(site: &Site) -> PathBuf {
    let folder = fs::read_dir(site.root.join(".anma/cache/search")).expect("a folder");
    let mut files: Vec<_> = folder.map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len(), 1, "an edit takes no more room");
    files.remove(0)
}

#[test]
fn a_build_has_an_index_beside_its_pages() {
    let site = site();
    site.build(&["--strict"]).ends_with(0);
    let files = index(&site.output());
    let of = |folder: &str| files.keys().filter(|name| name.starts_with(folder)).count();
    let counts = ["fragment/", "index/", "filter/", "pagefind.en", "wasm."].map(of);
    assert_eq!(counts, [2, 1, 3, 1, 1], "{:?}", files.keys());
    assert_eq!(
        files.len(),
        12,
        "and the script, its entry, the state and the names: {:?}",
        files.keys()
    );
    assert_eq!(files["names.json"], br#"["Lower back pain","lumbago"]"#);
    let page = site.page("search/index.html");
    assert!(page.contains("href=\"/pagefind/pagefind.js\""), "{page}");
    assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
    assert!(!site.page("sitemap.xml").contains("/search/"));
    site.build(&["--verify"]).ends_with(0);
}

#[test]
fn no_index_is_made_while_no_word_is_another() {
    let site = site();
    site.build(&[]).ends_with(0);
    let kept = kept(&site);
    let (first, files) = (fs::metadata(&kept).expect("it is kept"), index(&site.output()));
    let modified = |of: &fs::Metadata| of.modified().expect("a time");
    // Another day, another notice and another look: the pages are others, their words are not.
    site.write("anma.yaml", format!("{SETTINGS}notice: Closed today.\n"));
    site.build(&["--date", "2026-12-03"]).ends_with(0);
    assert!(site.page("articles/one/index.html").contains("Closed today."));
    assert_eq!(modified(&fs::metadata(&kept).expect("it is kept")), modified(&first));
    assert!(index(&site.output()) == files);
    site.write("content/articles/one.md", "---\ntitle: One\ndate: 2026-01-01\n---\nWords.\n");
    site.build(&[]).ends_with(0);
    assert_ne!(modified(&fs::metadata(&kept).expect("it is kept")), modified(&first));
    assert!(index(&site.output()) != files);
    assert_eq!(self::kept(&site), kept);
    site.build(&["--verify"]).ends_with(0);
}

#[test]
fn what_is_kept_may_be_lost_or_damaged() {
    let site = site();
    site.build(&[]).ends_with(0);
    let files = index(&site.output());
    let kept = kept(&site);
    let whole = fs::read(&kept).expect("it is kept");
    for damaged in [&whole[..whole.len() / 2], b"", b"<script>alert(1)</script>"] {
        fs::write(&kept, damaged).expect("is written");
        site.build(&["--output", "other"]).ends_with(0);
        assert!(index(&site.root.join("other")) == files);
        fs::remove_dir_all(site.root.join("other")).expect("is removed");
    }
    fs::remove_dir_all(site.root.join(".anma")).expect("is removed");
    fs::write(site.root.join(".anma"), "no folder").expect("is written");
    site.build(&["--output", "other"]).ends_with(0);
    assert!(index(&site.root.join("other")) == files);
}

#[test]
fn search_can_be_switched_off() {
    let site = site();
    site.build(&[]).ends_with(0);
    assert!(site.page("404.html").contains("role=\"search\""));
    assert!(site.page("_headers").contains("script-src 'self' 'wasm-unsafe-eval'"));
    site.write("anma.yaml", format!("{SETTINGS}search: false\n"));
    site.build(&["--strict"]).ends_with(0);
    assert!(index(&site.output()).is_empty());
    assert!(!site.output().join("search").exists());
    let headers = site.page("_headers");
    assert!(!headers.contains("wasm") && !headers.contains("pagefind"), "{headers}");
    for page in ["404.html", "index.html"] {
        assert!(!site.page(page).contains("role=\"search\""), "{page}");
    }
}

#[test]
fn a_site_below_a_path_and_one_without_a_server_find_their_index() {
    let site = site();
    site.build(&["--base-url", "https://example.org/sub/"]).ends_with(0);
    let page = site.page("search/index.html");
    assert!(page.contains("href=\"/sub/pagefind/pagefind.js\""), "{page}");
    assert!(page.contains("action=\"/sub/search/\""), "{page}");
    let below = index(&site.output());
    site.build(&["--relative"]).ends_with(0);
    let page = site.page("search/index.html");
    assert!(page.contains("href=\"../pagefind/pagefind.js\""), "{page}");
    assert!(index(&site.output()) == below, "the index is the same wherever the site stands");
}

#[test]
fn the_folder_of_the_index_is_not_for_other_files() {
    let site = site();
    site.write("static/pagefind/mine.txt", "mine");
    let run = site.build(&[]).ends_with(1);
    assert!(run.err.contains("address::collision"), "{}", run.err);
    assert!(run.err.contains("static/pagefind/mine.txt"), "{}", run.err);
    site.write("anma.yaml", format!("{SETTINGS}search: false\n"));
    site.build(&[]).ends_with(0);
    assert_eq!(site.page("pagefind/mine.txt"), "mine");
}

#[test]
fn a_page_of_the_site_stands_in_for_the_one_that_anma_makes() {
    let site = site();
    site.write("content/find.md", "---\ntitle: Find it\ntemplate: search\n---\nAsk us, too.\n");
    site.build(&["--strict"]).ends_with(0);
    let page = site.page("find/index.html");
    assert!(page.contains("Ask us, too.") && page.contains("data-search"), "{page}");
    assert!(!site.output().join("search").exists());
    assert!(site.page("index.html").contains("action=\"/find/\""));
}
