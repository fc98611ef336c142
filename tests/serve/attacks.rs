//! What preview servers were really attacked with.

use std::io::Write as _;

use super::paths::PATHS;
use super::site::{CANARY, HOME, MapSite, NOT_FOUND, Preview, settings};
use super::wire::{Answer, answers, ask, connect, get, read_all, send};

/// What holds of every answer, whatever was asked.
pub(crate) fn is_harmless(name: &str, answer: &Answer) {
    assert!(!answer.text().contains(CANARY), "{name} leaks");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{name}");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{name}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
    for (header, _) in &answer.headers {
        assert!(!header.starts_with("access-control-"), "{name}: {header}");
        assert_ne!(header, "set-cookie", "{name}");
    }
    if let Some(location) = answer.header("location") {
        assert!(location.starts_with('/'), "{name}: {location}");
        assert!(!location.starts_with("//") && !location.contains('\\'), "{name}: {location}");
    }
}

fn is_alive(preview: &Preview) {
    let home = get(preview.port, "/");
    assert!(home.status == 200 && home.text().contains(HOME), "the server answers");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = Preview::usual();
    for (number, target) in PATHS {
        let target = target.replace("{port}", &preview.port.to_string());
        let name = format!("{number} {target}");
        for method in ["GET", "HEAD"] {
            let answer = ask(preview.port, &format!("{method} {target}"), &[]).expect("an answer");
            assert!(matches!(answer.status, 301 | 400 | 403 | 404), "{name}: {}", answer.status);
            is_harmless(&name, &answer);
            let text = answer.text();
            assert!(!text.contains(HOME) && !text.contains("root:"), "{name} gives a page");
        }
    }
    // What looks like such a path and is none.
    for (target, text) in [
        ("/index.html?/../../secret.txt", HOME),
        ("/?../secret.txt", HOME),
        ("/a%20b.txt", "a space"),
    ] {
        let answer = get(preview.port, target);
        assert!(answer.status == 200 && answer.text().contains(text), "A22 {target}");
        is_harmless(target, &answer);
    }
    is_alive(&preview);
}

#[test]
fn bytes_that_are_no_path_are_refused() {
    let preview = Preview::usual();
    let host = format!("Host: localhost:{}", preview.port);
    for target in [
        &b"/\xff\xfe"[..],
        b"/\x00secret.txt",
        b"/\x01",
        b"/a\tb",
        b"/a b",
        b"/\x7f",
        b"/\xc0\xae\xc0\xae/secret.txt",
    ] {
        let mut request = b"GET ".to_vec();
        request.extend_from_slice(target);
        request.extend_from_slice(
            format!(" HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n").as_bytes(),
        );
        for answer in answers(&send(preview.port, &request), &[]) {
            assert!(matches!(answer.status, 400 | 404), "{target:?}: {}", answer.status);
            is_harmless("bytes", &answer);
        }
    }
    is_alive(&preview);
}

#[test]
fn what_is_not_http_is_refused() {
    let preview = Preview::usual();
    let port = preview.port;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nA\x00: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nA: \x00\r\n\r\n",
        b"GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\0\0\0\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
    ] {
        let found = answers(&send(port, bytes), &[]);
        assert!(found.len() <= 1, "{bytes:?}");
        for answer in found {
            assert_eq!(answer.status, 400, "{:?}", String::from_utf8_lossy(bytes));
            is_harmless("not HTTP", &answer);
        }
    }
    // A client that says nothing, or half of something, and leaves.
    drop(connect(port));
    let mut stream = connect(port);
    stream.write_all(b"GET / HT").expect("sent");
    super::wire::half_close(&stream);
    assert_eq!(answers(&read_all(&mut stream), &[])[0].status, 400);
    is_alive(&preview);
}

