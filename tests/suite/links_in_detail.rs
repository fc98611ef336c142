//! Automatic links at the edges: odd characters, odd markup, and which reason wins.

use std::sync::Arc;

use anma::base::Route;
use anma::config::Config;
use anma::diagnostic::{Code, Notes};
use anma::link::Linker;
use camino::Utf8Path;

use crate::links::{SITE, article, check, check_with, shown, site, targets};

/// What became of every name in the article `x`: `words:reason`, in the order of the text.
fn reasons(settings: &str, more: &str, matter: &str, text: &str) -> String {
    let files =
        format!("{SITE}{more}-- content/articles/x.md --\n---\ntitle: X\n{matter}---\n{text}\n");
    let (_, outcome) = site(settings, &files);
    assert!(outcome.ok, "{:?}", outcome.diagnostics);
    let graph = outcome.site.expect("a site").graph.clone();
    let config = config(settings);
    let linker = Linker::new(&graph, &config, &mut Notes::default());
    let id = graph.ids().find(|id| &*graph.entry(*id).id == "x").expect("an article");
    let text = &graph.document(id).expect("a document").body.text;
    let said = linker.candidates(id).into_iter().map(|one| {
        let words = &text[one.text.start as usize..one.text.end as usize];
        format!("{words}:{}", one.decision.word())
    });
    said.collect::<Vec<_>>().join(" ")
}

/// The settings of `site`.
fn config(settings: &str) -> Config {
    let text = format!("title: T\nbase_url: https://x.test\ntheme: plain\n{settings}\n");
    let path = Arc::from(Utf8Path::new("anma.yaml"));
    anma::config::parse(&text, &path, &mut Notes::default()).expect("settings")
}

/// The article `x` with further terms in the vocabulary.
fn with_terms(terms: &str, text: &str) -> String {
    with_files(&SITE.replace("ms: {type", &format!("{terms}\nms: {{type")), "", text)
}

fn with_files(files: &str, settings: &str, text: &str) -> String {
    let files = format!("{files}-- content/articles/x.md --\n---\ntitle: X\n---\n{text}\n");
    let (sink, outcome) = site(settings, &files);
    let html = sink.get(&Route::page("articles/x").expect("a route"));
    let html = html.unwrap_or_else(|| panic!("not built: {:?}", outcome.diagnostics));
    shown(String::from_utf8(html.to_vec()).expect("UTF-8").trim())
}

#[track_caller]
fn check_terms(terms: &str, text: &str, expected: &str) {
    assert_eq!(with_terms(terms, text), format!("<p>{expected}</p>"), "{text:?}");
}

#[track_caller]
fn inline(text: &str, expected: &str) {
    check(text, &format!("<p>{expected}</p>"));
}

#[test]
fn invisible_characters_change_nothing() {
    inline("post-\u{200b}sciatica", "post-\u{200b}sciatica");
    inline("sciatica\u{ad}-like", "sciatica\u{ad}-like");
    inline("sciatica-\u{2060}like", "sciatica-\u{2060}like");
    inline("cafe\u{301}-sciatica", "cafe\u{301}-sciatica");
    inline("sciatica\u{200e} neck", "[sciatica]\u{200e} [neck]");
    inline(
        "\u{200f}sciatica\u{200f}, \u{2067}neck\u{2069}",
        "\u{200f}[sciatica]\u{200f}, \u{2067}[neck]\u{2069}",
    );
    inline("sci&shy;atica", "[sci\u{ad}atica]");
    inline("deep&#8209;tissue, deep&#x2010;tissue", "[deep\u{2011}tissue], deep\u{2010}tissue");
    inline("deep\u{202f}tissue", "[deep\u{202f}tissue]");
    inline("deep\u{3000}tissue", "[deep\u{3000}tissue]");
    inline("deep\u{200b}tissue", "deep\u{200b}tissue");
    inline("deep\u{200b} tissue", "[deep\u{200b} tissue]");
    inline(
        "deep\u{2012}tissue deep\u{2013}tissue deep\u{2014}tissue deep\u{2212}tissue",
        "deep\u{2012}tissue deep\u{2013}tissue deep\u{2014}tissue deep\u{2212}tissue",
    );
}

