//! Tests of what is read, and where it stands.

use camino::Utf8Path;

use super::*;
use crate::diagnostic::Notes;
use crate::markdown::HtmlPolicy;

pub(super) fn allowing() -> Options {
    Options { html: HtmlPolicy::Allow, ..Options::default() }
}

fn prose(markdown: &str) -> Prose {
    let prose = read(markdown, 0..markdown.len(), &allowing(), &[]);
    hold(&prose, markdown);
    prose
}

/// What is true of whatever is read.
pub(super) fn hold(prose: &Prose, file: &str) {
    for (number, unit) in prose.units.iter().enumerate() {
        let text = unit.text.as_str();
        assert!(!text.is_empty() && text.trim() == text, "{text:?}");
        let mut before = 0;
        for (at, character) in text.char_indices() {
            let place = unit.text.place(at..at + character.len_utf8());
            let written = file.get(place.clone()).expect("a place between characters");
            assert!(place.start >= before && place.end >= place.start, "{place:?} in {file:?}");
            before = place.start;
            if character.is_ascii_alphanumeric() && place.len() == 1 {
                assert_eq!(written, character.to_string(), "{text:?} in {file:?}");
            }
        }
        let inside =
            |range: &Range<usize>| text.get(range.clone()).is_some_and(|it| !it.is_empty());
        assert!(unit.code.iter().all(inside) && unit.links.iter().all(|link| inside(&link.range)));
        assert!(unit.cites.is_sorted() && unit.cites.iter().all(|at| text.is_char_boundary(*at)));
        for above in [unit.section, unit.lead].into_iter().flatten() {
            assert!(above < number);
        }
    }
    for comment in &prose.comments {
        assert!(comment.before <= prose.units.len());
        assert!(file.get(comment.span.clone()).is_some(), "{comment:?}");
    }
}

/// The units as kind and words.
fn told(markdown: &str) -> Vec<String> {
    let all = prose(markdown).units;
    all.iter().map(|unit| format!("{:?}: {}", unit.kind, unit.text.as_str())).collect()
}

/// What stands in the file where the only unit says `words`.
fn written<'t>(markdown: &'t str, words: &str) -> &'t str {
    let prose = prose(markdown);
    let unit = prose
        .units
        .iter()
        .find(|unit| unit.text.contains(words))
        .unwrap_or_else(|| panic!("{words:?} in {:?}", prose.units));
    let at = unit.text.find(words).expect("the words");
    &markdown[unit.text.place(at..at + words.len())]
}

#[test]
fn marks_vanish_and_places_stay() {
    assert_eq!(told("Our deep **tissue** massage"), ["Paragraph: Our deep tissue massage"]);
    let cases = [
        ("Our deep **tissue** massage.", "deep tissue", "deep **tissue"),
        ("Our deep **tissue** massage.", "tissue", "tissue"),
        ("Our deep **tissue** massage.", "tissue massage", "tissue** massage"),
        ("a *b _c_ d*\ne", "c d e", "c_ d*\ne"),
        ("one  \ntwo", "one two", "one  \ntwo"),
        ("one\\\ntwo", "e t", "e\\\nt"),
        ("one\r\ntwo", "e t", "e\r\nt"),
        ("> one\n> two", "one two", "one\n> two"),
        ("- one\n  two", "e tw", "e\n  tw"),
        ("1. > one\n   > two", "e tw", "e\n   > tw"),
        ("salt &amp; *oil*", "& oil", "&amp; *oil"),
        ("caf&eacute; &#65;b", "é A", "&eacute; &#65;"),
        ("3 \\* 4", "* 4", "* 4"),
        ("3 \\* 4", "3 * 4", "3 \\* 4"),
        ("see [the *page*](a.md \"t\") now", "the page", "the *page"),
        ("see [the page](a.md) now", "page now", "page](a.md) now"),
        ("see [[Back pain]] now", "Back pain", "Back pain"),
        ("see [[Back pain#causes]] now", "see Back pain now", "see [[Back pain#causes]] now"),
        ("see [[Back pain|it]] now", "it", "it"),
        ("see [[Back pain|]] now", "Back pain", "Back pain"),
        ("about ~5 or ~~6~~ 7", "~5 or 6 7", "~5 or ~~6~~ 7"),
        ("\u{e9}t\u{e9} **\u{e0}** b", "\u{e0}", "\u{e0}"),
        ("a <b>c</b> d", "a c d", "a <b>c</b> d"),
        ("a<br>c", "a c", "a<br>c"),
        ("\"as typed\" -- it's...", "\"as typed\" -- it's...", "\"as typed\" -- it's..."),
    ];
    for (markdown, words, expected) in cases {
        assert_eq!(written(markdown, words), expected, "{markdown}");
    }
}

