//! The rules about links.

use rustc_hash::FxHashSet;

use super::address::{Base, Leads};
use super::court::{Court, End, Found};
use super::observed::Observed;
use super::rule;
use super::site::{Flaw, PageIn};

/// A link that is held against the site.
pub(super) struct Followed<'o> {
    pub(super) page: usize,
    pub(super) offset: u32,
    pub(super) href: &'o str,
    pub(super) name: &'o str,
}

impl Followed<'_> {
    fn flaw(&self, rule: rule::Rule, message: String) -> Flaw {
        Flaw::new(rule, self.page, self.offset, message).with(self.href, self.name)
    }

    /// How the link is called in a message.
    fn called(&self) -> String {
        if self.name.is_empty() {
            "A link".to_owned()
        } else {
            format!("The link “{}”", self.name)
        }
    }
}

/// What a link comes to: a flaw, a page it leads to, or both.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) flaw: Option<Flaw>,
    pub(super) page: Option<usize>,
}

impl Court<'_> {
    /// Holds one link against the site.
    pub(super) fn link(&self, base: &Base, link: &Followed<'_>) -> Outcome {
        let only = |flaw: Flaw| Outcome { flaw: Some(flaw), page: None };
        let called = link.called();
        let written = link.href.trim();
        match self.host.resolve(base, link.href) {
            Leads::Here(place) => {
                let found = self.find(&place);
                self.inside(link, &found, place.fragment.as_deref())
            }
            Leads::Nowhere => only(link.flaw(rule::LINK_EMPTY, format!("{called} has no address"))),
            Leads::Script => only(link.flaw(
                rule::LINK_SCRIPT,
                format!("{called} runs a script in place of leading to a page"),
            )),
            Leads::Local => only(link.flaw(
                rule::LINK_LOCAL,
                format!(
                    "{called} leads to {written}, which only the writer's own computer can open"
                ),
            )),
            Leads::Elsewhere(origin) if origin.starts_with("http:") => only(link.flaw(
                rule::LINK_INSECURE,
                format!("{called} leads to {written}, which is not encrypted"),
            )),
            Leads::Elsewhere(_) | Leads::Other | Leads::Outside => Outcome::default(),
        }
    }

    /// A link to a place in the site.
    fn inside(&self, link: &Followed<'_>, found: &Found, fragment: Option<&str>) -> Outcome {
        let called = link.called();
        let written = link.href.trim();
        let flaw = |rule, message| Some(link.flaw(rule, message));
        match found {
            Found::Page(page) => {
                Outcome { flaw: self.fragment(link, *page, fragment), page: Some(*page) }
            }
            Found::File => Outcome::default(),
            Found::Redirect(route) => match self.follow(route) {
                End::Loop => Outcome {
                    flaw: flaw(
                        rule::LINK_LOOP,
                        format!("{called} leads to {written}, which is redirected in circles"),
                    ),
                    page: None,
                },
                End::Nothing => Outcome {
                    flaw: flaw(
                        rule::LINK_BROKEN,
                        format!(
                            "{called} leads to {written}, which is redirected to a page that does not exist"
                        ),
                    ),
                    page: None,
                },
                end => {
                    let page = if let End::Page(page) = end { Some(page) } else { None };
                    let to = page.map_or_else(
                        || "another address".to_owned(),
                        |page| self.shown(self.pages[page].route),
                    );
                    Outcome {
                        flaw: flaw(
                            rule::LINK_REDIRECT,
                            format!("{called} leads to {written}, which is redirected to {to}"),
                        ),
                        page,
                    }
                }
            },
            Found::Slash(address) => Outcome {
                flaw: flaw(
                    rule::LINK_SLASH,
                    format!(
                        "{called} leads to {written}, but the page is at {address} with a slash at its end"
                    ),
                ),
                page: self.page_at(address),
            },
            Found::Case(address) => Outcome {
                flaw: flaw(
                    rule::LINK_CASE,
                    format!(
                        "{called} leads to {written}, but small and capital letters differ; did you mean {address}?"
                    ),
                ),
                page: self.page_at(address),
            },
            Found::Nothing(meant) => {
                let meant = meant
                    .as_ref()
                    .map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
                let message = format!(
                    "{called} leads to {written}, and there is nothing at that address{meant}"
                );
                Outcome { flaw: flaw(rule::LINK_BROKEN, message), page: None }
            }
        }
    }

    /// The page at an address that was found before.
    fn page_at(&self, address: &str) -> Option<usize> {
        match self.host.resolve(&Base::Path("/".into()), &address.replace('%', "%25")) {
            Leads::Here(place) => match self.find(&place) {
                Found::Page(page) => Some(page),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the name after the # is on the page.
    fn fragment(&self, link: &Followed<'_>, page: usize, fragment: Option<&str>) -> Option<Flaw> {
        let name = fragment?;
        let target = self.pages[page].seen;
        if name.eq_ignore_ascii_case("top") || target.has_id(name) {
            return None;
        }
        let raw = link.href.trim().split_once('#').map_or("", |(_, after)| after);
        if target.has_id(raw) {
            return None;
        }
        let folded = name.to_lowercase();
        let meant = (target.ids.iter())
            .map(|id| target.says(id.name))
            .find(|id| id.to_lowercase() == folded)
            .map_or_else(String::new, |id| format!("; did you mean #{id}?"));
        let on = if page == link.page {
            "this page".to_owned()
        } else {
            self.shown(self.pages[page].route)
        };
        let message = format!("{} leads to #{name}, which is not on {on}{meant}", link.called());
        Some(link.flaw(rule::LINK_FRAGMENT, message))
    }

    /// Holds all links of a page against the site. Hands back the pages they lead to, each with
    /// whether the link stands in the main part.
    pub(super) fn links(
        &self,
        page: usize,
        base: &Base,
        flaws: &mut Vec<Flaw>,
    ) -> Vec<(usize, bool)> {
        let seen: &Observed = self.pages[page].seen;
        let mut leads = Vec::with_capacity(seen.links.len());
        let mut plain: FxHashSet<&str> = FxHashSet::default();
        for link in &seen.links {
            let followed = Followed {
                page,
                offset: link.offset,
                href: seen.says(link.href),
                name: seen.says(link.name),
            };
            let outcome = self.link(base, &followed);
            // A source that is cited often is told of once.
            let is_told = outcome.flaw.as_ref().is_some_and(|flaw| {
                flaw.rule == rule::LINK_INSECURE.name && !plain.insert(followed.href)
            });
            flaws.extend(outcome.flaw.filter(|_| !is_told));
            leads.extend(outcome.page.map(|to| (to, link.is_in_main)));
        }
        leads
    }

    /// Holds the address to which a redirect page sends the reader against the site, unless a link
    /// that leads into it has told of it.
    pub(super) fn stub(&self, page: usize, flaws: &mut Vec<Flaw>) {
        let PageIn { route, seen, .. } = self.pages[page];
        let Some(refresh) = seen.refresh else { return };
        if !self.told.borrow_mut().insert(route.to_owned()) {
            return;
        }
        let followed =
            Followed { page, offset: refresh.offset, href: seen.says(refresh.url), name: "" };
        let flaw = self.link(&self.base(page), &followed).flaw;
        // A chain is told of at the link that leads into it.
        flaws.extend(flaw.filter(|flaw| flaw.rule != rule::LINK_REDIRECT.name).map(|mut flaw| {
            flaw.message = flaw.message.replacen("A link", "The redirect", 1);
            flaw
        }));
    }
}
