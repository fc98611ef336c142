//! What all tests share: sites in memory, sites on disk, and the program itself.

pub(crate) mod dom;
pub(crate) mod memory;
pub(crate) mod program;
pub(crate) mod tree;

use std::path::PathBuf;

/// The folder `tests` of the repository.
pub(crate) fn tests() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Whether expected files are to be written instead of compared: `ANMA_UPDATE=1 cargo test --test suite`.
pub(crate) fn is_update() -> bool {
    std::env::var("ANMA_UPDATE").is_ok_and(|value| value == "1")
}
