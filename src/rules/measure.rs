//! What can be counted in a text, and how old a reader must be to follow it.
//!
//! The grade is that of Flesch and Kincaid: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. It is a hint
//! where to begin, never more: the NHS uses such numbers to decide what to look at first, and nothing else.

use std::ops::Range;

use super::formula::NAMES;
use super::sentence::words;
use super::tester::Page;

/// Sentences shorter than this are never among the hardest.
const SHORTEST: u32 = 8;

/// A sentence that is hard to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worst {
    /// Which text it stands in.
    pub unit: usize,
    /// Where in the text.
    pub range: Range<usize>,
    /// How many words it has.
    pub words: u32,
}

/// How hard a page is to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The years of school that a reader needs; about five less than the age.
    pub grade: f64,
    /// Words that were counted; below a hundred the grade says little.
    pub words: u32,
    /// The hardest sentences, at most three, hardest first.
    pub worst: Vec<Worst>,
}

/// How hard the prose of a page is to read: paragraphs, items of lists and quotes.
pub fn grade(page: &Page<'_>) -> Reading {
    let mut all = Counts::default();
    let mut hard: Vec<(f64, Worst)> = Vec::new();
    for (unit, part) in page.units() {
        if !matches!(part.scope, "paragraph" | "item" | "quote" | "summary") {
            continue;
        }
        for (range, counts) in &page.sentences(unit).all {
            all.add(counts);
            if counts.words >= SHORTEST {
                let worst = Worst { unit, range: range.clone(), words: counts.words };
                hard.push((counts.grade(), worst));
            }
        }
    }
    // Equally hard ones stay in the order of the page.
    hard.sort_by(|one, two| two.0.total_cmp(&one.0));
    hard.truncate(3);
    let worst = hard.into_iter().map(|(_, worst)| worst).collect();
    Reading { grade: all.grade(), words: all.words, worst }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) words: u32,
    sentences: u32,
    syllables: u32,
    characters: u32,
    complex_words: u32,
    long_words: u32,
    paragraphs: u32,
}

impl Counts {
    /// Counts a sentence.
    pub(super) fn of(sentence: &str) -> Self {
        let mut counts = Self::default();
        for word in words(sentence) {
            let count = syllables(word);
            let letters = word.chars().filter(|letter| letter.is_alphanumeric()).count();
            counts.words += 1;
            counts.syllables += count;
            counts.characters =
                counts.characters.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
            counts.complex_words += u32::from(count >= 3);
            counts.long_words += u32::from(letters > 6);
        }
        counts.sentences = u32::from(counts.words > 0);
        counts
    }

