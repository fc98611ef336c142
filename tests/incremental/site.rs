//! A small site that uses everything pages can see of each other, as values that edits can change.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use anma::base::{Date, Fingerprint, Route};
use anma::engine::{Engine, Settings};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::output::Sink;
use anma::picture::{Cleaned, Frame, Icon, Mistake, Picture, Pictures, Variant};
use anma::source::{Content, Source, Sources};
use camino::Utf8Path;

/// A page: the lines of its front matter, and the blocks of its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) blocks: Vec<String>,
}

/// A site while it is edited.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) pages: BTreeMap<String, Page>,
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) calendar: Calendar,
    pub(crate) strict: bool,
    /// What was done to it.
    pub(crate) history: Vec<String>,
}

impl Page {
    pub(crate) fn new(fields: &[(&str, &str)], blocks: &[&str]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            fields: fields.iter().map(own).collect(),
            blocks: blocks.iter().map(|block| (*block).to_owned()).collect(),
        }
    }

    fn text(&self) -> String {
        let fields: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("---\n{}---\n\n{}\n", fields.concat(), self.blocks.join("\n\n"))
    }
}

const CONFIG: &str = "title: Test\nbase_url: https://test.example\ntheme: own\npagination: {per_page: 3}\nrelated: {limit: 2}\nmenu: [{title: Articles, page: /articles/}]\n";

const VOCABULARY: &str = "\
whiplash: {type: condition, title: Whiplash, also: [neck sprain]}
cupping: {type: treatment, title: Cupping, caution: [{id: whiplash, level: ask, source: review}]}
";

const SOURCES: &str =
    "review: {title: A review, url: \"https://example.org/\", grade: A, seen: 2026-11-01}\n";

const FLAGS: &str = "spine: {sources: [review], emergency: [numbness], urgent: [fever]}\n";

/// A theme of one partial above the built-in one.
const PARTIAL: &str = "<footer>{{ site.title }}</footer>\n";

/// The pages of the site to begin with.
fn pages() -> BTreeMap<String, Page> {
    let articles = [
        ("one", "First steps", "2026-11-01", "[back pain, sciatica]"),
        ("two", "Second look", "2026-11-02", "[back pain]"),
        ("three", "Third way", "2026-11-03", "[sciatica]"),
        ("four", "Fourth idea", "2026-11-04", "[back pain]"),
        ("five", "Fifth week", "2026-11-05", "[]"),
    ];
    let mut pages = BTreeMap::new();
    for (id, title, date, condition) in articles {
        let fields = [
            ("title", title),
            ("date", date),
            ("condition", condition),
            ("massage_type", "[thai massage]"),
            ("topic", "[Posture]"),
            ("author", "Ana Berg"),
        ];
        let blocks = [
            "A text about sciatica and whiplash.",
            "## Causes",
            "See [the second](two.md) and [[Sciatica]].",
        ];
        pages.insert(format!("content/articles/{id}.md"), Page::new(&fields, &blocks));
    }
    let mut add = |path: &str, fields: &[(&str, &str)], text: &str| {
        pages.insert(path.to_owned(), Page::new(fields, &[text]));
    };
    add("content/_index.md", &[("title", "Home")], "Welcome to [articles](articles/_index.md).");
    add("content/about.md", &[("title", "About"), ("description", "Who we are")], "Thai massage.");
    add("content/articles/_index.md", &[("title", "Articles")], "All.");
    add("content/people/ana.md", &[("title", "Ana Berg"), ("role", "Therapist")], "Knows Cupping.");
    add("content/body/back.md", &[("title", "Back")], "Where Back Pain is.");
    add(
        "content/conditions/back-pain.md",
        &[("title", "Back pain"), ("body", "[Back]"), ("red_flags", "[spine]")],
        "Often better with Thai massage.",
    );
    add(
        "content/conditions/sciatica.md",
        &[("title", "Sciatica"), ("is_a", "Back pain"), ("caused_by", "[Lifting]")],
        "A kind of back pain.",
    );
    add("content/causes/lifting.md", &[("title", "Lifting"), ("group", "injury")], "Heavy things.");
    add(
        "content/treatments/thai.md",
        &[
            ("title", "Thai massage"),
            ("helps", "[{id: Back pain, certainty: low, source: review}]"),
            ("caution", "[{id: Sciatica, level: adapt, source: review}]"),
        ],
        "Stretching for back pain.",
    );
    pages
}

