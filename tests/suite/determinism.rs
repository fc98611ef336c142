//! The same content gives the same site, byte for byte: whatever the folder is called, wherever and whenever it
//! is built, by however many threads, and in whatever order its files came to be.

use std::path::{Path, PathBuf};

use crate::support::program::{Run, Site};
use crate::support::tree::{self, Tree};
use crate::support::{program, tests};

const DAY: [&str; 2] = ["--date", "2026-12-01"];

/// The sample site of the repository.
fn sample(name: &str) -> Site {
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let site = Site::named(name, "");
    for folder in ["content", "static", "assets"] {
        for (path, bytes) in tree::read(&repository.join(folder)) {
            site.write(Path::new(folder).join(path), bytes);
        }
    }
    let settings = std::fs::read_to_string(repository.join("anma.yaml")).expect("the settings");
    // A few cards say as much as a hundred, which take long to draw.
    site.write("anma.yaml", format!("{settings}\nsocial_cards: false\n"));
    site
}

fn clinic(name: &str) -> Site {
    Site::copy_of(&tests().join("sites/clinic/project"), name)
}

/// Runs `script` in the folder of `site`, with the program as `$ANMA`, and gives the site that it built.
#[track_caller]
fn built_by(site: &Site, script: &str) -> Tree {
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .env("ANMA", env!("CARGO_BIN_EXE_anma"))
        .current_dir(&site.root)
        .output();
    Run::from(output.expect("a shell")).ends_with(0);
    tree::site(&site.output())
}

#[track_caller]
fn assert_same(one: &Tree, two: &Tree, why: &str) {
    assert!(one.len() > 10, "only {} files", one.len());
    let difference = tree::difference(one, two);
    assert!(difference.is_empty(), "{why}\n{difference}");
}

#[test]
fn neither_place_nor_time_nor_threads_show() {
    for make in [sample, clinic] {
        let plain =
            built_by(&make("one"), "TZ=UTC LC_ALL=C \"$ANMA\" build -q --jobs 1 --date 2026-12-01");
        for (script, why) in [
            (
                "TZ=Asia/Kolkata LC_ALL=tr_TR.UTF-8 LANG=tr_TR \"$ANMA\" build -q --jobs 8 --date 2026-12-01",
                "another country",
            ),
            ("umask 077; \"$ANMA\" build -q --jobs 3 --date 2026-12-01", "another umask"),
            (
                "HOME=/nonexistent TERM=dumb NO_COLOR=1 COLUMNS=20 SOURCE_DATE_EPOCH=1796083200 \"$ANMA\" build",
                "another terminal",
            ),
            ("env -i \"$ANMA\" build --date 2026-12-01", "an empty environment"),
            ("cd content && \"$ANMA\" build --root .. --date 2026-12-01", "another working folder"),
            (
                "mkdir pub && \"$ANMA\" build --output pub/site --date 2026-12-01 && mv pub/site output",
                "another output folder",
            ),
        ] {
            let other = built_by(&make("a folder with spaces and é"), script);
            assert_same(&plain, &other, why);
        }
    }
}

#[test]
fn the_order_in_which_files_came_to_be_does_not_show() {
    for make in [sample, clinic] {
        let site = make("one");
        let plain = built_by(&site, "\"$ANMA\" build -q --date 2026-12-01");
        let files: Vec<(String, Vec<u8>)> = tree::read(&site.root)
            .into_iter()
            .filter(|(path, _)| !path.starts_with("output") && !path.starts_with(".output"))
            .collect();
        for turn in 1..=3_usize {
            let shuffled = Site::named("two", "");
            // Steps that share no factor with the number of files reach each file once.
            let step = (1..=files.len())
                .map(|extra| files.len() / (turn + 1) + extra)
                .find(|step| gcd(*step, files.len()) == 1)
                .expect("a step");
            for at in 0..files.len() {
                let (path, bytes) = &files[(at * step) % files.len()];
                shuffled.write(path, bytes);
            }
            assert_same(
                &plain,
                &built_by(&shuffled, "\"$ANMA\" build -q --date 2026-12-01"),
                "another order",
            );
        }
    }
}

fn gcd(one: usize, two: usize) -> usize {
    if two == 0 { one } else { gcd(two, one % two) }
}

