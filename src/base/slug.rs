//! Names as people write them, turned into addresses and into keys for comparing.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// A name as it stands in an address: lower case, letters and digits of any script, single hyphens.
///
/// Empty when `text` has neither letters nor digits.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    if text.is_ascii() {
        // Most headings: one pass over bytes.
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                gap = false;
                slug.push(char::from(byte.to_ascii_lowercase()));
            } else {
                gap |= byte != b'\'';
            }
        }
        return slug;
    }
    let mut add = |character: char| {
        if character.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(character.to_lowercase());
        } else if !matches!(character, '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}')
            && !is_mark(character)
        {
            gap = true;
        }
    };
    text.nfc().for_each(&mut add);
    slug
}

/// A name by which lists are ordered: without accents and capitals. It is no name that anybody reads.
pub fn order_key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let marks = |letter: &char| !unicode_normalization::char::is_combining_mark(*letter);
    name.nfd().filter(marks).flat_map(char::to_lowercase).collect()
}

fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

/// A name as it is compared: "Low-back  Pain" and "low back pain" are one name.
///
/// NFC, lower case, hyphens and underscores as spaces, one space between words, straight apostrophes.
pub fn normalise_name(text: &str) -> Cow<'_, str> {
    let tidy = |text: &str| {
        let bytes = text.as_bytes();
        bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b' ')
            && !bytes.windows(2).any(|pair| pair == b"  ")
            && bytes.first() != Some(&b' ')
            && bytes.last() != Some(&b' ')
    };
    if tidy(text) {
        return Cow::Borrowed(text);
    }
    let mut name = String::with_capacity(text.len());
    let mut gap = false;
    if text.is_ascii() {
        for byte in text.bytes() {
            if matches!(byte, b'-' | b'_') || byte.is_ascii_whitespace() {
                gap = true;
                continue;
            }
            if gap && !name.is_empty() {
                name.push(' ');
            }
            gap = false;
            name.push(char::from(byte.to_ascii_lowercase()));
        }
        return Cow::Owned(name);
    }
    for character in text.nfc() {
        match character {
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '-' | '_' | '\u{2010}' | '\u{2011}' => gap = true,
            _ if character.is_whitespace() => gap = true,
            _ => {
                if gap && !name.is_empty() {
                    name.push(' ');
                }
                gap = false;
                match character {
                    '’' | '‘' | 'ʼ' | '＇' => name.push('\''),
                    _ => name.extend(character.to_lowercase()),
                }
            }
        }
    }
    Cow::Owned(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_without_accents_and_capitals() {
        let mut names = ["Zumba", "Úlcera", "ulna", "Estrés", "estado"];
        names.sort_by_key(|name| order_key(name));
        assert_eq!(names, ["estado", "Estrés", "Úlcera", "ulna", "Zumba"]);
    }

    #[test]
    fn slugs_are_short_plain_and_keep_every_script() {
        assert_eq!(slugify("Upper back pain: what to expect?"), "upper-back-pain-what-to-expect");
        assert_eq!(slugify("Parkinson's"), "parkinsons");
        assert_eq!(slugify("  --  "), "");
        assert_eq!(slugify("按摩 Café"), "按摩-café");
        assert_eq!(slugify("cafe\u{301}"), "café");
    }

    #[test]
    fn one_name_however_it_is_typed() {
        for typed in ["low back pain", "Low-Back  Pain", "low_back pain ", "LOW BACK PAIN"] {
            assert_eq!(normalise_name(typed), "low back pain");
        }
        assert_eq!(normalise_name("Parkinson’s"), "parkinson's");
    }
}
