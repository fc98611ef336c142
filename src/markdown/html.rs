//! HTML tags in an article: an error that says the Markdown way, unless the site allows them.

use std::ops::Range;

use super::escape::escape_text;
use super::mask::SiteKind;
use super::options::HtmlPolicy;
use super::tag::{self, tag_name};
use super::writer::{Mode, Writer};
use crate::diagnostic::{Code, Diagnostic};

/// Most tags that are reported in one article.
const MOST_TAGS: u32 = 50;

/// What was seen of HTML so far.
#[derive(Debug, Default)]
pub(super) struct RawHtml {
    /// Whether any was let through.
    pub(super) seen: bool,
    /// Where its links lead.
    pub(super) addresses: Vec<Box<str>>,
    /// A place where what looks like a tag is a part of another mistake.
    pub(super) excused: usize,
    /// Whether a comment is open in a block.
    in_comment: bool,
    reported: u32,
    /// Start tags that were reported, whose end tags need no report.
    open: Vec<String>,
}

/// What a writer can do instead of a tag.
fn instead(tag: &str) -> &'static str {
    match tag {
        "b" | "strong" => "Write `**bold**`.",
        "i" | "em" => "Write `*italic*`.",
        "br" => {
            "Put two spaces at the end of the line, or begin a new paragraph with an empty line."
        }
        "a" => "Write `[words](address)`.",
        "img" => "Write `![what it shows](photo.jpg)`.",
        "u" => "Underlined words look like links. Write `**bold**` to stress them.",
        "center" | "font" | "style" | "big" | "small" => {
            "How things look is the theme's matter. Leave the tag out."
        }
        "p" => "Leave an empty line between paragraphs.",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "Write `## Heading`.",
        "ul" | "ol" | "li" => "Begin each line of a list with `- ` or `1. `.",
        "blockquote" => "Begin each line of a quotation with `> `.",
        "code" | "pre" => "Put code between back-ticks.",
        "hr" => "Write `---` on a line of its own.",
        "s" | "del" | "strike" => "Write `~~struck out~~`.",
        "table" | "tr" | "td" | "th" | "thead" | "tbody" => {
            "Write the table with `|` between the columns."
        }
        "iframe" | "video" | "audio" | "script" | "form" | "embed" | "object" => {
            "Use a shortcode of the theme: `{{< name field=\"value\" >}}`."
        }
        "div" | "section" | "aside" | "span" => {
            "Use a block such as `:::inset`, or leave the tag out."
        }
        _ => "Write it in Markdown, or put a backslash before the `<` to show it as it is.",
    }
}

