//! Whole sites, from the outside: what the library and the program `anma` do with a folder.
//!
//! One program for all tests, so that it is linked once. The sites, the projects with mistakes and the bad
//! input lie in folders beside this one; adding a case is adding files.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]
#![expect(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "speed does not matter here, and the files are the tests' own"
)]
#![expect(clippy::disallowed_methods, reason = "tests make folders and look at them")]

#[path = "../support/mod.rs"]
mod support;

mod bad_inputs;
mod beside;
mod commands;
mod contract;
mod determinism;
mod diagnostics;
mod flagship;
mod languages;
mod links;
mod links_in_detail;
mod overviews;
mod panels;
mod pictures;
mod reports;
mod reviews;
mod rollback;
mod safety;
mod search;
mod sites;
mod theme;
