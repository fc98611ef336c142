//! Blocks: `:::urgent Speak to a GP if:` … `:::`. Care cards, warnings, lists of dos and don’ts, boxes.
//!
//! Comes in: the line that begins or ends a block. Goes out: the element with its heading. Whatever is
//! forgotten or misplaced, the HTML stays balanced: a block that was begun inside a list item or a quote
//! ends with it.

use std::ops::Range;

use super::escape::escape_text;
use super::mask::SiteKind;
use super::options::Labels;
use super::writer::Writer;
use crate::diagnostic::{Code, Diagnostic};

/// The kinds of blocks, by the name that a writer types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    NonUrgent,
    Urgent,
    Emergency,
    Warning,
    Do,
    Dont,
    KeyPoints,
    Check,
    Booking,
    Inset,
    NoLink,
    Unknown,
}

const NAMES: [(&str, Kind); 11] = [
    ("non-urgent", Kind::NonUrgent),
    ("urgent", Kind::Urgent),
    ("emergency", Kind::Emergency),
    ("warning", Kind::Warning),
    ("do", Kind::Do),
    ("dont", Kind::Dont),
    ("key-points", Kind::KeyPoints),
    ("check", Kind::Check),
    ("booking", Kind::Booking),
    ("inset", Kind::Inset),
    ("nolink", Kind::NoLink),
];

/// How the heading of a block is made.
enum Title<'a> {
    /// Hidden words that only a screen reader says, before a heading that the writer must give.
    Needed(&'a str),
    /// What it is when the writer gives none.
    Usual(&'a str),
    /// Only if the writer gives one.
    Optional,
}

impl Kind {
    fn is_care_card(self) -> bool {
        matches!(self, Self::NonUrgent | Self::Urgent | Self::Emergency)
    }

    /// The start tag, the end tag and the class of the heading.
    fn element(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NonUrgent => {
                ("<section class=\"care care-non-urgent\">", "</section>", "care-heading")
            }
            Self::Urgent => ("<section class=\"care care-urgent\">", "</section>", "care-heading"),
            Self::Emergency => {
                ("<section class=\"care care-emergency\">", "</section>", "care-heading")
            }
            Self::Warning => {
                ("<section class=\"callout callout-warning\">", "</section>", "callout-heading")
            }
            Self::Do => ("<section class=\"do\">", "</section>", "do-heading"),
            Self::Dont => ("<section class=\"dont\">", "</section>", "dont-heading"),
            Self::KeyPoints => {
                ("<section class=\"key-points\">", "</section>", "key-points-heading")
            }
            Self::Check => ("<section class=\"check\">", "</section>", "check-heading"),
            Self::Booking => ("<aside class=\"booking\"", "</aside>", "booking-heading"),
            Self::Inset | Self::Unknown => ("<div class=\"inset\">", "</div>", "inset-heading"),
            Self::NoLink => ("<div class=\"nolink\">", "</div>", "nolink-heading"),
        }
    }

    fn title(self, labels: &Labels) -> Title<'_> {
        match self {
            Self::NonUrgent => Title::Needed(&labels.non_urgent),
            Self::Urgent => Title::Needed(&labels.urgent),
            Self::Emergency => Title::Needed(&labels.emergency),
            Self::Warning => Title::Needed(&labels.important),
            Self::Do => Title::Usual(&labels.dos),
            Self::Dont => Title::Usual(&labels.donts),
            Self::KeyPoints => Title::Usual(&labels.key_points),
            Self::Check => Title::Usual(&labels.check),
            Self::Booking | Self::Inset | Self::NoLink | Self::Unknown => Title::Optional,
        }
    }
}

/// Whether a block of this name is a care card.
pub(super) fn is_care_card(name: &str) -> bool {
    let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
    known.is_some_and(|(_, kind)| kind.is_care_card())
}

/// A block that is open.
#[derive(Debug)]
pub(super) struct Open {
    kind: Kind,
    /// How many elements of Markdown were open around it.
    depth: u32,
    /// Its first line.
    place: Range<usize>,
    /// The level of headings to go back to at its end.
    level: u8,
}

/// The name and the heading on the first line of a block.
pub(super) fn read(line: &str) -> (&str, &str) {
    let mut line = line;
    loop {
        line = line.trim_start_matches(':').trim();
        // Some write colons at the end of the line too.
        if line.ends_with(":::") {
            line = line.trim_end_matches(':').trim_end();
        }
        let (name, heading) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let heading = heading.trim();
        if !name.eq_ignore_ascii_case("care") || heading.is_empty() {
            return (name, heading);
        }
        line = heading;
    }
}

