//! The part of a rule that says what it finds.

use regex_syntax::hir::Hir;

use crate::yaml::{Node, Place};

use super::model::Test;
use super::pattern::{How, Pattern, Problem, parse};
use super::problem::File;
use super::read_other::{claim, metric, native};
use super::text::{Count, Kind, Style, TextTest};

/// The most patterns that a rule may have.
const MOST: usize = 10_000;

/// Reads the test of a rule that extends `extends`.
pub(super) fn read_test(file: &mut File<'_>, root: &Node, extends: &str) -> Option<Test> {
    let size = ["tokens", "raw", "swap", "exceptions", "either", "any", "except", "error"]
        .iter()
        .filter_map(|key| root.get(key))
        .map(|node| node.items().len() + node.entries().len())
        .sum::<usize>();
    if size > MOST {
        let message = format!("the rule has {size} patterns, and {MOST} are read at most");
        file.wrong(Place::default(), message, "Make several rules of it.");
        return None;
    }
    match extends {
        "claim" => claim(file, root).map(Test::Claim),
        "requires" => native(file, root, false).map(Test::Requires),
        "graph" => native(file, root, false).map(Test::Graph),
        "page" => native(file, root, true).map(Test::Page),
        _ => {
            let kind = match extends {
                "existence" => existence(file, root),
                "substitution" => substitution(file, root),
                "occurrence" => occurrence(file, root),
                "repetition" => repetition(file, root),
                "consistency" => consistency(file, root),
                "conditional" => conditional(file, root),
                "capitalization" => capitalization(file, root),
                _ => metric(file, root),
            };
            let except = exceptions(file, root);
            Some(Test::Text(Box::new(TextTest { kind: kind?, except })))
        }
    }
}

/// How the patterns of a rule are read.
fn how(file: &mut File<'_>, root: &Node) -> How {
    let ignorecase = file.boolean(root, "ignorecase").unwrap_or(true);
    let words = !file.boolean(root, "nonword").unwrap_or(false);
    How { ignorecase, words, groups: false }
}

/// Reads one pattern, and says what is wrong with it at the very sign.
fn pattern(file: &mut File<'_>, (text, place): (&str, Place), how: How) -> Option<Hir> {
    match parse(text, how) {
        Ok(hir) => Some(hir),
        Err(problem) => {
            let at = problem.at;
            let place = at.map_or(place, |(start, end)| file.inside(text, place, start, end));
            refuse(file, place, &problem);
            None
        }
    }
}

fn refuse(file: &mut File<'_>, place: Place, problem: &Problem) {
    file.wrong(place, format!("the pattern {}", problem.message), problem.help);
}

/// The pattern made of what `parsed` holds, which stands under `key`.
fn build(
    file: &mut File<'_>,
    root: &Node,
    key: &str,
    made: Result<Pattern, Problem>,
) -> Option<Pattern> {
    match made {
        Ok(pattern) => Some(pattern),
        Err(problem) => {
            let place = root.get(key).map_or(root.place, |node| node.place);
            refuse(file, place, &problem);
            None
        }
    }
}

/// Whether `key`, which such a rule needs, is missing; then this was noted.
pub(super) fn lacks(file: &mut File<'_>, root: &Node, key: &str, help: &str) -> bool {
    let empty = |node: &Node| {
        node.is_null()
            || (node.text().is_none() && node.items().is_empty() && node.entries().is_empty())
    };
    let lacks = root.get(key).is_none_or(empty);
    if lacks {
        let place = root.get(key).map_or(Place::default(), |node| node.place);
        file.wrong(place, format!("the rule needs `{key}`"), help);
    }
    lacks
}

/// The patterns under `key`, longest first: of two that begin alike the longer one is meant.
fn all(file: &mut File<'_>, root: &Node, key: &str, how: How) -> Vec<Hir> {
    let mut texts = file.strings(root, key);
    texts.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
    texts.into_iter().filter_map(|text| pattern(file, text, how)).collect()
}

fn exceptions(file: &mut File<'_>, root: &Node) -> Option<Pattern> {
    let how = How { words: true, ..how(file, root) };
    let parsed = all(file, root, "exceptions", how);
    if parsed.is_empty() {
        return None;
    }
    build(file, root, "exceptions", Pattern::one_of(parsed, how))
}

