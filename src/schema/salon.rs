//! The tables of what `anma.yaml` says of the salon.

use super::{Field, Kind, Kinds, SalonType, Type};

pub(super) static SALON: &[Field] = &[
    Field::new(
        "type",
        Type::Choice(SalonType::WORDS),
        "What kind of business it is. Search engines are told.",
        "day-spa",
    ),
    Field::new("name", Type::Text, "Its name.", "Northside Massage"),
    Field::new("phone", Type::Text, "Its telephone number.", "\"01234 567890\""),
    Field::new("email", Type::Email, "Its e-mail address.", "hello@example.com"),
    Field::new(
        "address",
        Type::OneOrMany(&Type::Text),
        "Its postal address, line by line.",
        "[1 High Street, Northside, N1 2AB]",
    ),
    Field::new("booking_url", Type::Url, "Where to book.", "https://booking.example.com"),
    Field::new(
        "hours",
        Type::OneOrMany(&Type::Text),
        "Opening hours, line by line.",
        "[\"Monday to Friday, 9 to 18\"]",
    ),
    Field::new("map_url", Type::Url, "A map that shows the way.", "https://www.openstreetmap.org/"),
    Field::new(
        "currency",
        Type::Text,
        "What prices are in: the three letters of a currency.",
        "GBP",
    ),
    Field::new(
        "prices",
        Type::List(&Type::Record(PRICE)),
        "What massages cost. The contact page shows all prices, the page of a massage its own.",
        "[{name: Back and neck, price: 45, minutes: 30}]",
    ),
    Field::new(
        "branches",
        Type::List(&Type::Record(BRANCH)),
        "The places of a salon that has several. The contact page shows them.",
        "[{name: Northside, phone: \"01234 567890\"}]",
    ),
];

static PRICE: &[Field] = &[
    Field::new("name", Type::Text, "What it is for.", "\"Deep tissue massage, full body\"")
        .required(),
    Field::new("price", Type::Price, "What it costs, without the currency.", "65").required(),
    Field::new("minutes", Type::Integer { min: 1, max: 1_440 }, "How long it takes.", "60"),
    Field::new(
        "treatment",
        Type::Name(Kinds::of(&[Kind::Treatment])),
        "The massage on whose page the price is shown.",
        "deep-tissue-massage",
    ),
];

static BRANCH: &[Field] = &[
    Field::new("name", Type::Text, "Its name.", "Northside").required(),
    Field::new("phone", Type::Text, "Its telephone number.", "\"01234 567890\""),
    Field::new("email", Type::Email, "Its e-mail address.", "northside@example.com"),
    Field::new(
        "address",
        Type::OneOrMany(&Type::Text),
        "Its postal address, line by line.",
        "[1 High Street, Northside, N1 2AB]",
    ),
    Field::new(
        "hours",
        Type::OneOrMany(&Type::Text),
        "Opening hours, line by line.",
        "[\"Monday to Friday, 9 to 18\"]",
    ),
    Field::new("map_url", Type::Url, "A map that shows the way.", "https://www.openstreetmap.org/"),
];
