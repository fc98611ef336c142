//! Answers with a part of the site: its bytes, its type, the preview's tag, and the headers that the site asks for.

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::hosting::{Answer, decode, what_blocks_us};
use super::inject::with_tag;
use super::kinds::{is_page, kind_of};
use super::range::{Part, part};
use super::refusal::text;
use super::state::State;
use crate::graph::Standing;
use crate::serve::site::Found;

/// What is asked for.
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) range: Option<String>,
    /// Whether only the head of the answer is wanted.
    pub(super) head: bool,
}

/// The answer. It may have to render a page first.
pub(super) fn answer(state: &State, asked: &Asked) -> Response<Body> {
    // Asked for first: a page that is newer than its number is looked at once more, a page that is older would stay.
    let build = state.site.build();
    match state.hosting.answer(&asked.path, asked.query.as_deref()) {
        Answer::Nothing { status, words } => text(status, &words, asked.head),
        Answer::Redirect { status, location } => redirect(status, &location, asked.head),
        Answer::File { status, route, found } => {
            let mut response = if is_page(&route) {
                page(state, build, &found, asked.head)
            } else {
                file(found, asked)
            };
            if response.status() == StatusCode::OK {
                *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
            }
            let headers = response.headers_mut();
            set(headers, "content-type", &kind_of(&route));
            let path = decode(&asked.path).unwrap_or_default();
            for (name, value) in state.hosting.headers(&path) {
                headers.insert(name, value);
            }
            if is_page(&route) {
                notice_policy(state, headers);
            }
            response
        }
    }
}

fn page(state: &State, build: u64, found: &Found, head: bool) -> Response<Body> {
    let standing = match found.standing {
        Standing::Published => "published".to_owned(),
        Standing::Draft => "draft".to_owned(),
        Standing::Scheduled(day) => format!("scheduled {}", &day.iso()[..10]),
        Standing::Expired(day) => format!("expired {}", &day.iso()[..10]),
    };
    let tag = format!(
        "<script src=\"/livereload/client.js?token={}\" data-build=\"{build}\" data-standing=\"{standing}\" \
         defer></script>",
        state.token
    );
    body(with_tag(&found.bytes, &tag).into(), head)
}

fn file(found: Found, asked: &Asked) -> Response<Body> {
    let bytes = Bytes::from_owner(found.bytes);
    let length = bytes.len();
    let wanted = asked.range.as_deref().filter(|_| !asked.head);
    let mut response = match wanted.map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => body(bytes, asked.head),
        Part::Bytes(from, to) => {
            let mut response = body(bytes.slice(from..to), false);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {from}-{}/{length}", to - 1);
            set(response.headers_mut(), CONTENT_RANGE.as_str(), &range);
            response
        }
        Part::Beyond => {
            let mut response = body(Bytes::new(), false);
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(response.headers_mut(), CONTENT_RANGE.as_str(), &format!("bytes */{length}"));
            response
        }
    };
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}

fn redirect(status: u16, location: &str, head: bool) -> Response<Body> {
    let mut response = text(status, "See the header `Location`.", head);
    set(response.headers_mut(), LOCATION.as_str(), location);
    response
}

/// `bytes`, or only their number.
pub(super) fn body(bytes: Bytes, head: bool) -> Response<Body> {
    let length = bytes.len();
    let mut response = Response::new(if head { Body::empty() } else { Body::from(bytes) });
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

pub(super) fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Says once why pages do not reload by themselves, if a policy of the site forbids it. The policy stays as it is.
fn notice_policy(state: &State, headers: &HeaderMap) {
    debug_assert!(headers.contains_key(CONTENT_TYPE), "a page has a type");
    for policy in headers.get_all(CONTENT_SECURITY_POLICY) {
        let hosts = state.hosts.in_policies();
        if let Some(directive) =
            policy.to_str().ok().and_then(|policy| what_blocks_us(policy, &hosts))
        {
            state.notices.once(format!(
                "Pages do not reload by themselves: the Content-Security-Policy in `_headers` keeps the preview's \
                 script from running (`{directive}`). The policy is served as it stands."
            ));
        }
    }
}
