//! The forms of a name that are looked for: as it is written, and its plural.

use std::collections::BTreeSet;

use super::words::{exact, is_invisible, tidy, words};
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::matter::{Autolink, Case, EntityFacts, Name};

/// Most words of a name. Looking for names takes time in proportion to the longest.
const MOST_WORDS: usize = 16;
/// Names in capitals up to this length are taken for abbreviations.
const ABBREVIATION: usize = 4;
/// Words that say nothing by themselves.
const STOP_WORDS: [&str; 40] = [
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "had",
    "has", "have", "he", "if", "in", "is", "it", "its", "no", "not", "of", "on", "or", "she", "so",
    "that", "the", "their", "they", "this", "to", "was", "we", "with", "you", "your",
];

/// What stands between two words of a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gap {
    /// White space, or one hyphen.
    Space,
    /// Nothing, as in scripts without spaces.
    Nothing,
    /// These characters, as in "C++ massage".
    Other(Box<str>),
}

impl Gap {
    pub(super) fn of(between: &str) -> Self {
        if between == " " || between == "-" {
            return Self::Space;
        }
        let mut rest = String::new();
        for character in between.chars().filter(|one| !is_invisible(*one)) {
            match character {
                space if space.is_whitespace() => {
                    if !rest.ends_with(' ') {
                        rest.push(' ');
                    }
                }
                hyphen if is_hyphen(hyphen) => rest.push('-'),
                other => rest.push(tidy(other)),
            }
        }
        match &*rest {
            "" => Self::Nothing,
            " " | "-" => Self::Space,
            _ => Self::Other(rest.into()),
        }
    }
}

/// A hyphen that joins words.
pub(super) fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}')
}

/// A form of a name.
pub(super) struct Form {
    /// Its words, folded, each with what stands before it.
    pub(super) words: Vec<(Gap, Box<str>)>,
    /// Its words with their capitals, when those count.
    pub(super) exact: Option<Box<[Box<str>]>>,
    /// Whether it is written in front matter, and not made from what is.
    pub(super) written: bool,
    /// The name that it is a form of.
    pub(super) name: Box<str>,
    /// Where that is written.
    pub(super) span: Span,
}

/// Words that are no name by themselves.
pub(super) struct Common(BTreeSet<Box<str>>);

impl Common {
    pub(super) fn new(more: &[Box<str>]) -> Self {
        let mut common: BTreeSet<Box<str>> = STOP_WORDS.into_iter().map(Box::from).collect();
        for text in more {
            words(text, |_, folded| {
                common.insert(folded.into());
            });
        }
        Self(common)
    }
}

/// The forms of all names of an entity, and what is wrong with names that can never become links.
pub(super) fn forms(
    document: &Document,
    facts: &EntityFacts,
    common: &Common,
) -> (Vec<Form>, Vec<Diagnostic>) {
    let matter = &document.matter;
    let place = match (matter.place_of("title"), &document.key) {
        (Some(place), _) => place.span(&document.path),
        (None, Some(key)) => key.span.clone(),
        (None, None) => Span::file(&document.path),
    };
    let title = Name { text: matter.title.clone(), span: place };
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let named =
        std::iter::once(&title).chain(&facts.also).chain(&facts.forms).map(|name| (name, false));
    for (name, is_abbreviation) in named.chain(facts.abbr.iter().map(|name| (name, true))) {
        let Some(form) = read(name, is_abbreviation || facts.case == Case::Exact) else {
            problems.push(useless(name, "has no letter or digit", "Correct it, or take it out."));
            continue;
        };
        if form.words.len() > MOST_WORDS {
            let help = format!(
                "Names of up to {MOST_WORDS} words are found in texts. Add a shorter one to `also`."
            );
            problems.push(useless(name, "is too long to be found in texts", &help));
            continue;
        }
        if facts.autolink == Autolink::Yes && is_common(&form, common) {
            let help =
                "Say `autolink: false` if it should not be one, or `autolink: force` if it should.";
            problems.push(useless(
                name,
                "is too short or too common a word to become a link",
                help,
            ));
            continue;
        }
        if facts.plural != Some(false) {
            found.extend(plural(&form));
        }
        found.push(form);
    }
    (found, problems)
}

/// A term of the settings, and its plural.
pub(super) fn with_plural(term: &Name) -> impl Iterator<Item = Form> {
    let form = read(term, false);
    let plural = form.as_ref().and_then(plural);
    form.into_iter().chain(plural)
}

fn useless(name: &Name, what: &str, help: &str) -> Diagnostic {
    let shown = name.text.floor_char_boundary(60);
    Diagnostic::note(
        Code::USELESS_TERM,
        name.span.clone(),
        format!("`{}` {what}", &name.text[..shown]),
    )
    .help(help)
}

