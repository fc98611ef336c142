//! A running preview of a site on disk.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::program::{Site, anma};
use super::support::tree;
use super::visitor::Visitor;
use super::wire::{Answer, ask};

/// How long something may take before it is said not to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// The pause between two looks.
pub(crate) const PAUSE: Duration = Duration::from_millis(4);
/// The day on which everything happens.
pub(crate) const DAY: &str = "2026-12-01";

/// What shows everything: drafts, pages before their day, pages after it.
const ALL: [&str; 3] = ["--drafts", "--future", "--expired"];

pub(crate) struct Preview {
    pub(crate) site: Site,
    pub(crate) visitor: Visitor,
    pub(crate) port: u16,
    /// What the program said, one value for each line.
    events: Arc<Mutex<Vec<Value>>>,
    child: RefCell<Child>,
    input: RefCell<Option<ChildStdin>>,
    /// The path of the site on its host.
    prefix: RefCell<String>,
    /// How the clean build is told what to show.
    shows: Cell<&'static [&'static str]>,
    /// Every address that the site ever had.
    known: RefCell<BTreeSet<String>>,
    story: RefCell<(String, Instant)>,
}

/// The usual site.
pub(crate) fn usual() -> Site {
    Site::new(include_str!("site.txt"))
}

/// Waits until `done` gives something.
#[track_caller]
pub(crate) fn wait<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = done() {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "it never happens: {what}");
        std::thread::sleep(PAUSE);
    }
}

impl Preview {
    /// A preview of the usual site.
    pub(crate) fn new() -> Self {
        Self::of(usual(), &["--port", "0"])
    }

