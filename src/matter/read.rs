//! From a file to its typed front matter.

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use super::fill::Filler;
use super::layers::{self, Given};
use super::{Cascade, Matter, Original, Parsed, Rules, dates, split};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes, closest};
use crate::schema::{Checker, Field, Kind, SiteFields, Subject, page_field};
use crate::yaml::{self, Entry, Node, Place, Value};

/// Where a page has fields from that are not its own.
#[derive(Clone, Copy, Debug)]
pub struct Above<'a> {
    /// What its folder says that it is.
    pub kind: Kind,
    /// The defaults of the sections above it, the outermost first.
    pub cascade: &'a [Arc<Cascade>],
    /// The page that it says in another language.
    pub original: Option<&'a Original>,
}

impl Above<'_> {
    /// A page of `kind` by what its folder says, with nothing else above it.
    pub fn of(kind: Kind) -> Self {
        Self { kind, cascade: &[], original: None }
    }
}

/// Reads the page `text`.
///
/// Addresses (`slug`, `aliases`), dates and links to the web have been checked for their form when they
/// arrive in the result; names and ids still have to be looked up.
pub fn parse(
    text: &str,
    path: &Arc<Utf8Path>,
    Above { kind: default_kind, cascade, original }: Above<'_>,
    rules: Rules<'_>,
    notes: &mut Notes,
) -> Parsed {
    let split = split(text);
    let entries = if split.unclosed {
        notes.push(unclosed(text, path));
        None
    } else {
        match split.matter {
            None => {
                notes.push(no_matter(text, path));
                None
            }
            Some(range) => entries(text, range, path, rules, notes),
        }
    };
    let readable = entries.is_some();
    // A file of which nothing can be said takes nothing from its section either.
    let cascade = if readable { cascade } else { &[] };
    let given_kind = if default_kind == Kind::Section { None } else { layers::kind_of(cascade) };
    let mut own = entries.unwrap_or_default();
    if let Some(original) = original {
        original.complete_image(&mut own);
    }
    let kind = original
        .map(|original| original.kind)
        .or_else(|| own_kind(&own, default_kind))
        .or(given_kind)
        .unwrap_or(default_kind);
    let mut checker = Checker { path, subject: Subject::Page(kind), site: rules.fields, notes };
    checker.page(&own, kind);
    let layers = layers::Layers { path, cascade, original: original.filter(|_| readable) };
    let given = layers.merge(own, kind, rules.fields, checker.notes);
    if readable {
        let fence = text.find("---").unwrap_or_default();
        let place = Place::new(fence..fence + 3);
        missing(&mut checker, &given, kind, place);
        dates::check(&given, notes);
    }
    let mut matter = fill(given, kind, rules.fields);
    if matter.title.is_empty() {
        matter.title = title_of(path);
    }
    Parsed { matter, kind, body: split.body, readable }
}

/// The fields of the front matter in `range`; `None`, with a note, if it is not made of fields.
fn entries(
    text: &str,
    range: Range<usize>,
    path: &Arc<Utf8Path>,
    rules: Rules<'_>,
    notes: &mut Notes,
) -> Option<Vec<Entry>> {
    let node = yaml::parse(text, range, path, rules.limits, notes)?;
    fields_of(node, text, path, notes)
}

/// The fields of a file or of a part of it; `text` is the whole file.
pub(super) fn fields_of(
    node: Node,
    text: &str,
    path: &Arc<Utf8Path>,
    notes: &mut Notes,
) -> Option<Vec<Entry>> {
    let help = match &node.value {
        Value::Map(_) | Value::Null => None,
        Value::Scalar { .. } => {
            let written = text.get(node.place.start as usize..node.place.end as usize);
            let line = written.and_then(|text| text.lines().next()).unwrap_or_default();
            Some(match line.split_once(':') {
                Some((name, value)) if !name.contains(' ') && !value.starts_with(['/', ' ']) => {
                    let (name, value) = (yaml::shorten(name), yaml::shorten(value.trim()));
                    format!("A space is missing after the colon. Write `{name}: {value}`.")
                }
                _ => "Write one field on each line: `title: Back pain`.".to_owned(),
            })
        }
        Value::List(_) => Some("Write one field on each line: `title: Back pain`.".to_owned()),
    };
    if let Some(help) = help {
        notes.push(
            Diagnostic::error(
                Code::MATTER_NOT_A_MAP,
                node.place.span(path),
                "fields are expected here, each on a line `name: value`",
            )
            .help(help),
        );
        return None;
    }
    match node.value {
        Value::Map(entries) => Some(entries),
        _ => Some(Vec::new()),
    }
}

fn unclosed(text: &str, path: &Arc<Utf8Path>) -> Diagnostic {
    let start = text.find("---").unwrap_or_default();
    Diagnostic::error(
        Code::MATTER_UNCLOSED,
        Span::new(path, start..(start + 3).min(text.len())),
        "the fields that begin here have no end",
    )
    .because("this line opens the fields")
    .help(
        "Put a line with three hyphens (`---`) after the last field, before the text of the page.",
    )
}

fn no_matter(text: &str, path: &Arc<Utf8Path>) -> Diagnostic {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let problem = Diagnostic::error(
        Code::MISSING_FIELD,
        Span::file(path),
        "the page has no fields, and so no title",
    );
    if text.starts_with("+++") {
        return problem.help(
            "Fields between lines of `+++` are TOML, which is not read here. Write `---` lines and `name: value` between them.",
        );
    }
    problem.help(format!(
        "Begin the file with three lines: `---`, `title: {}` and `---`.",
        title_of(path)
    ))
}

fn own_kind(own: &[Entry], default_kind: Kind) -> Option<Kind> {
    let entry = own.iter().find(|entry| *entry.key == *"type")?;
    Kind::parse(entry.value.text()?)
        .filter(|kind| default_kind != Kind::Section && *kind != Kind::Section)
}

/// Notes required fields that neither the page nor a section gives.
pub(super) fn missing(checker: &mut Checker<'_>, given: &[Given], kind: Kind, place: Place) {
    // A mistyped name has been reported, with the right one; to call that missing too would be noise.
    let meant = |given: &Given, field: &Field| {
        *given.name == *field.name || closest(&given.name, [&*field.name]).is_some()
    };
    let absent = |field: &&Field| !given.iter().any(|given| meant(given, field));
    let title = page_field("title");
    let site = checker.site;
    let required = title.into_iter().chain(site.of(kind).filter(|field| field.required));
    for field in required.filter(absent) {
        checker.missing(field, place, "");
    }
}

/// The typed front matter.
pub(super) fn fill(given: Vec<Given>, kind: Kind, site: &SiteFields) -> Matter {
    let mut filler = Filler::new(kind, site, given.len());
    for given in given {
        filler.take(given);
    }
    filler.matter
}

/// A title for a page that has none: its file name, or that of its folder, in words.
fn title_of(path: &Utf8Path) -> Box<str> {
    let name = match path.file_stem() {
        Some("index" | "_index") | None => path.parent().and_then(Utf8Path::file_name),
        stem => stem,
    };
    let words = name.unwrap_or("Untitled").replace(['-', '_'], " ");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>());
    format!("{}{}", first.unwrap_or_default(), characters.as_str()).into()
}
