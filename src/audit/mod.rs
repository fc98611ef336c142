//! Looks at the finished pages of a site as a reader and a search engine get them: links, pictures,
//! headings, names of controls, titles.
//!
//! [`observe`] reads one page once and knows nothing of the others, so what it returns may be kept
//! for as long as the page stays the same. [`judge`] holds the pages against each other and
//! against the files of the site. Nothing here reads a file.

mod address;
mod assets;
mod body;
mod court;
mod example;
mod head;
mod judge;
mod kept;
mod links;
mod names;
mod observe;
mod observed;
mod pages;
mod path;
mod pictures;
mod rule;
mod site;
mod srcset;
mod tag;
mod walk;
mod width;
mod words;

#[cfg(test)]
mod tests;

pub use example::{ORIGIN, ROUTE, pages_of, try_text};
pub use judge::judge;
pub use observe::observe;
pub use observed::Observed;
pub use rule::{RULES, Rule, Severity};
pub use site::{Files, Flaw, Limits, PageIn, Site};
pub use width::pixels;
