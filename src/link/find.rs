//! Finding names in a stretch of text: the longest at each place, from left to right.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::dictionary::{Dictionary, NONE};
use super::form::is_hyphen;
use super::number;
use super::words::{exact, fold_into, is_invisible, is_plain, long_way, plain_words};
use crate::graph::EntryId;
use crate::markdown::Edges;

/// Where a word of the text stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: u32,
    end: u32,
}

impl Word {
    /// Where it stands.
    pub(super) fn place(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Where it stands in the text, without `'s` at its end.
    pub(super) place: Range<usize>,
    /// Which words it is.
    pub(super) words: Range<usize>,
    /// Whose name it is.
    pub(super) entity: EntryId,
    /// The point of the dictionary at which it ends.
    pub(super) node: u32,
}

/// Room for the words of a stretch, which is used again for the next.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) words: Vec<Word>,
    /// Which of them may begin a name.
    starts: Vec<u32>,
    /// Points of the trie that the words so far lead to, and whether the last word was taken without `'s`.
    points: Vec<(u32, bool)>,
    next: Vec<(u32, bool)>,
    folded: String,
}

/// Finds the names in `text`, a stretch of running text between `edges`. Their words are left in `scratch`.
pub(super) fn find(
    dictionary: &Dictionary,
    (text, edges): (&str, &Edges),
    scratch: &mut Scratch,
    mut each: impl FnMut(Match, &[Word]),
) {
    read(dictionary, text, scratch);
    let mut chunk = Chunk::new(text, edges);
    let mut free = 0;
    for index in 0..scratch.starts.len() {
        let at = scratch.starts[index] as usize;
        if at >= free
            && let Some(found) = longest(dictionary, text, at, scratch, &mut chunk)
        {
            free = found.words.end;
            each(found, &scratch.words);
        }
    }
}

/// Reads where the words of `text` stand, and which of them may begin a name.
fn read(dictionary: &Dictionary, text: &str, scratch: &mut Scratch) {
    let Scratch { words, starts, .. } = scratch;
    words.clear();
    starts.clear();
    let mut add = |place: Range<usize>, may_begin: bool| {
        if may_begin {
            starts.push(number(words.len()));
        }
        words.push(Word { start: number(place.start), end: number(place.end) });
    };
    if is_plain(text) {
        let lexicon = &dictionary.lexicon;
        plain_words(text, |place| {
            let may_begin = lexicon.may_begin(&text.as_bytes()[place.clone()]);
            add(place, may_begin);
        });
    } else {
        long_way(text, &mut |place: Range<usize>, _: &str| add(place, true));
    }
}

/// The numbers of a word in the dictionary, as it is and without `'s`; both may be none.
fn look_up(dictionary: &Dictionary, word: &str, folded: &mut String) -> [u32; 2] {
    if word.is_ascii() {
        let bytes = word.as_bytes();
        let get = |word: &[u8]| dictionary.lexicon.get(word);
        let stem = match bytes {
            [stem @ .., b'\'', b's' | b'S'] => get(stem),
            _ => NONE,
        };
        return [get(bytes), stem];
    }
    fold_into(word, folded);
    let stem = folded.strip_suffix("'s").map_or(NONE, |stem| dictionary.word(stem));
    [dictionary.word(folded), stem]
}

/// The longest name that begins with the word `first`.
fn longest(
    dictionary: &Dictionary,
    text: &str,
    first: usize,
    scratch: &mut Scratch,
    chunk: &mut Chunk<'_>,
) -> Option<Match> {
    let Scratch { words, points, next, folded, .. } = scratch;
    let word = &words[first];
    let start = word.place().start;
    let is_root = |id: u32| Some(dictionary.root(id)).filter(|node| *node != NONE);
    let [id, stem] = look_up(dictionary, &text[word.place()], folded);
    points.clear();
    points.extend(is_root(id).map(|node| (node, false)));
    points.extend(is_root(stem).map(|node| (node, true)));
    if points.is_empty() || is_joined_before(text, start) || chunk.is_dead(text, &word.place()) {
        return None;
    }
    let mut best = None;
    let mut last = first;
    loop {
        let end = words[last].place().end;
        if !is_joined_behind(text, end) {
            for (node, is_stem) in points.iter() {
                let exact = || exact_words(text, &words[first..=last], *is_stem);
                if let Some(entity) = dictionary.entity(*node, exact) {
                    let end = if *is_stem { without_ending(text, end) } else { end };
                    let place = start..end;
                    best = Some(Match { place, words: first..last + 1, entity, node: *node });
                    break;
                }
            }
        }
        let Some(word) = words.get(last + 1) else { break };
        let [id, stem] = look_up(dictionary, &text[word.place()], folded);
        if id == NONE && stem == NONE {
            break;
        }
        let gap = dictionary.gap(&text[end..word.place().start]);
        next.clear();
        for (node, _) in points.iter() {
            for (id, is_stem) in [(id, false), (stem, true)] {
                let node = dictionary.next(*node, gap, id);
                if node != NONE {
                    next.push((node, is_stem));
                }
            }
        }
        if next.len() > 1 {
            // The spelling as it is goes before the one without `'s`.
            next.sort_by_key(|(_, is_stem)| *is_stem);
        }
        std::mem::swap(points, next);
        if points.is_empty() || chunk.is_dead(text, &word.place()) {
            break;
        }
        last += 1;
    }
    best
}

