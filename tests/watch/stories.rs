//! What people do to folders.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use anma::serve::watch::Mode;

use super::site::{Observer, Site, seen};

fn nothing(_: &Site) {}

#[test]
fn a_folder_made_and_filled_at_once() {
    seen("mkdir -p and a file", nothing, |site| site.write("content/a/b/c/d.md", "# New\n"));
    seen("mkdir -p and files by a program", nothing, |site| {
        site.run("sh", &["-c", "mkdir -p content/a/b/c && for i in 1 2 3 4 5; do echo $i > content/a/b/c/$i.md; done"]);
    });
    // And what comes into it later.
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    for depth in
        ["content/a", "content/a/b", "content/a/b/c", "static/x/y", "data/z", "themes/plain/t/u"]
    {
        site.write(&format!("{depth}/one.md"), "one");
        observer.catch_up(depth);
        site.write(&format!("{depth}/one.md"), "two");
        observer.catch_up(depth);
    }
}

#[test]
fn a_folder_renamed() {
    seen("mv", nothing, |site| site.rename("content/deep", "content/deeper"));
    seen("mv into itself and back", nothing, |site| {
        site.rename("content/deep", "content/b");
        site.rename("content/b", "content/deep");
        site.write("content/deep/er/page.md", "# After\n");
    });
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    site.rename("content/deep", "content/deeper");
    observer.catch_up("renamed");
    site.write("content/deeper/er/page.md", "# Found below the new name\n");
    observer.catch_up("written below the new name");
    site.write("content/deep/er/page.md", "# Found below the old name\n");
    observer.catch_up("made again by the old name");
    site.write("content/deep/er/page.md", "# And changed\n");
    observer.catch_up("changed below the old name");
}

#[test]
fn content_moved_away_and_back() {
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    for round in 0..3 {
        site.rename("content", "elsewhere");
        observer.catch_up("moved away");
        assert!(observer.folder.project().sources.below("content/").next().is_none());
        site.rename("elsewhere", "content");
        observer.catch_up("moved back");
        site.write("content/deep/er/page.md", &round.to_string());
        observer.catch_up("changed after that");
    }
    seen("content moved away", nothing, |site| site.rename("content", "elsewhere"));
    seen(
        "content moved in",
        |site| site.rename("content", "elsewhere"),
        |site| site.rename("elsewhere", "content"),
    );
}

#[test]
fn the_root_removed_and_made_again() {
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    let away = site.root.with_file_name("away");
    for round in 0..2 {
        fs::rename(&site.root, &away).expect("renamed");
        observer.catch_up("the root is gone");
        fs::rename(&away, &site.root).expect("renamed");
        observer.catch_up("the root is back");
        site.write("content/deep/er/page.md", &format!("# Round {round}\n"));
        observer.catch_up("a page in the root that is back");
    }
    fs::remove_dir_all(&site.root).expect("removed");
    observer.catch_up("the root is removed");
    site.write("anma.yaml", "title: Again\n");
    site.write("content/deep/er/page.md", "# Again\n");
    observer.catch_up("the root is made again");
    site.write("content/deep/er/page.md", "# And changed\n");
    observer.catch_up("a page in the root that is made again");
}

#[test]
fn folders_and_files_in_each_others_place() {
    seen("rm -r", nothing, |site| site.remove("content/deep"));
    seen("a folder becomes a file", nothing, |site| {
        site.remove("content/deep");
        site.write("content/deep", "a file");
    });
    seen("a file becomes a folder", nothing, |site| {
        site.remove("content/article.md");
        site.write("content/article.md/index.md", "# In a folder\n");
    });
    let site = Site::new();
    let mut observer = Observer::new(&site.root, Mode::Auto);
    site.remove("content");
    fs::write(site.at("content"), "a file").expect("a file");
    observer.catch_up("content is a file");
    site.remove("content");
    site.write("content/deep/er/page.md", "# Again\n");
    observer.catch_up("content is a folder again");
    site.write("content/deep/er/page.md", "# And changed\n");
    observer.catch_up("and is watched");
}