#[test]
fn no_path_and_no_clock_is_in_the_site() {
    for make in [sample, clinic] {
        let site = make("a-name-that-nobody-else-has");
        let files =
            built_by(&site, "env -u SOURCE_DATE_EPOCH \"$ANMA\" build -q --date 2026-12-01");
        let all = tree::read(&site.output());
        let year = format!(
            "{}",
            std::fs::metadata(&site.root)
                .expect("a folder")
                .modified()
                .expect("a time")
                .duration_since(std::time::UNIX_EPOCH)
                .expect("after 1970")
                .as_secs()
                / 100_000
        );
        for (path, bytes) in all {
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("a-name-that-nobody-else-has"),
                "{path} names the folder of the site"
            );
            assert!(
                !text.contains("/tmp/") && !text.contains(env!("CARGO_MANIFEST_DIR")),
                "{path} names a folder"
            );
            // The list of files has times of change; nothing that is served has.
            if files.contains_key(&path) {
                assert!(!text.contains(&year), "{path} has the time in seconds");
            }
        }
    }
}

#[test]
fn a_second_build_touches_nothing() {
    for (make, arguments) in [
        (sample as fn(&str) -> Site, &[][..]),
        (clinic, &[]),
        (clinic, &["--drafts", "--future", "--expired"]),
    ] {
        let site = make("one");
        let arguments = [&DAY[..], arguments].concat();
        site.build(&arguments).ends_with(0);
        let before = (tree::read(&site.output()), tree::marks(&site.output()));
        for _ in 0..2 {
            site.build(&arguments).ends_with(0);
            assert!(tree::read(&site.output()) == before.0, "bytes changed");
            assert_eq!(tree::marks(&site.output()), before.1);
        }
        // Saved again with the same content, as editors and `git checkout` do.
        site.write("anma.yaml", std::fs::read(site.root.join("anma.yaml")).expect("settings"));
        for (path, bytes) in tree::read(&site.root.join("content")) {
            site.write(Path::new("content").join(path), bytes);
        }
        site.build(&arguments).ends_with(0);
        let mut after = tree::marks(&site.output());
        let mut expected = before.1;
        // The list of files may be written anew: it knows when each picture was last changed.
        for marks in [&mut after, &mut expected] {
            marks.retain(|path, _| !path.is_empty() && !path.starts_with(".anma"));
        }
        let files = |marks: &std::collections::BTreeMap<String, tree::Mark>| format!("{marks:?}");
        if files(&after) != files(&expected) {
            for (path, mark) in &expected {
                let is_folder = site.output().join(path).is_dir();
                assert!(
                    is_folder || after.get(path) == Some(mark),
                    "{path} was written again: {mark:?}, {:?}",
                    after.get(path)
                );
            }
        }
    }
}

#[test]
fn a_change_and_back_is_no_change() {
    let site = clinic("one");
    site.build(&DAY).ends_with(0);
    let before = tree::site(&site.output());
    let path = "content/articles/desk-work.md";
    let text = std::fs::read_to_string(site.root.join(path)).expect("an article");
    site.write(path, text.replace("What to expect", "What happens"));
    site.build(&DAY).ends_with(0);
    let changed = tree::site(&site.output());
    assert!(!tree::difference(&before, &changed).is_empty());
    let fresh = Site::copy_of(&tests().join("sites/clinic/project"), "two");
    fresh.write(path, text.replace("What to expect", "What happens"));
    fresh.build(&DAY).ends_with(0);
    assert_same(
        &changed,
        &tree::site(&fresh.output()),
        "a build on top of another equals a clean one",
    );
    site.write(path, text);
    site.build(&DAY).ends_with(0);
    assert_same(&before, &tree::site(&site.output()), "there and back");
}

#[test]
fn the_day_is_an_input_and_nothing_else_of_the_clock() {
    let site = clinic("one");
    let mut command = program::anma(&["build", "--quiet"]);
    Run::from(
        command
            .current_dir(&site.root)
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .output()
            .expect("runs"),
    )
    .ends_with(0);
    let morning = tree::site(&site.output());
    let mut command = program::anma(&["build", "--quiet"]);
    Run::from(
        command
            .current_dir(&site.root)
            .env("SOURCE_DATE_EPOCH", "1796169599")
            .output()
            .expect("runs"),
    )
    .ends_with(0);
    assert_same(&morning, &tree::site(&site.output()), "the last second of the day");
}
