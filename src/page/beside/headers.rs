//! `_headers`, which Netlify, Cloudflare Pages and the preview know: what pages may load, and how long files may be kept.
//!
//! Hosts join the values of a header that two rules give, so no two rules here give the same header to one file. The policy
//! is one for all pages; what only some of them need, all may do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::config::Directive;
use crate::page::has_search;
use crate::page::view::Viewer;
use crate::search;
use crate::theme::Asset;

/// The most files that have a rule of their own. Cloudflare Pages reads 100 rules.
const MOST_FILES: usize = 80;

/// What hosts send with all files. That the site is to be visited by `https` alone is for its host to say: a site cannot know
/// what else there is at its address.
const FOR_ALL: [(&str, &str); 4] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// What is kept for a year, because another content has another name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What is kept for a week: fonts and pictures of the theme.
const A_WEEK: &str = "public, max-age=604800";
/// What is asked for again each time, and sent only when it is another.
const RENEWED: &str = "no-cache";

/// The file.
pub(super) fn headers(viewers: &[Viewer<'_>]) -> String {
    let Some(viewer) = viewers.first() else { return String::new() };
    let prefix = viewer.prefix();
    let mut out = String::from(
        "# Made by anma. For one of your own, put a file `_headers` into the folder `static`.\n\n",
    );
    // Writing to a `String` cannot fail, here and below.
    let _written =
        writeln!(out, "{prefix}*\n  Content-Security-Policy: {}", policy(viewer, viewers));
    for (name, value) in FOR_ALL {
        let _written = writeln!(out, "  {name}: {value}");
    }
    let mut rule = |path: &str, kept: &str| {
        let _written = writeln!(out, "\n{prefix}{path}\n  Cache-Control: {kept}");
    };
    // The names of pictures change with their content too.
    rule(&format!("{}/*", crate::picture::FOLDER), FOR_EVER);
    for viewer in viewers.iter().filter(|viewer| has_search(viewer.graph)) {
        let index = viewer.config.path(search::FOLDER);
        // Of a large site the index has parts, in folders of their own.
        for part in ["", "/:part"] {
            for folder in search::NAMED_BY_CONTENT {
                rule(&format!("{index}{part}/{folder}/*"), FOR_EVER);
            }
        }
        for name in search::RENEWED {
            rule(&format!("{index}/{name}"), RENEWED);
        }
    }
    for asset in viewer.theme.assets.values().take(MOST_FILES) {
        let kept = if is_hashed(asset) { FOR_EVER } else { A_WEEK };
        rule(asset.route.url().trim_start_matches('/'), kept);
    }
    out
}

/// Whether the name of an asset has its fingerprint in it.
fn is_hashed(asset: &Asset) -> bool {
    asset.route.as_str().contains(&asset.source.fingerprint.short())
}

/// What pages may load: what the theme and the content of the site need, and nothing else.
fn policy(viewer: &Viewer<'_>, viewers: &[Viewer<'_>]) -> String {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in [
        "connect-src",
        "font-src",
        "form-action",
        "img-src",
        "manifest-src",
        "script-src",
        "style-src",
    ] {
        all.insert(name, BTreeSet::from(["'self'"]));
    }
    if has_search(viewer.graph) {
        // The index is searched by WebAssembly.
        all.entry("script-src").or_default().insert("'wasm-unsafe-eval'");
    }
    let documents = viewers.iter().flat_map(|viewer| &viewer.graph.documents);
    let pictures: BTreeSet<&str> = documents.flat_map(|page| page.hosts_of_pictures()).collect();
    all.entry("img-src").or_default().extend(pictures);
    let declared = viewer.theme.csp.iter().chain(&viewer.config.hosts.csp);
    for Directive { name, sources } in declared {
        all.entry(name).or_default().extend(sources.iter().map(|source| &**source));
    }
    let mut out = String::new();
    // What is not named here is not allowed, unless the site or the theme asks for it.
    for name in ["base-uri", "default-src", "frame-ancestors"] {
        all.entry(name).or_insert_with(|| BTreeSet::from(["'none'"]));
    }
    for (name, sources) in all {
        let is_more = sources.len() > 1;
        let sources = sources.into_iter().filter(|source| !is_more || *source != "'none'");
        let sources: Vec<&str> = sources.collect();
        let mark = if out.is_empty() { "" } else { "; " };
        let _written = write!(out, "{mark}{name} {}", sources.join(" "));
    }
    out
}
