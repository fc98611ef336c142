//! Small values that every stage shares. They know nothing of articles, and never touch the disk.

mod date;
mod fingerprint;
mod html;
mod route;
mod size;
mod slug;
mod text;

pub use date::Date;
pub use fingerprint::Fingerprint;
pub use html::{escape, escape_into};
pub use route::{Route, RouteProblem};
pub use size::size_in_words;
pub use slug::{normalise_name, order_key, slugify};
pub use text::{Position, Span, position};
