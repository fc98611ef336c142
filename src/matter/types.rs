//! The typed front matter. What is absent costs nothing: rare groups of fields are boxed.

use std::sync::Arc;

use super::Cascade;
use crate::base::{Date, Span};
use crate::schema::{Anatomy, Autolink, Cap, Case, CauseGroup, Certainty, Grade, Level, ListMode};
use crate::yaml::{Node, Place};

/// A text that a later stage may have to point at: a name, an id, an address, a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As it was written.
    pub text: Box<str>,
    /// Where, which may be another file when a section gave it as a default.
    pub span: Span,
}

/// Everything that front matter can say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Matter {
    /// The title, without spaces at its ends; never empty.
    pub title: Box<str>,
    /// What search results and lists show below the title.
    pub description: Option<Box<str>>,
    /// First publication.
    pub date: Option<Date>,
    /// Last change of substance.
    pub updated: Option<Date>,
    /// Not shown before this moment.
    pub publish: Option<Date>,
    /// Not shown after this moment.
    pub expire: Option<Date>,
    /// When the page must be reviewed again.
    pub next_review: Option<Date>,
    /// Not to be published.
    pub draft: bool,
    /// Not to be listed by search engines.
    pub noindex: bool,
    /// Whether to show a table of contents; `None` leaves it to the theme.
    pub toc: Option<bool>,
    /// Order among its neighbours: small numbers come first.
    pub weight: Option<i64>,
    /// The last part of the address.
    pub slug: Option<Name>,
    /// Further addresses that lead here.
    pub aliases: Vec<Name>,
    /// The template, by its name without folder.
    pub template: Option<Name>,
    /// The picture of the page.
    pub image: Option<Box<Image>>,
    /// Who wrote it.
    pub author: Vec<Name>,
    /// Who checked it, and when.
    pub reviewed: Option<Box<Reviewed>>,
    /// What `anma check` would report, and somebody answers for.
    pub acknowledged: Vec<Acknowledged>,
    /// What it rests on.
    pub sources: Vec<SourceRef>,
    /// Questions and answers.
    pub faq: Vec<Faq>,
    /// Topics.
    pub topic: Vec<Name>,
    /// Conditions and symptoms that it is about.
    pub condition: Vec<Name>,
    /// Massage types that it is about.
    pub massage_type: Vec<Name>,
    /// Causes that it is about.
    pub cause: Vec<Name>,
    /// Areas of the body that it is about, or where the entity is felt.
    pub body: Vec<Name>,
    /// How automatic links are made on this page.
    pub links: Option<Box<Links>>,
    /// What sections have.
    pub section: Option<Box<SectionFacts>>,
    /// What conditions, treatments and other entities have.
    pub entity: Option<Box<EntityFacts>>,
    /// What people have.
    pub person: Option<Box<PersonFacts>>,
    /// `extra`: a map of whatever the site's own templates want.
    pub extra: Option<Box<Node>>,
    /// Fields that the site declares in `anma.yaml`, by name and in their order.
    pub fields: Vec<(Box<str>, Node)>,
    /// Where each field of the file itself stands (key and value together give the line).
    pub places: Vec<(Box<str>, Place)>,
}

impl Matter {
    /// Where the value of `field` stands in the page's own front matter.
    pub fn place_of(&self, field: &str) -> Option<Place> {
        self.places.iter().find(|(name, _)| &**name == field).map(|(_, place)| *place)
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// The file, beside the page or below `static/`, or an address.
    pub src: Name,
    /// What it shows, in words.
    pub alt: Option<Box<str>>,
    /// A line to show below it.
    pub caption: Option<Box<str>>,
}

/// Who checked a page, and when.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reviewed {
    /// A person.
    pub by: Option<Name>,
    /// The day.
    pub on: Option<Date>,
    /// The seal of what they read: docs/reviews.md tells what it holds.
    pub seal: Option<Name>,
}

/// A finding that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Acknowledged {
    /// The rule.
    pub rule: Name,
    /// Words of the finding; without them, every finding of the rule on the page is meant.
    pub text: Option<Name>,
    /// The reason.
    pub why: Option<Name>,
    /// Who answers for it.
    pub by: Option<Name>,
    /// The day on which it ends.
    pub until: Option<Date>,
}

/// A source that a page rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SourceRef {
    /// The id of an entry in `content/sources.yaml`.
    Id(Name),
    /// A source written out on the page.
    Inline(Box<Source>),
}

