//! A site with 60 defects: all are found, none twice, and nothing else; and the same site without them.

use std::path::Path;

use crate::program::Site;
use crate::{Finding, findings, yaml};

fn site(name: &str) -> Site {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks/texts").join(name);
    Site::copy_of(&folder, "site")
}

#[test]
fn sixty_defects_are_found_once_and_nothing_else() {
    let site = site("planted");
    let listed = std::fs::read_to_string(site.root.join("defects.yaml")).expect("the list");
    let list = yaml(&listed);
    let defects = list.items();
    assert_eq!(defects.len(), 60);
    let mut found = findings(&site, &[]);
    let mut missed = Vec::new();
    for defect in defects {
        let text = |key: &str| defect.get(key).and_then(|node| node.text());
        let need = |key: &str| text(key).expect("a text");
        let line: u64 = need("line").parse().expect("a line");
        let is_of_page = text("page") == Some("true");
        let is_it = |one: &Finding| {
            one.rule == need("rule")
                && (one.path == need("file") || Some(one.path.as_str()) == text("or"))
                && (one.line == line || is_of_page)
        };
        match found.iter().position(is_it) {
            Some(at) => drop(found.remove(at)),
            None => missed.push(format!("{} {}:{line}", need("rule"), need("file"))),
        }
    }
    assert!(missed.is_empty() && found.is_empty(), "missed {missed:#?}\nfurther {found:#?}");
}

#[test]
fn the_mended_site_has_nothing_to_mend() {
    let site = site("clean");
    let run = site.run(&["check", "--deny", "warning"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
