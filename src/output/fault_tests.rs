//! The disk refuses, at every single change that is asked of it: the site must be whole all the same.

use rustix::io::Errno;

use super::fault::Faults;
use super::rollback::restore;
use super::test_site::{Files, files, litter, publish, root, settings, trace, visible};
use super::{Changes, Failure, Publish, Settings, open_with};

fn old_site() -> Files {
    files([
        ("index.html", "old home"),
        ("about/index.html", "same"),
        ("gone/index.html", "gone"),
        ("style.css", "old style"),
        ("turns", "a file that becomes a folder"),
        ("other/deep/a.txt", "a folder that becomes a file"),
    ])
}

fn new_site() -> Files {
    files([
        ("index.html", "new home"),
        ("about/index.html", "same"),
        ("fresh/index.html", "fresh"),
        ("style.css", "new style"),
        ("turns/index.html", "in the folder"),
        ("other", "the file"),
    ])
}

/// What is done to a disk that fails.
type Deed = fn(&Settings, Faults) -> Result<Changes, Failure>;

/// Fails the changes from the n-th on (`all`) or the n-th alone, for every n, and looks at what is left.
fn every_fault(mode: Publish, (error, all): (Errno, bool), deed: Deed) -> u64 {
    for number in 0.. {
        let (_keep, root) = root();
        let mut settings = settings(&root);
        settings.mode = mode;
        settings.sync = true;
        publish(&settings, &old_site(), Faults::default()).expect("a first site");
        publish(&settings, &new_site(), Faults::default()).expect("the site before");
        publish(&settings, &old_site(), Faults::default()).expect("the old site");
        let before = trace(&settings.output);
        let faults = Faults::between(number, if all { u64::MAX } else { number + 1 }, error);
        let result = deed(&settings, faults.clone());
        let place = format!("{mode:?}, change {number}, {result:?}");
        match &result {
            Err(Failure::Io { untouched: false, .. }) => {
                assert_eq!(mode, Publish::Files, "{place}");
            }
            Err(_) => assert_eq!(trace(&settings.output), before, "{place}"),
            Ok(_) => assert_eq!(visible(&settings.output), new_site(), "{place}"),
        }
        if mode == Publish::Swap {
            let seen = visible(&settings.output);
            assert!(seen == old_site() || seen == new_site(), "{place}: {seen:?}");
        }
        // The next run finds no obstacle, whichever site it publishes.
        let next = if number % 2 == 0 { new_site() } else { old_site() };
        publish(&settings, &next, Faults::default()).expect(&place);
        assert_eq!(visible(&settings.output), next, "{place}");
        assert_eq!(litter(&settings), Vec::<String>::new(), "{place}");
        // Whether there is something to go back to or not, it is one of the two sites, whole.
        let back = open_with(&settings, &mut |_| {}, Faults::default()).and_then(restore);
        let seen = visible(&settings.output);
        assert!(seen == old_site() || seen == new_site(), "{place}, back: {back:?}: {seen:?}");
        if faults.seen() <= number {
            assert!(
                back.is_ok(),
                "{place}: nothing failed, so the site from before is kept: {back:?}"
            );
            return number;
        }
    }
    0
}

#[test]
fn a_failing_disk_never_leaves_half_a_site() {
    for mode in [Publish::Swap, Publish::Files] {
        // A full disk that has room again, and one that fails for good, which is also what a crash looks like.
        for (error, all) in [(Errno::NOSPC, false), (Errno::IO, true)] {
            let new: Deed = |settings, faults| publish(settings, &new_site(), faults);
            let back: Deed = |settings, faults| restore(open_with(settings, &mut |_| {}, faults)?);
            for deed in [new, back] {
                let count = every_fault(mode, (error, all), deed);
                // Fewer changes than these would mean that the faults do not reach the disk any more.
                assert!(count > 25, "only {count} changes in {mode:?}");
            }
        }
    }
}