#[test]
fn letters_of_all_scripts_are_compared_by_unicode() {
    check_terms(
        "f: {type: cause, title: fibromyalgia}",
        "\u{fb01}bromyalgia",
        "[\u{fb01}bromyalgia]",
    );
    check_terms("f: {type: cause, title: Weiß}", "WEISS, weiß", "[WEISS], weiß");
    check_terms("f: {type: cause, title: STRASSE}", "Straße", "[Straße]");
    check_terms("f: {type: cause, title: ΠΌΝΟΣ}", "πόνος", "[πόνος]");
    check_terms("f: {type: cause, title: 按摩}", "泰式按摩好", "泰式[按摩]好");
    check_terms("f: {type: cause, title: עיסוי}", "על עיסוי.", "על [עיסוי].");
    check_terms(
        "f: {type: cause, title: İstanbul}",
        "istanbul i\u{307}stanbul",
        "istanbul [i\u{307}stanbul]",
    );
    check_terms("f: {type: cause, title: \"cafe\\u0301 noir\"}", "CAFÉ NOIR", "[CAFÉ NOIR]");
}

#[test]
fn words_are_those_of_unicode() {
    inline(
        "sciatica2 2sciatica my_sciatica \\_sciatica\\_",
        "sciatica2 2sciatica my_sciatica _sciatica_",
    );
    inline("_sciatica_", "<em>[sciatica]</em>");
    inline("$sciatica$ (neck) “injury” ‘overuse’", "$[sciatica]$ ([neck]) “[injury]” ‘[overuse]’");
    inline(
        "sciatica's neck’s injuryʼs overuse＇s",
        "[sciatica]'s [neck]’s [injury]ʼs [overuse]＇s",
    );
    inline("'sciatica' and 'neck's", "'[sciatica]' and '[neck]'s");
    inline("sciatica's-like", "sciatica's-like");
    inline("Parkinson's disease's", "[Parkinson's disease]'s");
    inline("Parkinson’s&nbsp;disease’s", "[Parkinson’s\u{a0}disease]’s");
    inline("MS's and ms's", "[MS]'s and ms's");
    inline("SCIATICA'S", "[SCIATICA]'S");
    inline(
        "deep - tissue, deep -tissue, deep.tissue, deep, tissue",
        "deep - tissue, deep -tissue, deep.tissue, deep, tissue",
    );
    inline("deep\u{2028}tissue", "[deep\u{2028}tissue]");
}

#[test]
fn names_of_many_kinds_are_found() {
    check_terms(
        "f: {type: cause, title: type 2 diabetes}",
        "Type 2 diabetes, type-2 diabetes",
        "[Type 2 diabetes], type-2 diabetes",
    );
    check_terms("f: {type: cause, title: St John's wort}", "St John’s worts", "[St John’s worts]");
    check_terms(
        "f: {type: cause, title: St. John's wort}",
        "St.&nbsp;John’s wort",
        "[St.\u{a0}John’s wort]",
    );
    check_terms("f: {type: cause, title: L4/L5}", "at L4/L5, L4 L5", "at [L4/L5], L4 L5");
    check_terms("f: {type: cause, title: ice & fire}", "Ice &amp; fire", "[Ice &amp; fire]");
    check_terms(
        "f: {type: cause, title: \"R.I.C.E.\"}",
        "the R.I.C.E. rule, r.i.c.e.",
        "the [R.I.C.E]. rule, r.i.c.e.",
    );
    check_terms(
        "f: {type: cause, title: \"massage (.*)+\"}",
        "massage (.*)+ xmassage",
        "[massage] (.*)+ xmassage",
    );
    check_terms(
        "f: {type: cause, title: Thing, abbr: [DVT]}",
        "dvts, DVTs, DVT",
        "dvts, [DVTs], DVT",
    );
    check_terms(
        "f: {type: cause, title: Thing, also: [GP], plural: false}",
        "gp GPs GP",
        "gp GPs [GP]",
    );
    check_terms(
        "f: {type: cause, title: Hot Stone, case: exact}",
        "hot stone, Hot stones, Hot Stones",
        "hot stone, Hot stones, [Hot Stones]",
    );
    check_terms("f: {type: cause, title: Foot, forms: [feet], autolink: force}", "feet", "[feet]");
    check_terms("f: {type: cause, title: head}", "the head", "the head");
    check_terms("f: {type: cause, title: head, autolink: force}", "the head", "the [head]");
    check_terms("f: {type: cause, title: to be or not}", "to be or not", "to be or not");
    check_terms("f: {type: cause, title: psoriasis}", "psoriases", "[psoriases]");
    check_terms(
        "f: {type: cause, title: Parkinson disease}",
        "Parkinson's disease",
        "[Parkinson's disease]",
    );
}

