//! Block elements: paragraphs, lists, quotes, code blocks.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Tag, TagEnd};

use super::escape::escape_text;
use super::writer::{Mode, Paragraph, Writer};

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, place: Range<usize>) {
        self.depth += 1;
        match tag {
            Tag::Paragraph => self.start_paragraph(place),
            Tag::Emphasis => self.page.html.push_str("<em>"),
            Tag::Strong => self.page.html.push_str("<strong>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(*link_type, dest_url, title, place);
            }
            Tag::Item => self.start_block("<li>"),
            Tag::List(start) => self.start_list(*start),
            Tag::Heading { level, id, classes, attrs } => {
                self.start_heading(*level, id.as_deref(), classes, attrs, place);
            }
            Tag::BlockQuote(None) => {
                self.reading.quotes += 1;
                self.start_block("<blockquote>\n");
            }
            Tag::BlockQuote(Some(kind)) => self.start_alert(*kind),
            Tag::CodeBlock(kind) => self.start_code(kind, place),
            Tag::HtmlBlock => self.start_html_block(place),
            Tag::FootnoteDefinition(label) => self.start_footnote(label, place),
            Tag::DefinitionList => self.start_block("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.start_block("<dt>");
                self.reading.closed += 1;
            }
            Tag::DefinitionListDefinition => self.start_block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.start_row("<thead>\n<tr>\n");
                self.reading.closed += 1;
            }
            Tag::TableRow => self.start_row("<tr>\n"),
            Tag::TableCell => self.start_cell(),
            Tag::Strikethrough => self.strikethrough("<del>", &place),
            Tag::Superscript => self.page.html.push_str("<sup>"),
            Tag::Subscript => self.page.html.push_str("<sub>"),
            Tag::Image { link_type, dest_url, title, .. } => {
                self.start_image(*link_type, dest_url, title, place);
            }
            // Front matter is not in the body, and the parser is not asked to look for it.
            Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, end: TagEnd, place: Range<usize>) {
        if self.blocks.last().is_some() {
            self.close_blocks_inside(self.depth);
        }
        self.depth -= 1;
        match end {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Emphasis => self.page.html.push_str("</em>"),
            TagEnd::Strong => self.page.html.push_str("</strong>"),
            TagEnd::Link => self.end_link(place),
            TagEnd::Item => self.end_block("</li>\n"),
            TagEnd::List(true) => self.end_block("</ol>\n"),
            TagEnd::List(false) => self.end_block("</ul>\n"),
            TagEnd::Heading(_) => self.end_heading(place),
            TagEnd::BlockQuote(None) => {
                self.end_block("</blockquote>\n");
                self.reading.quotes -= 1;
            }
            TagEnd::BlockQuote(Some(kind)) => {
                self.end_block("</div>\n");
                self.reading.advice -= u32::from(advises(kind));
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_) => {}
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionList => self.end_block("</dl>\n"),
            TagEnd::DefinitionListTitle => {
                self.end_block("</dt>\n");
                self.reading.closed -= 1;
            }
            TagEnd::DefinitionListDefinition => self.end_block("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => {
                self.end_table_head();
                self.reading.closed -= 1;
            }
            TagEnd::TableRow => self.end_block("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Strikethrough => self.strikethrough("</del>", &place),
            TagEnd::Superscript => self.page.html.push_str("</sup>"),
            TagEnd::Subscript => self.page.html.push_str("</sub>"),
        }
    }

    /// Begins a block element on a line of its own.
    pub(super) fn start_block(&mut self, tag: &str) {
        self.end_leaf();
        self.fresh_line();
        self.page.html.push_str(tag);
    }

    /// Ends a block element.
    pub(super) fn end_block(&mut self, tag: &str) {
        self.end_leaf();
        self.page.html.push_str(tag);
    }

    fn start_paragraph(&mut self, place: Range<usize>) {
        self.start_block("<p>");
        let place = self.trimmed(&place);
        self.paragraph = Paragraph { html: self.page.html.len(), place, end: None };
    }

    fn end_paragraph(&mut self) {
        self.end_leaf();
        self.page.html.push_str(self.paragraph.end.take().unwrap_or("</p>\n"));
    }

    /// Takes `<p>` back if nothing stands behind it yet, and ends the paragraph with `end` instead.
    pub(super) fn replace_paragraph(&mut self, end: &'static str) -> bool {
        let is_fresh =
            self.page.html.len() == self.paragraph.html && self.page.html.ends_with("<p>");
        if is_fresh {
            self.page.html.truncate(self.paragraph.html - "<p>".len());
            self.paragraph.end = Some(end);
        }
        is_fresh
    }

    fn start_list(&mut self, start: Option<u64>) {
        match start {
            None => self.start_block("<ul>\n"),
            Some(1) => self.start_block("<ol>\n"),
            Some(start) => {
                self.start_block("<ol start=\"");
                // Writing to a `String` cannot fail.
                let _written = writeln!(self.page.html, "{start}\">");
            }
        }
    }

    /// `> [!NOTE]` and its like: the same markup as a warning block, with a usual heading.
    fn start_alert(&mut self, kind: BlockQuoteKind) {
        self.reading.advice += u32::from(advises(kind));
        let words = &self.options.words;
        let (name, title) = match kind {
            BlockQuoteKind::Note => ("note", &words.note),
            BlockQuoteKind::Tip => ("tip", &words.tip),
            BlockQuoteKind::Important => ("important", &words.important),
            BlockQuoteKind::Warning => ("warning", &words.warning),
            BlockQuoteKind::Caution => ("caution", &words.caution),
        };
        self.start_block("<div class=\"callout callout-");
        self.page.html.push_str(name);
        self.page.html.push_str("\" role=\"note\">\n<p class=\"callout-heading\">");
        escape_text(&mut self.page.html, title);
        self.page.html.push_str("</p>\n");
        self.text.push_str(title);
        self.end_leaf();
    }

    pub(super) fn task(&mut self, done: bool) {
        let words = &self.options.words;
        let (checked, label) = if done { (" checked", &words.done) } else { ("", &words.not_done) };
        let html = &mut self.page.html;
        html.push_str("<input type=\"checkbox\" class=\"task\" disabled");
        html.push_str(checked);
        html.push_str(" aria-label=\"");
        escape_text(html, label);
        html.push_str("\" /> ");
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>, place: Range<usize>) {
        self.mode = Mode::Code;
        self.language = None;
        self.code_place = place;
        let CodeBlockKind::Fenced(info) = kind else {
            self.start_block("<pre><code>");
            return;
        };
        let name = info.split([' ', '\t']).next().unwrap_or_default();
        // `rust,ignore` and `js{1,3}` are habits of other tools.
        let name = if self.options.extensions {
            name.split([',', '{']).next().unwrap_or_default()
        } else {
            name
        };
        if name.is_empty() {
            self.start_block("<pre><code>");
            return;
        }
        let is_coloured = self.options.extensions && self.options.highlight && is_known(name);
        self.start_block(if is_coloured {
            "<pre class=\"hl-code\"><code class=\"language-"
        } else {
            "<pre><code class=\"language-"
        });
        escape_text(&mut self.page.html, name);
        self.page.html.push_str("\">");
        if is_coloured {
            self.language = Some(name.to_owned());
            self.has_code = true;
        }
    }

    pub(super) fn code_text(&mut self, text: &str, place: Range<usize>) {
        // What was hidden from the parser is shown here as it was typed.
        let text = if self.site_start < place.end { self.original(text, place) } else { text };
        if self.language.is_some() {
            self.code.push_str(text);
        } else {
            escape_text(&mut self.page.html, text);
        }
        self.text.push_str(text);
    }

    fn end_code(&mut self) {
        self.mode = Mode::Flow;
        if let Some(language) = self.language.take() {
            let code = std::mem::take(&mut self.code);
            self.write_coloured(&code, &language);
            self.code = code;
            self.code.clear();
        }
        self.end_block("</code></pre>\n");
    }

    #[cfg(not(feature = "highlight"))]
    fn write_coloured(&mut self, code: &str, _language: &str) {
        escape_text(&mut self.page.html, code);
    }

    #[cfg(feature = "highlight")]
    fn write_coloured(&mut self, code: &str, language: &str) {
        use crate::diagnostic::{Code, Diagnostic};

        let before = self.page.html.len();
        if let Err(reason) = super::highlight::write(&mut self.page.html, code, language) {
            self.page.html.truncate(before);
            escape_text(&mut self.page.html, code);
            if let Some(message) = reason.words() {
                let place = self.code_place.clone();
                let first_line = self.source[place.clone()].lines().next().map_or(0, str::len);
                let problem = Diagnostic::warning(
                    Code::HIGHLIGHT,
                    self.span(place.start..place.start + first_line),
                    message,
                )
                .help("It is shown without colours. Take the language away from the first line to silence this.");
                self.note(problem);
            }
        }
    }
}

/// Whether a callout advises against something.
fn advises(kind: BlockQuoteKind) -> bool {
    matches!(kind, BlockQuoteKind::Warning | BlockQuoteKind::Caution)
}

/// Whether code of this language can be coloured.
#[cfg(feature = "highlight")]
fn is_known(language: &str) -> bool {
    super::highlight::knows(language)
}

/// This build does not colour code.
#[cfg(not(feature = "highlight"))]
fn is_known(_language: &str) -> bool {
    false
}
