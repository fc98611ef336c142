//! Links by name: `[[Sciatica]]` leads to whatever is called that.

use super::links::Resolver;
use super::names::Names;
use super::{EntryId, Hidden};
use crate::base::normalise_name;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::markdown::Link;
use crate::schema::Kinds;

impl Resolver<'_> {
    /// The page that a link by name leads to; what is wrong with the name is noted.
    pub(super) fn by_name(&self, name: &str, link: &Link, notes: &mut Notes) -> Option<EntryId> {
        let normal = normalise_name(name);
        // Entities first; other pages only if there is none.
        let titles = || self.titles.get_or_init(|| Names::titles(self.documents));
        let found = self.names.named(&normal).or_else(|| titles().get(&*normal).map(|ids| &**ids));
        let found = found.unwrap_or(&[]);
        let is_named = |id: &&EntryId| Kinds::ENTITIES.has(self.entries[id.index()].kind);
        if let Some(id) =
            found.iter().filter(is_named).min_by_key(|id| self.entries[id.index()].kind).or(
                match found {
                    [only] => Some(only),
                    _ => None,
                },
            )
        {
            return Some(*id);
        }
        if let [one, two, ..] = found {
            let path = |id: &EntryId| {
                self.documents.get(id.index()).map_or("", |document| document.path.as_str())
            };
            let message =
                format!("`{name}` is the title of two pages: {} and {}", path(one), path(two));
            let help = format!(
                "link to the file instead: `[{name}](@/{})`",
                path(one).trim_start_matches("content/")
            );
            notes.push(
                Diagnostic::error(Code::AMBIGUOUS_NAME, link.span.clone(), message).help(help),
            );
            return None;
        }
        let is_hidden = |page: &&Hidden| {
            normalise_name(&page.title) == normal || normalise_name(&page.id) == normal
        };
        if let Some(page) = self.hidden.iter().find(is_hidden) {
            hidden_page(page, link, notes);
            return None;
        }
        let titles = self.documents.iter().map(|document| &*document.matter.title);
        let known = Names::known(self.documents, Kinds::ENTITIES).chain(titles);
        notes.push(
            Diagnostic::error(
                Code::BROKEN_LINK,
                link.span.clone(),
                format!("no page is called `{name}`"),
            )
            .did_you_mean(
                name,
                known,
                "use the title of a page or one of its synonyms",
            ),
        );
        None
    }
}

/// Reports a link to a page that is not shown.
pub(super) fn hidden_page(page: &Hidden, link: &Link, notes: &mut Notes) {
    let message = format!("this link leads to `{}`, which {}", page.title, page.words());
    let help = "publish that page first, or take the link out; `--drafts` and `--future` show such pages while you write";
    notes.push(Diagnostic::error(Code::BROKEN_LINK, link.span.clone(), message).help(help));
}
