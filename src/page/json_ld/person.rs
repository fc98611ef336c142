//! People: what they do and can show for it.

use super::node::Node;
use super::vocabulary::{
    CREDENTIAL, DESCRIPTION, EducationalOccupationalCredential, IDENTIFIER, IMAGE, JOB_TITLE,
    MAIN_ENTITY_OF_PAGE, MEMBER_OF, NAME, Organization, PERSON_EMAIL, PROPERTY_ID, Person,
    PropertyValue, SAME_AS, VALUE, WORKS_FOR,
};
use crate::graph::EntryId;
use crate::page::view::Viewer;

impl Viewer<'_> {
    /// A person, on the person's own page.
    pub(super) fn profile(&self, id: EntryId) -> Node<Person> {
        let matter = self.graph.document(id).map(|page| &page.matter);
        let node = self
            .person_stub(id)
            .text(
                &DESCRIPTION,
                matter.and_then(|matter| matter.description.as_deref()).unwrap_or_default(),
            )
            .url(&IMAGE, &self.picture_of(id))
            .refer(&MAIN_ENTITY_OF_PAGE, &self.page_id(id));
        let Some(facts) = matter.and_then(|matter| matter.person.as_ref()) else { return node };
        let credential =
            |name: &str| Node::<EducationalOccupationalCredential>::new().text(&NAME, name);
        let credentials: Vec<_> =
            facts.qualifications.iter().map(|name| credential(name)).collect();
        let mut node = node
            .text(&JOB_TITLE, facts.role.as_deref().unwrap_or_default())
            .text(&PERSON_EMAIL, facts.email.as_deref().unwrap_or_default())
            .urls(&SAME_AS, &facts.same_as)
            .nodes(&CREDENTIAL, &credentials);
        if let Some(register) = &facts.register {
            let body = Node::<Organization>::new().text(&NAME, &register.body.text);
            node = node.node(&MEMBER_OF, &body);
            if let Some(number) = &register.number {
                let number = Node::<PropertyValue>::new()
                    .text(&PROPERTY_ID, &register.body.text)
                    .text(&VALUE, number);
                node = node.node(&IDENTIFIER, &number);
            }
        }
        if facts.works_here { node.node(&WORKS_FOR, self.salon_stub()) } else { node }
    }
}
