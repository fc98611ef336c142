//! The gist of a text: its words and what they stand in, without anything that is only how it is written or looks.
//!
//! Comes in: the Markdown of an article. Goes out: a line for every paragraph, heading, item or cell, each with a mark that
//! says what it is. Two texts that tell readers the same have the same gist, whatever the settings of the site; what it
//! makes of a text must stay the same from version to version, for it is what a review is bound to.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Parser, Tag, TagEnd};
use rustc_hash::FxHashMap;

use super::mask::{Site, SiteKind};
use super::{Options, container, mask, parser_options};

/// Lists and quotations inside each other that are told apart.
const DEEPEST: usize = 9;

/// The gist of the Markdown `source`.
pub fn gist(source: &str) -> String {
    let sites = mask::find(source);
    let hidden = (!sites.is_empty()).then(|| mask::hide(source, &sites));
    let text = hidden.as_deref().unwrap_or(source);
    // The settings of the site are of no account: a seal holds when they change.
    let options = Options::default();
    let mut gist = Gist { source, sites: &sites, ..Gist::default() };
    for (event, place) in Parser::new_ext(text, parser_options(&options, false)).into_offset_iter()
    {
        gist.event(&event, place);
    }
    gist.finish()
}

/// Lines in the making.
#[derive(Default)]
struct Lines {
    text: String,
    /// What the next word begins, if it begins something.
    mark: Option<String>,
    /// Whether there was a space since the last word.
    is_apart: bool,
}

impl Lines {
    fn begin(&mut self, mark: impl Into<String>) {
        self.mark = Some(mark.into());
    }

    fn add(&mut self, words: &str) {
        for letter in words.chars() {
            if letter.is_whitespace() {
                self.is_apart = true;
                continue;
            }
            if let Some(mark) = self.mark.take() {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.text.push_str(&mark);
                self.is_apart = true;
            }
            if self.is_apart && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.is_apart = false;
            self.text.push(letter);
        }
    }
}

#[derive(Default)]
struct Gist<'a> {
    source: &'a str,
    /// Blocks and shortcodes, in their order.
    sites: &'a [Site],
    main: Lines,
    /// Footnotes by their labels; readers see their numbers alone.
    notes: FxHashMap<String, Lines>,
    /// The labels in the order in which the text names them.
    numbers: Vec<String>,
    /// The footnote whose text this is.
    note: Option<String>,
    /// How many lists and quotations are open.
    depth: usize,
    /// The row and the cell of the table at hand; the first row is its head.
    cell: (usize, usize),
    /// HTML that has not ended yet.
    html: Option<String>,
}

