//! Automatic links, as a reader gets them: whole sites in, the HTML of a page out.

use crate::support::memory::gallery;
use anma::base::{Date, Route};
use anma::config::Config;
use anma::diagnostic::{Diagnostic, Notes};
use anma::engine::{Outcome, Settings, build};
use anma::graph::{Calendar, Graph};
use anma::link::{AutoLink, Linker};
use anma::markdown::{Body, HoleKind};
use anma::output::Memory;
use anma::progress::Progress;
use anma::source::fixture;
use html5gum::{Token, Tokenizer};
use proptest::prelude::*;

/// The vocabulary of the examples, and a theme that shows the text alone.
pub(crate) const SITE: &str = "\
-- themes/plain/theme.yaml --
name: plain
api: 1
-- themes/plain/templates/article.html --
{{ page.content | safe }}
-- themes/plain/templates/entity.html --
{{ page.content | safe }}
-- content/vocabulary.yaml --
upper-back-pain: {type: symptom, title: upper back pain, also: [pain in the upper back]}
back-pain: {type: symptom, title: back pain}
upper-back: {type: body, title: upper back}
neck: {type: body, title: neck}
sciatica: {type: condition, title: sciatica}
arthritis: {type: condition, title: arthritis, also: [arthritic]}
injury: {type: cause, title: injury, also: [trauma], not_before: [centre, law]}
overuse: {type: cause, title: overuse}
poor-posture: {type: cause, title: poor posture, also: [bad posture]}
swedish-massage: {type: treatment, title: Swedish massage}
deep-tissue-massage: {type: treatment, title: deep tissue massage, also: [deep tissue]}
parkinsons: {type: condition, title: Parkinson's, also: [Parkinson's disease]}
cafe: {type: cause, title: café}
ms: {type: condition, title: MS, case: exact}
";

/// What becomes of a site: its files, and what is said about it.
pub(crate) fn site(settings: &str, files: &str) -> (Memory, Outcome) {
    let config = format!(
        "-- anma.yaml --\ntitle: T\nbase_url: https://x.test\ntheme: plain\nmarkdown: {{html: allow, smart_punctuation: false}}\n{settings}\n"
    );
    let sources = fixture(&format!("{config}{files}"));
    let sink = Memory::default();
    let today = Date::parse("2026-11-22").expect("a day");
    let settings = Settings::new(Calendar::on(today));
    let outcome =
        build(&sources, &settings, Notes::default(), (gallery(), &sink), &Progress::default());
    (sink, outcome.expect("memory does not fail"))
}

/// The HTML of the article `x` with the front matter `matter` and the text `text`.
pub(crate) fn article(settings: &str, matter: &str, text: &str) -> String {
    let (sink, outcome) = site(
        settings,
        &format!("{SITE}-- content/articles/x.md --\n---\ntitle: X\n{matter}---\n{text}\n"),
    );
    let said: Vec<&Diagnostic> = outcome.diagnostics.iter().collect();
    let html = sink.get(&Route::page("articles/x").expect("a route"));
    let html = html.unwrap_or_else(|| panic!("not built: {said:?}"));
    String::from_utf8(html.to_vec()).expect("UTF-8").trim().to_owned()
}

/// The HTML with every automatic link as `[words]`, for reading.
pub(crate) fn shown(html: &str) -> String {
    let mut shown = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at);
        let (tag, behind) = tag.split_at(tag.find('>').expect("a tag ends") + 1);
        let (words, behind) = behind.split_once("</a>").expect("a link ends");
        shown.push_str(before);
        if tag.contains("class=\"auto\"") {
            assert!(tag.contains("data-entity=\""), "{tag}");
            assert!(!["title=", "target=", "rel="].iter().any(|name| tag.contains(name)), "{tag}");
            shown.push_str(&format!("[{words}]"));
        } else {
            shown.push_str(&format!("{tag}{words}</a>"));
        }
        rest = behind;
    }
    shown + rest
}

#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    assert_eq!(shown(&article("", "", text)), expected, "{text:?}");
}

#[track_caller]
pub(crate) fn check_with(settings: &str, matter: &str, text: &str, expected: &str) {
    assert_eq!(shown(&article(settings, matter, text)), expected, "{text:?}");
}

