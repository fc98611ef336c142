//! Where the addresses of the pages lead in the site: to a page, a file, a redirect or nothing.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::address::{Base, Host, Leads, Place};
use super::site::{PageIn, Site};

/// How many redirects one after the other are followed.
const HOPS: usize = 20;

/// What there is at an address of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Page(usize),
    File,
    /// A redirect: the route it stands at.
    Redirect(String),
    /// A page whose address ends with a slash: that address.
    Slash(String),
    /// A file whose name differs in small and capital letters: its address.
    Case(String),
    /// Nothing, and perhaps what was meant.
    Nothing(Option<String>),
}

/// Where a redirect ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    Page(usize),
    /// A file, or another site.
    Elsewhere,
    Nothing,
    Loop,
}

/// Everything that is known of a site while it is judged.
pub(super) struct Court<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) pages: &'a [PageIn<'a>],
    pub(super) host: Host<'a>,
    routes: FxHashMap<&'a str, usize>,
    /// Redirects that lead nowhere and of which a link has told.
    pub(super) told: RefCell<FxHashSet<String>>,
    /// Pages by the last part of their address, where only one has it.
    last_parts: FxHashMap<&'a str, Option<usize>>,
}

impl<'a> Court<'a> {
    pub(super) fn new(site: &'a Site<'a>, pages: &'a [PageIn<'a>]) -> Self {
        let mut routes = FxHashMap::default();
        let mut last_parts = FxHashMap::default();
        for (at, page) in pages.iter().enumerate() {
            routes.insert(page.route, at);
            let path = page.route.strip_suffix("/index.html").unwrap_or(page.route);
            let last = path.rsplit('/').next().unwrap_or(path);
            last_parts.entry(last).and_modify(|only| *only = None).or_insert(Some(at));
        }
        let host = Host::new(site.origin, site.prefix);
        Self { site, pages, host, routes, told: RefCell::default(), last_parts }
    }

    /// What the addresses of a page are relative to.
    pub(super) fn base(&self, page: usize) -> Base {
        let PageIn { route, seen, .. } = self.pages[page];
        self.host.base(route, seen.base.map(|base| seen.says(base)))
    }

    /// Whether a page is a redirect and nothing else.
    pub(super) fn is_stub(&self, page: usize) -> bool {
        let PageIn { route, seen, .. } = self.pages[page];
        seen.is_stub()
            || (seen.refresh.is_some_and(|refresh| refresh.seconds == 0)
                && self.site.redirects.contains_key(route))
    }

    /// The address that a reader sees for a path of the site.
    pub(super) fn shown(&self, path: &str) -> String {
        let path = path
            .strip_suffix("index.html")
            .filter(|p| p.is_empty() || p.ends_with('/'))
            .unwrap_or(path);
        format!("{}{path}", self.site.prefix)
    }

    /// What there is at exactly this route.
    fn at(&self, route: &str) -> Option<Found> {
        match self.routes.get(route) {
            Some(&page) if self.is_stub(page) => Some(Found::Redirect(route.to_owned())),
            Some(&page) => Some(Found::Page(page)),
            None if self.site.redirects.contains_key(route) => {
                Some(Found::Redirect(route.to_owned()))
            }
            None => (self.site.files)(route).then_some(Found::File),
        }
    }

    /// What there is at a place of the site.
    pub(super) fn find(&self, place: &Place) -> Found {
        let path = place.path.as_str();
        let is_folder = path.is_empty() || path.ends_with('/');
        let exact = if is_folder { format!("{path}index.html") } else { path.to_owned() };
        match self.at(&exact) {
            Some(Found::Page(_)) if place.lacks_slash => return Found::Slash(self.shown("")),
            Some(found) => return found,
            None => {}
        }
        let folder = format!("{path}/index.html");
        if !is_folder {
            match self.at(&folder) {
                Some(Found::Redirect(route)) => return Found::Redirect(route),
                Some(_) => return Found::Slash(self.shown(&folder)),
                None => {}
            }
        }
        let alike = (self.site.alike)(&exact)
            .or_else(|| (!is_folder).then(|| (self.site.alike)(&folder)).flatten());
        if let Some(alike) = alike {
            return Found::Case(self.shown(&alike));
        }
        Found::Nothing(self.meant(path))
    }

    /// What may have been meant by an address that leads to nothing.
    fn meant(&self, path: &str) -> Option<String> {
        let bare = path.strip_suffix('/').unwrap_or(path);
        let stem = bare.strip_suffix(".html").or_else(|| bare.strip_suffix(".htm"));
        let tries = [
            (bare != path).then(|| bare.to_owned()),
            Some(format!("{bare}.html")),
            stem.map(|stem| format!("{stem}/index.html")),
            stem.map(str::to_owned),
        ];
        for route in tries.into_iter().flatten() {
            if self.at(&route).is_some_and(|found| !matches!(found, Found::Redirect(_))) {
                return Some(self.shown(&route));
            }
        }
        let last = bare.rsplit('/').next().filter(|last| !last.is_empty())?;
        let page = self.last_parts.get(last).copied().flatten()?;
        (!self.is_stub(page)).then(|| self.shown(self.pages[page].route))
    }

    /// Where a redirect leads: its route and the address it names.
    fn next(&self, route: &str) -> Option<Leads> {
        if let Some(address) = self.site.redirects.get(route) {
            return Some(self.host.resolve(&self.host.base(route, None), address));
        }
        let page = *self.routes.get(route)?;
        let seen = self.pages[page].seen;
        Some(self.host.resolve(&self.base(page), seen.says(seen.refresh?.url)))
    }

    /// Follows a redirect to its end.
    pub(super) fn follow(&self, route: &str) -> End {
        let mut seen = vec![route.to_owned()];
        let end = self.end(&mut seen);
        if matches!(end, End::Nothing | End::Loop) {
            self.told.borrow_mut().extend(seen);
        }
        end
    }

    /// The end of a row of redirects, of which the first is known.
    fn end(&self, seen: &mut Vec<String>) -> End {
        while let Some(route) = seen.last() {
            let place = match self.next(route) {
                Some(Leads::Here(place)) => place,
                Some(Leads::Nowhere) | None => return End::Nothing,
                Some(_) => return End::Elsewhere,
            };
            match self.find(&place) {
                Found::Page(page) => return End::Page(page),
                Found::File => return End::Elsewhere,
                Found::Slash(address) => {
                    let leads = self.host.resolve(&Base::Path("/".into()), &address);
                    return match leads {
                        Leads::Here(place) => match self.find(&place) {
                            Found::Page(page) => End::Page(page),
                            _ => End::Elsewhere,
                        },
                        _ => End::Elsewhere,
                    };
                }
                Found::Redirect(next) if seen.contains(&next) || seen.len() >= HOPS => {
                    return End::Loop;
                }
                Found::Redirect(next) => seen.push(next),
                Found::Case(_) | Found::Nothing(_) => return End::Nothing,
            }
        }
        End::Nothing
    }
}
