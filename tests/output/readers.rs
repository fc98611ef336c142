//! Somebody reads all the time while sites are published: every file is there and whole.

use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use anma::output::Publish;
use rustix::fs::{Mode, OFlags, openat};

use crate::site::{Files, MODES, Root, large_site, publish, read};

const ROUNDS: usize = 24;

fn while_publishing(mode: Publish, reader: impl Fn(&Root, &Files, &Files) -> bool + Sync) -> usize {
    let root = Root::new();
    let settings = root.settings(mode);
    let sites = [large_site(false), large_site(true)];
    publish(&settings, &sites[0]).expect("published");
    let (done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                reads
                    .fetch_add(usize::from(reader(&root, &sites[0], &sites[1])), Ordering::Relaxed);
            }
        });
        let result = (1..=ROUNDS).try_for_each(|round| {
            publish(&settings, &sites[round % 2]).map(|changes| {
                assert_eq!(changes.swapped, mode == Publish::Swap);
            })
        });
        done.store(true, Ordering::Relaxed);
        result.expect("published");
    });
    reads.into_inner()
}

#[test]
fn a_file_is_never_torn_or_missing() {
    for mode in MODES {
        let next = AtomicUsize::new(0);
        let reads = while_publishing(mode, |root, first, second| {
            let number = next.fetch_add(1, Ordering::Relaxed) % 90;
            let path = format!("articles/common-{number}/index.html");
            let text = read(&root.path.join("output").join(&path))
                .unwrap_or_else(|error| panic!("{mode:?}: `{path}`: {error}"));
            assert!(text == first[&path] || text == second[&path], "{mode:?}: `{path}` is torn");
            true
        });
        assert!(reads > 500, "only {reads} reads");
    }
}

#[test]
fn an_exchange_shows_one_site_at_a_time() {
    let paths = ["index.html", "sitemap.xml", "articles/common-7/index.html"];
    let from = |folder: &OwnedFd, path: &str| -> std::io::Result<String> {
        let mut text = String::new();
        let file = openat(folder, path, OFlags::RDONLY, Mode::empty())?;
        std::fs::File::from(file).read_to_string(&mut text)?;
        Ok(text)
    };
    let sets = while_publishing(Publish::Swap, |root, first, second| {
        let output = root.path.join("output");
        let folder = std::fs::File::open(&output).expect("there is always an output folder");
        let folder = OwnedFd::from(folder);
        let seen: std::io::Result<Vec<String>> =
            paths.iter().map(|path| from(&folder, path)).collect();
        // Whoever is slow enough to sleep through two builds finds the folder cleared away.
        let Ok(seen) = seen else { return false };
        let of = |site: &Files| paths.map(|path| site[path].clone()).to_vec();
        assert!(seen == of(first) || seen == of(second), "two sites at once");
        true
    });
    assert!(sets > 200, "only {sets} sets of files");
}
