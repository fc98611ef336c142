//! What an engine gives after any number of edits is what a new one gives: the same bytes, the same reports.
//!
//! `ANMA_SEQUENCES=50000 cargo test --release --test incremental` tries more sequences of edits than usual.
#![expect(clippy::disallowed_methods, reason = "how long to try is for the environment to say")]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the files are the test's own"
)]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod chains;
mod counts;
mod edits;
mod site;
mod tables;

use std::collections::BTreeMap;

use anma::diagnostic::{Diagnostic, Notes};
use anma::engine::{Engine, Rendered};
use anma::output::Memory;
use anma::progress::Progress;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use site::{Kept, Site};

/// Sequences that are tried unless `ANMA_SEQUENCES` says another number.
const SEQUENCES: u32 = if cfg!(debug_assertions) { 60 } else { 2_000 };

/// What a site came to.
#[derive(Debug, PartialEq)]
struct Result {
    is_good: bool,
    diagnostics: Vec<Diagnostic>,
    files: BTreeMap<String, String>,
}

/// Brings `engine` up to the site as it is now; `kept` holds the files that it has made so far.
fn update(engine: &mut Engine, site: &Site, kept: &Kept) -> (Result, Rendered) {
    let settings = site.settings();
    let update = engine.update(&site.sources(), &settings, Notes::default());
    let (mut notes, mut is_good) = (update.notes, !update.is_blocked);
    let mut rendered = Rendered::default();
    if let Some(made) = &update.site {
        let never = std::sync::atomic::AtomicBool::new(false);
        rendered = engine
            .render(made, kept, &Progress::default(), &never)
            .expect("memory does not fail")
            .expect("nobody stopped it");
        kept.remove(&rendered.removed);
        is_good &= !rendered.problems.iter().any(|problem| settings.is_bound(problem));
        notes.extend(rendered.problems.iter().cloned());
    }
    let files = if is_good { kept.files() } else { BTreeMap::new() };
    (Result { is_good, diagnostics: notes.into_sorted(), files }, rendered)
}

/// What a build of the site as it is now gives.
fn clean(site: &Site) -> Result {
    let memory = Memory::default();
    let progress = Progress::default();
    let outcome = anma::engine::build(
        &site.sources(),
        &site.settings(),
        Notes::default(),
        (site::pictures(), &memory),
        &progress,
    )
    .expect("memory does not fail");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let files = memory.into_files().into_iter();
    let files = files.map(|(route, bytes)| (route.to_string(), text(&bytes))).collect();
    let files = if outcome.ok { files } else { BTreeMap::new() };
    Result { is_good: outcome.ok, diagnostics: outcome.diagnostics, files }
}

/// Says what differs; whole sites are too long to read.
#[track_caller]
fn assert_same(incremental: &Result, clean: &Result, site: &Site) {
    let differs = incremental
        .files
        .keys()
        .chain(clean.files.keys())
        .find(|path| incremental.files.get(*path) != clean.files.get(*path));
    if let Some(path) = differs {
        panic!(
            "{path} differs after {:#?}\n--- kept\n{}\n--- clean\n{}",
            site.history,
            incremental.files.get(path).map_or("(none)", |text| text),
            clean.files.get(path).map_or("(none)", |text| text),
        );
    }
    assert_eq!(incremental.diagnostics, clean.diagnostics, "after {:#?}", site.history);
    assert_eq!(incremental.is_good, clean.is_good, "after {:#?}", site.history);
}

/// A few numbers, of which an edit makes what it needs.
type Edit = (u8, u16, u16);

fn try_sequence(edits: &[Edit]) -> (usize, usize) {
    let (mut site, mut engine, kept) = (Site::new(), site::engine(), Kept::default());
    let (first, _) = update(&mut engine, &site, &kept);
    assert!(first.is_good, "the site to begin with is good: {:#?}", first.diagnostics);
    let (mut good, mut states) = (0, 0);
    for (at, edit) in edits.iter().enumerate() {
        edits::edit(&mut site, *edit);
        // Git changes many files at once.
        if edit.0 / 32 % 4 == 0 && at + 1 < edits.len() {
            continue;
        }
        let (now, _) = update(&mut engine, &site, &kept);
        assert_same(&now, &clean(&site), &site);
        good += usize::from(now.is_good);
        states += 1;
    }
    (good, states)
}

#[test]
fn any_sequence_of_edits_ends_where_a_clean_build_begins() {
    let sequences = std::env::var("ANMA_SEQUENCES").ok().and_then(|number| number.parse().ok());
    let sequences = sequences.unwrap_or(SEQUENCES);
    let config = Config { cases: sequences, failure_persistence: None, ..Config::default() };
    let (mut states, mut good) = (0, 0);
    let count = std::cell::RefCell::new((&mut states, &mut good));
    let edits = prop::collection::vec(any::<Edit>(), 1..7);
    let tried = TestRunner::new(config).run(&edits, |edits| {
        let (well, all) = try_sequence(&edits);
        let mut count = count.borrow_mut();
        *count.0 += all;
        *count.1 += well;
        Ok(())
    });
    if let Err(problem) = tried {
        panic!("{problem}");
    }
    println!("{sequences} sequences, {states} states, {good} of them good: all as a clean build");
    assert!(good * 3 > states, "a third of the states at least is good: {good} of {states}");
}
