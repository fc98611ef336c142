//! `sitemap.xml` (sitemaps.org protocol 0.9) and `robots.txt` (RFC 9309).

use super::card::permalink;
use super::feed::xml_text;
use super::view::Viewer;
use crate::config::Config;

/// Most addresses in one sitemap, by the protocol.
const MAX_URLS: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SCHEMA: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

/// The sitemaps by name: one, or an index and its parts when there are more than 50,000 pages. `viewers` are those of all
/// languages of the site.
pub fn sitemaps(viewers: &[Viewer<'_>], config: &Config) -> Vec<(String, String)> {
    let mut urls: Vec<String> = viewers.iter().flat_map(addresses).collect();
    urls.sort();
    let whole = |urls: &[String]| format!("{HEAD}<urlset {SCHEMA}>\n{}</urlset>\n", urls.concat());
    if urls.len() <= MAX_URLS {
        return vec![("sitemap.xml".to_owned(), whole(&urls))];
    }
    let parts = urls.chunks(MAX_URLS).enumerate();
    let mut maps: Vec<(String, String)> =
        parts.map(|(index, urls)| (format!("sitemap-{}.xml", index + 1), whole(urls))).collect();
    let item = |(name, _): &(String, String)| {
        let url = permalink(config, &format!("{}{name}", config.base_url.prefix));
        format!("<sitemap><loc>{}</loc></sitemap>\n", xml_text(&url))
    };
    let list = maps.iter().map(item).collect::<Vec<_>>().concat();
    maps.push((
        "sitemap.xml".to_owned(),
        format!("{HEAD}<sitemapindex {SCHEMA}>\n{list}</sitemapindex>\n"),
    ));
    maps
}

/// The addresses of a site in one language.
fn addresses(viewer: &Viewer<'_>) -> Vec<String> {
    let (graph, config) = (viewer.graph, viewer.config);
    let shown = graph.ids().filter(|id| !viewer.is_noindex(*id) && !graph.is_borrowed(*id));
    let one = |id| {
        let entry = graph.entry(id);
        let updated =
            graph.document(id).and_then(|document| document.matter.updated).max(entry.date);
        let changed =
            updated.map_or_else(String::new, |date| format!("<lastmod>{}</lastmod>", date.iso()));
        format!("<url><loc>{}</loc>{changed}</url>\n", xml_text(&permalink(config, &entry.url)))
    };
    shown.map(one).collect()
}

/// `robots.txt`: everything may be read, and here is the sitemap.
pub fn robots(config: &Config) -> String {
    let sitemap = permalink(config, &format!("{}sitemap.xml", config.base_url.prefix));
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}