#[test]
fn only_the_first_mention_becomes_a_link() {
    check(
        "Swedish massage. Swedish massage again.",
        "<p>[Swedish massage]. Swedish massage again.</p>",
    );
    check("Sciatica.\n\n- sciatica", "<p>[Sciatica].</p>\n<ul>\n<li>sciatica</li>\n</ul>");
}

#[test]
fn the_longest_name_wins_and_its_words_are_used_up() {
    check("upper back pain, then back pain", "<p>[upper back pain], then [back pain]</p>");
    check("upper back pain in the upper back", "<p>[upper back pain] in the [upper back]</p>");
    check("upper back pain, upper back pain", "<p>[upper back pain], upper back pain</p>");
}

#[test]
fn a_page_does_not_link_to_itself_nor_to_a_part_of_its_name() {
    let files = SITE.replace("upper-back-pain: {type: symptom, title: upper back pain, also: [pain in the upper back]}\n", "")
        + "-- content/conditions/upper-back-pain.md --\n---\ntitle: Upper back pain\ntype: symptom\n---\nUpper back pain is common.\n";
    let (sink, _) = site("", &files);
    let html =
        sink.get(&Route::page("conditions/upper-back-pain").expect("a route")).expect("a page");
    assert_eq!(String::from_utf8_lossy(&html).trim(), "<p>Upper back pain is common.</p>");
}

#[test]
fn words_are_parted_by_white_space_or_one_hyphen() {
    check("a deep\ntissue massage", "<p>a [deep\ntissue massage]</p>");
    check("deep-tissue massage", "<p>[deep-tissue massage]</p>");
    check("deep\u{2011}tissue massage", "<p>[deep\u{2011}tissue massage]</p>");
    check("Swedish&nbsp;massage", "<p>[Swedish\u{a0}massage]</p>");
    check("Swedish\u{a0}massage", "<p>[Swedish\u{a0}massage]</p>");
    check("deep, tissue. Deep tissue!", "<p>deep, tissue. [Deep tissue]!</p>");
    check(
        "deep/tissue, deep – tissue, deep--tissue",
        "<p>deep/tissue, deep – tissue, deep--tissue</p>",
    );
    check("deep\\-tissue work", "<p>[deep-tissue] work</p>");
    check("deep  \ntissue massage", "<p>deep<br />\ntissue massage</p>");
    check(
        "deep `x` tissue, deep[^1] tissue\n\n[^1]: Sciatica.",
        &shown(&article(
            "links: {auto: false}",
            "",
            "deep `x` tissue, deep[^1] tissue\n\n[^1]: Sciatica.",
        )),
    );
}

#[test]
fn emphasis_parts_nothing_and_links_nest_with_it() {
    check("deep tis**sue massage** x", "<p>[deep tis<strong>sue massage</strong>] x</p>");
    check("**Swedish massage** helps", "<p><strong>[Swedish massage]</strong> helps</p>");
    check(
        "deep **tissue massage and** more",
        "<p>deep <strong>tissue massage and</strong> more</p>",
    );
    check("*deep* tissue **x**", "<p>[<em>deep</em> tissue] <strong>x</strong></p>");
    check(
        "*x **deep** tissue massage*",
        "<p><em>x [<strong>deep</strong> tissue massage]</em></p>",
    );
    check("***deep* tissue massage**", "<p><strong>[<em>deep</em> tissue massage]</strong></p>");
}

#[test]
fn plurals_possessives_and_capitals_are_mentions_too() {
    check("old injuries and Swedish massages", "<p>old [injuries] and [Swedish massages]</p>");
    check("injuries' effects", "<p>[injuries]' effects</p>");
    check("sciatica's cause and the injury’s", "<p>[sciatica]'s cause and the [injury]’s</p>");
    check("Parkinson's disease", "<p>[Parkinson's disease]</p>");
    check("Parkinson’s, Parkinson's", "<p>[Parkinson’s], Parkinson's</p>");
    check("arthritic joints", "<p>[arthritic] joints</p>");
    check("arthritises", "<p>arthritises</p>");
    check("ms and MS and Ms", "<p>ms and [MS] and Ms</p>");
    check("SCIATICA İ ẞ sciatica", "<p>[SCIATICA] İ ẞ sciatica</p>");
    check("cafe\u{301} CAFÉ", "<p>[cafe\u{301}] CAFÉ</p>");
    check("sci\u{ad}atica", "<p>[sci\u{ad}atica]</p>");
}

