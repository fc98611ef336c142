//! `anma serve`: shows the site while it is being written.
//!
//! In: the site as the engine made it. Out: answers on a socket of this machine. It must never reach the disk on
//! behalf of a request.

pub mod http;
mod live;
mod site;
pub mod watch;

pub use live::{Live, Problem};
pub use site::{Found, Site};