fn existence(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = how(file, root);
    if root.get("raw").is_none()
        && lacks(file, root, "tokens", "Under `tokens` list the words and patterns to look for.")
    {
        return None;
    }
    let mut ways = Vec::new();
    let tokens = all(file, root, "tokens", how);
    if !tokens.is_empty() {
        ways.extend(build(file, root, "tokens", Pattern::one_of(tokens, how)));
    }
    // As in Vale, the parts of `raw` are one pattern.
    let raw: Vec<&str> = file.strings(root, "raw").into_iter().map(|(text, _)| text).collect();
    let how = How { words: false, ..how };
    if let Some(node) = root.get("raw").filter(|_| !raw.is_empty()) {
        let text = raw.concat();
        let place =
            node.items().first().filter(|_| raw.len() == 1).map_or(node.place, |one| one.place);
        let parsed = pattern(file, (&text, place), how);
        ways.extend(
            parsed.and_then(|hir| build(file, root, "raw", Pattern::one_of(vec![hir], how))),
        );
    }
    (!ways.is_empty()).then_some(Kind::Existence(ways))
}

fn substitution(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = How { groups: true, ..how(file, root) };
    if lacks(
        file,
        root,
        "swap",
        "Under `swap` write what to look for and what to say: `prior to: before`.",
    ) {
        return None;
    }
    let mut pairs = file.pairs(root, "swap");
    pairs.sort_by_key(|(bad, ..)| std::cmp::Reverse(bad.len()));
    let key = |text: &str| if how.ignorecase { text.to_lowercase() } else { text.to_owned() };
    let mut seen = std::collections::BTreeMap::new();
    let (mut parsed, mut good) = (Vec::new(), Vec::new());
    for (bad, bad_place, text, place) in pairs {
        if let Some(before) = seen.insert(key(bad), text) {
            let message = format!("`{bad}` stands twice under `swap`, once for `{before}`");
            file.wrong(bad_place, message, "Keep one of them; `this|that` offers two words.");
        }
        if text.trim().is_empty() && text.is_empty() {
            let message = format!("nothing is offered for `{bad}`");
            file.wrong(
                place,
                message,
                "Say what to write; to only find it, use `extends: existence`.",
            );
        }
        let Some(hir) = pattern(file, (bad, bad_place), how) else { continue };
        match template(text, hir.properties().explicit_captures_len()) {
            Ok(template) => good.push(template),
            Err(group) => {
                let message = format!("`${group}` names a group that `{bad}` does not have");
                file.wrong(
                    place,
                    message,
                    "Groups are counted from 1, by their opening brackets `(`.",
                );
                continue;
            }
        }
        parsed.push(hir);
    }
    let several = good.iter().any(|text| text.contains('|'));
    if several && file.boolean(root, "mechanical") == Some(true) {
        let place = root.get("mechanical").map_or(root.place, |node| node.place);
        file.wrong(
            place,
            "of two suggestions none can be put in by itself",
            "Take `mechanical` out.",
        );
    }
    let pattern = build(file, root, "swap", Pattern::new(parsed, how))?;
    Some(Kind::Substitution { pattern, good })
}

/// What to write, with `$1` made unmistakable; else the group that does not exist.
fn template(text: &str, groups: usize) -> Result<String, char> {
    let mut made = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (sign, signs.peek().copied()) {
            ('$', Some('$')) => {
                signs.next();
                made.push_str("$$");
            }
            ('$', Some(digit)) if digit.is_ascii_digit() => {
                signs.next();
                let group = digit.to_digit(10).and_then(|group| usize::try_from(group).ok());
                if group.is_none_or(|group| group > groups) {
                    return Err(digit);
                }
                made.extend(["${", &digit.to_string(), "}"]);
            }
            ('$', _) => made.push_str("$$"),
            (sign, _) => made.push(sign),
        }
    }
    Ok(made)
}

