//! The program from the outside: its commands, options, exit codes and what it prints.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use crate::support::program::{Run, SETTINGS, Site, anma};
use crate::support::tree;

/// The lines of standard output as JSON.
#[track_caller]
fn json_lines(run: &Run) -> Vec<Value> {
    let line =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    run.out.lines().map(line).collect()
}

/// A site with a mistake.
fn broken() -> Site {
    let site = Site::small();
    site.write("content/articles/two.md", "---\ntitel: Two\n---\n");
    site
}

/// A site with a warning.
fn doubtful() -> Site {
    let site = Site::small();
    site.write("content/articles/two.md", "---\ntitle: Two\n---\nA note[^1].\n");
    site
}

#[test]
fn a_site_is_built_and_said_to_be() {
    let site = Site::small();
    let run = site.build(&[]).ends_with(0);
    assert!(run.out.starts_with("Built 5 pages, "), "{}", run.out);
    assert_eq!((run.out.lines().count(), run.err.as_str()), (1, ""));
    assert!(site.page("articles/one/index.html").contains("<p>Text.</p>"));
}

#[test]
fn help_names_the_exit_codes() {
    for arguments in [&["--help"][..], &["build", "--help"]] {
        let run = Run::from(anma(arguments).output().expect("runs")).ends_with(0);
        for code in ["   0  ", "   1  ", "   2  ", "   3  ", "  75  "] {
            assert!(run.out.contains(code), "{code} in {}", run.out);
        }
    }
}

#[test]
fn a_mistake_in_content_ends_with_1_and_is_shown_with_its_place() {
    let run = broken().build(&[]).ends_with(1);
    assert!(
        run.err.contains("content/articles/two.md:2:1") && run.err.contains("`titel`"),
        "{}",
        run.err
    );
    assert!(run.err.contains("Nothing was published: 1 error, 0 warnings"), "{}", run.err);
    assert_eq!(run.out, "");
}

#[test]
fn wrong_usage_ends_with_2_and_makes_nothing() {
    let site = Site::small();
    for arguments in [
        &["--colour"][..],
        &["--date", "2026-02-30"],
        &["--date", "tomorrow"],
        &["--jobs", "0"],
        &["--jobs", "many"],
        &["--base-url", "anaharmony.example"],
        &["--base-url", ""],
        &["--format", "xml"],
        &["--quiet", "--verbose"],
        &["--root", "nowhere"],
        &["--root", "anma.yaml"],
        &["extra"],
    ] {
        let run = site.build(arguments).ends_with(2);
        assert!(!run.err.is_empty(), "{arguments:?} says nothing");
        assert!(!site.output().exists(), "{arguments:?}");
    }
    for arguments in
        [&[][..], &["built"], &["new"], &["new", "artikel", "T"], &["schema", "articl"], &["init"]]
    {
        site.run(arguments).ends_with(2);
    }
    let mut command = site.command(&["build"]);
    let run = Run::from(command.env("SOURCE_DATE_EPOCH", "today").output().expect("runs"));
    assert!(run.ends_with(2).err.contains("SOURCE_DATE_EPOCH"));
}

#[test]
fn a_folder_that_is_no_site_is_a_mistake_and_nothing_is_made_there() {
    let site = Site::new("-- readme.md --\nhello\n");
    let run = site.build(&[]).ends_with(1);
    assert!(run.err.contains("anma.yaml") && run.err.contains("--root"), "{}", run.err);
    assert_eq!(tree::read(&site.root).len(), 1);
    assert!(!site.output().exists());
}

