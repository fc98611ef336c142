//! What all requests share.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use super::Limits;
use super::host::Hosts;
use super::hosting::Hosting;
use crate::serve::live::Live;
use crate::serve::site::Site;

/// The site, the live channel and the names of the server.
pub(super) struct State {
    pub(super) site: Arc<dyn Site>,
    pub(super) hosting: Hosting,
    pub(super) live: Live,
    pub(super) hosts: Hosts,
    /// What a page must show to open the live channel. Drawn anew at each start.
    pub(super) token: String,
    /// The script that runs in the browser.
    pub(super) client: &'static str,
    pub(super) limits: Limits,
    pub(super) notices: Arc<Notices>,
}

/// What to tell the person, each once.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<(BTreeSet<String>, Vec<String>)>);

/// Most notices of one run. They are made of what the site's files say, which may change without end.
const MOST_NOTICES: usize = 100;

impl Notices {
    /// Notes `text`, unless it was noted before.
    pub(super) fn once(&self, text: String) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0.len() < MOST_NOTICES && noted.0.insert(text.clone()) {
            noted.1.push(text);
        }
    }

    /// What was noted since the last call.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner).1)
    }
}

/// 128 bits that nobody can guess, in hexadecimal digits.
pub(super) fn token() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a `String` cannot fail.
        let _written = write!(out, "{byte:02x}");
        out
    }))
}