fn occurrence(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = how(file, root);
    let (max, min) = (file.count(root, "max"), file.count(root, "min"));
    if max.is_none() && min.is_none() {
        lacks(file, root, "max", "Say how often it may stand there: `max: 3`.");
    }
    let count = match (root.get("token"), root.get("count").map(|node| (node.text(), node.place))) {
        (Some(node), None) => {
            let token = file.string(root, "token")?;
            let hir = pattern(file, (&token.text, node.place), how)?;
            Count::Pattern(build(file, root, "token", Pattern::one_of(vec![hir], how))?)
        }
        (None, Some((Some("words"), _))) => Count::Words,
        (None, Some((Some("sentences"), _))) => Count::Sentences,
        (Some(_), Some((_, place))) => {
            file.wrong(place, "`token` and `count` stand together", "Keep one of them.");
            return None;
        }
        (None, Some((_, place))) => {
            file.wrong(place, "`count` must be `words` or `sentences`", "");
            return None;
        }
        (None, None) => {
            lacks(file, root, "token", "Say what to count: a pattern, or `count: words`.");
            return None;
        }
    };
    Some(Kind::Occurrence { count, min, max })
}

fn repetition(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = how(file, root);
    let alpha = file.boolean(root, "alpha").unwrap_or(false);
    let parsed = all(file, root, "tokens", how);
    let pattern = if parsed.is_empty() {
        None
    } else {
        Some(build(file, root, "tokens", Pattern::one_of(parsed, how))?)
    };
    Some(Kind::Repetition { pattern, alpha })
}

fn consistency(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = how(file, root);
    if lacks(file, root, "either", "Under `either` write the two forms: `wellbeing: well-being`.") {
        return None;
    }
    let (mut parsed, mut forms) = (Vec::new(), Vec::new());
    for (one, one_place, two, two_place) in file.pairs(root, "either") {
        if one == two {
            file.wrong(two_place, format!("`{one}` stands on both sides"), "Write two forms.");
        }
        for (text, place) in [(one, one_place), (two, two_place)] {
            parsed.extend(pattern(file, (text, place), how));
            let plain = text.chars().all(|sign| sign.is_alphanumeric() || " '’-".contains(sign));
            forms.push(plain.then(|| text.to_owned()));
        }
    }
    let pattern = build(file, root, "either", Pattern::new(parsed, how))?;
    Some(Kind::Consistency { pattern, forms })
}

fn conditional(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    let how = How { words: false, groups: true, ..how(file, root) };
    let mut made = Vec::new();
    for key in ["first", "second"] {
        let help = "Where `first` is found, `second` must be found somewhere on the page.";
        if lacks(file, root, key, help) {
            return None;
        }
        let text = file.string(root, key)?;
        let place = root.get(key).map_or(root.place, |node| node.place);
        let hir = pattern(file, (&text.text, place), how)?;
        made.push(build(file, root, key, Pattern::new(vec![hir], how))?);
    }
    let second = made.pop()?;
    Some(Kind::Conditional { first: made.pop()?, second })
}

fn capitalization(file: &mut File<'_>, root: &Node) -> Option<Kind> {
    if lacks(file, root, "match", "Use `$sentence`, `$title`, `$lower`, `$upper` or a pattern.") {
        return None;
    }
    let text = file.string(root, "match")?.text;
    let place = root.get("match").map_or(root.place, |node| node.place);
    let style = match &*text {
        "$sentence" => Style::Sentence,
        "$title" => Style::Title,
        "$lower" => Style::Lower,
        "$upper" => Style::Upper,
        word if word.starts_with('$') => {
            let names = ["$sentence", "$title", "$lower", "$upper"];
            let message = format!("there is no `match: {word}`");
            file.unknown(
                place,
                message,
                word,
                names,
                "Use one of `$sentence`, `$title`, `$lower` and `$upper`.",
            );
            return None;
        }
        text => {
            let how = How { ignorecase: false, words: false, groups: false };
            let hir = pattern(file, (text, place), how)?;
            Style::Pattern(build(file, root, "match", Pattern::one_of(vec![hir], how))?)
        }
    };
    let exceptions = file.strings(root, "exceptions").into_iter().map(|(text, _)| text.to_owned());
    Some(Kind::Capitalization { style, exceptions: exceptions.collect() })
}
