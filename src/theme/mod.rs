//! Themes: templates, shortcodes, assets and options, in layers.
//!
//! Comes in: the sources below `themes/` and the settings. Goes out: a [`Theme`] that turns a context
//! into HTML. Templates see what they are given and nothing else: no function reads the world.

mod asset;
mod audit;
mod eject;
mod failure;
mod filter;
mod layer;
mod load;
mod render;
mod shortcode;
mod tokens;

pub use asset::{Asset, Assets};
pub use audit::{Shape, audit};
pub use eject::Ejected;
pub use layer::{chain, embedded_text};
pub use load::{Theme, load};
pub use render::{RenderLimits, Rendering};
pub use shortcode::Shortcodes;
pub use tokens::{Colour, Faint, Scheme, Tokens};

/// The version of the contract between anma and its themes.
pub const API: u32 = 1;
