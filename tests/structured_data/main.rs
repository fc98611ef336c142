//! What pages tell search engines about themselves: that it is schema.org, that readers see it too, and that it claims
//! no more than the evidence on file.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]
#![expect(clippy::disallowed_methods, reason = "the tests read the site of this repository")]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_push_string,
    reason = "speed does not matter here, and the files are the tests' own"
)]

#[path = "../support/memory.rs"]
#[expect(dead_code, reason = "pages are found by other ways here")]
mod memory;
#[path = "../support/program.rs"]
#[expect(dead_code, reason = "only the settings are needed here")]
mod program;
#[path = "../support/tree.rs"]
#[expect(dead_code, reason = "only reading is needed here")]
mod tree;

mod checker;
mod claims;
mod pages;
mod valid;
mod visible;
