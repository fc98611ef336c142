//! Hostile, broken and odd input. Adding a case is adding a file to `tests/bad_inputs/`:
//!
//! ```text
//! # why
//! expect: err | ok | any      err: refused with exit code 1 and a message that names the file; ok: built;
//!                             any: either
//! never: text                 must not stand in the site; any number of lines
//! names: path                 the file that the message must name, if not the first one
//! escapes: yes                \xNN in the files is a byte
//! -- path --                  the files, as everywhere; without anma.yaml a plain one is added
//! ```
//!
//! Whatever comes in, the program ends in time, within its memory, with 0 or 1, and touches nothing but its
//! output. Cases that are too large for a file or need more than text are made by functions below.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::support::program::{Run, SETTINGS, Site};
use crate::support::{tests, tree};

/// Seconds that a case may take. Without optimisation the program is several times slower.
const TIME: u32 = if cfg!(debug_assertions) { 90 } else { 20 };
/// Memory that a case may use, in KiB of address space.
const MEMORY: u32 = 2 << 20;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Expect {
    Refused,
    Built,
    Either,
}

/// Builds `site` within bounds, checks what always holds, and gives what was printed.
#[track_caller]
fn build(name: &str, site: &Site, expect: Expect, names: &str, never: &[Vec<u8>]) -> Run {
    let parent = site.root.parent().expect("a parent").to_owned();
    let outside = || {
        let mut all = tree::read(&parent);
        all.retain(|path, _| {
            let own = ["site/output/", "site/.output.state/", "site/.anma/"];
            !own.iter().any(|own| path.starts_with(own))
        });
        all
    };
    let before = outside();
    let script = format!(
        "ulimit -v {MEMORY}; ulimit -c 0; exec timeout -s KILL {TIME} '{}' build --date 2026-12-01 --jobs 2",
        env!("CARGO_BIN_EXE_anma")
    );
    let start = Instant::now();
    let output = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output();
    let run = Run::from(output.expect("a shell"));
    let short: String = run.err.chars().take(3000).collect();
    let took = start.elapsed();
    match expect {
        Expect::Refused => assert_eq!(run.code, 1, "{name} must be refused ({took:?})\n{short}"),
        Expect::Built => assert_eq!(run.code, 0, "{name} must be built ({took:?})\n{short}"),
        Expect::Either => {
            assert!(
                matches!(run.code, 0 | 1),
                "{name}: exit code {} ({took:?})\n{short}",
                run.code
            );
        }
    }
    if run.code == 1 {
        let is_named = expect != Expect::Refused || run.err.contains(names);
        assert!(is_named, "{name}: the message must name {names}\n{short}");
        assert!(!site.output().exists(), "{name}: something was published");
    }
    let hidden = |one: char| one.is_control() && one != '\n' && one != '\t';
    assert!(
        !run.err.contains(hidden),
        "{name}: a control character reaches the terminal\n{short:?}"
    );
    assert!(!run.err.contains("panicked"), "{name}\n{short}");
    let difference = tree::difference(&before, &outside());
    assert!(difference.is_empty(), "{name}: something outside the output changed\n{difference}");
    for (path, bytes) in tree::site(&site.output()) {
        // Any byte may stand in a font or a picture, and in the index for search, which no browser shows but as text.
        let is_index = path.starts_with("pagefind/")
            && ![".json", ".js"].iter().any(|ending| path.ends_with(ending));
        let is_text = !path.ends_with(".woff2") && !path.ends_with(".png") && !is_index;
        for payload in never.iter().filter(|_| is_text) {
            assert!(
                memchr::memmem::find(&bytes, payload).is_none(),
                "{name}: {path} has {:?}",
                String::from_utf8_lossy(payload)
            );
        }
        if path.ends_with(".xml") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            well_formed(&text)
                .unwrap_or_else(|problem| panic!("{name}: {path}: {problem}\n{text}"));
        } else if path.ends_with(".json") {
            let parsed: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
            assert!(parsed.is_ok(), "{name}: {path}: {parsed:?}");
        }
    }
    run
}

