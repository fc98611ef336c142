//! Runs against a real server on this computer.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::*;

/// A server that answers by path, and what it was asked.
struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

fn answer(line: &str, stream: &mut TcpStream) {
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let head =
        |status: &str, more: &str| format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n{more}\r\n");
    let text = match (method, path) {
        ("HEAD", "/no-head") => head("405 Method Not Allowed", ""),
        ("HEAD", "/no-head-501") => head("501 Not Implemented", ""),
        (_, "/404") => head("404 Not Found", ""),
        (_, "/410") => head("410 Gone", ""),
        (_, "/403") | ("HEAD", "/no-head-403" | "/big") => head("403 Forbidden", ""),
        (_, "/500") => head("500 Oh", ""),
        (_, "/301") => head("301 Moved", "location: /new place?q=é\r\n"),
        (_, "/308") => head("308 Moved", "location: /301\r\n"),
        (_, "/302") => head("302 Found", "location: /\r\nset-cookie: a=b\r\n"),
        (_, "/circle") => head("302 Found", "location: /circle\r\n"),
        (_, "/bad") => "nonsense\r\n\r\n".to_owned(),
        (_, "/slow") => {
            std::thread::sleep(Duration::from_millis(1500));
            head("200 OK", "")
        }
        (_, "/closed") => return,
        ("GET", "/big") => {
            // More than anybody wants; whoever only asks whether it is there goes away.
            let mut open =
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n");
            let part = vec![b'x'; 65536];
            while open.is_ok() {
                open = stream.write_all(&part);
            }
            return;
        }
        _ => head("200 OK", ""),
    };
    stream.write_all(text.as_bytes()).expect("write");
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
        let port = listener.local_addr().expect("address").port();
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(mut stream), log) = (stream, Arc::clone(&log)) else { return };
                std::thread::spawn(move || {
                    let (mut text, mut part) = (Vec::new(), [0; 1024]);
                    while !text.ends_with(b"\r\n\r\n") {
                        match stream.read(&mut part) {
                            Ok(count) if count > 0 => text.extend_from_slice(&part[..count]),
                            _ => return,
                        }
                    }
                    let text = String::from_utf8_lossy(&text).into_owned();
                    let line = text.lines().next().unwrap_or_default().to_owned();
                    log.lock().expect("lock").push(text);
                    answer(&line, &mut stream);
                });
            }
        });
        Self { port, seen }
    }

    fn run(&self, paths: &[&str], patience: u64) -> Vec<State> {
        let urls: Vec<String> =
            paths.iter().map(|path| format!("http://127.0.0.1:{}{path}", self.port)).collect();
        let client = Client::patient(
            "1.2",
            "https://a.example",
            true,
            None,
            Duration::from_millis(patience),
        );
        let limits = Limits { private: true, pause: Duration::ZERO, ..Limits::default() };
        let (verdicts, _) = check(&urls, Cache::default(), 1, &client.expect("client"), &limits);
        verdicts.into_iter().map(|verdict| verdict.state).collect()
    }
}

#[test]
fn tells_the_states_apart() {
    let server = Server::start();
    let states = server.run(
        &[
            "/",
            "/no-head",
            "/no-head-501",
            "/no-head-403",
            "/404",
            "/410",
            "/403",
            "/500",
            "/301",
            "/308",
            "/302",
            "/circle",
            "/bad",
            "/",
        ],
        5000,
    );
    assert!(states[..4].iter().all(|state| *state == State::Alive), "{states:?}");
    assert!(states[4..6].iter().all(|state| matches!(state, State::Dead { .. })), "{states:?}");
    assert!(states[6..8].iter().all(|state| matches!(state, State::Unknown { .. })), "{states:?}");
    let new = format!("http://127.0.0.1:{}/new%20place?q=%C3%A9", server.port);
    assert_eq!(states[8], State::Moved { to: new.clone() });
    assert_eq!(states[9], State::Moved { to: new });
    assert_eq!(states[10], State::Alive);
    assert!(
        matches!(states[11], State::Unknown { .. }) && matches!(states[12], State::Unknown { .. })
    );
    let seen = server.seen.lock().expect("lock");
    assert!(
        seen.iter().all(|it| it.contains("anma-check/1.2 (+https://a.example)")),
        "{}",
        seen[0]
    );
    assert!(seen.iter().all(|it| !it.to_lowercase().contains("cookie")));
    assert_eq!(seen.iter().filter(|it| it.contains(" /circle ")).count(), 6);
}

#[test]
fn waits_no_longer_than_it_should_and_reads_no_body() {
    let server = Server::start();
    let start = Instant::now();
    assert!(
        matches!(&server.run(&["/slow"], 300)[0], State::Unknown { why } if why.contains("in time"))
    );
    assert_eq!(server.run(&["/big"], 5000)[0], State::Alive);
    assert!(matches!(server.run(&["/closed"], 5000)[0], State::Unknown { .. }));
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[test]
fn a_closed_door_and_a_bad_handshake_are_unknown() {
    let server = Server::start();
    let port = server.port;
    let client = Client::patient("1", "x", true, None, Duration::from_secs(2)).expect("client");
    assert!(matches!(
        client.ask(Method::Head, &format!("https://127.0.0.1:{port}/")),
        Answer::Failed(_)
    ));
    // A port that was just given back has nobody behind it.
    let free =
        TcpListener::bind("127.0.0.1:0").expect("bind").local_addr().expect("address").port();
    let closed = client.ask(Method::Get, &format!("http://127.0.0.1:{free}/"));
    assert!(matches!(&closed, Answer::Failed(why) if why.contains("no visitors")), "{closed:?}");
}

#[test]
fn private_hosts_are_not_asked_whatever_they_are_called() {
    let server = Server::start();
    let client = Client::new("1", "x", false, None).expect("client");
    for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0.0.0.0"] {
        let answer = client.ask(Method::Head, &format!("http://{host}:{}/", server.port));
        assert!(
            matches!(answer, Answer::Private | Answer::NoHost | Answer::Failed(_)),
            "{host}: {answer:?}"
        );
    }
    assert!(server.seen.lock().expect("lock").is_empty());
}
