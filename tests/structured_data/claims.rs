//! Markup claims no more than the evidence on file: no massage is a possible treatment of anything for which a health
//! professional is needed, which asks for care, or for which there is no good source.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use crate::memory::{build, settings};
use crate::pages::{Page, pages, site};
use crate::program::SETTINGS;

const MEDICAL: &str = "structured_data: {therapy_type: medical}\n";

/// The addresses of the possible treatments that a page names, wherever it names them.
fn possible(page: &Page) -> Vec<String> {
    let of = page.nodes().into_iter().map(|node| &node["possibleTreatment"]);
    let all = of.flat_map(|value| match value {
        Value::Array(list) => list.iter().collect::<Vec<_>>(),
        Value::Null => Vec::new(),
        one => vec![one],
    });
    all.map(|node| node["url"].as_str().expect("an address").to_owned()).collect()
}

#[test]
fn as_long_as_nobody_asks_for_it_a_massage_is_a_service() {
    for (path, page) in site("sample") {
        assert_eq!(possible(page), [] as [&str; 0], "{path}");
        assert!(!page.text.contains("MedicalTherapy"), "{path}");
    }
}

#[test]
fn the_page_on_osteoporosis_offers_no_treatment() {
    let is_about = |path: &String| path.contains("osteoporosis");
    for name in ["sample", "sample, medical"] {
        let all = site(name);
        let about: Vec<&String> = all.keys().filter(|path| is_about(path)).collect();
        assert_eq!(about.len(), 3, "{about:?}");
        for path in about {
            assert_eq!(possible(&all[path]), [] as [&str; 0], "{path}");
            for node in all[path].nodes() {
                let url = node["url"].as_str().or(node["@id"].as_str()).unwrap_or_default();
                assert!(!url.contains("/treatments/"), "{path}: {node:#}");
            }
        }
        // Nor does any other page say so of it.
        for (path, page) in all {
            for node in page.nodes().into_iter().filter(|node| node["name"] == "Osteoporosis") {
                assert!(node.get("possibleTreatment").is_none(), "{path}: {node:#}");
            }
        }
    }
}

#[test]
fn what_has_evidence_may_be_said_if_the_site_asks_for_it() {
    let all = site("sample, medical");
    let of = |path: &str| possible(&all[path]);
    let massage = "https://anaharmony.example/treatments/massage/";
    assert!(of("conditions/everyday-stress/index.html").contains(&massage.to_owned()));
    // It helps only together with exercise, and that cannot be said here.
    assert_eq!(of("conditions/low-back-pain/index.html"), [] as [&str; 0]);
    // It was studied, and is not clear.
    assert_eq!(of("conditions/neck-pain/index.html"), [] as [&str; 0]);
    assert_eq!(of("conditions/rheumatoid-arthritis/index.html"), [] as [&str; 0]);
    let treatment = &all["treatments/massage/index.html"];
    let therapy = treatment.node("MedicalTherapy");
    let named = |of: &Value| of["name"].as_str().unwrap_or_default().to_owned();
    let not_for: Vec<String> =
        therapy["contraindication"].as_array().expect("a list").iter().map(named).collect();
    assert!(not_for.contains(&"Osteoporosis".to_owned()), "{not_for:?}");
    assert!(!not_for.contains(&"Varicose veins".to_owned()), "a mild caution: {not_for:?}");
    assert_eq!(treatment.node("Service")["name"], "Massage");
}

