//! The table of front matter: what all pages have, and what sections and people have.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::checks::OF_PAGE;
use super::entities::{ENTITY, TREATMENT};
use super::words::{Grade, ListMode};
use super::{Field, Group, Kind, Kinds, Type};

const COUNT: Type = Type::Integer { min: 1, max: 10_000 };
const PEOPLE: Type = Type::Name(Kinds::of(&[Kind::Person]));
const SYMPTOMS_AND_CONDITIONS: Type =
    Type::Name(Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]));
const ANY_ENTITY: Type = Type::Name(Kinds::ENTITIES);
const SECTIONS: Kinds = Kinds::of(&[Kind::Section]);
const PERSON: Kinds = Kinds::of(&[Kind::Person]);

/// Every field of front matter, in groups.
pub static PAGE_GROUPS: &[Group] = &[
    Group { title: "Every page", kinds: Kinds::ALL, fields: COMMON },
    Group { title: "What a page is about", kinds: Kinds::ALL, fields: ABOUT },
    Group { title: "Where and how a page is shown", kinds: Kinds::ALL, fields: SHOWN },
    Group { title: "Sections (`_index.md`)", kinds: SECTIONS, fields: SECTION },
    Group {
        title: "Conditions, symptoms, causes, massage types, body areas, cautions and topics",
        kinds: Kinds::ENTITIES,
        fields: ENTITY,
    },
    Group { title: "Massage types", kinds: Kinds::of(&[Kind::Treatment]), fields: TREATMENT },
    Group { title: "People", kinds: PERSON, fields: PEOPLE_FIELDS },
];

static BY_NAME: LazyLock<FxHashMap<&'static str, &'static Field>> = LazyLock::new(|| {
    let fields = PAGE_GROUPS.iter().flat_map(|group| group.fields);
    fields.map(|field| (&*field.name, field)).collect()
});

/// The field of front matter called `name`, whatever kinds of page have it.
pub fn page_field(name: &str) -> Option<&'static Field> {
    BY_NAME.get(name).copied()
}

static COMMON: &[Field] = &[
    Field::new("title", Type::Text, "The title, as readers see it.", "Upper back massage")
        .required(),
    Field::new(
        "date",
        Type::Date,
        "The day of first publication. Lists begin with the newest. A day in the future hides the page until then.",
        "2026-11-01",
    ),
    Field::new(
        "description",
        Type::Text,
        "One or two sentences for search results, lists and link previews.",
        "\"What an upper back massage feels like, and who should ask a GP first.\"",
    ),
    Field::new("updated", Type::Date, "The day of the last real change to the text.", "2026-12-01"),
    Field::new(
        "author",
        Type::OneOrMany(&PEOPLE),
        "Who wrote the page: the title or file name of one or more pages in `content/people/`.",
        "[maria-lund]",
    ),
    Field::new(
        "reviewed",
        Type::Record(REVIEWED),
        "Who checked the facts, and when. `anma review` writes it, with a seal that tells when the text has changed since.",
        "{by: maria-lund, on: 2026-11-01}",
    ),
    Field::new(
        "next_review",
        Type::Date,
        "The day by which the facts must be checked again.",
        "2027-11-01",
    ),
    Field::new(
        "image",
        Type::Record(IMAGE),
        "The picture of the page.",
        "{src: back.jpg, alt: \"Hands on an upper back\"}",
    ),
    Field::new(
        "check",
        Type::Record(OF_PAGE),
        "What somebody answers for that `anma check` would otherwise report.",
        "{ok: [{rule: PLAIN-LONG, why: \"The cautions must stay together.\", by: Maria Lund}]}",
    ),
    Field::new(
        "sources",
        Type::List(&Type::IdOrRecord("a source", SOURCE)),
        "What the page rests on: ids of entries in `content/sources.yaml`, or sources written out.",
        "[ng59]",
    ),
    Field::new(
        "faq",
        Type::List(&Type::Record(FAQ)),
        "Questions with their answers. Answers may use Markdown.",
        "[{question: \"Does it hurt?\", answer: \"It should not.\"}]",
    ),
    Field::new(
        "draft",
        Type::Bool,
        "`true` keeps the page off the site until it is ready.",
        "true",
    ),
    Field::new("publish", Type::Date, "The page appears on this day.", "2026-12-24"),
    Field::new("expire", Type::Date, "From this day on the page is no longer shown.", "2027-01-06"),
];