#[test]
fn output_folders_that_hold_something_else_are_refused_untouched() {
    let site = Site::small();
    site.write("photos/holiday.jpg", "mine");
    site.write("outside/site/readme.txt", "mine");
    std::os::unix::fs::symlink("content", site.root.join("link")).expect("a link");
    let home = site.root.join("home/ana");
    fs::create_dir_all(&home).expect("a home");
    let before = (tree::read(&site.root), tree::marks(&site.root));
    let root = site.root.to_str().expect("UTF-8").to_owned();
    let home_text = home.to_str().expect("UTF-8").to_owned();
    let above = site.root.parent().expect("a parent").to_str().expect("UTF-8").to_owned();
    for output in [
        "/",
        ".",
        "..",
        root.as_str(),
        above.as_str(),
        home_text.as_str(),
        "home",
        "content",
        "content/articles",
        "link",
        "static",
        "themes/x",
        "assets",
        "photos",
        "outside/site",
        "anma.yaml",
        "content/../content",
        "./photos/",
        "",
    ] {
        let mut command = site.command(&["build", "--output", output]);
        let run = Run::from(command.env("HOME", &home).output().expect("runs")).ends_with(2);
        assert!(!run.err.is_empty(), "{output:?}");
        assert_eq!((tree::read(&site.root), tree::marks(&site.root)), before, "{output:?}");
    }
    let run = site.build(&["--output", "photos"]);
    assert!(run.err.contains("holiday.jpg") && run.err.contains("--adopt"), "{}", run.err);
}

#[test]
fn adopting_a_folder_keeps_what_is_there() {
    let site = Site::small();
    site.write("output/cv.pdf", "mine");
    site.write("output/articles/notes.txt", "mine");
    site.build(&["--adopt"]).ends_with(0);
    site.write("content/articles/two.md", "---\ntitle: Two\n---\n");
    site.build(&[]).ends_with(0);
    assert_eq!(site.page("cv.pdf"), "mine");
    assert_eq!(site.page("articles/notes.txt"), "mine");
    assert!(site.page("articles/two/index.html").contains("Two"));
    site.write("output/articles/three/index.html", "mine");
    site.write("content/articles/three.md", "---\ntitle: Three\n---\n");
    site.build(&[]).ends_with(2);
    assert_eq!(site.page("articles/three/index.html"), "mine");
}

#[test]
fn a_failing_build_changes_nothing_at_all() {
    let site = Site::small();
    site.write("output/.gitkeep", "");
    site.build(&[]).ends_with(0);
    let before = (tree::read(&site.output()), tree::marks(&site.output()));
    let expect = |site: &Site, arguments: &[&str], code, why: &str| {
        site.build(arguments).ends_with(code);
        assert_eq!((tree::read(&site.output()), tree::marks(&site.output())), before, "{why}");
    };
    site.write("content/articles/two.md", "---\ntitle: Two\n---\n[broken](three.md)\n");
    expect(&site, &[], 1, "a mistake in content");
    site.write("content/articles/two.md", "---\ntitle: Two\n---\nA note[^1].\n");
    expect(&site, &["--strict"], 1, "a warning with --strict");
    site.write("themes/own/theme.yaml", "name: own\n");
    site.write("themes/own/templates/article.html", "{{ page.nothing }}");
    expect(&site, &["--theme", "own"], 1, "a template that fails");
    site.write("anma.yaml", "title: [");
    expect(&site, &[], 1, "settings that cannot be read");
    fs::remove_file(site.root.join("anma.yaml")).expect("removed");
    expect(&site, &[], 1, "no settings");
    site.write("anma.yaml", SETTINGS);
    site.build(&[]).ends_with(0);
    assert!(site.output().join(".gitkeep").exists(), "the placeholder stays");
    assert_eq!(
        fs::metadata(site.output().join("index.html")).expect("a page").permissions().mode()
            & 0o777,
        0o644
    );
}

#[test]
fn a_disk_that_refuses_ends_with_3_and_leaves_the_site() {
    let site = Site::small();
    site.build(&[]).ends_with(0);
    let before = (tree::site(&site.output()), tree::marks(&site.output()));
    // Files may have one block: the smallest limit that the shell knows, and less than any page.
    site.write(
        "content/articles/two.md",
        format!("---\ntitle: Two\n---\n{}\n", "Words. ".repeat(2000)),
    );
    let script = format!("ulimit -f 1; trap '' XFSZ; exec '{}' build", env!("CARGO_BIN_EXE_anma"));
    let output =
        std::process::Command::new("sh").args(["-c", &script]).current_dir(&site.root).output();
    let run = Run::from(output.expect("a shell")).ends_with(3);
    assert!(run.err.contains("could not write") && run.err.contains("unchanged"), "{}", run.err);
    assert_eq!((tree::site(&site.output()), tree::marks(&site.output())), before);
    // A file stands where the program keeps its own.
    let site = Site::small();
    site.write(".output.state", "mine");
    let run = site.build(&[]);
    assert!(matches!(run.code, 2 | 3) && run.err.contains(".output.state"), "{run:?}");
    assert_eq!(fs::read_to_string(site.root.join(".output.state")).expect("there"), "mine");
}

