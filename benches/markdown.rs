//! How long the Markdown of a site takes, against the parser's own HTML writer on the same text.
//!
//! `cargo bench --bench markdown` measures 1,000 generated articles of about 650 words. Set
//! `ANMA_BENCH_CONTENT` to a folder to measure its `.md` files instead.

mod corpus;

use std::path::Path;
use std::sync::Arc;

use anma::diagnostic::Notes;
use anma::markdown::{Options, parse};
use camino::Utf8Path;
use corpus::article;

fn main() {
    divan::main();
}

#[expect(clippy::disallowed_methods, clippy::expect_used, reason = "a bench reads its corpus")]
fn read(folder: &Path, articles: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, articles);
        } else if path.extension().is_some_and(|extension| extension == "md")
            && articles.len() < 1_000
        {
            let text = std::fs::read_to_string(path).expect("UTF-8");
            let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text).to_owned();
            articles.push(body);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench is told its corpus by the environment")]
fn articles() -> Vec<String> {
    let mut articles = Vec::new();
    match std::env::var("ANMA_BENCH_CONTENT") {
        Ok(folder) => read(Path::new(&folder), &mut articles),
        Err(_) => articles.extend((0..1_000).map(article)),
    }
    articles
}

fn flags() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_SMART_PUNCTUATION
}

#[divan::bench(args = [true, false])]
fn anma_with_colours(bencher: divan::Bencher<'_, '_>, highlight: bool) {
    let articles = articles();
    let options = Options { highlight, ..Options::default() };
    let path: Arc<Utf8Path> = Utf8Path::new("content/article.md").into();
    bencher.bench_local(|| {
        let mut notes = Notes::default();
        let bytes: usize = articles
            .iter()
            .map(|text| parse(text, 0..text.len(), &path, &options, &mut notes).html.len())
            .sum();
        divan::black_box(bytes)
    });
}

#[divan::bench]
fn parser_and_its_writer(bencher: divan::Bencher<'_, '_>) {
    let articles = articles();
    bencher.bench_local(|| {
        let mut bytes = 0;
        for text in &articles {
            let mut html = String::with_capacity(text.len() * 5 / 4);
            pulldown_cmark::html::push_html(
                &mut html,
                pulldown_cmark::Parser::new_ext(text, flags()),
            );
            bytes += html.len();
        }
        divan::black_box(bytes)
    });
}

#[divan::bench]
fn parser_alone(bencher: divan::Bencher<'_, '_>) {
    let articles = articles();
    bencher.bench_local(|| {
        let events: usize = articles
            .iter()
            .map(|text| pulldown_cmark::Parser::new_ext(text, flags()).into_offset_iter().count())
            .sum();
        divan::black_box(events)
    });
}
