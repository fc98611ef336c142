//! What each piece of Markdown becomes, and what is said about mistakes.

mod blocks;

use std::fmt::Write as _;
use std::sync::Arc;

use camino::Utf8Path;

use super::{Body, HoleKind, HtmlPolicy, Link, Options, Target, parse};
use crate::base::position;
use crate::diagnostic::{Notes, Severity};

fn read(markdown: &str, options: &Options) -> (Body, String) {
    // Something before the body, to see that places are places in the whole file.
    let whole = format!("---\ntitle: é\n---\n{markdown}");
    let start = whole.len() - markdown.len();
    let path: Arc<Utf8Path> = Utf8Path::new("content/a.md").into();
    let mut notes = Notes::default();
    let body = parse(&whole, start..whole.len(), &path, options, &mut notes);
    let mut said = String::new();
    for note in notes.into_sorted() {
        let span = note.span().expect("a place").clone();
        let place = position(&whole, span.start as usize);
        let marked = &whole[span.start as usize..span.end as usize];
        let severity = if note.severity == Severity::Error { "error" } else { "warning" };
        let (line, column) = (place.line - 3, place.column);
        writeln!(said, "{line}:{column} {severity} {} {marked:?}: {}", note.code, note.message)
            .expect("a string");
        if let Some(help) = note.help {
            writeln!(said, "    {help}").expect("a string");
        }
    }
    (body, said)
}

/// The HTML with its holes made visible.
fn html(body: &Body) -> String {
    let mut html = String::new();
    body.fill(&mut html, |hole, out| {
        let written = match hole.what {
            HoleKind::Link(index) => match &body.links[index as usize].target {
                Target::Content(to) | Target::Site(to) | Target::Relative(to) => {
                    write!(out, "{{{}|{}}}", to.path, to.fragment)
                }
                Target::Wiki { name, fragment } => write!(out, "{{[{name}]|{fragment}}}"),
                Target::External(_) | Target::Anchor(_) => unreachable!("not a hole"),
            },
            HoleKind::Picture(_)
            | HoleKind::Size(_)
            | HoleKind::PictureEnd(_)
            | HoleKind::LinkEnd(_) => Ok(()),
            HoleKind::Call(index) => write!(out, "{{{{{}}}}}", body.calls[index as usize].name),
        };
        written.expect("a string");
    });
    html
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    let (body, said) = read(markdown, &Options::default());
    assert_eq!(html(&body), expected, "{said}");
    assert_eq!(said, "");
}

fn said(markdown: &str) -> String {
    read(markdown, &Options::default()).1
}

#[test]
fn text_is_typeset_and_escaped() {
    check(
        "It's \"so\" -- 5 < 6 & *really*...\n",
        "<p>It’s “so” – 5 &lt; 6 &amp; <em>really</em>…</p>\n",
    );
    check("~~gone~~ 5~10 and ~about~\n", "<p><del>gone</del> 5~10 and ~about~</p>\n");
    check("{{ 7*7 }} {% if x %} {#a#}\n", "<p>{{ 7*7 }} {% if x %} {#a#}</p>\n");
    check("a <!-- not shown --> b\n\n<!-- nor\n\nthis -->\n", "<p>a  b</p>\n");
    let plain = Options { smart_punctuation: false, ..Options::default() };
    assert_eq!(html(&read("it's", &plain).0), "<p>it's</p>\n");
}

#[test]
fn headings_get_ids_of_their_own() {
    check(
        "## What *helps*?\n\n## What helps\n\n## !\n\n## Own {#my-id .wide data-level=2}\n",
        "<h2 id=\"what-helps\">What <em>helps</em>?</h2>\n<h2 id=\"what-helps-1\">What helps</h2>\n\
         <h2 id=\"section\">!</h2>\n<h2 id=\"my-id\" class=\"wide\" data-level=\"2\">Own</h2>\n",
    );
    let (body, _) = read("## See [sciatica](../sciatica.md) *now*\n\nText.\n", &Options::default());
    assert_eq!(
        html(&body),
        "<h2 id=\"see-sciatica-now\">See <a href=\"{../sciatica.md|}\">sciatica</a> <em>now</em></h2>\n<p>Text.</p>\n"
    );
    assert_eq!(body.outline[0].title, "See sciatica now");
    assert!(body.has_anchor("see-sciatica-now") && !body.has_anchor("text"));
    check(
        "## A\n\n### A-1\n\n## A\n",
        "<h2 id=\"a\">A</h2>\n<h3 id=\"a-1\">A-1</h3>\n<h2 id=\"a-2\">A</h2>\n",
    );
}

