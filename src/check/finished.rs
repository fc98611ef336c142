//! What stands in the finished pages: links, pictures, headings, names, and what search engines are told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::audit::{self, Files, Flaw, Limits, Observed, PageIn};
use crate::base::{Route, Span};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::graph::Graph;
use crate::page::{Plan, Subject};
use crate::rules::Rules;
use crate::schema::{Kind, Kinds};
use crate::structured::{self, Fault, Treatment};

use super::locate::{Place, Places};

/// A finished page with what was seen on it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What stands on it.
    pub page: Arc<Observed>,
    /// What is wrong with what search engines are told, as far as the page alone can tell.
    pub faults: Arc<[Fault]>,
    /// The ids of what it describes to search engines.
    pub described: Arc<[Box<str>]>,
    /// What it says to search engines of conditions and what treats them.
    pub treatments: Arc<[Treatment]>,
}

/// The site in one language, as it was made.
pub struct Edition<'a> {
    /// Its settings.
    pub config: &'a Config,
    /// Its pages, and what they have to do with each other.
    pub graph: &'a Graph,
    /// What is written.
    pub plan: &'a Plan,
}

/// Everything that was made.
pub struct Finished<'a> {
    /// The site in each of its languages, its own first.
    pub editions: Vec<Edition<'a>>,
    /// What was seen on the pages, by their addresses.
    pub pages: &'a BTreeMap<Route, Seen>,
    /// Whether there is a file at an address.
    pub files: &'a [&'a str],
    /// The width and height of the picture at an address.
    pub picture: &'a (dyn Fn(&str) -> Option<(u32, u32)> + Sync),
}

/// Which page a finished one is, and whether it is meant to be found.
type Subjects<'a> = FxHashMap<&'a Route, (Option<&'a Document>, bool)>;

/// What the flaws of the finished pages are, at the places that made them.
pub(super) fn check(
    finished: &Finished<'_>,
    rules: &Rules,
    places: &Places<'_>,
) -> Vec<Diagnostic> {
    let Some(main) = finished.editions.first() else { return Vec::new() };
    let (subjects, redirects) = subjects(finished);
    let document = |route: &Route| subjects.get(route).and_then(|(document, _)| *document);
    let made: Vec<(&Route, &Seen)> = finished.pages.iter().collect();
    let is_listed = |route: &Route| subjects.get(route).is_some_and(|(_, is_listed)| *is_listed);
    let pages: Vec<PageIn<'_>> = made
        .iter()
        .map(|(route, seen)| PageIn {
            route: route.as_str(),
            seen: &seen.page,
            is_listed: is_listed(route),
        })
        .collect();
    let files = Files::new(finished.files.iter().copied());
    let third_parties = main.config.checks.third_parties.iter();
    let third_parties: Vec<String> =
        third_parties.map(|one| one.trim_end_matches('/').to_owned()).collect();
    let site = audit::Site {
        prefix: &main.config.base_url.prefix,
        origin: &main.config.base_url.origin,
        files: &|route| files.has(route),
        alike: &|route| files.alike(route),
        redirects: &redirects,
        picture: &|route| (finished.picture)(route),
        third_parties: &third_parties,
        limits: Limits::default(),
    };
    let mut found = Found::default();
    for flaw in audit::judge(&site, &pages) {
        let Some(rule) = rules.get(flaw.rule) else { continue };
        let place = places.of(document(made[flaw.page].0), &flaw);
        found.add((&rule.name, severity(&flaw, rule.level)), place, &flaw);
    }
    let mut told = |rule: &str, flaw: Flaw, route: &Route| {
        let Some(rule) = rules.get(rule) else { return };
        let severity = of_audit(flaw.severity).min(rule.level);
        found.add((&rule.name, severity), places.of(document(route), &flaw), &flaw);
    };
    for (route, fault) in misunderstood(&made, &site) {
        let severity = match fault.severity {
            structured::Severity::Error => audit::Severity::Error,
            structured::Severity::Warning => audit::Severity::Warning,
            structured::Severity::Info => audit::Severity::Info,
        };
        let what = (fault.written.as_str(), fault.message.clone(), fault.help.clone());
        told("SD-VOCAB", flaw("SD-VOCAB", severity, what), route);
    }
    if let Some(rule) = rules.get("SD-CLAIM") {
        for (route, seen) in &made {
            let pairs = seen.treatments.iter();
            let pairs = pairs.map(|one| (one.condition.clone(), one.treatment.clone()));
            for treatment in unfounded(main.graph, pairs) {
                let message = rule.message.replacen("%s", &treatment, 1);
                let what = ("possibleTreatment", message, rule.fix.clone());
                told("SD-CLAIM", flaw("SD-CLAIM", audit::Severity::Error, what), route);
            }
        }
    }
    found.into_diagnostics()
}

/// A flaw of what search engines are told: what is written, what is wrong, and what to do.
fn flaw(
    rule: &'static str,
    severity: audit::Severity,
    (written, message, help): (&str, String, String),
) -> Flaw {
    let (written, words) = (written.to_owned(), String::new());
    Flaw { rule, severity, page: 0, offset: 0, written, words, message, help }
}

/// Which page each finished one is; and where redirects lead.
fn subjects<'a>(finished: &'a Finished<'_>) -> (Subjects<'a>, BTreeMap<String, String>) {
    let mut subjects = Subjects::default();
    let mut redirects = BTreeMap::new();
    for edition in &finished.editions {
        for page in &edition.plan.pages {
            let (document, is_listed) = match page.subject {
                Subject::Entry { id, number, .. } => {
                    let document = edition.graph.document(id);
                    let is_hidden = document.is_none_or(|one| one.matter.noindex);
                    (document, number == 1 && !is_hidden)
                }
                Subject::NotFound => (None, false),
            };
            subjects.insert(&page.route, (document, is_listed));
        }
        for redirect in &edition.plan.redirects {
            let url = edition.graph.entry(redirect.target).url.to_string();
            redirects.insert(redirect.route.as_str().to_owned(), url);
        }
    }
    (subjects, redirects)
}