#[test]
fn shortcodes_footnotes_and_comments_leave_nothing() {
    let text = "Call {{< phone text=\"a **b**\" >}} now[^1] or {{< cite id=\"x\" >}}.\n\n[^1]: A *note*.\n\n    - More\n";
    let prose = prose(text);
    assert_eq!(
        told(text),
        ["Paragraph: Call now or .", "Note: A note.", "Note: More"],
        "{:?}",
        prose.units
    );
    assert_eq!(prose.units[0].cites, [8, 12]);
    assert_eq!(written(text, "Call now"), "Call {{< phone text=\"a **b**\" >}} now");
    assert_eq!(told("{{< contact >}}\n\n`a {{< b >}}`"), ["Paragraph: a {{< b >}}"]);

    let text = "<!-- one -->\nA <!-- two\n--> b\n\n> <!-- three\n> four -->\n\n## End\n\n<!-- five";
    let prose = self::prose(text);
    let comments: Vec<_> = prose
        .comments
        .iter()
        .map(|it| (it.text.as_str(), it.before, &text[it.span.clone()]))
        .collect();
    assert_eq!(
        comments,
        [
            (" one ", 0, "<!-- one -->"),
            (" two\n", 0, "<!-- two\n-->"),
            (" three\nfour ", 1, "<!-- three\n> four -->"),
            (" five", 2, "<!-- five"),
        ]
    );
    assert_eq!(told(text), ["Paragraph: A b", "Heading(2): End"]);
}

#[test]
fn what_is_no_language_is_flagged() {
    let text = "Use `a **b**` and <https://a.test/> or ``c`` now.\n\n```\ncode\n```\n\n    code\n";
    let prose = prose(text);
    assert_eq!(prose.units.len(), 1);
    let unit = &prose.units[0];
    let code: Vec<_> = unit.code.iter().map(|range| &unit.text[range.clone()]).collect();
    assert_eq!(code, ["a **b**", "https://a.test/", "c"]);
    assert_eq!(&text[unit.text.place(unit.code[0].clone())], "a **b**");
    assert_eq!(&text[unit.text.place(unit.code[2].clone())], "c");
    assert_eq!(written("a `b\nc` d", "b c"), "`b\nc`");
}

#[test]
fn links_to_evidence_are_citations() {
    for (target, expected) in [
        ("https://doi.org/10.1/x", true),
        ("https://www.nice.org.uk/guidance/ng59", true),
        ("http://www.cochranelibrary.com", true),
        ("https://www.cochrane.org/x", true),
        ("https://pubmed.ncbi.nlm.nih.gov/1/", true),
        ("https://WWW.NICE.org.uk:443/", true),
        ("doi:10.1/x", true),
        ("https://notnice.org.uk/", false),
        ("https://www.nhs.uk/doi.org", false),
        ("../doi.org", false),
        ("\u{e9}\u{e9}\u{e9}", false),
    ] {
        let prose = prose(&format!("It [helps]({target}) some."));
        assert_eq!(prose.units[0].cites, if expected { vec![3] } else { vec![] }, "{target}");
        assert_eq!(prose.units[0].links, [LinkText { range: 3..8, target: target.to_owned() }]);
    }
    assert_eq!(prose("See doi:10.1/x here.").units[0].cites, [4]);
}

