//! What one article says, held against the rules that look at text alone. It depends on the file, the rules and the
//! names of the site, and on nothing else, so that it is kept while these are the same.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::claims::{Claim, Kind as PassageKind, Passage};
use crate::diagnostic::Severity;
use crate::prose::{Prose, Unit, UnitKind};
use crate::rules::{self, Rule};

use super::jargon;
use super::recommend::recommended;
use super::ruler::Ruler;

/// A change that mends a finding without changing what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The place in the file.
    pub place: Range<usize>,
    /// What belongs there.
    pub text: String,
}

/// Something that a rule speaks against.
#[derive(Clone, Debug)]
pub struct Found {
    /// The rule.
    pub rule: Arc<Rule>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do, if the rule's own words are not enough.
    pub help: Option<String>,
    /// The place in the file of the page.
    pub place: Range<usize>,
    /// The unit of the text, and the place in it; for what is no place in the text, none and nothing.
    pub unit: Option<usize>,
    /// The place in the unit.
    pub range: Range<usize>,
    /// What would mend it.
    pub mending: Option<Mending>,
}

impl Found {
    /// A finding of `rule` at `place` in the file, with the rule's own message about `what`.
    pub(super) fn at(rule: &Arc<Rule>, place: Range<usize>, what: &str) -> Self {
        Self {
            rule: Arc::clone(rule),
            severity: rule.level,
            message: rule.message.replacen("%s", what, 1),
            help: None,
            place,
            unit: None,
            range: 0..0,
            mending: None,
        }
    }
}

/// What is known of the text of a page.
#[derive(Debug, Default)]
pub struct PageText {
    /// What a reader reads.
    pub prose: Prose,
    /// What rules speak against.
    pub found: Vec<Found>,
    /// Massages that the text says do some good, by the ids of their pages, with the unit that says so.
    pub promoted: Vec<(Box<str>, usize)>,
    /// Conditions that the text names and the site does not know: in small letters, with the place in the file.
    pub undefined: Vec<(Box<str>, Range<usize>)>,
    /// What the text names, by the id of its page, with the unit.
    pub named: BTreeSet<(Box<str>, usize)>,
}

/// Reads the text of a page.
pub(super) fn read(ruler: &Ruler, prose: Prose, file: &str) -> PageText {
    let mut found = texts(ruler, &prose, file);
    let mut page = PageText { prose, ..PageText::default() };
    sense(ruler, &mut page);
    found.append(&mut page.found);
    if let Some(rule) = ruler.rules.get("TERM-JARGON-UNEXPLAINED") {
        found.extend(jargon::unexplained(ruler, rule, &page.prose));
    }
    if let Some(rule) = ruler.rules.get("STYLE-SPELL") {
        found.extend(super::spell::read(ruler, rule, &page.prose));
    }
    found.sort_by(|one, two| {
        (one.place.start, &one.rule.name, one.place.end).cmp(&(
            two.place.start,
            &two.rule.name,
            two.place.end,
        ))
    });
    found.dedup_by(|two, one| (&one.place, &one.rule.name) == (&two.place, &two.rule.name));
    page.found = found;
    page
}

/// What rules of words and sentences find.
fn texts(ruler: &Ruler, prose: &Prose, file: &str) -> Vec<Found> {
    let units: Vec<rules::Unit<'_>> = prose.units.iter().map(scoped).collect();
    let page = rules::Page::new(&units);
    let found = ruler.tester.look(&page).into_iter().filter_map(|(rule, hit)| {
        let unit = prose.units.get(hit.unit)?;
        if unit.code.iter().any(|code| code.start < hit.range.end && hit.range.start < code.end) {
            return None;
        }
        let place = unit.text.place(hit.range.clone());
        // Where marks of emphasis or links stand between the words, only the writer can say where they belong.
        let words = unit.text.as_str().get(hit.range.clone());
        let is_literal = words.is_some() && file.get(place.clone()) == words;
        let suggestion = hit.suggestion.filter(|_| rule.mechanical && is_literal);
        let mending = suggestion.map(|text| Mending { place: place.clone(), text });
        let is_hard = &*rule.name == "PLAIN-GRADE";
        Some(Found {
            severity: rule.level,
            message: hit.message,
            help: is_hard.then(|| format!("{} {}", rule.fix, hardest(&page, &units))),
            place,
            unit: Some(hit.unit),
            range: hit.range,
            mending,
            rule,
        })
    });
    found.collect()
}

/// A unit as rules name its kind.
fn scoped(unit: &Unit) -> rules::Unit<'_> {
    let (scope, level) = match unit.kind {
        UnitKind::Heading(level) => ("heading", level),
        UnitKind::Item => ("item", 0),
        UnitKind::Quote => ("quote", 0),
        UnitKind::Cell | UnitKind::Head | UnitKind::Term | UnitKind::Definition => ("cell", 0),
        UnitKind::Title => ("title", 0),
        UnitKind::Description => ("description", 0),
        UnitKind::Alt => ("alt", 0),
        _ if unit.quote => ("quote", 0),
        _ => ("paragraph", 0),
    };
    rules::Unit { text: unit.text.as_str(), scope, level }
}

/// Blocks that tell readers what to beware of: what is said there promises nothing.
pub(super) fn is_advice(block: Option<&str>) -> bool {
    is_care_card(block) || matches!(block, Some("check" | "warning" | "dont"))
}

