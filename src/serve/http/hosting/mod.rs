//! Answers a path as a host does: with a file of the site, a redirect, or the site's page for what is not there.
//!
//! In: the path of a request. Out: a key into the site, and never a path on the disk. The files `_headers` and
//! `_redirects` of the site are kept as hosts that know them (Netlify, Cloudflare Pages) keep them.

mod headers;
mod path;
mod pattern;
mod policy;
mod redirects;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderName, HeaderValue};

use self::headers::HeaderRules;
use self::redirects::{Outcome, RedirectRules};
use crate::base::Fingerprint;
use crate::serve::site::{Found, Site};

pub(super) use self::path::{decode, decode_value};
pub(super) use self::policy::what_blocks_us;

/// The folder of addresses that belong to the preview.
const OURS: &str = "livereload";
/// The files that tell a host what to do. Hosts do not show them.
const FOR_HOSTS: [&str; 2] = ["_headers", "_redirects"];

/// What a path leads to.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A file, shown with this status.
    File { status: u16, route: String, found: Found },
    /// Another address.
    Redirect { status: u16, location: String },
    /// Nothing, and the site has no page that says so.
    Nothing { status: u16, words: String },
}

/// The site together with what it tells its host.
pub(crate) struct Hosting {
    site: Arc<dyn Site>,
    rules: Mutex<Option<Arc<Rules>>>,
}

/// What `_headers` and `_redirects` say.
#[derive(Debug)]
struct Rules {
    build: u64,
    files: [Option<Fingerprint>; 2],
    headers: HeaderRules,
    redirects: RedirectRules,
}

impl Hosting {
    pub(crate) fn new(site: Arc<dyn Site>) -> Self {
        Self { site, rules: Mutex::default() }
    }

    /// What `path`, as it stands in a request, leads to; `query` is what follows the question mark.
    pub(crate) fn answer(&self, path: &str, query: Option<&str>) -> Answer {
        let Some(decoded) = path::decode(path) else {
            return Answer::Nothing { status: 404, words: "There is no such address.".into() };
        };
        if decoded.trim_start_matches('/').split('/').next() == Some(OURS) {
            return nothing();
        }
        let rules = self.rules();
        let plain = self.look_up(&decoded, query);
        let shadowed = matches!(plain, Some(Answer::File { .. }));
        match rules.redirects.apply(&decoded, query, shadowed) {
            Some(Outcome::Redirect { status, location }) => Answer::Redirect { status, location },
            Some(Outcome::Show { status, path }) => {
                match self.look_up(&path, None) {
                    Some(Answer::File { route, found, .. }) => {
                        Answer::File { status, route, found }
                    }
                    // Hosts show `/shop/closed/` for `/shop/closed` without a redirect here.
                    Some(Answer::Redirect { .. }) => {
                        match self.look_up(&format!("{path}/"), None) {
                            Some(Answer::File { route, found, .. }) => {
                                Answer::File { status, route, found }
                            }
                            _ => self.not_found(&decoded),
                        }
                    }
                    _ => self.not_found(&decoded),
                }
            }
            Some(Outcome::Elsewhere) => Answer::Nothing {
                status: 502,
                words:
                    "This address is fetched from another server when the site is published (see \
                        `_redirects`). The preview fetches nothing."
                        .into(),
            },
            None => plain.unwrap_or_else(|| self.not_found(&decoded)),
        }
    }

    /// What a tab at `path` shows, as one value. `None` if it shows nothing of the site.
    pub(crate) fn fingerprint(&self, path: &str) -> Option<Fingerprint> {
        let (path, query) =
            path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        match self.answer(path, query) {
            Answer::File { status, route, found } => Some(Fingerprint::all([
                // What the badge says may change while the page does not.
                Fingerprint::of(format!("{status} {route} {:?}", found.standing).as_bytes()),
                found.fingerprint,
            ])),
            _ => None,
        }
    }

    /// The headers that the site's `_headers` gives to `path`, which is decoded.
    pub(crate) fn headers(&self, path: &str) -> Vec<(HeaderName, HeaderValue)> {
        self.rules().headers.of(path)
    }

    /// The file or the redirect at `path`, which is decoded, without regard to `_redirects`.
    fn look_up(&self, path: &str, query: Option<&str>) -> Option<Answer> {
        let prefix = self.site.prefix();
        let location = |path: &str| path::location(path, query);
        let Some(rest) = path.strip_prefix(&prefix) else {
            let home = path == "/" || path == prefix.trim_end_matches('/');
            return home.then(|| Answer::Redirect { status: 302, location: location(&prefix) });
        };
        let file = |route: String| {
            let found = self.site.find(&route)?;
            Some(Answer::File { status: 200, route, found })
        };
        if rest.is_empty() || rest.ends_with('/') {
            return file(format!("{rest}index.html"));
        }
        if FOR_HOSTS.contains(&rest) {
            return None;
        }
        file(rest.to_owned()).or_else(|| {
            self.site.find(&format!("{rest}/index.html"))?;
            Some(Answer::Redirect { status: 301, location: location(&format!("{path}/")) })
        })
    }

    /// The page for an address that does not exist; each language has its own, in its folder.
    fn not_found(&self, path: &str) -> Answer {
        let below = path.strip_prefix(&*self.site.prefix()).unwrap_or_default();
        let folder = below.split_inclusive('/').next().filter(|part| part.ends_with('/'));
        for folder in folder.into_iter().chain([""]) {
            let route = format!("{folder}404.html");
            if let Some(found) = self.site.find(&route) {
                return Answer::File { status: 404, route, found };
            }
        }
        nothing()
    }

    /// The rules of the build that is shown. They are read again only when the files are others.
    fn rules(&self) -> Arc<Rules> {
        let build = self.site.build();
        let known = self.rules.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(rules) = known.as_ref().filter(|rules| rules.build == build) {
            return Arc::clone(rules);
        }
        let texts = FOR_HOSTS.map(|name| self.site.find(name));
        let files = texts.each_ref().map(|found| found.as_ref().map(|found| found.fingerprint));
        let [headers, redirects] =
            texts.map(|found| found.map(|found| found.bytes).unwrap_or_default());
        let rules = match known {
            Some(rules) if rules.files == files => Rules {
                build,
                files,
                headers: rules.headers.clone(),
                redirects: rules.redirects.clone(),
            },
            _ => Rules {
                build,
                files,
                headers: HeaderRules::parse(&headers),
                redirects: RedirectRules::parse(&redirects),
            },
        };
        let rules = Arc::new(rules);
        *self.rules.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&rules));
        rules
    }
}

fn nothing() -> Answer {
    Answer::Nothing { status: 404, words: "There is no page at this address.".into() }
}

impl fmt::Debug for Hosting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Hosting").finish_non_exhaustive()
    }
}
