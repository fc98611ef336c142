//! `anma check --external`: whether pages of other sites that are linked to are still there.
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: files of the site are read and written here"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use anma::base::{Date, Span};
use anma::check::Ruler;
use anma::diagnostic::Diagnostic;
use anma::engine::Site;
use anma::external::{CACHE_FILE, Cache, Client, Limits, State, check as ask};
use anma::markdown::Target;
use anma::matter::SourceRef;
use camino::Utf8Path;

use super::Stop;
use crate::report;

/// Says which pages elsewhere, of those that `is_wanted` files lead to, are gone or have moved for good.
pub(super) fn check(
    root: &Utf8Path,
    site: &Site,
    today: Date,
    ruler: Option<&Arc<Ruler>>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Diagnostic>, Stop> {
    let mut links: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (url, span) in addresses(site).into_iter().filter(|(_, span)| is_wanted(span.path.as_str()))
    {
        links.entry(url).or_default().push(span);
    }
    let urls: Vec<String> = links.keys().cloned().collect();
    let file = root.join(CACHE_FILE);
    let cache = Cache::read(&std::fs::read_to_string(&file).unwrap_or_default());
    let proxy = ["HTTPS_PROXY", "https_proxy"].iter().find_map(|name| proxy_in(name));
    let about = "checks the links of a site for its owner";
    let client = Client::new(env!("CARGO_PKG_VERSION"), about, false, proxy.as_deref());
    let client = client.map_err(Stop::usage)?;
    let asked = report::count(urls.len(), "address", "addresses");
    report::tell(format_args!(
        "Asking for {asked} of other sites, one at a time for each of them …"
    ));
    let (verdicts, cache) = ask(&urls, cache, today.day_number(), &client, &Limits::default());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&file, cache.write())?;
    let mut found = Vec::new();
    let mut unknown = 0;
    for verdict in verdicts {
        let (rule, message, help) = match verdict.state {
            State::Alive => continue,
            State::Unknown { .. } => {
                unknown += 1;
                continue;
            }
            State::Dead { why } => (
                "LINK-DEAD",
                format!("`{}` leads nowhere: {why}", verdict.url),
                "Lead to another page, or take the link out.".to_owned(),
            ),
            State::Moved { to } => (
                "LINK-MOVED",
                format!("`{}` has moved for good", verdict.url),
                format!("Lead to `{to}` straight away."),
            ),
        };
        let Some(rule) = ruler.and_then(|ruler| ruler.rules.get(rule)) else { continue };
        for span in links.get(&verdict.url).into_iter().flatten() {
            let one = Diagnostic::finding(&rule.name, rule.level, span.clone(), message.clone());
            found.push(one.help(help.clone()));
        }
    }
    if unknown > 0 {
        let unknown = report::count(unknown, "address", "addresses");
        report::tell(format_args!(
            "{unknown} did not say whether the page is there; that is no finding."
        ));
    }
    Ok(found)
}

fn proxy_in(name: &str) -> Option<String> {
    let value = std::env::var(name).ok();
    value.filter(|value| !value.is_empty())
}

/// Addresses of other sites that pages lead to, with their places.
fn addresses(site: &Site) -> Vec<(String, Span)> {
    let mut all = Vec::new();
    for document in site.editions().flat_map(|one| &one.graph.documents).filter(|one| !one.borrowed)
    {
        for link in document.bodies().flat_map(|body| &body.links) {
            if let Target::External(url) = &link.target
                && url.starts_with("http")
            {
                all.push((url.clone(), link.span.clone()));
            }
        }
        for source in &document.matter.sources {
            if let SourceRef::Inline(source) = source
                && let Some(url) = &source.url
            {
                all.push((url.to_string(), source.title.span.clone()));
            }
        }
    }
    for source in site.graph.data.sources.values() {
        all.extend(source.url.iter().map(|url| (url.to_string(), source.title.span.clone())));
    }
    all
}
