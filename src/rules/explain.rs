//! What there is to know of a rule, for `anma check --explain` and for the list of all rules.

use std::fmt::Write as _;
use std::sync::Arc;

use super::load::PACKS;
use super::model::{Rule, Test, level_name};

/// The heading of each pack.
fn title(pack: &str) -> &str {
    match pack {
        "uk-cap" => "Claims, after the British advertising code",
        "us-ftc" => "Claims, after the American rules",
        "trust" => "Trust and safety",
        "plain" => "Plain words",
        "style" => "Style",
        "links" => "Links",
        "page" => "Pages",
        "graph" => "Facts",
        "site" => "Rules of the site",
        other => other,
    }
}

/// The page of one rule, as plain text.
pub fn page_of(rule: &Rule) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "{} ({}, pack {})\n", rule.name, level_name(rule.level), rule.pack);
    let _ = writeln!(page, "{}.", plain_message(rule));
    let mut paragraph = |name: &str, text: &str| {
        if !text.is_empty() {
            let _ = write!(page, "\n{name}\n{}\n", indented(text));
        }
    };
    paragraph("Why", &rule.why);
    paragraph("What to do", &rule.fix);
    paragraph("Looks at", &looks_at(rule));
    paragraph("Finds, for example", &example(rule, true));
    paragraph("Leaves alone, for example", &example(rule, false));
    paragraph("Source", rule.link.as_deref().unwrap_or_default());
    if !rule.acknowledge {
        paragraph("Note", "A page cannot say that a finding of this rule is fine.");
    }
    page
}

/// All rules by pack, as Markdown.
pub fn reference(rules: &[Arc<Rule>]) -> String {
    let mut page = String::from(
        "# Rules of `anma check`\n\n\
        What each rule finds, why it matters and what to do about it. An error keeps the site from being published, a\n\
        warning is shown and counted, and information is shown with `--info` only. The rules are guidance for editors,\n\
        not legal advice.\n\n\
        This page is made from the program.\n",
    );
    let mut packs: Vec<&str> = PACKS.into();
    let further = rules.iter().map(|rule| &*rule.pack);
    packs.extend(
        further.filter(|pack| !PACKS.contains(pack)).collect::<std::collections::BTreeSet<_>>(),
    );
    for pack in packs {
        let mut of_pack = rules.iter().filter(|rule| &*rule.pack == pack).peekable();
        if of_pack.peek().is_none() {
            continue;
        }
        let _ = write!(page, "\n## {} (`{pack}`)\n", title(pack));
        for rule in of_pack {
            entry(&mut page, rule);
        }
    }
    page
}

fn entry(page: &mut String, rule: &Rule) {
    let _ = write!(page, "\n### {}\n\n", rule.name);
    let _ = writeln!(page, "**{}** · {}.", level_name(rule.level), escape(&plain_message(rule)));
    if !rule.why.is_empty() {
        let _ = write!(page, "\n{}\n", escape(&rule.why));
    }
    if !rule.fix.is_empty() {
        let _ = write!(page, "\nWhat to do: {}\n", escape(&rule.fix));
    }
    if !rule.acknowledge {
        page.push_str("\nA page cannot say that a finding of this rule is fine.\n");
    }
    for (what, text) in [("Finds", example(rule, true)), ("Leaves alone", example(rule, false))] {
        if text.contains('\n') {
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            let _ = write!(page, "\n{what}:\n\n{fence}text\n{text}\n{fence}\n");
        } else if !text.is_empty() {
            let _ = write!(page, "\n{what}: “{}”\n", escape(&text));
        }
    }
    if let Some(link) = &rule.link {
        let _ = write!(page, "\nSource: <{link}>\n");
    }
}

/// The message without what is only known at a place.
fn plain_message(rule: &Rule) -> String {
    let numbers = matches!(rule.extends, "metric" | "occurrence");
    let gap = if numbers { "…" } else { "this" };
    let whole = rule.message.replace("`%s`", gap).replace("%s", gap);
    let mut letters = whole.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn looks_at(rule: &Rule) -> String {
    match rule.test {
        Test::Text(_) | Test::Claim(_) => {
            let names = rule.scope.names();
            if names == ["text"] { "All text of a page.".to_owned() } else { names.join(", ") }
        }
        _ => String::new(),
    }
}

/// The shortest text of one line that the rule finds something in, or leaves alone; else the first.
fn example(rule: &Rule, fires: bool) -> String {
    let all = if fires { &rule.fires } else { &rule.passes };
    let lines = all.iter().filter(|one| !one.text.trim().contains('\n'));
    lines
        .min_by_key(|one| one.text.len())
        .or_else(|| all.first())
        .map_or_else(String::new, |one| one.text.trim().to_owned())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// Text in which no sign means anything to Markdown. Code stays code.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            escaped.push('`');
        }
        if at % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for sign in part.chars() {
            if matches!(sign, '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '\\') {
                escaped.push('\\');
            }
            escaped.push(sign);
        }
    }
    escaped
}
