//! The command line: exit codes, what is shown, known findings, what has changed, and mending.

use std::process::Command;

use crate::findings;
use crate::program::Site;

/// The example site with an article.
fn site(article: &str) -> Site {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    site.write("content/articles/rest.md", page("Rest and movement", article));
    site
}

fn page(title: &str, body: &str) -> String {
    format!(
        "---\ntitle: {title}\ndescription: When to rest, when to move, and whom to ask when an ache goes on for weeks.\n\
         date: 2026-10-01\nauthor: ana-reed\nreviewed: {{by: sam-carter, on: 2026-10-01}}\nsources: [ng59]\n---\n\n\
         {body}\n\nRead [how to sit at a desk](desk-work.md) next.\n"
    )
}

#[test]
fn errors_fail_and_warnings_only_when_denied() {
    let good = site("Rest for a short time, then move again.");
    good.run(&["check", "--deny", "warning"]).ends_with(0);
    let warning = site("A bi-weekly walk is a good start.");
    warning.run(&["check"]).ends_with(0);
    warning.run(&["check", "--deny", "warning"]).ends_with(1);
    let error = site("Massage cures back pain.");
    error.run(&["check"]).ends_with(1);
    error.run(&["check", "--frob"]).ends_with(2);
    error.run(&["check", "--root", "nowhere"]).ends_with(2);
}

#[test]
fn the_report_is_for_people() {
    let site = site("Our deep tissue massage cures back pain. A bi-weekly walk is a good start.");
    let run = site.run(&["check"]).ends_with(1);
    insta::assert_snapshot!(run.out);
}

#[test]
fn nothing_is_written_by_looking() {
    let site = site("Massage cures back pain.");
    let before = crate::tree::read(&site.root);
    for arguments in [
        &["check"][..],
        &["check", "--ledger"],
        &["check", "--fix"],
        &["check", "--format", "sarif"],
    ] {
        site.run(arguments);
    }
    let after = crate::tree::read(&site.root);
    let names = |all: &std::collections::BTreeMap<String, Vec<u8>>| {
        all.keys().filter(|path| !path.starts_with(".anma/")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&before), names(&after));
}

#[test]
fn what_is_known_is_left_out_until_it_changes() {
    let site = site("Massage cures back pain.");
    site.run(&["check", "--write-baseline"]).ends_with(0);
    let run = site.run(&["check"]).ends_with(0);
    assert!(run.out.contains("left out as known"), "{}", run.out);
    // A line above moves it, and it is still known; another claim is not.
    site.write(
        "content/articles/rest.md",
        page("Rest and movement", "Move a little.\n\nMassage cures back pain."),
    );
    site.run(&["check"]).ends_with(0);
    site.write(
        "content/articles/rest.md",
        page("Rest and movement", "Massage cures back pain.\n\nMassage cures sciatica."),
    );
    site.run(&["check"]).ends_with(1);
    site.run(&["check", "--no-baseline"]).ends_with(1);
    site.write("check-baseline.json", "{");
    let run = site.run(&["check"]).ends_with(2);
    assert!(run.err.contains("--write-baseline"), "{}", run.err);
}

#[test]
fn only_what_has_changed_is_told() {
    let site = site("Rest for a short time, then move again.");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(&site.root).args(["-c", "user.name=A", "-c", "user.email=a@b.example"]);
        assert!(
            command.args(arguments).output().expect("git runs").status.success(),
            "{arguments:?}"
        );
    };
    site.write("content/articles/old.md", page("An old page", "Massage cures back pain."));
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    site.write("content/articles/new.md", page("A new page", "Massage cures sciatica."));
    let paths = |arguments: &[&str]| {
        let all =
            findings(&site, arguments).into_iter().filter(|one| one.rule.starts_with("CLAIM"));
        let mut paths: Vec<String> = all.map(|one| one.path).collect();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&["--changed-since", "HEAD"]), ["content/articles/new.md"]);
    assert_eq!(paths(&[]), ["content/articles/new.md", "content/articles/old.md"]);
    assert_eq!(paths(&["content/articles/old.md"]), ["content/articles/old.md"]);
    let run = site.run(&["check", "--changed-since", "nothing"]).ends_with(2);
    assert!(run.err.contains("git does not know `nothing`"), "{}", run.err);
    let run = site.run(&["check", "--changed-since", "--output=x"]).ends_with(2);
    assert!(!site.root.join("x").exists(), "{}", run.err);
}

#[test]
fn what_is_mechanical_is_mended_on_request_alone() {
    let site = site("Sometimes its a combination of both.  Massage cures back pain.");
    let file = site.root.join("content/articles/rest.md");
    let before = std::fs::read_to_string(&file).expect("a file");
    let run = site.run(&["check", "--fix"]);
    assert!(run.out.contains("+Sometimes it's a combination"), "{}", run.out);
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), before);
    site.run(&["check", "--fix", "--yes"]);
    let after = std::fs::read_to_string(&file).expect("a file");
    assert!(after.contains("Sometimes it's a combination"), "{after}");
    assert!(after.contains("Massage cures back pain."), "{after}");
    let again = site.run(&["check", "--fix", "--yes"]);
    assert!(again.out.contains("There is nothing that can be mended"), "{}", again.out);
}

