//! Whether the words that anma uses are those of schema.org.

use super::vocabulary::{PROPERTIES, TYPES};

/// The rows of a table of the vocabulary, without its head; lists in a column have spaces between them.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<Vec<&'static str>>> {
    table
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.split(' ').collect()).collect())
}

fn row(table: &'static str, name: &str) -> Vec<Vec<&'static str>> {
    rows(table).find(|row| row[0][0] == name).unwrap_or_else(|| panic!("there is no {name}"))
}

const KNOWN_TYPES: &str = include_str!("../../../tests/structured_data/data/types.csv");
const KNOWN_PROPERTIES: &str = include_str!("../../../tests/structured_data/data/properties.csv");

/// Whether `name` is `wider` or a kind of it, as schema.org sees it.
fn is(name: &str, wider: &str) -> bool {
    name == wider
        || rows(KNOWN_TYPES)
            .filter(|row| row[0][0] == name)
            .any(|row| row[1].iter().any(|one| !one.is_empty() && is(one, wider)))
}

/// The types that a word of ours stands for.
fn types_of(name: &str) -> Vec<&str> {
    match name {
        "Anatomy" => vec!["AnatomicalStructure", "AnatomicalSystem", "SuperficialAnatomy"],
        "Url" => vec!["URL"],
        "Day" => vec!["Date"],
        name => vec![name],
    }
}

#[test]
fn every_type_is_one_and_a_kind_of_what_it_says() {
    for (name, wider) in TYPES {
        assert_eq!(row(KNOWN_TYPES, name)[3], [""], "{name} is out of date");
        for wider in wider.iter().filter(|wider| **wider != "Anatomy") {
            assert!(is(name, wider), "{name} is no {wider}");
        }
    }
}

#[test]
fn every_property_stands_where_it_belongs() {
    for (name, of, value) in PROPERTIES {
        let known = row(KNOWN_PROPERTIES, name);
        assert_eq!(known[3], [""], "{name} is out of date");
        for of in types_of(of) {
            assert!(known[1].iter().any(|wider| is(of, wider)), "{of} has no {name}");
        }
        for value in types_of(value) {
            let fits = known[2].iter().any(|wider| is(value, wider));
            // An address may stand for whatever is there.
            let is_address = value == "URL" && known[2].contains(&"Thing");
            assert!(fits || is_address, "{name} is no {value}");
        }
    }
}
