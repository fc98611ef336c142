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

impl<'a> Walk<'a> {
    pub(super) fn new(rules: &'a Compiled, text: &'a str, lead: Option<&'a str>) -> Self {
        let sentences = split::sentences(text).into_iter();
        let past = Past { implied: lead.is_none(), ..Past::default() };
        let mut walk = Self { rules, text, sentences, past, lead: None, quotes: (0, false) };
        if let Some(lead) = lead {
            walk.introduce(lead);
        }
        walk
    }

    /// The lead's last sentence goes on in the item, unless it is closed.
    fn introduce(&mut self, lead: &'a str) {
        let mut all = split::sentences(lead);
        let Some(last) = all.pop() else { return };
        for sentence in all {
            self.scene(lead, &sentence, None);
        }
        let piece = lead.get(last.range.clone()).unwrap_or_default();
        if piece.trim_end().ends_with(['.', '!', '?']) {
            self.scene(lead, &last, None);
            self.past.implied = matches!(self.past.it, Meant::Treatment(_));
        } else {
            self.lead = Some(piece);
        }
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
