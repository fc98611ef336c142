//! Templates that never end.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;

use super::preview::{Preview, usual};

const FOOT: &str = "themes/own/templates/partials/footer.html";
/// Takes longer than anybody waits, and writes nothing.
const LOOP: &str = "{% for a in range(end=99999) %}{% for b in range(end=99999) %}{% if a < 0 and b < 0 %}!{% endif %}{% endfor %}{% endfor %}";

#[test]
fn a_template_that_never_ends() {
    let preview = Preview::new();
    preview.is_left();
    preview.story("a page that is never finished is named");
    let from = preview.said();
    preview.edit(FOOT, "the foot", &format!("the foot{LOOP}"));
    preview.hears(from, |event| {
        let message = event["message"].as_str().unwrap_or_default();
        event["event"] == "notice" && message.contains("look for a loop in the template")
    });

    preview.story("the template is mended, and the preview starts again at the same address");
    preview.edit(FOOT, LOOP, " again");
    let serving = preview.hears(from, |event| event["event"] == "serving");
    assert_eq!(serving["port"], preview.port);
    preview.says("/", "the foot again");

    preview.story("the keyboard works as before");
    preview.stays();
    let from = preview.said();
    preview.types("d");
    preview.hears(from, |event| event["event"] == "drafts" && event["shown"] == false);
    preview.types("d");
    preview.hears(from, |event| event["event"] == "drafts" && event["shown"] == true);
    preview.agrees();
}

/// A tab that shows the home page.
fn open_tab(preview: &Preview) -> TcpStream {
    let page = preview.page("/");
    let token = page.split("client.js?token=").nth(1).and_then(|after| after.split('"').next());
    let mut stream = TcpStream::connect(("127.0.0.1", preview.port)).expect("a connection");
    let line = format!("GET /livereload/events?token={}&path=/ HTTP/1.1", token.expect("a token"));
    write!(stream, "{line}\r\nHost: localhost:{}\r\n\r\n", preview.port).expect("sent");
    let mut head = [0; 12];
    stream.read_exact(&mut head).expect("an answer");
    assert_eq!(&head, b"HTTP/1.1 200");
    stream
}

#[test]
fn a_template_that_never_ends_on_a_page_that_is_open() {
    let preview = Preview::of(usual(), &["--port", "0", "--poll", "1", "--published"]);
    preview.is_left();
    let tab = open_tab(&preview);
    preview.story("somebody looks at the page, so the preview starts again at once");
    let from = preview.said();
    preview.edit(FOOT, "the foot", &format!("the foot{LOOP}"));
    let is_notice = |event: &Value| event["event"] == "notice";
    let notice = preview.hears(from, is_notice);
    assert!(notice["message"].to_string().starts_with("\"the page / takes more"), "{notice}");
    preview.hears(from, |event| event["event"] == "serving");
    drop(tab);

    preview.story("the template is mended, which nobody tells, and the preview starts again");
    let from = preview.said();
    preview.hears(from, is_notice);
    preview.edit(FOOT, LOOP, " again");
    preview.hears(from, |event| event["event"] == "serving");
    preview.says("/", "the foot again");
    preview.publishes(true);
    preview.agrees();
}
