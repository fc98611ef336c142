//! The documents are true: what can be made from the program is what the program says, every option is
//! explained, and whatever a document names is there.
#![expect(clippy::disallowed_methods, reason = "a test compares with the files of the repository")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anma::diagnostic::CATALOGUE;
use pulldown_cmark::{Event, Options, Parser, Tag};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every document, by its path in the repository.
fn documents() -> Vec<String> {
    let mut all: Vec<String> = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        .map(str::to_owned)
        .to_vec();
    let entries = std::fs::read_dir(root().join("docs")).expect("the folder docs");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.filter_map(|name| name.into_string().ok());
    all.extend(names.filter(|name| has_ending(name, "md")).map(|name| format!("docs/{name}")));
    all.sort();
    all
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// The part of a document below the heading `heading`, up to the next heading of its level.
fn section<'a>(document: &'a str, heading: &str) -> &'a str {
    let (_, rest) =
        document.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no `{heading}`"));
    rest.split("\n## ").next().unwrap_or(rest)
}

/// What stands between back-ticks, outside of code blocks.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2))
}

/// The groups of diagnostics, with what each is about.
const GROUPS: [(&str, &str); 15] = [
    ("file", "The files of the site"),
    ("yaml", "How front matter and settings are written"),
    ("matter", "The fields of a page"),
    ("markdown", "The text of a page"),
    ("shortcode", "Shortcodes"),
    ("picture", "Pictures"),
    ("link", "Links"),
    ("graph", "Facts that contradict each other"),
    ("address", "Addresses"),
    ("language", "Languages"),
    ("config", "Settings"),
    ("theme", "The theme"),
    ("template", "Templates"),
    ("feed", "Feeds"),
    ("check", "Checking"),
];

fn list_of_diagnostics() -> String {
    let mut page = String::from(
        "# Problems and what to do about them\n\n\
        Each problem that `anma build` reports has a name, which stands in brackets in the first line of the report\n\
        and under `code` in JSON. The names stay the same from version to version. An error keeps the site from being\n\
        published; a warning does so only with `--strict`.\n\n\
        This page is made from the program.\n",
    );
    for (group, title) in GROUPS {
        let mut entries = CATALOGUE
            .iter()
            .filter(|entry| entry.code.0.split_once("::").is_some_and(|(of, _)| of == group))
            .peekable();
        if entries.peek().is_none() {
            continue;
        }
        let _written = write!(page, "\n## {title}\n");
        for entry in entries {
            let _written = write!(page, "\n### `{}`\n\n{}\n", entry.code, entry.explanation);
        }
    }
    page
}

/// `ANMA_UPDATE_DOCS=1 cargo test --test documents` rewrites the page.
#[test]
fn the_list_of_diagnostics_is_that_of_the_program() {
    let page = list_of_diagnostics();
    for entry in CATALOGUE {
        assert!(page.contains(&format!("### `{}`\n", entry.code)), "{} has no group", entry.code);
    }
    let file = root().join("docs/diagnostics.md");
    if std::env::var("ANMA_UPDATE_DOCS").is_ok() {
        std::fs::write(&file, &page).expect("written");
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == page, "docs/diagnostics.md is old: run this test with ANMA_UPDATE_DOCS=1");
}

/// The committed list of rules is that of the program. `ANMA_UPDATE_DOCS=1` rewrites it.
#[test]
fn the_list_of_rules_is_that_of_the_program() {
    let config = anma::config::Config::default_for("Test");
    let mut notes = anma::diagnostic::Notes::default();
    let none = anma::source::Sources::default();
    let rules = anma::check::all_rules(&none, &config, &mut notes);
    let page = anma::rules::reference(&rules);
    let file = root().join("docs/rules.md");
    if std::env::var("ANMA_UPDATE_DOCS").is_ok() {
        std::fs::write(&file, &page).expect("written");
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == page, "docs/rules.md is old: run this test with ANMA_UPDATE_DOCS=1");
}

/// The options that a help text names: `--root`.
fn options_of(help: &str) -> Vec<&str> {
    let is_part = |character: char| character.is_ascii_lowercase() || character == '-';
    help.split(|character: char| !is_part(character))
        .filter(|word| word.starts_with("--") && word.len() > 3)
        .collect()
}

#[test]
fn every_option_of_every_command_is_explained() {
    let (page, preview) = (read("docs/cli.md"), read("docs/preview.md"));
    for command in [
        "build",
        "serve",
        "init",
        "new",
        "schema",
        "links",
        "why",
        "coverage",
        "check",
        "list",
        "review",
        "rollback",
        "theme check",
        "theme eject",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_anma"))
            .args(command.split(' ').chain(["--help"]))
            .output()
            .expect("the program runs");
        let help = String::from_utf8(output.stdout).expect("text");
        let mut parts = vec![section(
            &page,
            &format!("## `anma {}`", command.split(' ').next().unwrap_or(command)),
        )];
        if command == "serve" {
            parts.push(section(&preview, "## Options"));
        }
        let options = options_of(&help);
        assert!(options.contains(&"--help"), "{help}");
        for option in options.into_iter().filter(|option| *option != "--help") {
            let begin = format!("{option} ");
            for part in &parts {
                let explained = code(part).any(|code| code == option || code.starts_with(&begin));
                assert!(explained, "`{option}` of `anma {command}` is not explained in:{part}");
            }
        }
    }
    let versions = section(&page, "## Help and version");
    assert!(versions.contains("--help") && versions.contains("--version"));
}

#[test]
fn every_link_and_picture_of_the_documents_is_there() {
    let mut missing = Vec::new();
    for document in documents() {
        let text = read(&document);
        let folder = Path::new(&document).parent().unwrap_or(Path::new(""));
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            let path = dest_url.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains(':') {
                continue;
            }
            if !root().join(folder).join(path).exists() {
                missing.push(format!("{document} links to {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_file_of_the_code_map_is_there_and_every_module_is_in_it() {
    let document = read("ARCHITECTURE.md");
    let map = section(&document, "## Code map");
    let mut folder = String::new();
    let mut named = Vec::new();
    for line in map.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            folder = code(heading).next().unwrap_or_default().to_owned();
            named.push(folder.clone());
        }
        let is_file = |name: &&str| has_ending(name, "rs") && !line.starts_with("### ");
        named.extend(code(line).filter(is_file).map(|name| format!("{folder}{name}")));
    }
    for name in &named {
        assert!(root().join(name).exists(), "the code map names {name}, which is not there");
    }
    for entry in std::fs::read_dir(root().join("src")).expect("the folder src") {
        let name = entry.expect("an entry").file_name().into_string().expect("text");
        let path = if name.contains('.') { format!("src/{name}") } else { format!("src/{name}/") };
        let known = named.iter().any(|named| named.starts_with(&path));
        assert!(known || name == "lib.rs", "the code map does not name {path}");
    }
}

#[test]
fn every_test_that_holds_an_invariant_is_there() {
    let document = read("ARCHITECTURE.md");
    let mut found = 0;
    for name in code(section(&document, "## Invariants")) {
        let Some((file, test)) = name.split_once(".rs::") else { continue };
        let text = read(&format!("{file}.rs"));
        assert!(text.contains(&format!("fn {test}(")), "{file}.rs has no test {test}");
        found += 1;
    }
    assert!(found >= 20, "only {found} tests are named");
}
