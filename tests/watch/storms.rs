//! Many changes at once.

use std::time::{Duration, Instant};

use anma::serve::watch::Mode;

use super::site::{MODES, Observer, Site, seen};

/// A site in a repository with two branches that differ in many files.
fn repository(site: &Site) {
    let git = |arguments: &[&str]| site.run("git", arguments);
    git(&["init", "--quiet", "--initial-branch=main"]);
    git(&["config", "user.email", "ana@example.org"]);
    git(&["config", "user.name", "Ana"]);
    for file in 0..300 {
        site.write(&format!("content/articles/{}/{file}.md", file % 7), "# Main\n");
    }
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "main"]);
    git(&["checkout", "--quiet", "-b", "draft"]);
    for file in 0..300 {
        match file % 3 {
            0 => site.write(&format!("content/articles/{}/{file}.md", file % 7), "# Draft\n"),
            1 => site.remove(&format!("content/articles/{}/{file}.md", file % 7)),
            _ => site.write(&format!("content/new/{}/{file}.md", file % 5), "# New\n"),
        }
    }
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "draft"]);
    git(&["checkout", "--quiet", "main"]);
}

#[test]
fn another_branch() {
    seen("git checkout", repository, |site| site.run("git", &["checkout", "--quiet", "draft"]));
    let site = Site::new();
    repository(&site);
    let mut observer = Observer::new(&site.root, Mode::Auto);
    for branch in ["draft", "main", "draft", "main"] {
        site.run("git", &["checkout", "--quiet", branch]);
        observer.catch_up(branch);
        assert!(!observer.look(), "hints missed something of {branch}");
        // Folders that came with the branch are watched.
        let page = if branch == "draft" { "content/new/2/2.md" } else { "content/articles/0/0.md" };
        site.write(page, "# By hand\n");
        observer.catch_up("a page of the branch");
        site.run("git", &["checkout", "--quiet", "."]);
        observer.catch_up("git checkout .");
    }
}

#[test]
fn work_put_away() {
    let work = |site: &Site| {
        repository(site);
        site.write("content/article.md", "# Work\n");
        site.write("content/new-page.md", "# Work\n");
    };
    seen("git stash", work, |site| site.run("git", &["stash", "--quiet", "--include-untracked"]));
    let away = |site: &Site| {
        work(site);
        site.run("git", &["stash", "--quiet", "--include-untracked"]);
    };
    seen("git stash pop", away, |site| site.run("git", &["stash", "pop", "--quiet"]));
}

#[test]
fn five_thousand_files_at_once() {
    for mode in MODES {
        let site = Site::new();
        let mut observer = Observer::new(&site.root, mode);
        for file in 0..5000 {
            site.write(&format!("content/deep/{file}.md"), "# One of many\n");
        }
        observer.catch_up("5,000 files");
        assert!(observer.saw_all, "nobody is told of 5,000 paths");
        site.remove("content/deep");
        observer.catch_up("5,000 files gone");
        for file in 0..5000 {
            site.write(&format!("content/many/{}/{file}.md", file % 50), "# One of many\n");
        }
        observer.catch_up("5,000 files in 50 new folders");
        site.write("content/many/49/new.md", "# And one more\n");
        observer.catch_up("one more");
        assert!(observer.wakes <= 50, "{}", observer.wakes);
        assert!(!observer.look());
    }
}

#[test]
fn a_hundred_saves_in_a_second() {
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    let page = site.at("content/article.md");
    let started = Instant::now();
    let writer = std::thread::spawn(move || {
        for save in 0..100 {
            std::fs::write(&page, format!("# Save {save}\n")).expect("written");
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    while !writer.is_finished() {
        observer.step(Duration::from_millis(50));
    }
    writer.join().expect("written");
    let took = started.elapsed();
    observer.catch_up("the last save");
    // One at once, and one for each 300 ms; more only where the writer was held up for longer than 30 ms.
    let most = 4 + 2 * usize::try_from(took.as_millis() / 300).expect("a number");
    assert!(observer.wakes <= most, "{} in {took:?}", observer.wakes);
    assert_eq!(
        observer.folder.project().sources.text("content/article.md".into()),
        Some("# Save 99\n")
    );
}

#[test]
fn two_who_write_at_the_same_time() {
    for mode in MODES {
        let site = Site::new();
        let mut observer = Observer::new(&site.root, mode);
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let folder = site.at(&format!("content/w{writer}"));
                std::thread::spawn(move || {
                    for round in 0..60 {
                        let inner = folder.join((round % 5).to_string());
                        std::fs::create_dir_all(&inner).expect("folders");
                        std::fs::write(inner.join("p.md"), round.to_string()).expect("written");
                        if round % 7 == 0 {
                            std::fs::remove_dir_all(&inner).expect("removed");
                        }
                    }
                })
            })
            .collect();
        while writers.iter().any(|writer| !writer.is_finished()) {
            observer.step(Duration::from_millis(5));
        }
        for writer in writers {
            writer.join().expect("written");
        }
        observer.catch_up("two writers");
    }
}