#[test]
fn smart_punctuation_is_no_hindrance() {
    let settings = "markdown: {smart_punctuation: true}";
    let files = format!(
        "{SITE}-- content/articles/x.md --\n---\ntitle: X\n---\nParkinson's \"sciatica\" --- the injury's.\n"
    );
    let config = "-- anma.yaml --\ntitle: T\nbase_url: https://x.test\ntheme: plain\n";
    let sources = fixture(&format!("{config}{settings}\n{files}"));
    let sink = Memory::default();
    let settings = Settings::new(Calendar::on(Date::parse("2026-11-22").expect("a day")));
    build(&sources, &settings, Notes::default(), (gallery(), &sink), &Progress::default())
        .expect("built");
    let html = sink.get(&Route::page("articles/x").expect("a route")).expect("a page");
    assert_eq!(
        shown(&String::from_utf8_lossy(&html)).trim(),
        "<p>[Parkinson’s] “[sciatica]” — the [injury]’s.</p>"
    );
}

#[test]
fn parts_of_compounds_and_addresses_are_no_mentions() {
    check("non-arthritis, post-sciatica", "<p>non-arthritis, post-sciatica</p>");
    check("sciatica-like pain, deep tissue-ish", "<p>sciatica-like pain, deep tissue-ish</p>");
    check("sciatica- and injury-", "<p>[sciatica]- and [injury]-</p>");
    check(
        "https://x.test/sciatica or me@sciatica.org but sciatica",
        "<p>https://x.test/sciatica or me@sciatica.org but [sciatica]</p>",
    );
    check(
        "www.sciatica.test (https://x.test/neck) neck",
        "<p>www.sciatica.test (https://x.test/neck) [neck]</p>",
    );
}

#[test]
fn some_places_are_never_searched() {
    check(
        "# Sciatica\n\n`sciatica`\n\n[see sciatica](https://x.test)\n\nsciatica",
        &article(
            "links: {auto: false}",
            "",
            "# Sciatica\n\n`sciatica`\n\n[see sciatica](https://x.test)\n\nsciatica",
        )
        .replace("<p>sciatica</p>", "<p>[sciatica]</p>"),
    );
    check(
        "<a href=\"/z\">sciatica</a> and <nolink>arthritis</nolink> arthritis",
        "<p><a href=\"/z\">sciatica</a> and arthritis [arthritis]</p>",
    );
    check(
        "<kbd>neck</kbd> <abbr title=\"x\">neck</abbr> neck",
        "<p><kbd>neck</kbd> <abbr title=\"x\">neck</abbr> [neck]</p>",
    );
    check("deep <b>tissue</b> neck", "<p>deep <b>tissue</b> [neck]</p>");
    let html = article("", "", "<a href=\"/z\">never closed\n\nsciatica");
    assert_eq!(html, "<p><a href=\"/z\">never closed</p>\n<p>sciatica</p>");
    check(
        "![sciatica](https://x.test/a.png \"decorative\") sciatica",
        &article(
            "links: {auto: false}",
            "",
            "![sciatica](https://x.test/a.png \"decorative\") sciatica",
        )
        .replace(" sciatica</p>", " [sciatica]</p>"),
    );
    check("~~sciatica~~ sciatica", "<p><del>sciatica</del> [sciatica]</p>");
    check("> sciatica\n\nneck", "<blockquote>\n<p>sciatica</p>\n</blockquote>\n<p>[neck]</p>");
    check("sciatica\n: neck", "<dl>\n<dt>sciatica</dt>\n<dd>[neck]</dd>\n</dl>");
    check(
        ":::nolink\nsciatica\n:::\n\nneck",
        "<div class=\"nolink\">\n<p>sciatica</p>\n</div>\n<p>[neck]</p>",
    );
    check("```\nsciatica\n```", "<pre><code>sciatica\n</code></pre>");
    check("<div>sciatica</div>\n\nneck", "<div>sciatica</div>\n<p>[neck]</p>");
    let html = article(
        "",
        "",
        ":::emergency Call 999 if:\n\n- sciatica\n\n:::\n\n:::urgent Ask if:\n\n- sciatica\n\n:::",
    );
    assert_eq!(html.matches("class=\"auto\"").count(), 1);
    assert!(html.find("class=\"auto\"") > html.find("care-urgent"), "{html}");
}

