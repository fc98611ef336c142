//! What stands between the socket and the HTTP library: it hands on one whole, checked head at a time, and no body.
//!
//! In: bytes from a client. Out: heads within all limits, or the end of the connection and a [`Refusal`]. A client that
//! sends or reads slower than the limits allow is let go.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead as _, AsyncReadExt as _, AsyncWrite as _, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};

use super::Limits;
use super::head::{Head, LONGEST_HEAD, examine};
use super::refusal::Refusal;

/// What a client may still have been sending when we stopped listening, before it is cut off.
const LINGER_BYTES: usize = 256 * 1024;
const LINGER_TIME: Duration = Duration::from_secs(1);

/// How far the answer to the present request is. Shared by the gate and the answer's body.
#[derive(Debug, Default)]
pub(super) struct Flow(Mutex<FlowState>);

#[derive(Debug, Default)]
struct FlowState {
    stage: Stage,
    /// Whether the answer goes on until the client leaves.
    endless: bool,
    waker: Option<Waker>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// The next head may come.
    #[default]
    Idle,
    /// A request is being answered.
    Busy,
    /// All of the answer is made, but it may not have been sent.
    Made,
}

impl Flow {
    fn state(&self) -> MutexGuard<'_, FlowState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer has no end: when the client has nothing more to say, it has left.
    pub(super) fn is_endless(&self) {
        let mut state = self.state();
        state.endless = true;
        wake(&mut state);
    }

    /// All of the answer is made.
    pub(super) fn made(&self) {
        let mut state = self.state();
        if state.stage == Stage::Busy {
            state.stage = Stage::Made;
        }
        wake(&mut state);
    }
}

fn wake(state: &mut FlowState) {
    if let Some(waker) = state.waker.take() {
        waker.wake();
    }
}

/// A connection as the HTTP library sees it.
pub(super) struct Gate {
    stream: TcpStream,
    flow: Arc<Flow>,
    limits: Limits,
    /// What came and was not handed on.
    buffer: Vec<u8>,
    /// How much of it is a head that is being handed on.
    passing: usize,
    /// Whether there is something in the buffer that was not looked at.
    news: bool,
    /// Whether the client has said all it will.
    ended: bool,
    /// Whether nothing more is handed on.
    last: bool,
    refusal: Option<Refusal>,
    /// When the head that is awaited must be there.
    deadline: Option<Pin<Box<Sleep>>>,
    /// When a client that reads nothing is let go.
    stall: Option<Pin<Box<Sleep>>>,
}

impl Gate {
    pub(super) fn new(stream: TcpStream, flow: Arc<Flow>, limits: Limits) -> Self {
        Self {
            stream,
            flow,
            limits,
            buffer: Vec::new(),
            passing: 0,
            news: false,
            ended: false,
            last: false,
            refusal: None,
            deadline: None,
            stall: None,
        }
    }

    /// Says what was wrong, if something was, and closes the connection so that what was sent arrives.
    pub(super) async fn finish(mut self) {
        if let Some(refusal) = self.refusal {
            let bytes = refusal.bytes(self.buffer.trim_ascii_start().starts_with(b"HEAD "));
            if !matches!(timeout(LINGER_TIME, self.stream.write_all(&bytes)).await, Ok(Ok(()))) {
                return;
            }
        } else if !self.last && self.buffer.is_empty() {
            return;
        }
        // A socket that is closed with unread bytes resets the connection, and the answer could be lost.
        let _closed = self.stream.shutdown().await;
        let _drained = timeout(LINGER_TIME, async {
            let mut rest = [0; 4096];
            let mut size = 0;
            while size < LINGER_BYTES {
                match self.stream.read(&mut rest).await {
                    Ok(0) | Err(_) => break,
                    Ok(count) => size += count,
                }
            }
        })
        .await;
    }

    /// Reads what has come. `Ready` when there is news, or the end.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut space = [0; 4096];
        let room = space.len().min(LONGEST_HEAD.saturating_sub(self.buffer.len()));
        let mut read = ReadBuf::new(&mut space[..room]);
        ready!(Pin::new(&mut self.stream).poll_read(cx, &mut read))?;
        let fresh = read.filled();
        self.ended = fresh.is_empty() && room > 0;
        // A head ends with a line: nothing is looked at again for each of its bytes.
        self.news |= self.ended || self.buffer.is_empty() || fresh.contains(&b'\n');
        self.buffer.extend_from_slice(fresh);
        self.news |= self.buffer.len() >= LONGEST_HEAD;
        Poll::Ready(Ok(()))
    }

    /// Waits for the next head, and hands it on. Handing on nothing is the end of the connection.
    fn poll_head(&mut self, cx: &mut Context<'_>, out: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.last {
                return Poll::Ready(Ok(()));
            }
            if self.news {
                self.news = false;
                match examine(&self.buffer) {
                    Head::Whole { length, body } => {
                        self.deadline = None;
                        (self.passing, self.last) = (length, body);
                        let mut state = self.flow.state();
                        (state.stage, state.endless) = (Stage::Busy, false);
                        drop(state);
                        self.pass(out);
                        return Poll::Ready(Ok(()));
                    }
                    Head::Refused(refusal) => self.refuse(refusal),
                    Head::Partial if !self.ended => {}
                    Head::Partial if self.buffer.trim_ascii().is_empty() => self.last = true,
                    Head::Partial => self.refuse(Refusal::Malformed),
                }
                continue;
            }
            let head_time = self.limits.head_time;
            let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(head_time)));
            if deadline.as_mut().poll(cx).is_ready() {
                self.last = true;
                self.refusal = (!self.buffer.is_empty()).then_some(Refusal::Slow);
                continue;
            }
            ready!(self.poll_fill(cx))?;
        }
    }

    /// While an answer is made: takes what comes, up to one head, and sees whether the client left.
    fn poll_busy(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.flow.state().waker = Some(cx.waker().clone());
        while !self.last && !self.ended && self.buffer.len() < LONGEST_HEAD {
            ready!(self.poll_fill(cx))?;
        }
        // Whoever has only closed its own side still waits for the answer.
        if self.ended && self.flow.state().endless { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.last = true;
        self.refusal = Some(refusal);
    }

    fn pass(&mut self, mut out: ReadBufCursor<'_>) {
        let count = self.passing.min(out.remaining());
        out.put_slice(&self.buffer[..count]);
        self.buffer.drain(..count);
        self.passing -= count;
        self.news = !self.buffer.is_empty() || self.ended;
    }

    /// Counts the time in which nothing could be sent.
    fn stalled<T>(
        &mut self,
        cx: &mut Context<'_>,
        sent: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.stall = None;
            return sent;
        }
        let time = self.limits.write_time;
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(time)));
        ready!(stall.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl Read for Gate {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if self.passing > 0 {
            self.pass(out);
            return Poll::Ready(Ok(()));
        }
        let idle = self.flow.state().stage == Stage::Idle;
        if idle { self.poll_head(cx, out) } else { self.poll_busy(cx) }
    }
}

impl Write for Gate {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.stalled(cx, sent)
    }

    /// Called when all that was made has been handed to the system.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        let mut state = self.flow.state();
        if state.stage == Stage::Made {
            state.stage = Stage::Idle;
            wake(&mut state);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.stalled(cx, sent)
    }
}