/// A source: a guideline, a review, a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Its title.
    pub title: Name,
    /// Its address.
    pub url: Option<Box<str>>,
    /// How far it can be trusted.
    pub grade: Option<Grade>,
    /// When it was last looked at.
    pub seen: Option<Date>,
}

/// A question with its answer, which is Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Faq {
    /// The question.
    pub question: Name,
    /// The answer, in Markdown.
    pub answer: Name,
}

/// How automatic links are made on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Links {
    /// Whether there are any; `None` leaves it to the site.
    pub auto: Option<bool>,
    /// At most so many.
    pub limit: Option<u32>,
    /// Names that are never linked here.
    pub never: Vec<Name>,
    /// Names that are linked even where they would not be.
    pub always: Vec<Name>,
    /// Which page a term leads to here: the term, then the name of the page.
    pub prefer: Vec<(Name, Name)>,
}

/// What sections have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SectionFacts {
    /// Defaults for the pages below.
    pub cascade: Option<Arc<Cascade>>,
    /// Which articles the section lists; `None` leaves it to the theme.
    pub list: Option<ListMode>,
    /// Articles to a page of the list.
    pub paginate: Option<u32>,
}

/// What conditions, symptoms, causes, treatments, body areas, cautions and topics have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EntityFacts {
    /// Synonyms.
    pub also: Vec<Name>,
    /// Abbreviations, which are matched exactly.
    pub abbr: Vec<Name>,
    /// Further forms of the words.
    pub forms: Vec<Name>,
    /// Words before which the name means something else.
    pub not_before: Vec<Box<str>>,
    /// Words after which the name means something else.
    pub not_after: Vec<Box<str>>,
    /// Whether mentions become links.
    pub autolink: Autolink,
    /// Whether capitals count when mentions are looked for.
    pub case: Case,
    /// Whether the plural is a mention too; `None` is the default, yes.
    pub plural: Option<bool>,
    /// Which links stay when a page has more than it may have: those of the highest.
    pub priority: i64,
    /// The wider thing that this is one of.
    pub is_a: Option<Name>,
    /// What causes it.
    pub caused_by: Vec<Name>,
    /// What it causes.
    pub causes: Vec<Name>,
    /// Ids of entries in `content/red-flags.yaml`.
    pub red_flags: Vec<Name>,
    /// What may be claimed about it.
    pub cap: Option<Cap>,
    /// The group that a cause is listed in.
    pub group: Option<CauseGroup>,
    /// What a body area is for anatomists.
    pub anatomy: Option<Anatomy>,
    /// What a massage type helps with.
    pub helps: Vec<Help>,
    /// When a massage type is not suitable.
    pub cautions: Vec<Caution>,
    /// How firm a massage type is.
    pub pressure: Option<Box<str>>,
    /// Whether it works with heat.
    pub heat: Option<bool>,
    /// Whether it works with oils.
    pub oils: Option<bool>,
}

/// What a massage type helps with, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Help {
    /// The condition or symptom.
    pub id: Name,
    /// How sure it is.
    pub certainty: Option<Certainty>,
    /// What must go with it, such as exercise.
    pub only_with: Option<Name>,
    /// Ids of sources.
    pub sources: Vec<Name>,
    /// When the sources were last checked.
    pub checked: Option<Date>,
    /// A note for editors.
    pub note: Option<Box<str>>,
}

/// When a massage type is not suitable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Caution {
    /// The condition, symptom or caution.
    pub id: Name,
    /// What to do. A caution without a level that can be read counts as the strictest.
    pub level: Level,
    /// Ids of sources.
    pub sources: Vec<Name>,
    /// Why, for readers.
    pub why: Option<Box<str>>,
    /// A note for editors.
    pub note: Option<Box<str>>,
}

/// What people have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PersonFacts {
    /// Their work, such as "Massage therapist".
    pub role: Option<Box<str>>,
    /// Their qualifications.
    pub qualifications: Vec<Box<str>>,
    /// The professional register that they are on.
    pub register: Option<Box<Register>>,
    /// Their pages elsewhere.
    pub same_as: Vec<Box<str>>,
    /// Their e-mail address.
    pub email: Option<Box<str>>,
    /// Whether they work for the salon.
    pub works_here: bool,
}

/// A professional register.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Register {
    /// Who keeps it.
    pub body: Name,
    /// The number in it.
    pub number: Option<Box<str>>,
}