/// Whether tags match and nothing stands in the text that XML 1.0 forbids.
fn well_formed(xml: &str) -> Result<(), String> {
    let allowed = |one: char| matches!(one, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(bad) = xml.chars().find(|one| !allowed(*one)) {
        return Err(format!("has the character {bad:?}"));
    }
    for (at, _) in xml.match_indices('&') {
        let name = xml[at + 1..].split(';').next().unwrap_or_default();
        let numeric = name
            .strip_prefix('#')
            .is_some_and(|digits| digits.chars().all(|one| one.is_ascii_hexdigit() || one == 'x'));
        if !["amp", "lt", "gt", "quot", "apos"].contains(&name) && !numeric {
            return Err(format!("has a bare `&` before {name:?}"));
        }
    }
    let mut open = Vec::new();
    let mut rest = xml.split_once("?>").map_or(xml, |(_, rest)| rest);
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').ok_or("a tag without end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or_default());
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

/// `text` with `\xNN` as bytes.
fn bytes_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut parts = text.split("\\x");
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        // A part may begin inside a letter of several bytes only if no digits follow.
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part[2..].bytes());
            }
            None => bytes.extend(format!("\\x{part}").bytes()),
        }
    }
    bytes
}

fn run_file(path: &PathBuf) {
    let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a text");
    let start = text.find("-- ").expect("files");
    let (head, files) = text.split_at(start);
    let (mut expect, mut never, mut names, mut escapes) = (None, Vec::new(), None, false);
    for line in head.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(": ") {
            Some(("expect", "err")) => expect = Some(Expect::Refused),
            Some(("expect", "ok")) => expect = Some(Expect::Built),
            Some(("expect", "any")) => expect = Some(Expect::Either),
            Some(("never", payload)) => never.push(bytes_of(payload)),
            Some(("names", file)) => names = Some(file.to_owned()),
            Some(("escapes", "yes")) => escapes = true,
            _ => panic!("{name}: what is `{line}`?"),
        }
    }
    let site = Site::new("");
    if !files.contains("-- anma.yaml --") {
        site.write("anma.yaml", SETTINGS);
    }
    let mut first = None;
    for source in anma::source::fixture(files).iter() {
        let text = source.as_text().expect("a text");
        let bytes = if escapes { bytes_of(text) } else { text.as_bytes().to_vec() };
        site.write(source.path.as_str(), bytes);
    }
    for line in files.lines() {
        let file = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        if let Some(file) = file.filter(|file| *file != "anma.yaml" && first.is_none()) {
            first = Some(file.to_owned());
        }
    }
    let names = names.or(first).unwrap_or_else(|| "anma.yaml".to_owned());
    build(&name, &site, expect.expect("what is expected"), &names, &never);
}

#[test]
fn every_file_of_bad_input() {
    let entries = fs::read_dir(tests().join("bad_inputs")).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 150, "only {} cases were found", files.len());
    let failed: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let result = std::panic::catch_unwind(|| run_file(file)).err()?;
            let text = result.downcast_ref::<String>().cloned();
            Some(text.unwrap_or_else(|| format!("{} failed", file.display())))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} failed\n{}",
        failed.len(),
        files.len(),
        failed.join("\n\n")
    );
}

/// A site with the article `x.md`.
fn article(front_matter: &str, body: &str) -> Site {
    let site = Site::new("");
    site.write("anma.yaml", SETTINGS);
    site.write("content/articles/x.md", format!("---\ntitle: One\n{front_matter}---\n{body}"));
    site
}

/// Builds the article made of `front_matter` and `body`.
#[track_caller]
fn huge(name: &str, expect: Expect, front_matter: &str, body: &str) -> Run {
    build(name, &article(front_matter, body), expect, "content/articles/x.md", &[])
}

