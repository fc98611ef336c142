//! Takes connections, and answers on each until it ends.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, Response};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_service::Service as _;

use super::Limits;
use super::gate::{Flow, Gate};
use super::head::{LONGEST_HEAD, MOST_HEADERS};
use super::refusal::{Refusal, always};
use super::routes::{Endless, Local};

/// How long to wait when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(50);

/// Takes connections for ever.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    places: Arc<Semaphore>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => match Arc::clone(&places).try_acquire_owned() {
                Ok(place) => {
                    drop(tokio::spawn(serve(stream, router.clone(), limits.clone(), place)));
                }
                Err(_) => turn_away(stream),
            },
            Err(error) if is_of_one_connection(&error) => {}
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

/// Says that there is no room. One attempt: whoever opens hundreds of connections is not waited for.
fn turn_away(stream: TcpStream) {
    if let Ok(mut stream) = stream.into_std() {
        let _sent = stream.write(&Refusal::Full.bytes(false));
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers the requests of one connection. What is wrong with a connection concerns nobody but its client.
async fn serve(stream: TcpStream, router: Router, limits: Limits, place: OwnedSemaphorePermit) {
    let Ok(local) = stream.local_addr() else { return };
    let _ = stream.set_nodelay(true).is_ok();
    let flow = Arc::new(Flow::default());
    let gate = Gate::new(stream, Arc::clone(&flow), limits);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Local(local.ip()));
        let answer = answer(router.clone(), request, Arc::clone(&flow));
        Box::pin(async move { Ok::<_, Infallible>(answer.await) })
    });
    let connection = http1::Builder::new()
        .header_read_timeout(None)
        .max_headers(MOST_HEADERS)
        .max_buf_size(2 * LONGEST_HEAD)
        .serve_connection(gate, service);
    if let Ok(parts) = connection.without_shutdown().await {
        parts.io.finish().await;
    }
    drop(place);
}

/// The answer to a request. A handler that panics costs its own request, and nothing else.
async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    flow: Arc<Flow>,
) -> Response<Tracked> {
    let head = request.method() == Method::HEAD;
    let handler = tokio::spawn(async move { router.call(request).await });
    let response = match handler.await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(_) => {
            let mut response = Refusal::Broken.response(head);
            always(response.headers_mut());
            response
        }
    };
    if response.extensions().get::<Endless>().is_some() {
        flow.is_endless();
    }
    response.map(|body| Tracked { body, flow })
}

/// The body of an answer, which says when all of it is made.
struct Tracked {
    body: Body,
    flow: Arc<Flow>,
}

impl Drop for Tracked {
    fn drop(&mut self) {
        self.flow.made();
    }
}

impl HttpBody for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
