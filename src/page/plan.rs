//! Everything that is written, in the order in which it is made.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::beside::Beside;
use super::uses::Uses;
use crate::base::{Route, RouteProblem, Span, size_in_words};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::graph::{EntryId, Graph};
use crate::schema::{Kind, Overview};
use crate::source::{Content, Source, Sources};
use crate::theme::Theme;

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An entry: the page `number` of `total`, from 1.
    Entry {
        /// The entry.
        id: EntryId,
        /// Which page of its list.
        number: u32,
        /// Pages of its list.
        total: u32,
    },
    /// The page for addresses that do not exist.
    NotFound,
}

/// A page to make.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is written.
    pub route: Route,
    /// The template, by tera's name for it.
    pub template: Arc<str>,
    /// What it is about.
    pub subject: Subject,
}

/// A page that leads on to another.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// Where it is written.
    pub route: Route,
    /// The page that it leads to.
    pub target: EntryId,
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Where it is written.
    pub route: Route,
    /// What is copied.
    pub source: Source,
}

/// Everything that is written.
#[derive(Debug, Default)]
pub struct Plan {
    /// Pages.
    pub pages: Vec<Page>,
    /// Redirects.
    pub redirects: Vec<Redirect>,
    /// Copies.
    pub copies: Vec<Copy>,
    /// The pictures that pages show, by address.
    pub shown: BTreeMap<Arc<str>, Source>,
    /// Whether the site has a `robots.txt` of its own.
    pub own_robots: bool,
    /// The files that stand beside the pages.
    pub beside: Vec<Beside>,
}

/// Plans the site, whose pages use pictures as `uses` says.
pub fn plan(
    (graph, uses): (&Graph, &Uses),
    sources: &Sources,
    config: &Config,
    theme: &Theme,
    notes: &mut Notes,
) -> Plan {
    let mut plan = Plan::default();
    let templates = Templates::new(theme);
    for id in graph.ids() {
        if graph.is_borrowed(id) {
            continue;
        }
        let Some(template) = templates.of(graph, id, notes) else { continue };
        let total = pages_of(graph, id, config);
        for number in 1..=total {
            let Some(route) = page_route(graph, id, number) else { continue };
            plan.pages.push(Page {
                route,
                template: Arc::clone(&template),
                subject: Subject::Entry { id, number, total },
            });
        }
        // Whoever guesses the address of the first page of a list finds the list.
        if !items(graph, id).is_empty()
            && let Some(route) = pager_route(graph, id, 1)
        {
            plan.redirects.push(Redirect { route, target: id });
        }
    }
    let not_found = Route::new(&config.path("404.html"));
    if let (Some(template), Ok(route)) = (theme.resolve("404.html"), not_found) {
        plan.pages.push(Page { route, template: template.into(), subject: Subject::NotFound });
    }
    let aliases = add_aliases(graph, &mut plan);
    add_copies(uses, sources, (config, theme), &mut plan, notes);
    let is_own = |path: &str| plan.copies.iter().any(|copy| copy.route.as_str() == path);
    let made = Beside::ALL.into_iter().filter(|one| one.is_wanted(config) && !is_own(one.path()));
    plan.beside = made.collect();
    plan.own_robots = plan.copies.iter().any(|copy| copy.route.as_str() == "robots.txt");
    if !config.folder.is_empty() {
        // These stand once, whatever languages there are.
        (plan.copies, plan.beside, plan.own_robots) = (Vec::new(), Vec::new(), true);
    }
    super::claims::check_all(graph, (config, theme), (&plan, &aliases), notes);
    plan
}

/// Whether readers can search the site.
pub fn has_search(graph: &Graph) -> bool {
    graph.overviews.values().any(|page| page.overview == Overview::Search)
}

/// What an entry lists: the pages filed under it, or the articles of a section.
pub(super) fn items(graph: &Graph, id: EntryId) -> &[EntryId] {
    if graph.entry(id).kind == Kind::Section {
        &graph.listed[id.index()]
    } else {
        &graph.filed[id.index()]
    }
}

/// Items to a page of the list of an entry; 0 is no limit.
pub(super) fn per_page(graph: &Graph, id: EntryId, config: &Config) -> usize {
    let own = graph.document(id).and_then(|document| document.matter.section.as_ref()?.paginate);
    own.unwrap_or(config.per_page) as usize
}

fn pages_of(graph: &Graph, id: EntryId, config: &Config) -> u32 {
    let per_page = per_page(graph, id, config);
    if per_page == 0 {
        return 1;
    }
    u32::try_from(items(graph, id).len().div_ceil(per_page).max(1)).unwrap_or(u32::MAX)
}

/// The route of page `number` of an entry's list.
pub(super) fn page_route(graph: &Graph, id: EntryId, number: u32) -> Option<Route> {
    if number == 1 { Some(graph.entry(id).route.clone()) } else { pager_route(graph, id, number) }
}

fn pager_route(graph: &Graph, id: EntryId, number: u32) -> Option<Route> {
    graph.entry(id).route.beside(&format!("page/{number}/index.html")).ok()
}

/// The templates of the kinds of page.
struct Templates<'a> {
    theme: &'a Theme,
    by_kind: Vec<(Kind, Option<Arc<str>>)>,
    home: Option<Arc<str>>,
}

