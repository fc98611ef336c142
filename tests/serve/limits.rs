//! No client stops the preview, or makes it grow.
#![expect(
    clippy::disallowed_methods,
    reason = "the test asks the system how much memory there is in use"
)]

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anma::serve::http::{Limits, ServerSettings};

use super::attacks::is_harmless;
use super::paths::PATHS;
use super::site::{HOME, MapSite, Preview, settings};
use super::wire::{Answer, answers, ask, connect, get, half_close, read_all, send};

fn lower(limits: Limits) -> Preview {
    Preview::of(MapSite::usual(), ServerSettings { limits, ..settings() })
}

fn one(port: u16, request: &str) -> Answer {
    let mut found =
        answers(&send(port, request.replace("{port}", &port.to_string()).as_bytes()), &[]);
    assert_eq!(found.len(), 1, "{}", &request[..request.len().min(200)]);
    found.remove(0)
}

#[test]
fn the_limits_are_those_that_were_promised() {
    let limits = Limits::default();
    assert_eq!(limits.head_time, Duration::from_secs(10));
    assert_eq!((limits.connections, limits.clients), (256, 64));
}

#[test]
fn heads_have_a_length_and_a_number_of_headers() {
    let preview = Preview::usual();
    let host = "Host: localhost:{port}\r\nConnection: close\r\n";
    let many = |count: usize| format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X-A: 1\r\n".repeat(count));
    let long = |length: usize| {
        let host = host.replace("{port}", &preview.port.to_string());
        let rest = format!("GET / HTTP/1.1\r\n{host}X: \r\n\r\n").len();
        format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(length - rest))
    };
    let target = |length: usize| format!("GET /{} HTTP/1.1\r\n{host}\r\n", "a".repeat(length - 1));
    for (number, request, status) in [
        ("E10", target(16_000), 414),
        ("E10+", target(8_193), 414),
        ("E10+", target(8_192), 404),
        ("E10+", target(60_000), 414),
        ("E10+", target(500_000), 414),
        ("E11", target(301), 404),
        ("E11+", format!("GET /{}index.html HTTP/1.1\r\n{host}\r\n", "a/".repeat(3_000)), 404),
        ("E12", format!("GET /?{} HTTP/1.1\r\n{host}\r\n", "a".repeat(8_000)), 200),
        ("E12+", format!("GET /about?{} HTTP/1.1\r\n{host}\r\n", "a".repeat(8_180)), 301),
        ("E13", many(98), 200),
        ("E13+", many(99), 431),
        ("E13+", many(2_000), 431),
        ("E13+", many(50_000), 431),
        ("E13+", long(16 * 1024), 200),
        ("E13+", long(16 * 1024 + 1), 431),
        ("E13+", long(17 * 1024), 431),
        ("E13+", long(1024 * 1024), 431),
        ("E13+", format!("GET / HTTP/1.1\r\n{}: x\r\n{host}\r\n", "a".repeat(17_000)), 431),
        ("E13+", format!("{} / HTTP/1.1\r\n{host}\r\n", "A".repeat(9_000)), 405),
        ("E13+", format!("GET / HTTP/1.1\r\nCookie: {}\r\n{host}\r\n", "a=b; ".repeat(3_000)), 200),
    ] {
        let answer = one(preview.port, &request);
        assert_eq!(answer.status, status, "{number} {} bytes", request.len());
        is_harmless(number, &answer);
    }
    assert_eq!(get(preview.port, "/").status, 200);
}

