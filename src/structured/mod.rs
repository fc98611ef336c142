//! Holds the structured data of a page (JSON-LD) against the words of schema.org.
//!
//! A type that is not in the table here is named as a note, no more: schema.org has many that no
//! health site uses. Everything else that is said of a type in the table must fit it.

mod check;
mod shape;
mod treatment;
mod value;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use check::{check_page, described};
pub use treatment::{Treatment, treatments};

/// How serious a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Search engines will not understand it.
    Error,
    /// It should be put right.
    Warning,
    /// Worth knowing.
    Info,
}

/// The page that the structured data stands on.
#[derive(Clone, Copy)]
pub struct Base<'a> {
    /// Its full address.
    pub address: &'a str,
    /// Whether an id that stands for something elsewhere on the site is known there: the address of
    /// a page, or an id that the structured data of another page describes.
    pub is_known: &'a dyn Fn(&str) -> bool,
}

/// Something that is wrong with structured data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which of the texts of the page it is in.
    pub text: usize,
    /// Where in it: `@graph[0].author`, or the line and column where reading stopped.
    pub place: String,
    /// How serious it is.
    pub severity: Severity,
    /// The name or value as it is written there.
    pub written: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What is wrong with one text of structured data. The same text always gives the same answer, in
/// the order of the text.
pub fn check(json: &str, base: &Base<'_>) -> Vec<Fault> {
    check_page(&[json], base)
}