#[test]
fn the_longest_accepted_name_is_kept() {
    inline("deep tissue, massage", "[deep tissue], massage");
    inline("deep tissue massage-like", "[deep tissue] massage-like");
    inline("upper back pain-like", "[upper back] pain-like");
    inline("Parkinson's disease-like", "[Parkinson's] disease-like");
    inline("pain in the upper neck", "pain in the upper [neck]");
    inline("pain in the upper back pain", "[pain in the upper back] pain");
    inline("post-upper back pain", "post-upper [back pain]");
}

#[test]
fn a_chunk_that_looks_like_an_address_is_dead_as_a_whole() {
    inline("a(https://x.test/a-b)sciatica neck", "a(https://x.test/a-b)sciatica [neck]");
    inline(
        "ftp://sciatica.test/neck, WWW.sciatica.test",
        "ftp://sciatica.test/neck, WWW.sciatica.test",
    );
    inline("x.y+sciatica@neck-pain.co.uk. Neck", "x.y+sciatica@neck-pain.co.uk. [Neck]");
    inline(
        "see https://x.test/**sciatica** neck",
        "see https://x.test/<strong>sciatica</strong> [neck]",
    );
    inline("https://x.test/<b>sciatica</b>", "https://x.test/<b>sciatica</b>");
    inline("https://x.test/`a`/sciatica neck", "https://x.test/<code>a</code>/sciatica [neck]");
    inline("https://x.test/&amp;sciatica", "https://x.test/&amp;sciatica");
    inline("https://x.test/a\\\nsciatica", "https://x.test/a<br />\n[sciatica]");
    inline("sciatica<b>@x.test</b>", "sciatica<b>@x.test</b>");
    check("https://x.test/a\n\nsciatica", "<p>https://x.test/a</p>\n<p>[sciatica]</p>");
    inline("@sciatica neck@home", "@[sciatica] [neck]@home");
    inline(
        "<https://x.test/sciatica> <me@sciatica.org> sciatica",
        "<a href=\"https://x.test/sciatica\">https://x.test/sciatica</a> <a href=\"mailto:me@sciatica.org\">me@sciatica.org</a> [sciatica]",
    );
    // A name that would go on into an address ends the walk, and nothing else.
    check_terms(
        "t: {type: body, title: tissue}\nu: {type: body, title: deep tissue rub}\nd: {type: cause, title: x}",
        "soft tissue",
        "soft [tissue]",
    );
    check_terms(
        "a: {type: body, title: lower leg bone}\nb: {type: body, title: leg bone}\nd: {type: body, title: shin, also: [lower arm leg]}",
        "lower leg bone@x.test",
        "lower leg bone@x.test",
    );
    check_terms(
        "a: {type: body, title: lower calf bone}\nb: {type: body, title: calf}",
        "lower calf bone@x.test",
        "lower [calf] bone@x.test",
    );
}

