//! Stage 4, PLAN: the graph becomes a list of everything that is written, each at an address of its own.
//!
//! Comes in: the graph, the settings and the theme's templates. Goes out: pages with what each may show
//! ([`view`]), redirects, copies, and texts such as feeds. It must never write, and never show a page
//! anything that is not in its view.

mod beside;
mod card;
mod claims;
mod collision;
mod edges;
mod entity_view;
pub mod feed;
mod findable;
mod frame_view;
mod frames;
pub mod graph_json;
mod graph_svg;
mod icons;
mod json_ld;
mod label;
mod neighbourhood;
mod not_found;
mod outline;
mod overview;
mod panel_view;
mod picture;
mod plan;
mod prose;
mod relative;
mod review;
mod salon_view;
mod site_view;
pub mod sitemap;
mod social;
mod translations;
mod uses;
mod value;
mod verdict;
mod view;

pub use beside::{Beside, check_security};
pub use findable::Findable;
pub use icons::icon_routes;
pub use not_found::not_found;
pub use overview::wording;
pub use plan::{Copy, Page, Plan, Redirect, Subject, alias_route, has_search, plan};
pub use relative::relative;
pub use site_view::site;
pub use social::{CARD_SIZE, CARDS, TEMPLATE as CARD_TEMPLATE};
pub use translations::{Language, Translations};
pub use uses::{Uses, uses};
pub use value::fingerprint;
pub use view::{Looked, Shared, Viewer};
