//! Health claims: what a sentence says that a salon may not say.
//!
//! A rule holds patterns. A pattern is matched against one sentence at a time:
//!
//! | in a pattern | stands for |
//! |---|---|
//! | `word` | that word; capitals, curly apostrophes and hyphens do not matter, `don't` is `do not` |
//! | `{CLASS}` | a word or phrase of a class; at each place the longest phrase of all classes counts |
//! | `…` (or `...`) | up to 40 words of the same clause |
//! | `……` | up to 80 words of the same sentence |
//! | `~3` | up to three words of the same clause |
//! | `a\|b\|{CLASS}` | one of these, written without spaces |
//! | `[side effects\|ill effects]` | one of these phrases |
//! | `(really\|very)` | the same, but it may be left out |
//! | `^`, `$` | the start of a clause, the end of the sentence |
//!
//! Classes with a meaning of their own: `TREAT` (who acts: a treatment, the staff, "we"; "it" and
//! "they" count when they stand for one), `COND` and `MED` (conditions that need evidence, and
//! those that need a qualified person), `EFF` (helps, relieves), `NEG` (not, never), `FRAME` (a
//! myth that: negates the rest of the sentence), `REFUTE` (is a myth: negates what is before it),
//! `FINE` (accepted wording, which uses up a verb: "helps you relax"), `ASIDE` (uses it up for
//! good: "helps you understand"), `OTHER` and `CARER` (exercise, a GP: someone else acts), `TAIL`
//! ("arthritis *charity*"), `VERB`, `HELP`, `YES`, `STAFF`, `US`. A class may take in another one
//! by an entry `{NAME}`.
//!
//! A gap never passes over someone else who acts, and after a verb it never passes over `FINE`
//! without a joining word, nor over `ASIDE`. What is negated, asked or conditional is no claim.

mod bounds;
mod clauses;
mod compile;
mod draft;
mod fold;
mod grammar;
mod index;
mod judge;
mod lexicon;
mod list;
mod matching;
mod pattern;
mod people;
mod scene;
mod split;
#[cfg(test)]
mod tests;
mod walk;

use std::ops::Range;
use std::sync::Arc;

pub use compile::compile;
use fold::Token;
use grammar::Grammar;
use index::Index;
use lexicon::{Lexicon, Mention};
use matching::Finder;
use pattern::Pattern;
use walk::Lead;

/// The names of the site's treatments and conditions.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Names and synonyms, in any order.
    pub names: Vec<Name>,
}

/// A name or a synonym.
#[derive(Debug, Clone)]
pub struct Name {
    /// The id of what is named.
    pub key: Box<str>,
    /// The name or synonym.
    pub words: Box<str>,
    /// `TREAT`, `COND`, `MED`, or any other class.
    pub class: Box<str>,
}

/// A rule as its file gives it.
#[derive(Debug, Clone, Default)]
pub struct ClaimRule {
    /// The name of the rule.
    pub name: String,
    /// Patterns that make a claim.
    pub any: Vec<String>,
    /// Patterns that excuse a claim in the same clause.
    pub except: Vec<String>,
    /// Patterns that make a claim that is an error, whatever the rule's level.
    pub error: Vec<String>,
    /// A citation in the paragraph lets the claim stand.
    pub cited: bool,
    /// Of claims at one place only the lowest rank is given; without a rank all are.
    pub rank: Option<u8>,
    /// The claim takes up its whole sentence in that choice.
    pub whole: bool,
    /// What it looks at.
    pub reach: Reach,
    /// Needs so many conditions after the pattern.
    pub list: Option<usize>,
    /// What to write instead; `{who}` is the treatment.
    pub suggest: Option<String>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Everything but testimonials.
    #[default]
    Texts,
    /// The same, but not care cards and "check before you book".
    NotAdvice,
    /// Testimonials, and nothing else.
    Quotes,
}

/// A pattern that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern {
    /// The rule.
    pub rule: String,
    /// `any`, `except` or `error`.
    pub part: &'static str,
    /// Its place in that list, from 0.
    pub index: usize,
    /// Where in the pattern, in characters.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// The class that does not exist, where that is what is wrong.
    pub class: Option<String>,
}

/// What kind of text a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A paragraph or list item.
    #[default]
    Prose,
    /// A heading or title.
    Heading,
    /// A quotation: perhaps a testimonial.
    Quote,
    /// A care card or "check before you book".
    Advice,
}

