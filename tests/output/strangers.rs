//! Files in the output folder that this program did not write.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};

use anma::output::{Failure, Publish, open};

use crate::site::{MODES, Root, files, large_site, mark, publish, stage, trace};

const MODES_AND_AUTO: [Publish; 3] = [Publish::Auto, Publish::Swap, Publish::Files];

#[test]
fn a_folder_full_of_other_files_is_refused_and_named() {
    let root = Root::new();
    for name in ["a", "b", "c", "d/e", "f", "g", ".gitkeep"] {
        root.write(&format!("output/{name}"), "mine");
    }
    let before = trace(&root.path);
    let failure = publish(&root.settings(Publish::Auto), &large_site(false)).expect_err("refused");
    let Failure::Foreign { entries, more, .. } = &failure else { panic!("{failure:?}") };
    assert_eq!((entries.join(" "), *more), ("a b c d f".to_owned(), 1));
    assert_eq!((trace(&root.path), failure.exit_code()), (before, 2));
}

#[test]
fn an_adopted_folder_keeps_what_was_in_it() {
    let root = Root::new();
    root.write("output/cv.pdf", "mine");
    root.write("output/articles/draft.txt", "mine too");
    let mine = |root: &Root| {
        let inode = |path: &str| fs::metadata(root.path.join(path)).expect("there").ino();
        (inode("output/cv.pdf"), inode("output/articles/draft.txt"))
    };
    let before = mine(&root);
    for (round, mode) in MODES_AND_AUTO.into_iter().cycle().take(6).enumerate() {
        let mut settings = root.settings(mode);
        settings.adopt = round == 0;
        publish(&settings, &large_site(round % 2 == 0)).expect("published");
        let mut expected = large_site(round % 2 == 0);
        expected.extend(files([("cv.pdf", "mine"), ("articles/draft.txt", "mine too")]));
        assert_eq!(root.visible(), expected, "round {round}");
        assert_eq!(mine(&root), before, "round {round}");
    }
    publish(&root.settings(Publish::Auto), &files([("x", "all else goes")])).expect("published");
    let rest = [("cv.pdf", "mine"), ("articles/draft.txt", "mine too"), ("x", "all else goes")];
    assert_eq!(root.visible(), files(rest));
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    for mode in MODES {
        for (mine, wanted) in [("x", "x"), ("x/y", "x"), ("x", "x/y")] {
            let root = Root::new();
            let settings = root.settings(mode);
            publish(&settings, &files([("index.html", "1")])).expect("published");
            root.write(&format!("output/{mine}"), "mine");
            let before = trace(&settings.output);
            let site = files([("index.html", "2"), (wanted, "site's")]);
            let failure = publish(&settings, &site).expect_err("in the way");
            assert!(failure.to_string().contains("in the way of"), "{failure}");
            assert_eq!(failure.exit_code(), 2);
            assert_eq!(trace(&settings.output), before, "{mode:?}: {mine}, {wanted}");
            fs::remove_file(settings.output.join(mine)).expect("moved away");
            publish(&settings, &site).expect("published");
            assert_eq!(root.visible(), site);
        }
    }
}

#[test]
fn a_file_that_appears_during_the_build_stays() {
    for mode in MODES_AND_AUTO {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        let stage = stage(&settings, &large_site(true)).expect("staged");
        root.write("output/notes/today.txt", "mine");
        let changes = stage.commit(&mark(&large_site(true))).expect("published");
        assert!(!changes.swapped);
        assert_eq!(changes.warnings.len(), usize::from(mode == Publish::Swap));
        let mut expected = large_site(true);
        expected.extend(files([("notes/today.txt", "mine")]));
        assert_eq!(root.visible(), expected, "{mode:?}");
    }
}

#[test]
fn a_page_edited_by_hand_is_kept_when_the_site_drops_it() {
    for mode in MODES_AND_AUTO {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &files([("a", "1"), ("b", "1"), ("c", "1"), ("d", "1")]))
            .expect("first");
        root.write("output/a", "edited by hand");
        root.write("output/c", "edited by hand");
        fs::remove_file(settings.output.join("d")).expect("removed");
        let changes = publish(&settings, &files([("c", "1")])).expect("second");
        assert_eq!(root.visible(), files([("a", "edited by hand"), ("c", "1")]), "{mode:?}");
        assert_eq!((changes.written, changes.removed), (1, 1));
        assert!(changes.warnings.iter().any(|text| text.contains("`a`")), "{changes:?}");
        let changes = publish(&settings, &files([("c", "2")])).expect("third");
        assert_eq!(root.visible(), files([("a", "edited by hand"), ("c", "2")]), "{mode:?}");
        assert_eq!(changes.warnings.len(), usize::from(mode == Publish::Swap), "{changes:?}");
    }
}

