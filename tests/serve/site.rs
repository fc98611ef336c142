//! A site in memory, and beside it on the disk what must never leak.
#![expect(
    clippy::disallowed_methods,
    reason = "the test prepares a folder that must never be read"
)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use anma::graph::Standing;
use anma::serve::http::{Server, ServerSettings, start};
use anma::serve::{Found, Live, Site};

/// What stands in every file that must not leak.
pub(crate) const CANARY: &str = "CANARY-5e1f";
/// What stands on the home page.
pub(crate) const HOME: &str = "the home page of the site";
/// What stands on the site's own page for what is not there.
pub(crate) const NOT_FOUND: &str = "the site's own page for lost visitors";

/// A site that is a map.
pub(crate) struct MapSite {
    files: Mutex<BTreeMap<String, Found>>,
    prefix: String,
    build: AtomicU64,
}

impl MapSite {
    pub(crate) fn new(prefix: &str) -> Arc<Self> {
        Arc::new(Self { files: Mutex::default(), prefix: prefix.into(), build: AtomicU64::new(1) })
    }

    /// The site that most tests use.
    pub(crate) fn usual() -> Arc<Self> {
        let site = Self::new("/");
        let page = |text: &str| {
            format!("<!doctype html><html><head><title>t</title></head><body>{text}</body></html>")
        };
        site.put("index.html", page(HOME));
        site.put("about/index.html", page("about us"));
        site.put("articles/neck/index.html", page("neck"));
        site.put("404.html", page(NOT_FOUND));
        site.put("app.js", "export const answer = 42;");
        site.put("style.css", "body{color:red}");
        site.put("img/a.png", [137, 80, 78, 71, 13, 10]);
        site.put("big.bin", (0..1_000_000_u32).map(|at| at.to_le_bytes()[0]).collect::<Vec<u8>>());
        site.put("按摩/index.html", page("massage"));
        site.put("a b.txt", "a space");
        site
    }

    /// Writes a file, as a new build.
    pub(crate) fn put(&self, route: &str, bytes: impl Into<Vec<u8>>) {
        let bytes: Vec<u8> = bytes.into();
        self.files.lock().expect("files").insert(route.into(), Found::published(bytes));
        self.build.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn stand(&self, route: &str, standing: Standing) {
        self.files.lock().expect("files").get_mut(route).expect("a file").standing = standing;
    }

    pub(crate) fn remove(&self, route: &str) {
        self.files.lock().expect("files").remove(route);
        self.build.fetch_add(1, Ordering::SeqCst);
    }
}

impl Site for MapSite {
    fn find(&self, route: &str) -> Option<Found> {
        assert_ne!(route, "panic/index.html", "this page always panics");
        assert!(
            route.split('/').all(|part| !part.is_empty() && part != "." && part != ".."),
            "{route}"
        );
        self.files.lock().expect("files").get(route).cloned()
    }

    fn prefix(&self) -> String {
        self.prefix.clone()
    }

    fn build(&self) -> u64 {
        self.build.load(Ordering::SeqCst)
    }
}

/// A server for a test, with its site and channel.
pub(crate) struct Preview {
    pub(crate) server: Server,
    pub(crate) site: Arc<MapSite>,
    pub(crate) live: Live,
    pub(crate) port: u16,
}

impl Preview {
    pub(crate) fn of(site: Arc<MapSite>, settings: ServerSettings) -> Self {
        stand_in_the_folder();
        let live = Live::new(Arc::clone(&site) as Arc<dyn Site>);
        let server =
            start(settings, Arc::clone(&site) as Arc<dyn Site>, live.clone()).expect("a server");
        let port = server.address.port();
        Self { server, site, live, port }
    }

    pub(crate) fn usual() -> Self {
        Self::of(MapSite::usual(), settings())
    }
}

/// Any free port, and a script.
pub(crate) fn settings() -> ServerSettings {
    ServerSettings { port: 0, client: "the client", ..ServerSettings::default() }
}

/// Makes a folder with secrets around and in it the folder that a careless server would serve.
fn stand_in_the_folder() {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let output = root.join("output");
        for path in [
            "secret.txt",
            "output-secret/secret.txt",
            "output/.env",
            "output/.git/config",
            "output/fifo.txt",
        ] {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, CANARY).expect("a file");
        }
        for path in ["unreadable.txt", "secret.txt", "ENV~1", "con", "dirindex/index.html"] {
            let path = output.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, CANARY).expect("a file");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.join("secret.txt"), output.join("link-out.txt"))
                .expect("a link");
            std::os::unix::fs::symlink(root.join("output-secret"), output.join("link-dir"))
                .expect("a link");
            let made = std::process::Command::new("mkfifo").arg(output.join("fifo")).status();
            assert!(made.is_ok_and(|made| made.success()), "a pipe");
        }
        std::env::set_current_dir(&output).expect("to stand in the folder");
        folder
    });
}
