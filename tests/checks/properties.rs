//! What is denied is not claimed, and neither is what is asked.

use anma::diagnostic::Severity;

use crate::rules_in;

const WHO: [&str; 12] = [
    "Massage",
    "Our deep tissue massage",
    "Swedish massage",
    "A hot stone massage",
    "Reflexology",
    "Aromatherapy massage",
    "Sports massage",
    "Shiatsu",
    "Indian head massage",
    "Our treatment",
    "This technique",
    "Regular massage",
];
/// What is done, as it stands behind "can".
const DOES: [&str; 12] = [
    "cure",
    "heal",
    "relieve",
    "treat",
    "reduce",
    "ease",
    "alleviate",
    "prevent",
    "eliminate",
    "fix",
    "help with",
    "get rid of",
];
const WHAT: [&str; 14] = [
    "arthritis",
    "back pain",
    "migraine",
    "sciatica",
    "depression",
    "muscle pain",
    "insomnia",
    "high blood pressure",
    "frozen shoulder",
    "fibromyalgia",
    "headaches",
    "osteoporosis",
    "inflammation",
    "neck pain",
];

/// Claims of every kind, so many that each word meets many others.
fn claims() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    WHO.into_iter().enumerate().flat_map(|(one, who)| {
        DOES.into_iter().enumerate().flat_map(move |(two, does)| {
            WHAT.into_iter()
                .enumerate()
                .filter(move |(three, _)| (one + two + three) % 3 == 0)
                .map(move |(_, what)| (who, does, what))
        })
    })
}

fn of_claims(text: &str) -> Vec<String> {
    let found = rules_in(text, Severity::Warning);
    found.into_iter().filter(|rule| rule.starts_with("CLAIM-")).collect()
}

#[track_caller]
fn is_silent(texts: impl Iterator<Item = String>) {
    let mut wrong: Vec<String> = Vec::new();
    let mut count = 0;
    for text in texts {
        count += 1;
        let found = of_claims(&text);
        if !found.is_empty() {
            wrong.push(format!("{found:?}: {text}"));
        }
    }
    let shown = &wrong[..wrong.len().min(25)];
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), shown.join("\n"));
}

#[test]
fn a_claim_is_found() {
    let mut missed = Vec::new();
    let mut count = 0;
    for (who, does, what) in claims() {
        let text = format!("{who} can {does} {what}.");
        count += 1;
        if of_claims(&text).is_empty() {
            missed.push(text);
        }
    }
    let shown = &missed[..missed.len().min(25)];
    assert!(missed.is_empty(), "{} of {count}\n{}", missed.len(), shown.join("\n"));
}

#[test]
fn what_is_denied_is_not_claimed() {
    is_silent(claims().flat_map(|(who, does, what)| {
        [
            format!("{who} cannot {does} {what}."),
            format!("{who} can't {does} {what}."),
            format!("{who} will not {does} {what}."),
            format!("{who} does not {does} {what}."),
            format!("{who} can never {does} {what}."),
            format!("{who} is unlikely to {does} {what}."),
            format!("There is little evidence that {} can {does} {what}.", lower(who)),
            format!("It is unclear whether {} can {does} {what}.", lower(who)),
            format!("We do not claim that {} can {does} {what}.", lower(who)),
        ]
    }));
}

#[test]
fn what_is_asked_is_not_claimed() {
    is_silent(claims().flat_map(|(who, does, what)| {
        [
            format!("Can {} {does} {what}?", lower(who)),
            format!("Does {} really {does} {what}?", lower(who)),
            format!("Will {} {does} my {what}?", lower(who)),
            format!("Do you wonder whether {} can {does} {what}?", lower(who)),
        ]
    }));
}

fn lower(who: &str) -> String {
    let mut letters = who.chars();
    match letters.next() {
        Some('S' | 'I') if who.starts_with("Swedish") || who.starts_with("Indian") => {
            who.to_owned()
        }
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}
