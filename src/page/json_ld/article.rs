//! Articles: what search engines show of a page, and what it is about.

use super::node::{Id, Node};
use super::vocabulary::{
    ABOUT, ARTICLE_SECTION, Article, DESCRIPTION, HEADLINE, IMAGE, IN_LANGUAGE,
    MAIN_ENTITY_OF_PAGE, Thing,
};
use crate::graph::{EntryId, Taxonomy};
use crate::matter::Level;
use crate::page::view::Viewer;
use crate::schema::Kind;

impl Viewer<'_> {
    /// An article.
    pub(super) fn article(&self, id: EntryId) -> Node<Article> {
        let description =
            self.graph.document(id).and_then(|page| page.matter.description.as_deref());
        let (about, mentions) = self.named_on(id);
        let topics = self.terms_of(id, Taxonomy::Topic);
        let node = Node::named(&self.id_of::<Article>(id, "article"))
            .text(&HEADLINE, &self.graph.entry(id).title)
            .text(&DESCRIPTION, description.unwrap_or_default())
            .url(&IMAGE, &self.picture_of(id))
            .text(&IN_LANGUAGE, &self.config.language)
            .texts(&ARTICLE_SECTION, topics.map(|topic| &*self.graph.entry(topic).title))
            .refer(&MAIN_ENTITY_OF_PAGE, &self.page_id(id));
        let node = self.written_by(id, node);
        let node = node.nodes(&ABOUT, about.iter().map(|id| self.stub(*id)));
        self.with_mentions(&mentions, node)
    }

    /// What the page of an article refers to as its subjects.
    pub(super) fn subjects(&self, id: EntryId) -> Vec<Id<Thing>> {
        let (about, _) = self.named_on(id);
        about.into_iter().map(|id| self.id_of(id, self.fragment(id))).collect()
    }

    fn terms_of(&self, id: EntryId, of: Taxonomy) -> impl Iterator<Item = EntryId> {
        let terms = self.graph.terms.get(id.index()).map_or(&[][..], |terms| terms);
        terms.iter().filter(move |(taxonomy, _)| *taxonomy == of).map(|(_, term)| *term)
    }

    /// What an article is about, and what it names besides: what its front matter says, as readers see it.
    ///
    /// A massage that readers are not to book without asking, or for whose condition nothing may be claimed, is not named at
    /// all: without the words around it, its name beside the condition would be an offer.
    fn named_on(&self, id: EntryId) -> (Vec<EntryId>, Vec<EntryId>) {
        const ORDER: [Taxonomy; 4] =
            [Taxonomy::Condition, Taxonomy::Cause, Taxonomy::MassageType, Taxonomy::Body];
        let conditions = self.graph.conditions(id);
        let mut seen: Vec<EntryId> = Vec::new();
        let mut groups = ORDER.map(|taxonomy| {
            let mut group: Vec<EntryId> = Vec::new();
            for term in self.terms_of(id, taxonomy) {
                if !seen.contains(&term) && self.may_be_named(term, &conditions) {
                    seen.push(term);
                    group.push(term);
                }
            }
            group
        });
        let first = groups.iter().position(|group| !group.is_empty()).unwrap_or_default();
        let about = std::mem::take(&mut groups[first]);
        (about, groups.concat())
    }

    fn may_be_named(&self, term: EntryId, conditions: &[EntryId]) -> bool {
        let relations = &self.graph.relations;
        if self.graph.entry(term).kind != Kind::Treatment {
            return true;
        }
        let strictest = relations.strictest(term, conditions).map(|(_, fact)| fact.level);
        let is_ruled_out = matches!(strictest, Some(Level::Stop | Level::Ask));
        let mut wider = conditions.iter().flat_map(|one| relations.line(*one));
        !is_ruled_out && !wider.any(|one| relations.supervised.contains(&one))
    }

    /// The part of its page under which an entry is known.
    fn fragment(&self, id: EntryId) -> &'static str {
        match self.graph.entry(id).kind {
            Kind::Condition | Kind::Symptom => "condition",
            Kind::Cause => "cause",
            Kind::Caution => "contraindication",
            Kind::Body => "anatomy",
            Kind::Treatment if self.is_therapy(id) => "therapy",
            Kind::Treatment | Kind::Topic => "term",
            Kind::Person => "person",
            Kind::Article => "article",
            Kind::Page | Kind::Section => "webpage",
        }
    }
}
