//! What the index promises: the same bytes every time, whatever was kept.
#![cfg(feature = "search")]

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::output::Store;

const WORDS: [&str; 12] = [
    "sciatica",
    "Rückenschmerz",
    "café",
    "cafe",
    "over-the-counter",
    "lumbago",
    "neck",
    "iOS",
    "x.y.z",
    "massage",
    "😀 pain",
    "RSI",
];

fn record(at: usize) -> Record {
    let mut record =
        Record::new(format!("/pages/{at}/"), "en-GB", &format!("Page {at} {}", WORDS[at % 12]));
    record.meta("names", WORDS[(at * 7) % 12]);
    record.filter("kind", ["article", "condition", "treatment"][at % 3]);
    record.filter("body", WORDS[(at * 5) % 12]);
    record.filter("body", WORDS[(at * 3) % 12]);
    record.description(&format!("About {} and {}.", WORDS[(at * 2) % 12], WORDS[(at * 11) % 12]));
    for section in 0..at % 5 {
        record.block(Block::Heading(2, &format!("s{section}"), WORDS[(at + section) % 12]));
        record.block(Block::Text(&format!("Word{} number {section} of {at}.", at * section)));
    }
    record
}

fn records(make: &(dyn Fn(usize) -> Record + Sync)) -> Records<'_> {
    Records { language: "en-GB", count: 300, make, names: b"[]".to_vec() }
}

/// A store in a folder of its own, which lasts as long as both are held.
fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = camino::Utf8Path::from_path(folder.path()).expect("text");
    let store = Store::new(root, "kept");
    (folder, store)
}

fn names(bundle: &Bundle) -> Vec<&str> {
    bundle.files().map(|(route, _)| route.as_str()).collect()
}

#[test]
fn the_same_records_give_the_same_bytes_on_any_number_of_threads() {
    let first = index(&records(&record), None, None).expect("an index");
    for threads in [1, 2, 3, 8, 1] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let again = pool.install(|| index(&records(&record), None, None)).expect("an index");
        assert_eq!(names(&first), names(&again));
        assert!(first == again, "with {threads} threads");
    }
}

#[test]
fn nothing_is_in_it_that_no_reader_needs() {
    let bundle = index(&records(&record), None, None).expect("an index");
    let is_data = |name: &&str| name.contains(".pf_") || name.ends_with("entry.json");
    let (data, others): (Vec<&str>, Vec<&str>) = names(&bundle).into_iter().partition(is_data);
    assert_eq!(
        others,
        [
            "pagefind/names.json",
            "pagefind/pagefind.js",
            "pagefind/state.json",
            "pagefind/wasm.en-gb.pagefind"
        ]
    );
    for name in others.iter().chain(&data) {
        let name = name.strip_prefix("pagefind/").expect("in the folder");
        let is_named =
            name.split_once('/').is_some_and(|(folder, _)| NAMED_BY_CONTENT.contains(&folder));
        // Hosts that are told nothing ask again.
        let is_told_nothing = name.starts_with("wasm.") || name.ends_with(".pf_meta");
        assert!(is_named || RENEWED.contains(&name) || is_told_nothing, "{name}");
    }
    let of = |folder: &str| data.iter().filter(|name| name.starts_with(folder)).count();
    assert_eq!(of("pagefind/fragment/"), 300);
    assert_eq!(of("pagefind/filter/"), 2);
}

#[test]
fn a_language_without_a_program_of_its_own_has_the_general_one() {
    let of = |language: &str| {
        let records = Records { language, ..records(&record) };
        index(&records, None, None).expect("an index")
    };
    let other = of("cy");
    assert!(names(&other).contains(&"pagefind/wasm.unknown.pagefind"), "{:?}", names(&other));
    assert!(of("es").key != other.key);
}

