//! What stands for a page in link previews when it has no picture: a card with its title, drawn by the theme's `card.svg`.
//!
//! The address of a card is made of all that the card is made of, so a page may name it before it is drawn.

use tera::Value;

use super::card::permalink;
use super::value::{fingerprint, map};
use super::view::Viewer;
use crate::base::{Fingerprint, Route};
use crate::graph::EntryId;
use crate::picture::{Font, LEADING, Lettering, VERSION};
use crate::theme::Scheme;

/// The folder in which cards lie, and nothing else.
pub const CARDS: &str = "assets/cards";

/// The size of a card, in pixels.
pub const CARD_SIZE: (u16, u16) = (1200, 630);

/// The template of cards.
pub const TEMPLATE: &str = "card.svg";

/// Sites with more pages have no cards unless they ask for them.
const MANY_PAGES: usize = 1_000;

/// Where a title stands on a card: its left edge, its top, its width and height, in pixels.
const TITLE: (u16, u16, u16, u16) = (80, 150, 1040, 340);

impl Viewer<'_> {
    /// Whether pages have cards.
    pub fn has_cards(&self) -> bool {
        self.config.social_cards.unwrap_or(self.graph.documents.len() <= MANY_PAGES)
            && self.theme.resolve(TEMPLATE).is_some()
    }

    /// Where the card of the page `id` is written; `None` when it has a picture, or cards are not wanted.
    pub fn card_route(&self, id: EntryId) -> Option<Route> {
        if !self.has_cards() || !self.image_of(id).is_none() || self.is_noindex(id) {
            return None;
        }
        let parts = [
            Fingerprint(u128::from(VERSION)),
            self.look,
            fingerprint(&self.card(id)),
            Fingerprint::of(self.section_title(id).as_bytes()),
        ];
        let print = Fingerprint::all(parts).to_string();
        Route::new(&format!("{CARDS}/{}-{}.png", self.graph.entry(id).id, &print[..12])).ok()
    }

    /// Whether what is written to `route` may be the card of the page `id`, going by its name.
    pub fn may_be_card_of(&self, route: &Route, id: EntryId) -> bool {
        let name = route.as_str().strip_prefix(CARDS).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| name.starts_with(&*self.graph.entry(id).id))
    }

    /// What templates see of the card of the page `id`.
    pub(super) fn social(&self, id: EntryId) -> Value {
        let Some(route) = self.card_route(id) else { return Value::none() };
        let url = format!("{}{}", self.config.base_url.prefix.trim_end_matches('/'), route.url());
        let words = self.theme.strings.get("card_alt").map_or("{title}", |words| words);
        let alt = words
            .replace("{site}", &self.config.title)
            .replace("{title}", &self.graph.entry(id).title);
        map([
            ("alt", Value::from(alt)),
            ("height", Value::from(CARD_SIZE.1)),
            ("url", Value::from(permalink(self.config, &url))),
            ("width", Value::from(CARD_SIZE.0)),
        ])
    }

    fn section_title(&self, id: EntryId) -> &str {
        let section = self.graph.entry(id).section.filter(|section| *section != self.graph.home);
        section.map_or("", |section| &self.graph.entry(section).title)
    }

    /// What `card.svg` sees besides the site.
    pub fn card_values(&self, id: EntryId) -> [(&'static str, Value); 2] {
        let heading = self.theme.tokens.value("font-heading", Scheme::Light).unwrap_or_default();
        let heading = heading.trim();
        let has_serifs = heading.ends_with("serif") && !heading.ends_with("sans-serif");
        let font = if has_serifs { Font::Serif } else { Font::Plain };
        let name = match &*self.config.salon.name {
            "" => &*self.config.title,
            name => name,
        };
        let title = &*self.graph.entry(id).title;
        let title = font.spell(title).or_else(|| font.spell(name)).unwrap_or_default();
        let (left, top, width, height) = TITLE;
        let Lettering { lines, size } = font.set(&title, f32::from(width), f32::from(height));
        let (count, step) =
            (u32::try_from(lines.len()).unwrap_or(1), u32::from(size) * LEADING / 100);
        // The lines stand in the middle of their place; letters stand on their line, three quarters of them above it.
        let first =
            u32::from(top) + (u32::from(height).saturating_sub(count * step)) / 2 + step * 4 / 5;
        let line = |(index, line): (usize, &String)| {
            let y = first + step * u32::try_from(index).unwrap_or_default();
            map([("text", Value::from(line.as_str())), ("y", Value::from(y))])
        };
        let lines: Vec<Value> = lines.iter().enumerate().map(line).collect();
        let short = |text: &str, size: u16, width: f32| {
            let text = Font::Plain.spell(text).unwrap_or_default();
            Value::from(Font::Plain.shorten(&text, size, width))
        };
        let card = map([
            ("font", Value::from(font.family())),
            ("lines", Value::from(lines)),
            ("name", short(name, 34, 700.0)),
            ("section", short(self.section_title(id), 28, 700.0)),
            ("size", Value::from(size)),
            ("weight", Value::from(font.weight())),
            ("x", Value::from(left)),
        ]);
        [("page", self.card(id)), ("card", card)]
    }
}
