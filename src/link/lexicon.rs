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
            if found == NONE || self.words[found as usize].as_bytes().eq_ignore_ascii_case(word) {
                return found;
            }
            at = (at + 1) & mask;
        }
    }

    /// Takes note that names begin with a word.
    pub(super) fn begin(&mut self, word: &str) {
        self.begins.add(word.as_bytes());
    }

    /// Whether a word, with its capitals, may begin a name.
    pub(super) fn may_begin(&self, word: &[u8]) -> bool {
        match word {
            // What is left without `'s` may begin one.
            [.., b'\'', b's' | b'S'] => true,
            _ => self.begins.has(word) || !word.is_ascii(),
        }
    }
}

/// A hash in which the capitals of ASCII do not show (FNV-1a, with 64 bits).
fn hash(word: &[u8]) -> usize {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(byte | 0x20)).wrapping_mul(0x100_0000_01b3);
    let hash = word.iter().fold(0xcbf2_9ce4_8422_2325, add);
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

    fn has(&self, word: &[u8]) -> bool {
        let (at, bit) = Self::bit(word);
        self.0[at] >> bit & 1 == 1
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
