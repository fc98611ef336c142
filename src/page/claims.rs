//! Who wants which address: everything that a plan writes, and what anma makes besides.

use super::collision::{Claim, Owner, check};
use super::feed;
use super::plan::{Plan, Subject, has_search};
use crate::base::{Route, Span};
use crate::config::Config;
use crate::diagnostic::Notes;
use crate::graph::Graph;
use crate::theme::Theme;

/// Reports every address that two things of a plan want. `aliases` are the places of redirects that front matter asks for.
pub(super) fn check_all(
    graph: &Graph,
    (config, theme): (&Config, &Theme),
    (plan, aliases): (&Plan, &[(usize, Span)]),
    notes: &mut Notes,
) {
    let made = made_files(graph, (config, theme), plan);
    let folders = folders(graph, config);
    let mut claims = claims(graph, plan, aliases, &made);
    claims.extend(folders.iter().map(|(route, owner)| Claim { route, owner: *owner }));
    check(&claims, notes);
}

/// Folders in which nothing else may stand.
fn folders(graph: &Graph, config: &Config) -> Vec<(Route, Owner<'static>)> {
    let index = has_search(graph).then(|| config.path(crate::search::FOLDER));
    let index = index.and_then(|path| Route::new(&path).ok());
    let languages = config.languages.iter();
    let languages = languages.filter_map(|language| Route::new(&language.name.text).ok());
    let index_owner = Owner::Folder(
        "the index for search",
        "give it another address, or publish the site without search: `search: false`",
    );
    let language_owner = Owner::Folder(
        "the pages in another language",
        "a translation stands beside the page that it translates, as `about.es.md` beside `about.md`; give other pages another address",
    );
    let index = index.into_iter().map(|route| (route, index_owner));
    index.chain(languages.map(|route| (route, language_owner))).collect()
}

/// The texts that every site has, with their routes.
fn made_files(
    graph: &Graph,
    (config, theme): (&Config, &Theme),
    plan: &Plan,
) -> Vec<(Route, &'static str)> {
    if !config.folder.is_empty() {
        return feeds(graph);
    }
    let mut names = vec![("sitemap.xml", "the sitemap")];
    if super::graph_json::is_made(graph) {
        names.push((super::graph_json::NAME, "the file of all facts"));
    }
    names.extend(plan.beside.iter().map(|one| (one.path(), "a file that anma makes")));
    if !plan.shown.is_empty() {
        // A file of this name cannot be there, nor can any other file be in the folder.
        names.push((crate::picture::FOLDER, "the folder of pictures"));
    }
    if theme.resolve(super::social::TEMPLATE).is_some() {
        names.push((super::social::CARDS, "the folder of cards"));
    }
    if theme.assets.contains_key("favicon.svg") {
        names.push((crate::picture::ICON_FOLDER, "the folder of icons"));
    }
    if !plan.own_robots {
        names.push(("robots.txt", "the file robots.txt"));
    }
    let mut made: Vec<(Route, &'static str)> = names
        .into_iter()
        .filter_map(|(name, words)| Some((Route::new(name).ok()?, words)))
        .collect();
    made.extend(feeds(graph));
    made
}

/// The feeds of the site and of its topics.
fn feeds(graph: &Graph) -> Vec<(Route, &'static str)> {
    let all = graph.ids().filter(|id| feed::has_feeds(graph, *id));
    let names = [feed::ATOM, feed::JSON];
    let each = all.flat_map(|id| names.map(|name| feed::route(graph, id, name)));
    each.flatten().map(|route| (route, "a feed")).collect()
}

fn claims<'a>(
    graph: &'a Graph,
    plan: &'a Plan,
    aliases: &'a [(usize, Span)],
    made: &'a [(Route, &'static str)],
) -> Vec<Claim<'a>> {
    let mut claims = Vec::with_capacity(
        plan.pages.len() + plan.redirects.len() + plan.copies.len() + made.len(),
    );
    for page in &plan.pages {
        let owner = match page.subject {
            Subject::NotFound => Owner::Own("the page 404.html"),
            Subject::Entry { id, .. }
                if graph.document(id).is_none() && graph.overviews.contains_key(&id) =>
            {
                Owner::Overview(&graph.entry(id).title)
            }
            Subject::Entry { id, number: 1, .. } => {
                let place =
                    graph.document(id).map(|document| (&document.path, document.key.as_ref()));
                Owner::Page(
                    place.map(|(path, key)| (path, key.map(|key| &key.span))),
                    &graph.entry(id).title,
                )
            }
            Subject::Entry { id, .. } => Owner::Pager(&graph.entry(id).title),
        };
        claims.push(Claim { route: &page.route, owner });
    }
    let mut places = aliases.iter().peekable();
    for (index, redirect) in plan.redirects.iter().enumerate() {
        let owner = match places.next_if(|(at, _)| *at == index) {
            Some((_, span)) => Owner::Alias(span),
            None => Owner::Pager(&graph.entry(redirect.target).title),
        };
        claims.push(Claim { route: &redirect.route, owner });
    }
    claims.extend(
        plan.copies
            .iter()
            .map(|copy| Claim { route: &copy.route, owner: Owner::File(&copy.source.path) }),
    );
    claims.extend(made.iter().map(|(route, words)| Claim { route, owner: Owner::Own(words) }));
    claims
}
