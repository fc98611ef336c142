//! What is typed: arguments, letters, and the port.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::Stdio;

use super::preview::{DAY, Preview, usual};
use super::support::program::anma;

const TWO: &str = "content/articles/two.md";

#[test]
fn only_what_is_published() {
    let preview = Preview::of(usual(), &["--port", "0", "--published"]);
    preview.story("a page becomes a draft and is hidden");
    preview.edit("content/articles/four.md", "date:", "draft: true\ndate:");
    preview.goes("/articles/four/");
    preview.hides("/articles/", "Fourth idea");

    preview.story("a page is scheduled and hidden");
    preview.edit("content/articles/three.md", "date:", "publish: 2027-01-01\ndate:");
    preview.goes("/articles/three/");
    preview.agrees();

    preview.story("`d` shows drafts");
    let from = preview.said();
    preview.types("d");
    preview.hears(from, |event| event["event"] == "drafts" && event["shown"] == true);
    preview.comes("/articles/four/", "data-standing=\"draft\"");
    preview.comes("/articles/three/", "data-standing=\"scheduled 2027-01-01\"");
    preview.publishes(false);
    preview.agrees();

    preview.story("`d` hides drafts again");
    preview.types("d");
    preview.goes("/articles/four/");
    preview.goes("/articles/three/");
    preview.publishes(true);
    preview.agrees();

    preview.story("`r` makes everything anew");
    let from = preview.said();
    preview.types("r");
    preview.hears(from, |event| event["event"] == "shown");
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");
    preview.agrees();

    preview.story("a letter that means nothing is harmless");
    preview.types("x");
    preview.types("");
    preview.edit(TWO, "Version 1.", "Version 2.");
    preview.says("/articles/two/", "Version 2.");

    preview.story("`q` ends it well");
    preview.ends();
    preview.types("q");
    assert_eq!(preview.end().code(), Some(0));

    preview.story("a restart has the same port");
    let (port, site) = (preview.port, usual());
    let again = Preview::of(site, &["--port", &port.to_string()]);
    assert_eq!(again.port, port);
    again.page("/");
    drop(again);
}

#[test]
fn the_end_of_the_input_is_not_the_end_of_the_preview() {
    let preview = Preview::new();
    preview.story("a preview without a keyboard");
    preview.hangs_up();
    preview.edit(TWO, "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");
    preview.ends();
}

/// What a preview says until `wanted` stands in it, on either way; it is ended then.
fn says(arguments: &[&str], wanted: &str) -> (String, String) {
    let site = usual();
    let root = site.root.to_str().expect("text");
    let mut command = anma(&[&["serve", "--root", root, "--date", DAY], arguments].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut output = BufReader::new(child.stdout.take().expect("an output"));
    let mut out = String::new();
    while !out.contains(wanted) {
        let read = output.read_line(&mut out).expect("readable");
        if read == 0 {
            break;
        }
    }
    let mut input = child.stdin.take().expect("an input");
    let _sent = writeln!(input, "q");
    let mut err = String::new();
    child.stderr.take().expect("a way for mistakes").read_to_string(&mut err).expect("text");
    let status = child.wait().expect("it ends");
    (format!("{out}exit code {:?}", status.code()), err)
}

#[test]
fn a_taken_port() {
    // Somebody else may have it already; then it is taken as well.
    let _usual = TcpListener::bind(("127.0.0.1", 4080));
    println!("story: the usual port is taken, so that another is used, with a note");
    let (out, err) = says(&[], "The site is at");
    assert!(out.contains("The site is at http://localhost:40"), "{out}");
    assert!(!out.contains("localhost:4080/"), "{out}");
    assert!(out.ends_with("exit code Some(0)"), "{out}\n{err}");
    assert!(err.contains("port 4080 is taken"), "{err}");

    println!("story: a port that was asked for is taken");
    let other = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = other.local_addr().expect("an address").port().to_string();
    let (out, err) = says(&["--port", &port], "The site is at");
    assert!(out.ends_with("exit code Some(3)"), "{out}");
    assert!(err.contains(&port), "the message names the port: {err}");
}
