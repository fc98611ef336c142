//! How wide a text is on a page of search results.

/// Advance widths of Helvetica in thousandths of an em, from the space to the tilde, as its public
/// font metrics state them. Arial, which a search engine uses, was drawn to the same widths.
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // to ~
];

/// The unaccented letters under those of `À` to `ſ`, one for each.
const BASES: &str = "AAAAAA\0CEEEEIIIIDNOOOOO\0OUUUUYP\0aaaaaa\0ceeeeiiiidnooooo\0ouuuuypy\
AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi\0\0JjKkkLlLlLlLlLlNnNnNnnNnOoOoOo\0\0\
RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzf";

/// The width of one character in thousandths of an em.
fn advance(character: char) -> u32 {
    let code = u32::from(character);
    match character {
        ' '..='~' => ascii(code),
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '·' => 278,
        // Wide marks, and writing systems whose characters fill a square
        'Æ'
        | 'Œ'
        | '—'
        | '…'
        | '™'
        | '‰'
        | '\u{2e80}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' => 1000,
        'æ' => 889,
        'œ' => 944,
        'ß' | 'þ' => 611,
        '‘' | '’' | '‚' => 222,
        '“' | '”' | '„' => 333,
        '©' | '®' => 737,
        '°' => 400,
        '•' => 350,
        '×' | '÷' | '±' => 584,
        '¼'..='¾' => 834,
        // Marks that stand on the letter before, and characters that are not seen
        '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\0'..='\u{1f}' => 0,
        'À'..='ſ' => {
            let place = usize::try_from(code - 0xc0).unwrap_or(usize::MAX);
            match BASES.as_bytes().get(place) {
                Some(&base) if base != 0 => ascii(u32::from(base)),
                _ => 556,
            }
        }
        _ if code >= 0x1_0000 => 1000,
        _ if character.is_uppercase() => 667,
        _ => 556,
    }
}

fn ascii(code: u32) -> u32 {
    usize::try_from(code - 32).ok().and_then(|at| ASCII.get(at)).map_or(556, |&width| width.into())
}

/// The width of a text in pixels, in Arial of this size. Neighbours are not moved closer together.
pub fn pixels(text: &str, size: u32) -> u32 {
    let thousandths: u64 = text.chars().map(|character| u64::from(advance(character))).sum();
    u32::try_from(thousandths.saturating_mul(size.into()).div_ceil(1000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{BASES, pixels};

    #[test]
    fn widths_are_those_of_the_font() {
        assert_eq!(pixels("", 20), 0);
        assert_eq!(pixels("iiiii", 20), 23);
        assert_eq!(pixels("MMMMM", 20), 84);
        // Hand-made sums of the widths above
        assert_eq!(
            pixels("Back pain", 20),
            (667 + 556 + 500 + 500 + 278 + 556 + 556 + 222 + 556_u32).div_ceil(50)
        );
        assert_eq!(pixels("é", 1000), pixels("e", 1000));
        assert_eq!(pixels("Ž", 1000), pixels("Z", 1000));
        assert_eq!(pixels("ł", 1000), pixels("l", 1000));
        assert_eq!(pixels("背", 20), 20);
    }

    #[test]
    fn every_accented_letter_has_a_base() {
        assert_eq!(BASES.len(), 0x180 - 0xc0);
        let at = |c: char| BASES.as_bytes()[c as usize - 0xc0];
        for (letter, base) in
            ["ÀA", "ÿy", "ĀA", "ğg", "ıi", "ĵj", "ńn", "őo", "řr", "Şs", "űu", "žz"].iter().map(
                |pair| {
                    let mut chars = pair.chars();
                    (chars.next().expect("letter"), chars.next().expect("base"))
                },
            )
        {
            assert_eq!(
                at(letter).to_ascii_lowercase(),
                base.to_ascii_lowercase() as u8,
                "{letter}"
            );
        }
    }
}