impl Gist<'_> {
    fn lines(&mut self) -> &mut Lines {
        match &self.note {
            Some(label) => self.notes.entry(label.clone()).or_default(),
            None => &mut self.main,
        }
    }

    fn begin(&mut self, mark: impl Into<String>) {
        self.lines().begin(mark);
    }

    /// A mark behind as many spaces as there are lists and quotations around it.
    fn indented(&self, mark: &str) -> String {
        format!("{}{mark}", " ".repeat(self.depth.min(DEEPEST)))
    }

    /// Begins a paragraph; the first of an item, a cell or a definition is no more than its text.
    fn paragraph(&mut self) {
        if self.lines().mark.as_deref().is_none_or(|mark| mark == "p") {
            let mark = self.indented("p");
            self.begin(mark);
        }
    }

    fn event(&mut self, event: &Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(*end),
            Event::Text(text) | Event::Code(text) => self.words(text, place),
            Event::SoftBreak | Event::HardBreak => self.lines().is_apart = true,
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, place),
            Event::FootnoteReference(label) => {
                let known = self.numbers.iter().position(|known| **known == **label);
                let number = known.unwrap_or_else(|| {
                    self.numbers.push(label.to_string());
                    self.numbers.len() - 1
                });
                self.lines().add(&format!("[^{}]", number + 1));
            }
            Event::TaskListMarker(done) => self.lines().add(if *done { "[x] " } else { "[ ] " }),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.lines().add(text),
            Event::Rule => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, .. } => self.begin(level.to_string()),
            Tag::BlockQuote(kind) => {
                self.depth += 1;
                self.begin(match kind {
                    None => "quote",
                    Some(BlockQuoteKind::Note) => "quote-note",
                    Some(BlockQuoteKind::Tip) => "quote-tip",
                    Some(BlockQuoteKind::Important) => "quote-important",
                    Some(BlockQuoteKind::Warning) => "quote-warning",
                    Some(BlockQuoteKind::Caution) => "quote-caution",
                });
            }
            Tag::CodeBlock(_) => self.begin("code"),
            Tag::List(_) => self.depth += 1,
            Tag::Item => {
                let mark = self.indented("-");
                self.begin(mark);
            }
            Tag::FootnoteDefinition(label) => {
                self.note = Some(label.to_string());
                self.begin("note");
            }
            Tag::DefinitionListTitle => self.begin("term"),
            Tag::DefinitionListDefinition => self.begin("definition"),
            Tag::TableHead => self.cell = (0, 0),
            Tag::TableRow => self.cell = (self.cell.0 + 1, 0),
            Tag::TableCell => {
                self.cell.1 += 1;
                let (row, cell) = self.cell;
                self.begin(format!("cell {row}.{cell}"));
            }
            // What is crossed out is said no more.
            Tag::Strikethrough => self.lines().add("~~"),
            Tag::Image { title, .. } => {
                let title = title.to_string();
                self.lines().add(" ![");
                if !title.is_empty() {
                    self.lines().add(&format!("{title}: "));
                }
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::BlockQuote(_) | TagEnd::List(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.begin("p");
            }
            TagEnd::FootnoteDefinition => self.note = None,
            TagEnd::Strikethrough => self.lines().add("~~"),
            TagEnd::Image => self.lines().add("]"),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.begin("html");
                    self.lines().add(&without_comments(&html));
                    self.begin("p");
                }
            }
            _ => {}
        }
    }

    /// Words; where a block or a shortcode hides behind them, what the writer wrote.
    fn words(&mut self, text: &str, place: Range<usize>) {
        let before = self.sites.partition_point(|site| site.place.end <= place.start);
        let is_hidden = self.sites.get(before).is_some_and(|site| site.place.start < place.end);
        let written = self.source.get(place).filter(|_| is_hidden);
        self.lines().add(written.unwrap_or(text));
    }

    fn html(&mut self, html: &str, place: Range<usize>) {
        let site = self.sites.partition_point(|site| site.place.end <= place.start);
        let site = self.sites.get(site).filter(|site| site.place.start < place.end);
        if let Some(Site { place, kind }) = site
            && matches!(kind, SiteKind::Open | SiteKind::Close)
        {
            let line = self.source.get(place.clone()).unwrap_or_default();
            let (name, heading) = container::read(line);
            self.begin(format!(":::{}", name.to_ascii_lowercase()));
            self.lines().add(if heading.is_empty() { "." } else { " " });
            let words = words_of(heading);
            self.lines().add(&words);
            self.begin("p");
        } else if let Some(open) = &mut self.html {
            open.push_str(html);
        } else {
            self.lines().add(&without_comments(html));
        }
    }

    fn finish(mut self) -> String {
        for (number, label) in self.numbers.iter().enumerate() {
            // One without a text is not shown; nor is a text that nothing leads to.
            if let Some(note) = self.notes.remove(label) {
                self.main.begin(format!("[^{}]", number + 1));
                self.main.add(&note.text);
            }
        }
        self.main.text
    }
}

