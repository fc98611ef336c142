//! What may stand in the file of a rule.

/// What a rule can extend.
pub(super) const EXTENDS: [&str; 12] = [
    "existence",
    "substitution",
    "occurrence",
    "repetition",
    "consistency",
    "conditional",
    "capitalization",
    "metric",
    "claim",
    "requires",
    "graph",
    "page",
];

/// Keys of every rule.
const COMMON: [&str; 12] = [
    "extends",
    "message",
    "level",
    "link",
    "why",
    "fix",
    "scope",
    "once",
    "mechanical",
    "acknowledge",
    "fires",
    "passes",
];

/// The further keys of rules that extend `extends`.
fn own(extends: &str) -> &'static [&'static str] {
    match extends {
        "existence" => &["tokens", "raw", "ignorecase", "nonword", "exceptions"],
        "substitution" => &["swap", "ignorecase", "nonword", "exceptions"],
        "occurrence" => &["token", "count", "max", "min", "ignorecase", "nonword", "exceptions"],
        "repetition" => &["tokens", "alpha", "ignorecase", "exceptions"],
        "consistency" => &["either", "ignorecase", "nonword", "exceptions"],
        "conditional" => &["first", "second", "ignorecase", "exceptions"],
        "capitalization" => &["match", "exceptions"],
        "metric" => &["formula", "condition"],
        "claim" => {
            &["any", "except", "error", "cited", "rank", "suggest", "whole", "advice", "list"]
        }
        "requires" | "graph" | "page" => &["check", "options"],
        _ => &[],
    }
}

/// Every key of rules that extend `extends`.
pub(super) fn keys_of(extends: &str) -> Vec<&'static str> {
    COMMON.iter().chain(own(extends)).copied().collect()
}

/// What Vale has under this name and anma has not, and what to do instead.
pub(super) fn not_here(name: &str) -> Option<&'static str> {
    Some(match name {
        "spelling" => {
            "The spelling of articles is checked without a rule; put further words into the site's own list of words."
        }
        "script" => "A rule cannot run a program. Most can be said with `tokens` and `exceptions`.",
        "sequence" | "pos" => {
            "A rule cannot ask whether a word is a noun or a verb. Write the words out under `tokens`."
        }
        "readability" => "Use `extends: metric` with a `formula` and a `condition`.",
        "action" => "To offer another wording, use `extends: substitution`, whose `swap` says it.",
        "vocab" | "dicpath" | "dictionaries" | "ignore" | "filters" => {
            "Take it out; what is fine can be put under `exceptions`."
        }
        "limit" => "Take it out; with `once: page` or `once: rule` the same thing is said once.",
        "description" => {
            "Take it out; `message` says what is wrong, `why` why, and `fix` what to do."
        }
        "indicators" | "prefix" | "style" | "threshold" => {
            "Take it out; names and words that are fine can be put under `exceptions`."
        }
        _ => return None,
    })
}

/// What a key of another kind of rule belongs to.
pub(super) fn belongs_to(key: &str) -> Option<&'static str> {
    EXTENDS.into_iter().find(|extends| own(extends).contains(&key))
}