static ABOUT: &[Field] = &[
    Field::new(
        "topic",
        Type::OneOrMany(&Type::Name(Kinds::of(&[Kind::Topic]))),
        "Topics that the page is filed under.",
        "[relaxation]",
    ),
    Field::new(
        "condition",
        Type::OneOrMany(&SYMPTOMS_AND_CONDITIONS),
        "Conditions and symptoms that the page is about.",
        "[upper-back-pain, sciatica]",
    ),
    Field::new(
        "massage_type",
        Type::OneOrMany(&Type::Name(Kinds::of(&[Kind::Treatment]))),
        "Massage types that the page is about.",
        "[deep-tissue-massage]",
    ),
    Field::new(
        "cause",
        Type::OneOrMany(&Type::Name(Kinds::of(&[Kind::Cause, Kind::Condition, Kind::Symptom]))),
        "Causes that the page is about.",
        "[poor-posture]",
    ),
    Field::new(
        "body",
        Type::OneOrMany(&Type::Name(Kinds::of(&[Kind::Body]))),
        "Areas of the body that the page is about.",
        "[upper-back]",
    ),
    Field::new(
        "links",
        Type::Record(LINKS),
        "How automatic links are made in the text of this page.",
        "{limit: 5, never: [massage]}",
    ),
];

static SHOWN: &[Field] = &[
    Field::new(
        "slug",
        Type::Slug,
        "The last part of the address, if the file name does not suit.",
        "upper-back-massage",
    ),
    Field::new(
        "aliases",
        Type::List(&Type::Path),
        "Old addresses that lead here.",
        "[/old/back-massage/]",
    ),
    Field::new(
        "weight",
        Type::Integer { min: -1_000_000, max: 1_000_000 },
        "Order among its neighbours: small numbers come first.",
        "10",
    ),
    Field::new(
        "type",
        Type::Choice(&[
            "article",
            "condition",
            "symptom",
            "cause",
            "treatment",
            "body",
            "caution",
            "topic",
            "person",
            "page",
        ]),
        "The kind of page, if the folder does not say it.",
        "symptom",
    )
    .only(Kinds::ALL.without(SECTIONS)),
    Field::new("template", Type::Text, "The template to use instead of the usual one.", "landing"),
    Field::new("toc", Type::Bool, "Whether to show a table of contents.", "false"),
    Field::new("noindex", Type::Bool, "`true` asks search engines not to list the page.", "true"),
    Field::new(
        "extra",
        Type::Map(&Type::Anything),
        "Anything that your own templates need.",
        "{colour: green}",
    ),
];

static SECTION: &[Field] = &[
    Field::new(
        "cascade",
        Type::Cascade,
        "Fields for all pages below. A page's own field wins.",
        "{author: maria-lund}",
    )
    .only(SECTIONS),
    Field::new(
        "list",
        Type::Choice(ListMode::WORDS),
        "Which articles the section lists: those directly in it, all below it, or none.",
        "all",
    )
    .only(SECTIONS),
    Field::new("paginate", COUNT, "How many articles to a page of the list.", "20").only(SECTIONS),
];

static PEOPLE_FIELDS: &[Field] = &[
    Field::new("role", Type::Text, "Their work.", "Massage therapist").only(PERSON),
    Field::new(
        "qualifications",
        Type::List(&Type::Text),
        "Their qualifications.",
        "[\"BTEC Level 5 in sports massage\"]",
    )
    .only(PERSON),
    Field::new(
        "register",
        Type::Record(REGISTER),
        "The professional register that they are on.",
        "{body: CNHC, number: 012345}",
    )
    .only(PERSON),
    Field::new(
        "same_as",
        Type::List(&Type::Url),
        "Their pages elsewhere on the web.",
        "[https://www.cnhc.org.uk/]",
    )
    .only(PERSON),
    Field::new(
        "email",
        Type::Email,
        "Their e-mail address. It will be public.",
        "maria@example.com",
    )
    .only(PERSON),
    Field::new(
        "works_here",
        Type::Bool,
        "`true` when they work for the salon. Their page says so, and search engines are told.",
        "true",
    )
    .only(PERSON),
];

