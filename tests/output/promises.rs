//! What a commit does, and what it leaves alone.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anma::base::Fingerprint;
use anma::output::{BuildMark, Failure, Memory, Publish, Sink, Totals, open, standing};

use crate::site::{Files, MODES, Root, files, large_site, mark, publish, route, stage, trace};

#[test]
fn a_commit_gives_what_a_build_into_an_empty_folder_gives() {
    // A small generator of random numbers: every run of the test tries the same sites.
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let names =
        ["a", "a/b", "a/b/c.html", "b.css", "c/index.html", "c/d", "index.html", "feed.xml"];
    let root = Root::new();
    let mut warnings = Vec::new();
    for round in 0..200 {
        let mut site = Files::new();
        for name in names {
            let parent_taken = site.keys().any(|path| name.starts_with(&format!("{path}/")));
            if random(2) == 0 && !parent_taken {
                site.insert(name.to_owned(), format!("{}", random(3)));
            }
        }
        let mode = [Publish::Auto, Publish::Swap, Publish::Files]
            [usize::try_from(random(3)).expect("small")];
        let changes = publish(&root.settings(mode), &site).expect("published");
        assert_eq!(root.visible(), site, "round {round}");
        assert_eq!(changes.written + changes.kept, site.len(), "round {round}");
        assert_eq!(changes.bytes, site.values().map(|text| text.len() as u64).sum::<u64>());
        assert_eq!(root.litter(), Vec::<String>::new(), "round {round}");
        warnings.extend(changes.warnings);
        let folders = walkdir::WalkDir::new(root.path.join("output")).min_depth(1).into_iter();
        for folder in folders.map(Result::unwrap).filter(|entry| entry.file_type().is_dir()) {
            let is_empty = fs::read_dir(folder.path()).expect("readable").next().is_none();
            assert!(!is_empty, "round {round}: {:?} is empty", folder.path());
        }
    }
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn nothing_is_touched_where_nothing_differs() {
    for mode in MODES {
        let root = Root::new();
        root.write("output/.gitkeep", "");
        let settings = root.settings(mode);
        let site = large_site(false);
        publish(&settings, &site).expect("published");
        let before = trace(&settings.output);
        let changes = publish(&settings, &site).expect("published");
        assert_eq!((changes.written, changes.removed, changes.kept), (0, 0, site.len()));
        // Other inputs that make the same files change nothing either, and are remembered.
        let other = BuildMark { program: "anma test".to_owned(), inputs: Fingerprint::of(b"x") };
        assert_eq!(standing(&settings, &other).expect("readable"), None);
        stage(&settings, &site).expect("staged").commit(&other).expect("published");
        assert!(standing(&settings, &other).expect("readable").is_some());
        assert_eq!(trace(&settings.output), before, "{mode:?}");
    }
}

#[test]
fn a_stage_that_is_dropped_or_fails_changes_nothing() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        publish(&settings, &large_site(false)).expect("published");
        let before = trace(&settings.output);
        drop(stage(&settings, &large_site(true)).expect("staged"));
        assert_eq!(trace(&settings.output), before, "{mode:?}");
        for (one, two) in [("x", "x"), ("x", "x/y"), ("x/y", "x"), ("index.html", "index.html/x")] {
            let stage = open(&settings, &mut |_| {}).expect("open");
            let first = stage.put(&route(one), b"1");
            let second = stage.put(&route(two), b"2");
            let result = first.and(second).map_err(Failure::from);
            let failure = result.and_then(|()| stage.commit(&mark(&Files::new())).map(|_| ()));
            let text = failure.expect_err("two files cannot share an address").to_string();
            assert!(text.contains("rename one of them"), "{text}");
            assert_eq!(trace(&settings.output), before, "{mode:?}: {one} and {two}");
        }
        assert_eq!(root.litter(), Vec::<String>::new());
    }
}

