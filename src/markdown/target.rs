//! Where a link leads, and whether it may.
//!
//! Comes in: an address as the Markdown parser decoded it. Goes out: what kind of address it is, or the
//! scheme that is not allowed. An address that a browser would run as code is never let through,
//! however it is disguised: browsers ignore control characters and case, and so does this module.

use std::borrow::Cow;

use super::escape::percent_decode;
use crate::base::slugify;

/// Schemes that every site may link to.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// An address inside the site, decoded: `my%20photo.jpg` is `my photo.jpg`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Address {
    /// The path, without query and fragment.
    pub path: String,
    /// What follows `?`, as written; empty when there is none.
    pub query: String,
    /// What follows `#`, decoded; empty when there is none.
    pub fragment: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Another site, a mail address or a telephone number. The address stands in the HTML already.
    External(String),
    /// A place on the same page: an id without `#`. The address stands in the HTML already.
    Anchor(String),
    /// A file below `content/`: `@/conditions/sciatica.md`. The path begins behind `@/`.
    Content(Address),
    /// An address from the root of the site: `/conditions/sciatica/`. The path begins with the slash.
    Site(Address),
    /// A file or page relative to the article: `../conditions/sciatica.md`.
    Relative(Address),
    /// A page by its name: `[[Sciatica#causes]]`. The fragment is an id or the words of a heading.
    Wiki {
        /// The name as typed, without spaces around it.
        name: String,
        /// What follows `#`; empty when there is none.
        fragment: String,
    },
}

/// Where an address on another site begins: `https://example.com`. `None` for any other address.
pub fn origin(address: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme))?;
    let rest = &address[scheme.len()..];
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    let is_host = !host.is_empty() && host.bytes().all(is_plain);
    is_host.then(|| &address[..scheme.len() + host.len()])
}

impl Target {
    /// Whether the address is known only when all pages are: it is a hole in the HTML.
    pub fn is_hole(&self) -> bool {
        !matches!(self, Self::External(_) | Self::Anchor(_))
    }
}

/// Why an address is not a target.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Nothing is left of it.
    Empty,
    /// Its scheme is not allowed.
    Scheme(String),
}

/// What the address of a link or picture leads to.
pub(super) fn classify(address: &str, schemes: &[String]) -> Result<Target, Refusal> {
    let address = clean(address);
    if let Some(scheme) = scheme(&address) {
        let mut allowed = SCHEMES.into_iter().chain(schemes.iter().map(String::as_str));
        let known = allowed.any(|allowed| allowed.eq_ignore_ascii_case(scheme));
        let scheme = if known { String::new() } else { scheme.to_ascii_lowercase() };
        return if known {
            Ok(Target::External(address.into_owned()))
        } else {
            Err(Refusal::Scheme(scheme))
        };
    }
    if let Some(id) = address.strip_prefix('#') {
        return Ok(Target::Anchor(percent_decode(id)));
    }
    if address.is_empty() {
        return Err(Refusal::Empty);
    }
    // A browser reads a backslash as a slash here.
    let slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    let bytes = address.as_bytes();
    if slash(bytes.first()) && slash(bytes.get(1)) {
        return Ok(Target::External(address.replace('\\', "/")));
    }
    Ok(if let Some(path) = address.strip_prefix("@/") {
        Target::Content(split(path))
    } else if address.starts_with('/') {
        Target::Site(split(&address))
    } else {
        Target::Relative(split(&address))
    })
}

/// What the name between `[[` and `]]` leads to.
pub(super) fn wiki(name: &str) -> Result<Target, Refusal> {
    // In a table the bar before the shown text is written `\|`.
    let name = name.trim_end_matches('\\');
    let (name, fragment) = name.split_once('#').unwrap_or((name, ""));
    let (name, fragment) = (tidy(name), tidy(fragment));
    match (name.is_empty(), fragment.is_empty()) {
        (true, true) => Err(Refusal::Empty),
        (true, false) => Ok(Target::Anchor(slugify(&fragment))),
        (false, _) => Ok(Target::Wiki { name, fragment }),
    }
}