#[test]
fn cells_are_searched_and_heads_of_tables_are_not() {
    let html = article("", "", "| sciatica | neck |\n|---|---|\n| sciatica | injury |");
    let html = shown(&html);
    assert!(html.contains(">sciatica</th>") && html.contains("<td>[sciatica]</td>"), "{html}");
    assert!(html.contains("<td>[injury]</td>"), "{html}");
}

#[test]
fn lists_brackets_and_links_by_reference() {
    check(
        "- neck\n  - **sciatica**\n- arthritis",
        "<ul>\n<li>[neck]\n<ul>\n<li><strong>[sciatica]</strong></li>\n</ul>\n</li>\n<li>[arthritis]</li>\n</ul>",
    );
    check("[deep tissue] massage", "<p>[[deep tissue]] massage</p>");
    check(
        "sciatica and [x]\n\n[x]: /conditions/sciatica/",
        "<p>sciatica and <a href=\"/conditions/sciatica/\">x</a></p>",
    );
    check(
        "sciatica and [[sciatica]]",
        "<p>sciatica and <a href=\"/conditions/sciatica/\">sciatica</a></p>",
    );
}

#[test]
fn words_beside_a_name_can_give_it_another_meaning() {
    check("the trauma centre, injury law", "<p>the trauma centre, injury law</p>");
    check("injury, law and trauma", "<p>[injury], law and trauma</p>");
    check("an injury. Law is another matter.", "<p>an [injury]. Law is another matter.</p>");
}

#[test]
fn pages_and_settings_limit_force_ban_and_redirect() {
    check_with(
        "",
        "links: {limit: 2}\n",
        "neck, sciatica, arthritis",
        "<p>[neck], [sciatica], arthritis</p>",
    );
    check_with("links: {max_per_page: 1}", "", "neck, sciatica", "<p>[neck], sciatica</p>");
    check_with(
        "links: {max_per_page: 1}",
        "condition: sciatica\n",
        "neck, sciatica",
        "<p>neck, [sciatica]</p>",
    );
    check_with("", "links: {auto: false}\n", "neck", "<p>neck</p>");
    check_with("links: {auto: false}", "", "neck", "<p>neck</p>");
    check_with("links: {auto: false}", "links: {auto: true}\n", "neck", "<p>[neck]</p>");
    check_with(
        "links: {auto: false}",
        "links: {always: [neck]}\n",
        "neck, sciatica",
        "<p>[neck], sciatica</p>",
    );
    check_with("", "links: {never: [neck]}\n", "neck, sciatica", "<p>neck, [sciatica]</p>");
    check_with(
        "links: {max_per_block: 1}",
        "",
        "neck, sciatica\n\narthritis",
        "<p>[neck], sciatica</p>\n<p>[arthritis]</p>",
    );
    check_with(
        "links: {min_gap_words: 2}",
        "",
        "neck or sciatica or even arthritis",
        "<p>[neck] or sciatica or even [arthritis]</p>",
    );
    check_with("links: {quotes: true}", "", "> neck", "<blockquote>\n<p>[neck]</p>\n</blockquote>");
    let twice = "## A\n\nneck\n\n### B\n\nneck\n\n## C\n\nneck";
    assert_eq!(article("links: {scope: section}", "", twice).matches("class=\"auto\"").count(), 2);
    let html = article("", "links: {auto: false, prefer: {trauma: overuse}}\n", "a trauma");
    assert_eq!(targets(&html), [""; 0]);
    let html = article("", "links: {prefer: {trauma: overuse}}\n", "a trauma, an injury");
    assert!(
        html.contains("data-entity=\"overuse\">trauma</a>")
            && html.contains("data-entity=\"injury\">injury</a>"),
        "{html}"
    );
}

#[test]
fn a_long_page_has_one_link_for_forty_words() {
    let text = "word ".repeat(39 * 40) + "neck sciatica arthritis injury overuse café";
    assert_eq!(
        article("", "", "neck sciatica arthritis injury overuse café")
            .matches("class=\"auto\"")
            .count(),
        5
    );
    assert_eq!(article("", "", &text).matches("class=\"auto\"").count(), 6);
}

