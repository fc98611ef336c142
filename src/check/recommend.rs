//! Which massages a text recommends, whether or not it makes a claim: "we recommend", "ideal", "helps you relax".

use std::collections::BTreeSet;

use crate::claims::Named;
use crate::rules;

/// Words by which a sentence recommends what it names.
const RECOMMENDS: [&str; 34] = [
    "recommend",
    "recommends",
    "recommended",
    "suggest",
    "try",
    "book",
    "choose",
    "enjoy",
    "ideal",
    "perfect",
    "great",
    "good",
    "best",
    "better",
    "effective",
    "help",
    "helps",
    "helping",
    "ease",
    "eases",
    "easing",
    "relax",
    "relaxes",
    "relaxing",
    "benefit",
    "benefits",
    "soothe",
    "soothes",
    "soothing",
    "relieve",
    "relieves",
    "popular",
    "improve",
    "improves",
];

/// Words by which it does not.
const WARNS: [&str; 20] = [
    "not",
    "never",
    "no",
    "avoid",
    "without",
    "before",
    "unless",
    "cannot",
    "can't",
    "don't",
    "doesn't",
    "isn't",
    "shouldn't",
    "won't",
    "ask",
    "gp",
    "doctor",
    "evidence",
    "unclear",
    "unlikely",
];

/// Those of the massages `named` in `text` that it recommends, by the ids of their pages.
pub(super) fn recommended<'n>(text: &str, named: &'n [Named]) -> Vec<&'n str> {
    let treatments: Vec<&Named> = named.iter().filter(|one| &*one.class == "TREAT").collect();
    if treatments.is_empty() {
        return Vec::new();
    }
    let mut keys = Vec::new();
    for range in rules::sentences(text) {
        let mut inside =
            treatments.iter().filter(|one| range.contains(&one.range.start)).peekable();
        if inside.peek().is_none() {
            continue;
        }
        let sentence = text.get(range.clone()).unwrap_or_default();
        let words: BTreeSet<String> = sentence
            .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .map(|word| word.to_lowercase().replace('’', "'"))
            .collect();
        let has = |list: &[&str]| list.iter().any(|word| words.contains(*word));
        if !sentence.ends_with('?') && has(&RECOMMENDS) && !has(&WARNS) {
            keys.extend(inside.map(|one| &*one.key));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn praise_counts_and_warnings_do_not() {
        let recommends = |text: &str| {
            let named = Named { key: "massage".into(), class: "TREAT".into(), range: 0..7 };
            !recommended(text, &[named]).is_empty()
        };
        assert!(recommends("Massage can help you relax."));
        assert!(recommends("Massage is ideal after a long day."));
        assert!(!recommends("Massage is not ideal with a fever."));
        assert!(!recommends("Massage: who should ask a GP before they book?"));
        assert!(!recommends("Massage is one of the oldest crafts."));
    }
}
