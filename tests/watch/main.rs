//! Changes on the disk are seen, whatever program makes them and however it does so.

#![expect(clippy::expect_used, reason = "a test may fail")]
#![expect(clippy::disallowed_methods, reason = "the tests make and change files")]

mod quiet;
mod saves;
mod site;
mod stories;
mod storms;
