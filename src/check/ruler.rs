//! Everything that texts are held against, made once for all pages.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use regex_automata::meta::Regex;

use crate::base::{Fingerprint, Span, normalise_name};
use crate::claims::{self, ClaimRule, Compiled, Name as ClaimName, Reach, Vocabulary};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes, Severity};
use crate::graph::{EntryId, Graph};
use crate::rules::{self, ClaimTest, Level, Rule, Rules, Test, Tester, Wanted};
use crate::schema::Kind;
use crate::source::Sources;
use crate::spelling::Speller;

use super::{jargon, natives};

/// Everything that texts are held against.
pub struct Ruler {
    /// The rules that hold.
    pub rules: Rules,
    pub(super) tester: Tester,
    pub(super) claims: Compiled,
    pub(super) speller: Option<Arc<Speller>>,
    /// The words of all names of the site, in small letters: they are spelled right.
    pub(super) known: BTreeSet<String>,
    /// All names of the site, in small letters.
    pub(super) names: BTreeSet<String>,
    /// Words of the trade.
    jargon: Option<Regex>,
    /// Conditions that rules know and the site does not.
    undefined: Option<Regex>,
    /// The ids and names of conditions whose treatment a professional supervises.
    qualified: Vec<Box<str>>,
}

/// What a ruler is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RulerKey(Fingerprint);

/// What a ruler for this site would be made of.
pub(super) fn key(sources: &Sources, config: &Config, names: &Vocabulary) -> RulerKey {
    let files = sources
        .below("rules/")
        .flat_map(|source| [Fingerprint::of(source.path.as_str().as_bytes()), source.fingerprint]);
    let said = format!("{:?}{names:?}", config.checks);
    RulerKey(Fingerprint::all(files.chain([Fingerprint::of(said.as_bytes())])))
}

/// The names of what the site writes about.
pub(super) fn vocabulary(graph: &Graph) -> Vocabulary {
    let mut names = Vec::new();
    for id in graph.ids() {
        let entry = graph.entry(id);
        let class = match entry.kind {
            Kind::Treatment => "TREAT",
            Kind::Condition | Kind::Symptom => class_of(graph, id),
            Kind::Caution => "CAUTION",
            Kind::Section | Kind::Article | Kind::Page => continue,
            _ => "NAME",
        };
        let mut add = |words: &str| {
            let (key, words, class) = (entry.id.clone(), words.into(), class.into());
            names.push(ClaimName { key, words, class });
        };
        add(&entry.title);
        if entry.kind == Kind::Treatment {
            add(&format!("a {}", entry.title));
        }
        let facts = graph.document(id).and_then(|document| document.matter.entity.as_deref());
        for name in facts.iter().flat_map(|facts| facts.also.iter().chain(&facts.abbr)) {
            add(&name.text);
        }
    }
    Vocabulary { names }
}

/// Which class of words a condition is in: by its own `cap`, or that of what it is one of.
fn class_of(graph: &Graph, id: EntryId) -> &'static str {
    use crate::matter::Cap;
    let cap = graph.relations.line(id).find_map(|one| {
        let facts = graph.document(one)?.matter.entity.as_deref()?;
        facts.cap
    });
    match cap {
        Some(Cap::Supervision) => "MED",
        Some(Cap::Everyday) => "EVERYDAY",
        Some(Cap::Evidence) | None => "COND",
    }
}

impl Ruler {
    /// The rules of the site, ready for use; what is wrong with them goes to `notes`.
    pub(super) fn new(
        sources: &Sources,
        config: &Config,
        names: &Vocabulary,
        speller: Option<Arc<Speller>>,
        notes: &mut Notes,
    ) -> Self {
        let rules = rules::load(sources, &wanted(config), notes);
        Self::of(rules, config, names, speller, notes)
    }