impl Site {
    pub(crate) fn new() -> Self {
        let file = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        let files = [
            ("anma.yaml", CONFIG),
            ("content/vocabulary.yaml", VOCABULARY),
            ("content/sources.yaml", SOURCES),
            ("content/red-flags.yaml", FLAGS),
            ("content/articles/photo.jpg", "a picture"),
            ("static/note.txt", "a note"),
            ("assets/own.css", "body {}"),
            ("themes/own/theme.yaml", "name: own\nextends: default\n"),
            ("themes/own/templates/partials/footer.html", PARTIAL),
        ];
        Self {
            pages: pages(),
            files: files.map(file).into(),
            calendar: Calendar::on(day()),
            strict: false,
            history: Vec::new(),
        }
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings { strict: self.strict, ..Settings::new(self.calendar) }
    }

    pub(crate) fn sources(&self) -> Sources {
        let pages = self.pages.iter().map(|(path, page)| Source::text(path, &page.text()));
        let file = |(path, text): (&String, &String)| {
            let is_text = path.ends_with(".yaml") || path.ends_with(".html");
            if is_text {
                return Source::text(path, text);
            }
            let bytes =
                if path.ends_with(".jpg") { picture(text) } else { text.as_bytes().to_vec() };
            let fingerprint = Fingerprint::of(&bytes);
            let content = Content::Bytes(bytes.into());
            Source { path: Utf8Path::new(path).into(), content, fingerprint }
        };
        pages.chain(self.files.iter().map(file)).collect()
    }
}

/// Whoever knows pictures, but draws nothing: a card is its own description.
struct Sketches(Arc<dyn Pictures>);

impl Pictures for Sketches {
    fn look(&self, source: &Source) -> Result<Picture, Mistake> {
        self.0.look(source)
    }

    fn variant(&self, source: &Source, variant: &Variant) -> io::Result<Arc<[u8]>> {
        self.0.variant(source, variant)
    }

    fn clean(&self, source: &Source) -> io::Result<Cleaned> {
        self.0.clean(source)
    }

    fn draw(&self, svg: &str, frame: Frame) -> Result<Arc<[u8]>, Mistake> {
        Ok(format!("{frame:?} {svg}").as_bytes().into())
    }

    fn icon(&self, source: &Source, icon: Icon) -> io::Result<Arc<[u8]>> {
        Ok(format!("{icon:?} {}", source.fingerprint).as_bytes().into())
    }
}

/// Whoever knows the pictures of the site.
pub(crate) fn pictures() -> Arc<dyn Pictures> {
    Arc::new(Sketches(Gallery::in_memory()))
}

/// An engine that has seen nothing yet.
pub(crate) fn engine() -> Engine {
    Engine::new(pictures())
}

/// A small picture that depends on `text`; some texts are none.
fn picture(text: &str) -> Vec<u8> {
    if text.starts_with("broken") {
        return text.as_bytes().to_vec();
    }
    let [red, green, blue, ..] = Fingerprint::of(text.as_bytes()).0.to_le_bytes();
    let picture = image::RgbImage::from_pixel(8, 6, image::Rgb([red, green, blue]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
    bytes.into_inner()
}

pub(crate) fn day() -> Date {
    Date::parse("2026-12-01").expect("a day")
}

/// The files that an engine has made, the newest of each route.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<BTreeMap<String, String>>);

impl Kept {
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn remove(&self, routes: &[Route]) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for route in routes {
            files.remove(route.as_str());
        }
    }
}

impl Sink for Kept {
    fn put(&self, route: &Route, bytes: &[u8]) -> io::Result<()> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(route.to_string(), text);
        Ok(())
    }

    fn copy(&self, _: &Route, from: &Utf8Path, _: Option<Fingerprint>) -> io::Result<()> {
        Err(io::Error::other(format!("no test reads {from}")))
    }
}
