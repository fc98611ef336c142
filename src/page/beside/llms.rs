//! `llms.txt` (llmstxt.org): all pages by section, with their descriptions, for programs that answer questions.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::line;
use crate::graph::EntryId;
use crate::page::card::permalink;
use crate::page::view::Viewer;

/// The file.
pub(super) fn llms(viewer: &Viewer<'_>) -> String {
    let (graph, config) = (viewer.graph, viewer.config);
    let mut out = format!("# {}\n", line(&config.title));
    for text in [&config.description, &config.notice].into_iter().filter(|text| !text.is_empty()) {
        // Writing to a `String` cannot fail, here and below.
        let _written = write!(out, "\n> {}\n", line(text));
    }
    let shown = |id: &EntryId| *id != graph.home && !viewer.is_noindex(*id);
    let mut by_section: BTreeMap<Option<EntryId>, Vec<EntryId>> = BTreeMap::new();
    for id in graph.ids().filter(shown) {
        by_section.entry(viewer.top_section(id)).or_default().push(id);
    }
    // The sections in the order in which the site has them, then the pages that stand in none.
    let sections = graph.children[graph.home.index()].iter().copied().map(Some);
    for section in sections.chain([None]) {
        let is_heading = |id: &EntryId| by_section.contains_key(&Some(*id));
        let Some(pages) = by_section.get(&section) else { continue };
        let heading = section.map_or(viewer.string("pages"), |id| &graph.entry(id).title);
        let _written = write!(out, "\n## {}\n\n", line(heading));
        for id in pages.iter().filter(|id| !is_heading(id)) {
            let entry = graph.entry(*id);
            let title = line(&entry.title).replace('[', "(").replace(']', ")");
            let _written = write!(out, "- [{title}]({})", permalink(config, &entry.url));
            let description = line(viewer.shown_description(*id));
            let mark = if description.is_empty() { "" } else { ": " };
            let _written = writeln!(out, "{mark}{description}");
        }
    }
    out
}

impl Viewer<'_> {
    /// The section directly below the home page that an entry stands in, however deep.
    fn top_section(&self, id: EntryId) -> Option<EntryId> {
        let graph = self.graph;
        let line = std::iter::successors(graph.entry(id).section, |id| graph.entry(*id).section);
        line.take_while(|id| *id != graph.home).last()
    }
}