impl Writer<'_> {
    /// Handles the line of a block at `place`.
    pub(super) fn block_line(&mut self, kind: &SiteKind, place: Range<usize>) {
        self.end_leaf();
        // The line itself counts as one element of Markdown; it is not around the block.
        let depth = self.depth - 1;
        if matches!(kind, SiteKind::Open) {
            self.open_block(depth, place);
        } else if self.blocks.last().is_some_and(|block| block.depth == depth) {
            self.close_block();
        } else {
            let message = match self.blocks.last() {
                Some(_) => {
                    "this line ends a block that was begun outside of the list or quote it stands in"
                }
                None => "this line ends a block, but none was begun",
            };
            let problem = Diagnostic::error(Code::STRAY_BLOCK_END, self.span(place), message)
                .help("Remove the line, or begin a block with `:::name`.");
            self.note(problem);
        }
    }

    fn open_block(&mut self, depth: u32, place: Range<usize>) {
        let (name, heading) = read(&self.source[place.clone()]);
        let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        let kind = known.map_or(Kind::Unknown, |(_, kind)| *kind);
        if kind == Kind::Unknown {
            let problem = Diagnostic::error(
                Code::UNKNOWN_BLOCK,
                self.span(place.clone()),
                format!("there is no block `{}`", shorten(name)),
            )
            .did_you_mean(
                name,
                NAMES.iter().map(|(name, _)| *name),
                "The blocks are non-urgent, urgent, emergency, warning, do, dont, key-points, check, booking, inset and nolink.",
            );
            self.note(problem);
        }
        if kind == Kind::Booking && self.blocks.iter().any(|block| block.kind.is_care_card()) {
            let problem = Diagnostic::error(
                Code::BLOCK_PLACE,
                self.span(place.clone()),
                "a booking call stands inside a care card",
            )
            .help("Advice on getting care must not sell. Put the booking call after the `:::` of the care card.");
            self.note(problem);
        }
        self.fresh_line();
        self.page.html.push_str(kind.element().0);
        if kind == Kind::Booking {
            self.booking_label();
        }
        self.page.html.push('\n');
        let level = self.level;
        self.block_heading(kind, heading, &place);
        self.count_block(kind, 1);
        self.blocks.push(Open { kind, depth, place, level });
    }

    /// Says that what follows is the salon's own interest, to the eye and to a screen reader.
    fn booking_label(&mut self) {
        let label = &self.options.words.booking;
        let html = &mut self.page.html;
        html.push_str(" aria-label=\"");
        escape_text(html, label);
        html.push_str("\">\n<p class=\"booking-label\">");
        escape_text(html, label);
        html.push_str("</p>");
    }

    fn block_heading(&mut self, kind: Kind, heading: &str, place: &Range<usize>) {
        let (hidden, heading) = match kind.title(&self.options.words) {
            Title::Needed(hidden) => {
                if heading.is_empty() {
                    let problem = Diagnostic::error(
                        Code::BLOCK_HEADING,
                        self.span(place.clone()),
                        "this block has no heading",
                    )
                    .help("Write the heading on the same line, for example `:::urgent Speak to a GP if:`.");
                    self.note(problem);
                }
                (Some(hidden), heading)
            }
            Title::Usual(usual) => (None, if heading.is_empty() { usual } else { heading }),
            Title::Optional if heading.is_empty() => return,
            Title::Optional => (None, heading),
        };
        let level = (self.level + 1).clamp(2, 6);
        self.level = level;
        let tag = self.open_heading_tag(level);
        let html = &mut self.page.html;
        html.push_str(" class=\"");
        html.push_str(kind.element().2);
        html.push_str("\">");
        if let Some(hidden) = hidden {
            html.push_str("<span class=\"visually-hidden\">");
            escape_text(html, hidden);
            html.push_str(": </span>");
        }
        if self.options.smart_punctuation {
            smarten(heading, html, &mut self.text);
        } else {
            escape_text(html, heading);
            self.text.push_str(heading);
        }
        self.close_heading_tag(level, tag);
        self.end_leaf();
    }

    fn close_block(&mut self) {
        if let Some(block) = self.blocks.pop() {
            self.level = block.level;
            self.count_block(block.kind, -1);
            self.fresh_line();
            self.page.html.push_str(block.kind.element().1);
            self.page.html.push('\n');
        }
    }

    /// Counts the blocks that are open by what their words may be used for.
    fn count_block(&mut self, kind: Kind, change: i32) {
        let reading = &mut self.reading;
        let count = |counter: &mut u32| *counter = counter.saturating_add_signed(change);
        if matches!(kind, Kind::NoLink | Kind::Emergency) {
            count(&mut reading.closed);
        }
        if kind == Kind::Booking {
            count(&mut reading.bookings);
        }
        if kind.is_care_card() || matches!(kind, Kind::Warning | Kind::Dont | Kind::Check) {
            count(&mut reading.advice);
        }
    }

    /// Ends the blocks that were begun inside an element which ends now.
    pub(super) fn close_blocks_inside(&mut self, depth: u32) {
        while let Some(block) = self.blocks.last()
            && block.depth >= depth
        {
            let problem = Diagnostic::error(
                Code::UNCLOSED_BLOCK,
                self.span(block.place.clone()),
                "this block has no end",
            )
            .help("Put a line `:::` after it, indented like its first line.");
            self.note(problem);
            self.end_leaf();
            self.close_block();
        }
    }
}

/// Enough of a name to recognise it.
fn shorten(name: &str) -> &str {
    &name[..name.floor_char_boundary(40)]
}

/// Curly quotes and dashes for a heading, which the Markdown parser does not see.
fn smarten(heading: &str, html: &mut String, text: &mut String) {
    let mut before = ' ';
    let mut from = text.len();
    for character in heading.chars() {
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '“' | '‘' | '–' | '—');
        text.push(match character {
            '\'' if opens => '‘',
            '\'' => '’',
            '"' if opens => '“',
            '"' => '”',
            other => other,
        });
        before = character;
    }
    for (typed, shown) in [("---", "—"), ("--", "–"), ("...", "…")] {
        if text[from..].contains(typed) {
            let better = text[from..].replace(typed, shown);
            text.truncate(from);
            text.push_str(&better);
        }
    }
    from = from.min(text.len());
    escape_text(html, &text[from..]);
}
