//! Stories of people who edit a site while `anma serve` shows it, through the real program and its socket.
//!
//! Each test is a group of stories about one running preview. A story does what an editor, a writer, a designer or Git
//! does, and waits until the answer shows it; nothing is restored, the next story goes on from there. All the while a
//! visitor looks at pages that must stay. At the end of a group the site that is served is compared with a clean build.
#![expect(clippy::disallowed_methods, reason = "tests make folders and look at them")]

#[path = "../support/mod.rs"]
#[cfg(test)]
#[expect(dead_code, clippy::format_push_string, reason = "these tests use a part of it")]
mod support;

// The condition is always true here; it tells clippy that these modules are tests throughout.
#[cfg(test)]
mod endless;
#[cfg(test)]
mod files;
#[cfg(test)]
mod git;
#[cfg(test)]
mod hands;
#[cfg(test)]
mod odd;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod saves;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod storms;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod themes;
#[cfg(test)]
mod visitor;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod words;