#[test]
fn markup_parts_names_as_it_should() {
    inline("deep <!-- x --> tissue", "deep  tissue");
    inline(
        "deep ![](https://x.test/a.png \"decorative\") tissue neck",
        "deep <img src=\"https://x.test/a.png\" alt=\"\" decoding=\"async\" /> tissue [neck]",
    );
    inline("deep\\\ntissue", "deep<br />\ntissue");
    inline("deep ~~x~~ tissue", "deep <del>x</del> tissue");
    inline("deep [x](https://x.test) tissue", "deep <a href=\"https://x.test\">x</a> tissue");
    inline(
        "**[sciatica](https://x.test)** *sciatica*",
        "<strong><a href=\"https://x.test\">sciatica</a></strong> <em>[sciatica]</em>",
    );
    inline(
        "[**deep** tissue](https://x.test)",
        "<a href=\"https://x.test\"><strong>deep</strong> tissue</a>",
    );
    inline("[sciatica][nope] [neck]", "[[sciatica]][nope] [[neck]]");
    inline("*deep* **tissue**", "[<em>deep</em> <strong>tissue</strong>]");
    inline(
        "***deep** tissue massage and* neck",
        "<em>[<strong>deep</strong> tissue massage] and</em> [neck]",
    );
    inline("***deep tissue***", "<em><strong>[deep tissue]</strong></em>");
    inline("*deep **tissue massage***", "<em>[deep <strong>tissue massage</strong>]</em>");
    inline("*x deep* tissue, neck", "<em>x deep</em> tissue, [neck]");
    inline("**deep tissue** massage", "[<strong>deep tissue</strong> massage]");
    inline("Swedish massage\\!", "[Swedish massage]!");
    inline("\\*Swedish\\* massage", "*Swedish* massage");
    check(
        "- [ ] sciatica\n- [x] neck",
        &article("links: {auto: false}", "", "- [ ] sciatica\n- [x] neck")
            .replace("sciatica", "[sciatica]")
            .replace("neck", "[neck]"),
    );
    check(
        "1. sciatica\n\n   neck\n2. > injury",
        "<ol>\n<li>\n<p>[sciatica]</p>\n<p>[neck]</p>\n</li>\n<li>\n<blockquote>\n<p>injury</p>\n</blockquote>\n</li>\n</ol>",
    );
}

#[test]
fn tables_alerts_captions_and_notes() {
    let html = shown(&article("", "", "| a | b |\n|:--|--:|\n| x \\| sciatica | `neck` neck |"));
    assert!(
        html.contains("x | [sciatica]</td>") && html.contains("<code>neck</code> [neck]</td>"),
        "{html}"
    );
    let html = shown(&article("", "", "> [!NOTE]\n> sciatica"));
    assert!(html.contains("<p>[sciatica]</p>"), "{html}");
    let html = shown(&article("", "", "![a neck](https://x.test/a.png \"sciatica\")\n\nsciatica"));
    assert!(
        html.contains("<figcaption>sciatica</figcaption>") && html.ends_with("<p>[sciatica]</p>"),
        "{html}"
    );
    let html = shown(&article("", "", "neck[^1] sciatica\n\n[^1]: sciatica, neck."));
    assert!(
        html.starts_with("<p>[neck]")
            && html.contains("[sciatica]</p>")
            && html.contains("<p>sciatica, neck. "),
        "{html}"
    );
    let html = shown(&article(
        "",
        "",
        "## Neck {#sciatica .neck data-x=neck}\n\nSetext sciatica\n======\n\nneck",
    ));
    assert_eq!(html.matches('[').count(), 1, "{html}");
    let html = shown(&article(
        "",
        "",
        ":::nolink\n:::inset\nsciatica\n:::\nneck\n:::\n\n:::inset\nneck\n:::",
    ));
    assert_eq!((html.matches('[').count(), html.contains("[neck]")), (1, true), "{html}");
    let html = shown(&article("", "", ":::booking Book neck\nsciatica\n:::"));
    assert!(html.contains("[sciatica]") && !html.contains("[neck]"), "{html}");
}

#[test]
fn tags_that_are_let_through_are_followed() {
    inline("<NOLINK>neck</NOLINK> neck", "neck [neck]");
    inline("<A HREF=\"/z\">neck</A> neck", "<A HREF=\"/z\">neck</A> [neck]");
    inline("<kbd><abbr>neck</kbd> neck", "<kbd><abbr>neck</kbd> [neck]");
    inline("<kbd><abbr>x</kbd></kbd> neck", "<kbd><abbr>x</kbd></kbd> [neck]");
    inline("x</nolink> neck", "x [neck]");
    inline("<nolink/> neck <br/> sciatica", " [neck] <br/> [sciatica]");
    inline("<b title=\"<a>\">neck</b>", "<b title=\"<a>\">[neck]</b>");
    inline(
        "<samp>neck</samp> <span>sciatica</span>",
        "<samp>[neck]</samp> <span>[sciatica]</span>",
    );
    check("<div>\n<!-- <a> -->\n</div>\n\nneck", "<div>\n<!-- <a> -->\n</div>\n<p>[neck]</p>");
    check("<div><!--\n<a>\n--></div>\n\nneck", "<div><!--\n<a>\n--></div>\n<p>[neck]</p>");
    check("<div title='<a>'>\n\nneck\n\n</div>", "<div title='<a>'>\n<p>[neck]</p>\n</div>");
    check("<nolink>\n\nneck\n\n</nolink>\n\nneck", "<p>neck</p>\n<p>[neck]</p>");
    check("<div>\n\nneck\n\n</div>", "<div>\n<p>[neck]</p>\n</div>");
    check(
        "<a href=\"/z\">\n\nneck\n\n</a>\n\nneck",
        "<a href=\"/z\">\n<p>neck</p>\n</a>\n<p>[neck]</p>",
    );
}

