//! Large, odd and random pages: what is read is true, and takes no longer than it must.

use proptest::prelude::*;

use super::tests::{allowing, hold};
use super::*;

#[test]
fn large_pages_are_read_in_one_go() {
    let words = "word *em* ".repeat(100_000);
    let pages = [
        words.clone(),
        format!("> {}", words.replace("em", "e\n> m")),
        "*a **b ".repeat(100_000),
        "> ".repeat(20_000) + "deep",
        "- ".repeat(5_000) + "deep",
        "[a](https://doi.org/1) ".repeat(40_000),
        "![a](b \"c\") ".repeat(60_000),
        "![a".repeat(20_000) + &"](b \"c\")".repeat(20_000),
        ":::do a\n".repeat(60_000) + &":::\n".repeat(60_000),
        format!(":::{}x", "care ".repeat(200_000)),
        "{{< a >}} ".repeat(80_000),
        "a <!-- b --> ".repeat(80_000),
        "<p a='".repeat(100_000),
        "<b>a</b> &amp; ".repeat(60_000),
        "<div>\n".to_owned() + &"<b>a</b> &amp; ".repeat(60_000),
        "<div>\n".to_owned() + &"<p\n".repeat(100_000),
        "`a` ".repeat(200_000),
        "a&amp;".repeat(150_000),
        "a[^1] ".repeat(100_000) + "\n\n[^1]: b",
        "# a\n".repeat(100_000),
        "|a".repeat(1_000) + "\n" + &"|-".repeat(1_000) + "\n" + &"|b\n".repeat(500),
        "[[a#b]] [[c|]] ".repeat(50_000),
    ];
    for page in pages {
        let prose = read(&page, 0..page.len(), &allowing(), &[]);
        for unit in &prose.units {
            let place = unit.text.place(0..unit.text.len());
            assert!(page.get(place).is_some());
        }
    }
}

#[test]
fn a_long_answer_is_followed() {
    let answer = "word *em* \\\"b\\\" ".repeat(20_000);
    let whole = format!("\"{answer}\"");
    let field = Field {
        name: "faq".into(),
        kind: UnitKind::Answer,
        text: answer.replace('\\', "").into(),
        span: 0..whole.len(),
        markdown: true,
    };
    let prose = read(&whole, 0..0, &Options::default(), &[field]);
    hold(&prose, &whole);
    assert!(prose.units[0].text.ends_with("em \"b\""));
}

/// Markdown of all kinds, well formed and not.
fn markdown() -> impl Strategy<Value = String> {
    let parts = proptest::sample::select(vec![
        "word",
        "Ab1",
        "\u{e9}",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "*",
        "**",
        "_",
        "`",
        "``",
        "~",
        "~~",
        "[",
        "]",
        "](",
        ")",
        "[[",
        "]]",
        "|",
        "#",
        "## ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\\",
        "\\*",
        "&amp;",
        "&#65;",
        "&",
        "![",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<img alt='x y'>",
        "<a href=x>",
        "</a>",
        "<",
        ">",
        "\"",
        "'",
        "{{<",
        "{{< cite >}}",
        "{{< a b=\"c\" >}}",
        ">}}",
        ":::",
        "\n:::do x\n",
        "\n:::\n",
        ":::care urgent Go",
        "[^1]",
        "\n[^1]: note\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "\n: def\n",
        "---\n",
        "```\n",
        "<https://a.b>",
        "[a](b \"c\")",
        "> [!NOTE]\n",
        "- [x] ",
        "{#id}",
        "\u{a0}",
        "\u{2029}",
        "\0",
        "~x~",
        "<?a?>",
        "<br>",
    ]);
    proptest::collection::vec(parts, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn places_are_true_whatever_is_written(text in markdown(), front in 0usize..3) {
        let whole = format!("{}{text}", "-\u{e9}".repeat(front));
        let body = whole.len() - text.len()..whole.len();
        for options in [allowing(), Options::default(), Options { extensions: false, ..allowing() }] {
            hold(&read(&whole, body.clone(), &options, &[]), &whole);
        }
    }

    #[test]
    fn answers_are_true_however_they_are_written(source in markdown(), text in markdown(), quote in "[\"'|> ]") {
        let whole = format!("{quote}{source}{quote}");
        for text in [text, source] {
            for kind in [UnitKind::Answer, UnitKind::Field] {
                let markdown = kind == UnitKind::Answer;
                let field = Field { name: "a".into(), kind, text: text.clone().into(), span: 0..whole.len(), markdown };
                hold(&read(&whole, 0..0, &allowing(), &[field]), &whole);
            }
        }
    }

    #[test]
    fn any_range_has_a_place(text in markdown(), start in 0usize..200, length in 0usize..200) {
        for unit in read(&text, 0..text.len(), &allowing(), &[]).units {
            let place = unit.text.place(start..start + length);
            prop_assert!(text.get(place).is_some());
        }
    }
}