    /// Adds a text by its sentences.
    pub(super) fn add_unit<'t>(&mut self, sentences: impl Iterator<Item = &'t Self>, scope: &str) {
        let before = self.words;
        for sentence in sentences {
            self.add(sentence);
        }
        self.paragraphs += u32::from(self.words > before && scope != "heading");
    }

    fn add(&mut self, more: &Self) {
        let add = |one: &mut u32, more: u32| *one = one.saturating_add(more);
        add(&mut self.words, more.words);
        add(&mut self.sentences, more.sentences);
        add(&mut self.syllables, more.syllables);
        add(&mut self.characters, more.characters);
        add(&mut self.complex_words, more.complex_words);
        add(&mut self.long_words, more.long_words);
    }

    /// The numbers, in the order of the names that formulas use.
    pub(super) fn numbers(&self) -> [f64; NAMES.len()] {
        [
            self.words,
            self.sentences,
            self.syllables,
            self.characters,
            self.complex_words,
            self.long_words,
            self.paragraphs,
        ]
        .map(f64::from)
    }

    fn grade(&self) -> f64 {
        if self.words == 0 || self.sentences == 0 {
            return 0.0;
        }
        let words = f64::from(self.words);
        0.39 * (words / f64::from(self.sentences)) + 11.8 * (f64::from(self.syllables) / words)
            - 15.59
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The letter without accent and in lower case; anything that is no letter of English is 0.
fn plain(letter: char) -> u8 {
    match letter {
        'a'..='z' => u8::try_from(letter).unwrap_or(0),
        'A'..='Z' => u8::try_from(letter.to_ascii_lowercase()).unwrap_or(0),
        'á' | 'à' | 'â' | 'ä' | 'Á' | 'À' | 'Ä' => b'a',
        // An accent says that the letter is spoken, which a lone `e` at the end is not.
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'í' | 'ï' | 'Í' | 'î' => b'i',
        'ó' | 'ö' | 'ô' | 'Ó' | 'Ö' => b'o',
        'ú' | 'ü' | 'û' | 'Ú' | 'Ü' => b'u',
        _ => 0,
    }
}

/// How many syllables a word has, about: runs of vowels, less those that are not spoken. At least one.
pub(super) fn syllables(word: &str) -> u32 {
    let (mut count, mut part) = (0, Part::default());
    for letter in word.chars() {
        if matches!(letter, '-' | '/' | '‑') {
            count += std::mem::take(&mut part).syllables();
        } else {
            part.add(letter);
        }
    }
    (count + part.syllables()).max(1)
}

/// A word, or what stands between its hyphens, up to its apostrophe.
#[derive(Default)]
struct Part {
    /// No word is longer; what is has no syllables that matter.
    letters: [u8; 32],
    length: usize,
    /// An apostrophe was met: what follows is no syllable.
    is_over: bool,
    has_sign: bool,
}

impl Part {
    fn add(&mut self, letter: char) {
        self.is_over |= matches!(letter, '\'' | '’');
        let plain = plain(letter);
        self.has_sign |= plain != 0 || letter.is_alphanumeric();
        if let Some(slot) =
            self.letters.get_mut(self.length).filter(|_| !self.is_over && plain != 0)
        {
            *slot = plain;
            self.length += 1;
        }
    }

    fn syllables(&self) -> u32 {
        let letters = &self.letters[..self.length];
        let mut count = 0_u32;
        let mut before = 0;
        for (at, letter) in letters.iter().copied().enumerate() {
            // `y` at the start of a word or between vowels is a consonant.
            let vowel = is_vowel(letter)
                && !(letter == b'y'
                    && (at == 0 || is_vowel(before))
                    && letters.get(at + 1).copied().is_some_and(is_vowel));
            // Vowels that stand together and are spoken apart: "piano", "create", "lotion" not.
            let apart = vowel && is_vowel(before) && split(letters, at);
            if vowel && (!is_vowel(before) || apart) {
                count += 1;
            }
            before = if vowel { letter } else { 0 };
        }
        if letters.is_empty() {
            return u32::from(self.has_sign);
        }
        count.saturating_sub(silent(letters)).max(1)
    }
}

/// Whether the vowel at `at` begins a new syllable though one stands before it.
fn split(letters: &[u8], at: usize) -> bool {
    let (Some(start), rest) = (at.checked_sub(1), letters.get(at + 1..).unwrap_or_default()) else {
        return false;
    };
    let head = letters.get(..start).unwrap_or_default();
    match letters.get(start..=at) {
        Some(b"ia") => !head.ends_with(b"c") && !head.ends_with(b"t") || rest.starts_with(b"t"),
        Some(b"io") => !matches!(head.last(), Some(b't' | b's' | b'c' | b'g')) || head == b"phys",
        Some(b"ya" | b"yo") => true,
        Some(b"eo") => !head.ends_with(b"p"),
        Some(b"iu" | b"ua" | b"uo" | b"yi" | b"uu" | b"ii") => {
            !head.ends_with(b"q") && !head.ends_with(b"g")
        }
        Some(b"ie") => {
            let hiss = head.ends_with(b"t") || head.ends_with(b"c");
            rest.starts_with(b"t") && rest.len() > 1
                || rest.starts_with(b"nc")
                || (rest.starts_with(b"nt") && !hiss)
        }
        Some(b"ea") => {
            (head.ends_with(b"cr") && rest.starts_with(b"t"))
                || (rest.is_empty() && head.len() > 1 && head != b"fl")
                || (head == b"id" && !rest.is_empty())
        }
        Some(b"ei") => rest.starts_with(b"ng") && rest.len() == 2,
        Some(b"oi" | b"ui" | b"oe" | b"ai") => rest == b"ng",
        _ => false,
    }
}

/// How many vowels are not spoken: one in "massage" and "eased", two in "sometimes".
fn silent(letters: &[u8]) -> u32 {
    let ends = |ending: &[u8]| letters.ends_with(ending);
    if letters == b"every" || letters == b"everything" || letters == b"eye" || letters == b"eyes" {
        return 1;
    }
    let inner = [b"ement".as_slice(), b"eful", b"eless", b"ely", b"eness", b"ething", b"etimes"];
    let inside = inner.iter().any(|end| ends(end) && letters.len() > end.len() + 1);
    u32::from(inside) + silent_end(letters)
}

/// Whether the vowel of the last letters is not spoken.
fn silent_end(letters: &[u8]) -> u32 {
    let consonant = |at: usize| {
        letters.len().checked_sub(at).and_then(|at| letters.get(at)).is_some_and(|l| !is_vowel(*l))
    };
    let ends = |ending: &[u8]| letters.ends_with(ending);
    let hiss = |stem: &[u8]| {
        matches!(stem.last(), Some(b's' | b'z' | b'x' | b'g' | b'c'))
            || stem.ends_with(b"ch")
            || stem.ends_with(b"sh")
    };
    if ends(b"e") && consonant(2) {
        // "muscle" speaks its last syllable.
        return u32::from(!(ends(b"le") && consonant(3)));
    }
    if ends(b"es") && consonant(3) {
        let stem = &letters[..letters.len() - 2];
        return u32::from(!(hiss(stem) || (stem.ends_with(b"l") && consonant(4))));
    }
    if ends(b"ed") && consonant(3) {
        let stem = &letters[..letters.len() - 2];
        let spoken =
            stem.ends_with(b"t") || stem.ends_with(b"d") || stem.ends_with(b"l") && consonant(4);
        return u32::from(!spoken);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::super::model::Unit;
    use super::*;

    #[test]
    fn syllables_are_near_what_people_speak() {
        let words = "a:1 ache:1 aches:1 back:1 massage:2 massages:3 therapist:3 muscle:2 muscles:2 pain:1 area:3 \
            ideal:3 anxiety:4 reliable:4 patient:2 patients:2 treatment:2 exercise:3 exercises:4 posture:2 relaxed:2 \
            eased:1 needed:2 rested:2 sciatica:4 arthritis:3 condition:3 fibromyalgia:6 osteoporosis:6 people:2 \
            create:2 science:2 medicine:3 something:2 sometimes:2 careful:2 useful:2 every:2 eye:1 being:2 doing:2 \
            beyond:2 year:1 you:1 your:1 don’t:1 long-term:2 and/or:2 physiotherapist:6 the:1 inflammation:4 \
            movement:2 likely:2 tension:2 region:2 café:2 15:1 GP:1";
        let mut wrong = Vec::new();
        for (word, count) in
            words.split_whitespace().map(|pair| pair.split_once(':').expect("pair"))
        {
            if syllables(word).to_string() != count {
                wrong.push(format!("{word}: {} and not {count}", syllables(word)));
            }
        }
        assert!(wrong.len() <= 3, "{wrong:#?}");
    }

    #[test]
    fn the_hardest_sentences_come_first() {
        let unit = |text, scope| Unit { text, scope, level: 0 };
        let page = [
            unit(
                "Benign paroxysmal conditions necessitate interdisciplinary rehabilitation",
                "heading",
            ),
            unit("We sit. The cat sat on the mat and it was warm.", "paragraph"),
            unit(
                "Consultation with appropriately qualified professionals facilitates rehabilitation considerably.",
                "item",
            ),
        ];
        let reading = grade(&Page::new(&page));
        assert_eq!(reading.words, 20);
        assert_eq!(reading.worst.len(), 2);
        assert_eq!(reading.worst[0].unit, 2);
        assert_eq!(
            &page[1].text[reading.worst[1].range.clone()],
            "The cat sat on the mat and it was warm."
        );
        assert!(reading.grade > 5.0 && reading.grade < 15.0, "{}", reading.grade);
        assert_eq!(grade(&Page::new(&[])), Reading::default());
    }
}
