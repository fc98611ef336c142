//! Web addresses: taken apart, put together, and which of them are private.

use std::fmt;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A web address without its fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    secure: bool,
    /// In small letters; with brackets if it is a number of the newer kind.
    pub(super) host: String,
    /// Unless it is the usual one.
    port: Option<u16>,
    /// The path and the query; begins with a stroke.
    rest: String,
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}", if self.secure { "https" } else { "http" }, self.host)?;
        if let Some(port) = self.port {
            write!(out, ":{port}")?;
        }
        out.write_str(&self.rest)
    }
}

impl Address {
    /// Takes an address apart; the error says why it cannot be asked for.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").ok_or("it is not a web address")?;
        let secure = scheme.eq_ignore_ascii_case("https");
        if !secure && !scheme.eq_ignore_ascii_case("http") {
            return Err("it is not a web address");
        }
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        if authority.contains('@') {
            return Err("it has a name or a password before its host");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ => (authority, ""),
        };
        let usual = if secure { 443 } else { 80 };
        let port = match port {
            "" => None,
            port => Some(port.parse::<u16>().map_err(|_| "its port is not a number")?),
        };
        let host = host.to_ascii_lowercase();
        if !host.is_ascii() {
            return Err("its host has letters that only a browser can translate");
        }
        if !is_host(&host) {
            return Err("it has no proper host");
        }
        Ok(Self { secure, host, port: port.filter(|port| *port != usual), rest: encoded(rest) })
    }

    /// The address that `location` means, seen from this one.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        let scheme = location.find(':').filter(|at| {
            let name = location.get(..*at).unwrap_or_default();
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        if scheme.is_some() {
            return Self::parse(location).ok();
        }
        if location.starts_with("//") {
            return Self::parse(&format!(
                "{}:{location}",
                if self.secure { "https" } else { "http" }
            ))
            .ok();
        }
        let path = self.rest.split('?').next().unwrap_or("/");
        let rest = if location.starts_with('/') {
            location.to_owned()
        } else if location.starts_with('?') {
            format!("{path}{location}")
        } else if location.is_empty() || location.starts_with('#') {
            self.rest.clone()
        } else {
            let folder = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("/");
            format!("{folder}{location}")
        };
        Some(Self { rest: without_dots(&encoded(&rest)), ..self.clone() })
    }

    /// Whether the host is this computer or one in a private network, as far as its name tells.
    pub(super) fn is_private(&self) -> bool {
        let host = self.host.trim_end_matches('.');
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return is_private(ip);
        }
        let inside = [".localhost", ".local", ".internal", ".home.arpa", ".lan"];
        !host.contains('.') || inside.iter().any(|end| host.ends_with(end))
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|ip| ip.parse::<Ipv6Addr>().is_ok());
    }
    !host.is_empty()
        && !host.starts_with('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

/// The path and query, without the fragment, and with everything written as `%…` that cannot stand as it is.
fn encoded(rest: &str) -> String {
    let rest = rest.split('#').next().unwrap_or_default();
    let mut out = String::with_capacity(rest.len() + 1);
    if !rest.starts_with('/') {
        out.push('/');
    }
    for byte in rest.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _written = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A path without `.` and `..`.
fn without_dots(rest: &str) -> String {
    let (path, query) =
        rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let mut parts: Vec<&str> = Vec::new();
    let last = path.split('/').count() - 1;
    for (place, part) in path.split('/').enumerate().skip(1) {
        match part {
            "." | ".." => {
                if part == ".." {
                    parts.pop();
                }
                if place == last {
                    parts.push("");
                }
            }
            _ => parts.push(part),
        }
    }
    let mut out = format!("/{}", parts.join("/"));
    if let Some(query) = query {
        out.push('?');
        out.push_str(query);
    }
    out
}

/// Whether a number stands for this computer, a private network, or nobody in the open net.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => {
            let [first, second, third, .., seventh, eighth] = ip.segments();
            let old = |high: u16, low: u16| {
                let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
                is_private_v4(Ipv4Addr::new(a, b, c, d))
            };
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || first & 0xFE00 == 0xFC00
                || first & 0xFFC0 == 0xFE80
                || first & 0xFFC0 == 0xFEC0
                // An older number within a newer one, in its four forms.
                || ip.to_ipv4_mapped().is_some_and(is_private_v4)
                || (ip.segments().starts_with(&[0, 0, 0, 0, 0, 0]) && old(seventh, eighth))
                || (first == 0x64 && second == 0xFF9B && old(seventh, eighth))
                || (first == 0x2002 && old(second, third))
        }
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        Address::parse(text).map_or_else(str::to_owned, |it| it.to_string())
    }

    #[test]
    fn writes_an_address_in_one_way() {
        assert_eq!(parsed("HTTP://Example.COM:80"), "http://example.com/");
        assert_eq!(parsed("https://example.com:443?q=1#part"), "https://example.com/?q=1");
        assert_eq!(
            parsed("https://example.com:8443/a b/é?x={1}"),
            "https://example.com:8443/a%20b/%C3%A9?x=%7B1%7D"
        );
        assert_eq!(parsed("https://example.com/%20%C3"), "https://example.com/%20%C3");
        assert_eq!(parsed("http://[::1]:3000/"), "http://[::1]:3000/");
        for bad in [
            "mailto:a@b.c",
            "ftp://a.b/",
            "https://",
            "https://u:p@a.b/",
            "https://a b/",
            "https://a.b:x/",
            "https://müller.de/",
            "//a.b/",
            "https://.a/",
            "https://[zz]/",
            "https://a.b\\@c.d/x:99999",
            "http://a.b:99999/",
        ] {
            let parsed = Address::parse(bad);
            assert!(parsed.is_err() || bad.contains('\\'), "{bad}: {parsed:?}");
        }
    }

    #[test]
    fn joins_as_a_browser_does() {
        let base = Address::parse("https://a.b/c/d?q").expect("address");
        for (location, want) in [
            ("/x", "https://a.b/x"),
            ("x", "https://a.b/c/x"),
            ("./x/../y", "https://a.b/c/y"),
            ("../..", "https://a.b/"),
            ("?z", "https://a.b/c/d?z"),
            ("#f", "https://a.b/c/d?q"),
            ("//e.f/g", "https://e.f/g"),
            ("http://e.f", "http://e.f/"),
            ("x:y/z", ""),
            ("/a/:b", "https://a.b/a/:b"),
        ] {
            assert_eq!(
                base.join(location).map(|it| it.to_string()).unwrap_or_default(),
                want,
                "{location}"
            );
        }
    }

    #[test]
    fn knows_private_hosts() {
        for private in [
            "http://localhost:3000/",
            "http://a.localhost/",
            "http://printer.local/",
            "http://intranet/",
            "http://127.0.0.1/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[::127.0.0.1]/",
            "http://255.255.255.255/",
            "http://localhost./",
        ] {
            assert!(Address::parse(private).expect(private).is_private(), "{private}");
        }
        for open in [
            "http://example.com/",
            "http://8.8.8.8/",
            "http://[2606:4700::1111]/",
            "http://172.32.0.1/",
        ] {
            assert!(!Address::parse(open).expect(open).is_private(), "{open}");
        }
    }
}