#[test]
fn a_link_by_hand_anywhere_on_the_page_is_enough() {
    for more in [
        "[x](/conditions/sciatica/)",
        "[x](/conditions/sciatica/#)",
        "> [x](/conditions/sciatica/)",
        "## On [x](/conditions/sciatica/)",
        "neck[^1]\n\n[^1]: [x](/conditions/sciatica/)",
        "| a |\n|---|\n| [x](/conditions/sciatica/) |",
        ":::nolink\n[x](/conditions/sciatica/)\n:::",
        "[[sciatica|x]]",
        "[**x**][r]\n\n[r]: /conditions/sciatica/",
        "[![x](https://x.test/a.png)](/conditions/sciatica/)",
        "[x](https://x.test/conditions/sciatica/)",
        "[x](https://x.test/conditions/sciatica/?a#b)",
        "<a class=x href=\"/conditions/sciatica/\">x</a>",
        "<A\nHREF='/conditions/sciatica/#a'>x</A>",
        "<a href=/conditions/sciatica/>x</a>",
        "<div>\n<a href=\"https://x.test/conditions/sciatica/\">x</a>\n</div>",
    ] {
        for text in [format!("sciatica\n\n{more}"), format!("{more}\n\nsciatica")] {
            let html = article("", "", &text);
            assert!(!targets(&html).contains(&"sciatica"), "{text}\n{html}");
        }
    }
    for more in [
        "[x]: /conditions/sciatica/",
        "`[x](/conditions/sciatica/)`",
        "\\[x](/conditions/sciatica/)",
        "<!-- [x](/conditions/sciatica/) -->",
        "[x](https://y.test/conditions/sciatica/)",
        "[x](https://x.test.y/conditions/sciatica/)",
        "<a id=\"/conditions/sciatica/\">x</a>",
    ] {
        let html = article("", "", &format!("{more}\n\nsciatica"));
        assert!(targets(&html).contains(&"sciatica"), "{more}\n{html}");
    }
    let matter = "faq:\n  - question: Why?\n    answer: See [x](/conditions/sciatica/).\n";
    check_with("", matter, "sciatica neck", "<p>sciatica [neck]</p>");
}

#[test]
fn a_mention_that_cannot_be_a_link_leaves_it_to_the_next() {
    inline("trauma centre, an injury", "trauma centre, an [injury]");
    inline(
        "deep **tissue and** more; deep tissue",
        "deep <strong>tissue and</strong> more; [deep tissue]",
    );
    inline("sciatica-like sciatica", "sciatica-like [sciatica]");
    check_with(
        "links: {max_per_block: 1}",
        "",
        "neck, sciatica\n\nsciatica, neck, injury",
        "<p>[neck], sciatica</p>\n<p>[sciatica], neck, injury</p>",
    );
    check_with(
        "links: {min_gap_words: 3}",
        "",
        "neck or sciatica or even sciatica",
        "<p>[neck] or sciatica or even [sciatica]</p>",
    );
}