#[test]
fn only_our_names_are_answered() {
    let preview = Preview::usual();
    for (number, headers, statuses) in [
        ("B01", vec!["Host: evil.example"], [403, 403]),
        ("B02", vec!["Host: evil.example:{port}"], [403, 403]),
        ("B03", vec!["Host: localhost.evil.example:{port}"], [403, 403]),
        ("B03+", vec!["Host: localhost.:{port}"], [403, 403]),
        ("B03+", vec!["Host: a.localhost:{port}"], [403, 403]),
        ("B04", vec!["Host: evillocalhost:{port}"], [403, 403]),
        ("B05", vec!["Host: 127.0.0.1.nip.example:{port}"], [403, 403]),
        ("B06", vec!["Host: 127.0.0.2:{port}"], [403, 403]),
        ("B06+", vec!["Host: 127.1:{port}"], [403, 403]),
        ("B07", vec!["Host: 0.0.0.0:{port}"], [403, 403]),
        ("B08", vec!["Host: 2130706433:{port}"], [403, 403]),
        ("B09", vec!["Host: 0x7f000001:{port}"], [403, 403]),
        ("B09+", vec!["Host: 0177.0.0.1:{port}"], [403, 403]),
        ("B09+", vec!["Host: [::ffff:127.0.0.1]:{port}"], [403, 403]),
        ("B09+", vec!["Host: [::]:{port}"], [403, 403]),
        ("B10", vec!["Host: localhost:{port}/evil.example"], [400, 403]),
        ("B11", vec!["Host: localhost evil.example"], [400, 403]),
        ("B12", vec!["Host: me@localhost:{port}"], [400, 403]),
        ("B12+", vec!["Host: localhost:{port}@evil.example"], [400, 403]),
        ("B12+", vec!["Host: localhost:{port},evil.example"], [400, 403]),
        ("B12+", vec!["Host: localhost\\evil.example"], [400, 403]),
        ("B12+", vec!["Host: localhost#evil.example"], [400, 403]),
        ("B13", vec!["Host: 192.168.0.1:{port}"], [403, 403]),
        ("B14", vec!["Host: [::1]evil.example"], [400, 403]),
        ("B15", vec!["Host: [::1"], [400, 400]),
        ("B15+", vec!["Host: ::1"], [400, 403]),
        ("B15+", vec!["Host: [::1%25eth0]:{port}"], [400, 403]),
        ("B16", vec!["Host: xn--lcalhost-9ya.example"], [403, 403]),
        ("B16+", vec!["Host: l\u{f6}calhost:{port}"], [400, 403]),
        ("B16+", vec!["Host: \u{ff4c}ocalhost:{port}"], [400, 403]),
        ("B16+", vec!["Host: loc\u{430}lhost:{port}"], [400, 403]),
        ("B17", vec!["-Host"], [400, 400]),
        ("B17+", vec!["Host:"], [400, 400]),
        ("B17+", vec!["Host: :{port}"], [400, 400]),
        ("B18", vec!["Host: localhost:{port}", "Host: localhost:{port}"], [400, 400]),
        ("B18+", vec!["Host: localhost:{port}", "Host: evil.example"], [400, 400]),
        ("B18+", vec!["Host: evil.example", "host: localhost:{port}"], [400, 400]),
        ("B19", vec!["Host: evil.example", "X-Forwarded-Host: localhost:{port}"], [403, 403]),
        ("B19+", vec!["Host: evil.example", "Forwarded: host=localhost"], [403, 403]),
        ("B19+", vec!["Host: evil.example", "X-Host: localhost", "X-Original-URL: /"], [403, 403]),
        ("B19+", vec!["Host: localhost:1"], [403, 403]),
        ("B19+", vec!["Host: localhost:0{port}x"], [400, 403]),
        ("B19+", vec!["Host: localhost:-1"], [400, 403]),
        ("B19+", vec!["Host: localhost:999999"], [400, 403]),
    ] {
        for target in ["/", "/about/", "/app.js", "/livereload/client.js", "/livereload/events"] {
            let answer = ask(preview.port, &format!("GET {target}"), &headers).expect("an answer");
            assert!(statuses.contains(&answer.status), "{number} {headers:?}: {}", answer.status);
            is_harmless(number, &answer);
            let text = answer.text();
            for part in [HOME, NOT_FOUND, "about us", "export", "token", "the client"] {
                assert!(!text.contains(part), "{number} {target} shows {part}");
            }
        }
    }
    for (number, host) in [
        ("B20", "localhost:{port}"),
        ("B21", "localhost"),
        ("B22", "127.0.0.1:{port}"),
        ("B22+", "127.0.0.1"),
        ("B23", "[::1]:{port}"),
        ("B24", "LOCALHOST:{port}"),
        ("B24+", "LocalHost"),
        ("B24+", "  localhost:{port}  "),
    ] {
        let answer = ask(preview.port, "GET /", &[&format!("Host: {host}")]).expect("an answer");
        assert!(answer.status == 200 && answer.text().contains(HOME), "{number} {host}");
    }
    // The host of an absolute target does not stand in for the header.
    let answer = ask(
        preview.port,
        &format!("GET http://localhost:{}/", preview.port),
        &["Host: evil.example"],
    );
    assert_eq!(answer.expect("an answer").status, 403);
}

