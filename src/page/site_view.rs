//! What every page may show of the site: the variable `site`.

use std::collections::BTreeMap;

use camino::Utf8Path;
use tera::Value;

use super::beside::manifest_url;
use super::feed::{ATOM, JSON};
use super::icons::icons;
use super::salon_view::salon;
use super::value::{map, text_or_empty};
use crate::base::{Route, Span};
use crate::config::{Config, Target};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::graph::{EntryId, Graph, Hidden};
use crate::picture::Pictures;
use crate::schema::{Kind, Overview};
use crate::source::Sources;
use crate::theme::{Scheme, Theme, Tokens};

/// The variable `site`. Entries of the menu that lead nowhere are noted.
pub fn site(
    graph: &Graph,
    sources: &Sources,
    config: &Config,
    (theme, pictures): (&Theme, &dyn Pictures),
    notes: &mut Notes,
) -> Value {
    let (prefix, home) = (&*config.base_url.prefix, config.home());
    let is_top = |id: &EntryId| {
        graph.entry(*id).kind == Kind::Section && graph.entry(*id).section == Some(graph.home)
    };
    let link =
        |title: &str, url: &str| map([("title", Value::from(title)), ("url", Value::from(url))]);
    let sections: Vec<Value> = graph.children[graph.home.index()]
        .iter()
        .filter(|id| is_top(id))
        .map(|id| link(&graph.entry(*id).title, &graph.entry(*id).url))
        .collect();
    let assets: BTreeMap<String, Value> = theme
        .assets
        .iter()
        .map(|(name, asset)| {
            (
                name.clone(),
                Value::from(format!("{}{}", prefix.trim_end_matches('/'), asset.route.url())),
            )
        })
        .collect();
    let strings: BTreeMap<String, Value> =
        theme.strings.iter().map(|(name, text)| (name.to_string(), Value::from(&**text))).collect();
    map([
        ("title", Value::from(&*config.title)),
        ("description", Value::from(&*config.description)),
        (
            "base_url",
            Value::from(format!("{}{}", config.base_url.origin, prefix.trim_end_matches('/'))),
        ),
        ("url", Value::from(&*home)),
        ("language", Value::from(&*config.language)),
        ("direction", Value::from(direction(&config.language))),
        ("notice", Value::from(&*config.notice)),
        ("salon", salon(graph, config, &theme.strings, notes)),
        ("manifest", Value::from(manifest_url(config))),
        ("menu", Value::from(menu(graph, sources, config, notes))),
        ("sections", Value::from(sections)),
        ("overviews", Value::from(overviews(graph))),
        ("search", search(graph, config, theme)),
        (
            "feeds",
            map([
                ("atom", Value::from(format!("{home}{ATOM}"))),
                ("json", Value::from(format!("{home}{JSON}"))),
            ]),
        ),
        ("icons", icons(config, theme, pictures)),
        ("logo", logo(graph, sources, config, notes)),
        ("tokens", tokens(&theme.tokens)),
        ("options", theme.options.clone()),
        ("assets", Value::from(assets)),
        ("strings", Value::from(strings)),
    ])
}

/// The picture in the header.
fn logo(graph: &Graph, sources: &Sources, config: &Config, notes: &mut Notes) -> Value {
    let Some(name) = &config.design.logo else { return Value::none() };
    let Some(src) = address(graph, sources, config, &name.text) else {
        let message = format!("the logo `{}` does not exist", name.text);
        let files = sources.iter().map(|source| source.path.as_str());
        let files =
            files.filter_map(|path| path.strip_prefix("content/").or(path.strip_prefix("static/")));
        notes.push(Diagnostic::error(Code::BROKEN_LINK, name.span.clone(), message).did_you_mean(
            &name.text,
            files,
            "put it into the folder `static`, and write its name here",
        ));
        return Value::none();
    };
    let name = if config.salon.name.is_empty() { &config.title } else { &config.salon.name };
    map([("alt", Value::from(&**name)), ("src", Value::from(src))])
}

/// The colours, type and measures, for what no style sheet reaches.
fn tokens(tokens: &Tokens) -> Value {
    let values = |scheme| {
        let values =
            tokens.values(scheme).map(|(name, value)| (name.to_owned(), Value::from(value)));
        Value::from(values.collect::<BTreeMap<String, Value>>())
    };
    map([
        ("dark", values(Scheme::Dark)),
        ("light", values(Scheme::Light)),
        ("set", Value::from(&*tokens.set)),
    ])
}

