//! Capitals in headings and the like.

use super::Style;

/// Words that stay small in a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "if", "in", "into", "nor", "of",
    "off", "on", "or", "over", "per", "so", "than", "the", "to", "up", "via", "vs", "with", "yet",
];

/// Words shorter than this say nothing of how a sentence is written: "GP", "Ana".
const SHORT: usize = 4;

/// Whether `text` is written in this style.
pub(super) fn is_written(style: &Style, exceptions: &[String], text: &str) -> bool {
    match style {
        Style::Lower => !text.chars().any(char::is_uppercase),
        Style::Upper => !text.chars().any(char::is_lowercase),
        Style::Pattern(pattern) => pattern.is_in(text),
        Style::Sentence => is_sentence(exceptions, text),
        Style::Title => is_title(exceptions, text),
    }
}

/// The words with the signs around them taken off, and whether each begins a sentence or a part after a colon.
fn words<'t>(exceptions: &[String], text: &'t str) -> Vec<(&'t str, bool)> {
    let fine = fine(exceptions, text);
    let mut found = Vec::new();
    let mut begins = true;
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_matches(|sign: char| !sign.is_alphanumeric());
        let start = at;
        at += part.len();
        if word.is_empty() {
            begins |= part.contains(['–', '—', ':']);
            continue;
        }
        if !fine.iter().any(|(from, to)| *from <= start && start < *to) {
            found.push((word, begins));
        }
        begins = part.trim_end().ends_with([':', '.', '?', '!', '–', '—']);
    }
    found
}

/// Where the exceptions stand.
fn fine(exceptions: &[String], text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for exception in exceptions.iter().filter(|exception| !exception.is_empty()) {
        let places = text.match_indices(exception.as_str());
        found.extend(places.map(|(at, word)| (at, at + word.len())));
    }
    found
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// "NHS", "iPhone", "B12": written as they are.
fn is_own(word: &str) -> bool {
    word.chars().skip(1).any(|sign| sign.is_uppercase() || sign.is_numeric())
}

/// The first word with a capital, and of the others no more than names would have.
fn is_sentence(exceptions: &[String], text: &str) -> bool {
    let words = words(exceptions, text);
    let first = words.first().filter(|(_, begins)| *begins);
    if first.is_some_and(|(word, _)| word.starts_with(char::is_lowercase) && !is_own(word)) {
        return false;
    }
    let long = |word: &&(&str, bool)| word.0.chars().count() >= SHORT && !is_own(word.0) && !word.1;
    let others = words.iter().filter(long).count();
    let capitals = words.iter().filter(long).filter(|(word, _)| is_capital(word)).count();
    capitals < 2 || capitals * 2 <= others
}

/// Every word with a capital but the small ones inside.
fn is_title(exceptions: &[String], text: &str) -> bool {
    let words = words(exceptions, text);
    let last = words.len().saturating_sub(1);
    words.iter().enumerate().all(|(at, (word, begins))| {
        let inside = at > 0 && at < last && !begins;
        let small = SMALL.contains(&word.to_lowercase().as_str());
        is_own(word) || !word.starts_with(char::is_lowercase) || (inside && small)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_and_titles_are_told_apart() {
        let own = ["Ana Harmony".to_owned(), "Swedish".to_owned()];
        for (text, sentence, title) in [
            ("What to expect at your first massage", true, false),
            ("What To Expect At Your First Massage", false, true),
            ("The Benefits of Deep Tissue Massage", false, true),
            ("massage and sleep", false, false),
            ("When to see a GP", true, false),
            ("Swedish massage at Ana Harmony", true, false),
            ("iPhone and NHS app", true, false),
            ("Massage: What to know", true, false),
            ("", true, true),
            ("15 minutes", true, false),
            ("背中の痛み", true, true),
        ] {
            assert_eq!(is_written(&Style::Sentence, &own, text), sentence, "{text}");
            assert_eq!(is_written(&Style::Title, &own, text), title, "{text}");
        }
        assert!(is_written(&Style::Lower, &[], "all small"));
        assert!(!is_written(&Style::Upper, &[], "NOt"));
    }
}
