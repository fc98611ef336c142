//! Every problem that anma knows, with a name that stays.

use std::fmt;

/// The name of a problem, as printed in brackets: `matter::unknown-field`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// A problem and what there is to know about it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name.
    pub code: Code,
    /// What it means and what to do, in a paragraph.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $text:literal: $explanation:literal;)+) => {
        impl Code {
            $(#[doc = $explanation] pub const $name: Self = Self($text);)+
        }
        /// Every code with its explanation, in the order of the pipeline.
        pub const CATALOGUE: &[Entry] = &[$(Entry { code: Code::$name, explanation: $explanation }),+];
    };
}

codes! {
    // Read
    FILE_TOO_LARGE = "file::too-large": "A file is larger than anma reads (16 MiB unless `limits.file` says otherwise). Split the article, or raise the limit in `anma.yaml`.";
    FILE_NOT_UTF8 = "file::not-utf8": "A text file is not saved as UTF-8. Save it again with the encoding UTF-8.";
    FILE_SPECIAL = "file::special": "A name in the site is not a file or folder that can be read: a pipe, a socket, a broken link, or a link that leads out of the site. Remove it, or put the file itself there.";
    FILE_NAME = "file::name": "A file name cannot become an address, because it is not UTF-8, has invisible characters, or is too long. Rename the file.";
    NO_CONTENT = "file::no-content": "The folder `content` is empty or missing, so the site has no pages of its own. Names of folders are written in lower case.";
    // YAML and front matter
    YAML_SYNTAX = "yaml::syntax": "The YAML cannot be read. The place shows where reading stopped; the mistake is often just before it: a missing quote, a tab, or a colon inside an unquoted value.";
    YAML_DUPLICATE_KEY = "yaml::duplicate-key": "The same field stands twice. Keep one of them.";
    YAML_TOO_LARGE = "yaml::too-large": "Front matter or a YAML file is larger, deeper or has more aliases than anma reads. Nothing in a health article needs that; simplify it.";
    MATTER_UNCLOSED = "matter::unclosed": "The front matter has no end. Put a line with three hyphens (---) after its last field.";
    MATTER_NOT_A_MAP = "matter::not-a-map": "The front matter is not a list of fields. Each line must be `field: value`.";
    UNKNOWN_FIELD = "matter::unknown-field": "A field has a name that this kind of page does not have. Correct the name, put it under `extra`, or declare it under `fields` in `anma.yaml`.";
    WRONG_TYPE = "matter::wrong-type": "A field has a value of the wrong kind, such as a list where one text belongs.";
    BAD_VALUE = "matter::bad-value": "A field has a value that is not allowed there.";
    BAD_DATE = "matter::bad-date": "A date does not exist or is not written as YYYY-MM-DD.";
    MISSING_FIELD = "matter::missing-field": "A field that must be there is missing.";
    UNKNOWN_NAME = "matter::unknown-name": "A condition, cause, massage, body area or person is named that has no page and no entry in the vocabulary. Correct the name, or add a page for it.";
    VOCABULARY_UNUSED = "matter::vocabulary-unused": "An entry of `content/vocabulary.yaml` has the name of a page, whose front matter counts instead. Move what the entry says there.";
    DATES_DISAGREE = "matter::dates-disagree": "Two dates contradict each other, such as an update before the first publication.";
    // Markdown
    RAW_HTML = "markdown::raw-html": "The text has an HTML tag. Articles are written in Markdown; set `markdown.html: allow` in `anma.yaml` if your site needs HTML.";
    OPEN_COMMENT = "markdown::open-comment": "A comment (`<!--`) is never closed, so everything behind it would be missing from the page. Put `-->` at its end.";
    LINK_SCHEME = "markdown::link-scheme": "A link begins with something else than https, http, mailto or tel, and could run code in the reader's browser. Add the scheme under `markdown.schemes` if you trust it.";
    ATTRIBUTE = "markdown::attribute": "A heading has an attribute other than an id, a class or `data-…`. It is left out.";
    DUPLICATE_ID = "markdown::duplicate-id": "Two headings of a page were given the same id. Give one of them another.";
    UNCLOSED_BLOCK = "markdown::unclosed-block": "A block that begins with `:::name` has no line `:::` at its end.";
    STRAY_BLOCK_END = "markdown::stray-block-end": "A line `:::` ends a block that was never begun.";
    UNKNOWN_BLOCK = "markdown::unknown-block": "A block has a name that anma does not know.";
    BLOCK_HEADING = "markdown::block-heading": "A care card or warning has no heading, which readers and screen readers need.";
    BLOCK_PLACE = "markdown::block-place": "A block stands where it must not: a booking call inside a care card. Advice on getting care must not sell.";
    EMPTY_LINK = "markdown::empty-link": "A link has no target.";
    FOOTNOTE = "markdown::footnote": "A footnote is used but not written, or written but not used.";
    HIGHLIGHT = "markdown::highlight": "A code block is too long to be coloured, or could not be coloured in the time allowed; it is shown plain.";
    SHORTCODE_SYNTAX = "shortcode::syntax": "A shortcode call cannot be read. Write `{{< name field=\"value\" >}}`.";
    SHORTCODE_UNKNOWN = "shortcode::unknown": "The theme has no shortcode of this name.";
    SHORTCODE_PLACE = "shortcode::place": "A shortcode that makes a block, such as a card, stands inside a sentence. Put it in a paragraph of its own.";
    SHORTCODE_ARGUMENT = "shortcode::argument": "A shortcode is called with an argument that it does not have, or without one that it needs.";
    MISSING_ALT = "markdown::missing-alt": "An image has no alternative text. Say in a few words what it shows, for readers who cannot see it.";
    PICTURE_UNREADABLE = "picture::unreadable": "A picture cannot be read: the file is empty, damaged, cut short, or something else than its name says. Its description is shown instead.";
    PICTURE_TOO_LARGE = "picture::too-large": "A picture has more pixels or bytes than anma reads: 16,383 pixels a side, 80 million in all, 128 MiB. Save it smaller; 2,000 pixels across are plenty for a page.";
    PICTURE_SCRIPT = "picture::script": "A drawing (SVG) has a script or a part of a web page in it, which could do harm in a reader's browser. It is not published. Save it again as a plain SVG.";
    PICTURE_KIND = "picture::kind": "A picture is of a kind that most browsers do not show, such as HEIC from a phone. Save it as a JPEG.";
    // Languages
    TRANSLATION_FACTS = "language::facts": "A translation says something else about cautions, red flags or what a massage helps with than the page that it translates. Such facts are said once, for all languages.";
    LANGUAGE_UNKNOWN = "language::unknown": "The name of a file ends like that of a translation (`article.es.md`), but `languages` in `anma.yaml` does not name the language.";
    RED_FLAGS_LANGUAGE = "language::red-flags": "Signs that need a doctor have no words in a language of the site, or fewer than in the site's own language. Pages show what there is; readers may not understand it.";
    // Links and names
    BROKEN_LINK = "link::broken": "A link leads to a page, file or heading that does not exist.";
    AMBIGUOUS_NAME = "link::ambiguous-name": "Two pages of one kind have the same name or synonym, so a link by that name could mean either.";
    AMBIGUOUS_TERM = "link::ambiguous": "Two pages have one name or synonym, so a mention in a text could be a link to either. Take it away from one of them, write `autolink: false` there, or say under `links: prefer:` in `anma.yaml` which is meant.";
    USELESS_TERM = "link::useless-term": "A name can never become a link: it is one letter, an everyday word, too long, or has no letters at all.";
    USELESS_LINK_RULE = "link::useless-rule": "A rule for automatic links names a term that no page has, so it does nothing.";
    UNSAFE_LINK = "link::unsafe": "A page about a condition offers a massage that the site's own facts say must not be booked with it. Warn against it in a block such as `:::check`, or take the link out.";
    // Facts
    CONFLICT = "graph::conflict": "A massage is said to help with a condition (`helps`), and people who have the condition, or a wider one, are told to ask a GP first or not to book (`caution`, on the massage's own page or on a wider one). Readers must not be told both; the caution counts until you have decided.";
    SUPERVISION = "graph::supervision": "A massage is said to help with a condition that has `cap: supervision`: advertising may claim that only under the supervision of a qualified health professional, and the site has no person with `register`. Take the claim out.";
    NO_EVIDENCE = "graph::no-evidence": "An entry of `helps` names no source, or its source was not checked in the last 3 years. Read the source, and give the day under `checked`.";
    NEAR_DUPLICATE = "graph::near-duplicate": "Two conditions, massages or the like have almost the same name: they differ in a hyphen, a space, a plural, the order of the words, or a slip of the keyboard. Readers cannot tell them apart, and articles will be filed under the wrong one.";
    CYCLE = "graph::cycle": "Something is said to be one of itself (`is_a`), maybe by way of other pages, or to cause itself. Two things may cause each other, as pain and poor sleep do.";
    REPEATED = "graph::repeated": "A synonym, cause or effect stands twice on one page, or a synonym is the same as the title.";
    // Addresses
    BAD_ADDRESS = "address::bad": "An address, slug or alias cannot be used: it would lead out of the site or cannot be a file name.";
    COLLISION = "address::collision": "Two sources would be written to one address, so one of them would be lost. Rename one, or give it another `slug`.";
    NEAR_COLLISION = "address::near-collision": "Two addresses differ only in upper and lower case or in the form of their letters, and are one on some computers.";
    // Configuration and theme
    CONFIG_MISSING = "config::missing": "The folder has no `anma.yaml`, so it is not a site.";
    CONFIG_VALUE = "config::value": "A setting in `anma.yaml` has a value that cannot be used.";
    BASE_URL = "config::base-url": "`anma.yaml` has no `base_url`. Until it has one, feeds, the site map and link previews name `https://example.com` instead of your site.";
    SECURITY_EXPIRED = "config::security-expired": "The day under `security.expires` is over, so nobody is to rely on what `security.txt` says.";
    UNKNOWN_SETTING = "config::unknown-setting": "A setting in `anma.yaml` has a name that anma does not know. Correct the name, or remove it.";
    THEME_SETTING = "theme::setting": "Something in `theme.yaml`, or an option given to the theme in `anma.yaml`, has a name or a value that cannot be used.";
    FAINT_COLOURS = "theme::faint-colours": "Two colours that stand on each other are too much alike to be read by everybody (WCAG 2.2, 1.4.3 and 1.4.11).";
    THEME_MISSING = "theme::missing": "The theme, or one that it extends, does not exist.";
    THEME_API = "theme::api": "The theme was made for another version of anma's template contract.";
    THEME_UNUSED = "theme::unused": "A template or an option of the theme that nothing uses, probably because its name is misspelt.";
    THEME_FILE = "theme::file": "A file of the theme cannot be used: an unknown ending, or not UTF-8.";
    THEME_LANGUAGE = "theme::language": "The theme has no words in the language of the site, or lacks some of them: pages say those in English.";
    TEMPLATE_SYNTAX = "template::syntax": "A template cannot be read.";
    TEMPLATE_RENDER = "template::render": "A template failed while a page was made.";
    TEMPLATE_FIELD = "template::field": "A template asks for something that no page has. `anma theme check` looks for this also where no page of the site comes by.";
    TEMPLATE_UNKNOWN = "template::unknown": "A page asks for a template that the theme does not have.";
    PAGE_TOO_LARGE = "template::page-too-large": "A page grew beyond the limit (64 MiB unless `limits.page` says otherwise); a template probably repeats itself.";
    RENDER_TIME = "template::time": "A page took longer than allowed; a template probably repeats itself.";
    // Check
    FINDING = "check::finding": "`anma check` found something that a rule speaks against: a claim, a link, a word. `anma check --explain RULE` says more of each rule.";
    // Write
    XML_CHARACTER = "feed::character": "A title or description has a character that feeds cannot carry. It is left out there.";
    // Check
    RULE = "check::rule": "A rule of `anma check` cannot be used as it is written: a file in the folder `rules`, or a name under `check` in `anma.yaml`. A rule with an error is left out; the others are used.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_well_formed_and_explained() {
        let mut seen = std::collections::BTreeSet::new();
        for entry in CATALOGUE {
            assert!(seen.insert(entry.code), "{} stands twice", entry.code);
            let (group, name) = entry.code.0.split_once("::").expect("group::name");
            assert!(
                !group.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            );
            assert!(entry.explanation.ends_with('.'));
        }
    }
}