#[test]
fn pages_come_go_and_change_their_names() {
    seen("a new page", nothing, |site| site.write("content/new.md", "# New\n"));
    seen("a page is removed", nothing, |site| site.remove("content/article.md"));
    seen("a page is renamed", nothing, |site| site.rename("content/article.md", "content/b.md"));
    seen("a page is renamed over another", nothing, |site| {
        site.rename("content/article.md", "content/other.md");
    });
    seen("a page moves into a folder", nothing, |site| {
        site.rename("content/article.md", "content/deep/article.md");
    });
    seen(
        "a page comes from outside",
        |site| site.write("drafts/d.md", "# D\n"),
        |site| {
            site.rename("drafts/d.md", "content/d.md");
        },
    );
    seen("a page goes outside", nothing, |site| site.rename("content/article.md", "article.md"));
    seen("a picture", nothing, |site| site.write("content/photo.png", "another picture"));
    seen("a copy", nothing, |site| site.run("cp", &["-r", "content/deep", "content/copy"]));
}

#[test]
fn settings_and_themes() {
    seen("anma.yaml", nothing, |site| site.write("anma.yaml", "title: Other\ntheme: plain\n"));
    seen("anma.yaml removed", nothing, |site| site.remove("anma.yaml"));
    seen(
        "anma.yaml back",
        |site| site.rename("anma.yaml", "anma.yaml.orig"),
        |site| site.rename("anma.yaml.orig", "anma.yaml"),
    );
    seen("a template", nothing, |site| {
        site.write("themes/plain/templates/page.html", "{{ content }}");
    });
    seen("a style sheet", nothing, |site| site.write("assets/site.css", "a { color: green }"));
    seen("the theme goes", nothing, |site| site.rename("themes/plain", "themes/fancy"));
    seen("the theme is asked for by another name", nothing, |site| {
        site.rename("themes/plain", "themes/fancy");
        site.write("anma.yaml", "theme: fancy\n");
    });
    seen("the theme extends another", nothing, |site| {
        site.write("themes/base/templates/page.html", "base");
        site.write("themes/plain/theme.yaml", "name: plain\nextends: base\n");
    });
}

#[test]
fn links_inside_the_site() {
    let link = |site: &Site| symlink("article.md", site.at("content/link.md")).expect("a link");
    seen("a link comes", nothing, link);
    seen("its file changes", link, |site| site.write("content/article.md", "# Through the link\n"));
    seen("it is written through", link, |site| {
        site.write("content/link.md", "# Through the link\n");
    });
    seen("it leads elsewhere", link, |site| {
        site.remove("content/link.md");
        symlink("other.md", site.at("content/link.md")).expect("a link");
    });
    // What lies outside of all folders that are watched is found by looking.
    let site = Site::new();
    site.write("shared/notes.md", "# Notes\n");
    symlink("../shared/notes.md", site.at("content/notes.md")).expect("a link");
    let mut observer = Observer::new(&site.root, Mode::Auto);
    site.write("shared/notes.md", "# Other notes\n");
    assert!(observer.look());
    assert_eq!(observer.knows(), observer.fresh());
}

#[test]
fn content_that_is_a_link_to_a_folder_elsewhere() {
    let site = Site::new();
    let elsewhere = site.root.with_file_name("elsewhere");
    fs::rename(site.at("content"), &elsewhere).expect("renamed");
    symlink(&elsewhere, site.at("content")).expect("a link");
    let mut observer = Observer::new(&site.root, Mode::Auto);
    for text in ["# One\n", "# And two\n"] {
        site.write("content/deep/er/page.md", text);
        observer.catch_up("written through the link");
        fs::write(elsewhere.join("article.md"), text).expect("written");
        observer.catch_up("written where it leads");
    }
}

#[test]
fn permissions_given_back() {
    seen("chmod", nothing, |site| {
        let set = |mode| {
            fs::set_permissions(site.at("content/photo.png"), fs::Permissions::from_mode(mode))
        };
        set(0o600).expect("set");
        set(0o644).expect("set");
        site.write("content/photo.png", "after that");
    });
}
