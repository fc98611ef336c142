//! The live channel: what open tabs are told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anma::diagnostic::Severity;
use anma::serve::Problem;
use anma::serve::http::{Limits, ServerSettings};
use serde_json::{Value, json};

use super::site::{MapSite, Preview, settings};
use super::wire::{ask, connect, get, until};

/// The token in the tag of the home page.
pub(crate) fn token(port: u16) -> String {
    let page = get(port, "/").text();
    let after = page.split("client.js?token=").nth(1).expect("a tag");
    after.split('"').next().expect("an end").to_owned()
}

/// An open tab.
pub(crate) struct Tab {
    reader: BufReader<TcpStream>,
    pub(crate) status: u16,
}

impl Tab {
    pub(crate) fn open(port: u16, path: &str) -> Self {
        let mut tab = Self::with(port, path, "");
        assert_eq!(tab.status, 200);
        assert_eq!(tab.next()["type"], "hello");
        tab
    }

    pub(crate) fn with(port: u16, path: &str, headers: &str) -> Self {
        let token = token(port);
        let mut stream = connect(port);
        let request = format!(
            "GET /livereload/events?token={token}&path={path} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).expect("a status");
        let status = line.split(' ').nth(1).expect("a number").parse().expect("a number");
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).expect("a header");
        }
        Self { reader, status }
    }

    /// The next line of the stream that is not part of its framing; `None` at the end.
    pub(crate) fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        // Chunks: a length in hexadecimal digits, the bytes, an empty line.
        self.reader.read_line(&mut line).expect("a chunk");
        let length =
            usize::from_str_radix(line.trim_end(), 16).ok().filter(|length| *length > 0)?;
        let mut chunk = vec![0; length + 2];
        self.reader.read_exact(&mut chunk).expect("a whole chunk");
        Some(String::from_utf8(chunk).expect("text").trim_end().to_owned())
    }

    /// The next message.
    pub(crate) fn next(&mut self) -> Value {
        loop {
            let line = self.line().expect("a message");
            if let Some(message) = line.strip_prefix("data: ") {
                return serde_json::from_str(message).expect("JSON");
            }
            assert_eq!(line, ":");
        }
    }
}

fn problem(message: &str) -> Problem {
    Problem {
        severity: Severity::Error,
        code: "date-unknown".into(),
        message: message.into(),
        file: "content/a.md".into(),
        line: 3,
        column: 7,
        frame: "3 | date: soon\n  |       ^^^^".into(),
        help: vec!["write the date as 2026-11-01".into()],
        explanation: "Dates are …".into(),
    }
}

#[test]
fn a_tab_is_told_when_its_own_page_changes() {
    let preview = Preview::usual();
    let mut home = Tab::open(preview.port, "/");
    let mut neck = Tab::open(preview.port, "/articles/neck/?utm=1");
    let mut lost = Tab::open(preview.port, "/not/yet/");
    assert_eq!(preview.live.open(), ["/", "/articles/neck/?utm=1", "/not/yet/"]);

    preview.site.put("articles/neck/index.html", "<p>new</p>");
    preview.live.shown(&[], None);
    let build = anma::serve::Site::build(&*preview.site);
    let changed = |page: bool, files: &[&str], go: Option<&str>, build: u64| json!({"type": "changed", "build": build, "page": page, "files": files, "go": go});
    assert_eq!(neck.next(), changed(true, &[], None, build));

    // The others hear of the style sheet next: nothing was said to them of the article.
    preview.live.shown(&["/style.css".into()], None);
    for tab in [&mut home, &mut neck, &mut lost] {
        assert_eq!(tab.next(), changed(false, &["/style.css"], None, build));
    }

    preview.site.put("not/yet/index.html", "<p>now there</p>");
    preview.live.shown(&[], Some("/not/yet/#causes"));
    let build = anma::serve::Site::build(&*preview.site);
    assert_eq!(lost.next(), changed(true, &[], Some("/not/yet/#causes"), build));
    for tab in [&mut home, &mut neck] {
        assert_eq!(tab.next(), changed(false, &[], Some("/not/yet/#causes"), build));
    }

    // The page is gone: the tab shows the site's page for that.
    preview.site.remove("not/yet/index.html");
    preview.live.shown(&[], None);
    assert_eq!(lost.next()["page"], true);
    // A build that changes nothing is no news.
    preview.site.put("articles/neck/index.html", "<p>new</p>");
    preview.live.shown(&[], None);
    preview.live.shown(&["/end".into()], None);
    for tab in [&mut home, &mut neck, &mut lost] {
        assert_eq!(tab.next()["files"], json!(["/end"]));
    }
}

#[test]
fn problems_are_shown_until_they_are_mended() {
    let preview = Preview::usual();
    let mut early = Tab::open(preview.port, "/");
    preview.live.problems(&[], false);
    preview.live.problems(&[problem("no date `soon` </script>\n\u{2028}")], false);
    let told = early.next();
    assert_eq!(told["type"], "problems");
    assert_eq!(told["more"], 0);
    let item = &told["items"][0];
    assert_eq!(item["severity"], "error");
    assert_eq!(item["message"], "no date `soon` </script>\n\u{2028}");
    assert_eq!((&item["line"], &item["column"]), (&json!(3), &json!(7)));
    assert_eq!(item["help"], json!(["write the date as 2026-11-01"]));

    let mut late = Tab::open(preview.port, "/about/");
    assert_eq!(late.next(), told);
    preview.live.problems(&vec![problem("x"); 50], false);
    for tab in [&mut early, &mut late] {
        let told = tab.next();
        assert_eq!(
            told["items"].as_array().expect("a list").len() as u64
                + told["more"].as_u64().expect("a number"),
            50
        );
    }
    preview.live.problems(&[], false);
    for tab in [&mut early, &mut late] {
        assert_eq!(tab.next(), json!({"type": "fixed"}));
    }
    let mut after = Tab::open(preview.port, "/");
    preview.live.shown(&["/x".into()], None);
    assert_eq!(after.next()["type"], "changed", "nothing of old problems");
}

