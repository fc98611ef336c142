//! The tables of what `anma.yaml` says to hosts and programs.

use super::{Field, TherapyType, Type};

/// Sources by directive of a Content-Security-Policy.
pub(super) const POLICY: Type = Type::Map(&Type::OneOrMany(&Type::Text));

pub(super) static STRUCTURED_DATA: &[Field] = &[
    Field::new(
        "therapy_type",
        Type::Choice(TherapyType::WORDS),
        "What search engines are told that a massage is: a `service` of the salon, or a `medical` therapy where there is evidence on file. `medical` is a claim: choose it only if somebody qualified answers for it.",
        "service",
    ),
    Field::new(
        "faq",
        Type::Bool,
        "Whether questions and answers are marked up as such. Search engines show nothing for it any more.",
        "false",
    ),
];

pub(super) static SECURITY: &[Field] = &[
    Field::new(
        "contact",
        Type::OneOrMany(&Type::Text),
        "Where to write when somebody finds a weakness: an e-mail address, or the address of a page.",
        "security@example.com",
    )
    .required(),
    Field::new(
        "expires",
        Type::Date,
        "The day after which this must not be relied on. Best less than a year away.",
        "2027-11-01",
    )
    .required(),
    Field::new(
        "policy",
        Type::Url,
        "A page that says what you do with such reports.",
        "https://www.example.com/security/",
    ),
];
