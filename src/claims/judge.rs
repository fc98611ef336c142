//! From matched patterns to claims: negation, citations, and which claim counts where two meet.

use std::collections::BTreeSet;

use super::draft::{self, Draft};
use super::fold;
use super::index::Wanted;
use super::matching::{Finder, Hit};
use super::pattern::Pattern;
use super::scene::Scene;
use super::walk::{Lead, Walk, Walked};
use super::{Claim, Compiled, Kind, Passage, Reach, Read, Rule};

/// All there is to know of a passage, in one go.
pub(super) fn read(
    rules: &Compiled,
    passage: &Passage<'_>,
    lead: Option<&Lead>,
    finder: &mut Finder,
) -> Read {
    let mut read = Read::default();
    let mut promoted = BTreeSet::new();
    let mut asked: Vec<Draft<'_>> = Vec::new();
    for walked in Walk::new(rules, passage.text, lead) {
        read.mentions.extend(rules.named(&walked.scene.tokens, &walked.plain));
        finder.turn();
        let wanted = rules.index.wanted(&walked.scene);
        let drafts = drafts(rules, passage, &walked, &wanted, finder);
        if walked.scene.question {
            asked = drafts;
            continue;
        }
        if agrees(rules, &walked.scene) {
            read.claims.extend(draft::choose(std::mem::take(&mut asked)));
        }
        asked.clear();
        read.claims.extend(draft::choose(drafts));
        promotes(rules, &walked.scene, &wanted, finder, &mut promoted);
    }
    read.claims.sort_by(|one, other| {
        let key = |claim: &Claim| (claim.range.start, claim.range.end);
        key(one).cmp(&key(other)).then_with(|| one.rule.cmp(&other.rule))
    });
    read.promotes.extend(promoted.into_iter().map(Box::from));
    read
}

/// What the rules find in one sentence.
fn drafts<'a>(
    rules: &'a Compiled,
    passage: &Passage<'_>,
    walked: &Walked<'a>,
    wanted: &Wanted,
    finder: &mut Finder,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    let cited = passage.paragraph_cited || !passage.cites.is_empty();
    let quote = passage.kind == Kind::Quote || walked.quoted && first_person(walked, rules);
    for rule in &rules.rules {
        let skip = match rule.source.reach {
            Reach::Quotes => !quote,
            Reach::Texts => quote,
            Reach::NotAdvice => quote || passage.kind == Kind::Advice,
        };
        if !(skip || rule.source.cited && cited) {
            let some = wanted.of(rule.first, &rule.any);
            let mut task = Task { rules, rule, least: rule.source.list, finder: &mut *finder };
            task.apply(some, walked, &mut drafts);
        }
    }
    drafts
}

/// "Yes", "Absolutely" after a question.
fn agrees(rules: &Compiled, scene: &Scene) -> bool {
    let yes = scene.mentions.first();
    yes.is_some_and(|one| one.start == 0 && one.classes & rules.grammar.yes != 0)
        && !scene.mentions.iter().any(|one| one.classes & rules.grammar.neg != 0)
}

fn first_person(walked: &Walked<'_>, rules: &Compiled) -> bool {
    walked.scene.mentions.iter().any(|one| one.classes & rules.grammar.me != 0)
}

/// One rule and one sentence.
pub(super) struct Task<'a, 'b> {
    pub rules: &'a Compiled,
    pub rule: &'a Rule,
    /// How many conditions must follow.
    pub least: Option<usize>,
    pub finder: &'b mut Finder,
}