/// A name on one line, with single spaces.
fn tidy(name: &str) -> String {
    let mut tidy = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

/// The address as a browser reads it: no control characters or spaces at its ends, no tabs or line breaks.
fn clean(address: &str) -> Cow<'_, str> {
    if address.bytes().all(|byte| byte > b' ') {
        return Cow::Borrowed(address);
    }
    let trimmed = address.trim_matches(|one: char| one <= ' ');
    if trimmed.contains(['\t', '\r', '\n']) {
        Cow::Owned(trimmed.replace(['\t', '\r', '\n'], ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}

fn scheme(address: &str) -> Option<&str> {
    let bytes = address.as_bytes();
    if !bytes.first()?.is_ascii_alphabetic() {
        return None;
    }
    let end = bytes
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')))?;
    (bytes[end] == b':').then(|| &address[..end])
}

fn split(address: &str) -> Address {
    let cut = |text: &'_ str, mark: u8| memchr::memchr(mark, text.as_bytes());
    let (rest, fragment) = match cut(address, b'#') {
        Some(at) => (&address[..at], &address[at + 1..]),
        None => (address, ""),
    };
    let (path, query) = match cut(rest, b'?') {
        Some(at) => (&rest[..at], &rest[at + 1..]),
        None => (rest, ""),
    };
    Address {
        path: percent_decode(path),
        query: query.to_owned(),
        fragment: percent_decode(fragment),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(path: &str, query: &str, fragment: &str) -> Address {
        Address { path: path.to_owned(), query: query.to_owned(), fragment: fragment.to_owned() }
    }

    #[test]
    fn an_address_says_where_it_leads() {
        let target = |text| classify(text, &[]).expect("allowed");
        assert_eq!(target("https://a.test/"), Target::External("https://a.test/".to_owned()));
        assert_eq!(target("//a.test/"), Target::External("//a.test/".to_owned()));
        assert_eq!(target("/\\a.test/"), Target::External("//a.test/".to_owned()));
        assert_eq!(target("TEL:123"), Target::External("TEL:123".to_owned()));
        assert_eq!(target("#caf%C3%A9"), Target::Anchor("café".to_owned()));
        assert_eq!(target("../a.md#b"), Target::Relative(address("../a.md", "", "b")));
        assert_eq!(target("my%20photo.jpg?x"), Target::Relative(address("my photo.jpg", "x", "")));
        assert_eq!(target("@/a.md#b?c"), Target::Content(address("a.md", "", "b?c")));
        assert_eq!(target("/a/"), Target::Site(address("/a/", "", "")));
        assert_eq!(target("1:2.md"), Target::Relative(address("1:2.md", "", "")));
        assert_eq!(classify("  ", &[]), Err(Refusal::Empty));
    }

    #[test]
    fn no_disguise_helps_a_scheme() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscr\nipt:alert(1)",
            "\u{0}javascript:alert(1)",
        ] {
            assert_eq!(
                classify(text, &[]),
                Err(Refusal::Scheme("javascript".to_owned())),
                "{text:?}"
            );
        }
        assert_eq!(classify("data:text/html,x", &[]), Err(Refusal::Scheme("data".to_owned())));
        assert!(classify("SMS:+44", &["sms".to_owned()]).is_ok());
    }

    #[test]
    fn names_are_tidied() {
        let page = |name: &str, fragment: &str| {
            Ok(Target::Wiki { name: name.to_owned(), fragment: fragment.to_owned() })
        };
        assert_eq!(wiki(" Low\nback  pain#What helps "), page("Low back pain", "What helps"));
        assert_eq!(wiki("Sciatica\\"), page("Sciatica", ""));
        assert_eq!(wiki("#What helps"), Ok(Target::Anchor("what-helps".to_owned())));
        assert_eq!(wiki(" # "), Err(Refusal::Empty));
    }
}
