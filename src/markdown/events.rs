//! An article piece by piece, for those who read it otherwise than as a page.
//!
//! Comes in: the Markdown of an article. Goes out: what the Markdown parser finds, with what was hidden from it
//! put back, and the blocks and calls that it does not know. Blocks are balanced: one that is never closed ends
//! with the list, the quote or the article that it stands in. Quotes and dashes stay as they were typed.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::inline::typed_code;
use super::mask::{self, Site, SiteKind};
use super::options::Options;
use super::{container, parser_options};

/// A piece of an article.
#[derive(Debug)]
pub(crate) enum Piece<'e> {
    /// Whatever Markdown knows.
    Markdown(Event<'e>),
    /// A block begins. Its heading stands at `title` in the article, and may be empty.
    Open {
        /// The name as it was typed; of `care urgent` the second word.
        name: &'e str,
        /// Where its heading stands.
        title: Range<usize>,
        /// Whether it is a care card.
        care: bool,
    },
    /// The innermost block ends.
    Close,
    /// A shortcode is called.
    Call {
        /// Its name.
        name: &'e str,
    },
}

/// Gives every piece of `source` to `take`, with its place.
pub(crate) fn walk<'s>(
    source: &'s str,
    options: &Options,
    take: &mut dyn FnMut(Piece<'_>, Range<usize>),
) {
    let sites = if options.extensions { mask::find(source) } else { Vec::new() };
    let hidden = (!sites.is_empty()).then(|| mask::hide(source, &sites));
    let text = hidden.as_deref().unwrap_or(source);
    let mut walk: Walk<'s, '_> = Walk {
        source,
        sites: &sites,
        depth: 0,
        blocks: Vec::new(),
        in_code: false,
        skips: false,
        take,
    };
    for (event, place) in Parser::new_ext(text, parser_options(options, false)).into_offset_iter() {
        walk.event(event, place);
    }
    walk.close_from(0, source.len());
}

struct Walk<'s, 'w> {
    source: &'s str,
    /// The sites that are still ahead.
    sites: &'w [Site],
    /// How many elements of Markdown are open.
    depth: usize,
    /// Blocks that are open, by how many elements were open around them.
    blocks: Vec<usize>,
    in_code: bool,
    /// Whether the line of a block is passed over.
    skips: bool,
    take: &'w mut dyn FnMut(Piece<'_>, Range<usize>),
}

impl Walk<'_, '_> {
    fn give(&mut self, event: Event<'_>, place: Range<usize>) {
        (self.take)(Piece::Markdown(event), place);
    }

    fn event(&mut self, event: Event<'_>, place: Range<usize>) {
        if self.skips {
            if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                self.skips = false;
                self.depth -= 1;
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(end) => {
                self.close_from(self.depth, place.end);
                self.depth = self.depth.saturating_sub(1);
                self.in_code = false;
                self.give(Event::End(end), place);
            }
            Event::Text(text) if self.in_code => {
                let text = self.original(text, &place);
                self.give(Event::Text(text), place);
            }
            Event::Text(text) => self.text(text, place),
            Event::Code(code) if self.has_site(&place) => {
                let typed = typed_code(&self.source[place.clone()]);
                drop(code);
                self.give(Event::Code(typed.into()), place);
            }
            Event::InlineHtml(html) => {
                // Only a block line that Markdown reads as text looks like a tag without being one.
                let is_line = self.has_site(&place)
                    && self.sites.first().is_some_and(|site| {
                        site.place == place && !matches!(site.kind, SiteKind::Call(_))
                    });
                let html = self.original(html, &place);
                self.give(if is_line { Event::Text(html) } else { Event::InlineHtml(html) }, place);
            }
            Event::Html(html) => {
                let html = self.original(html, &place);
                self.give(Event::Html(html), place);
            }
            other => self.give(other, place),
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>) {
        self.depth += 1;
        if matches!(tag, Tag::HtmlBlock)
            && self.has_site(&place)
            && let Some(site) = self.sites.first()
            && site.place.start == place.start
            && !matches!(site.kind, SiteKind::Call(_) | SiteKind::Broken(_))
        {
            self.skips = true;
            let (line, is_open) = (site.place.clone(), matches!(site.kind, SiteKind::Open));
            self.block_line(line, is_open);
            return;
        }
        self.in_code = matches!(tag, Tag::CodeBlock(_));
        self.give(Event::Start(tag), place);
    }

    fn block_line(&mut self, place: Range<usize>, is_open: bool) {
        // The line itself counts as one element of Markdown; it is not around the block.
        let depth = self.depth - 1;
        if is_open {
            let line = &self.source[place.clone()];
            let (name, heading) = container::read(line);
            // Nothing of the line follows the heading but spaces and colons.
            let at = place.start + line.rfind(heading).unwrap_or(line.len());
            self.blocks.push(depth);
            let care = container::is_care_card(name);
            (self.take)(Piece::Open { name, title: at..at + heading.len(), care }, place);
        } else if self.blocks.last() == Some(&depth) {
            self.blocks.pop();
            (self.take)(Piece::Close, place);
        }
    }

    /// Ends the blocks that stand at `depth` or deeper.
    fn close_from(&mut self, depth: usize, at: usize) {
        while self.blocks.last().is_some_and(|block| *block >= depth) {
            self.blocks.pop();
            (self.take)(Piece::Close, at..at);
        }
    }

    /// Whether something was hidden at `place`. What stands before it was passed over for good.
    fn has_site(&mut self, place: &Range<usize>) -> bool {
        while let [site, rest @ ..] = self.sites
            && site.place.start < place.start
        {
            self.sites = rest;
        }
        self.sites.first().is_some_and(|site| site.place.start < place.end)
    }

    /// What the writer typed, in place of `text` in which something may be hidden.
    fn original<'t>(&mut self, text: CowStr<'t>, place: &Range<usize>) -> CowStr<'t> {
        if self.has_site(place) && text.len() == place.len() {
            return self.source[place.clone()].to_owned().into();
        }
        text
    }

    /// Running text, in which calls may stand.
    fn text(&mut self, text: CowStr<'_>, place: Range<usize>) {
        if !self.has_site(&place) || text.len() != place.len() {
            return self.give(Event::Text(text), place);
        }
        let source = self.source;
        let mut at = place.start;
        while let [site, rest @ ..] = self.sites
            && site.place.start < place.end
        {
            self.sites = rest;
            if let SiteKind::Call(Some(draft)) = &site.kind
                && site.place.end <= place.end
            {
                let before = at..site.place.start;
                if !before.is_empty() {
                    self.give(Event::Text(source[before.clone()].into()), before);
                }
                (self.take)(Piece::Call { name: &draft.name }, site.place.clone());
                at = site.place.end;
            }
        }
        if at < place.end {
            self.give(Event::Text(source[at..place.end].into()), at..place.end);
        }
    }
}