impl<'a> Task<'a, '_> {
    /// All matches of some of its patterns.
    pub(super) fn apply<'c>(
        &mut self,
        some: impl Iterator<Item = &'c (Pattern, bool)>,
        walked: &Walked<'a>,
        drafts: &mut Vec<Draft<'a>>,
    ) {
        let scene = &walked.scene;
        let rules = self.rules;
        let mut excused: Option<BTreeSet<u32>> = None;
        for (pattern, is_error) in some {
            for hit in self.finder.find(pattern, scene, &self.rules.grammar) {
                if !stands(rules, pattern, &hit, scene) {
                    continue;
                }
                let excused = excused.get_or_insert_with(|| self.excuses(scene));
                let (Some(first), Some(last)) = (hit.spans.first(), hit.spans.last()) else {
                    continue;
                };
                let excuse = [first.0, last.1.saturating_sub(1)].iter().any(|&word| {
                    scene.clause.get(word).is_some_and(|clause| excused.contains(clause))
                });
                if excuse || last.1 <= walked.own && walked.own > 0 {
                    continue;
                }
                if self.least.is_some_and(|least| enumerated(rules, scene, last.1) < least) {
                    continue;
                }
                drafts.push(draft::new(rules, self.rule, &hit, (pattern, *is_error), walked));
            }
        }
    }

    /// The clauses in which an excuse stands.
    fn excuses(&mut self, scene: &Scene) -> BTreeSet<u32> {
        let mut all = BTreeSet::new();
        for pattern in &self.rule.except {
            for hit in self.finder.find(pattern, scene, &self.rules.grammar) {
                for &(start, end) in [hit.spans.first(), hit.spans.last()].into_iter().flatten() {
                    all.extend(scene.clause.get(start).copied());
                    all.extend(scene.clause.get(end.saturating_sub(1)).copied());
                }
            }
        }
        all
    }
}

/// How far a list is counted; more than any rule asks for.
const MOST_LISTED: usize = 60;

/// How many conditions follow in the clause.
fn enumerated(rules: &Compiled, scene: &Scene, from: usize) -> usize {
    let named = rules.grammar.cond | rules.grammar.med;
    let start = from.saturating_sub(1);
    let first = scene.mentions.partition_point(|one| one.start < from);
    let rest = scene.mentions.get(first..).unwrap_or_default().iter();
    rest.take(MOST_LISTED)
        .take_while(|one| {
            scene.together(start, one.start.min(scene.tokens.len().saturating_sub(1)))
        })
        .filter(|one| {
            one.classes & named != 0 && one.end > one.start && !scene.spent(from, one.start)
        })
        .count()
}

/// Whether the words are stated: not negated, not said of someone else.
pub(super) fn stands(rules: &Compiled, pattern: &Pattern, hit: &Hit, scene: &Scene) -> bool {
    let treat = rules.grammar.treat;
    let Some(&(first, _)) = hit.spans.first() else { return false };
    let Some(&(last, end)) = hit.spans.last() else { return false };
    if scene.led.get(first).copied().unwrap_or(false) {
        return false;
    }
    for (step, &(word, _)) in pattern.steps.iter().zip(&hit.spans) {
        if step.classes & treat != 0 && step.bloom == 0 && hit.spans.len() > 1 && word != last {
            continue;
        }
        let word = word.min(scene.tokens.len().saturating_sub(1));
        if before(&scene.negators, &scene.scope, word, hit, scene)
            || before(&scene.frames, &scene.major, word, hit, scene)
        {
            return false;
        }
    }
    let last = last.min(scene.tokens.len().saturating_sub(1));
    let next = scene.refutes.partition_point(|&at| at < end);
    let refuted =
        scene.refutes.get(next).is_some_and(|&at| scene.major.get(at) == scene.major.get(last));
    !refuted
}

/// Whether a negator that the pattern itself does not name stands before a word in its reach.
fn before(places: &[usize], reach: &[u32], word: usize, hit: &Hit, scene: &Scene) -> bool {
    let upto = places.partition_point(|&at| at < word);
    for &at in places.get(..upto).unwrap_or_default().iter().rev() {
        if reach.get(at) != reach.get(word) {
            // What is in brackets has a number of its own, so look past it.
            if scene.major.get(at) != scene.major.get(word) {
                return false;
            }
            if word - at > 60 {
                return false;
            }
            continue;
        }
        let used = hit.spans.iter().any(|&(start, end)| start <= at && at < end);
        if !used {
            return true;
        }
    }
    false
}

/// The treatments a sentence says something good of.
fn promotes<'a>(
    rules: &'a Compiled,
    scene: &Scene,
    wanted: &Wanted,
    finder: &mut Finder,
    keys: &mut BTreeSet<&'a str>,
) {
    for pattern in wanted.of(rules.first_promotes, &rules.promotes) {
        for hit in finder.find(pattern, scene, &rules.grammar) {
            if !stands(rules, pattern, &hit, scene) {
                continue;
            }
            let span = hit.spans.first();
            let named = span.and_then(|&span| draft::mention(scene, span, rules.grammar.treat));
            let name = named.and_then(|one| rules.names.get(fold::place(one.name)));
            keys.extend(name.map(|name| &*name.key));
        }
    }
}
