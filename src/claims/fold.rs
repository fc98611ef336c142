//! Text to words: lower case, apostrophes and hyphens folded, contractions written out.

/// No word of the lexicon.
pub(super) const UNKNOWN: u32 = 0;

/// The place of a number in a list.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// One word or mark of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Its number in the lexicon, [`UNKNOWN`] when no rule names it.
    pub id: u32,
    /// First byte in the text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// How it ends: needed to tell verbs apart without a dictionary.
    pub ending: Ending,
}

/// The ending of a word, as far as grammar needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A comma, bracket or the like.
    Mark,
    /// `-ing`.
    Ing,
    /// `-s`, but not `-ss`.
    S,
    /// `-ly`.
    Ly,
    /// Anything else.
    Plain,
}

/// Calls `give` with each folded word of `text` and where it stands.
pub(super) fn words(text: &str, mut give: impl FnMut(&str, usize, usize)) {
    let mut word = String::new();
    let mut start = 0;
    let mut end = 0;
    let mut before = ' ';
    let mut next = 0;
    let letter_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    while let Some(c) = letter_at(next) {
        let at = next;
        if word.is_empty()
            && let Some(plain) = plain_word(text, at)
        {
            next = at + plain.len();
            spell_out(plain, at, next, &mut give);
            before = 'a';
            continue;
        }
        next += c.len_utf8();
        let previous = std::mem::replace(&mut before, c);
        if c.is_alphanumeric() {
            if word.is_empty() {
                start = at;
            }
            end = next;
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
            } else {
                word.extend(c.to_lowercase());
            }
            continue;
        }
        if unseen(c) {
            continue;
        }
        let inside = !word.is_empty() && letter_at(next).is_some_and(char::is_alphanumeric);
        if apostrophe(c) && inside {
            word.push('\'');
            continue;
        }
        if !word.is_empty() {
            spell_out(&word, start, end, &mut give);
            word.clear();
        }
        if let Some(mark) = mark(c, previous.is_whitespace(), text.get(next..)) {
            give(mark, at, next);
        }
    }
    if !word.is_empty() {
        spell_out(&word, start, end, &mut give);
    }
}

/// A word of small letters alone, as most are, that begins at `at` and ends before a sign that is no part of any word.
fn plain_word(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let length = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    let (word, after) = rest.split_at_checked(length).filter(|_| length > 0)?;
    let ends = |sign: u8| {
        sign.is_ascii() && !sign.is_ascii_alphanumeric() && !matches!(sign, b'\'' | b'`')
    };
    after.bytes().next().is_none_or(ends).then_some(word)
}

/// Characters nobody sees: a soft hyphen, joiners, a byte order mark.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' | '`' | '\u{b4}')
}

/// The mark that counts as a word of its own. A hyphen between letters is only a space.
fn mark(c: char, after_space: bool, rest: Option<&str>) -> Option<&'static str> {
    Some(match c {
        ',' => ",",
        ';' | '\u{2014}' | '\u{2026}' => ";",
        ':' => ":",
        '(' | '[' => "(",
        ')' | ']' => ")",
        '-' | '\u{2013}'
            if after_space && rest.is_some_and(|rest| rest.starts_with(char::is_whitespace)) =>
        {
            ";"
        }
        '&' | '+' => "and",
        '%' => "%",
        '/' => "or",
        _ => return None,
    })
}

/// `don't` is `do not`, `it's` is `it is`, `massage's` is `massage`.
fn spell_out(word: &str, start: usize, end: usize, give: &mut impl FnMut(&str, usize, usize)) {
    const BARE: [(&str, &str); 12] = [
        ("cannot", "can"),
        ("dont", "do"),
        ("doesnt", "does"),
        ("didnt", "did"),
        ("cant", "can"),
        ("wont", "will"),
        ("isnt", "is"),
        ("arent", "are"),
        ("wasnt", "was"),
        ("shouldnt", "should"),
        ("wouldnt", "would"),
        ("couldnt", "could"),
    ];
    let bare = word.ends_with('t').then(|| BARE.iter().find(|(bare, _)| *bare == word));
    if let Some((_, verb)) = bare.flatten() {
        give(verb, start, end);
        give("not", start, end);
        return;
    }
    let Some(quote) = word.bytes().rposition(|byte| byte == b'\'') else {
        give(word, start, end);
        return;
    };
    // An apostrophe is one byte, so this is never in the middle of a letter.
    let (base, tail) = word.split_at(quote);
    let added = match tail {
        "'t" => {
            let base = match base {
                "can" => "can",
                "won" => "will",
                "shan" => "shall",
                other => other.strip_suffix('n').unwrap_or(other),
            };
            give(base, start, end);
            give("not", start, end);
            return;
        }
        "'s" if matches!(
            base,
            "it" | "that" | "there" | "here" | "what" | "who" | "he" | "she" | "this"
        ) =>
        {
            "is"
        }
        "'s" => "",
        "'re" => "are",
        "'ll" => "will",
        "'ve" => "have",
        "'d" => "would",
        "'m" => "am",
        _ => {
            give(word, start, end);
            return;
        }
    };
    give(base, start, end);
    if !added.is_empty() {
        give(added, start, end);
    }
}

/// How a folded word ends.
pub(super) fn ending(word: &str) -> Ending {
    let letters = word.len();
    if word.starts_with(|c: char| !c.is_alphanumeric()) {
        Ending::Mark
    } else if letters > 5 && word.ends_with("ing") {
        Ending::Ing
    } else if letters > 4 && word.ends_with("ly") {
        Ending::Ly
    } else if letters > 3 && word.ends_with('s') && !word.ends_with("ss") {
        Ending::S
    } else {
        Ending::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    fn folded(text: &str) -> String {
        let mut all = Vec::new();
        words(text, |word, start, end| {
            assert!(text.get(start..end).is_some());
            all.push(word.to_owned());
        });
        all.join(" ")
    }

    #[test]
    fn folds() {
        assert_eq!(folded("It doesn\u{2019}t CURE pain."), "it does not cure pain");
        assert_eq!(
            folded("deep-tissue massage\u{2019}s 100% \u{2013} yes"),
            "deep tissue massage 100 % ; yes"
        );
        assert_eq!(folded("We can't, won't & it's"), "we can not , will not and it is");
        assert_eq!(
            folded("ar\u{ad}thri\u{200b}tis clients' \u{201c}Ok\u{201d}"),
            "arthritis clients ok"
        );
    }
}
