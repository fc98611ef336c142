//! Entries as other pages name them: the type, the name and the address, and no more. Most of them are named on many pages,
//! so they are made once.

use std::sync::OnceLock;

use super::node::{Id, Node};
use super::vocabulary::{
    AnatomicalStructure, AnatomicalSystem, Anatomy, Article, DefinedTerm, HEADLINE, Is,
    MedicalCause, MedicalCondition, MedicalContraindication, MedicalEntity, MedicalRiskFactor,
    MedicalSymptom, MedicalTherapy, NAME, Organization, Person, Schema, SuperficialAnatomy, Thing,
    URL, WebPage, WebSite,
};
use crate::graph::EntryId;
use crate::matter::CauseGroup;
use crate::page::view::Viewer;
use crate::schema::{Anatomy as Kinds, Kind, TherapyType};

/// What pages have in common.
pub(in crate::page) struct Stubs {
    /// By [`EntryId`].
    entries: Vec<OnceLock<Node<Thing>>>,
    site: OnceLock<(Node<WebSite>, Node<Organization>)>,
}

impl Stubs {
    /// For a site of so many entries.
    pub(in crate::page) fn new(entries: usize) -> Self {
        Self { entries: (0..entries).map(|_| OnceLock::new()).collect(), site: OnceLock::new() }
    }
}

impl Viewer<'_> {
    /// An entry as other pages name it.
    pub(super) fn stub(&self, id: EntryId) -> &Node<Thing> {
        self.shared.stubs.entries[id.index()].get_or_init(|| match self.graph.entry(id).kind {
            Kind::Condition | Kind::Symptom => self.condition_stub(id).wider(),
            Kind::Cause if self.is_risk(id) => self.risk_stub(id).wider(),
            Kind::Cause => self.cause_stub(id).wider(),
            Kind::Caution => self.contraindication_stub(id).wider(),
            Kind::Body => self.body_stub(id).wider(),
            Kind::Treatment if self.is_therapy(id) => self.therapy_stub(id).wider(),
            Kind::Treatment | Kind::Topic => self.term_stub(id).wider(),
            Kind::Person => self.person_stub(id).wider(),
            Kind::Article => {
                let title = &self.graph.entry(id).title;
                let node = Node::named(&self.id_of::<Article>(id, "article"));
                node.text(&HEADLINE, title).url(&URL, &self.address_of(id)).wider()
            }
            Kind::Page | Kind::Section => self.named::<WebPage>(id, "webpage").wider(),
        })
    }

    /// An entry of the type `T` with its name and address.
    fn named<T: Schema + Is<Thing>>(&self, id: EntryId, fragment: &str) -> Node<T> {
        let title = &self.graph.entry(id).title;
        Node::named(&self.id_of::<T>(id, fragment))
            .text(&NAME, title)
            .url(&URL, &self.address_of(id))
    }

    /// A condition or a symptom.
    pub(super) fn condition_stub(&self, id: EntryId) -> Node<MedicalCondition> {
        match self.graph.entry(id).kind {
            Kind::Symptom => self.symptom_stub(id).wider(),
            _ => self.named::<MedicalCondition>(id, "condition"),
        }
    }

    /// A symptom.
    pub(super) fn symptom_stub(&self, id: EntryId) -> Node<MedicalSymptom> {
        self.named(id, "condition")
    }

    /// A cause, or a condition in the part of one.
    pub(super) fn cause_stub(&self, id: EntryId) -> Node<MedicalCause> {
        self.named(id, "cause")
    }

    /// A cause that raises the risk of something.
    pub(super) fn risk_stub(&self, id: EntryId) -> Node<MedicalRiskFactor> {
        self.named(id, "cause")
    }

    /// Something to check before a massage.
    pub(super) fn contraindication_stub(&self, id: EntryId) -> Node<MedicalContraindication> {
        self.named(id, "contraindication")
    }

    /// A massage as a medical therapy.
    pub(super) fn therapy_stub(&self, id: EntryId) -> Node<MedicalTherapy> {
        self.named(id, "therapy")
    }

    /// The name of a massage or of a topic.
    pub(super) fn term_stub(&self, id: EntryId) -> Node<DefinedTerm> {
        self.named(id, "term")
    }

    /// Somebody who wrote or checked a page.
    pub(super) fn person_stub(&self, id: EntryId) -> Node<Person> {
        self.named(id, "person")
    }

    /// A part of the body.
    pub(super) fn body_stub(&self, id: EntryId) -> Node<Anatomy> {
        let facts = self.graph.document(id).and_then(|page| page.matter.entity.as_ref());
        match facts.and_then(|facts| facts.anatomy) {
            None | Some(Kinds::Surface) => self.named::<SuperficialAnatomy>(id, "anatomy").wider(),
            Some(Kinds::Structure) => self.named::<AnatomicalStructure>(id, "anatomy").wider(),
            Some(Kinds::System) => self.named::<AnatomicalSystem>(id, "anatomy").wider(),
        }
    }

    /// What something leads to, whatever it is.
    pub(super) fn effect_stub(&self, id: EntryId) -> Node<MedicalEntity> {
        match self.graph.entry(id).kind {
            Kind::Caution => self.contraindication_stub(id).wider(),
            Kind::Cause if self.is_risk(id) => self.risk_stub(id).wider(),
            Kind::Cause => self.cause_stub(id).wider(),
            _ => self.condition_stub(id).wider(),
        }
    }

    /// How we live and work raises a risk; an injury causes something.
    pub(super) fn is_risk(&self, cause: EntryId) -> bool {
        let facts = self.graph.document(cause).and_then(|page| page.matter.entity.as_ref());
        self.graph.entry(cause).kind == Kind::Cause
            && facts.and_then(|facts| facts.group) == Some(CauseGroup::Lifestyle)
    }

    /// Whether search engines are told that a massage is a medical therapy.
    pub(super) fn is_therapy(&self, treatment: EntryId) -> bool {
        self.config.hosts.structured_data.therapy_type == TherapyType::Medical
            && self.graph.may_claim_any(treatment)
    }

    fn site_stubs(&self) -> &(Node<WebSite>, Node<Organization>) {
        self.shared.stubs.site.get_or_init(|| {
            let home = self.home_address();
            let site =
                Node::named(&self.site_id()).text(&NAME, &self.config.title).url(&URL, &home);
            (site, self.named_salon().url(&URL, &self.salon_address()).wider())
        })
    }

    /// The site, as its pages name it.
    pub(super) fn site_stub(&self) -> &Node<WebSite> {
        &self.site_stubs().0
    }

    /// The salon, as pages name it.
    pub(super) fn salon_stub(&self) -> &Node<Organization> {
        &self.site_stubs().1
    }
}

impl<T> Id<T> {
    /// The same name, whatever it is of.
    pub(super) fn thing(self) -> Id<Thing>
    where
        T: Is<Thing>,
    {
        self.wider()
    }
}