#[test]
fn lists_know_what_introduces_them() {
    let text = "Massage helps with:\n\n- back **pain**\n  - low\n\n  more\n- stress\n\nText\n\n## H\n\n1. one\n";
    let prose = prose(text);
    let all: Vec<_> = prose
        .units
        .iter()
        .map(|unit| (unit.kind, unit.text.as_str(), unit.list, unit.lead, unit.section))
        .collect();
    assert_eq!(
        all,
        [
            (UnitKind::Paragraph, "Massage helps with:", None, None, None),
            (UnitKind::Item, "back pain", Some(0), Some(0), None),
            (UnitKind::Item, "low", Some(1), Some(1), None),
            (UnitKind::Item, "more", Some(0), Some(0), None),
            (UnitKind::Item, "stress", Some(0), Some(0), None),
            (UnitKind::Paragraph, "Text", None, None, None),
            (UnitKind::Heading(2), "H", None, None, None),
            (UnitKind::Item, "one", Some(2), None, Some(6)),
        ]
    );
    assert_eq!(told("- [ ] a\n- [x] b"), ["Item: a", "Item: b"]);
}

#[test]
fn blocks_have_names_levels_and_headings() {
    let text = "# Top\n\n:::care emergency Call 999 :::\n\n- Chest *pain*\n\n### In\n\nIn it\n:::\n\nOut\n\n:::check\nAsk\n\n> [!NOTE]\n> Note\n\n> Said\n:::\n";
    let prose = prose(text);
    let all: Vec<_> = prose
        .units
        .iter()
        .map(|unit| {
            let (block, level) = (unit.block.as_deref(), unit.level.as_deref());
            (unit.kind, unit.text.as_str(), block, level, unit.section)
        })
        .collect();
    let care = (Some("care"), Some("emergency"));
    assert_eq!(
        all,
        [
            (UnitKind::Heading(1), "Top", None, None, None),
            (UnitKind::Heading(0), "Call 999", care.0, care.1, Some(0)),
            (UnitKind::Item, "Chest pain", care.0, care.1, Some(1)),
            (UnitKind::Heading(3), "In", care.0, care.1, Some(1)),
            (UnitKind::Paragraph, "In it", care.0, care.1, Some(3)),
            (UnitKind::Paragraph, "Out", None, None, Some(0)),
            (UnitKind::Paragraph, "Ask", Some("check"), None, Some(0)),
            (UnitKind::Paragraph, "Note", Some("note"), None, Some(0)),
            (UnitKind::Quote, "Said", Some("check"), None, Some(0)),
        ]
    );
    assert_eq!(prose.units[2].lead, Some(1));
    assert_eq!(&text[prose.units[1].text.place(0..8)], "Call 999");
    assert!(prose.units[8].quote && !prose.units[7].quote);
    // A block that is begun in a list ends with it.
    let prose = self::prose("- a\n\n  :::do\n  b\n\nc");
    let blocks: Vec<_> = prose.units.iter().map(|unit| unit.block.as_deref()).collect();
    assert_eq!(blocks, [None, Some("do"), None]);
}

#[test]
fn tables_definitions_and_pictures_are_read() {
    let text = "| A | **B** |\n|---|---|\n| c | d `e` |\n";
    assert_eq!(told(text), ["Head: A", "Head: B", "Cell: c", "Cell: d e"]);
    assert_eq!(written(text, "B"), "B");
    assert_eq!(told("Term\n: Meaning of *it*"), ["Term: Term", "Definition: Meaning of it"]);
    let text =
        "See ![a *hand*](h.jpg \"Our room\") here.\n\n![](x.jpg \"decorative\")\n\n![[y.jpg]]";
    assert_eq!(told(text), ["Paragraph: See here.", "Alt: a hand", "Paragraph: Our room"]);
    assert_eq!(written(text, "a hand"), "a *hand");
    assert_eq!(written(text, "Our room"), "Our room");
    assert_eq!(prose(text).units[2].field.as_deref(), Some("caption"));
}