#[test]
fn nothing_outside_the_output_folder_is_touched() {
    for mode in MODES {
        let root = Root::new();
        for path in ["content/a.md", "static/x.css", "anma.yaml", ".output", "output.state/lock"] {
            root.write(path, "mine");
        }
        let outside = || -> Vec<String> {
            let all = trace(&root.path).into_iter().skip(1);
            let ours = ["/output\"", "/output/", "/.output.state\"", "/.output.state/"];
            all.filter(|line| !ours.iter().any(|ours| line.contains(ours))).collect()
        };
        let before = outside();
        assert_eq!(before.len(), 8);
        for second in [false, true, false] {
            publish(&root.settings(mode), &large_site(second)).expect("published");
        }
        assert_eq!(outside(), before, "{mode:?}");
    }
}

#[test]
fn publishers_wait_for_each_other() {
    for mode in MODES {
        let root = Root::new();
        let sites = [large_site(false), large_site(true)];
        thread::scope(|scope| {
            for site in &sites {
                let settings = root.settings(mode);
                scope.spawn(move || {
                    for _round in 0..6 {
                        publish(&settings, site).expect("published");
                    }
                });
            }
        });
        assert!(sites.contains(&root.visible()), "{mode:?}: the site is mixed");
        assert_eq!(root.litter(), Vec::<String>::new());
    }
}

#[test]
fn who_waits_too_long_is_told_for_whom() {
    let root = Root::new();
    let mut settings = root.settings(Publish::Auto);
    settings.lock_wait = Duration::from_millis(60);
    let first = open(&settings, &mut |_| {}).expect("open");
    let told = Mutex::new(Vec::new());
    let failure = open(&settings, &mut |pid| told.lock().expect("fine").push(pid));
    let failure = failure.expect_err("locked");
    assert!(matches!(failure, Failure::Locked { pid } if pid == Some(std::process::id())));
    assert_eq!(failure.exit_code(), 75);
    assert_eq!(told.into_inner().expect("fine"), [Some(std::process::id())]);
    drop(first);
    open(&settings, &mut |_| {}).expect("free again");
}

#[test]
fn a_site_stands_until_something_differs() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let site = files([("index.html", "home"), ("a/index.html", "a page")]);
        let stands = || standing(&settings, &mark(&site)).expect("readable");
        assert_eq!(stands(), None, "nothing is published");
        publish(&settings, &site).expect("published");
        assert_eq!(stands(), Some(Totals { files: 2, bytes: 10 }));
        assert_eq!(standing(&settings, &mark(&large_site(true))).expect("readable"), None);
        root.write("output/a/index.html", "A page");
        assert_eq!(stands(), None, "edited, with the same size");
        publish(&settings, &site).expect("published");
        assert_eq!(root.visible(), site, "a page of the site is written anew");
        fs::remove_file(settings.output.join("index.html")).expect("removed");
        assert_eq!(stands(), None, "removed");
        publish(&settings, &site).expect("published");
        assert!(stands().is_some());
        let half = stage(&settings, &site).expect("staged");
        assert_eq!(stands(), None, "somebody is publishing");
        drop(half);
    }
}

#[test]
fn a_file_that_may_not_grow_fails_the_build_and_nothing_else() {
    // The system's own limit, in a process of its own: no hook is involved.
    let root = Root::new();
    let settings = root.settings(Publish::Auto);
    publish(&settings, &files([("index.html", "home")])).expect("published");
    let before = trace(&settings.output);
    let program = std::env::current_exe().expect("a program");
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""])
        .arg(program)
        .args(["--exact", "promises::too_large", "--ignored", "--test-threads=1"])
        .env("ANMA_TEST_ROOT", root.path.as_str())
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&status.stdout);
    assert!(status.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(trace(&settings.output), before);
    assert_eq!(root.litter(), Vec::<String>::new());
}

/// Runs with a limit on the size of files.
#[test]
#[ignore = "started by another test"]
fn too_large() {
    let Some(root) = std::env::var_os("ANMA_TEST_ROOT") else { return };
    let root = camino::Utf8PathBuf::from(root.into_string().expect("text"));
    let settings = crate::site::settings(&root, Publish::Auto);
    let site = files([("index.html", "new"), ("film.bin", &"x".repeat(1 << 20))]);
    let failure = publish(&settings, &site).expect_err("too large");
    let text = failure.to_string();
    assert!(text.contains("output/film.bin") && text.ends_with("unchanged"), "{text}");
    assert_eq!(failure.exit_code(), 3);
}