/// The HTML without its automatic links and their cautions.
fn stripped(html: &str) -> String {
    let mut bare = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("class=\"auto\"") {
        let start = rest[..at].rfind("<a ").expect("a tag begins");
        let (tag, behind) = rest[start..].split_once('>').expect("a tag ends");
        assert!(!tag.contains('\n'), "{tag}");
        let (words, behind) = behind.split_once("</a>").expect("a link ends");
        assert!(!words.contains("<a "), "a link in a link: {words}");
        bare.push_str(&rest[..start]);
        bare.push_str(words);
        rest = behind;
    }
    bare + rest
}

/// The targets of automatic links, in their order.
pub(crate) fn targets(html: &str) -> Vec<&str> {
    html.split("data-entity=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The HTML of `texts` as articles of one site, with and without automatic links. Mistakes in the texts do not
/// matter: what is linked is asked of the library.
fn both(texts: &[String], more: &str) -> Vec<(String, String)> {
    let articles: String = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let matter = format!("title: X {number}\nlinks: {{limit: 1000}}\nweight: {number}");
            format!("-- content/articles/x{number}.md --\n---\n{matter}\n---\n{text}\n")
        })
        .collect();
    let (_, outcome) = site("", &format!("{SITE}{more}{articles}"));
    let graph = outcome.site.expect("the theme is there").graph.clone();
    let linked = Linker::new(&graph, &Config::default_for("T"), &mut Notes::default()).link();
    let page = |number: usize| {
        let id = graph.ids().find(|id| *graph.entry(*id).id == *format!("x{number}"));
        let id = id.expect("an article");
        let body = &graph.document(id).expect("a document").body;
        let html = |links: &[AutoLink]| woven(&graph, body, links);
        (html(&linked.auto[id.index()]), html(&[]))
    };
    (0..texts.len()).map(page).collect()
}

/// A text with its links.
fn woven(graph: &Graph, body: &Body, links: &[AutoLink]) -> String {
    let mut marks: Vec<(u32, u8, String)> = Vec::new();
    for hole in &body.holes {
        marks.push((
            hole.at,
            1,
            if matches!(hole.what, HoleKind::Link(_)) { "/x/" } else { "" }.to_owned(),
        ));
    }
    for link in links {
        let id = &graph.entry(link.target).id;
        let tag = format!("<a href=\"/x/\" class=\"auto\" data-entity=\"{id}\">");
        marks.push((link.html.start, 2, tag));
        marks.push((link.html.end, 0, "</a>".to_owned()));
    }
    marks.sort_by_key(|(at, rank, _)| (*at, *rank));
    let mut html = String::new();
    let marks = marks.into_iter().map(|(at, _, text)| (at, text));
    body.weave(&mut html, marks, |text, html| html.push_str(&text));
    html
}

/// Pieces that texts are made of.
const PIECES: &[&str] = &[
    "sciatica",
    "deep tissue",
    "deep",
    "tissue",
    " massage",
    "Swedish massage",
    "upper back pain",
    "back",
    "pain",
    "neck",
    "MS",
    "cafe\u{301}",
    "Parkinson",
    "'s",
    "’s",
    "injuries",
    "word",
    "a",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "  \n",
    "-",
    "\u{2011}",
    "\u{ad}",
    ".",
    ", ",
    "/",
    "**",
    "**",
    "*",
    "*",
    "_",
    "~~",
    "`",
    "[",
    "]",
    "](/conditions/sciatica/)",
    "![",
    "](https://x.test/a.png \"decorative\")",
    "<https://x.test/neck>",
    "\\",
    "&amp;",
    "&nbsp;",
    "&",
    "\"",
    "- ",
    "> ",
    "# ",
    "## ",
    "| ",
    "\n|---|\n",
    "\n: ",
    "[^1]",
    "\n\n[^1]: ",
    "[[neck]]",
    "[[sciatica|",
    "http://x.test/",
    "@x.test",
    "(",
    ")",
    "\n\n:::nolink\n",
    "\n:::\n",
    "\u{5d0}",
    "按摩",
];