impl<'a> Templates<'a> {
    fn new(theme: &'a Theme) -> Self {
        let first =
            |names: &[&str]| names.iter().find_map(|name| theme.resolve(name)).map(Arc::from);
        let by_kind = |kind: Kind| {
            let own = format!("{}.html", kind.name());
            let found = match kind {
                _ if kind.is_entity() => first(&[&own, "entity.html", "page.html"]),
                _ => first(&[&own, "page.html"]),
            };
            (kind, found)
        };
        Self {
            theme,
            by_kind: Kind::ALL.map(by_kind).to_vec(),
            home: first(&["home.html", "section.html", "page.html"]),
        }
    }

    fn of(&self, graph: &Graph, id: EntryId, notes: &mut Notes) -> Option<Arc<str>> {
        if let Some(name) =
            graph.document(id).and_then(|document| document.matter.template.as_ref())
        {
            let file = if name.text.contains('.') {
                name.text.to_string()
            } else {
                format!("{}.html", name.text)
            };
            if let Some(found) = self.theme.resolve(&file).filter(|_| !file.contains('/')) {
                return Some(found.into());
            }
            let known = self.theme.template_names().map(|name| name.trim_end_matches(".html"));
            let message = format!("the theme has no template `{}`", name.text);
            notes.push(
                Diagnostic::error(Code::TEMPLATE_UNKNOWN, name.span.clone(), message).did_you_mean(
                    &name.text,
                    known,
                    "leave `template` out, or add the template to the theme",
                ),
            );
        }
        if id == graph.home {
            return self.home.clone();
        }
        let overview =
            graph.overviews.get(&id).map(|page| format!("{}.html", page.overview.word()));
        if let Some(found) = overview.and_then(|file| self.theme.resolve(&file)) {
            return Some(found.into());
        }
        let kind = graph.entry(id).kind;
        self.by_kind
            .iter()
            .find(|(known, _)| *known == kind)
            .and_then(|(_, template)| template.clone())
    }
}

/// The route of an alias: a page, or a file when it ends in `.html`.
///
/// # Errors
/// Why there can be no such address.
pub fn alias_route(alias: &str) -> Result<Route, RouteProblem> {
    let path = alias.trim_start_matches('/');
    let file = path.rsplit('/').next().unwrap_or_default();
    let is_file = matches!(file.rsplit_once('.'), Some((_, "html" | "htm")));
    if is_file { Route::new(path) } else { Route::page(path) }
}

/// Plans a redirect for each alias; gives the place of each.
fn add_aliases(graph: &Graph, plan: &mut Plan) -> Vec<(usize, Span)> {
    let mut places = Vec::new();
    let own = graph.ids().zip(&graph.documents).filter(|(_, document)| !document.borrowed);
    for (id, document) in own {
        for alias in &document.matter.aliases {
            let route = alias_route(&alias.text);
            // What is wrong with an alias was said when the front matter was read.
            if let Ok(route) = route {
                places.push((plan.redirects.len(), alias.span.clone()));
                plan.redirects.push(Redirect { route, target: id });
            }
        }
    }
    places
}

/// Plans the copies: pictures and documents beside the articles, `static/` and assets.
fn add_copies(
    uses: &Uses,
    sources: &Sources,
    (config, theme): (&Config, &Theme),
    plan: &mut Plan,
    notes: &mut Notes,
) {
    let is_copied = |source: &&Source| crate::document::is_copied(source);
    for (folder, sources) in ["content/", "static/"].map(|folder| (folder, sources.below(folder))) {
        for source in sources.filter(|source| folder == "static/" || is_copied(source)) {
            let path = source.path.as_str().strip_prefix(folder).unwrap_or_default();
            if folder == "content/" {
                notes.extend(mistaken(source));
            }
            if let Content::File { size, .. } = source.content
                && size > config.limits.asset
            {
                let message = format!(
                    "the file has {}, and {} are copied at most",
                    size_in_words(size),
                    size_in_words(config.limits.asset)
                );
                notes.push(
                    Diagnostic::error(Code::FILE_TOO_LARGE, Span::file(&source.path), message)
                        .help("make it smaller, or raise `limits.asset` in anma.yaml"),
                );
            }
            match Route::new(&path.replace('%', "%25")) {
                Ok(route) => {
                    let url = crate::graph::url(config, &route);
                    let stays = folder == "content/" && uses.stays_at_home(&url);
                    if uses.shows(&url) {
                        plan.shown.insert(url, source.clone());
                    }
                    if !stays {
                        plan.copies.push(Copy { route, source: source.clone() });
                    }
                }
                Err(problem) => {
                    let message = format!("the name of this file {}", problem.words());
                    notes.push(
                        Diagnostic::error(Code::FILE_NAME, Span::file(&source.path), message)
                            .help("rename it with letters, digits and hyphens"),
                    );
                }
            }
        }
    }
    let assets = theme.assets.values();
    plan.copies.extend(
        assets.map(|asset| Copy { route: asset.route.clone(), source: asset.source.clone() }),
    );
}

/// What is wrong with a file that is copied though its writer surely meant something else.
fn mistaken(source: &Source) -> Option<Diagnostic> {
    let name = source.path.file_name().unwrap_or_default().to_lowercase();
    let is_any = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let (what, help) = if is_any(&[".md", ".markdown", ".mdown", ".mkd", ".md.txt"]) {
        ("no page, for its name does not end in `.md`", "rename it, so that it ends in `.md`")
    } else if is_any(&[".yaml", ".yml"]) {
        (
            "no file that anma knows",
            "data files are `sources.yaml`, `red-flags.yaml` and `vocabulary.yaml`; put files for visitors to load into the folder `static`",
        )
    } else {
        return None;
    };
    let message = format!("this file is {what}; it is copied to the site as it is");
    Some(Diagnostic::warning(Code::FILE_NAME, Span::file(&source.path), message).help(help))
}
