//! All checks of a site, each page read only if it or what it is held against has changed.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base::{Date, Fingerprint, Span};
use crate::claims::Vocabulary;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Notes, Severity};
use crate::document::Document;
use crate::graph::{EntryId, Graph};
use crate::markdown::Options;
use crate::prose;
use crate::rules::{Rule, Test};
use crate::schema::Kind;
use crate::source::{Source, Sources};
use crate::spelling::Speller;

use super::acknowledge::{self, Acknowledgement};
use super::facts::Facts;
use super::finished::{self, Finished};
use super::locate::Places;
use super::page::{self, Found, Mending, PageText};
use super::ruler::{self, Ruler, RulerKey};
use super::{connections, natives};

/// What is checked.
pub struct Site<'a> {
    /// The files of the site.
    pub sources: &'a Sources,
    /// The settings.
    pub config: &'a Config,
    /// The pages in the site's own language, and what they have to do with each other.
    pub graph: &'a Graph,
    /// How Markdown is read.
    pub options: &'a Options,
    /// What was made.
    pub finished: Option<Finished<'a>>,
    /// The templates of the theme.
    pub templates: Vec<&'a Source>,
    /// The name of the file with the settings.
    pub settings: &'a str,
    /// The day.
    pub today: Date,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Findings, by file and place.
    pub findings: Vec<Diagnostic>,
    /// What would mend some of them, by file.
    pub mendings: Vec<(Arc<Utf8Path>, Mending)>,
    /// What somebody answers for, by file and place.
    pub acknowledged: Vec<Acknowledgement>,
}

/// A page as it was read, the identity of its file, and what is known of its text.
type KnownText = (Arc<Document>, Fingerprint, Arc<PageText>);

/// What is kept between two checks.
#[derive(Default)]
pub struct Memo {
    ruler: Option<(RulerKey, Arc<Ruler>, Vec<Diagnostic>)>,
    /// By path: the page as it was read, the identity of its file, and what is known of its text.
    pages: FxHashMap<Arc<Utf8Path>, KnownText>,
    speller: Option<Arc<Speller>>,
}

impl Memo {
    /// Checks spelling as well, with this dictionary.
    #[must_use]
    pub fn with_speller(mut self, speller: Option<Speller>) -> Self {
        self.speller = speller.map(Arc::new);
        self
    }

    /// The rules of the last check.
    pub fn ruler(&self) -> Option<&Arc<Ruler>> {
        self.ruler.as_ref().map(|(_, ruler, _)| ruler)
    }

    /// What is known of the text of a page.
    pub fn text(&self, path: &Utf8Path) -> Option<&Arc<PageText>> {
        self.pages.get(path).map(|(.., text)| text)
    }

    fn rule(&mut self, site: &Site<'_>, names: &Vocabulary, notes: &mut Notes) -> Arc<Ruler> {
        let key = ruler::key(site.sources, site.config, names);
        match &self.ruler {
            Some((last, ruler, said)) if *last == key => {
                notes.extend(said.iter().cloned());
                Arc::clone(ruler)
            }
            _ => {
                let mut said = Notes::default();
                let speller = self.speller.clone();
                let ruler = Ruler::new(site.sources, site.config, names, speller, &mut said);
                let (ruler, said) = (Arc::new(ruler), said.into_vec());
                notes.extend(said.iter().cloned());
                self.ruler = Some((key, Arc::clone(&ruler), said));
                self.pages.clear();
                ruler
            }
        }
    }
}

/// A page with what is known of its text, and what was found on it elsewhere.
struct Share<'a> {
    id: EntryId,
    document: &'a Arc<Document>,
    text: &'a Arc<PageText>,
    elsewhere: Vec<Diagnostic>,
}

/// Checks a site. `memo` keeps what it was found to be; what is wrong with rules goes to `notes`.
pub fn check(site: &Site<'_>, memo: &mut Memo, notes: &mut Notes) -> Checked {
    let ruler = memo.rule(site, &ruler::vocabulary(site.graph), notes);
    let documents: Vec<(EntryId, &Arc<Document>)> = (0_u32..)
        .map(EntryId)
        .zip(&site.graph.documents)
        .filter(|(_, one)| !one.borrowed && one.key.is_none())
        .collect();
    let texts = read(site, &ruler, memo, &documents);
    let mut elsewhere = finished_flaws(site, &ruler);
    let by_page: Vec<(EntryId, &Arc<PageText>)> =
        documents.iter().map(|(id, _)| *id).zip(&texts).collect();
    elsewhere.extend(connections::check(site, &ruler.rules, &by_page));
    let mut by_path: FxHashMap<Arc<Utf8Path>, Vec<Diagnostic>> = FxHashMap::default();
    let mut checked = Checked::default();
    for one in elsewhere {
        match one.span() {
            Some(span) => by_path.entry(Arc::clone(&span.path)).or_default().push(one),
            None => checked.findings.push(one),
        }
    }
    let shares: Vec<Share<'_>> = documents
        .iter()
        .zip(&texts)
        .map(|((id, document), text)| {
            let elsewhere = by_path.remove(&document.path).unwrap_or_default();
            Share { id: *id, document, text, elsewhere }
        })
        .collect();
    judge(site, &ruler, shares, &mut checked);
    // What concerns files that are no articles can be acknowledged nowhere.
    let mut others: Vec<_> = by_path.into_iter().collect();
    others.sort_by(|one, two| one.0.cmp(&two.0));
    checked.findings.extend(others.into_iter().flat_map(|(_, found)| found));
    let mut sorted = Notes::default();
    sorted.extend(std::mem::take(&mut checked.findings));
    checked.findings = sorted.into_sorted();
    checked.acknowledged.sort_by(|one, two| one.span.cmp(&two.span));
    checked
}

