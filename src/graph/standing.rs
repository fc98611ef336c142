//! Which pages are shown on a day.

use std::sync::Arc;

use camino::Utf8Path;

use crate::base::{Date, Route};
use crate::config::Config;
use crate::diagnostic::Notes;
use crate::document::Document;

use super::Standing;

/// The day that the site is built for, and what is shown besides what is published on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// The day.
    pub today: Date,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Whether pages are shown before their day.
    pub future: bool,
    /// Whether pages are shown after their day.
    pub expired: bool,
}

impl Calendar {
    /// Published pages on `today`, and nothing else.
    pub fn on(today: Date) -> Self {
        Self { today, drafts: false, future: false, expired: false }
    }

    pub(super) fn standing(self, document: &Document) -> Standing {
        let matter = &document.matter;
        let tonight = self.today.end_of_day();
        if matter.draft {
            return Standing::Draft;
        }
        if let Some(day) = matter.expire.filter(|day| *day <= tonight) {
            return Standing::Expired(day);
        }
        match matter.publish.or(matter.date).filter(|day| *day > tonight) {
            Some(day) => Standing::Scheduled(day),
            None => Standing::Published,
        }
    }

    fn shows(self, standing: Standing) -> bool {
        match standing {
            Standing::Published => true,
            Standing::Draft => self.drafts,
            Standing::Scheduled(_) => self.future,
            Standing::Expired(_) => self.expired,
        }
    }
}

/// A page that is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Its file.
    pub path: Arc<Utf8Path>,
    /// Its file's name without ending.
    pub id: Box<str>,
    /// Its title.
    pub title: Box<str>,
    /// Where it would stand.
    pub route: Route,
    /// Why.
    pub standing: Standing,
}

impl Hidden {
    /// Why it is not shown, in words that follow "the page …".
    pub fn words(&self) -> String {
        match self.standing {
            Standing::Published => "is shown".to_owned(),
            Standing::Draft => "is a draft".to_owned(),
            Standing::Scheduled(day) => format!("is hidden until {}", day.human()),
            Standing::Expired(day) => format!("expired on {}", day.human()),
        }
    }
}

/// Parts documents into those that are shown and those that are not. The page that a translation says in another language
/// stands in for it until it is shown.
pub(super) fn part(
    documents: Vec<Arc<Document>>,
    calendar: Calendar,
    config: &Config,
) -> (Vec<Arc<Document>>, Vec<Hidden>) {
    let mut hidden = Vec::new();
    let mut shown = Vec::with_capacity(documents.len());
    for document in documents {
        let standing = calendar.standing(&document);
        if calendar.shows(standing) {
            shown.push(document);
        } else {
            let original = document.original.iter();
            shown.extend(original.filter(|one| calendar.shows(calendar.standing(one))).cloned());
            // What is wrong with the address of a page is said when it is shown.
            let route = super::address::route_of(&document, config, &mut Notes::default());
            hidden.push(Hidden {
                path: Arc::clone(&document.path),
                id: document.id.clone(),
                title: document.matter.title.clone(),
                route,
                standing,
            });
        }
    }
    (shown, hidden)
}
