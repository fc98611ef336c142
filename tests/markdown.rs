//! Whatever a writer types, the HTML is well-formed and harmless, and no text takes for ever.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anma::base::{Span, slugify};
use anma::diagnostic::Notes;
use anma::markdown::{Body, HoleKind, HtmlPolicy, Locator, Options, Target, parse};
use camino::Utf8Path;
use html5gum::{Error, Token, Tokenizer};
use proptest::prelude::*;

/// Pieces that mean something in Markdown or to anma, alone or together.
const PIECES: &[&str] = &[
    "a",
    "word ",
    "É",
    "按",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "  ",
    " ",
    "\0",
    "\u{1b}",
    "\\",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "`",
    "```",
    "```json\n",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[[",
    "]]",
    "|",
    "#",
    "# ",
    "## ",
    "## A\n",
    "===\n",
    "---\n",
    "{#x}",
    "{#x onclick=a .b}",
    "{",
    "}",
    "\"",
    "'",
    "<",
    ">",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    ": ",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    "javascript:",
    "&#x6a;",
    "&colon;",
    "data:",
    "https://x.test",
    "../a.md#b",
    "//h",
    "<b>",
    "</b>",
    "<script>",
    "<img src=x onerror=y>",
    "<!--",
    "-->",
    "<?",
    "?>",
    "<![CDATA[",
    "<javascript:x>",
    "<https://y.test>",
    "| a | b |\n|---|---|\n",
    "> [!NOTE]\n",
    ":::",
    "\n:::\n",
    "\n:::do\n",
    "\n:::urgent Go\n",
    "\n  :::booking\n",
    "\n> :::inset\n",
    "{{<",
    ">}}",
    "{{< a >}}",
    "\n{{< a b=\"c\" d=1 >}}\n",
    "{{<b>}}",
    "{{< a b=",
    "![c](d.jpg \"e\")",
    "\n![c](d.jpg \"e\")\n",
    "[[A#b]]",
];

fn any_markdown() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![12 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read(whole: &str, start: usize, options: &Options) -> (Body, Notes) {
    let path: Arc<Utf8Path> = Utf8Path::new("content/a.md").into();
    let mut notes = Notes::default();
    let body = parse(whole, start..whole.len(), &path, options, &mut notes);
    (body, notes)
}

fn fill(body: &Body) -> String {
    let mut html = String::new();
    body.fill(&mut html, |hole, out| match hole.what {
        HoleKind::Link(_) => out.push_str("/address/"),
        HoleKind::LinkEnd(_) => {}
        HoleKind::Picture(_) => out.push_str("<picture>"),
        HoleKind::PictureEnd(_) => out.push_str("</picture>"),
        HoleKind::Size(_) => out.push_str(" width=\"1\" height=\"1\""),
        HoleKind::Call(index) if body.calls[index as usize].inline => {
            out.push_str("<span>call</span>");
        }
        HoleKind::Call(_) => out.push_str("<div>call</div>"),
    });
    html
}

/// Looks at the HTML as a browser reads it.
fn check_html(html: &str) -> Result<(), TestCaseError> {
    const VOID: [&str; 4] = ["br", "hr", "img", "input"];
    const BLOCKS: [&str; 17] = [
        "p",
        "div",
        "section",
        "aside",
        "figure",
        "ul",
        "ol",
        "dl",
        "table",
        "pre",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                prop_assert!(name != "script" && name != "h1", "<{name}>");
                let in_paragraph = open.last().is_some_and(|last| last == "p");
                prop_assert!(!(in_paragraph && BLOCKS.contains(&name.as_str())), "<{name}> in <p>");
                prop_assert!(name != "a" || !open.contains(&name), "a link in a link");
                for (key, value) in &tag.attributes {
                    let (key, value) = (text(key), text(value));
                    prop_assert!(!key.starts_with("on") && key != "style", "{key}");
                    if key == "href" || key == "src" {
                        check_address(&value)?;
                    }
                    prop_assert!(key != "id" || ids.insert(value.clone()), "two ids {value}");
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => prop_assert_eq!(open.pop(), Some(text(&tag.name))),
            Token::String(_) => {}
            // Odd characters are harmless; only the tokeniser frowns on them.
            Token::Error(error)
                if matches!(
                    *error,
                    Error::ControlCharacterInInputStream | Error::NoncharacterInInputStream
                ) => {}
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {
                return Err(TestCaseError::fail(format!("{token:?}")));
            }
        }
    }
    prop_assert!(open.is_empty(), "{open:?} left open");
    Ok(())
}

fn check_address(address: &str) -> Result<(), TestCaseError> {
    let address: String = address.chars().filter(|one| !one.is_control()).collect();
    let scheme = address.trim().split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    let allowed = scheme.is_none_or(|(scheme, _)| {
        ["http", "https", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str())
    });
    prop_assert!(allowed, "{address}");
    Ok(())
}

fn check_span(whole: &str, start: usize, span: &Span) -> Result<(), TestCaseError> {
    let range = span.start as usize..span.end as usize;
    prop_assert!(
        range.start >= start && whole.get(range.clone()).is_some(),
        "{range:?} in {whole:?}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_the_html_is_well_formed_and_harmless(markdown in any_markdown()) {
        let whole = format!("é---\n{markdown}");
        let start = whole.len() - markdown.len();
        let (body, notes) = read(&whole, start, &Options::default());
        let html = fill(&body);
        check_html(&html).map_err(|error| TestCaseError::fail(format!("{error}\n{markdown}\n{html}")))?;
        for link in &body.links {
            check_span(&whole, start, &link.span)?;
        }
        for call in &body.calls {
            check_span(&whole, start, &call.span)?;
            for (_, _, span) in &call.arguments {
                check_span(&whole, start, span)?;
            }
        }
        for heading in &body.outline {
            check_span(&whole, start, &heading.span)?;
            prop_assert!(body.has_anchor(&heading.id));
        }
        for note in notes {
            for label in &note.labels {
                check_span(&whole, start, &label.span)?;
            }
        }
    }

    #[test]
    fn running_text_is_found_in_the_html_and_in_the_source(markdown in any_markdown()) {
        let whole = format!("é---\n{markdown}");
        let start = whole.len() - markdown.len();
        let (body, _) = read(&whole, start, &Options::default());
        let mut locator = Locator::new(&body);
        let mut end = 0;
        for stretch in &body.stretches {
            prop_assert!(stretch.text.start >= end && stretch.text.end > stretch.text.start);
            end = stretch.text.end;
            let text = &body.text[stretch.text.start as usize..end as usize];
            prop_assert!(!text.contains('\n'), "{:?}", text);
            for (offset, character) in text.char_indices().filter(|(_, one)| one.is_alphanumeric()) {
                let at = stretch.text.start + u32::try_from(offset).expect("a short text");
                let html = &body.html[locator.start(at) as usize..];
                prop_assert!(html.starts_with(character), "{:?} at {:?}", character, html);
                let behind = at + u32::try_from(character.len_utf8()).expect("a character");
                let html = &body.html[..locator.end(behind) as usize];
                prop_assert!(html.ends_with(character), "{:?} ends {:?}", character, html);
                let source = &whole[body.source_at(at) as usize..];
                prop_assert!(source.starts_with([character, '&']), "{:?} at {:?}", character, source);
            }
        }
    }

    #[test]
    fn nothing_typed_is_lost_or_changed_by_hiding_it(words in "[a-z ]{0,20}", call in "[a-z]{1,5}") {
        let markdown = format!("`{{{{< {call} >}}}} {words}.`\n");
        let (body, notes) = read(&markdown, 0, &Options::default());
        prop_assert!(notes.is_empty());
        let shown = format!("{{{{< {call} >}}}} {words}.");
        prop_assert_eq!(body.text.trim_end(), shown.trim_end());
    }

    #[test]
    fn bytes_of_any_kind_are_read(markdown in "\\PC*|[\\x00-\\x7f]{0,200}") {
        let (body, _) = read(&markdown, 0, &Options::default());
        check_html(&fill(&body)).map_err(|error| TestCaseError::fail(format!("{error}\n{markdown:?}")))?;
    }
}

/// The texts of `piece`, one after the other.
fn joined(count: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&piece(number));
    }
    text
}

/// Texts that make naive programs take for ever, run out of memory or overflow their stack.
fn hostile() -> Vec<(&'static str, String)> {
    let footnotes = joined(30_000, |n| format!("[^{n}]\n\n[^{n}]: x\n\n"));
    let wide_row = "|x".repeat(2_000);
    vec![
        ("nested quotes", ">".repeat(100_000)),
        ("nested quotes with blocks", "> :::do\n".repeat(20_000)),
        ("nested lists", joined(1_000, |n| format!("{}- a\n", "  ".repeat(n)))),
        ("emphasis", "*a **a ".repeat(32_000)),
        ("emphasis that is closed", format!("{}x{}", "*a ".repeat(32_000), " a*".repeat(32_000))),
        ("pictures", "![[]()".repeat(50_000)),
        ("wiki links", "[[".repeat(50_000)),
        ("nested pictures", format!("{}x{}", "![".repeat(20_000), "](y)".repeat(20_000))),
        ("equal headings", "# a\n\n".repeat(20_000)),
        ("equal explicit ids", "# a {#a}\n\n".repeat(20_000)),
        ("numbered headings", joined(20_000, |n| format!("# a-{n}\n\n# a\n\n"))),
        ("footnotes", footnotes),
        ("one footnote", format!("{}\n\n[^1]: x\n", "[^1]".repeat(30_000))),
        ("undefined footnotes", "[^1".repeat(100_000)),
        ("a long line of code", format!("```rust\n{}\n```\n", "a(".repeat(500_000))),
        ("slow code", format!("```c\n{}\n```\n", "#define a \\\n".repeat(3_600))),
        ("nested code", format!("```json\n{}\n```\n", "[\n".repeat(30_000))),
        ("blocks", ":::do\n".repeat(50_000)),
        ("block ends", ":::\n".repeat(100_000)),
        ("calls", "{{< a b=\"c\" >}} ".repeat(30_000)),
        ("broken calls", "{{< a b=\" {{< a b=' ".repeat(30_000)),
        ("open calls", "{{< a ".repeat(50_000)),
        ("links in one paragraph", "[a](b). A".repeat(50_000)),
        ("links between dots", format!("[a](b){}", ".".repeat(100)).repeat(5_000)),
        ("a link with many words", format!("[{}](b)", "word ".repeat(200_000))),
        (
            "a wide table",
            format!("|{}|\n|{}|\n{}", "x|".repeat(2_000), "-|".repeat(2_000), "|\n".repeat(2_000)),
        ),
        ("a large table", format!("|x\n|-\n{}", format!("{wide_row}\n").repeat(100))),
        ("tags", "<b>".repeat(100_000)),
        ("one HTML block", format!("<div>\n{}", "<b\n".repeat(100_000))),
        ("comments", "<!-- a --> b\n\n".repeat(20_000)),
        ("definitions", "a\n: b\n".repeat(30_000)),
        ("entities", "&amp;".repeat(200_000)),
        ("backslashes", "\\".repeat(500_000)),
        ("reference definitions", "[a]: b\n".repeat(50_000)),
    ]
}

#[test]
fn no_text_takes_for_ever() {
    // Optimised, each takes some milliseconds; the colouring of code may take its full second.
    let longest = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });
    for (name, markdown) in hostile() {
        let begun = Instant::now();
        let (body, notes) = read(&markdown, 0, &Options::default());
        let time = begun.elapsed();
        println!("{name}: {time:?}, {} bytes in, {} out", markdown.len(), body.html.len());
        assert!(time < longest, "{name} took {time:?}");
        assert!(notes.into_vec().len() <= 500, "{name}");
        if let Err(error) = check_html(&fill(&body)) {
            panic!("{name}: {error}");
        }
    }
}

