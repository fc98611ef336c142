//! What is fuzzed, each as a function of bytes that panics when something must never be: `fuzz/fuzz_targets/` feeds them with what
//! libFuzzer makes, `tests/fuzz.rs` with what was found and kept.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anma::base::{Date, Fingerprint, Route};
use anma::config;
use anma::diagnostic::{Notes, Palette, to_json, to_terminal};
use anma::engine::{Engine, Settings, Site};
use anma::graph::Calendar;
use anma::matter::{self, Above, Rules};
use anma::output::{self, BuildMark, Memory, Publish, Sink as _};
use anma::progress::Progress;
use anma::rules::{self, Tester, Unit, Wanted};
use anma::schema::{Kind, SiteFields};
use anma::serve::http::{Server, ServerSettings, start};
use anma::serve::{Found, Live};
use anma::source::{Source, Sources, fixture};
use camino::{Utf8Path, Utf8PathBuf};
use html5gum::{Token, Tokenizer};

const SITE: &str = include_str!("../src/rules/example/site.txt");

/// A theme with all kinds of pages and little around them.
const THEME: [(&str, &str); 12] = [
    ("theme.yaml", include_str!("../benches/site/themes/bench/theme.yaml")),
    ("assets/style.css", include_str!("../benches/site/themes/bench/assets/style.css")),
    ("templates/404.html", include_str!("../benches/site/themes/bench/templates/404.html")),
    ("templates/article.html", include_str!("../benches/site/themes/bench/templates/article.html")),
    ("templates/base.html", include_str!("../benches/site/themes/bench/templates/base.html")),
    ("templates/entity.html", include_str!("../benches/site/themes/bench/templates/entity.html")),
    ("templates/header.html", include_str!("../benches/site/themes/bench/templates/header.html")),
    ("templates/home.html", include_str!("../benches/site/themes/bench/templates/home.html")),
    ("templates/list.html", include_str!("../benches/site/themes/bench/templates/list.html")),
    ("templates/page.html", include_str!("../benches/site/themes/bench/templates/page.html")),
    (
        "templates/redirect.html",
        include_str!("../benches/site/themes/bench/templates/redirect.html"),
    ),
    ("templates/section.html", include_str!("../benches/site/themes/bench/templates/section.html")),
];

/// The page that is replaced.
const PAGE: &str = "content/articles/desk-work.md";

/// The example site, with the theme above.
fn site() -> Sources {
    static SOURCES: OnceLock<Sources> = OnceLock::new();
    let make = || {
        let mut sources = fixture(&SITE.replacen(
            "social_cards: false\n",
            "social_cards: false\nsearch: false\ntheme: bench\n",
            1,
        ));
        for (path, text) in THEME {
            sources.insert(Source::text(&format!("themes/bench/{path}"), text));
        }
        let panels = include_str!("../benches/site/themes/bench/templates/panels.html");
        sources.insert(Source::text("themes/bench/templates/panels.html", panels));
        sources
    };
    SOURCES.get_or_init(make).clone()
}

fn today() -> Date {
    Date::parse("2026-11-23").expect("a day")
}

thread_local! {
    static MAKER: RefCell<Engine> = RefCell::new(Engine::default());
    static CHECKER: RefCell<Engine> = RefCell::new(Engine::default());
}

/// The site with this text as one of its pages; every problem is shown, and stands in its file.
fn updated(engine: &mut Engine, data: &[u8]) -> (Sources, Option<Arc<Site>>) {
    let mut sources = site();
    sources.insert(Source::text(PAGE, &String::from_utf8_lossy(data)));
    let settings = Settings::new(Calendar::on(today()));
    let update = engine.update(&sources, &settings, Notes::default());
    told(update.notes, &sources);
    let site = update.site.filter(|_| !update.is_blocked);
    (sources, site)
}

/// Shows every problem, as programs see it.
fn told(notes: Notes, sources: &Sources) {
    for one in notes.into_sorted() {
        if let Some(span) = one.span()
            && let Some(text) = sources.text(&span.path)
        {
            let place = span.start as usize..span.end as usize;
            assert!(
                text.get(place.clone()).is_some(),
                "{place:?} is beside the letters of {text:?}"
            );
        }
        let _shown = to_json(&one, |span| sources.text(&span.path));
        let _shown = to_terminal(&one, Palette::Plain, |span| sources.text(&span.path));
    }
}

/// An article: whatever stands in it, the pages are whole, and nothing in them is a script.
pub(crate) fn page(data: &[u8]) {
    MAKER.with_borrow_mut(|engine| {
        let (_, site) = updated(engine, data);
        let Some(site) = site else { return };
        let made = Memory::default();
        let stop = AtomicBool::new(false);
        engine.render(&site, &made, &Progress::default(), &stop).expect("a site in memory");
        for (route, bytes) in made.into_files() {
            let text = || std::str::from_utf8(&bytes).expect("text");
            match Utf8Path::new(route.as_str()).extension() {
                Some("html") => harmless(text()),
                Some("xml") => drop(roxmltree::Document::parse(text()).expect("well-formed")),
                _ => {}
            }
        }
    });
}

