//! `_redirects`: one rule in a line, `from [query] to [status][!] [conditions]`; the first that applies counts.

use std::fmt::Write as _;

use axum::http::uri::Uri;

use super::path;
use super::pattern::{Captures, Pattern, fill};

/// Longest file that is read, in bytes.
const LONGEST_FILE: usize = 1 << 20;
/// Longest line that is read, in bytes.
const LONGEST_LINE: usize = 2_000;
/// Most rules that are kept.
const MOST_RULES: usize = 10_000;

/// The rules of a site, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct RedirectRules(Vec<Rule>);

#[derive(Clone, Debug)]
struct Rule {
    from: Pattern,
    /// Fields that the query must have: a value, or `:name` for any.
    query: Vec<(String, String)>,
    to: Target,
    status: u16,
    /// Whether it applies even where there is a file.
    forced: bool,
}

/// Where a rule leads. No part of a request ever becomes part of a host's name.
#[derive(Clone, Debug)]
enum Target {
    /// A path here, which begins with one slash.
    Path(String),
    /// Another host, as the file names it, and what follows the host.
    Elsewhere { host: String, rest: String },
}

/// What a rule says of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The browser goes to another address.
    Redirect { status: u16, location: String },
    /// What is at this path (decoded) is shown, with this status.
    Show { status: u16, path: String },
    /// The host would fetch it from another host.
    Elsewhere,
}

impl RedirectRules {
    /// Reads the rules. Lines that are none are passed over.
    pub(super) fn parse(file: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&file[..file.len().min(LONGEST_FILE)]);
        let rules = text.lines().filter(|line| line.len() <= LONGEST_LINE).filter_map(Rule::parse);
        Self(rules.take(MOST_RULES).collect())
    }

    /// What the first rule says that applies to `path`, which is decoded. `shadowed`: there is a file.
    pub(super) fn apply(&self, path: &str, query: Option<&str>, shadowed: bool) -> Option<Outcome> {
        self.0
            .iter()
            .filter(|rule| rule.forced || !shadowed)
            .find_map(|rule| rule.apply(path, query))
    }
}

impl Rule {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().take_while(|word| !word.starts_with('#'));
        let from = Pattern::parse(words.next()?)?;
        let mut query = Vec::new();
        let to = loop {
            let word = words.next()?;
            if let Some(target) = Target::parse(word) {
                break target;
            }
            let (name, value) = word.split_once('=')?;
            query.push((name.to_owned(), value.to_owned()));
        };
        let (mut status, mut forced) = (301, false);
        if let Some(word) = words.next() {
            let digits = word.strip_suffix('!');
            forced = digits.is_some();
            status = digits.unwrap_or(word).parse().ok()?;
        }
        // What depends on the visitor's country, language or role cannot be known here.
        if words.next().is_some() || !matches!(status, 200 | 301..=303 | 307 | 308 | 404 | 410) {
            return None;
        }
        Some(Self { from, query, to, status, forced })
    }

    fn apply(&self, path: &str, query: Option<&str>) -> Option<Outcome> {
        let mut captures = self.from.matches(path)?;
        self.match_query(query.unwrap_or_default(), &mut captures)?;
        let encode = |out: &mut String, value: &str| path::encode_into(out, value);
        let mut filled = String::new();
        let redirects = matches!(self.status, 301..=308);
        match &self.to {
            Target::Elsewhere { .. } if !redirects => {
                return (self.status == 200).then_some(Outcome::Elsewhere);
            }
            Target::Elsewhere { host, rest } => {
                let mut target = host.clone();
                fill(&mut filled, rest, &captures, encode);
                target.push_str(&filled);
                self.pass_query(&mut target, query);
                return redirect(self.status, target);
            }
            Target::Path(to) => fill(&mut filled, to, &captures, encode),
        }
        // An empty name can leave two slashes at the beginning, which would be another host.
        let mut target = format!("/{}", filled.trim_start_matches('/'));
        if redirects {
            let place = target.split(['?', '#']).next().unwrap_or_default();
            // A rule that leads to itself is passed over, as hosts do.
            if path::decode(place).as_deref() == Some(path) {
                return None;
            }
            self.pass_query(&mut target, query);
            return redirect(self.status, target);
        }
        let place = target.split(['?', '#']).next().unwrap_or_default();
        Some(Outcome::Show { status: self.status, path: path::decode(place)? })
    }

    /// Hands the query on, unless the rule has one of its own.
    fn pass_query(&self, target: &mut String, query: Option<&str>) {
        let Some(query) = query.filter(|query| !query.is_empty()) else { return };
        if !self.query.is_empty() || target.contains('?') {
            return;
        }
        let fragment = target.find('#').map(|at| target.split_off(at)).unwrap_or_default();
        target.push('?');
        path::push_query(target, query);
        target.push_str(&fragment);
    }

    fn match_query(&self, query: &str, captures: &mut Captures) -> Option<()> {
        for (name, wanted) in &self.query {
            let value = query.split('&').find_map(|field| {
                let (key, value) = field.split_once('=')?;
                (path::decode_value(key)? == *name).then(|| path::decode_value(value))?
            })?;
            match wanted.strip_prefix(':') {
                Some(placeholder) => {
                    captures.insert(placeholder.to_owned(), value);
                }
                None if value == *wanted => {}
                None => return None,
            }
        }
        Some(())
    }
}

