//! What overviews show: pages that anma makes of what the site knows.
//!
//! Comes in: the graph. Goes out: for each overview typed data, made by a function of the graph alone, and the
//! variable `page.overview`. Nothing here claims more than the entities' own pages do.

mod a_to_z;
mod body_areas;
mod checks;
mod help;
mod matrix;
mod relations;
mod search;
mod table;
#[cfg(test)]
mod tests;
mod view;

use crate::config::Config;
use crate::graph::{EntryId, Graph, Offer, Wording};
use crate::schema::{Kind, Overview};
use crate::theme::Theme;

pub(super) use help::{help_url, red_flags};
pub(super) use table::treatments;

/// What the theme calls the pages that a site gets for free.
pub fn wording(config: &Config, theme: Option<&Theme>) -> Wording {
    let collection = |kind: &Kind| {
        let text = theme?.strings.get(&*format!("collection_{}", kind.name()))?;
        (!text.is_empty()).then(|| (*kind, text.clone()))
    };
    let collections = Kind::ALL.iter().filter_map(collection).collect();
    Wording { overviews: offers(config, theme), collections }
}

/// The overviews that the settings ask for and the theme has a template for, in the words of the theme. When the theme
/// cannot be used, all of them: links to them are not what is wrong.
fn offers(config: &Config, theme: Option<&Theme>) -> Vec<Offer> {
    let offer = |overview: &Overview| {
        let Some(theme) = theme else {
            let (title, description) = (overview.word().into(), Box::default());
            return Some(Offer { overview: *overview, title, description });
        };
        theme.resolve(&format!("{}.html", overview.word()))?;
        let name = format!("overview_{}", overview.word().replace('-', "_"));
        let text = |name: &str| theme.strings.get(name).cloned().unwrap_or_default();
        let title = match text(&name) {
            empty if empty.is_empty() => overview.word().into(),
            title => title,
        };
        Some(Offer { overview: *overview, title, description: text(&format!("{name}_text")) })
    };
    let search = (config.search && crate::search::IS_THERE).then_some(&Overview::Search);
    config.overviews.iter().chain(search).filter_map(offer).collect()
}

/// What the overviews of sources have in common: each is listed once, and referred to by its number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Footnotes<'a> {
    /// Ids of sources, in the order of their numbers.
    pub(super) ids: Vec<&'a str>,
    numbers: rustc_hash::FxHashMap<&'a str, usize>,
}

impl<'a> Footnotes<'a> {
    /// The numbers of `sources`, from 1; a source that is not in the data files has none.
    fn refer(&mut self, graph: &'a Graph, sources: &'a [Box<str>]) -> Vec<usize> {
        let known = sources.iter().filter(|id| graph.data.sources.contains_key(&***id));
        known.map(|id| self.number(id)).collect()
    }

    fn number(&mut self, id: &'a str) -> usize {
        let next = self.ids.len() + 1;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.ids.push(id);
        }
        number
    }
}

/// The title of an entry for ordering: capitals do not count.
fn folded(graph: &Graph, id: EntryId) -> String {
    graph.entry(id).title.to_lowercase()
}
