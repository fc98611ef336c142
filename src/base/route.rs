//! The address of one output file. Every path that is ever written goes through this type.

use std::fmt::{self, Write as _};
use std::sync::Arc;

/// Longest part between two slashes, in bytes: leaves room for temporary names below the 255 of file systems.
const MAX_PART: usize = 200;
/// Longest route, in bytes.
const MAX_LENGTH: usize = 1024;

/// A file below the output folder: relative, `/` between its parts, and no part that could leave the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

/// Why a text cannot be an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteProblem {
    /// Nothing is left of it, or two slashes follow each other.
    Empty,
    /// A part is `.` or `..`, also when percent-encoded.
    Dots,
    /// A control character, NUL, a line break or a character that turns the direction of writing.
    Control,
    /// A backslash, or a colon behind a single letter, which Windows reads as a drive.
    Drive,
    /// `?`, `#` or a broken percent-encoding, which a browser reads as something else than a path.
    Query,
    /// A part over 200 bytes or a route over 1,024.
    Long,
    /// A part that ends in a dot or a space, which Windows drops.
    Trailing,
    /// A part that begins with a dot: such files are neither served nor deployed.
    Hidden,
}

impl RouteProblem {
    /// The problem in words that follow "the address …".
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "has an empty part",
            Self::Dots => "has a part `.` or `..`, which could lead out of the site",
            Self::Control => "has an invisible character",
            Self::Drive => "has a backslash or a drive letter",
            Self::Query => {
                "has a `?`, a `#` or a broken `%`, which a browser does not read as part of a path"
            }
            Self::Long => "is too long (200 bytes for a part, 1,024 in all)",
            Self::Trailing => "has a part that ends in a dot or a space",
            Self::Hidden => "has a part that begins with a dot",
        }
    }
}

impl Route {
    /// The route of the file `path`. Slashes at both ends do not count; percent-encoding is undone once.
    pub fn new(path: &str) -> Result<Self, RouteProblem> {
        let path = path.trim_matches('/');
        let decoded = if path.contains('%') { decode(path)? } else { path.into() };
        if decoded.len() > MAX_LENGTH {
            return Err(RouteProblem::Long);
        }
        decoded.split('/').enumerate().try_for_each(|(index, part)| check_part(index, part))?;
        Ok(Self(decoded))
    }

    /// The route of the page whose address is `path`: `conditions/sciatica` is written as
    /// `conditions/sciatica/index.html`; the empty path is the home page.
    pub fn page(path: &str) -> Result<Self, RouteProblem> {
        let path = path.trim_matches('/');
        if path.is_empty() {
            return Ok(Self("index.html".into()));
        }
        let folder = Self::new(path)?;
        if folder.0.len() > MAX_LENGTH - "/index.html".len() {
            return Err(RouteProblem::Long);
        }
        Ok(Self([&folder.0, "/index.html"].concat().into()))
    }

    /// The file `name` beside this one: of `topics/sleep/index.html` and `atom.xml`,
    /// `topics/sleep/atom.xml`. `name` may have folders.
    pub fn beside(&self, name: &str) -> Result<Self, RouteProblem> {
        let name = Self::new(name)?;
        let folder = self.0.rfind('/').map_or("", |at| &self.0[..=at]);
        if folder.len() + name.0.len() > MAX_LENGTH {
            return Err(RouteProblem::Long);
        }
        Ok(Self([folder, &name.0].concat().into()))
    }

    /// The path below the output folder.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address in a browser, from the site's root and percent-encoded: `/conditions/sciatica/`.
    pub fn url(&self) -> String {
        let path =
            self.0.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
        let mut url = String::with_capacity(self.0.len() + 1);
        url.push('/');
        let plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~')
        };
        if path.unwrap_or(&self.0).bytes().all(plain) {
            url.push_str(path.unwrap_or(&self.0));
            return url;
        }
        for byte in path.unwrap_or(&self.0).bytes() {
            if plain(byte) {
                url.push(char::from(byte));
            } else {
                // Writing to a `String` cannot fail.
                let _written = write!(url, "%{byte:02X}");
            }
        }
        url
    }
}

