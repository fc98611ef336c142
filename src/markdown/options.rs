//! What a site decides about its Markdown, and the words that anma adds to an article.

/// Whether HTML tags in an article are let through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HtmlPolicy {
    /// A tag is an error, and is shown as text.
    #[default]
    Deny,
    /// Tags reach the page as they are. The writers are trusted with everything a page can do.
    Allow,
}

/// How the Markdown of a site is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether HTML tags are let through.
    pub html: HtmlPolicy,
    /// Whether quotes become curly and `--` a dash.
    pub smart_punctuation: bool,
    /// Whether code blocks are coloured. Needs the feature `highlight`.
    pub highlight: bool,
    /// Schemes that links may have besides http, https, mailto and tel, without a colon.
    pub schemes: Vec<String>,
    /// Whether anything beyond CommonMark is understood. Off only for checking conformance: then links
    /// inside the site are written as they are.
    pub extensions: bool,
    /// The words that anma adds, in the language of the site.
    pub words: Labels,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            html: HtmlPolicy::Deny,
            smart_punctuation: true,
            highlight: true,
            schemes: Vec::new(),
            extensions: true,
            words: Labels::default(),
        }
    }
}

macro_rules! labels {
    ($($name:ident = $default:literal: $doc:literal;)+) => {
        /// The words that anma adds to an article.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct Labels {
            $(#[doc = $doc] pub $name: String,)+
        }
        impl Labels {
            /// The words that `text_of` knows by their names; the English ones for the rest.
            pub fn from_texts(text_of: impl Fn(&str) -> Option<String>) -> Self {
                Self { $($name: text_of(stringify!($name)).unwrap_or_else(|| $default.to_owned()),)+ }
            }
        }
        impl Default for Labels {
            fn default() -> Self {
                Self { $($name: $default.to_owned(),)+ }
            }
        }
    };
}

labels! {
    non_urgent = "Non-urgent advice": "Said before the heading of a care card for care that can wait.";
    urgent = "Urgent advice": "Said before the heading of a care card for care that cannot wait.";
    emergency = "Immediate action required": "Said before the heading of a care card for emergencies.";
    important = "Important": "Said before the heading of a warning; also the heading of `[!IMPORTANT]`.";
    note = "Note": "The heading of `[!NOTE]`.";
    tip = "Tip": "The heading of `[!TIP]`.";
    warning = "Warning": "The heading of `[!WARNING]`.";
    caution = "Caution": "The heading of `[!CAUTION]`.";
    dos = "Do": "The heading of a list of things to do.";
    donts = "Don’t": "The heading of a list of things not to do.";
    key_points = "Key points": "The heading of the key points.";
    check = "Check before you book": "The heading of the box on who should ask first.";
    booking = "Advertising from our salon": "Marks a booking call as the salon's own interest.";
    footnotes = "Footnotes": "Names the footnotes below an article.";
    footnote = "Footnote": "Said before the number of a footnote.";
    back = "Back to text": "Said for the arrow that leads from a footnote back to the text.";
    table = "Table": "Names a table; the heading above it follows.";
    done = "Done": "Said for a task that is done.";
    not_done = "Not done": "Said for a task that is not done.";
}
