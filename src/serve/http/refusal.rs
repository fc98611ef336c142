//! What the server says in its own name: short sentences in plain text, with the headers that every answer has.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::header::{
    ALLOW, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// The headers of every answer: nothing is guessed, shared with other sites, or kept.
pub(super) const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];
/// What a text of ours may do in a browser: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
const TEXT: &str = "text/plain; charset=utf-8";

/// A request that is not answered with a part of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no request.
    Malformed,
    /// Its `Host` is missing, there twice or no host.
    Host,
    /// Its target is no path.
    Target,
    /// It has a body.
    Body,
    /// It was meant for another host.
    Foreign,
    /// A page of another site embeds a file of this one.
    CrossSite,
    /// The live channel is for pages of this preview alone.
    Channel,
    /// It is neither GET nor HEAD.
    Method,
    /// It did not come in time.
    Slow,
    /// Its target is longer than 8 KiB.
    LongTarget,
    /// Its head is longer than 16 KiB or has more than 100 headers.
    LongHead,
    /// A handler failed.
    Broken,
    /// Enough is open.
    Full,
}

impl Refusal {
    fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::Host | Self::Target | Self::Body => 400,
            Self::Foreign | Self::CrossSite | Self::Channel => 403,
            Self::Method => 405,
            Self::Slow => 408,
            Self::LongTarget => 414,
            Self::LongHead => 431,
            Self::Broken => 500,
            Self::Full => 503,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Malformed => "This is not an HTTP request.",
            Self::Host => "The request needs one header `Host`, with the name of a host.",
            Self::Target => "The address in the request must be a path.",
            Self::Body => "A request to the preview has no body.",
            Self::Foreign => {
                "The preview answers to localhost, 127.0.0.1 and [::1] alone. To open it under another name, \
                 start it with `anma serve --allow-host NAME`."
            }
            Self::CrossSite => "Other sites cannot embed files of the preview.",
            Self::Channel => {
                "The live channel is for pages of this preview alone. Reload the page."
            }
            Self::Method => "The preview answers GET and HEAD alone.",
            Self::Slow => "The request took too long.",
            Self::LongTarget => "The address is longer than 8 KiB.",
            Self::LongHead => "The request is longer than 16 KiB or has more than 100 headers.",
            Self::Broken => "The preview failed to make this page. Its terminal says why.",
            Self::Full => {
                "The preview has as many connections as it takes. Close some tabs, and reload."
            }
        }
    }

    fn headers(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Method => vec![(ALLOW.as_str(), "GET, HEAD")],
            Self::Full => vec![(RETRY_AFTER.as_str(), "1")],
            _ => Vec::new(),
        }
    }

    /// The whole answer as bytes, for where there is no request that could be answered; without its body if the client
    /// seems to want the `head` alone.
    pub(super) fn bytes(self, head: bool) -> Vec<u8> {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let body = format!("{}\n", self.words());
        let mut out = format!(
            "HTTP/1.1 {} {}\r\n",
            status.as_u16(),
            status.canonical_reason().unwrap_or_default()
        );
        let length = body.len().to_string();
        let own = [
            (CONTENT_TYPE.as_str(), TEXT),
            (CONTENT_LENGTH.as_str(), &length),
            (CONTENT_SECURITY_POLICY.as_str(), POLICY),
            (CONNECTION.as_str(), "close"),
        ];
        for (name, value) in own.into_iter().chain(self.headers()).chain(ALWAYS) {
            // Writing to a `String` cannot fail.
            let _written = write!(out, "{name}: {value}\r\n");
        }
        out.push_str("\r\n");
        if !head {
            out.push_str(&body);
        }
        out.into_bytes()
    }

    /// The answer to a request; it has no body if the request was for the `head` alone.
    pub(super) fn response(self, head: bool) -> Response<Body> {
        let mut response = text(self.status(), self.words(), head);
        for (name, value) in self.headers() {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        response
    }
}

/// An answer of ours in plain text.
pub(super) fn text(status: u16, words: &str, head: bool) -> Response<Body> {
    let body = format!("{words}\n");
    let length = body.len();
    let mut response = Response::new(if head { Body::empty() } else { Body::from(body) });
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// Sets the headers that every answer has.
pub(super) fn always(headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