/// Blocks that say when to see a doctor.
pub(super) fn is_care_card(block: Option<&str>) -> bool {
    block == Some("care")
}

fn passage<'a>(prose: &'a Prose, unit: &'a Unit) -> Passage<'a> {
    let lead = unit.lead.and_then(|lead| prose.units.get(lead)).filter(|_| unit.list.is_some());
    Passage {
        text: unit.text.as_str(),
        cites: &unit.cites,
        paragraph_cited: !unit.cites.is_empty() || lead.is_some_and(|lead| !lead.cites.is_empty()),
        kind: match unit.kind {
            UnitKind::Heading(_) | UnitKind::Title => PassageKind::Heading,
            _ if unit.quote || unit.kind == UnitKind::Quote => PassageKind::Quote,
            _ if is_advice(unit.block.as_deref()) => PassageKind::Advice,
            _ => PassageKind::Prose,
        },
        lead: lead.map(|lead| lead.text.as_str()),
    }
}

/// Reads what a text claims, names and recommends; of several claims of one massage and one subject the first counts.
fn sense(ruler: &Ruler, page: &mut PageText) {
    let mut seen = BTreeSet::new();
    let mut reader = ruler.claims.reader();
    for (at, unit) in page.prose.units.iter().enumerate() {
        let text = unit.text.as_str();
        let read = reader.read(&passage(&page.prose, unit));
        // What a page cites has the words of others.
        let is_own = unit.kind != UnitKind::Note;
        for claim in read.claims.into_iter().filter(|_| is_own) {
            let key = (claim.rule.clone(), claim.who.clone(), claim.what.clone());
            if key.1.is_some() && key.2.is_some() && is_once(&claim) && !seen.insert(key) {
                continue;
            }
            page.found.extend(claimed(ruler, &claim, (at, unit)));
        }
        if is_own {
            page.found.extend(listed(ruler, &page.prose, at));
        }
        let undefined = ruler.unknown_in(text);
        page.undefined.extend(
            undefined
                .map(|range| (text[range.clone()].to_lowercase().into(), unit.text.place(range))),
        );
        if !is_advice(unit.block.as_deref()) {
            let recommended = recommended(text, &read.mentions).into_iter().map(Box::from);
            page.promoted.extend(recommended.map(|key| (key, at)));
        }
        page.promoted.extend(read.promotes.into_iter().map(|key| (key, at)));
        page.named.extend(read.mentions.into_iter().map(|mention| (mention.key, at)));
    }
}

/// What a list promises that begins with the unit `at`.
fn listed(ruler: &Ruler, prose: &Prose, at: usize) -> Option<Found> {
    let unit = prose.units.get(at)?;
    let before = at.checked_sub(1).and_then(|before| prose.units.get(before));
    let is_first = unit.list.is_some() && before.is_none_or(|before| before.list != unit.list);
    let lead = unit.lead.filter(|_| is_first)?;
    let lead_unit = prose.units.get(lead)?;
    let items = prose.units[at..].iter().take_while(|other| other.list == unit.list);
    let items: Vec<&str> = items.map(|other| other.text.as_str()).collect();
    let is_cited = !lead_unit.cites.is_empty();
    let claim = ruler.claims.find_list(lead_unit.text.as_str(), &items, is_cited)?;
    claimed(ruler, &claim, (lead, lead_unit))
}

/// Whether a claim is told once a page for each massage and subject.
fn is_once(claim: &Claim) -> bool {
    &*claim.rule == "CLAIM-EFFICACY"
}

fn claimed(ruler: &Ruler, claim: &Claim, (at, unit): (usize, &Unit)) -> Option<Found> {
    let rule = ruler.rules.get(&claim.rule)?;
    if claim.rule.ends_with("SUPERVISION") && ruler.is_qualified(claim.what.as_deref()) {
        return None;
    }
    let range = claim.range.clone();
    let words = unit.text.as_str().get(range.clone()).unwrap_or_default();
    let severity = if claim.is_error { Severity::Error } else { rule.level };
    let help = claim.suggestion.as_ref().map(|wording| match rule.fix.trim() {
        "" => format!("Say instead: “{wording}”"),
        fix => format!("{fix} For example: “{wording}”"),
    });
    Some(Found {
        severity,
        help,
        unit: Some(at),
        range: range.clone(),
        ..Found::at(rule, unit.text.place(range), words)
    })
}

/// The reading age of a page and the sentences that are the hardest to read, for whoever is told that it is hard.
fn hardest(page: &rules::Page<'_>, units: &[rules::Unit<'_>]) -> String {
    let reading = rules::grade(page);
    let mut words = format!("The reading age is about {:.0}.", reading.grade + 5.0);
    for (at, worst) in reading.worst.iter().enumerate() {
        let sentence = units.get(worst.unit).and_then(|unit| unit.text.get(worst.range.clone()));
        let sentence: String = sentence.unwrap_or_default().chars().take(LONGEST_QUOTE).collect();
        words.push_str(if at == 0 { " The hardest sentences: “" } else { ", “" });
        words.push_str(&sentence);
        words.push('”');
    }
    words
}

/// Characters of a hard sentence that are shown.
const LONGEST_QUOTE: usize = 80;
