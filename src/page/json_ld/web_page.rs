//! The page itself: what kind of page it is, who answers for it, what it is about.

use super::Asked;
use super::node::{Graph as Nodes, Id, Node};
use super::vocabulary::{
    ABOUT, AUTHOR, AboutPage, BREADCRUMB, BreadcrumbList, CITATION, CollectionPage, ContactPage,
    CreativeWork, DATE_MODIFIED, DATE_PUBLISHED, DESCRIPTION, IMAGE, IN_LANGUAGE, IS_PART_OF,
    LAST_REVIEWED, MAIN_ENTITY, MENTIONS, MedicalWebPage, NAME, PUBLISHER, Person, ProfilePage,
    REVIEWED_BY, ScholarlyArticle, Thing, URL, WebPage,
};
use crate::base::Date;
use crate::graph::EntryId;
use crate::matter::{Source, SourceRef};
use crate::page::view::Viewer;
use crate::schema::{Kind, Overview};

/// What a page is for, as search engines see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Home,
    Article,
    /// A condition, a cause, a part of the body …
    Medical,
    /// A massage.
    Treatment,
    /// The list of all names.
    Terms,
    /// Another overview.
    Overview,
    /// A topic or a section.
    List,
    Person,
    About,
    Contact,
    Other,
}

impl Role {
    /// Whether the default theme shows who wrote the page, and when.
    fn has_byline(self) -> bool {
        matches!(
            self,
            Self::Article
                | Self::Medical
                | Self::Treatment
                | Self::About
                | Self::Contact
                | Self::Other
        )
    }
}

/// The addresses that pages about the salon have in the languages of most sites.
const ABOUT_US: [&str; 8] = [
    "about",
    "about-us",
    "who-we-are",
    "our-story",
    "a-propos",
    "qui-sommes-nous",
    "sobre-nosotros",
    "quienes-somos",
];
const CONTACT: [&str; 7] = [
    "contact",
    "contact-us",
    "find-us",
    "get-in-touch",
    "contactez-nous",
    "contacto",
    "nous-trouver",
];

