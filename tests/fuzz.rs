//! What fuzzing has found and kept, tried on every change: each file in `fuzz/corpus/` goes through its target again.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test is at the edge; of one that fails, the file must be known"
)]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must fail")]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Feeds `target` with all that is kept for it.
fn all(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut count = 0;
    for entry in
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
    {
        let path = entry.expect("a name").path();
        let bytes = fs::read(&path).expect("a file");
        eprintln!("{}", path.display());
        target(&bytes);
        count += 1;
    }
    assert!(count > 2, "only {count} files in {}", folder.display());
}

macro_rules! targets {
    ($($name:ident),*) => {$(
        #[test]
        fn $name() {
            all(stringify!($name), targets::$name);
        }
    )*};
}

targets!(page, check, front_matter, settings, rules, route, request, state);
