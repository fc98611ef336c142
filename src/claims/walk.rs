//! A passage, sentence by sentence.

use std::ops::Range;

use super::Compiled;
use super::grammar::AUX as ASKS;
use super::lexicon::Mention;
use super::scene::{Meant, Past, Scene};
use super::split::{self, Sentence};

/// Sentences of a passage, each with what goes before it.
pub(super) struct Walk<'a> {
    rules: &'a Compiled,
    text: &'a str,
    sentences: std::vec::IntoIter<Sentence>,
    past: Past,
    lead: Option<&'a str>,
    /// How far quotation marks were counted, and whether one is open there.
    quotes: (usize, bool),
}

/// A sentence, and where the lead's words end and its own start.
pub(super) struct Walked<'a> {
    /// The passage.
    pub text: &'a str,
    pub scene: Scene,
    pub range: Range<usize>,
    pub own: usize,
    /// The phrases as they stand, before any is understood as another.
    pub plain: Vec<Mention>,
    /// It stands in quotation marks.
    pub quoted: bool,
}

/// What a lead leaves behind for the items of its list.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    text: Box<str>,
    past: Past,
    /// Its last sentence, if that goes on in the items.
    open: Option<Range<usize>>,
}

impl Lead {
    /// Whether this is what `text` leaves behind.
    pub(super) fn is_of(&self, text: &str) -> bool {
        *self.text == *text
    }

    pub(super) fn new(rules: &Compiled, text: &str) -> Self {
        let mut all = split::sentences(text);
        let last = all.pop();
        let mut walk = Walk {
            past: Past { implied: false, ..Past::default() },
            ..Walk::new(rules, text, None)
        };
        for sentence in &all {
            walk.scene(text, sentence, None);
        }
        let goes_on = |last: &Sentence| {
            let piece = text.get(last.range.clone()).unwrap_or_default();
            !piece.trim_end().ends_with(['.', '!', '?'])
        };
        let open = last.as_ref().filter(|last| goes_on(last)).map(|last| last.range.clone());
        if let Some(last) = last.filter(|_| open.is_none()) {
            walk.scene(text, &last, None);
            walk.past.implied = matches!(walk.past.it, Meant::Treatment(_));
        }
        Self { text: text.into(), past: walk.past, open }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(rules: &'a Compiled, text: &'a str, lead: Option<&'a Lead>) -> Self {
        let sentences = split::sentences(text).into_iter();
        let past = match lead {
            Some(lead) => lead.past.clone(),
            None => Past { implied: true, ..Past::default() },
        };
        // The lead's last sentence goes on in the item, unless it is closed.
        let lead = lead.and_then(|lead| lead.text.get(lead.open.clone()?));
        Self { rules, text, sentences, past, lead, quotes: (0, false) }
    }

    fn scene(&mut self, text: &'a str, sentence: &Sentence, lead: Option<&str>) -> Walked<'a> {
        let Self { rules, past, .. } = self;
        let (lexicon, grammar) = (&rules.lexicon, &rules.grammar);
        let range = sentence.range.clone();
        let piece = text.get(range.clone()).unwrap_or_default();
        let mut tokens = Vec::with_capacity(piece.len() / 4 + 2);
        if let Some(lead) = lead {
            lexicon.tokens(lead, 0, &mut tokens);
            for token in &mut tokens {
                (token.start, token.end) = (range.start, range.start);
            }
        }
        let own = tokens.len();
        lexicon.tokens(piece, range.start, &mut tokens);
        let asks = lead.is_some() && tokens.first().is_some_and(|one| grammar.is(one, ASKS));
        let mentions = lexicon.mentions(&tokens);
        let named = |one: &&Mention| one.name != super::lexicon::NO_NAME && one.start >= own;
        let plain = mentions.iter().filter(named).copied().collect();
        let scene = Scene::new(tokens, mentions, asks || sentence.question, grammar, past);
        past.implied = past.implied && lead.is_none() && past.it != Meant::Other;
        Walked { text, scene, range, own, plain, quoted: false }
    }

    /// Whether a sentence stands in quotation marks.
    fn quoted(&mut self, range: &Range<usize>) -> bool {
        const MARKS: [char; 3] = ['\u{201c}', '\u{201d}', '"'];
        let (upto, open) = self.quotes;
        let between = self.text.get(upto..range.start).unwrap_or_default();
        let open = open != (between.matches(MARKS).count() % 2 == 1);
        self.quotes = (range.start, open);
        let piece = self.text.get(range.clone()).unwrap_or_default();
        open || piece.trim_start().starts_with(['\u{201c}', '"'])
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Walked<'a>;

    fn next(&mut self) -> Option<Walked<'a>> {
        let sentence = self.sentences.next()?;
        let lead = self.lead.take();
        let quoted = self.quoted(&sentence.range);
        Some(Walked { quoted, ..self.scene(self.text, &sentence, lead) })
    }
}
