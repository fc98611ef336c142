//! The list of what belongs to the site: `.anma-manifest` in the output folder.
//!
//! It is text. The first line names the format, the program, the fingerprint of what went in and the number
//! of files; then comes one line a file, sorted: path, size, fingerprint of the content and time of last
//! change in nanoseconds. Whatever the file says, reading it never panics, and a path in it
//! can never lead out of the output folder, because it is a [`Route`].

use std::fmt::Write as _;
use std::io::{self, Read as _};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::BuildMark;
use super::folder::{Folder, Kind, Shape};
use crate::base::{Fingerprint, Route};

/// The manifest's own name. No route can have it, because it begins with a dot.
pub(super) const NAME: &str = ".anma-manifest";
const MAGIC: &str = "anma manifest 1";
/// A manifest of a million pages takes about a tenth of this.
const LARGEST: u64 = 1 << 30;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) route: Route,
    pub(super) hash: Fingerprint,
    pub(super) shape: Shape,
}

/// Everything that belongs to a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) mark: BuildMark,
    /// Sorted by route, each once.
    pub(super) entries: Vec<Entry>,
}

/// What was found in the place of a manifest.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    Manifest {
        manifest: Manifest,
        /// The fingerprint of its text.
        text: Fingerprint,
    },
    /// Something that cannot be read as a manifest, and why.
    Broken(String),
}

impl Manifest {
    /// Reads what [`to_text`] wrote; anything else is an error in words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let Some((first, rest)) = text.split_once('\n') else {
            return Err("its first line is not one of anma's".into());
        };
        let mut fields = first.split('\t');
        let head = (fields.next(), fields.next(), fields.next(), fields.next(), fields.next());
        let (Some(MAGIC), Some(program), Some(inputs), Some(count), None) = head else {
            return Err("its first line is not one of anma's".into());
        };
        let (Some(inputs), Ok(count)) = (Fingerprint::parse(inputs), count.parse::<usize>()) else {
            return Err("its first line is damaged".into());
        };
        if clean(program) != program {
            return Err("its first line is damaged".into());
        }
        let lines: Vec<&str> = rest.split_inclusive('\n').collect();
        if lines.len() != count {
            return Err(format!("it should list {count} files, and lists {}", lines.len()));
        }
        let entries: Result<Vec<Entry>, String> = lines
            .par_iter()
            .enumerate()
            .map(|(index, line)| {
                parse_line(line).ok_or_else(|| format!("its line {} is damaged", index + 2))
            })
            .collect();
        let entries = entries?;
        if let Some(at) = entries.windows(2).position(|pair| pair[0].route >= pair[1].route) {
            return Err(format!("its line {} is out of order", at + 3));
        }
        Ok(Self { mark: BuildMark { program: program.to_owned(), inputs }, entries })
    }

    /// The manifest in `folder`, if it has one.
    pub(super) fn read(folder: &Folder) -> io::Result<Found> {
        let shape = match folder.look(NAME)? {
            None => return Ok(Found::Nothing),
            Some(Kind::File(shape)) => shape,
            Some(_) => return Ok(Found::Broken("it is not a file".into())),
        };
        if shape.size > LARGEST {
            return Ok(Found::Broken("it is too large".into()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(shape.size).unwrap_or(0));
        std::fs::File::from(folder.read(NAME)?).take(LARGEST).read_to_end(&mut bytes)?;
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Ok(Found::Broken("it is not text".into()));
        };
        Ok(match Self::parse(text) {
            Ok(manifest) => Found::Manifest { manifest, text: Fingerprint::of(&bytes) },
            Err(reason) => Found::Broken(reason),
        })
    }

    /// Where each route stands in [`Manifest::entries`].
    pub(super) fn index(&self) -> FxHashMap<Route, usize> {
        self.entries.iter().enumerate().map(|(at, entry)| (entry.route.clone(), at)).collect()
    }

    pub(super) fn bytes(&self) -> u64 {
        self.entries.iter().map(|entry| entry.shape.size).sum()
    }
}

