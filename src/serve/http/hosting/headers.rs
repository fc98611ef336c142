//! `_headers`: a path on a line of its own, and indented below it the headers of what is at that path.

use axum::http::{HeaderName, HeaderValue};

use super::path;
use super::pattern::{Captures, Pattern, fill};

/// Longest file that is read, in bytes.
const LONGEST_FILE: usize = 1 << 20;
/// Longest line that is read, in bytes.
const LONGEST_LINE: usize = 2_000;
/// Most rules that are kept.
const MOST_RULES: usize = 1_000;
/// Most bytes of headers that one answer gets from the file.
const MOST_BYTES: usize = 32 * 1024;

/// Headers that are not the site's to set: they frame the message, or keep the preview to this machine.
const OURS: [&str; 21] = [
    "accept-ranges",
    "basic-auth",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "cross-origin-resource-policy",
    "date",
    "expires",
    "keep-alive",
    "location",
    "proxy-authenticate",
    "proxy-connection",
    "strict-transport-security",
    "te",
    "timing-allow-origin",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "x-content-type-options",
];

/// The rules of a site, in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct HeaderRules(Vec<Rule>);

#[derive(Clone, Debug)]
struct Rule {
    path: Pattern,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
enum Line {
    Set(HeaderName, String),
    /// Takes back what a rule before it set.
    Remove(HeaderName),
}

impl HeaderRules {
    /// Reads the rules. Lines that are none are passed over.
    pub(super) fn parse(file: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&file[..file.len().min(LONGEST_FILE)]);
        let mut rules: Vec<Rule> = Vec::new();
        // Whether the lines belong to a path that is kept.
        let mut open = false;
        for line in text.lines().filter(|line| line.len() <= LONGEST_LINE).map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
            } else if line.starts_with('/') || line.contains("://") && !line.contains(": ") {
                let path = Pattern::parse(line).filter(|_| rules.len() < MOST_RULES);
                open = path.is_some();
                rules.extend(path.map(|path| Rule { path, lines: Vec::new() }));
            } else if let (true, Some(rule)) = (open, rules.last_mut()) {
                rule.lines.extend(Line::parse(line));
            }
        }
        Self(rules)
    }

    /// The headers of `path`, which is decoded. A header that is set twice has both values, with a comma.
    pub(super) fn of(&self, path: &str) -> Vec<(HeaderName, HeaderValue)> {
        let mut found: Vec<(&HeaderName, String)> = Vec::new();
        let mut size = 0;
        for rule in &self.0 {
            let Some(captures) = rule.path.matches(path) else { continue };
            for line in &rule.lines {
                match line {
                    Line::Remove(name) => found.retain(|(known, _)| *known != name),
                    Line::Set(name, value) => {
                        let value = filled(value, &captures);
                        size += name.as_str().len() + value.len();
                        if size > MOST_BYTES {
                            continue;
                        }
                        match found.iter_mut().find(|(known, _)| *known == name) {
                            Some((_, known)) => *known = format!("{known}, {value}"),
                            None => found.push((name, value)),
                        }
                    }
                }
            }
        }
        found
            .into_iter()
            .filter_map(|(name, value)| Some((name.clone(), HeaderValue::from_str(&value).ok()?)))
            .collect()
    }
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        if let Some(name) = line.strip_prefix('!') {
            return Some(Self::Remove(name.trim().parse().ok()?));
        }
        let (name, value) = line.split_once(':')?;
        let (name, value) = (name.trim().parse::<HeaderName>().ok()?, value.trim());
        let ours = OURS.contains(&name.as_str())
            || name.as_str().starts_with("access-control-")
            || value.is_empty()
            || value.chars().any(char::is_control);
        (!ours).then(|| Self::Set(name, value.to_owned()))
    }
}

fn filled(value: &str, captures: &Captures) -> String {
    let mut out = String::with_capacity(value.len());
    fill(&mut out, value, captures, path::encode_into);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(file: &str, path: &str) -> Vec<String> {
        let headers = HeaderRules::parse(file.as_bytes()).of(path);
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("(not text)")))
            .collect()
    }

    #[test]
    fn every_rule_that_matches_applies() {
        let file = "# all\n/*\n  X-Frame-Options: DENY\n  X-A: 1\n\n/secure/*\n\tX-A: 2\n  ! X-Frame-Options\n\
                    /secure/deep\n  X-B: c: d\n";
        assert_eq!(tried(file, "/"), ["x-frame-options: DENY", "x-a: 1"]);
        assert_eq!(tried(file, "/secure/x"), ["x-a: 1, 2"]);
        assert_eq!(tried(file, "/secure/deep/"), ["x-a: 1, 2", "x-b: c: d"]);
        assert_eq!(
            tried("/m/:title\n  x-title: \"the :title\"", "/m/a b"),
            ["x-title: \"the a%20b\""]
        );
    }

    #[test]
    fn what_is_not_the_sites_to_say_is_passed_over() {
        let file = "/*\n  Content-Length: 3\n  Transfer-Encoding: chunked\n  Connection: close\n  \
                    Access-Control-Allow-Origin: *\n  access-control-allow-methods: PUT\n  Cache-Control: max-age=9\n  \
                    X-Content-Type-Options: x\n  Cross-Origin-Resource-Policy: cross-origin\n  Location: /x\n  \
                    Content-Encoding: gzip\n  Referrer-Policy: no-referrer\n";
        assert_eq!(tried(file, "/a"), ["referrer-policy: no-referrer"]);
    }

    #[test]
    fn hostile_files_do_no_harm() {
        assert_eq!(tried("/*\r\n  X-A: b\r\n", "/"), ["x-a: b"]);
        assert_eq!(tried("/*\n  X-A: b\rSet-Cookie: c=d\n  X-B: \0\n", "/"), Vec::<String>::new());
        assert_eq!(tried("/*\n  X A: b\n  : c\n  nothing\n  X-C:\n", "/"), Vec::<String>::new());
        assert_eq!(tried("  X-A: b\nhttps://example.org/*\n  X-B: c\n", "/"), Vec::<String>::new());
        let huge = format!("/*\n{}", format!("  X-A: {}\n", "a".repeat(1_900)).repeat(1_000));
        assert!(tried(&huge, "/")[0].len() <= MOST_BYTES + 64);
        let many = "/*\n X-A: b\n".repeat(5_000);
        assert_eq!(HeaderRules::parse(many.as_bytes()).0.len(), MOST_RULES);
    }
}