#[test]
fn limits_keep_what_has_priority_then_what_is_declared_then_what_comes_first() {
    let more = "-- content/causes/zebra.md --\n---\ntitle: zebra\npriority: 5\n---\n-- content/causes/mule.md --\n---\ntitle: mule\npriority: -1\n---\n";
    let files = format!("{SITE}{more}");
    let settings = |limit: &str| format!("links: {{{limit}}}");
    for (limit, expected) in [
        ("max_per_page: 0", "mule neck zebra injury"),
        ("max_per_page: 1", "mule neck [zebra] injury"),
        ("max_per_page: 2", "mule [neck] [zebra] injury"),
        ("max_per_page: 3", "mule [neck] [zebra] [injury]"),
        ("max_per_block: 1", "mule neck [zebra] injury"),
        ("max_per_block: 2", "mule [neck] [zebra] injury"),
        ("min_gap_words: 1", "mule neck [zebra] injury"),
    ] {
        let html = with_files(&files, &settings(limit), "mule neck zebra injury");
        let expected = match limit {
            // What has less of it may still stand far enough away.
            "min_gap_words: 1" => "[mule] neck [zebra] injury",
            _ => expected,
        };
        assert_eq!(html, format!("<p>{expected}</p>"), "{limit}");
    }
    let declared = "condition: sciatica\n";
    check_with("links: {max_per_block: 1}", declared, "neck, sciatica", "<p>neck, [sciatica]</p>");
    check_with(
        "links: {max_per_page: 1}",
        "links: {always: [sciatica, arthritis]}\n",
        "neck, sciatica, arthritis",
        "<p>neck, [sciatica], [arthritis]</p>",
    );
    check_with("links: {max_per_page: 9}", "links: {limit: 0}\n", "neck", "<p>neck</p>");
}

#[test]
fn every_mention_has_the_first_reason_that_holds() {
    let more = "-- content/causes/zebra.md --\n---\ntitle: zebra\nautolink: false\nnot_before: [crossing]\n---\n";
    for (settings, matter, text, expected) in [
        ("", "", "sciatica, neck, sciatica", "sciatica:link neck:link sciatica:repeat"),
        (
            "",
            "links: {limit: 1}\n",
            "neck, sciatica, neck, sciatica",
            "neck:link sciatica:limit neck:repeat sciatica:limit",
        ),
        (
            "",
            "links: {limit: 2}\n",
            "neck, sciatica, arthritis",
            "neck:link sciatica:link arthritis:limit",
        ),
        (
            "",
            "links: {limit: 0}\n",
            "trauma, trauma centre, t*rauma x*",
            "trauma:limit trauma:context trauma:boundary",
        ),
        ("", "links: {never: [neck]}\n", "neck and [neck](/body/neck/)", "neck:off"),
        ("", "", "neck and [x](/body/neck/) neck", "neck:manual neck:manual"),
        (
            "",
            "",
            "the trauma centre and trauma, trauma law",
            "trauma:context trauma:link trauma:repeat",
        ),
        ("", "", "a trauma, an inj*ury x*, inj*ury y*", "trauma:link injury:repeat injury:repeat"),
        ("", "", "trau*ma centre* trau*ma x* trauma", "trauma:context trauma:boundary trauma:link"),
        ("", "", "zebra crossing, zebra", "zebra:off zebra:off"),
        (
            "links: {max_per_block: 1}",
            "",
            "neck sciatica neck sciatica",
            "neck:link sciatica:limit neck:repeat sciatica:limit",
        ),
        (
            "links: {scope: section, max_per_page: 1}",
            "",
            "neck\n\n## A\n\nneck neck",
            "neck:link neck:limit neck:limit",
        ),
        ("links: {auto: false}", "", "neck", "neck:off"),
    ] {
        assert_eq!(reasons(settings, more, matter, text), expected, "{text} {matter} {settings}");
    }
}

#[test]
fn rules_of_pages_do_not_put_aside_what_words_mean() {
    check_with(
        "",
        "links: {always: [injury]}\n",
        "trauma centre, trauma",
        "<p>trauma centre, [trauma]</p>",
    );
    let html =
        article("", "links: {prefer: {trauma: overuse}}\n", "a trauma centre, traumas, injury");
    assert_eq!(targets(&html), ["overuse", "injury"], "{html}");
    assert_eq!(shown(&html), "<p>a trauma centre, [traumas], [injury]</p>");
    inline("trauma centres, injury laws, trauma", "trauma centres, injury laws, [trauma]");
    inline("trauma-centre, trauma centre's", "trauma-centre, trauma centre's");
    inline("trauma\ncentre, trauma **centre**", "trauma\ncentre, trauma <strong>centre</strong>");
    check_terms(
        "s: {type: cause, title: stress, not_after: [wind and water, snow], not_before: [the tests]}",
        "snow stress, wind and water stress, stress the tests, stress",
        "snow stress, wind and water stress, stress the tests, [stress]",
    );
    check_with("", "links: {always: [neck], never: [neck]}\n", "neck", "<p>neck</p>");
}

