//! Which hosts the preview answers to. A page elsewhere can make its own name lead to this machine, but it cannot
//! make the browser send our name.

use std::net::{IpAddr, Ipv6Addr};

/// The names of this server.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    port: u16,
    /// Names that were allowed by hand.
    allowed: Vec<String>,
    /// Whether machines of the network may look. They reach it by the address of this machine.
    lan: bool,
}

/// Why a `Host` is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotOurs {
    Malformed,
    Foreign,
}

impl Hosts {
    pub(super) fn new(port: u16, allowed: &[String], lan: bool) -> Self {
        Self { port, allowed: allowed.iter().map(|name| name.to_ascii_lowercase()).collect(), lan }
    }

    /// Whether `host`, from a connection to our address `local`, is a name of ours with our port or none.
    pub(super) fn check(&self, host: &[u8], local: IpAddr) -> Result<(), NotOurs> {
        let (name, port) = split(host).ok_or(NotOurs::Malformed)?;
        let ours = port.is_none_or(|port| port == self.port) && self.is_name(name, local);
        if ours { Ok(()) } else { Err(NotOurs::Foreign) }
    }

    /// Whether `origin` is one of our own pages: `http://`, a name of ours, our port.
    pub(super) fn is_origin(&self, origin: &[u8], local: IpAddr) -> bool {
        origin.strip_prefix(b"http://").and_then(split).is_some_and(|(name, port)| {
            port.unwrap_or(80) == self.port && self.is_name(name, local)
        })
    }

    /// The ways to write this host in a policy.
    pub(super) fn in_policies(&self) -> Vec<String> {
        let names = ["localhost", "127.0.0.1", "[::1]"].into_iter().map(str::to_owned);
        names
            .chain(self.allowed.iter().cloned())
            .flat_map(|name| [format!("{name}:{}", self.port), format!("{name}:*")])
            .collect()
    }

    fn is_name(&self, name: &str, local: IpAddr) -> bool {
        let name = name.to_ascii_lowercase();
        let this_machine = || match local {
            IpAddr::V4(address) => name == address.to_string(),
            IpAddr::V6(address) => name == format!("[{address}]"),
        };
        matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || self.allowed.contains(&name)
            || (self.lan && this_machine())
    }
}

/// A name and a port; `None` if it is not written as a host.
fn split(host: &[u8]) -> Option<(&str, Option<u16>)> {
    let host = std::str::from_utf8(host).ok()?;
    let end = if host.starts_with('[') {
        let end = host.find(']')? + 1;
        host[1..end - 1].parse::<Ipv6Addr>().ok()?;
        end
    } else {
        let end = host.find(':').unwrap_or(host.len());
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&byte);
        host[..end].bytes().all(letter).then_some(end).filter(|end| *end > 0)?
    };
    let (name, port) = host.split_at(end);
    if port.is_empty() {
        return Some((name, None));
    }
    let digits = port.strip_prefix(':')?;
    let fine = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    Some((name, Some(fine.then(|| digits.parse().ok())??)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_table_of_hosts() {
        let hosts = Hosts::new(4000, &["Preview.Example".to_owned()], false);
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for (host, expected) in [
            ("localhost", Ok(())),
            ("LOCALHOST:4000", Ok(())),
            ("127.0.0.1:4000", Ok(())),
            ("[::1]", Ok(())),
            ("preview.example:4000", Ok(())),
            ("localhost:4001", Err(NotOurs::Foreign)),
            ("localhost.", Err(NotOurs::Foreign)),
            ("a.localhost", Err(NotOurs::Foreign)),
            ("127.1", Err(NotOurs::Foreign)),
            ("[::]", Err(NotOurs::Foreign)),
            ("[::ffff:127.0.0.1]", Err(NotOurs::Foreign)),
            ("192.168.0.7:4000", Err(NotOurs::Foreign)),
            ("", Err(NotOurs::Malformed)),
            (":4000", Err(NotOurs::Malformed)),
            ("localhost:", Err(NotOurs::Malformed)),
            ("localhost:+4000", Err(NotOurs::Malformed)),
            ("localhost:99999", Err(NotOurs::Malformed)),
            ("localhost:4000:4000", Err(NotOurs::Malformed)),
            ("me@localhost", Err(NotOurs::Malformed)),
            ("localhost/x", Err(NotOurs::Malformed)),
            ("localhost, evil.example", Err(NotOurs::Malformed)),
            ("[::1", Err(NotOurs::Malformed)),
            ("[::1]x", Err(NotOurs::Malformed)),
            ("[::1%25lo]", Err(NotOurs::Malformed)),
            ("ｌocalhost", Err(NotOurs::Malformed)),
        ] {
            assert_eq!(hosts.check(host.as_bytes(), local), expected, "{host}");
        }
        let lan = Hosts::new(4000, &[], true);
        let local = IpAddr::V4(Ipv4Addr::new(192, 168, 0, 7));
        assert_eq!(lan.check(b"192.168.0.7:4000", local), Ok(()));
        assert_eq!(lan.check(b"192.168.0.8:4000", local), Err(NotOurs::Foreign));
    }

    #[test]
    fn a_table_of_origins() {
        let hosts = Hosts::new(4000, &[], false);
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for (origin, ours) in [
            ("http://localhost:4000", true),
            ("http://127.0.0.1:4000", true),
            ("http://[::1]:4000", true),
            ("http://localhost", false),
            ("http://localhost:4001", false),
            ("https://localhost:4000", false),
            ("null", false),
            ("", false),
            ("http://localhost:4000/", false),
            ("http://localhost:4000@evil.example", false),
            ("http://evil.example:4000", false),
        ] {
            assert_eq!(hosts.is_origin(origin.as_bytes(), local), ours, "{origin}");
        }
    }
}
