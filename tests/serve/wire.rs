//! A client that sends any bytes, and waits for nothing for ever.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long an answer may take. What takes longer hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(6);

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values =
            self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is there once");
        value
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection to the preview.
pub(crate) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
    stream
}

/// Sends `bytes`, and gives all that comes until the server closes.
pub(crate) fn send(port: u16, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(port);
    // The server may have answered and closed before all was sent.
    let _sent = stream.write_all(bytes);
    read_all(&mut stream)
}

/// All that comes until the server closes.
pub(crate) fn read_all(stream: &mut TcpStream) -> Vec<u8> {
    let mut out = Vec::new();
    let mut part = vec![0; 65536];
    let start = Instant::now();
    loop {
        match stream.read(&mut part) {
            Ok(0) => return out,
            Ok(count) => out.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return out,
            Err(error) => panic!(
                "no end after {:?}: {error}; so far {:?}",
                start.elapsed(),
                String::from_utf8_lossy(&out)
            ),
        }
    }
}

/// The answers in `bytes`. `methods` are those of the requests: an answer to HEAD has no body.
pub(crate) fn answers(mut bytes: &[u8], methods: &[&str]) -> Vec<Answer> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let end = memchr::memmem::find(bytes, b"\r\n\r\n").unwrap_or_else(|| {
            panic!(
                "an answer has no end: {:?}",
                String::from_utf8_lossy(&bytes[..bytes.len().min(300)])
            )
        });
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head of text");
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .expect("a status")
            .split(' ')
            .nth(1)
            .expect("a number")
            .parse()
            .expect("a number");
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").expect("a header"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut answer = Answer { status, headers, body: Vec::new() };
        bytes = &bytes[end + 4..];
        if methods.get(found.len()) != Some(&"HEAD") {
            let length = answer
                .header("content-length")
                .expect("a length")
                .parse::<usize>()
                .expect("a number");
            assert!(length <= bytes.len(), "the body is shorter than its length");
            answer.body = bytes[..length].to_vec();
            bytes = &bytes[length..];
        }
        found.push(answer);
    }
    found
}

/// The answer to one request. `headers` are lines without their ends; `Host` is ours unless they name one, and `-Host`
/// leaves it out.
pub(crate) fn ask(port: u16, line: &str, headers: &[&str]) -> Option<Answer> {
    let mut request = format!("{line} HTTP/1.1\r\n");
    let named =
        |header: &&str| header.to_ascii_lowercase().starts_with("host:") || *header == "-Host";
    if !headers.iter().any(named) {
        request.push_str("Host: localhost:{port}\r\n");
    }
    for header in headers.iter().filter(|header| **header != "-Host") {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("Connection: close\r\n\r\n");
    let request = request.replace("{port}", &port.to_string());
    let method = line.split(' ').next().unwrap_or_default();
    let mut all = answers(&send(port, request.as_bytes()), &[method]);
    assert!(all.len() <= 1, "one request, {} answers", all.len());
    all.pop()
}

/// The answer to `GET target`.
pub(crate) fn get(port: u16, target: &str) -> Answer {
    ask(port, &format!("GET {target}"), &[]).expect("an answer")
}

/// A connection that said what it wanted and now only listens.
pub(crate) fn half_close(stream: &TcpStream) {
    stream.shutdown(Shutdown::Write).expect("to close one side");
}

/// Waits until `condition` holds.
pub(crate) fn until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
