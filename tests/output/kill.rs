//! A build is killed at any moment: what visitors see is a whole site, and the next run leaves no litter.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anma::output::{Publish, open};

use crate::site::{Files, Root, large_site, publish, settings, visible};

const KILLS: u64 = 110;

/// Publishes two sites in turn until it is killed. It is a test only so that it has a process of its own.
#[test]
#[ignore = "started by the other tests of this file"]
fn publisher() {
    let (Some(root), Some(mode)) =
        (std::env::var_os("ANMA_TEST_ROOT"), std::env::var_os("ANMA_TEST_MODE"))
    else {
        return;
    };
    let root = camino::Utf8PathBuf::from(root.into_string().expect("text"));
    let mode = if mode == "swap" { Publish::Swap } else { Publish::Files };
    let settings = settings(&root, mode);
    let sites = [large_site(false), large_site(true)];
    for site in sites.iter().cycle() {
        publish(&settings, site).expect("published");
    }
}

fn start(root: &Root, mode: &str) -> Child {
    Command::new(std::env::current_exe().expect("a program"))
        .args(["--exact", "kill::publisher", "--ignored", "--test-threads=1"])
        .env("ANMA_TEST_ROOT", root.path.as_str())
        .env("ANMA_TEST_MODE", mode)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// Kills a publisher again and again; `check` looks at the site right after. Returns how often a kill
/// caught it in the middle of something.
fn kill_often(mode: Publish, name: &str, check: impl Fn(&Files, &Files, &Files)) -> u64 {
    let root = Root::new();
    let settings = root.settings(mode);
    let (first, second) = (large_site(false), large_site(true));
    publish(&settings, &first).expect("published");
    let mut caught = 0;
    for number in 0..KILLS {
        let mut child = start(&root, name);
        let started = Instant::now();
        while root.litter().is_empty() && started.elapsed() < Duration::from_secs(10) {
            thread::sleep(Duration::from_micros(200));
        }
        // A multiple of a number without a common factor: every moment of a build gets its turn.
        thread::sleep(Duration::from_micros(number * 7_919 % 25_000));
        child.kill().expect("killed");
        let status = child.wait().expect("ended");
        assert!(!status.success() && status.code().is_none(), "it ended by itself: {status}");
        caught += u64::from(!root.litter().is_empty());
        check(&root.visible(), &first, &second);
        if number % 3 == 0 {
            continue; // The next process has to cope with what this one left.
        }
        drop(open(&settings, &mut |_| {}).expect("recovered"));
        let seen = root.visible();
        assert!(seen == first || seen == second, "kill {number}: the recovered site is mixed");
        assert_eq!(root.litter(), Vec::<String>::new(), "kill {number}");
    }
    publish(&settings, &second).expect("published");
    assert_eq!(root.visible(), second);
    assert_eq!(root.litter(), Vec::<String>::new());
    let previous = root.path.join(".output.state/prev");
    assert!(!previous.exists() || visible(&previous).len() >= first.len() - 1);
    caught
}

#[test]
fn a_killed_exchange_leaves_one_of_two_whole_sites() {
    let caught = kill_often(Publish::Swap, "swap", |seen, first, second| {
        assert!(seen == first || seen == second, "the site is mixed");
    });
    assert!(caught > KILLS / 4, "only {caught} kills hit a build: the test has become blunt");
}

#[test]
fn a_kill_between_two_files_is_repaired_and_tears_none() {
    let caught = kill_often(Publish::Files, "files", |seen, first, second| {
        for (path, text) in seen {
            let whole = first.get(path) == Some(text) || second.get(path) == Some(text);
            assert!(whole, "`{path}` is torn");
        }
        for path in first.keys().filter(|path| second.contains_key(*path)) {
            assert!(seen.contains_key(path), "`{path}` is missing");
        }
    });
    assert!(caught > KILLS / 4, "only {caught} kills hit a build: the test has become blunt");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test leaves something behind")]
fn a_note_that_was_not_finished_is_cleared_away() {
    let root = Root::new();
    let settings = root.settings(Publish::Files);
    publish(&settings, &large_site(false)).expect("published");
    let note = root.path.join(".output.state/mark.new");
    std::fs::write(&note, "anma mark 1\tha").expect("written");
    assert_eq!(root.litter(), ["mark.new"]);
    drop(open(&settings, &mut |_| {}).expect("recovered"));
    assert_eq!(root.litter(), Vec::<String>::new());
}