/// Elements that content never makes.
const NEVER: [&[u8]; 10] = [
    b"script", b"iframe", b"object", b"embed", b"form", b"base", b"applet", b"frame", b"portal",
    b"style",
];

/// Panics where a page holds an element, an attribute or an address that runs or loads something.
fn harmless(html: &str) {
    let mut depth: BTreeMap<Vec<u8>, i64> = BTreeMap::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                assert!(!NEVER.contains(&tag.name.as_slice()), "{:?} in {html}", tag.name);
                for (name, value) in &tag.attributes {
                    assert!(!name.starts_with(b"on"), "{name:?} in {html}");
                    if matches!(
                        name.as_slice(),
                        b"href"
                            | b"src"
                            | b"action"
                            | b"formaction"
                            | b"poster"
                            | b"data"
                            | b"srcset"
                    ) {
                        let plain = value
                            .value
                            .iter()
                            .filter(|byte| **byte > b' ')
                            .map(u8::to_ascii_lowercase);
                        let plain: Vec<u8> = plain.collect();
                        for scheme in ["javascript:", "vbscript:", "data:", "file:"] {
                            assert!(!plain.starts_with(scheme.as_bytes()), "{scheme} in {html}");
                        }
                    }
                }
                if !tag.self_closing && !VOID.contains(&tag.name.as_slice()) {
                    *depth.entry(tag.name.to_vec()).or_default() += 1;
                }
            }
            Token::EndTag(tag) => *depth.entry(tag.name.to_vec()).or_default() -= 1,
            _ => {}
        }
    }
    for (name, count) in depth {
        assert!(
            count == 0 || OPTIONAL.contains(&name.as_slice()),
            "{name:?} opened {count} times too often in {html}"
        );
    }
}

/// Elements without an end.
const VOID: [&[u8]; 13] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
    b"source", b"track", b"wbr",
];

/// Elements whose end may be left out, as the theme does.
const OPTIONAL: [&[u8]; 4] = [b"html", b"head", b"body", b"p"];

/// An article that is held against all rules: findings stand in its text, and can be shown.
pub(crate) fn check(data: &[u8]) {
    CHECKER.with_borrow_mut(|engine| {
        let (sources, site) = updated(engine, data);
        let Some(site) = site else { return };
        let stop = AtomicBool::new(false);
        engine.observe(&site, &Progress::default(), &stop).expect("a site in memory");
        let mut notes = Notes::default();
        let checked = engine.check(&site, &sources, today(), &mut notes);
        let text = sources.text(Utf8Path::new(PAGE)).unwrap_or_default();
        for one in checked.mendings.iter().filter(|(path, _)| path.as_str() == PAGE) {
            assert!(text.get(one.1.place.clone()).is_some(), "a mending beside the letters");
        }
        let _ledger = anma::check::ledger(&checked.acknowledged, &site.config);
        let mut found = Notes::default();
        found.extend(checked.findings);
        told(found, &sources);
    });
}

/// Front matter of any kind of page.
pub(crate) fn front_matter(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let kind = Kind::ALL[usize::from(*first) % Kind::ALL.len()];
    let text = String::from_utf8_lossy(rest);
    let path: Arc<Utf8Path> = Utf8Path::new("content/page.md").into();
    let (mut notes, fields) = (Notes::default(), SiteFields::default());
    let limits = config::Config::default_for("A site").limits.matter();
    let rules = Rules { fields: &fields, limits: &limits };
    let _parsed = matter::parse(
        &text,
        &path,
        Above { kind, cascade: &[], original: None },
        rules,
        &mut notes,
    );
    let mut sources = Sources::default();
    sources.insert(Source::text("content/page.md", &text));
    told(notes, &sources);
}

/// `anma.yaml`.
pub(crate) fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let path: Arc<Utf8Path> = Utf8Path::new("anma.yaml").into();
    let mut notes = Notes::default();
    let _config = config::parse(&text, &path, &mut notes);
    let mut sources = Sources::default();
    sources.insert(Source::text("anma.yaml", &text));
    told(notes, &sources);
}

/// A site's own rule, and a text that it is tried on: the two stand on both sides of the first line of four dots.
pub(crate) fn rules(data: &[u8]) {
    let both = String::from_utf8_lossy(data);
    let (rule, text) =
        both.split_once("\n....\n").unwrap_or((&both, "A text. It has 2 sentences!"));
    let sources = Sources::from_iter([Source::text("rules/OWN-RULE.yaml", rule)]);
    let mut notes = Notes::default();
    let wanted = Wanted { packs: Vec::new(), ..Wanted::default() };
    let loaded = rules::load(&sources, &wanted, &mut notes);
    told(notes, &sources);
    let units =
        ["title", "paragraph", "heading", "item"].map(|scope| Unit { text, scope, level: 2 });
    for (_, hit) in Tester::new(&loaded).run(&units) {
        assert!(text.get(hit.range).is_some(), "a place beside the letters");
    }
}