#[test]
fn another_build_that_publishes_is_waited_for_and_then_named() {
    let site = Site::small();
    site.build(&[]).ends_with(0);
    site.write("content/articles/two.md", "---\ntitle: Two\n---\n");
    let lock = fs::File::options()
        .write(true)
        .open(site.root.join(".output.state/lock"))
        .expect("the lock");
    lock.lock().expect("free");
    let before = tree::marks(&site.output());
    let run = site.build(&["--wait", "0"]).ends_with(75);
    assert!(run.err.contains("another build"), "{}", run.err);
    assert_eq!(tree::marks(&site.output()), before);
    let run = site.build(&["--wait", "0", "--format", "json"]).ends_with(75);
    assert!(json_lines(&run).iter().any(|line| line["severity"] == "error"), "{}", run.out);
    drop(lock);
    site.build(&["--wait", "0"]).ends_with(0);
}

#[test]
fn two_builds_at_once_both_end_well() {
    let site = Site::small();
    let children: Vec<_> =
        (0..4).map(|_| site.command(&["build", "--quiet"]).spawn().expect("runs")).collect();
    for mut child in children {
        assert!(child.wait().expect("ends").success());
    }
    assert!(site.page("articles/one/index.html").contains("Text."));
}

#[test]
fn json_is_one_object_a_line_and_the_last_is_the_summary() {
    let run = Site::small().build(&["--format", "json"]).ends_with(0);
    let lines = json_lines(&run);
    let summary = &lines.last().expect("a line")["summary"];
    assert_eq!(
        (&summary["ok"], &summary["errors"], &summary["pages"]),
        (&true.into(), &0.into(), &5.into()),
        "{summary}"
    );
    assert_eq!(run.err, "");

    let run = broken().build(&["--format", "json"]).ends_with(1);
    let lines = json_lines(&run);
    let (summary, problems) = lines.split_last().expect("lines");
    assert_eq!(summary["summary"]["ok"], false);
    assert_eq!(summary["summary"]["errors"], problems.len());
    let found =
        problems.iter().find(|line| line["code"] == "matter::unknown-field").expect("the mistake");
    assert_eq!(
        (&found["file"], &found["line"], &found["column"]),
        (&"content/articles/two.md".into(), &2.into(), &1.into())
    );
    assert_eq!((&found["severity"], &found["source"]), (&"error".into(), &"titel: Two".into()));
    assert_eq!(run.err, "");

    // A second build with nothing to do says so in the same form.
    let site = Site::small();
    site.build(&[]).ends_with(0);
    let lines = json_lines(&site.build(&["--format", "json"]).ends_with(0));
    assert_eq!(lines.last().expect("a line")["summary"]["written"], 0);
    // And so does a refusal.
    site.write("mine/x", "mine");
    let lines = json_lines(&site.build(&["--format", "json", "--output", "mine"]).ends_with(2));
    assert!(lines.iter().any(|line| line["severity"] == "error"));
}

#[test]
fn strict_lets_a_warning_fail_the_build() {
    let site = doubtful();
    let run = site.build(&["--strict"]).ends_with(1);
    assert!(run.err.contains("--strict") && !site.output().exists(), "{}", run.err);
    let run = site.build(&[]).ends_with(0);
    assert!(
        run.err.contains("warning[markdown::footnote]") && run.out.contains("1 warning"),
        "{run:?}"
    );
    // The site has not changed, but the warning is still worth saying.
    assert!(site.build(&[]).ends_with(0).err.contains("markdown::footnote"));
    site.build(&["--strict"]).ends_with(1);
}

