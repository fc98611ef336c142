//! The words that names are made of, with a number for each.
//!
//! Texts are full of words that are in no name, so asking must cost next to nothing: a word of ASCII is looked up
//! as it stands in the text, whatever its capitals, and most of those that begin no name are told apart by three
//! of their letters.

use super::dictionary::NONE;
use super::number;

/// Words, folded, by their numbers.
#[derive(Default)]
pub(super) struct Lexicon {
    words: Vec<Box<str>>,
    /// A table with open addressing: numbers of words, at least as many free places as taken ones.
    slots: Vec<u32>,
    begins: Looks,
}

impl Lexicon {
    /// The number of a folded word, which it gets if it has none.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        let known = self.get(word.as_bytes());
        if known != NONE {
            return known;
        }
        let new = number(self.words.len());
        self.words.push(word.into());
        if self.words.len() * 2 > self.slots.len() {
            self.slots = vec![NONE; (self.words.len() * 4).next_power_of_two()];
            for at in 0..new {
                self.put(at);
            }
        }
        self.put(new);
        new
    }

    fn put(&mut self, new: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash(self.words[new as usize].as_bytes()) & mask;
        while self.slots[at] != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = new;
    }

    /// The number of a word: of ASCII with any capitals, or folded.
    pub(super) fn get(&self, word: &[u8]) -> u32 {
        let Some(mask) = self.slots.len().checked_sub(1) else { return NONE };
        let mut at = hash(word) & mask;
        loop {
            let found = self.slots[at];
            if found == NONE {
                return NONE;
            }
            let known = self.words[found as usize].as_bytes();
            // Most words have no capitals, and comparing bytes is the fastest of all.
            if known == word || known.eq_ignore_ascii_case(word) {
                return found;
            }
            at = (at + 1) & mask;
        }
    }

    /// Takes note that names begin with a word.
    pub(super) fn begin(&mut self, word: &str) {
        self.begins.add(word.as_bytes());
    }

    /// Whether a word of plain text, with its capitals, may begin a name.
    pub(super) fn may_begin(&self, word: &[u8]) -> bool {
        // What is left without `'s` may begin one.
        self.begins.has(word) || matches!(word, [.., b'\'', b's' | b'S'])
    }
}

/// A hash of the first and the last letters, in which the capitals of ASCII do not show.
fn hash(word: &[u8]) -> usize {
    let (first, last) = if let (Some(first), Some(last)) =
        (word.first_chunk::<8>(), word.last_chunk::<8>())
    {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
    } else {
        (word.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0)
    };
    let small = u64::from_le_bytes([0x20; 8]);
    let mix =
        |one: u64, other: u64| (one.rotate_left(23) ^ other).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = mix(mix(word.len() as u64, first | small), last | small);
    usize::try_from(hash >> 32).unwrap_or(0)
}

/// Words of ASCII by their first two letters and their last, whatever their capitals.
struct Looks(Box<[u64]>);

impl Default for Looks {
    fn default() -> Self {
        Self(vec![0; 1 << 9].into())
    }
}

impl Looks {
    /// Where a look stands: five bits of each letter, in which capitals do not show. Few enough to stay in the
    /// fastest memory.
    fn bit(word: &[u8]) -> (usize, u32) {
        let (first, second, last) = match word {
            [first, second, .., last] => (*first, *second, *last),
            [first, second] => (*first, *second, *second),
            [only] => (*only, 0, *only),
            [] => (0, 0, 0),
        };
        let bits = |byte: u8| u32::from(byte & 31);
        let look = bits(first) | bits(second) << 5 | bits(last) << 10;
        (look as usize >> 6, look & 63)
    }

    fn add(&mut self, word: &[u8]) {
        let (at, bit) = Self::bit(word);
        self.0[at] |= 1 << bit;
    }

    /// Whether a word of plain text may be one of these. Beyond ASCII, what is folded looks different.
    fn has(&self, word: &[u8]) -> bool {
        let (at, bit) = Self::bit(word);
        let is_ascii = match word {
            [first, second, .., last] => (first | second | last).is_ascii(),
            _ => word.is_ascii(),
        };
        self.0[at] >> bit & 1 == 1 || !is_ascii
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn capitals_of_ascii_do_not_count() {
        let mut lexicon = Lexicon::default();
        assert_eq!(lexicon.get(b"back"), NONE);
        let (back, cafe) = (lexicon.add("back"), lexicon.add("café"));
        assert_eq!([lexicon.get(b"BACK"), lexicon.get("café".as_bytes())], [back, cafe]);
        assert_eq!(lexicon.get(b"bac"), NONE);
        lexicon.begin("back");
        assert!(
            lexicon.may_begin(b"Back") && lexicon.may_begin(b"x's") && !lexicon.may_begin(b"pain")
        );
    }

    proptest! {
        #[test]
        fn no_word_of_plain_text_is_passed_over(text in "[a-dA-DsS0éÉßıİŉǅſ'’]{1,7}") {
            let mut lexicon = Lexicon::default();
            crate::link::words::words(&text, |_, folded| {
                lexicon.begin(folded);
            });
            prop_assume!(crate::link::words::is_plain(&text));
            crate::link::words::plain_words(&text, |place| {
                assert!(lexicon.may_begin(&text.as_bytes()[place]), "{text}");
            });
        }

        #[test]
        fn every_word_keeps_its_number(words in prop::collection::vec("[a-d0-2@`]{1,3}", 1..60)) {
            let mut lexicon = Lexicon::default();
            let numbers: Vec<u32> = words.iter().map(|word| lexicon.add(word)).collect();
            for (word, number) in words.iter().zip(numbers) {
                prop_assert_eq!(lexicon.get(word.to_ascii_uppercase().as_bytes()), number);
                prop_assert_eq!(&*lexicon.words[number as usize], word.as_str());
            }
        }
    }
}
