//! Going back, from outside.

use serde_json::Value;

use crate::support::program::{SETTINGS, Site};
use crate::support::tree;

fn salon() -> Site {
    Site::new(&format!(
        "-- anma.yaml --\n{SETTINGS}\
        -- content/articles/one.md --\n---\ntitle: Desk work\ndate: 2026-01-01\n---\nThe first text.\n"
    ))
}

#[test]
fn the_site_from_before_comes_back_and_goes_again() {
    let site = salon();
    site.build(&[]).ends_with(0);
    let run = site.run(&["rollback"]).ends_with(2);
    assert!(
        run.err.contains("no earlier site is kept, so there is nothing to go back to"),
        "{}",
        run.err
    );
    let file = site.root.join("content/articles/one.md");
    let first = std::fs::read_to_string(&file).expect("a text");
    let write = |text: &str| site.write("content/articles/one.md", text);
    write(&first.replace("The first", "The second"));
    site.build(&[]).ends_with(0);
    // Whatever is wrong with the content now does not stand in the way.
    write("---\ntitle: [\n---\n");
    let run = site.run(&["rollback"]).ends_with(0);
    assert!(run.out.starts_with("The site from before stands again: "), "{}", run.out);
    assert!(site.page("articles/one/index.html").contains("The first text."));
    let run = site.run(&["rollback", "--format", "json"]).ends_with(0);
    let told: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(told["summary"]["ok"], true);
    assert!(told["summary"]["written"].as_u64() > Some(0), "{told}");
    assert!(site.page("articles/one/index.html").contains("The second text."));
    // A build goes by what the files say, and not by which build stands there.
    write(&first);
    site.build(&[]).ends_with(0);
    assert!(site.page("articles/one/index.html").contains("The first text."));
}

#[test]
fn nothing_is_made_where_there_is_no_site() {
    let site = salon();
    let before = tree::read(&site.root);
    let run = site.run(&["rollback"]).ends_with(2);
    assert!(run.err.contains("there is no site in"), "{}", run.err);
    assert_eq!(tree::read(&site.root), before);
    assert!(!site.root.join(".output.state").exists());
}
