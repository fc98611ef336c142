//! Git, which changes many files in many folders at once.

use super::hands::run;
use super::preview::{Preview, usual};
use super::support::program::Site;

fn article(number: usize, says: &str) -> String {
    format!("---\ntitle: Number {number}\ndate: 2026-10-{:02}\n---\n{says}.\n", number % 28 + 1)
}

fn place(number: usize) -> String {
    format!("content/articles/in{}/n{number}.md", number % 5)
}

/// A site with two branches.
fn repository() -> Site {
    let site = usual();
    let git = |arguments: &[&str]| run(&site.root, "git", arguments);
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["config", "user.email", "ana@example.org"]);
    git(&["config", "user.name", "Ana"]);
    git(&["config", "gc.auto", "0"]);
    for number in 0..40 {
        site.write(place(number), article(number, "From main"));
    }
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "main"]);
    git(&["checkout", "--quiet", "-b", "winter"]);
    for number in 0..40 {
        match number % 3 {
            0 => site.write(place(number), article(number, "From winter")),
            1 => std::fs::remove_file(site.root.join(place(number))).expect("removed"),
            _ => site.write(
                format!("content/winter/w{}/n{number}.md", number % 4),
                article(number + 100, "Only in winter"),
            ),
        }
    }
    site.write("assets/own.css", "body { margin: 9px }");
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "winter"]);
    git(&["checkout", "--quiet", "main"]);
    site
}

#[test]
fn branches_and_stashes() {
    let preview = Preview::of(repository(), &["--port", "0"]);
    preview.visitor.visits("/articles/in0/n0/", &["From main", "From winter"]);
    preview.visitor.visits("/articles/in2/n2/", &["From main"]);
    for round in 0..3 {
        preview.story("git checkout of another branch");
        preview.run("git", &["checkout", "--quiet", "winter"]);
        preview.says("/articles/in0/n0/", "From winter");
        preview.comes("/winter/w1/n5/", "Only in winter");
        preview.goes("/articles/in1/n1/");
        if round == 0 {
            preview.agrees();
        }
        preview.story("git checkout of the first branch");
        preview.run("git", &["checkout", "--quiet", "main"]);
        preview.says("/articles/in0/n0/", "From main");
        preview.comes("/articles/in1/n1/", "From main");
        preview.goes("/winter/w1/n5/");
    }
    preview.agrees();

    preview.story("git stash");
    preview.edit("content/about.md", "We know", "We all know");
    preview.edit(&place(2), "From main", "From main, with more words");
    preview.write("content/draft/new.md", &article(200, "Not committed"));
    preview.says("/about/", "We all know");
    preview.comes("/draft/new/", "Not committed");
    preview.run("git", &["stash", "--quiet", "--include-untracked"]);
    preview.hides("/about/", "We all know");
    preview.hides("/articles/in2/n2/", "with more words");
    preview.goes("/draft/new/");

    preview.story("git stash pop");
    preview.run("git", &["stash", "pop", "--quiet"]);
    preview.says("/about/", "We all know");
    preview.says("/articles/in2/n2/", "with more words");
    preview.comes("/draft/new/", "Not committed");

    preview.story("git checkout . and git clean");
    preview.run("git", &["checkout", "--quiet", "."]);
    preview.run("git", &["clean", "--quiet", "-fd"]);
    preview.hides("/about/", "We all know");
    preview.goes("/draft/new/");
    preview.agrees();

    preview.story("git commit changes nothing that is served");
    preview.edit("content/about.md", "We know", "We really know");
    preview.says("/about/", "We really know");
    preview.run("git", &["commit", "--quiet", "-a", "-m", "about"]);
    preview.agrees();
}