#[test]
fn bodies_are_not_read_and_smuggle_nothing() {
    let preview = Preview::usual();
    let inner = "GET /about/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n";
    for (number, headers, body, status) in [
        ("E14", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n", 400),
        ("E14+", "Content-Length: 4\r\nContent-Length: 5\r\n", "aaaaa", 400),
        ("E14+", "Content-Length: 4\r\nContent-Length: 4\r\n", "aaaa", 400),
        ("E14+", "Content-Length: 4, 4\r\n", "aaaa", 400),
        ("E14+", "Content-Length: +4\r\n", "aaaa", 400),
        ("E14+", "Content-Length: -4\r\n", "aaaa", 400),
        ("E14+", "Content-Length: 4 4\r\n", "aaaa", 400),
        ("E14+", "Content-Length: 18446744073709551616\r\n", "", 400),
        ("E14+", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n", 400),
        ("E14+", "Transfer-Encoding: chunked\r\n", "5;a=\nb\r\naaaaa\r\n0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding: identity\r\n", "aaaa", 400),
        ("E14+", "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding: chunke\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding:\tchunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n", 400),
        ("E14+", "X: y\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n", 400),
        ("E15", "Content-Length: 5\r\n", "aaaaa", 400),
        ("E15+", "Content-Length: 1000000000\r\n", "aaaaa", 400),
        ("E15+", "Content-Length: 5\r\nExpect: 100-continue\r\n", "", 400),
        ("E15+", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "", 400),
    ] {
        for (method, status) in [
            ("GET", status),
            ("HEAD", status),
            ("POST", if number == "E14+" || number == "E14" { 400 } else { 405 }),
        ] {
            let host = "Host: localhost:{port}\r\n";
            // What follows the body is never taken for a request, whichever way its end is found.
            let request = format!("{method} / HTTP/1.1\r\n{host}{headers}\r\n{body}{inner}");
            let port = preview.port;
            let bytes = send(port, request.replace("{port}", &port.to_string()).as_bytes());
            let found = answers(&bytes, &[method]);
            assert_eq!(found.len(), 1, "{number} {headers}");
            // A well-formed chunked body is a matter of the method.
            let statuses = if headers == "Transfer-Encoding: chunked\r\n" {
                vec![400, 405]
            } else {
                vec![status]
            };
            let statuses =
                if headers.starts_with("Transfer-Encoding:\t") { vec![400, 405] } else { statuses };
            assert!(
                statuses.contains(&found[0].status),
                "{number} {method} {headers}: {}",
                found[0].status
            );
            is_harmless(number, &found[0]);
            assert!(
                !String::from_utf8_lossy(&bytes).contains("100 Continue"),
                "nobody wants the body"
            );
        }
    }
    // No body at all is fine, and said so is fine too.
    assert_eq!(ask(preview.port, "GET /", &["Content-Length: 0"]).expect("an answer").status, 200);
    assert_eq!(
        ask(preview.port, "GET /", &["Expect: 100-continue"]).expect("an answer").status,
        200
    );
    assert_eq!(ask(preview.port, "GET /", &["Expect: 200-ok"]).expect("an answer").status, 200);
}

#[test]
fn a_large_body_does_not_drown_the_answer() {
    let preview = Preview::usual();
    let mut stream = connect(preview.port);
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 100000\r\n\r\n",
        preview.port
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(&vec![b'a'; 100_000]).expect("sent");
    assert_eq!(answers(&read_all(&mut stream), &[])[0].status, 405);
}

#[test]
fn requests_may_come_one_after_the_other_and_all_at_once() {
    let preview = Preview::usual();
    let host = format!("Host: localhost:{}\r\n", preview.port);
    let lines = [
        "GET /",
        "GET /big.bin",
        "GET /about",
        "GET /nothing",
        "GET /style.css",
        "HEAD /big.bin",
        "GET /",
    ];
    let requests =
        lines.map(|line| format!("{line} HTTP/1.1\r\n{host}\r\n")).concat() + "nonsense\r\n\r\n";
    let mut stream = connect(preview.port);
    stream.write_all(requests.as_bytes()).expect("sent");
    half_close(&stream);
    let found =
        answers(&read_all(&mut stream), &["GET", "GET", "GET", "GET", "GET", "HEAD", "GET"]);
    let statuses: Vec<u16> = found.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 200, 301, 404, 200, 200, 200, 400]);
    assert_eq!(found[1].body.len(), 1_000_000);
    assert_eq!(found[5].header("content-length"), Some("1000000"));
    for answer in &found {
        is_harmless("pipeline", answer);
    }
    // One of them is refused: the others are answered, and those before it in full.
    let mixed = format!(
        "GET /big.bin HTTP/1.1\r\n{host}\r\nGET / HTTP/1.1\r\nHost: evil.example\r\n\r\nGET /about/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
    );
    let found = answers(&send(preview.port, mixed.as_bytes()), &[]);
    assert_eq!(found.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 403, 200]);
    // Hundreds of them are answered in their order.
    let many = format!("GET /style.css HTTP/1.1\r\n{host}\r\n").repeat(500);
    let mut stream = connect(preview.port);
    stream.write_all(many.as_bytes()).expect("sent");
    half_close(&stream);
    assert_eq!(answers(&read_all(&mut stream), &[]).len(), 500);
}

#[test]
fn an_answer_is_sent_in_full_before_the_next_request_is_refused() {
    let preview = Preview::usual();
    preview.site.put("huge.bin", vec![b'h'; 30_000_000]);
    let mut stream = connect(preview.port);
    let request = format!(
        "GET /huge.bin HTTP/1.1\r\nHost: localhost:{}\r\n\r\nnonsense\r\n\r\n",
        preview.port
    );
    stream.write_all(request.as_bytes()).expect("sent");
    // More than the system keeps for a client, which begins to read only now.
    let mut some = [0; 12];
    assert!(stream.peek(&mut some).is_ok_and(|count| count > 0));
    let found = answers(&read_all(&mut stream), &[]);
    assert_eq!(found.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 400]);
    assert_eq!(found[0].body.len(), 30_000_000);
}

#[test]
fn old_clients_are_answered() {
    let preview = Preview::usual();
    let answer = one(preview.port, "GET / HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n");
    assert!(answer.status == 200 && answer.text().contains(HOME));
    assert_eq!(one(preview.port, "GET / HTTP/1.0\r\n\r\n").status, 400, "without Host");
    let mut stream = connect(preview.port);
    let request =
        format!("\r\n\r\nGET / HTTP/1.1\nHost: localhost:{}\nConnection: close\n\n", preview.port);
    stream.write_all(request.as_bytes()).expect("sent");
    half_close(&stream);
    assert_eq!(
        answers(&read_all(&mut stream), &[])[0].status,
        200,
        "half closed, and with odd ends of lines"
    );
}

