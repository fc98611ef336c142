//! Tries every text of the rules for finished pages, and pages made to do harm.

#![expect(clippy::disallowed_methods, reason = "the tests read the files of the rules")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Flaw, RULES, Severity, observe, try_text};

/// The texts of a rule file under `fires` and under `passes`.
fn texts(yaml: &str) -> (Vec<String>, Vec<String>) {
    let mut both = (Vec::new(), Vec::new());
    let mut fires = None;
    for line in yaml.lines() {
        match line {
            "fires:" => fires = Some(true),
            "passes:" => fires = Some(false),
            line => {
                let list = match fires {
                    Some(true) => &mut both.0,
                    Some(false) => &mut both.1,
                    None => continue,
                };
                if line == "  - |-" {
                    list.push(String::new());
                } else if let Some(text) = list.last_mut() {
                    text.push_str(line.strip_prefix("    ").expect("part of a text"));
                    text.push('\n');
                }
            }
        }
    }
    both
}

fn serious(flaws: &[Flaw]) -> Vec<&Flaw> {
    flaws.iter().filter(|flaw| flaw.severity <= Severity::Warning).collect()
}

#[test]
fn every_rule_fires_alone_where_it_should_and_nowhere_else() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/packs");
    let mut faults = String::new();
    for rule in RULES {
        let pack = if rule.name.starts_with("PAGE-") { "page" } else { "links" };
        let file = packs.join(pack).join(format!("{}.yaml", rule.name));
        let yaml = std::fs::read_to_string(&file).expect("a file for every rule");
        let level = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        assert!(yaml.contains(&format!("\nlevel: {level}\n")), "{}", rule.name);
        let (fires, passes) = texts(&yaml);
        assert!(fires.len() >= 3 && passes.len() >= 3, "{} has too few texts", rule.name);
        for text in &fires {
            let flaws = try_text(text);
            let own = flaws.iter().filter(|flaw| flaw.rule == rule.name).count();
            let others: Vec<_> =
                serious(&flaws).into_iter().filter(|flaw| flaw.rule != rule.name).collect();
            if own != 1 || !others.is_empty() {
                let _ = writeln!(faults, "{} fires {own}: {text}{others:#?}", rule.name);
            }
        }
        for text in &passes {
            let flaws = try_text(text);
            let own = flaws.iter().any(|flaw| flaw.rule == rule.name);
            if own || !serious(&flaws).is_empty() {
                let _ = writeln!(faults, "{} does not pass: {text}{flaws:#?}", rule.name);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn texts_of_the_rule_for_structured_data() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/packs");
    let yaml = std::fs::read_to_string(packs.join("trust/SD-VOCAB.yaml")).expect("a file");
    let (fires, passes) = texts(&yaml);
    let base = crate::structured::Base {
        address: "https://example.com/articles/example/",
        is_known: &|_| false,
    };
    let serious = |html: &String| {
        let parts: Vec<_> =
            observe(html.as_bytes()).structured().map(|(from, to)| &html[from..to]).collect();
        let faults = crate::structured::check_page(&parts, &base);
        faults.iter().filter(|fault| fault.severity == crate::structured::Severity::Error).count()
    };
    assert!(fires.iter().all(|html| serious(html) == 1), "{fires:#?}");
    assert!(passes.iter().all(|html| serious(html) == 0));
}

#[test]
fn the_place_is_that_of_the_tag() {
    let html = "<!doctype html><html lang=en><meta name=viewport content=x><title>T</title><h1>É&amp;</h1>\
                \r\n<p>x <a\n href='/gone/'>Neck &amp; <b>back</b></a><noscript><p><img src=/no.png></noscript>";
    let flaws = try_text(html);
    let of = |rule: &str| flaws.iter().find(|flaw| flaw.rule == rule).expect(rule);
    let link = of("LINK-BROKEN");
    assert_eq!(link.offset, html.find("<a\n").expect("a link"));
    assert_eq!((link.written.as_str(), link.words.as_str()), ("/gone/", "Neck & back"));
    assert_eq!(of("ASSET-BROKEN").offset, html.find("<img").expect("a picture"));
}

#[test]
fn one_defect_is_told_once() {
    for (html, rules) in [
        ("<a href='/gone/#part'>Neck pain</a>", vec!["LINK-BROKEN"]),
        ("<a href='/old/#part'>Neck pain</a>", vec!["LINK-REDIRECT"]),
        (
            "<img src=/gone.png alt='A back' width=1 height=1><img src=/gone.png alt='A back' width=1 height=1>",
            vec!["ASSET-BROKEN"],
        ),
        (
            "<a href='http://a.example/'>One</a> <a href='http://a.example/'>Two</a>",
            vec!["LINK-INSECURE"],
        ),
        ("<a href=''></a>", vec!["LINK-EMPTY"]),
        (
            "<a href=/articles>Articles</a><p id=a><p id=a><p id=a>",
            vec!["LINK-SLASH", "PAGE-ID-TWICE"],
        ),
    ] {
        let page = format!(
            "<!doctype html><html lang=en><meta name=viewport content=x><title>T</title>\
             <meta name=description content='{}'><h1>H</h1>{html}",
            "d".repeat(60)
        );
        let flaws = try_text(&page);
        let found: Vec<_> = serious(&flaws).iter().map(|flaw| flaw.rule).collect();
        assert_eq!(found, rules, "{html}");
    }
}

#[test]
fn what_is_hidden_ends_where_it_should() {
    for hidden in [
        "<ul><li hidden>a<li>b</ul>",
        "<div><p hidden>a</div>",
        "<dl><dt hidden>a<dd>b</dl>",
        "<ul><li hidden><ul><li>a</ul><li>b</ul>",
        "<table><tr><th hidden>a<td>b</table>",
        "<div hidden><div>a</div></div>",
        "<svg aria-hidden=true><g/><path/></svg>",
        "<p hidden>a<p>b",
        "<input hidden aria-label=a>",
    ] {
        let flaws = try_text(&format!("<!doctype html><main>{hidden}<h1>Back pain</h1></main>"));
        assert!(flaws.iter().all(|flaw| flaw.rule != "PAGE-H1"), "{hidden}");
    }
}

#[test]
fn a_site_in_a_folder_is_judged_by_its_own_addresses() {
    let html = "<a href=/blog/a/>Page</a> <a href=/blog>Home</a> <a href=/a/>Beside</a> \
                <a href='https://example.com/blog/b/'>Gone</a> <a href='a/#x'>Part</a> <a href=../blog/a>Slash</a>";
    let seen = [observe(html.as_bytes()), observe(b"<p>")];
    let pages = [("index.html", 0), ("a/index.html", 1)].map(|(route, at)| super::PageIn {
        route,
        seen: &seen[at],
        is_listed: true,
    });
    let site = super::Site {
        prefix: "/blog/",
        origin: "https://example.com",
        files: &|_| false,
        alike: &|_| None,
        redirects: &std::collections::BTreeMap::new(),
        picture: &|_| None,
        third_parties: &[],
        limits: super::Limits::default(),
    };
    let flaws = super::judge(&site, &pages);
    let links: Vec<_> = (flaws.iter())
        .filter(|flaw| flaw.page == 0 && flaw.rule.starts_with("LINK"))
        .map(|flaw| (flaw.rule, flaw.written.as_str()))
        .collect();
    let expected = [
        ("LINK-SLASH", "/blog"),
        ("LINK-BROKEN", "https://example.com/blog/b/"),
        ("LINK-FRAGMENT", "a/#x"),
        ("LINK-SLASH", "../blog/a"),
    ];
    assert_eq!(links, expected);
}

/// Reads a page and says how long that took.
fn time(html: &[u8]) -> Duration {
    let start = Instant::now();
    std::hint::black_box(observe(html));
    start.elapsed()
}

#[test]
fn time_grows_with_the_length_and_no_faster() {
    let rows = [
        "<a>",
        "<a href=x>",
        "<a href=x>y</a>",
        "<p hidden>",
        "<div aria-hidden=true>",
        "<table><td>",
        "<h1>",
        "<h1>x</h1><h4></h4>",
        "<noscript>",
        "<template>",
        "<svg>",
        "<svg><title>",
        "<button>",
        "<label for=x>",
        "<input id=a>",
        "<picture>",
        "<img>",
        "<style>url(",
        "url(",
        "<style>@import '",
        "<style>/*",
        "<img srcset='",
        "<img srcset=','>",
        "<p id=x>",
        "<i style='url(x'>",
        "&amp",
        "&",
        "<",
        "</",
        "<!--",
        "<a b=c ",
        "<a b='",
        "<script>",
        "</script>",
        "<title>",
        "<textarea>",
        "<base href=//x>",
        "<p aria-labelledby='a b'>",
        "\r\n",
        "\0",
        "\u{fffd}",
        "<dialog>x</dialog>",
    ];
    for row in rows {
        let small = row.repeat(30_000 / row.len());
        let large = row.repeat(480_000 / row.len());
        time(small.as_bytes());
        let before = time(small.as_bytes()).max(Duration::from_millis(4));
        let after = time(large.as_bytes());
        assert!(after < before * 80, "{row}: {before:?} grows to {after:?}");
    }
    let mut ids = String::new();
    for at in 0..100_000 {
        let _ = write!(ids, "<p id=a{at} aria-describedby=b{at}><a href=#a{at}>x</a>");
    }
    let start = Instant::now();
    let flaws = try_text(&ids);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(flaws.iter().filter(|flaw| flaw.rule == "PAGE-REFERENCE").count(), 100_000);
    assert!(flaws.iter().all(|flaw| flaw.rule != "LINK-FRAGMENT"));
}

/// A row of numbers that looks random and is the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

#[test]
fn no_page_stops_the_reading() {
    let parts: &[&[u8]] = &[
        b"<",
        b">",
        b"</",
        b"/>",
        b"=",
        b"\"",
        b"'",
        b" ",
        b"<a href=",
        b"</a>",
        b"<h2>",
        b"</h2>",
        b"<img src=",
        b" alt=",
        b"<table>",
        b"<td>",
        b"<template>",
        b"</template>",
        b"<noscript>",
        b"</noscript>",
        b"<svg>",
        b"</svg>",
        b"<title>",
        b"<style>",
        b"url(",
        b"<base href=",
        b"hidden",
        b"aria-hidden=true",
        b"id=",
        b"#",
        b"%",
        b"%ff",
        b"..",
        b"/",
        b"//",
        b"\\",
        b":",
        b"http",
        b"data:",
        b"\xff",
        b"\xe9",
        b"\0",
        b"&",
        b"&#x;",
        b"x",
        "é".as_bytes(),
        "’".as_bytes(),
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<meta http-equiv=refresh content=",
        b"0;url=",
        b"<link rel=canonical href=",
        b"srcset=",
        b",",
        b"(",
        b")",
        b"\n",
        b"<script type=application/ld+json>",
        b"</script>",
        b"<p hidden>",
        b"<input>",
        b"<label>",
        b"<button>",
    ];
    let mut dice = Dice(7);
    for _ in 0..20_000 {
        let mut html = Vec::new();
        for _ in 0..dice.roll(40) {
            if dice.roll(8) == 0 {
                html.push(u8::try_from(dice.roll(256)).expect("a byte"));
            } else {
                html.extend_from_slice(parts[dice.roll(parts.len())]);
            }
        }
        drop(observe(&html));
        drop(try_text(&String::from_utf8_lossy(&html)));
    }
}
