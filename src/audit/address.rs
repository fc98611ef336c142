//! Where an address in a page leads, as a browser works it out.

use std::borrow::Cow;

use super::path::{decoded, path_of};

/// What an address is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// There is nothing, or nothing after `mailto:`.
    Nowhere,
    /// It runs a script.
    Script,
    /// It is of the machine or the network of the writer.
    Local,
    /// Another site: its origin, with `http:` or `https:`.
    Elsewhere(String),
    /// A telephone number, data in the address itself and the like.
    Other,
    /// On the host of the site, but beside it.
    Outside,
    /// In the site.
    Here(Place),
}

/// A place in the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Its path below the site, without a slash before it, decoded. Empty for the home page.
    pub(super) path: String,
    /// The slash after the name of the site's own folder is missing.
    pub(super) lacks_slash: bool,
    /// The name it leads to on the page.
    pub(super) fragment: Option<String>,
}

/// The host and folder of a site.
#[derive(Clone, Debug)]
pub(super) struct Host<'a> {
    scheme: String,
    name: String,
    prefix: &'a str,
}

/// What the addresses of one page are relative to.
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// A path on the host of the site; the first part is the folder, the whole the page.
    Path(String),
    /// Another site, named by `<base>`.
    Elsewhere(String),
}

impl<'a> Host<'a> {
    pub(super) fn new(origin: &str, prefix: &'a str) -> Self {
        let (scheme, rest) = scheme(origin).unwrap_or(("https", origin));
        let name = rest.trim_matches('/');
        let scheme = scheme.to_ascii_lowercase();
        Self { name: host(name, &scheme), scheme, prefix }
    }

    /// Whether an origin is that of the site.
    pub(super) fn is_own(&self, origin: &str) -> bool {
        origin.strip_prefix(self.scheme.as_str()).and_then(|rest| rest.strip_prefix("://"))
            == Some(&self.name)
    }

    /// Whether an address on this origin would be of the site if it began with `https:`.
    pub(super) fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// What the addresses of the page at this route are relative to.
    pub(super) fn base(&self, route: &str, base: Option<&str>) -> Base {
        let path = route.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/'));
        let path = path.unwrap_or(route);
        let mut own = String::with_capacity(self.prefix.len() + path.len());
        own.push_str(self.prefix);
        for c in path.chars() {
            match c {
                '%' => own.push_str("%25"),
                '?' => own.push_str("%3F"),
                '#' => own.push_str("%23"),
                c => own.push(c),
            }
        }
        let own = Base::Path(own);
        match base.map(|base| self.full_path(&own, base)) {
            None | Some(None) => own,
            Some(Some(base)) => base,
        }
    }

    /// Where a `<base>` leads.
    fn full_path(&self, own: &Base, base: &str) -> Option<Base> {
        let base = clean(base);
        let origin = self.origin(&base);
        match origin {
            Some((origin, rest)) if self.is_own(&origin) => Some(Base::Path(path_of(rest, "/"))),
            Some((origin, _)) => Some(Base::Elsewhere(origin)),
            None if scheme(&base).is_some() || base.is_empty() => None,
            None => match own {
                Base::Path(own) => Some(Base::Path(path_of(&base, own))),
                Base::Elsewhere(_) => None,
            },
        }
    }