/// A name as it is looked for; `None` if it has no words.
fn read(name: &Name, is_exact: bool) -> Option<Form> {
    let text = &*name.text;
    let mut parts = Vec::new();
    let mut as_typed: Vec<Box<str>> = Vec::new();
    let mut end = 0;
    words(text, |place, folded| {
        let gap = if parts.is_empty() { Gap::Nothing } else { Gap::of(&text[end..place.start]) };
        parts.push((gap, folded.into()));
        as_typed.push(exact(&text[place.clone()]).into());
        end = place.end;
    });
    if parts.is_empty() {
        return None;
    }
    let letters =
        || as_typed.iter().flat_map(|word| word.chars()).filter(|one| one.is_alphanumeric());
    let is_abbreviation = letters().count() <= ABBREVIATION
        && letters().any(char::is_uppercase)
        && letters().all(|one| !one.is_lowercase());
    Some(Form {
        words: parts,
        exact: (is_exact || is_abbreviation).then(|| as_typed.into()),
        written: true,
        name: name.text.clone(),
        span: name.span.clone(),
    })
}

/// Whether a form would be found everywhere: of one letter, of two unless capitals count, or of common words.
fn is_common(form: &Form, common: &Common) -> bool {
    let letters: usize = form.words.iter().map(|(_, word)| word.chars().count()).sum();
    let least = if form.exact.is_some() { 2 } else { 3 };
    // Writing without spaces says much in two letters.
    let is_dense = form.words.iter().any(|(_, word)| word.starts_with(|one| one >= '\u{2e80}'));
    (letters < least && !is_dense) || form.words.iter().all(|(_, word)| common.0.contains(word))
}

/// The same form with its last word in the plural.
fn plural(form: &Form) -> Option<Form> {
    let (gap, last) = form.words.last()?;
    let (keep, ending) = plural_ending(last)?;
    let mut words = form.words.clone();
    *words.last_mut()? = (gap.clone(), format!("{}{ending}", &last[..keep]).into());
    let exact = match &form.exact {
        None => None,
        Some(exact) => {
            let mut exact = exact.to_vec();
            let last = exact.last_mut()?;
            // Capitals may take more bytes than small letters, but not those that endings replace.
            let kept = last.get(..last.len() - (form.words.last()?.1.len() - keep))?;
            *last = format!("{kept}{ending}").into();
            Some(exact.into())
        }
    };
    Some(Form { words, exact, written: false, name: form.name.clone(), span: form.span.clone() })
}

/// The plural of a folded word; `None` if it has none.
pub(super) fn plural_word(word: &str) -> Option<Box<str>> {
    let (keep, ending) = plural_ending(word)?;
    Some(format!("{}{ending}", &word[..keep]).into())
}

/// How a folded word becomes plural: how much of it stays, and what follows. `None` if it has none.
fn plural_ending(word: &str) -> Option<(usize, &'static str)> {
    let all = word.len();
    if !word.chars().all(char::is_alphabetic)
        || ["itis", "ia", "ness"].iter().any(|ending| word.ends_with(ending))
    {
        return None;
    }
    if word.ends_with("sis") {
        return Some((all - 2, "es"));
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) {
        return Some((all, "es"));
    }
    let before_y = word.strip_suffix('y').and_then(|stem| stem.chars().next_back());
    if before_y.is_some_and(|letter| !"aeiou".contains(letter)) {
        return Some((all - 1, "ies"));
    }
    Some((all, "s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plural_of(word: &str) -> Option<String> {
        plural_word(word).map(String::from)
    }

    #[test]
    fn plurals_follow_closed_rules() {
        for (one, many) in [
            ("injury", "injuries"),
            ("massage", "massages"),
            ("diagnosis", "diagnoses"),
            ("ache", "aches"),
            ("stretch", "stretches"),
            ("boy", "boys"),
            ("reflex", "reflexes"),
        ] {
            assert_eq!(plural_of(one).as_deref(), Some(many));
        }
        for none in ["arthritis", "fibromyalgia", "tightness", "parkinson's", "h2o"] {
            assert_eq!(plural_of(none), None, "{none}");
        }
    }

    #[test]
    fn words_are_parted_by_space_or_one_hyphen() {
        for space in [" ", "  ", "\n", "\u{a0}", "-", "\u{2010}", "\u{2011}", "\u{200b} "] {
            assert_eq!(Gap::of(space), Gap::Space, "{space:?}");
        }
        for other in [",", ", ", "/", "–", ".", "--", "\u{fffc}", " - "] {
            assert_eq!(Gap::of(other), Gap::Other(other.into()), "{other:?}");
        }
        assert_eq!(Gap::of(".\u{a0}\u{2011} \n’"), Gap::Other(". - '".into()));
        assert_eq!(Gap::of(""), Gap::Nothing);
    }
}
