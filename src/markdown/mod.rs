//! Markdown becomes HTML with holes.
//!
//! Comes in: the Markdown of one article. Goes out: a [`Body`]: its HTML, with a hole wherever something
//! from another file belongs (the address of a link, the result of a shortcode), and what other stages
//! need to know about it: links, calls, headings, plain text. It must never read another file, fail, or
//! let through what a browser would run as code.

mod block;
mod body;
mod container;
mod escape;
mod events;
mod footnote;
mod gist;
mod heading;
#[cfg(feature = "highlight")]
mod highlight;
mod html;
mod image;
mod inline;
mod link;
mod mask;
mod options;
mod sentence;
mod shortcode;
mod stretch;
mod stylesheet;
mod table;
mod tag;
mod target;
mod writer;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;
use pulldown_cmark::Parser;

pub use body::{Body, Call, Heading, Hole, HoleKind, Link};
pub use escape::escape_url;
pub(crate) use events::{Piece, walk};
pub use gist::gist;
pub use options::{HtmlPolicy, Labels, Options};
pub use shortcode::Argument;
pub use stretch::{Anchor, Edges, Locator, Stretch};
pub use stylesheet::stylesheet;
pub(crate) use tag::{attribute, tag_name};
pub use target::{Address, Target, origin};

use crate::diagnostic::Notes;
use writer::Writer;

/// Reads the Markdown that stands at `body` in `whole`, the text of the file `path`.
///
/// All places in what is returned are places in `whole`.
pub fn parse(
    whole: &str,
    body: Range<usize>,
    path: &Arc<Utf8Path>,
    options: &Options,
    notes: &mut Notes,
) -> Body {
    let base = body.start;
    let source = whole.get(body).unwrap_or_default();
    let sites = if options.extensions { mask::find(source) } else { Vec::new() };
    let hidden = (!sites.is_empty()).then(|| mask::hide(source, &sites));
    let text = hidden.as_deref().unwrap_or(source);
    let mut writer = Writer::new(source, base, path, options, sites, notes);
    for (event, place) in
        Parser::new_ext(text, parser_options(options, options.smart_punctuation)).into_offset_iter()
    {
        writer.event(&event, place);
    }
    writer.finish()
}

fn parser_options(options: &Options, smart_punctuation: bool) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Flags;
    let mut flags = Flags::empty();
    if options.extensions {
        flags |= Flags::ENABLE_TABLES
            | Flags::ENABLE_FOOTNOTES
            | Flags::ENABLE_STRIKETHROUGH
            | Flags::ENABLE_TASKLISTS
            | Flags::ENABLE_HEADING_ATTRIBUTES
            | Flags::ENABLE_GFM
            | Flags::ENABLE_DEFINITION_LIST
            | Flags::ENABLE_WIKILINKS;
    }
    if smart_punctuation {
        flags |= Flags::ENABLE_SMART_PUNCTUATION;
    }
    flags
}
