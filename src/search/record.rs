//! A page as the index sees it.
//!
//! Pagefind reads documents, so a record is a small one, made of text that is known: no template, no menu, no notice.
//! Whatever a text has in it, it stays text.

use std::fmt::Write as _;

use crate::base::{Fingerprint, escape, escape_into};

/// A page as the index sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The address of the page, from the site's own root: `/conditions/sciatica/`.
    pub url: String,
    /// What is found in it.
    pub html: String,
}

/// A piece of the text of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// A heading of a level from 2 to 6, with its id on the page.
    Heading(u8, &'a str, &'a str),
    /// A heading that nobody can link to.
    Question(&'a str),
    /// Anything else.
    Text(&'a str),
}

/// How much a word of the description counts, when one of the text counts 1. Headings count 2 to 6 by their level.
const DESCRIPTION: &str = "3";
/// How much a word of a question counts.
const QUESTION: &str = "4";

impl Record {
    /// Begins the record of a page.
    pub fn new(url: String, language: &str, title: &str) -> Self {
        let mut html = String::with_capacity(4096);
        html.push_str("<html lang=\"");
        escape_into(&mut html, language);
        html.push_str("\"><body>");
        let mut record = Self { url, html };
        record.meta("title", title);
        record
    }

    /// Adds words that the page is found by and that are shown with it, under `name`.
    pub fn meta(&mut self, name: &str, words: &str) {
        let _ok = write!(self.html, "<i data-pagefind-meta=\"{name}:{}\"></i>", safe(words));
    }

    /// Adds the value of a filter. It is no word of the text: nobody finds the page by it.
    pub fn filter(&mut self, name: &str, value: &str) {
        let _ok = write!(self.html, "<i data-pagefind-filter=\"{name}:{}\"></i>", safe(value));
    }

    /// Adds the sentence that says what the page is.
    pub fn description(&mut self, words: &str) {
        let _ok =
            write!(self.html, "<p data-pagefind-weight=\"{DESCRIPTION}\">{}</p>", safe(words));
    }

    /// Adds a piece of the text.
    pub fn block(&mut self, block: Block<'_>) {
        let _ok = match block {
            Block::Heading(level, id, words) => {
                let (level, id) = (level.clamp(2, 6), escape(id));
                write!(self.html, "<h{level} id=\"{id}\">{}</h{level}>", safe(words))
            }
            Block::Question(words) => {
                write!(self.html, "<p data-pagefind-weight=\"{QUESTION}\">{}</p>", safe(words))
            }
            Block::Text(words) => write!(self.html, "<p>{}</p>", safe(words)),
        };
    }

    /// The identity of the record.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::all([&self.url, &self.html].map(|text| Fingerprint::of(text.as_bytes())))
    }
}

/// `words` as text that neither HTML nor Pagefind, which puts marks of its own between words, takes for anything else.
fn safe(words: &str) -> String {
    let words = escape(words);
    if words.contains("___") { words.replace("___", "_ _ _") } else { words.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let mut record = Record::new("/a/".into(), "en\"><script>", "A \"b\" <c>: d");
        record.filter("condition", "x\"y");
        record.block(Block::Heading(9, "a\"b", "<script>alert(1)</script>"));
        record.block(Block::Text("___PAGEFIND_WEIGHT___10 a"));
        assert_eq!(
            record.html,
            "<html lang=\"en&quot;&gt;&lt;script&gt;\"><body>\
             <i data-pagefind-meta=\"title:A &quot;b&quot; &lt;c&gt;: d\"></i>\
             <i data-pagefind-filter=\"condition:x&quot;y\"></i>\
             <h6 id=\"a&quot;b\">&lt;script&gt;alert(1)&lt;/script&gt;</h6>\
             <p>_ _ _PAGEFIND_WEIGHT_ _ _10 a</p>"
        );
    }
}
