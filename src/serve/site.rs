//! What the server shows: the site as the engine made it.

use std::fmt;
use std::sync::Arc;

use crate::base::Fingerprint;
use crate::graph::Standing;

/// The site as the engine made it, by route. Nothing here reads a path that a request names.
pub trait Site: Send + Sync + 'static {
    /// The file at `route` (`articles/neck/index.html`, as [`crate::base::Route::as_str`] gives it), if the site has
    /// one. It may be rendered first, so this may take some milliseconds.
    fn find(&self, route: &str) -> Option<Found>;

    /// The path of the site on its host, with a slash at both ends: `/` or `/sub/`.
    fn prefix(&self) -> String;

    /// The number of the build that is shown. It grows with every change.
    fn build(&self) -> u64;
}

/// A file of the site.
#[derive(Clone)]
pub struct Found {
    /// What is in it.
    pub bytes: Arc<[u8]>,
    /// Changes when the bytes do.
    pub fingerprint: Fingerprint,
    /// Whether it is a page that is shown only in the preview.
    pub standing: Standing,
}

impl Found {
    /// A file that visitors will see, with these bytes.
    pub fn published(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { fingerprint: Fingerprint::of(&bytes), bytes, standing: Standing::Published }
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Found({} bytes, {:?})", self.bytes.len(), self.standing)
    }
}
