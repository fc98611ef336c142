//! Asks the preview for addresses.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

/// The beginning of the tag that the preview puts into pages.
const TAG: &str = "<script src=\"/livereload";

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// What keeps this from being a whole page of the site; nothing when it is one.
    pub(crate) fn fault(&self) -> Option<String> {
        let text = self.text();
        if self.status != 200 {
            return Some(format!("the status is {}", self.status));
        }
        if !text.trim_end().ends_with("</html>") {
            return Some(format!("the page does not end: {text}"));
        }
        if text.matches(TAG).count() != 1 {
            return Some(format!("the page has not one live script: {text}"));
        }
        text.contains("<title>No preview yet").then(|| "the page is no page of the site".into())
    }

    /// The bytes without the preview's tag.
    pub(crate) fn plain(&self) -> Vec<u8> {
        let find = |from: usize, what: &str| {
            let mut at = self.body[from..].windows(what.len());
            at.position(|bytes| bytes == what.as_bytes()).map(|at| from + at)
        };
        let end = "></script>";
        let tag = find(0, TAG).and_then(|from| Some((from, find(from, end)? + end.len())));
        tag.map_or_else(
            || self.body.clone(),
            |(from, to)| [&self.body[..from], &self.body[to..]].concat(),
        )
    }
}

/// Asks for `path`, as it stands in a request.
pub(crate) fn ask(port: u16, path: &str) -> Result<Answer, String> {
    let failed = |error: std::io::Error| format!("{path}: {error}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).map_err(failed)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(failed)?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.ok_or_else(|| format!("{path}: an answer without an end of its head"))?;
    let headers = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| format!("{path}: {headers}"))?;
    let answer = Answer { status, headers, body: bytes[end + 4..].to_vec() };
    let length = answer.header("content-length").and_then(|length| length.parse().ok());
    if length != Some(answer.body.len()) {
        return Err(format!("{path}: {length:?} bytes are said, {} came", answer.body.len()));
    }
    Ok(answer)
}
