//! What reports say of small sites.

use super::*;
use crate::base::Date;
use crate::diagnostic::Notes;
use crate::engine::{Settings, Understood, understand};
use crate::graph::{Calendar, EntryId, Verdict};
use crate::link::Decision;
use crate::matter::Level;
use crate::schema::Kind;
use crate::source::fixture;

/// Entities without pages of their own: a chain of causes, massages and their cautions.
const VOCABULARY: &str = "\
-- content/vocabulary.yaml --
massage:
  type: treatment
  title: Massage
  autolink: false
  helps: [{id: low-back-pain, certainty: low, source: s, checked: 2026-11-01}]
  caution: [{id: weak-bones, level: ask, source: s}, {id: fever, level: stop, source: s}]
deep: {type: treatment, title: Deep massage, is_a: massage, caution: [{id: brittle-bones, level: stop, source: s, why: it may break}]}
soft: {type: treatment, title: Soft massage, is_a: massage}
low-back-pain: {type: symptom, title: Low back pain, also: [lumbago]}
weak-bones: {type: condition, title: Weak bones}
brittle-bones: {type: condition, title: Brittle bones, is_a: weak-bones}
fever: {type: caution, title: Fever}
lifting: {type: cause, title: Heavy lifting, causes: [low-back-pain, slump]}
slump: {type: condition, title: Slump, causes: [lifting, brittle-bones]}
quiet: {type: cause, title: Quiet}
-- content/sources.yaml --
s: {title: A guideline, grade: A, seen: 2026-11-01}
";