#[test]
fn quiet_prints_problems_only() {
    let run = Site::small().build(&["--quiet"]).ends_with(0);
    assert_eq!((run.out, run.err), (String::new(), String::new()));
    assert!(broken().build(&["--quiet"]).ends_with(1).err.contains("titel"));
    let run = doubtful().build(&["--quiet", "--strict"]).ends_with(1);
    assert!(
        run.err.contains("markdown::footnote"),
        "what failed the build must be said: {}",
        run.err
    );
}

#[test]
fn the_timings_name_every_stage() {
    let run = Site::small().build(&["--timings"]).ends_with(0);
    let times = run.err.lines().filter(|line| line.ends_with(" ms"));
    let stages: Vec<&str> = times.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(
        stages,
        ["read", "theme", "parse", "relate", "link", "plan", "render", "copy", "search", "publish"]
    );
}

#[test]
fn nothing_but_text_goes_into_a_pipe() {
    for (site, code) in [(Site::small(), 0), (doubtful(), 0), (broken(), 1)] {
        for arguments in [&[][..], &["--timings", "--verbose"], &["--format", "json"]] {
            let mut command = site.command(&[&["build"], arguments].concat());
            let run = Run::from(command.env("TERM", "xterm-256color").output().expect("runs"))
                .ends_with(code);
            assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{run:?}");
        }
    }
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let site = broken();
    let script = format!(
        "'{}' build --format json 2>err | true; '{0}' schema 2>>err | true; '{0}' --help 2>>err | true; cat err",
        env!("CARGO_BIN_EXE_anma")
    );
    let output =
        std::process::Command::new("sh").args(["-c", &script]).current_dir(&site.root).output();
    let run = Run::from(output.expect("a shell")).ends_with(0);
    assert!(!run.out.contains("panicked"), "{}", run.out);
}

#[test]
fn hidden_pages_are_named_and_shown_on_demand() {
    let site = Site::new(&format!(
        "-- anma.yaml --\n{SETTINGS}-- content/articles/draft.md --\n---\ntitle: Draft one\ndraft: true\n---\n-- content/articles/later.md --\n---\ntitle: Later one\npublish: 2026-12-24\n---\n-- content/articles/dated.md --\n---\ntitle: Dated one\ndate: 2026-12-02\n---\n-- content/articles/over.md --\n---\ntitle: Past one\nexpire: 2026-11-30\n---\n"
    ));
    let shown = || {
        ["draft", "later", "dated", "over"]
            .map(|name| site.output().join("articles").join(name).exists())
    };
    let run = site.build(&["--verbose"]).ends_with(0);
    for words in [
        "`Draft one` (content/articles/draft.md) is a draft",
        "hidden until 24 December 2026",
        "expired on 30 November 2026",
    ] {
        assert!(run.out.contains(words), "{words} in {}", run.out);
    }
    assert_eq!(shown(), [false, false, false, false]);
    assert!(!site.page("sitemap.xml").contains("later"));
    site.build(&["--drafts"]).ends_with(0);
    assert_eq!(shown(), [true, false, false, false]);
    assert!(
        !site.page("sitemap.xml").contains("articles/draft"),
        "a draft must not be found by search engines"
    );
    assert!(!site.page("atom.xml").contains("Draft one"));
    assert!(site.page("articles/draft/index.html").contains("noindex"));
    site.build(&["--future"]).ends_with(0);
    assert_eq!(shown(), [false, true, true, false]);
    site.build(&["--expired"]).ends_with(0);
    assert_eq!(shown(), [false, false, false, true]);
    site.build(&["--date", "2026-12-23"]).ends_with(0);
    assert_eq!(shown(), [false, false, true, false]);
    site.build(&["--date", "2026-12-24"]).ends_with(0);
    assert_eq!(shown(), [false, true, true, false]);
    site.build(&["--date", "2026-11-30"]).ends_with(0);
    assert_eq!(
        shown(),
        [false, false, false, false],
        "the last day of a page is the day before it expires"
    );
    site.build(&["--date", "2026-11-29"]).ends_with(0);
    assert_eq!(shown(), [false, false, false, true]);
    // Every day is a new site, though no file has changed.
    assert!(
        !site.build(&["--date", "2026-11-28"]).ends_with(0).out.contains("Nothing has changed")
    );
}

