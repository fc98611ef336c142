//! Tries rules on the texts that their files give: a rule must find something in each that it is to find, and nothing in
//! the others.
//!
//! Comes in: a site's rules. Goes out: which texts come out otherwise. A text that is a whole page is put into a small
//! site that has nothing wrong with it, and goes through the same row of stages as any other.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use camino::Utf8Path;

use super::{Engine, Settings, Update};
use crate::audit;
use crate::base::Date;
use crate::check::{Bench, all_rules, unfounded};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes, Severity};
use crate::graph::Calendar;
use crate::progress::Progress;
use crate::rules::{Example, Rule, Test};
use crate::source::{Source, Sources, fixture};
use crate::structured;

/// The small site that pages are tried in.
const SITE: &str = include_str!("../rules/example/site.txt");
/// Where a page is put there.
const PAGE: &str = "content/articles/example.md";
/// The day on which it is checked.
const DAY: &str = "2026-11-22";

/// What came of trying rules.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many rules were tried.
    pub rules: usize,
    /// How many texts.
    pub texts: usize,
    /// Rules that cannot be used, and texts that come out otherwise.
    pub wrong: Vec<Diagnostic>,
}

/// Tries all rules of the program and of the site on their own texts.
pub fn try_examples(sources: &Sources, config: &Config) -> Tried {
    let mut notes = Notes::default();
    let rules = all_rules(sources, config, &mut notes);
    let mut tried = Tried { rules: rules.len(), ..Tried::default() };
    let mut bench = Trial::new(sources, config, &mut notes);
    for rule in &rules {
        for (texts, must_fire) in [(&rule.fires, true), (&rule.passes, false)] {
            for text in texts {
                let Some(fires) = bench.fires(rule, text) else { continue };
                tried.texts += 1;
                if fires != must_fire {
                    notes.push(otherwise(rule, text, must_fire));
                }
            }
        }
    }
    tried.wrong = notes.into_sorted();
    tried
}

fn otherwise(rule: &Rule, text: &Example, must_fire: bool) -> Diagnostic {
    let message = if must_fire {
        format!("`{}` finds nothing in a text under `fires`", rule.name)
    } else {
        format!("`{}` finds something in a text under `passes`", rule.name)
    };
    Diagnostic::error(Code::RULE, text.place.clone(), message)
        .help("Correct the rule, or move the text to the other list.")
}

/// Where texts are tried.
struct Trial {
    bench: Bench,
    /// The same for the rules of the United States.
    abroad: Bench,
    engine: Engine,
    settings: Option<Settings>,
    today: Option<Date>,
    site: Sources,
}

impl Trial {
    fn new(sources: &Sources, config: &Config, notes: &mut Notes) -> Self {
        let mut site = fixture(SITE);
        // The rules of the site are tried in the small site, and all packs with them.
        for source in sources.below("rules/") {
            site.insert(source.clone());
        }
        let settings = Utf8Path::new(super::CONFIG);
        let text = site.text(settings).unwrap_or_default();
        let text = format!("{text}check:\n  packs: [uk-cap, us-ftc]\n");
        site.insert(Source::text(super::CONFIG, &text));
        let today = Date::parse(DAY);
        Self {
            bench: Bench::new(&site, config, "us-ftc", notes),
            abroad: Bench::new(&site, config, "uk-cap", &mut Notes::default()),
            engine: Engine::default(),
            settings: today.map(|today| Settings::new(Calendar::on(today))),
            today,
            site,
        }
    }

    /// Whether `rule` finds anything in a text; `None` when it cannot be tried here.
    fn fires(&mut self, rule: &Arc<Rule>, text: &Example) -> Option<bool> {
        // Dictionaries belong to the computer, and answers of other sites to them.
        if is_elsewhere(rule) {
            return None;
        }
        let text = text.text.as_str();
        if text.trim_start().to_ascii_lowercase().starts_with("<!doctype") {
            return Some(match rule.name.as_ref() {
                "SD-VOCAB" => is_misunderstood(text),
                "SD-CLAIM" => !self.unfounded(text).is_empty(),
                name => audit::try_text(text).iter().any(|flaw| flaw.rule == name),
            });
        }
        let mut sources = self.site.clone();
        if text.starts_with("-- ") {
            sources.extend(fixture(text).iter().cloned());
        } else if text.starts_with("---") {
            sources.extend(fixture(&format!("-- {PAGE} --\n{text}")).iter().cloned());
        } else if matches!(rule.test, Test::Text(_) | Test::Claim(_)) {
            let is_abroad = &*rule.pack == "us-ftc";
            let bench = if is_abroad { &self.abroad } else { &self.bench };
            return Some(bench.fires(rule, text));
        } else {
            let page = format!(
                "---\ntitle: Rest and movement\ndescription: When to rest, when to move, and whom to ask when an ache does not settle.\n\
                 date: 2026-10-01\nauthor: ana-reed\nreviewed: {{by: sam-carter, on: 2026-10-01}}\nsources: [ng59]\n---\n\n{text}\n"
            );
            sources.insert(Source::text(PAGE, &page));
        }
        Some(self.found(&sources).iter().any(|one| one.name() == &*rule.name))
    }

    /// What a page tells search engines of massages that the small site has no evidence for.
    fn unfounded(&mut self, page: &str) -> Vec<String> {
        let Some(settings) = &self.settings else { return Vec::new() };
        let update = self.engine.update(&self.site, settings, Notes::default());
        let Some(site) = update.site else { return Vec::new() };
        let seen = audit::observe(page.as_bytes());
        let texts = seen.structured().filter_map(|(from, to)| page.get(from..to));
        let told = texts.flat_map(structured::treatments);
        unfounded(&site.graph, told.map(|one| (one.condition, one.treatment)))
    }

    fn found(&mut self, sources: &Sources) -> Vec<Diagnostic> {
        let (Some(settings), Some(today)) = (&self.settings, self.today) else { return Vec::new() };
        let Update { site, mut notes, .. } =
            self.engine.update(sources, settings, Notes::default());
        if let Some(site) = site {
            let stop = AtomicBool::new(false);
            if let Ok(Some(rendered)) = self.engine.observe(&site, &Progress::default(), &stop) {
                notes.extend(rendered.problems);
            }
            let checked = self.engine.check(&site, sources, today, &mut notes);
            notes.extend(checked.findings);
        }
        notes.into_iter().filter(|one| one.severity >= Severity::Note).collect()
    }
}

/// Whether search engines would not understand what a page tells them.
fn is_misunderstood(page: &str) -> bool {
    let seen = audit::observe(page.as_bytes());
    let texts: Vec<&str> = seen.structured().filter_map(|(from, to)| page.get(from..to)).collect();
    let base = structured::Base { address: audit::ORIGIN, is_known: &|_| false };
    let faults = structured::check_page(&texts, &base);
    faults.iter().any(|fault| fault.severity < structured::Severity::Info)
}

fn is_elsewhere(rule: &Rule) -> bool {
    match &rule.test {
        Test::Requires(native) | Test::Page(native) => {
            matches!(native.check.text.as_str(), "spelling" | "external")
        }
        _ => false,
    }
}