/// A paragraph, heading, list item or quotation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passage<'a> {
    /// What a reader reads.
    pub text: &'a str,
    /// Where citations stand, in bytes.
    pub cites: &'a [usize],
    /// The paragraph has a citation.
    pub paragraph_cited: bool,
    /// What it is.
    pub kind: Kind,
    /// The paragraph that introduces the list this item is in.
    pub lead: Option<&'a str>,
}

/// A claim that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The rule.
    pub rule: Arc<str>,
    /// An error, whatever the rule's level.
    pub is_error: bool,
    /// The words of the claim: bytes of the passage (of the lead for a list).
    pub range: Range<usize>,
    /// The treatment: its key, or its words in lower case.
    pub who: Option<Box<str>>,
    /// The condition: its key, or its words in lower case.
    pub what: Option<Box<str>>,
    /// What to write instead.
    pub suggestion: Option<String>,
}

/// A name of the vocabulary in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id of what is named.
    pub key: Box<str>,
    /// Its class.
    pub class: Box<str>,
    /// Bytes of the text.
    pub range: Range<usize>,
}

/// What a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The claims, by place.
    pub claims: Vec<Claim>,
    /// The names of the vocabulary: the longest at each place.
    pub mentions: Vec<Named>,
    /// The keys of the treatments it says something good of.
    pub promotes: Vec<Box<str>>,
}

/// Rules ready for use. Made once for a site.
#[derive(Debug)]
pub struct Compiled {
    lexicon: Lexicon,
    grammar: Grammar,
    rules: Vec<Rule>,
    names: Vec<Name>,
    promotes: Vec<Pattern>,
    /// The number of the first of those in the index.
    first_promotes: usize,
    /// How many different steps there are.
    kinds: usize,
    index: Index,
}

#[derive(Debug)]
struct Rule {
    name: Arc<str>,
    any: Vec<(Pattern, bool)>,
    /// The number of the first of those in the index.
    first: usize,
    except: Vec<Pattern>,
    source: ClaimRule,
}

/// Reads one passage after the other; what it needs for that it makes once.
#[derive(Debug)]
pub struct Reader<'a> {
    rules: &'a Compiled,
    finder: Finder,
    /// The items of a list have one lead.
    lead: Option<Lead>,
}

impl Reader<'_> {
    /// Reads a passage: its claims, the names in it, and the treatments it promotes.
    pub fn read(&mut self, passage: &Passage<'_>) -> Read {
        let Self { rules, finder, lead } = self;
        if let Some(text) =
            passage.lead.filter(|text| !lead.as_ref().is_some_and(|lead| lead.is_of(text)))
        {
            *lead = Some(Lead::new(rules, text));
        }
        judge::read(rules, passage, lead.as_ref().filter(|_| passage.lead.is_some()), finder)
    }
}

impl Compiled {
    /// Someone who reads passages.
    pub fn reader(&self) -> Reader<'_> {
        Reader { rules: self, finder: Finder::new(self.kinds), lead: None }
    }

    /// Reads one passage.
    pub fn read(&self, passage: &Passage<'_>) -> Read {
        self.reader().read(passage)
    }

    /// The claims of a passage, by place.
    pub fn find(&self, passage: &Passage<'_>) -> Vec<Claim> {
        self.read(passage).claims
    }

    /// A list whose items name conditions, after a lead such as "Massage can help with:".
    pub fn find_list(&self, lead: &str, items: &[&str], cited: bool) -> Option<Claim> {
        list::find(self, lead, items, cited)
    }

    /// The names of the vocabulary in a text that is no passage, such as a title: the longest at
    /// each place.
    pub fn mentions(&self, text: &str) -> Vec<Named> {
        let mut tokens = Vec::new();
        self.lexicon.tokens(text, 0, &mut tokens);
        self.named(&tokens, &self.lexicon.mentions(&tokens)).collect()
    }

    fn named<'a>(
        &'a self,
        tokens: &'a [Token],
        mentions: &'a [Mention],
    ) -> impl Iterator<Item = Named> + 'a {
        mentions.iter().filter_map(|mention| {
            let name = self.names.get(fold::place(mention.name))?;
            let start = tokens.get(mention.start)?.start;
            let end = tokens.get(mention.end.checked_sub(1)?)?.end;
            Some(Named { key: name.key.clone(), class: name.class.clone(), range: start..end })
        })
    }

    /// The keys of the treatments a passage says something good of.
    pub fn promotes(&self, passage: &Passage<'_>) -> Vec<Box<str>> {
        self.read(passage).promotes
    }

    /// The classes that patterns may name, for "did you mean".
    pub fn class_names(&self) -> Vec<&str> {
        self.lexicon.class_names()
    }
}
