//! CHECK: what a page says is held against rules, after it has been understood and made.
//!
//! Comes in: the graph, the text of the articles, what stands in the finished pages, and the rules. Goes out: findings,
//! each a diagnostic with the rule's name, at the place in the file that a writer edits. A page that is the same as the last time
//! is not read again. It must never change a page, and never ask anything of the web.

mod acknowledge;
mod cautions;
mod connections;
mod density;
mod evidence;
mod facts;
mod finished;
mod jargon;
mod ledger;
mod locate;
mod natives;
mod page;
mod people;
mod recommend;
mod ruler;
mod site;
mod spell;

pub use acknowledge::{Acknowledgement, Aim, Standing};
pub use finished::{Edition, Finished, Seen, unfounded};
pub use ledger::{Ledger, ledger};
pub use page::{Found, Mending, PageText};
pub use ruler::{Bench, Ruler, all_rules};
pub use site::{Checked, Memo, Site, check, count};
