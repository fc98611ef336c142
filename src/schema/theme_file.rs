//! The table of `theme.yaml`.

use super::hosts::POLICY;
use super::settings::TYPES;
use super::{Field, Type};

const TOKEN_TYPES: &[&str] = &["colour", "length", "fonts", "css"];
/// Levels of contrast of WCAG 2.2: 1.4.11, 1.4.3 and 1.4.6.
const RATIOS: &[&str] = &["3", "4.5", "7"];

/// The fields of `theme.yaml`.
pub static THEME: &[Field] = &[
    Field::new("name", Type::Text, "The name of the theme.", "clinic").required(),
    Field::new(
        "api",
        Type::Integer { min: 1, max: 1_000 },
        "The version of the template contract that it was made for.",
        "1",
    ),
    Field::new(
        "extends",
        Type::Text,
        "The theme whose files stand in for those that it lacks.",
        "default",
    ),
    Field::new(
        "description",
        Type::Text,
        "What it looks like, in a sentence.",
        "\"Calm, with large print.\"",
    ),
    Field::new(
        "options",
        Type::Map(&Type::Record(OPTION)),
        "What a site can set under `options` in `anma.yaml`.",
        "{accent: {type: text, default: green}}",
    ),
    Field::new(
        "strings",
        Type::Map(&Type::Text),
        "The texts that the theme says. A site can replace them under `strings` in `anma.yaml`.",
        "{sources: Sources}",
    ),
    Field::new(
        "csp",
        POLICY,
        "What its pages load besides style sheets, scripts, fonts and pictures of the site, by the directive of the Content-Security-Policy that anma writes into `_headers`.",
        "{style-src: \"'unsafe-inline'\"}",
    ),
    Field::new(
        "shortcodes",
        Type::Map(&Type::Record(SHORTCODE)),
        "The shortcodes of the theme and their arguments, so that calls in articles can be checked.",
        "{phone: {doc: The number of the salon., args: {text: {type: text}}}}",
    ),
    Field::new(
        "tokens",
        Type::Map(&Type::Record(TOKEN)),
        "The colours, type and measures that a site can change under `design` in `anma.yaml`.",
        "{accent: {type: colour, value: \"#0b5a55\", dark: \"#84d5ca\", doc: Links and buttons.}}",
    ),
    Field::new(
        "token_sets",
        Type::Map(&Type::Record(TOKEN_SET)),
        "Values for tokens that belong together, which a site chooses by name.",
        "{clay: {tokens: {accent: \"#8a3b22\"}}}",
    ),
    Field::new(
        "contrast",
        Type::List(&Type::Record(CONTRAST)),
        "Which colours must differ enough to be read.",
        "[{text: ink, on: [paper, surface]}]",
    ),
];

static TOKEN: &[Field] = &[
    Field::new("type", Type::Choice(TOKEN_TYPES), "What may stand in it.", "colour"),
    Field::new("value", Type::Text, "Its value.", "\"#0b5a55\""),
    Field::new("dark", Type::Text, "Its value for readers who prefer dark pages.", "\"#84d5ca\""),
    Field::new("doc", Type::Text, "What it is for.", "\"Links and buttons.\""),
];

static TOKEN_SET: &[Field] = &[
    Field::new(
        "doc",
        Type::Text,
        "What it looks like, in a sentence.",
        "\"Warm, like terracotta.\"",
    ),
    Field::new("tokens", Type::Map(&Type::Text), "Token and value.", "{accent: \"#8a3b22\"}"),
    Field::new(
        "dark",
        Type::Map(&Type::Text),
        "Token and value for readers who prefer dark pages.",
        "{accent: \"#f0b49a\"}",
    ),
];

static CONTRAST: &[Field] = &[
    Field::new("text", Type::Text, "The token in front.", "ink").required(),
    Field::new("on", Type::OneOrMany(&Type::Text), "The tokens behind it.", "[paper, surface]")
        .required(),
    Field::new(
        "ratio",
        Type::Choice(RATIOS),
        "The least contrast: 4.5 for text, 3 for large text and edges, 7 for text that all can read.",
        "4.5",
    ),
];

static SHORTCODE: &[Field] = &[
    Field::new(
        "block",
        Type::Bool,
        "Whether it must stand in a paragraph of its own, because it makes more than words.",
        "true",
    ),
    Field::new("doc", Type::Text, "What it is for.", "\"A picture with a caption.\""),
    Field::new(
        "args",
        Type::Map(&Type::Record(ARGUMENT)),
        "Its arguments.",
        "{src: {type: text, required: true}}",
    ),
];

static ARGUMENT: &[Field] = &[
    Field::new("type", Type::Choice(TYPES), "What may stand in it.", "text").required(),
    Field::new("required", Type::Bool, "Whether every call must give it.", "true"),
    Field::new("default", Type::Anything, "The value when a call gives none.", "\"\""),
    Field::new("doc", Type::Text, "What it is for.", "\"Where the picture is.\""),
    Field::new(
        "choices",
        Type::List(&Type::Text),
        "The words to choose from, for the type `choice`.",
        "[small, large]",
    ),
];

static OPTION: &[Field] = &[
    Field::new("type", Type::Choice(TYPES), "What may stand in it.", "text").required(),
    Field::new("default", Type::Anything, "The value when the site gives none.", "green"),
    Field::new("doc", Type::Text, "What it is for.", "\"The colour of links.\""),
    Field::new(
        "choices",
        Type::List(&Type::Text),
        "The words to choose from, for the type `choice`.",
        "[green, blue]",
    ),
];
