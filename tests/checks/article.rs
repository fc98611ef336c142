//! The article of a salon that breaks many rules at once: each is found at its words, and nothing else.

use crate::findings;
use crate::program::Site;

fn site() -> Site {
    let text = include_str!("../../src/rules/example/site.txt");
    let site = Site::new(text);
    site.write("content/articles/deep-tissue.md", include_str!("texts/seed.md"));
    site
}

#[test]
fn everything_is_found_and_nothing_else() {
    let site = site();
    let mut found: Vec<(String, String, String)> = findings(&site, &[])
        .into_iter()
        .map(|one| {
            assert_eq!(one.path, "content/articles/deep-tissue.md", "{one:?}");
            (one.rule, one.severity, one.words)
        })
        .collect();
    found.sort();
    let text: Vec<String> =
        found.iter().map(|(rule, severity, words)| format!("{rule} {severity}: {words}")).collect();
    insta::assert_snapshot!(text.join("\n"));
    for (rule, severity) in [
        ("CLAIM-SUPERVISION", "error"),
        ("CLAIM-MECHANISM", "warning"),
        ("CLAIM-STUDIES", "error"),
        ("CLAIM-PREVENT", "warning"),
        ("STYLE-ITS", "error"),
        ("SAFE-CONTRA", "error"),
        ("META-AUTHOR", "error"),
        ("META-REVIEWER", "warning"),
        ("META-SOURCES", "warning"),
    ] {
        let count = found.iter().filter(|one| one.0 == rule && one.1 == severity).count();
        assert_eq!(count, 1, "{rule} {severity}\n{}", text.join("\n"));
    }
    // The strongest claim may be joined by the promise that it always works.
    let others = found.iter().filter(|one| one.0 != "CLAIM-ABSOLUTE").count();
    assert_eq!(others, 9, "{}", text.join("\n"));
}

#[test]
fn the_example_site_itself_has_nothing_to_mend() {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    let run = site.run(&["check", "--deny", "warning"]).ends_with(0);
    assert!(run.out.starts_with("Nothing to mend: "), "{}", run.out);
}
