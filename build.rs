//! Embeds the default theme and names this build of the program.
//!
//! Comes in: `themes/default/` and `src/`. Goes out: `embedded_theme.rs`, a table of the theme's
//! files, `embedded_rules.rs`, the same of the rules of `anma check`, and `ANMA_BUILD_ID`, a fingerprint of everything that decides what the program writes.
//! It must never read the clock: the same sources give the same program.

#![expect(clippy::expect_used, reason = "a build script may fail, and says where")]
#![expect(
    clippy::disallowed_methods,
    reason = "the edge: sources become values of the program here"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// FNV-1a, 64 bits: stable between runs and good enough to tell two builds apart.
fn fold(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The rules: pack, name and text of each, by pack and name. The file of classes is a rule of no pack.
fn embed_rules(folder: &Path, out: &Path) {
    let mut rules = Vec::new();
    files(folder, &mut rules);
    rules.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    rules.sort();
    let mut table = String::from("&[\n");
    for path in &rules {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let below = path.strip_prefix(folder.join("packs")).ok().and_then(Path::parent);
        let pack = below.unwrap_or(Path::new("")).to_string_lossy();
        let path = path.to_string_lossy();
        writeln!(table, "    ({pack:?}, {name:?}, include_str!({path:?})),").expect("a string");
    }
    table.push_str("]\n");
    fs::write(out.join("embedded_rules.rs"), table).expect("OUT_DIR is writable");
}

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    println!("cargo:rerun-if-changed=themes/default");
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=Cargo.lock");

    let theme = root.join("themes/default");
    let mut embedded = Vec::new();
    files(&theme, &mut embedded);
    embedded.sort();
    let mut table = String::from("&[\n");
    for path in &embedded {
        let name = path.strip_prefix(&theme).expect("inside").to_string_lossy().replace('\\', "/");
        let path = path.to_string_lossy();
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").expect("a string");
    }
    table.push_str("]\n");
    fs::write(out.join("embedded_theme.rs"), table).expect("OUT_DIR is writable");

    embed_rules(&root.join("src/rules"), &out);

    let mut inputs = embedded;
    files(&root.join("src"), &mut inputs);
    inputs.push(root.join("Cargo.lock"));
    inputs.sort();
    let mut id = 0xcbf2_9ce4_8422_2325;
    for path in &inputs {
        id = fold(id, path.strip_prefix(&root).expect("inside").to_string_lossy().as_bytes());
        id = fold(id, &fs::read(path).unwrap_or_default());
    }
    println!("cargo:rustc-env=ANMA_BUILD_ID={id:016x}");
}