fn redirect(status: u16, location: String) -> Option<Outcome> {
    location
        .bytes()
        .all(|byte| byte.is_ascii_graphic())
        .then_some(Outcome::Redirect { status, location })
}

impl Target {
    fn parse(word: &str) -> Option<Self> {
        let mut clean = String::with_capacity(word.len());
        for byte in word.bytes() {
            if byte.is_ascii_graphic() && byte != b'\\' {
                clean.push(char::from(byte));
            } else {
                // Writing to a `String` cannot fail.
                let _written = write!(clean, "%{byte:02X}");
            }
        }
        if clean.starts_with('/') {
            return (!clean.starts_with("//")).then_some(Self::Path(clean));
        }
        let rest = clean.strip_prefix("https://").or_else(|| clean.strip_prefix("http://"))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (name, port) = rest[..end].split_once(':').map_or((&rest[..end], "80"), |parts| parts);
        let named = !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        if !named || port.parse::<u16>().is_err() {
            return None;
        }
        let end = clean.len() - rest.len() + end;
        let host = clean[..end].to_owned();
        host.parse::<Uri>().ok()?;
        Some(Self::Elsewhere { host, rest: clean[end..].to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `rule` says of `request`, in words.
    fn tried(rules: &str, request: &str, shadowed: bool) -> String {
        let (path, query) =
            request.split_once('?').map_or((request, None), |(path, query)| (path, Some(query)));
        let path = path::decode(path).expect("a path");
        match RedirectRules::parse(rules.as_bytes()).apply(&path, query, shadowed) {
            None => "-".into(),
            Some(Outcome::Redirect { status, location }) => format!("{status} {location}"),
            Some(Outcome::Show { status, path }) => format!("{status} shows {path}"),
            Some(Outcome::Elsewhere) => "elsewhere".into(),
        }
    }

    #[test]
    fn a_table_of_rules() {
        for (rule, request, expected) in [
            ("/home /", "/home", "301 /"),
            ("/home / 302", "/home/", "302 /"),
            ("/a /b 307", "/a?x=1&y", "307 /b?x=1&y"),
            ("/a /b?z=2 308", "/a?x=1", "308 /b?z=2"),
            ("/a /b#c", "/a?x=1", "301 /b?x=1#c"),
            ("/a /b # why", "/a", "301 /b"),
            ("# /a /b", "/a", "-"),
            ("/a /b", "/A", "-"),
            ("/news/* /blog/:splat", "/news/2004/neck", "301 /blog/2004/neck"),
            ("/news/* /blog/:splat", "/news/a%20b%3Fc", "301 /blog/a%20b%3Fc"),
            ("/n/:year/:name /b/:name-:year", "/n/2004/neck", "301 /b/neck-2004"),
            ("/* /index.html 200", "/any/thing", "200 shows /index.html"),
            ("/shop /closed 404", "/shop", "404 shows /closed"),
            ("/gone /gone.html 410", "/gone", "410 shows /gone.html"),
            ("/store id=:id /blog/:id 301", "/store?id=neck", "301 /blog/neck"),
            ("/store id=:id /blog/:id 301", "/store", "-"),
            ("/store id=5 /five", "/store?a=1&id=5", "301 /five"),
            ("/store id=5 /five", "/store?id=6", "-"),
            ("/g https://example.org", "/g", "301 https://example.org"),
            ("/g/* https://example.org/x/:splat", "/g/y/z", "301 https://example.org/x/y/z"),
            ("/api/* https://example.org:8080/:splat 200", "/api/x", "elsewhere"),
            ("/about /about/", "/about", "301 /about/"),
            ("/about /about/", "/about/", "-"),
            ("/a /b 200 Country=gb", "/a", "-"),
            ("/a /b 500", "/a", "-"),
            ("/a /b x", "/a", "-"),
            ("/a", "/a", "-"),
            ("https://old.example/a /b", "/a", "-"),
            ("/按 /neck/颈", "/%E6%8C%89", "301 /neck/%E9%A2%88"),
        ] {
            assert_eq!(tried(rule, request, false), expected, "{rule} {request}");
        }
    }

    #[test]
    fn a_file_counts_more_than_a_rule_that_is_not_forced() {
        let rules = "/a /b\n/a /c 302!\n";
        assert_eq!(tried(rules, "/a", false), "301 /b");
        assert_eq!(tried(rules, "/a", true), "302 /c");
    }

    #[test]
    fn no_request_names_a_host() {
        for (rule, request, expected) in [
            ("/old/* /:splat/x", "/old/", "301 /x"),
            ("/old* /:splat", "/old/evil.example", "301 /evil.example"),
            ("/old/* /:splat", "/old/evil.example", "301 /evil.example"),
            ("/old/* //:splat", "/old/evil.example", "-"),
            ("/old/* :splat", "/old/evil.example", "-"),
            ("/old/* https://:splat", "/old/evil.example", "-"),
            ("/old/* https://good.example:splat", "/old/@evil.example", "-"),
            ("/old/* https://good.example.:splat/", "/old/evil.example", "-"),
            ("/old/* https://u@good.example/", "/old/x", "-"),
            ("/old/* javascript:alert(1)", "/old/x", "-"),
            ("/old/* /\\evil.example", "/old/x", "301 /%5Cevil.example"),
            ("/old h=:h /:h", "/old?h=%2F%2Fevil.example", "301 /evil.example"),
            ("/old h=:h /:h", "/old?h=%0D%0ASet-Cookie:a", "301 /%0D%0ASet-Cookie%3Aa"),
            ("/old* /:splat 200", "/old../x", "-"),
        ] {
            assert_eq!(tried(rule, request, false), expected, "{rule} {request}");
        }
    }

    #[test]
    fn files_of_any_size_and_kind_are_read() {
        let many = "/a /b\n".repeat(400_000);
        assert_eq!(RedirectRules::parse(many.as_bytes()).0.len(), MOST_RULES);
        let long = format!("/a /{}\n/a /b", "b".repeat(3_000));
        assert_eq!(tried(&long, "/a", false), "301 /b");
        assert_eq!(RedirectRules::parse(b"\0\xff\xfe /a /b\r\n/a\r/b\n/c /d\r\n").0.len(), 2);
    }
}
