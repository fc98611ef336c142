//! Stage 2, PARSE: each file becomes a [`Document`] that knows no other.
//!
//! Comes in: a source and the rules of the site. Goes out: its front matter, its text as HTML with
//! holes where other pages must be known, and what was noticed. Parsing never fails.

mod data;
mod parse;
mod translate;

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::base::Date;
use crate::config::Reviews;
use crate::markdown::{Body, origin};
use crate::matter::{self, Matter, Name};
use crate::schema::Kind;
use crate::seal::{self, Review, Seal};
use crate::source::{Content, Source};

pub use data::Data;
pub(crate) use data::{RED_FLAGS, SOURCES};
use data::{is_data, parse_data};
pub use parse::{Documents, Edited, Memo, Reading, parse_all};
pub use translate::{TranslationMemo, language_of, translate, undeclared};

/// Whether a file below `content/` is copied to the site as it is: it is neither a page nor a data file.
pub(crate) fn is_copied(source: &Source) -> bool {
    matches!(source.content, Content::File { .. }) || !source.is_page() && !is_data(&source.path)
}

/// A page as its file gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file, relative to the site's root.
    pub path: Arc<Utf8Path>,
    /// The same without the short name of a language: of `content/a.es.md`, `content/a.md`. All languages of a page share it.
    pub base: Arc<Utf8Path>,
    /// The folder below `content/`; empty at the top.
    pub folder: Utf8PathBuf,
    /// The file's name without ending; of `index.md` and `_index.md` the folder's name.
    pub id: Box<str>,
    /// What kind of page it is.
    pub kind: Kind,
    /// The front matter.
    pub matter: Matter,
    /// The text.
    pub body: Body,
    /// The answers of `faq`, in order.
    pub answers: Vec<Body>,
    /// Of an entry of the vocabulary: its key.
    pub key: Option<Name>,
    /// The page that it says in another language, as others of that language see it.
    pub original: Option<Arc<Document>>,
    /// The seal of what it says, if its review has one to compare it with.
    pub seal: Option<Seal>,
    /// Whether it is a page in the site's own language, which stands among those of another one because nobody has
    /// translated it: others may lead to it, but it is not made.
    pub borrowed: bool,
}

impl Document {
    /// Reading time in minutes, at 200 words a minute: slow enough for health texts.
    pub fn minutes(&self) -> u32 {
        self.body.words.div_ceil(200)
    }

    /// How its review stands on the day `today`.
    pub fn review(&self, today: Date, rules: Reviews) -> Review {
        Review::of(&self.matter, self.seal, today, rules)
    }

    /// The seal of what it says, whose file has the text `whole`.
    pub fn seal_of(&self, whole: &str) -> Seal {
        seal::fingerprint(&self.matter, whole.get(matter::split(whole).body).unwrap_or_default())
    }

    /// Everything in it that is Markdown: the text, and the answers.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        std::iter::once(&self.body).chain(&self.answers)
    }

    /// Where the pictures come from that lie elsewhere on the web, such as `https://example.com`.
    pub fn hosts_of_pictures(&self) -> impl Iterator<Item = &str> {
        let bodies = std::iter::once(&self.body).chain(&self.answers);
        let own = self.matter.image.as_ref().and_then(|image| origin(&image.src.text));
        bodies.flat_map(Body::hosts_of_pictures).chain(own)
    }

    /// Whether the file is `_index.md`: the folder's own page.
    pub fn is_section(&self) -> bool {
        self.kind == Kind::Section
    }

    /// Whether the file is `index.md`: a page with a folder of its own.
    pub fn is_bundle(&self) -> bool {
        self.base.file_name() == Some("index.md")
    }
}