#[test]
fn a_head_that_comes_slowly_is_not_waited_for() {
    let limits = Limits { head_time: Duration::from_millis(300), ..Limits::default() };
    let preview = lower(limits);
    let start = Instant::now();
    let mut silent = connect(preview.port);
    assert_eq!(read_all(&mut silent), b"", "nothing was asked");
    // A header after the other, without end: the time is that of the whole head.
    let mut slow = connect(preview.port);
    slow.write_all(b"GET / HTTP/1.1\r\n").expect("sent");
    while slow.write_all(b"X: y\r\n").is_ok() && start.elapsed() < Duration::from_secs(5) {
        slow.set_read_timeout(Some(Duration::from_millis(20))).expect("a limit");
        let mut some = [0; 12];
        if slow.peek(&mut some).is_ok_and(|count| count > 0) {
            break;
        }
    }
    slow.set_read_timeout(Some(Duration::from_secs(5))).expect("a limit");
    let found = answers(&read_all(&mut slow), &[]);
    assert_eq!(found[0].status, 408);
    is_harmless("slow", &found[0]);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    // A connection that is kept open after an answer is given the same time.
    let mut idle = connect(preview.port);
    idle.write_all(
        format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).as_bytes(),
    )
    .expect("sent");
    assert_eq!(answers(&read_all(&mut idle), &[]).len(), 1);
}

#[test]
fn a_client_that_reads_nothing_is_let_go() {
    let limits =
        Limits { write_time: Duration::from_millis(200), connections: 1, ..Limits::default() };
    let preview = lower(limits);
    let mut deaf = connect(preview.port);
    let request =
        format!("GET /big.bin HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).repeat(60);
    deaf.write_all(request.as_bytes()).expect("sent");
    // There is room for one: the next is answered when the first is gone.
    super::wire::until("its place is free", || {
        ask(preview.port, "GET /", &[]).is_some_and(|answer| answer.status == 200)
    });
}

#[test]
fn there_is_room_for_256_connections() {
    let preview = Preview::usual();
    let held: Vec<TcpStream> = (0..300).map(|_| connect(preview.port)).collect();
    // The first ones are served.
    for mut stream in held.iter().take(200) {
        let request =
            format!("GET /style.css HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
        stream.write_all(request.as_bytes()).expect("sent");
        let mut some = [0; 12];
        assert!(stream.peek(&mut some).is_ok_and(|count| count > 0), "an answer");
    }
    // The last ones were told that there is no room, and let go.
    let mut last = held.last().expect("many").try_clone().expect("the same");
    let bytes = read_all(&mut last);
    assert_eq!(answers(&bytes, &[])[0].status, 503);
    is_harmless("full", &answers(&bytes, &[])[0]);
    drop(held);
    super::wire::until("there is room again", || {
        ask(preview.port, "GET /", &[]).is_some_and(|answer| answer.status == 200)
    });
}

#[test]
fn a_page_that_panics_costs_one_answer() {
    let preview = Preview::usual();
    for _ in 0..20 {
        let answer = get(preview.port, "/panic/");
        assert_eq!(answer.status, 500);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        is_harmless("panic", &answer);
    }
    let host = format!("Host: localhost:{}\r\n", preview.port);
    let two = format!(
        "GET /panic/ HTTP/1.1\r\n{host}\r\nGET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
    );
    let statuses: Vec<u16> = answers(&send(preview.port, two.as_bytes()), &[])
        .iter()
        .map(|answer| answer.status)
        .collect();
    assert_eq!(statuses, [500, 200], "not even its connection is lost");
}

/// Memory in use, in bytes.
#[cfg(target_os = "linux")]
fn memory() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").expect("figures");
    pages.split(' ').nth(1).expect("a figure").parse::<usize>().expect("a number") * 4096
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_requests() {
    let preview = Preview::usual();
    let round = || {
        for (_, target) in PATHS {
            let target = target.replace("{port}", &preview.port.to_string());
            assert!(ask(preview.port, &format!("GET {target}"), &[]).is_some());
        }
        // Heads that never end, and answers that nobody reads.
        for _ in 0..20 {
            let mut stream = connect(preview.port);
            stream.write_all(&vec![b'a'; 20_000]).unwrap_or_default();
            let mut stream = connect(preview.port);
            let request =
                format!("GET /big.bin HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port);
            stream.write_all(request.repeat(5).as_bytes()).expect("sent");
        }
    };
    round();
    let before = memory();
    for _ in 0..10 {
        round();
    }
    let grown = memory().saturating_sub(before);
    // Other tests run in the same process, so this is coarse: each round would add 20 MB if answers stayed.
    assert!(grown < 120_000_000, "{grown} bytes more after ten rounds");
}