#[test]
fn names_that_are_allowed_by_hand_are_answered() {
    let settings =
        anma::serve::http::ServerSettings { allow_hosts: vec!["Salon.test".into()], ..settings() };
    let preview = Preview::of(MapSite::usual(), settings);
    for (host, status) in [
        ("salon.test:{port}", 200),
        ("SALON.test", 200),
        ("a.salon.test", 403),
        ("salon.test:1", 403),
    ] {
        let answer = ask(preview.port, "GET /", &[&format!("Host: {host}")]).expect("an answer");
        assert_eq!(answer.status, status, "{host}");
    }
}

#[test]
fn every_answer_has_the_headers_that_keep_it_here() {
    let preview = Preview::usual();
    for (number, line, headers, statuses) in [
        ("C01", "GET /", vec!["Origin: http://evil.example"], vec![200]),
        ("C02", "GET /", vec!["Origin: null"], vec![200]),
        ("C03", "GET /app.js", vec!["Origin: http://localhost:1"], vec![200]),
        (
            "C03+",
            "GET /",
            vec!["Origin: http://evil.example", "Cookie: a=b", "Authorization: Basic eA=="],
            vec![200],
        ),
        (
            "C04",
            "GET /app.js",
            vec!["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
            vec![403],
        ),
        (
            "C04+",
            "GET /img/a.png",
            vec!["sec-fetch-site: cross-site", "sec-fetch-mode: no-cors"],
            vec![403],
        ),
        (
            "C04+",
            "GET /livereload/client.js",
            vec!["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
            vec![403],
        ),
        (
            "C04+",
            "GET /app.js",
            vec!["Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors"],
            vec![200],
        ),
        (
            "C04+",
            "GET /",
            vec!["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"],
            vec![200],
        ),
        (
            "C05",
            "OPTIONS /",
            vec!["Origin: http://evil.example", "Access-Control-Request-Method: GET"],
            vec![405],
        ),
        (
            "C06",
            "OPTIONS /",
            vec!["Origin: http://evil.example", "Access-Control-Request-Private-Network: true"],
            vec![405],
        ),
        ("C06+", "OPTIONS *", vec![], vec![405]),
        ("C07", "GET /<img src=x onerror=alert(1)>", vec![], vec![400, 404]),
        ("C07+", "GET /<img/src=x/onerror=alert(1)>", vec![], vec![400, 404]),
        ("C08", "GET /%3Cscript%3Ealert(1)%3C/script%3E", vec![], vec![404]),
        ("C09", "GET /\"onmouseover=alert(1)", vec![], vec![400, 404]),
        ("C09+", "GET /?q=<script>alert(1)</script>", vec![], vec![200, 400]),
        ("C09+", "GET /about?<script>alert(1)</script>", vec![], vec![301, 400]),
        ("D04", "GET /about", vec![], vec![301]),
        ("D05", "GET /about%0d%0aSet-Cookie:%20x=1", vec![], vec![404]),
        ("D06", "GET /about?%0d%0aSet-Cookie:%20x=1", vec![], vec![301]),
        ("C10", "GET /style.css", vec!["Range: bytes=0-3"], vec![206]),
        ("C10+", "GET /style.css", vec!["Range: bytes=999-"], vec![416]),
    ] {
        let answer = ask(preview.port, line, &headers).expect("an answer");
        assert!(statuses.contains(&answer.status), "{number} {line}: {}", answer.status);
        is_harmless(number, &answer);
        assert!(!answer.text().contains("alert("), "{number} is echoed");
    }
}

#[test]
fn our_own_words_are_plain_text_that_may_do_nothing() {
    let site = MapSite::new("/");
    let preview = Preview::of(site, settings());
    let answer = get(preview.port, "/%3Cscript%3Ealert(1)%3C/script%3E");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(
        answer.header("content-security-policy"),
        Some("default-src 'none'; style-src 'unsafe-inline'")
    );
    assert_eq!(answer.text(), "There is no page at this address.\n");
}

#[test]
fn no_request_chooses_where_a_redirect_leads() {
    let preview = Preview::usual();
    for (number, target) in [
        ("D01", "//evil.example/.."),
        ("D02", "//evil.example/%2e%2e"),
        ("D03", "///evil.example/%2e%2e"),
        ("D03+", "/%2fevil.example"),
        ("D03+", "/%2f%2fevil.example/"),
        ("D03+", "/\\evil.example"),
        ("D03+", "/%5cevil.example/%2e%2e"),
        ("D03+", "//evil.example/about"),
        ("D03+", "//about"),
        ("D03+", "/about//"),
        ("D03+", "//evil.example%2fabout"),
        ("D03+", "/.//evil.example"),
        ("D03+", "/about?//evil.example"),
        ("D03+", "/about?url=http://evil.example"),
        ("D03+", "/;@evil.example/about"),
        ("D04", "/about"),
        ("D05", "/about%0d%0aSet-Cookie:%20x=1"),
        ("D06", "/about%0aLocation:%20http://evil.example"),
        ("D06+", "/about?%0d%0aLocation:%20http://evil.example"),
        ("D06+", "/about%3f%0d%0a"),
    ] {
        let answer = get(preview.port, target);
        is_harmless(number, &answer);
        if let Some(location) = answer.header("location") {
            assert!(location.starts_with("/about/"), "{number} {target}: {location}");
        }
        assert!(matches!(answer.status, 301 | 400 | 404), "{number} {target}: {}", answer.status);
    }
    let answer = get(preview.port, "/%E6%8C%89%E6%91%A9?a=b&c=%20");
    assert_eq!(answer.header("location"), Some("/%E6%8C%89%E6%91%A9/?a=b&c=%20"));
}

#[test]
fn only_get_and_head_are_answered() {
    let preview = Preview::usual();
    for (number, method) in [
        ("E01", "POST"),
        ("E02", "PUT"),
        ("E03", "DELETE"),
        ("E04", "PATCH"),
        ("E05", "TRACE"),
        ("E06", "OPTIONS"),
        ("E07", "PROPFIND"),
        ("E08", "get"),
        ("E08+", "Get"),
        ("E08+", "head"),
        ("E09", "GETX"),
        ("E09+", "XGET"),
        ("E09+", "QUERY"),
        ("E09+", "MKCOL"),
        ("E09+", "VERYLONGMETHODNAMETHATNOBODYUSES"),
        ("E09+", "!#$%&'*+-.^_`|~"),
    ] {
        for target in
            ["/", "/app.js", "/nothing", "/livereload/client.js", "/livereload/events", "*"]
        {
            let answer = ask(preview.port, &format!("{method} {target}"), &[]).expect("an answer");
            assert_eq!(answer.status, 405, "{number} {method} {target}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD"), "{number}");
            is_harmless(number, &answer);
        }
    }
    let tunnel = ask(preview.port, "CONNECT evil.example:443", &[]).expect("an answer");
    assert_eq!(tunnel.status, 405);
    let overridden =
        ask(preview.port, "POST /", &["X-HTTP-Method-Override: GET"]).expect("an answer");
    assert_eq!(overridden.status, 405);
    is_alive(&preview);
}
