//! Patterns of paths in `_headers` and `_redirects`: `/old/*`, `/news/:year/:name`.

use std::collections::BTreeMap;

/// What the parts of a path stood for: `splat` and the names of placeholders.
pub(super) type Captures = BTreeMap<String, String>;

/// A pattern. Matching takes time in proportion to its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The parts between slashes before a star.
    parts: Vec<Part>,
    /// What follows if there is a star: the text before it in its own part, and the text behind it.
    star: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Name(String),
}

impl Pattern {
    /// Reads a pattern; `None` if it is not the path of an address on this host.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let (before, behind) =
            rest.split_once('*').map_or((rest, None), |(before, behind)| (before, Some(behind)));
        if behind.is_some_and(|behind| behind.contains(['*', ':'])) {
            return None;
        }
        let (folders, last) = match behind {
            Some(_) => before
                .rsplit_once('/')
                .map_or((None, before), |(folders, last)| (Some(folders), last)),
            None => (Some(before.strip_suffix('/').unwrap_or(before)), ""),
        };
        let parts = folders
            .filter(|folders| !folders.is_empty())
            .map_or_else(Vec::new, |folders| folders.split('/').map(Part::parse).collect());
        Some(Self { parts, star: behind.map(|behind| (last.to_owned(), behind.to_owned())) })
    }

    /// What the pattern's names stand for in `path`, which is decoded; `None` if it does not match. A slash at the end
    /// of either does not count.
    pub(super) fn matches(&self, path: &str) -> Option<Captures> {
        let mut captures = Captures::new();
        let mut rest = path.strip_prefix('/')?;
        if self.star.is_none() {
            rest = rest.strip_suffix('/').unwrap_or(rest);
        }
        for (index, part) in self.parts.iter().enumerate() {
            let last = index + 1 == self.parts.len();
            let (here, behind) = match rest.split_once('/') {
                Some((here, behind)) => (here, Some(behind)),
                None => (rest, None),
            };
            match part {
                Part::Text(text) if text == here => {}
                Part::Name(name) if !here.is_empty() => {
                    captures.insert(name.clone(), here.to_owned());
                }
                _ => return None,
            }
            rest = match behind {
                Some(behind) => behind,
                // `/old/*` also stands for `/old`.
                None if last => {
                    let whole = self
                        .star
                        .as_ref()
                        .is_none_or(|(before, behind)| before.is_empty() && behind.is_empty());
                    captures
                        .extend(self.star.as_ref().map(|_| ("splat".to_owned(), String::new())));
                    return whole.then_some(captures);
                }
                None => return None,
            };
        }
        let Some((before, behind)) = &self.star else {
            return rest.is_empty().then_some(captures);
        };
        let splat = rest.strip_prefix(before.as_str())?.strip_suffix(behind.as_str())?;
        captures.insert("splat".into(), splat.to_owned());
        Some(captures)
    }
}

impl Part {
    fn parse(text: &str) -> Self {
        match text.strip_prefix(':') {
            Some(name) if is_name(name) => Self::Name(name.to_owned()),
            _ => Self::Text(text.to_owned()),
        }
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Appends `text` to `out`, with each `:name` that `captures` knows replaced by what `write` makes of it.
pub(super) fn fill(
    out: &mut String,
    text: &str,
    captures: &Captures,
    write: impl Fn(&mut String, &str),
) {
    let mut rest = text;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest
            .bytes()
            .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_'))
            .unwrap_or(rest.len());
        if let Some(value) = captures.get(&rest[..length]) {
            write(out, value);
            rest = &rest[length..];
        } else {
            out.push(':');
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(pattern: &str, path: &str) -> Option<String> {
        let captures = Pattern::parse(pattern).expect("a pattern").matches(path)?;
        let words: Vec<String> =
            captures.iter().map(|(name, value)| format!("{name}={value};")).collect();
        Some(words.concat())
    }

    #[test]
    fn a_table_of_patterns() {
        for (pattern, path, expected) in [
            ("/", "/", Some("")),
            ("/", "/a", None),
            ("/a", "/a", Some("")),
            ("/a", "/a/", Some("")),
            ("/a/", "/a", Some("")),
            ("/a", "/a/b", None),
            ("/a", "/ab", None),
            ("/*", "/", Some("splat=;")),
            ("/*", "/a/b", Some("splat=a/b;")),
            ("/a/*", "/a", Some("splat=;")),
            ("/a/*", "/a/", Some("splat=;")),
            ("/a/*", "/a/b/c/", Some("splat=b/c/;")),
            ("/a/*", "/ab", None),
            ("/a/*", "/", None),
            ("/*.png", "/img/x.png", Some("splat=img/x;")),
            ("/*.png", "/img/x.svg", None),
            ("/img/a*.png", "/img/abc.png", Some("splat=bc;")),
            ("/img/a*.png", "/img", None),
            ("/:year/:name", "/2026/neck", Some("name=neck;year=2026;")),
            ("/:year/:name", "/2026", None),
            ("/:year/:name", "/2026/neck/x", None),
            ("/n/:name/*", "/n/a/b/c", Some("name=a;splat=b/c;")),
            ("/n/:name", "/n/", None),
            ("/a:b", "/a:b", Some("")),
        ] {
            assert_eq!(tried(pattern, path).as_deref(), expected, "{pattern} {path}");
        }
        for pattern in ["", "a", "*", "/**", "/*/:a", "https://example.org/"] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn names_are_filled_in() {
        let captures = Captures::from([("splat".into(), "x".into()), ("a".into(), "1".into())]);
        let mut out = String::new();
        fill(&mut out, "/:a/:splat.html:b:splatter", &captures, String::push_str);
        assert_eq!(out, "/1/x.html:b:splatter");
    }
}