static REVIEWED: &[Field] = &[
    Field::new(
        "by",
        PEOPLE,
        "The title or file name of a page in `content/people/`.",
        "maria-lund",
    )
    .required(),
    Field::new("on", Type::Date, "The day.", "2026-11-01").required(),
    Field::new(
        "seal",
        Type::Text,
        "The seal of the text that was reviewed. `anma review` writes it; when the text changes, the page says so.",
        "v1-0f6c1d2e3b4a5968",
    ),
];

static IMAGE: &[Field] = &[
    Field::new(
        "src",
        Type::Text,
        "The file: beside the page, or below `static/` when it begins with `/`.",
        "back.jpg",
    )
    .required(),
    Field::new(
        "alt",
        Type::Text,
        "What it shows, for readers who cannot see it.",
        "\"Hands on an upper back\"",
    ),
    Field::new("caption", Type::Text, "A line below it.", "\"Photo: our studio\""),
];

/// The fields of a source, in `content/sources.yaml` and written out on a page.
pub static SOURCE: &[Field] = &[
    Field::new("title", Type::Text, "Its title.", "\"NICE NG59, low back pain and sciatica\"")
        .required(),
    Field::new("url", Type::Url, "Where it is.", "https://www.nice.org.uk/guidance/ng59"),
    Field::new(
        "grade",
        Type::Choice(Grade::WORDS),
        "How far it can be trusted: `A` official, guideline or review; `B` charity or copy; `C` clinic or training page; `own` the salon's own.",
        "A",
    ),
    Field::new("seen", Type::Date, "The day it was last looked at.", "2026-11-01"),
];

/// An entry of `content/sources.yaml`.
pub(crate) static SOURCE_ENTRY: Field = Field::new(
    "ng59",
    Type::Record(SOURCE),
    "",
    "{title: \"NICE NG59, low back pain and sciatica\", grade: A}",
);

/// An entry of `content/red-flags.yaml`.
pub(crate) static RED_FLAGS_ENTRY: Field =
    Field::new("back-red-flags", Type::Record(RED_FLAGS), "", "{emergency: [chest pain]}");

/// The fields of an entry of `content/red-flags.yaml`.
pub static RED_FLAGS: &[Field] = &[
    Field::new(
        "sources",
        Type::OneOrMany(&Type::Id("a source")),
        "Ids of entries in `content/sources.yaml`.",
        "[northern-hsc]",
    ),
    Field::new("emergency", Type::List(&Type::Text), "When to call an ambulance.", "[chest pain]"),
    Field::new(
        "urgent",
        Type::List(&Type::Text),
        "When to see a doctor soon.",
        "[weight loss without trying]",
    ),
];

static FAQ: &[Field] = &[
    Field::new("question", Type::Text, "The question.", "\"Does it hurt?\"").required(),
    Field::new("answer", Type::Text, "The answer, in Markdown.", "\"It should not.\"").required(),
];

static LINKS: &[Field] = &[
    Field::new("auto", Type::Bool, "`false` makes no links by itself.", "false"),
    Field::new("limit", Type::Integer { min: 0, max: 1_000 }, "At most so many.", "5"),
    Field::new("never", Type::List(&ANY_ENTITY), "Names that are never linked here.", "[massage]"),
    Field::new(
        "always",
        Type::List(&ANY_ENTITY),
        "Names that are linked even where they usually are not.",
        "[sciatica]",
    ),
    Field::new(
        "prefer",
        Type::Map(&Type::Text),
        "Which page a term leads to here: the term, then the name of the page.",
        "{stress: everyday stress}",
    ),
];

static REGISTER: &[Field] = &[
    Field::new("body", Type::Text, "Who keeps it.", "CNHC").required(),
    Field::new("number", Type::Text, "The number in it.", "012345"),
];
