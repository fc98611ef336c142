//! anma turns a massage salon's health articles into a website that people can trust.

pub mod base;
pub mod diagnostic;
pub mod markdown;