fn decode(path: &str) -> Result<Arc<str>, RouteProblem> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|byte| char::from(*byte).to_digit(16));
        match (digit(), digit()) {
            (Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            }
            _ => return Err(RouteProblem::Query),
        }
    }
    String::from_utf8(bytes).map(Into::into).map_err(|_| RouteProblem::Query)
}

fn check_part(index: usize, part: &str) -> Result<(), RouteProblem> {
    let bytes = part.as_bytes();
    if bytes.is_empty() {
        return Err(RouteProblem::Empty);
    }
    if part == "." || part == ".." {
        return Err(RouteProblem::Dots);
    }
    if !bytes.iter().all(u8::is_ascii_graphic) && part.chars().any(is_invisible) {
        return Err(RouteProblem::Control);
    }
    if part.contains('\\')
        || (bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':')
    {
        return Err(RouteProblem::Drive);
    }
    if part.contains(['?', '#']) {
        return Err(RouteProblem::Query);
    }
    if bytes.len() > MAX_PART {
        return Err(RouteProblem::Long);
    }
    if part.ends_with(['.', ' ']) {
        return Err(RouteProblem::Trailing);
    }
    if bytes[0] == b'.' && !(index == 0 && part == ".well-known") {
        return Err(RouteProblem::Hidden);
    }
    Ok(())
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl fmt::Display for Route {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pages_are_folders_with_an_index() {
        let route = Route::page("/conditions/sciatica/").expect("fine");
        assert_eq!(route.as_str(), "conditions/sciatica/index.html");
        assert_eq!(route.url(), "/conditions/sciatica/");
        assert_eq!(Route::page("").expect("home").url(), "/");
        assert_eq!(
            route.beside("page/2/index.html").expect("fine").url(),
            "/conditions/sciatica/page/2/"
        );
        assert_eq!(
            Route::page("").expect("home").beside("atom.xml").expect("fine").url(),
            "/atom.xml"
        );
        assert_eq!(Route::new("a/page-index.html").expect("fine").url(), "/a/page-index.html");
        assert_eq!(Route::page("100% pain").err(), Some(RouteProblem::Query));
        assert_eq!(Route::page("按摩 a").expect("fine").url(), "/%E6%8C%89%E6%91%A9%20a/");
    }

    #[test]
    fn nothing_leads_out_of_the_output() {
        for (path, problem) in [
            ("../secret", RouteProblem::Dots),
            ("a/../../b", RouteProblem::Dots),
            ("%2e%2e/secret", RouteProblem::Dots),
            ("a/%2e%2e%2fb", RouteProblem::Dots),
            ("a//b", RouteProblem::Empty),
            ("", RouteProblem::Empty),
            ("a\\b", RouteProblem::Drive),
            ("c:/windows", RouteProblem::Drive),
            ("a\0b", RouteProblem::Control),
            ("a\u{202e}b", RouteProblem::Control),
            ("a?b", RouteProblem::Query),
            ("a#b", RouteProblem::Query),
            ("%zz", RouteProblem::Query),
            ("a. ", RouteProblem::Trailing),
            (".git/config", RouteProblem::Hidden),
            (".anma-manifest", RouteProblem::Hidden),
        ] {
            assert_eq!(Route::new(path).err(), Some(problem), "{path:?}");
        }
        assert_eq!(Route::new(&"a".repeat(201)).err(), Some(RouteProblem::Long));
        assert!(Route::new(".well-known/security.txt").is_ok());
    }

    proptest! {
        #[test]
        fn a_route_never_leaves_the_folder(path in ".{0,40}") {
            if let Ok(route) = Route::new(&path) {
                prop_assert!(route.as_str().split('/').all(|part| !part.is_empty() && part != "." && part != ".."));
                prop_assert!(!route.as_str().starts_with('/') && !route.as_str().contains('\0'));
            }
        }
    }
}
