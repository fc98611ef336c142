//! What programs read. That real parsers read it is tested in `tests/browser/formats.test.mjs`.

use crate::program::Site;

#[test]
fn every_form_has_every_finding_and_the_same_exit_code() {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    site.write("content/articles/deep-tissue.md", include_str!("texts/seed.md"));
    for format in ["json", "sarif", "github", "junit"] {
        let run = site.run(&["check", "--format", format]).ends_with(1);
        for rule in ["CLAIM-SUPERVISION", "META-AUTHOR", "STYLE-ITS"] {
            assert!(run.out.contains(rule), "{rule} in {format}:\n{}", run.out);
        }
        assert_eq!(run.err, "", "{format}");
        let again = site.run(&["check", "--format", format]).ends_with(1);
        assert!(run.out == again.out, "{format} is another each time");
    }
}
