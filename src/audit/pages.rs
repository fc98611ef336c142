//! The rules about the page as a whole.

use super::address::{Base, Leads};
use super::court::{Court, Found};
use super::observed::{Defect, Observed};
use super::rule::{self, Severity};
use super::site::{Flaw, Limits};
use super::width::pixels;

/// The sizes of letters in a list of search results.
const TITLE_SIZE: u32 = 20;
const DESCRIPTION_SIZE: u32 = 14;

impl Court<'_> {
    /// What the page shows by itself.
    pub(super) fn defects(&self, page: usize, flaws: &mut Vec<Flaw>) {
        let seen = self.pages[page].seen;
        for defect in &seen.defects {
            let written = seen.says(defect.written);
            let words = seen.says(defect.words);
            let mut flaw =
                Flaw::new(defect.rule, page, defect.offset, message(defect, written, words));
            let is_note = defect.rule == rule::PAGE_H1 || defect.rule == rule::PAGE_HEADING_ORDER;
            flaw = flaw.with(if is_note { words } else { written }, words);
            flaws.push(flaw);
        }
    }

    /// Title and description.
    pub(super) fn texts(&self, page: usize, flaws: &mut Vec<Flaw>) {
        let seen = self.pages[page].seen;
        let Limits { title_pixels, description_pixels: (may_cut, cuts), description_characters } =
            self.site.limits;
        if let Some(title) = seen.title {
            let text = seen.says(title.text);
            let width = pixels(text, TITLE_SIZE);
            if width > title_pixels {
                let message = format!(
                    "The title is {width} pixels wide, and search engines show about {title_pixels}"
                );
                let flaw = Flaw::new(rule::PAGE_TITLE_LONG, page, title.offset, message);
                flaws.push(flaw.with(text, text));
            }
        }
        if !self.pages[page].is_listed {
            return;
        }
        let Some(description) = seen.description else {
            let offset = seen.title.map_or(0, |title| title.offset);
            let message = "The page has no description for search engines".to_owned();
            flaws.push(Flaw::new(rule::PAGE_DESCRIPTION_MISSING, page, offset, message));
            return;
        };
        let text = seen.says(description.text);
        let width = pixels(text, DESCRIPTION_SIZE);
        if width > may_cut {
            let message = format!(
                "The description is {width} pixels wide, and search engines show about {may_cut}"
            );
            let rule = rule::PAGE_DESCRIPTION_LONG;
            let mut flaw = Flaw::new(rule, page, description.offset, message).with(text, text);
            if width <= cuts {
                flaw.severity = Severity::Info;
            }
            flaws.push(flaw);
        }
        let count = text.chars().take(description_characters).count();
        if count < description_characters {
            let message = format!("The description has only {count} characters");
            let rule = rule::PAGE_DESCRIPTION_SHORT;
            flaws.push(Flaw::new(rule, page, description.offset, message).with(text, text));
        }
    }

    /// The one address that the page gives itself.
    pub(super) fn canonical(&self, page: usize, base: &Base, flaws: &mut Vec<Flaw>) {
        let seen = self.pages[page].seen;
        let [said] = &*seen.canonicals else { return };
        let written = seen.says(said.text);
        let flaw = |rule, message: String| {
            Some(Flaw::new(rule, page, said.offset, message).with(written, ""))
        };
        let found = match self.host.resolve(base, written) {
            Leads::Here(place) => match self.find(&place) {
                Found::Page(_) | Found::File => None,
                Found::Redirect(_) => flaw(
                    rule::PAGE_CANONICAL,
                    format!("The page says that its address is {written}, which is a redirect"),
                ),
                Found::Slash(address) | Found::Case(address) => flaw(
                    rule::PAGE_CANONICAL,
                    format!("The page says that its address is {written}; did you mean {address}?"),
                ),
                Found::Nothing(_) => flaw(
                    rule::PAGE_CANONICAL,
                    format!("The page says that its address is {written}, where there is nothing"),
                ),
            },
            Leads::Nowhere => {
                flaw(rule::PAGE_CANONICAL, "The page gives itself an empty address".to_owned())
            }
            Leads::Local => flaw(
                rule::LINK_LOCAL,
                format!(
                    "The page says that its address is {written}, which only the writer's own computer can open"
                ),
            ),
            Leads::Elsewhere(origin) if origin.starts_with("http:") => flaw(
                rule::LINK_INSECURE,
                format!("The page says that its address is {written}, which is not encrypted"),
            ),
            _ => None,
        };
        flaws.extend(found);
    }

    /// A page that moves on by itself.
    pub(super) fn refresh(&self, page: usize, flaws: &mut Vec<Flaw>) {
        let seen: &Observed = self.pages[page].seen;
        if let Some(refresh) = seen.refresh {
            let message = if refresh.url.is_empty() {
                format!("The page loads itself again after {} seconds", refresh.seconds)
            } else {
                format!("The page sends the reader on after {} seconds", refresh.seconds)
            };
            let flaw = Flaw::new(rule::PAGE_REFRESH, page, refresh.offset, message);
            flaws.push(flaw.with(seen.says(refresh.content), ""));
        }
    }
}

/// What is wrong, in one line.
fn message(defect: &Defect, written: &str, words: &str) -> String {
    let written = written.trim();
    let picture = || {
        if written.is_empty() { "A picture".to_owned() } else { format!("The picture {written}") }
    };
    match defect.rule.name {
        "LINK-EMPTY" => format!("The link to {written} has no words that say where it leads"),
        "LINK-GENERIC" => format!("The link “{words}” does not say where it leads"),
        "ASSET-BROKEN" => "A picture has no address".to_owned(),
        "PAGE-ID-TWICE" => format!("The name “{written}” is given to two places of the page"),
        "PAGE-LANG" => "The page does not say in which language it is".to_owned(),
        "PAGE-TITLE-MISSING" => "The page has no title".to_owned(),
        "PAGE-H1" if written.is_empty() => "The page has no main heading".to_owned(),
        "PAGE-H1" => format!("The page has {written} main headings; “{words}” is the second"),
        "PAGE-HEADING-ORDER" => {
            let (last, level) = written.split_once(' ').unwrap_or(("", ""));
            format!(
                "The heading “{words}” is on level {level}, but the one before it is on level {last}"
            )
        }
        "PAGE-HEADING-EMPTY" => "A heading has no words".to_owned(),
        "PAGE-ALT" => format!("{} has no description for those who cannot see it", picture()),
        "PAGE-ALT-FILE" => {
            format!("The description “{written}” does not say what the picture shows")
        }
        "PAGE-TABLE" => "A table has no headings for its rows or columns".to_owned(),
        "PAGE-PICTURE-SIZE" => format!("{} does not state its width and height", picture()),
        "PAGE-FRAME" => format!("The embedded page {written} has no title"),
        "PAGE-LABEL" if words.is_empty() => "A field of a form has no label".to_owned(),
        "PAGE-LABEL" => format!("The field “{words}” has no label"),
        "PAGE-BUTTON" => "A button has no words that say what it does".to_owned(),
        "PAGE-VIEWPORT" if written.is_empty() => {
            "The page does not fit itself to small screens".to_owned()
        }
        "PAGE-VIEWPORT" => "The page does not let readers enlarge it".to_owned(),
        "PAGE-CANONICAL" => format!("The page gives itself a second address, {written}"),
        "PAGE-REFERENCE" => format!("Something refers to “{written}”, which is not on the page"),
        _ => format!("Something is wrong with “{written}”"),
    }
}