    fn of(
        rules: Rules,
        config: &Config,
        names: &Vocabulary,
        speller: Option<Arc<Speller>>,
        notes: &mut Notes,
    ) -> Self {
        let mut placed = Vec::new();
        let claim_rules: Vec<ClaimRule> = rules
            .all
            .iter()
            .filter_map(|rule| {
                let Test::Claim(test) = &rule.test else { return None };
                let texts = |list: &[rules::Placed]| {
                    list.iter().map(|one| one.text.clone()).collect::<Vec<_>>()
                };
                placed.push(rule);
                Some(ClaimRule {
                    name: rule.name.to_string(),
                    any: texts(&test.any),
                    except: texts(&test.except),
                    error: texts(&test.error),
                    cited: test.cited,
                    rank: test.rank.and_then(|rank| u8::try_from(rank).ok()),
                    suggest: test.suggest.clone(),
                    whole: test.whole,
                    reach: reach(rule, test),
                    list: test.list,
                })
            })
            .collect();
        for rule in &rules.all {
            if let Test::Requires(native) | Test::Graph(native) = &rule.test
                && !natives::is_known(&native.check.text)
            {
                let message = format!("there is no test called `{}`", native.check.text);
                let place = native.check.place.clone();
                notes.push(Diagnostic::error(Code::RULE, place, message).did_you_mean(
                    &native.check.text,
                    natives::names(),
                    "`docs/writing-rules.md` says which tests there are.",
                ));
            }
        }
        let (compiled, bad) = claims::compile(&claim_rules, &rules.classes, names);
        for one in bad {
            let Some(rule) = placed.iter().find(|rule| *rule.name == *one.rule) else { continue };
            let Test::Claim(test) = &rule.test else { continue };
            let list = match one.part {
                "except" => &test.except,
                "error" => &test.error,
                _ => &test.any,
            };
            let place = list.get(one.index).map_or(&rule.place, |pattern| &pattern.place);
            let message = format!("the pattern of `{}` cannot be used: {}", rule.name, one.message);
            notes.push(
                Diagnostic::error(Code::RULE, place.clone(), message).help(
                    "Correct the pattern; `docs/writing-rules.md` says how they are written.",
                ),
            );
        }
        let tester = Tester::new(&rules);
        let qualified = config.checks.qualified.iter().flat_map(|one| &one.conditions);
        let qualified =
            qualified.map(|name| normalise_name(&name.text).into_owned().into()).collect();
        let known =
            names.names.iter().flat_map(|name| name.words.split(|c: char| !c.is_alphanumeric()));
        let known = known.map(str::to_lowercase).collect();
        let full: BTreeSet<String> =
            names.names.iter().map(|name| name.words.to_lowercase()).collect();
        let undefined = undefined(&rules, &full);
        let jargon = rules.get("TERM-JARGON-UNEXPLAINED").map(|rule| jargon::words(rule).iter());
        let jargon = one_of(jargon.into_iter().flatten().map(String::as_str));
        Self {
            names: full,
            jargon,
            rules,
            tester,
            claims: compiled,
            speller,
            known,
            undefined,
            qualified,
        }
    }

    /// Words of the trade in a text.
    pub(super) fn jargon_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let found = self.jargon.iter().flat_map(move |jargon| jargon.find_iter(text));
        found.map(|found| found.range())
    }

    /// Conditions that a text names and that the site does not know, in small letters.
    pub(super) fn unknown_in(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let found = self.undefined.iter().flat_map(move |undefined| undefined.find_iter(text));
        found.map(|found| found.range())
    }

    /// Whether claims about `condition` are made under the supervision of a professional.
    pub(super) fn is_qualified(&self, condition: Option<&str>) -> bool {
        condition.is_some_and(|name| {
            self.qualified.iter().any(|one| **one == *normalise_name(&name.replace('-', " ")))
        })
    }
}

/// Which texts a rule on claims looks at.
fn reach(rule: &Rule, test: &ClaimTest) -> Reach {
    if rule.scope.names() == ["quote"] {
        Reach::Quotes
    } else if test.spare_advice {
        Reach::NotAdvice
    } else {
        Reach::Texts
    }
}

/// What finds the conditions that rules know and that `names` lacks.
fn undefined(rules: &Rules, known: &BTreeSet<String>) -> Option<Regex> {
    let classes = ["COND", "MED"].into_iter().filter_map(|class| rules.classes.get(class));
    let words = classes.flatten().filter(|word| {
        !word.starts_with('{')
            && word.chars().count() > 3
            && !known.contains(&word.to_lowercase())
            && !EVERYDAY.contains(&word.as_str())
    });
    one_of(words.map(String::as_str))
}

