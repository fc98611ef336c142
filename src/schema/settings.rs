//! The table of `anma.yaml`.

use super::checks::CHECK;
use super::hosts::{POLICY, SECURITY, STRUCTURED_DATA};
use super::salon::SALON;
use super::{Field, Overview, Type};

const COUNT: Type = Type::Integer { min: 1, max: 10_000 };
const MONTHS: Type = Type::Integer { min: 1, max: 1_200 };
const UP_TO_MANY: Type = Type::Integer { min: 0, max: 10_000 };
pub(super) const TYPES: &[&str] = &["text", "bool", "integer", "date", "url", "choice", "list"];

/// The settings of `anma.yaml`.
pub static SETTINGS: &[Field] = &[
    Field::new("title", Type::Text, "The name of the site.", "Northside Massage").required(),
    Field::new(
        "description",
        Type::Text,
        "What the site is, in a sentence.",
        "\"Health articles from our massage studio.\"",
    ),
    Field::new(
        "base_url",
        Type::Url,
        "Where the site stands on the web. Feeds, the site map and link previews need it.",
        "https://www.example.com",
    ),
    Field::new("language", Type::Text, "The language of the site.", "en-GB"),
    Field::new(
        "languages",
        Type::Map(&Type::Record(LANGUAGE)),
        "Other languages in which the site has pages. With `es`, the file `article.es.md` is the Spanish page for `article.md`, and it stands at `/es/`. What a language does not say holds as the site says it, but `strings`.",
        "{es: {title: Masajes Northside}}",
    ),
    Field::new(
        "theme",
        Type::Text,
        "The theme: a folder below `themes/`, or `default`.",
        "default",
    ),
    Field::new(
        "notice",
        Type::Text,
        "A text shown on every page.",
        "\"Closed from 24 to 26 December.\"",
    ),
    Field::new(
        "salon",
        Type::Record(SALON),
        "The salon, as shown on the site and told to search engines.",
        "{name: Northside Massage, phone: \"01234 567890\"}",
    ),
    Field::new(
        "structured_data",
        Type::Record(STRUCTURED_DATA),
        "What pages tell search engines about themselves.",
        "{therapy_type: service}",
    ),
    Field::new(
        "menu",
        Type::List(&Type::Record(MENU)),
        "The menu, in order.",
        "[{title: About us, page: about.md}]",
    ),
    Field::new(
        "markdown",
        Type::Record(MARKDOWN),
        "How the text of pages is read.",
        "{smart_punctuation: true}",
    ),
    Field::new(
        "links",
        Type::Record(LINKS),
        "How names in texts become links to their pages.",
        "{max_per_page: 10}",
    ),
    Field::new(
        "pagination",
        Type::Record(PAGINATION),
        "How lists are cut into pages.",
        "{per_page: 20}",
    ),
    Field::new("related", Type::Record(LIMIT), "Related pages below an article.", "{limit: 6}"),
    Field::new("feeds", Type::Record(LIMIT), "The feeds.", "{limit: 20}"),
    Field::new(
        "reviews",
        Type::Record(REVIEWS),
        "How long the review of a page counts, where the page has no `next_review`.",
        "{due: 24}",
    ),
    Field::new(
        "overviews",
        Type::List(&Type::Choice(Overview::CHOICES)),
        "The pages that anma makes of what the site knows: which massage for what, all names from A to Z, where it hurts, what to check before booking, and a picture of how it all fits together. All of them unless said otherwise; `[]` is none. A page of the site with such a `template` stands in for the one that anma would make.",
        "[matrix, a-to-z]",
    ),
    Field::new(
        "search",
        Type::Bool,
        "Whether readers can search the site. anma makes the index when the site is written; nothing is asked of any server. A page with `template: search` stands in for the one that anma would make at `/search/`.",
        "false",
    ),
    Field::new(
        "headers",
        Type::Bool,
        "Whether anma writes the file `_headers`, which tells hosts that know it (Netlify, Cloudflare Pages) to guard visitors: what pages may load, and how long browsers keep files. `false` writes none; so does a file `static/_headers` of your own.",
        "true",
    ),
    Field::new(
        "csp",
        POLICY,
        "What pages may load besides what they need anyway, by the directive of the Content-Security-Policy.",
        "{frame-src: https://maps.example.com}",
    ),
    Field::new(
        "security",
        Type::Record(SECURITY),
        "Makes the file `/.well-known/security.txt` (RFC 9116), which says where to report a weakness of the site.",
        "{contact: security@example.com, expires: 2027-11-01}",
    ),
    Field::new(
        "manifest",
        Type::Bool,
        "Whether anma writes the file `manifest.webmanifest`: the name, the colours and the icon for those who put the site on the start page of a phone.",
        "true",
    ),
    Field::new(
        "humans",
        Type::Bool,
        "Whether anma writes the file `humans.txt`: who works on the site.",
        "false",
    ),
    Field::new(
        "llms",
        Type::Bool,
        "Whether anma writes the file `llms.txt`: all pages with their descriptions, for programs that answer questions.",
        "false",
    ),
    Field::new(
        "social_cards",
        Type::Bool,
        "Whether a card with its title is drawn for each page that has no picture, for link previews. Sites of up to 1,000 pages have them unless this says `false`; larger ones only with `true`.",
        "false",
    ),
    Field::new(
        "publish",
        Type::Choice(&["auto", "swap", "files"]),
        "How a finished site replaces the last one: the folder as a whole (`swap`), file by file (`files`), or the best that the disk allows (`auto`).",
        "auto",
    ),
    Field::new(
        "check",
        Type::Record(CHECK),
        "What `anma check` looks for: see `docs/checking.md`.",
        "{packs: [uk-cap]}",
    ),
    Field::new("limits", Type::Record(LIMITS), "How large things may grow.", "{file: 16 MiB}"),
    Field::new(
        "fields",
        Type::Map(&Type::Map(&Type::Record(DECLARATION))),
        "Fields of your own for front matter, by kind of page.",
        "{article: {reading_level: {type: choice, choices: [easy, medium]}}}",
    ),
    Field::new(
        "design",
        Type::Record(DESIGN),
        "The looks of the site: colours, type, corners, logo.",
        "{set: clay, tokens: {radius: 1rem}}",
    ),
    Field::new(
        "options",
        Type::Map(&Type::Anything),
        "Options of the theme. The theme says which there are.",
        "{accent: green}",
    ),
    Field::new(
        "strings",
        Type::Map(&Type::Text),
        "Texts of the theme that you want in other words.",
        "{book_now: \"Book a massage\"}",
    ),
];