/// What search engines do not understand, but for what other pages describe.
fn misunderstood<'a>(
    made: &[(&'a Route, &'a Seen)],
    site: &audit::Site<'_>,
) -> Vec<(&'a Route, &'a Fault)> {
    let described: BTreeSet<&str> =
        made.iter().flat_map(|(_, seen)| seen.described.iter().map(|id| &**id)).collect();
    let start = format!("{}{}", site.origin, site.prefix);
    let is_page = |id: &str| {
        let route = id.strip_prefix(start.as_str()).filter(|route| !route.contains('#'));
        route
            .is_some_and(|route| (site.files)(route) || (site.files)(&format!("{route}index.html")))
    };
    let all = made.iter().flat_map(|(route, seen)| seen.faults.iter().map(|one| (*route, one)));
    all.filter(|(_, fault)| !is_page(&fault.written) && !described.contains(&*fault.written))
        .collect()
}

/// Treatments that search engines are told of, without good evidence on file or against a caution: of pairs of a condition and
/// a treatment, those whose treatment the site knows but may not name for the condition.
pub fn unfounded(graph: &Graph, told: impl Iterator<Item = (Box<str>, Box<str>)>) -> Vec<String> {
    let conditions = Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]);
    let is_unfounded = |(condition, treatment): &(Box<str>, Box<str>)| {
        let treatment = graph.named(treatment, Kinds::of(&[Kind::Treatment]));
        match (graph.named(condition, conditions), treatment) {
            (Some(condition), Some(treatment)) => !graph.may_claim(treatment, condition),
            // Of what the site does not know, it has no evidence; what is no massage is not the salon's.
            _ => false,
        }
    };
    told.filter(is_unfounded).map(|(_, treatment)| treatment.into()).collect()
}

/// How much a flaw matters: as the site says, or where it says nothing, as the flaw itself is.
fn severity(flaw: &Flaw, level: Severity) -> Severity {
    let usual = audit::RULES.iter().find(|rule| rule.name == flaw.rule).map(|rule| rule.severity);
    if usual.map(of_audit) == Some(level) { of_audit(flaw.severity) } else { level }
}

fn of_audit(severity: audit::Severity) -> Severity {
    match severity {
        audit::Severity::Error => Severity::Error,
        audit::Severity::Warning => Severity::Warning,
        audit::Severity::Info => Severity::Note,
    }
}

/// Flaws by rule and place. One mistake in a template shows on many pages, and is said once.
#[derive(Default)]
struct Found(BTreeMap<(Span, Arc<str>, String), (Diagnostic, usize)>);

impl Found {
    fn add(&mut self, (rule, severity): (&Arc<str>, Severity), place: Place, flaw: &Flaw) {
        let shared = place.is_shared;
        let message = flaw.message.clone();
        let key = (
            place.span.clone(),
            Arc::clone(rule),
            if shared { String::new() } else { message.clone() },
        );
        let entry = self.0.entry(key);
        let new =
            || Diagnostic::finding(rule, severity, place.span, message).help(flaw.help.clone());
        entry.and_modify(|(_, more)| *more += 1).or_insert_with(|| (new(), 0));
    }

    fn into_diagnostics(self) -> Vec<Diagnostic> {
        let say = |(diagnostic, more): (Diagnostic, usize)| match more {
            0 => diagnostic,
            1 => diagnostic.because("the same happens on one more page"),
            more => diagnostic.because(format!("the same happens on {more} more pages")),
        };
        self.0.into_values().map(say).collect()
    }
}
