//! Prints what was found: for people page by page, the worst first; for programs in the forms that they read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use anma::check::Ruler;
use anma::diagnostic::{Diagnostic, Palette, Severity, to_terminal, visible};
use anma::engine::text_of;
use anma::findings::{self, Counts, Finding, RuleInfo, github, json, junit, sarif};
use anma::source::Sources;

use super::Study;
use super::changed;
use super::locate::{Locator, Part};
use super::options::{CheckOptions, Deny, Shape};
use crate::args::Format;
use crate::report::{self, count};

/// Characters of what was found that are told; a longer place is told by its beginning.
const LONGEST: usize = 400;

/// A diagnostic as programs are told of it.
pub(super) fn finding(
    one: &Diagnostic,
    locator: &mut Locator<'_>,
    sources: &Sources,
    ruler: Option<&Ruler>,
) -> Finding {
    let nowhere = findings::Position { line: 1, column: 1 };
    let span = one.span();
    let (start, end, part) = match span {
        Some(span) => locator.find(span),
        None => (nowhere, nowhere, Part { text: String::new(), cut: 0 }),
    };
    let rule = one.rule.as_deref().and_then(|name| ruler?.rules.get(name));
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let text = span.and_then(|span| text_of(sources, span)).unwrap_or_default();
    let words = span.and_then(|span| text.get(span.start as usize..span.end as usize));
    // Before a paragraph a comment is the shortest; what is found in the fields is answered for there.
    let is_in_text =
        span.is_some_and(|span| anma::matter::split(text).body.start < span.start as usize);
    Finding {
        rule: one.name().to_owned(),
        severity: severity(one.severity),
        path: span.map(|span| span.path.to_string()).unwrap_or_default(),
        start,
        end,
        line_text: part.text,
        cut: part.cut,
        words: words.unwrap_or_default().chars().take(LONGEST).collect(),
        message: one.message.clone(),
        why: rule.and_then(|rule| some(&rule.why)),
        help: one.help.clone(),
        link: rule.and_then(|rule| rule.link.clone()),
        acknowledge: rule.filter(|rule| rule.acknowledge).map(|rule| {
            if is_in_text {
                format!("<!-- check-ok {}: \"REASON, NAME\" -->", rule.name)
            } else {
                format!("check: {{ok: [{{rule: {}, why: \"REASON\", by: NAME}}]}}", rule.name)
            }
        }),
    }
}

fn severity(severity: Severity) -> findings::Severity {
    match severity {
        Severity::Error => findings::Severity::Error,
        Severity::Warning => findings::Severity::Warning,
        Severity::Note => findings::Severity::Info,
    }
}

/// What keeps a site from being checked.
pub(super) fn unread(
    options: &CheckOptions,
    problems: &[Diagnostic],
    sources: &Sources,
) -> ExitCode {
    let mut locator = Locator::new(sources);
    let found = problems.iter().map(|one| finding(one, &mut locator, sources, None));
    let found: Vec<Finding> = found.collect();
    match options.format {
        Shape::Human => {
            report::diagnostics(problems, sources, Format::Human, Severity::Note);
            report::tell(format_args!(
                "The site cannot be checked before these problems are solved."
            ));
        }
        shape => {
            let _printed = report::deliver(&machine(shape, &found, &[], &[], Counts::default()));
        }
    }
    ExitCode::from(report::PROBLEMS)
}

/// Prints what is `left`, of all that is `shown`.
pub(super) fn print(
    options: &CheckOptions,
    (left, shown): (&[Finding], &[(Finding, &Diagnostic)]),
    study: &Study,
    counts: Counts,
    gone: usize,
) -> ExitCode {
    if options.format != Shape::Human {
        let rules = study.engine.ruler().map(|ruler| rules(ruler)).unwrap_or_default();
        let documents = study.site.graph.documents.iter();
        let mut pages: Vec<String> = documents.map(|one| one.path.to_string()).collect();
        pages.sort();
        pages.dedup();
        let left = for_machines(options, left);
        return report::deliver(&machine(options.format, &left, &rules, &pages, counts));
    }
    let text = human((left, shown), study, counts, gone);
    report::deliver_coloured(&text)
}

/// Findings as those expect them who read this form.
fn for_machines(options: &CheckOptions, left: &[Finding]) -> Vec<Finding> {
    // Those who show findings beside a change count paths from the top of the repository.
    let prefix = match options.format {
        Shape::Sarif | Shape::Github => changed::prefix(&options.root),
        _ => String::new(),
    };
    let one = |found: &Finding| {
        let mut found = found.clone();
        found.path = format!("{prefix}{}", found.path);
        // What nobody denies is no failed test.
        let is_allowed = options.format == Shape::Junit && options.deny == Deny::Error;
        if is_allowed && found.severity == findings::Severity::Warning {
            found.severity = findings::Severity::Info;
        }
        found
    };
    left.iter().map(one).collect()
}

fn machine(
    shape: Shape,
    found: &[Finding],
    rules: &[RuleInfo],
    pages: &[String],
    counts: Counts,
) -> String {
    match shape {
        Shape::Sarif => sarif(found, rules, env!("CARGO_PKG_VERSION")),
        Shape::Github => github(found),
        Shape::Junit => junit(found, pages),
        Shape::Json | Shape::Human => json(found, counts),
    }
}