#[test]
fn the_address_of_the_site_can_be_given() {
    let site = Site::new(
        "-- anma.yaml --\ntitle: Ana\n-- content/articles/one.md --\n---\ntitle: One\n---\n[home](/)\n",
    );
    let run = site.build(&["--base-url", "https://preview.example/pr-7/", "--strict"]).ends_with(0);
    assert_eq!(run.err, "");
    let page = site.page("articles/one/index.html");
    assert!(
        page.contains("https://preview.example/pr-7/articles/one/")
            && page.contains("<a href=\"/pr-7/\">home</a>"),
        "{page}"
    );
    assert!(site.page("sitemap.xml").contains("<loc>https://preview.example/pr-7/</loc>"));
    let run = site.build(&[]).ends_with(0);
    assert!(run.err.contains("base_url"), "{}", run.err);
}

#[test]
fn the_theme_can_be_given() {
    let site = Site::small();
    site.write("themes/own/theme.yaml", "name: own\napi: 1\n");
    site.write("themes/own/templates/article.html", "own: {{ page.title }}");
    site.build(&["--theme", "own"]).ends_with(0);
    assert_eq!(site.page("articles/one/index.html"), "own: One");
    site.build(&[]).ends_with(0);
    assert_ne!(site.page("articles/one/index.html"), "own: One");
    let run = site.build(&["--theme", "owm"]).ends_with(1);
    assert!(run.err.contains("there is no theme `owm`"), "{}", run.err);
    for theme in ["../themes/own", "/etc", "..", ""] {
        site.build(&["--theme", theme]).ends_with(1);
    }
}

#[test]
fn the_output_folder_can_be_given() {
    let site = Site::small();
    for output in ["public", "build/site", "with space/sité"] {
        site.build(&["--output", output]).ends_with(0);
        assert!(site.root.join(output).join("index.html").exists(), "{output}");
        assert!(!site.output().exists());
    }
    // From elsewhere, the output still lies in the site.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut command = anma(&["build", "--root", site.root.to_str().expect("UTF-8")]);
    Run::from(command.current_dir(elsewhere.path()).output().expect("runs")).ends_with(0);
    assert!(site.output().join("index.html").exists());
    assert!(tree::read(elsewhere.path()).is_empty());
}

#[test]
fn a_page_that_is_gone_is_taken_away() {
    let site = Site::small();
    site.write("content/articles/two.md", "---\ntitle: Two\n---\n");
    site.build(&[]).ends_with(0);
    assert!(site.output().join("articles/two/index.html").exists());
    fs::remove_file(site.root.join("content/articles/two.md")).expect("removed");
    site.build(&[]).ends_with(0);
    assert!(!site.output().join("articles/two").exists());
}

#[test]
fn what_anma_starts_can_be_built() {
    let folder = tempfile::tempdir().expect("a folder");
    let in_folder = |arguments: &[&str]| {
        Run::from(anma(arguments).current_dir(folder.path()).output().expect("runs"))
    };
    let title = "Ana's \"Harmony\": <massage> & more";
    let run = in_folder(&["init", "my salon", "--title", title]).ends_with(0);
    assert!(run.out.contains("anma build"), "{}", run.out);
    let run = in_folder(&["build", "--strict", "--root", "my salon"]).ends_with(0);
    assert_eq!(run.err, "");
    let home =
        fs::read_to_string(folder.path().join("my salon/output/index.html")).expect("a page");
    assert!(home.contains("&lt;massage&gt; &amp; more") && !home.contains("<massage>"), "{home}");
    let before = tree::marks(&folder.path().join("my salon"));
    in_folder(&["init", "my salon"]).ends_with(2);
    in_folder(&["init", "my salon/anma.yaml"]).ends_with(2);
    assert_eq!(tree::marks(&folder.path().join("my salon")), before);
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    in_folder(&["init", "empty"]).ends_with(0);
}

