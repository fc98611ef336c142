//! Conditions, symptoms, causes, parts of the body, and what to check before a massage.

use super::node::{Graph as Nodes, Node};
use super::vocabulary::{
    ALTERNATE_NAME, ASSOCIATED_ANATOMY, Anatomy, CAUSE, CAUSE_OF, DESCRIPTION, INCREASES_RISK_OF,
    Is, MAIN_ENTITY_OF_PAGE, MedicalCause, MedicalCondition, MedicalContraindication,
    MedicalEntity, MedicalRiskFactor, MedicalSymptom, MedicalTherapy, POSSIBLE_TREATMENT,
    RELATED_CONDITION, RISK_FACTOR, SIGN_OR_SYMPTOM, Thing,
};
use crate::graph::{Connections, EntryId, Panels};
use crate::page::view::Viewer;
use crate::schema::{Kind, TherapyType};

impl Viewer<'_> {
    /// What all entities say of themselves: their other names, and what they are in a sentence.
    pub(super) fn with_names<T: Is<Thing>>(&self, id: EntryId, node: Node<T>) -> Node<T> {
        let matter = self.graph.document(id).map(|page| &page.matter);
        let facts = matter.and_then(|matter| matter.entity.as_ref());
        let names = facts.into_iter().flat_map(|facts| facts.also.iter().chain(&facts.abbr));
        node.texts(&ALTERNATE_NAME, names.map(|name| &*name.text))
            .text(
                &DESCRIPTION,
                matter.and_then(|matter| matter.description.as_deref()).unwrap_or_default(),
            )
            .refer(&MAIN_ENTITY_OF_PAGE, &self.page_id(id))
    }

    /// A condition or a symptom.
    pub(super) fn condition(&self, id: EntryId) -> Node<MedicalCondition> {
        let relations = &self.graph.relations;
        let body = relations.body.get(&id).into_iter().flatten();
        let body: Vec<Node<Anatomy>> = body.map(|area| self.body_stub(*area)).collect();
        let effects = relations.causes.get(&id).into_iter().flatten();
        let symptoms = effects.filter(|effect| self.graph.entry(**effect).kind == Kind::Symptom);
        let symptoms: Vec<Node<MedicalSymptom>> =
            symptoms.map(|symptom| self.symptom_stub(*symptom)).collect();
        let causes = relations.caused_by.get(&id).into_iter().flatten();
        let (risks, causes): (Vec<EntryId>, Vec<EntryId>) =
            causes.filter(|cause| **cause != id).partition(|cause| self.is_risk(**cause));
        let risks: Vec<Node<MedicalRiskFactor>> =
            risks.iter().map(|cause| self.risk_stub(*cause)).collect();
        let causes: Vec<Node<MedicalCause>> =
            causes.iter().map(|cause| self.cause_stub(*cause)).collect();
        self.with_names(id, self.condition_stub(id))
            .nodes(&ASSOCIATED_ANATOMY, &body)
            .nodes(&SIGN_OR_SYMPTOM, &symptoms)
            .nodes(&CAUSE, &causes)
            .nodes(&RISK_FACTOR, &risks)
            .nodes(&POSSIBLE_TREATMENT, &self.possible_treatments(id))
    }

    /// The massages that markup may name for a condition. Only those that its page names as a benefit are looked at.
    fn possible_treatments(&self, id: EntryId) -> Vec<Node<MedicalTherapy>> {
        if self.config.hosts.structured_data.therapy_type != TherapyType::Medical {
            return Vec::new();
        }
        let connections = &self.shared.related.connections;
        let panels =
            Panels::new(self.graph, connections.get_or_init(|| Connections::new(self.graph)));
        let Some(subject) = panels.subject(id) else { return Vec::new() };
        // A page that names other conditions as well speaks to their readers too.
        let speaks_for = |treatment: EntryId| {
            subject.conditions.iter().all(|condition| self.graph.may_claim(treatment, *condition))
        };
        let panel = panels.panel(&subject);
        let rows = panel.treatments.iter().filter(|row| row.help.is_some());
        let mut found: Vec<EntryId> = Vec::new();
        for treatment in rows.flat_map(|row| &row.treatments) {
            if speaks_for(*treatment) && !found.contains(treatment) {
                found.push(*treatment);
            }
        }
        found.into_iter().map(|treatment| self.therapy_stub(treatment)).collect()
    }

    /// Adds a cause, which causes something or raises the risk of it.
    pub(super) fn add_cause(&self, id: EntryId, nodes: &mut Nodes) {
        let effects = self.graph.relations.causes.get(&id).into_iter().flatten();
        let effects: Vec<Node<MedicalEntity>> =
            effects.map(|effect| self.effect_stub(*effect)).collect();
        if self.is_risk(id) {
            let node = self.with_names(id, self.risk_stub(id));
            nodes.push(&node.nodes(&INCREASES_RISK_OF, &effects));
        } else {
            let node = self.with_names(id, self.cause_stub(id));
            nodes.push(&node.nodes(&CAUSE_OF, &effects));
        }
    }

    /// Something to check before a massage.
    pub(super) fn contraindication(&self, id: EntryId) -> Node<MedicalContraindication> {
        self.with_names(id, self.contraindication_stub(id))
    }

    /// A part of the body, and what can be felt there.
    pub(super) fn body_area(&self, id: EntryId) -> Node<Anatomy> {
        let connections = &self.shared.related.connections;
        let connections = connections.get_or_init(|| Connections::new(self.graph));
        let felt: Vec<Node<MedicalCondition>> =
            connections.felt_in(id).iter().map(|one| self.condition_stub(*one)).collect();
        self.with_names(id, self.body_stub(id)).nodes(&RELATED_CONDITION, &felt)
    }
}