/// The words of one line of Markdown.
fn words_of(line: &str) -> String {
    let mut words = String::new();
    for event in Parser::new(line) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

/// HTML without what no reader sees.
fn without_comments(html: &str) -> String {
    let mut seen = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        seen.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    seen + rest
}

#[cfg(test)]
mod tests {
    use super::gist;

    #[test]
    fn a_line_says_what_it_is() {
        let text = "# Top\n\nOne *two*\nthree.\n\n- a\n- b\n  - c\n\n:::urgent Ask **now** if:\n\n- d\n\n:::\n\n| A | B |\n|---|---|\n| 1 | ~~2~~ |\n\nTerm\n: Meaning[^x]\n\n[^x]: Source.\n";
        let expected = "h1 Top\np One two three.\n - a\n - b\n  - c\n:::urgent Ask now if:\n - d\n::: .\ncell 0.1 A\ncell 0.2 B\ncell 1.1 1\ncell 1.2 ~~2~~\nterm Term\ndefinition Meaning[^1]\n[^1] note Source.";
        assert_eq!(gist(text), expected);
    }

    #[test]
    fn how_it_is_written_is_of_no_account() {
        for (one, other) in [
            ("One two\nthree", "One  two three"),
            ("One **two**", "One two"),
            ("* a\n* b", "- a\n\n- b"),
            ("Title\n=====\n\nText", "# Title {#here}\n\nText"),
            ("See [this](a.md)", "See [this](/elsewhere/)"),
            ("A[^a] b[^b]\n\n[^a]: X\n[^b]: Y", "A[^one] b[^two]\n\n[^two]: Y\n\n[^one]: X"),
            ("Text\n\n<!-- a remark -->\n\nMore", "Text\n\nMore"),
            ("Text <!-- a remark --> more", "Text more"),
            ("| A | B |\n|--|--|\n| c | d |", "|A|B|\n|:-:|---|\n|c|d|"),
            (":::care urgent Go:\n\nNow\n\n:::", "::: URGENT Go:\n\nNow\n\n:::"),
            ("Tom &amp; Ana\\!", "Tom & Ana!"),
            ("One\r\ntwo\r\n\r\n- a\r\n", "One\ntwo\n\n- a\n"),
            ("![A hand](a.jpg)", "![A hand](b.webp)"),
        ] {
            assert_eq!(gist(one), gist(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_readers_see_counts() {
        for (one, other) in [
            ("It helps.", "It hurts."),
            ("## A", "### A"),
            ("- a\n- b", "a\n\nb"),
            ("- a\n- b", "- a\n  - b"),
            (":::urgent Go:\n\nx\n\n:::", ":::emergency Go:\n\nx\n\n:::"),
            (":::urgent Go:\n\nx\n\n:::\n\ny", ":::urgent Go:\n\nx\n\ny\n\n:::"),
            ("Not safe", "~~Not~~ safe"),
            ("| A |\n|--|\n| 1 |\n| 2 |", "| A |\n|--|\n| 1 2 |"),
            ("A b[^a]\n\n[^a]: X", "A[^a] b\n\n[^a]: X"),
            ("{{< dose n=1 >}}", "{{< dose n=2 >}}"),
            ("`{{< dose n=1 >}}`", "`{{< dose n=2 >}}`"),
            ("Text\n\n    ::: one", "Text\n\n    ::: two"),
            ("![A hand](a.jpg)", "![A foot](a.jpg)"),
            ("> Quote", "Quote"),
            ("> a\n>\n> b", "> a\n\nb"),
            ("- a\n\n  b", "- a\n\nb"),
            ("|A|B|\n|-|-|\n|x| |", "|A|B|\n|-|-|\n| |x|"),
            ("> [!WARNING]\n> Text", "> [!NOTE]\n> Text"),
            ("See [this](a.md)", "See [that](a.md)"),
            ("[[sciatica]]", "[[whiplash]]"),
        ] {
            assert_ne!(gist(one), gist(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn nothing_makes_it_fail() {
        let deep = "> - ".repeat(3_000);
        for text in ["", "\u{feff}", ":::", "<!--", "{{<", "[^a]", "~~", "|", &deep] {
            let _made = gist(text);
        }
    }
}
