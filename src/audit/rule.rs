//! The names of the rules, how serious each is, and what to do about it.

/// How serious a flaw is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It harms readers and must be put right.
    Error,
    /// It should be put right.
    Warning,
    /// Worth knowing.
    Info,
}

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Its name, such as `LINK-BROKEN`.
    pub name: &'static str,
    /// How serious what it finds is, unless the site says otherwise.
    pub severity: Severity,
    /// What to do, in one sentence.
    pub help: &'static str,
}

macro_rules! rules {
    ($($constant:ident = $name:literal $severity:ident $help:literal;)+) => {
        $(pub(super) const $constant: Rule =
            Rule { name: $name, severity: Severity::$severity, help: $help };)+
        /// Every rule of the finished page.
        pub const RULES: &[Rule] = &[$($constant),+];
    };
}

rules! {
    LINK_BROKEN = "LINK-BROKEN" Error "Correct the address, or take the link out.";
    LINK_CASE = "LINK-CASE" Error "Write the address with the same small and capital letters as the page it leads to.";
    LINK_SLASH = "LINK-SLASH" Warning "Write the slash at the end of the address, because not every server adds it.";
    LINK_FRAGMENT = "LINK-FRAGMENT" Error "Correct what stands after the # in the address, or give the heading it is meant for that name.";
    LINK_REDIRECT = "LINK-REDIRECT" Warning "Let the link lead to the new address straight away.";
    LINK_LOOP = "LINK-LOOP" Error "Take one of the redirects out, because they send the reader round in circles.";
    LINK_EMPTY = "LINK-EMPTY" Error "Give the link an address and words that say where it leads; a picture needs a description.";
    LINK_GENERIC = "LINK-GENERIC" Warning "Let the words of the link name what the reader finds there.";
    LINK_ORPHAN = "LINK-ORPHAN" Warning "Link to the page from another one, or take it out of the site.";
    LINK_DEAD_END = "LINK-DEAD-END" Info "Add a link to what the reader may want to read next.";
    LINK_INSECURE = "LINK-INSECURE" Warning "Write https:// in place of http://.";
    LINK_LOCAL = "LINK-LOCAL" Error "Use the address that the page or file has on the web.";
    LINK_SCRIPT = "LINK-SCRIPT" Error "Use a button for what a script does, and a link for what leads to a page.";
    ASSET_BROKEN = "ASSET-BROKEN" Error "Correct the address, or add the file to the site.";
    ASSET_THIRD = "ASSET-THIRD" Warning "Keep a copy in the site, or allow the other site in the settings.";
    PAGE_ID_TWICE = "PAGE-ID-TWICE" Error "Give one of the two another name.";
    PAGE_LANG = "PAGE-LANG" Error "Name the language of the page, so that it is read aloud in the right voice.";
    PAGE_TITLE_MISSING = "PAGE-TITLE-MISSING" Error "Give the page a title that says what it is about.";
    PAGE_TITLE_LONG = "PAGE-TITLE-LONG" Warning "Shorten the title, and put what matters most at its beginning.";
    PAGE_TITLE_TWICE = "PAGE-TITLE-TWICE" Warning "Give each page a title of its own.";
    PAGE_DESCRIPTION_MISSING = "PAGE-DESCRIPTION-MISSING" Warning "Say in one or two sentences what the reader finds on the page.";
    PAGE_DESCRIPTION_LONG = "PAGE-DESCRIPTION-LONG" Warning "Shorten the description, and put what matters most at its beginning.";
    PAGE_DESCRIPTION_SHORT = "PAGE-DESCRIPTION-SHORT" Info "Say a little more about what the reader finds on the page.";
    PAGE_DESCRIPTION_TWICE = "PAGE-DESCRIPTION-TWICE" Warning "Give each page a description of its own.";
    PAGE_H1 = "PAGE-H1" Error "Give the page exactly one main heading.";
    PAGE_HEADING_ORDER = "PAGE-HEADING-ORDER" Warning "Make the heading one level below the one it belongs to.";
    PAGE_HEADING_EMPTY = "PAGE-HEADING-EMPTY" Error "Write the heading, or take it out.";
    PAGE_ALT = "PAGE-ALT" Error "Describe what the picture shows, or mark it as decoration with an empty description.";
    PAGE_ALT_FILE = "PAGE-ALT-FILE" Warning "Describe in a few words what the picture shows.";
    PAGE_TABLE = "PAGE-TABLE" Warning "Make the first row or the first column headings.";
    PAGE_PICTURE_LARGE = "PAGE-PICTURE-LARGE" Warning "Make the picture smaller before you add it, or offer it in several sizes.";
    PAGE_PICTURE_SIZE = "PAGE-PICTURE-SIZE" Info "State width and height, so that the text does not jump when the picture arrives.";
    PAGE_FRAME = "PAGE-FRAME" Warning "Give the embedded page a title.";
    PAGE_LABEL = "PAGE-LABEL" Error "Give the field a label that says what belongs there.";
    PAGE_BUTTON = "PAGE-BUTTON" Error "Give the button words, or a label if it shows only a picture.";
    PAGE_VIEWPORT = "PAGE-VIEWPORT" Warning "Let the page fit the screen and let readers enlarge it.";
    PAGE_CANONICAL = "PAGE-CANONICAL" Error "Name one address, and one that a page of this site has.";
    PAGE_REFRESH = "PAGE-REFRESH" Warning "Let the reader decide when to move on, or use a redirect.";
    PAGE_REFERENCE = "PAGE-REFERENCE" Warning "Correct the name, or take the reference out.";
}
