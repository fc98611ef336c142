//! Patterns: regular expressions that are run by automata alone, and what is wrong with those that cannot be.
//!
//! Two things are added to what a rule says. Apostrophes, spaces and hyphens stand for all of their forms, as editors
//! of text change them without being asked. And a token is found only as a whole word: the pattern itself checks
//! that roughly, for the letters of English, which automata do at full speed; the rest is checked on what was found.

use std::fmt;
use std::ops::Range;

use regex_automata::{Input, meta};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

mod explain;
pub(super) use explain::Problem;

/// How large a compiled rule may grow, in bytes.
const LARGEST: usize = 16 << 20;

/// Brackets inside each other.
const DEEPEST: u32 = 100;

/// Places that one rule finds in one text: no editor reads more, and the work stays in proportion to the text.
const MOST: usize = 500;

/// How a pattern is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct How {
    /// Whether upper and lower case are one.
    pub(super) ignorecase: bool,
    /// Whether it matches whole words only.
    pub(super) words: bool,
    /// Whether its groups are needed.
    pub(super) groups: bool,
}

/// A place that a pattern found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The bytes.
    pub(super) range: Range<usize>,
    /// Which of several patterns it was.
    pub(super) which: usize,
}

/// Several patterns that are looked for at once; at one place, the first wins.
#[derive(Clone)]
pub(super) struct Pattern {
    regex: meta::Regex,
    words: bool,
    /// What every text has in which it can find something: the same without looking at words.
    rough: Hir,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The automaton would fill pages.
        write!(out, "Pattern({} in all)", self.regex.pattern_len())
    }
}

/// Reads one pattern.
pub(super) fn parse(text: &str, how: How) -> Result<Hir, Problem> {
    let mut parser =
        ParserBuilder::new().case_insensitive(how.ignorecase).nest_limit(DEEPEST).build();
    let hir = parser.parse(text).map_err(|error| Problem::of(&error))?;
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err(Problem::empty());
    }
    Ok(fold(&hir, how.groups, true))
}

impl Pattern {
    /// Makes one of patterns that were read.
    pub(super) fn new(parsed: Vec<Hir>, how: How) -> Result<Self, Problem> {
        let strip = |hir: &Hir| fold(hir, false, false);
        let rough = Hir::alternation(parsed.iter().map(strip).collect());
        let ready: Vec<Hir> = if how.words {
            parsed.into_iter().map(|hir| Hir::concat(vec![edge(true), hir, edge(false)])).collect()
        } else {
            parsed
        };
        let config = meta::Config::new().nfa_size_limit(Some(LARGEST)).utf8_empty(true);
        let regex = meta::Builder::new()
            .configure(config)
            .build_many_from_hir(&ready)
            .map_err(|_| Problem::large())?;
        Ok(Self { regex, words: how.words, rough })
    }

    /// Makes one that tells nothing of which pattern it was: cheaper than many.
    pub(super) fn one_of(parsed: Vec<Hir>, how: How) -> Result<Self, Problem> {
        Self::new(vec![Hir::alternation(parsed)], How { groups: false, ..how })
    }

    /// What every text has in which this can find something.
    pub(super) fn rough(&self) -> &Hir {
        &self.rough
    }

    /// The next place from `from` on.
    pub(super) fn next(&self, text: &str, mut from: usize) -> Option<Found> {
        let mut refused = 0;
        loop {
            let input = Input::new(text).range(from..text.len());
            let found = self.regex.search(&input)?;
            if !self.words || whole(text, found.range()) {
                return Some(Found { range: found.range(), which: found.pattern().as_usize() });
            }
            // Rough word edges were not edges: a letter that is not English stands beside.
            refused += 1;
            from = if refused % 8 == 0 { found.end() } else { found.start() + 1 };
            from = text.ceil_char_boundary(from);
        }
    }

    /// All places, one after the other.
    pub(super) fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = (from <= text.len()).then(|| self.next(text, from))??;
            from = found.range.end.max(found.range.start + 1);
            Some(found)
        })
        .take(MOST)
    }

    /// Whether it finds something anywhere.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.next(text, 0).is_some()
    }

    /// `template` with `$1` replaced by what the group of the pattern holds at `range`.
    pub(super) fn expand(&self, text: &str, range: &Range<usize>, template: &str) -> String {
        let mut groups = self.regex.create_captures();
        self.regex.search_captures(&Input::new(text).range(range.start..text.len()), &mut groups);
        groups.interpolate_string(text, template)
    }

    /// What the first group that takes part holds at `range`; else all of it.
    pub(super) fn first_group(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let mut groups = self.regex.create_captures();
        self.regex.search_captures(&Input::new(text).range(range.start..text.len()), &mut groups);
        let group = (1..groups.group_len()).find_map(|group| groups.get_group(group));
        group.map_or_else(|| range.clone(), |group| group.range())
    }
}