#[test]
fn copying_writes_what_differs_and_only_that() {
    for mode in MODES {
        let root = Root::new();
        let settings = root.settings(mode);
        let film = "film ".repeat(100_000);
        root.write("content/film.bin", &film);
        root.write("content/small.css", "small");
        let copy = |sink: &dyn Sink, known: Option<Fingerprint>| {
            sink.copy(&route("film.bin"), &root.path.join("content/film.bin"), known).and_then(
                |()| sink.copy(&route("s.css"), &root.path.join("content/small.css"), None),
            )
        };
        let publish = |known: Option<Fingerprint>| {
            let stage = open(&settings, &mut |_| {}).expect("open");
            copy(&stage, known).expect("copied");
            stage.commit(&mark(&Files::new())).expect("published")
        };
        assert_eq!(publish(None).written, 2);
        assert_eq!(root.read("output/film.bin"), film);
        let before = trace(&settings.output);
        assert_eq!(publish(None).kept, 2);
        assert_eq!(publish(Some(Fingerprint::of(film.as_bytes()))).kept, 2);
        assert_eq!(trace(&settings.output), before);
        root.write("content/film.bin", &film.replace('f', "F"));
        assert_eq!(publish(None).written, 1);
        root.write("content/film.bin", "short");
        // What is recorded is what was copied, whatever the caller believed.
        publish(Some(Fingerprint::of(b"wrong")));
        assert_eq!(publish(None).kept, 2);
        let memory = Memory::default();
        copy(&memory, None).expect("copied");
        let in_memory: Files = memory
            .into_files()
            .into_iter()
            .map(|(route, bytes)| (route.to_string(), String::from_utf8_lossy(&bytes).into()))
            .collect();
        assert_eq!(in_memory, root.visible());
        let stage = open(&settings, &mut |_| {}).expect("open");
        let folder = stage.copy(&route("x"), &root.path, None).expect_err("a folder").to_string();
        assert!(folder.contains("not a file"), "{folder}");
        let missing = stage.copy(&route("x"), &root.path.join("none"), None).expect_err("nothing");
        assert!(missing.to_string().contains("none`: it is not there"), "{missing}");
        assert!(stage.commit(&mark(&Files::new())).is_err(), "the site is not whole");
    }
}

#[test]
fn an_output_that_is_a_link_stays_one() {
    let root = Root::new();
    fs::create_dir_all(root.path.join("www/site")).expect("a folder");
    symlink("www/site", root.path.join("output")).expect("a link");
    let settings = root.settings(Publish::Auto);
    for second in [false, true] {
        let changes = publish(&settings, &large_site(second)).expect("published");
        assert!(!changes.swapped);
        assert_eq!(root.visible(), large_site(second));
    }
    assert!(settings.output.is_symlink());
    let failure = publish(&root.settings(Publish::Swap), &large_site(true)).expect_err("refused");
    assert!(failure.to_string().contains("publish: files"), "{failure}");
    assert_eq!(failure.exit_code(), 2);
}

#[test]
fn modes_of_files_and_folder_are_as_expected() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = Root::new();
    let settings = root.settings(Publish::Swap);
    publish(&settings, &files([("a/b.html", "1")])).expect("published");
    fs::set_permissions(&settings.output, fs::Permissions::from_mode(0o750)).expect("set");
    publish(&settings, &files([("a/b.html", "2")])).expect("published");
    let mode = |path: &str| fs::metadata(root.path.join(path)).expect("there").mode() & 0o777;
    assert_eq!(mode("output"), 0o750, "an exchange keeps the folder's permissions");
    assert_eq!(mode("output/a/b.html") & 0o600, 0o600);
    assert_eq!(mode("output/a/b.html") & 0o111, 0);
}