fn with<T>(files: &str, settings: &str, look: impl FnOnce(Site<'_>) -> T) -> T {
    let config = "-- anma.yaml --\ntitle: T\nbase_url: https://x.test\n";
    let sources = fixture(&format!("{config}{settings}\n{VOCABULARY}{files}"));
    let today = Date::parse("2026-12-01").expect("a day");
    let understanding = understand(&sources, &Settings::new(Calendar::on(today)), Notes::default());
    let Understood { config, graph, linked, .. } = understanding.site.expect("a site");
    let linker = Linker::new(&graph, &config, &mut Notes::default());
    look(Site { graph: &graph, config: &config, linker: &linker, linked: &linked })
}

/// A page of the folder `articles`.
fn article(id: &str, matter: &str, text: &str) -> String {
    format!("-- content/articles/{id}.md --\n---\ntitle: Article {id}\n{matter}---\n{text}\n")
}

fn page(site: Site<'_>, name: &str) -> EntryId {
    find_page(site.graph, name, None).expect("a page")
}

fn titles(site: Site<'_>, pages: &[EntryId]) -> Vec<String> {
    pages.iter().map(|id| site.graph.entry(*id).title.to_string()).collect()
}

#[test]
fn entities_are_found_before_articles_of_the_same_name() {
    with("-- content/articles/fever.md --\n---\ntitle: Lumbago\n---\n", "", |site| {
        for (name, kind) in [
            ("Lumbago", Kind::Symptom),
            ("articles/fever.md", Kind::Article),
            ("/articles/fever/index.html", Kind::Article),
            ("https://x.test/articles/fever", Kind::Article),
            ("FEVER", Kind::Caution),
        ] {
            assert_eq!(site.graph.entry(page(site, name)).kind, kind, "{name}");
        }
        let unknown = find_page(site.graph, "heavy liftin", None).expect_err("no page");
        assert_eq!(unknown.help, "did you mean `Heavy lifting`?");
        assert!(find_page(site.graph, "/", None).is_ok(), "the home page");
    });
}

#[test]
fn only_texts_and_lists_of_relations_lead_to_a_page() {
    let files = article("one", "condition: lumbago\n", "Fever. [Two](two.md)")
        + &article("two", "", "Nothing.\n\n[One](one.md) and [one](one.md)")
        + &article("three", "", "Nothing.");
    with(&files, "", |site| {
        let found = inbound::inbound(site);
        let of = |name| found[page(site, name).index()];
        assert_eq!(of("Article one"), Inbound { texts: 1, lists: 1 });
        assert_eq!(of("Article two"), Inbound { texts: 1, lists: 0 });
        assert_eq!(of("Article three"), Inbound::default());
        assert_eq!(of("Fever"), Inbound { texts: 1, lists: 3 }, "three massages have a caution");
        let report = links(site);
        assert_eq!(titles(site, &report.orphans), ["Article three", "Quiet"]);
    });
}

#[test]
fn the_words_of_links_are_counted_whatever_their_capitals() {
    let files = article("one", "", "Lumbago.")
        + &article("two", "", "[LUMBAGO](/symptoms/low-back-pain/).")
        + &article("three", "", "Is lumbago rare? [[Fever|heat]]");
    with(&files, "", |site| {
        let all = anchors::anchors(site);
        let of = |name| all.iter().find(|one| one.page == page(site, name)).expect("links");
        assert_eq!(of("lumbago").words, [("lumbago".into(), 3)]);
        assert!(of("lumbago").is_uniform() && !of("fever").is_uniform());
    });
}

#[test]
fn phrases_are_no_names_and_stand_on_several_pages() {
    let text = "A bulging disc hurts. Our lumbago lamp and the bulging disc: tea, cosy tea.";
    let files = article("one", "", text)
        + &article("two", "", "Bulging-disc. A kettle, a kettle, a kettle.")
        + &article("three", "", "## Bulging disc\n\n:::check Check\nbulging disc\n:::");
    with(&files, "", |site| {
        let found = phrases::phrases(site);
        let shown: Vec<(&str, u32, u32)> =
            found.shown.iter().map(|one| (&*one.words, one.count, one.pages)).collect();
        assert_eq!(shown, [("bulging disc", 3, 2)]);
        assert_eq!(found.more, 0);
        assert_eq!(found.shown[0].first.path.as_str(), "content/articles/one.md");
    });
}

#[test]
fn a_word_that_also_stands_alone_is_shown_beside_its_phrase() {
    let text = "The vagus nerve. A vagus nerve. Some vagus nerve. Nerve, nerve, nerve.";
    with(&(article("one", "", text) + &article("two", "", "Vagus nerve, nerve.")), "", |site| {
        let found = phrases::phrases(site);
        let shown: Vec<(&str, u32)> =
            found.shown.iter().map(|one| (&*one.words, one.count)).collect();
        assert_eq!(shown, [("vagus nerve", 4), ("nerve", 8)]);
    });
}

#[test]
fn every_decision_has_its_reason() {
    let matter = "condition: brittle bones\nlinks: {never: [fever], limit: 1}\n";
    let text = "Fever, deep massage, massage, quiet, slump, quiet, [[lumbago]], lumbago.\n\n## B\n\nQuiet.";
    with(&article("one", matter, text), "links: {scope: section}", |site| {
        let explanation = explain(site, page(site, "Article one"));
        let found: Vec<(&str, &str)> =
            explanation.names.iter().map(|one| (&*one.words, one.decision.word())).collect();
        assert_eq!(
            found,
            [
                ("Fever", "off"),
                ("deep massage", "unsafe"),
                ("massage", "off"),
                ("quiet", "link"),
                ("slump", "limit"),
                ("quiet", "repeat"),
                ("lumbago", "manual"),
                ("Quiet", "limit"),
            ]
        );
        let reason = |at: usize| &explanation.names[at].reason;
        assert!(
            matches!(reason(0), Reason::Never(span) if span.path.as_str() == "content/articles/one.md")
        );
        let unsafe_one = reason(1);
        let Reason::RuledOut { condition, level: Level::Stop, why: Some(why), .. } = unsafe_one
        else {
            panic!("{unsafe_one:?}");
        };
        assert_eq!(
            (&*site.graph.entry(*condition).title, &**why),
            ("Brittle bones", "it may break")
        );
        assert!(matches!(reason(2), Reason::TargetOff));
        assert!(
            matches!(reason(5), Reason::Before { place, linked: true } if *place == explanation.names[3].place)
        );
        assert!(matches!(reason(6), Reason::ByHand(_)));
        assert_eq!((explanation.count(Decision::Link), explanation.allowed), (1, 1));
    });
}

#[test]
fn effects_are_found_by_the_shortest_way_and_circles_end() {
    with("", "", |site| {
        let ways = through::effects(&site.graph.relations, page(site, "lifting"));
        let ways: Vec<String> = ways.iter().map(|way| titles(site, way).join(" > ")).collect();
        assert_eq!(
            ways,
            [
                "Heavy lifting > Low back pain",
                "Heavy lifting > Slump",
                "Heavy lifting > Slump > Brittle bones"
            ]
        );
    });
}

#[test]
fn what_is_told_says_whose_page_says_so() {
    with("", "", |site| {
        let of = |one: &str, other: &str| why(site, page(site, one), page(site, other));
        let told = of("brittle bones", "deep").matrix.expect("a verdict");
        let caution = told.cautioned.expect("a caution");
        assert_eq!(told.verdict, Verdict::Stop);
        assert_eq!(
            titles(site, &[caution.owner, caution.condition]),
            ["Deep massage", "Brittle bones"]
        );
        assert_eq!(
            titles(site, &[told.other_cautions[0].owner]),
            ["Massage"],
            "for the wider condition"
        );
        let told = of("soft", "brittle bones").matrix.expect("a verdict");
        let caution = told.cautioned.expect("a caution");
        assert_eq!(told.verdict, Verdict::Ask);
        assert_eq!(titles(site, &[caution.owner, caution.condition]), ["Massage", "Weak bones"]);
        let told = of("soft", "lumbago").matrix.expect("a verdict");
        assert_eq!(titles(site, &[told.helped.expect("a benefit").owner]), ["Massage"]);
        let through = of("lifting", "deep").through;
        assert_eq!(through.len(), 2, "{through:?}");
        assert_eq!(titles(site, &through[1].way), ["Heavy lifting", "Slump", "Brittle bones"]);
        assert_eq!(of("deep", "soft").both_are, Some(page(site, "massage")));
        assert_eq!(of("massage", "deep").is_a.map(|way| way.len()), Some(2));
        assert!(of("quiet", "soft").is_empty() && of("quiet", "soft").matrix.is_none());
    });
}

#[test]
fn cells_are_covered_thin_missing_or_contradictory() {
    let long = "word ".repeat(300);
    let names = "cause: heavy lifting\nmassage_type: soft massage\n";
    let status = |files: &str, treatment: &str| {
        with(files, "", |site| {
            let coverage = coverage(site);
            let (cause, treatment) = (page(site, "lifting"), page(site, treatment));
            let is_it = |cell: &&Cell| cell.cause == cause && cell.treatment == treatment;
            coverage.cells.iter().find(is_it).expect("a cell").status
        })
    };
    assert_eq!(status("", "soft"), Status::Missing);
    assert_eq!(status(&article("one", "", "Heavy lifting. Soft massage."), "soft"), Status::Thin);
    assert_eq!(status(&article("one", names, "Short."), "soft"), Status::Thin);
    assert_eq!(status(&article("one", names, &long), "soft"), Status::Covered);
    let deep = names.replace("soft", "deep");
    assert_eq!(status(&article("one", &deep, &long), "deep"), Status::Contradictory);
    let warned = format!("{long}\n\n:::warning Mind\nNot with brittle bones.\n:::");
    assert_eq!(status(&article("one", &deep, &warned), "deep"), Status::Covered);
    let both = "-- content/treatments/both.md --\n---\ntitle: Both\nhelps: [{id: slump, certainty: low, source: s, checked: 2026-11-01}]\ncaution: [{id: slump, level: ask, source: s}]\n---\n";
    assert_eq!(status(both, "both"), Status::Contradictory);
}

#[test]
fn what_to_write_next_is_missing_first_and_most_asked_for() {
    let files = article("one", "cause: quiet\n", "Quiet. Soft massage.")
        + &article("two", "", "Heavy lifting. Deep massage.");
    with(&files, "", |site| {
        let next = coverage(site).next;
        let shown: Vec<(&str, Status)> = next.iter().map(|one| (&*one.title, one.status)).collect();
        assert_eq!(
            shown,
            [
                ("Heavy lifting and massage: what to check first", Status::Missing),
                ("Heavy lifting and soft massage: what to check first", Status::Missing),
                ("Heavy lifting and deep massage: what to check first", Status::Thin),
                ("Quiet and soft massage: what is known", Status::Thin),
            ]
        );
    });
}

#[test]
fn relations_are_suggested_only_where_there_is_none() {
    let text =
        "## A\n\nQuiet, [[Fever]] and soft massage.\n\n## B\n\nLumbago and deep massage. Slump.";
    let one = article("one", "", text) + &article("two", "", text);
    let pairs = |files: &str| {
        with(files, "", |site| {
            let pair = |one: &Suggestion| titles(site, &[one.subject, one.treatment]).join(" + ");
            coverage(site).suggestions.iter().map(pair).collect::<Vec<String>>()
        })
    };
    // Slump brings brittle bones, for which deep massage has a caution; fever has one for all.
    assert_eq!(pairs(&one), ["Quiet + Soft massage"]);
    assert_eq!(pairs(&article("one", "", text)), [""; 0], "one article suggests nothing");
}