/// "No letter on both sides", for the letters of English: never wrong where there is such an edge.
fn edge(start: bool) -> Hir {
    let half = if start { Look::WordStartHalfAscii } else { Look::WordEndHalfAscii };
    Hir::alternation(vec![Hir::look(Look::WordAscii), Hir::look(half)])
}

/// Whether no word goes on past either end of `range`.
fn whole(text: &str, range: Range<usize>) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let both = |at: usize| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_word)
            && text.get(at..).and_then(|after| after.chars().next()).is_some_and(is_word)
    };
    !both(range.start) && !both(range.end)
}

/// Every form of a sign that a writer takes for one.
fn forms(sign: char) -> Option<&'static [char]> {
    Some(match sign {
        '\'' | '’' | 'ʼ' => &['\'', 'ʼ', '‘', '’'],
        ' ' => &['\t', '\n', ' ', '\u{a0}', '\u{2009}', '\u{202f}'],
        '-' | '‑' => &['-', '\u{2010}', '\u{2011}'],
        _ => return None,
    })
}

/// The pattern with all forms of apostrophes, spaces and hyphens; without groups, and without what automata cannot
/// check at full speed, where that is asked for.
fn fold(hir: &Hir, groups: bool, looks: bool) -> Hir {
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(bytes) => literal(&bytes.0),
        HirKind::Class(Class::Unicode(class)) => Hir::class(Class::Unicode(apostrophes(class))),
        HirKind::Class(class) => Hir::class(class.clone()),
        HirKind::Look(look) => match look {
            Look::WordUnicode
            | Look::WordUnicodeNegate
            | Look::WordStartUnicode
            | Look::WordEndUnicode
            | Look::WordStartHalfUnicode
            | Look::WordEndHalfUnicode
                if !looks =>
            {
                Hir::empty()
            }
            look => Hir::look(*look),
        },
        HirKind::Repetition(repetition) => {
            let sub = Box::new(fold(&repetition.sub, groups, looks));
            Hir::repetition(regex_syntax::hir::Repetition { sub, ..repetition.clone() })
        }
        HirKind::Capture(capture) if groups => {
            let sub = Box::new(fold(&capture.sub, groups, looks));
            Hir::capture(Capture { sub, ..capture.clone() })
        }
        HirKind::Capture(capture) => fold(&capture.sub, groups, looks),
        HirKind::Concat(parts) => {
            Hir::concat(parts.iter().map(|part| fold(part, groups, looks)).collect())
        }
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.iter().map(|part| fold(part, groups, looks)).collect())
        }
    }
}

fn literal(bytes: &[u8]) -> Hir {
    let Ok(text) = std::str::from_utf8(bytes) else { return Hir::literal(bytes) };
    let mut parts = Vec::new();
    let mut plain = 0;
    for (at, sign) in text.char_indices() {
        let Some(forms) = forms(sign) else { continue };
        parts.push(Hir::literal(&bytes[plain..at]));
        let ranges = forms.iter().map(|form| ClassUnicodeRange::new(*form, *form));
        parts.push(Hir::class(Class::Unicode(ClassUnicode::new(ranges))));
        plain = at + sign.len_utf8();
    }
    parts.push(Hir::literal(&bytes[plain..]));
    Hir::concat(parts)
}

/// A class that names one form of the apostrophe has the others; one that leaves one out leaves all out.
fn apostrophes(class: &ClassUnicode) -> ClassUnicode {
    let has = |sign: char| {
        class.ranges().iter().any(|range| range.start() <= sign && sign <= range.end())
    };
    let all = ['\'', 'ʼ', '‘', '’'];
    let mut class = class.clone();
    if has('\'') == has('’') {
        return class;
    }
    let forms = ClassUnicode::new(all.map(|sign| ClassUnicodeRange::new(sign, sign)));
    // A class of a few signs was written out; one with a snowman is "all but …".
    if has('☃') {
        class.difference(&forms);
    } else {
        class.union(&forms);
    }
    class
}