static LANGUAGE: &[Field] = &[
    Field::new(
        "language",
        Type::Text,
        "The language with its region, if its short name does not say enough.",
        "es-MX",
    ),
    Field::new("title", Type::Text, "The name of the site.", "Masajes Northside"),
    Field::new(
        "description",
        Type::Text,
        "What the site is, in a sentence.",
        "\"Artículos de salud de nuestro centro de masajes.\"",
    ),
    Field::new(
        "notice",
        Type::Text,
        "A text shown on every page.",
        "\"Cerrado del 24 al 26 de diciembre.\"",
    ),
    Field::new(
        "salon",
        Type::Record(SALON),
        "What is said of the salon in other words: opening hours, names of prices.",
        "{hours: \"De lunes a viernes, de 9 a 18\"}",
    ),
    Field::new(
        "menu",
        Type::List(&Type::Record(MENU)),
        "The menu, in order.",
        "[{title: Quiénes somos, page: about.md}]",
    ),
    Field::new(
        "links",
        Type::Record(LINKS),
        "How names in texts become links to their pages.",
        "{too_common: [espalda, piel]}",
    ),
    Field::new(
        "options",
        Type::Map(&Type::Anything),
        "Options of the theme that are texts.",
        "{footer: \"Hecho con cuidado\"}",
    ),
    Field::new(
        "strings",
        Type::Map(&Type::Text),
        "Texts of the theme that you want in other words.",
        "{book_now: \"Reserva un masaje\"}",
    ),
];