#[test]
fn rules_are_explained() {
    let site = Site::small();
    let run = site.run(&["check", "--explain", "CLAIM-CURE"]).ends_with(0);
    assert!(run.out.contains("CLAIM-CURE (error, pack uk-cap)"), "{}", run.out);
    let run = site.run(&["check", "--explain"]).ends_with(0);
    assert!(run.out.lines().count() > 60, "{}", run.out);
    let run = site.run(&["check", "--explain", "CLAIM-CURES"]).ends_with(2);
    assert!(run.err.contains("did you mean `CLAIM-CURE`?"), "{}", run.err);
}

#[test]
fn a_rule_of_the_site_holds_and_can_be_turned_off() {
    let site = site("Our guests love it.");
    site.write(
        "rules/HOUSE-GUESTS.yaml",
        "extends: existence\nmessage: \"`%s` is not what we call clients\"\nlevel: warning\nwhy: We say clients.\nfix: Write clients.\n\
         tokens: [guests?]\nfires: [Our guests love it., A guest asked., Guests come.]\npasses: [Our clients love it., A client asked., Clients come.]\n",
    );
    let rules = |site: &Site| -> Vec<String> {
        findings(site, &[]).into_iter().map(|one| one.rule).collect()
    };
    assert_eq!(rules(&site), ["HOUSE-GUESTS"]);
    let settings = std::fs::read_to_string(site.root.join("anma.yaml")).expect("settings");
    site.write("anma.yaml", format!("{settings}check:\n  rules: {{HOUSE-GUESTS: \"off\"}}\n"));
    assert_eq!(rules(&site), Vec::<String>::new());
    site.write("anma.yaml", format!("{settings}check:\n  rules: {{HOUSE-GUEST: error}}\n"));
    let run = site.run(&["check"]);
    assert!(run.out.contains("HOUSE-GUESTS"), "{}", run.out);
    site.write("anma.yaml", settings);
    site.write("rules/HOUSE-GUESTS.yaml", "extends: existence\ntokens: [\"(unclosed\"]\n");
    let run = site.run(&["check"]);
    assert!(run.out.contains("check::rule"), "{}{}", run.out, run.err);
}

/// The report in the README is one of the program. `ANMA_UPDATE=1` rewrites it.
#[test]
fn the_readme_shows_a_report() {
    const COMMAND: &str = "$ anma check\n";
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    let text = "Sometimes its a combination of sitting and stress. Deep tissue massage helps people with arthritis.";
    site.write("content/articles/stretching.md", page("Stretching after a massage", text));
    let run = site.run(&["check"]).ends_with(1);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(file).expect("README.md");
    let (before, rest) = readme.split_once(COMMAND).expect("the command");
    let (_, behind) = rest.split_once("```\n").expect("an end");
    let expected = format!("{before}{COMMAND}{}```\n{behind}", run.out);
    if std::env::var("ANMA_UPDATE").is_ok() {
        std::fs::write(file, &expected).expect("written");
        return;
    }
    assert_eq!(readme, expected, "README.md is old: run this test with ANMA_UPDATE=1");
}

#[test]
fn mending_never_breaks_marks_of_emphasis_or_links() {
    for text in [
        "Lie on the **the** couch.",
        "Its **very** good, and its *a* joy.",
        "See the [the price](desk-work.md) list, and [its](desk-work.md) a good day.",
    ] {
        let site = site(text);
        let file = site.root.join("content/articles/rest.md");
        site.run(&["check", "--fix", "--yes"]);
        let after = std::fs::read_to_string(&file).expect("a file");
        assert!(after.contains(text), "{after}");
    }
}

#[test]
fn what_keeps_the_site_from_being_built_is_told_whatever_is_asked_for() {
    let site = site("Rest for a short time, then move again.");
    site.write("content/articles/broken.md", page("A broken page", "See [this](nowhere.md)."));
    let run = site.run(&["check", "content/articles/rest.md"]).ends_with(1);
    assert!(run.out.contains("link::broken"), "{}", run.out);
    // The gap that it leaves in the page is no finding of its own.
    assert!(!run.out.contains("LINK-EMPTY"), "{}", run.out);
    site.run(&["check", "content/articles/rest.md", "--write-baseline"]).ends_with(2);
}

#[test]
fn a_page_that_is_one_long_line_of_claims_is_told_briefly() {
    let site = site(&"massage helps arthritis and ".repeat(2_000));
    let run = site.run(&["check", "--format", "json"]).ends_with(1);
    assert!(run.out.len() < 4_000_000, "{} bytes", run.out.len());
}

#[test]
fn paths_begin_at_the_top_of_the_repository_where_that_counts() {
    let site = Site::named("repository", "");
    let text = include_str!("../../src/rules/example/site.txt");
    for source in anma::source::fixture(text).iter() {
        site.write(format!("site/{}", source.path), source.as_text().expect("a text"));
    }
    site.write(
        "site/content/articles/rest.md",
        page("Rest and movement", "Massage cures back pain."),
    );
    let done = Command::new("git").current_dir(&site.root).args(["init", "-q"]).status();
    assert!(done.expect("git runs").success());
    let run = site.run(&["check", "--root", "site", "--format", "github"]).ends_with(1);
    assert!(run.out.contains("file=site/content/articles/rest.md"), "{}", run.out);
}

#[test]
fn a_new_site_has_no_errors() {
    let site = Site::named("place", "");
    site.run(&["init", "salon"]).ends_with(0);
    site.run(&["check", "--root", "salon"]).ends_with(0);
}
