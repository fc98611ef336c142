//! What the preview is for: pages, files, redirects, the tag.

use anma::base::Date;
use anma::graph::Standing;
use anma::serve::http::ServerSettings;
use std::net::TcpListener;

use super::attacks::is_harmless;
use super::channel::token;
use super::site::{HOME, MapSite, NOT_FOUND, Preview, settings};
use super::wire::{ask, get};

#[test]
fn addresses_are_those_of_a_host() {
    let preview = Preview::usual();
    for (target, status, kind, text) in [
        ("/", 200, "text/html; charset=utf-8", HOME),
        ("/index.html", 200, "text/html; charset=utf-8", HOME),
        ("/about/", 200, "text/html; charset=utf-8", "about us"),
        ("/about/index.html", 200, "text/html; charset=utf-8", "about us"),
        ("/about/?a=b", 200, "text/html; charset=utf-8", "about us"),
        ("/%61bout/", 200, "text/html; charset=utf-8", "about us"),
        ("/%E6%8C%89%E6%91%A9/", 200, "text/html; charset=utf-8", "massage"),
        ("/app.js", 200, "text/javascript; charset=utf-8", "export"),
        ("/a%20b.txt", 200, "text/plain; charset=utf-8", "a space"),
        ("/img/a.png", 200, "image/png", "PNG"),
        ("/404.html", 200, "text/html; charset=utf-8", NOT_FOUND),
        ("/nothing", 404, "text/html; charset=utf-8", NOT_FOUND),
        ("/nothing/", 404, "text/html; charset=utf-8", NOT_FOUND),
        ("/ABOUT/", 404, "text/html; charset=utf-8", NOT_FOUND),
        ("/app.js/", 404, "text/html; charset=utf-8", NOT_FOUND),
        ("/img/", 404, "text/html; charset=utf-8", NOT_FOUND),
        ("/about", 301, "text/plain; charset=utf-8", ""),
        ("/livereload/client.js", 200, "text/javascript; charset=utf-8", "the client"),
        ("/livereload/client.js?token=x", 200, "text/javascript; charset=utf-8", "the client"),
    ] {
        let answer = get(preview.port, target);
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(answer.header("content-type"), Some(kind), "{target}");
        assert!(answer.text().contains(text), "{target}: {}", answer.text());
        let head = ask(preview.port, &format!("HEAD {target}"), &[]).expect("an answer");
        assert_eq!(head.status, status, "HEAD {target}");
        for name in ["content-length", "content-type", "location", "cache-control"] {
            assert_eq!(head.header(name), answer.header(name), "HEAD {target}: {name}");
        }
    }
    assert_eq!(get(preview.port, "/about?a=b").header("location"), Some("/about/?a=b"));
}

#[test]
fn a_site_below_a_path_stays_there() {
    let site = MapSite::new("/sub/");
    site.put("index.html", format!("<head></head>{HOME}"));
    site.put("about/index.html", "about us");
    site.put("404.html", NOT_FOUND);
    let preview = Preview::of(site, settings());
    for (target, status, location) in [
        ("/", 302, Some("/sub/")),
        ("/?a=b", 302, Some("/sub/?a=b")),
        ("/sub", 302, Some("/sub/")),
        ("/sub/", 200, None),
        ("/sub/about", 301, Some("/sub/about/")),
        ("/sub/about/", 200, None),
        ("/sub/nothing", 404, None),
        ("/about/", 404, None),
        ("/subabout/", 404, None),
        ("/index.html", 404, None),
        ("/sub/sub/", 404, None),
    ] {
        let answer = get(preview.port, target);
        assert_eq!((answer.status, answer.header("location")), (status, location), "{target}");
    }
    assert_eq!(
        get(preview.port, "/livereload/client.js").status,
        200,
        "the preview's own paths have no prefix"
    );
}

#[test]
fn a_page_has_one_tag_and_is_otherwise_as_it_was() {
    let preview = Preview::usual();
    let original = "<!doctype html><head><title>t</title></head><body>é按</body>";
    preview.site.put("p/index.html", original);
    let build = anma::serve::Site::build(&*preview.site);
    let day = Date::parse("2026-12-01").expect("a day");
    for (standing, word) in [
        (Standing::Published, "published"),
        (Standing::Draft, "draft"),
        (Standing::Scheduled(day), "scheduled 2026-12-01"),
        (Standing::Expired(day), "expired 2026-12-01"),
    ] {
        preview.site.stand("p/index.html", standing);
        let page = get(preview.port, "/p/").text();
        let tag = format!(
            "<script src=\"/livereload/client.js?token={}\" data-build=\"{build}\" data-standing=\"{word}\" defer></script>",
            token(preview.port)
        );
        assert_eq!(page, original.replace("</head>", &format!("{tag}</head>")));
    }
    assert!(
        get(preview.port, "/nothing").text().contains("/livereload/client.js"),
        "the 404 page reloads too"
    );
    preview.site.put("fragment.txt", "<head></head>");
    preview.site.put("data.xml", "<head></head>");
    for target in ["/fragment.txt", "/data.xml", "/app.js", "/style.css", "/big.bin"] {
        assert!(!get(preview.port, target).text().contains("/livereload"), "{target} is no page");
    }
    let part = ask(preview.port, "GET /p/", &["Range: bytes=0-3"]).expect("an answer");
    assert_eq!((part.status, part.header("accept-ranges")), (200, None), "a page has no parts");
}