/// What finds any of `words`, whole and in any case.
fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> Option<Regex> {
    let mut words: Vec<&str> = words.collect();
    // Of two that begin alike the longer one is meant.
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    let words: Vec<String> = words.into_iter().map(regex_syntax::escape).collect();
    let pattern = format!(r"(?i)\b(?:{})\b", words.join("|"));
    (!words.is_empty()).then(|| Regex::new(&pattern).ok()).flatten()
}

/// Words for how something feels, which no site needs a page for.
const EVERYDAY: [&str; 10] = [
    "pain",
    "pains",
    "ache",
    "aches",
    "stiffness",
    "swelling",
    "tension",
    "injury",
    "injuries",
    "soreness",
];

/// The packs that hold whatever the settings say.
const ALWAYS: [&str; 6] = ["trust", "plain", "style", "links", "page", "graph"];

/// What a site wants of the rules.
fn wanted(config: &Config) -> Wanted {
    let level = |(rule, level): &(crate::matter::Name, crate::matter::Name)| {
        let named = Level::named(&level.text)?;
        Some((rule.text.to_string(), (named, rule.span.clone())))
    };
    let packs =
        config.checks.packs().into_iter().map(|(name, place)| {
            (name.to_owned(), place.map_or_else(nowhere, |one| one.span.clone()))
        });
    let always = ALWAYS.map(|pack| (pack.to_owned(), nowhere()));
    Wanted {
        packs: packs.chain(always).collect(),
        levels: config.checks.rules.iter().filter_map(level).collect(),
        ..Wanted::default()
    }
}

/// All rules that there are: those of the program in every pack, and the site's own.
pub fn all_rules(sources: &Sources, config: &Config, notes: &mut Notes) -> Vec<Arc<Rule>> {
    let packs = rules::PACKS.map(|pack| (pack.to_owned(), nowhere()));
    let wanted = Wanted { packs: packs.into(), ..wanted(config) };
    rules::load(sources, &wanted, notes).all
}

/// Tries rules on single texts.
pub struct Bench(Ruler);

impl Bench {
    /// A bench for the rules of the site `sources` and of every pack but `without`: rules of two countries on one matter would take each
    /// other's findings.
    pub fn new(sources: &Sources, config: &Config, without: &str, notes: &mut Notes) -> Self {
        let packs = rules::PACKS.into_iter().filter(|pack| *pack != without);
        let packs = packs.map(|pack| (pack.to_owned(), nowhere())).collect();
        let wanted = Wanted { packs, ..Wanted::default() };
        let rules = rules::load(sources, &wanted, notes);
        Self(Ruler::of(rules, config, &Vocabulary::default(), None, notes))
    }

    /// A bench for the rules that hold when a site says nothing of them.
    pub fn usual(sources: &Sources, config: &Config) -> Self {
        let mut notes = Notes::default();
        Self(Ruler::new(sources, config, &Vocabulary::default(), None, &mut notes))
    }

    /// What rules of words and sentences find in the Markdown `text`, by the names of the rules.
    pub fn found(&self, text: &str) -> Vec<(String, Severity)> {
        let options = crate::markdown::Options::default();
        let prose = crate::prose::read(text, 0..text.len(), &options, &[]);
        let found = super::page::read(&self.0, prose, text).found;
        found.into_iter().map(|one| (one.rule.name.to_string(), one.severity)).collect()
    }

    /// Whether `rule` finds anything in the Markdown `text`.
    pub fn fires(&self, rule: &Rule, text: &str) -> bool {
        let is_it = |one: &Arc<Rule>| one.name == rule.name;
        if let Test::Text(_) = rule.test
            && !rule.scope.has(&unit(text, "paragraph"))
        {
            // Fields of front matter cannot be told from a paragraph by their looks.
            let fields = ["title", "description", "alt", "summary"];
            if let Some(field) = fields.into_iter().find(|kind| rule.scope.has(&unit(text, kind))) {
                let hits = self.0.tester.run(&[unit(text, field)]);
                return hits.iter().any(|(one, _)| is_it(one));
            }
        }
        let options = crate::markdown::Options::default();
        let prose = crate::prose::read(text, 0..text.len(), &options, &[]);
        super::page::read(&self.0, prose, text).found.iter().any(|found| is_it(&found.rule))
    }
}

fn unit<'a>(text: &'a str, scope: &'a str) -> rules::Unit<'a> {
    rules::Unit { text, scope, level: 0 }
}

fn nowhere() -> Span {
    Span::file(&Utf8Path::new("anma.yaml").into())
}
