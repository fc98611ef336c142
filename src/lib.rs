//! anma turns a massage salon's health articles into a website that people can trust.

pub mod base;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod graph;
pub mod matter;
pub mod schema;
pub mod source;
pub mod yaml;