#[test]
fn an_index_is_made_once_for_the_same_records() {
    let asked = AtomicUsize::new(0);
    let counted = |at: usize| {
        asked.fetch_add(1, Ordering::Relaxed);
        record(at)
    };
    let (_folder, store) = store();
    let first = index(&records(&counted), None, Some(&store)).expect("an index");
    assert_eq!(asked.swap(0, Ordering::Relaxed), 600, "once for the key, once for the index");
    let again = index(&records(&counted), None, Some(&store)).expect("an index");
    assert_eq!(asked.swap(0, Ordering::Relaxed), 300, "for the key alone");
    assert!(first == again);
    let last = index(&records(&counted), Some(&first), None).expect("an index");
    assert_eq!(asked.swap(0, Ordering::Relaxed), 300, "for the key alone");
    assert!(first == last);
}

#[test]
fn another_word_or_another_name_makes_another_index() {
    let (_folder, store) = store();
    let first = index(&records(&record), None, Some(&store)).expect("an index");
    let other = |at: usize| {
        let mut record = record(at);
        if at == 17 {
            record.block(Block::Text("unheard"));
        }
        record
    };
    let changed = index(&records(&other), Some(&first), Some(&store)).expect("an index");
    assert!(changed != first && changed.key != first.key);
    let named = Records { names: b"[\"x\"]".to_vec(), ..records(&record) };
    assert!(index(&named, Some(&first), Some(&store)).expect("an index").key != first.key);
}

#[test]
fn what_was_kept_and_broken_does_no_harm() {
    let good = index(&records(&record), None, None).expect("an index");
    let (_folder, store) = store();
    for broken in [&b""[..], b"anma search 1\n\0\0", &[255; 4096], b"{}"] {
        store.put(place("en-GB", 0), broken).expect("is kept");
        assert!(index(&records(&record), None, Some(&store)).expect("an index") == good);
    }
    let kept = store.get(place("en-GB", 0)).expect("the good one was kept");
    assert!(Part::read(&kept, good.parts[0].key).is_some());
    store.put(place("en-GB", 0), &kept[..kept.len() / 2]).expect("is kept");
    assert!(index(&records(&record), None, Some(&store)).expect("an index") == good);
}

#[test]
fn a_site_without_pages_has_an_index_too() {
    let none = Records { count: 0, ..records(&record) };
    let bundle = index(&none, None, None).expect("an index");
    assert!(names(&bundle).contains(&"pagefind/pagefind-entry.json"), "{:?}", names(&bundle));
}

/// The index of `records` in parts of 8 KiB.
fn in_parts(
    make: &(dyn Fn(usize) -> Record + Sync),
    last: Option<&Bundle>,
    kept: Option<&Store>,
) -> Bundle {
    index_in_parts(&records(make), last, kept, 8 * 1024).expect("an index")
}

#[test]
fn a_large_site_has_parts_and_an_edit_makes_one_of_them_again() {
    let (_folder, store) = store();
    let first = in_parts(&record, None, Some(&store));
    let count = first.parts.len();
    assert!(count > 5, "{count}");
    let all = names(&first);
    let of = |text: &str| all.iter().filter(|name| name.contains(text)).count();
    assert_eq!((of(".pf_fragment"), of("entry.json"), of(".pf_meta")), (300, count, count));
    assert_eq!((of("pagefind.js"), of("wasm."), of("names.json")), (1, 1, 1));
    assert!(of("pagefind/2/fragment/") > 0 && of(&format!("pagefind/{count}/index/")) > 0);
    let state = first.files().find(|(route, _)| route.as_str() == "pagefind/state.json");
    let state = String::from_utf8_lossy(state.expect("it is there").1).into_owned();
    assert_eq!(state, format!("{{\"key\":\"{}\",\"parts\":{count}}}", first.key));
    assert!(in_parts(&record, None, None) == first);
    let other = |at: usize| {
        let mut record = record(at);
        if at == 17 {
            record.block(Block::Text("x"));
        }
        record
    };
    for (last, kept) in [(Some(&first), None), (None, Some(&store))] {
        let asked = AtomicUsize::new(0);
        let counted = |at: usize| {
            asked.fetch_add(1, Ordering::Relaxed);
            other(at)
        };
        let changed = in_parts(&counted, last, kept);
        let again = asked.into_inner() - 300;
        assert!(again > 0 && again < 150, "{again} records were needed again");
        assert_eq!(
            changed.parts.iter().zip(&first.parts).filter(|(one, two)| one != two).count(),
            1
        );
    }
}
