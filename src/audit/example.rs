//! The small site in which the texts of rules for finished pages are tried.

use std::collections::BTreeMap;
use std::path::Path;

use super::judge::judge;
use super::observe::observe;
use super::site::{Files, Flaw, Limits, PageIn, Site};

/// Where the example site stands.
pub const ORIGIN: &str = "https://example.com";

/// Where the page of a text is placed in it.
pub const ROUTE: &str = "articles/example/index.html";

const HOME: &str = "<!doctype html><html lang=en><meta name=viewport \
content='width=device-width'><title>Example salon</title><meta name=description content='A small \
salon with articles on massage and how it feels.'><main><h1>Example salon</h1><p><a \
href=/articles/>Articles</a> <a href=/articles/example/>Back pain</a></main>";

const LIST: &str = "<!doctype html><html lang=en><meta name=viewport \
content='width=device-width'><title>Articles</title><meta name=description content='All articles \
of the example salon, from the neck to the feet.'><main><h1>Articles</h1><p><a \
href=/articles/example/>Back pain</a> <a href=/>Home</a></main>";

const OLD: &str = "<!doctype html><html lang=en><title>Moved</title><meta name=robots \
content=noindex><meta http-equiv=refresh content='0; url=/articles/'><a \
href=/articles/>Articles</a>";

/// The pages of a text, each with its route. The first is at [`ROUTE`]; another one begins at a
/// line `-- route --`. A route that is no page is an empty file.
pub fn pages_of(text: &str) -> Vec<(String, String)> {
    let mut pages = vec![(ROUTE.to_owned(), String::new())];
    for line in text.split_inclusive('\n') {
        let route = line.trim().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        if let Some(route) = route {
            pages.push((route.to_owned(), String::new()));
        } else if let Some((_, html)) = pages.last_mut() {
            html.push_str(line);
        }
    }
    pages
}

/// What is wrong in the example site with a text in it: a page that begins with
/// `<!doctype html>`, or several as [`pages_of`] reads them.
pub fn try_text(text: &str) -> Vec<Flaw> {
    let mut pages: BTreeMap<String, String> =
        [("index.html", HOME), ("articles/index.html", LIST), ("old/index.html", OLD)]
            .map(|(route, html)| (route.to_owned(), html.to_owned()))
            .into();
    pages.extend(pages_of(text));
    let seen: Vec<_> = (pages.iter())
        .filter(|(route, _)| Path::new(route).extension().is_some_and(|ending| ending == "html"))
        .map(|(route, html)| (route.as_str(), observe(html.as_bytes())))
        .collect();
    let names = pages.keys().map(String::as_str).chain(["pictures/back.jpg", "style.css"]);
    let files = Files::new(names);
    let mut pages_in: Vec<PageIn<'_>> = (seen.iter())
        .map(|(route, seen)| PageIn { route, seen, is_listed: !seen.is_noindex() })
        .collect();
    // The example comes last, so that it is the one that repeats what another page says.
    pages_in.sort_by_key(|page| page.route == ROUTE);
    let redirects = BTreeMap::from([("old/index.html".to_owned(), "/articles/".to_owned())]);
    let site = Site {
        prefix: "/",
        origin: ORIGIN,
        files: &|route| files.has(route),
        alike: &|route| files.alike(route),
        redirects: &redirects,
        picture: &|route| match route {
            "pictures/back.jpg" => Some((800, 600)),
            "pictures/small.jpg" => Some((200, 150)),
            _ => None,
        },
        third_parties: &[],
        limits: Limits::default(),
    };
    judge(&site, &pages_in)
}