impl Viewer<'_> {
    /// What the page of an entry is for.
    pub(super) fn role(&self, id: EntryId) -> Role {
        let entry = self.graph.entry(id);
        if id == self.graph.home {
            return Role::Home;
        }
        match self.graph.overviews.get(&id) {
            Some(page) if page.overview == Overview::AToZ => return Role::Terms,
            Some(_) => return Role::Overview,
            None => {}
        }
        match entry.kind {
            Kind::Article => Role::Article,
            Kind::Condition | Kind::Symptom | Kind::Cause | Kind::Body | Kind::Caution => {
                Role::Medical
            }
            Kind::Treatment => Role::Treatment,
            Kind::Topic | Kind::Section => Role::List,
            Kind::Person => Role::Person,
            Kind::Page if entry.section != Some(self.graph.home) => Role::Other,
            Kind::Page if ABOUT_US.contains(&&*entry.id) => Role::About,
            Kind::Page if CONTACT.contains(&&*entry.id) => Role::Contact,
            Kind::Page => Role::Other,
        }
    }

    /// Whether a page says how to reach the salon: it shows all prices and branches.
    pub(in crate::page) fn is_contact(&self, id: EntryId) -> bool {
        self.role(id) == Role::Contact
    }

    /// Adds the page, and what it lists.
    pub(super) fn add_web_page(&self, asked: &Asked<'_>, role: Role, nodes: &mut Nodes) {
        let id = asked.id;
        let graph = self.graph;
        let url = asked.permalink;
        let node: Node<WebPage> = match role {
            Role::Article | Role::Medical => medical(url),
            Role::Treatment if self.is_therapy(id) => medical(url),
            Role::List => Node::named(&Id::<CollectionPage>::new(url, "webpage")).wider(),
            Role::Person => Node::named(&Id::<ProfilePage>::new(url, "webpage")).wider(),
            Role::About => Node::named(&Id::<AboutPage>::new(url, "webpage")).wider(),
            Role::Contact => Node::named(&Id::<ContactPage>::new(url, "webpage")).wider(),
            Role::Home | Role::Terms | Role::Overview | Role::Treatment | Role::Other => {
                Node::named(&Id::<WebPage>::new(url, "webpage"))
            }
        };
        let title = match &*graph.entry(id).title {
            "" => &*self.config.title,
            title => title,
        };
        let mut node = node
            .url(&URL, url)
            .text(&NAME, title)
            .text(&DESCRIPTION, self.shown_description(id))
            .text(&IN_LANGUAGE, &self.config.language);
        if role == Role::Home {
            node = node.refer(&IS_PART_OF, &self.site_id()).refer(&ABOUT, &self.salon_id());
        } else {
            node = node.node(&IS_PART_OF, self.site_stub());
        }
        if id != graph.home {
            let trail: Id<BreadcrumbList> = self.id_of(id, "breadcrumb");
            node = node.refer(&BREADCRUMB, &trail);
        }
        let is_first = asked.is_first();
        if is_first && role.has_byline() {
            node = self.reviewed_by(id, node);
            // An article says these of itself.
            if role != Role::Article {
                node = self.written_by(id, node);
            }
        }
        if is_first && role != Role::Article && role != Role::List {
            node = node.url(&IMAGE, &self.picture_of(id));
        }
        if is_first && let Some(main) = self.main_entity(id, role) {
            node = node.refer(&MAIN_ENTITY, &main);
        }
        if is_first && role == Role::Article {
            node = node.refer_to_all(&ABOUT, &self.subjects(id));
        }
        match role {
            Role::Treatment if is_first => node = self.with_technique(id, node),
            Role::Terms => node = node.node(&MAIN_ENTITY, &self.term_set(id)),
            Role::List => node = self.with_list(asked, node),
            _ => {}
        }
        nodes.push(&node);
    }

    /// What a page says of itself in a sentence.
    pub(in crate::page) fn shown_description(&self, id: EntryId) -> &str {
        let own = self.graph.document(id).and_then(|page| page.matter.description.as_deref());
        own.unwrap_or_else(|| match self.graph.overviews.get(&id) {
            Some(page) => &page.description,
            None if id == self.graph.home => &self.config.description,
            None => "",
        })
    }

    /// What the page is the page of, if that is a node of its own.
    fn main_entity(&self, id: EntryId, role: Role) -> Option<Id<Thing>> {
        let fragment = match (role, self.graph.entry(id).kind) {
            (Role::About | Role::Contact, _) => return Some(self.salon_id().thing()),
            (Role::Article, _) => "article",
            (_, Kind::Condition | Kind::Symptom) => "condition",
            (_, Kind::Cause) => "cause",
            (_, Kind::Caution) => "contraindication",
            (_, Kind::Body) => "anatomy",
            (_, Kind::Treatment) if self.is_therapy(id) => "therapy",
            (_, Kind::Treatment) => "service",
            (_, Kind::Person) => "person",
            _ => return None,
        };
        Some(self.id_of(id, fragment))
    }

    fn reviewed_by(&self, id: EntryId, node: Node<WebPage>) -> Node<WebPage> {
        let Some(reviewed) = self.standing_review(id) else { return node };
        let by = self.graph.reviewers.get(id.index()).copied().flatten();
        let by: Option<Node<Person>> = by.map(|by| self.person_stub(by));
        node.day(&LAST_REVIEWED, reviewed.on).nodes(&REVIEWED_BY, &by)
    }

    /// Who wrote and published something, when, and what it rests on.
    pub(super) fn written_by<T>(&self, id: EntryId, node: Node<T>) -> Node<T>
    where
        T: super::vocabulary::Is<CreativeWork>,
    {
        let matter = self.graph.document(id).map(|page| &page.matter);
        let date: Option<Date> = self.graph.entry(id).date;
        let authors = self.graph.authors.get(id.index()).into_iter().flatten();
        let authors: Vec<Node<Person>> = authors.map(|author| self.person_stub(*author)).collect();
        node.day(&DATE_PUBLISHED, date)
            .day(&DATE_MODIFIED, matter.and_then(|matter| matter.updated))
            .nodes(&AUTHOR, &authors)
            .node(&PUBLISHER, self.salon_stub())
            .nodes(&CITATION, &self.citations(id))
    }

    fn citations(&self, id: EntryId) -> Vec<Node<CreativeWork>> {
        let sources = self.graph.document(id).map(|page| &page.matter.sources);
        let known = |source: &SourceRef| match source {
            SourceRef::Id(name) => self.graph.data.sources.get(&name.text).map(citation),
            SourceRef::Inline(source) => Some(citation(source)),
        };
        sources.into_iter().flatten().filter_map(known).collect()
    }

    /// Pages that an article mentions besides what it is about.
    pub(super) fn with_mentions<T>(&self, of: &[EntryId], node: Node<T>) -> Node<T>
    where
        T: super::vocabulary::Is<CreativeWork>,
    {
        node.nodes(&MENTIONS, of.iter().map(|id| self.stub(*id)))
    }
}

fn medical(url: &str) -> Node<WebPage> {
    Node::named(&Id::<MedicalWebPage>::new(url, "webpage")).wider()
}

/// A source. Libraries of studies are known by their address.
fn citation(source: &Source) -> Node<CreativeWork> {
    const STUDIES: [&str; 5] = [
        "https://doi.org/",
        "https://pubmed.ncbi.nlm.nih.gov/",
        "https://www.ncbi.nlm.nih.gov/pmc/",
        "https://pmc.ncbi.nlm.nih.gov/",
        "https://www.cochranelibrary.com/",
    ];
    let url = source.url.as_deref().unwrap_or_default();
    let node: Node<CreativeWork> = if STUDIES.iter().any(|study| url.starts_with(study)) {
        Node::<ScholarlyArticle>::new().wider()
    } else if url.is_empty() {
        Node::<CreativeWork>::new()
    } else {
        Node::<WebPage>::new().wider()
    };
    node.text(&NAME, &source.title.text).url(&URL, url)
}
