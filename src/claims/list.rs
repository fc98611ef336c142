//! Lists of conditions after a promise: "Massage can help with:".

use super::judge::Task;
use super::matching::Finder;
use super::walk::Walk;
use super::{Claim, Compiled, draft};

/// The claim a list makes, with its place in the lead.
pub(super) fn find(rules: &Compiled, lead: &str, items: &[&str], cited: bool) -> Option<Claim> {
    let rule = rules.rules.iter().find(|rule| rule.source.list.is_some())?;
    let least = rule.source.list?;
    if rule.source.cited && cited || lead.trim_end().ends_with(['.', '!', '?']) {
        return None;
    }
    let walked = Walk::new(rules, lead, None).last()?;
    // "Can massage help with:" asks, though it has no question mark.
    let first = walked.scene.tokens.first()?;
    let asks = rules.grammar.is(first, super::grammar::AUX);
    if walked.scene.question || asks && !rules.grammar.is(first, super::grammar::ORDER) {
        return None;
    }
    let end = walked.scene.tokens.len();
    let named = rules.grammar.cond | rules.grammar.med;
    let count = items.iter().filter(|item| names(rules, item, named)).count();
    if count < least {
        return None;
    }
    let mut drafts = Vec::new();
    let mut finder = Finder::new(rules.kinds);
    let mut task = Task { rules, rule, least: None, finder: &mut finder };
    task.apply(rule.any.iter(), &walked, &mut drafts);
    drafts.retain(|draft| {
        let upto = walked.scene.tokens.iter().position(|token| token.end == draft.range.end);
        upto.is_none_or(|word| {
            !walked.scene.spent(word + 1, end) && walked.scene.together(word, end - 1)
        })
    });
    draft::choose(drafts).into_iter().next_back()
}

fn names(rules: &Compiled, item: &str, named: u128) -> bool {
    let mut tokens = Vec::new();
    rules.lexicon.tokens(item, 0, &mut tokens);
    rules.lexicon.mentions(&tokens).iter().any(|one| one.classes & named != 0)
}
