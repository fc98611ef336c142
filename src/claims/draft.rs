//! Claims before the choice among those at one place, and that choice.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fold::{self, Token};
use super::lexicon::{Classes, Mention, NO_NAME};
use super::matching::Hit;
use super::pattern::Pattern;
use super::scene::Scene;
use super::walk::Walked;
use super::{Claim, Compiled, Rule};

/// A claim before the choice among those at one place.
pub(super) struct Draft<'a> {
    rules: &'a Compiled,
    rule: &'a Rule,
    text: &'a str,
    is_error: bool,
    /// The bytes of the claim.
    pub range: Range<usize>,
    who: Option<Noun>,
    what: Option<Noun>,
    /// The words that compete: from the verb on, or the whole sentence.
    core: Range<usize>,
}

/// What a treatment or condition is called.
struct Noun {
    name: u32,
    range: Range<usize>,
}

/// The claim that a pattern was found to make; with the pattern goes whether it is an error.
pub(super) fn new<'a>(
    rules: &'a Compiled,
    rule: &'a Rule,
    hit: &Hit,
    (pattern, is_error): (&Pattern, bool),
    walked: &Walked<'a>,
) -> Draft<'a> {
    let scene = &walked.scene;
    let grammar = &rules.grammar;
    let first = hit.spans.first().map_or(0, |span| span.0).max(walked.own);
    let last = hit.spans.last().map_or(0, |span| span.1).max(first + 1);
    let range = bytes(&scene.tokens, first, last, &walked.range);
    let (mut who, mut what, mut core) = (None, None, first);
    let mut led = true;
    for (step, &(start, end)) in pattern.steps.iter().zip(&hit.spans) {
        let find = |classes| mention(scene, (start, end), classes);
        if step.classes & grammar.treat != 0 && step.bloom == 0 {
            who = who.or_else(|| find(grammar.treat));
            continue;
        }
        if led {
            core = start.max(walked.own);
            led = false;
        }
        who = who.or_else(|| find(grammar.treat));
        what = what.or_else(|| find(grammar.cond | grammar.med));
    }
    let noun = |mention: Mention| {
        let start = scene.tokens.get(mention.start).map(|token| token.start);
        let end = mention.end.checked_sub(1).and_then(|last| scene.tokens.get(last));
        // What is only understood has no words.
        let range = start.zip(end).map_or(0..0, |(start, end)| start..end.end);
        Noun { name: mention.name, range }
    };
    let (who, what) = (who.map(noun), what.map(noun));
    let core = if rule.source.whole {
        walked.range.clone()
    } else {
        bytes(&scene.tokens, core.min(last - 1), last, &walked.range)
    };
    Draft { rules, rule, text: walked.text, is_error, range, who, what, core }
}

impl Draft<'_> {
    fn claim(self) -> Claim {
        let Self { rules, rule, is_error, range, .. } = self;
        let word = |noun: &Noun| noun.words(rules, self.text);
        let who = self.who.as_ref().and_then(word);
        let what = self.what.as_ref().and_then(word);
        let suggestion = rule.source.suggest.as_ref().map(|line| {
            line.replace("{who}", &capital(who.as_deref().unwrap_or("massage"), rules))
        });
        Claim { rule: rule.name.clone(), is_error, range, who, what, suggestion }
    }
}

impl Noun {
    /// The key of a name, or the words themselves.
    fn words(&self, rules: &Compiled, text: &str) -> Option<Box<str>> {
        if self.name != NO_NAME {
            return rules.names.get(fold::place(self.name)).map(|name| name.key.clone());
        }
        let words = text.get(self.range.clone()).filter(|words| !words.is_empty())?;
        Some(words.to_lowercase().into())
    }
}

/// The first phrase of such a class among some words.
pub(super) fn mention(scene: &Scene, span: (usize, usize), classes: Classes) -> Option<Mention> {
    let first = scene.mentions.partition_point(|one| one.start < span.0);
    let rest = scene.mentions.get(first..)?.iter();
    rest.take_while(|one| one.start <= span.1)
        .find(|one| one.end <= span.1 && one.classes & classes != 0)
        .copied()
}

/// A treatment at the start of a sentence: "we" and the like become "massage".
fn capital(who: &str, rules: &Compiled) -> String {
    let named = rules.names.iter().find(|name| &*name.key == who).map_or(who, |name| &*name.words);
    let named = if named.len() < 5 || named.starts_with("our ") { "massage" } else { named };
    let mut chars = named.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The bytes of some words.
fn bytes(tokens: &[Token], first: usize, last: usize, whole: &Range<usize>) -> Range<usize> {
    let last_word = last.min(tokens.len()).saturating_sub(1);
    let start = tokens.get(first.min(last_word)).map_or(whole.start, |token| token.start);
    let end = tokens.get(last_word).map_or(whole.end, |token| token.end);
    start..end.max(start)
}

/// Of drafts at one place only the lowest rank stays; a rule speaks once at one place.
pub(super) fn choose(mut drafts: Vec<Draft<'_>>) -> Vec<Claim> {
    drafts.sort_by(|one, other| {
        let key = |draft: &Draft<'_>| {
            (draft.rule.source.rank.unwrap_or(0), !draft.is_error, draft.range.len())
        };
        key(one)
            .cmp(&key(other))
            .then_with(|| one.rule.name.cmp(&other.rule.name))
            .then_with(|| one.core.start.cmp(&other.core.start))
    });
    let mut taken = Taken::default();
    let mut free: BTreeMap<&str, Taken> = BTreeMap::new();
    let mut claims = Vec::new();
    for draft in drafts {
        let taken = match draft.rule.source.rank {
            Some(_) => &mut taken,
            None => free.entry(&draft.rule.name).or_default(),
        };
        if taken.take(&draft.core) {
            claims.push(draft.claim());
        }
    }
    claims
}

/// Ranges that are spoken for.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    /// Takes a range, unless part of it is taken.
    fn take(&mut self, range: &Range<usize>) -> bool {
        let end = range.end.max(range.start + 1);
        if let Some((_, &until)) = self.0.range(..end).next_back()
            && until > range.start
        {
            return false;
        }
        self.0.insert(range.start, end);
        true
    }
}
