//! anma turns a massage salon's health articles into a website that people can trust.

pub mod base;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod gallery;
pub mod graph;
pub mod link;
pub mod markdown;
pub mod matter;
pub mod output;
pub mod page;
pub mod picture;
pub mod progress;
pub mod project;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod seal;
pub mod search;
pub mod serve;
pub mod source;
pub mod theme;
pub mod yaml;
