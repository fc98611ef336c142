//! A program that is told to end removes its own stage, and never anybody else's.

use anma::output::{Publish, Sink as _, open};

use crate::site::{MODES, Root, files, large_site, mark, publish, route, stage, trace};

#[test]
fn a_stage_is_removed_and_the_site_stays() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        let before = trace(&settings.output);
        let staged = stage(&settings, &large_site(true)).expect("staged");
        assert!(staged.abort_handle().expect("a handle").abort());
        assert_eq!(root.litter(), Vec::<String>::new(), "{mode:?}");
        let late = staged.put(&route("late.html"), b"late").expect_err("nothing more is written");
        assert!(late.to_string().contains("told to end"), "{late}");
        assert_eq!(trace(&settings.output), before, "{mode:?}");
        // Its end would be waited for until the program ends.
        std::mem::forget(staged);
    }
}

#[test]
fn after_a_commit_the_stage_of_the_next_build_is_left_alone() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        let first = stage(&settings, &files([("index.html", "first")])).expect("staged");
        let handle = first.abort_handle().expect("a handle");
        first.commit(&mark(&files([("index.html", "first")]))).expect("published");
        let next = stage(&settings, &large_site(true)).expect("staged");
        assert!(!handle.abort(), "{mode:?}: the first build has no stage any more");
        next.commit(&mark(&large_site(true))).expect("published");
        assert_eq!(root.visible(), large_site(true), "{mode:?}");
    }
}

#[test]
fn after_a_build_that_failed_the_stage_of_the_next_one_is_left_alone() {
    let root = Root::new();
    let settings = root.settings(Publish::Swap);
    let dropped = open(&settings, &mut |_| {}).expect("open");
    let handle = dropped.abort_handle().expect("a handle");
    drop(dropped);
    let next = stage(&settings, &large_site(true)).expect("staged");
    assert!(!handle.abort());
    next.commit(&mark(&large_site(true))).expect("published");
    assert_eq!(root.visible(), large_site(true));
}
