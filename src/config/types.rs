//! The typed settings and their defaults.

use super::{Checks, ContrastRule, Design, Directive, Hosts, Salon, TokenField, TokenSet};
use crate::base::{Route, RouteProblem};
use crate::matter::Name;
use crate::schema::{Field, Overview, SiteFields};
use crate::yaml::{self, Entry, Node};

/// Everything that `anma.yaml` can say. Every setting has a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    /// The name of the site.
    pub title: Box<str>,
    /// What the site is, in a sentence; may be empty.
    pub description: Box<str>,
    /// Where the site stands on the web.
    pub base_url: BaseUrl,
    /// The language, such as `en-GB`.
    pub language: Box<str>,
    /// The theme, with its place when one was given.
    pub theme: Box<str>,
    /// Where the theme's name stands, if it was given.
    pub theme_name: Option<Name>,
    /// A text shown on every page; may be empty.
    pub notice: Box<str>,
    /// The salon.
    pub salon: Salon,
    /// What it says to hosts and programs.
    pub hosts: Hosts,
    /// The menu, in order.
    pub menu: Vec<MenuItem>,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// How automatic links are made.
    pub links: AutoLinks,
    /// Articles to a page of a list (`pagination.per_page`).
    pub per_page: u32,
    /// Related pages to show at most (`related.limit`).
    pub related_limit: u32,
    /// Entries in a feed at most (`feeds.limit`).
    pub feeds_limit: u32,
    /// How long the review of a page counts.
    pub reviews: Reviews,
    /// The pages that anma makes of what the site knows.
    pub overviews: Vec<Overview>,
    /// Whether readers can search the site.
    pub search: bool,
    /// Whether pages without a picture have cards for link previews; nothing when the site does not say.
    pub social_cards: Option<bool>,
    /// How the finished site replaces the last one.
    pub publish: Publish,
    /// What is checked, and how.
    pub checks: Checks,
    /// How large things may grow.
    pub limits: Limits,
    /// Fields of front matter that the site declares.
    pub fields: SiteFields,
    /// Its looks.
    pub design: Design,
    /// Values for the theme's options, as they were written.
    pub options: Vec<Entry>,
    /// Texts of the theme that the site replaces.
    pub strings: Vec<(Box<str>, Box<str>)>,
    /// The folder of the site that its pages stand in: empty, or the short name of the language (`es`).
    pub folder: Box<str>,
    /// The other languages in which the site has pages, in order.
    pub languages: Vec<Edition>,
}

/// A language in which the site has pages besides its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Its short name, at its place: in the names of files (`article.es.md`) and in addresses (`/es/`).
    pub name: Name,
    /// The settings of the site in this language.
    pub config: Config,
}

/// Where the site stands on the web.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    /// Scheme, host and port, without a slash at the end: `https://example.com`.
    pub origin: Box<str>,
    /// The path below it, with a slash at both ends: `/` or `/sub/`.
    pub prefix: Box<str>,
    /// Whether `anma.yaml` gives it; if not, it is a placeholder.
    pub given: bool,
}

/// How long the review of a page counts, in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reviews {
    /// Then it must be reviewed again.
    pub due: u32,
    /// Then that is a serious matter.
    pub late: u32,
}

impl Default for Reviews {
    fn default() -> Self {
        Self { due: 24, late: 36 }
    }
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuItem {
    /// The words to show.
    pub title: Box<str>,
    /// Where it leads.
    pub target: Target,
}

/// Where an entry of the menu leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page of the site: a path below `content/` (`about.md`) or an address on the site (`/about/`).
    Page(Name),
    /// Somewhere else on the web.
    Url(Box<str>),
}

/// How Markdown is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Markdown {
    /// What becomes of HTML in Markdown.
    pub html: Html,
    /// Whether straight quotes and hyphens become typographic ones.
    pub smart_punctuation: bool,
    /// Whether code is coloured.
    pub highlight: bool,
    /// Schemes that links may have, in lower case, beyond http, https, mailto and tel.
    pub schemes: Vec<Box<str>>,
}

/// What becomes of HTML in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Html {
    /// It is an error.
    Deny,
    /// It is kept as it is.
    Allow,
}

/// How automatic links are made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AutoLinks {
    /// Whether there are any, where a page does not say otherwise.
    pub auto: bool,
    /// How far "the first mention" reaches.
    pub scope: LinkScope,
    /// Links of a page at most; `None` is one for every 40 words, but from 5 to 25.
    pub max_per_page: Option<u32>,
    /// Links of a paragraph, list item or cell at most; 0 is no limit.
    pub max_per_block: u32,
    /// Words that must stand between two links; 0 is no limit.
    pub min_gap_words: u32,
    /// Whether names in quotations become links.
    pub quotes: bool,
    /// Words that are no name by themselves, only together with others.
    pub too_common: Vec<Box<str>>,
    /// Which page is meant by a term that two pages have: the term, then the page.
    pub prefer: Vec<(Name, Name)>,
    /// Pages listed at most where a page is mentioned.
    pub mentions: u32,
}