    /// A preview of `site`, started with `arguments`.
    pub(crate) fn of(site: Site, arguments: &[&str]) -> Self {
        let root = site.root.to_str().expect("a path of text").to_owned();
        let usual = ["serve", "--root", &root, "--format", "json", "--date", DAY];
        let mut command = anma(&[&usual, arguments].concat());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("the program starts");
        let (input, output) = (child.stdin.take(), child.stdout.take().expect("an output"));
        let events = Arc::<Mutex<Vec<Value>>>::default();
        let shared = Arc::clone(&events);
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                shared.lock().unwrap_or_else(PoisonError::into_inner).push(value);
            }
        });
        let read = || events.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let serving = wait("the preview says its address", || {
            read().into_iter().find(|event| event["event"] == "serving")
        });
        let port = serving["port"].as_u64().and_then(|port| port.try_into().ok());
        let port = port.expect("a port");
        assert_eq!(serving["url"], format!("http://localhost:{port}/"), "{serving}");
        let shows: &'static [&'static str] =
            if arguments.contains(&"--published") { &[] } else { &ALL };
        let visitor = Visitor::new(port);
        let preview = Self {
            site,
            visitor,
            port,
            events,
            child: RefCell::new(child),
            input: RefCell::new(input),
            prefix: RefCell::new("/".into()),
            shows: Cell::new(shows),
            known: RefCell::default(),
            story: RefCell::new(("the start".into(), Instant::now())),
        };
        preview.stays();
        preview
    }

    /// The visitor looks at the home page and the page about the salon.
    pub(crate) fn stays(&self) {
        self.visitor.visits("/", &[]);
        self.visitor.visits("/about/", &[]);
    }

    /// The visitor goes away, because these pages go.
    pub(crate) fn is_left(&self) {
        self.visitor.leaves("/");
        self.visitor.leaves("/about/");
    }

    /// Begins a story.
    #[track_caller]
    pub(crate) fn story(&self, name: &str) {
        self.ends();
        println!("story: {name}");
        *self.story.borrow_mut() = (name.to_owned(), Instant::now());
    }

    /// Ends a story: nothing may have been wrong meanwhile.
    #[track_caller]
    pub(crate) fn ends(&self) {
        let (wrong, looks) = self.visitor.report();
        let (story, start) = &*self.story.borrow();
        println!("  {:?}, {looks} looks", start.elapsed());
        assert!(
            wrong.is_none(),
            "in the story `{story}` a visitor sees: {}",
            wrong.unwrap_or_default()
        );
    }

    /// Asks for an address.
    #[track_caller]
    pub(crate) fn ask(&self, path: &str) -> Answer {
        ask(self.port, path).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A page that is there, whole.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.ask(path);
        let fault = answer.fault();
        assert!(fault.is_none(), "{path}: {}", fault.unwrap_or_default());
        answer.text()
    }

    /// Waits until a page, which is there all the time, passes `test`; gives its text.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, test: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let text = self.page(path);
            if test(&text) {
                return text;
            }
            let story = &self.story.borrow().0;
            assert!(
                start.elapsed() < PATIENCE,
                "`{story}` does not show on {path}: {text}\n{:?}",
                self.last()
            );
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until a page says `text`.
    #[track_caller]
    pub(crate) fn says(&self, path: &str, text: &str) -> String {
        self.until(path, |page| page.contains(text))
    }

    /// Waits until a page no longer says `text`.
    #[track_caller]
    pub(crate) fn hides(&self, path: &str, text: &str) -> String {
        self.until(path, |page| !page.contains(text))
    }

    /// Waits until an address has this status. Until then it may have another.
    #[track_caller]
    pub(crate) fn turns(&self, path: &str, status: u16) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.ask(path);
            assert!(answer.status < 500, "{path}: {}", answer.status);
            if answer.status == status {
                return answer;
            }
            let story = &self.story.borrow().0;
            let now = answer.status;
            assert!(
                start.elapsed() < PATIENCE,
                "`{story}`: {path} is {now}, not {status}\n{:?}",
                self.last()
            );
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until a new page is there, which says `text` from the first time on.
    #[track_caller]
    pub(crate) fn comes(&self, path: &str, text: &str) -> String {
        self.turns(path, 200);
        let page = self.page(path);
        assert!(page.contains(text), "{path} comes without `{text}`: {page}");
        page
    }

    /// Waits until a page is not there.
    #[track_caller]
    pub(crate) fn goes(&self, path: &str) {
        self.known.borrow_mut().insert(path.to_owned());
        self.turns(path, 404);
    }

    /// How much the program has said.
    pub(crate) fn said(&self) -> usize {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn last(&self) -> Vec<Value> {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events[events.len().saturating_sub(4)..].to_vec()
    }

    /// Waits until the program says, after the first `from` events, one that passes `test`.
    #[track_caller]
    pub(crate) fn hears(&self, from: usize, test: impl Fn(&Value) -> bool) -> Value {
        wait(&self.story.borrow().0, || {
            let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
            events[from..].iter().find(|event| test(event)).cloned()
        })
    }

    /// Waits until the program says that `file` has an error of this `line`, which keeps it from being shown.
    #[track_caller]
    pub(crate) fn is_blocked(&self, from: usize, file: &str, line: u64) {
        self.hears(from, |event| {
            let is_it = |problem: &Value| {
                problem["severity"] == "error" && problem["file"] == file && problem["line"] == line
            };
            event["event"] == "problems"
                && event["blocked"] == true
                && event["problems"].as_array().is_some_and(|all| all.iter().any(is_it))
        });
    }

    /// Waits until the program says that nothing keeps the files from being shown.
    #[track_caller]
    pub(crate) fn is_free(&self, from: usize) {
        self.hears(from, |event| event["event"] == "problems" && event["blocked"] == false);
    }

    /// Types a line.
    pub(crate) fn types(&self, line: &str) {
        let mut input = self.input.borrow_mut();
        writeln!(input.as_mut().expect("an input"), "{line}").expect("typed");
    }

    /// Ends the input.
    pub(crate) fn hangs_up(&self) {
        drop(self.input.borrow_mut().take());
    }

    /// Waits until the program ends.
    #[track_caller]
    pub(crate) fn end(&self) -> ExitStatus {
        self.is_left();
        wait("the program ends", || self.child.borrow_mut().try_wait().expect("a program"))
    }

    /// The site has this path on its host from now on.
    pub(crate) fn moves(&self, prefix: &str) {
        prefix.clone_into(&mut self.prefix.borrow_mut());
        self.known.borrow_mut().clear();
    }

    /// The clean build hides what is not published, or shows it.
    pub(crate) fn publishes(&self, only_published: bool) {
        self.shows.set(if only_published { &[] } else { &ALL });
    }

    /// Compares what is served with a clean build, byte for byte.
    #[track_caller]
    pub(crate) fn agrees(&self) {
        self.story("the preview equals a clean build");
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("clean");
        let (root, output) = (self.site.root.to_str(), output.to_str());
        let paths = ["--root", root.expect("text"), "--output", output.expect("text")];
        let build = [&["build", "--quiet", "--date", DAY], &paths[..], self.shows.get()].concat();
        let run = super::support::program::Run::from(anma(&build).output().expect("it runs"));
        run.ends_with(0);
        let clean = tree::site(Path::new(output.expect("text")));
        assert!(clean.len() > 3, "{clean:?}");
        let mut last = String::new();
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            last = self.difference(&clean);
            if last.is_empty() {
                self.ends();
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("first: the clean build, second: the preview\n{last}\n{:?}", self.last());
    }

    fn difference(&self, clean: &tree::Tree) -> String {
        let mut served = tree::Tree::new();
        let mut expected = tree::Tree::new();
        let mut known = self.known.borrow_mut();
        for (route, bytes) in clean {
            // Hosts do not show them.
            if matches!(&**route, "_headers" | "_redirects") {
                continue;
            }
            let path = address(&self.prefix.borrow(), route);
            let answer = self.ask(&path);
            expected.insert(path.clone(), bytes.clone());
            let seen = if answer.status == 200 { answer.plain() } else { answer.headers.into() };
            served.insert(path.clone(), seen);
            known.insert(path);
        }
        for path in known.iter().filter(|path| !expected.contains_key(*path)) {
            let answer = self.ask(path);
            if answer.status != 404 {
                served.insert(path.clone(), answer.body);
            }
        }
        tree::difference(&expected, &served)
    }
}

/// The address of a route.
fn address(prefix: &str, route: &str) -> String {
    let route = match route.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => route,
    };
    let mut address = prefix.to_owned();
    for byte in route.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => address.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => address.push(byte.into()),
            _ => {
                let _written = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.is_left();
        let child = self.child.get_mut();
        if let Ok(None) = child.try_wait() {
            let _killed = child.kill();
            let _ended = child.wait();
        }
    }
}
