//! Reviews: what a person has read and found right, bound to the text that they read.
//!
//! Comes in: the fields of a page and its text. Goes out: the seal of what a reader relies on, how a review stands on a day,
//! and front matter with a new review in it. It must never look at another page, and nothing in it touches the disk.
#![deny(missing_docs)]

mod facts;
mod state;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::markdown;
use crate::matter::Matter;

pub use state::{Review, State};
pub use write::{Entry, Refusal, write};

/// How this version makes seals. A seal that another way made is another one.
const VERSION: &str = "v1";

/// The identity of what a page says to those who rely on it: equal texts have equal seals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seal(u64);

impl Seal {
    /// Whether `written` is this seal.
    pub fn is(self, written: &str) -> bool {
        written.trim() == self.to_string()
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{VERSION}-{:016x}", self.0)
    }
}

/// The seal of a page with these fields and this text, which is Markdown: `file text` from where its front matter ends.
///
/// It holds the title, the description, the words of the text and what they stand in, questions and answers, what the picture shows, sources, and
/// all facts that matter for health. See docs/reviews.md for what counts and what does not.
pub fn fingerprint(matter: &Matter, body: &str) -> Seal {
    let mut text = String::with_capacity(body.len() + 512);
    facts::add(&mut text, matter);
    text.push_str("text\n");
    text.push_str(&even(&markdown::gist(body)));
    Seal(xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}

/// A text in which letters, quotation marks, dashes and spaces that look the same are the same. Lines stay.
fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfc() {
        match letter {
            // Soft hyphens and marks that have no width are no words.
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            '‘' | '’' | '‛' | 'ʼ' => out.push('\''),
            '“' | '”' | '„' | '‟' => out.push('"'),
            '…' => out.push_str("..."),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '\n' => out.push('\n'),
            letter if letter.is_whitespace() => {
                if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The same for a text of which lines are of no account.
fn on_one_line(text: &str) -> String {
    even(&text.split_whitespace().collect::<Vec<_>>().join(" ")).trim().to_owned()
}