    /// The origin of an address that names one, and what follows it.
    fn origin<'h>(&self, href: &'h str) -> Option<(String, &'h str)> {
        let (scheme, rest) = match scheme(href) {
            Some((scheme, rest)) => {
                let scheme = scheme.to_ascii_lowercase();
                if !matches!(scheme.as_str(), "http" | "https") {
                    return None;
                }
                (Cow::Owned(scheme), rest)
            }
            None => (Cow::Borrowed(self.scheme.as_str()), href),
        };
        let rest = rest.strip_prefix("//")?;
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let name = host(name, &scheme);
        Some((format!("{scheme}://{name}"), after))
    }

    /// Where an address leads.
    pub(super) fn resolve(&self, base: &Base, href: &str) -> Leads {
        let href = clean(href);
        if href.is_empty() {
            return Leads::Nowhere;
        }
        if is_drive(&href) || href.starts_with("\\\\") {
            return Leads::Local;
        }
        if let Some((origin, rest)) = self.origin(&href) {
            let name = origin.split_once("://").map_or("", |(_, name)| name);
            return if self.is_own(&origin) {
                self.here(&path_of(rest, "/"), rest)
            } else if name.is_empty() {
                Leads::Nowhere
            } else if is_local(name) {
                Leads::Local
            } else {
                Leads::Elsewhere(origin)
            };
        }
        if let Some((scheme, rest)) = scheme(&href) {
            return match scheme.to_ascii_lowercase().as_str() {
                "javascript" | "vbscript" => Leads::Script,
                "file" => Leads::Local,
                _ if rest.trim().is_empty() => Leads::Nowhere,
                _ => Leads::Other,
            };
        }
        match base {
            Base::Elsewhere(origin) => Leads::Elsewhere(origin.clone()),
            Base::Path(base) => self.here(&path_of(&href, base), &href),
        }
    }

    /// A full path of the host, as a place of the site.
    fn here(&self, path: &str, href: &str) -> Leads {
        let fragment = href.split_once('#').map(|(_, after)| {
            let bare = after.split_once(":~:").map_or(after, |(before, _)| before);
            decoded(bare)
        });
        let fragment = fragment.filter(|name| !name.is_empty());
        if let Some(path) = path.strip_prefix(self.prefix) {
            return Leads::Here(Place { path: decoded(path), lacks_slash: false, fragment });
        }
        if Some(path) == self.prefix.strip_suffix('/') {
            return Leads::Here(Place { path: String::new(), lacks_slash: true, fragment });
        }
        Leads::Outside
    }
}

/// The scheme of an address and what follows its colon.
fn scheme(href: &str) -> Option<(&str, &str)> {
    let end = href.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c))?;
    (end > 0 && href.as_bytes()[end] == b':' && href.as_bytes()[0].is_ascii_alphabetic())
        .then(|| (&href[..end], &href[end + 1..]))
}

/// The name of a host in small letters, without a user and without the port everyone knows.
fn host(name: &str, scheme: &str) -> String {
    let name = name.rsplit_once('@').map_or(name, |(_, name)| name).to_ascii_lowercase();
    let port = if scheme == "http" { ":80" } else { ":443" };
    name.strip_suffix(port).map(str::to_owned).unwrap_or(name)
}

/// `C:\` or `C:/`.
fn is_drive(href: &str) -> bool {
    matches!(href.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}

/// Whether a host is the writer's own machine or network.
fn is_local(host: &str) -> bool {
    if host.starts_with("[::1]") {
        return true;
    }
    let name = host.split(':').next().unwrap_or("").trim_end_matches('.');
    let parts: Vec<Option<u8>> = name.split('.').map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [Some(a), Some(b), Some(_), Some(_)] => {
            matches!((a, b), (127 | 10 | 0, _) | (192, 168) | (172, 16..=31))
        }
        _ => matches!(name.rsplit('.').next(), Some("localhost" | "local")) && name != "local",
    }
}

/// Without white space and control characters at its ends, and without line ends inside.
fn clean(href: &str) -> Cow<'_, str> {
    let href = href.trim_matches(|c: char| c <= ' ');
    if href.contains(['\t', '\n', '\r']) {
        Cow::Owned(href.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(href)
    }
}

#[cfg(test)]
mod tests {
    use super::{Host, Leads, Place};

    fn resolve(prefix: &str, route: &str, base: Option<&str>, href: &str) -> Leads {
        let host = Host::new("https://example.com", prefix);
        host.resolve(&host.base(route, base), href)
    }

    fn here(path: &str) -> Leads {
        Leads::Here(Place { path: path.into(), ..Place::default() })
    }

