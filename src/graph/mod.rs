//! Stage 3, RELATE: documents become a [`Graph`] in which every name and link leads to its page.
//!
//! Comes in: all documents and the settings. Goes out: who is filed under what, who links to whom,
//! which addresses there are. It must never read a file or make HTML.

mod address;
mod checks;
mod claim;
mod connections;
mod entry;
mod evidence;
mod hints;
mod link_rules;
mod links;
mod listing;
mod names;
mod near;
mod overview;
mod panel;
mod panel_rows;
mod related;
mod relations;
mod renew;
mod standing;
mod terms;
mod wiki;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Notes};
use crate::document::{Data, Document};
use crate::matter::Name;
use crate::schema::{Kind, Kinds};
use crate::source::Sources;

pub use address::{route_of, url};
pub use connections::Connections;
pub use entry::{Entry, EntryId, Standing, Taxonomy};
pub use evidence::{HelpFact, Verdict};
pub use link_rules::{LinkRules, PageRules};
pub use links::{Destination, Links};
pub(crate) use names::group;
pub use overview::{Offer, OverviewPage, Wording};
pub use panel::{Cause, Check, Effect, Panel, Panels, Row, Subject};
pub use related::{Reason, Related};
pub use relations::{CautionFact, Relations};
pub use renew::Renewed;
pub use standing::{Calendar, Hidden};

/// The site as a whole. Lists are indexed by [`EntryId`] unless said otherwise. A copy shares almost all of it.
#[derive(Clone)]
pub struct Graph {
    /// The documents that are shown, in the order of lists. Document `n` is entry `n`.
    pub documents: Vec<Arc<Document>>,
    /// Sources and red flags.
    pub data: Arc<Data>,
    /// Every page: first those of documents, then sections, topics and overviews without a file.
    pub entries: Arc<[Entry]>,
    /// The home page.
    pub home: EntryId,
    /// By document: what its front matter names, in the order of the fields.
    pub terms: Arc<[Vec<(Taxonomy, EntryId)>]>,
    /// The pages filed under an entry, or written by a person, in the order of lists.
    pub filed: Arc<[Vec<EntryId>]>,
    /// By document: its authors.
    pub authors: Arc<[Vec<EntryId>]>,
    /// By document: who reviewed it.
    pub reviewers: Arc<[Option<EntryId>]>,
    /// By document: where the links of its text and answers lead.
    pub links: Vec<Arc<Links>>,
    /// What is said of automatic links.
    pub link_rules: Arc<LinkRules>,
    /// What entities have to do with each other.
    pub relations: Arc<Relations>,
    /// By document: what to read next.
    pub related: Arc<[Vec<Related>]>,
    /// The articles that a section lists.
    pub listed: Arc<[Vec<EntryId>]>,
    /// The sections and entities directly in a section, and what an entity is the wider name of.
    pub children: Arc<[Vec<EntryId>]>,
    /// The pages that show an overview.
    pub overviews: Arc<BTreeMap<EntryId, OverviewPage>>,
    /// Pages that are not shown.
    pub hidden: Arc<[Hidden]>,
    /// Who is called what.
    names: Arc<names::Names>,
    /// Which page stands where.
    pub(crate) places: Arc<links::Places>,
}

impl Graph {
    /// The document of an entry, if a file or the vocabulary gives one.
    pub fn document(&self, entry: EntryId) -> Option<&Document> {
        self.documents.get(entry.index()).map(|document| &**document)
    }

    /// Whether a page stands in the site's own language only, and is not made here: see [`Document::borrowed`].
    pub fn is_borrowed(&self, entry: EntryId) -> bool {
        self.document(entry).is_some_and(|document| document.borrowed)
    }

    /// The entry `id`.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id.index()]
    }

    /// The conditions, symptoms and cautions that a page is about: itself, and those that its front matter names.
    pub fn conditions(&self, page: EntryId) -> Vec<EntryId> {
        let is_condition = |id: &EntryId| {
            matches!(self.entry(*id).kind, Kind::Condition | Kind::Symptom | Kind::Caution)
        };
        let terms = self.terms.get(page.index()).into_iter().flatten();
        let own = std::iter::once(page).chain(terms.map(|(_, term)| *term));
        own.filter(is_condition).collect()
    }

    /// The page of one of `kinds` that is called `name`.
    pub fn named(&self, name: &str, kinds: Kinds) -> Option<EntryId> {
        self.names.find(name, kinds, &self.entries)
    }

    /// That there is no page of `kinds` for `name`, which stands in `field`.
    pub fn unknown_name(&self, name: &Name, kinds: Kinds, field: &str) -> Diagnostic {
        names::unknown(name, kinds, field, &self.documents, &self.hidden)
    }

    /// Every entry's number, in order.
    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).map(EntryId)
    }
}

/// Relates `documents` to each other. `sources` tells which other files there are to link to, `wording` which
/// overviews can be made and what folders are called.
pub fn relate(
    documents: Vec<Arc<Document>>,
    data: Arc<Data>,
    sources: &Sources,
    (config, wording): (&Config, Wording),
    calendar: Calendar,
    notes: &mut Notes,
) -> Graph {
    let (mut documents, hidden) = standing::part(documents, calendar, config);
    listing::sort(&mut documents);
    let mut site = address::lay_out(&documents, (config, wording.collections), calendar, notes);
    let names = names::Names::new(&documents, &mut site, config, notes);
    let filing = terms::file(&documents, &site, &names, &hidden, notes);
    let relations = relations::relate(&documents, &data, &site, &names, notes);
    let overviews = overview::add(&documents, &mut site, &relations, wording.overviews, config);
    let facts =
        checks::Facts { documents: &documents, site: &site, names: &names, relations: &relations };
    checks::check(&facts, calendar.today, notes);
    let places = links::Places::new(&documents, &site.entries);
    let resolver = links::Resolver {
        documents: &documents,
        entries: &site.entries,
        hidden: &hidden,
        names: &names,
        sources,
        config,
        places: &places,
        titles: OnceLock::new(),
    };
    let ((), links) = rayon::join(|| near::check(&facts, notes), || resolver.all());
    let link_rules = link_rules::resolve(&documents, &site, &names, &hidden, config, notes);
    let filed = filing.invert(&documents, site.entries.len());
    let related =
        related::find(&documents, &filing.terms, &filed, &relations, config.related_limit as usize);
    let (listed, children) = listing::list(&documents, &site, &relations);
    Graph {
        documents,
        data,
        home: site.home,
        entries: site.entries.into(),
        terms: filing.terms.into(),
        filed: filed.into(),
        authors: filing.authors.into(),
        reviewers: filing.reviewers.into(),
        links,
        link_rules: link_rules.into(),
        relations: relations.into(),
        related: related.into(),
        listed: listed.into(),
        children: children.into(),
        overviews: overviews.into(),
        hidden: hidden.into(),
        names: names.into(),
        places: places.into(),
    }
}
