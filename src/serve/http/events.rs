//! The live channel as a body that goes on: the messages of a tab, and a sign of life in between.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Bytes;
use hyper::body::{Body, Frame};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::serve::live::Seat;

/// The messages of one tab, as server-sent events.
pub(super) struct Events {
    seat: Seat,
    beat: Interval,
}

impl Events {
    /// The messages for `seat`, with a sign of life after each `pause`.
    pub(super) fn new(seat: Seat, pause: Duration) -> Self {
        let mut beat = interval_at(Instant::now() + pause, pause);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { seat, beat }
    }
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Poll::Ready(message) = self.seat.receiver.poll_recv(cx) {
            return Poll::Ready(message.map(|message| Ok(Frame::data(message))));
        }
        self.beat.poll_tick(cx).map(|_| Some(Ok(Frame::data(Bytes::from_static(b":\n\n")))))
    }
}