/// An address that somebody gave to a page.
pub(crate) fn route(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for route in [Route::new(&text), Route::page(&text)].into_iter().flatten() {
        let path = route.as_str();
        assert!(
            path.len() <= 1024 && !path.starts_with('/') && !path.contains(['\\', '\0']),
            "{path}"
        );
        for part in path.split('/') {
            assert!(!part.is_empty() && part.len() <= 200 && part != "." && part != "..", "{path}");
            assert!(!part.chars().any(char::is_control), "{path}");
        }
        let url = route.url();
        assert!(url.starts_with('/') && !url.starts_with("//") && url.is_ascii(), "{url}");
        assert!(!url.contains([' ', '"', '<', '>', '?', '#', '\\']), "{url}");
    }
}

/// What must never be sent.
const SECRET: &[u8] = b"a-secret-beside-the-site";

struct Pages;

impl anma::serve::Site for Pages {
    fn find(&self, route: &str) -> Option<Found> {
        assert!(route.split('/').all(|part| !matches!(part, "" | "." | "..")), "{route}");
        matches!(route, "index.html" | "about/index.html" | "404.html" | "big.bin").then(|| {
            Found::published(b"<!doctype html><title>A page</title><body></body>".to_vec())
        })
    }

    fn prefix(&self) -> String {
        "/".to_owned()
    }

    fn build(&self) -> u64 {
        1
    }
}

/// Bytes that somebody sends to the preview: an answer or a closed door, and the next one is served.
pub(crate) fn request(data: &[u8]) {
    static SERVER: OnceLock<(Server, u16)> = OnceLock::new();
    let (server, port) = SERVER.get_or_init(|| {
        let site: Arc<dyn anma::serve::Site> = Arc::new(Pages);
        let settings = ServerSettings { port: 0, client: "", ..ServerSettings::default() };
        let server = start(settings, Arc::clone(&site), Live::new(site)).expect("a server");
        let port = server.address.port();
        (server, port)
    });
    let ask = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(server.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
        let _sent = stream.write_all(bytes);
        let _shut = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        // A door that is closed in the middle is an answer as well.
        let _read = stream.take(1 << 20).read_to_end(&mut answer);
        answer
    };
    let answer = ask(data);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{answer:?}");
    assert!(!answer.windows(SECRET.len()).any(|part| part == SECRET), "a secret was sent");
    let usual =
        ask(format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")
            .as_bytes());
    assert!(usual.starts_with(b"HTTP/1.1 200"), "the server is gone: {usual:?}");
}

/// The lists that a build keeps in and beside the output folder, damaged or forged: the next build ends, and what is not the site's
/// stays as it is.
pub(crate) fn state(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let memory = Utf8Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let folder = folder.expect("a folder");
    let root = Utf8PathBuf::try_from(folder.path().canonicalize().expect("a path")).expect("text");
    let write = |path: &str, bytes: &[u8]| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    };
    let settings = output::Settings {
        output: root.join("output"),
        roots: vec![root.join("site")],
        protected: Vec::new(),
        mode: if first & 1 == 0 { Publish::Swap } else { Publish::Files },
        adopt: first & 2 != 0,
        keep: Vec::new(),
        lock_wait: Duration::from_secs(5),
        sync: false,
    };
    let publish = |text: &str| {
        let stage = output::open(&settings, &mut |_| {})?;
        for path in ["index.html", "about/index.html"] {
            stage.put(&Route::new(path).expect("a route"), text.as_bytes())?;
        }
        stage
            .commit(&BuildMark { program: "anma".into(), inputs: Fingerprint::of(text.as_bytes()) })
    };
    publish("one").expect("a first site");
    write("neighbour.txt", SECRET);
    write("output/about/foreign.txt", SECRET);
    match first >> 2 & 3 {
        0 => write("output/.anma-manifest", rest),
        1 => write(".output.state/journal", rest),
        2 => write(".output.state/mark", rest),
        _ => write(".output.state/prev/.anma-manifest", rest),
    }
    let _published = publish("two");
    let _back = output::rollback(&settings, &mut |_| {});
    let _published = publish("three");
    for path in ["neighbour.txt", "output/about/foreign.txt"] {
        assert_eq!(std::fs::read(root.join(path)).expect(path), SECRET);
    }
    let beside: Vec<_> = std::fs::read_dir(&root)
        .expect("readable")
        .map(|entry| entry.expect("one").file_name())
        .collect();
    assert!(
        beside.iter().all(|name| ["output", ".output.state", "neighbour.txt"]
            .iter()
            .any(|known| name == known)),
        "{beside:?}"
    );
}
