//! The site from before comes back, whole, and nothing else does.

use anma::output::{Publish, Settings, rollback};

use crate::site::{Files, MODES, Root, files, large_site, publish, trace};

fn back(settings: &Settings) -> Result<anma::output::Changes, anma::output::Failure> {
    rollback(settings, &mut |_| {})
}

#[test]
fn the_site_from_before_stands_again_and_goes_again() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let (first, second) = (large_site(false), large_site(true));
        publish(&settings, &first).expect("published");
        publish(&settings, &second).expect("published");
        for site in [&first, &second, &first] {
            let changes = back(&settings).expect("the site from before");
            assert_eq!(&root.visible(), site, "{mode:?}");
            assert!(changes.written > 0 && changes.kept > 0, "{mode:?}");
            assert_eq!(changes.warnings, Vec::<String>::new());
            assert_eq!(root.litter(), Vec::<String>::new(), "{mode:?}");
        }
        // A build goes on from what stands there.
        publish(&settings, &second).expect("published");
        assert_eq!(root.visible(), second, "{mode:?}");
    }
}

#[test]
fn the_way_of_publishing_may_change_in_between() {
    let sites: Vec<Files> = ["one", "two", "three"]
        .map(|text| files([("index.html", text), ("same", "same")]))
        .to_vec();
    for modes in [[Publish::Swap, Publish::Files], [Publish::Files, Publish::Swap]] {
        let root = Root::new();
        let [first, last] = modes.map(|mode| root.settings(mode));
        publish(&first, &sites[0]).expect("published");
        publish(&first, &sites[1]).expect("published");
        publish(&last, &sites[2]).expect("published");
        back(&last).expect("the site from before");
        assert_eq!(root.visible(), sites[1], "{modes:?}");
        back(&first).expect("the last one again");
        assert_eq!(root.visible(), sites[2], "{modes:?}");
    }
}

#[test]
fn where_there_is_nothing_to_go_back_to_it_is_said_and_nothing_is_done() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let none = back(&settings).expect_err("no site");
        assert!(none.to_string().starts_with("there is no site in"), "{none}");
        assert_eq!(std::fs::read_dir(&root.path).expect("readable").count(), 0);
        publish(&settings, &large_site(false)).expect("published");
        let before = trace(&settings.output);
        let none = back(&settings).expect_err("nothing to go back to");
        assert!(none.to_string().starts_with("no earlier site is kept"), "{none}");
        assert_eq!(trace(&settings.output), before, "{mode:?}");
    }
}

#[test]
fn an_earlier_site_that_was_changed_is_not_put_back() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        publish(&settings, &large_site(true)).expect("published");
        root.write(".output.state/prev/index.html", "not what stood there");
        let before = trace(&settings.output);
        let failure = back(&settings).expect_err("refused");
        assert!(failure.to_string().contains("is not as it was published"), "{failure}");
        assert_eq!(failure.exit_code(), 2);
        root.write(".output.state/prev/.anma-manifest", "torn");
        assert!(back(&settings).is_err());
        assert_eq!(trace(&settings.output), before, "{mode:?}");
    }
}

#[test]
fn a_file_that_was_changed_by_hand_leaves_nothing_to_go_back_to() {
    let root = Root::new();
    let settings = root.settings(Publish::Files);
    publish(&settings, &files([("index.html", "one"), ("a", "a")])).expect("published");
    publish(&settings, &files([("index.html", "two"), ("a", "a")])).expect("published");
    root.write("output/a", "changed by hand");
    publish(&settings, &files([("index.html", "three"), ("a", "a")])).expect("published");
    let none = back(&settings).expect_err("nothing to go back to");
    assert!(none.to_string().starts_with("no earlier site is kept"), "{none}");
}

#[test]
fn files_of_others_stay_where_they_are() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        publish(&settings, &large_site(true)).expect("published");
        root.write("output/cv.pdf", "a stranger's");
        back(&settings).expect("the site from before");
        let mut seen = root.visible();
        assert_eq!(seen.remove("cv.pdf").as_deref(), Some("a stranger's"), "{mode:?}");
        assert_eq!(seen, large_site(false), "{mode:?}");
    }
}

#[test]
fn a_site_that_came_before_a_removed_one_is_not_the_one_from_before() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &files([("index.html", "one")])).expect("published");
        publish(&settings, &files([("index.html", "two")])).expect("published");
        std::fs::remove_dir_all(&settings.output).expect("removed");
        publish(&settings, &files([("index.html", "three")])).expect("published");
        let none = back(&settings).expect_err("nothing to go back to");
        assert!(none.to_string().starts_with("no earlier site is kept"), "{mode:?}: {none}");
    }
}

#[test]
fn a_file_that_was_mended_by_hand_and_then_by_a_build_is_not_taken_for_the_first_one() {
    let root = Root::new();
    let settings = root.settings(Publish::Swap);
    publish(&settings, &files([("index.html", "a home"), ("a", "wrong")])).expect("published");
    // As long as the wrong text, so that only its content tells.
    root.write("output/a", "right");
    publish(&settings, &files([("index.html", "new one"), ("a", "right")])).expect("published");
    let failure = back(&settings).expect_err("refused");
    assert!(failure.to_string().contains("is not as it was published"), "{failure}");
}

#[test]
fn an_empty_folder_for_what_was_found_is_cleared_away_and_a_full_one_stays() {
    let root = Root::new();
    let settings = root.settings(Publish::Swap);
    publish(&settings, &files([("index.html", "one")])).expect("published");
    let found = root.path.join(".output.state/found");
    std::fs::create_dir(&found).expect("made");
    publish(&settings, &files([("index.html", "two")])).expect("published");
    assert!(!found.exists());
    root.write(".output.state/found/1-cv.pdf", "a stranger's");
    publish(&settings, &files([("index.html", "three")])).expect("published");
    assert_eq!(root.read(".output.state/found/1-cv.pdf"), "a stranger's");
}

#[test]
fn what_comes_after_is_said_rightly() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let publish = |text: &str| publish(&settings, &files([("index.html", text)]));
        assert!(!publish("one").expect("published").can_go_back);
        assert!(publish("two").expect("published").can_go_back);
        assert!(back(&settings).expect("the site from before").can_go_back);
    }
}
