//! The site's settings (`anma.yaml`) and a theme's description of itself (`theme.yaml`).
//!
//! Comes in: the text of the two files. Goes out: a [`Config`] in which every setting has a value, a
//! [`ThemeFile`], and notes. Neither reads the environment, the clock or another file.

mod base_url;
mod check;
mod editions;
mod hosts;
mod read;
mod salon;
mod theme;
mod tokens;
mod types;

#[cfg(test)]
mod tests;

pub use check::{Checks, Qualified, USUAL_PACK};
pub use editions::is_language_name;
pub use hosts::{Directive, HostFile, Hosts, Security, StructuredData};
pub use read::parse;
pub use salon::{Branch, Price, Salon};
pub use theme::{parse_theme, parse_words, theme_options};
pub use tokens::{ContrastRule, Design, Setting, TokenField, TokenKind, TokenSet, TokenValues};
pub use types::{
    AutoLinks, BaseUrl, Config, Edition, Html, Limits, LinkScope, Markdown, MenuItem, OptionField,
    Publish, Reviews, ShortcodeFile, Target, ThemeFile,
};
