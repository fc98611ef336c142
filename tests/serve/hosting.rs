//! `_headers` and `_redirects` as on the host. What the rules mean is tested beside the code; this is what arrives.

use super::attacks::is_harmless;
use super::site::{HOME, Preview};
use super::wire::{ask, get};

#[test]
fn headers_of_the_site_arrive() {
    let preview = Preview::usual();
    preview.site.put(
        "_headers",
        "/*\n  Content-Security-Policy: default-src 'self'\n  X-Frame-Options: DENY\n  Access-Control-Allow-Origin: *\n  \
         Cache-Control: public\n  X-Content-Type-Options: sniff\n  Cross-Origin-Resource-Policy: cross-origin\n  \
         Content-Length: 1\n  Transfer-Encoding: chunked\n  Connection: close\n/app.js\n  X-Robots-Tag: noindex\n  \
         Content-Type: text/x-own\n/bad\n  X-Bad: a\rSet-Cookie: b=c\n",
    );
    let page = get(preview.port, "/about/");
    assert_eq!(page.header("content-security-policy"), Some("default-src 'self'"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    assert!(page.text().contains("about us"));
    is_harmless("_headers", &page);
    let script = get(preview.port, "/app.js");
    assert_eq!(script.header("x-robots-tag"), Some("noindex"));
    assert_eq!(script.header("content-type"), Some("text/x-own"));
    assert_eq!(get(preview.port, "/nothing").header("x-frame-options"), Some("DENY"));
    is_harmless("bad", &get(preview.port, "/bad"));
    assert_eq!(get(preview.port, "/_headers").status, 404, "hosts do not show it");
    assert!(preview.server.notices().is_empty(), "this policy lets us work");

    // The next build has other headers.
    preview.site.put("_headers", "/*\n  X-Frame-Options: SAMEORIGIN\n");
    assert_eq!(get(preview.port, "/about/").header("x-frame-options"), Some("SAMEORIGIN"));
    preview.site.remove("_headers");
    assert_eq!(get(preview.port, "/about/").header("x-frame-options"), None);
}

#[test]
fn a_policy_that_stops_our_script_is_kept_and_said_once() {
    let preview = Preview::usual();
    preview.site.put("_headers", "/about/*\n  Content-Security-Policy: script-src 'none'\n");
    for _ in 0..3 {
        let page = get(preview.port, "/about/");
        assert_eq!(page.header("content-security-policy"), Some("script-src 'none'"));
    }
    let notices = preview.server.notices();
    assert_eq!(notices.len(), 1);
    assert!(notices[0].contains("script-src 'none'"), "{notices:?}");
    get(preview.port, "/about/");
    assert!(preview.server.notices().is_empty());
}

#[test]
fn redirects_of_the_site_are_followed() {
    let preview = Preview::usual();
    preview.site.put(
        "_redirects",
        "/old /about/\n/moved/* /articles/:splat 302\n/gone /404.html 410\n/app/* /index.html 200\n\
         /about/ /never\n/style.css /app.js 307!\n/away https://example.org/x\n/proxy/* https://example.org/:splat 200\n\
         /loop /loop\n/a /b\n/b /a\n/evil/* //:splat\n/evil2/* https://:splat/\n/evil3* /:splat\n/shop /about 200\n/lost /nowhere 200\n",
    );
    for (target, status, location) in [
        ("/old", 301, Some("/about/")),
        ("/old?a=b", 301, Some("/about/?a=b")),
        ("/moved/neck/", 302, Some("/articles/neck/")),
        ("/gone", 410, None),
        ("/app/any/thing", 200, None),
        ("/about/", 200, None),
        ("/style.css", 307, Some("/app.js")),
        ("/away", 301, Some("https://example.org/x")),
        ("/proxy/x", 502, None),
        ("/loop", 404, None),
        ("/a", 301, Some("/b")),
        ("/evil/example.org", 404, None),
        ("/evil2/example.org", 404, None),
        ("/evil3/example.org", 301, Some("/example.org")),
        ("/evil3//example.org", 404, None),
        ("/shop", 200, None),
        ("/lost", 404, None),
        ("/_redirects", 404, None),
    ] {
        let answer = get(preview.port, target);
        assert_eq!((answer.status, answer.header("location")), (status, location), "{target}");
        let head = ask(preview.port, &format!("HEAD {target}"), &[]).expect("an answer");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "HEAD {target}");
    }
    assert!(get(preview.port, "/app/x").text().contains(HOME));
    assert!(get(preview.port, "/shop").text().contains("about us"));
}

#[test]
fn hostile_files_stop_nothing() {
    let preview = Preview::usual();
    for text in [
        "/* /* 200\n".repeat(100_000),
        format!("/* {}\n", "/a".repeat(1_000_000)),
        "\0\u{1}\r\r\r/x\r/y\r\n".repeat(1_000),
        "/*\n  A: b\n".repeat(100_000),
        "/:a/:b/:c/:d/:e/*x*y*z /:a:b:c:d:e 200\n".repeat(10_000),
        "/* /:splat:splat:splat:splat:splat 200\n".repeat(10_000),
    ] {
        for name in ["_headers", "_redirects"] {
            preview.site.put(name, text.clone());
            let start = std::time::Instant::now();
            assert!(get(preview.port, "/").status < 500, "{name}");
            get(preview.port, "/a/b/c/d/e/f/g/h");
            assert!(start.elapsed().as_secs() < 5, "{name} takes {:?}", start.elapsed());
        }
        preview.site.remove("_redirects");
        preview.site.remove("_headers");
    }
    assert_eq!(get(preview.port, "/").status, 200);
}