fn rules(ruler: &Ruler) -> Vec<RuleInfo> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let info = |rule: &std::sync::Arc<anma::rules::Rule>| RuleInfo {
        name: rule.name.to_string(),
        summary: rule.message.replace("`%s`", "…").replace("%s", "…"),
        why: some(&rule.why),
        fix: some(&rule.fix),
        link: rule.link.clone(),
        level: severity(rule.level),
    };
    ruler.rules.all.iter().map(info).collect()
}

/// What tells a finding from others.
type Key<'a> = (&'a str, findings::Position, findings::Position, &'a str, &'a str);

fn key(found: &Finding) -> Key<'_> {
    (&found.path, found.start, found.end, &found.rule, &found.message)
}

/// Why a rule is there, and where it comes from: said once in a report.
fn why(one: &Diagnostic, ruler: Option<&Ruler>) -> String {
    let Some(rule) = one.rule.as_deref().and_then(|name| ruler?.rules.get(name)) else {
        return String::new();
    };
    let mut text = String::new();
    if !rule.why.is_empty() {
        let _written = writeln!(text, "  Why: {}", visible(rule.why.trim()));
    }
    if let Some(link) = &rule.link {
        let _written = writeln!(text, "  {}", visible(link));
    }
    text
}

/// Findings page by page: the page with the worst first, and on each page the worst first.
fn human(
    (left, shown): (&[Finding], &[(Finding, &Diagnostic)]),
    study: &Study,
    counts: Counts,
    gone: usize,
) -> String {
    let palette = if io::stdout().is_terminal() { Palette::Colour } else { Palette::Plain };
    let mut known: BTreeMap<Key<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for (found, diagnostic) in shown.iter().rev() {
        known.entry(key(found)).or_default().push(diagnostic);
    }
    let mut pages: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for found in left {
        if let Some(one) = known.get_mut(&key(found)).and_then(Vec::pop) {
            pages.entry(&found.path).or_default().push(one);
        }
    }
    let mut pages: Vec<_> = pages.into_iter().collect();
    for (_, found) in &mut pages {
        found.sort_by(|one, two| (two.severity, one.span()).cmp(&(one.severity, two.span())));
    }
    let worst = |found: &[&Diagnostic]| {
        let of = |severity| found.iter().filter(|one| one.severity == severity).count();
        (of(Severity::Error), of(Severity::Warning))
    };
    pages.sort_by(|one, two| worst(&two.1).cmp(&worst(&one.1)).then(one.0.cmp(two.0)));
    let titles: BTreeMap<&str, &str> = study
        .site
        .graph
        .documents
        .iter()
        .map(|one| (one.path.as_str(), &*one.matter.title))
        .collect();
    let mut explained = BTreeSet::new();
    let mut text = String::new();
    for (path, found) in &pages {
        let title = titles.get(path).map(|title| format!("{title}  ")).unwrap_or_default();
        let line = visible(&format!("{title}{path}"));
        let _written = write!(text, "\u{1b}[1m{line}\u{1b}[0m\n\n");
        for one in found {
            text.push_str(&to_terminal(one, palette, |span| text_of(&study.sources, span)));
            text.push('\n');
            if explained.insert(one.name()) {
                text.push_str(&why(one, study.engine.ruler().map(|ruler| &**ruler)));
            }
            text.push('\n');
        }
    }
    text.push_str(&summary(left, pages.len(), counts, gone));
    text
}

fn summary(left: &[Finding], pages: usize, counts: Counts, gone: usize) -> String {
    let of = |severity| left.iter().filter(|one| one.severity == severity).count();
    let errors = of(findings::Severity::Error);
    let warnings = of(findings::Severity::Warning);
    let infos = of(findings::Severity::Info);
    let checked = count(counts.pages, "page", "pages");
    let mut line = if left.is_empty() {
        format!("Nothing to mend: {checked} checked")
    } else {
        let mut parts = Vec::new();
        let mut part = |number, one, many| {
            if number > 0 {
                parts.push(count(number, one, many));
            }
        };
        part(errors, "error", "errors");
        part(warnings, "warning", "warnings");
        part(infos, "remark", "remarks");
        format!("{} on {}; {checked} checked", parts.join(", "), count(pages, "page", "pages"))
    };
    let mut more = |number: usize, words: String| {
        if number > 0 {
            line.push_str("; ");
            line.push_str(&words);
        }
    };
    more(counts.known, format!("{} left out as known", counts.known));
    more(
        counts.acknowledged,
        format!("{} answered for (`--ledger` lists them)", counts.acknowledged),
    );
    more(counts.hidden, format!("{} with `--info`", count(counts.hidden, "remark", "remarks")));
    more(
        gone,
        format!(
            "{} gone (`--write-baseline` forgets them)",
            count(gone, "known finding is", "known findings are")
        ),
    );
    line.push_str(".\n");
    if !left.is_empty() {
        line.push_str("`anma check --explain RULE` says more of a rule, and how to answer for a wording that is right.\n");
    }
    line
}