#[test]
fn links_in_the_output_are_never_followed() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let site = files([("a/one.html", "1"), ("a/two.html", "1"), ("b", "1"), ("c", "1")]);
        publish(&settings, &site).expect("published");
        for path in ["safe/a/one.html", "safe/a/two.html", "safe/b", "safe/c"] {
            root.write(path, "1");
        }
        let output = |name: &str| settings.output.join(name);
        fs::rename(output("a"), root.path.join("old-a")).expect("moved");
        symlink(root.path.join("safe/a"), output("a")).expect("a link");
        for name in ["b", "c"] {
            fs::remove_file(output(name)).expect("removed");
            symlink(root.path.join("safe").join(name), output(name)).expect("a link");
        }
        let before = trace(&root.path.join("safe"));
        let failure = publish(&settings, &files([("a/one.html", "2"), ("b", "2")]));
        let text = failure.expect_err("a link is in the way").to_string();
        assert!(text.contains("output/a` is in the way"), "{text}");
        fs::remove_file(output("a")).expect("removed");
        let changes = publish(&settings, &files([("a/one.html", "2"), ("b", "2")])).expect("now");
        assert_eq!(changes.warnings.iter().filter(|text| text.contains("`c`")).count(), 1);
        assert_eq!(trace(&root.path.join("safe")), before, "{mode:?}");
        assert!(!output("b").is_symlink() && output("c").is_symlink());
    }
}

#[test]
fn names_that_are_nobodys_survive() {
    for mode in MODES_AND_AUTO {
        let root = Root::new();
        let settings = root.settings(mode);
        root.write("output/.gitkeep", "keep");
        let inode = || fs::metadata(settings.output.join(".gitkeep")).expect("there").ino();
        let before = inode();
        for second in [false, true, false, false] {
            let changes = publish(&settings, &large_site(second)).expect("published");
            assert_eq!((root.read("output/.gitkeep").as_str(), inode()), ("keep", before));
            assert_eq!(root.visible(), large_site(second));
            let same = changes.written == 0;
            assert_eq!(changes.swapped, mode != Publish::Files && !same, "{mode:?}");
        }
        assert_eq!(root.litter(), Vec::<String>::new());
    }
}

#[test]
fn a_manifest_that_cannot_be_read_is_no_licence() {
    for text in ["", "anma manifest 1\tx\ty\t0\n", "../../etc/passwd\t1\t2\t3\n", "\u{0}\u{1}"] {
        let root = Root::new();
        let settings = root.settings(Publish::Auto);
        publish(&settings, &files([("a", "1")])).expect("published");
        root.write("output/.anma-manifest", text);
        let before = trace(&settings.output);
        let failure = publish(&settings, &files([("b", "1")])).expect_err("refused");
        assert!(failure.to_string().contains("--adopt"), "{failure}");
        assert_eq!((trace(&settings.output), failure.exit_code()), (before, 2));
        assert_eq!(root.litter(), Vec::<String>::new());
    }
}

#[test]
fn notes_of_somebody_else_are_left_alone() {
    let root = Root::new();
    root.write(".output.state/diary.txt", "mine");
    let before = trace(&root.path);
    let failure = publish(&root.settings(Publish::Auto), &large_site(true)).expect_err("refused");
    assert!(failure.to_string().contains("somebody else's"), "{failure}");
    assert_eq!(trace(&root.path), before);
}

#[test]
fn what_was_put_into_the_old_site_is_found_again() {
    let root = Root::new();
    let settings = root.settings(Publish::Swap);
    publish(&settings, &large_site(false)).expect("published");
    publish(&settings, &large_site(true)).expect("published");
    // A shell that still stands in the folder which was the output before.
    root.write(".output.state/prev/notes.txt", "mine");
    let changes = publish(&settings, &large_site(false)).expect("published");
    assert_eq!(root.visible(), large_site(false));
    assert_eq!(changes.warnings.len(), 1, "{changes:?}");
    assert_eq!(root.read(".output.state/found/1-prev/notes.txt"), "mine");
    drop(open(&settings, &mut |_| {}).expect("open"));
    assert_eq!(root.read(".output.state/found/1-prev/notes.txt"), "mine");
}