static DESIGN: &[Field] = &[
    Field::new(
        "set",
        Type::Text,
        "A set of colours and type that the theme offers. `anma theme check` lists them.",
        "clay",
    ),
    Field::new(
        "tokens",
        Type::Map(&Type::Text),
        "Single colours, fonts or measures of the theme: name and value. A colour is written as `#rrggbb`.",
        "{accent: \"#7a2e4d\", radius: 1rem}",
    ),
    Field::new(
        "dark",
        Type::Map(&Type::Text),
        "The same for readers who prefer dark pages.",
        "{accent: \"#f0a9c4\"}",
    ),
    Field::new(
        "logo",
        Type::Text,
        "The picture in the header: a file below `content/` or `static/`, best an SVG.",
        "logo.svg",
    ),
];

static MENU: &[Field] = &[
    Field::new("title", Type::Text, "The words to show.", "About us").required(),
    Field::new("page", Type::PageOrUrl, "A file below `content/`, an address on the site such as `/conditions/`, or an address elsewhere.", "about.md").required(),
];

static MARKDOWN: &[Field] = &[
    Field::new(
        "html",
        Type::Choice(&["deny", "allow"]),
        "Whether texts may have HTML tags. Allow it only if you trust all writers.",
        "deny",
    ),
    Field::new(
        "smart_punctuation",
        Type::Bool,
        "Whether straight quotation marks become curly ones, and `--` a dash.",
        "true",
    ),
    Field::new("highlight", Type::Bool, "Whether code is coloured.", "true"),
    Field::new(
        "schemes",
        Type::List(&Type::Text),
        "Further beginnings that links may have, beyond `https`, `http`, `mailto` and `tel`.",
        "[sms]",
    ),
];

static LINKS: &[Field] = &[
    Field::new(
        "auto",
        Type::Bool,
        "`false` makes no links by itself, unless a page says `links: {auto: true}`.",
        "true",
    ),
    Field::new(
        "scope",
        Type::Choice(&["page", "section"]),
        "Whether the first mention on the page becomes a link, or the first in each part under a main heading.",
        "page",
    ),
    Field::new(
        "max_per_page",
        UP_TO_MANY,
        "Links of a page at most. Usually one for every 40 words, but at least 5 and at most 25.",
        "10",
    ),
    Field::new("max_per_block", UP_TO_MANY, "Links of a paragraph at most. 0 is no limit.", "0"),
    Field::new(
        "min_gap_words",
        UP_TO_MANY,
        "Words between two links at least. 0 is no limit.",
        "0",
    ),
    Field::new("quotes", Type::Bool, "Whether names in quotations become links too.", "false"),
    Field::new(
        "too_common",
        Type::List(&Type::Text),
        "Words that are no name by themselves, only together with others. Your list takes the place of anma's.",
        "[back, head, leg]",
    ),
    Field::new(
        "prefer",
        Type::Map(&Type::Text),
        "Which page a term leads to when two pages have it: the term, then the name of the page.",
        "{stress: everyday stress}",
    ),
    Field::new(
        "mentions",
        UP_TO_MANY,
        "How many pages are listed where a page is mentioned.",
        "12",
    ),
];

static PAGINATION: &[Field] =
    &[Field::new("per_page", COUNT, "How many articles to a page of a list.", "20")];

static LIMIT: &[Field] =
    &[Field::new("limit", Type::Integer { min: 0, max: 10_000 }, "At most so many.", "20")];

static REVIEWS: &[Field] = &[
    Field::new(
        "due",
        MONTHS,
        "Months after which a page must be reviewed again, and is no longer shown as reviewed.",
        "24",
    ),
    Field::new("late", MONTHS, "Months after which that is a serious matter.", "36"),
];

static LIMITS: &[Field] = &[
    Field::new("file", Type::Size, "A text file.", "16 MiB"),
    Field::new("front_matter", Type::Size, "The front matter of a page.", "64 KiB"),
    Field::new("page", Type::Size, "A finished page.", "64 MiB"),
    Field::new("asset", Type::Size, "A picture, or any other file that is copied.", "1 GiB"),
];

static DECLARATION: &[Field] = &[
    Field::new("type", Type::Choice(TYPES), "What may stand in it.", "choice").required(),
    Field::new("required", Type::Bool, "Whether every page of the kind must have it.", "false"),
    Field::new("doc", Type::Text, "What it is for.", "\"How hard the text is to read.\""),
    Field::new(
        "choices",
        Type::List(&Type::Text),
        "The words to choose from, for the type `choice`.",
        "[easy, medium]",
    ),
];
