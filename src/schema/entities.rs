//! The table of front matter: what conditions, massage types and other entities have.

use super::words::{Anatomy, Autolink, Cap, Case, CauseGroup, Certainty, Level};
use super::{Field, Kind, Kinds, Type};

const ENTITIES: Kinds = Kinds::ENTITIES;
const TREATMENTS: Kinds = Kinds::of(&[Kind::Treatment]);
const TEXTS: Type = Type::List(&Type::Text);
const ANY: Type = Type::Name(ENTITIES);
const AILMENT: Type = Type::Name(Kinds::of(&[Kind::Condition, Kind::Symptom, Kind::Caution]));
const CAUSES: Type = Type::Name(Kinds::of(&[Kind::Cause, Kind::Condition, Kind::Symptom]));
const SOURCES: Type = Type::OneOrMany(&Type::Id("a source"));

pub(super) static ENTITY: &[Field] = &[
    Field::new("also", TEXTS, "Synonyms: other words for the same thing.", "[thoracic pain]").only(ENTITIES),
    Field::new("abbr", TEXTS, "Abbreviations. They are found only in exactly this form.", "[RSI]").only(ENTITIES),
    Field::new("forms", TEXTS, "Other forms of the words that must be found in texts.", "[sciatic]").only(ENTITIES),
    Field::new("not_before", TEXTS, "Words that give the name another meaning when they follow it.", "[fracture, test]").only(ENTITIES),
    Field::new("not_after", TEXTS, "Words that give the name another meaning when they stand before it.", "[water]").only(ENTITIES),
    Field::new(
        "autolink",
        Type::Choice(Autolink::WORDS),
        "Whether mentions in texts become links: `true`, `false`, or `force` for names that are short or everyday words.",
        "false",
    )
    .only(ENTITIES),
    Field::new("case", Type::Choice(Case::WORDS), "`exact` when capitals count.", "exact").only(ENTITIES),
    Field::new("plural", Type::Bool, "`false` when the plural is not to be found in texts.", "false").only(ENTITIES),
    Field::new(
        "priority",
        Type::Integer { min: -1_000, max: 1_000 },
        "Which links stay when a page has more than it may have: those of the highest.",
        "5",
    )
    .only(ENTITIES),
    Field::new("is_a", ANY, "The wider thing that this is one of. Its cautions hold here too.", "massage").only(ENTITIES),
    Field::new("caused_by", Type::OneOrMany(&CAUSES), "What causes it.", "[overuse, poor-posture]").only(ENTITIES),
    Field::new("causes", Type::OneOrMany(&AILMENT), "What it causes.", "[upper-back-pain]").only(ENTITIES),
    Field::new(
        "red_flags",
        Type::OneOrMany(&Type::Id("a set of red flags")),
        "Ids of entries in `content/red-flags.yaml`: signs that need a doctor.",
        "[back-red-flags]",
    )
    .only(ENTITIES),
    Field::new(
        "cap",
        Type::Choice(Cap::WORDS),
        "What may be claimed about it: `supervision` needs a qualified health professional, `evidence` needs evidence, `everyday` neither.",
        "evidence",
    )
    .only(ENTITIES),
    Field::new("group", Type::Choice(CauseGroup::WORDS), "The group that a cause is listed in.", "lifestyle").only(ENTITIES),
    Field::new(
        "anatomy",
        Type::Choice(Anatomy::WORDS),
        "What a body area is: `surface` can be seen from the outside, as the upper back; `structure` is a bone, a muscle, a joint or a nerve; `system` is a whole system of the body. `surface` unless said otherwise.",
        "structure",
    )
    .only(Kinds::of(&[Kind::Body])),
];

pub(super) static TREATMENT: &[Field] = &[
    Field::new(
        "helps",
        Type::List(&Type::Record(HELPS)),
        "What it helps with, how sure that is, and who says so.",
        "[{id: low-back-pain, certainty: low, source: ng59, checked: 2026-11-01}]",
    )
    .only(TREATMENTS),
    Field::new(
        "caution",
        Type::List(&Type::Record(CAUTION)),
        "When it is not suitable.",
        "[{id: osteoporosis, level: stop, source: ros, why: \"firm pressure on fragile bones\"}]",
    )
    .only(TREATMENTS),
    Field::new("pressure", Type::Text, "How firm it is.", "light to medium").only(TREATMENTS),
    Field::new("heat", Type::Bool, "Whether it works with heat.", "true").only(TREATMENTS),
    Field::new("oils", Type::Bool, "Whether it works with oils.", "true").only(TREATMENTS),
];

static HELPS: &[Field] = &[
    Field::new("id", AILMENT, "The condition or symptom.", "low-back-pain").required(),
    Field::new(
        "certainty",
        Type::Choice(Certainty::WORDS),
        "How sure it is. `accepted` is for relaxation, everyday stress and sleep.",
        "low",
    )
    .required(),
    Field::new("only_with", Type::Text, "What must go with it.", "exercise"),
    Field::new("source", SOURCES, "Ids of entries in `content/sources.yaml`.", "ng59"),
    Field::new("checked", Type::Date, "The day the source was last read.", "2026-11-01"),
    Field::new(
        "note",
        Type::Text,
        "A note for editors. It is not shown.",
        "\"ask again in spring\"",
    ),
];

static CAUTION: &[Field] = &[
    Field::new("id", AILMENT, "The condition, symptom or caution.", "osteoporosis").required(),
    Field::new(
        "level",
        Type::Choice(Level::WORDS),
        "`stop` no massage now, `ask` a GP or specialist first, `local` avoid the area, `adapt` gentler or cooler.",
        "stop",
    )
    .required(),
    Field::new("source", SOURCES, "Ids of entries in `content/sources.yaml`.", "ros"),
    Field::new("why", Type::Text, "Why, for readers.", "\"firm pressure on fragile bones\""),
    Field::new("note", Type::Text, "A note for editors. It is not shown.", "\"strictest reading\""),
];