#[test]
fn html_is_read_between_the_tags() {
    let text = "<div class=\"a>b\"\n id=c>\n<h2>Back &amp; neck</h2>\n<p>It <b>may</b>\n  help.</p>\n<script>no()</script>\n<ul><li>one<li>two</ul>\n<img alt=\"a hand\" src=x>\n</div>\n";
    assert_eq!(
        told(text),
        [
            "Heading(2): Back & neck",
            "Paragraph: It may help.",
            "Item: one",
            "Item: two",
            "Alt: a hand"
        ]
    );
    assert_eq!(written(text, "It may help"), "It <b>may</b>\n  help");
    assert_eq!(written(text, "& neck"), "&amp; neck");
    let denied = read(text, 0..text.len(), &Options::default(), &[]);
    assert_eq!(denied.units, []);
    assert_eq!(told("a <script>b</script> c <code>d</code>"), ["Paragraph: a c d"]);
    assert_eq!(prose("<p><a href=\"https://doi.org/1\">x</a> y</p>").units[0].cites, [0]);
}

fn document(text: &str) -> Document {
    use crate::document::{Memo, Reading, parse_all};
    use crate::schema::SiteFields;
    let sources = crate::source::fixture(&format!("-- content/articles/a.md --\n{text}"));
    let (fields, limits) = (SiteFields::default(), crate::yaml::Limits::default());
    let rules = crate::matter::Rules { fields: &fields, limits: &limits };
    let options = Options::default();
    let reading = Reading { rules, options: &options, languages: &[] };
    let documents = parse_all(&sources, reading, &mut Memo::default(), &mut Notes::default());
    let path = Utf8Path::new("content/articles/a.md");
    let found = documents.documents.iter().find(|document| *document.path == *path);
    Document::clone(found.expect("the page"))
}

#[test]
fn fields_are_read_at_their_places() {
    let text = "---\ntitle: \"Upper \\\"back\\\" massage\"\ndescription: >-\n  What it\n  feels like.\nimage: {src: a.jpg, alt: 'A hand''s rest', caption: Our room}\nfaq:\n  - question: Does it hurt?\n    answer: |\n      It **should**\n      not.\n\n      - Ask <!-- ok --> us\n  - {question: Why?, answer: \"So [it](a.md) \\\"is\\\".\"}\n  - *none\nextra: {colour: green, note: Some words here}\n---\nBody *text*.\n";
    let text = &text.replace("  - *none\n", "");
    let document = document(text);
    let prose = of(&document, text, &Options::default());
    hold(&prose, text);
    let all: Vec<_> = prose
        .units
        .iter()
        .map(|unit| {
            let place = unit.text.place(0..unit.text.len());
            (unit.kind, unit.field.as_deref(), unit.text.as_str(), &text[place])
        })
        .collect();
    assert_eq!(
        all,
        [
            (
                UnitKind::Title,
                Some("title"),
                "Upper \"back\" massage",
                "Upper \\\"back\\\" massage"
            ),
            (
                UnitKind::Description,
                Some("description"),
                "What it feels like.",
                "What it\n  feels like."
            ),
            (UnitKind::Alt, Some("image.alt"), "A hand's rest", "A hand''s rest"),
            (UnitKind::Field, Some("image.caption"), "Our room", "Our room"),
            (UnitKind::Question, Some("faq"), "Does it hurt?", "Does it hurt?"),
            (UnitKind::Answer, Some("faq"), "It should not.", "It **should**\n      not."),
            (UnitKind::Item, Some("faq"), "Ask us", "Ask <!-- ok --> us"),
            (UnitKind::Question, Some("faq"), "Why?", "Why?"),
            (UnitKind::Answer, Some("faq"), "So it \"is\".", "So [it](a.md) \\\"is\\\"."),
            (UnitKind::Field, Some("extra.note"), "Some words here", "Some words here"),
            (UnitKind::Paragraph, None, "Body text.", "Body *text*."),
        ]
    );
    assert_eq!(prose.units[5].section, Some(4));
    assert_eq!(prose.units[8].section, Some(7));
    assert_eq!(&text[prose.comments[0].span.clone()], "<!-- ok -->");
    assert_eq!(prose.comments[0].before, 6);
}