#[test]
fn huge_front_matter() {
    let mut laughs = String::from("extra:\n  a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (one, two) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let aliases = vec![format!("*{one}"); 9].join(",");
        laughs.push_str(&format!("  {two}: &{two} [{aliases}]\n"));
    }
    huge("billion laughs", Expect::Refused, &laughs, "");
    huge(
        "sixty thousand brackets",
        Expect::Refused,
        &format!("extra: {}\n", "[".repeat(60_000)),
        "",
    );
    huge(
        "sixty thousand braces",
        Expect::Refused,
        &format!("extra: {}\n", "{a: ".repeat(15_000)),
        "",
    );
    let nested: String = (0..1000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    huge(
        "a thousand levels",
        Expect::Either,
        &format!("extra:\n {}\n", nested.replace('\n', "\n ")),
        "",
    );
    huge("hyphens", Expect::Either, &format!("extra: \n  {}x\n", "- ".repeat(20_000)), "");
    huge("a key of a megabyte", Expect::Refused, &format!("{}: x\n", "k".repeat(1 << 20)), "");
    huge(
        "a title of a megabyte",
        Expect::Refused,
        &format!("description: {}\n", "d".repeat(1 << 20)),
        "",
    );
    let aliases = format!("extra: {{a: &a x, b: [{}]}}\n", vec!["*a"; 15_000].join(","));
    huge("many aliases", Expect::Either, &aliases, "");
    let topics: Vec<String> = (0..1_000).map(|number| format!("t{number}")).collect();
    huge("a thousand topics", Expect::Either, &format!("topic: [{}]\n", topics.join(",")), "");
    let keys: String = (0..6_000).map(|number| format!("k{number}: 1\n")).collect();
    huge("six thousand unknown fields", Expect::Refused, &keys, "");
    huge("open quotation marks", Expect::Refused, &format!("extra: {}\n", "\"".repeat(60_001)), "");
    huge("comments", Expect::Either, &"#\n".repeat(30_000), "");
}

#[test]
fn huge_settings_and_data() {
    let site = article("", "");
    site.write(
        "anma.yaml",
        format!("title: A\nbase_url: https://x.example\nmenu: {}\n", "[".repeat(500_000)),
    );
    build("settings of brackets", &site, Expect::Refused, "anma.yaml", &[]);
    let site = article("", "");
    let terms: String = (0..3_000)
        .map(|number| format!("c{number}: {{type: condition, title: Condition {number}}}\n"))
        .collect();
    site.write("content/vocabulary.yaml", terms);
    build("three thousand conditions", &site, Expect::Built, "", &[]);
    let site = article("", "");
    site.write("content/sources.yaml", format!("a: {}", "{b: ".repeat(100_000)));
    build("sources of braces", &site, Expect::Refused, "content/sources.yaml", &[]);
    let site = article("", "");
    site.write("content/articles/big.md", vec![b'x'; 17 << 20]);
    build("an article of 17 MiB", &site, Expect::Refused, "content/articles/big.md", &[]);
}

#[test]
fn huge_text() {
    for (name, body) in [
        ("nested quotes", ">".repeat(100_000)),
        ("nested quotes with words", format!("{}a", "> ".repeat(50_000))),
        ("nested emphasis", format!("{}a{}", "*a ".repeat(32_000), "*".repeat(32_000))),
        ("nested strong emphasis", format!("{}a{}", "**a".repeat(20_000), "b**".repeat(20_000))),
        ("images in brackets", "![[]()".repeat(50_000)),
        ("open brackets", "[".repeat(100_000)),
        ("open links", "[a](".repeat(50_000)),
        ("open links with an angle", "[a](<b".repeat(50_000)),
        ("open wiki links", "[[".repeat(50_000)),
        ("wiki links with bars", "[[a|".repeat(30_000)),
        (
            "nested lists",
            (0..2_000).map(|depth| format!("{}- a\n", " ".repeat(depth * 2))).collect(),
        ),
        ("list marks", "- ".repeat(20_000)),
        ("backticks", (1..2_000).map(|count| "`".repeat(count) + " ").collect()),
        (
            "table of many columns",
            format!("{}\n{}\n{}", "|a".repeat(5_000), "|-".repeat(5_000), "|a\n".repeat(500)),
        ),
        ("entities", "&amp".repeat(50_000)),
        ("open comments", "<!-- ".repeat(30_000)),
        ("open tags", "<a ".repeat(50_000)),
        ("open shortcodes", "{{< ".repeat(50_000)),
        ("shortcodes", "{{< phone >}} ".repeat(5_000)),
        ("open blocks", ":::warning a\n".repeat(20_000)),
        ("nested blocks", format!("{}{}", ":::warning a\n".repeat(5_000), ":::\n".repeat(5_000))),
        ("block ends", ":::\n".repeat(20_000)),
        ("open attributes", "# a {#".repeat(30_000)),
        ("attributes", format!("# a {{{}}}", ".b ".repeat(30_000))),
        (
            "references",
            (0..10_000).map(|number| format!("[r{number}]: /x{number}\n")).collect::<String>(),
        ),
        ("definitions", "a\n: b\n\n".repeat(20_000)),
        ("alerts", "> [!NOTE]\n> a\n\n".repeat(10_000)),
        ("code of C continuations", format!("```c\n{}\n```\n", "#define a \\\n".repeat(3_500))),
        ("code of brackets", format!("```json\n{}\n```\n", "[".repeat(50_000))),
        ("code of here documents", format!("```bash\n{}\n```\n", "cat <<EOF\n".repeat(8_000))),
        ("code in one line", format!("```js\n{}\n```\n", "x".repeat(1 << 20))),
        ("one line", "word ".repeat(400_000)),
        ("empty lines", "\n".repeat(1_000_000)),
        ("carriage returns", "\r".repeat(500_000)),
        ("spaces", " ".repeat(1_000_000)),
        ("hard breaks", "a\\\n".repeat(100_000)),
        ("one sentence", format!("[[One]] {}", "word ".repeat(200_000))),
        ("quotation marks", "\"'".repeat(100_000)),
    ] {
        huge(name, Expect::Either, "", &body);
    }
    huge("equal headings", Expect::Built, "", &"## Same\n\n".repeat(20_000));
    let notes: String =
        (0..20_000).map(|number| format!("a[^{number}]\n\n[^{number}]: b\n\n")).collect();
    huge("footnotes", Expect::Built, "", &notes);
    huge(
        "one footnote often",
        Expect::Built,
        "",
        &format!("{}\n\n[^1]: b\n", "a[^1] ".repeat(20_000)),
    );
    huge("links to one page", Expect::Built, "", &"[[One]] ".repeat(20_000));
    huge("broken links", Expect::Refused, "", &"[[Onn]] [a](b.md) ".repeat(500));
}

#[test]
fn huge_texts_full_of_names() {
    let terms = "pain: {type: symptom, title: pain}\nback-pain: {type: symptom, title: back pain}\nlong: {type: symptom, title: pain pain pain pain pain pain pain pain pain pain pain pain ache}\n";
    let built = |name: &str, settings: &str, body: &str| {
        let site = article("links: {limit: 1000}\n", body);
        site.write("anma.yaml", format!("{SETTINGS}{settings}"));
        site.write("content/vocabulary.yaml", terms);
        build(name, &site, Expect::Built, "", &[]);
    };
    built("a paragraph of a million words", "", &"back pain word é ".repeat(250_000));
    built("a million words in paragraphs", "", &"back pain\n\nword pain\n\n".repeat(250_000));
    built("a name that never ends", "", &"pain ".repeat(300_000));
    built("one long word", "", &"pain\u{301}".repeat(200_000));
    built("one long address", "", &format!("x://{}", "pain.".repeat(300_000)));
    built("words between code", "", &"pain`x`".repeat(100_000));
    built("words between punctuation", "", &format!("pain{}", ",".repeat(1_000_000)).repeat(3));
    built("words far from each other", "", &"pain\u{ad}, ".repeat(200_000));
    built(
        "names in sections",
        "links: {scope: section}\n",
        &"## A\n\npain and back pain\n\n".repeat(20_000),
    );
    built(
        "names that must stand apart",
        "links: {scope: section, max_per_block: 1, min_gap_words: 3}\n",
        &"## A\n\npain and back pain\n\n".repeat(20_000),
    );
    built("tags", "markdown: {html: allow}\n", &"<b title='<a>'>pain</b><kbd>".repeat(40_000));
    let tags = format!("{}{} pain", "<kbd>".repeat(200_000), "</abbr>".repeat(200_000));
    built("tags that end nothing", "markdown: {html: allow}\n", &tags);
    built("open tags", "markdown: {html: allow}\n", &"<a <kbd pain ' ".repeat(50_000));
}

#[test]
fn many_names() {
    let site = article("", &"Thing 77 and other 4096 name 4 c.\n".repeat(1_000));
    let terms: String = (0..10_000)
        .map(|number| {
            let also: Vec<String> = ["a", "b", "c", "d", "e"]
                .map(|one| format!("other {number} name {number} {one}"))
                .into();
            format!(
                "c{number}: {{type: cause, title: Thing {number}, also: [{}]}}\n",
                also.join(", ")
            )
        })
        .collect();
    site.write("content/vocabulary.yaml", terms);
    build("ten thousand names with synonyms", &site, Expect::Built, "", &[]);
    let site = article("", "A knot.\n");
    for number in 0..2_000 {
        let kind = ["causes", "conditions"][number % 2];
        site.write(
            format!("content/{kind}/c{number}.md"),
            format!("---\ntitle: Thing {number}\nalso: [knot]\n---\n"),
        );
    }
    build("a name of two thousand pages", &site, Expect::Refused, "link::", &[]);
}

#[test]
fn many_pages() {
    let site = article("", "");
    for number in 0..20_000 {
        site.write(
            format!("content/articles/p{number}.md"),
            format!("---\ntitle: Page {number}\n---\n"),
        );
    }
    build("twenty thousand pages", &site, Expect::Built, "", &[]);
    assert!(site.output().join("articles/p19999/index.html").exists());
}

#[test]
fn odd_things_in_the_folder() {
    let site = article("", "");
    symlink(".", site.root.join("content/loop")).expect("a link");
    symlink("..", site.root.join("content/articles/up")).expect("a link");
    symlink("/etc/passwd", site.root.join("content/articles/out.md")).expect("a link");
    symlink("/etc/passwd", site.root.join("content/articles/out.txt")).expect("a link");
    symlink("nowhere", site.root.join("content/articles/gone.md")).expect("a link");
    symlink("self", site.root.join("content/articles/self")).expect("a link");
    fs::create_dir(site.root.join("static")).expect("a folder");
    symlink("/etc/passwd", site.root.join("static/passwd")).expect("a link");
    symlink("/etc", site.root.join("static/etc")).expect("a link");
    let socket =
        std::os::unix::net::UnixListener::bind(site.root.join("content/articles/socket.md"));
    socket.expect("a socket");
    for fifo in
        ["content/articles/fifo.md", "content/fifo.jpg", "static/fifo", "content/sources.yaml"]
    {
        let made = Command::new("mkfifo").arg(site.root.join(fifo)).status().expect("mkfifo");
        assert!(made.success());
    }
    fs::create_dir(site.root.join("content/articles/folder.md")).expect("a folder");
    // Reading the pipes to compare them would wait for ever, so the outside is not compared here.
    let output = Command::new("timeout")
        .args(["-s", "KILL", "20", env!("CARGO_BIN_EXE_anma"), "build"])
        .current_dir(&site.root)
        .output();
    let run = Run::from(output.expect("runs")).ends_with(0);
    for name in [
        "fifo.md",
        "fifo.jpg",
        "socket.md",
        "out.md",
        "out.txt",
        "gone.md",
        "loop",
        "static/passwd",
        "static/etc",
        "content/sources.yaml",
    ] {
        assert!(run.err.contains(name), "{name} is not named\n{}", run.err);
    }
    for (path, bytes) in tree::read(&site.output()) {
        assert!(memchr::memmem::find(&bytes, b"root:x:0").is_none(), "{path}");
    }
}

#[test]
fn settings_and_theme_that_are_no_files() {
    for thing in
        ["anma.yaml", "themes/t/theme.yaml", "content", "static", "assets", "themes", "themes/t"]
    {
        for kind in ["folder", "pipe", "file", "link"] {
            let site = Site::new("");
            if thing != "anma.yaml" {
                site.write("anma.yaml", format!("{SETTINGS}theme: t\n"));
            }
            let path = site.root.join(thing);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            match kind {
                "folder" => fs::create_dir(&path).expect("a folder"),
                "file" => fs::write(&path, "\u{1}{{{").expect("a file"),
                "link" => symlink("/etc", &path).expect("a link"),
                _ => assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo").success()),
            }
            let output = Command::new("timeout")
                .args(["-s", "KILL", "20", env!("CARGO_BIN_EXE_anma"), "build"])
                .current_dir(&site.root)
                .output();
            let run = Run::from(output.expect("runs"));
            assert!(matches!(run.code, 0 | 1), "{thing} is a {kind}: {run:?}");
            assert!(!run.err.contains("panicked"), "{thing} is a {kind}: {}", run.err);
            assert!(
                !site.output().join("passwd").exists()
                    && !site.output().join("assets/passwd").exists(),
                "{thing} is a {kind}"
            );
        }
    }
}

#[test]
fn names_that_are_no_text() {
    let site = article("", "");
    site.write_bytes("content/articles", b"caf\xe9.md", "---\ntitle: A\n---\n");
    site.write_bytes("static", b"\xff\xfe.txt", "x");
    let run = build("names in Latin 1", &site, Expect::Refused, "content/articles/caf", &[]);
    assert!(run.err.contains("static/"), "{}", run.err);
    let site = article("", "");
    site.write_bytes("content/articles", b"a\nb\x1b[31m.md", "---\ntitel: A\n---\n");
    build("a name with a line break", &site, Expect::Refused, "content/articles/a", &[]);
    let site = article("", "");
    site.write_bytes("static", b"a\nb\x07.txt", "x");
    build("a picture with a line break", &site, Expect::Refused, "static/a", &[]);
    let site = article("", "");
    fs::create_dir(
        site.root
            .join("content/articles")
            .join(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"caf\xe9")),
    )
    .expect("a folder");
    build("an empty folder in Latin 1", &site, Expect::Either, "content/articles", &[]);
}

#[test]
fn deep_and_long_paths() {
    let deep = |levels: usize, name: &str| format!("{}/x.md", vec![name; levels].join("/"));
    for (name, path) in [
        ("sixty levels", deep(60, "d")),
        ("ninety levels", deep(90, "d")),
        ("long names", deep(4, &"n".repeat(190))),
        ("too long names", deep(2, &"n".repeat(240))),
        ("near the longest path", deep(15, &"n".repeat(199))),
    ] {
        let site = article("", "");
        site.write(format!("content/{path}"), "---\ntitle: Deep\n---\n");
        build(name, &site, Expect::Either, "content/", &[]);
    }
}

#[test]
fn pictures_are_not_decoded() {
    let site = article("", "![a](bomb.gif) ![b](bomb.png) ![c](empty.jpg)\n");
    site.write("content/articles/bomb.gif", b"GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;");
    site.write(
        "content/articles/bomb.png",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\x00\x00\x00",
    );
    site.write("content/articles/empty.jpg", b"");
    build("pictures that claim to be huge", &site, Expect::Built, "", &[]);
}
