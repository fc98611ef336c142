//! Which handler answers a request, and what is asked of every request before.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{CONNECTION, CONTENT_TYPE, HOST, IF_RANGE, ORIGIN, RANGE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::any;
use hyper::body::Body as _;

use super::events::Events;
use super::host::NotOurs;
use super::hosting::decode_value;
use super::pages::{self, Asked, body};
use super::refusal::{Refusal, always};
use super::state::State;

/// The address of ours through which a connection came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local(pub(super) IpAddr);

/// Marks an answer that goes on until the client leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Endless;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// All handlers, behind the checks that every request must pass.
pub(super) fn router(state: &Arc<State>) -> Router {
    Router::new()
        .route("/livereload/client.js", any(client))
        .route("/livereload/events", any(events))
        .fallback(page)
        .layer(from_fn_with_state(Arc::clone(state), guard))
        .with_state(Arc::clone(state))
}

async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response<Body> {
    let head = request.method() == Method::HEAD;
    let has_body = !request.body().is_end_stream();
    let mut response = match check(&state, &request) {
        Some(refusal) => refusal.response(head),
        None => next.run(request).await,
    };
    if has_body {
        // The body is not read, so there is no telling where a further request would begin.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    always(response.headers_mut());
    response
}

/// What is wrong with a request, whatever it is for.
fn check(state: &State, request: &Request) -> Option<Refusal> {
    let headers = request.headers();
    let local = local(request);
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Some(Refusal::Host) };
    match state.hosts.check(host.as_bytes(), local) {
        Ok(()) => {}
        Err(NotOurs::Malformed) => return Some(Refusal::Host),
        Err(NotOurs::Foreign) => return Some(Refusal::Foreign),
    }
    if says(headers, &SEC_FETCH_SITE, "cross-site") && says(headers, &SEC_FETCH_MODE, "no-cors") {
        return Some(Refusal::CrossSite);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(Refusal::Method);
    }
    let target = request.uri();
    if target.scheme().is_some() || target.authority().is_some() || !target.path().starts_with('/')
    {
        return Some(Refusal::Target);
    }
    (!request.body().is_end_stream()).then_some(Refusal::Body)
}

fn local(request: &Request) -> IpAddr {
    request.extensions().get::<Local>().map_or(IpAddr::from([127, 0, 0, 1]), |local| local.0)
}

fn says(headers: &HeaderMap, name: &HeaderName, value: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .any(|known| known.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
}

/// The script that every page of the preview loads.
async fn client(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let script = Bytes::from_static(state.client.as_bytes());
    let mut response = body(script, request.method() == Method::HEAD);
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// The live channel of a tab.
async fn events(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let head = request.method() == Method::HEAD;
    if !may_listen(&state, &request) {
        return Refusal::Channel.response(head);
    }
    let kind = HeaderValue::from_static("text/event-stream; charset=utf-8");
    if head {
        let mut response = Response::new(Body::empty());
        response.headers_mut().insert(CONTENT_TYPE, kind);
        return response;
    }
    let path = field(&request, "path").unwrap_or_default();
    let (live, limits) = (state.live.clone(), state.limits.clone());
    let seat = tokio::task::spawn_blocking(move || live.join(&path, limits.clients)).await;
    match seat {
        Ok(Some(seat)) => {
            let mut response = Response::new(Body::new(Events::new(seat, state.limits.beat)));
            response.headers_mut().insert(CONTENT_TYPE, kind);
            response.extensions_mut().insert(Endless);
            response
        }
        Ok(None) => Refusal::Full.response(false),
        Err(_) => Refusal::Broken.response(false),
    }
}

/// Whether a request for the live channel comes from a page of this preview.
fn may_listen(state: &State, request: &Request) -> bool {
    let headers = request.headers();
    let local = local(request);
    let ours = |origin: &HeaderValue| state.hosts.is_origin(origin.as_bytes(), local);
    let here = |site: &HeaderValue| matches!(site.as_bytes(), b"same-origin" | b"none");
    headers.get_all(ORIGIN).iter().count() <= 1
        && headers.get_all(ORIGIN).iter().all(ours)
        && headers.get_all(SEC_FETCH_SITE).iter().all(here)
        && field(request, "token").is_some_and(|token| same(&token, &state.token))
}

/// Compares in a time that does not tell how much is right.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other))
            == 0
}

/// A field of the query; `None` if it is missing or there twice.
fn field(request: &Request, name: &str) -> Option<String> {
    let mut fields = request.uri().query()?.split('&').filter_map(|field| field.split_once('='));
    let mut values = fields.by_ref().filter(|(key, _)| *key == name).map(|(_, value)| value);
    let value = values.next()?;
    values.next().is_none().then(|| decode_value(value))?
}

/// A part of the site.
async fn page(Shared(state): Shared<Arc<State>>, request: Request) -> Response<Body> {
    let head = request.method() == Method::HEAD;
    let headers = request.headers();
    // Nothing of ours can be validated, so a range of "the file if it is still that one" is the whole file.
    let range = headers.get(RANGE).filter(|_| !headers.contains_key(IF_RANGE));
    let asked = Asked {
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        range: range.and_then(|range| range.to_str().ok()).map(str::to_owned),
        head,
    };
    let made = tokio::task::spawn_blocking(move || pages::answer(&state, &asked)).await;
    made.unwrap_or_else(|_| Refusal::Broken.response(head))
}
