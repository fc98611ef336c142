//! Where an edit shows: the page and the heading above the first thing that changed on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8Path;

use crate::base::Route;
use crate::document::Document;
use crate::engine::Site;
use crate::markdown::Body;

/// The address of what was edited, when exactly one page was: `/articles/neck/#causes`.
pub(super) fn place(
    changed: &BTreeSet<Arc<Utf8Path>>,
    old: Option<&Site>,
    new: &Site,
) -> Option<String> {
    let [path] = changed.iter().collect::<Vec<_>>()[..] else { return None };
    let find = |site: &Site| {
        let is_it = |document: &Document| {
            document.path == *path && document.key.is_none() && !document.borrowed
        };
        site.editions().find_map(|site| {
            let mut documents = site.graph.ids().zip(&site.graph.documents);
            let (id, document) = documents.find(|(_, document)| is_it(document))?;
            Some((Arc::clone(document), Arc::clone(&site.graph.entry(id).url)))
        })
    };
    let (document, url) = find(new)?;
    let old = old.and_then(find).map(|(old, _)| old);
    let heading = old.and_then(|old| heading(&old.body, &document.body));
    Some(heading.map_or_else(|| url.to_string(), |heading| format!("{url}#{heading}")))
}

/// The heading that stands above the first difference of two texts.
fn heading(old: &Body, new: &Body) -> Option<String> {
    let same = old.html.bytes().zip(new.html.bytes()).take_while(|(one, other)| one == other);
    let same = same.count();
    if same == new.html.len() && same == old.html.len() {
        return None;
    }
    // The line of the difference counts as a whole: a heading whose own words were edited is the one.
    let line = new.html.as_bytes()[same..].iter().position(|byte| *byte == b'\n');
    let before = &new.html.as_bytes()[..line.map_or(new.html.len(), |line| same + line)];
    let stands_before =
        |id: &str| memchr::memmem::find(before, format!(" id=\"{id}\"").as_bytes()).is_some();
    let headings = new.outline.iter().rev();
    headings.map(|heading| &heading.id).find(|id| stands_before(id)).cloned()
}

/// The addresses of changed files that keep their names on the site: pictures, style sheets below `static/`.
pub(super) fn files(changed: &BTreeSet<Arc<Utf8Path>>, prefix: &str) -> Vec<String> {
    let route = |path: &Arc<Utf8Path>| {
        let path = path.as_str();
        if path.starts_with("content/") && [".md", ".yaml"].iter().any(|end| path.ends_with(end)) {
            return None;
        }
        let below = path.strip_prefix("content/").or_else(|| path.strip_prefix("static/"));
        let asset = || path.starts_with("assets/").then(|| path.to_owned());
        let of_theme = || {
            let (_, rest) = path.strip_prefix("themes/")?.split_once('/')?;
            rest.starts_with("assets/").then(|| rest.to_owned())
        };
        let name = below.map(str::to_owned).or_else(asset).or_else(of_theme)?;
        Route::new(&name.replace('%', "%25")).ok()
    };
    let url = |route: Route| format!("{}{}", prefix.trim_end_matches('/'), route.url());
    changed.iter().filter_map(route).map(url).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Notes;
    use crate::markdown::{Options, parse};

    fn body(text: &str) -> Body {
        let path = Utf8Path::new("a.md").into();
        parse(text, 0..text.len(), &path, &Options::default(), &mut Notes::default())
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: Option<&str>) {
        assert_eq!(heading(&body(old), &body(new)).as_deref(), expected, "{new}");
    }

    #[test]
    fn the_heading_above_the_first_difference_is_found() {
        let text = "Intro.\n\n## One\n\nText.\n\n## Two\n\nMore.\n";
        check(text, text, None);
        check(text, &text.replace("Intro", "Start"), None);
        check(text, &text.replace("Text", "Words"), Some("one"));
        check(text, &text.replace("More", "Less"), Some("two"));
        check(text, &format!("{text}\nAnd an end.\n"), Some("two"));
        check(text, &text.replace("## Two", "## Three"), Some("three"));
    }

    #[test]
    fn files_are_named_by_their_addresses() {
        let changed = [
            "content/a b.jpg",
            "static/x.css",
            "content/a.md",
            "assets/own.css",
            "themes/t/assets/l.svg",
            "anma.yaml",
        ];
        let changed = changed.iter().map(|path| Utf8Path::new(path).into()).collect();
        assert_eq!(
            files(&changed, "/sub/"),
            ["/sub/assets/own.css", "/sub/a%20b.jpg", "/sub/x.css", "/sub/assets/l.svg"]
        );
    }
}