#[test]
fn the_title_of_the_page_stays_the_only_main_heading() {
    let markdown =
        ":::key-points\n- x\n:::\n\n## Before\n\n# Main\n\n:::do\n- y\n:::\n\n###### Deep\n";
    let (body, _) = read(markdown, &Options::default());
    let tags: Vec<_> = html(&body)
        .lines()
        .filter(|line| line.starts_with("<h"))
        .map(|line| line[1..3].to_owned())
        .collect();
    assert_eq!(tags, ["h2", "h3", "h2", "h3", "h6"]);
    let levels: Vec<_> = body.outline.iter().map(|heading| heading.level).collect();
    assert_eq!(levels, [3, 2, 6]);
}

#[test]
fn mistakes_in_headings_are_named() {
    insta::assert_snapshot!(said("## A {#x onclick=alert(1) style=color:red}\n\n## B {#x}\n\n## C {note}\n\n## D {#fn:1}\n"), @r###"
    1:1 warning markdown::attribute "## A {#x onclick=alert(1) style=color:red}": a heading cannot have the attribute `onclick`
        It is left out. Between the curly brackets only `#id`, `.class` and `data-name=value` count; put a backslash before the `{` to show it.
    1:1 warning markdown::attribute "## A {#x onclick=alert(1) style=color:red}": a heading cannot have the attribute `style`
        It is left out. Between the curly brackets only `#id`, `.class` and `data-name=value` count; put a backslash before the `{` to show it.
    3:1 error markdown::duplicate-id "## B {#x}": two headings have the id `x`
        Give one of them another id.
    5:1 warning markdown::attribute "## C {note}": a heading cannot have the attribute `note`
        It is left out. Between the curly brackets only `#id`, `.class` and `data-name=value` count; put a backslash before the `{` to show it.
    7:1 warning markdown::attribute "## D {#fn:1}": the id `fn:1` belongs to footnotes
        It is left out. Between the curly brackets only `#id`, `.class` and `data-name=value` count; put a backslash before the `{` to show it.
    "###);
}

#[test]
fn links_inside_the_site_are_holes() {
    check(
        "[a](../conditions/sciatica.md#causes) [b](@/about.md) [c](/topics/x/ \"T\") [d](my%20file.pdf)\n",
        "<p><a href=\"{../conditions/sciatica.md|causes}\">a</a> <a href=\"{about.md|}\">b</a> \
         <a href=\"{/topics/x/|}\" title=\"T\">c</a> <a href=\"{my file.pdf|}\">d</a></p>\n",
    );
    check(
        "[a](https://x.test/?a=1&b=2) <https://y.test> [b](#here) <me@x.test> [t](tel:+441234)\n",
        "<p><a href=\"https://x.test/?a=1&amp;b=2\">a</a> <a href=\"https://y.test\">https://y.test</a> \
         <a href=\"#here\">b</a> <a href=\"mailto:me@x.test\">me@x.test</a> <a href=\"tel:+441234\">t</a></p>\n",
    );
    check(
        "[[Sciatica]] [[low back pain|a *bad* back]] [[Sciatica#What helps]] [[Gout|]] [[#Causes]]\n",
        "<p><a href=\"{[Sciatica]|}\">Sciatica</a> <a href=\"{[low back pain]|}\">a <em>bad</em> back</a> \
         <a href=\"{[Sciatica]|What helps}\">Sciatica</a> <a href=\"{[Gout]|}\">Gout</a> <a href=\"#causes\">#Causes</a></p>\n",
    );
    check(
        "| [[a\\|b]] |\n|---|\n",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">\n<table>\n<thead>\n<tr>\n\
         <th scope=\"col\"><a href=\"{[a]|}\">b</a></th>\n</tr>\n</thead>\n</table>\n</div>\n",
    );
}

#[test]
fn no_link_stands_in_a_link() {
    check(
        "[a <https://b.test> c](https://d.test)\n",
        "<p><a href=\"https://d.test\">a https://b.test c</a></p>\n",
    );
}

#[test]
fn a_link_knows_its_words_and_its_sentence() {
    let markdown = "First one. Many people with [*bad* sciatica][s] get\nbetter. Last.\n\n- See [[Gout]]\n\n[s]: ../s.md\n";
    let (body, _) = read(markdown, &Options::default());
    let sentence = |link: &Link| body.sentence(link.words.clone());
    let links: Vec<_> = body.links.iter().map(|link| (link.text.clone(), sentence(link))).collect();
    assert_eq!(
        links,
        [("bad sciatica", "Many people with bad sciatica get better."), ("Gout", "See Gout")]
            .map(|(words, sentence)| (words.to_owned(), sentence.to_owned()))
    );
    let whole = format!("---\ntitle: é\n---\n{markdown}");
    let span = &body.links[0].span;
    assert_eq!(&whole[span.start as usize..span.end as usize], "[*bad* sciatica][s]");
    assert_eq!(body.words, 12);
    assert_eq!(body.text, "First one. Many people with bad sciatica get better. Last.\nSee Gout\n");
}

#[test]
fn links_that_could_run_code_lose_their_address() {
    let markdown = "[a](JaVaScRiPt:alert(1)) [b](&#x6A;avascript:x) <vbscript:x> ![c](data:text/html,x) [d][d] [e]()\n\n[d]: javascript:x\n";
    let (body, said) = read(markdown, &Options::default());
    assert_eq!(html(&body), "<p>a b vbscript:x c d e</p>\n");
    insta::assert_snapshot!(said, @r#"
    1:1 error markdown::link-scheme "[a](JaVaScRiPt:alert(1))": a link must not begin with `javascript:`
        Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.
    1:26 error markdown::link-scheme "[b](&#x6A;avascript:x)": a link must not begin with `javascript:`
        Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.
    1:49 error markdown::link-scheme "<vbscript:x>": a link must not begin with `vbscript:`
        Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.
    1:62 error markdown::link-scheme "![c](data:text/html,x)": a link must not begin with `data:`
        Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.
    1:85 error markdown::link-scheme "[d][d]": a link must not begin with `javascript:`
        Use https, http, mailto or tel. If you trust others, add them under `markdown.schemes` in `anma.yaml`.
    1:92 warning markdown::empty-link "[e]()": this link leads nowhere
        Put the address between the round brackets: `[words](../conditions/sciatica.md)`.
    "#);
    let options = Options { schemes: vec!["sms".to_owned()], ..Options::default() };
    assert_eq!(html(&read("[a](sms:1)", &options).0), "<p><a href=\"sms:1\">a</a></p>\n");
}

#[test]
fn pictures_are_described() {
    check(
        "![A *hand*](hand.jpg) ![](line.png \"decorative\") [![x](y.png)](z.md)\n",
        "<p><img src=\"{hand.jpg|}\" alt=\"A hand\" decoding=\"async\" /> \
         <img src=\"{line.png|}\" alt=\"\" decoding=\"async\" /> \
         <a href=\"{z.md|}\"><img src=\"{y.png|}\" alt=\"x\" decoding=\"async\" /></a></p>\n",
    );
    check(
        "![A hand](hand.jpg \"The *right* hand\")\n\nText ![b](c.jpg \"t\")\n",
        "<figure>\n<img src=\"{hand.jpg|}\" alt=\"A hand\" decoding=\"async\" />\n<figcaption>The *right* hand</figcaption>\n</figure>\n\
         <p>Text <img src=\"{c.jpg|}\" alt=\"b\" title=\"t\" decoding=\"async\" /></p>\n",
    );
    insta::assert_snapshot!(said("![](hand.jpg) ![[hand.jpg]] ![[hand.jpg|A hand]]\n"), @r#"
    1:1 warning markdown::missing-alt "![](hand.jpg)": this picture has no description for people who cannot see it
        Say what it shows between the square brackets: `![A hand on a shoulder](photo.jpg)`. If it only decorates, write `![](photo.jpg "decorative")`.
    1:15 warning markdown::missing-alt "![[hand.jpg]]": this picture has no description for people who cannot see it
        Say what it shows between the square brackets: `![A hand on a shoulder](photo.jpg)`. If it only decorates, write `![](photo.jpg "decorative")`.
    "#);
}

#[test]
fn tables_scroll_and_name_their_columns() {
    check(
        "## Doses\n\n| a | b |\n|:-:|--:|\n| 1 |\n",
        "<h2 id=\"doses\">Doses</h2>\n<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table: Doses\">\n<table>\n\
         <thead>\n<tr>\n<th scope=\"col\" class=\"align-centre\">a</th>\n<th scope=\"col\" class=\"align-right\">b</th>\n</tr>\n</thead>\n\
         <tbody>\n<tr>\n<td class=\"align-centre\">1</td>\n<td class=\"align-right\"></td>\n</tr>\n</tbody>\n</table>\n</div>\n",
    );
    let (body, _) = read("|a|\n|-|\n\nx\n\n|b|\n|-|\n", &Options::default());
    assert!(
        body.html.contains("aria-label=\"Table\"") && body.html.contains("aria-label=\"Table 2\"")
    );
}

/// The corner above the names of rows says nothing, and must not be read as the heading of a column.
#[test]
fn an_empty_cell_of_the_head_is_no_heading() {
    let (body, _) = read("| | Dose |\n|:-|--|\n|1|2|\n", &Options::default());
    let head = "<tr>\n<td class=\"align-left\"></td>\n<th scope=\"col\">Dose</th>\n</tr>\n</thead>";
    assert!(body.html.contains(head), "{}", body.html);
}

#[test]
fn lists_of_tasks_and_of_terms() {
    check(
        "- [x] a\n- [ ] b\n",
        "<ul>\n<li><input type=\"checkbox\" class=\"task\" disabled checked aria-label=\"Done\" /> a</li>\n\
         <li><input type=\"checkbox\" class=\"task\" disabled aria-label=\"Not done\" /> b</li>\n</ul>\n",
    );
    check("Term\n: What it means\n", "<dl>\n<dt>Term</dt>\n<dd>What it means</dd>\n</dl>\n");
}

#[test]
fn footnotes_are_gathered_and_lead_back() {
    check(
        "One[^b] two[^a] three[^b].\n\n[^a]: See [x](x.md).\n[^b]: Deep.\n    - list\n",
        "<p>One<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup> \
         two<sup class=\"footnote-ref\"><a href=\"#fn:2\" id=\"fnref:2\" role=\"doc-noteref\" aria-label=\"Footnote 2\">2</a></sup> \
         three<sup class=\"footnote-ref\"><a href=\"#fn:1\" id=\"fnref:1-2\" role=\"doc-noteref\" aria-label=\"Footnote 1\">1</a></sup>.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn:1\">\n<p>Deep.</p>\n<ul>\n<li>list</li>\n</ul>\n\
         <p><a href=\"#fnref:1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to text 1-1\">↩<sup>1</sup></a> \
         <a href=\"#fnref:1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to text 1-2\">↩<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn:2\">\n<p>See <a href=\"{x.md|}\">x</a>. \
         <a href=\"#fnref:2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to text 2\">↩</a></p>\n</li>\n\
         </ol>\n</section>\n",
    );
    insta::assert_snapshot!(said("A[^1] b[^2] `[^3]`.\n\n[^1]: One.\n\n[^1]: Again.\n\n[^x]: Lost.\n"), @r#"
    1:8 warning markdown::footnote "[^2]": the footnote `2` is used but not written
        Write it on a line of its own: `[^2]: …`.
    5:1 warning markdown::footnote "[^1]: Again.": the footnote `1` is written twice
    7:1 warning markdown::footnote "[^x]: Lost.": the footnote `x` is written but not used
        It is not shown. Put `[^x]` where it belongs in the text.
    "#);
}

#[test]
fn html_is_an_error_with_a_way_out() {
    let (body, said) = read(
        "a <b>x</b> <br> <u\nclass=x>y</u> </i>\n\n<div>\n<img src=x onerror=alert(1)>\n</div>\n\n<!-- a --> b\n",
        &Options::default(),
    );
    assert_eq!(
        html(&body),
        "<p>a &lt;b&gt;x&lt;/b&gt; &lt;br&gt; &lt;u\nclass=x&gt;y&lt;/u&gt; &lt;/i&gt;</p>\n\
         <p>&lt;div&gt;\n&lt;img src=x onerror=alert(1)&gt;\n&lt;/div&gt;</p>\n<p>&lt;!-- a --&gt; b</p>\n"
    );
    insta::assert_snapshot!(said, @r#"
    1:3 error markdown::raw-html "<b>": articles cannot have the HTML tag `<b>`
        Write `**bold**`.
    1:12 error markdown::raw-html "<br>": articles cannot have the HTML tag `<br>`
        Put two spaces at the end of the line, or begin a new paragraph with an empty line.
    1:17 error markdown::raw-html "<u\nclass=x>": articles cannot have the HTML tag `<u>`
        Underlined words look like links. Write `**bold**` to stress them.
    2:15 error markdown::raw-html "</i>": articles cannot have the HTML tag `<i>`
        Write `*italic*`.
    4:1 error markdown::raw-html "<div>": articles cannot have the HTML tag `<div>`
        Use a block such as `:::inset`, or leave the tag out.
    5:1 error markdown::raw-html "<img src=x onerror=alert(1)>": articles cannot have the HTML tag `<img>`
        Write `![what it shows](photo.jpg)`.
    8:1 error markdown::raw-html "<!-- a --> b": text behind a comment on the same line is not read as Markdown
        Put the comment on a line of its own.
    "#);
    let many = "<b>x</b> ".repeat(200);
    assert_eq!(self::said(&many).matches("raw-html").count(), 50);
    let options = Options { html: HtmlPolicy::Allow, ..Options::default() };
    let (body, said) = read("a <b>x</b>\n\n<div>\n:::do\n</div>\n", &options);
    assert_eq!(
        (html(&body).as_str(), said.as_str()),
        ("<p>a <b>x</b></p>\n<div>\n:::do\n</div>\n", "")
    );
    assert!(body.raw_html);
}

#[test]
fn code_is_shown_as_typed() {
    check(
        "```nonsense\n:::do\n{{< x >}} <b>\n```\n\n    {{< a b >}}\n    :::\n\nand `{{< y z=1 >}}` `` ` ``\n",
        "<pre><code class=\"language-nonsense\">:::do\n{{&lt; x &gt;}} &lt;b&gt;\n</code></pre>\n\
         <pre><code>{{&lt; a b &gt;}}\n:::\n</code></pre>\n<p>and <code>{{&lt; y z=1 &gt;}}</code> <code>`</code></p>\n",
    );
}

#[cfg(feature = "highlight")]
#[test]
fn code_is_coloured() {
    let (body, said) = read("```rust,ignore\nlet x = 1;\n```\n", &Options::default());
    assert!(
        body.html
            .starts_with("<pre class=\"hl-code\"><code class=\"language-rust\"><span class=\"hl-"),
        "{}",
        body.html
    );
    assert!(body.html.ends_with("</span></code></pre>\n") && said.is_empty(), "{}", body.html);
    let long = format!("```json\n{}\n```\n", "[".repeat(6_000));
    let (body, said) = read(&long, &Options::default());
    assert!(body.html.contains("\">[[[["));
    insta::assert_snapshot!(said, @r#"
    1:1 warning markdown::highlight "```json": this code is too long to be coloured
        It is shown without colours. Take the language away from the first line to silence this.
    "#);
    let off = Options { highlight: false, ..Options::default() };
    assert!(!read("```rust\nlet x = 1;\n```\n", &off).0.html.contains("hl-"));
}