#[test]
fn sections_begin_at_headings_of_level_two_as_they_are_shown() {
    let count =
        |text: &str| article("links: {scope: section}", "", text).matches("class=\"auto\"").count();
    assert_eq!(count("neck\n\n## A\n\nneck\n\n### B\n\nneck neck\n\n## C\n\nneck"), 3);
    assert_eq!(count("neck\n\n# A\n\nneck\n\n## B\n\nneck neck\n\n# C\n\nneck"), 3);
    assert_eq!(count("neck\n\n:::urgent A\nneck\n:::\n\nneck"), 1);
}

#[test]
fn quotations_are_searched_only_when_the_site_wants_it() {
    let text = "> neck\n>\n> > sciatica\n\nneck";
    assert_eq!(reasons("", "", "", text), "neck:link");
    assert_eq!(
        reasons("links: {quotes: true}", "", "", text),
        "neck:link sciatica:link neck:repeat"
    );
}

#[test]
fn a_link_does_not_take_in_what_a_shortcode_makes() {
    let files = format!("{SITE}-- themes/plain/shortcodes/go.html --\n<a href=\"/z\">go</a>\n");
    let expected = [
        ("*{{< go >}}deep* tissue", "<p><em><a href=\"/z\">go</a>deep</em> tissue</p>"),
        ("deep *tissue{{< go >}}*", "<p>deep <em>tissue<a href=\"/z\">go</a></em></p>"),
        ("{{< go >}}*deep* tissue", "<p><a href=\"/z\">go</a>[<em>deep</em> tissue]</p>"),
        ("deep *tissue*{{< go >}}", "<p>[deep <em>tissue</em>]<a href=\"/z\">go</a></p>"),
        ("deep {{< go >}} tissue", "<p>deep <a href=\"/z\">go</a> tissue</p>"),
        ("{{< go >}}neck{{< go >}}", "<p><a href=\"/z\">go</a>[neck]<a href=\"/z\">go</a></p>"),
    ];
    for (text, expected) in expected {
        assert_eq!(with_files(&files, "", text).replace("\n<", "<"), expected, "{text}");
    }
}

/// The ambiguous names of a site with these causes and conditions, as `name: file, file`.
fn ambiguous(settings: &str, pages: &[(&str, &str)]) -> Vec<String> {
    let files: String = pages
        .iter()
        .map(|(path, matter)| format!("-- content/{path}.md --\n---\n{matter}\n---\n"))
        .collect();
    let theme = "-- themes/plain/theme.yaml --\nname: plain\napi: 1\n-- themes/plain/templates/article.html --\nx\n";
    let (_, outcome) = site(settings, &format!("{theme}{files}"));
    let found = outcome.diagnostics.iter().filter(|one| one.code == Code::AMBIGUOUS_TERM);
    found
        .map(|one| {
            let mut files: Vec<&str> =
                one.labels.iter().map(|label| label.span.path.as_str()).collect();
            files.sort_unstable();
            format!("{}: {}", one.message, files.join(", "))
        })
        .collect()
}

#[test]
fn a_name_of_two_pages_is_an_error_whatever_the_order() {
    let count = |settings: &str, one: &str, other: &str| {
        let there = ambiguous(settings, &[("causes/a", one), ("conditions/b", other)]);
        let back = ambiguous(settings, &[("causes/a", other), ("conditions/b", one)]);
        assert_eq!(there.len(), back.len(), "{there:?} {back:?}");
        for said in there.iter().chain(&back) {
            assert!(said.ends_with("content/causes/a.md, content/conditions/b.md"), "{said}");
        }
        there.len()
    };
    assert_eq!(count("", "title: strain", "title: knot\nalso: [Strain]"), 1);
    assert_eq!(count("", "title: muscle-strain", "title: knot\nalso: [muscle  Strain]"), 1);
    assert_eq!(count("", "title: one\nabbr: [ABC]", "title: two\nabbr: [ABC]"), 1);
    assert_eq!(count("", "title: one\nabbr: [ABC]", "title: two\nabbr: [aBC]"), 0);
    // Different words can have one plural, and a plural can be the name of another page.
    assert_eq!(count("", "title: diagnosis", "title: diagnose"), 1);
    assert_eq!(count("", "title: injury", "title: wound\nalso: [injuries]"), 1);
    assert_eq!(count("", "title: injury\nplural: false", "title: wound\nalso: [injuries]"), 0);
    assert_eq!(count("", "title: strain\nautolink: false", "title: knot\nalso: [strain]"), 0);
    assert_eq!(count("", "title: diagnosis\nautolink: false", "title: diagnose"), 0);
    assert_eq!(
        count("links: {prefer: {strain: knot}}", "title: strain", "title: knot\nalso: [strain]"),
        0
    );
    assert_eq!(
        count("links: {prefer: {diagnoses: diagnose}}", "title: diagnosis", "title: diagnose"),
        0
    );
    assert_eq!(
        count(
            "links: {prefer: {injuries: injury}}",
            "title: injury",
            "title: wound\nalso: [injuries]"
        ),
        0
    );
    // Words that are too common are nobody's.
    assert_eq!(count("", "title: one\nalso: [back]", "title: two\nalso: [back]"), 0);
}