/// The text of a manifest of `entries`, which are sorted.
pub(super) fn to_text(mark: &BuildMark, entries: &[&Entry]) -> String {
    let (program, inputs, count) = (clean(&mark.program), mark.inputs, entries.len());
    let first = format!("{MAGIC}\t{program}\t{inputs}\t{count}\n");
    let lines = entries.par_chunks(1024).map(|entries| {
        let mut text = String::with_capacity(entries.len() * 112);
        for Entry { route, hash, shape: Shape { size, modified } } in entries {
            // Writing to a `String` cannot fail.
            let _written = writeln!(text, "{route}\t{size}\t{hash}\t{modified}");
        }
        text
    });
    std::iter::once(first).chain(lines.collect::<Vec<String>>()).collect()
}

/// A line break or a tab in the program's name would break the first line.
pub(super) fn clean(program: &str) -> String {
    program.replace(|character: char| character.is_control(), " ")
}

fn parse_line(line: &str) -> Option<Entry> {
    let mut fields = line.strip_suffix('\n')?.split('\t');
    let route = parse_route(fields.next()?)?;
    let size = fields.next()?.parse().ok()?;
    let hash = Fingerprint::parse(fields.next()?)?;
    let modified = fields.next()?.parse().ok()?;
    fields.next().is_none().then_some(Entry { route, hash, shape: Shape { size, modified } })
}

/// The route that was written as `text`. It goes through the same check as any other, and must come out of
/// it unchanged: `/a` and `a%62` are no routes as this program writes them.
pub(super) fn parse_route(text: &str) -> Option<Route> {
    let route = if text.contains('%') {
        // A route is stored decoded, and is decoded once when it is made.
        Route::new(&text.replace('%', "%25"))
    } else {
        Route::new(text)
    };
    route.ok().filter(|route| route.as_str() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(path: &str) -> Entry {
        Entry {
            route: parse_route(path).expect("a route"),
            hash: Fingerprint::of(path.as_bytes()),
            shape: Shape { size: 7, modified: -3 },
        }
    }

    fn manifest(paths: &[&str]) -> Manifest {
        let mark =
            BuildMark { program: "anma 0.1.0".into(), inputs: Fingerprint::of(b"everything") };
        Manifest { mark, entries: paths.iter().map(|path| entry(path)).collect() }
    }

    fn written(site: &Manifest) -> String {
        to_text(&site.mark, &site.entries.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_manifest_survives_being_written_and_read() {
        let site = manifest(&["100% pain/index.html", "a/b", "b", "按摩/index.html"]);
        assert_eq!(Manifest::parse(&written(&site)), Ok(site));
        let empty = manifest(&[]);
        assert_eq!(Manifest::parse(&written(&empty)), Ok(empty));
    }

    #[test]
    fn a_manifest_that_was_tampered_with_is_refused() {
        let text = written(&manifest(&["a/x", "b"]));
        for (from, to) in [
            ("a/x\t", "../x\t"),
            ("a/x\t", "/a/x\t"),
            ("a/x\t", "c\t"),
            ("a/x\t", "b\t"),
            ("a/x\t", ".git/x\t"),
            ("\t7\t", "\t-7\t"),
            ("\t-3\n", "\t-3\t\n"),
            ("manifest 1", "manifest 9"),
            ("\t2\n", "\t3\n"),
            ("\t2\n", "\t99999999999999999999\n"),
        ] {
            let broken = text.replacen(from, to, 1);
            assert_ne!(broken, text, "{from:?}");
            assert!(Manifest::parse(&broken).is_err(), "{broken}");
        }
        assert!(Manifest::parse(&text[..text.len() - 5]).is_err());
        assert!(Manifest::parse("").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(anma manifest 1\t.{0,9}\t[0-9a-f]{32}\t[0-3]\n)?(.{0,20}[\t\n]){0,9}") {
            if let Ok(site) = Manifest::parse(&text) {
                prop_assert_eq!(Manifest::parse(&written(&site)), Ok(site));
            }
        }
    }
}