/// How far "the first mention" reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkScope {
    /// The page.
    Page,
    /// From one heading of level 2 to the next.
    Section,
}

impl Default for AutoLinks {
    fn default() -> Self {
        Self {
            auto: true,
            scope: LinkScope::Page,
            max_per_page: None,
            max_per_block: 0,
            min_gap_words: 0,
            quotes: false,
            too_common: TOO_COMMON.map(Box::from).to_vec(),
            prefer: Vec::new(),
            mentions: 12,
        }
    }
}

/// Words that stand in nearly every article on massage, mostly with another meaning than the page of that name.
const TOO_COMMON: [&str; 11] =
    ["arm", "back", "body", "cold", "foot", "hand", "head", "heat", "hot", "leg", "skin"];

/// How the finished site replaces the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Publish {
    /// The best that the disk allows.
    Auto,
    /// The folder as a whole.
    Swap,
    /// File by file.
    Files,
}

/// How large things may grow, in bytes unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// A text file.
    pub file: u64,
    /// Front matter.
    pub front_matter: u64,
    /// A finished page.
    pub page: u64,
    /// A picture or any other file that is copied.
    pub asset: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 16 << 20, front_matter: 64 << 10, page: 64 << 20, asset: 1 << 30 }
    }
}

impl Limits {
    /// The limits for front matter.
    pub fn matter(&self) -> yaml::Limits {
        yaml::Limits::file(usize::try_from(self.front_matter).unwrap_or(usize::MAX))
    }
}

impl Default for Markdown {
    fn default() -> Self {
        Self { html: Html::Deny, smart_punctuation: true, highlight: true, schemes: Vec::new() }
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { origin: "https://example.com".into(), prefix: "/".into(), given: false }
    }
}

impl Config {
    /// The settings of a site that has a title and nothing else.
    pub fn default_for(title: &str) -> Self {
        Self {
            title: title.into(),
            description: Box::default(),
            base_url: BaseUrl::default(),
            language: "en-GB".into(),
            theme: "default".into(),
            theme_name: None,
            notice: Box::default(),
            salon: Salon::default(),
            hosts: Hosts::default(),
            menu: Vec::new(),
            markdown: Markdown::default(),
            links: AutoLinks::default(),
            per_page: 20,
            related_limit: 6,
            feeds_limit: 20,
            reviews: Reviews::default(),
            overviews: Overview::ALL.to_vec(),
            search: true,
            social_cards: None,
            publish: Publish::Auto,
            checks: Checks::default(),
            limits: Limits::default(),
            fields: SiteFields::default(),
            design: Design::default(),
            options: Vec::new(),
            strings: Vec::new(),
            folder: Box::default(),
            languages: Vec::new(),
        }
    }

    /// The route of the page at `path` in this language: of `conditions/sciatica`, `es/conditions/sciatica/index.html`.
    ///
    /// # Errors
    /// Why there can be no such page.
    pub fn page_route(&self, path: &str) -> Result<Route, RouteProblem> {
        Route::page(&self.path(path))
    }

    /// The path of `path` in this language: of `404.html`, `es/404.html`.
    pub fn path(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// The address of the home page in this language, from the root of the host, with a slash at the end.
    pub fn home(&self) -> String {
        let folder = &*self.folder;
        let slash = if folder.is_empty() { "" } else { "/" };
        format!("{}{folder}{slash}", self.base_url.prefix)
    }
}

/// A theme's description of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThemeFile {
    /// Its name.
    pub name: Box<str>,
    /// The version of the template contract that it was made for.
    pub api: u32,
    /// The theme whose files stand in for those that it lacks.
    pub extends: Option<Name>,
    /// What a site can set under `options` in `anma.yaml`.
    pub options: Vec<OptionField>,
    /// The texts that it says, which a site can replace under `strings` in `anma.yaml`.
    pub strings: Vec<(Box<str>, Box<str>)>,
    /// What its pages load besides what every page may.
    pub csp: Vec<Directive>,
    /// Its shortcodes.
    pub shortcodes: Vec<ShortcodeFile>,
    /// The colours, type and measures that a site can change.
    pub tokens: Vec<TokenField>,
    /// Values for them that belong together.
    pub token_sets: Vec<TokenSet>,
    /// Which colours must differ enough to be read.
    pub contrast: Vec<ContrastRule>,
}

/// What a theme says of a shortcode.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ShortcodeFile {
    /// Its name.
    pub name: Box<str>,
    /// Whether it must stand in a paragraph of its own.
    pub block: bool,
    /// Its arguments.
    pub arguments: Vec<OptionField>,
}

/// An option of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OptionField {
    /// Its name, type and explanation.
    pub field: Field,
    /// Its value when the site gives none.
    pub default: Option<Node>,
}
