//! The tables of what `anma check` is told: in `anma.yaml`, and by a page that answers for what it says.

use super::{Field, Type};

const LEVELS: &[&str] = &["error", "warning", "info", "off"];

/// `check` in `anma.yaml`.
pub(super) static CHECK: &[Field] = &[
    Field::new(
        "packs",
        Type::OneOrMany(&Type::Text),
        "Whose rules of advertising hold: `uk-cap` (the British CAP Code, the default), `us-ftc` (the guidance of the American FTC), or both. `[]` is none. All other rules hold in any case.",
        "[uk-cap, us-ftc]",
    ),
    Field::new(
        "rules",
        Type::Map(&Type::Choice(LEVELS)),
        "How much a rule matters to this site, by its name: `error`, `warning`, `info`, or `off`.",
        "{STYLE-EXCLAIM: \"off\", PLAIN-LONG: warning}",
    ),
    Field::new(
        "words",
        Type::List(&Type::Text),
        "Words that are spelled right, such as names of products and people.",
        "[Tenby, Lomi-Lomi]",
    ),
    Field::new(
        "dictionary",
        Type::Text,
        "A dictionary for spelling, as Hunspell has them, in the folder of the site: a `.dic` file with an `.aff` file beside it. Without it, the British one of the computer is used if it has one; `none` checks no spelling.",
        "dictionaries/en_GB.dic",
    ),
    Field::new(
        "qualified",
        Type::List(&Type::Record(QUALIFIED)),
        "Health professionals under whose supervision the salon works. Claims about the conditions named here are no findings (CAP Code, rule 12.2).",
        "[{person: Sam Carter, register: HCPC, number: PH123456, conditions: [arthritis]}]",
    ),
    Field::new(
        "third_parties",
        Type::List(&Type::Text),
        "Other sites from which pages may load something, such as a map.",
        "[https://maps.example.com]",
    ),
];

static QUALIFIED: &[Field] = &[
    Field::new("person", Type::Text, "Their name.", "Sam Carter").required(),
    Field::new("register", Type::Text, "The register that they are on.", "HCPC").required(),
    Field::new("number", Type::Text, "Their number in it.", "PH123456").required(),
    Field::new(
        "conditions",
        Type::List(&Type::Text),
        "The conditions that they supervise the treatment of.",
        "[arthritis]",
    )
    .required(),
];

/// `check` in the front matter of a page.
pub(super) static OF_PAGE: &[Field] = &[Field::new(
    "ok",
    Type::List(&Type::Record(ACKNOWLEDGED)),
    "Findings that somebody answers for, with the reason.",
    "[{rule: PLAIN-LONG, why: \"The list of cautions must stay in one sentence.\", by: Maria Lund}]",
)];

static ACKNOWLEDGED: &[Field] = &[
    Field::new("rule", Type::Text, "The rule, by its name.", "CLAIM-EFFICACY").required(),
    Field::new(
        "text",
        Type::Text,
        "Words of the finding. Without them, every finding of the rule on the page is meant.",
        "\"ease lower back pain\"",
    ),
    Field::new(
        "why",
        Type::Text,
        "The reason, in at least 15 characters.",
        "\"NICE NG59 1.2.7 says so, for a short time\"",
    )
    .required(),
    Field::new("by", Type::Text, "Who answers for it.", "Maria Lund").required(),
    Field::new("until", Type::Date, "The day on which this ends.", "2027-11-01"),
];
