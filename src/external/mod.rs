//! Addresses on other people's sites: are they still there?
//!
//! Every host is asked politely: one request at a time, with a pause between two, and no more after it asked to
//! be left alone. What cannot be told for certain is never called dead. What was found is kept for a while.

mod address;
mod cache;
mod client;
mod run;
#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use cache::{CACHE_FILE, Cache};
pub use client::Client;
pub use run::check;

/// Why nothing can be told when the net is away. Such an answer is not kept.
const OFFLINE: &str = "no host at all was found; this computer may not be online";

/// How something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Only whether it is there.
    Head,
    /// The thing itself, for servers that do not answer the shorter question.
    Get,
}

/// What came back from one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server answered.
    Status {
        /// The number of its answer.
        status: u16,
        /// Where it sends the reader on to.
        location: Option<String>,
        /// Whether it says when to come again.
        later: bool,
    },
    /// There is no such host.
    NoHost,
    /// The host is this computer or one in a private network, and must not be asked.
    Private,
    /// No answer, for the reason given (a part of a sentence: "it …").
    Failed(String),
}

/// Somebody who can ask.
pub trait Ask: Sync {
    /// Asks once. Sends no reader on, and never panics.
    fn ask(&self, method: Method, url: &str) -> Answer;

    /// Waits before the next request to the same host.
    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// How much is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At most so many addresses in one run.
    pub most: usize,
    /// At most so many hosts at the same time.
    pub at_once: usize,
    /// The pause between two requests to one host.
    pub pause: Duration,
    /// Whether this computer and private networks may be asked.
    pub private: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self { most: 500, at_once: 8, pause: Duration::from_secs(1), private: false }
    }
}

/// What is known about an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is there.
    Alive,
    /// It moved for good.
    Moved {
        /// Where to.
        to: String,
    },
    /// It is not there any more.
    Dead {
        /// How that was seen (a part of a sentence: "it …").
        why: String,
    },
    /// It cannot be told. No reason to fail.
    Unknown {
        /// Why not (a part of a sentence: "it …").
        why: String,
    },
}

/// What is known about one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The address as it was given.
    pub url: String,
    /// What is known about it.
    pub state: State,
    /// The day on which that was found; days since 1 January 1970.
    pub day: i64,
}