/// The overviews, in the order in which anma lists them.
fn overviews(graph: &Graph) -> Vec<Value> {
    let find = |overview: &Overview| {
        let (id, page) = graph.overviews.iter().find(|(_, page)| page.overview == *overview)?;
        let entry = graph.entry(*id);
        let written = graph.document(*id).and_then(|page| page.matter.description.as_deref());
        Some(map([
            ("description", Value::from(written.unwrap_or(&page.description))),
            ("name", Value::from(overview.word())),
            ("title", Value::from(&*entry.title)),
            ("url", Value::from(&*entry.url)),
        ]))
    };
    Overview::ALL.iter().filter_map(find).collect()
}

/// Where readers search, or null.
fn search(graph: &Graph, config: &Config, theme: &Theme) -> Value {
    let page = graph.overviews.iter().find(|(_, page)| page.overview == Overview::Search);
    let Some((id, _)) = page else { return Value::none() };
    let prefix = config.base_url.prefix.trim_end_matches('/');
    let script =
        theme.assets.get("search.js").map(|asset| format!("{prefix}{}", asset.route.url()));
    map([
        ("bundle", Value::from(format!("{prefix}/{}/", config.path(crate::search::FOLDER)))),
        ("script", text_or_empty(script.as_deref())),
        ("url", Value::from(&*graph.entry(*id).url)),
    ])
}

/// The direction of writing of a language.
pub(super) fn direction(language: &str) -> &'static str {
    let language = language.split('-').next().unwrap_or_default();
    if ["ar", "fa", "he", "ps", "ur", "yi", "dv", "ckb"].contains(&language) {
        "rtl"
    } else {
        "ltr"
    }
}

fn menu(graph: &Graph, sources: &Sources, config: &Config, notes: &mut Notes) -> Vec<Value> {
    let mut menu = Vec::new();
    for item in &config.menu {
        let url = match &item.target {
            Target::Url(url) => Some(url.to_string()),
            Target::Page(name) => {
                let found = address(graph, sources, config, &name.text);
                if found.is_none() {
                    notes.push(unknown(graph, &name.text, name.span.clone()));
                }
                found
            }
        };
        if let Some(url) = url {
            menu.push(map([("title", Value::from(&*item.title)), ("url", Value::from(url))]));
        }
    }
    menu
}

/// The address of a page or another file of the site, with the `#…` that follows it.
fn address(graph: &Graph, sources: &Sources, config: &Config, target: &str) -> Option<String> {
    let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    if let Some(id) = find(graph, config, path) {
        return Some(format!("{}{fragment}", graph.entry(id).url));
    }
    let path = path.trim_start_matches('/');
    let lies_in = |folder: &str| {
        let found = sources.get(&Utf8Path::new(folder).join(path));
        found.is_some_and(|source| folder == "static" || crate::document::is_copied(source))
    };
    let route = Route::new(path).ok()?;
    let is_facts = route.as_str() == super::graph_json::NAME && super::graph_json::is_made(graph);
    let is_there = is_facts
        || [ATOM, JSON].contains(&route.as_str())
        || lies_in("static")
        || lies_in("content");
    let prefix = config.base_url.prefix.trim_end_matches('/');
    is_there.then(|| format!("{prefix}{}{fragment}", route.url()))
}

/// The page at a path below `content/` or at an address, best in the language of the site.
fn find(graph: &Graph, config: &Config, target: &str) -> Option<EntryId> {
    let path = target.trim_start_matches('/').trim_start_matches("content/");
    let own = || graph.places.at_route(&config.page_route(path).ok()?);
    let at_route = || own().or_else(|| graph.places.at_route(&Route::page(path).ok()?));
    graph.places.at_path(&format!("content/{path}")).or_else(at_route)
}

fn unknown(graph: &Graph, target: &str, span: Span) -> Diagnostic {
    let path = target.trim_start_matches('/').trim_start_matches("content/");
    let route = Route::page(path).ok();
    let is_meant = |page: &&Hidden| {
        page.path.strip_prefix("content").is_ok_and(|own| own == path)
            || route.as_ref() == Some(&page.route)
    };
    if let Some(page) = graph.hidden.iter().find(is_meant) {
        let message = format!("the menu leads to `{}`, which {}", page.title, page.words());
        return Diagnostic::error(Code::BROKEN_LINK, span, message)
            .help("publish that page first, or take it out of the menu");
    }
    let mut urls: Vec<String> = graph.ids().map(|id| graph.entry(id).route.url()).collect();
    let paths = graph.documents.iter().map(|document| document.path.as_str());
    urls.extend(paths.filter_map(|path| path.strip_prefix("content/")).map(str::to_owned));
    let message = format!("the menu leads to `{target}`, which does not exist");
    Diagnostic::error(Code::BROKEN_LINK, span, message).did_you_mean(
        target,
        urls.iter().map(String::as_str),
        "name a file below content, such as `about.md`, or an address, such as `/articles/`",
    )
}
