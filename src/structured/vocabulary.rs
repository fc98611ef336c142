//! The types and properties of schema.org that are known here.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// A property.
#[derive(Debug)]
pub(super) struct Property {
    /// The types that have it.
    pub(super) of: Vec<&'static str>,
    /// The kinds of its values.
    pub(super) values: Vec<&'static str>,
    /// The properties that took its place.
    pub(super) instead: &'static str,
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    types: FxHashMap<&'static str, Vec<&'static str>>,
    lists: FxHashMap<&'static str, FxHashSet<&'static str>>,
    properties: FxHashMap<&'static str, Property>,
}

/// Names that are often taken for types, and what is meant.
const MISTAKEN: &[(&str, &str)] = &[
    ("Clinic", "MedicalClinic"),
    ("Condition", "MedicalCondition"),
    ("Disease", "MedicalCondition"),
    ("Doctor", "Physician"),
    ("FAQ", "FAQPage"),
    ("Faq", "FAQPage"),
    ("Massage", "Service"),
    ("MassageTherapist", "Person"),
    ("MassageTherapy", "Service"),
    ("Salon", "BeautySalon"),
    ("Spa", "DaySpa"),
    ("Symptom", "MedicalSymptom"),
    ("Therapist", "Person"),
    ("Therapy", "MedicalTherapy"),
    ("Treatment", "MedicalTherapy"),
];

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::read(include_str!("vocabulary.txt")));

impl Vocabulary {
    /// The table that comes with the program.
    pub(super) fn get() -> &'static Self {
        &VOCABULARY
    }

    fn read(table: &'static str) -> Self {
        let mut vocabulary = Self::default();
        for line in table.lines() {
            let mut columns = line.split(':');
            let head = columns.next().unwrap_or("");
            let mut words = || columns.next().unwrap_or("").split_ascii_whitespace();
            match head.split_once(' ') {
                Some(("t", name)) => {
                    vocabulary.types.insert(name, words().collect());
                }
                Some(("m", name)) => {
                    vocabulary.lists.insert(name, words().collect());
                }
                Some(("p", name)) => {
                    let of = words().collect();
                    let values = words().collect();
                    let instead = columns.next().unwrap_or("");
                    vocabulary.properties.insert(name, Property { of, values, instead });
                }
                _ => {}
            }
        }
        vocabulary
    }

    pub(super) fn has_type(&self, name: &str) -> bool {
        self.types.contains_key(name)
    }

    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// The members of a list of values, if the type is one.
    pub(super) fn members(&self, name: &str) -> Option<&FxHashSet<&'static str>> {
        self.lists.get(name)
    }

    /// Whether a type is another, or a kind of it.
    pub(super) fn is(&self, name: &str, wider: &str) -> bool {
        name == wider
            || self.types.get(name).is_some_and(|of| of.iter().any(|one| self.is(one, wider)))
    }

    /// A type that may have been meant.
    pub(super) fn near_type(&self, name: &str) -> Option<&'static str> {
        let mistaken = MISTAKEN.iter().find(|(wrong, _)| *wrong == name).map(|(_, right)| *right);
        mistaken.or_else(|| nearest(name, self.types.keys().copied()))
    }

    /// A property that may have been meant.
    pub(super) fn near_property(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.properties.keys().copied())
    }
}

/// The name that differs least: in small and capital letters, or in up to two letters.
fn nearest(name: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if name.len() < 4 || name.len() > 60 {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    names
        .filter(|known| known.len().abs_diff(name.len()) <= 2 && known.len() >= 4)
        .map(|known| (distance(&lower, &known.to_ascii_lowercase()), known))
        .filter(|(distance, known)| *distance <= if known.len() < 8 { 1 } else { 2 })
        .min()
        .map(|(_, known)| known)
}

/// How many letters must be added, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
