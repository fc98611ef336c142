//! `humans.txt` (humanstxt.org): who works on the site.

use std::fmt::Write as _;

use super::line;
use crate::page::view::Viewer;
use crate::schema::Kind;

/// The file.
pub(super) fn humans(viewer: &Viewer<'_>) -> String {
    let graph = viewer.graph;
    let mut out = String::from("/* TEAM */\n");
    let people = graph.ids().filter(|id| graph.entry(*id).kind == Kind::Person);
    for id in people.filter(|id| !viewer.is_noindex(*id)) {
        let facts = graph.document(id).and_then(|page| page.matter.person.as_ref());
        let role = facts.and_then(|facts| facts.role.as_deref()).unwrap_or_default();
        let mark = if role.is_empty() { "" } else { ": " };
        // Writing to a `String` cannot fail, here and below.
        let _written = writeln!(out, "{}{mark}{}", line(&graph.entry(id).title), line(role));
    }
    let _written = write!(
        out,
        "\n/* SITE */\nName: {}\nLanguage: {}\nMade with: anma\n",
        line(&viewer.config.title),
        viewer.config.language
    );
    out
}
