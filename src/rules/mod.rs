//! The rules of `anma check`: files that say what an article should not say, why, and what to do about it.
//!
//! Comes in: the rules that are part of the program (`packs/`), a site's own below `rules/`, and what its settings
//! say of them. Goes out: [`Rules`], each vetted, and a [`Tester`] that runs those that look at the text alone.
//! Rules of the other kinds are read and vetted here as far as their file goes; what they do is for others to say.
//!
//! A pattern is run by automata, never by trying again: however a rule is written, a text twice as long takes
//! twice the time. A rule that cannot be read is left out with a note, and the others go on.

mod classes;
mod explain;
mod formula;
mod keys;
mod load;
mod measure;
mod model;
mod pattern;
mod problem;
mod read;
mod read_other;
mod read_test;
mod sentence;
mod tester;
mod text;

#[cfg(test)]
mod bad_inputs;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod tests;

pub use explain::{page_of, reference};
pub use load::{DEFAULT_PACKS, PACKS, Wanted, embedded, load};
pub use measure::{Reading, Worst, grade};
pub use model::{ClaimTest, Example, Level, Native, Once, Placed, Rule, Rules, Scopes, Test, Unit};
pub use sentence::sentences;
pub use tester::{Hit, Page, Tester};
pub use text::TextTest;