#[test]
fn parts_of_files_are_given() {
    let preview = Preview::usual();
    let part = |range: &str, line: &str| ask(preview.port, line, &[range]).expect("an answer");
    let answer = part("Range: bytes=5-9", "GET /style.css");
    assert_eq!((answer.status, answer.text().as_str()), (206, "color"));
    assert_eq!(answer.header("content-range"), Some("bytes 5-9/15"));
    assert_eq!(answer.header("content-length"), Some("5"));
    assert_eq!(part("Range: bytes=-4", "GET /style.css").text(), "red}");
    assert_eq!(part("Range: bytes=5-9", "HEAD /style.css").header("content-length"), Some("15"));
    let outdated = ask(preview.port, "GET /style.css", &["Range: bytes=5-9", "If-Range: \"x\""])
        .expect("an answer");
    assert_eq!(outdated.status, 200);
    assert_eq!(get(preview.port, "/style.css").header("accept-ranges"), Some("bytes"));
}

#[test]
fn a_new_build_is_served_at_once() {
    let preview = Preview::usual();
    for round in 0..50 {
        preview.site.put("about/index.html", format!("round {round}."));
        assert!(get(preview.port, "/about/").text().contains(&format!("round {round}.")));
    }
}

#[test]
fn a_port_that_is_taken_is_passed_over_and_said_so() {
    let preview = Preview::usual();
    let taken = ServerSettings { port: preview.port, ..settings() };
    let second = Preview::of(MapSite::usual(), taken.clone());
    assert!(second.server.moved && second.port > preview.port && second.port <= preview.port + 10);
    assert_eq!(get(second.port, "/").status, 200);
    let fixed = ServerSettings { port_is_fixed: true, ..taken };
    let site = MapSite::usual();
    let live = anma::serve::Live::new(site.clone());
    let error = anma::serve::http::start(fixed, site, live).expect_err("the port is taken");
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}

#[test]
fn only_this_machine_can_connect() {
    let preview = Preview::usual();
    assert!(preview.server.address.ip().is_loopback());
    if TcpListener::bind("[::1]:0").is_ok() {
        std::net::TcpStream::connect(("::1", preview.port)).expect("IPv6 is served too");
    }
    if let Some(address) = preview.server.network_address() {
        assert!(
            std::net::TcpStream::connect((address, preview.port)).is_err(),
            "the network is kept out"
        );
        let open = Preview::of(MapSite::usual(), ServerSettings { lan: true, ..settings() });
        std::net::TcpStream::connect((address, open.port)).expect("unless it is let in");
    }
}

#[test]
fn a_server_that_stops_gives_its_port_back() {
    let preview = Preview::usual();
    let port = preview.port;
    preview.server.stop();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn ranges_are_one_or_none() {
    let preview = Preview::usual();
    let many = format!("Range: bytes={}0-", "0-,".repeat(1_000));
    for (number, range, status) in [
        ("E16", many.as_str(), 200),
        ("E17", "Range: bytes=18446744073709551615-18446744073709551616", 416),
        ("E17+", "Range: bytes=99999999999999999999999999999999-", 416),
        ("E18", "Range: bytes=0-18446744073709551616", 206),
        ("E18+", "Range: bytes=-99999999999999999999999999", 206),
        ("E18+", "Range: bytes=5-2", 200),
        ("E18+", "Range: bytes=--5", 200),
        ("E18+", "Range: bytes=0-0,-1", 200),
        ("E19", "Range: bytes=-0", 416),
        ("E19+", "Range: bytes=1000000-", 416),
        ("E19+", "Range: bytes=999999-", 206),
        ("E19+", "Range: seconds=1-2", 200),
        ("E19+", "Range:", 200),
    ] {
        let answer = ask(preview.port, "GET /big.bin", &[range]).expect("an answer");
        assert_eq!(answer.status, status, "{number} {}", &range[..range.len().min(60)]);
        is_harmless(number, &answer);
        let length = answer.body.len();
        match status {
            200 => assert_eq!(length, 1_000_000, "{number}"),
            206 => assert!(
                answer.header("content-range").is_some_and(|range| range.ends_with("/1000000"))
            ),
            _ => assert_eq!(answer.header("content-range"), Some("bytes */1000000")),
        }
    }
}
