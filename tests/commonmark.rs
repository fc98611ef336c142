//! The examples of the CommonMark specification: all of them without extensions, and a list of reasons for
//! what is different with them.

#![expect(clippy::expect_used, reason = "a test stops at what cannot be")]

use std::collections::BTreeMap;
use std::sync::Arc;

use anma::diagnostic::Notes;
use anma::markdown::{Address, Hole, HoleKind, HtmlPolicy, Options, Target, escape_url, parse};
use camino::Utf8Path;

#[derive(serde::Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("commonmark/spec.json")).expect("the examples are JSON")
}

fn options(extensions: bool) -> Options {
    // The specification links to schemes that no site needs.
    let schemes =
        ["a+b+c", "made-up-scheme", "irc", "localhost", "foo"].map(str::to_owned).to_vec();
    Options {
        html: HtmlPolicy::Allow,
        smart_punctuation: false,
        highlight: false,
        extensions,
        schemes,
        ..Options::default()
    }
}

fn html(markdown: &str, options: &Options) -> String {
    let path: Arc<Utf8Path> = Utf8Path::new("content/example.md").into();
    let body = parse(markdown, 0..markdown.len(), &path, options, &mut Notes::default());
    let mut html = String::new();
    body.fill(&mut html, |hole, out| {
        // As if every file existed at the address that was typed.
        let Hole { what: HoleKind::Link(index), .. } = hole else { return };
        let (before, address) = match &body.links[*index as usize].target {
            Target::Content(address) => ("@/", address),
            Target::Site(address) | Target::Relative(address) => ("", address),
            Target::Wiki { name, .. } => {
                out.push_str("wiki:");
                return out.push_str(name);
            }
            Target::External(_) | Target::Anchor(_) => unreachable!("written at once"),
        };
        let Address { path, query, fragment } = address;
        out.push_str(before);
        escape_url(out, path);
        for (mark, part) in [('?', query), ('#', fragment)] {
            if !part.is_empty() {
                out.push(mark);
                escape_url(out, part);
            }
        }
    });
    html
}

#[test]
fn without_extensions_every_example_is_as_specified() {
    let options = options(false);
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut wrong = Vec::new();
    for example in &examples {
        let html = html(&example.markdown, &options);
        if html != example.html {
            wrong.push(format!(
                "example {}\n{:?}\nspecified {:?}\nwritten   {:?}",
                example.number, example.markdown, example.html, html
            ));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What extensions add to every page, taken back: ids of headings.
fn without_ids(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"") {
        let tag = rest[..at].rfind('<').map_or("", |start| &rest[start..at]);
        let end = at + 5 + rest[at + 5..].find('"').expect("a closed attribute") + 1;
        let is_heading = tag.len() == 3 && tag.starts_with("<h");
        plain.push_str(if is_heading { &rest[..at] } else { &rest[..end] });
        rest = &rest[end..];
    }
    plain + rest
}

#[test]
fn with_extensions_only_the_listed_examples_differ() {
    let options = options(true);
    let listed: BTreeMap<u32, &str> = include_str!("commonmark/differences.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(": ").expect("number: reason"))
        .map(|(number, reason)| (number.parse().expect("a number"), reason))
        .collect();
    let mut complaints = Vec::new();
    for example in examples() {
        let html = html(&example.markdown, &options);
        let differs = without_ids(&html) != example.html;
        if differs != listed.contains_key(&example.number) {
            let verb =
                if differs { "differs but is not listed" } else { "is listed but does not differ" };
            complaints.push(format!(
                "example {} {verb}\n{:?}\nspecified {:?}\nwritten   {:?}",
                example.number, example.markdown, example.html, html
            ));
        }
    }
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n\n"));
}