/// The address that a link of the manual stands for, in a site that has the page.
fn address(target: &Target) -> String {
    let page = |path: &str| {
        path.strip_suffix(".md").map_or_else(|| path.to_owned(), |path| format!("{path}/"))
    };
    let (path, fragment) = match target {
        Target::Content(to) | Target::Site(to) | Target::Relative(to) => {
            (page(to.path.trim_start_matches("../")), &to.fragment)
        }
        Target::Wiki { name, fragment } => (format!("conditions/{}/", slugify(name)), fragment),
        Target::External(_) | Target::Anchor(_) => unreachable!("written at once"),
    };
    let fragment =
        if fragment.is_empty() { String::new() } else { format!("#{}", slugify(fragment)) };
    format!("/{path}{fragment}")
}

#[test]
fn the_manual_is_true() {
    let manual = include_str!("../docs/markdown.md");
    let mut examples = 0;
    for example in manual.split("````markdown\n").skip(1) {
        let (markdown, rest) =
            example.split_once("````\n````html\n").expect("HTML behind Markdown");
        let (expected, _) = rest.split_once("````").expect("the end of the HTML");
        let (body, notes) = read(markdown, 0, &Options::default());
        let mut html = String::new();
        body.fill(&mut html, |hole, out| {
            if let HoleKind::Link(index) = hole.what {
                out.push_str(&address(&body.links[index as usize].target));
            }
        });
        assert_eq!(html, expected, "{markdown}");
        assert!(notes.is_empty(), "{markdown}");
        examples += 1;
    }
    assert!(examples >= 10, "only {examples} examples were found");
}

#[test]
fn no_setting_makes_it_panic() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let settings = (any_markdown(), any::<bool>(), any::<bool>(), any::<bool>());
    let result = runner.run(&settings, |(markdown, allow, extensions, smart_punctuation)| {
        let html = if allow { HtmlPolicy::Allow } else { HtmlPolicy::Deny };
        let options =
            Options { html, extensions, smart_punctuation, highlight: false, ..Options::default() };
        let (body, _) = read(&markdown, 0, &options);
        if !allow && extensions {
            check_html(&fill(&body))?;
        }
        Ok(())
    });
    result.expect("no text does");
}