#[test]
fn a_tab_that_is_closed_is_forgotten_at_once() {
    let preview = Preview::usual();
    let tab = Tab::open(preview.port, "/");
    assert_eq!(preview.live.open(), ["/"]);
    drop(tab);
    until("the tab is forgotten", || preview.live.open().is_empty());
}

#[test]
fn a_tab_comes_back_after_a_restart() {
    // Not one of the ports that the system gives to the clients of other tests meanwhile.
    let port = 20_000 + u16::try_from(std::process::id() % 5_000).expect("small");
    let preview = Preview::of(MapSite::usual(), ServerSettings { port, ..settings() });
    let (port, site) = (preview.port, preview.site.clone());
    let old = token(port);
    let mut tab = Tab::open(port, "/");
    preview.server.stop();
    let mut rest = Vec::new();
    let ended = tab.reader.read_to_end(&mut rest);
    assert!(
        ended.is_ok()
            || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
    );

    // The port is to be had at once, though connections to it have just been closed.
    let settings = ServerSettings { port, port_is_fixed: true, ..settings() };
    let preview = Preview::of(site, settings);
    assert_eq!((preview.port, preview.server.moved), (port, false));
    let refused =
        ask(port, &format!("GET /livereload/events?token={old}&path=/"), &[]).expect("an answer");
    assert_eq!(refused.status, 403, "an old token opens nothing");
    Tab::open(port, "/");
}

#[test]
fn there_is_a_sign_of_life() {
    let limits = Limits { beat: Duration::from_millis(20), ..Limits::default() };
    let preview = Preview::of(MapSite::usual(), ServerSettings { limits, ..settings() });
    let mut tab = Tab::open(preview.port, "/");
    for _ in 0..3 {
        assert_eq!(tab.line().as_deref(), Some(":"));
    }
    assert_eq!(Limits::default().beat, Duration::from_secs(10));
}

#[test]
fn a_tab_that_does_not_listen_holds_nobody_up() {
    let preview = Preview::usual();
    let deaf = Tab::open(preview.port, "/");
    let mut news = Tab::open(preview.port, "/about/");
    let long = vec!["x".repeat(100_000)];
    let start = Instant::now();
    let mut told = 0;
    while preview.live.open().len() > 1 {
        preview.live.shown(&long, None);
        assert_eq!(news.next()["type"], "changed");
        told += 1;
        assert!(told < 2_000, "the deaf tab is kept for ever");
    }
    assert_eq!(preview.live.open(), ["/about/"], "the other tab stays");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{told} messages took {:?}",
        start.elapsed()
    );
    drop(deaf);
}

#[test]
fn what_a_tab_sends_is_ignored() {
    let preview = Preview::usual();
    let mut tab = Tab::open(preview.port, "/");
    let mut wire = tab.reader.get_ref().try_clone().expect("the same connection");
    wire.write_all(&b"GET /secret.txt HTTP/1.1\r\nHost: evil\r\n\r\n".repeat(2_000)).expect("sent");
    preview.live.shown(&["/a".into()], None);
    assert_eq!(tab.next()["files"], json!(["/a"]));
    assert_eq!(get(preview.port, "/").status, 200);
}

#[test]
fn there_is_room_for_64_tabs() {
    let preview = Preview::usual();
    let mut tabs: Vec<Tab> = (0..64).map(|_| Tab::open(preview.port, "/")).collect();
    let refused = Tab::with(preview.port, "/", "");
    assert_eq!(refused.status, 503);
    assert_eq!(preview.live.open().len(), 64);
    preview.live.shown(&["/a".into()], None);
    for tab in &mut tabs {
        assert_eq!(tab.next()["files"], json!(["/a"]));
    }
    tabs.pop();
    until("there is a place again", || preview.live.open().len() < 64);
    tabs.push(Tab::open(preview.port, "/"));
    assert_eq!(get(preview.port, "/").status, 200);
}

#[test]
fn odd_paths_of_tabs_do_no_harm() {
    let preview = Preview::usual();
    for path in [
        "",
        "%2e%2e/secret",
        "//evil",
        "%00",
        "%ff",
        "/%252e",
        "x".repeat(4_000).as_str(),
        "/a&path=/b",
    ] {
        let _tab = Tab::open(preview.port, path);
    }
    // A page that panics is no page; whoever asks for it is told so, and the others stay.
    let broken = Tab::with(preview.port, "/panic/", "");
    assert_eq!(broken.status, 500);
    Tab::open(preview.port, "/");
}

#[test]
fn the_channel_has_its_kind_and_head_opens_none() {
    let preview = Preview::usual();
    let token = token(preview.port);
    let answer = ask(preview.port, &format!("HEAD /livereload/events?token={token}&path=/"), &[])
        .expect("an answer");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/event-stream; charset=utf-8"));
    assert!(preview.live.open().is_empty());
}
