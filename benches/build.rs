//! How long a whole build takes in memory, and its stages: `cargo bench --bench build`.
//!
//! 1,000 and 10,000 generated articles under 200 conditions and 40 topics. Compare figures of one run on
//! one machine; docs/performance.md has the comparison with other programs.

mod corpus;

use anma::base::Date;
use anma::diagnostic::Notes;
use anma::engine::{Settings, build};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::output::Memory;
use anma::progress::Progress;
use anma::source::{Source, Sources};
use corpus::article;

fn main() {
    divan::main();
}

const SIZES: [usize; 2] = [1_000, 10_000];

fn settings() -> Option<Settings> {
    Date::parse("2026-11-22").map(|today| Settings::new(Calendar::on(today)))
}

/// A site of `size` articles; `related` is how many related ones each shows.
fn site(size: usize, related: usize) -> Sources {
    let settings =
        format!("title: Bench\nbase_url: https://example.com\nrelated: {{limit: {related}}}\n");
    let mut sources = Sources::default();
    sources.insert(Source::text("anma.yaml", &settings));
    sources.extend((0..200).map(|number| {
        let text =
            format!("---\ntitle: Condition {number}\nalso: [ache {number}]\n---\n\nA few words.\n");
        Source::text(&format!("content/conditions/condition-{number}.md"), &text)
    }));
    sources.insert(Source::text("content/conditions/sciatica.md", "---\ntitle: Sciatica\n---\n"));
    sources.extend((0..size).map(|number| {
        let (condition, other, topic) = (number % 200, number * 7 % 200, number % 40);
        let text = format!(
            "---\ntitle: Article {number}\ndate: 20{:02}-{:02}-{:02}\ntopic: Topic {topic}\ncondition: [condition {condition}, ache {other}]\n---\n\n{}",
            10 + number % 15, 1 + number % 12, 1 + number % 28, article(number)
        );
        Source::text(&format!("content/articles/article-{number}.md"), &text)
    }));
    sources
}

fn run(bencher: divan::Bencher<'_, '_>, size: usize, related: usize) {
    let (Some(settings), sources) = (settings(), site(size, related)) else { return };
    bencher.bench_local(|| {
        let sink = Memory::default();
        let outcome = build(
            &sources,
            &settings,
            Notes::default(),
            (Gallery::in_memory(), &sink),
            &Progress::default(),
        );
        divan::black_box(outcome.map(|outcome| (outcome.ok, outcome.pages)).ok())
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn clean(bencher: divan::Bencher<'_, '_>, size: usize) {
    run(bencher, size, 0);
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn clean_with_related(bencher: divan::Bencher<'_, '_>, size: usize) {
    run(bencher, size, 6);
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn fingerprint_of_all_sources(bencher: divan::Bencher<'_, '_>, size: usize) {
    let sources = site(size, 0);
    bencher.bench_local(|| divan::black_box(sources.fingerprint()));
}
