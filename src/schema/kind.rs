//! The kinds of page, and what each is called.

use std::fmt;

/// What a page is about. The folder decides it, `type:` in the front matter overrides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An article: the pages that readers come for.
    Article,
    /// A condition, such as sciatica.
    Condition,
    /// A symptom, such as lower back pain.
    Symptom,
    /// A cause, such as poor posture.
    Cause,
    /// A massage type.
    Treatment,
    /// An area of the body.
    Body,
    /// Something to check before a massage, such as pregnancy.
    Caution,
    /// A topic that articles are filed under.
    Topic,
    /// A person: author, reviewer, therapist.
    Person,
    /// Any other page, such as "About us".
    Page,
    /// A folder's own page, written in `_index.md`.
    Section,
}

impl Kind {
    /// Every kind, in the order in which they are explained.
    pub const ALL: [Self; 11] = [
        Self::Article,
        Self::Condition,
        Self::Symptom,
        Self::Cause,
        Self::Treatment,
        Self::Body,
        Self::Caution,
        Self::Topic,
        Self::Person,
        Self::Page,
        Self::Section,
    ];

    /// The name as `type:` has it and as templates see it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Condition => "condition",
            Self::Symptom => "symptom",
            Self::Cause => "cause",
            Self::Treatment => "treatment",
            Self::Body => "body",
            Self::Caution => "caution",
            Self::Topic => "topic",
            Self::Person => "person",
            Self::Page => "page",
            Self::Section => "section",
        }
    }

    /// The kind called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind in a sentence, with its article: "a massage type".
    pub fn words(self) -> &'static str {
        match self {
            Self::Article => "an article",
            Self::Condition => "a condition",
            Self::Symptom => "a symptom",
            Self::Cause => "a cause",
            Self::Treatment => "a massage type",
            Self::Body => "a body area",
            Self::Caution => "a caution",
            Self::Topic => "a topic",
            Self::Person => "a person",
            Self::Page => "a page",
            Self::Section => "a section",
        }
    }

    /// The folder below `content/` whose pages are of this kind, which is also the first part of
    /// their addresses. Empty for pages and sections, which stand anywhere.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Condition => "conditions",
            Self::Symptom => "symptoms",
            Self::Cause => "causes",
            Self::Treatment => "treatments",
            Self::Body => "body",
            Self::Caution => "cautions",
            Self::Topic => "topics",
            Self::Person => "people",
            Self::Page | Self::Section => "",
        }
    }

    /// The kind of pages in the folder `folder` directly below `content/`.
    pub fn of_folder(folder: &str) -> Self {
        let named = |kind: &Self| !folder.is_empty() && kind.folder() == folder;
        Self::ALL.into_iter().find(named).unwrap_or(Self::Page)
    }

    /// The title of the page that lists all of this kind: "Massage types".
    pub fn collection_title(self) -> &'static str {
        match self {
            Self::Article => "Articles",
            Self::Condition => "Conditions",
            Self::Symptom => "Symptoms",
            Self::Cause => "Causes",
            Self::Treatment => "Massage types",
            Self::Body => "Body areas",
            Self::Caution => "Check before you book",
            Self::Topic => "Topics",
            Self::Person => "People",
            Self::Page => "Pages",
            Self::Section => "Sections",
        }
    }

    /// Whether pages of this kind stand for a thing that other pages can name.
    pub fn is_entity(self) -> bool {
        Kinds::ENTITIES.has(self)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self::of(&Kind::ALL);
    /// What other pages can name.
    pub const ENTITIES: Self = Self::of(&[
        Kind::Condition,
        Kind::Symptom,
        Kind::Cause,
        Kind::Treatment,
        Kind::Body,
        Kind::Caution,
        Kind::Topic,
    ]);

    /// The set of `kinds`.
    pub const fn of(kinds: &[Kind]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < kinds.len() {
            bits |= 1 << kinds[index] as u16;
            index += 1;
        }
        Self(bits)
    }

    /// Whether `kind` is in the set.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    /// The kinds of both sets.
    #[must_use]
    pub const fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// The kinds that are not in `fewer`.
    #[must_use]
    pub const fn without(self, fewer: Self) -> Self {
        Self(self.0 & !fewer.0)
    }

    /// The kinds in the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| self.has(*kind))
    }

    /// The set in a sentence: "a condition or a symptom".
    pub fn words(self) -> String {
        if self == Self::ALL {
            return "any page".into();
        }
        let names: Vec<&str> = self.iter().map(Kind::words).collect();
        super::either(&names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_folders_lead_back_to_their_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.name()), Some(kind));
            if !kind.folder().is_empty() {
                assert_eq!(Kind::of_folder(kind.folder()), kind);
            }
            assert!(Kinds::ALL.has(kind) && !Kinds::NONE.has(kind));
        }
        assert_eq!(Kind::parse("Article"), None);
        assert_eq!((Kind::of_folder(""), Kind::of_folder("prices")), (Kind::Page, Kind::Page));
    }

    #[test]
    fn sets_are_said_in_words() {
        let set = Kinds::of(&[Kind::Symptom, Kind::Condition]);
        assert_eq!(set.words(), "a condition or a symptom");
        assert_eq!(set.iter().count(), 2);
        assert!(Kind::Topic.is_entity() && !Kind::Person.is_entity());
    }
}