#[test]
fn new_pages_of_every_kind_can_be_built() {
    let site = Site::new(&format!("-- anma.yaml --\n{SETTINGS}"));
    let kinds = [
        "article",
        "condition",
        "symptom",
        "cause",
        "treatment",
        "body",
        "caution",
        "topic",
        "person",
        "page",
        "section",
    ];
    for kind in kinds {
        let run = site.run(&["new", kind, &format!("My \"new\" {kind}: one")]).ends_with(0);
        let path =
            run.out.split_whitespace().find(|word| word.contains("content/")).expect("a path");
        let path = site.root.join(path.trim_end_matches('.'));
        assert!(path.exists(), "{}", path.display());
    }
    let run = site.build(&["--drafts"]).ends_with(0);
    assert!(!run.err.contains("error"), "{}", run.err);
    site.build(&["--strict"]).ends_with(0);
    let text = tree::read(&site.root.join("content"));
    for kind in kinds {
        site.run(&["new", kind, &format!("My \"new\" {kind}: one")]).ends_with(2);
    }
    assert_eq!(
        tree::read(&site.root.join("content")),
        text,
        "a page that is there is never touched"
    );
    for title in ["", "  "] {
        site.run(&["new", "article", title]).ends_with(2);
    }
    site.run(&["new", "article", "../../../escape"]).ends_with(0);
    assert!(site.root.join("content/articles/escape.md").exists());
    let long = "long ".repeat(100);
    let run = site.run(&["new", "article", &long]);
    assert!(matches!(run.code, 0 | 2 | 3), "{run:?}");
    Run::from(anma(&["new", "article", "T"]).current_dir("/").output().expect("runs")).ends_with(2);
}

#[test]
fn schemas_are_json() {
    let site = Site::new(
        "-- anma.yaml --\ntitle: Ana\nfields: {article: {level: {type: choice, choices: [easy]}}}\n",
    );
    for of in ["article", "treatment", "section", "person", "settings"] {
        let run = site.run(&["schema", of]).ends_with(0);
        let schema: Value = serde_json::from_str(&run.out).expect("JSON");
        assert!(schema["properties"]["title"].is_object(), "{of}: {schema}");
    }
    let schema: Value =
        serde_json::from_str(&site.run(&["schema"]).ends_with(0).out).expect("JSON");
    assert!(schema["properties"]["level"].is_object(), "fields of the site are part of it");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let run = Run::from(anma(&["schema"]).current_dir(elsewhere.path()).output().expect("runs"));
    assert!(!run.ends_with(0).out.contains("\"level\""));
}

#[test]
fn a_file_that_vanishes_or_cannot_be_read_is_named() {
    let site = Site::small();
    let path = site.root.join("content/articles/one.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("set");
    if fs::read(&path).is_ok() {
        // Whoever may read everything cannot be refused; then the site is simply built.
        site.build(&[]).ends_with(0);
    } else {
        assert!(site.build(&[]).ends_with(3).err.contains("content/articles/one.md"));
    }
    assert!(Path::new(&site.root).exists());
}

#[test]
fn what_does_not_arrive_whole_is_a_failure() {
    let full = fs::File::options().write(true).open("/dev/full").expect("the full device");
    let mut command = anma(&["schema"]);
    let run = Run::from(command.stdout(full).output().expect("runs")).ends_with(3);
    assert!(run.err.contains("standard output"), "{}", run.err);
}

#[test]
fn a_file_that_no_build_would_make_is_named_by_verify() {
    let site = Site::small();
    let run = site.build(&["--verify"]).ends_with(0);
    assert!(run.out.contains("Verified: "), "{}", run.out);
    // A change that neither length nor time betray, so that a build believes that nothing has changed.
    let path = site.output().join("articles/one/index.html");
    let file = fs::File::open(&path).expect("the page");
    let modified = file.metadata().and_then(|data| data.modified()).expect("its time");
    let page = fs::read_to_string(&path).expect("text");
    fs::write(&path, page.replace("Text.", "Test.")).expect("written");
    let file = fs::File::options().write(true).open(&path).expect("the page");
    file.set_modified(modified).expect("its time again");
    assert!(site.build(&[]).ends_with(0).out.starts_with("Nothing has changed"));
    let run = site.build(&["--verify"]).ends_with(1);
    let expected = "error: articles/one/index.html differs from a build from scratch\n";
    assert_eq!(run.err, expected);
}
