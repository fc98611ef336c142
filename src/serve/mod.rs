//! `anma serve`: shows the site while it is being written.
//!
//! ```text
//! watch ─▶ project::Folder ─▶ engine::Engine ─▶ shown ─▶ http, live ─▶ browsers
//! ```
//!
//! In: a folder that changes. Out: answers on a socket of this machine. It must never reach the disk on behalf of a
//! request, and never end because of what is in the folder.

pub mod client;
mod edited;
pub mod http;
mod live;
mod making;
mod preview;
mod problem;
mod shown;
mod site;
pub mod watch;

pub use client::SCRIPT as CLIENT;
pub use live::{Live, Problem};
pub use preview::{End, Event, Options, Preview, Publish, Request};
pub use shown::Shown;
pub use site::{Found, Site};