/// A site of made-up facts, and what it may say.
#[derive(Clone, Debug)]
struct Facts {
    /// Of each condition: its `cap`, and which other it is one of.
    conditions: Vec<(Option<&'static str>, Option<usize>)>,
    /// Which other each massage is one of.
    treatments: Vec<Option<usize>>,
    helps: Vec<(usize, usize, &'static str, bool, Vec<usize>)>,
    cautions: Vec<(usize, usize, &'static str)>,
    /// The articles' conditions and massages.
    articles: Vec<(Vec<usize>, Vec<usize>)>,
}

const GRADES: [&str; 4] = ["A", "B", "C", "own"];

fn facts() -> impl Strategy<Value = Facts> {
    let cap = prop_oneof![
        Just(None),
        Just(Some("supervision")),
        Just(Some("evidence")),
        Just(Some("everyday"))
    ];
    let certainty = prop_oneof![
        Just("accepted"),
        Just("high"),
        Just("moderate"),
        Just("low"),
        Just("very-low"),
        Just("unclear"),
        Just("none")
    ];
    let level = prop_oneof![Just("stop"), Just("ask"), Just("local"), Just("adapt")];
    let wider = |count: usize| prop::option::weighted(0.3, 0..count);
    (
        prop::collection::vec((cap, wider(4)), 4),
        prop::collection::vec(wider(4), 4),
        prop::collection::vec(
            (
                0..4_usize,
                0..4_usize,
                certainty,
                any::<bool>(),
                prop::collection::vec(0..4_usize, 0..3),
            ),
            0..8,
        ),
        prop::collection::vec((0..4_usize, 0..4_usize, level), 0..4),
        prop::collection::vec(
            (prop::collection::vec(0..4_usize, 0..3), prop::collection::vec(0..4_usize, 0..3)),
            0..3,
        ),
    )
        .prop_map(|(mut conditions, mut treatments, helps, cautions, articles)| {
            // Nothing is one of itself, by any way: only of what stands before it.
            for (at, (_, wider)) in conditions.iter_mut().enumerate() {
                *wider = wider.filter(|of| *of < at);
            }
            for (at, wider) in treatments.iter_mut().enumerate() {
                *wider = wider.filter(|of| *of < at);
            }
            Facts { conditions, treatments, helps, cautions, articles }
        })
}

impl Facts {
    fn site(&self) -> String {
        let mut text = format!("-- anma.yaml --\n{SETTINGS}{MEDICAL}");
        text.push_str("-- content/sources.yaml --\n");
        for grade in GRADES {
            text.push_str(&format!(
                "of-{}: {{title: Source {grade}, grade: {grade}}}\n",
                grade.to_lowercase()
            ));
        }
        for (at, (cap, wider)) in self.conditions.iter().enumerate() {
            text.push_str(&format!(
                "-- content/conditions/c{at}.md --\n---\ntitle: Condition {at}\n"
            ));
            let cap = cap.map(|cap| format!("cap: {cap}\n"));
            text.extend(cap.into_iter().chain(wider.map(|wider| format!("is_a: c{wider}\n"))));
            text.push_str("---\nText.\n");
        }
        for (at, wider) in self.treatments.iter().enumerate() {
            text.push_str(&format!(
                "-- content/treatments/t{at}.md --\n---\ntitle: Treatment {at}\n"
            ));
            text.extend(wider.map(|wider| format!("is_a: t{wider}\n")));
            text.push_str("helps:\n");
            for (_, of, certainty, alone, sources) in self.helps.iter().filter(|(by, ..)| *by == at)
            {
                let only = if *alone { "" } else { ", only_with: exercise" };
                let sources: Vec<String> = sources
                    .iter()
                    .map(|one| format!("of-{}", GRADES[*one].to_lowercase()))
                    .collect();
                text.push_str(&format!(
                    "  - {{id: c{of}, certainty: {certainty}{only}, source: [{}]}}\n",
                    sources.join(", ")
                ));
            }
            text.push_str("caution:\n");
            for (_, of, level) in self.cautions.iter().filter(|(by, ..)| *by == at) {
                text.push_str(&format!("  - {{id: c{of}, level: {level}}}\n"));
            }
            text.push_str("---\nText.\n");
        }
        for (at, (conditions, treatments)) in self.articles.iter().enumerate() {
            let names = |of: &[usize], letter: &str| {
                let mut of = of.to_vec();
                of.dedup();
                of.iter().map(|one| format!("{letter}{one}")).collect::<Vec<_>>().join(", ")
            };
            text.push_str(&format!(
                "-- content/articles/a{at}.md --\n---\ntitle: Article {at}\ncondition: [{}]\nmassage_type: [{}]\n---\nText.\n",
                names(conditions, "c"),
                names(treatments, "t")
            ));
        }
        text
    }

    fn line(of: &[Option<usize>], one: usize) -> Vec<usize> {
        std::iter::successors(Some(one), |one| of[*one]).collect()
    }

    fn wider_conditions(&self, condition: usize) -> Vec<usize> {
        let wider: Vec<Option<usize>> = self.conditions.iter().map(|(_, wider)| *wider).collect();
        Self::line(&wider, condition)
    }

    /// Whether a health professional is needed: the nearest word on it counts.
    fn is_supervised(&self, condition: usize) -> bool {
        let line = self.wider_conditions(condition);
        line.iter().find_map(|one| self.conditions[*one].0) == Some("supervision")
    }

    fn has_caution(&self, treatment: usize, condition: usize) -> bool {
        let treatments = Self::line(&self.treatments, treatment);
        let conditions = self.wider_conditions(condition);
        self.cautions.iter().any(|(by, of, level)| {
            treatments.contains(by) && conditions.contains(of) && ["stop", "ask"].contains(level)
        })
    }

    /// Whether a good source says that the massage itself helps; what the advertising rules accept holds for its kinds too.
    fn has_evidence(&self, treatment: usize, condition: usize) -> bool {
        let treatments = Self::line(&self.treatments, treatment);
        self.helps.iter().any(|(by, of, certainty, alone, sources)| {
            let is_known = match *certainty {
                "accepted" => treatments.contains(by),
                "high" | "moderate" | "low" => *by == treatment,
                _ => false,
            };
            is_known && *of == condition && *alone && sources.iter().any(|source| *source < 2)
        })
    }
}

/// The number at the end of an address such as `…/treatments/t2/`.
fn number(url: &str) -> usize {
    let digits = url.trim_end_matches('/').rsplit(['t', 'c', '/']).next().expect("a number");
    digits.parse().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_claimed_without_evidence_or_against_a_caution(facts in facts()) {
        let built = build(&facts.site(), &settings());
        prop_assume!(built.outcome.ok);
        for (path, page) in pages(&built) {
            let about = possible(&page);
            if !path.starts_with("conditions/c") {
                prop_assert_eq!(about, [] as [&str; 0], "{}", path);
                continue;
            }
            let condition = number(path.trim_end_matches("index.html"));
            for treatment in about.iter().map(|url| number(url)) {
                prop_assert!(!facts.is_supervised(condition), "{}: {}", path, treatment);
                prop_assert!(!facts.has_caution(treatment, condition), "{}: {}", path, treatment);
                prop_assert!(facts.has_evidence(treatment, condition), "{}: {}", path, treatment);
            }
        }
        for (at, (conditions, _)) in facts.articles.iter().enumerate() {
            let path = format!("articles/a{at}/index.html");
            let all = pages(&built);
            for node in all[&path].nodes() {
                let url = node["url"].as_str().unwrap_or_default();
                if !url.contains("/treatments/t") {
                    continue;
                }
                for condition in conditions {
                    prop_assert!(!facts.is_supervised(*condition), "{}: {}", path, node);
                    prop_assert!(!facts.has_caution(number(url), *condition), "{}: {}", path, node);
                }
            }
        }
    }
}

/// The property above would hold for markup that says nothing at all.
#[test]
fn a_claim_with_evidence_is_made() {
    let facts = |level: Option<&'static str>, cap, certainty, sources: &[usize]| {
        let facts = Facts {
            conditions: vec![(cap, None)],
            treatments: vec![None],
            helps: vec![(0, 0, certainty, true, sources.to_vec())],
            cautions: level.map(|level| (0, 0, level)).into_iter().collect(),
            articles: Vec::new(),
        };
        let built = build(&facts.site(), &settings());
        let all: BTreeMap<String, Page> =
            if built.outcome.ok { pages(&built) } else { return None };
        Some(possible(&all["conditions/c0/index.html"]).len())
    };
    assert_eq!(facts(None, None, "low", &[0]), Some(1));
    assert_eq!(facts(None, Some("evidence"), "high", &[3, 1]), Some(1));
    assert_eq!(facts(None, None, "low", &[2, 3]), Some(0), "no good source");
    assert_eq!(facts(None, None, "low", &[]), Some(0), "no source");
    assert_eq!(facts(None, None, "very-low", &[0]), Some(0));
    assert_ne!(facts(Some("ask"), None, "low", &[0]), Some(1));
    assert_ne!(facts(None, Some("supervision"), "low", &[0]), Some(1));
}