    #[test]
    fn addresses_of_the_site() {
        for (href, path) in [
            ("/", ""),
            ("/a/", "a/"),
            (" /a/\n", "a/"),
            ("/a?b=c", "a"),
            ("b/", "articles/x/b/"),
            ("./b", "articles/x/b"),
            ("../", "articles/"),
            ("..", "articles/"),
            (".", "articles/x/"),
            ("../../../../up", "up"),
            ("?q", "articles/x/"),
            ("#", "articles/x/"),
            ("https://EXAMPLE.com/a/", "a/"),
            ("https://example.com", ""),
            ("HTTPS://example.com:443?x", ""),
            ("//example.com/a", "a"),
            ("/a%20b/%C3%A9", "a b/é"),
            ("/a%2520", "a%20"),
            ("/a\\b", "a/b"),
            ("/a/\n\tb", "a/b"),
        ] {
            assert_eq!(resolve("/", "articles/x/index.html", None, href), here(path), "{href}");
        }
        assert_eq!(resolve("/", "404.html", None, "a"), here("a"));
        assert_eq!(resolve("/", "a%b/index.html", None, "c"), here("a%b/c"));
    }

    #[test]
    fn addresses_of_a_site_in_a_folder() {
        assert_eq!(resolve("/blog/", "index.html", None, "/blog/a/"), here("a/"));
        assert_eq!(resolve("/blog/", "x/index.html", None, "../a"), here("a"));
        assert_eq!(resolve("/blog/", "index.html", None, "/shop/"), Leads::Outside);
        assert_eq!(
            resolve("/blog/", "index.html", None, "/blog"),
            Leads::Here(Place { lacks_slash: true, ..Place::default() })
        );
    }

    #[test]
    fn fragments() {
        for (href, name) in [
            ("#a", Some("a")),
            ("/x#caf%C3%A9", Some("café")),
            ("#:~:text=x", None),
            ("#a:~:text=x", Some("a")),
        ] {
            let Leads::Here(place) = resolve("/", "index.html", None, href) else {
                panic!("{href}")
            };
            assert_eq!(place.fragment.as_deref(), name, "{href}");
        }
    }

    #[test]
    fn other_addresses() {
        for (href, leads) in [
            ("", Leads::Nowhere),
            ("  ", Leads::Nowhere),
            ("mailto:", Leads::Nowhere),
            ("https://", Leads::Nowhere),
            ("mailto:a@b.c", Leads::Other),
            ("TEL:020", Leads::Other),
            ("data:,x", Leads::Other),
            ("JavaScript:void(0)", Leads::Script),
            ("java\nscript:x", Leads::Script),
            ("file:///etc", Leads::Local),
            ("C:\\a.jpg", Leads::Local),
            ("\\\\server\\a", Leads::Local),
            ("http://localhost:8000/", Leads::Local),
            ("https://127.0.0.1", Leads::Local),
            ("http://[::1]/", Leads::Local),
            ("http://192.168.0.1/", Leads::Local),
            ("http://other.org/x", Leads::Elsewhere("http://other.org".into())),
            ("//Other.org:443/x", Leads::Elsewhere("https://other.org".into())),
            ("http://example.com/", Leads::Elsewhere("http://example.com".into())),
            ("https://user@other.org/", Leads::Elsewhere("https://other.org".into())),
        ] {
            assert_eq!(resolve("/", "index.html", None, href), leads, "{href}");
        }
    }

    #[test]
    fn a_base_counts() {
        assert_eq!(resolve("/", "a/index.html", Some("/b/"), "c"), here("b/c"));
        assert_eq!(resolve("/", "a/index.html", Some("../d/"), "c"), here("d/c"));
        assert_eq!(resolve("/", "a/index.html", Some("https://example.com/e/f"), "c"), here("e/c"));
        assert_eq!(
            resolve("/", "a/index.html", Some("https://cdn.example/"), "c"),
            Leads::Elsewhere("https://cdn.example".into())
        );
        assert_eq!(
            resolve("/", "a/index.html", Some("https://cdn.example/"), "/c"),
            Leads::Elsewhere("https://cdn.example".into())
        );
    }
}