fn texts() -> impl Strategy<Value = Vec<String>> {
    let text = prop::collection::vec(prop::sample::select(PIECES), 1..24)
        .prop_map(|pieces| pieces.concat());
    prop::collection::vec(text, 16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn links_are_all_that_is_added_and_each_target_has_one(texts in texts()) {
        for (text, (with, without)) in texts.iter().zip(both(&texts, "")) {
            prop_assert_eq!(stripped(&with), without, "{:?}", text);
            prop_assert!(is_well_formed(&with), "{:?}\n{}", text, with);
            let mut seen = targets(&with);
            seen.sort_unstable();
            let count = seen.len();
            seen.dedup();
            prop_assert_eq!(seen.len(), count, "{:?}", text);
        }
    }

    #[test]
    fn a_further_entity_changes_no_link_of_others(texts in texts()) {
        let texts: Vec<String> =
            texts.iter().map(|text| text.replace("word", "zebra stripes")).collect();
        let more = "-- content/causes/zebra-stripes.md --\n---\ntitle: zebra stripes\n---\n";
        for ((before, _), (after, _)) in both(&texts, "").iter().zip(&both(&texts, more)) {
            let others: Vec<&str> =
                targets(after).into_iter().filter(|target| *target != "zebra-stripes").collect();
            prop_assert_eq!(targets(before), others);
        }
    }
}

/// Whether every element is closed by its own end tag, and no link stands in a link.
fn is_well_formed(html: &str) -> bool {
    const VOID: [&[u8]; 4] = [b"br", b"hr", b"img", b"input"];
    let mut open: Vec<Vec<u8>> = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if !VOID.contains(&&tag.name[..]) => {
                let name = tag.name.to_vec();
                if name == b"a" && open.contains(&name) {
                    return false;
                }
                open.push(name);
            }
            Token::EndTag(tag) if open.pop().as_deref() != Some(&tag.name[..]) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

#[test]
fn the_examples_of_commonmark_stay_well_formed() {
    let examples = include_str!("../commonmark/spec.json");
    let examples: serde_json::Value = serde_json::from_str(examples).expect("JSON");
    let texts: Vec<String> = examples
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|example| example["markdown"].as_str())
        // A line `-- x --` would begin another file of the fixture.
        .filter(|text| !text.lines().any(|line| line.starts_with("-- ")))
        .map(str::to_owned)
        .collect();
    let words = [
        "foo", "bar", "baz", "bim", "aaa", "bbb", "foo bar", "bar baz", "link", "hello", "code",
        "text", "strong", "emphasis",
    ];
    let more: String = words
        .iter()
        .map(|word| {
            format!(
                "-- content/causes/w-{}.md --\n---\ntitle: {word}\nautolink: force\n---\n",
                word.replace(' ', "-")
            )
        })
        .collect();
    let mut links = 0;
    for (text, (with, without)) in texts.iter().zip(both(&texts, &more)) {
        assert_eq!(stripped(&with), without, "{text}");
        if is_well_formed(&without) {
            assert!(is_well_formed(&with), "{text}\n{with}");
        }
        links += targets(&with).len();
    }
    assert!(links > 300, "{links}");
}

#[test]
fn a_term_of_two_pages_leads_where_the_settings_say() {
    let files = "-- content/causes/strain.md --\n---\ntitle: strain\n---\n-- content/conditions/knots.md --\n---\ntitle: knots\nalso: [strain]\n---\n-- themes/plain/theme.yaml --\nname: plain\napi: 1\n-- themes/plain/templates/article.html --\n{{ page.content | safe }}\n-- content/articles/x.md --\n---\ntitle: X\n---\nStrains and knots.\n";
    for (preferred, expected) in [("strain", ["strain", "knots"]), ("knots", ["knots", ""])] {
        let (sink, outcome) = site(&format!("links: {{prefer: {{strain: {preferred}}}}}"), files);
        assert!(outcome.ok, "{:?}", outcome.diagnostics);
        let html = sink.get(&Route::page("articles/x").expect("a route")).expect("a page");
        let html = String::from_utf8_lossy(&html);
        let found: Vec<&str> = targets(&html);
        assert!(
            found.iter().copied().eq(expected.into_iter().filter(|id| !id.is_empty())),
            "{html}"
        );
    }
    let (_, outcome) = site("", files);
    assert!(outcome.diagnostics.iter().any(|one| one.code.0 == "link::ambiguous"));
}
