//! The rules about files that a page uses: pictures, style sheets, scripts.

use rustc_hash::FxHashSet;

use super::address::{Base, Leads};
use super::court::{Court, Found};
use super::observed::{Asset, Use};
use super::rule::{self, Rule};
use super::site::Flaw;

impl Court<'_> {
    /// Holds every file that a page uses against the site. One address is told of once a page.
    pub(super) fn assets(&self, page: usize, base: &Base, flaws: &mut Vec<Flaw>) {
        let seen = self.pages[page].seen;
        let mut told: FxHashSet<(&'static str, String)> = FxHashSet::default();
        for asset in &seen.assets {
            let written = seen.says(asset.address);
            if let Some((rule, key, message)) = self.asset(base, *asset, written)
                && told.insert((rule.name, key))
            {
                flaws.push(Flaw::new(rule, page, asset.offset, message).with(written, ""));
            }
        }
    }

    /// The rule that a file breaks, what it is known by, and what is wrong.
    fn asset(&self, base: &Base, asset: Asset, written: &str) -> Option<(Rule, String, String)> {
        match self.host.resolve(base, written) {
            Leads::Here(_) if asset.used == Use::Connected => None,
            Leads::Here(place) => {
                let (rule, rest) = match self.find(&place) {
                    Found::Page(_) | Found::File | Found::Redirect(_) => return None,
                    Found::Slash(address) => (
                        rule::LINK_SLASH,
                        format!(", but it is at {address} with a slash at its end"),
                    ),
                    Found::Case(address) => (
                        rule::ASSET_BROKEN,
                        format!(", but small and capital letters differ; did you mean {address}?"),
                    ),
                    Found::Nothing(Some(meant)) => (
                        rule::ASSET_BROKEN,
                        format!(", which does not exist; did you mean {meant}?"),
                    ),
                    Found::Nothing(None) => {
                        (rule::ASSET_BROKEN, ", which does not exist".to_owned())
                    }
                };
                Some((rule, place.path, format!("The page uses {written}{rest}")))
            }
            Leads::Local => {
                let message = format!(
                    "The page uses {written}, which only the writer's own computer can open"
                );
                Some((rule::LINK_LOCAL, written.to_owned(), message))
            }
            Leads::Elsewhere(origin) => self.foreign(asset, &origin, written),
            _ => None,
        }
    }

    /// A file of another site.
    fn foreign(&self, asset: Asset, origin: &str, written: &str) -> Option<(Rule, String, String)> {
        let name = origin.split_once("://").map_or(origin, |(_, name)| name);
        let is_plain = origin.starts_with("http:");
        let is_own =
            is_plain && self.host.is_secure() && self.host.is_own(&format!("https://{name}"));
        let is_allowed = is_own
            || asset.used == Use::Named
            || self.site.third_parties.iter().any(|allowed| {
                let allowed = allowed.trim_end_matches('/');
                let bare = allowed.split_once("://").map_or(allowed, |(_, bare)| bare);
                bare.eq_ignore_ascii_case(name)
            });
        if !is_allowed {
            let message = format!(
                "Opening the page asks {name} for {written}, so that site learns who reads it"
            );
            return Some((rule::ASSET_THIRD, written.to_owned(), message));
        }
        is_plain.then(|| {
            let message = format!("The page uses {written}, which is not encrypted");
            (rule::LINK_INSECURE, written.to_owned(), message)
        })
    }
}
