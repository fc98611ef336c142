//! What the site tells of causes and massages, and what to write next.

use std::cmp::Reverse;

use super::Site;
use super::cells::{Cell, Status, cells};
use super::suggest::{Suggestion, suggestions};
use crate::graph::{EntryId, Verdict};
use crate::schema::Kind;

/// How many articles are proposed.
const PROPOSED: usize = 5;

/// What the site tells, and what it does not.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// All causes, by title.
    pub causes: Vec<EntryId>,
    /// All massages, by title.
    pub treatments: Vec<EntryId>,
    /// Every cause with every massage, by cause and then by massage.
    pub cells: Vec<Cell>,
    /// What to write next, the most useful first.
    pub next: Vec<Next>,
    /// Relations that texts suggest and no page declares. They are never published.
    pub suggestions: Vec<Suggestion>,
}

/// An article to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// A title for it.
    pub title: String,
    /// The cause.
    pub cause: EntryId,
    /// The massage.
    pub treatment: EntryId,
    /// What the site tells now.
    pub status: Status,
    /// What readers are told of the massage and what the cause brings.
    pub verdict: Verdict,
    /// The condition that the verdict is about.
    pub condition: Option<EntryId>,
    /// Articles about the cause.
    pub articles: usize,
    /// Pages that mention it, the articles included.
    pub mentions: usize,
}

/// Reports what the site tells of causes and massages.
pub fn coverage(site: Site<'_>) -> Coverage {
    let (causes, treatments) = (site.of_kind(Kind::Cause), site.of_kind(Kind::Treatment));
    let (cells, mentions) = cells(site, &causes, &treatments);
    let mut next: Vec<Next> = cells
        .iter()
        .filter(|cell| matches!(cell.status, Status::Missing | Status::Thin))
        .map(|cell| Next {
            title: title(site, cell),
            cause: cell.cause,
            treatment: cell.treatment,
            status: cell.status,
            verdict: cell.verdict,
            condition: cell.condition,
            articles: site.graph.filed.get(cell.cause.index()).map_or(0, Vec::len),
            mentions: mentions.get(&cell.cause).copied().unwrap_or(0),
        })
        .collect();
    // A stable sort: among equals by title of the cause and of the massage.
    next.sort_by_key(|one| {
        let says_nothing = matches!(one.verdict, Verdict::Unknown | Verdict::NoClaim);
        (one.status, says_nothing, Reverse(one.articles), Reverse(one.mentions))
    });
    next.truncate(PROPOSED);
    Coverage { causes, treatments, cells, next, suggestions: suggestions(site) }
}

/// A title for an article about a cause and a massage.
fn title(site: Site<'_>, cell: &Cell) -> String {
    let of = |id: EntryId| &*site.graph.entry(id).title;
    let what = match cell.verdict {
        Verdict::Stop | Verdict::Ask | Verdict::Local | Verdict::Adapt => "what to check first",
        _ => "what is known",
    };
    format!("{} and {}: {what}", of(cell.cause), in_sentence(of(cell.treatment)))
}

/// A title inside a sentence: "Deep tissue massage" begins with a small letter, "Swedish massage" is not changed, and
/// neither are abbreviations. Whether a word is a name cannot be known; that of a people ends in "-ish" or "-an".
fn in_sentence(title: &str) -> String {
    let word = title.split(' ').next().unwrap_or(title);
    let mut letters = word.chars();
    let first = letters.next();
    let is_plain = first.is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    let is_people = ["ish", "an", "ese"].iter().any(|ending| word.ends_with(ending));
    match first {
        Some(first) if is_plain && !is_people => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}
