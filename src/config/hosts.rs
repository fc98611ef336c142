//! What `anma.yaml` says to hosts, search engines and other programs.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8Path;

use super::read::texts;
use crate::base::Date;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::matter::Name;
use crate::schema::TherapyType;
use crate::yaml::{Entry, Node, shorten};

/// What a site says to hosts and programs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hosts {
    /// What pages tell search engines about themselves.
    pub structured_data: StructuredData,
    /// What pages may load besides what they need anyway.
    pub csp: Vec<Directive>,
    /// Where to report a weakness.
    pub security: Option<Security>,
    /// Files that a site has or has not, as it likes.
    pub files: BTreeSet<HostFile>,
}

/// A file that a site has or has not, as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostFile {
    /// `_headers`
    Headers,
    /// The web manifest.
    Manifest,
    /// `humans.txt`
    Humans,
    /// `llms.txt`
    Llms,
}

impl HostFile {
    /// All of them: the setting of each, and whether there is one when nothing is said.
    const ALL: [(Self, &'static str, bool); 4] = [
        (Self::Headers, "headers", true),
        (Self::Manifest, "manifest", true),
        (Self::Humans, "humans", false),
        (Self::Llms, "llms", false),
    ];

    /// Those for which `given` says so, or says nothing and they are usual.
    fn those(given: impl Fn(&str) -> Option<bool>) -> BTreeSet<Self> {
        let is_wanted = |(_, setting, usual): &(Self, &str, bool)| given(setting).unwrap_or(*usual);
        Self::ALL.into_iter().filter(is_wanted).map(|(file, ..)| file).collect()
    }
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            structured_data: StructuredData::default(),
            csp: Vec::new(),
            security: None,
            files: HostFile::those(|_| None),
        }
    }
}

/// What pages tell search engines about themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct StructuredData {
    /// What a massage is.
    pub therapy_type: TherapyType,
    /// Whether questions and answers are marked up as such.
    pub faq: bool,
}

/// A directive of a Content-Security-Policy with sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Directive {
    /// Its name.
    pub name: Box<str>,
    /// What it allows; nothing in them can end the directive.
    pub sources: Vec<Box<str>>,
}

/// Where to report a weakness.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Security {
    /// Addresses, each with its scheme.
    pub contact: Vec<Box<str>>,
    /// Until when this may be relied on.
    pub expires: Date,
    /// Where the file says so.
    pub expires_name: Name,
    /// What is done with reports; may be empty.
    pub policy: Box<str>,
}

/// The directives that may be given more sources.
const DIRECTIVES: [&str; 16] = [
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

impl Hosts {
    /// Reads the settings of `anma.yaml`.
    pub(super) fn read(root: &Node, path: &Arc<Utf8Path>, notes: &mut Notes) -> Self {
        let structured_data = root.get("structured_data").map(|node| StructuredData {
            therapy_type: node
                .get("therapy_type")
                .and_then(Node::text)
                .and_then(TherapyType::parse)
                .unwrap_or_default(),
            faq: truth(node.get("faq")).unwrap_or_default(),
        });
        Self {
            structured_data: structured_data.unwrap_or_default(),
            csp: directives(root.get("csp"), (path, Code::CONFIG_VALUE), notes),
            security: root.get("security").and_then(|node| Security::read(node, path, notes)),
            files: HostFile::those(|setting| truth(root.get(setting))),
        }
    }
}

impl Security {
    /// `None` when what must be there is not, which the table has noted.
    fn read(node: &Node, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<Self> {
        let expires = node.get("expires")?;
        let text = expires.text()?;
        let mut contact = Vec::new();
        for address in texts(node.get("contact")) {
            let address = address.trim();
            match () {
                () if has_scheme(address) => contact.push(address.into()),
                () if address.contains('@') => contact.push(format!("mailto:{address}").into()),
                () => {
                    let place = node.get("contact")?.place;
                    let message = format!("nobody can write to `{}`", shorten(address));
                    notes.push(
                        Diagnostic::error(Code::CONFIG_VALUE, place.span(path), message).help(
                            "Give an e-mail address, or an address that begins with `https://`.",
                        ),
                    );
                }
            }
        }
        let policy = node.get("policy").and_then(Node::text).unwrap_or_default();
        Some(Self {
            expires: Date::parse(text)?,
            expires_name: Name { text: text.into(), span: expires.place.span(path) },
            policy: policy.trim().into(),
            contact: Some(contact).filter(|contact| !contact.is_empty())?,
        })
    }
}

fn has_scheme(address: &str) -> bool {
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    is_plain && ["https://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme))
}

fn truth(node: Option<&Node>) -> Option<bool> {
    match node?.text()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Reads `csp` of `anma.yaml` or a `theme.yaml`: directives with their sources. What cannot be used is noted with `code`.
pub(super) fn directives(
    node: Option<&Node>,
    (path, code): (&Arc<Utf8Path>, Code),
    notes: &mut Notes,
) -> Vec<Directive> {
    let mut read = |entry: &Entry| {
        if !DIRECTIVES.contains(&&*entry.key) {
            let message = format!("pages have no policy for `{}`", shorten(&entry.key));
            let all = DIRECTIVES.map(|name| format!("`{name}`")).join(", ");
            notes.push(Diagnostic::error(code, entry.key_place.span(path), message).did_you_mean(
                &entry.key,
                DIRECTIVES,
                &format!("There are {all}."),
            ));
            return None;
        }
        let mut sources = Vec::new();
        for source in texts(Some(&entry.value)) {
            if is_source(&source) {
                sources.push(source);
                continue;
            }
            let message = format!("`{}` is no address that pages may load from", shorten(&source));
            notes.push(
                Diagnostic::error(code, entry.value.place.span(path), message)
                    .help("Write one address, such as `https://maps.example.com`, or a list of them. Words such as `'self'` stand in single quotes within double ones."),
            );
        }
        Some(Directive { name: entry.key.clone(), sources })
    };
    node.map(Node::entries).unwrap_or_default().iter().filter_map(&mut read).collect()
}

/// Whether `source` is one word that ends neither the directive nor the header.
fn is_source(source: &str) -> bool {
    let is_word = !source.is_empty()
        && source.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b','));
    let is_quoted = source.len() > 2 && source.starts_with('\'') && source.ends_with('\'');
    // A word such as `self` without its quotes would be a host of that name.
    is_word && (is_quoted || source == "*" || source.contains(['.', ':']))
}
