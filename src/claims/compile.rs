//! From rule files to rules that are ready.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::grammar::Grammar;
use super::index::Index;
use super::lexicon::Lexicon;
use super::pattern::{self, Atom, Pattern};
use super::{BadPattern, ClaimRule, Compiled, Rule, Vocabulary};

/// Classes the engine looks at even when no file names them.
const RESERVED: [&str; 8] = ["TREAT", "COND", "MED", "EFF", "NEG", "MASSAGE", "OTHER", "FINE"];

/// Makes rules ready. Patterns that cannot be used are left out and told.
pub fn compile(
    rules: &[ClaimRule],
    classes: &BTreeMap<String, Vec<String>>,
    vocabulary: &Vocabulary,
) -> (Compiled, Vec<BadPattern>) {
    let mut lexicon = Lexicon::new();
    let mut bad = Vec::new();
    for name in RESERVED.into_iter().chain(classes.keys().map(String::as_str)) {
        if lexicon.class(name).is_none() {
            let message = format!("there are too many classes; {name} is left out");
            bad.push(fault("classes", "any", 0, &pattern::Fault { at: 0, message }));
        }
    }
    for name in classes.keys() {
        let mut all = BTreeSet::new();
        gather(name, classes, &mut BTreeSet::new(), &mut all);
        let Some(class) = lexicon.known_class(name) else { continue };
        for (phrase, plural) in all {
            if plural {
                lexicon.add_name(phrase, class, None);
            } else {
                lexicon.add(phrase, class, None);
            }
        }
    }
    let names = vocabulary.names.clone();
    for (number, name) in names.iter().enumerate() {
        let number = u32::try_from(number).ok();
        // A treatment of the site is a massage too, and whatever takes in its class gets it.
        let own = if &*name.class == "TREAT" { "MASSAGE" } else { &*name.class };
        if let Some(class) = lexicon.class(&name.class) {
            lexicon.add_name(&name.words, class, number);
        }
        for class in takers(own, classes) {
            if let Some(class) = lexicon.class(class) {
                lexicon.add_name(&name.words, class, number);
            }
        }
    }
    let grammar = Grammar::new(&mut lexicon);
    let mut rules: Vec<Rule> =
        rules.iter().map(|rule| read(rule, &mut lexicon, &mut bad)).collect();
    let mut first_promotes = 0;
    for rule in &mut rules {
        rule.first = first_promotes;
        first_promotes += rule.any.len();
    }
    let mut promotes: Vec<Pattern> = ["{MASSAGE} \u{2026} {EFF}", "{TREAT} \u{2026} {EFF}"]
        .iter()
        .filter_map(|source| pattern::parse(source, &mut lexicon).ok())
        .flatten()
        .collect();
    let kinds = number_steps(&mut rules, &mut promotes);
    let any = rules.iter().flat_map(|rule| rule.any.iter().map(|(pattern, _)| pattern));
    let index = Index::new(any.chain(&promotes), &grammar);
    (Compiled { lexicon, grammar, rules, names, promotes, first_promotes, kinds, index }, bad)
}

/// Gives the same number to all steps with the same phrases; tells how many numbers there are.
fn number_steps(rules: &mut [Rule], promotes: &mut [Pattern]) -> usize {
    let mut kinds: FxHashMap<Vec<Vec<Atom>>, usize> = FxHashMap::default();
    let patterns = rules
        .iter_mut()
        .flat_map(|rule| rule.any.iter_mut().map(|(pattern, _)| pattern).chain(&mut rule.except));
    for step in patterns.chain(promotes).flat_map(|pattern| &mut pattern.steps) {
        let next = kinds.len();
        step.kind = *kinds.entry(step.phrases.clone()).or_insert(next);
    }
    kinds.len()
}

/// Whether the words of a class are names, which have plurals.
fn named(class: &str) -> bool {
    matches!(class, "TREAT" | "MASSAGE" | "COND" | "MED")
}

/// A class and all that take it in.
fn takers<'a>(class: &'a str, classes: &'a BTreeMap<String, Vec<String>>) -> BTreeSet<&'a str> {
    let mut all = BTreeSet::from([class]);
    loop {
        let more: Vec<&str> = classes
            .iter()
            .filter(|(name, phrases)| {
                let inner = |phrase: &String| inner(phrase).is_some_and(|name| all.contains(name));
                !all.contains(name.as_str()) && phrases.iter().any(inner)
            })
            .map(|(name, _)| name.as_str())
            .collect();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

/// The class an entry such as `{COND}` takes in.
fn inner(phrase: &str) -> Option<&str> {
    phrase.strip_prefix('{')?.strip_suffix('}')
}

/// The phrases of a class and of the classes it takes in, and whether they have plurals.
fn gather<'a>(
    name: &'a str,
    classes: &'a BTreeMap<String, Vec<String>>,
    seen: &mut BTreeSet<&'a str>,
    all: &mut BTreeSet<(&'a str, bool)>,
) {
    if !seen.insert(name) {
        return;
    }
    for phrase in classes.get(name).into_iter().flatten() {
        match inner(phrase) {
            Some(inner) => gather(inner, classes, seen, all),
            None => {
                all.insert((phrase, named(name)));
            }
        }
    }
}

fn read(rule: &ClaimRule, lexicon: &mut Lexicon, bad: &mut Vec<BadPattern>) -> Rule {
    let mut list = |part: &'static str, sources: &[String]| {
        let mut patterns = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            match pattern::parse(source, lexicon) {
                Ok(all) => patterns.extend(all),
                Err(error) => bad.push(fault(&rule.name, part, index, &error)),
            }
        }
        patterns
    };
    let errors = list("error", &rule.error).into_iter().map(|one| (one, true));
    let mut any: Vec<_> = errors.collect();
    any.extend(list("any", &rule.any).into_iter().map(|one| (one, false)));
    let except = list("except", &rule.except);
    Rule { name: rule.name.as_str().into(), any, first: 0, except, source: rule.clone() }
}

fn fault(rule: &str, part: &'static str, index: usize, error: &pattern::Fault) -> BadPattern {
    let class = error.message.strip_prefix("there is no class `");
    let class = class.and_then(|rest| rest.strip_suffix('`')).map(str::to_owned);
    let message = error.message.clone();
    BadPattern { rule: rule.to_owned(), part, index, offset: error.at, message, class }
}