/// Adds what is found on each page and nobody answers for.
fn judge(site: &Site<'_>, ruler: &Ruler, shares: Vec<Share<'_>>, checked: &mut Checked) {
    let is_person = |id: &EntryId| site.graph.entry(*id).kind == Kind::Person;
    let people = site.graph.ids().filter(is_person);
    let people: Vec<Box<str>> = people.map(|id| site.graph.entry(id).title.clone()).collect();
    let is_of_page = |rule: &&Arc<Rule>| matches!(rule.test, Test::Requires(_) | Test::Graph(_));
    let page_rules: Vec<Arc<Rule>> = ruler.rules.all.iter().filter(is_of_page).cloned().collect();
    let one = |share: Share<'_>| {
        let Share { id, document, text, elsewhere } = share;
        let (graph, config, today) = (site.graph, site.config, site.today);
        let facts = Facts { graph, config, today, id, document, text };
        let mut found = text.found.clone();
        found.extend(natives::run(&facts, &page_rules));
        found.extend(elsewhere.iter().filter_map(|one| taken_in(one, ruler, text)));
        let mut given = acknowledge::of_page(document, &text.prose, &people);
        let page = (&**document, &text.prose);
        let (left, said) = acknowledge::apply(page, &mut given, found, (&ruler.rules, today));
        (Arc::clone(&document.path), left, said, given)
    };
    let all: Vec<_> = shares.into_par_iter().map(one).collect();
    for (path, left, said, given) in all {
        let mendings = left.iter().filter_map(|one| one.mending.clone());
        checked.mendings.extend(mendings.map(|mending| (Arc::clone(&path), mending)));
        checked.findings.extend(left.into_iter().map(|one| told(one, &path)));
        checked.findings.extend(said);
        checked.acknowledged.extend(given);
    }
}

/// Words that a text needs before a reading age says anything of it.
const MEASURABLE: u32 = 100;

/// Reads the texts of pages that are others than before.
fn read(
    site: &Site<'_>,
    ruler: &Ruler,
    memo: &mut Memo,
    documents: &[(EntryId, &Arc<Document>)],
) -> Vec<Arc<PageText>> {
    // Rules of words and sentences speak English.
    let is_english = site.config.language.to_ascii_lowercase().starts_with("en");
    let known = &memo.pages;
    let one = |(_, document): &(EntryId, &Arc<Document>)| {
        let source = site.sources.get(&document.path);
        let file = source.map(|source| source.fingerprint).unwrap_or_default();
        // The front matter of a page may come from above it, and so may change without its file.
        if let Some((last, read, text)) = known.get(&document.path)
            && Arc::ptr_eq(last, document)
            && *read == file
        {
            return (file, Arc::clone(text));
        }
        let text = source.and_then(Source::as_text).unwrap_or_default();
        let prose = prose::of(document, text, site.options);
        let mut text = if is_english {
            page::read(ruler, prose, text)
        } else {
            PageText { prose, ..PageText::default() }
        };
        if document.body.words < MEASURABLE {
            text.found.retain(|one| &*one.rule.name != "PLAIN-GRADE");
        }
        (file, Arc::new(text))
    };
    let texts: Vec<(Fingerprint, Arc<PageText>)> = documents.par_iter().map(one).collect();
    memo.pages = documents
        .iter()
        .zip(&texts)
        .map(|((_, document), (file, text))| {
            let known = (Arc::clone(document), *file, Arc::clone(text));
            (Arc::clone(&document.path), known)
        })
        .collect();
    texts.into_iter().map(|(_, text)| text).collect()
}

fn finished_flaws(site: &Site<'_>, ruler: &Ruler) -> Vec<Diagnostic> {
    let Some(finished) = &site.finished else { return Vec::new() };
    let places = Places::new(site.sources, site.templates.clone(), site.settings);
    finished::check(finished, &ruler.rules, &places)
}

/// A flaw of the finished page as a finding of its article, so that somebody can answer for it.
fn taken_in(flaw: &Diagnostic, ruler: &Ruler, text: &PageText) -> Option<Found> {
    let rule = ruler.rules.get(flaw.rule.as_deref()?)?;
    let span = flaw.span()?;
    let place = span.start as usize..span.end as usize;
    let units = &text.prose.units;
    let unit = units.iter().position(|unit| {
        let whole = unit.text.place(0..unit.text.as_str().len());
        whole.start <= place.start && place.start < whole.end
    });
    let label = flaw.labels.first().map(|label| label.text.clone()).unwrap_or_default();
    Some(Found {
        severity: flaw.severity,
        message: if label.is_empty() {
            flaw.message.clone()
        } else {
            format!("{} ({label})", flaw.message)
        },
        help: flaw.help.clone(),
        unit,
        ..Found::at(rule, place, "")
    })
}

/// A finding as a diagnostic.
fn told(found: Found, path: &Arc<Utf8Path>) -> Diagnostic {
    let span = Span::new(path, found.place);
    let help = found.help.unwrap_or_else(|| found.rule.fix.clone());
    let diagnostic = Diagnostic::finding(&found.rule.name, found.severity, span, found.message);
    if help.is_empty() { diagnostic } else { diagnostic.help(help) }
}

/// How many findings of each severity there are.
pub fn count(findings: &[Diagnostic]) -> [usize; 3] {
    let of = |severity| findings.iter().filter(|one| one.severity == severity).count();
    [of(Severity::Error), of(Severity::Warning), of(Severity::Note)]
}