/// The words of a name with their capitals.
fn exact_words(text: &str, words: &[Word], is_stem: bool) -> Vec<String> {
    let mut exact: Vec<String> = words.iter().map(|word| exact(&text[word.place()])).collect();
    if is_stem && let Some(last) = exact.last_mut() {
        last.truncate(last.len() - "'s".len());
    }
    exact
}

/// The end of the word that ends at `end` when its `'s` is left out.
fn without_ending(text: &str, end: usize) -> usize {
    text[..end].rfind(['\'', '’', '‘', 'ʼ', '＇']).unwrap_or(end)
}

/// Whether a hyphen joins the word that begins at `start` to one before it.
fn is_joined_before(text: &str, start: usize) -> bool {
    if start == 0 || text.as_bytes()[start - 1] == b' ' {
        return false;
    }
    let is_letter = |one: &char| !is_invisible(*one) && !is_combining_mark(*one);
    let mut before = text[..start].chars().rev().filter(is_letter);
    before.next().is_some_and(is_hyphen) && before.next().is_some_and(char::is_alphanumeric)
}

/// Whether a hyphen joins the word that ends at `end` to one behind it.
fn is_joined_behind(text: &str, end: usize) -> bool {
    let mut behind = text[end..].chars().filter(|one| !is_invisible(*one));
    behind.next().is_some_and(is_hyphen) && behind.next().is_some_and(char::is_alphabetic)
}

/// What stands between white space, looked at once however many names are in it.
struct Chunk<'a> {
    edges: &'a Edges,
    place: Range<usize>,
    is_address: bool,
    /// Whether the text has anything of an address at all.
    any: bool,
}

impl<'a> Chunk<'a> {
    fn new(text: &str, edges: &'a Edges) -> Self {
        let any = [&*edges.before, text, &*edges.behind].into_iter().any(may_be_address);
        Self { edges, place: 0..0, is_address: false, any }
    }

    /// Whether the word at `place` belongs to an address of the web or of e-mail.
    fn is_dead(&mut self, text: &str, place: &Range<usize>) -> bool {
        // The walk along a name looks ahead, so the next word may stand before the chunk.
        if self.any && !self.place.contains(&place.start) {
            let space = |one: char| one.is_whitespace();
            let start = text[..place.start].rfind(space).unwrap_or(0);
            let end = text[place.start..].find(space).map_or(text.len(), |at| place.start + at);
            let chunk = text[start..end].trim();
            let before = if start == 0 { &*self.edges.before } else { "" };
            let behind = if end == text.len() { &*self.edges.behind } else { "" };
            self.place = start..end;
            self.is_address = if before.is_empty() && behind.is_empty() {
                is_address(chunk)
            } else {
                is_address(&format!("{before}{chunk}{behind}"))
            };
        }
        self.is_address
    }
}

/// Whether a text has anything that makes an address.
fn may_be_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_scheme = |at: usize| bytes[at..].starts_with(b"://");
    let is_www = |at: usize| {
        let before = at.checked_sub(3).and_then(|from| bytes.get(from..at));
        before.is_some_and(|www| www.eq_ignore_ascii_case(b"www"))
    };
    memchr::memchr3_iter(b'@', b':', b'.', bytes).any(|at| match bytes[at] {
        b'@' => true,
        b':' => is_scheme(at),
        _ => is_www(at),
    })
}

fn is_address(chunk: &str) -> bool {
    let bare = chunk.trim_start_matches(|one: char| !one.is_alphanumeric());
    if chunk.contains("://")
        || bare.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
    {
        return true;
    }
    let Some((name, host)) = bare.split_once('@') else { return false };
    let host = host.trim_end_matches(|one: char| !one.is_alphanumeric());
    !name.is_empty()
        && host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_by_their_look() {
        for address in [
            "https://x.test/massage",
            "(www.massage.test)",
            "me@sciatica.org",
            "<me@sciatica.org>,",
            "x@y.z/a",
        ] {
            assert!(is_address(address), "{address}");
        }
        for word in ["massage", "e.g.massage", "@massage", "massage@home", "a://"] {
            assert_eq!(is_address(word), word == "a://", "{word}");
        }
    }

    #[test]
    fn a_chunk_reaches_from_space_to_space() {
        let text = "see https://x.test/back-pain or back pain";
        let edges = Edges::default();
        let mut chunk = Chunk::new(text, &edges);
        let dead: Vec<bool> =
            [4..9, 19..23, 24..28, 32..36].iter().map(|place| chunk.is_dead(text, place)).collect();
        assert_eq!(dead, [true, true, true, false]);
    }
}
