//! Holds the pages of a site against each other and against its files.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::court::Court;
use super::observed::Said;
use super::rule::{self, Rule};
use super::site::{Flaw, PageIn, Site};

/// Everything that is wrong with the pages: sorted by page and place, nothing twice.
///
/// Of two pages with one title, the one that comes first in `pages` is taken as right.
pub fn judge(site: &Site<'_>, pages: &[PageIn<'_>]) -> Vec<Flaw> {
    let court = Court::new(site, pages);
    let mut flaws = Vec::new();
    let mut is_linked = vec![false; pages.len()];
    for page in 0..pages.len() {
        court.page(page, &mut is_linked, &mut flaws);
    }
    for page in (0..pages.len()).filter(|&page| court.is_stub(page)) {
        court.stub(page, &mut flaws);
    }
    court.orphans(&is_linked, &mut flaws);
    court.twice(rule::PAGE_TITLE_TWICE, "title", |page| page.seen.title, &mut flaws);
    let description = |page: &PageIn<'_>| page.seen.description;
    court.twice(rule::PAGE_DESCRIPTION_TWICE, "description", description, &mut flaws);
    flaws.sort_by(order);
    flaws.dedup_by(|a, b| order(a, b) == Ordering::Equal);
    flaws
}

/// What makes two flaws the same.
fn order(a: &Flaw, b: &Flaw) -> Ordering {
    (a.page, a.offset, a.rule, &a.written).cmp(&(b.page, b.offset, b.rule, &b.written))
}

impl Court<'_> {
    /// One page, and the pages it leads to.
    fn page(&self, page: usize, is_linked: &mut [bool], flaws: &mut Vec<Flaw>) {
        let base = self.base(page);
        self.assets(page, &base, flaws);
        if self.is_stub(page) {
            return;
        }
        self.pictures(page, &base, flaws);
        self.defects(page, flaws);
        self.texts(page, flaws);
        self.canonical(page, &base, flaws);
        self.refresh(page, flaws);
        let leads = self.links(page, &base, flaws);
        let PageIn { route, seen, is_listed } = self.pages[page];
        let mut has_way_on = false;
        for (to, is_in_main) in leads {
            if to != page {
                // What only the page for errors links to, no reader finds.
                is_linked[to] |= route != "404.html";
                has_way_on |= is_in_main || seen.main.is_none();
            }
        }
        if is_listed && !has_way_on {
            let offset = seen.main.unwrap_or(0);
            let message = "The page leads to no other page of the site".to_owned();
            flaws.push(Flaw::new(rule::LINK_DEAD_END, page, offset, message));
        }
    }

    /// Pages that no other page leads to.
    fn orphans(&self, is_linked: &[bool], flaws: &mut Vec<Flaw>) {
        for (at, page) in self.pages.iter().enumerate() {
            if page.is_listed && !is_linked[at] && page.route != "index.html" && !self.is_stub(at) {
                let address = self.shown(page.route);
                let message = format!("No other page links to {address}");
                flaws.push(Flaw::new(rule::LINK_ORPHAN, at, 0, message).with(&address, ""));
            }
        }
    }

    /// A text that two pages of one language have.
    fn twice(
        &self,
        rule: Rule,
        what: &str,
        said: impl Fn(&PageIn<'_>) -> Option<Said>,
        flaws: &mut Vec<Flaw>,
    ) {
        let mut first: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        for (at, page) in self.pages.iter().enumerate() {
            let Some(said) = said(page).filter(|_| page.is_listed && !self.is_stub(at)) else {
                continue;
            };
            let text = page.seen.says(said.text);
            let language = page.seen.says(page.seen.language);
            let of = *first.entry((language, text)).or_insert(at);
            if of != at {
                let other = self.shown(self.pages[of].route);
                let message = format!("The page has the same {what} as {other}");
                flaws.push(Flaw::new(rule, at, said.offset, message).with(text, text));
            }
        }
    }
}