#[test]
fn names_that_are_not_linked_give_way_to_those_that_are() {
    let wound = "{type: cause, title: wound, also: [injuries], autolink: false}";
    for id in ["a", "z"] {
        let term = format!("{id}: {wound}");
        check_terms(&term, "injuries", "[injuries]");
        check_terms(&term, "wound", "wound");
    }
    check_terms("a: {type: cause, title: ab}", "ab", "ab");
    check_terms("a: {type: cause, title: ab, autolink: force}", "ab", "[ab]");
}

#[test]
fn settings_say_where_abbreviations_and_plurals_lead() {
    let more = "-- content/causes/one.md --\n---\ntitle: one thing\nabbr: [ABC]\n---\n-- content/conditions/two.md --\n---\ntitle: two thing\nabbr: [ABC]\n---\n-- content/articles/x.md --\n---\ntitle: X\n---\nABC, abc\n";
    for (target, expected) in [("one thing", "one"), ("two thing", "two")] {
        for term in ["ABC", "abc"] {
            let settings = format!("links: {{prefer: {{{term}: {target}}}}}");
            let (sink, outcome) = site(&settings, &format!("{SITE}{more}"));
            assert!(outcome.ok, "{:?}", outcome.diagnostics);
            let html = sink.get(&Route::page("articles/x").expect("a route")).expect("a page");
            assert_eq!(targets(&String::from_utf8_lossy(&html)), [expected]);
        }
    }
}

#[test]
fn massages_that_are_ruled_out_are_never_linked() {
    let said = |level: &str, matter: &str| {
        let more = format!(
            "-- content/treatments/hot.md --\n---\ntitle: hot stones\ncaution: [{{id: sciatica, level: {level}}}]\n---\n"
        );
        reasons("", &more, matter, "hot stones, neck")
    };
    let about = "condition: sciatica\n";
    assert_eq!(said("stop", about), "hot stones:unsafe neck:link");
    assert_eq!(said("ask", about), "hot stones:link neck:link");
    assert_eq!(said("adapt", about), "hot stones:link neck:link");
    assert_eq!(said("stop", "condition: arthritis\n"), "hot stones:link neck:link");
}

#[test]
fn the_longest_page_has_twenty_five_links() {
    let (mut terms, mut text) = (String::new(), "word ".repeat(2_000));
    for number in 10..40 {
        terms.push_str(&format!("t{number}: {{type: cause, title: thing {number}}}\n"));
        text.push_str(&format!("thing {number}, "));
    }
    let html = with_terms(terms.trim_end(), &text);
    assert_eq!(html.matches('[').count(), 25);
    assert!(html.contains("[thing 34]") && !html.contains("[thing 35]"));
}

#[test]
fn a_page_does_not_mention_itself() {
    let matter = "condition: sciatica\n";
    let text = "[me](/articles/x/), [x](/body/neck/), [y](/body/neck/), injury";
    let files = format!("{SITE}-- content/articles/x.md --\n---\ntitle: X\n{matter}---\n{text}\n");
    let (_, outcome) = site("", &files);
    let graph = outcome.site.expect("a site").graph.clone();
    let config = config("");
    let linked = Linker::new(&graph, &config, &mut Notes::default()).link();
    let total = |name: &str| {
        let id = graph.ids().find(|id| &*graph.entry(*id).id == name).expect("an entry");
        linked.mentions[id.index()].total
    };
    assert_eq!(["x", "neck", "injury", "sciatica"].map(total), [0, 1, 1, 0]);
}
