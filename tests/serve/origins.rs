//! Who may open the live channel.

use super::attacks::is_harmless;
use super::channel::{Tab, token};
use super::site::Preview;
use super::wire::ask;

#[test]
fn only_our_pages_open_the_live_channel() {
    let preview = Preview::usual();
    let good = token(preview.port);
    let other = "0".repeat(32);
    let upgrade = [
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: eA==",
    ];
    for (number, token, origin) in [
        ("F01", good.as_str(), "Origin: http://evil.example"),
        ("F02", &good, "Origin: null"),
        ("F03", &good, "Origin: https://localhost:{port}"),
        ("F03+", &good, "Origin: HTTP://localhost:{port}"),
        ("F04", &good, "Origin: chrome-extension://abcdefghijklmnop"),
        ("F04+", &good, "Origin: moz-extension://5b1e3c60"),
        ("F04+", &good, "Origin: file://"),
        ("F04+", &good, "Origin: vscode-webview://x"),
        ("F05", &good, "Origin: http://localhost:1"),
        ("F05+", &good, "Origin: http://localhost"),
        ("F05+", &good, "Origin: http://localhost:{port}0"),
        ("F06", &good, "Origin: http://localhost:{port}.evil.example"),
        ("F06+", &good, "Origin: http://localhost:{port}@evil.example"),
        ("F06+", &good, "Origin: http://evil.example:{port}"),
        ("F06+", &good, "Origin: http://a.localhost:{port}"),
        ("F06+", &good, "Origin: http://localhost.:{port}"),
        ("F06+", &good, "Origin: http://127.0.0.2:{port}"),
        ("F06+", &good, "Origin: http://localhost:{port}/"),
        ("F06+", &good, "Origin: localhost:{port}"),
        ("F06+", &good, "Origin:"),
        ("F06+", &good, "Origin: http://localhost:{port}\r\nOrigin: http://evil.example"),
        ("F06+", &good, "Origin: http://localhost:{port}, http://evil.example"),
        ("F06+", &good, "Sec-Fetch-Site: cross-site"),
        ("F06+", &good, "Sec-Fetch-Site: same-site"),
        ("F07", "", "Origin: http://localhost:{port}"),
        ("F07+", &other, "Origin: http://localhost:{port}"),
        ("F07+", &good[..31], "Origin: http://localhost:{port}"),
        (
            "F07+",
            &good.to_uppercase().replace(char::is_numeric, "A"),
            "Origin: http://localhost:{port}",
        ),
        ("F08", "%00", "Origin: http://localhost:{port}"),
        ("F08+", "%", "X-Nothing: 1"),
        ("F08+", "", "X-Nothing: 1"),
        ("F08+", "", "Cookie: token=x"),
    ] {
        let target = format!("GET /livereload/events?token={token}&path=/");
        for further in [&[][..], &upgrade] {
            let mut headers = vec![origin];
            headers.extend_from_slice(further);
            let answer = ask(preview.port, &target, &headers).expect("an answer");
            assert_eq!(answer.status, 403, "{number} {token} {origin}");
            is_harmless(number, &answer);
            assert!(!answer.text().contains("hello"), "{number}");
        }
    }
    for query in [
        String::new(),
        format!("?TOKEN={good}"),
        format!("?token={good}&token={good}"),
        format!("?x=1#token={good}"),
    ] {
        let answer =
            ask(preview.port, &format!("GET /livereload/events{query}"), &[]).expect("an answer");
        assert!(matches!(answer.status, 400 | 403), "{query}: {}", answer.status);
    }
    // The token may have been sent along; what counts is the query.
    let answer = ask(preview.port, "GET /livereload/events", &[&format!("token: {good}")])
        .expect("an answer");
    assert_eq!(answer.status, 403);
    assert!(preview.live.open().is_empty(), "nobody got in");
}

#[test]
fn our_own_pages_open_it_by_any_of_our_names() {
    let preview = Preview::usual();
    for headers in [
        "",
        "Origin: http://localhost:{port}\r\n",
        "Origin: http://127.0.0.1:{port}\r\n",
        "Origin: http://[::1]:{port}\r\n",
        "Origin: http://LOCALHOST:{port}\r\n",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n",
        "Upgrade: websocket\r\n",
    ] {
        let headers = headers.replace("{port}", &preview.port.to_string());
        let mut tab = Tab::with(preview.port, "/", &headers);
        assert_eq!(tab.status, 200, "{headers}");
        assert_eq!(tab.next()["type"], "hello", "{headers}");
    }
}

#[test]
fn a_token_is_long_and_new_at_each_start() {
    let (one, two) = (Preview::usual(), Preview::usual());
    let tokens = [token(one.port), token(two.port)];
    assert_ne!(tokens[0], tokens[1]);
    for token in tokens {
        assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    }
}