impl Writer<'_> {
    fn allows_html(&self) -> bool {
        self.options.html == HtmlPolicy::Allow
    }

    /// A tag or comment between words.
    pub(super) fn inline_html(&mut self, html: &str, place: Range<usize>) {
        if self.site_start < place.end {
            // Only a block line that Markdown reads as text looks like a tag without being one.
            let is_line = self.sites[self.next_site].place == place
                && !matches!(self.sites[self.next_site].kind, SiteKind::Call(_));
            let typed = self.original(html, place.clone());
            if is_line {
                escape_text(&mut self.page.html, typed);
                self.text.push_str(typed);
                return;
            }
        }
        let html = &self.source[place.clone()];
        if self.options.extensions && html.starts_with("<!--") {
            self.part_words();
            return;
        }
        if self.allows_html() {
            self.raw.seen = true;
            self.pass_html(html);
            return;
        }
        self.report_tag(html, place);
        escape_text(&mut self.page.html, html);
        self.text.push_str(html);
    }

    pub(super) fn start_html_block(&mut self, place: Range<usize>) {
        if self.site_start <= place.start {
            self.misplaced_calls(place.start);
        }
        if self.site_start == place.start {
            let site = &self.sites[self.next_site];
            let is_close = matches!(site.kind, SiteKind::Close);
            let line = site.place.clone();
            self.discard_sites(&line);
            self.mode = Mode::Skip;
            self.block_line(if is_close { &SiteKind::Close } else { &SiteKind::Open }, line);
            return;
        }
        self.end_leaf();
        let block = self.source[place.clone()].trim_ascii_end();
        if self.options.extensions && is_comment(block) {
            self.discard_sites(&place);
            self.mode = Mode::Skip;
            if !block.contains("-->") {
                self.report_open_comment(place.start);
            }
        } else if self.allows_html() {
            self.raw.seen = true;
            self.fresh_line();
        } else {
            self.discard_sites(&place);
            self.report_block(block, place.start);
            self.mode = Mode::Skip;
            self.start_block("<p>");
            escape_text(&mut self.page.html, block);
            self.text.push_str(block);
            self.end_block("</p>\n");
        }
    }

    /// A line of an HTML block that is let through.
    pub(super) fn html_line(&mut self, html: &str, place: &Range<usize>) {
        let html =
            if self.site_start < place.end { self.original(html, place.clone()) } else { html };
        self.pass_html(html);
    }

    /// Writes HTML as it is, but for `<nolink>`: a mark of our own, which no browser knows.
    fn pass_html(&mut self, html: &str) {
        let from = self.page.html.len();
        let mut rest = html;
        self.part_words();
        while let Some((before, tag)) = tag::next(&mut rest, &mut self.raw.in_comment) {
            self.page.html.push_str(before);
            let name = tag_name(tag);
            if name != "nolink" {
                self.page.html.push_str(tag);
            }
            self.follow_tag(tag, &name);
        }
        self.page.html.push_str(rest);
        if html.len() > self.page.html.len() - from
            && self.page.html[from..].trim_ascii().is_empty()
        {
            self.page.html.truncate(from);
        }
    }

    /// Reports a comment that goes on to the end of the text.
    fn report_open_comment(&mut self, start: usize) {
        let problem = Diagnostic::error(
            Code::OPEN_COMMENT,
            self.span(start..start + "<!--".len()),
            "this comment is never closed, so all that follows would be missing from the page",
        )
        .help("Put `-->` where the comment ends.");
        self.note(problem);
    }

    /// Reports the tags of a block, which begins at `start`.
    fn report_block(&mut self, block: &str, start: usize) {
        let mut at = 0;
        let mut found = false;
        while let Some(offset) = block[at..].find('<') {
            at += offset;
            let rest = &block[at..];
            if rest.starts_with("<!--") {
                at += rest.find("-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            if rest[1..].starts_with(|one: char| one.is_ascii_alphabetic() || "/!?".contains(one)) {
                self.report_tag(&rest[..length], start + at..start + at + length);
                found = true;
                at += length;
            } else {
                at += 1;
            }
        }
        if !found {
            let problem = Diagnostic::error(
                Code::RAW_HTML,
                self.span(start..start + block.len()),
                "text behind a comment on the same line is not read as Markdown",
            )
            .help("Put the comment on a line of its own.");
            self.note(problem);
        }
    }

    fn report_tag(&mut self, tag: &str, place: Range<usize>) {
        let name = tag_name(tag);
        if tag.starts_with("</")
            && let Some(index) = self.raw.open.iter().rposition(|open| *open == name)
        {
            self.raw.open.truncate(index);
            return;
        }
        if place.start == self.raw.excused || self.raw.reported >= MOST_TAGS {
            return;
        }
        self.raw.reported += 1;
        let is_single =
            tag.ends_with("/>") || matches!(name.as_str(), "br" | "hr" | "img" | "input");
        let help = instead(&name);
        let message = if name.is_empty() {
            "this looks like code of a web page, which articles cannot have".to_owned()
        } else {
            format!("articles cannot have the HTML tag `<{name}>`")
        };
        let problem = Diagnostic::error(Code::RAW_HTML, self.span(place), message).help(help);
        self.note(problem);
        if !tag.starts_with("</") && !is_single {
            self.raw.open.push(name);
        }
    }
}

/// Whether a block is a comment and nothing else.
fn is_comment(block: &str) -> bool {
    block.starts_with("<!--") && block.find("-->").is_none_or(|end| end + 3 == block.len())
}
