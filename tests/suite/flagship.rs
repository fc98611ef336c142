//! The article that shows everything: what anma adds to its text, and to the way into the site.

use std::collections::BTreeSet;

use crate::support::dom::{NodeId, Page};
use crate::support::memory::{build, sample, settings};

fn page(path: &str) -> Page {
    let built = build(&sample(), &settings());
    assert!(built.outcome.ok, "{}", built.report());
    Page::new(built.file(path))
}

fn article() -> Page {
    page("articles/upper-back-massage/index.html")
}

/// What each link in a node says.
fn links(page: &Page, node: NodeId) -> Vec<String> {
    page.links(node).into_iter().map(|(id, _)| page.text(id)).collect()
}

fn only(page: &Page, class: &str) -> NodeId {
    let found = page.classed(0, class);
    assert_eq!(found.len(), 1, "{class}");
    found[0]
}

#[test]
fn its_writer_linked_hardly_anything_by_hand() {
    let page = article();
    let auto = page.classed(0, "auto");
    assert!(auto.len() >= 15, "{} automatic links", auto.len());
    let pages: BTreeSet<&str> = auto.iter().map(|id| page.attribute(*id, "href")).collect();
    assert_eq!(pages.len(), auto.len(), "no page twice");
    for name in [
        "injury",
        "poor-posture",
        "sedentary-lifestyle",
        "overuse",
        "heavy-lifting",
        "upper-back-pain",
        "upper-back",
        "neck",
        "shoulder",
        "sciatica",
        "arthritis",
        "scoliosis",
        "osteoporosis",
        "fibromyalgia",
        "swedish-massage",
        "deep-tissue-massage",
        "hot-stone-massage",
    ] {
        assert!(auto.iter().any(|id| page.attribute(*id, "data-entity") == name), "{name}");
    }
    for name in ["massage", "head", "leg", "buttock", "spine"] {
        assert!(!auto.iter().any(|id| page.attribute(*id, "data-entity") == name), "{name}");
    }
    for card in page.classed(0, "care") {
        assert!(page.links(card).is_empty(), "a care card leads away: {}", page.text(card));
    }
}

#[test]
fn its_panels_name_causes_and_massages_with_care_first() {
    let page = article();
    let (causes, massages) = (only(&page, "causes"), only(&page, "massages"));
    let named = links(&page, causes);
    for cause in [
        "Injury",
        "Heavy lifting",
        "Overuse",
        "Poor posture",
        "Sedentary lifestyle",
        "Arthritis",
        "Fibromyalgia",
        "Osteoporosis",
        "Scoliosis",
    ] {
        assert!(named.iter().any(|name| name == cause), "{cause}: {named:?}");
    }
    let against = page.text(only(&page, "against"));
    assert_eq!(
        against,
        "Do not book: Deep tissue massage Ask a GP first: Swedish massage, Hot stone massage"
    );
    let all = page.classed(0, "check").into_iter().find(|id| page.tag(*id) == "details");
    let all = all.expect("the list of everything, folded");
    assert!(
        causes < massages && all < massages,
        "what to check comes before what massages are for"
    );
    assert_eq!(
        page.text(massages),
        "Massages people choose No evidence on file Swedish massage Deep tissue massage Hot stone massage For: Upper back pain"
    );
}

/// The list that the writer made and the one that anma makes: the first may be shorter, never milder.
#[test]
fn its_two_lists_of_checks_agree() {
    let page = article();
    let lists = page.classed(0, "check");
    let [own, all] = lists[..] else { panic!("{} lists", lists.len()) };
    let stop = page.text(page.classed(all, "caution-stop")[0]);
    let (never, ask) = page
        .text(own)
        .split_once("Ask a GP")
        .map(|(one, two)| (one.to_owned(), two.to_owned()))
        .expect("both parts");
    for (name, row) in [
        ("osteoporosis", "Osteoporosis (Deep tissue massage)"),
        ("cancer", "Cancer (Deep tissue massage)"),
        ("blood-thinning medicine", "Blood-thinning medicine (Deep tissue massage)"),
        ("diabetes", "Diabetes (Hot stone massage)"),
        ("pregnant", "Pregnancy (Hot stone massage)"),
        ("high blood pressure", "High blood pressure (Hot stone massage)"),
        ("heart condition", "Heart condition (Hot stone massage)"),
        ("loss of feeling in the skin", "Loss of feeling in the skin (Hot stone massage)"),
        ("deep vein thrombosis", "Deep vein thrombosis:"),
        ("high temperature", "High temperature:"),
        ("contagious illness", "Contagious illness:"),
    ] {
        assert!(stop.contains(row), "{row}");
        assert!(never.contains(name) && !ask.contains(name), "{name}");
    }
    let rows = page.classed(all, "caution-stop")[0];
    let rows = page.within(rows).into_iter().filter(|id| page.tag(*id) == "li").count();
    assert_eq!(rows, 12, "the writer's list must name what is new");
}

#[test]
fn the_home_page_begins_with_the_ways_in() {
    let page = page("index.html");
    let ways = only(&page, "ways");
    assert_eq!(
        links(&page, ways),
        [
            "Where does it hurt?",
            "Which massage for what?",
            "Check before you book",
            "A to Z",
            "How it all fits together"
        ]
    );
    let children = only(&page, "children");
    assert!(ways < only(&page, "content") && ways < children);
    for (_, address) in page.links(ways) {
        assert!(
            !page.links(children).iter().any(|(_, other)| *other == address),
            "{address} twice"
        );
    }
}
